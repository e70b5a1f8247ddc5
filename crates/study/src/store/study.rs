//! A study's folder, held by one session.

use super::disk::{Disk, Filesystem, TEMPORARY};
use super::error::StoreError;
use super::journal::{self, PartRecord, sha256};
use super::layout::Label;
use super::manifest::Manifest;
use super::parquet_read::PartReader;
use fs4::FileExt;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

const MANIFEST: &str = "manifest.json";
const JOURNAL: &str = "journal.txt";
const LOCK: &str = "lock";
const PARTS: &str = "parts";
const PATHS: &str = "paths";
pub(super) const PROGRESS: &str = "progress.json";

/// A part that does not match the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: String,
    /// What the journal says of it.
    pub record: PartRecord,
}

/// The files of a part.
pub(super) struct PartFiles {
    /// Rows.
    pub rows: Vec<u8>,
    /// Monthly paths, in a study that keeps them.
    pub paths: Option<Vec<u8>>,
}

/// A study's folder, locked for writing. The lock ends with the process, however it ends; the empty
/// file stays.
#[derive(Debug)]
pub struct Study {
    folder: PathBuf,
    manifest: Manifest,
    finished: Vec<PartRecord>,
    damage: Vec<Damage>,
    _lock: File,
}

impl Study {
    /// Starts a study in a folder that holds none. `files` are stored with it, before anything else:
    /// names in the folder and contents.
    ///
    /// # Errors
    /// A folder that holds a study or something else, or that cannot be written.
    pub fn create(folder: &Path, manifest: Manifest, files: &[(String, Vec<u8>)]) -> Result<Self, StoreError> {
        check_free(folder, files)?;
        for kept in tables(&manifest) {
            let kept = folder.join(kept);
            fs::create_dir_all(&kept).map_err(StoreError::file(&kept))?;
        }
        let lock = lock(folder)?;
        for (name, content) in files {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            fs::create_dir_all(parent).map_err(StoreError::file(parent))?;
            Filesystem.replace(&path, content).map_err(StoreError::file(&path))?;
        }
        let path = folder.join(MANIFEST);
        Filesystem.replace(&path, manifest.to_text()?.as_bytes()).map_err(StoreError::file(&path))?;
        Self::recover(folder, manifest, lock)
    }

