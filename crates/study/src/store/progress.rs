//! How far a study is, for the session itself and for others that watch it.

use super::error::StoreError;
use super::manifest::Manifest;
use super::study::{self, Damage, PROGRESS};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// When the session began, in seconds since 1970.
    pub started_unix_seconds: u64,
    /// When this was written, in seconds since 1970.
    pub updated_unix_seconds: u64,
    /// Members that the session has to run.
    pub members_to_run: u64,
    /// Of them, members done.
    pub members_done: u64,
}

/// Whether a study is finished, and if not, whether someone works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Every part is there.
    Complete,
    /// A session is at work.
    Running(Option<Progress>),
    /// No session is at work: `resume` goes on.
    Stopped,
}

/// How far a study is.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// What the study is.
    pub manifest: Manifest,
    /// State.
    pub state: State,
    /// Parts that belong here.
    pub parts: usize,
    /// Of them, finished parts.
    pub parts_finished: usize,
    /// Members that belong here.
    pub members: u64,
    /// Members in finished parts.
    pub members_finished: u64,
    /// Rows in finished parts.
    pub rows: u64,
    /// Of them, rows that failed.
    pub failed: u64,
    /// Size of finished parts.
    pub bytes: u64,
    /// Parts that are not what the journal says; empty unless asked for.
    pub damage: Vec<Damage>,
}

/// How far the study in a folder is. It may be running. `verify` checks every finished part.
///
/// # Errors
/// No study, or files that cannot be read.
pub fn status(folder: &Path, verify: bool) -> Result<Status, StoreError> {
    let manifest = study::manifest(folder)?;
    let records = study::journalled(folder, &manifest)?;
    let parts = manifest.its_shard()?.parts(manifest.parts()).count();
    let damage =
        if verify { records.iter().flat_map(|record| study::damage(folder, record)).collect() } else { Vec::new() };
    let state = match study::is_locked(folder) {
        true => State::Running(read(folder)),
        false if records.len() == parts => State::Complete,
        false => State::Stopped,
    };
    let sum = |of: fn(&super::PartRecord) -> usize| records.iter().map(|record| of(record) as u64).sum::<u64>();
    Ok(Status {
        state,
        parts,
        parts_finished: records.len(),
        members: manifest.members_here()?,
        members_finished: records.iter().map(|record| manifest.members_of(record.part).len() as u64).sum(),
        rows: sum(|record| record.rows),
        failed: sum(|record| record.failed),
        bytes: sum(super::PartRecord::total_bytes),
        damage,
        manifest,
    })
}

impl Progress {
    /// Seconds left at the mean speed so far; none before anything is done.
    #[must_use]
    pub fn seconds_left(&self) -> Option<f64> {
        let elapsed = self.updated_unix_seconds.saturating_sub(self.started_unix_seconds) as f64;
        let left = self.members_to_run.saturating_sub(self.members_done) as f64;
        (self.members_done > 0).then(|| elapsed * left / self.members_done as f64)
    }
}

fn read(folder: &Path) -> Option<Progress> {
    serde_json::from_str(&fs::read_to_string(folder.join(PROGRESS)).ok()?).ok()
}

/// Writes the session's progress at most once a second, and removes it at the end. It is a courtesy:
/// a study whose progress cannot be written goes on.
pub(super) struct ProgressFile {
    path: PathBuf,
    progress: Progress,
    written: Option<Instant>,
}

impl ProgressFile {
    pub fn new(folder: &Path, members_to_run: u64) -> Self {
        let now = unix_seconds();
        let progress =
            Progress { started_unix_seconds: now, updated_unix_seconds: now, members_to_run, members_done: 0 };
        let mut file = Self { path: folder.join(PROGRESS), progress, written: None };
        file.write();
        file
    }

    pub fn add(&mut self, members: u64) {
        const PAUSE: Duration = Duration::from_secs(1);
        self.progress.members_done += members;
        if self.written.is_none_or(|written| written.elapsed() >= PAUSE) {
            self.write();
        }
    }

    fn write(&mut self) {
        self.progress.updated_unix_seconds = unix_seconds();
        self.written = Some(Instant::now());
        let temporary = self.path.with_extension(super::disk::TEMPORARY);
        if let Ok(text) = serde_json::to_string(&self.progress) {
            let _ = fs::write(&temporary, text).and_then(|()| fs::rename(&temporary, &self.path));
        }
    }
}

impl Drop for ProgressFile {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(self.path.with_extension(super::disk::TEMPORARY));
    }
}

fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}
