//! Before the fit: can the model meet the data at all?
//!
//! - Prior-predictive check: does the central 95 % interval of what the prior foresees, errors and discrepancies
//!   included, hold each datum? (Box 1980, "Sampling and Bayes' inference in scientific modelling and robustness".)
//!   Data outside call for another structure, not for another fit.
//! - Implausibility: `I_ij = |y_i - g_i(theta_j)| / sqrt(S_ii)`. A run is implausible when its third largest `I` is
//!   above 3 (Pukelsheim 1994, "The three sigma rule"; Vernon, Goldstein and Bower 2010, "Galaxy formation: a Bayesian
//!   uncertainty analysis", for leaving out the largest). A datum for which even the least `I` of all runs is above 3
//!   is out of the model's reach.

use super::error::CalibrationError;
use super::forward::{Forward, prior_points, runs};
use super::keyed::{Key, Use};
use super::observations::Observations;
use super::scores::Sample;
use crate::ensemble::Observer;

/// A run further from the data than this many standard deviations is implausible.
pub const IMPLAUSIBLE_FROM: f64 = 3.0;
/// The largest implausibilities of a run that do not count, so that one odd datum condemns nothing.
const FORGIVEN: usize = 2;
/// Runs held in memory at a time.
const BATCH: usize = 1000;

/// What runs drawn from the prior say.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Runs with finite predictions.
    pub runs: usize,
    /// Runs without.
    pub failed: usize,
    /// Runs that are not implausible.
    pub plausible: usize,
    /// For each datum the least implausibility of any run.
    pub least_implausibility: Vec<f64>,
    /// For each datum what the prior foresees, from the first runs (a thousand at most).
    pub predictive: Vec<Predictive>,
}

/// A datum before what the prior foresees, in logarithms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predictive {
    /// Quantile .025.
    pub low: f64,
    /// Median.
    pub median: f64,
    /// Quantile .975.
    pub high: f64,
    /// The datum.
    pub observed: f64,
}

impl Predictive {
    /// Whether the interval holds the datum.
    #[must_use]
    pub fn holds_the_datum(&self) -> bool {
        (self.low..=self.high).contains(&self.observed)
    }
}

/// Runs so many points of the prior; points are those with which a fit of the same keys and seed starts, and more.
///
/// # Errors
/// No runs, none of the first batch sound, predictions of the wrong number, or an observer who wants no more.
pub fn screen(
    observations: &Observations,
    keys: &[u64],
    (points, seed): (usize, u64),
    forward: &impl Forward,
    observer: &dyn Observer,
) -> Result<Screen, CalibrationError> {
    if points == 0 {
        return Err(CalibrationError::TooFew { of: "runs", given: 0, least: 1 });
    }
    let data = observations.len();
    let mut found = Screen {
        runs: 0,
        failed: 0,
        plausible: 0,
        least_implausibility: vec![f64::INFINITY; data],
        predictive: vec![],
    };
    let log_sd = observations.log_sd();
    for start in (0..points).step_by(BATCH) {
        let members = start..points.min(start + BATCH);
        let batch = runs(&prior_points(keys, members, seed), data, forward, observer)?;
        let sound: Vec<usize> = (0..batch.sound.len()).filter(|run| batch.sound[*run]).collect();
        found.failed += batch.failed();
        found.runs += sound.len();
        let rows: Vec<&[f64]> = sound.iter().map(|run| batch.predictions.row(*run)).collect();
        rows.iter().for_each(|row| found.count(&observations.residuals(row), &log_sd));
        if start == 0 {
            if rows.is_empty() {
                return Err(CalibrationError::RunsFailed { failed: batch.failed(), runs: batch.failed() });
            }
            found.predictive = predictive(observations, &rows, seed);
        }
    }
    Ok(found)
}

impl Screen {
    /// Adds a run.
    fn count(&mut self, residuals: &[f64], log_sd: &[f64]) {
        let mut distances: Vec<f64> =
            residuals.iter().zip(log_sd).map(|(residual, log_sd)| residual.abs() / log_sd).collect();
        for (least, distance) in self.least_implausibility.iter_mut().zip(&distances) {
            *least = least.min(*distance);
        }
        distances.sort_by(|a, b| b.total_cmp(a));
        let judged = distances[FORGIVEN.min(distances.len() - 1)];
        self.plausible += usize::from(judged <= IMPLAUSIBLE_FROM);
    }

    /// Share of the data that the prior's 95 % intervals hold.
    #[must_use]
    pub fn share_held(&self) -> f64 {
        let held = self.predictive.iter().filter(|datum| datum.holds_the_datum()).count();
        held as f64 / self.predictive.len() as f64
    }

    /// Positions of data that no run comes near.
    #[must_use]
    pub fn out_of_reach(&self) -> Vec<usize> {
        let far = |datum: &usize| self.least_implausibility[*datum] > IMPLAUSIBLE_FROM;
        (0..self.least_implausibility.len()).filter(far).collect()
    }
}

/// Quantiles of runs with errors and discrepancies.
fn predictive(observations: &Observations, rows: &[&[f64]], seed: u64) -> Vec<Predictive> {
    let noisy: Vec<Vec<f64>> = rows
        .iter()
        .enumerate()
        .map(|(member, row)| {
            let key = Key { seed, of: Use::Forecast, member, step: 1 };
            let noise = observations.factor().correlate(&key.normals(observations.len()));
            row.iter().zip(noise).map(|(value, noise)| value + noise).collect()
        })
        .collect();
    let of_datum = |(datum, observed): (usize, &f64)| {
        let sample = Sample::equal(noisy.iter().map(|row| row[datum]));
        let [low, median, high] = [0.025, 0.5, 0.975].map(|share| sample.quantile(share));
        Predictive { low, median, high, observed: *observed }
    };
    observations.log_values().iter().enumerate().map(of_datum).collect()
}
