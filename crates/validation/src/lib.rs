//! Validation: published results beside the model's own.
//!
//! Each folder of `validation/` holds one page, `README.md`, about one paper or family of papers:
//! prose, the inputs, and a table of checks. That table is the test: [`page`] parses it, [`papers`]
//! computes our number for every row from the model's public functions, and [`suite`] compares them.
//! A row without a function, or a function without a row, is an error of the suite.
//!
//! No expectation comes from the code under test; the column `basis` says whether a number is
//! published, derived independently from published equations, or printed by the original program.

// A `PageError` is built once per fault of a page.
#![allow(clippy::result_large_err)]

pub mod adaptive;
pub mod computed;
pub mod correlation;
mod death_rates;
pub mod expected;
pub mod group_run;
pub mod html;
pub mod inputs;
pub mod missing;
pub mod mutation;
pub mod narcologic_runs;
pub mod page;
pub mod papers;
pub mod published;
pub mod reference;
pub mod route_networks;
pub mod suite;
pub mod whole_model;

pub use computed::{Case, Computed, Missing, Value};
pub use inputs::CheckInputs;
pub use reference::ReferenceFolder;
pub use suite::{CheckResult, CheckStatus, Suite, SuiteError};
