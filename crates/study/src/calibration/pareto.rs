//! Importance weights whose largest are smoothed by a generalised Pareto distribution.
//!
//! The `M = min(S/5, 3 sqrt(S))` largest of `S` weights are replaced by the quantiles `(z - 1/2)/M` of a generalised
//! Pareto distribution fitted to their excess over the next largest, cut at the largest raw weight. Its shape `k` says
//! how far the weights can be trusted: below `min(1 - 1/log10 S, 0.7)` well enough, above 0.7 not. (Vehtari, Simpson,
//! Gelman, Yao and Gabry 2024, "Pareto smoothed importance sampling", JMLR 25(72); the fit by Zhang and Stephens 2009,
//! "A new and efficient estimation method for the generalized Pareto distribution", with the weak prior of Vehtari et
//! al., which counts as ten observations of k = 1/2.)

use std::cmp::Ordering;

/// Weights that sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct SmoothedWeights {
    /// The weights, in the order of the points.
    pub weights: Vec<f64>,
    /// Shape of the tail; infinite where too few weights stand out to tell.
    pub pareto_k: f64,
    /// `1/sum w^2`.
    pub effective_sample_size: f64,
}

impl SmoothedWeights {
    /// Whether means over the weights can be relied on.
    #[must_use]
    pub fn is_reliable(&self) -> bool {
        let points = self.weights.len() as f64;
        self.pareto_k < (1.0 - 1.0 / points.log10()).min(0.7)
    }
}

/// Least number of tail weights to which a distribution is fitted.
const LEAST_TAIL: usize = 5;

/// Smooths weights given by their logarithms up to a constant; what is not a number counts as no weight.
#[must_use]
pub fn smoothed(log_weights: &[f64]) -> SmoothedWeights {
    let points = log_weights.len();
    let largest = log_weights.iter().copied().filter(|weight| !weight.is_nan()).fold(f64::NEG_INFINITY, f64::max);
    let raw = |weight: &f64| match weight.partial_cmp(&largest) {
        Some(Ordering::Equal) => 1.0,
        Some(_) => (weight - largest).exp(),
        None => 0.0,
    };
    let mut weights: Vec<f64> = log_weights.iter().map(raw).collect();
    let mut order: Vec<usize> = (0..points).collect();
    order.sort_by(|a, b| weights[*a].total_cmp(&weights[*b]));
    let tail = (0.2 * points as f64).min(3.0 * (points as f64).sqrt()).ceil() as usize;
    let mut pareto_k = f64::INFINITY;
    if tail >= LEAST_TAIL && tail < points {
        let cutoff = weights[order[points - tail - 1]];
        let excess: Vec<f64> = order[points - tail..].iter().map(|at| weights[*at] - cutoff).collect();
        if let Some((shape, scale)) = fit(&excess) {
            pareto_k = shape;
            for (rank, at) in order[points - tail..].iter().enumerate() {
                let share = (rank as f64 + 0.5) / tail as f64;
                weights[*at] = (cutoff + quantile(share, shape, scale)).min(1.0);
            }
        }
    }
    let total: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= total);
    let effective_sample_size = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f64>();
    SmoothedWeights { weights, pareto_k, effective_sample_size }
}

/// Shape and scale of a generalised Pareto distribution of ascending excesses, or none where they do not vary.
fn fit(excess: &[f64]) -> Option<(f64, f64)> {
    const PRIOR_OBSERVATIONS: f64 = 10.0;
    const PRIOR_SHAPE: f64 = 0.5;
    let count = excess.len();
    let (quartile, largest) = (excess[(count as f64 / 4.0 + 0.5) as usize - 1], excess[count - 1]);
    if quartile <= 0.0 || excess[0] >= largest {
        return None;
    }
    let candidates = 30 + (count as f64).sqrt() as usize;
    let theta: Vec<f64> = (1..=candidates)
        .map(|j| 1.0 / largest + (1.0 - (candidates as f64 / (j as f64 - 0.5)).sqrt()) / (3.0 * quartile))
        .collect();
    let shape_of = |theta: f64| excess.iter().map(|x| (-theta * x).ln_1p()).sum::<f64>() / count as f64;
    let log_likelihood = |theta: f64| {
        let shape = shape_of(theta);
        count as f64 * ((-theta / shape).ln() - shape - 1.0)
    };
    let likelihoods: Vec<f64> = theta.iter().map(|theta| log_likelihood(*theta)).collect();
    let best = likelihoods.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = likelihoods.iter().map(|likelihood| (likelihood - best).exp()).collect();
    let total: f64 = weights.iter().sum();
    let mean: f64 = theta.iter().zip(&weights).map(|(theta, weight)| theta * weight).sum::<f64>() / total;
    let shape = shape_of(mean);
    let scale = -shape / mean;
    let drawn_in = (count as f64 * shape + PRIOR_OBSERVATIONS * PRIOR_SHAPE) / (count as f64 + PRIOR_OBSERVATIONS);
    (drawn_in.is_finite() && scale.is_finite()).then_some((drawn_in, scale))
}

