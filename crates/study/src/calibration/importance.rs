//! From the smoother's ensemble to the posterior: importance weights on the active subspace.
//!
//! The smoother sees means and covariances alone. Its ensemble therefore only says where to look:
//!
//! 1. Active subspace: a linear regression of the whitened predictions `S^(-1/2) g` on the scores, over the ensemble,
//!    has coefficients `B`. The eigenvectors `V` of `B B'` with the largest eigenvalues span the directions that the
//!    data inform; along an eigenvalue `l` the variance falls from 1 to about `1/(1 + l)`. (Constantine 2015, "Active
//!    subspaces"; Cui, Martin, Marzouk, Solonen and Spantini 2014, "Likelihood-informed dimension reduction for
//!    nonlinear inverse problems".)
//! 2. Proposal: along `V` a mixture of Student t fitted to the ensemble, in all other directions the prior:
//!    `theta = V a + (1 - V V') z`, `a ~ q`, `z ~ N(0, 1)`.
//! 3. Weights: `w = exp(-Phi(theta)) N(a; 0, 1)/q(a)`, since the prior of the other directions cancels; smoothed
//!    ([`super::pareto`]). The proposal may be fitted anew to the weighted points for some rounds.
//!
//! Effective sample size and `k` say whether the weighted points stand for the posterior. If they do not, take the
//! smoother's ensemble and say so. Known failure: a second mode that neither the ensemble nor a component of the
//! mixture reaches is missed, and no diagnostic of weights can tell; chains ([`super::evolution`]) may.

use super::error::CalibrationError;
use super::forward::{Forward, runs};
use super::keyed::{Key, Use};
use super::linear::{Cholesky, Matrix, add_scaled, dot, symmetric_eigen};
use super::mixture::Mixture;
use super::observations::Observations;
use super::pareto::{SmoothedWeights, smoothed};
use super::smoother::Fit;
use crate::ensemble::Observer;

/// How the ensemble is reweighted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reweighting {
    /// Points of a round, at least 10.
    pub points: usize,
    /// Rounds, at least 1; each but the last gives the proposal of the next.
    pub rounds: usize,
    /// Components of the mixture, at least 1.
    pub components: usize,
    /// Degrees of freedom of the Student t distributions, above 2.
    pub degrees_of_freedom: f64,
    /// Directions with an eigenvalue below this stay with the prior: 0.1 leaves a variance of 0.91 as 1.
    pub least_eigenvalue: f64,
    /// Most directions that may be active.
    pub most_directions: usize,
    /// Seed.
    pub seed: u64,
}

/// Weighted points that stand for the posterior.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Scores, a row for each point.
    pub scores: Matrix,
    /// Logarithms of the predictions at the data, a row for each point; rows without weight may hold no number.
    pub log_predictions: Matrix,
    /// Weights with their diagnostics.
    pub smoothed: SmoothedWeights,
    /// Directions that the data inform, largest eigenvalue first: rows of scores of length 1.
    pub directions: Matrix,
    /// Eigenvalues of these directions.
    pub eigenvalues: Vec<f64>,
}

/// Reweights the ensemble of a fit.
///
/// # Errors
/// Options out of range, an ensemble with fewer members than parameters, predictions of the wrong number, no run with a
/// finite result, or an observer who wants no more.
pub fn reweighted(
    observations: &Observations,
    fit: &Fit,
    options: &Reweighting,
    forward: &impl Forward,
    observer: &dyn Observer,
) -> Result<Posterior, CalibrationError> {
    check(fit, options)?;
    let (eigenvalues, directions) = active(observations, fit, options)?;
    let mut points = fit.scores.times(&directions.transposed());
    let mut weights = vec![1.0 / fit.scores.rows() as f64; fit.scores.rows()];
    let mut round = 0;
    loop {
        let fitted = Mixture::fit(&points, &weights, options.degrees_of_freedom, options.components, options.seed);
        let proposal = fitted.ok_or(CalibrationError::NotPositiveDefinite { of: "the ensemble" })?;
        let active = Matrix::from_rows((0..options.points).map(|point| proposal.draw(options.seed, round, point)));
        let scores = completed(&active, &directions, (options.seed, round));
        let found = runs(&scores, observations.len(), forward, observer)?;
        let log_weight = |point: usize| match found.sound[point] {
            true => {
                let along = active.row(point);
                // The constant of the normal density is that of every point.
                let log_prior = -0.5 * dot(along, along);
                log_prior - observations.misfit(found.predictions.row(point)) - proposal.log_density(along)
            }
            false => f64::NEG_INFINITY,
        };
        if found.failed() == options.points {
            return Err(CalibrationError::RunsFailed { failed: options.points, runs: options.points });
        }
        let log_weights: Vec<f64> = (0..options.points).map(log_weight).collect();
        let smoothed = smoothed(&log_weights);
        round += 1;
        if round >= options.rounds {
            return Ok(Posterior { scores, log_predictions: found.predictions, smoothed, directions, eigenvalues });
        }
        (points, weights) = (active, smoothed.weights);
    }
}

