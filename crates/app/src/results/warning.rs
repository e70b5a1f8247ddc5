//! What a scenario says that its writer may not mean.

use schemars::JsonSchema;
use serde::Serialize;

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Warning {
    /// Kind: `W0101` effort below the base year, `W0102` more than history has seen, `W0103` effort that acts on
    /// nothing, `W0104` a lever twice, `W0105` a lever after the end of the run, `W0106` a parameter outside its range.
    pub code: &'static str,
    /// Scenario identifier.
    pub scenario: String,
    /// What is so, and what to write instead.
    pub message: String,
}
