//! Diplomatic engagement and institutional capacity.
//!
//! Missions are acts of cooperation and repair cooperation that has broken ([`crate::states`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a diplomatic mission or a year's institutional adviser team.
        diplomacy_unit_cost_usd: "USD/mission",
        /// Missions in the base year.
        diplomacy_baseline_per_year: "mission/year",
        /// Largest extra effort.
        diplomacy_maximum_extra_per_year: "mission/year",
        /// Extra missions a year and country at which 63 % of the repair effort is reached.
        diplomacy_scale_per_year: "mission/year",
        /// Weight of negotiation.
        negotiation_weight: "point",
        /// Salience of a routine act of cooperation.
        cooperation_salience: "1",
        /// Salience of a diplomatic mission.
        diplomacy_salience: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::Diplomacy,
    key: "diplomacy",
    title: "Diplomatic engagement and institutional capacity",
    about: "Negotiation, aid to institutions, repair of relations after ruptures.",
    decided_by: "Foreign ministries",
    units: &["missions", "mission"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Balance of precision and engagement; no unintended escalation",
    mechanism: "Positive events and faster return to normal relations.",
    side_effects: "Slow; undone by one salient hostile event.",
    example: "United States and Bolivia 2008-11: 38 months to a framework agreement",
    parameters: Parameters::DECLARATIONS,
    acts_through: &["states.rebuilding_rate", "states.restoring_rate"],
    numbers,
    spread: targets::partners,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.diplomacy;
    LeverNumbers {
        unit_cost_usd: p.diplomacy_unit_cost_usd,
        baseline: p.diplomacy_baseline_per_year,
        maximum_extra: p.diplomacy_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.missions_per_year);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    let p = &effort.p.diplomacy;
    ActOfState::cooperation(p.negotiation_weight, p.diplomacy_salience)
}
