//! Dyads: impulse, acute tension, structural relation, and operational cooperation with the lead.

use crate::elementary::wide;

use super::{ActorRole, StateEvent, StatesBaseline, StatesInputs, StatesParameters, StatesState};

/// Range of the Goldstein scale; dyad values are a tenth of it.
const GOLDSTEIN_RANGE: f64 = 10.0;

/// Directed impulse of a number of events of one Goldstein weight, at full salience.
pub(super) fn impulse(p: &StatesParameters, goldstein: f64) -> f64 {
    let is_verbal_conflict = goldstein < 0.0 && goldstein > p.material_weight;
    let weight = if is_verbal_conflict { p.verbal_weight } else { 1.0 };
    weight * goldstein / GOLDSTEIN_RANGE
}

/// Sums the events of the month into directed impulses.
pub(super) fn collect_events(p: &StatesParameters, state: &mut StatesState, events: &[StateEvent]) {
    let n = state.cooperation.len();
    state.impulse.fill(0.0);
    for event in events.iter().filter(|event| event.source < n && event.target < n) {
        let number = (1.0 + event.count.max(0.0)).log2();
        state.impulse[event.source * n + event.target] += impulse(p, event.goldstein) * event.salience * number;
    }
}

/// Acute tension from last month's and this month's impulses.
pub(super) fn settle_tension(p: &StatesParameters, state: &mut StatesState) {
    let n = state.cooperation.len();
    for i in 0..n {
        for j in i + 1..n {
            let there = state.impulse[i * n + j].clamp(-1.0, 1.0);
            let back = state.impulse[j * n + i].clamp(-1.0, 1.0);
            let impulse = 0.5 * (there + back) * (1.0 + p.reciprocity);
            let tension = p.tension_persistence * state.tension[i * n + j] + impulse;
            state.tension[i * n + j] = tension;
            state.tension[j * n + i] = tension;
        }
    }
}

/// One month of every structural relation and its scarred target.
pub(super) fn move_relations(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
) {
    let n = baseline.actor_count();
    let triadic_rate = if inputs.backlash && n > 2 { p.triadic_rate / (n - 2) as f64 } else { 0.0 };
    if triadic_rate > 0.0 {
        super::triads::square_above_diagonal(&state.relation, n, &mut state.triads);
    }
    set_hardliner_pressure(p, baseline, state);
    for i in 0..n {
        move_row(p, baseline, state, &inputs.repair, (i, triadic_rate));
        for j in i + 1..n {
            state.relation[j * n + i] = state.relation[i * n + j];
            state.target[j * n + i] = state.target[i * n + j];
        }
    }
}

/// How far the hardliners of each actor pull down its target with the lead.
fn set_hardliner_pressure(p: &StatesParameters, baseline: &StatesBaseline, state: &mut StatesState) {
    for (actor, start) in baseline.actors.iter().enumerate() {
        let excess = state.hardliner_share[actor] - start.hardliner_share;
        let is_lead = baseline.lead == Some(actor);
        state.pressure[actor] = if is_lead { 0.0 } else { p.hardliner_relation * excess };
        state.is_lead[actor] = if is_lead { 1.0 } else { 0.0 };
    }
}

/// One month of the dyads of actor `i` with the actors after it.
///
/// Slices of one length and no branches, because this is the inner loop of the module.
fn move_row(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    repair: &[f64],
    (i, triadic_rate): (usize, f64),
) {
    let n = baseline.actor_count();
    let others = n - i - 1;
    // Slices cut to one known length let the compiler drop the bounds checks and use vectors.
    let first = i * n + i + 1;
    let (pressure_i, lead_i, reset_i) = (state.pressure[i], state.is_lead[i], state.reset[i]);
    let pressure = &state.pressure[i + 1..][..others];
    let is_lead = &state.is_lead[i + 1..][..others];
    let reset = &state.reset[i + 1..][..others];
    let relation = &mut state.relation[first..][..others];
    let scarred = &mut state.target[first..][..others];
    let tension = &state.tension[first..][..others];
    let triads = &state.triads[first..][..others];
    let start = &baseline.relation[first..][..others];
    let start_triads = &baseline.triads[first..][..others];
    let repair = &repair[first..][..others];
    let (restoring, damage, gain) = (p.restoring_rate, p.damage_rate, p.gain_rate);
    let (leader_reset, scarring, floor) = (p.leader_reset, p.scarring_rate, p.scarring_floor);
    wide(
        #[inline(always)]
        move || {
            for j in 0..others {
                let (r, a, r_start) = (relation[j], tension[j], start[j]);
                let target = (scarred[j] - lead_i * pressure[j] - is_lead[j] * pressure_i).max(-1.0);
                let healing = (restoring * repair[j].max(0.0)).min(1.0);
                let moved = r
                    + restoring * (target - r)
                    + healing * (r_start - r).max(0.0)
                    + damage * a.min(0.0) * (1.0 + r)
                    + gain * a.max(0.0) * (1.0 - r)
                    + triadic_rate * (1.0 - r * r) * (triads[j] - start_triads[j]);
                let resetting = 1.0 - (1.0 - reset_i) * (1.0 - reset[j]);
                let settled = (moved + resetting * leader_reset * (target - moved)).clamp(-1.0, 1.0);
                let scar = scarring * (settled - target).min(0.0) + healing * (r_start - scarred[j]);
                relation[j] = settled;
                scarred[j] = (scarred[j] + scar).max((r_start - floor).max(-1.0));
            }
        },
    );
}

