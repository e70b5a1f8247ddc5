//! Scenarios side by side, member by member.
//!
//! A member shares its parameters and its random numbers between scenarios, so the difference is taken within each
//! member and the interval is that of the differences. A change is one of policy: a scenario that brings assumptions
//! of its own (switches, parameters, shocks) is compared with the first one under the same assumptions, and what
//! those do by themselves stands apart ([`assumptions`]).

pub mod assumptions;
mod cells;

use crate::ensemble::EnsembleSize;
use crate::failure::{Failure, Problem};
use crate::months::{last_months, window_labels, years};
use crate::record::run_record;
use crate::results::comparison::{ComparedIndicator, Comparison, ComparisonCase};
use crate::series::{SeriesRef, headlines};
use crate::session::{NamedScenario, Session};
use crate::warnings::warnings;
use assumptions::{differences, reference};
use cells::{Spans, compared};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::policy::Scenario;
use counterflow_study::ensemble::{EnsembleError, Keep, Observer, Sample};
use std::ops::Range;

/// How scenarios are compared.
#[derive(Clone, Debug)]
pub struct CompareQuestion {
    /// The ensemble.
    pub size: EnsembleSize,
    /// Series to compare; the headlines where none is named.
    pub series: Vec<SeriesRef>,
    /// First month of the window, instead of the last 36 months in common.
    pub from: Option<YearMonth>,
    /// Whether yearly paths are answered too.
    pub paths: bool,
}

/// A world with parameters set alike in every scenario.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What the case is called.
    pub label: String,
    /// World and evidence.
    pub session: &'a Session,
    /// The scenarios, the parameters of the case included.
    pub scenarios: Vec<NamedScenario>,
}

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
    let question = CompareQuestion { size, series: Vec::new(), from: None, paths: false };
    compare_cases(&question, &[Case { label: String::new(), session, scenarios: scenarios.to_vec() }], observer)
}

/// Scenarios in one or more worlds and under one or more assumptions, each case within itself; the first scenario of
/// a further case also against that of the first case, which is what the assumption does.
///
/// # Errors
/// No case, a window outside a run, a parameter that does not exist, or nobody wants the rest of the runs.
pub fn compare_cases(
    question: &CompareQuestion,
    cases: &[Case<'_>],
    observer: &dyn Observer,
) -> Result<Comparison, Failure> {
    let Some(first) = cases.first() else {
        return Err(Problem::new("E0801", "there is nothing to compare").expect("two scenarios or more").into());
    };
    let model = &first.session.model;
    let series = if question.series.is_empty() { headlines(model) } else { question.series.clone() };
    let runs = cases
        .iter()
        .map(|case| CaseRuns::new(question.size, case, &series, observer))
        .collect::<Result<Vec<CaseRuns>, EnsembleError>>()?;
    let months = runs.iter().flat_map(|runs| &runs.samples).map(|sample| sample.months).min().unwrap_or(0);
    let start = model.world.start;
    let window = window(question.from, start, months)?;
    let years = if question.paths { years(start, months) } else { Vec::new() };
    let spans = Spans { window: window.clone(), years: years.iter().map(|year| year.months.clone()).collect() };
    let indicators = |number: usize| -> Vec<ComparedIndicator> {
        let across = (number > 0).then(|| &runs[0]);
        (0..series.len()).filter_map(|asked| compared(&cases[number], &runs[number], across, asked, &spans)).collect()
    };
    let case = |number: usize| ComparisonCase {
        label: cases[number].label.clone(),
        world: cases[number].session.model.world.name.clone(),
        world_hash: cases[number].session.world_hash.clone(),
        differences: differences(cases[number].session, &cases[number].scenarios),
        indicators: indicators(number),
    };
    Ok(Comparison {
        run: run_record(
            first.session,
            &first.scenarios,
            question.size.seed,
            question.size.members,
            question.size.draws,
        ),
        window: window_labels(start, &window),
        years: years.into_iter().map(|year| year.label).collect(),
        warnings: warnings(first.session, &first.scenarios),
        differences: differences(first.session, &first.scenarios),
        indicators: indicators(0),
        cases: (1..cases.len()).map(case).collect(),
    })
}

/// The runs of a case.
#[derive(Debug)]
struct CaseRuns {
    /// The series that this world has: place in the list asked for, and the series.
    series: Vec<(usize, SeriesRef)>,
    /// Runs of each scenario.
    samples: Vec<Sample>,
    /// Runs of the first scenario under each scenario's assumptions, where these differ from the first's.
    references: Vec<Option<Sample>>,
}

impl CaseRuns {
    fn new(
        size: EnsembleSize,
        case: &Case<'_>,
        asked: &[SeriesRef],
        observer: &dyn Observer,
    ) -> Result<Self, EnsembleError> {
        let layout = &case.session.model.layout;
        let of_world = |(number, asked): (usize, &SeriesRef)| {
            let position = layout.find(asked.indicator.id, &asked.place)?;
            Some((number, SeriesRef { position, ..asked.clone() }))
        };
        let series: Vec<(usize, SeriesRef)> = asked.iter().enumerate().filter_map(of_world).collect();
        let keep = Keep { series: series.iter().map(|(_, series)| series.position).collect(), ..Keep::default() };
        let own =
            |named: &NamedScenario| reference(case.scenarios.first().map(|first| &first.scenario), &named.scenario);
        let references: Vec<Option<Scenario>> = case.scenarios.iter().map(own).collect();
        let runs = case.scenarios.len() + references.iter().flatten().count();
        observer.expect(u64::from(size.members) * runs as u64);
        let ensemble = size.over(case.session);
        let sample = |scenario: &Scenario| ensemble.sample(scenario, &keep, observer);
        size.on_threads(|| {
            Ok(Self {
                samples: case.scenarios.iter().map(|named| sample(&named.scenario)).collect::<Result<_, _>>()?,
                references: references
                    .iter()
                    .map(|one| one.as_ref().map(sample).transpose())
                    .collect::<Result<_, _>>()?,
                series,
            })
        })
    }

    /// Where a series of the list asked for stands among those kept.
    fn column(&self, asked: usize) -> Option<usize> {
        self.series.iter().position(|(number, _)| *number == asked)
    }
}

/// The months from `from` to the end that all runs cover; the last months of them where no month is named.
fn window(from: Option<YearMonth>, start: YearMonth, months: usize) -> Result<Range<usize>, Problem> {
    let Some(from) = from else { return Ok(last_months(months)) };
    match usize::try_from(from.months_since(start)) {
        Ok(first) if first < months => Ok(first..months),
        _ => Err(Problem::new("E0804", format!("--from {from} lies outside the runs"))
            .expect(format!("a month from {start} to {}", start.plus_months(months as i64 - 1)))),
    }
}
