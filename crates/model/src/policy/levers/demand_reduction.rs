//! Demand-reduction campaigns.
//!
//! Pupils reached start less often years later; media campaigns act at once, if at all
//! ([`crate::demand`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of reaching a pupil with school prevention.
        demand_reduction_unit_cost_usd: "USD/pupil",
        /// Pupils reached in the base year.
        demand_reduction_baseline_per_year: "pupil/year",
        /// Largest extra effort.
        demand_reduction_maximum_extra_per_year: "pupil/year",
        /// Share of the money that goes into mass media.
        demand_reduction_media_share: "share",
        /// Cost of mass-media exposure of one full cohort.
        media_cost_per_full_exposure_usd: "USD/year",
        /// Pupils in a cohort per light user of a market.
        cohort_per_light_user: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::DemandReduction,
    key: "demand_reduction",
    title: "Demand-reduction campaigns",
    about: "School prevention and mass-media campaigns.",
    decided_by: "Health and education ministries of consumer countries",
    units: &["pupils", "pupil"],
    per_year: true,
    targets: TargetKind::Market,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Lower drug consumption",
    mechanism: "Fewer people start, years after the lesson; media campaigns may do nothing or harm.",
    side_effects: "Delayed by years; media may raise initiation.",
    example: "United States 1998-2004: nearly 1 billion dollars of media",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "coupling.reference_cohort_share",
        "demand.prevention_effect_share",
        "demand.prevention_delay_years",
        "demand.campaign_effect_share",
    ],
    numbers,
    spread: targets::home_market,
    concerned: targets::no_state,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.demand_reduction;
    LeverNumbers {
        unit_cost_usd: p.demand_reduction_unit_cost_usd,
        baseline: p.demand_reduction_baseline_per_year,
        maximum_extra: p.demand_reduction_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    let media_share = effort.p.demand_reduction.demand_reduction_media_share;
    let media_usd = effort.extra * effort.unit_cost_usd * media_share;
    effort.over_targets(media_usd, &mut effects.media_usd_per_year);
    effort.over_targets(effort.extra * (1.0 - media_share), &mut effects.pupils_per_year);
}

fn act(_: &Effort<'_>) -> Option<ActOfState> {
    None
}
