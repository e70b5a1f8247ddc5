//! Parameters on the real line.
//!
//! ```text
//! value = Q(F(score))          Q the parameter's quantile function, F the standard normal distribution
//! ```
//!
//! Every parameter is then standard normal before the fit, whatever distribution its evidence has, and can never
//! leave its range. (Gaussian anamorphosis; Bertino, Evensen and Wackernagel 2003, "Sequential data assimilation
//! techniques in oceanography".)

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

    /// The score of a value, by bisection, so that it holds for whatever distribution evidence draws from; a value
    /// outside the range has the score of the nearer end.
    #[must_use]
    pub fn score(&self, value: f64) -> f64 {
        const HALVINGS: usize = 64;
        let (mut below, mut above) = (-FARTHEST_SCORE, FARTHEST_SCORE);
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

    #[test]
    fn prop_scores_and_values_are_each_others_inverse() {
        for marginal in all() {
            for step in -40..=40 {
                let score = f64::from(step) / 10.0;
                let back = marginal.score(marginal.value(score));
                assert!((back - score).abs() < 1e-6, "{:?} {score} {back}", marginal.distribution);
            }
            assert!(marginal.score(-1.0) < -8.0 && marginal.score(9.0) > 8.0);
        }
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
