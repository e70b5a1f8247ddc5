//! Sums over third states: what the triadic term of relations reads.

use crate::elementary::wide;

/// `X X` for a symmetric matrix stored by rows.
pub fn square(matrix: &[f64], actors: usize, product: &mut [f64]) {
    product.fill(0.0);
    for (row, out) in matrix.chunks_exact(actors).zip(product.chunks_exact_mut(actors)) {
        for (weight, other) in row.iter().zip(matrix.chunks_exact(actors)) {
            out.iter_mut().zip(other).for_each(|(sum, value)| *sum += weight * value);
        }
    }
}

/// Columns of a product that are summed side by side.
const BLOCK: usize = 8;

/// The part of `X X` above the diagonal, for a symmetric matrix stored by rows; what else `product` holds
/// afterwards is not to be used.
pub fn square_above_diagonal(matrix: &[f64], actors: usize, product: &mut [f64]) {
    if actors < BLOCK {
        return square(matrix, actors, product);
    }
    wide(
        #[inline(always)]
        move || {
            for i in 0..actors {
                // Blocks end with the row; the last one reaches back over columns that are done or below the diagonal.
                let mut end = actors;
                while end > i + 1 {
                    let start = end.saturating_sub(BLOCK);
                    let sums = block_of_square(matrix, actors, i, start);
                    product[i * actors + start..][..BLOCK].copy_from_slice(&sums);
                    end = start;
                }
            }
        },
    );
}

/// `X X` in row `i` and the columns from `start` on, in four interleaved sums, which the processor adds side by
/// side.
#[inline(always)]
fn block_of_square(matrix: &[f64], actors: usize, i: usize, start: usize) -> [f64; BLOCK] {
    let (fours, rest) = matrix[i * actors..][..actors].as_chunks::<4>();
    let mut sums = [[0.0; BLOCK]; 4];
    for (weights, others) in fours.iter().zip(matrix.chunks_exact(4 * actors)) {
        for lane in 0..4 {
            add_weighted(&mut sums[lane], weights[lane], &others[lane * actors + start..][..BLOCK]);
        }
    }
    let mut last = [0.0; BLOCK];
    for (weight, other) in rest.iter().zip(matrix[fours.len() * 4 * actors..].chunks_exact(actors)) {
        add_weighted(&mut last, *weight, &other[start..][..BLOCK]);
    }
    std::array::from_fn(|k| (sums[0][k] + sums[1][k]) + (sums[2][k] + sums[3][k]) + last[k])
}

#[inline(always)]
fn add_weighted(sums: &mut [f64; BLOCK], weight: f64, values: &[f64]) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uniform relations between -1/2 and 1/2 from a small congruential generator.
    fn random_relations(actors: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let mut matrix = vec![0.0; actors * actors];
        for i in 0..actors {
            for j in i..actors {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let value = (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
                matrix[i * actors + j] = value;
                matrix[j * actors + i] = value;
            }
        }
        matrix
    }

    #[test]
    fn the_part_above_the_diagonal_is_that_of_the_square() {
        for actors in [1, 5, BLOCK, BLOCK + 1, 3 * BLOCK - 1] {
            let matrix = random_relations(actors, 3);
            let (mut whole, mut part) = (vec![0.0; actors * actors], vec![0.0; actors * actors]);
            square(&matrix, actors, &mut whole);
            square_above_diagonal(&matrix, actors, &mut part);
            for i in 0..actors {
                for j in i + 1..actors {
                    assert!((part[i * actors + j] - whole[i * actors + j]).abs() <= 1e-12);
                }
            }
        }
    }
}
