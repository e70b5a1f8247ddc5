//! Fields: what growers are paid, what they plant, what they pick.
//!
//! ```text
//! farm-gate index   f_i  = ( sum_j m_ij0 V_j )^theta
//! planting          dln a_i/dt = g(kappa ln f_i) - rho/2 (a/a0 - a0/a) - sigma ln[(a_i/a_i0)/(a/a0)]
//! limit             g(x) = x / (1 + |x| / limit)                               the same for picking, on eta ln f
//! limited supply    da_i/dt = (a_i0 f_i^eps - a_i) / tau
//! planted area      A_i  = a_i D_i M_i
//! harvested area    dH_i/dt = (A_i - H_i) / maturity
//! eradication       a_i, H_i  times  (1 - nu s_i) / (1 - nu s_i0)                s = sprayed share of the area in a month
//! yield loss        Y_i  = k Y_i + (1 - k Y_i) s_i l                             k = 1 - 1 / recovery
//! base              b_i  = H_i y_i0 exp(g(eta ln f_i)) (1 - Y_i) / (1 - Y_i0)
//! ```
//!
//! Area and yield of the world bear the eradication of its base year, `s_i0` and `Y_i0`: where it ends, fields
//! bear more and are given up less.

use super::{ProductionBaseline, ProductionInputs, ProductionOutputs, ProductionParameters, ProductionState, Supply};
use crate::elementary::powers;

use crate::MONTHS_PER_YEAR;

/// What growers are paid, and what draws planting and picking.
pub(super) fn farm_gate(
    p: &ProductionParameters,
    supply: Supply,
    baseline: &ProductionBaseline,
    state: &ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    outputs.laboratory_value_ratio.fill(0.0);
    for &(from, to, share) in &baseline.base_flows {
        // Operators cannot pay for leaf what they do not earn; rebuilding takes at most all of it.
        let door_value = inputs.laboratory_value_index[to] * (1.0 - state.rebuilding_cost_share[to]).max(0.0);
        outputs.laboratory_value_ratio[from] += share * door_value;
    }
    powers(&outputs.laboratory_value_ratio, p.farm_gate_exponent, &mut outputs.farm_gate_index);
    for (index, value) in outputs.farm_gate_index.iter_mut().zip(&outputs.laboratory_value_ratio) {
        *index = if *value > 0.0 { *index * inputs.farm_gate_shock } else { inputs.farm_gate_shock };
    }
    match supply {
        Supply::Elastic | Supply::Limited => outputs.incentive_ratio.copy_from_slice(&outputs.farm_gate_index),
        Supply::CostBased => outputs.incentive_ratio.fill(inputs.market_shortage_ratio * inputs.farm_gate_shock),
    }
    for (utilisation, incentive) in outputs.utilisation_ratio.iter_mut().zip(&outputs.incentive_ratio) {
        *utilisation = limited(p.utilisation_elasticity * incentive.ln(), p.utilisation_limit_log).exp();
    }
    powers(&inputs.group_control_ratio, p.group_control_elasticity, &mut outputs.control_ratio);
}

