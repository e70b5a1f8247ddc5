//! Ensemble smoother with multiple data assimilation, in steps of its own choosing.
//!
//! ```text
//! theta_j <- theta_j + C_tg (C_gg + a S)^-1 (y + sqrt(a) S^(1/2) xi_j - g(theta_j))        j = 1 .. J
//! 1/a = min( max( m / (2 mean Phi), sqrt(m / (2 var Phi)) ), 1 - T )       Phi_j = |S^(-1/2)(y - g(theta_j))|^2 / 2
//! T   <- T + 1/a, from 0 until 1
//! ```
//!
//! `theta` are scores (standard normal before the fit), `g` the predictions at the data `y`, `S` the covariance of
//! errors and discrepancies, `m` the number of data, `C_tg` and `C_gg` covariances within the ensemble, `xi_j` standard
//! normal numbers keyed by seed, step and member. Since the increments `1/a` sum to 1, a linear model with normal
//! errors ends in the exact posterior as J grows. (Emerick and Reynolds 2013, "Ensemble smoother with multiple data
//! assimilation", for the update; Iglesias and Yang 2021, "Adaptive regularisation for ensemble Kalman inversion",
//! for the increments.)
//!
//! Two things are added. Where the first misfits are large the increments begin small; so that the fit ends after
//! [`Options::most_steps`], an increment is at least `(1 - T)/(2^left - 1)`, with `left` steps to go: that which
//! would end in time if increments doubled. And a run without a finite result takes the place of another member,
//! chosen by a keyed draw, because a covariance needs numbers; how many did so is reported.
//!
//! Domain: several times as many members as parameters that the data can tell (with 200 parameters and 25 that matter,
//! J = 100 gives intervals that are too narrow, J = 1,000 does not: `examples/recovery.rs`). Known failures: posteriors
//! with several modes or strong curvature come out as about their nearest normal shape; [`super::importance`] mends the
//! curvature. Noise in `C_tg` takes a little variance from parameters that no datum informs.

use super::checkpoint;
use super::error::CalibrationError;
use super::forward::{Forward, Runs, prior_points, runs};
use super::keyed::{Key, Use};
use super::linear::{Cholesky, Matrix, add_scaled};
use super::observations::Observations;
use super::state::{Done, State};
use crate::ensemble::Observer;
use rayon::prelude::*;
use std::path::Path;

/// How the fit is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Members of the ensemble, at least 3.
    pub members: usize,
    /// Seed.
    pub seed: u64,
    /// Steps after which the fit ends at the latest.
    pub most_steps: usize,
}

/// Share of runs that may fail in a step.
const MOST_FAILURES: f64 = 0.5;

/// A fit to be made.
#[derive(Clone, Debug)]
pub struct Smoother<'a> {
    observations: &'a Observations,
    keys: Vec<u64>,
    options: Options,
    identity: String,
}

/// A finished fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Scores, a row for each member, a column for each parameter.
    pub scores: Matrix,
    /// Logarithms of the predictions at the data, a row for each member.
    pub log_predictions: Matrix,
    /// What each step did.
    pub done: Vec<Done>,
}

impl<'a> Smoother<'a> {
    /// A fit of parameters whose names have the stable hashes `keys`, biases last, to observations. `rests_on` says in
    /// whatever words what else the predictions depend on (hashes of world, evidence and program): a state on disk
    /// goes on only where it is the same.
    ///
    /// # Errors
    /// No parameters, fewer than 3 members, or no steps.
    pub fn new(
        observations: &'a Observations,
        keys: Vec<u64>,
        options: Options,
        rests_on: &str,
    ) -> Result<Self, CalibrationError> {
        let least = [("parameters", keys.len(), 1), ("members", options.members, 3), ("steps", options.most_steps, 1)];
        for (of, given, least) in least {
            if given < least {
                return Err(CalibrationError::TooFew { of, given, least });
            }
        }
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<u64>>();
        let data = (bits(observations.log_values()), bits(observations.covariance().values()));
        let identity = checkpoint::digest(format!("{rests_on:?} {options:?} {keys:?} {data:?}").as_bytes());
        Ok(Self { observations, keys, options, identity })
    }

    /// The ensemble before the fit.
    #[must_use]
    pub fn start(&self) -> State {
        let scores = prior_points(&self.keys, 0..self.options.members, self.options.seed);
        State { scores, temperature: 0.0, done: Vec::new() }
    }

    /// Goes on to the end of the fit from the state in the file, or from the start where there is none; after each
    /// step the state is written there. A fit that was killed so ends with the same bytes as one that was not.
    ///
    /// # Errors
    /// A state of another fit or a damaged one, a disk that fails, predictions of the wrong number, too many failed
    /// runs, or an observer who wants no more.
    pub fn run(
        &self,
        file: Option<&Path>,
        forward: &impl Forward,
        observer: &dyn Observer,
    ) -> Result<Fit, CalibrationError> {
        let mut state = match file {
            Some(path) => checkpoint::read(path, &self.identity)?,
            None => None,
        }
        .unwrap_or_else(|| self.start());
        while state.temperature < 1.0 {
            state = self.step(&state, forward, observer)?;
            if let Some(path) = file {
                checkpoint::write(path, &state, &self.identity)?;
            }
        }
        let last = state.done.len();
        let (scores, predictions, _) = self.evaluate(&state.scores, last, forward, observer)?;
        Ok(Fit { scores, log_predictions: predictions, done: state.done })
    }

