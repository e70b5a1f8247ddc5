//! Latin hypercube without a table: the order of the strata is a keyed permutation.
//!
//! A permutation of 0..N is a Feistel network on the smallest even number of bits that holds N, walked
//! until it lands below N (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). Its round
//! function is the finaliser of MurmurHash3 keyed by Philox words, which is cheap and mixes well; no
//! secrecy is wanted.

use super::{Block, fill, words};

const ROUNDS: usize = 8;

/// The strata of every parameter.
#[derive(Clone, Debug)]
pub(super) struct LatinHypercube {
    points: u32,
    seed: u64,
    keys: Vec<u64>,
    orders: Vec<Permutation>,
}

impl LatinHypercube {
    pub fn new(keys: &[u64], points: u32, seed: u64) -> Self {
        let orders = keys.iter().map(|key| Permutation::new(points, seed, *key)).collect();
        Self { points, seed, keys: keys.to_vec(), orders }
    }

    pub fn point(&self, index: u32, shares: &mut [Option<f64>]) {
        let place = |(order, key): (&Permutation, &u64)| {
            let [high, low, ..] = words(self.seed, Block::LatinPlace, index, *key);
            let within = super::open_unit((u64::from(high) << 32) | u64::from(low));
            (f64::from(order.of(index)) + within) / f64::from(self.points)
        };
        fill(shares, self.orders.iter().zip(&self.keys).map(place));
    }
}

/// A keyed permutation of 0..size.
#[derive(Clone, Debug)]
struct Permutation {
    size: u32,
    half_bits: u32,
    round_keys: [u32; ROUNDS],
}

impl Permutation {
    fn new(size: u32, seed: u64, key: u64) -> Self {
        let bits = u32::BITS - size.saturating_sub(1).leading_zeros();
        let mut round_keys = [0; ROUNDS];
        for (block, four) in round_keys.chunks_mut(4).enumerate() {
            four.copy_from_slice(&words(seed, Block::LatinKeys, block as u32, key));
        }
        Self { size, half_bits: bits.div_ceil(2).max(1), round_keys }
    }

    fn of(&self, index: u32) -> u32 {
        let mut place = self.encipher(index);
        while place >= self.size {
            place = self.encipher(place);
        }
        place
    }

    fn encipher(&self, value: u32) -> u32 {
        let mask = ((1u64 << self.half_bits) - 1) as u32;
        let (mut left, mut right) = ((value >> self.half_bits) & mask, value & mask);
        for key in self.round_keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        (left << self.half_bits) | right
    }
}

/// Finaliser of MurmurHash3, 32 bits (Appleby, public domain).
fn mix(mut word: u32) -> u32 {
    word ^= word >> 16;
    word = word.wrapping_mul(0x85eb_ca6b);
    word ^= word >> 13;
    word = word.wrapping_mul(0xc2b2_ae35);
    word ^ (word >> 16)
}
