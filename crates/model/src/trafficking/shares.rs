//! Shares follow value: how what leaves a place divides over the routes out of it.
//!
//! ```text
//! route shares     w_e   = w_e0 o_e rel_e^beta / sum over routes out of the place
//! inertia          share = h share + (1 - h) w
//! ```

use super::network::Stop;
use super::{Sweep, TraffickingBaseline, TraffickingOutputs, TraffickingParameters, TraffickingState};
use crate::elementary;

/// Moves the shares of the routes out of each place towards their weights, as far as inertia lets them.
pub(super) fn shift_shares(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    outputs: &mut TraffickingOutputs,
) {
    spread_routes(p, &sweep.network.organisation, &baseline.terms.room_log, &state.openness, &mut outputs.spread);
    let factors = baseline.terms.share.iter().zip(&outputs.spread);
    for (weight, (share, spread)) in outputs.attraction.iter_mut().zip(factors) {
        *weight *= share * spread;
    }
    for Stop { routes, .. } in sweep.network.stops.iter().filter(|stop| stop.routes.len() > 1) {
        let weights = &outputs.attraction[routes.clone()];
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            continue;
        }
        let moved = (1.0 - p.share_inertia_per_month) / total;
        for (share, weight) in state.share[routes.clone()].iter_mut().zip(weights) {
            *share = p.share_inertia_per_month * *share + moved * *weight;
        }
    }
}

/// Expansion flattens shares towards capacity: o = (capacity / baseline flow)^(strength x openness).
fn spread_routes(
    p: &TraffickingParameters,
    organisation: &[usize],
    room_log: &[f64],
    openness: &[f64],
    spread: &mut [f64],
) {
    if openness.iter().all(|openness| *openness == 0.0) {
        return spread.fill(1.0);
    }
    for ((spread, organisation), room) in spread.iter_mut().zip(organisation).zip(room_log) {
        *spread = p.openness_strength * openness[*organisation] * room;
    }
    elementary::exp_each(spread);
}
