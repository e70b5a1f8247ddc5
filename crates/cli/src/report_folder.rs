//! A report's folder, which appears only when it is complete.
//!
//! Everything is written into a folder beside it; at the end that folder takes the place of an earlier
//! report. Any other folder of the name is refused before the first run.

use crate::failure::Failure;
use crate::output::part_name;
use counterflow_evidence::diagnostics::Problem;
use counterflow_report::folder::{MEMBERS, is_earlier_report};
use counterflow_report::tables::{TidyMetadata, TidyWriter};
use counterflow_report::{Report, write_folder};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// A folder under its temporary name; removed again unless finished.
#[derive(Debug)]
pub struct ReportFolder {
    path: PathBuf,
    part: PathBuf,
}

impl ReportFolder {
    /// Checks that `path` may be written, and makes the temporary folder.
    pub fn prepare(path: &Path) -> Result<Self, Failure> {
        check(path)?;
        let part = part_name(path);
        fs::create_dir_all(&part).map_err(|error| Failure::unwritable(path, &error))?;
        Ok(Self { path: path.to_owned(), part })
    }

    /// Starts the table of members.
    pub fn member_table(&self, metadata: &TidyMetadata) -> Result<TidyWriter<BufWriter<File>>, Failure> {
        let file = File::create(self.part.join(MEMBERS)).map_err(|error| Failure::unwritable(&self.path, &error))?;
        Ok(TidyWriter::create(BufWriter::new(file), metadata)?)
    }

    /// Writes the report and gives the folder its name.
    pub fn finish(self, report: &Report) -> Result<(), Failure> {
        write_folder(report, &self.part)?;
        self.take_its_place().map_err(|error| Failure::unwritable(&self.path, &error))
    }

    fn take_its_place(&self) -> std::io::Result<()> {
        let earlier = self.part.with_extension("earlier");
        let replaces = self.path.exists();
        if replaces {
            fs::rename(&self.path, &earlier)?;
        }
        if let Err(error) = fs::rename(&self.part, &self.path) {
            if replaces {
                fs::rename(&earlier, &self.path)?;
            }
            return Err(error);
        }
        if replaces { fs::remove_dir_all(&earlier) } else { Ok(()) }
    }
}

impl Drop for ReportFolder {
    fn drop(&mut self) {
        // After success there is no such folder; after a failure the first fault is the one to tell.
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// Nothing there, an empty folder and an earlier report may be replaced.
fn check(path: &Path) -> Result<(), Failure> {
    let refuse = |reason: &str| {
        Failure::from(
            Problem::new("E0805", reason.to_owned())
                .in_file(path.display().to_string())
                .expect("a new folder, or one that holds an earlier report and nothing else"),
        )
    };
    if path.file_name().is_none() {
        return Err(refuse("is no name for a folder"));
    }
    if !path.exists() {
        return Ok(());
    }
    if !path.is_dir() {
        return Err(refuse("is a file"));
    }
    let empty = fs::read_dir(path).map_err(|error| Failure::unwritable(path, &error))?.next().is_none();
    let earlier = is_earlier_report(path).map_err(|error| Failure::unwritable(path, &error))?;
    if empty || earlier { Ok(()) } else { Err(refuse("holds files that are no report of this program")) }
}
