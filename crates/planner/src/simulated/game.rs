//! A randomised schedule against traffickers who learn its odds.
//!
//! Teams are placed anew each week by a draw. Traffickers know the odds, not the draw, and hold a
//! pattern of route shares. A month averages over its weeks, so that a pair of odds and pattern is worth
//! what a run with the mean placement m says while the pattern q is held: cost(m, q). m is picked from a
//! lattice, against one of two opponents:
//!
//! ```text
//! learners ([`plan_for_learners`])   min over m of cost(m, settled(m)): the planner commits to odds, simulated
//!                                    traffickers settle on their routes against them (a Stackelberg game)
//! worst    ([`plan_for_the_worst`])  min over m of max over q of cost(m, q): no odds are safer against
//!                                    traffickers who might hold any pattern that they could settle on
//! ```
//! The second is a double oracle (McMahan, Gordon and Blum 2003) with the planner's side solved by the
//! lattice: each round takes the best m against the patterns found so far, which bounds the value from
//! below, and adds the pattern on which simulated traffickers settle against it; the value is what m costs
//! at worst over all patterns found. Both are proven for the lattice where every placement was tried.
//! Traffickers of the simulator follow value, not the objective; patterns that would hurt the planner
//! more but pay less do not occur.
//!
//! The odds follow from the mean by comb sampling (Tsai et al. 2010): the teams' cumulated means are
//! cut at u, u + 1, u + 2, ... for one uniform u, so that each week every place has its mean number of
//! teams rounded up or down.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use counterflow_model::interdiction::Enforcement;

use super::{Lattice, Member, Placed, PlacementProblem, Proof, Reaction, Trial, search};
use crate::answer::{Bounded, Watch};
use crate::error::PlannerError;

/// Improvement below which a pattern counts as none, relative to the value.
const NO_IMPROVEMENT: f64 = 1e-9;

/// Odds of a schedule by their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomisedPlan {
    /// Mean steps on each place.
    pub mean_steps: Vec<usize>,
    /// Cost against the opponent (value), and what no mean placement of the lattice undercuts (bound;
    /// minus infinity where not every one was tried).
    pub cost: Bounded,
    /// Whether the bound is proven for the lattice.
    pub proof: Proof,
    /// Rounds played.
    pub rounds: usize,
    /// Trials of a placement, over all rounds.
    pub tried: usize,
}

/// The mean placement that does best once traffickers have settled against it.
///
/// # Errors
/// Faults of the problem.
pub fn plan_for_learners(
    problem: &PlacementProblem<'_>,
    member: &Member,
    lattice: Lattice,
    limit: usize,
    watch: &dyn Watch,
) -> Result<RandomisedPlan, PlannerError> {
    problem.check()?;
    let trial = Trial { reaction: Reaction::Once, enforcement: Enforcement::Fixed };
    let cost = |steps: &[usize]| problem.cost(problem.value(member, &problem.uses(member, &in_steps(steps)), trial));
    let placed = search(lattice, limit, watch, &cost)?;
    Ok(RandomisedPlan {
        cost: placed.bounded(),
        mean_steps: placed.steps,
        proof: placed.proof,
        rounds: 1,
        tried: placed.tried,
    })
}

/// The mean placement that does best at worst over the patterns, in at most `rounds` rounds.
///
/// # Errors
/// Faults of the problem.
pub fn plan_for_the_worst(
    problem: &PlacementProblem<'_>,
    member: &Member,
    lattice: Lattice,
    limit: usize,
    rounds: usize,
    watch: &dyn Watch,
) -> Result<RandomisedPlan, PlannerError> {
    problem.check()?;
    let settled = |steps: &[usize]| problem.settled_shares(member, &problem.uses(member, &in_steps(steps)));
    let against = |steps: &[usize], shares: &[f64]| {
        problem.cost(problem.value_at_shares(
            member,
            &problem.uses(member, &in_steps(steps)),
            shares,
            Enforcement::Fixed,
        ))
    };
    let mut patterns = vec![settled(&vec![0; lattice.places])];
    // Costs against earlier patterns do not change; only the newest one is run.
    let known = Known::default();
    let (mut bound, mut tried) = (f64::NEG_INFINITY, 0);
    let mut earlier: Option<(Placed, f64)> = None;
    let mut round = 0;
    loop {
        round += 1;
        let worst = |steps: &[usize]| {
            let mut costs = recall(&known, steps);
            costs.extend(patterns[costs.len()..].iter().map(|pattern| against(steps, pattern)));
            let worst = costs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            remember(&known, steps, costs);
            worst
        };
        let placed = search(lattice, limit, watch, &worst)?;
        tried += placed.tried;
        bound = placed.bounded().bound.max(bound);
        let pattern = settled(&placed.steps);
        let value = placed.cost.max(against(&placed.steps, &pattern));
        let is_stopped = placed.proof == Proof::Stopped;
        // A placement met again has its own pattern among those found: there are finitely many rounds.
        if is_stopped || round >= rounds || value - placed.cost <= NO_IMPROVEMENT * value.abs() {
            // The last placement of a search that was stopped may be worse than that of the round before.
            let better = earlier.filter(|(_, known)| is_stopped && *known <= value);
            let (chosen, value) = better.unwrap_or((placed.clone(), value));
            return Ok(RandomisedPlan {
                mean_steps: chosen.steps,
                cost: Bounded { value, bound },
                proof: placed.proof,
                rounds: round,
                tried,
            });
        }
        earlier = Some((placed, value));
        patterns.push(pattern);
    }
}

