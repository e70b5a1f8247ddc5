//! The months before any lever acts, kept for the next position of a slider.
//!
//! Up to the month in which its first lever starts, a member runs as it does without levers. What it is
//! by then does not depend on how far a slider has been moved, so that the next position starts there. A
//! path put together so is the path of [`counterflow_model::run()`], bit for bit (tested).

use crate::failure::Failure;
use counterflow_model::month::{self, Inputs, Outputs, Setting, State};
use counterflow_model::policy::{Policy, Scenario};
use counterflow_model::random::Stream;
use counterflow_model::record::Recorder;
use counterflow_model::run::months;
use counterflow_model::{Calibration, Hold, Model, Parameters};
use counterflow_study::ensemble::Ensemble;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Ensembles whose prefixes are kept at once: of the reader's own assumptions, and of those before.
const MOST_ENSEMBLES: usize = 2;
/// Most members whose prefixes are kept; a member of the shipped world takes about 150 kB.
const MOST_MEMBERS: u32 = 200;

/// What decides over a prefix.
#[derive(Clone, Debug, PartialEq)]
pub struct PrefixKey {
    /// The scenario without levers and without words.
    scenario: Scenario,
    /// Months before the first lever starts.
    months: usize,
    seed: u64,
    members: u32,
    /// Positions of the series kept.
    series: Vec<usize>,
}

impl PrefixKey {
    /// The prefix of a scenario's ensemble.
    pub fn new(scenario: &Scenario, ensemble: &Ensemble<'_>, series: Vec<usize>) -> Self {
        let all = months(ensemble.model, scenario);
        let start = ensemble.model.world.start;
        let first = scenario.levers.iter().map(|used| used.from.months_since(start).max(0) as usize).min();
        Self {
            scenario: Scenario {
                levers: Vec::new(),
                id: String::new(),
                name: String::new(),
                about: String::new(),
                ..scenario.clone()
            },
            months: first.unwrap_or(all).min(all),
            seed: ensemble.seed,
            members: ensemble.members,
            series,
        }
    }
}

/// One member when its first lever starts.
#[derive(Debug)]
struct Prefix {
    constants: RunConstants,
    latest: MonthState,
    /// Values of the kept series, month by month.
    rows: Vec<f64>,
}

/// What holds still through a run.
#[derive(Debug)]
struct RunConstants {
    parameters: Parameters,
    calibration: Calibration,
    stream: Stream,
}

/// What a month hands to the next.
#[derive(Clone, Debug)]
struct MonthState {
    state: State,
    inputs: Inputs,
    outputs: Outputs,
}

/// The prefixes of one ensemble, each made when it is first wanted.
#[derive(Debug)]
pub struct SharedPrefixes {
    key: PrefixKey,
    members: Vec<OnceLock<Prefix>>,
}

impl SharedPrefixes {
    fn new(key: PrefixKey) -> Self {
        let members = if key.members <= MOST_MEMBERS { key.members } else { 0 };
        Self { members: (0..members).map(|_| OnceLock::new()).collect(), key }
    }

    /// The kept series of a member that follows a scenario, month by month.
    ///
    /// # Errors
    /// The scenario sets a parameter that does not exist.
    pub fn path(&self, ensemble: &Ensemble<'_>, scenario: &Scenario, member: u32) -> Result<Vec<f64>, Failure> {
        let Some(prefix) = self.members.get(member as usize) else {
            return Ok(self.finish(&self.begin(ensemble, member)?, ensemble, scenario));
        };
        if prefix.get().is_none() {
            // Another reader may have been faster; both have made the same.
            let _ = prefix.set(self.begin(ensemble, member)?);
        }
        Ok(prefix.get().map_or_else(Vec::new, |prefix| self.finish(prefix, ensemble, scenario)))
    }

    fn begin(&self, ensemble: &Ensemble<'_>, member: u32) -> Result<Prefix, Failure> {
        let (model, scenario) = (ensemble.model, &self.key.scenario);
        let parameters = ensemble.parameters(scenario, member)?;
        let calibration = Calibration::new(model, &parameters, &scenario.switches, Hold::default());
        let constants = RunConstants { parameters, calibration, stream: ensemble.stream(member) };
        let mut latest = MonthState::new(model, &constants);
        let rows = self.walk(&constants, model, scenario, 0..self.key.months, &mut latest);
        Ok(Prefix { constants, latest, rows })
    }

    fn finish(&self, prefix: &Prefix, ensemble: &Ensemble<'_>, scenario: &Scenario) -> Vec<f64> {
        let rest = self.key.months..months(ensemble.model, scenario);
        let mut rows = prefix.rows.clone();
        rows.extend(self.walk(&prefix.constants, ensemble.model, scenario, rest, &mut prefix.latest.clone()));
        rows
    }

    /// Values of the kept series over some months.
    fn walk(
        &self,
        constants: &RunConstants,
        model: &Model,
        scenario: &Scenario,
        months: Range<usize>,
        MonthState { state, inputs, outputs }: &mut MonthState,
    ) -> Vec<f64> {
        let setting = Setting {
            model,
            p: &constants.parameters,
            baseline: &constants.calibration,
            switches: &scenario.switches,
            stream: Some(constants.stream),
        };
        let policy = Policy::new(&model.world, &constants.parameters.levers, scenario);
        let mut recorder = Recorder::new(model.world.countries.len());
        let mut row = vec![0.0; model.layout.width()];
        let mut rows = Vec::with_capacity(months.len() * self.key.series.len());
        for month in months {
            month::step(setting, &policy, month, state, inputs, outputs);
            recorder.record(setting, state, inputs, outputs, &mut row);
            rows.extend(self.key.series.iter().map(|&position| row[position]));
        }
        rows
    }
}

impl MonthState {
    fn new(model: &Model, constants: &RunConstants) -> Self {
        let state = State::new(model, &constants.parameters, &constants.calibration);
        let inputs = Inputs::new(model, &constants.calibration);
        let outputs = Outputs::new(model, &constants.parameters, &constants.calibration, &state);
        Self { state, inputs, outputs }
    }
}

/// The prefixes of the ensembles asked for last.
#[derive(Debug, Default)]
pub struct PrefixCache(Mutex<VecDeque<Arc<SharedPrefixes>>>);

impl PrefixCache {
    /// The prefixes of a key, kept or new.
    pub fn of(&self, key: PrefixKey) -> Arc<SharedPrefixes> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|one| one.key == key).and_then(|position| kept.remove(position));
        let prefixes = found.unwrap_or_else(|| Arc::new(SharedPrefixes::new(key)));
        kept.push_front(Arc::clone(&prefixes));
        kept.truncate(MOST_ENSEMBLES);
        prefixes
    }
}
