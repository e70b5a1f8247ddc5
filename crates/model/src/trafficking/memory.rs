//! What traffickers remember of volume and losses, and how organisations answer.
//!
//! ```text
//! perceived loss   r     = (L + k V0 r0) / (V + k V0)                         L, V: losses and volume remembered
//! ```

use super::{Sweep, TraffickingBaseline, TraffickingOutputs, TraffickingParameters, TraffickingState};

/// Loss share that traffickers expect on a route: what they remember, and the baseline as a prior.
#[inline(always)]
pub(super) fn perceived_loss_share(
    remembered_losses_kg: f64,
    remembered_volume_kg: f64,
    prior_kg: f64,
    prior_share: f64,
) -> f64 {
    let volume = remembered_volume_kg + prior_kg;
    if volume > 0.0 { (remembered_losses_kg + prior_kg * prior_share) / volume } else { prior_share }
}

/// Takes the month into memory; organisations spread or narrow their routes.
pub(super) fn remember(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    outputs: &TraffickingOutputs,
) {
    let kept = 1.0 - 1.0 / p.loss_memory_months;
    state.flow_kg.copy_from_slice(&outputs.flow_kg);
    fade_and_add(kept, &mut state.remembered_losses_kg, &outputs.seized_kg);
    fade_and_add(kept, &mut state.remembered_volume_kg, &outputs.flow_kg);
    for (organisation, routes) in sweep.network.routes_of_organisation.iter().enumerate() {
        let over_routes = |kg: &[f64]| -> f64 { routes.iter().map(|&route| kg[route]).sum() };
        let (losses, volume) = (over_routes(&state.remembered_losses_kg), over_routes(&state.remembered_volume_kg));
        let before = baseline.organisation_loss[organisation];
        if volume > 0.0 && before > 0.0 {
            let excess = losses / volume / before - 1.0;
            let tolerance = sweep.world.organisations[organisation].loss_tolerance;
            adjust_openness(p, &mut state.openness[organisation], excess, tolerance);
        }
    }
}

/// A memory that keeps a share of itself, and takes in the month.
fn fade_and_add(kept: f64, memory_kg: &mut [f64], month_kg: &[f64]) {
    memory_kg.iter_mut().zip(month_kg).for_each(|(memory, month)| *memory = kept * *memory + month);
}

/// Expand when remembered losses exceed the tolerance, consolidate otherwise.
fn adjust_openness(p: &TraffickingParameters, openness: &mut f64, excess: f64, tolerance: f64) {
    let target = if excess <= tolerance { 0.0 } else { (excess - tolerance).min(1.0) };
    *openness += p.openness_adjustment_per_month * (target - *openness);
}
