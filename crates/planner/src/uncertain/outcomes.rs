//! Outcomes of attempts: all of them with their probabilities, or a sample.

use crate::random::RandomStream;

/// On which arcs an attempt would succeed, and how much this outcome weighs.
pub(super) struct Outcome {
    /// Probability, or share of the sample.
    pub(super) weight: f64,
    /// By arc.
    pub(super) succeeds: Vec<bool>,
}

impl Outcome {
    /// The arcs hit among those attempted.
    pub(super) fn hits(&self, attempted: &[usize]) -> Vec<usize> {
        attempted.iter().copied().filter(|&arc| self.succeeds[arc]).collect()
    }
}

/// Every outcome of attempts on the arcs named, or none where there are more than `most`.
pub(super) fn every(success: &[f64], arcs: &[usize], most: usize) -> Option<Vec<Outcome>> {
    let uncertain: Vec<usize> = arcs.iter().copied().filter(|&arc| success[arc] > 0.0 && success[arc] < 1.0).collect();
    let shift = u32::try_from(uncertain.len()).ok()?;
    let count = 1_usize.checked_shl(shift).filter(|count| *count <= most)?;
    let certain: Vec<bool> = success.iter().map(|&success| success >= 1.0).collect();
    let outcome = |number: usize| {
        let mut outcome = Outcome { weight: 1.0, succeeds: certain.clone() };
        for (position, &arc) in uncertain.iter().enumerate() {
            let hit = number >> position & 1 == 1;
            outcome.succeeds[arc] = hit;
            outcome.weight *= if hit { success[arc] } else { 1.0 - success[arc] };
        }
        outcome
    };
    Some((0..count).map(outcome).collect())
}

/// Outcomes drawn, each of the same weight.
pub(super) fn drawn(success: &[f64], count: usize, draws: &mut RandomStream) -> Vec<Outcome> {
    let weight = (count as f64).recip();
    (0..count)
        .map(|_| Outcome { weight, succeeds: success.iter().map(|&success| draws.uniform() < success).collect() })
        .collect()
}
