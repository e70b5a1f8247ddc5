//! A mixture of placements against traffickers who learn, and weeks drawn from it.

use crate::failure::Failure;
use crate::plan::proof::{self, Opponent};
use crate::plan::task::PlacementTask;
use crate::plan::values::Evaluation;
use crate::plan::words::in_one_line;
use crate::plan::{in_steps, refused};
use crate::results::plan::{PlacementOdds, PlacementWeek, SCOPE, ScheduleResult};
use counterflow_evidence::stable_hash;
use counterflow_model::random::{Purpose, Stream};
use counterflow_planner::Watch;
use counterflow_planner::simulated::{RandomisedPlan, odds_of_teams, plan_for_learners, plan_for_the_worst};
use counterflow_report::number::percent;
use counterflow_study::ensemble::Observer;

/// Most rounds of the double oracle; it ends by itself after a handful.
const MOST_ROUNDS: usize = 40;

/// Size of a schedule.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleSize {
    /// Equal teams that the amount is split into.
    pub teams: usize,
    /// Parts that a place's share of the effort is counted in.
    pub parts: usize,
    /// Weeks to draw.
    pub weeks: u16,
    /// Whom the odds are made for.
    pub opponent: Opponent,
}

/// The odds that do best.
///
/// # Errors
/// What the planner refuses.
pub fn search_schedule(
    asked: &PlacementTask<'_>,
    size: ScheduleSize,
    watch: &dyn Watch,
) -> Result<RandomisedPlan, Failure> {
    let (problem, central, runs) = (&asked.problem, &asked.central, asked.request.runs);
    let lattice = asked.lattice(size.parts, size.parts);
    let plan = match size.opponent {
        Opponent::Learners => plan_for_learners(problem, central, lattice, runs, watch),
        Opponent::Worst => plan_for_the_worst(problem, central, lattice, runs, MOST_ROUNDS, watch),
    };
    Ok(plan.map_err(|error| refused(&error))?)
}

/// The odds with weeks drawn from them and the values of their mean.
///
/// # Errors
/// A second run gives another value than the search.
pub fn schedule_result(
    asked: &PlacementTask<'_>,
    size: ScheduleSize,
    plan: &RandomisedPlan,
    observer: &dyn Observer,
) -> Result<ScheduleResult, Failure> {
    let mean_steps = in_steps(&plan.mean_steps);
    let teams_per_part = size.teams as f64 / size.parts as f64;
    let placements = odds_of_teams(&mean_steps.iter().map(|steps| steps * teams_per_part).collect::<Vec<f64>>());
    let in_efforts = |teams: &[usize]| {
        asked.efforts(&in_steps(teams).iter().map(|teams| teams / teams_per_part).collect::<Vec<f64>>())
    };
    let mixture: Vec<PlacementOdds> = placements
        .iter()
        .map(|(teams, probability)| PlacementOdds { probability: *probability, placement: in_efforts(teams) })
        .collect();
    let week = |week: u16| PlacementWeek {
        week: week + 1,
        placement: in_efforts(drawn(&placements, asked.request.size.seed, week)),
    };
    let weeks = (0..size.weeks).map(week).collect();
    let values = Evaluation::new(asked, 1, observer)?.values(&|member| asked.problem.uses(member, &mean_steps));
    let odds_words =
        |odds: &PlacementOdds| format!("{} with {}", in_one_line(&odds.placement), percent(odds.probability));
    let in_short = asked.in_short(
        format!(
            "Each week {} ({}, annual rate).",
            mixture.iter().map(odds_words).collect::<Vec<String>>().join("; or "),
            asked.unit()
        ),
        &values,
    );
    Ok(ScheduleResult {
        question: asked.question(),
        run: asked.record(),
        mixture,
        mean_placement: asked.efforts(&mean_steps),
        weeks,
        search: proof::of_game(plan, &values, size.opponent, asked)?,
        values,
        in_short,
        scope: SCOPE,
    })
}

/// The placement of a week; the seed decides.
fn drawn(placements: &[(Vec<usize>, f64)], seed: u64, week: u16) -> &[usize] {
    let mut left = Stream { seed, member: 0 }.uniform(week, Purpose::Parameter, stable_hash("plan/schedule"));
    let chosen = placements.iter().find(|(_, probability)| {
        left -= probability;
        left < 0.0
    });
    // Rounding may leave a sliver at the end; it belongs to the last placement.
    chosen.or(placements.last()).map_or(&[], |(teams, _)| teams.as_slice())
}