    /// Opens a study to go on with it: reads its journal, checks every finished part against it and
    /// clears away what an interrupted session left.
    ///
    /// # Errors
    /// No study, another session at work, or files that cannot be read.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let manifest = manifest(folder)?;
        let lock = lock(folder)?;
        Self::recover(folder, manifest, lock)
    }

    fn recover(folder: &Path, manifest: Manifest, lock: File) -> Result<Self, StoreError> {
        let finished = journalled(folder, &manifest)?;
        let kept: String = finished.iter().map(PartRecord::line).collect();
        let path = folder.join(JOURNAL);
        if fs::read(&path).unwrap_or_default() != kept.as_bytes() || !path.exists() {
            Filesystem.replace(&path, kept.as_bytes()).map_err(StoreError::file(&path))?;
        }
        remove_leftovers(folder, &manifest, &finished)?;
        let damage = finished.iter().flat_map(|record| damage(folder, record)).collect();
        Ok(Self { folder: folder.to_owned(), manifest, finished, damage, _lock: lock })
    }

    /// What the study is.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Parts that no longer are what the journal says; the next session computes them again.
    #[must_use]
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }

    /// Finished parts, in order.
    #[must_use]
    pub fn finished(&self) -> &[PartRecord] {
        &self.finished
    }

    /// Files of the finished parts, in order.
    #[must_use]
    pub fn part_files(&self) -> Vec<PathBuf> {
        self.finished.iter().map(|record| part_path(&self.folder, record.part)).collect()
    }

    /// Files of the monthly paths of the finished parts, in order; none in a study without paths.
    #[must_use]
    pub fn paths_files(&self) -> Vec<PathBuf> {
        let with_paths = self.finished.iter().filter(|record| record.paths.is_some());
        with_paths.map(|record| paths_path(&self.folder, record.part)).collect()
    }

    /// Whether every part is there and sound.
    ///
    /// # Errors
    /// A manifest whose shard cannot be read.
    pub fn is_complete(&self) -> Result<bool, StoreError> {
        Ok(self.todo()?.is_empty())
    }

    /// Members that are still to be run.
    ///
    /// # Errors
    /// A manifest whose shard cannot be read.
    pub fn members_to_run(&self) -> Result<u64, StoreError> {
        Ok(self.todo()?.iter().map(|part| self.manifest.members_of(*part).len() as u64).sum())
    }

    /// The words of the labels of each of a member's rows; empty before the first part is there.
    ///
    /// # Errors
    /// A part that cannot be read.
    pub fn first_labels(&self) -> Result<Vec<Vec<String>>, StoreError> {
        let layout = &self.manifest.layout;
        let Some(path) = self.part_files().into_iter().next() else { return Ok(Vec::new()) };
        let rows = PartReader::open(&path, layout)?.rows()?;
        let word =
            |(label, position): (&Label, &u16)| label.words.get(usize::from(*position)).cloned().unwrap_or_default();
        let arms = rows.labels.chunks(layout.labels.len().max(1)).take(layout.rows_per_member);
        Ok(arms.map(|arm| layout.labels.iter().zip(arm).map(word).collect()).collect())
    }

    /// Refuses to go on with a study that depends on something that has changed.
    ///
    /// # Errors
    /// What has changed.
    pub fn check_same(&self, now: &Manifest) -> Result<(), StoreError> {
        self.manifest.check_same(now, &self.folder)
    }

    /// Parts to compute: the damaged ones, then those that are missing, in order.
    pub(super) fn todo(&self) -> Result<Vec<u32>, StoreError> {
        let all = self.manifest.its_shard()?.parts(self.manifest.parts());
        let mut damaged: Vec<u32> = self.damage.iter().map(|damage| damage.record.part).collect();
        damaged.dedup();
        Ok(damaged.into_iter().chain(all.skip(self.finished.len())).collect())
    }

    /// Stores a computed part; parts come in the order of [`Study::todo`].
    pub(super) fn store(
        &mut self,
        record: PartRecord,
        files: &PartFiles,
        disk: &mut dyn Disk,
    ) -> Result<(), StoreError> {
        let damaged = self.damage.first().filter(|damage| damage.record.part == record.part);
        if let Some(damage) = damaged
            && damage.record != record
        {
            return Err(StoreError::Differs { expected: Box::new(damage.record.clone()), found: Box::new(record) });
        }
        let paths = files.paths.as_ref().map(|file| (paths_path(&self.folder, record.part), file));
        for (path, file) in paths.into_iter().chain([(part_path(&self.folder, record.part), &files.rows)]) {
            disk.replace(&path, file).map_err(StoreError::file(&path))?;
        }
        if damaged.is_some() {
            self.damage.retain(|damage| damage.record.part != record.part);
            return Ok(());
        }
        let path = self.folder.join(JOURNAL);
        disk.append(&path, record.line().as_bytes()).map_err(StoreError::file(&path))?;
        self.finished.push(record);
        Ok(())
    }
}

/// The manifest of a folder.
pub(super) fn manifest(folder: &Path) -> Result<Manifest, StoreError> {
    let path = folder.join(MANIFEST);
    if !path.exists() {
        return Err(StoreError::NoStudy { path: folder.to_owned() });
    }
    Manifest::read(&path)
}

/// Records of the finished parts, as far as the journal can be trusted.
pub(super) fn journalled(folder: &Path, manifest: &Manifest) -> Result<Vec<PartRecord>, StoreError> {
    let path = folder.join(JOURNAL);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(StoreError::file(&path)(error)),
    };
    Ok(journal::read(&String::from_utf8_lossy(&bytes), manifest.its_shard()?.parts(manifest.parts())))
}

/// Folders of a study's tables.
fn tables(manifest: &Manifest) -> impl Iterator<Item = &'static str> {
    std::iter::once(PARTS).chain(manifest.paths.as_ref().map(|_| PATHS))
}

