//! Scores of forecasts, in the logarithm of what is foreseen. Lower is better; 0 is a certain hit.
//!
//! ```text
//! CRPS   E|X - y| - E|X - X'|/2                              X, X' independent draws of the forecast, y what came
//! fair   the same with E|X - X'| over different members: free of bias in the number of members
//! WIS    (|y - m|/2 + sum_k a_k/2 IS_k)/(K + 1/2)            m the median, K central intervals of level 1 - a_k
//! IS_k   u - l + 2/a_k (l - y)+ + 2/a_k (y - u)+             l, u the interval's ends
//! ES     E||X - y|| - E||X - X'||/2                          of several quantities together
//! PIT    F(y), uniform where forecasts are honest; a tie counts half
//! ```
//!
//! Sources: Gneiting and Raftery 2007, "Strictly proper scoring rules, prediction, and estimation" (CRPS, energy
//! score); Ferro 2014, "Fair scores for ensemble forecasts"; Bracher, Ray, Gneiting and Reich 2021, "Evaluating
//! epidemic forecasts in an interval format" (WIS); Bosse, Abbott, Cori, van Leeuwen, Bracher and Funk 2023,
//! "Scoring epidemiological forecasts on transformed scales", for the logarithm.

use super::linear::Matrix;

/// A forecast as weighted draws of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Values in ascending order.
    values: Vec<f64>,
    /// Their weights, which sum to 1.
    weights: Vec<f64>,
}

impl Sample {
    /// Draws of equal weight.
    #[must_use]
    pub fn equal(values: impl IntoIterator<Item = f64>) -> Self {
        Self::weighted(values.into_iter().map(|value| (value, 1.0)))
    }

    /// Draws with weights, which need not sum to 1.
    #[must_use]
    pub fn weighted(draws: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut draws: Vec<(f64, f64)> = draws.into_iter().collect();
        draws.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = draws.iter().map(|(_, weight)| weight).sum();
        Self {
            values: draws.iter().map(|(value, _)| *value).collect(),
            weights: draws.iter().map(|(_, weight)| weight / total).collect(),
        }
    }

    /// The value below which a share of the forecast lies: linear between draws, each at the middle of its weight
    /// (Hazen's rule where weights are equal). Not a number without draws.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        let mut before: Option<(f64, f64)> = None;
        let mut sum = 0.0;
        for (value, weight) in self.values.iter().zip(&self.weights) {
            let middle = sum + 0.5 * weight;
            if middle >= share {
                return match before {
                    Some((place, low)) if middle > place => low + (value - low) * (share - place) / (middle - place),
                    _ => *value,
                };
            }
            before = Some((middle, *value));
            sum += weight;
        }
        self.values.last().copied().unwrap_or(f64::NAN)
    }

    /// The ends of the central interval of a level, such as .9.
    #[must_use]
    pub fn interval(&self, level: f64) -> (f64, f64) {
        (self.quantile(0.5 - 0.5 * level), self.quantile(0.5 + 0.5 * level))
    }

    /// Whether the central interval of a level holds what came.
    #[must_use]
    pub fn covers(&self, level: f64, observed: f64) -> bool {
        let (low, high) = self.interval(level);
        (low..=high).contains(&observed)
    }

    /// Probability integral transform.
    #[must_use]
    pub fn pit(&self, observed: f64) -> f64 {
        let share = |(value, weight): (&f64, &f64)| match value.total_cmp(&observed) {
            std::cmp::Ordering::Less => *weight,
            std::cmp::Ordering::Equal => 0.5 * weight,
            std::cmp::Ordering::Greater => 0.0,
        };
        self.values.iter().zip(&self.weights).map(share).sum()
    }

    /// Continuous ranked probability score of the weighted draws as they stand.
    #[must_use]
    pub fn crps(&self, observed: f64) -> f64 {
        self.mean_distance(observed) - 0.5 * self.mean_difference()
    }

    /// The same as it would be, on average, with any number of draws. Not a number for a single draw.
    #[must_use]
    pub fn fair_crps(&self, observed: f64) -> f64 {
        let alike: f64 = self.weights.iter().map(|weight| weight * weight).sum();
        self.mean_distance(observed) - 0.5 * self.mean_difference() / (1.0 - alike)
    }

    fn mean_distance(&self, observed: f64) -> f64 {
        self.values.iter().zip(&self.weights).map(|(value, weight)| weight * (value - observed).abs()).sum()
    }

    /// `sum_ij w_i w_j |x_i - x_j|`, from the sorted values: `2 sum_i x_i w_i (2 W_i - w_i - 1)`, `W_i` the weights up
    /// to and with i.
    fn mean_difference(&self) -> f64 {
        let mut below = 0.0;
        let mut sum = 0.0;
        for (value, weight) in self.values.iter().zip(&self.weights) {
            sum += value * weight * (2.0 * below + weight - 1.0);
            below += weight;
        }
        2.0 * sum
    }
}

