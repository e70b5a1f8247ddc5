//! Surveillance enhancement.
//!
//! Search effort over corridors raises detection ([`crate::interdiction`]); over the ways out of growing and processing
//! regions it raises what raids find there ([`crate::production`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a surveillance flight hour.
        surveillance_unit_cost_usd: "USD/hour",
        /// Largest extra effort with a historical example.
        surveillance_maximum_extra_per_year: "hour/year",
        /// Weight of surveillance felt as a show of force.
        surveillance_without_consent_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::Surveillance,
    key: "surveillance",
    title: "Surveillance enhancement",
    about: "Drones, patrol aircraft and radar over sea and air corridors and over growing regions.",
    decided_by: "Defence and interior ministries, with the states whose airspace is used",
    units: &["flight hours", "flight hour", "hours", "hour"],
    per_year: true,
    targets: TargetKind::Corridor,
    needs_target: false,
    can_lack_consent: true,
    can_be_lethal: false,
    claim: "Improved target identification",
    mechanism: "Search effort raises detection by the random-search law; false cues rise with it and waste sorties. \
        Over growing and processing regions it raises what raids find.",
    side_effects: "Saturation; more known flow makes the disrupted share fall; without consent neighbours read it as a \
        show of force.",
    example: "United States Coast Guard, fiscal 2018: more than 3,400 surveillance-aircraft hours",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.shared_intelligence_weight",
        "levers.cooperation_salience",
        "levers.lethal_patrol_salience",
        "interdiction.highest_detection_share",
        "interdiction.sea_air_search_weight",
        "interdiction.river_search_weight",
        "interdiction.land_search_weight",
        "interdiction.false_cue_share",
        "interdiction.false_cue_elasticity",
        "production.find_elasticity_to_surveillance",
        "production.capacity_per_raid_kg_per_month",
    ],
    numbers,
    spread,
    concerned: targets::states_of_corridors,
    apply,
    act,
};

fn numbers(p: &LeverParameters, world: &World) -> LeverNumbers {
    let p = &p.surveillance;
    LeverNumbers {
        unit_cost_usd: p.surveillance_unit_cost_usd,
        baseline: world.corridors.iter().map(|corridor| corridor.surveillance_hours_per_year).sum(),
        maximum_extra: p.surveillance_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    world.corridors.iter().map(|corridor| corridor.surveillance_hours_per_year).enumerate().collect()
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.surveillance_hours_per_year);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    let p = effort.p;
    let (weight, salience) = if effort.used.consent {
        (p.intelligence_hubs.shared_intelligence_weight, p.diplomacy.cooperation_salience)
    } else {
        (p.surveillance.surveillance_without_consent_weight, p.vessel_patrols.lethal_patrol_salience)
    };
    Some(ActOfState { weight, salience, count: 1.0, is_show_only: true })
}
