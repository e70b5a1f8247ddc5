//! Treatment and public health.
//!
//! Heavy users use less during treatment, and some stop ([`crate::demand`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a treatment episode.
        treatment_unit_cost_usd: "USD/episode",
        /// Largest extra effort.
        treatment_maximum_extra_per_year: "episode/year",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::Treatment,
    key: "treatment",
    title: "Treatment and public health",
    about: "Treatment episodes for heavy users.",
    decided_by: "Health systems of consumer countries",
    units: &["episodes", "episode", "treatment episodes", "treatment episode"],
    per_year: true,
    targets: TargetKind::Market,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Less dependence and associated harm",
    mechanism: "Less use during treatment, some leave heavy use, some relapse.",
    side_effects: "Relapse; the evidence is an upper bound.",
    example: "United States 1992: 31 % of heavy users treated in a year",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "demand.treatment_abstinent_share",
        "demand.treatment_effect_years",
        "demand.treatment_exit_share",
        "demand.treatment_exit_to_light_share",
        "demand.relapse_per_year",
    ],
    numbers,
    spread: targets::home_market,
    concerned: targets::no_state,
    apply,
    act,
};

fn numbers(p: &LeverParameters, world: &World) -> LeverNumbers {
    let p = &p.treatment;
    LeverNumbers {
        unit_cost_usd: p.treatment_unit_cost_usd,
        baseline: world.markets.iter().map(|market| market.treatment_episodes_per_year).sum(),
        maximum_extra: p.treatment_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.treatment_episodes_per_year);
}

fn act(_: &Effort<'_>) -> Option<ActOfState> {
    None
}