/// A forecast by quantiles: a median and central intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    /// The median.
    pub median: f64,
    /// Level (such as .9), low end, high end.
    pub intervals: Vec<(f64, f64, f64)>,
}

impl Quantiles {
    /// The quantiles of a sample at central intervals of these levels.
    #[must_use]
    pub fn of(sample: &Sample, levels: &[f64]) -> Self {
        let interval = |level: &f64| {
            let (low, high) = sample.interval(*level);
            (*level, low, high)
        };
        Self { median: sample.quantile(0.5), intervals: levels.iter().map(interval).collect() }
    }

    /// Weighted interval score.
    #[must_use]
    pub fn weighted_interval_score(&self, observed: f64) -> f64 {
        let interval = |(level, low, high): &(f64, f64, f64)| {
            let outside = 1.0 - level;
            0.5 * outside * (high - low) + (low - observed).max(0.0) + (observed - high).max(0.0)
        };
        let intervals: f64 = self.intervals.iter().map(interval).sum();
        (0.5 * (observed - self.median).abs() + intervals) / (self.intervals.len() as f64 + 0.5)
    }
}

/// Energy score of draws (rows) of several quantities together, with weights that sum to 1.
#[must_use]
pub fn energy_score(draws: &Matrix, weights: &[f64], observed: &[f64]) -> f64 {
    let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    let mut score = 0.0;
    for (row, weight) in weights.iter().enumerate() {
        score += weight * distance(draws.row(row), observed);
        // Each pair once; half of twice.
        for (other, other_weight) in weights.iter().enumerate().take(row) {
            score -= weight * other_weight * distance(draws.row(row), draws.row(other));
        }
    }
    score
}

