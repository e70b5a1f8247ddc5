//! Intelligence-sharing hubs.
//!
//! Hubs shorten the response and make more cues actionable ([`crate::interdiction`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of an intelligence hub.
        intelligence_hubs_unit_cost_usd: "USD/hub/year",
        /// Hubs in the base year.
        intelligence_hubs_baseline: "hub",
        /// Largest extra effort.
        intelligence_hubs_maximum_extra: "hub",
        /// Weight of shared intelligence.
        shared_intelligence_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::IntelligenceHubs,
    key: "intelligence_hubs",
    title: "Intelligence-sharing hubs",
    about: "Fusion centres that turn many states' reports into cues.",
    decided_by: "Partner governments",
    units: &["hubs", "hub"],
    per_year: false,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Improved cross-border coordination",
    mechanism: "Shorter response time and more actionable cues, as far as partners take part.",
    side_effects: "Hubs saturate; suspended when relations break.",
    example: "JIATF-South and regional fusion centres",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "interdiction.hub_response_cut",
        "interdiction.hub_scale",
        "interdiction.hub_actionable_gain",
        "interdiction.inspection_shared_intelligence_share",
    ],
    numbers,
    spread: targets::partners,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.intelligence_hubs;
    LeverNumbers {
        unit_cost_usd: p.intelligence_hubs_unit_cost_usd,
        baseline: p.intelligence_hubs_baseline,
        maximum_extra: p.intelligence_hubs_maximum_extra,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effects.hubs += effort.extra;
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(
        effort.p.intelligence_hubs.shared_intelligence_weight,
        effort.p.diplomacy.cooperation_salience,
    )
}
