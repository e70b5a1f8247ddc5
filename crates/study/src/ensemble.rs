//! The ensemble engine: members x scenarios, on any number of threads, to the same bits.
//!
//! A member is one draw of every uncertain parameter and one stream of random numbers; member 0 is
//! the central draw. All scenarios of a member share both, so that differences between scenarios are
//! differences of policy. A member's result depends on (world, scenario, draw, seed) alone.

use counterflow_evidence::{Draw, Evidence};
use counterflow_model::month::record::Recorder;
use counterflow_model::policy::Scenario;
use counterflow_model::random::{Purpose, Stream};
use counterflow_model::{Calibration, Course, Hold, Model, Parameters, Runner};
use rayon::prelude::*;

/// What an ensemble runs.
#[derive(Clone, Copy, Debug)]
pub struct Ensemble<'a> {
    /// The prepared world.
    pub model: &'a Model,
    /// Parameters with provenance.
    pub evidence: &'a Evidence,
    /// Number of members.
    pub members: u32,
    /// Seed.
    pub seed: u64,
    /// Draws in place of the evidence's own ranges; none for these.
    pub draws: Option<&'a dyn MemberDraws>,
}

/// Draws of parameters that members take in place of those of the evidence, such as a posterior.
pub trait MemberDraws: Sync + std::fmt::Debug {
    /// Replaces values in a draw of the evidence by the member's own; those of member 0 are central.
    fn replace(&self, draw: &mut Draw, seed: u64, member: u32);
}

/// What is kept of every run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Positions of series in a row.
    pub series: Vec<usize>,
    /// First month that counts for the mean flow by route.
    pub routes_from: usize,
}

/// Some series of every member of one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Number of months.
    pub months: usize,
    members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq)]
struct Member {
    /// Values by series, month.
    values: Vec<f64>,
    /// Mean monthly flow by route.
    route_flow_kg: Vec<f64>,
}

impl Sample {
    /// One series of one member through time; `series` counts the series kept.
    #[must_use]
    pub fn series(&self, member: usize, series: usize) -> &[f64] {
        let start = series * self.months;
        &self.members[member].values[start..start + self.months]
    }

    /// Mean monthly flow of a route in one member.
    #[must_use]
    pub fn route_flow_kg(&self, member: usize, route: usize) -> f64 {
        self.members[member].route_flow_kg[route]
    }

    /// Number of routes.
    #[must_use]
    pub fn routes(&self) -> usize {
        self.members.first().map_or(0, |member| member.route_flow_kg.len())
    }

    /// Number of members.
    #[must_use]
    pub fn members(&self) -> usize {
        self.members.len()
    }
}

/// Follows an ensemble from outside, asked by every thread. A function counts the runs.
pub trait Observer: Sync {
    /// So many more runs lie ahead.
    fn expect(&self, _runs: u64) {}

    /// A run is done.
    fn done(&self);

    /// Whether nobody wants the rest; asked before each run, which it may hold up for a while.
    fn is_unwanted(&self) -> bool {
        false
    }
}

impl<F: Fn() + Sync> Observer for F {
    fn done(&self) {
        self();
    }
}

/// Why an ensemble ended early.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EnsembleError {
    /// A scenario sets a parameter that does not exist.
    #[error(transparent)]
    Override(#[from] OverrideError),
    /// Nobody wanted the rest.
    #[error("nobody wants the rest of the runs")]
    Unwanted,
}

/// A parameter override that names no parameter.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("scenario `{scenario}`: {problem}")]
pub struct OverrideError {
    /// Scenario.
    pub scenario: String,
    /// The problem.
    pub problem: counterflow_evidence::diagnostics::Problem,
}

