//! Where in a table of cases those of interest lie.

use schemars::JsonSchema;
use serde::Serialize;

/// Boxes in the space of inputs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiscoveryResult {
    /// Column of the outcome.
    pub outcome: String,
    /// Cases of this outcome or more are of interest.
    pub above: Option<f64>,
    /// Cases of this outcome or less are of interest.
    pub below: Option<f64>,
    /// Cases in the table.
    pub cases: usize,
    /// Those of interest.
    pub of_interest: usize,
    /// Columns of the inputs.
    pub inputs: Vec<String>,
    /// Place of the first box on the way; none if no box is as dense as asked.
    pub chosen: Option<usize>,
    /// The boxes told.
    pub boxes: Vec<FoundBox>,
    /// Every box on the way, or every leaf of the tree.
    pub trajectory: Vec<TrajectoryBox>,
}

/// How much a box holds.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct BoxCounts {
    /// Cases in it.
    pub cases: usize,
    /// Those of interest.
    pub of_interest: usize,
    /// Share of its cases that are of interest.
    pub density: f64,
    /// Share of all cases of interest that it holds.
    pub coverage: f64,
    /// Share of all cases that it holds.
    pub mass: f64,
}

/// A box with its limits.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundBox {
    /// How much it holds.
    #[serde(flatten)]
    pub counts: BoxCounts,
    /// Inputs that it limits.
    pub limits: Vec<LimitEntry>,
}

/// One limited input.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LimitEntry {
    /// Column.
    pub input: String,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// How likely the lower limit is by chance.
    pub quasi_p_low: Option<f64>,
    /// How likely the upper limit is by chance.
    pub quasi_p_high: Option<f64>,
    /// Share of random halves in which the box of like coverage limits the input; none of a leaf.
    pub again_by_coverage: Option<f64>,
    /// Share of random halves in which the box of like density limits the input; none of a leaf.
    pub again_by_density: Option<f64>,
}

/// A box on the way.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TrajectoryBox {
    /// How much it holds.
    #[serde(flatten)]
    pub counts: BoxCounts,
    /// Inputs that it limits.
    pub limited_inputs: usize,
    /// Density among held-out cases; none if it holds none of them.
    pub held_out_density: Option<f64>,
    /// Coverage of held-out cases; none without cross-validation.
    pub held_out_coverage: Option<f64>,
}
