//! Laboratories and precursors: built where there is leaf, destroyed by raids and strikes, rebuilt elsewhere.
//!
//! ```text
//! need              dN_j/dt = (sum_i (1 - s_i) b_i m_ij0 - N_j) / investment
//! capacity          K*_j = K*_j0 N_j/N_j0, moved between regions by exp(-sensitivity x share destroyed lately)
//! found by raids    F_j = w_j^epsilon, w: surveillance over the region over the baseline's; raids destroy F_j as much
//! output            q_j  = ( x_j^-n + K_j^-n + P_j^-n )^(-1/n)
//! precursors        P_j  = slack N_j (1 - g);  g_t = rho g_(t-1) + (c_t - c_(t-1))
//! ```

use super::{
    PrecursorRegime, ProductionBaseline, ProductionInputs, ProductionOutputs, ProductionParameters, ProductionState,
    Supply,
};
use crate::elementary::{power, wide};

/// Smooth minimum of input, capacity and precursor-limited throughput.
#[inline(always)]
pub(super) fn laboratory_output(input_kg: f64, capacity_kg: f64, precursor_kg: f64, sharpness: f64) -> f64 {
    let crowding = power(input_kg / capacity_kg, sharpness) + power(input_kg / precursor_kg, sharpness);
    let output_kg = input_kg * power(1.0 + crowding, -1.0 / sharpness);
    if input_kg <= 0.0 || capacity_kg <= 0.0 || precursor_kg <= 0.0 { 0.0 } else { output_kg }
}

/// Capacity that falls when `attempted` kg/month are hit: the same laboratory is not destroyed twice.
pub(super) fn destroyed_capacity(capacity: f64, attempted: f64) -> f64 {
    if capacity <= 0.0 { 0.0 } else { -capacity * (-attempted / capacity).exp_m1() }
}

/// Share of the gap between standing and wanted capacity that a month closes.
pub(super) fn rebuilt_share(p: &ProductionParameters) -> f64 {
    -(-p.laboratory_rebuild_months.recip()).exp_m1()
}

/// What a raid finds with more eyes over the region: drones and aircraft see sites, fields and airstrips, and the
/// rest of the way from sighting to raid stays as it is.
pub(super) fn find(p: &ProductionParameters, inputs: &ProductionInputs, outputs: &mut ProductionOutputs) {
    for (found, watched) in outputs.find_ratio.iter_mut().zip(&inputs.surveillance_ratio) {
        *found = if *watched == 1.0 { 1.0 } else { watched.powf(p.find_elasticity_to_surveillance) };
    }
}

/// Free entry: what laboratories are built for follows the leaf that there is. Where laboratories are a given
/// stock, nothing is built beyond the base year's.
pub(super) fn invest(
    p: &ProductionParameters,
    supply: Supply,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    // A shock of output is not what anyone builds for.
    if supply == Supply::Limited || inputs.output_shock != 1.0 {
        return;
    }
    // Leaf at the calibrated shares, not where destroyed capacity has sent it: else no region would recover.
    let leaf_kg = &mut outputs.input_kg;
    leaf_kg.fill(0.0);
    for &(from, to, share) in &baseline.base_flows {
        leaf_kg[to] += (outputs.base_kg[from] - outputs.base_seized_kg[from]) * share;
    }
    for (need, leaf) in state.laboratory_need_kg.iter_mut().zip(leaf_kg) {
        *need += (*leaf - *need) / p.laboratory_investment_months;
    }
}

/// Raids and strikes destroy capacity; operators rebuild, where less was destroyed lately.
pub(super) fn hit_and_rebuild(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    let count = baseline.capacity_kg_per_month.len();
    let rebuilt = rebuilt_share(p);
    let (mut total_target, mut total_weight) = (0.0, 0.0);
    for j in 0..count {
        total_target += wanted_capacity(baseline, state, j);
        total_weight += relocation_weight(p, baseline, state, j);
    }
    for j in 0..count {
        if baseline.capacity_kg_per_month[j] <= 0.0 {
            continue;
        }
        let target = total_target * relocation_weight(p, baseline, state, j) / total_weight;
        let capacity = state.capacity_kg_per_month[j];
        let ordinary = baseline.raids_per_month[j] * p.capacity_per_raid_kg_per_month;
        let raided = (ordinary + inputs.raids[j] * p.capacity_per_raid_kg_per_month) * outputs.find_ratio[j];
        let struck = inputs.strikes[j] * p.capacity_per_strike_kg_per_month;
        let destroyed = destroyed_capacity(capacity, (raided + struck).max(0.0));
        let standing = capacity - destroyed;
        outputs.destroyed_kg_per_month[j] = destroyed;
        state.capacity_kg_per_month[j] = standing + (target - standing) * rebuilt;
        let excess = destroyed - destroyed_capacity(capacity, ordinary);
        let excess_share = if capacity > 0.0 { excess / capacity } else { 0.0 };
        state.remembered_destruction[j] +=
            (excess_share - state.remembered_destruction[j]) / p.relocation_memory_months;
        let value_usd = baseline.processed_kg[j] * baseline.door_price_usd_per_kg[j];
        state.rebuilding_cost_share[j] = excess * p.laboratory_cost_usd_per_kg / value_usd;
    }
}

