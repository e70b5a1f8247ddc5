//! Scrambled Sobol points by index.
//!
//! Direction numbers are those of Joe and Kuo (2008, "Constructing Sobol sequences with better
//! two-dimensional projections", set D6). Each parameter's numbers are multiplied by a random lower
//! triangular binary matrix with ones on its diagonal, and the result is shifted digit by digit
//! (Matousek 1998, "On the L2-discrepancy for anchored boxes"): the balance of the sequence stays, and
//! the mean over seeds is unbiased.

use super::{Block, DesignError, fill, open_unit, words};
use sobol::params::JoeKuoD6;
use sobol::{Sobol, SobolParams};

/// Digits of a point: those of an `f64`.
const DIGITS: usize = 53;

/// Directions of every parameter.
#[derive(Clone, Debug)]
pub(super) struct ScrambledSobol {
    /// Scrambled directions by digit of the index, then by parameter.
    directions: Vec<Vec<u64>>,
    shifts: Vec<u64>,
}

impl ScrambledSobol {
    pub fn new(keys: &[u64], seed: u64) -> Result<Self, DesignError> {
        let mut by_parameter = directions(keys.len())?;
        for (column, key) in by_parameter.iter_mut().zip(keys) {
            let matrix = triangular_matrix(seed, *key);
            column.iter_mut().for_each(|direction| *direction = product(&matrix, *direction));
        }
        let shift = |key: &u64| double_word(words(seed, Block::SobolShift, 0, *key));
        Ok(Self { directions: transposed(&by_parameter), shifts: keys.iter().map(shift).collect() })
    }

    pub fn point(&self, index: u32, shares: &mut [Option<f64>]) {
        let mut digits = self.shifts.clone();
        let mut gray = index ^ (index >> 1);
        while gray != 0 {
            let digit = &self.directions[gray.trailing_zeros() as usize];
            digits.iter_mut().zip(digit).for_each(|(sum, direction)| *sum ^= direction);
            gray &= gray - 1;
        }
        fill(shares, digits.into_iter().map(open_unit));
    }

    /// The published sequence, without scrambling.
    #[cfg(test)]
    pub fn plain(parameters: usize) -> Self {
        let by_parameter = directions(parameters).expect("few parameters");
        Self { directions: transposed(&by_parameter), shifts: vec![0; parameters] }
    }
}

/// Directions by parameter, then digit.
fn directions(parameters: usize) -> Result<Vec<Vec<u64>>, DesignError> {
    let known = JoeKuoD6::standard();
    if parameters > known.max_dims() {
        return Err(DesignError::TooManyParameters { asked: parameters, most: known.max_dims() });
    }
    Ok(Sobol::<f64>::init_direction_vals::<u32>(parameters, DIGITS, &known))
}

fn transposed(by_parameter: &[Vec<u64>]) -> Vec<Vec<u64>> {
    (0..DIGITS).map(|digit| by_parameter.iter().map(|column| column[digit]).collect()).collect()
}

/// Rows of a random lower triangular matrix; digit 0 is the most significant bit.
fn triangular_matrix(seed: u64, key: u64) -> Vec<u64> {
    let row = |digit: usize| {
        let diagonal = 1u64 << (63 - digit);
        let left_of_it = !((diagonal << 1).wrapping_sub(1));
        let left_of_it = if digit == 0 { 0 } else { left_of_it };
        diagonal | (double_word(words(seed, Block::SobolMatrix, digit as u32, key)) & left_of_it)
    };
    (0..DIGITS).map(row).collect()
}

fn product(matrix: &[u64], vector: u64) -> u64 {
    let digit = |(position, row): (usize, &u64)| u64::from((row & vector).count_ones() & 1) << (63 - position);
    matrix.iter().enumerate().map(digit).fold(0, |sum, digit| sum | digit)
}

fn double_word([high, low, ..]: [u32; 4]) -> u64 {
    (u64::from(high) << 32) | u64::from(low)
}
