//! What the model foresees of public series, and how it did.

use schemars::JsonSchema;
use serde::Serialize;

/// A hindcast: quantiles by series, place and year, and their scores.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hindcast {
    /// Quantiles.
    pub rows: Vec<HindcastRow>,
    /// Scores of the years after the cut.
    pub scores: Vec<HindcastScore>,
}

/// What policy does after the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// What happened.
    Conditional,
    /// It stands still.
    Unconditional,
}

impl Mode {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Conditional => "conditional",
            Self::Unconditional => "unconditional",
        }
    }
}

/// Quantiles of what is foreseen of a series in a place and year, as it would be observed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HindcastRow {
    /// What policy does.
    pub mode: Mode,
    /// Series.
    pub series: String,
    /// Place.
    pub place: String,
    /// Year.
    pub year: i32,
    /// Unit.
    pub unit: String,
    /// Quantile .05.
    pub q05: f64,
    /// Quantile .25.
    pub q25: f64,
    /// Median.
    pub q50: f64,
    /// Quantile .75.
    pub q75: f64,
    /// Quantile .95.
    pub q95: f64,
}

/// Scores, in logarithms, of the years after the cut that were seen.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct HindcastScore {
    /// What policy does.
    pub mode: Mode,
    /// Series, or `all`.
    pub series: String,
    /// Place, or `all`.
    pub place: String,
    /// First and last year that are scored.
    pub years: Option<[i32; 2]>,
    /// Number of values scored.
    pub count: usize,
    /// Mean continuous ranked probability score.
    pub crps: f64,
    /// Mean weighted interval score of the intervals of 50 and 90 %.
    pub wis: f64,
    /// Share of the values within the interval of 50 %.
    pub coverage_50: f64,
    /// The same of 90 %.
    pub coverage_90: f64,
    /// Probability integral transform of each value, in order of the years.
    pub pit: Vec<f64>,
    /// Energy score of all the values together.
    pub energy: f64,
    /// Mean CRPS of naive forecasts fitted to the years to the cut.
    pub naive: NaiveScores,
    /// The best of them.
    pub best: Option<&'static str>,
    /// CRPS over that of the best, where there is one; for `all` series the geometric mean of theirs.
    pub ratio: Option<f64>,
}

/// Mean CRPS of naive forecasts; none where the record is too short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct NaiveScores {
    /// The last value stays.
    pub persistence: Option<f64>,
    /// The mean change goes on.
    pub drift: Option<f64>,
    /// The mean of the record returns.
    pub mean: Option<f64>,
}
