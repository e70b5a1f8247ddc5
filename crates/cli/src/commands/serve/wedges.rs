//! What each lever of a scenario contributes to one indicator: first on central assumptions and expected
//! values, then with the spread over the members of an ensemble.
//!
//! An effect is the change against the same world without levers, as a mean over the last months of the
//! run; flows count per year. "Alone" is the lever by itself, the contribution its Shapley value, the
//! remainder what is left of the whole effect beyond the levers alone.

use super::beginning::{self, Beginnings, Key, Shelf};
use super::in_turn::in_parts;
use super::request::{WedgesRequest, check_size, refusal, with_parameters};
use super::shapley;
use crate::commands::run::chosen_series;
use crate::headline::Chosen;
use crate::session::Session;
use counterflow_model::policy::{LeverId, Scenario};
use counterflow_model::{RunOptions, run};
use counterflow_server::{Listener, Refusal};
use counterflow_study::claims::find_series;
use counterflow_study::ensemble::Ensemble;
use counterflow_study::statistics::{quantile, sorted};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// Most levers whose sets are all tried: two to the power of five runs per member.
const MOST_LEVERS: usize = 5;
/// Months at the end of a run over which an effect is averaged, as in a comparison.
const WINDOW_MONTHS: usize = 36;
const MONTHS_PER_YEAR: f64 = 12.0;
/// Median and ends of the 90 % interval.
const QUANTILES: [(&str, f64); 3] = [("median", 0.5), ("p05", 0.05), ("p95", 0.95)];

/// Runs the sets of levers and tells the contributions.
pub fn answer(
    request: &WedgesRequest,
    session: &Session,
    shelf: &Shelf,
    listener: &dyn Listener,
) -> Result<(), Refusal> {
    let named = with_parameters(session, &request.scenario, &request.set)?;
    let chosen = chosen_series(std::slice::from_ref(&request.series), &session.model)
        .map_err(|problems| refusal(problems.into()))?;
    let [chosen] = chosen.as_slice() else {
        return Err(Refusal::bad_request("contributions are to one series: INDICATOR@PLACE"));
    };
    let levers = levers_of(&named.scenario);
    if levers.len() < 2 || levers.len() > MOST_LEVERS {
        return Err(Refusal::bad_request(format!(
            "contributions are told of 2 to {MOST_LEVERS} levers; the scenario uses {}",
            levers.len()
        )));
    }
    check_size(
        session,
        std::slice::from_ref(&named),
        request.members.saturating_mul(shapley::sets(levers.len()) as u32),
    )?;
    let ensemble = beginning::ensemble(session, request.members, request.seed);
    let sets = (0..shapley::sets(levers.len())).map(|set| only(&named.scenario, &levers, set)).collect();
    let beginnings = shelf.take(Key::new(&named.scenario, &ensemble, vec![chosen.position]));
    let wedges = Wedges { session, ensemble, beginnings, sets, levers, chosen, of: request.members };
    listener.tell(wedges.central()?);
    in_parts(request.members, &|member| wedges.member(member), listener, &|members| wedges.part(members))
}

/// The levers in use, each once.
fn levers_of(scenario: &Scenario) -> Vec<LeverId> {
    let mut levers = Vec::new();
    for used in &scenario.levers {
        if !levers.contains(&used.id) {
            levers.push(used.id);
        }
    }
    levers
}

/// The scenario with the levers of a set.
fn only(scenario: &Scenario, levers: &[LeverId], set: usize) -> Scenario {
    let is_in =
        |id: LeverId| levers.iter().position(|known| *known == id).is_some_and(|lever| shapley::holds(set, lever));
    let used = scenario.levers.iter().filter(|used| is_in(used.id)).cloned().collect();
    Scenario { levers: used, ..scenario.clone() }
}

struct Wedges<'a> {
    session: &'a Session,
    ensemble: Ensemble<'a>,
    beginnings: Arc<Beginnings>,
    /// The scenario with every set of its levers.
    sets: Vec<Scenario>,
    levers: Vec<LeverId>,
    chosen: &'a Chosen,
    of: u32,
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

impl Wedges<'_> {
    /// Contributions of the run on central parameters and expected values, with what the levers cost in it.
    fn central(&self) -> Result<Value, Refusal> {
        let model = self.ensemble.model;
        let one = |scenario: &Scenario| {
            let parameters = self.ensemble.parameters(scenario, 0).map_err(|error| refusal(error.problem.into()))?;
            Ok(run(model, &parameters, scenario, RunOptions::default()))
        };
        let runs = self.sets.par_iter().map(one).collect::<Result<Vec<_>, Refusal>>()?;
        let levels: Vec<f64> = runs.iter().map(|run| self.level(run.series(self.chosen.position))).collect();
        let with_all = &runs[runs.len() - 1];
        let cost = |lever: &LeverId| {
            let found = find_series(model, &format!("cost@{}", lever.lever().key)).ok();
            found.map(|found| mean_of_last(with_all.series(found.position)) * MONTHS_PER_YEAR)
        };
        let costs: Vec<Option<f64>> = self.levers.iter().map(cost).collect();
        let effects = Effects::new(&levels);
        let mut value = self.value(0, |pick| json!({"central": pick(&effects)}));
        if let Some(levers) = value["levers"].as_array_mut() {
            levers.iter_mut().zip(costs).for_each(|(lever, cost)| lever["cost_usd_per_year"] = json!(cost));
        }
        Ok(value)
    }

    fn member(&self, member: u32) -> Result<Effects, Refusal> {
        let level =
            |scenario: &Scenario| Ok(self.level(self.beginnings.path(&self.ensemble, scenario, member)?.into_iter()));
        let levels = self.sets.iter().map(level).collect::<Result<Vec<f64>, Refusal>>()?;
        Ok(Effects::new(&levels))
    }

    fn level(&self, values: impl ExactSizeIterator<Item = f64>) -> f64 {
        mean_of_last(values) * if self.chosen.indicator.flow { MONTHS_PER_YEAR } else { 1.0 }
    }

    fn part(&self, members: &[Effects]) -> Value {
        self.value(members.len(), |pick| {
            let values = sorted(members.iter().map(pick));
            QUANTILES
                .iter()
                .map(|(name, share)| ((*name).to_owned(), json!(quantile(&values, *share))))
                .collect::<serde_json::Map<_, _>>()
                .into()
        })
    }

    fn value(&self, members: usize, told: impl Fn(&dyn Fn(&Effects) -> f64) -> Value) -> Value {
        let lever = |(position, lever): (usize, &LeverId)| json!({"id": lever.lever().key, "alone": told(&|effects| effects.alone[position]), "contribution": told(&|effects| effects.contribution[position])});
        let levers: Vec<Value> = self.levers.iter().enumerate().map(lever).collect();
        let start = self.session.model.world.start;
        let until = self.sets[0].until;
        let from = until.plus_months(1 - WINDOW_MONTHS as i64).max(start);
        json!({
            "members": members, "of": self.of, "indicator": self.chosen.indicator.id, "place": self.chosen.place, "unit": self.chosen.indicator.unit,
            "window": [from.to_string(), until.to_string()], "levers": levers,
            "remainder": told(&|effects| effects.remainder), "all": told(&|effects| effects.all),
        })
    }
}

fn mean_of_last(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let (all, months) = (values.len(), values.len().clamp(1, WINDOW_MONTHS));
    values.skip(all.saturating_sub(months)).sum::<f64>() / months as f64
}
