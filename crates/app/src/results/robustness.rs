//! How policies do across states of the world.

use counterflow_study::robustness::Measures;
use schemars::JsonSchema;
use serde::Serialize;

/// Measures of robustness of every scenario.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RobustnessResult {
    /// `more` or `less`.
    pub better: &'static str,
    /// Weight of the worst state in Hurwicz's rule.
    pub pessimism: f64,
    /// Share of the worst states that the percentile measures leave out.
    pub percentile: f64,
    /// Value from which a state satisfies.
    pub threshold: Option<f64>,
    /// States of the world, by name.
    pub states: Vec<String>,
    /// Scenarios in the order of the table.
    pub scenarios: Vec<ScenarioRobustness>,
}

/// A scenario across the states.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioRobustness {
    /// Name.
    pub scenario: String,
    /// Measures, in the unit of the table unless they are shares.
    pub measures: MeasuresEntry,
    /// What it falls short of the best scenario, by state.
    pub regret: Vec<f64>,
}

/// Measures of robustness (McPhail et al. 2018).
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeasuresEntry {
    /// Value in the worst state.
    pub worst: f64,
    /// Value in the worst state but for a share of them.
    pub percentile: f64,
    /// Mean over the states.
    pub mean: f64,
    /// Weighted mean of worst and best state.
    pub hurwicz: f64,
    /// Value in the best state.
    pub best: f64,
    /// Largest regret.
    pub largest_regret: f64,
    /// Largest regret but for a share of the states.
    pub percentile_regret: f64,
    /// Mean regret.
    pub mean_regret: f64,
    /// Share of the states in which no other scenario is better.
    pub share_best: f64,
    /// Share of the states that satisfy the threshold; none without one.
    pub satisficing: Option<f64>,
}

impl From<&Measures> for MeasuresEntry {
    fn from(found: &Measures) -> Self {
        Self {
            worst: found.worst,
            percentile: found.percentile,
            mean: found.mean,
            hurwicz: found.hurwicz,
            best: found.best,
            largest_regret: found.largest_regret,
            percentile_regret: found.percentile_regret,
            mean_regret: found.mean_regret,
            share_best: found.share_best,
            satisficing: found.satisficing,
        }
    }
}
