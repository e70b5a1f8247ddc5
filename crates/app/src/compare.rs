//! Scenarios side by side, member by member.
//!
//! A member shares its parameters and its random numbers between scenarios, so the difference is taken within each
//! member and the interval is that of the differences.

use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::record::run_record;
use crate::results::comparison::{ComparedIndicator, ComparedScenario, Comparison, PairedChange};
use crate::series::{SeriesRef, headlines, per_year, yearly_unit};
use crate::session::{NamedScenario, Session};
use counterflow_report::comparison::MONTHS;
use counterflow_study::ensemble::{EnsembleError, Keep, Observer, Sample};
use counterflow_study::statistics::Spread;
use std::ops::Range;

/// The headline series of scenarios against the first of them, as long as the observer wants it.
///
/// # Errors
/// A scenario sets a parameter that does not exist, or nobody wants the rest of the runs.
pub fn compare(
    size: EnsembleSize,
    session: &Session,
    scenarios: &[NamedScenario],
    observer: &dyn Observer,
) -> Result<Comparison, Failure> {
    let series = headlines(&session.model);
    let samples = samples(size, session, scenarios, &series, observer)?;
    let window = window(&samples);
    let one = |(position, series): (usize, &SeriesRef)| compared(scenarios, &samples, position, series, &window);
    let month = |month: usize| session.model.world.start.plus_months(month as i64).to_string();
    Ok(Comparison {
        run: run_record(session, scenarios, size.seed, size.members, size.draws),
        window: [month(window.start), session.model.world.start.plus_months(window.end as i64 - 1).to_string()],
        indicators: series.iter().enumerate().map(one).collect(),
    })
}

fn samples(
    size: EnsembleSize,
    session: &Session,
    scenarios: &[NamedScenario],
    series: &[SeriesRef],
    observer: &dyn Observer,
) -> Result<Vec<Sample>, EnsembleError> {
    let ensemble = size.over(session);
    let keep = Keep { series: series.iter().map(|series| series.position).collect(), ..Keep::default() };
    observer.expect(u64::from(size.members) * scenarios.len() as u64);
    size.on_threads(|| scenarios.iter().map(|named| ensemble.sample(&named.scenario, &keep, observer)).collect())
}

/// The last months that all scenarios cover.
fn window(samples: &[Sample]) -> Range<usize> {
    let end = samples.iter().map(|sample| sample.months).min().unwrap_or(0);
    end.saturating_sub(MONTHS)..end
}

/// Yearly value of each member over the window.
fn levels(sample: &Sample, position: usize, series: &SeriesRef, window: &Range<usize>) -> Vec<f64> {
    let factor = per_year(series.indicator);
    let mean = |member| {
        sample.series(member, position)[window.clone()].iter().sum::<f64>() / window.len().max(1) as f64 * factor
    };
    (0..sample.members()).map(mean).collect()
}

fn compared(
    scenarios: &[NamedScenario],
    samples: &[Sample],
    position: usize,
    series: &SeriesRef,
    window: &Range<usize>,
) -> ComparedIndicator {
    let values: Vec<Vec<f64>> = samples.iter().map(|sample| levels(sample, position, series, window)).collect();
    let scenario = |(number, (named, here)): (usize, (&NamedScenario, &Vec<f64>))| ComparedScenario {
        scenario: named.scenario.id.clone(),
        level: Spread::of(here.iter().copied()),
        change: (number > 0).then(|| PairedChange {
            absolute: Spread::of(here.iter().zip(&values[0]).map(|(here, first)| here - first)),
            relative: relative(here, &values[0], series),
        }),
    };
    ComparedIndicator {
        indicator: series.indicator.id,
        title: series.indicator.title,
        place: series.place.clone(),
        unit: yearly_unit(series.indicator),
        scenarios: scenarios.iter().zip(&values).enumerate().map(scenario).collect(),
    }
}

/// The members' relative changes; none where a level may be zero or has no natural zero.
fn relative(here: &[f64], first: &[f64], series: &SeriesRef) -> Option<Spread> {
    let has_zero = !matches!(series.indicator.unit, "index" | "share" | "point");
    let all_positive = first.iter().all(|value| *value > 0.0);
    (has_zero && all_positive).then(|| Spread::of(here.iter().zip(first).map(|(here, first)| here / first - 1.0)))
}