/// Geometric mean of ratios: below 1, the numerators are better.
#[must_use]
pub fn geometric_mean(ratios: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = ratios.into_iter().fold((0.0, 0.0), |(sum, count), ratio| (sum + ratio.ln(), count + 1.0));
    (sum / count).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Continuous, ContinuousCDF, Normal};

    fn normal_sample(count: u32) -> Sample {
        let normal = Normal::standard();
        Sample::equal((0..count).map(|i| normal.inverse_cdf((f64::from(i) + 0.5) / f64::from(count))))
    }

    /// CRPS of the standard normal: z (2 F(z) - 1) + 2 f(z) - 1/sqrt(pi) (Gneiting and Raftery 2007, equation 21).
    #[test]
    fn val_crps_of_the_normal_distribution() {
        let normal = Normal::standard();
        let sample = normal_sample(4000);
        for z in [-2.5_f64, -0.3, 0.0, 1.0, 4.0] {
            let exact = z * (2.0 * normal.cdf(z) - 1.0) + 2.0 * normal.pdf(z) - 1.0 / std::f64::consts::PI.sqrt();
            assert!((sample.crps(z) - exact).abs() < 1e-3, "{z} {} {exact}", sample.crps(z));
            let levels: Vec<f64> = (1..500).map(|i| f64::from(i) / 500.0).collect();
            // With ever more intervals the WIS tends to the CRPS (Bracher et al. 2021).
            let wis = Quantiles::of(&sample, &levels).weighted_interval_score(z);
            assert!((wis - exact).abs() < 5e-3, "{z} {wis} {exact}");
        }
    }

    /// Two draws 0 and 1, y = 0.5: E|X - y| = 1/2, E|X - X'| = 1/2, over different members 1.
    #[test]
    fn val_crps_by_hand() {
        let sample = Sample::equal([1.0, 0.0]);
        assert!((sample.crps(0.5) - 0.25).abs() < 1e-15);
        assert!(sample.fair_crps(0.5).abs() < 1e-15);
        let weighted = Sample::weighted([(0.0, 3.0), (1.0, 1.0)]);
        let doubled = Sample::equal([0.0, 0.0, 0.0, 1.0]);
        assert!((weighted.crps(2.0) - doubled.crps(2.0)).abs() < 1e-15);
        assert_eq!((weighted.pit(0.5), weighted.pit(1.0), weighted.pit(-1.0)), (0.75, 0.875, 0.0));
    }

    /// The fair score has the same mean for small ensembles as for large ones.
    #[test]
    fn prop_the_fair_score_does_not_depend_on_the_number_of_members() {
        use crate::calibration::keyed::{Key, Use};
        let draw = |member, coordinate| Key { seed: 3, of: Use::Chain, member, step: 0 }.normal(coordinate);
        let trials = 20_000;
        let mean = |members: usize| {
            let score = |trial| Sample::equal((0..members).map(|at| draw(trial, at))).fair_crps(draw(trial, 99));
            (0..trials).map(score).sum::<f64>() / trials as f64
        };
        // The mean CRPS of an honest standard normal is 1/sqrt(pi).
        let exact = 1.0 / std::f64::consts::PI.sqrt();
        assert!((mean(3) - exact).abs() < 0.015, "{}", mean(3));
        assert!((mean(20) - exact).abs() < 0.015, "{}", mean(20));
    }

    /// WIS by hand: median 1, interval of level .5 from 0 to 2, y = 3: (2/2 + .25 * 2 + 1)/1.5.
    #[test]
    fn val_weighted_interval_score_by_hand() {
        let quantiles = Quantiles { median: 1.0, intervals: vec![(0.5, 0.0, 2.0)] };
        assert!((quantiles.weighted_interval_score(3.0) - 2.5 / 1.5).abs() < 1e-15);
        assert!((quantiles.weighted_interval_score(1.0) - 0.5 / 1.5).abs() < 1e-15);
    }

    #[test]
    fn intervals_of_the_normal_distribution() {
        let sample = normal_sample(2000);
        let (low, high) = sample.interval(0.9);
        assert!((low + 1.6449).abs() < 2e-3 && (high - 1.6449).abs() < 2e-3);
        assert!(sample.covers(0.5, 0.67) && !sample.covers(0.5, 0.69));
        assert!((sample.pit(1.0) - 0.8413).abs() < 1e-3);
        assert!(Sample::equal([]).quantile(0.5).is_nan());
        let weighted = Sample::weighted([(1.0, 1.0), (2.0, 0.0), (5.0, 1.0)]);
        assert_eq!((weighted.quantile(0.0), weighted.quantile(1.0)), (1.0, 5.0));
    }

    /// In one dimension the energy score is the CRPS; in two, of a point, the distance.
    #[test]
    fn val_energy_score_generalises_the_crps() {
        let values = [0.3, -1.0, 2.0, 0.8];
        let weights = [0.1, 0.2, 0.3, 0.4];
        let draws = Matrix::from_values(4, 1, values.to_vec()).unwrap();
        let sample = Sample::weighted(values.into_iter().zip(weights));
        assert!((energy_score(&draws, &weights, &[0.5]) - sample.crps(0.5)).abs() < 1e-15);
        let point = Matrix::from_values(1, 2, vec![3.0, 4.0]).unwrap();
        assert_eq!(energy_score(&point, &[1.0], &[0.0, 0.0]), 5.0);
        assert!((geometric_mean([0.5, 2.0, 8.0]) - 2.0).abs() < 1e-15);
    }
}
