//! Enforcement looks back on the month: the load on its assets, and where effort was rewarded.

use super::{Enforcement, InterdictionOutputs, InterdictionParameters, InterdictionState};

/// What went by sea and air in a month, by corridor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pursued {
    /// Volume that set out.
    pub flow_kg: Vec<f64>,
    /// Seized.
    pub seized_kg: Vec<f64>,
}

impl Pursued {
    /// Nothing yet, in `corridors` corridors.
    #[must_use]
    pub fn new(corridors: usize) -> Self {
        Self { flow_kg: vec![0.0; corridors], seized_kg: vec![0.0; corridors] }
    }

    /// Loss share by corridor; 0 where nothing goes by sea or air.
    #[must_use]
    pub fn loss_share(&self) -> Vec<f64> {
        self.seized_kg
            .iter()
            .zip(&self.flow_kg)
            .map(|(seized, flow)| if *flow > 0.0 { seized / flow } else { 0.0 })
            .collect()
    }
}

/// What enforcement looks back on at the end of a month.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// This month.
    pub now: &'a Pursued,
    /// A baseline month.
    pub before: &'a Pursued,
    /// Share of mobile effort in the baseline, by corridor; 0 where effort does not move.
    pub baseline_effort_share: &'a [f64],
}

/// Lets effort follow success, and remembers the known flow for the next month's load.
pub fn learn(
    p: &InterdictionParameters,
    enforcement: Enforcement,
    state: &mut InterdictionState,
    outputs: &InterdictionOutputs,
    record: Record<'_>,
) {
    let Record { now, before, baseline_effort_share } = record;
    for (corridor, (known, funnel)) in state.known_flow_ratio.iter_mut().zip(&outputs.funnel).enumerate() {
        // More search finds more of what passes: the known flow grows with both.
        let passing =
            if before.flow_kg[corridor] > 0.0 { now.flow_kg[corridor] / before.flow_kg[corridor] } else { 1.0 };
        *known = passing * funnel.detection_ratio;
    }
    if enforcement == Enforcement::Fixed {
        return;
    }
    let weight = |c: usize| {
        let success = if before.seized_kg[c] > 0.0 { now.seized_kg[c] / before.seized_kg[c] } else { 1.0 };
        baseline_effort_share[c] * success
    };
    let total: f64 = (0..baseline_effort_share.len()).map(weight).sum();
    let reference: f64 = baseline_effort_share.iter().sum();
    if total <= 0.0 {
        return;
    }
    for (corridor, &share) in baseline_effort_share.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let target = weight(corridor) / total * reference / share;
        state.effort_ratio[corridor] += p.enforcement_learning_per_month * (target - state.effort_ratio[corridor]);
    }
}
