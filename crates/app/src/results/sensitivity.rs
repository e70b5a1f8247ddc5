//! Which uncertain parameters drive an outcome.

use counterflow_report::RunRecord;
use counterflow_study::sensitivity::Estimate;
use counterflow_study::sensitivity::convergence::{Convergence, Reading};
use counterflow_study::sensitivity::pawn::Distances;
use schemars::JsonSchema;
use serde::Serialize;

/// Influence of parameters, or of groups of them, on an outcome.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SensitivityResult {
    /// What reproduces the answer.
    pub run: RunRecord,
    /// What is explained.
    pub outcome: SensitivityOutcome,
    /// Runs of the model.
    pub runs: usize,
    /// How influence is measured.
    pub method: &'static str,
    /// Influence by parameter or group.
    pub drivers: Vec<Influence>,
    /// What the method tells besides.
    #[serde(flatten)]
    pub details: SensitivityDetails,
}

/// What is explained.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SensitivityOutcome {
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Where it is measured.
    pub place: String,
    /// Title for readers.
    pub title: String,
    /// Unit.
    pub unit: &'static str,
    /// First month of the window.
    pub from: String,
    /// Last month of the window.
    pub until: String,
}

/// Influence of a parameter or a group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Influence {
    /// Shares of the variance.
    Sobol {
        /// Name.
        driver: String,
        /// By itself.
        first: EstimateEntry,
        /// With all interactions.
        total: EstimateEntry,
    },
    /// Elementary effects.
    Morris {
        /// Name.
        driver: String,
        /// Mean absolute effect.
        mu_star: EstimateEntry,
        /// Mean effect; none for a group.
        mu: Option<f64>,
        /// Standard deviation of effects; none for a group.
        sigma: Option<f64>,
    },
    /// Distances between distributions.
    Pawn {
        /// Name.
        driver: String,
        /// The distances.
        distances: DistancesEntry,
    },
    /// Outcomes at the ends of the range.
    OneAtATime {
        /// Name.
        driver: String,
        /// At the low end.
        at_low: f64,
        /// At the high end.
        at_high: f64,
        /// Distance of the two.
        swing: f64,
    },
}

/// What a method tells besides the influences.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum SensitivityDetails {
    /// Of shares of the variance.
    Sobol {
        /// Joint parts of pairs.
        pairs: Vec<PairEntry>,
        /// Mean of the outcome.
        mean: f64,
        /// Its variance.
        variance: f64,
        /// Whether the sample was large enough.
        convergence: ConvergenceEntry,
    },
    /// Of distances.
    Pawn {
        /// Distances of a parameter that the model never sees.
        dummy: DistancesEntry,
    },
    /// Of one parameter at a time.
    OneAtATime {
        /// Outcome with central parameters.
        centre: f64,
    },
    /// Of elementary effects: nothing.
    Morris {},
}

/// The joint part of two drivers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairEntry {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// Share of the variance.
    pub index: EstimateEntry,
}

/// A value with the half width of its 95 % interval.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct EstimateEntry {
    /// Value.
    pub value: f64,
    /// Half width of its 95 % interval.
    pub half_width: f64,
}

impl From<&Estimate> for EstimateEntry {
    fn from(estimate: &Estimate) -> Self {
        Self { value: estimate.value, half_width: estimate.half_width }
    }
}

/// Distances between the distribution of the outcome and those in slices of a parameter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DistancesEntry {
    /// Largest.
    pub maximum: f64,
    /// Median.
    pub median: f64,
    /// Mean.
    pub mean: f64,
    /// Smallest.
    pub minimum: f64,
    /// By slice.
    pub slices: Vec<f64>,
}

impl From<&Distances> for DistancesEntry {
    fn from(distances: &Distances) -> Self {
        Self {
            maximum: distances.maximum,
            median: distances.median,
            mean: distances.mean,
            minimum: distances.minimum,
            slices: distances.slices.clone(),
        }
    }
}

/// Whether a sample was large enough.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConvergenceEntry {
    /// Width of the widest interval that counts as converged.
    pub wanted_width: f64,
    /// Whether it was reached.
    pub reached: bool,
    /// Samples that should do; none where it was reached.
    pub advised_samples: Option<usize>,
    /// Widths by the size of the sample.
    pub readings: Vec<ReadingEntry>,
}

/// Widths at one size of the sample.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingEntry {
    /// Base samples.
    pub samples: usize,
    /// Widest interval of the first order.
    pub first_width: f64,
    /// Widest interval of the total order.
    pub total_width: f64,
}

impl From<&Convergence> for ConvergenceEntry {
    fn from(convergence: &Convergence) -> Self {
        let reading = |reading: &Reading| ReadingEntry {
            samples: reading.base_samples,
            first_width: reading.first_width,
            total_width: reading.total_width,
        };
        Self {
            wanted_width: convergence.wanted_width,
            reached: convergence.reached(),
            advised_samples: convergence.advised_base_samples,
            readings: convergence.readings.iter().map(reading).collect(),
        }
    }
}
