//! A run: a pure function of world, scenario, parameter draw and seed.

use crate::calibration::{Calibration, Hold, Model};
use crate::month::record::Recorder;
use crate::month::{self, Inputs, MonthContext, Outputs, State};
use crate::parameter_set::Parameters;
use crate::policy::{Policy, Scenario};
use crate::random::Stream;

/// Monthly values of every series, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number of months.
    pub months: usize,
    /// Number of series.
    pub width: usize,
    /// Values, month by month, in the order of the model's layout.
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
    let months = months(model, scenario);
    let width = model.layout.width();
    let setting = MonthContext { model, p, baseline, switches: &scenario.switches, stream: options.stream };
    let policy = Policy::new(&model.world, &p.levers, scenario);
    let mut state = State::new(model, p, baseline);
    let mut inputs = Inputs::new(model, baseline);
    let mut outputs = Outputs::new(model, p, baseline, &state);
    let mut recorder = Recorder::new(model.world.countries.len());
    let mut values = vec![0.0; months * width];
    let mut route_flow_kg = vec![0.0; model.world.routes.len()];
    let counted = months.saturating_sub(options.routes_from).max(1) as f64;
    for (month, row) in values.chunks_exact_mut(width).enumerate() {
        month::step(setting, &policy, month, &mut state, &mut inputs, &mut outputs);
        recorder.record(setting, &state, &inputs, &outputs, row);
        if month >= options.routes_from {
            for (mean, flow) in route_flow_kg.iter_mut().zip(&outputs.trafficking.flow_kg) {
                *mean += flow / counted;
            }
        }
    }
    Run { months, width, values, route_flow_kg }
}
