//! Order statistics, the interval that is reported, and rank correlation.

use schemars::JsonSchema;
use serde::Serialize;

/// Ends of the reported interval as shares of the members: 90 % of them lie between.
pub const INTERVAL: (f64, f64) = (0.05, 0.95);

/// The median and the interval that holds 90 % of the members.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Spread {
    /// Median.
    pub median: f64,
    /// 5 % of the members lie below.
    pub p05: f64,
    /// 95 % of the members lie below.
    pub p95: f64,
}

impl Spread {
    /// Of values in any order; NaN where there are none.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let sorted = sorted(values);
        Self { median: quantile(&sorted, 0.5), p05: quantile(&sorted, INTERVAL.0), p95: quantile(&sorted, INTERVAL.1) }
    }
}

/// Quantile of sorted values by linear interpolation.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    match sorted.len() {
        0 => f64::NAN,
        1 => sorted[0],
        count => {
            let position = share.clamp(0.0, 1.0) * (count - 1) as f64;
            let below = (position.floor() as usize).min(count - 2);
            let part = position - below as f64;
            sorted[below] + part * (sorted[below + 1] - sorted[below])
        }
    }
}

/// A sorted copy.
#[must_use]
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Median.
#[must_use]
pub fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    quantile(&sorted(values), 0.5)
}

/// Ranks from 0, ties sharing their mean.
#[must_use]
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && values[order[end]] == values[order[start]] {
            end += 1;
        }
        let mean = (start + end - 1) as f64 / 2.0;
        order[start..end].iter().for_each(|&position| ranks[position] = mean);
        start = end;
    }
    ranks
}

/// Pearson correlation; 0 where one side does not vary.
#[must_use]
pub fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let count = x.len().min(y.len()) as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (mx, my) = (mean(x), mean(y));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        xy += (a - mx) * (b - my);
        xx += (a - mx).powi(2);
        yy += (b - my).powi(2);
    }
    if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let values = sorted([3.0, 1.0, 2.0, 4.0]);
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.5), 2.5);
        assert_eq!(quantile(&values, 1.0), 4.0);
        assert_eq!(quantile(&[7.0], 0.3), 7.0);
    }

    #[test]
    fn rank_correlation_sees_monotone_relations() {
        let x: Vec<f64> = (0..50).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|v| v.exp()).collect();
        assert!((correlation(&ranks(&x), &ranks(&y)) - 1.0).abs() < 1e-12);
        assert_eq!(correlation(&x, &[1.0; 50]), 0.0);
        assert_eq!(ranks(&[2.0, 1.0, 2.0]), [1.5, 0.0, 1.5]);
    }
}