/// Moves planted area by a month.
pub(super) fn plant(
    p: &ProductionParameters,
    supply: Supply,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &ProductionOutputs,
) {
    let world_log = (state.planted_ha.iter().sum::<f64>() / baseline.area_ha.iter().sum::<f64>()).ln();
    for i in 0..baseline.area_ha.len() {
        let usual_ha = baseline.area_ha[i];
        if usual_ha <= 0.0 {
            continue;
        }
        let (planted_ha, incentive) = (state.planted_ha[i], outputs.incentive_ratio[i]);
        let grown_ha = match supply {
            Supply::Limited => {
                let target_ha = usual_ha * incentive.powf(p.area_supply_elasticity);
                planted_ha + (target_ha - planted_ha) / p.area_adjustment_months
            }
            Supply::Elastic | Supply::CostBased => {
                let region_log = (planted_ha / usual_ha).ln();
                let growth_per_year =
                    limited(p.planting_response_per_year * incentive.ln(), p.planting_growth_limit_per_year)
                        - p.land_scarcity_per_year * world_log.sinh()
                        - p.regional_return_per_year * (region_log - world_log);
                planted_ha * (growth_per_year / MONTHS_PER_YEAR).exp()
            }
        };
        let usual_share = sprayed_share(baseline.eradication_ha_per_month[i], usual_ha);
        let share = sprayed_share(baseline.eradication_ha_per_month[i] + inputs.eradication_ha[i], state.area_ha[i]);
        let kept = kept_share(p, share) / kept_share(p, usual_share);
        // Growers never give up their last plants: an area of zero would have no logarithm and no return.
        state.planted_ha[i] = (grown_ha * kept).max(usual_ha * f64::EPSILON);
        let development = alternative_development(p, baseline, state, inputs, i);
        state.area_ha[i] = state.planted_ha[i] * outputs.control_ratio[i] * development;
        let harvested_ha = state.harvested_ha[i] * kept;
        state.harvested_ha[i] = harvested_ha + (state.area_ha[i] - harvested_ha) / p.maturity_months;
        state.spray_loss_share[i] = spray_loss(p, state.spray_loss_share[i], share);
    }
}

/// What profit asks for, held below the limit that seedlings, land and labour set.
fn limited(asked: f64, limit: f64) -> f64 {
    asked / (1.0 + asked.abs() / limit)
}

/// Share of the standing area that is sprayed or uprooted in a month.
pub(super) fn sprayed_share(eradication_ha_per_month: f64, area_ha: f64) -> f64 {
    (eradication_ha_per_month / area_ha.max(1.0)).clamp(0.0, 1.0)
}

/// Share of planted area that a month's spraying leaves.
fn kept_share(p: &ProductionParameters, sprayed_share: f64) -> f64 {
    1.0 - p.net_area_effect_of_eradication * sprayed_share
}

/// Yield loss of fields after a month in which a share of them was sprayed: what is left of it recovers.
pub(super) fn spray_loss(p: &ProductionParameters, loss_share: f64, sprayed_share: f64) -> f64 {
    let remaining = loss_share * (1.0 - 1.0 / p.spray_recovery_months);
    remaining + (1.0 - remaining) * sprayed_share * p.spray_yield_loss_share
}

/// Factor on planted area: planting rises while payment is only announced, falls once it arrives.
fn alternative_development(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    region: usize,
) -> f64 {
    let households = baseline.households[region].max(1.0);
    let announced = (inputs.announced_households[region] / households).clamp(-1.0, 1.0);
    let delivered = &mut state.delivered_share[region];
    *delivered += (announced - *delivered) / p.alternative_development_delay_months;
    let promised_only = (announced - *delivered).max(0.0);
    (1.0 + p.announcement_effect * promised_only - p.alternative_development_effect * *delivered).max(0.0)
}

/// What is picked, and what of it becomes base. Under a shock of output, the harvest is the stated multiple
/// of the base year's, whatever fields and prices would have brought.
pub(super) fn harvest(
    baseline: &ProductionBaseline,
    state: &ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    for i in 0..baseline.area_ha.len() {
        let harvested_ha = if inputs.output_shock == 1.0 {
            let yield_ratio = (1.0 - state.spray_loss_share[i]) / (1.0 - baseline.spray_loss_share[i]);
            state.harvested_ha[i] * outputs.utilisation_ratio[i] * yield_ratio
        } else {
            baseline.area_ha[i] * inputs.output_shock
        };
        outputs.potential_kg[i] = harvested_ha * baseline.potential_kg_per_ha_month[i];
        outputs.base_kg[i] = outputs.potential_kg[i] * baseline.realised_share;
        outputs.base_seized_kg[i] = outputs.base_kg[i] * baseline.base_seizure_share[i];
    }
}
