//! Was the sample large enough?
//!
//! The blocks of a Sobol design are a growing sample: its first half, quarter and eighth are designs
//! of their own. The widest interval over all groups is read at each, and the power law through them
//! says how many base samples a wanted width takes. Sarrazin, Pianosi and Wagener (2016, sec. 2.3)
//! call indices converged when the widest interval is at most 0.05.

use super::SensitivityError;
use super::saltelli::Outputs;
use super::sobol::{Indices, Method, prefix_indices};

/// The widest interval that counts as converged (Sarrazin, Pianosi and Wagener 2016).
pub const CONVERGED_WIDTH: f64 = 0.05;
/// Sizes that are read, each half of the next.
const SIZES: usize = 4;
/// Fewer base samples give no interval worth reading.
const SMALLEST_SIZE: usize = 16;
/// Rates at which intervals shrink: none, Monte Carlo's (N^-1/2), and the best of a quasi-random
/// sequence on smooth functions (N^-1).
const MONTE_CARLO_RATE: f64 = 0.5;
const BEST_RATE: f64 = 1.0;

/// Widest intervals at one sample size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Base samples.
    pub base_samples: usize,
    /// Widest interval of the first order.
    pub first_width: f64,
    /// Widest interval of the total order.
    pub total_width: f64,
}

impl Reading {
    /// The wider of both.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.first_width.max(self.total_width)
    }
}

/// How intervals narrow as the sample grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Convergence {
    /// Readings, from the smallest sample to the whole one.
    pub readings: Vec<Reading>,
    /// The width wanted.
    pub wanted_width: f64,
    /// Base samples that are expected to reach it, a power of two; none when the sample does.
    pub advised_base_samples: Option<usize>,
}

impl Convergence {
    /// Whether the widest interval of the whole sample is narrow enough.
    #[must_use]
    pub fn reached(&self) -> bool {
        self.advised_base_samples.is_none()
    }
}

/// Reads the widest intervals at growing parts of the sample.
///
/// # Errors
/// As [`super::sobol::indices`], and a bootstrap without resamples.
pub fn convergence(outputs: &Outputs<'_>, method: &Method, wanted_width: f64) -> Result<Convergence, SensitivityError> {
    const LEAST_RESAMPLES: u32 = 2;
    if method.bootstrap.resamples < LEAST_RESAMPLES {
        return Err(SensitivityError::TooFew {
            of: "resamples",
            given: method.bootstrap.resamples as usize,
            least: LEAST_RESAMPLES as usize,
        });
    }
    let whole = outputs.design().base_samples();
    let parts = (1..SIZES).rev().map(|halvings| whole >> halvings).filter(|size| *size >= SMALLEST_SIZE);
    // Outputs of a small part may all be equal; that says nothing of the whole.
    let mut readings: Vec<Reading> =
        parts.filter_map(|size| Some(reading(size, &prefix_indices(outputs, method, size).ok()?))).collect();
    readings.push(reading(whole, &prefix_indices(outputs, method, whole)?));
    let advised_base_samples =
        readings.last().filter(|last| last.width() > wanted_width).map(|last| advised(&readings, last, wanted_width));
    Ok(Convergence { readings, wanted_width, advised_base_samples })
}

fn reading(base_samples: usize, indices: &Indices) -> Reading {
    let widest = |estimates: &[super::Estimate]| estimates.iter().map(super::Estimate::width).fold(0.0, f64::max);
    Reading { base_samples, first_width: widest(&indices.first), total_width: widest(&indices.total) }
}

/// Extrapolates the power law through the readings; never faster than the best rate, and never
/// slower than Monte Carlo, which intervals of a few readings can seem to be by chance.
fn advised(readings: &[Reading], last: &Reading, wanted_width: f64) -> usize {
    let first = readings.iter().find(|reading| reading.width() > 0.0).unwrap_or(last);
    let sizes = (last.base_samples as f64 / first.base_samples as f64).ln();
    let widths = (first.width() / last.width()).ln();
    let rate = if sizes > 0.0 { (widths / sizes).clamp(MONTE_CARLO_RATE, BEST_RATE) } else { MONTE_CARLO_RATE };
    let factor = (last.width() / wanted_width).powf(1.0 / rate);
    let wanted = (last.base_samples as f64 * factor).ceil();
    // A width of zero cannot be reached; the largest power of two says so.
    if wanted.is_finite() && wanted < (1u64 << 62) as f64 { (wanted as usize).next_power_of_two() } else { 1 << 62 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(widths: &[f64]) -> Vec<Reading> {
        let reading = |(position, width): (usize, &f64)| Reading {
            base_samples: 64 << position,
            first_width: 0.0,
            total_width: *width,
        };
        widths.iter().enumerate().map(reading).collect()
    }

    /// Halving the width at Monte Carlo's rate takes four times the sample, at the best rate twice.
    #[test]
    fn val_advice_follows_the_rate_seen() {
        let advice = |widths: &[f64], wanted| {
            let readings = readings(widths);
            advised(&readings, readings.last().expect("readings"), wanted)
        };
        let root = 0.5f64.sqrt();
        assert_eq!(advice(&[0.4, 0.4 * root, 0.2, 0.2 * root], 0.1 * root), 4 * 512);
        assert_eq!(advice(&[0.8, 0.4, 0.2, 0.1], 0.05), 2 * 512);
        assert_eq!(advice(&[0.1, 0.2, 0.2, 0.2], 0.1), 4 * 512);
        assert_eq!(advice(&[0.2], 0.1), 4 * 64);
        assert_eq!(advice(&[0.2], 0.0), 1 << 62);
    }
}
