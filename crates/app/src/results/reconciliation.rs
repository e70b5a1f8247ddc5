//! Published totals against what a world amounts to in its base year.

use schemars::JsonSchema;
use serde::Serialize;

/// The reconciliation of a world.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReconciliationResult {
    /// Name of the world.
    pub world: String,
    /// Hash of its files.
    pub world_hash: String,
    /// Whether every published total and every market is explained.
    pub reconciled: bool,
    /// Published ranges.
    pub published: Vec<ReconciledTotal>,
    /// Arrivals against surveys by market.
    pub markets: Vec<ReconciledMarket>,
}

/// A published range and the model's value.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReconciledTotal {
    /// Quantity, with its place after a colon.
    pub quantity: String,
    /// Unit.
    pub unit: String,
    /// Year of the figure.
    pub year: String,
    /// Lowest published figure.
    pub published_low: f64,
    /// Highest published figure.
    pub published_high: f64,
    /// What the model amounts to; none where it computes no such quantity.
    pub model: Option<f64>,
    /// `within`, `carried`, `outside` or `not computed`.
    pub verdict: &'static str,
    /// Parameter that carries a gap.
    pub carried_by: String,
    /// The model's values over the range of that parameter.
    pub model_over_carrier: Option<[f64; 2]>,
    /// Keys of the sources.
    pub source: String,
    /// Note.
    pub note: String,
}

/// Arrivals against surveys in one market.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReconciledMarket {
    /// Market.
    pub market: String,
    /// Consumption by surveys, tonnes a year.
    pub survey_t_per_year: f64,
    /// Arrivals, tonnes a year.
    pub arrivals_t_per_year: f64,
    /// Ratio of the two.
    pub underreporting: f64,
    /// Plausible range of the ratio.
    pub plausible: [f64; 2],
    /// Whether it lies there.
    pub is_plausible: bool,
}