/// The file of a part's rows.
pub(super) fn part_path(folder: &Path, part: u32) -> PathBuf {
    folder.join(PARTS).join(part_name(part))
}

/// The file of a part's monthly paths.
pub(super) fn paths_path(folder: &Path, part: u32) -> PathBuf {
    folder.join(PATHS).join(part_name(part))
}

fn part_name(part: u32) -> String {
    format!("part-{part:05}.parquet")
}

/// What is wrong with the files of a finished part; nothing if they are sound.
pub(super) fn damage(folder: &Path, record: &PartRecord) -> Vec<Damage> {
    let rows = fault_of(&part_path(folder, record.part), record.bytes, &record.sha256);
    let paths =
        record.paths.as_ref().and_then(|paths| fault_of(&paths_path(folder, record.part), paths.bytes, &paths.sha256));
    rows.into_iter().chain(paths).map(|(path, reason)| Damage { path, reason, record: record.clone() }).collect()
}

/// A file with what is wrong with it.
fn fault_of(path: &Path, size: usize, checksum: &str) -> Option<(PathBuf, String)> {
    let reason = match fs::read(path) {
        Err(error) => error.to_string(),
        Ok(bytes) if bytes.len() != size => format!("holds {} bytes instead of {size}", bytes.len()),
        Ok(bytes) if sha256(&bytes) != checksum => "its checksum is not the journal's".to_owned(),
        Ok(_) => return None,
    };
    Some((path.to_owned(), reason))
}

/// Whether a session is writing.
pub(super) fn is_locked(folder: &Path) -> bool {
    File::open(folder.join(LOCK)).is_ok_and(|file| FileExt::try_lock_shared(&file).is_err())
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    const ATTEMPTS: usize = 4;
    const PAUSE: Duration = Duration::from_millis(50);
    let path = folder.join(LOCK);
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(StoreError::file(&path))?;
    for _ in 0..ATTEMPTS {
        if FileExt::try_lock(&file).is_ok() {
            return Ok(file);
        }
        // `status` holds the lock for an instant while it looks.
        std::thread::sleep(PAUSE);
    }
    Err(StoreError::Locked { path: folder.to_owned() })
}

/// A folder may be new, empty, or one in which a study was being started when it was killed.
fn check_free(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
    let occupied = |what| StoreError::Occupied { path: folder.to_owned(), what };
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return Err(occupied("a file, not a folder"));
    }
    if folder.join(MANIFEST).exists() {
        return Err(occupied("a study already"));
    }
    let stored = |name: &str| files.iter().any(|(file, _)| file.split('/').next() == Some(name));
    let ours = |name: &str| [LOCK, PARTS, PATHS].contains(&name) || stored(name) || name.ends_with(TEMPORARY);
    for entry in fs::read_dir(folder).map_err(StoreError::file(folder))? {
        let name = entry.map_err(StoreError::file(folder))?.file_name();
        if !ours(&name.to_string_lossy()) {
            return Err(occupied("files that are no study"));
        }
    }
    Ok(())
}

/// Removes incomplete files and parts that the journal does not know.
fn remove_leftovers(folder: &Path, manifest: &Manifest, finished: &[PartRecord]) -> Result<(), StoreError> {
    let known: std::collections::BTreeSet<String> = finished.iter().map(|record| part_name(record.part)).collect();
    let folders =
        std::iter::once((folder.to_owned(), false)).chain(tables(manifest).map(|table| (folder.join(table), true)));
    for (folder, of_parts) in folders {
        for entry in fs::read_dir(&folder).map_err(StoreError::file(&folder))? {
            let path = entry.map_err(StoreError::file(&folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(TEMPORARY) || (of_parts && !known.contains(&name)) {
                fs::remove_file(&path).map_err(StoreError::file(&path))?;
            }
        }
    }
    let progress = folder.join(PROGRESS);
    if progress.exists() {
        fs::remove_file(&progress).map_err(StoreError::file(&progress))?;
    }
    Ok(())
}
