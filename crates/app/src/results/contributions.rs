//! What each lever of a scenario contributes to one indicator.

use counterflow_study::statistics::Spread;
use schemars::JsonSchema;
use serde::Serialize;

/// Contributions: in the first part on central parameters and expected values, then over the members so far.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ContributionsPart {
    /// Members so far; none in the first part.
    pub members: usize,
    /// Members in the end.
    pub of: u32,
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Where it is measured.
    pub place: String,
    /// Unit as recorded; effects on flows count per year.
    pub unit: &'static str,
    /// First and last month over which an effect is averaged.
    pub window: [String; 2],
    /// The levers in use, each once.
    pub levers: Vec<LeverContribution>,
    /// What is left of the whole effect beyond the levers alone.
    pub remainder: Effect,
    /// Effect of all levers together.
    pub all: Effect,
}

/// One lever.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverContribution {
    /// Lever identifier.
    pub id: &'static str,
    /// Effect of the lever by itself.
    pub alone: Effect,
    /// Its Shapley value.
    pub contribution: Effect,
    /// What the lever costs; only in the first part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_usd_per_year: Option<f64>,
}

/// An effect against the same world without levers.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "LeverEffect")]
pub enum Effect {
    /// In the run on central parameters and expected values.
    Central {
        /// The effect.
        central: f64,
    },
    /// Over the members.
    Members(Spread),
}
