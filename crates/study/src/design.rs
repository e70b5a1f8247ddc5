//! Designs: which points of the parameter space a study visits.
//!
//! A point is one share (0 to 1) per uncertain parameter; the parameter's quantile function turns it
//! into a value. Every point is a pure function of (method, seed, index): nothing is stored, so a
//! million points cost no memory and any machine can compute any part of a study.
//!
//! | method | source |
//! | --- | --- |
//! | Monte Carlo | the draws of [`crate::ensemble`]: point 0 is central, the others are keyed by parameter name |
//! | Latin hypercube | McKay, Beckman and Conover 1979; one point in each of N strata of every parameter |
//! | Sobol | direction numbers of Joe and Kuo 2008, scrambled by a random lower triangular matrix and a digital shift (Matousek 1998) |
//! | full factorial | every combination of the levels of each parameter |
//! | one at a time | the centre, then each parameter alone at each level |
//!
//! Correlated parameters go through a Gaussian copula ([`Copula`]).

mod copula;
mod grid;
mod latin;
mod sobol_points;

pub use copula::{Copula, CopulaError};

use counterflow_model::random::{Purpose, Stream, philox4x32_10};
use latin::LatinHypercube;
use sobol_points::ScrambledSobol;

/// Largest number of points: members are counted in 31 bits, the width of the result table's column.
pub const MOST_POINTS: u32 = i32::MAX as u32;

/// How points are placed.
#[derive(Clone, Debug, PartialEq)]
pub enum Method {
    /// Independent draws; point 0 is central.
    MonteCarlo,
    /// One point in each of N equally likely strata of every parameter.
    LatinHypercube,
    /// Scrambled Sobol points; balanced when their number is a power of two.
    Sobol,
    /// Every combination of these shares, a list for each parameter.
    FullFactorial(Vec<Vec<f64>>),
    /// The centre, then each parameter alone at each of its shares, a list for each parameter.
    OneAtATime(Vec<Vec<f64>>),
}

impl Method {
    /// Words of the study file, in the order of the variants.
    pub const WORDS: [&'static str; 5] = ["monte_carlo", "latin_hypercube", "sobol", "full_factorial", "one_at_a_time"];

    /// Whether the number of points follows from the levels rather than being chosen.
    #[must_use]
    pub fn is_grid(&self) -> bool {
        matches!(self, Method::FullFactorial(_) | Method::OneAtATime(_))
    }
}

/// Why a design cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// More points than members can be counted.
    #[error("the design has more than {MOST_POINTS} points")]
    TooManyPoints,
    /// More parameters than there are direction numbers.
    #[error("Sobol points are known for {most} parameters, not for {asked}")]
    TooManyParameters {
        /// Parameters asked for.
        asked: usize,
        /// Parameters possible.
        most: usize,
    },
}

/// The points of a study.
#[derive(Clone, Debug)]
pub struct Design {
    points: u32,
    parameters: usize,
    sampler: Sampler,
}

#[derive(Clone, Debug)]
enum Sampler {
    MonteCarlo { seed: u64, keys: Vec<u64> },
    LatinHypercube(LatinHypercube),
    Sobol(ScrambledSobol),
    FullFactorial(Vec<Vec<f64>>),
    OneAtATime(Vec<Vec<f64>>),
}

impl Design {
    /// A design over parameters whose names have the stable hashes `keys`. A grid has as many points
    /// as its levels make; other methods have `points`.
    ///
    /// # Errors
    /// More points or parameters than can be placed.
    pub fn new(method: &Method, keys: &[u64], points: u32, seed: u64) -> Result<Self, DesignError> {
        let points = match method {
            Method::FullFactorial(levels) => grid::factorial_points(levels),
            Method::OneAtATime(levels) => grid::one_at_a_time_points(levels),
            _ => Some(points),
        };
        let points = points.filter(|points| *points <= MOST_POINTS).ok_or(DesignError::TooManyPoints)?;
        let sampler = match method {
            Method::MonteCarlo => Sampler::MonteCarlo { seed, keys: keys.to_vec() },
            Method::LatinHypercube => Sampler::LatinHypercube(LatinHypercube::new(keys, points, seed)),
            Method::Sobol => Sampler::Sobol(ScrambledSobol::new(keys, seed)?),
            Method::FullFactorial(levels) => Sampler::FullFactorial(levels.clone()),
            Method::OneAtATime(levels) => Sampler::OneAtATime(levels.clone()),
        };
        Ok(Self { points, parameters: keys.len(), sampler })
    }

    /// Number of points.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.points
    }

    /// Number of parameters.
    #[must_use]
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// Whether points are independent draws.
    #[must_use]
    pub fn is_monte_carlo(&self) -> bool {
        matches!(self.sampler, Sampler::MonteCarlo { .. })
    }

    /// The share of every parameter at a point; none stands for the parameter's central value.
    pub fn point(&self, index: u32, shares: &mut [Option<f64>]) {
        match &self.sampler {
            Sampler::MonteCarlo { .. } if index == 0 => shares.fill(None),
            Sampler::MonteCarlo { seed, keys } => {
                let stream = Stream { seed: *seed, member: index };
                fill(shares, keys.iter().map(|key| stream.uniform(0, Purpose::Parameter, *key)));
            }
            Sampler::LatinHypercube(latin) => latin.point(index, shares),
            Sampler::Sobol(sobol) => sobol.point(index, shares),
            Sampler::FullFactorial(levels) => grid::factorial(index, levels, shares),
            Sampler::OneAtATime(levels) => grid::one_at_a_time(index, levels, shares),
        }
    }
}

fn fill(shares: &mut [Option<f64>], values: impl Iterator<Item = f64>) {
    for (share, value) in shares.iter_mut().zip(values) {
        *share = Some(value);
    }
}

/// What a block of random words is for; each lies above every [`Purpose`], so that a design shares no
/// number with the model's own draws.
#[derive(Clone, Copy)]
enum Block {
    LatinKeys = 0x8001,
    LatinPlace = 0x8002,
    SobolMatrix = 0x8003,
    SobolShift = 0x8004,
}

/// Four random words for one parameter.
fn words(seed: u64, block: Block, index: u32, key: u64) -> [u32; 4] {
    philox4x32_10([index, block as u32, key as u32, (key >> 32) as u32], [seed as u32, (seed >> 32) as u32])
}

/// 53 random bits of a word, centred so that neither 0 nor 1 occurs.
fn open_unit(word: u64) -> f64 {
    const DROPPED_BITS: u32 = 64 - 53;
    ((word >> DROPPED_BITS) as f64 + 0.5) / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests;
