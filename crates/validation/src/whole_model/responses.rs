//! What the coupled model answers to lasting and passing changes: the table that a referee asks for first.
//!
//! Users and groups are held, so that what moves is the chain from field to market and back. Each answer is a
//! run on expected values against the same run without the change, some years after it began.

use counterflow_model::policy::{Scenario, Shock, ShockKind, Switches};
use counterflow_model::{Hold, MONTHS_PER_YEAR, Model, Parameters, Run, RunOptions, run};
use schemars::JsonSchema;
use serde::Serialize;

/// Years after which answers are read.
pub const YEARS: [usize; 4] = [1, 3, 5, 10];

/// A change from outside, for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// What changes.
    pub kind: ShockKind,
    /// Factor.
    pub factor: f64,
    /// Months for which it lasts; none for good.
    pub months: Option<usize>,
}

/// A pair of runs, with and without a change.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    model: &'a Model,
    with: Run,
    without: Run,
}

impl<'a> Pair<'a> {
    /// Runs the pair for so many months.
    #[must_use]
    pub fn run(model: &'a Model, p: &Parameters, switches: Switches, change: Change, months: usize) -> Self {
        let from = model.world.start;
        let until = from.plus_months(months as i64 - 1);
        let plain = Scenario { switches, ..Scenario::baseline(until) };
        let shock = Shock {
            kind: change.kind,
            size: change.factor,
            from,
            until: change.months.map(|months| from.plus_months(months as i64 - 1)),
            targets: Vec::new(),
        };
        let changed = Scenario { shocks: vec![shock], ..plain.clone() };
        let options = RunOptions { hold: Hold { users: true, groups: true }, ..RunOptions::default() };
        Self { model, with: run(model, p, &changed, options), without: run(model, p, &plain, options) }
    }

    /// With over without, of the sum over all places of an indicator, month by month; none where there is no such
    /// indicator.
    #[must_use]
    pub fn ratios(&self, indicator: &str, place: &str) -> Option<Vec<f64>> {
        let position = self.model.layout.find(indicator, place)?;
        Some(
            self.with
                .series(position)
                .zip(self.without.series(position))
                .map(|(with, without)| with / without)
                .collect(),
        )
    }
}

/// One row of the table: a change, what is read, and the answer after each of [`YEARS`].
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Response {
    /// What is changed for good.
    pub change: &'static str,
    /// What is read.
    pub of: &'static str,
    /// How the number is to be read.
    pub unit: &'static str,
    /// After one, three, five and ten years.
    pub after_years: [f64; 4],
}

/// What the world loses to a change of losses in the month in which it comes, before anyone can answer.
fn loss_without_answer(arrivals: &[f64]) -> f64 {
    1.0 - arrivals[0]
}

/// Share of what higher losses would take from consumption that is made good, month by month.
#[must_use]
pub fn replaced_shares(pair: &Pair<'_>) -> Option<Vec<f64>> {
    let lost = loss_without_answer(&pair.ratios("arrivals", "world")?);
    Some(pair.ratios("consumption", "world")?.into_iter().map(|ratio| 1.0 - (1.0 - ratio) / lost).collect())
}

/// The table of one structure.
#[must_use]
pub fn responses(model: &Model, p: &Parameters, switches: Switches) -> Vec<Response> {
    const TEN_YEARS: usize = 10 * MONTHS_PER_YEAR as usize;
    const RISE: f64 = 1.1;
    const FALL: f64 = 0.9;
    let pair = |kind, factor| Pair::run(model, p, switches, Change { kind, factor, months: None }, TEN_YEARS);
    let after = |monthly: &[f64]| YEARS.map(|years| monthly[years * MONTHS_PER_YEAR as usize - 1]);
    let mut rows = Vec::new();
    let mut elasticity = |change, of, pair: &Pair<'_>, factor: f64, indicator: &str, place: &str| {
        if let Some(ratios) = pair.ratios(indicator, place) {
            let after_years = after(&ratios).map(|ratio| ratio.ln() / factor.ln());
            rows.push(Response { change, of, unit: "per cent per per cent", after_years });
        }
    };
    let (losses, demand) = (pair(ShockKind::LossShare, RISE), pair(ShockKind::Demand, FALL));
    let (farm_gate, output) = (pair(ShockKind::FarmGatePrice, RISE), pair(ShockKind::Output, FALL));
    for (change, pair, factor) in [
        ("loss shares, all routes", &losses, RISE),
        ("demand, all markets", &demand, FALL),
        ("farm-gate price", &farm_gate, RISE),
        ("processed output", &output, FALL),
    ] {
        elasticity(change, "coca area", pair, factor, "coca_area", "world");
        elasticity(change, "processed output", pair, factor, "processed_output", "world");
        elasticity(change, "consumption", pair, factor, "consumption", "world");
        for market in &model.world.markets {
            if model.world.countries[model.world.lead_state].id == market.id {
                elasticity(change, "wholesale price, lead state", pair, factor, "wholesale_price", &market.id);
                elasticity(change, "retail price, lead state", pair, factor, "retail_price", &market.id);
            }
        }
    }
    if let Some(replaced) = replaced_shares(&losses) {
        let after_years = after(&replaced);
        rows.push(Response { change: "loss shares, all routes", of: "losses made good", unit: "share", after_years });
    }
    rows
}
