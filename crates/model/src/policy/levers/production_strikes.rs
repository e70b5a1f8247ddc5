//! Strikes on production sites.
//!
//! Strikes destroy laboratory capacity, which is rebuilt and relocated ([`crate::production`]); they
//! kill civilians ([`crate::month::accounts`]), who are avenged ([`crate::groups`]), and without consent they
//! break relations ([`crate::states`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a strike on a production area.
        production_strikes_unit_cost_usd: "USD/event",
        /// Largest extra effort.
        production_strikes_maximum_extra_per_year: "event/year",
        /// Civilians killed per strike on a production area.
        civilian_deaths_per_production_strike: "person/event",
        /// Weight of an attack on another state's soil.
        force_without_consent_weight: "point",
        /// Salience of an attack on another state's soil.
        force_salience: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::ProductionStrikes,
    key: "production_strikes",
    title: "Strikes on production sites",
    about: "Air or ground strikes on production areas, with or without the host's consent.",
    decided_by: "An outside state, or the host",
    units: &["strikes", "strike"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: true,
    can_lack_consent: true,
    can_be_lethal: false,
    claim: "Disrupted cocaine manufacturing",
    mechanism: "Laboratory capacity destroyed, rebuilt within weeks and relocated.",
    side_effects: "Civilian deaths, revenge recruitment, rally and hardliners, broken relations, lost partner \
        intelligence, displacement to neighbours.",
    example: "Afghanistan 2017-18: more than 200 strikes on laboratories",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.force_with_consent_weight",
        "levers.cooperation_salience",
        "production.capacity_per_strike_kg_per_month",
        "production.laboratory_rebuild_months",
        "production.relocation_sensitivity",
        "production.relocation_memory_months",
        "groups.revenge_recruitment",
        "groups.revenge_half_life_weeks",
        "coupling.strike_salience_per_month",
        "states.strike_effect_unconsented",
        "states.strike_effect_cooperative",
        "states.alarm_weight",
        "states.answer_salience",
        "states.announcement_rate",
        "states.rally_points",
        "states.hardliner_response",
    ],
    numbers,
    spread: targets::laboratories,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.production_strikes;
    LeverNumbers {
        unit_cost_usd: p.production_strikes_unit_cost_usd,
        baseline: 0.0,
        maximum_extra: p.production_strikes_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.per_month(), &mut effects.country_strikes);
    effort.over_laboratories(effort.per_month(), &mut effects.strikes);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    Some(force_on_land(effort))
}

/// Force on another state's soil: an attack, or cooperation with it.
pub(super) fn force_on_land(effort: &Effort<'_>) -> ActOfState {
    let p = effort.p;
    let consent = effort.used.consent;
    let (weight, salience, count) = if consent {
        // Routine cooperation is felt at most once a month.
        let count = effort.per_month().min(1.0);
        (p.task_forces.force_with_consent_weight, p.diplomacy.cooperation_salience, count)
    } else {
        let own = &p.production_strikes;
        (own.force_without_consent_weight, own.force_salience, effort.per_month())
    };
    ActOfState { weight, salience, count, is_show_only: false }
}
