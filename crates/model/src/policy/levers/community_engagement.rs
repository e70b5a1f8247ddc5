//! Community engagement.
//!
//! Participants do not join armed groups, as far as the state can carry programmes ([`crate::groups`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a participant in a community programme for a year.
        community_engagement_unit_cost_usd: "USD/person",
        /// Participants in the base year.
        community_engagement_baseline_per_year: "person/year",
        /// Largest extra effort.
        community_engagement_maximum_extra_per_year: "person/year",
        /// People at risk of being recruited, per member of an armed group.
        at_risk_per_member: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::CommunityEngagement,
    key: "community_engagement",
    title: "Community engagement",
    about: "Youth programmes, transfers, therapy and jobs for people whom armed groups would recruit.",
    decided_by: "Local and national governments of affected countries",
    units: &["participants", "participant", "persons", "people"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Reduced recruitment by trafficking networks",
    mechanism: "Fewer of those at risk join.",
    side_effects: "Fades unless renewed; nothing or worse where the state is weak.",
    example: "One Summer Plus, Chicago; STYL, Liberia; Cali 2017-19",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "groups.engagement_effect_strong_state",
        "groups.engagement_effect_weak_state",
        "groups.engagement_full_capacity",
        "groups.engagement_half_life_months",
    ],
    numbers,
    spread,
    concerned: targets::no_state,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.community_engagement;
    LeverNumbers {
        unit_cost_usd: p.community_engagement_unit_cost_usd,
        baseline: p.community_engagement_baseline_per_year,
        maximum_extra: p.community_engagement_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    let members =
        |country: usize| world.groups.iter().filter(|group| group.country == country).map(|group| group.members).sum();
    targets::by_country(world, members)
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.participants_per_year);
}

fn act(_: &Effort<'_>) -> Option<ActOfState> {
    None
}
