//! What each lever of a scenario contributes to one indicator: first on central assumptions and expected values,
//! then with the spread over the members of an ensemble.
//!
//! An effect is the change against the same world without levers, as a mean over the last months of the run; flows
//! count per year. "Alone" is the lever by itself, the contribution its Shapley value, the remainder what is left of
//! the whole effect beyond the levers alone.

use crate::cancellation::Cancellation;
use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::parts::in_parts;
use crate::prefix_cache::{PrefixCache, PrefixKey, SharedPrefixes};
use crate::results::contributions::{ContributionsPart, Effect, LeverContribution};
use crate::series::{SeriesRef, per_year};
use crate::session::{NamedScenario, Session};
use crate::shapley;
use counterflow_model::policy::{LeverId, Scenario};
use counterflow_model::{RunOptions, run};
use counterflow_report::comparison::MONTHS;
use counterflow_study::ensemble::Ensemble;
use counterflow_study::series::{MONTHS_PER_YEAR, find_series};
use counterflow_study::statistics::Spread;
use rayon::prelude::*;
use std::sync::Arc;

/// Most levers whose sets are all tried: two to the power of five runs per member.
pub const MOST_LEVERS: usize = 5;

/// What contributions are asked for.
#[derive(Clone, Copy, Debug)]
pub struct ContributionsQuestion<'a> {
    /// The scenario.
    pub named: &'a NamedScenario,
    /// The series.
    pub series: &'a SeriesRef,
    /// The ensemble.
    pub size: EnsembleSize,
}

/// Runs the sets of levers and sends the contributions over more and more members.
///
/// # Errors
/// The scenario sets a parameter that does not exist.
pub fn contributions(
    question: ContributionsQuestion<'_>,
    session: &Session,
    cache: &PrefixCache,
    cancellation: &dyn Cancellation,
    send: &mut dyn FnMut(ContributionsPart),
) -> Result<(), Failure> {
    let scenario = &question.named.scenario;
    let levers = levers_of(scenario);
    let ensemble = question.size.over(session);
    let trial = Trial {
        question,
        session,
        ensemble,
        prefixes: cache.of(PrefixKey::new(scenario, &ensemble, vec![question.series.position])),
        sets: (0..shapley::sets(levers.len())).map(|set| only(scenario, &levers, set)).collect(),
        levers,
    };
    send(trial.central()?);
    let part = |members: &[Effects]| trial.part(members);
    in_parts(question.size.members, &|member| trial.member(member), cancellation, &part, send)
}

/// The levers in use, each once.
pub fn levers_of(scenario: &Scenario) -> Vec<LeverId> {
    let mut levers = Vec::new();
    for used in &scenario.levers {
        if !levers.contains(&used.id) {
            levers.push(used.id);
        }
    }
    levers
}

/// Runs that each member takes: one for every set of so many levers.
pub fn runs_per_member(levers: usize) -> usize {
    shapley::sets(levers)
}

/// The scenario with the levers of a set.
fn only(scenario: &Scenario, levers: &[LeverId], set: usize) -> Scenario {
    let is_in =
        |id: LeverId| levers.iter().position(|known| *known == id).is_some_and(|lever| shapley::holds(set, lever));
    let used = scenario.levers.iter().filter(|used| is_in(used.id)).cloned().collect();
    Scenario { levers: used, ..scenario.clone() }
}

struct Trial<'a> {
    question: ContributionsQuestion<'a>,
    session: &'a Session,
    ensemble: Ensemble<'a>,
    prefixes: Arc<SharedPrefixes>,
    /// The scenario with every set of its levers.
    sets: Vec<Scenario>,
    levers: Vec<LeverId>,
}

/// Effects of one member, or of the central run.
struct Effects {
    alone: Vec<f64>,
    contribution: Vec<f64>,
    all: f64,
    remainder: f64,
}

impl Effects {
    fn new(levels: &[f64]) -> Self {
        let worth: Vec<f64> = levels.iter().map(|level| level - levels[0]).collect();
        let contribution = shapley::values(&worth);
        let alone: Vec<f64> = (0..contribution.len()).map(|lever| worth[1 << lever]).collect();
        let all = worth[worth.len() - 1];
        Self { remainder: all - alone.iter().sum::<f64>(), alone, contribution, all }
    }
}

impl Trial<'_> {
    /// Contributions of the run on central parameters and expected values, with what the levers cost in it.
    fn central(&self) -> Result<ContributionsPart, Failure> {
        let model = self.ensemble.model;
        let one = |scenario: &Scenario| {
            let parameters = self.ensemble.parameters(scenario, 0)?;
            Ok(run(model, &parameters, scenario, RunOptions::default()))
        };
        let runs = self.sets.par_iter().map(one).collect::<Result<Vec<_>, Failure>>()?;
        let levels: Vec<f64> = runs.iter().map(|run| self.level(run.series(self.question.series.position))).collect();
        let effects = Effects::new(&levels);
        let mut part = self.part_of(0, |pick| Effect::Central { central: pick(&effects) });
        let with_all = &runs[runs.len() - 1];
        for lever in &mut part.levers {
            let cost = find_series(model, &format!("cost@{}", lever.id)).ok();
            lever.cost_usd_per_year = cost.map(|cost| mean_of_last(with_all.series(cost.position)) * MONTHS_PER_YEAR);
        }
        Ok(part)
    }

    fn member(&self, member: u32) -> Result<Effects, Failure> {
        let level =
            |scenario: &Scenario| Ok(self.level(self.prefixes.path(&self.ensemble, scenario, member)?.into_iter()));
        let levels = self.sets.iter().map(level).collect::<Result<Vec<f64>, Failure>>()?;
        Ok(Effects::new(&levels))
    }

    fn level(&self, values: impl ExactSizeIterator<Item = f64>) -> f64 {
        mean_of_last(values) * per_year(self.question.series.indicator)
    }

    fn part(&self, members: &[Effects]) -> ContributionsPart {
        self.part_of(members.len(), |pick| Effect::Members(Spread::of(members.iter().map(pick))))
    }

    fn part_of(&self, members: usize, effect: impl Fn(&dyn Fn(&Effects) -> f64) -> Effect) -> ContributionsPart {
        let lever = |(position, lever): (usize, &LeverId)| LeverContribution {
            id: lever.lever().key,
            alone: effect(&|effects| effects.alone[position]),
            contribution: effect(&|effects| effects.contribution[position]),
            cost_usd_per_year: None,
        };
        let series = self.question.series;
        let until = self.question.named.scenario.until;
        let from = until.plus_months(1 - MONTHS as i64).max(self.session.model.world.start);
        ContributionsPart {
            members,
            of: self.question.size.members,
            indicator: series.indicator.id,
            place: series.place.clone(),
            unit: series.indicator.unit,
            window: [from.to_string(), until.to_string()],
            levers: self.levers.iter().enumerate().map(lever).collect(),
            remainder: effect(&|effects| effects.remainder),
            all: effect(&|effects| effects.all),
        }
    }
}

/// Mean over the months at the end of a run over which an effect is averaged, as in a comparison.
fn mean_of_last(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let (all, months) = (values.len(), values.len().clamp(1, MONTHS));
    values.skip(all.saturating_sub(months)).sum::<f64>() / months as f64
}