fn check(fit: &Fit, options: &Reweighting) -> Result<(), CalibrationError> {
    let numbers = [
        ("points", options.points, 10),
        ("rounds", options.rounds, 1),
        ("components", options.components, 1),
        ("directions", options.most_directions, 1),
        ("members", fit.scores.rows(), fit.scores.columns() + 2),
    ];
    for (of, given, least) in numbers {
        if given < least {
            return Err(CalibrationError::TooFew { of, given, least });
        }
    }
    if options.degrees_of_freedom > 2.0 && options.degrees_of_freedom.is_finite() {
        return Ok(());
    }
    let (of, item, value) = ("the degrees of freedom", "the mixture".to_owned(), options.degrees_of_freedom);
    Err(CalibrationError::Number { of, item, value, expected: "a finite number above 2" })
}

/// Eigenvalues and directions that the data inform; at least one.
fn active(
    observations: &Observations,
    fit: &Fit,
    options: &Reweighting,
) -> Result<(Vec<f64>, Matrix), CalibrationError> {
    let whitened = Matrix::from_rows(
        (0..fit.log_predictions.rows()).map(|member| observations.factor().whiten(fit.log_predictions.row(member))),
    );
    let (x, y) = (fit.scores.less(&fit.scores.means()), whitened.less(&whitened.means()));
    let own = Cholesky::new(&x.transposed().times(&x));
    let own = own.ok_or(CalibrationError::NotPositiveDefinite { of: "the ensemble" })?;
    let across = y.transposed().times(&x);
    // A row of coefficients for each datum.
    let slopes = Matrix::from_rows((0..across.rows()).map(|datum| own.solve(across.row(datum))));
    let (values, vectors) = symmetric_eigen(&slopes.transposed().times(&slopes));
    let informed = values.iter().take_while(|value| **value >= options.least_eigenvalue).count();
    let count = informed.clamp(1, options.most_directions);
    Ok((values[..count].to_vec(), Matrix::from_rows((0..count).map(|row| vectors.row(row).to_vec()))))
}

/// Points in all directions: given ones along the active, prior ones along the others.
fn completed(active: &Matrix, directions: &Matrix, (seed, round): (u64, usize)) -> Matrix {
    // Rounds of places in a mixture are numbered from 0; the other directions take the same key's upper half.
    const OTHERS: usize = 1 << 31;
    Matrix::from_rows((0..active.rows()).map(|member| {
        let mut point = Key { seed, of: Use::Place, member, step: OTHERS + round }.normals(directions.columns());
        for (row, along) in active.row(member).iter().enumerate() {
            let direction = directions.row(row);
            let there = dot(&point, direction);
            add_scaled(&mut point, along - there, direction);
        }
        point
    }))
}

/// Mean and standard deviation of every column under weights that sum to 1. Of scores, whose standard deviation is 1
/// before the fit: how far the data moved each parameter, and how much they narrowed it.
#[must_use]
pub fn moments(points: &Matrix, weights: &[f64]) -> Vec<(f64, f64)> {
    let mut means = vec![0.0; points.columns()];
    weights.iter().enumerate().for_each(|(row, weight)| add_scaled(&mut means, *weight, points.row(row)));
    let mut variances = vec![0.0; points.columns()];
    for (row, weight) in weights.iter().enumerate() {
        for ((variance, mean), value) in variances.iter_mut().zip(&means).zip(points.row(row)) {
            *variance += weight * (value - mean).powi(2);
        }
    }
    means.into_iter().zip(variances.into_iter().map(f64::sqrt)).collect()
}
