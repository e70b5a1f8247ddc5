//! From the smoother's ensemble to the posterior: importance weights on the active subspace.
//!
//! The smoother sees means and covariances alone. Its ensemble therefore only says where to look:
//!
//! 1. Directions: a linear regression of the whitened predictions `S^(-1/2) g` on the scores, over the ensemble, has
//!    slopes `H` and leaves `r = S^(-1/2) y` less its constant. Along an eigenvector `v` of `H'H` with eigenvalue `l`
//!    a linear model's posterior is normal with mean `v'H'r/(1 + l)` and variance `1/(1 + l)`. The directions of the
//!    largest eigenvalues are the active subspace. (Constantine 2015, "Active subspaces"; Cui, Martin, Marzouk,
//!    Solonen and Spantini 2014, "Likelihood-informed dimension reduction for nonlinear inverse problems".)
//! 2. Proposal: along the active directions a mixture of Student t fitted to the ensemble, along each other direction
//!    that normal distribution, which is the prior where the data say nothing. The prior would not do for all of them:
//!    a hundred directions, each weakly informed, together move by several standard deviations.
//! 3. Weights: likelihood times prior over proposal, smoothed ([`super::pareto`]). The mixture may be fitted anew to
//!    the weighted points for some rounds.
//!
//! Effective sample size and `k` say whether the weighted points stand for the posterior. If they do not, take the
//! smoother's ensemble and say so.
//!
//! Known failure: a mode that no member is near is reached by few points or by none, and the effective sample size does
//! not tell. Where two modes are possible, compare with chains from the prior ([`super::evolution`]).

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
    /// Directions with an eigenvalue below this are not active; 1 halves the variance.
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
    let linear = Linearised::of(observations, fit)?;
    let active_directions = linear.active(options);
    let mut points = Matrix::from_fn(fit.scores.rows(), active_directions, |member, at| {
        dot(fit.scores.row(member), linear.directions.row(at))
    });
    let mut weights = vec![1.0 / fit.scores.rows() as f64; fit.scores.rows()];
    let mut round = 0;
    loop {
        let fitted = Mixture::fit(&points, &weights, options.degrees_of_freedom, options.components, options.seed);
        let proposal = fitted.ok_or(CalibrationError::NotPositiveDefinite { of: "the ensemble" })?;
        let active = Matrix::from_rows((0..options.points).map(|point| proposal.draw(options.seed, round, point)));
        let along = linear.completed(&active, (options.seed, round));
        let scores = along.times(&linear.directions);
        let found = runs(&scores, observations.len(), forward, observer)?;
        let log_weight = |point: usize| match found.sound[point] {
            true => {
                let log_proposal =
                    proposal.log_density(active.row(point)) + linear.log_density(along.row(point), active_directions);
                // The constant of the normal density is that of every point.
                let log_prior = -0.5 * dot(along.row(point), along.row(point));
                log_prior - observations.misfit(found.predictions.row(point)) - log_proposal
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
            let directions = (0..active_directions).map(|at| linear.directions.row(at).to_vec());
            return Ok(Posterior {
                scores,
                log_predictions: found.predictions,
                smoothed,
                directions: Matrix::from_rows(directions),
                eigenvalues: linear.eigenvalues[..active_directions].to_vec(),
            });
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

/// The posterior of the linear model that comes nearest to the ensemble's predictions, along its eigenvectors.
struct Linearised {
    /// Largest first.
    eigenvalues: Vec<f64>,
    /// A row of scores for each eigenvalue.
    directions: Matrix,
    /// Posterior means along the directions.
    means: Vec<f64>,
}

impl Linearised {
    fn of(observations: &Observations, fit: &Fit) -> Result<Self, CalibrationError> {
        let factor = observations.factor();
        let whitened = Matrix::from_rows(
            (0..fit.log_predictions.rows()).map(|member| factor.whiten(fit.log_predictions.row(member))),
        );
        let (centre, level) = (fit.scores.means(), whitened.means());
        let (x, y) = (fit.scores.less(&centre), whitened.less(&level));
        let own = Cholesky::new(&x.transposed().times(&x));
        let own = own.ok_or(CalibrationError::NotPositiveDefinite { of: "the ensemble" })?;
        let across = y.transposed().times(&x);
        // A row of slopes for each datum.
        let slopes = Matrix::from_rows((0..across.rows()).map(|datum| own.solve(across.row(datum))));
        let mut pull = vec![0.0; slopes.columns()];
        for (datum, value) in factor.whiten(observations.log_values()).iter().enumerate() {
            let left = value - level[datum] + dot(slopes.row(datum), &centre);
            add_scaled(&mut pull, left, slopes.row(datum));
        }
        let (values, directions) = symmetric_eigen(&slopes.transposed().times(&slopes));
        let eigenvalues: Vec<f64> = values.into_iter().map(|value| value.max(0.0)).collect();
        let mean = |at: usize| dot(directions.row(at), &pull) / (1.0 + eigenvalues[at]);
        let means = (0..eigenvalues.len()).map(mean).collect();
        Ok(Self { eigenvalues, directions, means })
    }

    /// Number of active directions; at least one.
    fn active(&self, options: &Reweighting) -> usize {
        let informed = self.eigenvalues.iter().take_while(|value| **value >= options.least_eigenvalue).count();
        informed.clamp(1, options.most_directions.min(self.eigenvalues.len()))
    }

    /// Coordinates along all directions: given ones along the active, normal ones along the others.
    fn completed(&self, active: &Matrix, (seed, round): (u64, usize)) -> Matrix {
        // Rounds of places in a mixture are numbered from 0; the other directions take the same key's upper half.
        const OTHERS: usize = 1 << 31;
        Matrix::from_fn(active.rows(), self.means.len(), |member, at| match active.row(member).get(at) {
            Some(along) => *along,
            None => {
                let normal = Key { seed, of: Use::Place, member, step: OTHERS + round }.normal(at);
                self.means[at] + normal / (1.0 + self.eigenvalues[at]).sqrt()
            }
        })
    }

    /// Logarithm, up to a constant, of the density of the coordinates from `first` on.
    fn log_density(&self, along: &[f64], first: usize) -> f64 {
        let term = |at: usize| -0.5 * (along[at] - self.means[at]).powi(2) * (1.0 + self.eigenvalues[at]);
        (first..along.len()).map(term).sum()
    }
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
