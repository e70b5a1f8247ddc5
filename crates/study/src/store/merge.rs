//! Shards into one study.

use super::disk::{Disk, Filesystem};
use super::error::StoreError;
use super::journal::{PartRecord, sha256};
use super::study::{self, PartFiles, Study, part_path, paths_path};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Joins the folders of shards into the folder of the whole study, which comes out byte for byte as
/// if one machine had run it. `files` names what the study keeps beside its parts; they are taken from
/// the first folder.
///
/// # Errors
/// Folders of different studies, parts that are missing, doubled or damaged, or an output that is not
/// free. Parts are checked before the first is written.
pub fn merge(folders: &[PathBuf], output: &Path, files: &[String]) -> Result<Study, StoreError> {
    let first = folders.first().ok_or_else(|| StoreError::Incomplete { reason: "none is named".to_owned() })?;
    let whole = study::manifest(first)?.whole();
    let mut found: BTreeMap<u32, (PathBuf, PartRecord)> = BTreeMap::new();
    for folder in folders {
        let manifest = study::manifest(folder)?;
        manifest.check_same(&whole, folder)?;
        for record in study::journalled(folder, &manifest)? {
            let part = record.part;
            if let Some((other, _)) = found.insert(part, (folder.clone(), record)) {
                return Err(incomplete(format!("part {part} is in {} and in {}", other.display(), folder.display())));
            }
        }
    }
    let missing: Vec<u32> = (0..whole.parts()).filter(|part| !found.contains_key(part)).collect();
    if !missing.is_empty() {
        return Err(incomplete(format!(
            "{} of {} parts are missing: {}",
            missing.len(),
            whole.parts(),
            ranges(&missing)
        )));
    }
    if let Some(damage) = found.values().flat_map(|(folder, record)| study::damage(folder, record)).next() {
        return Err(incomplete(format!("{}: {}", damage.path.display(), damage.reason)));
    }
    let kept = files
        .iter()
        .map(|name| read(&first.join(name)).map(|content| (name.clone(), content)))
        .collect::<Result<Vec<_>, _>>()?;
    let mut merged = Study::create(output, whole, &kept)?;
    for (folder, record) in found.into_values() {
        copy(&folder, record, &mut merged, &mut Filesystem)?;
    }
    Ok(merged)
}

fn copy(folder: &Path, record: PartRecord, merged: &mut Study, disk: &mut dyn Disk) -> Result<(), StoreError> {
    let rows = unchanged(&part_path(folder, record.part), &record.sha256)?;
    let paths =
        record.paths.as_ref().map(|paths| unchanged(&paths_path(folder, record.part), &paths.sha256)).transpose()?;
    merged.store(record, &PartFiles { rows, paths }, disk)
}

fn unchanged(path: &Path, checksum: &str) -> Result<Vec<u8>, StoreError> {
    let bytes = read(path)?;
    if sha256(&bytes) == checksum {
        Ok(bytes)
    } else {
        Err(incomplete(format!("{} has changed while it was read", path.display())))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(StoreError::file(path))
}

fn incomplete(reason: String) -> StoreError {
    StoreError::Incomplete { reason }
}

/// `0-3, 7, 9-11`.
fn ranges(sorted: &[u32]) -> String {
    let chunks = sorted.chunk_by(|a, b| a + 1 == *b);
    let text = |chunk: &[u32]| match chunk {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}-{last}"),
    };
    chunks.map(text).collect::<Vec<String>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn neighbours_are_named_as_ranges() {
        assert_eq!(ranges(&[0, 1, 2, 5, 7, 8]), "0-2, 5, 7-8");
    }
}
