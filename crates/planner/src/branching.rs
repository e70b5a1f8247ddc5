//! What both trees over linear programmes share: whole shares, and which variable to branch on.

/// A share within this of zero or one is whole; the feasibility tolerance of HiGHS is 1e-7.
pub(crate) const WHOLE: f64 = 1e-6;

pub(crate) fn is_whole(share: f64) -> bool {
    share <= WHOLE || share >= 1.0 - WHOLE
}

/// Variables whose shares are broken, those nearest a half first.
pub(crate) fn broken(shares: &[f64]) -> Vec<usize> {
    let mut variables: Vec<usize> = (0..shares.len()).filter(|&variable| !is_whole(shares[variable])).collect();
    let balance = |variable: usize| shares[variable].min(1.0 - shares[variable]);
    variables.sort_by(|&one, &other| balance(other).total_cmp(&balance(one)).then(one.cmp(&other)));
    variables
}

/// What branching on a variable gained so far: the mean gain in bound per unit of rounding, by variable
/// and direction (pseudo-costs, Benichou et al. 1971, Math. Programming 1).
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

    /// The first `most` variables that were not yet rounded in both directions.
    pub(crate) fn untried(&self, variables: &[usize], most: usize) -> Vec<usize> {
        variables.iter().copied().filter(|&variable| !self.knows(variable)).take(most).collect()
    }

    /// The variable that promises most; the first where none is known.
    pub(crate) fn best(&self, variables: &[usize], shares: &[f64]) -> Option<usize> {
        let scored = variables
            .iter()
            .filter(|&&variable| self.knows(variable))
            .map(|&variable| (self.score(variable, shares[variable]), variable));
        let best = scored.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        best.map(|(_, variable)| variable).or(variables.first().copied())
    }

    fn knows(&self, variable: usize) -> bool {
        self.count[variable].iter().all(|&count| count > 0.0)
    }

    /// The product of both gains (Achterberg 2007), so that a gain on one side alone counts for little.
    fn score(&self, variable: usize, share: f64) -> f64 {
        let gain = |up: bool| self.sum[variable][usize::from(up)] / self.count[variable][usize::from(up)];
        let least = f64::MIN_POSITIVE.sqrt();
        (gain(false) * share).max(least) * (gain(true) * (1.0 - share)).max(least)
    }
}
