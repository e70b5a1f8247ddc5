//! Statistics of short series.

/// Pearson's correlation.
pub fn pearson(first: &[f64], second: &[f64]) -> f64 {
    let centred = |values: &[f64]| -> Vec<f64> {
        let mean = mean(values);
        values.iter().map(|value| value - mean).collect()
    };
    let (a, b) = (centred(first), centred(second));
    dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation.
pub fn standard_deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

/// Correlation of a series with itself, some steps earlier.
pub fn autocorrelation(values: &[f64], lag: usize) -> f64 {
    pearson(&values[..values.len() - lag], &values[lag..])
}

/// A quantile by linear interpolation between the sorted values.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let position = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[position.floor() as usize], sorted[position.ceil() as usize]);
    below + position.fract() * (above - below)
}

/// A quantile by linear interpolation where value k of n stands at (k - 0.5)/n, as MATLAB has it.
pub fn centred_quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let position = (share * sorted.len() as f64 - 0.5).clamp(0.0, (sorted.len() - 1) as f64);
    let (below, above) = (sorted[position.floor() as usize], sorted[position.ceil() as usize]);
    below + position.fract() * (above - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        assert!((pearson(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]) - 1.0).abs() < 1e-12);
        assert!((pearson(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]) + 1.0).abs() < 1e-12);
        assert_eq!(quantile(&[4.0, 1.0, 2.0], 0.25), 1.5);
        // The middle of four values lies between the second and the third, a quarter between the first two.
        assert_eq!([0.5, 0.25].map(|share| centred_quantile(&[8.0, 1.0, 2.0, 4.0], share)), [3.0, 1.5]);
        assert_eq!((mean(&[1.0, 3.0]), standard_deviation(&[1.0, 3.0])), (2.0, 1.0));
        assert!((autocorrelation(&[1.0, -1.0, 1.0, -1.0, 1.0], 1) + 1.0).abs() < 1e-12);
    }
}
