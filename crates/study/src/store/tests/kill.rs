//! Studies in a child process that is killed, or whose file system is too small.
//!
//! The child is this test program itself, asked to run [`child`] alone.

use super::*;
use counterflow_model::random::{Purpose, Stream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const FOLDER: &str = "COUNTERFLOW_TEST_STUDY_FOLDER";
/// Exit status of a child that could not write.
const COULD_NOT_WRITE: i32 = 3;

/// The toy, slowed down so that a kill can fall anywhere.
struct SlowToy;

impl Experiment for SlowToy {
    type Scratch = ();

    fn scratch(&self) {}

    fn evaluate(&self, member: u32, (): &mut (), block: &mut Block) {
        const PAUSE: Duration = Duration::from_micros(100);
        std::thread::sleep(PAUSE);
        Toy.evaluate(member, &mut (), block);
    }

    fn fail(&self, member: u32, reason: &str, block: &mut Block) {
        Toy.fail(member, reason, block);
    }
}

/// Runs or resumes the study of the folder in the environment; without one there is nothing to do.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let study = if folder.join("manifest.json").exists() {
        Study::open(folder)
    } else {
        Study::create(folder, manifest(), &[])
    };
    let finished = study
        .and_then(|mut study| run(&mut study, &SlowToy, Session { threads: 2, disk: &mut Filesystem, done: &|_| () }));
    if let Err(fault) = finished {
        eprintln!("{fault}");
        std::process::exit(COULD_NOT_WRITE);
    }
}

fn child_command() -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "store::tests::kill::child", "--nocapture"]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn spawn(folder: &Path) -> Child {
    child_command().env(FOLDER, folder).spawn().expect("a child")
}

/// At least 20 kills at random moments, some of them several in one study.
#[test]
fn prop_a_killed_study_resumes_to_the_same_bytes() {
    const KILLS: usize = 24;
    let whole = Folder::new("kill-whole");
    let started = Instant::now();
    assert!(spawn(&whole.0).wait().expect("a child").success());
    let length = started.elapsed();
    let chance = Stream { seed: 1, member: 0 };
    let (mut kills, mut draw, mut studies) = (0, 0, 0);
    while kills < KILLS {
        let folder = Folder::new(&format!("kill-{studies}"));
        loop {
            let mut child = spawn(&folder.0);
            std::thread::sleep(length.mul_f64(chance.uniform(0, Purpose::Parameter, draw)));
            draw += 1;
            child.kill().expect("a kill");
            if child.wait().expect("a child").success() {
                break;
            }
            kills += 1;
        }
        studies += 1;
        assert_same(&whole.0, &folder.0, &format!("study {studies}, {kills} kills"));
    }
    println!("{kills} kills in {studies} studies");
}

/// A file system of 64 kB, then a larger one. Needs the right to mount; without it the test says so.
#[test]
fn a_small_file_system_costs_no_row() {
    let (whole, mount, copy) = (Folder::new("small-whole"), Folder::new("small-mount"), Folder::new("small-copy"));
    undisturbed(&whole.0, 1);
    std::fs::create_dir_all(&mount.0).expect("a folder");
    let script = format!(
        "mount -t tmpfs -o size=64k none {mount} || exit 77; \
         \"$@\"; test $? = {COULD_NOT_WRITE} || exit 1; \
         mount -o remount,size=64m {mount} && \"$@\" && cp -r {mount}/study {copy}",
        mount = mount.0.display(),
        copy = copy.0.display()
    );
    let child = child_command();
    let mut command = Command::new("unshare");
    command
        .args(["--map-root-user", "--mount", "sh", "-c", &script, "sh"])
        .arg(child.get_program())
        .args(child.get_args());
    command.env(FOLDER, mount.0.join("study")).stdout(Stdio::null()).stderr(Stdio::null());
    match command.status().ok().and_then(|status| status.code()) {
        Some(0) => assert_same(&whole.0, &copy.0, "after more room was given"),
        Some(1) => panic!("the study did not report the full file system"),
        other => println!("skipped: no small file system could be mounted here ({other:?})"),
    }
}
