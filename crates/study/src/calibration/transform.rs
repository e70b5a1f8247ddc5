//! Parameters on the real line.
//!
//! ```text
//! value = Q(F(score))          Q the parameter's quantile function, F the standard normal distribution
//! ```
//!
//! Every parameter is then standard normal before the fit, whatever distribution its evidence has, and can never
//! leave its range. (Gaussian anamorphosis; Bertino, Evensen and Wackernagel 2003, "Sequential data assimilation
//! techniques in oceanography".)
//!
//! Where a share of the draws stands at either end ([`Distribution::share_at_either_end`]), Q is flat over that share:
//! all scores from its edge outwards have the value of the end, and the end has the score at the edge. Between the
//! edges values rise with scores, and each has one score.

use counterflow_evidence::{Distribution, Record};
use statrs::distribution::{ContinuousCDF, Normal};

/// Scores beyond this many standard deviations are ends of the range: F rounds to 0 or 1.
const FARTHEST_SCORE: f64 = 8.2;

/// An uncertain parameter's distribution before the fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marginal {
    /// How it is drawn.
    pub distribution: Distribution,
    /// Low end.
    pub low: f64,
    /// Central value.
    pub value: f64,
    /// High end.
    pub high: f64,
}

impl Marginal {
    /// The distribution that a record states.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self { distribution: record.distribution, low: record.low, value: record.value, high: record.high }
    }

    /// The value of a score, in the record's unit.
    #[must_use]
    pub fn value(&self, score: f64) -> f64 {
        self.distribution.quantile(Normal::standard().cdf(score), self.low, self.value, self.high)
    }

    /// The score of a value, by bisection, so that it holds for whatever distribution evidence draws from; a value at
    /// an end of the range or outside it has the score at the edge of what stands at the nearer end.
    #[must_use]
    pub fn score(&self, value: f64) -> f64 {
        const HALVINGS: usize = 64;
        let at_end = self.distribution.share_at_either_end();
        let edge = if at_end > 0.0 { Normal::standard().inverse_cdf(1.0 - at_end) } else { FARTHEST_SCORE };
        let (mut below, mut above) = (-edge, edge);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (below + above);
            if self.value(middle) < value { below = middle } else { above = middle }
        }
        0.5 * (below + above)
    }
}

/// Values of many scores, in the order of the parameters.
#[must_use]
pub fn values(marginals: &[Marginal], scores: &[f64]) -> Vec<f64> {
    marginals.iter().zip(scores).map(|(marginal, score)| marginal.value(*score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Marginal> {
        let (low, value, high) = (0.5, 2.0, 4.0);
        [
            Distribution::Triangular,
            Distribution::Uniform,
            Distribution::LogUniform,
            Distribution::Normal { sd: 0.7 },
            Distribution::LogNormal { log_sd: 0.4 },
        ]
        .map(|distribution| Marginal { distribution, low, value, high })
        .to_vec()
    }

    /// Scores from which on outwards values stand at the ends: 5 % of a triangle's draws at either end, so the normal
    /// quantile 1.644854 at 0.95 (any statistical table); for all others, where F rounds to 0 or 1.
    fn edge(distribution: Distribution) -> f64 {
        if distribution == Distribution::Triangular { 1.644_853_627 } else { FARTHEST_SCORE }
    }

    #[test]
    fn prop_scores_and_values_are_each_others_inverse() {
        for marginal in all() {
            let (distribution, edge) = (marginal.distribution, edge(marginal.distribution));
            for step in -40..=40 {
                let score = f64::from(step) / 10.0;
                let value = marginal.value(score);
                let back = marginal.score(value);
                assert!((back - score.clamp(-edge, edge)).abs() < 1e-6, "{distribution:?} {score} {back}");
                assert!((marginal.value(back) - value).abs() < 1e-9, "{distribution:?} {score} {value}");
                assert!(marginal.value(score + 0.1) >= value, "{distribution:?} {score}");
            }
            let (lowest, highest) = (marginal.score(-1.0), marginal.score(9.0));
            assert!((lowest + edge).abs() < 1e-6 && (highest - edge).abs() < 1e-6, "{distribution:?}");
        }
    }

    /// Both ends of a triangle's range have the scores at the edges of what stands there, and so do scores far out.
    #[test]
    fn val_ends_of_a_triangle_have_the_scores_at_the_edges_of_their_shares() {
        let triangle = all()[0];
        for (score, end) in [(-8.0, triangle.low), (-1.645, triangle.low), (1.645, triangle.high), (8.0, triangle.high)]
        {
            assert!((triangle.value(score) - end).abs() < 1e-12, "{score}");
            assert!((triangle.score(end) - 1.644_853_627_f64.copysign(score)).abs() < 1e-6, "{score}");
        }
        assert!(triangle.value(-1.64) > triangle.low && triangle.value(1.64) < triangle.high);
    }

    #[test]
    fn prop_no_score_leaves_the_range() {
        for marginal in all() {
            for score in [-40.0, -9.0, 0.0, 9.0, 40.0] {
                assert!((marginal.low..=marginal.high).contains(&marginal.value(score)));
            }
        }
        assert_eq!(values(&all(), &[0.0; 5])[1], 2.25);
    }
}