type Known = Mutex<BTreeMap<Vec<usize>, Vec<f64>>>;

fn recall(known: &Known, steps: &[usize]) -> Vec<f64> {
    // A poisoned lock still holds whole entries.
    known.lock().unwrap_or_else(PoisonError::into_inner).get(steps).cloned().unwrap_or_default()
}

fn remember(known: &Known, steps: &[usize], costs: Vec<f64>) {
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(steps.to_vec(), costs);
}

/// Placements of whole teams whose mean is the one given, with their probabilities, in the order of the
/// comb's offset. Every place has its mean rounded up or down.
#[must_use]
pub fn odds_of_teams(mean_teams: &[f64]) -> Vec<(Vec<usize>, f64)> {
    // Means are small fractions; steps of this size are rounding.
    const ROUNDING: f64 = 1e-9;
    let cumulated: Vec<f64> = mean_teams
        .iter()
        .scan(0.0, |sum, mean| {
            *sum += mean;
            Some(*sum)
        })
        .collect();
    let mut offsets: Vec<f64> = cumulated
        .iter()
        .map(|sum| (sum + ROUNDING).fract())
        .chain([0.0, 1.0])
        .map(|offset| if offset < 2.0 * ROUNDING { 0.0 } else { offset })
        .collect();
    offsets.sort_by(f64::total_cmp);
    offsets.dedup_by(|later, earlier| *later - *earlier < ROUNDING);
    let teeth_below = |sum: f64, offset: f64| (sum - offset).ceil().max(0.0) as usize;
    let placement = |offset: f64| {
        let below: Vec<usize> = cumulated.iter().map(|&sum| teeth_below(sum, offset)).collect();
        (0..below.len()).map(|place| below[place] - place.checked_sub(1).map_or(0, |before| below[before])).collect()
    };
    offsets.windows(2).map(|ends| (placement(f64::midpoint(ends[0], ends[1])), ends[1] - ends[0])).collect()
}

fn in_steps(steps: &[usize]) -> Vec<f64> {
    steps.iter().map(|&count| count as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comb's mean is exact and no place is ever a whole team away from it.
    #[test]
    fn prop_odds_have_the_mean_asked_for() {
        for case in 0..1000_usize {
            let parts = 1 + case % 7;
            let teams = 1 + case / 7 % 5;
            // Parts spread over four places by the digits of the case.
            let mut counts = [0_usize; 4];
            (0..parts).for_each(|part| counts[(case / 3 + part * part * (case % 11)) % 4] += 1);
            let mean: Vec<f64> = counts.iter().map(|&count| (teams * count) as f64 / parts as f64).collect();
            let odds = odds_of_teams(&mean);
            let total: f64 = odds.iter().map(|(_, probability)| probability).sum();
            assert!((total - 1.0).abs() < 1e-9, "{mean:?} {odds:?}");
            assert!(odds.iter().all(|(placement, _)| placement.iter().sum::<usize>() == teams), "{mean:?} {odds:?}");
            for (place, wanted) in mean.iter().enumerate() {
                let found: f64 =
                    odds.iter().map(|(placement, probability)| placement[place] as f64 * probability).sum();
                assert!((found - wanted).abs() < 1e-8, "{mean:?} {odds:?}");
                assert!(
                    odds.iter().all(|(placement, _)| (placement[place] as f64 - wanted).abs() < 1.0),
                    "{mean:?} {odds:?}"
                );
            }
        }
    }
}
