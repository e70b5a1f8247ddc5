//! What a study records of every run.

use super::{Arm, Known};
use crate::series::{EXPECTED, SeriesRef, find_series, per_year};
use crate::store::is_reserved;
use counterflow_evidence::reader::{TableReader, YearMonth};
use counterflow_model::indicators::Indicator;
use counterflow_model::run::Run;
use std::ops::Range;

/// How a window becomes one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Mean; per year where months add up.
    Mean,
    /// Sum of months; only where months add up.
    Sum,
    /// Value of the last month.
    Last,
    /// Largest month.
    Largest,
    /// Smallest month.
    Smallest,
}

impl Statistic {
    pub(super) const WORDS: [(&'static str, Statistic); 5] = [
        ("mean", Statistic::Mean),
        ("sum", Statistic::Sum),
        ("last", Statistic::Last),
        ("largest", Statistic::Largest),
        ("smallest", Statistic::Smallest),
    ];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, statistic)| *statistic == self).map_or("", |(word, _)| *word)
    }
}

/// One number of every run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Column.
    pub name: String,
    /// Indicator.
    pub indicator: &'static Indicator,
    /// Place.
    pub place: String,
    /// Position of the series in a month's row.
    pub position: usize,
    /// First month.
    pub from: YearMonth,
    /// Last month.
    pub until: YearMonth,
    /// The same, counted from the start of the run.
    pub months: Range<usize>,
    /// Statistic.
    pub statistic: Statistic,
}

impl Outcome {
    /// Its value in a run.
    #[must_use]
    pub fn of(&self, run: &Run) -> f64 {
        let values = || self.months.clone().map(|month| run.value(month, self.position));
        let yearly = per_year(self.indicator);
        match self.statistic {
            Statistic::Mean => yearly * values().sum::<f64>() / self.months.len().max(1) as f64,
            Statistic::Sum => values().sum(),
            Statistic::Last => values().next_back().unwrap_or(f64::NAN),
            Statistic::Largest => values().fold(f64::NEG_INFINITY, f64::max),
            Statistic::Smallest => values().fold(f64::INFINITY, f64::min),
        }
    }

    /// Its unit.
    #[must_use]
    pub fn unit(&self) -> String {
        let counted = self.indicator.unit.strip_suffix("/month").filter(|_| self.indicator.flow);
        match (self.statistic, counted) {
            (Statistic::Mean, Some(counted)) => format!("{counted}/year"),
            (Statistic::Sum, Some(counted)) => counted.to_owned(),
            _ => self.indicator.unit.to_owned(),
        }
    }

    /// What it is, in words.
    #[must_use]
    pub fn definition(&self) -> String {
        format!(
            "{} at {}, {} from {} to {}: {}",
            self.indicator.title,
            self.place,
            self.statistic.word(),
            self.from,
            self.until,
            self.indicator.definition
        )
    }
}

/// Name of the column of an outcome's paired difference with the baseline.
#[must_use]
pub fn change_of(name: &str) -> String {
    format!("change_of_{name}")
}

/// Reads the outcomes.
pub(super) fn read(root: &TableReader<'_>, known: Known<'_>, arms: &[Arm]) -> Vec<Outcome> {
    let tables = root.tables("outcome");
    if tables.is_empty() && !root.has("outcome") {
        root.report(
            root.problem("outcome", "E0911", "the study records nothing")
                .expect("at least one table [[outcome]] with `series`"),
        );
    }
    let mut taken: Vec<String> = Vec::new();
    let mut outcomes = Vec::new();
    for table in &tables {
        let Some(outcome) = outcome(table, known, arms) else { continue };
        let key = if table.has("name") { "name" } else { "series" };
        if taken.contains(&outcome.name) || is_reserved(&outcome.name) || outcome.name.contains('.') {
            table.report(
                table
                    .problem(key, "E0909", format!("`{}` cannot name this outcome", outcome.name))
                    .expect("a name of its own without a full stop, such as name = \"seized_2030\""),
            );
        }
        taken.extend([outcome.name.clone(), change_of(&outcome.name)]);
        outcomes.push(outcome);
    }
    outcomes
}

fn outcome(table: &TableReader<'_>, known: Known<'_>, arms: &[Arm]) -> Option<Outcome> {
    let text = table.required_string("series");
    let name = table.string("name").unwrap_or_else(|| text.clone());
    let statistic = table.choice("over", &Statistic::WORDS.map(|(word, _)| word));
    let statistic = Statistic::WORDS
        .into_iter()
        .find(|(word, _)| statistic.as_deref() == Some(*word))
        .map_or(Statistic::Mean, |(_, found)| found);
    let (from, until) = window(table, known, arms);
    table.finish(&[]);
    if text.is_empty() {
        return None;
    }
    let series = found_series(table, &text, known)?;
    let indicator = series.indicator;
    if statistic == Statistic::Sum && !indicator.flow {
        table.report(
            table
                .problem("over", "E0908", format!("months of `{}` do not add up", indicator.id))
                .expect("mean, last, largest or smallest"),
        );
    }
    let start = known.model.world.start;
    let month = |month: YearMonth| usize::try_from(month.months_since(start)).unwrap_or(0);
    Some(Outcome {
        name,
        indicator,
        place: series.place,
        position: series.position,
        from,
        until,
        months: month(from)..month(until) + 1,
        statistic,
    })
}

/// The series of a name; none after a report.
pub(super) fn found_series(table: &TableReader<'_>, name: &str, known: Known<'_>) -> Option<SeriesRef> {
    find_series(known.model, name)
        .map_err(|unknown| {
            let problem = table.problem("series", "E0904", unknown.message).expect(EXPECTED);
            table.report(problem.suggest(unknown.suggestion.as_deref()));
        })
        .ok()
}

/// The window lies within the shortest run.
pub(super) fn window(table: &TableReader<'_>, known: Known<'_>, arms: &[Arm]) -> (YearMonth, YearMonth) {
    let start = known.model.world.start;
    let end = arms.iter().map(|arm| arm.scenario.until).min();
    let from = table.month("from").unwrap_or(start);
    let until = table.month("until").or(end).unwrap_or(from);
    let refuse = |key: &str, expected: String| {
        let key = if table.has(key) { key } else { "series" };
        table.report(table.problem(key, "E0905", format!("window {from}..{until}")).expect(expected));
    };
    if from < start {
        refuse("from", format!("a month from {start} on, where the world starts"));
    } else if until < from {
        refuse(if table.has("until") { "until" } else { "from" }, format!("months in order, from {from} on"));
    } else if let Some(end) = end.filter(|end| until > *end) {
        refuse("until", format!("a month up to {end}, where the shortest run ends"));
    }
    (from, until)
}
