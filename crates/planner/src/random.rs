//! Random numbers that are a pure function of seed and position (SplitMix64, Steele et al. 2014).

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct RandomStream {
    state: u64,
}

impl RandomStream {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// 64 random bits: Steele, Lea and Flood 2014, figure 16, with the constants printed there.
    pub(crate) fn next_bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Uniform on [0, 1), in steps of 2^-53.
    pub(crate) fn uniform(&mut self) -> f64 {
        (self.next_bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `count`, which is above zero; the bias is below `count` in 2^53.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.uniform() * count as f64) as usize
    }
}
