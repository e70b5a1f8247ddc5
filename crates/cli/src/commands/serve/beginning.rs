//! The months before any lever acts, kept for the next position of a slider.
//!
//! Up to the month in which its first lever starts, a member runs as it does without levers. What it is
//! by then does not depend on how far a slider has been moved, so that the next position starts there. A
//! path put together so is the path of [`counterflow_model::run()`], bit for bit (tested).

use super::request::refusal;
use crate::session::Session;
use counterflow_model::month::record::Recorder;
use counterflow_model::policy::Scenario;
use counterflow_model::random::Stream;
use counterflow_model::run::months;
use counterflow_model::{Calibration, Course, Hold, Parameters, Runner};
use counterflow_server::Refusal;
use counterflow_study::ensemble::Ensemble;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Beginnings kept at once: of the reader's own assumptions, and of those before.
const MOST_KEPT: usize = 2;
/// Most members whose beginnings are kept; a member of the shipped world takes about 150 kB.
const MOST_MEMBERS: u32 = 200;

/// What decides over a beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The scenario without levers and without words.
    scenario: Scenario,
    /// Months before the first lever starts.
    months: usize,
    seed: u64,
    members: u32,
    /// Positions of the series kept.
    series: Vec<usize>,
}

impl Key {
    /// The beginning of a scenario's ensemble.
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
pub struct Beginning {
    parameters: Parameters,
    calibration: Calibration,
    stream: Stream,
    runner: Runner,
}

/// The beginnings of one ensemble, each made when it is first wanted.
#[derive(Debug)]
pub struct Beginnings {
    key: Key,
    members: Vec<OnceLock<Beginning>>,
}

impl Beginnings {
    fn new(key: Key) -> Self {
        let members = if key.members <= MOST_MEMBERS { key.members } else { 0 };
        Self { members: (0..members).map(|_| OnceLock::new()).collect(), key }
    }

    /// The kept series of a member that follows a scenario, month by month.
    ///
    /// # Errors
    /// The scenario sets a parameter that does not exist.
    pub fn path(&self, ensemble: &Ensemble<'_>, scenario: &Scenario, member: u32) -> Result<Vec<f64>, Refusal> {
        let Some(kept) = self.members.get(member as usize) else {
            return Ok(self.finish(&self.begin(ensemble, member)?, ensemble, scenario));
        };
        if kept.get().is_none() {
            // Another reader may have been faster; both have made the same.
            let _ = kept.set(self.begin(ensemble, member)?);
        }
        Ok(kept.get().map_or_else(Vec::new, |beginning| self.finish(beginning, ensemble, scenario)))
    }

    fn begin(&self, ensemble: &Ensemble<'_>, member: u32) -> Result<Beginning, Refusal> {
        let (model, scenario) = (ensemble.model, &self.key.scenario);
        let parameters = ensemble.parameters(scenario, member).map_err(|error| refusal(error.problem.into()))?;
        let calibration = Calibration::new(model, &parameters, &scenario.switches, Hold::default());
        let stream = ensemble.stream(member);
        let course = Course::new(model, &parameters, &calibration, scenario, Some(stream));
        let mut runner = Runner::start(&course, Recorder::of(model, &self.key.series), 0);
        runner.advance(&course, self.key.months);
        Ok(Beginning { parameters, calibration, stream, runner })
    }

    fn finish(&self, beginning: &Beginning, ensemble: &Ensemble<'_>, scenario: &Scenario) -> Vec<f64> {
        let Beginning { parameters, calibration, stream, runner } = beginning;
        let course = Course::new(ensemble.model, parameters, calibration, scenario, Some(*stream));
        runner.clone().finish(&course).values
    }
}

/// The beginnings wanted last.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<VecDeque<Arc<Beginnings>>>);

impl Shelf {
    /// The beginnings of a key, kept or new.
    pub fn take(&self, key: Key) -> Arc<Beginnings> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|one| one.key == key).and_then(|position| kept.remove(position));
        let beginnings = found.unwrap_or_else(|| Arc::new(Beginnings::new(key)));
        kept.push_front(Arc::clone(&beginnings));
        kept.truncate(MOST_KEPT);
        beginnings
    }
}

/// What an ensemble runs on.
pub fn ensemble(session: &Session, members: u32, seed: u64) -> Ensemble<'_> {
    Ensemble { model: &session.model, evidence: &session.evidence, members, seed }
}
