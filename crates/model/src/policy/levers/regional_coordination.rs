//! Regional coordination.
//!
//! Agreements shorten the information delay and the share of events lost to jurisdiction
//! ([`crate::interdiction`]) and raise the ceiling of cooperation ([`crate::states`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of an agreement of regional coordination and its joint work.
        regional_coordination_unit_cost_usd: "USD/agreement/year",
        /// Agreements in force in the base year.
        regional_coordination_baseline: "agreement",
        /// Largest extra effort.
        regional_coordination_maximum_extra: "agreement",
        /// Weight of a formal agreement.
        agreement_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::RegionalCoordination,
    key: "regional_coordination",
    title: "Regional coordination",
    about: "Agreements, joint operations, boarding and overflight rights.",
    decided_by: "Governments of the region together",
    units: &["agreements", "agreement"],
    per_year: false,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Streamlined intelligence flow",
    mechanism: "Shorter information delay, fewer events lost to jurisdiction, as far as relations allow.",
    side_effects: "Depends on relations and improves them; collapses with them.",
    example: "JIATF-South works with 19 partner nations",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "interdiction.coordination_delay_cut",
        "interdiction.coordination_scale",
        "interdiction.coordination_jurisdiction_gain",
        "interdiction.jurisdiction_loss_share",
        "coupling.coordination_ceiling_gain",
    ],
    numbers,
    spread: targets::partners,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.regional_coordination;
    LeverNumbers {
        unit_cost_usd: p.regional_coordination_unit_cost_usd,
        baseline: p.regional_coordination_baseline,
        maximum_extra: p.regional_coordination_maximum_extra,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effects.agreements += effort.extra;
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(effort.p.regional_coordination.agreement_weight, effort.p.diplomacy.cooperation_salience)
}
