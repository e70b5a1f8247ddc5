//! The model as a function of inputs from 0 to 1: some parameters of a scenario to one outcome.

use super::SensitivityRequest;
use crate::failure::Failure;
use crate::series::{SeriesRef, find};
use crate::session::{NamedScenario, Session};
use counterflow_evidence::Draw;
use counterflow_evidence::diagnostics::{Problem, Problems, nearest};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::policy::Scenario;
use counterflow_model::{Parameters, RunOptions, run};
use counterflow_report::comparison::MONTHS;
use counterflow_study::ensemble::Observer;
use counterflow_study::sensitivity::parameters::ParameterInputs;
use rayon::prelude::*;
use std::ops::Range;

/// What is run and what is read.
pub struct Experiment<'s> {
    session: &'s Session,
    /// The scenario, and the one that is subtracted.
    pub scenarios: Vec<NamedScenario>,
    /// The outcome's series.
    pub series: SeriesRef,
    window: Range<usize>,
    /// The parameters that vary.
    pub inputs: ParameterInputs<'s>,
}

impl<'s> Experiment<'s> {
    /// Reads names, and checks them against what is at hand.
    ///
    /// # Errors
    /// Every name that does not exist, and months outside the run.
    pub fn prepare(request: &SensitivityRequest, session: &'s Session) -> Result<Self, Failure> {
        let asked: Vec<String> = std::iter::once(&request.scenario).chain(&request.less).cloned().collect();
        let scenarios = session.scenarios_named(&asked)?;
        let mut problems = Problems::default();
        let series = find("--of", &request.of, &session.model).map_err(|problem| problems.push(problem));
        let window = window(request, session, &scenarios).map_err(|found| problems.extend(found));
        let inputs = inputs(request, session, &scenarios).map_err(|found| problems.extend(found));
        match (series, window, inputs) {
            (Ok(series), Ok(window), Ok(inputs)) => Ok(Self { session, scenarios, series, window, inputs }),
            _ => Err(problems.into()),
        }
    }

    /// First and last month of the window.
    pub fn months(&self) -> (YearMonth, YearMonth) {
        let at = |month: usize| self.session.model.world.start.plus_months(month as i64);
        (at(self.window.start), at(self.window.end - 1))
    }

    /// Title of the outcome.
    pub fn title(&self) -> String {
        let less = self.scenarios.get(1).map_or(String::new(), |named| format!(" less {}", named.scenario.name));
        let place = counterflow_report::number::place_words(&self.series.place);
        format!("{}, {place}: {}{less}", self.series.indicator.title, self.scenarios[0].scenario.name)
    }

    /// The outcome of some inputs.
    pub fn value(&self, inputs: &[f64], observer: &dyn Observer) -> f64 {
        let draw = self.inputs.draw(inputs);
        let mut values = self.scenarios.iter().map(|named| self.mean(&draw, &named.scenario));
        let value = values.next().unwrap_or(f64::NAN);
        let less = values.next().unwrap_or(0.0);
        observer.done();
        value - less
    }

    /// Outcomes of rows of inputs, on the threads of the surrounding pool.
    pub fn values(&self, points: &[f64], inputs: usize, observer: &dyn Observer) -> Vec<f64> {
        points.par_chunks_exact(inputs).map(|row| self.value(row, observer)).collect()
    }

    fn mean(&self, draw: &Draw, scenario: &Scenario) -> f64 {
        // The session has checked that every override names a parameter.
        let draw = self.session.evidence.with_overrides(draw, &scenario.parameters).unwrap_or_else(|_| draw.clone());
        let parameters = Parameters::of(&self.session.evidence, &draw);
        let run = run::run(&self.session.model, &parameters, scenario, RunOptions::default());
        let months = self.window.len() as f64;
        run.series(self.series.position).skip(self.window.start).take(self.window.len()).sum::<f64>() / months
    }

    /// Every run with its parameters, in the units of the model, and its outcome, as CSV.
    pub fn table(&self, points: &[f64], outputs: &[f64]) -> String {
        let names: Vec<String> = self.inputs.records().map(|record| record.id()).collect();
        let positions: Vec<Option<usize>> = names.iter().map(|name| self.session.evidence.index(name)).collect();
        let mut text = format!(
            "# {} ({}), mean of {} to {}\n",
            self.title(),
            self.series.indicator.unit,
            self.months().0,
            self.months().1
        );
        text.push_str(&format!("{},outcome\n", names.join(",")));
        for (row, output) in points.chunks_exact(names.len()).zip(outputs) {
            let draw = self.inputs.draw(row);
            for position in positions.iter().flatten() {
                text.push_str(&format!("{},", draw.values[*position]));
            }
            text.push_str(&format!("{output}\n"));
        }
        text
    }
}

/// Months of the window, within the months that all scenarios cover.
fn window(
    request: &SensitivityRequest,
    session: &Session,
    scenarios: &[NamedScenario],
) -> Result<Range<usize>, Problems> {
    let start = session.model.world.start;
    let months = scenarios.iter().map(|named| run::months(&session.model, &named.scenario)).min().unwrap_or(0) as i64;
    let until = request.until.map_or(months - 1, |until| until.months_since(start));
    let from = request.from.map_or((until.min(months - 1) + 1 - MONTHS as i64).max(0), |from| from.months_since(start));
    let mut problems = Problems::default();
    for (option, month) in [("--from", from), ("--until", until)] {
        if !(0..months).contains(&month) {
            let message = format!("{option} {} lies outside the run", start.plus_months(month));
            problems.push(
                Problem::new("E0804", message)
                    .expect(format!("a month from {start} to {}", start.plus_months(months - 1))),
            );
        }
    }
    if problems.is_empty() && from > until {
        let message = format!("--from {} comes after --until {}", start.plus_months(from), start.plus_months(until));
        problems.push(Problem::new("E0804", message).expect("a window of one month or more"));
    }
    problems.into_result(())?;
    Ok(from as usize..until as usize + 1)
}

/// The parameters to vary; those that a scenario sets are not uncertain any more.
fn inputs<'s>(
    request: &SensitivityRequest,
    session: &'s Session,
    scenarios: &[NamedScenario],
) -> Result<ParameterInputs<'s>, Problems> {
    let all = ParameterInputs::new(&session.evidence, |_| true);
    let set = |id: &str| scenarios.iter().flat_map(|named| &named.scenario.parameters).any(|(set, _)| set == id);
    let mut problems = Problems::default();
    for asked in &request.parameters {
        let of_asked = |id: &str, module: &str| id == asked || module == asked;
        if !all.records().any(|record| of_asked(&record.id(), &record.module)) {
            let names: Vec<String> = all.records().flat_map(|record| [record.module.clone(), record.id()]).collect();
            let problem = Problem::new(
                "E0801",
                format!("--parameters {asked}: no uncertain parameter of the month has this name or module"),
            );
            problems.push(
                problem
                    .expect("module or module.parameter (`counterflow evidence list`)")
                    .suggest(nearest(asked, names.iter().map(String::as_str))),
            );
        }
    }
    problems.into_result(())?;
    let wanted = |id: &str, module: &str| {
        request.parameters.is_empty() || request.parameters.iter().any(|asked| id == asked || module == asked)
    };
    Ok(ParameterInputs::new(&session.evidence, |record| wanted(&record.id(), &record.module) && !set(&record.id())))
}
