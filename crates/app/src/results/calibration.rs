//! A fit to history.

use schemars::JsonSchema;
use serde::Serialize;

/// What a fit found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CalibrationResult {
    /// Run record of the fit, key by key.
    pub record: Vec<(String, String)>,
    /// What the prior foresaw of each datum; empty without a screen.
    pub prior: Vec<PriorDatum>,
    /// Steps of the smoother.
    pub steps: Vec<SmootherStep>,
    /// Mean and standard deviation of each parameter in units of its prior, those that the data narrowed most first.
    pub parameters: Vec<FittedParameter>,
}

/// A datum before what the prior foresees.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PriorDatum {
    /// Series and place.
    pub series: String,
    /// Year.
    pub year: i32,
    /// What was seen.
    pub observed: f64,
    /// Quantile .025 of what the prior foresees, errors and discrepancy included.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Quantile .975.
    pub high: f64,
    /// Whether the interval holds what was seen.
    pub is_held: bool,
    /// Standard deviations between it and the nearest run.
    pub least_implausibility: f64,
}

/// A step of the smoother.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SmootherStep {
    /// Increment of the temperature, which ends at 1.
    pub increment: f64,
    /// Mean misfit before the step; about half the number of data in a good fit.
    pub mean_misfit: f64,
    /// Runs without a finite result.
    pub failed: usize,
}

/// What the data say of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FittedParameter {
    /// `module.name`.
    pub id: String,
    /// Mean, in standard deviations of the prior from its median.
    pub mean: f64,
    /// Standard deviation over that of the prior.
    pub sd: f64,
}
