//! The months before any lever acts, kept for the next position of a slider.
//!
//! Up to the month in which its first lever starts, a member runs as it does without levers. What it is
//! by then does not depend on how far a slider has been moved, so that the next position starts there. A
//! path put together so is the path of [`counterflow_model::run()`], bit for bit (tested).

use crate::failure::Failure;
use counterflow_model::month::record::Recorder;
use counterflow_model::policy::Scenario;
use counterflow_model::random::Stream;
use counterflow_model::run::months;
use counterflow_model::{Calibration, Course, Hold, Parameters, Runner};
use counterflow_study::ensemble::Ensemble;
use std::collections::VecDeque;
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
    /// Whether members take the draws of a posterior.
    is_posterior: bool,
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
            is_posterior: ensemble.draws.is_some(),
            series,
        }
    }
}

/// One member when its first lever starts.
#[derive(Debug)]
struct Prefix {
    parameters: Parameters,
    calibration: Calibration,
    stream: Stream,
    /// What holds when the first lever starts, with the kept series of the months before.
    runner: Runner,
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
        let stream = ensemble.stream(member);
        let course = Course::new(model, &parameters, &calibration, scenario, Some(stream));
        let mut runner = Runner::start(&course, Recorder::of(model, &self.key.series), 0);
        runner.advance(&course, self.key.months);
        Ok(Prefix { parameters, calibration, stream, runner })
    }

    fn finish(&self, prefix: &Prefix, ensemble: &Ensemble<'_>, scenario: &Scenario) -> Vec<f64> {
        let Prefix { parameters, calibration, stream, runner } = prefix;
        let course = Course::new(ensemble.model, parameters, calibration, scenario, Some(*stream));
        runner.clone().finish(&course).values
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
