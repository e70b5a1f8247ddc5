//! A run: a pure function of world, scenario, parameter draw and seed.

use crate::calibration::{Calibration, Hold, Model};
use crate::month::record::Recorder;
use crate::month::{self, Inputs, MonthContext, Outputs, State};
use crate::parameter_set::Parameters;
use crate::policy::{Policy, Scenario};
use crate::random::Stream;

/// Monthly values of the recorded series, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number of months.
    pub months: usize,
    /// Number of series.
    pub width: usize,
    /// Values, month by month, in the order of the recorder.
    pub values: Vec<f64>,
    /// Mean monthly flow by route over the months from `RunOptions::routes_from` on.
    pub route_flow_kg: Vec<f64>,
}

impl Run {
    /// Value of a series in a month.
    #[must_use]
    pub fn value(&self, month: usize, series: usize) -> f64 {
        self.values[month * self.width + series]
    }

    /// One series through time.
    pub fn series(&self, series: usize) -> impl ExactSizeIterator<Item = f64> + '_ {
        (0..self.months).map(move |month| self.value(month, series))
    }
}

/// How a run is carried out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// Random draws; none runs on expected values.
    pub stream: Option<Stream>,
    /// What is held still.
    pub hold: Hold,
    /// First month that counts for the mean flow by route.
    pub routes_from: usize,
}

/// Number of months of a scenario.
#[must_use]
pub fn months(model: &Model, scenario: &Scenario) -> usize {
    scenario.until.months_since(model.world.start).max(0) as usize + 1
}

/// Runs a scenario.
#[must_use]
pub fn run(model: &Model, p: &Parameters, scenario: &Scenario, options: RunOptions) -> Run {
    let baseline = Calibration::new(model, p, &scenario.switches, options.hold);
    run_calibrated(model, p, &baseline, scenario, options)
}

/// Runs a scenario from a baseline that several scenarios of one member share.
#[must_use]
pub fn run_calibrated(
    model: &Model,
    p: &Parameters,
    baseline: &Calibration,
    scenario: &Scenario,
    options: RunOptions,
) -> Run {
    let course = Course::new(model, p, baseline, scenario, options.stream);
    Runner::start(&course, Recorder::of_all(model), options.routes_from).finish(&course)
}

/// What a run's months follow: the world and its draw, and a scenario's policy.
#[derive(Debug)]
pub struct Course<'a> {
    context: MonthContext<'a>,
    policy: Policy<'a>,
    months: usize,
}

impl<'a> Course<'a> {
    /// The course of a scenario; without a stream of random numbers it runs on expected values.
    #[must_use]
    pub fn new(
        model: &'a Model,
        p: &'a Parameters,
        baseline: &'a Calibration,
        scenario: &'a Scenario,
        stream: Option<Stream>,
    ) -> Self {
        Self {
            context: MonthContext { model, p, baseline, switches: &scenario.switches, stream },
            policy: Policy::new(&model.world, &p.levers, scenario),
            months: months(model, scenario),
        }
    }

    /// Number of months.
    #[must_use]
    pub fn months(&self) -> usize {
        self.months
    }
}

/// A run under way: the only loop over months.
///
/// It holds nothing of its course, so that a run can be kept in any month, cloned, and go on along another
/// course: to the same bits as a whole run, if both courses agree in the months that lie behind and end in the
/// same month.
#[derive(Clone, Debug)]
pub struct Runner {
    state: State,
    inputs: Inputs,
    outputs: Outputs,
    recorder: Recorder,
    width: usize,
    values: Vec<f64>,
    /// Months that are over.
    month: usize,
    routes_from: usize,
    /// Mean monthly flow by route over the months from `routes_from` on, as far as they are over.
    route_flow_kg: Vec<f64>,
}

impl Runner {
    /// A run before its first month; `routes_from` is the first month that counts for the mean flow by route.
    #[must_use]
    pub fn start(course: &Course<'_>, recorder: Recorder, routes_from: usize) -> Self {
        let MonthContext { model, p, baseline, .. } = course.context;
        let state = State::new(model, p, baseline);
        Self {
            inputs: Inputs::new(model, baseline),
            outputs: Outputs::new(model, p, baseline, &state),
            state,
            width: recorder.width(model),
            recorder,
            values: Vec::new(),
            month: 0,
            routes_from,
            route_flow_kg: vec![0.0; model.world.routes.len()],
        }
    }

    /// Runs until so many months are over; no further than the course, and never back.
    pub fn advance(&mut self, course: &Course<'_>, until: usize) {
        let until = until.min(course.months).max(self.month);
        self.values.resize(until * self.width, 0.0);
        // The mean is added up in parts, so that it must know where the course ends.
        let counted = course.months.saturating_sub(self.routes_from).max(1) as f64;
        for month in self.month..until {
            month::step(course.context, &course.policy, month, &mut self.state, &mut self.inputs, &mut self.outputs);
            let row = &mut self.values[month * self.width..][..self.width];
            self.recorder.record(course.context, &self.state, &self.inputs, &self.outputs, row);
            if month >= self.routes_from {
                for (mean, flow) in self.route_flow_kg.iter_mut().zip(&self.outputs.trafficking.flow_kg) {
                    *mean += flow / counted;
                }
            }
        }
        self.month = until;
    }

    /// Runs to the end of the course, and hands over what was recorded.
    #[must_use]
    pub fn finish(mut self, course: &Course<'_>) -> Run {
        self.advance(course, course.months);
        Run { months: self.month, width: self.width, values: self.values, route_flow_kg: self.route_flow_kg }
    }
}
