//! Multilateral task forces.
//!
//! Joint operations shorten the response and raise the yield of assets ([`crate::interdiction`]); they
//! arrest members and capture leaders ([`crate::month::accounts`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a joint operation.
        task_forces_unit_cost_usd: "USD/operation",
        /// Joint operations in the base year.
        task_forces_baseline_per_year: "operation/year",
        /// Largest extra effort.
        task_forces_maximum_extra_per_year: "operation/year",
        /// Group members arrested per joint operation.
        arrests_per_joint_operation: "person/operation",
        /// Leaders captured per joint operation.
        captures_per_joint_operation: "event/operation",
        /// Weight of military cooperation.
        force_with_consent_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::TaskForces,
    key: "task_forces",
    title: "Multilateral task forces",
    about: "Standing joint operations with shared assets and joint investigations.",
    decided_by: "Partner governments",
    units: &["joint operations", "joint operation", "operations", "operation"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Improved coordination and faster response",
    mechanism: "More disruptions per asset-day, faster response, arrests and captures.",
    side_effects: "Burden is shared; captures fragment groups.",
    example: "Operation Martillo 2012: partner-supported disruptions rose from 59 to 69 %",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "interdiction.task_force_response_cut",
        "interdiction.task_force_scale_per_year",
        "interdiction.task_force_productivity_gain",
        "groups.capture_extra_deaths",
        "groups.capture_fragment_share",
        "justice.incapacitation_elasticity",
    ],
    numbers,
    spread: targets::partners,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.task_forces;
    LeverNumbers {
        unit_cost_usd: p.task_forces_unit_cost_usd,
        baseline: p.task_forces_baseline_per_year,
        maximum_extra: p.task_forces_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effects.joint_operations_per_year += effort.extra;
    effort.over_targets(effort.extra, &mut effects.country_operations_per_year);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(effort.p.task_forces.force_with_consent_weight, effort.p.diplomacy.cooperation_salience)
}
