//! PAWN: how far knowing an input moves the whole distribution of the outcome (Pianosi and Wagener
//! 2015, 2018).
//!
//! The sample is cut into slices of equal share along each input. For each slice, the distance of
//! Kolmogorov and Smirnov between the distribution of the outcome inside it and in the whole sample
//! is taken; the index is a statistic of the distances over slices. It reads any sample, needs no
//! finite variance and no design.
//!
//! A finite sample gives distances above zero even for an input without influence. A dummy input
//! that the model never sees (Khorashadi Zadeh et al. 2017) says how large they are by chance.
//!
//! Slices are closed below and open above, the last closed. SALib leaves the largest input out of
//! its last slice, so its distance there differs in the order of one over the slice's size.

use super::SensitivityError;
use super::error::check_outputs;
use crate::statistics::{median, quantile, sorted};
use counterflow_model::random::{Purpose, Stream};
use rayon::prelude::*;

/// Distances of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    /// By slice, from the smallest inputs to the largest; slices without cases are left out.
    pub slices: Vec<f64>,
    /// Smallest.
    pub minimum: f64,
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Largest.
    pub maximum: f64,
}

/// Distances of all inputs, and of one that the model never sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Pawn {
    /// By input.
    pub inputs: Vec<Distances>,
    /// What chance alone gives.
    pub dummy: Distances,
}

/// Distances from rows of `inputs` inputs, with an output per row, over `slices` slices.
///
/// # Errors
/// No inputs, rows that do not match the outputs, fewer than two slices or two cases a slice, or
/// outputs that are not finite.
pub fn pawn(
    points: &[f64],
    inputs: usize,
    outputs: &[f64],
    slices: usize,
    seed: u64,
) -> Result<Pawn, SensitivityError> {
    const LEAST_SLICES: usize = 2;
    const LEAST_CASES_A_SLICE: usize = 2;
    if inputs == 0 {
        return Err(SensitivityError::NoInputs);
    }
    if points.len() != inputs * outputs.len() {
        return Err(SensitivityError::PointCount { given: points.len(), inputs, rows: outputs.len() });
    }
    if slices < LEAST_SLICES {
        return Err(SensitivityError::TooFew { of: "slices", given: slices, least: LEAST_SLICES });
    }
    if outputs.len() < LEAST_CASES_A_SLICE * slices {
        return Err(SensitivityError::TooFew {
            of: "cases",
            given: outputs.len(),
            least: LEAST_CASES_A_SLICE * slices,
        });
    }
    check_outputs(outputs, outputs.len())?;
    let ranked = Ranked::new(outputs);
    let of_input = |input: usize| {
        let column: Vec<f64> = points.iter().skip(input).step_by(inputs).copied().collect();
        ranked.distances(&column, slices)
    };
    let dummy: Vec<f64> =
        (0..outputs.len()).map(|case| Stream { seed, member: 0 }.uniform(0, Purpose::Parameter, case as u64)).collect();
    Ok(Pawn { inputs: (0..inputs).into_par_iter().map(of_input).collect(), dummy: ranked.distances(&dummy, slices) })
}

/// Cases in the order of their outputs.
struct Ranked {
    order: Vec<usize>,
    /// Whether the output of the case at a rank differs from the next one's.
    ends_a_tie: Vec<bool>,
}

impl Ranked {
    fn new(outputs: &[f64]) -> Self {
        let mut order: Vec<usize> = (0..outputs.len()).collect();
        order.sort_unstable_by(|&one, &other| outputs[one].total_cmp(&outputs[other]));
        let differs = |pair: &[usize]| outputs[pair[0]] != outputs[pair[1]];
        let ends_a_tie = order.windows(2).map(differs).chain([true]).collect();
        Self { order, ends_a_tie }
    }

    fn distances(&self, column: &[f64], slices: usize) -> Distances {
        let ascending = sorted(column.iter().copied());
        let edges: Vec<f64> = (1..slices).map(|edge| quantile(&ascending, edge as f64 / slices as f64)).collect();
        let slice_of: Vec<usize> = column.iter().map(|value| edges.partition_point(|edge| edge <= value)).collect();
        let mut sizes = vec![0.0; slices];
        slice_of.iter().for_each(|&slice| sizes[slice] += 1.0);
        let all = self.largest_gaps(&slice_of, &sizes);
        let slices: Vec<f64> =
            all.into_iter().zip(&sizes).filter(|(_, size)| **size > 0.0).map(|(gap, _)| gap).collect();
        let extreme = |pick: fn(f64, f64) -> f64, from| slices.iter().copied().fold(from, pick);
        Distances {
            minimum: extreme(f64::min, f64::INFINITY),
            mean: slices.iter().sum::<f64>() / slices.len() as f64,
            median: median(slices.iter().copied()),
            maximum: extreme(f64::max, f64::NEG_INFINITY),
            slices,
        }
    }

    /// Walks up the outputs once, and keeps for each slice the largest gap between both distribution
    /// functions.
    fn largest_gaps(&self, slice_of: &[usize], sizes: &[f64]) -> Vec<f64> {
        let cases = self.order.len() as f64;
        let mut below = vec![0.0; sizes.len()];
        let mut gaps = vec![0.0f64; sizes.len()];
        for (rank, &case) in self.order.iter().enumerate() {
            below[slice_of[case]] += 1.0;
            if !self.ends_a_tie[rank] {
                continue;
            }
            let whole = (rank + 1) as f64 / cases;
            for (gap, (count, size)) in gaps.iter_mut().zip(below.iter().zip(sizes)) {
                *gap = gap.max((count / size - whole).abs());
            }
        }
        gaps
    }
}
