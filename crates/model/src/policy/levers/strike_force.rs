//! Strike-force deployment.
//!
//! Raids destroy laboratory capacity ([`crate::production`]), arrest members and capture leaders
//! ([`crate::month::accounts`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::production_strikes;
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a raid on a laboratory.
        strike_force_unit_cost_usd: "USD/event",
        /// Raids in the base year; production rebuilds against the same number.
        strike_force_baseline_per_year: "event/year",
        /// Largest extra effort.
        strike_force_maximum_extra_per_year: "event/year",
        /// Civilians killed per raid.
        civilian_deaths_per_raid: "person/event",
        /// Group members arrested per raid.
        arrests_per_raid: "person/event",
        /// Leaders captured per raid.
        captures_per_raid: "event/event",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::StrikeForce,
    key: "strike_force",
    title: "Strike-force deployment",
    about: "Rapid-deployment units that raid laboratories and staging areas.",
    decided_by: "The host state, or an outside state with or without its consent",
    units: &["raids", "raid"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: true,
    can_be_lethal: false,
    claim: "Rapid disruption of laboratories",
    mechanism: "Raids destroy laboratory capacity, arrest members and capture leaders.",
    side_effects: "Laboratories rebuild and relocate; captures fragment groups; without consent relations break.",
    example: "Colombia 2024: 5,329 laboratories destroyed",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.force_without_consent_weight",
        "levers.force_with_consent_weight",
        "levers.force_salience",
        "levers.cooperation_salience",
        "states.alarm_weight",
        "states.answer_salience",
        "states.announcement_rate",
        "production.capacity_per_raid_kg_per_month",
        "production.laboratory_rebuild_months",
        "production.relocation_sensitivity",
        "production.relocation_memory_months",
        "groups.capture_extra_deaths",
        "groups.capture_fragment_share",
        "justice.incapacitation_elasticity",
    ],
    numbers,
    spread: targets::laboratories,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.strike_force;
    LeverNumbers {
        unit_cost_usd: p.strike_force_unit_cost_usd,
        baseline: p.strike_force_baseline_per_year,
        maximum_extra: p.strike_force_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.per_month(), &mut effects.country_raids);
    effort.over_laboratories(effort.per_month(), &mut effects.raids);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    Some(production_strikes::force_on_land(effort))
}
