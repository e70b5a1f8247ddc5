//! Which series an assessment keeps of every run, and where each lies.

use crate::claims::Claim;
use crate::ensemble::Keep;
use crate::series::{CHART_HEADLINES, SeriesRef, headlines};
use counterflow_model::Model;
use counterflow_model::indicators::{INDICATORS, Series, Total};
use counterflow_model::policy::Scenario;
use std::collections::BTreeMap;

/// What displacement is read from: the dimension's name and its indicator.
pub(super) const DISPLACED: [(&str, Series); 4] = [
    ("corridor", Series::Flow),
    ("mode", Series::ModeFlow),
    ("region", Series::ProcessedOutput),
    ("market", Series::Arrivals),
];

/// The series kept of every run.
pub(super) struct KeptSeries {
    keep: Keep,
    column_of: BTreeMap<usize, usize>,
    charts: Vec<SeriesRef>,
    claimed: Vec<SeriesRef>,
}

impl KeptSeries {
    /// The series that charts, displacement, costs and the claims of `scenarios` need.
    pub fn new(model: &Model, baseline: &Scenario, claims: &[Claim], scenarios: &[&Scenario]) -> Self {
        let charts: Vec<SeriesRef> = headlines(&model.layout, &CHART_HEADLINES);
        let own: Vec<&Claim> =
            claims.iter().filter(|claim| scenarios.iter().any(|scenario| scenario.id == claim.scenario)).collect();
        let claimed: Vec<SeriesRef> = own.iter().map(|claim| claim.series.clone()).collect();
        let displaced = DISPLACED.iter().flat_map(|(_, series)| places(model, *series));
        let side_effects = own.iter().flat_map(|claim| claim.side_effects.iter().map(|(series, _)| series.clone()));
        let all = charts.iter().cloned().chain(claimed.iter().cloned()).chain(displaced).chain(side_effects);
        let mut positions: Vec<usize> = all.map(|series| series.position).collect();
        positions.push(model.layout.total(Series::Cost));
        positions.sort_unstable();
        positions.dedup();
        let column_of = positions.iter().enumerate().map(|(column, position)| (*position, column)).collect();
        let months = counterflow_model::run::months(model, baseline);
        let routes_from = months.saturating_sub(super::rules::LAST_MONTHS);
        Self { keep: Keep { series: positions, routes_from }, column_of, charts, claimed }
    }

    /// What a run is asked to keep.
    pub fn keep(&self) -> &Keep {
        &self.keep
    }

    /// Column of a series by its position in a row; none if it is not kept.
    pub fn column(&self, position: usize) -> Option<usize> {
        self.column_of.get(&position).copied()
    }

    /// Series with a chart.
    pub fn charts(&self) -> &[SeriesRef] {
        &self.charts
    }

    /// Series of the member-level table: charts and what decides a claim, each once.
    pub fn tabled(&self) -> Vec<&SeriesRef> {
        let mut all: Vec<&SeriesRef> = self.charts.iter().chain(&self.claimed).collect();
        all.sort_by_key(|series| series.position);
        all.dedup_by_key(|series| series.position);
        all
    }
}

/// Every place of an indicator, without its total.
pub(super) fn places(model: &Model, series: Series) -> impl Iterator<Item = SeriesRef> + '_ {
    let indicator = &INDICATORS[series as usize];
    let start = model.layout.start(series);
    let places = model.layout.places(indicator.id).unwrap_or_default();
    let total = usize::from(indicator.total == Total::Sum);
    places[..places.len() - total].iter().enumerate().map(move |(offset, place)| SeriesRef {
        indicator,
        place: place.clone(),
        position: start + offset,
    })
}
