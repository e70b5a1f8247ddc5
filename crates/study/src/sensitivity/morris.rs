//! Elementary effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007), for inputs alone or in
//! groups.
//!
//! A trajectory visits groups + 1 points of a grid of `p` levels and moves one group per step by
//! `delta = p / (2 (p - 1))`, each input of it up or down. The elementary effect of a group is the
//! change of the output over delta, counted upwards. Over trajectories:
//!
//! ```text
//! mu       mean of the effects            (an input alone)
//! mu_star  mean of their absolute values  (importance; Campolongo et al. eq. 4)
//! sigma    their standard deviation       (interaction or curvature; an input alone)
//! ```
//!
//! Inputs of a group may move in opposite directions, so a group's effect has no sign; only its
//! mu_star is told.

use super::error::{check_confidence, check_outputs};
use super::groups::Groups;
use super::resampling::{deviation, multiplicities, with_intervals};
use super::{Bootstrap, Estimate, SensitivityError};
use counterflow_model::random::philox4x32_10;
use rayon::prelude::*;

/// Relative rounding allowed when steps of a foreign design are recognised.
const ROUNDING: f64 = 1e-9;

/// Trajectories to run a model on.
#[derive(Clone, Debug)]
pub struct MorrisDesign {
    groups: Groups,
    delta: f64,
    trajectories: usize,
    /// Row by row, trajectory by trajectory.
    points: Vec<f64>,
    /// Group moved by each step, and the sign of the move of an input alone.
    steps: Vec<(usize, f64)>,
}

impl MorrisDesign {
    /// Random trajectories on a grid of `levels` levels.
    ///
    /// # Errors
    /// No inputs, fewer than two trajectories, or levels that are odd or below two.
    pub fn new(groups: Groups, trajectories: usize, levels: usize, seed: u64) -> Result<Self, SensitivityError> {
        const MOST_TRAJECTORIES: usize = u32::MAX as usize;
        let delta = step(levels)?;
        if trajectories > MOST_TRAJECTORIES {
            return Err(SensitivityError::TooMany { of: "trajectories", given: trajectories, most: MOST_TRAJECTORIES });
        }
        let mut points = Vec::with_capacity(trajectories * (groups.count() + 1) * groups.inputs());
        for trajectory in 0..trajectories {
            random_trajectory(&groups, levels, delta, &Dice { seed, trajectory: trajectory as u32 }, &mut points);
        }
        Self::from_points(groups, levels, points)
    }

    /// Trajectories made elsewhere, as rows of inputs.
    ///
    /// # Errors
    /// Points that are no whole trajectories, or a step that does not move exactly one group by the
    /// step of the grid, each group once in a trajectory.
    pub fn from_points(groups: Groups, levels: usize, points: Vec<f64>) -> Result<Self, SensitivityError> {
        const LEAST_TRAJECTORIES: usize = 2;
        let delta = step(levels)?;
        let inputs = groups.inputs();
        if inputs == 0 {
            return Err(SensitivityError::NoInputs);
        }
        let size = (groups.count() + 1) * inputs;
        if !points.len().is_multiple_of(size) {
            return Err(SensitivityError::PointCount { given: points.len(), inputs, rows: groups.count() + 1 });
        }
        let trajectories = points.len() / size;
        if trajectories < LEAST_TRAJECTORIES {
            return Err(SensitivityError::TooFew {
                of: "trajectories",
                given: trajectories,
                least: LEAST_TRAJECTORIES,
            });
        }
        let members = groups.members();
        let mut steps = Vec::with_capacity(trajectories * groups.count());
        for (number, trajectory) in points.chunks_exact(size).enumerate() {
            let fault = |(step, fault)| SensitivityError::Trajectory { trajectory: number, step, fault };
            steps.extend(recognised(trajectory, &groups, &members, delta).map_err(fault)?);
        }
        Ok(Self { groups, delta, trajectories, points, steps })
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Number of trajectories.
    #[must_use]
    pub fn trajectories(&self) -> usize {
        self.trajectories
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.trajectories * (self.groups.count() + 1)
    }

    /// Inputs of all runs, row by row.
    #[must_use]
    pub fn points(&self) -> &[f64] {
        &self.points
    }

    /// Runs a model on every row, on the threads of the surrounding pool.
    pub fn evaluate(&self, model: impl Fn(&[f64]) -> f64 + Sync + Send) -> Vec<f64> {
        self.points.par_chunks_exact(self.groups.inputs()).map(model).collect()
    }
}

/// Effects of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Mean absolute effect.
    pub mu_star: Estimate,
    /// Mean effect; none for several inputs.
    pub mu: Option<f64>,
    /// Standard deviation of the effect; none for several inputs.
    pub sigma: Option<f64>,
}

