//! Vessel patrols.
//!
//! Patrols raise the share of known events acted on ([`crate::interdiction`]); lethal force kills
//! ([`crate::month::accounts`]) and deters ([`crate::trafficking`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::MONTHS_PER_YEAR;
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a patrol day of a large vessel with aircraft and boarding team.
        vessel_patrols_unit_cost_usd: "USD/day",
        /// Largest extra effort.
        vessel_patrols_maximum_extra_per_year: "day/year",
        /// Lethal strikes on vessels per extra patrol day, where lethal force is authorised.
        lethal_strikes_per_patrol_day: "event/day",
        /// People killed per lethal strike on a vessel.
        deaths_per_vessel_strike: "person/event",
        /// Share of them counted as civilians.
        civilian_share_of_vessel_deaths: "share",
        /// Weight of a lethal strike on a vessel of another state.
        lethal_patrol_weight: "point",
        /// Weight of boarding without flag consent.
        boarding_without_consent_weight: "point",
        /// Salience of a lethal strike on a vessel.
        lethal_patrol_salience: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::VesselPatrols,
    key: "vessel_patrols",
    title: "Vessel patrols",
    about: "Cutters, aircraft and boarding teams; as law enforcement, or with lethal force.",
    decided_by: "Coast guards and navies; flag states consent to boardings",
    units: &["patrol days", "patrol day", "cutter days", "cutter day", "days", "day"],
    per_year: true,
    targets: TargetKind::Corridor,
    needs_target: false,
    can_lack_consent: true,
    can_be_lethal: true,
    claim: "Reduced maritime drug flow",
    mechanism: "Assets raise the share of events acted on; losses and, with lethal force, danger raise the cost of a \
        corridor.",
    side_effects: "Shift to other corridors and modes; with lethal force civilian deaths and strained relations.",
    example: "United States Coast Guard, fiscal 2017: more than 2,600 cutter days",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.force_with_consent_weight",
        "levers.cooperation_salience",
        "states.assent_midpoint",
        "states.announcement_rate",
        "interdiction.actionable_share",
        "interdiction.asset_elasticity",
        "interdiction.success_share",
        "trafficking.lethal_deterrence",
        "trafficking.risk_compensation_share",
    ],
    numbers,
    spread,
    concerned: targets::states_of_corridors,
    apply,
    act,
};

fn numbers(p: &LeverParameters, world: &World) -> LeverNumbers {
    let p = &p.vessel_patrols;
    LeverNumbers {
        unit_cost_usd: p.vessel_patrols_unit_cost_usd,
        baseline: world.corridors.iter().map(|corridor| corridor.patrol_days_per_year).sum(),
        maximum_extra: p.vessel_patrols_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    world.corridors.iter().map(|corridor| corridor.patrol_days_per_year).enumerate().collect()
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.patrol_days_per_year);
    if effort.used.lethal_force {
        let per_day = effort.p.vessel_patrols.lethal_strikes_per_patrol_day;
        effort.over_targets(per_day * effort.extra.max(0.0) / MONTHS_PER_YEAR, &mut effects.vessel_strikes);
    }
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    let p = &effort.p.vessel_patrols;
    if effort.used.lethal_force {
        // Force at sea is no act upon a state; what states make of it, the module of states judges.
        return None;
    }
    if effort.used.consent {
        return ActOfState::cooperation(
            effort.p.task_forces.force_with_consent_weight,
            effort.p.diplomacy.cooperation_salience,
        );
    }
    let (weight, salience) = (p.boarding_without_consent_weight, p.lethal_patrol_salience);
    Some(ActOfState { weight, salience, count: 1.0, is_show_only: false })
}
