//! Studies whose disk gives up or whose files are damaged.

use super::*;
use crate::store::{Disk, StoreError};
use std::fs;
use std::io;

/// A disk that takes so many bytes and then fails in the middle of a write, leaving behind what a
/// power cut would: half a temporary file, or half a journal line.
struct FullDisk {
    room: usize,
}

impl Disk for FullDisk {
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.room < bytes.len() {
            let name = format!("{}.incomplete", path.file_name().expect("a name").to_string_lossy());
            fs::write(path.with_file_name(name), &bytes[..self.room])?;
            return Err(self.full());
        }
        self.room -= bytes.len();
        Filesystem.replace(path, bytes)
    }

    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let taken = self.room.min(bytes.len());
        Filesystem.append(path, &bytes[..taken])?;
        self.room -= taken;
        if taken < bytes.len() { Err(self.full()) } else { Ok(()) }
    }
}

impl FullDisk {
    fn full(&self) -> io::Error {
        io::Error::from(io::ErrorKind::StorageFull)
    }
}

#[test]
fn prop_a_disk_that_runs_full_anywhere_costs_no_row() {
    let whole = Folder::new("full-whole");
    let study = undisturbed(&whole.0, 1);
    let size: usize = study.finished().iter().map(|record| record.total_bytes() + record.line().len()).sum();
    for step in 0..60 {
        let folder = Folder::new(&format!("full-{step}"));
        let room = size * step / 60 + step % 7;
        let mut study = Study::create(&folder.0, manifest(), &[]).expect("a free folder");
        let fault = run(&mut study, &Toy, Session { threads: 2, disk: &mut FullDisk { room }, done: &|_| () })
            .expect_err("a full disk");
        assert!(
            matches!(fault, StoreError::File { ref source, .. } if source.kind() == io::ErrorKind::StorageFull),
            "{fault}"
        );
        drop(study);
        finish(&mut Study::open(&folder.0).expect("a study"), 2);
        assert_same(&whole.0, &folder.0, &format!("room for {room} bytes"));
    }
}

/// Files of the paths, in order.
fn study_paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("paths")).expect("a folder of paths");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_corrupt_part_is_named_and_computed_again() {
    let (whole, folder) = (Folder::new("corrupt-whole"), Folder::new("corrupt"));
    undisturbed(&whole.0, 1);
    let study = undisturbed(&folder.0, 1);
    let files = study.part_files();
    drop(study);
    let mut bytes = fs::read(&files[2]).expect("a part");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&files[2], &bytes).expect("a flipped bit");
    fs::write(&files[9], &bytes[..middle]).expect("a cut part");
    fs::remove_file(&files[11]).expect("a missing part");
    let paths = study_paths(&folder.0);
    fs::write(&paths[9], b"no paths").expect("damaged paths of a damaged part");
    fs::remove_file(&paths[12]).expect("missing paths of a sound part");
    let mut study = Study::open(&folder.0).expect("a study");
    let damaged: Vec<&PathBuf> = study.damage().iter().map(|damage| &damage.path).collect();
    assert_eq!(damaged, [&files[2], &files[9], &paths[9], &files[11], &paths[12]]);
    assert!(study.damage()[0].reason.contains("checksum"), "{}", study.damage()[0].reason);
    finish(&mut study, 2);
    assert!(study.damage().is_empty());
    drop(study);
    assert_same(&whole.0, &folder.0, "computed again");
}

#[test]
fn prop_a_journal_cut_or_damaged_anywhere_costs_no_row() {
    let (whole, folder) = (Folder::new("journal-whole"), Folder::new("journal"));
    undisturbed(&whole.0, 1);
    undisturbed(&folder.0, 1);
    let path = folder.0.join("journal.txt");
    let journal = fs::read(&path).expect("a journal");
    for step in 0..20 {
        let place = journal.len() * step / 20 + step;
        let mut damaged = journal.clone();
        match step % 2 {
            0 => damaged.truncate(place),
            _ => damaged[place] ^= 0x40,
        }
        fs::write(&path, &damaged).expect("a damaged journal");
        finish(&mut Study::open(&folder.0).expect("a study"), 2);
        assert_same(&whole.0, &folder.0, &format!("damaged at {place}"));
    }
    fs::remove_file(&path).expect("no journal");
    finish(&mut Study::open(&folder.0).expect("a study"), 2);
    assert_same(&whole.0, &folder.0, "without a journal");
}

/// Another experiment in the same folder must not pass for the same study.
#[test]
fn a_part_that_comes_out_otherwise_is_refused() {
    struct Other;
    impl Experiment for Other {
        type Scratch = ();
        fn scratch(&self) {}
        fn evaluate(&self, member: u32, (): &mut (), block: &mut Block) {
            Toy.evaluate(member + 1, &mut (), block);
        }
        fn fail(&self, member: u32, reason: &str, block: &mut Block) {
            Toy.fail(member, reason, block);
        }
    }
    let folder = Folder::new("otherwise");
    let files = undisturbed(&folder.0, 1).part_files();
    fs::write(&files[1], b"no part").expect("a damaged part");
    let mut study = Study::open(&folder.0).expect("a study");
    let fault =
        run(&mut study, &Other, Session { threads: 1, disk: &mut Filesystem, done: &|_| () }).expect_err("other rows");
    assert!(matches!(fault, StoreError::Differs { .. }), "{fault}");
}

/// A start that was cut off before the manifest was written can be started again.
#[test]
fn an_unfinished_start_is_started_again() {
    let (whole, folder) = (Folder::new("start-whole"), Folder::new("start"));
    let files = [("study.toml".to_owned(), b"name = \"x\"".to_vec())];
    finish(&mut Study::create(&whole.0, manifest(), &files).expect("a free folder"), 1);
    fs::create_dir_all(folder.0.join("parts")).expect("a folder");
    fs::write(folder.0.join("lock"), "").expect("a file");
    fs::write(folder.0.join("study.toml"), "name").expect("a file");
    fs::write(folder.0.join("manifest.json.incomplete"), "{").expect("a file");
    finish(&mut Study::create(&folder.0, manifest(), &files).expect("an unfinished start"), 1);
    assert_same(&whole.0, &folder.0, "started again");
}
