//! Initiation of light use: fixed or endogenous, and what prevention, campaigns and prices do to it.
//!
//! ```text
//! fixed        I = I0 (1 + growth)^t F
//! endogenous   I = I0 F shape(L, Y) / shape(L0, Y0)
//!              shape = tau L0 / L_ref + L max(s_floor, s exp(-q Y / L)),   Y' = H - delta Y
//! F            (P/P0)^e_I (1 - effect z3) max(0, 1 + campaign effect x exposure)
//! prevention   z1, z2, z3: three equal stages, each the last one delayed by a third of the mean delay
//! ```
//!
//! The endogenous rule is the LHY model (Behrens, Caulkins, Tragler, Feichtinger), scaled so that it
//! starts at the initiation that the world states; innovators tau scale with the market's light
//! users, so that splitting a market changes nothing. Y starts settled at H0 / delta. Prevention
//! reaches a cohort at school age and acts when it reaches the age of initiation (Erlang-3 delay).
//! Sources: LHY parameters, published code port; prevention, Caulkins et al. 1999; campaigns, Hornik
//! et al. 2008 and Allara et al. 2015 (default effect zero, harm allowed).

use super::{DemandBaseline, DemandInputs, DemandParameters, DemandState};
use crate::MONTHS_PER_YEAR;

/// How initiation arises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum InitiationRule {
    /// The world's initiation goes on.
    #[default]
    Fixed,
    /// Contact with light users, deterred by the reputation that heavy use gives the drug (LHY).
    Endogenous,
}

/// Initiation at a yearly rate.
pub fn per_year(
    p: &DemandParameters,
    baseline: &DemandBaseline,
    state: &DemandState,
    inputs: &DemandInputs,
    log_price: f64,
) -> f64 {
    let reached = state.prevention_stages_share[2];
    let prevention = (1.0 - p.prevention_effect_share * reached).max(0.0);
    let campaign = (1.0 + p.campaign_effect_share * inputs.campaign_exposure).max(0.0);
    let price = (p.initiation_price_elasticity * log_price).exp();
    baseline.initiation_per_year * price * prevention * campaign * contagion(p, baseline, state)
}

/// Initiation against its start: contact with users, or the drift from outside under the fixed rule.
fn contagion(p: &DemandParameters, baseline: &DemandBaseline, state: &DemandState) -> f64 {
    match baseline.initiation_rule {
        InitiationRule::Fixed => state.initiation_drift_ratio,
        InitiationRule::Endogenous => {
            let innovators = p.lhy_innovators_per_year * baseline.light_users / p.reference_light_users;
            let shape = |light: f64, reputation: f64| innovators + light * contact_per_year(p, light, reputation);
            let start = shape(baseline.light_users, settled_reputation(p, baseline.heavy_users));
            if start > 0.0 { shape(state.light_users, state.reputation_person_years) / start } else { 1.0 }
        }
    }
}

/// Initiates per light user: s exp(-q Y / L), not below the floor.
pub fn contact_per_year(p: &DemandParameters, light_users: f64, reputation_person_years: f64) -> f64 {
    // Without light users nobody transmits use; the floor avoids 0 / 0.
    if light_users <= 0.0 {
        return p.lhy_contact_floor_per_year;
    }
    let deterred = (-p.lhy_deterrence * reputation_person_years / light_users).exp();
    (p.lhy_contact_per_year * deterred).max(p.lhy_contact_floor_per_year)
}

/// Reputation at rest under a constant number of heavy users.
pub fn settled_reputation(p: &DemandParameters, heavy_users: f64) -> f64 {
    heavy_users / p.lhy_forgetting_per_year
}

/// Reputation a month later: exact for heavy users constant within the month.
pub fn next_reputation(p: &DemandParameters, reputation_person_years: f64, heavy_users: f64) -> f64 {
    let kept = (-p.lhy_forgetting_per_year / MONTHS_PER_YEAR).exp();
    let settled = settled_reputation(p, heavy_users);
    settled + kept * (reputation_person_years - settled)
}

/// Coverage in the three stages a month later. Each stage moves towards the one before it by
/// 3 / (12 delay), which makes the mean delay exact for monthly steps.
pub fn next_prevention(p: &DemandParameters, stages: [f64; 3], reached_share: f64) -> [f64; 3] {
    let moved = (stages.len() as f64 / (MONTHS_PER_YEAR * p.prevention_delay_years)).min(1.0);
    let before = [reached_share.clamp(0.0, 1.0), stages[0], stages[1]];
    std::array::from_fn(|stage| stages[stage] + moved * (before[stage] - stages[stage]))
}
