//! What branching on a variable gained so far (pseudo-costs, Benichou et al. 1971, Math. Programming 1).

/// Mean gain in bound per unit of rounding, by variable and direction.
pub(crate) struct PseudoCosts {
    sum: Vec<[f64; 2]>,
    count: Vec<[f64; 2]>,
}

impl PseudoCosts {
    pub(crate) fn new(variables: usize) -> Self {
        Self { sum: vec![[0.0; 2]; variables], count: vec![[0.0; 2]; variables] }
    }

    /// Notes that rounding a variable by `distance` raised the bound by `gain`.
    pub(crate) fn note(&mut self, variable: usize, up: bool, distance: f64, gain: f64) {
        self.sum[variable][usize::from(up)] += gain / distance;
        self.count[variable][usize::from(up)] += 1.0;
    }

    /// Whether a variable was rounded in both directions.
    pub(crate) fn knows(&self, variable: usize) -> bool {
        self.count[variable].iter().all(|&count| count > 0.0)
    }

    /// How much branching on a variable of this share promises: the product of both gains (Achterberg
    /// 2007), so that a gain on one side alone counts for little. `None` for a variable not known.
    pub(crate) fn score(&self, variable: usize, share: f64) -> Option<f64> {
        let gain = |up: bool| self.sum[variable][usize::from(up)] / self.count[variable][usize::from(up)];
        let least = f64::MIN_POSITIVE.sqrt();
        self.knows(variable).then(|| (gain(false) * share).max(least) * (gain(true) * (1.0 - share)).max(least))
    }
}