impl Ensemble<'_> {
    /// The parameter draw of a member: member 0 is central, others are sampled.
    #[must_use]
    pub fn draw(&self, member: u32) -> Draw {
        let mut draw = self.draw_of_evidence(member);
        if let Some(draws) = self.draws {
            draws.replace(&mut draw, self.seed, member);
        }
        draw
    }

    fn draw_of_evidence(&self, member: u32) -> Draw {
        if member == 0 {
            return self.evidence.central();
        }
        let stream = self.stream(member);
        self.evidence.sample(&mut |entity| stream.uniform(0, Purpose::Parameter, entity))
    }

    /// The random stream of a member.
    #[must_use]
    pub fn stream(&self, member: u32) -> Stream {
        Stream { seed: self.seed, member }
    }

    /// Runs all members of a scenario, unless the observer wants no more of them.
    ///
    /// # Errors
    /// A parameter override of the scenario that names no parameter, or members that nobody wants.
    pub fn sample(&self, scenario: &Scenario, keep: &Keep, observer: &dyn Observer) -> Result<Sample, EnsembleError> {
        self.sample_in_turn(std::slice::from_ref(scenario), keep, observer)
    }

    /// Runs all members, member `i` under the variant `i` modulo their number. Variants of one scenario
    /// differ in their structure and end in the same month; of none, there is no month.
    ///
    /// # Errors
    /// As [`Ensemble::sample`].
    pub fn sample_in_turn(
        &self,
        variants: &[Scenario],
        keep: &Keep,
        observer: &dyn Observer,
    ) -> Result<Sample, EnsembleError> {
        let Some(first) = variants.first() else { return Ok(Sample { months: 0, members: Vec::new() }) };
        let one = |member: u32| {
            if observer.is_unwanted() {
                return Err(EnsembleError::Unwanted);
            }
            let kept = self.member(&variants[member as usize % variants.len()], keep, member)?;
            observer.done();
            Ok(kept)
        };
        let members: Result<Vec<Member>, EnsembleError> = (0..self.members).into_par_iter().map(one).collect();
        Ok(Sample { months: counterflow_model::run::months(self.model, first), members: members? })
    }

    fn member(&self, scenario: &Scenario, keep: &Keep, member: u32) -> Result<Member, OverrideError> {
        let parameters = self.parameters(scenario, member)?;
        let baseline = Calibration::new(self.model, &parameters, &scenario.switches, Hold::default());
        let course = Course::new(self.model, &parameters, &baseline, scenario, Some(self.stream(member)));
        let run = Runner::start(&course, Recorder::of(self.model, &keep.series), keep.routes_from).finish(&course);
        let values = (0..run.width).flat_map(|series| run.series(series)).collect();
        Ok(Member { values, route_flow_kg: run.route_flow_kg })
    }

    /// The parameters of a member, with the scenario's overrides.
    ///
    /// # Errors
    /// An override that names no parameter.
    pub fn parameters(&self, scenario: &Scenario, member: u32) -> Result<Parameters, OverrideError> {
        let draw = self
            .evidence
            .with_overrides(&self.draw(member), &scenario.parameters)
            .map_err(|problem| OverrideError { scenario: scenario.id.clone(), problem })?;
        Ok(Parameters::of(self.evidence, &draw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study_file::shipped::Shipped;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Wants no run beyond so many.
    struct Sated {
        runs: AtomicU32,
        most: u32,
    }

    impl Observer for Sated {
        fn done(&self) {
            self.runs.fetch_add(1, Ordering::SeqCst);
        }

        fn is_unwanted(&self) -> bool {
            self.runs.load(Ordering::SeqCst) >= self.most
        }
    }

    #[test]
    fn runs_end_when_nobody_wants_the_rest() {
        let shipped = Shipped::load();
        let scenario = &shipped.scenarios[0].scenario;
        let (members, most, threads) = (400, 3, rayon::current_num_threads() as u32);
        let ensemble = Ensemble { model: &shipped.model, evidence: &shipped.evidence, members, seed: 1, draws: None };
        let observer = Sated { runs: AtomicU32::new(0), most };
        assert_eq!(ensemble.sample(scenario, &Keep::default(), &observer), Err(EnsembleError::Unwanted));
        // A thread that had asked before the last run was done may add one.
        assert!(observer.runs.into_inner() < most + threads);
    }
}
