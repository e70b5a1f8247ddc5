//! Sobol indices with bootstrap intervals.
//!
//! With `f(A)` etc. the standardised outputs of the runs of [`super::saltelli`], `V` the variance of
//! `f(A)` and `f(B)` together, and means over base samples:
//!
//! ```text
//! first order   Saltelli et al. 2010   mean[ f(B) (f(AB_i) - f(A)) ] / V
//!               Jansen 1999            1 - mean[ (f(B) - f(AB_i))^2 ] / 2V
//!               Owen 2013              mean[ (f(A) - f(AB_i)) (f(BA_i) - f(B)) ] / 2V
//! total order   Jansen 1999            mean[ (f(A) - f(AB_i))^2 ] / 2V
//!               Sobol 2007             mean[ f(A) (f(A) - f(AB_i)) ] / V
//! second order  Saltelli 2002          mean[ f(BA_i) f(AB_j) - f(A) f(B) ] / V - S_i - S_j
//! ```
//!
//! Owen's estimator ("Better estimation of small Sobol' sensitivity indices", correlation 2) is
//! written for three samples; here the third is the second, which doubles its expectation, hence
//! the 2. It is exact in the mean for small indices and needs the runs of the second order.
//! Intervals are normal intervals over resamples of whole blocks (Archer, Saltelli and Sobol 1997).

use super::error::check_confidence;
use super::resampling::{multiplicities, with_intervals};
use super::saltelli::{Columns, Order, Outputs};
use super::{Bootstrap, Estimate, SensitivityError};
use rayon::prelude::*;

/// Estimator of the first order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstOrder {
    /// Saltelli et al. 2010, table 2 (b): the general choice.
    #[default]
    Saltelli,
    /// Jansen 1999: better for large indices.
    Jansen,
    /// Owen 2013: better for small indices; needs second order.
    Owen,
}

/// Estimator of the total order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TotalOrder {
    /// Jansen 1999: never negative, the general choice.
    #[default]
    Jansen,
    /// Sobol 2007: better for small indices.
    Sobol,
}

/// How indices are estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Method {
    /// First order.
    pub first: FirstOrder,
    /// Total order.
    pub total: TotalOrder,
    /// Intervals.
    pub bootstrap: Bootstrap,
}

/// The joint part of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// First group.
    pub one: usize,
    /// Second group, after the first.
    pub other: usize,
    /// Share of the variance that only both together explain.
    pub index: Estimate,
}

/// Sobol indices, in the order of the groups of the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// Share of the variance that a group explains alone.
    pub first: Vec<Estimate>,
    /// Share of the variance that a group has a part in.
    pub total: Vec<Estimate>,
    /// Pairs, by first and then by second group; empty without second order.
    pub second: Vec<Pair>,
    /// Mean of all outputs.
    pub mean: f64,
    /// Variance of the outputs of A and B.
    pub variance: f64,
}

/// Estimates the indices of a design from its outputs.
///
/// # Errors
/// Outputs that are not finite or do not vary, a confidence outside (0, 1), or an estimator that
/// needs runs which the design has not.
pub fn indices(outputs: &Outputs<'_>, method: &Method) -> Result<Indices, SensitivityError> {
    prefix_indices(outputs, method, outputs.design().base_samples())
}

/// Indices from the first blocks alone.
pub(super) fn prefix_indices(
    outputs: &Outputs<'_>,
    method: &Method,
    base_samples: usize,
) -> Result<Indices, SensitivityError> {
    let Bootstrap { resamples, seed, .. } = method.bootstrap;
    let resample = |resample: u32| multiplicities(base_samples, resample, seed);
    let replicates = if resamples < 2 { 0 } else { resamples };
    estimate(outputs, method, base_samples, replicates, &resample)
}

/// Indices, with intervals from resamples that `resample` draws.
pub(super) fn estimate(
    outputs: &Outputs<'_>,
    method: &Method,
    base_samples: usize,
    resamples: u32,
    resample: &(dyn Fn(u32) -> Vec<f64> + Sync),
) -> Result<Indices, SensitivityError> {
    check_confidence(method.bootstrap.confidence)?;
    if method.first == FirstOrder::Owen && outputs.design().order() == Order::First {
        return Err(SensitivityError::NeedsSecondOrder { estimator: "Owen's estimator" });
    }
    let columns = outputs.columns(base_samples)?;
    let terms = Terms::new(&columns, method);
    let everything = vec![1.0; base_samples];
    let values = terms.indices(&everything);
    if values.iter().any(|value| !value.is_finite()) {
        return Err(SensitivityError::Constant { value: columns.mean });
    }
    let replicates: Vec<Vec<f64>> =
        (0..resamples).into_par_iter().map(|number| terms.indices(&resample(number))).collect();
    let estimates = with_intervals(&values, &replicates, &method.bootstrap);
    let groups = columns.ab.len();
    let (first, rest) = estimates.split_at(groups);
    let (total, second) = rest.split_at(groups);
    let pair = |((one, other), index): ((usize, usize), &Estimate)| Pair { one, other, index: *index };
    Ok(Indices {
        first: first.to_vec(),
        total: total.to_vec(),
        second: pairs(groups).zip(second).map(pair).collect(),
        mean: columns.mean,
        variance: terms.variance(&everything) * columns.deviation.powi(2),
    })
}

