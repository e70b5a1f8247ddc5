//! Expected values of one scenario by year, with the band of an ensemble.
//!
//! The line is central parameters on expected values, so that no single draw of events is taken for the answer; the
//! band is that of the members that [`crate::compare`] and [`crate::assessment`] run, chance included.

use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::months::{last_months, window_labels, years};
use crate::results::yearly_run::{YearlyRun, YearlySeries, YearlyValue};
use crate::run::{RunChoice, record, simulate};
use crate::series::{SeriesRef, yearly_mean, yearly_unit};
use crate::session::{NamedScenario, Session};
use crate::warnings::warnings;
use counterflow_model::Run;
use counterflow_study::ensemble::{Keep, Observer, Sample};
use counterflow_study::statistics::Spread;
use std::ops::Range;

/// Runs the scenario on expected values and as an ensemble.
///
/// # Errors
/// The scenario sets a parameter that does not exist, or nobody wants the rest of the runs.
pub fn yearly_run(
    size: EnsembleSize,
    session: &Session,
    named: &NamedScenario,
    series: &[SeriesRef],
    observer: &dyn Observer,
) -> Result<YearlyRun, Failure> {
    let choice = RunChoice { seed: size.seed, member: 0, expected: true, draws: size.draws };
    let run = simulate(&choice, session, &named.scenario)?;
    let keep = Keep { series: series.iter().map(|series| series.position).collect(), ..Keep::default() };
    observer.expect(u64::from(size.members));
    let sample = size.on_threads(|| size.over(session).sample(&named.scenario, &keep, observer))?;
    let start = session.model.world.start;
    let (years, window) = (years(start, run.months), last_months(run.months));
    let spans: Vec<Range<usize>> = years.iter().map(|year| year.months.clone()).collect();
    let one = |(column, series): (usize, &SeriesRef)| yearly_series(series, &run, &sample, column, &spans, &window);
    Ok(YearlyRun {
        run: record(&choice, session, named, &run),
        warnings: warnings(session, std::slice::from_ref(named)),
        members: size.members,
        years: years.into_iter().map(|year| year.label).collect(),
        window: window_labels(start, &window),
        series: series.iter().enumerate().map(one).collect(),
    })
}

fn yearly_series(
    series: &SeriesRef,
    run: &Run,
    sample: &Sample,
    column: usize,
    years: &[Range<usize>],
    window: &Range<usize>,
) -> YearlySeries {
    let expected: Vec<f64> = run.series(series.position).collect();
    let line = |months: &Range<usize>| yearly_mean(series.indicator, &expected[months.clone()]);
    let member = |member: usize, months: &Range<usize>| {
        yearly_mean(series.indicator, &sample.series(member, column)[months.clone()])
    };
    let band = |months: &Range<usize>| Spread::of((0..sample.members()).map(|number| member(number, months)));
    YearlySeries {
        indicator: series.indicator.id,
        title: series.indicator.title,
        unit: yearly_unit(series.indicator),
        place: series.place.clone(),
        definition: series.indicator.definition,
        source: series.indicator.source(),
        expected: years.iter().map(line).collect(),
        band: years.iter().map(band).collect(),
        window: YearlyValue { expected: line(window), band: band(window) },
    }
}
