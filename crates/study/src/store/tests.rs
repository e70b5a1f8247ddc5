//! Tests of studies on disk with an experiment that costs nothing.

mod interrupted;
mod kill;
mod whole;

use super::{
    Block, Column, Experiment, Filesystem, Label, Layout, Manifest, PathColumns, Row, Session, Shard, Study, run,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A member that fails in its second row, and one whose evaluation panics.
const FAILING: u32 = 5;
const PANICKING: u32 = 77;

/// Two rows per member with values that are simple functions of its number, each with a path of three
/// months.
struct Toy;

impl Experiment for Toy {
    type Scratch = ();

    fn scratch(&self) {}

    fn evaluate(&self, member: u32, (): &mut (), block: &mut Block) {
        for arm in 0..2 {
            if member == PANICKING && arm == 1 {
                // Unlike `panic!`, this prints nothing.
                std::panic::resume_unwind(Box::new("a fault of the model"));
            }
            let value = f64::from(member) + f64::from(arm) / 2.0;
            let failure = (member == FAILING && arm == 1).then_some("nothing, came \"of\" it");
            let outcome = if failure.is_some() { f64::NAN } else { value.sqrt() };
            block.rows.push(Row {
                keys: &[member as i32],
                labels: &[arm as u16],
                failure,
                inputs: &[value, 1.0 / (1.0 + value)],
                outcomes: &[outcome, -outcome],
            });
            for month in 0..MONTHS {
                block.paths.push(Row {
                    keys: &[member as i32],
                    labels: &[arm as u16, 0, 0, month],
                    failure,
                    inputs: &[],
                    outcomes: &[outcome * f64::from(month)],
                });
            }
        }
    }

    fn fail(&self, member: u32, reason: &str, block: &mut Block) {
        for arm in 0..2 {
            block.rows.push(Row {
                keys: &[member as i32],
                labels: &[arm],
                failure: Some(reason),
                inputs: &[0.0; 2],
                outcomes: &[f64::NAN; 2],
            });
            for month in 0..MONTHS {
                block.paths.push(Row {
                    keys: &[member as i32],
                    labels: &[arm, 0, 0, month],
                    failure: Some(reason),
                    inputs: &[],
                    outcomes: &[f64::NAN],
                });
            }
        }
    }
}

fn layout() -> Layout {
    let column = |name: &str| Column { name: name.to_owned(), unit: "kg".to_owned(), definition: String::new() };
    Layout {
        keys: vec!["member".to_owned()],
        labels: vec![Label { name: "scenario".to_owned(), words: vec!["baseline".to_owned(), "other".to_owned()] }],
        inputs: vec![column("a.b"), column("c.d")],
        outcomes: vec![column("x"), column("y")],
        rows_per_member: 2,
    }
}

fn paths_layout() -> Layout {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    layout().paths(PathColumns {
        months: &words(&["2030-01", "2030-02", "2030-03"]),
        series: &words(&["x"]),
        units: &words(&["kg"]),
    })
}

const MEMBERS: u32 = 1003;
const MONTHS: u16 = 3;

fn manifest() -> Manifest {
    Manifest::new("Toy", BTreeMap::from([("the data".to_owned(), "1".to_owned())]), MEMBERS, 80, layout())
        .with_paths(Some(paths_layout()))
}

/// Goes on with a study to its end.
fn finish(study: &mut Study, threads: usize) {
    run(study, &Toy, Session { threads, disk: &mut Filesystem, done: &|_| () }).expect("the study runs");
}

/// A study run without disturbance.
fn undisturbed(folder: &Path, threads: usize) -> Study {
    let mut study = Study::create(folder, manifest(), &[]).expect("a free folder");
    finish(&mut study, threads);
    study
}

/// A folder that is removed at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("counterflow-store-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(contents(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

/// Compares folders without printing their bytes.
fn assert_same(one: &Path, other: &Path, what: &str) {
    let (one, other) = (contents(one), contents(other));
    let names = |of: &BTreeMap<String, Vec<u8>>| of.keys().cloned().collect::<Vec<String>>();
    assert_eq!(names(&one), names(&other), "{what}");
    let different: Vec<&String> = one.keys().filter(|name| one[*name] != other[*name]).collect();
    assert!(different.is_empty(), "{what}: {different:?} differ");
}
