//! Random numbers of the fit: each a pure function of the seed and of what it is for.

use counterflow_model::random::{normal_quantile, philox4x32_10};

/// What a random number is for. Words lie above those of designs, so that none is shared with them or the model.
#[derive(Clone, Copy, Debug)]
pub(super) enum Use {
    /// Where a member starts.
    Prior = 0x8101,
    /// Noise added to the data.
    Perturbation = 0x8102,
    /// Who takes the place of a failed run.
    Replacement = 0x8103,
    /// Which component of a mixture a point comes from, and how far out it lies.
    Component = 0x8104,
    /// Where in its component.
    Place = 0x8105,
    /// Errors and discrepancies of a forecast.
    Forecast = 0x8106,
    /// Steps of chains.
    Chain = 0x8107,
    /// Which draw of a posterior a member takes.
    Resample = 0x8108,
}

/// Identifies one random number but for the coordinate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Seed.
    pub seed: u64,
    /// Purpose.
    pub of: Use,
    /// Member, point or chain.
    pub member: usize,
    /// Step or generation.
    pub step: usize,
}

impl Key {
    /// A uniform number in the open interval (0, 1).
    pub fn uniform(self, coordinate: usize) -> f64 {
        const DROPPED_BITS: u32 = 64 - 53;
        let words = philox4x32_10(
            [self.member as u32, self.of as u32, coordinate as u32, self.step as u32],
            [self.seed as u32, (self.seed >> u32::BITS) as u32],
        );
        let bits = (u64::from(words[0]) << u32::BITS | u64::from(words[1])) >> DROPPED_BITS;
        (bits as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// A standard normal number.
    pub fn normal(self, coordinate: usize) -> f64 {
        normal_quantile(self.uniform(coordinate))
    }

    /// So many independent standard normal numbers.
    pub fn normals(self, count: usize) -> Vec<f64> {
        (0..count).map(|coordinate| self.normal(coordinate)).collect()
    }

    /// A whole number below `count`.
    pub fn below(self, coordinate: usize, count: usize) -> usize {
        ((self.uniform(coordinate) * count as f64) as usize).min(count.saturating_sub(1))
    }
}
