//! Answers of the coupled model to lasting changes.

use counterflow_validation::whole_model::responses::Response;
use schemars::JsonSchema;
use serde::Serialize;

/// The table of every structure of supply.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WholeModelRecord {
    /// Years after which answers are read.
    pub years: Vec<usize>,
    /// The structures, the default first.
    pub structures: Vec<StructureResponses>,
}

/// The table of one structure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StructureResponses {
    /// Setting of the switch `supply`.
    pub setting: &'static str,
    /// A row for each change and what is read.
    pub responses: Vec<Response>,
}