/// All pairs of groups, each once.
fn pairs(groups: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..groups).flat_map(move |one| (one + 1..groups).map(move |other| (one, other)))
}

/// What is averaged over base samples, worked out once for all resamples.
struct Terms<'c> {
    columns: &'c Columns,
    /// By group, base sample; the mean over V is the index, but for Jansen's first order.
    first: Vec<Vec<f64>>,
    first_is_complement: bool,
    total: Vec<Vec<f64>>,
    /// By base sample.
    sum: Vec<f64>,
    sum_of_squares: Vec<f64>,
    product: Vec<f64>,
}

/// Base samples that are worked on together, so that all columns stay in the cache.
const CHUNK: usize = 256;

impl<'c> Terms<'c> {
    fn new(columns: &'c Columns, method: &Method) -> Self {
        let (a, b) = (&columns.a, &columns.b);
        let of = |term: &dyn Fn(usize) -> f64| (0..a.len()).map(term).collect::<Vec<f64>>();
        let first = |group: usize| {
            let ab = &columns.ab[group];
            match method.first {
                FirstOrder::Saltelli => of(&|n| b[n] * (ab[n] - a[n])),
                FirstOrder::Jansen => of(&|n| 0.5 * (b[n] - ab[n]).powi(2)),
                FirstOrder::Owen => of(&|n| 0.5 * (a[n] - ab[n]) * (columns.ba[group][n] - b[n])),
            }
        };
        let total = |group: usize| {
            let ab = &columns.ab[group];
            match method.total {
                TotalOrder::Jansen => of(&|n| 0.5 * (a[n] - ab[n]).powi(2)),
                TotalOrder::Sobol => of(&|n| a[n] * (a[n] - ab[n])),
            }
        };
        let groups = columns.ab.len();
        Self {
            columns,
            first: (0..groups).map(first).collect(),
            first_is_complement: method.first == FirstOrder::Jansen,
            total: (0..groups).map(total).collect(),
            sum: of(&|n| a[n] + b[n]),
            sum_of_squares: of(&|n| a[n] * a[n] + b[n] * b[n]),
            product: of(&|n| a[n] * b[n]),
        }
    }

    /// Variance of A and B together when base samples count `weights` times.
    fn variance(&self, weights: &[f64]) -> f64 {
        let runs = 2.0 * weights.iter().sum::<f64>();
        let mean = dot(weights, &self.sum) / runs;
        dot(weights, &self.sum_of_squares) / runs - mean * mean
    }

    /// First, total and second order, one after the other.
    fn indices(&self, weights: &[f64]) -> Vec<f64> {
        let scale = 1.0 / (weights.iter().sum::<f64>() * self.variance(weights));
        let share = |terms: &Vec<f64>| dot(weights, terms) * scale;
        let first: Vec<f64> = self
            .first
            .iter()
            .map(share)
            .map(|share| if self.first_is_complement { 1.0 - share } else { share })
            .collect();
        let total = self.total.iter().map(share);
        let common = share(&self.product);
        let joint = self.joint(weights);
        let second = pairs(first.len())
            .zip(&joint)
            .map(|((one, other), joint)| joint * scale - common - first[one] - first[other]);
        let mut all = first.clone();
        all.extend(total);
        all.extend(second);
        all
    }

    /// Weighted sums of f(BA_i) f(AB_j), by pair.
    fn joint(&self, weights: &[f64]) -> Vec<f64> {
        let groups = self.columns.ba.len();
        let mut sums = vec![0.0; pairs(groups).count()];
        let mut weighted = vec![0.0; CHUNK];
        for start in (0..weights.len()).step_by(CHUNK) {
            let end = (start + CHUNK).min(weights.len());
            let mut rest = sums.as_mut_slice();
            for one in 0..groups {
                let weighted = &mut weighted[..end - start];
                let factors = weights[start..end].iter().zip(&self.columns.ba[one][start..end]);
                weighted.iter_mut().zip(factors).for_each(|(product, (weight, ba))| *product = weight * ba);
                let (row, later) = rest.split_at_mut(groups - one - 1);
                rest = later;
                row.iter_mut()
                    .zip(one + 1..)
                    .for_each(|(sum, other)| *sum += dot(weighted, &self.columns.ab[other][start..end]));
            }
        }
        sums
    }
}

/// Sum of products in a fixed order of eight running sums, which the compiler can keep in vector
/// registers.
fn dot(left: &[f64], right: &[f64]) -> f64 {
    const LANES: usize = 8;
    let (left_lanes, left_rest) = left.as_chunks::<LANES>();
    let (right_lanes, right_rest) = right.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    for (a, b) in left_lanes.iter().zip(right_lanes) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = left_rest.iter().zip(right_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
