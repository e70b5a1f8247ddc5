//! Monthly paths that a study keeps beside its outcomes.

use super::outcomes::{found_series, window};
use super::{Arm, Known};
use crate::store::{Layout, PathColumns};
use counterflow_evidence::reader::{TableReader, YearMonth};
use counterflow_model::run::Run;
use std::ops::Range;

/// Monthly values of some series in every run.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The series, in the order of their rows.
    pub series: Vec<PathSeries>,
    /// First month.
    pub from: YearMonth,
    /// Months, counted from the start of the run.
    pub months: Range<usize>,
}

/// A series of a study's paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathSeries {
    /// Name as the file writes it.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// Position in a month's row.
    pub position: usize,
}

impl Paths {
    /// Columns of the table, beside those of the runs.
    #[must_use]
    pub fn layout(&self, runs: &Layout) -> Layout {
        let names: Vec<String> = self.series.iter().map(|series| series.name.clone()).collect();
        let months: Vec<String> = (0..self.months.len()).map(|month| self.month(month)).collect();
        runs.paths(PathColumns { months: &months, series: &names, units: &self.units() })
    }

    /// Units of the series, each once, in the order of their first use.
    #[must_use]
    pub fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for series in &self.series {
            if !units.iter().any(|unit| unit == series.unit) {
                units.push(series.unit.to_owned());
            }
        }
        units
    }

    /// Values in a run: series by series, month by month.
    pub fn of(&self, run: &Run) -> Vec<f64> {
        self.series
            .iter()
            .flat_map(|series| self.months.clone().map(|month| run.value(month, series.position)))
            .collect()
    }

    /// Series and month of a value's place in [`Paths::of`], in words.
    #[must_use]
    pub fn place(&self, place: usize) -> String {
        let (series, month) = (place / self.months.len().max(1), place % self.months.len().max(1));
        format!("`{}` in {}", self.series.get(series).map_or("", |series| series.name.as_str()), self.month(month))
    }

    fn month(&self, month: usize) -> String {
        self.from.plus_months(i64::try_from(month).unwrap_or(i64::MAX)).to_string()
    }
}

/// Reads the table `[paths]`; none where the file has none, or after a report.
pub(super) fn read(root: &TableReader<'_>, known: Known<'_>, arms: &[Arm]) -> Option<Paths> {
    let table = root.table("paths")?;
    if !table.has("series") {
        table.required_string("series");
    }
    let mut series: Vec<PathSeries> = Vec::new();
    for name in table.strings("series").unwrap_or_default() {
        let Some(found) = found_series(&table, &name, known) else { continue };
        if series.iter().any(|other| other.position == found.position) {
            table.report(table.problem("series", "E0909", format!("`{name}` stands twice")).expect("each series once"));
        }
        series.push(PathSeries { name, unit: found.indicator.unit, position: found.position });
    }
    let (from, until) = window(&table, known, arms);
    table.finish(&[]);
    let month = |month: YearMonth| usize::try_from(month.months_since(known.model.world.start)).unwrap_or(0);
    (!series.is_empty()).then(|| Paths { series, from, months: month(from)..month(until) + 1 })
}
