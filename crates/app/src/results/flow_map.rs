//! Flows by route and year.

use schemars::JsonSchema;
use serde::Serialize;

/// The flows of a scenario and of its baseline, on expected values and central parameters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FlowMap {
    /// Scenario identifier.
    pub scenario: String,
    /// Unit of the flows.
    pub unit: &'static str,
    /// Years of the run; the last may be a part, named by its last month.
    pub years: Vec<String>,
    /// Identifiers of the routes.
    pub routes: Vec<String>,
    /// By year, by route, without the levers.
    pub before: Vec<Vec<f64>>,
    /// By year, by route, in the scenario.
    pub after: Vec<Vec<f64>>,
}
