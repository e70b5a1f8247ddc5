//! What is answered: a type for every result, serialised as `--json` and the server give it.
//!
//! Months are written `2025-07`, shares lie in 0..1, hashes are SHA-256 in hexadecimal, and a value that does
//! not exist is `null`. Field order is the order of the JSON.

pub mod assessment;
pub mod bands;
pub mod catalogue;
pub mod claims;
pub mod comparison;
pub mod contributions;
pub mod evidence;
pub mod flow_map;
mod ordered_map;
pub mod problem;
pub mod reconciliation;
pub mod run;
pub mod validation;
pub mod world;

pub use ordered_map::OrderedMap;

use schemars::JsonSchema;
use serde::Serialize;

/// A result with the version of the program before its fields.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Versioned<T> {
    /// Version of the program.
    pub counterflow: &'static str,
    /// The result.
    #[serde(flatten)]
    pub result: T,
}

impl<T> Versioned<T> {
    /// A result of this program.
    pub fn new(result: T) -> Self {
        Self { counterflow: env!("CARGO_PKG_VERSION"), result }
    }
}