/// Capacity that a region's leaf asks for.
fn wanted_capacity(baseline: &ProductionBaseline, state: &ProductionState, region: usize) -> f64 {
    let usual_kg = baseline.laboratory_input_kg[region];
    let need_ratio = if usual_kg > 0.0 { state.laboratory_need_kg[region] / usual_kg } else { 1.0 };
    baseline.capacity_target_kg_per_month[region] * need_ratio
}

fn relocation_weight(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &ProductionState,
    region: usize,
) -> f64 {
    let deterred = (-p.relocation_sensitivity * state.remembered_destruction[region]).exp();
    wanted_capacity(baseline, state, region) * deterred
}

/// Shortfall of precursors under control, and its recovery where substitutes exist.
pub(super) fn precursors(
    p: &ProductionParameters,
    regime: PrecursorRegime,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
) {
    let persistence = match regime {
        PrecursorRegime::Substitution => 1.0 - 1.0 / p.precursor_substitution_months,
        PrecursorRegime::NoSubstitution => 1.0,
    };
    let change = inputs.precursor_control - state.precursor_control_before;
    // A shortfall cannot exceed the control that causes it, and ends with it.
    let ceiling = inputs.precursor_control.max(0.0);
    state.precursor_shortfall = (state.precursor_shortfall * persistence + change).clamp(0.0, ceiling);
    state.precursor_control_before = inputs.precursor_control;
}

/// Turns base into product; what is not processed waits.
pub(super) fn process(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    share_out_base(baseline, state, outputs);
    let count = baseline.capacity_kg_per_month.len();
    let precursor_kg_per_input = p.precursor_slack_ratio * (1.0 - state.precursor_shortfall);
    let (sharpness, survival) = (p.smooth_minimum_sharpness, p.waiting_base_survival_per_month);
    // A shock of output finds the laboratories and precursors that it needs: it states what leaves them.
    let shock = inputs.output_shock;
    let forced = shock != 1.0;
    let capacity = &state.capacity_kg_per_month[..count];
    let (need, usual_waiting) = (&state.laboratory_need_kg[..count], &baseline.waiting_base_kg[..count]);
    let usual_input = &baseline.laboratory_input_kg[..count];
    let (waiting, input) = (&mut state.waiting_base_kg[..count], &outputs.input_kg[..count]);
    let (processed, spoiled) = (&mut outputs.processed_kg[..count], &mut outputs.spoiled_kg[..count]);
    wide(
        #[inline(always)]
        move || {
            for j in 0..count {
                let available = waiting[j] + input[j];
                let (handled, scale, needed) = if forced {
                    ((usual_waiting[j] + usual_input[j]) * shock, shock, usual_input[j])
                } else {
                    (available, 1.0, need[j])
                };
                let output =
                    laboratory_output(handled, capacity[j] * scale, precursor_kg_per_input * needed * scale, sharpness);
                processed[j] = output.min(available);
                let left = available - processed[j];
                waiting[j] = left * survival;
                spoiled[j] = left - waiting[j];
            }
        },
    );
}

/// Base follows the laboratories: each region's calibrated shares weighted by standing capacity.
fn share_out_base(baseline: &ProductionBaseline, state: &ProductionState, outputs: &mut ProductionOutputs) {
    outputs.input_kg.fill(0.0);
    let weight = |to: usize, share: f64| {
        let reference = baseline.capacity_kg_per_month[to];
        if reference > 0.0 { share * state.capacity_kg_per_month[to] / reference } else { share }
    };
    let mut start = 0;
    while start < baseline.base_flows.len() {
        let from = baseline.base_flows[start].0;
        let end = start + baseline.base_flows[start..].iter().take_while(|flow| flow.0 == from).count();
        let flows = &baseline.base_flows[start..end];
        let total: f64 = flows.iter().map(|&(_, to, share)| weight(to, share)).sum();
        let supply = outputs.base_kg[from] - outputs.base_seized_kg[from];
        for &(_, to, share) in flows {
            outputs.input_kg[to] += supply * weight(to, share) / total;
        }
        start = end;
    }
}
