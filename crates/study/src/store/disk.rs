//! Writing so that a kill or a power cut leaves either the old file or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a study is written. Tests put a disk here that runs full.
pub trait Disk: Send {
    /// Writes a file under a temporary name, forces it to disk and gives it its name.
    ///
    /// # Errors
    /// What the operating system says; the file is then what it was.
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Adds to a file and forces it to disk.
    ///
    /// # Errors
    /// What the operating system says; a part of the bytes may have been added.
    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// The file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filesystem;

impl Disk for Filesystem {
    fn replace(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let temporary = temporary_name(path);
        let written = File::create(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&temporary, path)) {
            // The first fault is the one to tell, and the room is needed.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        sync_folder(path)
    }

    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_data()
    }
}

/// A rename is on disk once its folder is. Folders cannot be opened everywhere; there the system
/// orders renames itself.
fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent().map(File::open) {
        Some(Ok(folder)) => folder.sync_all(),
        _ => Ok(()),
    }
}

/// Ending of files that are not complete.
pub(super) const TEMPORARY: &str = "incomplete";

fn temporary_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{TEMPORARY}"))
}