/// Cooperation that an actor seeks with the lead; zero for the lead itself and for external powers.
pub(super) fn cooperation_target(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    relation: &[f64],
    actor: usize,
    ceiling_ratio: f64,
) -> f64 {
    let Some(lead) = baseline.lead.filter(|_| baseline.cooperates(actor)) else { return 0.0 };
    let warmth = (relation[lead * baseline.actor_count() + actor] - p.cooperation_midpoint) / p.cooperation_width;
    (p.cooperation_ceiling * ceiling_ratio).clamp(0.0, 1.0) / (1.0 + (-warmth).exp())
}

/// One month of cooperation: fast to suspend, slow to rebuild.
pub(super) fn move_cooperation(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
) {
    for actor in 0..baseline.actor_count() {
        let ceiling = inputs.cooperation_ceiling_ratio[actor];
        let gap = cooperation_target(p, baseline, &state.relation, actor, ceiling) - state.cooperation[actor];
        let rate = if gap < 0.0 { p.suspension_rate * p.suspension_binding } else { p.rebuilding_rate };
        state.cooperation[actor] += rate.min(1.0) * gap;
    }
}

/// Factor on the lead's disruptions: `1 - p (1 - psi)(1 - C/C0)`, with C0 the mean at the start, so
/// that the weighted mean over actors is the factor of the whole.
pub(super) fn partner_multiplier(p: &StatesParameters, baseline: &StatesBaseline, change: f64) -> f64 {
    if baseline.mean_cooperation <= 0.0 {
        return 1.0;
    }
    let partners = p.partner_share * (1.0 - p.partner_substitution);
    (1.0 + partners * change / baseline.mean_cooperation).max(0.0)
}

/// Change of group activity by strikes, between the effects without consent and in full cooperation.
pub(super) fn strike_effect(p: &StatesParameters, cooperation: f64, backlash: bool) -> f64 {
    let alone = if backlash { p.strike_effect_unconsented } else { p.strike_effect_unconsented.min(0.0) };
    alone + cooperation.clamp(0.0, 1.0) * (p.strike_effect_cooperative - alone)
}

/// Tension of an actor with the lead, 0 to 100: half from the relation, half from acute hostility.
pub(super) fn tension_index(baseline: &StatesBaseline, state: &StatesState, actor: usize) -> f64 {
    let Some(lead) = baseline.lead.filter(|lead| *lead != actor) else { return 0.0 };
    let at = lead * baseline.actor_count() + actor;
    (50.0 * (1.0 - state.relation[at]) + 50.0 * (-state.tension[at]).max(0.0)).clamp(0.0, 100.0)
}

/// 50 (1 - mean relation) among the lead and the states of the region.
pub(super) fn regional_tension(baseline: &StatesBaseline, relation: &[f64]) -> f64 {
    let n = baseline.actor_count();
    let inside = |actor: usize| matches!(baseline.actors[actor].role, ActorRole::Lead | ActorRole::Region);
    let (mut sum, mut dyads) = (0.0, 0.0);
    for i in (0..n).filter(|&i| inside(i)) {
        for j in (i + 1..n).filter(|&j| inside(j)) {
            sum += relation[i * n + j];
            dyads += 1.0;
        }
    }
    if dyads > 0.0 { 50.0 * (1.0 - sum / dyads) } else { 0.0 }
}
