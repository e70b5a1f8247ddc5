//! Parameters with provenance: parse, check, sample. No domain equations.
//!
//! - [`diagnostics`]: problems with place and suggestion, collected rather than thrown.
//! - [`reader`] and [`csv_reader`]: TOML and CSV whose every value knows its line.
//! - [`mod@unit`]: units of measurement.
//! - [`evidence`], [`record`], [`bib`]: the evidence files themselves, draws, and the bibliography.

// A `Problem` is built once per fault of a user's file, never in a hot loop; boxing it would only
// burden every caller.
#![allow(clippy::result_large_err)]

pub mod bib;
pub mod csv_reader;
pub mod diagnostics;
pub mod evidence;
pub mod reader;
pub mod record;
pub mod unit;

pub use bib::BibEntry;
pub use evidence::Evidence;
pub use record::{Distribution, Draw, Grade, Record, stable_hash};
pub use unit::MONTHS_PER_YEAR;

/// What a module needs: one parameter by module, name and unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Module and file stem, for example `demand`.
    pub module: &'static str,
    /// Record key, for example `light_to_heavy_per_year`.
    pub name: &'static str,
    /// Unit in which the model reads the value.
    pub unit: &'static str,
}
