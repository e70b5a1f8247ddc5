//! The numbers of a comparison, from the runs.

use super::{Case, CaseRuns};
use crate::results::comparison::{ComparedIndicator, ComparedScenario, PairedChange};
use crate::series::{SeriesRef, has_shares, yearly_mean, yearly_unit};
use counterflow_study::ensemble::Sample;
use counterflow_study::statistics::Spread;
use std::ops::Range;

/// Over which months values are averaged.
#[derive(Clone, Debug)]
pub struct Spans {
    /// The window of the table.
    pub window: Range<usize>,
    /// The years of the paths.
    pub years: Vec<Range<usize>>,
}

/// One series in all scenarios of a case; none where its world lacks the series. `across` holds the runs of the
/// first case, against which the first scenario of a further case is set.
pub fn compared(
    case: &Case<'_>,
    runs: &CaseRuns,
    across: Option<&CaseRuns>,
    asked: usize,
    spans: &Spans,
) -> Option<ComparedIndicator> {
    let column = runs.column(asked)?;
    let series = &runs.series[column].1;
    let levels = |sample: &Sample, months: &Range<usize>| levels(sample, column, series, months);
    let elsewhere = across.and_then(|first| Some((first.samples.first()?, first.column(asked)?)));
    let scenario = |number: usize| {
        let sample = &runs.samples[number];
        let reference = runs.references[number].as_ref();
        let base = reference.or_else(|| runs.samples.first());
        let changed = |months: &Range<usize>| {
            let before = base.map(|base| levels(base, months)).unwrap_or_default();
            paired(&levels(sample, months), &before, series)
        };
        let assumptions = match (number, reference, elsewhere) {
            (0, _, Some((first, column))) => Some((sample, self::levels(first, column, series, &spans.window))),
            (_, Some(reference), _) => runs.samples.first().map(|first| (reference, levels(first, &spans.window))),
            _ => None,
        };
        ComparedScenario {
            scenario: case.scenarios[number].scenario.id.clone(),
            level: Spread::of(levels(sample, &spans.window)),
            change: (number > 0).then(|| changed(&spans.window)),
            assumptions: assumptions.map(|(here, before)| paired(&levels(here, &spans.window), &before, series)),
            level_by_year: spans.years.iter().map(|year| Spread::of(levels(sample, year))).collect(),
            change_by_year: if number == 0 { Vec::new() } else { spans.years.iter().map(changed).collect() },
        }
    };
    Some(ComparedIndicator {
        indicator: series.indicator.id,
        title: series.indicator.title,
        place: series.place.clone(),
        unit: yearly_unit(series.indicator),
        scenarios: (0..runs.samples.len()).map(scenario).collect(),
    })
}

/// Yearly value of each member over some months.
fn levels(sample: &Sample, column: usize, series: &SeriesRef, months: &Range<usize>) -> Vec<f64> {
    let mean = |member| yearly_mean(series.indicator, &sample.series(member, column)[months.clone()]);
    (0..sample.members()).map(mean).collect()
}

/// Differences within members.
fn paired(here: &[f64], before: &[f64], series: &SeriesRef) -> PairedChange {
    PairedChange {
        absolute: Spread::of(here.iter().zip(before).map(|(here, before)| here - before)),
        relative: relative(here, before, series),
    }
}

/// The members' relative changes, where they mean something.
fn relative(here: &[f64], before: &[f64], series: &SeriesRef) -> Option<Spread> {
    let shares = here.iter().zip(before).map(|(here, before)| here / before - 1.0);
    has_shares(series.indicator, before).then(|| Spread::of(shares))
}