    /// One step.
    ///
    /// # Errors
    /// As [`Smoother::run`], but for the disk.
    pub fn step(
        &self,
        state: &State,
        forward: &impl Forward,
        observer: &dyn Observer,
    ) -> Result<State, CalibrationError> {
        let step = state.done.len();
        let (scores, predictions, failed) = self.evaluate(&state.scores, step, forward, observer)?;
        let misfits: Vec<f64> =
            (0..scores.rows()).map(|member| self.observations.misfit(predictions.row(member))).collect();
        let (mean_misfit, sd_misfit) = mean_and_sd(&misfits);
        let increment = self.increment((mean_misfit, sd_misfit), state);
        let is_last = increment >= 1.0 - state.temperature;
        let scores = self.update(scores, &predictions, 1.0 / increment, step)?;
        let temperature = if is_last { 1.0 } else { state.temperature + increment };
        let mut done = state.done.clone();
        done.push(Done { increment, mean_misfit, sd_misfit, failed });
        Ok(State { scores, temperature, done })
    }

    /// The increment of the temperature.
    fn increment(&self, (mean, sd): (f64, f64), state: &State) -> f64 {
        let rest = 1.0 - state.temperature;
        let half_data = self.observations.len() as f64 / 2.0;
        let chosen = (half_data / mean).max(half_data.sqrt() / sd);
        let left = self.options.most_steps.saturating_sub(state.done.len()).clamp(1, 60) as i32;
        let least = rest / (2.0_f64.powi(left) - 1.0);
        // No misfit and no spread leave nothing to be careful about.
        if chosen.is_nan() { rest } else { chosen.max(least).min(rest) }
    }

    /// Predictions of all members, failed ones replaced.
    fn evaluate(
        &self,
        scores: &Matrix,
        step: usize,
        forward: &impl Forward,
        observer: &dyn Observer,
    ) -> Result<(Matrix, Matrix, usize), CalibrationError> {
        let found = runs(scores, self.observations.len(), forward, observer)?;
        let failed = found.failed();
        if failed as f64 > MOST_FAILURES * scores.rows() as f64 {
            return Err(CalibrationError::RunsFailed { failed, runs: scores.rows() });
        }
        let Runs { mut predictions, sound } = found;
        let mut scores = scores.clone();
        let others: Vec<usize> = (0..sound.len()).filter(|member| sound[*member]).collect();
        for member in (0..sound.len()).filter(|member| !sound[*member]) {
            let key = Key { seed: self.options.seed, of: Use::Replacement, member, step };
            let other = others[key.below(0, others.len())];
            let (point, predicted) = (scores.row(other).to_vec(), predictions.row(other).to_vec());
            scores.row_mut(member).copy_from_slice(&point);
            predictions.row_mut(member).copy_from_slice(&predicted);
        }
        Ok((scores, predictions, failed))
    }

    /// The update of all members; `inflation` multiplies the covariance of the data.
    fn update(
        &self,
        scores: Matrix,
        predictions: &Matrix,
        inflation: f64,
        step: usize,
    ) -> Result<Matrix, CalibrationError> {
        let degrees = (scores.rows() - 1) as f64;
        let spread = predictions.less(&predictions.means());
        let own = spread.transposed().times(&spread);
        let errors = self.observations.covariance();
        let total = Matrix::from_fn(own.rows(), own.rows(), |row, column| {
            own.row(row)[column] / degrees + inflation * errors.row(row)[column]
        });
        let across = spread.transposed().times(&scores.less(&scores.means()));
        let factor = Cholesky::new(&total).ok_or(CalibrationError::NotPositiveDefinite { of: "the predictions" })?;
        let weights = |member: usize| {
            let key = Key { seed: self.options.seed, of: Use::Perturbation, member, step };
            let noise = self.observations.factor().correlate(&key.normals(self.observations.len()));
            let mut innovation = self.observations.residuals(predictions.row(member));
            add_scaled(&mut innovation, inflation.sqrt(), &noise);
            factor.solve(&innovation)
        };
        let weights: Vec<Vec<f64>> = (0..scores.rows()).into_par_iter().map(weights).collect();
        let weights = Matrix::from_fn(scores.rows(), self.observations.len(), |row, column| weights[row][column]);
        let moves = weights.times(&across);
        let mut moved = scores;
        (0..moves.rows()).for_each(|member| add_scaled(moved.row_mut(member), 1.0 / degrees, moves.row(member)));
        Ok(moved)
    }
}

/// Mean and standard deviation.
fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0)).sqrt())
}
