//! Answers of the coupled model to lasting changes.

pub use counterflow_validation::whole_model::cost_effectiveness::CostEffectiveness;
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
    /// What programmes cost, beside published figures; none where the lead state has no market.
    pub costs: Option<CostEffectiveness>,
}

/// The table of one structure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StructureResponses {
    /// Setting of the switch `supply`.
    pub setting: &'static str,
    /// A row for each change and what is read.
    pub responses: Vec<Response>,
}
