//! Bootstrap: how often each case is drawn in each resample.

use super::{Bootstrap, Estimate};
use counterflow_model::random::philox4x32_10;
use statrs::distribution::{ContinuousCDF, Normal};

/// How often each of `cases` cases is drawn in one resample of as many draws.
pub(super) fn multiplicities(cases: usize, resample: u32, seed: u64) -> Vec<f64> {
    const WORD_BITS: u32 = 32;
    let key = [seed as u32, (seed >> WORD_BITS) as u32];
    let mut counts = vec![0.0; cases];
    for block in 0..cases.div_ceil(4) {
        let words = philox4x32_10([block as u32, resample, 0, 0], key);
        for word in &words[..(cases - 4 * block).min(4)] {
            let case = (u64::from(*word) * cases as u64) >> WORD_BITS;
            counts[case as usize] += 1.0;
        }
    }
    counts
}

/// The normal quantile that a two-sided interval reaches on either side.
pub(super) fn half_width_in_deviations(confidence: f64) -> f64 {
    let standard = Normal::standard();
    standard.inverse_cdf(0.5 + confidence / 2.0)
}

/// Estimates with half-widths from the spread over resamples: the normal interval of Archer,
/// Saltelli and Sobol (1997). `replicates` holds one list of estimates per resample.
pub(super) fn with_intervals(values: &[f64], replicates: &[Vec<f64>], bootstrap: &Bootstrap) -> Vec<Estimate> {
    let reach = half_width_in_deviations(bootstrap.confidence);
    let half_width = |position: usize| reach * deviation(replicates.iter().map(|replicate| replicate[position]));
    values.iter().enumerate().map(|(position, &value)| Estimate { value, half_width: half_width(position) }).collect()
}

/// Sample standard deviation; 0 for fewer than two values.
pub(super) fn deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = values.clone().count() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let mean = values.clone().sum::<f64>() / count;
    (values.map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prop_a_resample_draws_as_many_cases_as_there_are() {
        for cases in [1, 2, 3, 64, 1001] {
            for resample in 0..4 {
                let counts = multiplicities(cases, resample, 5);
                assert_eq!(counts.iter().sum::<f64>(), cases as f64);
            }
        }
        assert_ne!(multiplicities(50, 0, 1), multiplicities(50, 1, 1));
    }

    #[test]
    fn val_standard_normal_quantile_of_95_per_cent() {
        assert!((half_width_in_deviations(0.95) - 1.959_963_984_540_054).abs() < 1e-12);
    }
}
