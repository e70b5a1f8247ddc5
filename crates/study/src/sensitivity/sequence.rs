//! The Sobol sequence, plain or scrambled.
//!
//! Points come in Gray-code order (Antonov and Saleev 1979) from the direction numbers of Joe and
//! Kuo (2008). Scrambling is the random linear matrix scramble with digital shift of Matousek (1998):
//! it keeps the balance of every prefix of a power of two, and removes the point at the origin.

use super::SensitivityError;
use counterflow_model::random::philox4x32_10;
use sobol::Sobol;
use sobol::params::JoeKuoD6;

/// Bits of a coordinate, and the largest power of two of points.
const BITS: usize = 32;
/// Most points of a sequence.
pub const MOST_POINTS: usize = 1 << 31;
/// Most dimensions of a sequence: those of the table of Joe and Kuo.
pub const MOST_DIMENSIONS: usize = 21_201;
/// Dimensions of the smaller tables, which load faster.
const SMALL_TABLE: usize = 100;
const MIDDLE_TABLE: usize = 1000;

/// Whether and how a sequence is randomised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scramble {
    /// The plain sequence, which starts at the origin.
    None,
    /// A random linear matrix scramble with digital shift.
    Matrix {
        /// Seed.
        seed: u64,
    },
}

/// A Sobol sequence in some dimensions.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Direction numbers by bit, dimension: a point adds one row.
    directions: Vec<Vec<u32>>,
    shift: Vec<u32>,
    centre: f64,
}

impl Sequence {
    /// A sequence.
    ///
    /// # Errors
    /// More dimensions than the table of Joe and Kuo has.
    pub fn new(dimensions: usize, scramble: Scramble) -> Result<Self, SensitivityError> {
        if dimensions > MOST_DIMENSIONS {
            return Err(SensitivityError::TooManyInputs { inputs: dimensions, limit: MOST_DIMENSIONS });
        }
        let table = if dimensions <= SMALL_TABLE {
            JoeKuoD6::minimal()
        } else if dimensions <= MIDDLE_TABLE {
            JoeKuoD6::standard()
        } else {
            JoeKuoD6::extended()
        };
        let mut by_dimension = Sobol::<u32>::init_direction_vals(dimensions, BITS, &table);
        let mut shift = vec![0; dimensions];
        // The plain sequence holds the origin; a shifted one stands for the middle of its cells.
        let mut centre = 0.0;
        if let Scramble::Matrix { seed } = scramble {
            centre = 0.5;
            for (dimension, directions) in by_dimension.iter_mut().enumerate() {
                let words = scramble_words(seed, dimension as u32);
                shift[dimension] = words[BITS];
                directions.iter_mut().for_each(|direction| *direction = scrambled(*direction, &words));
            }
        }
        let row = |bit: usize| by_dimension.iter().map(|directions| directions[bit]).collect();
        Ok(Self { directions: (0..BITS).map(row).collect(), shift, centre })
    }

    /// Number of dimensions.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.shift.len()
    }

    /// The first points, row by row.
    ///
    /// # Errors
    /// More points than the sequence has.
    pub fn points(&self, count: usize) -> Result<Vec<f64>, SensitivityError> {
        if count > MOST_POINTS {
            return Err(SensitivityError::TooMany { of: "points", given: count, most: MOST_POINTS });
        }
        let mut state = self.shift.clone();
        let mut points = Vec::with_capacity(count * self.dimensions());
        let cell = 1.0 / (1u64 << BITS) as f64;
        for index in 0..count {
            points.extend(state.iter().map(|&bits| (f64::from(bits) + self.centre) * cell));
            let changed = (index + 1).trailing_zeros() as usize;
            state.iter_mut().zip(&self.directions[changed]).for_each(|(bits, direction)| *bits ^= direction);
        }
        Ok(points)
    }
}

/// Random words of a dimension: one per row of the scrambling matrix, and the shift.
fn scramble_words(seed: u64, dimension: u32) -> [u32; BITS + 1] {
    let key = [seed as u32, (seed >> BITS) as u32];
    std::array::from_fn(|word| {
        let counter = [dimension, (word / 4) as u32, 0, 0];
        philox4x32_10(counter, key)[word % 4]
    })
}

/// A direction number times a random lower triangular matrix over bits with ones on the diagonal;
/// row `i` gives bit `i` counted from the most significant.
fn scrambled(direction: u32, words: &[u32; BITS + 1]) -> u32 {
    const TOP: u32 = 1 << (BITS - 1);
    (0..BITS).fold(0, |result, row| {
        let diagonal = TOP >> row;
        let above = !(u32::MAX >> row);
        let parity = (direction & ((words[row] & above) | diagonal)).count_ones() & 1;
        result | (parity * diagonal)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First points of the sequence in three dimensions, as printed by Joe and Kuo for
    /// new-joe-kuo-6 (their program `sobol 10 3 new-joe-kuo-6.21201`).
    #[test]
    fn val_first_points_of_joe_and_kuo() {
        let published = [
            [0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5],
            [0.75, 0.25, 0.25],
            [0.25, 0.75, 0.75],
            [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.875],
            [0.125, 0.625, 0.375],
            [0.1875, 0.3125, 0.9375],
            [0.6875, 0.8125, 0.4375],
        ];
        let points =
            Sequence::new(3, Scramble::None).and_then(|sequence| sequence.points(10)).expect("a small sequence");
        assert_eq!(points, published.concat());
    }

    #[test]
    fn prop_every_prefix_of_a_power_of_two_fills_every_interval_once() {
        for scramble in [Scramble::None, Scramble::Matrix { seed: 3 }, Scramble::Matrix { seed: u64::MAX }] {
            for dimensions in [1, 40, 150, 1200] {
                let sequence = Sequence::new(dimensions, scramble).expect("a sequence");
                let points = sequence.points(256).expect("points");
                for dimension in 0..dimensions {
                    let mut cells: Vec<usize> =
                        points.iter().skip(dimension).step_by(dimensions).map(|u| (u * 256.0) as usize).collect();
                    cells.sort_unstable();
                    assert_eq!(cells, (0..256).collect::<Vec<_>>(), "{scramble:?} dimension {dimension}");
                }
            }
        }
    }

    #[test]
    fn prop_scrambled_points_lie_inside_and_depend_on_the_seed() {
        let of = |seed| {
            Sequence::new(5, Scramble::Matrix { seed }).and_then(|sequence| sequence.points(64)).expect("points")
        };
        assert!(of(1).iter().all(|u| *u > 0.0 && *u < 1.0));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn too_many_dimensions_are_refused() {
        assert!(Sequence::new(MOST_DIMENSIONS + 1, Scramble::None).is_err());
    }
}
