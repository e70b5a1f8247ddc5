//! The pursuit at sea and in the air, corridor by corridor: detect, act, succeed.
//!
//! ```text
//! detect       d = 1 - (1 - d0)^(search effort / baseline effort)        random search: d = 1 - exp(-sweep effort / area)
//! actionable   a = a0 (assets / known events)^epsilon + recovered jurisdiction losses      assets: at sea only
//! success      s = 1 - (1 - s0)^(tau0 / tau)                             a target that flees from a datum
//! ```

use super::baseline::{PoolTerms, Pursuit};
use super::response_time::success_at_delay;
use super::{InterdictionInputs, InterdictionParameters, InterdictionState};
use crate::response::saturating;

/// The pursuit at sea and in the air of one corridor; its numbers describe the corridor's mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Funnel {
    /// Search effort over the baseline's.
    pub search_ratio: f64,
    /// Factor on the share of known events at sea that can be acted on.
    pub staffing_at_sea: f64,
    /// The same in the air, where patrol vessels do not help.
    pub staffing_in_the_air: f64,
    /// Factor on the hazard of inspection, through shared intelligence.
    pub inspection_guidance: f64,
    /// Share of unattended events that consent brings back.
    pub recovered: f64,
    /// Probability that a consignment at sea or in the air is detected.
    pub detection: f64,
    /// Detection over its baseline.
    pub detection_ratio: f64,
    /// Share of detected events acted on.
    pub actionable: f64,
    /// Success given action.
    pub success: f64,
    /// Success over its baseline.
    pub success_ratio: f64,
    /// Response time.
    pub response_hours: f64,
    /// Share of cues that are false.
    pub false_cues: f64,
    /// Share of events lost to jurisdiction.
    pub jurisdiction_loss: f64,
    /// Share of known flow disrupted.
    pub disrupted_of_known: f64,
}

/// How far hubs, task forces and coordination go in the month, each 0 (nothing) to 1 (all they can).
#[derive(Clone, Copy, Debug)]
pub(super) struct JointReach {
    hub: f64,
    task_force: f64,
    pub(super) coordination: f64,
}

impl JointReach {
    pub(super) fn new(p: &InterdictionParameters, inputs: &InterdictionInputs) -> Self {
        Self {
            hub: saturating(inputs.hubs, p.hub_scale),
            task_force: saturating(inputs.task_force_operations_per_year, p.task_force_scale_per_year),
            coordination: saturating(inputs.agreements, p.coordination_scale),
        }
    }
}

/// What they add in one corridor.
pub(super) struct JointAid {
    hub: f64,
    task_force: f64,
    coordination: f64,
    delay_ratio: f64,
}

impl JointAid {
    /// They work only as far as the corridor's partners take part.
    pub(super) fn new(p: &InterdictionParameters, reach: JointReach, corridor_cooperation_ratio: f64) -> Self {
        let partners = corridor_cooperation_ratio.min(1.0);
        let (hub, task_force, coordination) =
            (partners * reach.hub, partners * reach.task_force, partners * reach.coordination);
        let delay_ratio = (1.0 - p.hub_response_cut * hub)
            * (1.0 - p.task_force_response_cut * task_force)
            * (1.0 - p.coordination_delay_cut * coordination);
        Self { hub, task_force, coordination, delay_ratio }
    }
}

pub(super) fn corridor_funnel(
    p: &InterdictionParameters,
    state: &InterdictionState,
    inputs: &InterdictionInputs,
    corridor: usize,
    before: &Pursuit,
    aid: &JointAid,
) -> Funnel {
    let search_ratio = inputs.search_ratio[corridor] * state.effort_ratio[corridor];
    let effort = mode_effort(p.sea_air_search_weight, search_ratio);
    // The odds of a false cue rise with search; useful cues are what remains, over the baseline's.
    let odds_ratio = search_ratio.powf(p.false_cue_elasticity);
    let useful = 1.0 / (1.0 + p.false_cue_share * (odds_ratio - 1.0));
    let responders = state.effort_ratio[corridor] * useful / state.known_flow_ratio[corridor].max(f64::MIN_POSITIVE);
    let joint = (1.0 + p.task_force_productivity_gain * aid.task_force) * (1.0 + p.hub_actionable_gain * aid.hub);
    let staffing = |assets: f64| assets.powf(p.asset_elasticity) * joint;
    let staffing_at_sea = staffing(responders * inputs.asset_ratio[corridor]);
    let consent = inputs.corridor_cooperation_gain[corridor] + p.coordination_jurisdiction_gain * aid.coordination;
    let recovered = p.jurisdiction_loss_share * consent.clamp(0.0, 1.0);
    let actionable = before.actionable_after(staffing_at_sea, recovered);
    let success = success_at_delay(p.success_share, aid.delay_ratio);
    let detection = before.detection_after(effort);
    Funnel {
        search_ratio,
        staffing_at_sea,
        staffing_in_the_air: staffing(responders),
        inspection_guidance: 1.0 + p.inspection_shared_intelligence_share * (joint - 1.0),
        recovered,
        detection,
        detection_ratio: if before.detection > 0.0 { detection / before.detection } else { 1.0 },
        actionable,
        success,
        success_ratio: success / p.success_share,
        response_hours: p.response_hours * aid.delay_ratio,
        false_cues: p.false_cue_share * odds_ratio * useful,
        jurisdiction_loss: p.jurisdiction_loss_share - recovered,
        disrupted_of_known: actionable * success * inputs.corridor_partner_multiplier[corridor],
    }
}

/// What follows when a consignment at sea or in the air is detected, over the baseline's.
#[inline]
pub(super) fn follow_up(pool: &PoolTerms, funnel: &Funnel, inputs: &InterdictionInputs) -> f64 {
    let staffing = if pool.vessel { funnel.staffing_at_sea } else { funnel.staffing_in_the_air };
    let actionable = pool.pursuit.actionable_ratio(staffing, funnel.recovered);
    // Partners support the hunt at sea and in the air; on their own soil states seize for themselves.
    let partner = pool
        .jurisdiction
        .map_or(inputs.corridor_partner_multiplier[pool.corridor], |state| inputs.partner_multiplier[state]);
    actionable * funnel.success_ratio * partner
}

/// Search effort counts for a mode as far as that mode can be seen from the sea and the air.
#[inline]
pub(super) fn mode_effort(weight: f64, ratio: f64) -> f64 {
    (1.0 + weight * (ratio - 1.0)).max(0.0)
}
