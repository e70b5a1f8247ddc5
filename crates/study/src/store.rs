//! Studies on disk: members in parts, written by one writer, never lost and never doubled.
//!
//! ```text
//! FOLDER/
//!   manifest.json     what the study is: columns, members, parts, and the hashes of all that it depends on
//!   journal.txt       one line per finished part, in order: rows, failures, bytes, SHA-256
//!   parts/part-00000.parquet ...   one row per run: inputs, outcomes, differences from the baseline
//!   paths/part-00000.parquet ...   one row per run, series and month, where the study keeps paths
//!   progress.json     while a session runs: how far it is
//!   lock              held by the session that writes
//! ```
//!
//! A part holds the rows of consecutive members, and their paths in a file of their own. Its bytes are a pure function
//! of the study, so it
//! does not matter which thread, which session or which machine computes it. It is written under a
//! temporary name, forced to disk, renamed, and only then entered in the journal. Whatever a kill, a
//! full disk or a power cut leaves behind is one of three things: a temporary file, a part without its
//! journal line, or an incomplete last line; [`Study::open`] drops all three and the next session
//! computes those parts again. A part that no longer matches its journal line is named and computed
//! again, and must come out as the journal says.
//!
//! Threads take small blocks of members from one queue, in order. They may run ahead of the writer by
//! a bounded number of parts, which bounds the memory whatever the size of the study.
//!
//! Start reading at [`Experiment`] (what is run), then [`run`] (how) and [`Study`] (where).

mod disk;
mod engine;
mod error;
mod export;
mod journal;
mod layout;
mod manifest;
mod merge;
mod parquet_read;
mod parquet_write;
mod progress;
mod rows;
mod shard;
mod study;
mod summary;

pub use disk::{Disk, Filesystem};
pub use engine::{Experiment, Session, run};
pub use error::StoreError;
pub use export::{Shape, export_csv, export_parquet, is_reserved};
pub use journal::{PartRecord, PathsRecord};
pub use layout::{Column, Label, Layout, PathColumns};
pub use manifest::Manifest;
pub use merge::merge;
pub use parquet_write::STUDY_KEY;
pub use progress::{Progress, State, Status, status};
pub use rows::{Block, Row, Rows};
pub use shard::Shard;
pub use study::{Damage, Study};
pub use summary::{FailedRow, OutcomeSummary, failed_rows, summarise};

#[cfg(test)]
mod tests;
