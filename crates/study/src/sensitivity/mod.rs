//! Which inputs drive an outcome: global sensitivity analysis on plain slices.
//!
//! Inputs are numbers from 0 to 1, the cumulative shares of independent parameters; a caller maps
//! them to values. Each method has a design, which says where to run the model, and an analysis,
//! which reads the outputs of exactly those runs:
//!
//! - [`saltelli`] and [`sobol`]: shares of the variance, first, second and total order, with
//!   bootstrap intervals; [`convergence`] says whether the sample was large enough.
//! - [`morris`]: elementary effects along trajectories, for many inputs and few runs.
//! - [`pawn`]: how far a slice of an input moves the whole distribution of the outcome; reads any
//!   sample, design or not.
//! - [`swings`]: the outcome at the ends of one input at a time, for a tornado.
//!
//! [`parameters`] makes inputs of the model's uncertain parameters.
//!
//! Inputs may be put into groups ([`groups`]) that vary together and share one index.

pub mod convergence;
mod error;
pub mod groups;
pub mod morris;
pub mod parameters;
pub mod pawn;
mod resampling;
pub mod saltelli;
pub mod sequence;
pub mod sobol;
pub mod swings;
#[cfg(test)]
mod test_functions;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_peers;

pub use error::SensitivityError;

/// An estimate with half the width of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Half the width of the bootstrap interval around it; 0 without resamples.
    pub half_width: f64,
}

impl Estimate {
    /// Width of the interval.
    #[must_use]
    pub fn width(&self) -> f64 {
        2.0 * self.half_width
    }
}

/// How intervals are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    /// Number of resamples; fewer than two give no intervals.
    pub resamples: u32,
    /// Confidence, between 0 and 1.
    pub confidence: f64,
    /// Seed of the resampling.
    pub seed: u64,
}

impl Default for Bootstrap {
    /// 100 resamples at 95 %, the usual choice (Saltelli et al. 2008, "Global sensitivity analysis:
    /// the primer", ch. 4).
    fn default() -> Self {
        Self { resamples: 100, confidence: 0.95, seed: 1 }
    }
}