/// Effects of all groups, in their order, over the whole range of the inputs.
///
/// # Errors
/// Outputs that are not finite or not one per run, or a confidence outside (0, 1).
pub fn effects(design: &MorrisDesign, outputs: &[f64], bootstrap: &Bootstrap) -> Result<Vec<Effect>, SensitivityError> {
    check_outputs(outputs, design.runs())?;
    check_confidence(bootstrap.confidence)?;
    let effects = elementary_effects(design, outputs);
    let replicates = if bootstrap.resamples < 2 { 0 } else { bootstrap.resamples };
    let trajectories = design.trajectories as f64;
    let mean_absolute = |weights: &[f64]| -> Vec<f64> {
        effects
            .iter()
            .map(|effects| {
                effects.iter().zip(weights).map(|(effect, weight)| weight * effect.abs()).sum::<f64>() / trajectories
            })
            .collect()
    };
    let values = mean_absolute(&vec![1.0; design.trajectories]);
    let resample = |resample: u32| mean_absolute(&multiplicities(design.trajectories, resample, bootstrap.seed));
    let replicates: Vec<Vec<f64>> = (0..replicates).into_par_iter().map(resample).collect();
    let mu_stars = with_intervals(&values, &replicates, bootstrap);
    let sizes = design.groups.members();
    let one = |((mu_star, effects), members): ((Estimate, &Vec<f64>), &Vec<usize>)| {
        let alone = members.len() == 1;
        Effect {
            mu_star,
            mu: alone.then(|| effects.iter().sum::<f64>() / trajectories),
            sigma: alone.then(|| deviation(effects.iter().copied())),
        }
    };
    Ok(mu_stars.into_iter().zip(&effects).zip(&sizes).map(one).collect())
}

/// Effects by group, trajectory.
fn elementary_effects(design: &MorrisDesign, outputs: &[f64]) -> Vec<Vec<f64>> {
    let groups = design.groups.count();
    let mut effects = vec![vec![0.0; design.trajectories]; groups];
    for trajectory in 0..design.trajectories {
        let outputs = &outputs[trajectory * (groups + 1)..];
        for step in 0..groups {
            let (group, sign) = design.steps[trajectory * groups + step];
            effects[group][trajectory] = sign * (outputs[step + 1] - outputs[step]) / design.delta;
        }
    }
    effects
}

/// The step of the grid: half the levels, over the number of intervals.
fn step(levels: usize) -> Result<f64, SensitivityError> {
    if levels < 2 || !levels.is_multiple_of(2) {
        return Err(SensitivityError::Levels { given: levels });
    }
    Ok(levels as f64 / (2.0 * (levels - 1) as f64))
}

/// Which group each step of a trajectory moves, with its sign.
fn recognised(
    trajectory: &[f64],
    groups: &Groups,
    members: &[Vec<usize>],
    delta: f64,
) -> Result<Vec<(usize, f64)>, (usize, &'static str)> {
    let inputs = groups.inputs();
    let mut moved = vec![false; groups.count()];
    let mut steps = Vec::with_capacity(groups.count());
    for step in 0..groups.count() {
        let (before, after) = trajectory[step * inputs..(step + 2) * inputs].split_at(inputs);
        let change = |input: usize| after[input] - before[input];
        let first = (0..inputs).find(|&input| change(input) != 0.0).ok_or((step, "moves nothing"))?;
        let group = groups.of_input()[first];
        let by_delta = |&input: &usize| (change(input).abs() - delta).abs() <= ROUNDING;
        let rests = |input: usize| groups.of_input()[input] == group || change(input) == 0.0;
        if !members[group].iter().all(by_delta) {
            return Err((step, "does not move every input of its group by the step of the grid"));
        }
        if !(0..inputs).all(rests) {
            return Err((step, "moves more than one group"));
        }
        if std::mem::replace(&mut moved[group], true) {
            return Err((step, "moves a group that has moved before"));
        }
        steps.push((group, change(first).signum()));
    }
    Ok(steps)
}

/// Random numbers of a trajectory.
struct Dice {
    seed: u64,
    trajectory: u32,
}

impl Dice {
    /// A number from 0 to `sides - 1`, for the given purpose and item.
    fn roll(&self, purpose: u32, item: usize, sides: usize) -> usize {
        let key = [self.seed as u32, (self.seed >> 32) as u32];
        let word = philox4x32_10([self.trajectory, purpose, item as u32, 0], key)[0];
        ((u64::from(word) * sides as u64) >> 32) as usize
    }
}

const START: u32 = 1;
const DIRECTION: u32 = 2;
const SEQUENCE: u32 = 3;

fn random_trajectory(groups: &Groups, levels: usize, delta: f64, dice: &Dice, points: &mut Vec<f64>) {
    let half = levels / 2;
    let upwards: Vec<bool> = (0..groups.inputs()).map(|input| dice.roll(DIRECTION, input, 2) == 1).collect();
    // The lower end of the move lies in the lower half of the grid.
    let low: Vec<f64> =
        (0..groups.inputs()).map(|input| dice.roll(START, input, half) as f64 / (levels - 1) as f64).collect();
    let mut row: Vec<f64> = low.iter().zip(&upwards).map(|(low, up)| if *up { *low } else { low + delta }).collect();
    points.extend_from_slice(&row);
    for group in shuffled(groups.count(), dice) {
        for (input, _) in groups.of_input().iter().enumerate().filter(|(_, of)| **of == group) {
            row[input] = if upwards[input] { low[input] + delta } else { low[input] };
        }
        points.extend_from_slice(&row);
    }
}

/// Fisher and Yates's shuffle.
fn shuffled(count: usize, dice: &Dice) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        order.swap(last, dice.roll(SEQUENCE, last, last + 1));
    }
    order
}
