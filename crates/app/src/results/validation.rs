//! Published results beside the model's own.

use counterflow_validation::suite::Row;
use schemars::JsonSchema;
use serde::Serialize;

/// Checks with their verdicts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Checks {
    /// The checks, in the order of the pages.
    pub checks: Vec<Row>,
}

/// One check as it is done.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChecksPart {
    /// The check; all of them where they were known before.
    pub checks: Vec<Row>,
    /// Position of the first among all; left out where all come at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
    /// How many there are; left out where all come at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
}