/// The excess below which a share of them lies.
fn quantile(share: f64, shape: f64, scale: f64) -> f64 {
    let exponent = -(-share).ln_1p();
    if shape.abs() < f64::EPSILON { scale * exponent } else { scale * (shape * exponent).exp_m1() / shape }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weights `u^-k` of evenly spaced u have a tail of shape k exactly.
    #[test]
    fn val_shapes_of_known_tails() {
        let points = 40_000;
        for shape in [0.1, 0.3, 0.5, 0.8, 1.0] {
            let log_weights: Vec<f64> =
                (0..points).map(|i| -shape * ((f64::from(i) + 0.5) / f64::from(points)).ln()).collect();
            let found = smoothed(&log_weights);
            assert!((found.pareto_k - shape).abs() < 0.05, "{shape} {}", found.pareto_k);
            assert_eq!(found.is_reliable(), shape < 0.7);
            assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    /// Excesses at the quantiles of a distribution give back its shape and scale.
    #[test]
    fn val_fit_of_quantiles() {
        let count = 2000;
        for (shape, scale) in [(-0.3, 2.0), (0.2, 1.0), (0.8, 0.1)] {
            let excess: Vec<f64> =
                (0..count).map(|i| quantile((f64::from(i) + 0.5) / f64::from(count), shape, scale)).collect();
            let (found_shape, found_scale) = fit(&excess).unwrap();
            assert!((found_shape - shape).abs() < 0.02, "{shape} {found_shape}");
            assert!((found_scale / scale - 1.0).abs() < 0.02, "{scale} {found_scale}");
        }
        assert_eq!(fit(&[1.0; 20]), None);
    }

    #[test]
    fn equal_weights_stay_equal_and_what_is_no_number_weighs_nothing() {
        let equal = smoothed(&[-700.0; 50]);
        assert!((equal.effective_sample_size - 50.0).abs() < 1e-9);
        let one = smoothed(&[f64::NAN, f64::NEG_INFINITY, 3.0]);
        assert_eq!(one.weights, [0.0, 0.0, 1.0]);
        assert!(!one.is_reliable());
    }

    /// Below the tail the weights keep their ratios; none exceeds the largest raw one against them.
    #[test]
    fn prop_smoothing_keeps_order_scale_and_what_lies_below_the_tail() {
        let points = 1000;
        let log_weights: Vec<f64> = (1..=points).map(|i| -1.2 * (f64::from(i) / f64::from(points)).ln()).collect();
        let shifted: Vec<f64> = log_weights.iter().map(|weight| weight + 300.0).collect();
        let (found, other) = (smoothed(&log_weights), smoothed(&shifted));
        assert!(found.weights.windows(2).all(|pair| pair[0] >= pair[1]));
        assert!(found.weights.iter().zip(&other.weights).all(|(a, b)| (a - b).abs() < 1e-12));
        // The tail is the 95 largest of a thousand, 3 sqrt 1000.
        let least = found.weights[999];
        assert!((95..1000).all(|at| (found.weights[at] / least / log_weights[at].exp() - 1.0).abs() < 1e-12));
        assert!(found.weights[0] / least <= log_weights[0].exp() * (1.0 + 1e-12));
        assert!((0..95).any(|at| (found.weights[at] / least / log_weights[at].exp() - 1.0).abs() > 1e-3));
    }
}
