//! What can go wrong with a study on disk.

use super::journal::PartRecord;
use std::path::{Path, PathBuf};

/// A fault of a study's folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A Parquet table could not be written or read.
    #[error("{path}: {source}")]
    Parquet {
        /// The file, or what was being encoded.
        path: PathBuf,
        /// What the library said.
        source: parquet::errors::ParquetError,
    },
    /// A file does not hold what it should.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The folder holds no study.
    #[error("{path} holds no study: there is no manifest.json in it")]
    NoStudy {
        /// The folder.
        path: PathBuf,
    },
    /// The study keeps no monthly paths.
    #[error("the study in {path} keeps no monthly paths")]
    NoPaths {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds something already.
    #[error("{path} holds {what}")]
    Occupied {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        what: &'static str,
    },
    /// Another session is writing.
    #[error("{path} is being written by another session")]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The study depends on something that is not what it was.
    #[error("{what} is not what it was when the study in {path} was started")]
    Changed {
        /// The folder.
        path: PathBuf,
        /// What changed.
        what: String,
    },
    /// A part came out otherwise than the journal says.
    #[error("part {} came out with {} bytes of hash {}, not as the journal says ({} bytes, hash \
        {})", found.part, found.bytes, found.sha256, expected.bytes, expected.sha256)]
    Differs {
        /// The journal's line.
        expected: Box<PartRecord>,
        /// What was computed.
        found: Box<PartRecord>,
    },
    /// A shard that does not exist.
    #[error("`{text}` is no shard")]
    BadShard {
        /// As typed.
        text: String,
    },
    /// Folders that make no whole study.
    #[error("the folders make no whole study: {reason}")]
    Incomplete {
        /// What is missing or doubled.
        reason: String,
    },
    /// An experiment gave another number of rows than it declared.
    #[error("member {member} gave {found} rows instead of {expected}")]
    WrongRows {
        /// Member.
        member: u32,
        /// Rows given.
        found: usize,
        /// Rows declared.
        expected: usize,
    },
    /// A table as CSV could not be written.
    #[error("cannot write the table: {0}")]
    Stream(#[from] std::io::Error),
}

impl StoreError {
    /// Adds the path to a fault of the operating system.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::File { path: path.to_owned(), source }
    }

    /// Adds the path to a fault of a Parquet table.
    pub(super) fn parquet(path: &Path) -> impl FnOnce(parquet::errors::ParquetError) -> Self + '_ {
        |source| Self::Parquet { path: path.to_owned(), source }
    }

    /// A file that does not hold what it should.
    pub(super) fn unreadable(path: &Path, reason: impl ToString) -> Self {
        Self::Unreadable { path: path.to_owned(), reason: reason.to_string() }
    }
}
