//! A randomised placement against traffickers who learn it: double oracle with the simulator inside.
//!
//! The planner draws a placement each week from a mixture; traffickers hold a pattern of route shares.
//! The pay-off of a pair is the objective of a run with the placement in force and the pattern held.
//! Each round solves the game over the placements and patterns found so far (McMahan, Gordon and Blum
//! 2003), then adds the planner's best placement against the traffickers' mixture and the pattern on
//! which simulated traffickers settle against the planner's mean placement, which is what they see over
//! the months.
//!
//! The value is what the mixture costs at worst over the patterns found; the bound is the least that any
//! placement of the lattice costs against the traffickers' mixture. The bound is a proof where that
//! search tried every placement. Traffickers of the simulator follow value, not the objective; patterns
//! that would hurt the planner more but pay less do not occur.

use counterflow_model::interdiction::Enforcement;

use super::{Lattice, Member, PlacementProblem, Proof, Watch, search};
use crate::answer::Bounded;
use crate::error::PlannerError;
use crate::matrix_game::{self, MatrixGame};

/// Improvement below which a response counts as none, relative to the value.
const NO_IMPROVEMENT: f64 = 1e-9;

/// A mixture of placements.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomisedPlan {
    /// Steps on each place, and the probability of this placement in a week.
    pub placements: Vec<(Vec<usize>, f64)>,
    /// Mean steps on each place.
    pub mean_steps: Vec<f64>,
    /// Cost at worst over the patterns found (value), and what no placement undercuts (bound).
    pub cost: Bounded,
    /// Whether the bound is proven for the lattice.
    pub proof: Proof,
    /// Rounds played.
    pub rounds: usize,
}

/// Solves the game by double oracle, in at most `rounds` rounds.
///
/// # Errors
/// Faults of the problem.
pub fn plan_against_learners(problem: &PlacementProblem<'_>, member: &Member, lattice: Lattice, limit: usize, rounds: usize, watch: &dyn Watch) -> Result<RandomisedPlan, PlannerError> {
    problem.check()?;
    let cost = |steps: &[f64], shares: &[f64]| problem.cost(problem.value_at_shares(member, &problem.uses(member, steps), shares, Enforcement::Fixed));
    let settled = |steps: &[f64]| problem.settled_shares(member, &problem.uses(member, steps));
    let mut patterns = vec![settled(&vec![0.0; lattice.places])];
    let mut placements = vec![search(lattice, limit, watch, &|steps| cost(&in_steps(steps), &patterns[0]))?.steps];
    let mut bound = f64::NEG_INFINITY;
    let mut proof = Proof::Enumerated;
    let mut round = 0;
    loop {
        round += 1;
        let game = restricted_game(&placements, &patterns, &cost);
        let mean_steps = mean(&placements, &game.column_strategy);
        let response = search(lattice, limit, watch, &|steps| {
            let against = |(pattern, share): (&Vec<f64>, &f64)| if *share > 0.0 { share * cost(&in_steps(steps), pattern) } else { 0.0 };
            patterns.iter().zip(&game.row_strategy).map(against).sum()
        })?;
        // A bound holds for the patterns it was computed with; more patterns only raise the value.
        if response.cost > bound {
            (bound, proof) = (response.cost, response.proof);
        }
        let pattern = settled(&mean_steps);
        let worst: f64 = placements.iter().zip(&game.column_strategy).map(|(steps, share)| share * cost(&in_steps(steps), &pattern)).sum();
        let tolerance = NO_IMPROVEMENT * game.value.abs();
        let new_placement = response.cost < game.value - tolerance && !placements.contains(&response.steps);
        let new_pattern = worst > game.value + tolerance;
        if round >= rounds || !(new_placement || new_pattern) {
            let value = game.value.max(worst);
            let used = placements.into_iter().zip(game.column_strategy).filter(|(_, probability)| *probability > 0.0).collect();
            return Ok(RandomisedPlan { placements: used, mean_steps, cost: Bounded { value, bound: bound.min(value) }, proof, rounds: round });
        }
        if new_placement {
            placements.push(response.steps);
        }
        if new_pattern {
            patterns.push(pattern);
        }
    }
}

/// Rows are patterns (traffickers raise the cost), columns are placements.
fn restricted_game(placements: &[Vec<usize>], patterns: &[Vec<f64>], cost: &impl Fn(&[f64], &[f64]) -> f64) -> MatrixGame {
    let row = |pattern: &Vec<f64>| placements.iter().map(|steps| cost(&in_steps(steps), pattern)).collect();
    let payoff: Vec<Vec<f64>> = patterns.iter().map(row).collect();
    matrix_game::solve(&payoff)
}

fn mean(placements: &[Vec<usize>], probability: &[f64]) -> Vec<f64> {
    let mut mean = vec![0.0; placements.first().map_or(0, Vec::len)];
    for (steps, share) in placements.iter().zip(probability) {
        mean.iter_mut().zip(steps).for_each(|(sum, &count)| *sum += share * count as f64);
    }
    mean
}

fn in_steps(steps: &[usize]) -> Vec<f64> {
    steps.iter().map(|&count| count as f64).collect()
}
