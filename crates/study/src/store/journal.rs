//! The journal: one line per finished part, each with its own checksum.
//!
//! `part 3 rows 4096 failed 0 bytes 123456 sha256 <64 digits> check <16 digits>`, where `check` is the
//! beginning of the SHA-256 of what stands before it. In a study with paths,
//! `paths <rows> bytes <size> sha256 <64 digits>` stands before the check. Reading ends at the first line that is
//! incomplete or damaged: what follows cannot be trusted and is computed again.

use sha2::{Digest, Sha256};
use std::fmt;

/// What the journal says of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartRecord {
    /// Number of the part.
    pub part: u32,
    /// Rows in it.
    pub rows: usize,
    /// Rows that failed.
    pub failed: usize,
    /// Size of the file.
    pub bytes: usize,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// The part's file of paths, in a study that keeps them.
    pub paths: Option<PathsRecord>,
}

/// What the journal says of a part's file of paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathsRecord {
    /// Rows in it.
    pub rows: usize,
    /// Size of the file.
    pub bytes: usize,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

/// Hexadecimal digits of a line's checksum.
const CHECK_DIGITS: usize = 16;

impl PartRecord {
    /// The record of a finished part.
    pub(super) fn new(part: u32, rows: usize, failed: usize, file: &[u8]) -> Self {
        Self { part, rows, failed, bytes: file.len(), sha256: sha256(file), paths: None }
    }

    /// The same with a file of paths.
    pub(super) fn with_paths(mut self, rows: usize, file: Option<&[u8]>) -> Self {
        self.paths = file.map(|file| PathsRecord { rows, bytes: file.len(), sha256: sha256(file) });
        self
    }

    /// Size of the part's files.
    #[must_use]
    pub fn total_bytes(&self) -> usize {
        self.bytes + self.paths.as_ref().map_or(0, |paths| paths.bytes)
    }

    /// Its line, with the line's end.
    pub(super) fn line(&self) -> String {
        let text = self.to_string();
        format!("{text} check {}\n", check(&text))
    }

    fn parse(line: &str) -> Option<Self> {
        let (text, found) = line.rsplit_once(" check ")?;
        let words: Vec<&str> = text.split(' ').collect();
        let &["part", part, "rows", rows, "failed", failed, "bytes", bytes, "sha256", sha256, ref rest @ ..] =
            words.as_slice()
        else {
            return None;
        };
        let paths = match *rest {
            [] => None,
            ["paths", rows, "bytes", bytes, "sha256", sha256] => {
                Some(PathsRecord { rows: rows.parse().ok()?, bytes: bytes.parse().ok()?, sha256: sha256.to_owned() })
            }
            _ => return None,
        };
        let record = Self {
            part: part.parse().ok()?,
            rows: rows.parse().ok()?,
            failed: failed.parse().ok()?,
            bytes: bytes.parse().ok()?,
            sha256: sha256.to_owned(),
            paths,
        };
        (found == check(text) && record.to_string() == text).then_some(record)
    }
}

impl fmt::Display for PartRecord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, rows, failed, bytes, sha256, paths } = self;
        write!(out, "part {part} rows {rows} failed {failed} bytes {bytes} sha256 {sha256}")?;
        match paths {
            Some(PathsRecord { rows, bytes, sha256 }) => write!(out, " paths {rows} bytes {bytes} sha256 {sha256}"),
            None => Ok(()),
        }
    }
}

/// The sound lines at the beginning of a journal whose parts come in the order of `expected`.
pub(super) fn read(text: &str, expected: impl Iterator<Item = u32>) -> Vec<PartRecord> {
    let lines = text.split_inclusive('\n').map_while(|line| PartRecord::parse(line.strip_suffix('\n')?));
    lines.zip(expected).map_while(|(record, part)| (record.part == part).then_some(record)).collect()
}

fn check(text: &str) -> String {
    let mut digits = sha256(text.as_bytes());
    digits.truncate(CHECK_DIGITS);
    digits
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(part: u32) -> PartRecord {
        PartRecord::new(part, 10, 1, b"abc").with_paths(30, (part % 2 == 1).then_some(b"def"))
    }

    /// Test vector of FIPS 180-4 for "abc".
    #[test]
    fn val_the_hash_is_sha_256() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_journal_cut_anywhere_keeps_its_whole_lines() {
        let lines: Vec<String> = (0..3).map(|part| record(part).line()).collect();
        let text = lines.concat();
        for cut in 0..=text.len() {
            let whole = text[..cut].matches('\n').count();
            assert_eq!(read(&text[..cut], 0..3), (0..whole as u32).map(record).collect::<Vec<_>>(), "cut at {cut}");
        }
    }

    #[test]
    fn prop_a_flipped_bit_ends_the_journal_there() {
        let lines: Vec<String> = (0..3).map(|part| record(part).line()).collect();
        let text = lines.concat();
        for position in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[position] ^= 1;
            let damaged = String::from_utf8_lossy(&bytes);
            let line = text[..position].matches('\n').count();
            assert_eq!(read(&damaged, 0..3).len(), line, "byte {position}");
        }
    }

    #[test]
    fn lines_out_of_order_are_not_trusted() {
        let text = record(1).line() + &record(0).line();
        assert!(read(&text, 0..2).is_empty());
        assert_eq!(read(&text, [1, 4].into_iter()).len(), 1);
    }
}
