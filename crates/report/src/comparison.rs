//! The change of each headline indicator per scenario, for the page and for the terminal.
//!
//! change = (mean of the scenario median - mean of the baseline median) / |mean of the baseline median|
//! over the last months of the run. Indices have no natural zero, and some baselines reach zero: there
//! the difference itself is given in the unit of the indicator.

use std::fmt;

use crate::data::{ChartSeries, Report};
use crate::number::{change, percent_change, place_words};

/// Months at the end of a run over which indicators are averaged.
pub const MONTHS: usize = 36;

/// Relative changes below this are shown as about none.
const SMALLEST_SHOWN: f64 = 0.0005;
/// Units of scales whose zero is a convention.
const INDEX_UNITS: [&str; 3] = ["1", "point", "index"];

/// An indicator at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Indicator identifier.
    pub indicator: String,
    /// Where it is measured.
    pub place: String,
}

impl Column {
    /// Name and place for readers.
    #[must_use]
    pub fn heading(&self, report: &Report) -> String {
        format!("{}, {}", report.indicator_title(&self.indicator), place_words(&self.place))
    }
}

/// Change of an indicator against the baseline.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// As a share of the baseline.
    Relative(f64),
    /// In the unit of the indicator, where a share would mean nothing.
    Absolute(f64, String),
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relative(share) if *share != 0.0 && share.abs() < SMALLEST_SHOWN => out.write_str("about 0 %"),
            Self::Relative(share) => out.write_str(&percent_change(*share)),
            Self::Absolute(difference, unit) => out.write_str(&change(*difference, unit)),
        }
    }
}

/// The table of changes: one row per scenario, one column per indicator and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Indicators and places, in order of first appearance.
    pub columns: Vec<Column>,
    /// One row per scenario; `None` where a scenario lacks the chart.
    pub cells: Vec<Vec<Option<Change>>>,
}

impl Comparison {
    /// Compares the charts of all scenarios of a report with their baseline.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        for chart in report.scenarios.iter().flat_map(|scenario| &scenario.charts) {
            let column = Column { indicator: chart.indicator.clone(), place: chart.place.clone() };
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let cell = |charts: &[ChartSeries], column: &Column| {
            let unit = report.indicator(&column.indicator).map_or("", |info| info.unit.as_str());
            let wanted = |chart: &&ChartSeries| chart.indicator == column.indicator && chart.place == column.place;
            charts.iter().find(wanted).and_then(|chart| compare(chart, unit))
        };
        let cells = report
            .scenarios
            .iter()
            .map(|scenario| columns.iter().map(|column| cell(&scenario.charts, column)).collect())
            .collect();
        Self { columns, cells }
    }
}

/// The change of a chart over its last months; `None` when there is nothing to average.
fn compare(chart: &ChartSeries, unit: &str) -> Option<Change> {
    let (scenario, baseline) = (last_months(&chart.median), last_months(&chart.baseline_median));
    let (after, before) = (mean(scenario)?, mean(baseline)?);
    let lowest = baseline.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = baseline.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let has_zero = !INDEX_UNITS.contains(&unit);
    if has_zero && (lowest > 0.0 || highest < 0.0) {
        Some(Change::Relative((after - before) / before.abs()))
    } else {
        Some(Change::Absolute(after - before, unit.to_owned()))
    }
}

fn last_months(values: &[f64]) -> &[f64] {
    &values[values.len().saturating_sub(MONTHS)..]
}

/// The mean, unless there are no values or one of them is not finite.
fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    mean.is_finite().then_some(mean)
}
