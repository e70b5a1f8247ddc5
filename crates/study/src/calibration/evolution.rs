//! Differential-evolution Markov chains: the slow cross-check of the fit.
//!
//! ```text
//! proposal   x_i + g (x_a - x_b) + e        a, b two other chains of the other half; e normal, sd NUDGE
//! accept     with probability min(1, pi(proposal)/pi(x_i))          log pi = -Phi(x) - x'x/2
//! g          2.38/sqrt(2 d'), d' the number of coordinates moved; 1 in every tenth generation, to jump between modes
//! ```
//!
//! A generation moves the chains of one half, then those of the other, each by differences within the half at rest, so
//! that chains of a half run side by side and the distribution stays what it should be. Some generations move all
//! coordinates, others a random part of them, which keeps proposals acceptable in many dimensions. (ter Braak 2006, "A
//! Markov chain Monte Carlo version of the genetic algorithm differential evolution"; halves as in Foreman-Mackey et
//! al. 2013, "emcee"; parts as in Vrugt et al. 2009, "Accelerating Markov chain Monte Carlo simulation by differential
//! evolution with self-adaptive randomized subspace sampling".)
//!
//! Chains span only the space of their differences; there should be more of them than parameters, and starting them at
//! the fit's ensemble saves the way there.

use super::error::CalibrationError;
use super::forward::{Forward, runs};
use super::keyed::{Key, Use};
use super::linear::{Matrix, dot};
use super::observations::Observations;
use crate::ensemble::Observer;

/// Standard deviation of the noise that makes every point reachable, in standard deviations of the prior.
const NUDGE: f64 = 1e-4;
/// Every so many generations a step has the length of the difference itself.
const LONG_STEP_EVERY: usize = 10;
/// Shares of the coordinates that a generation moves, in turn.
const PARTS: [f64; 3] = [1.0, 0.3, 0.1];

/// How long chains run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Generations; each costs a run for every chain.
    pub generations: usize,
    /// Generations before the first that is kept.
    pub dropped: usize,
    /// Of the rest every so many is kept, at least 1.
    pub kept_every: usize,
}

/// What the chains visited.
#[derive(Clone, Debug, PartialEq)]
pub struct Visited {
    /// Scores, a row for each chain and generation kept, chains side by side.
    pub scores: Matrix,
    /// Share of proposals accepted.
    pub accepted: f64,
}

struct Chains {
    scores: Matrix,
    log_density: Vec<f64>,
    accepted: usize,
}

/// Runs chains from the rows of `start`.
///
/// # Errors
/// Fewer than 6 chains, nothing kept, a start without a finite prediction, predictions of the wrong number, or an
/// observer who wants no more.
pub fn chains(
    observations: &Observations,
    start: &Matrix,
    length: Length,
    seed: u64,
    forward: &impl Forward,
    observer: &dyn Observer,
) -> Result<Visited, CalibrationError> {
    let count = start.rows();
    let kept_generations = length.generations.saturating_sub(length.dropped) / length.kept_every.max(1);
    for (of, given, least) in [("chains", count, 6), ("generations kept", kept_generations, 1)] {
        if given < least {
            return Err(CalibrationError::TooFew { of, given, least });
        }
    }
    let log_density = densities(observations, start, forward, observer)?;
    let failed = log_density.iter().filter(|density| density.is_infinite()).count();
    if failed > 0 {
        return Err(CalibrationError::RunsFailed { failed, runs: count });
    }
    let mut chains = Chains { scores: start.clone(), log_density, accepted: 0 };
    let mut kept = Vec::new();
    for generation in 0..length.generations {
        for half in [0..count / 2, count / 2..count] {
            chains.advance(observations, half, (seed, generation), forward, observer)?;
        }
        let after = (generation + 1).saturating_sub(length.dropped);
        if after > 0 && after % length.kept_every.max(1) == 0 {
            kept.extend((0..count).map(|chain| chains.scores.row(chain).to_vec()));
        }
    }
    let accepted = chains.accepted as f64 / (count * length.generations) as f64;
    Ok(Visited { scores: Matrix::from_rows(kept.into_iter()), accepted })
}

/// Logarithms of the posterior density up to a constant; minus infinity for a failed run.
fn densities(
    observations: &Observations,
    scores: &Matrix,
    forward: &impl Forward,
    observer: &dyn Observer,
) -> Result<Vec<f64>, CalibrationError> {
    let found = runs(scores, observations.len(), forward, observer)?;
    let density = |row: usize| match found.sound[row] {
        true => {
            let point = scores.row(row);
            -observations.misfit(found.predictions.row(row)) - 0.5 * dot(point, point)
        }
        false => f64::NEG_INFINITY,
    };
    Ok((0..scores.rows()).map(density).collect())
}

impl Chains {
    /// Moves the chains of one half.
    fn advance(
        &mut self,
        observations: &Observations,
        half: std::ops::Range<usize>,
        (seed, generation): (u64, usize),
        forward: &impl Forward,
        observer: &dyn Observer,
    ) -> Result<(), CalibrationError> {
        let rest: Vec<usize> = (0..self.scores.rows()).filter(|chain| !half.contains(chain)).collect();
        let key = |member| Key { seed, of: Use::Chain, member, step: generation };
        let proposals = Matrix::from_rows(half.clone().map(|chain| self.proposal(chain, &rest, key(chain))));
        let densities = densities(observations, &proposals, forward, observer)?;
        for (row, chain) in half.enumerate() {
            if key(chain).uniform(ACCEPTANCE).ln() < densities[row] - self.log_density[chain] {
                self.scores.row_mut(chain).copy_from_slice(proposals.row(row));
                self.log_density[chain] = densities[row];
                self.accepted += 1;
            }
        }
        Ok(())
    }

    fn proposal(&self, chain: usize, rest: &[usize], key: Key) -> Vec<f64> {
        let dimensions = self.scores.columns();
        let first = key.below(FIRST, rest.len());
        let second = (first + 1 + key.below(SECOND, rest.len() - 1)) % rest.len();
        let (a, b) = (self.scores.row(rest[first]), self.scores.row(rest[second]));
        let share = PARTS[key.step % PARTS.len()];
        let mut moved: Vec<bool> = (0..dimensions).map(|at| key.uniform(OTHERS + 2 * at) < share).collect();
        moved[key.below(AT_LEAST, dimensions)] = true;
        let count = moved.iter().filter(|moved| **moved).count() as f64;
        let length = if key.step % LONG_STEP_EVERY == LONG_STEP_EVERY - 1 { 1.0 } else { 2.38 / (2.0 * count).sqrt() };
        let mut point = self.scores.row(chain).to_vec();
        for at in (0..dimensions).filter(|at| moved[*at]) {
            point[at] += length * (a[at] - b[at]) + NUDGE * key.normal(OTHERS + 2 * at + 1);
        }
        point
    }
}

/// Coordinates of a chain's random numbers.
const ACCEPTANCE: usize = 0;
const FIRST: usize = 1;
const SECOND: usize = 2;
const AT_LEAST: usize = 3;
const OTHERS: usize = 4;
