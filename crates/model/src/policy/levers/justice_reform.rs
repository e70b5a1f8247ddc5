//! Judicial and security reform.
//!
//! Teams raise the capacity to sanction and lower corruption ([`crate::justice`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::{Role, World};

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a prosecution and court team for a year.
        justice_reform_unit_cost_usd: "USD/team",
        /// Teams in the base year.
        justice_reform_baseline_per_year: "team/year",
        /// Largest extra effort.
        justice_reform_maximum_extra_per_year: "team/year",
        /// Largest rise of sanction capacity.
        justice_reform_capacity_gain: "share",
        /// Extra teams per million people at which 63 % of it is reached.
        justice_reform_scale_per_million: "team/million",
        /// Largest fall of the corruption index.
        justice_reform_corruption_cut: "1",
        /// Weight of judicial cooperation.
        judicial_cooperation_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::JusticeReform,
    key: "justice_reform",
    title: "Judicial and security reform",
    about: "Prosecution capacity, courts, anti-corruption bodies and vetted units.",
    decided_by: "Governments and parliaments of affected countries",
    units: &["teams", "team", "prosecution teams", "prosecution team"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Increased prosecution rates and deterrence",
    mechanism: "Sanction capacity against violations, with tipping; less corruption.",
    side_effects: "Swamped below the tipping point; severity does little.",
    example: "CICIG, Guatemala 2007-17: homicide convictions from 7 to 28 %",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "justice.reform_lag_months",
        "justice.certainty_elasticity",
        "justice.corruption_lag_months",
        "justice.leak_elasticity",
    ],
    numbers,
    spread,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.justice_reform;
    LeverNumbers {
        unit_cost_usd: p.justice_reform_unit_cost_usd,
        baseline: p.justice_reform_baseline_per_year,
        maximum_extra: p.justice_reform_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    targets::by_country(world, |country| {
        let state = &world.countries[country];
        if matches!(state.role, Role::Producer | Role::Transit) { state.population_million } else { 0.0 }
    })
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.justice_teams);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(
        effort.p.justice_reform.judicial_cooperation_weight,
        effort.p.diplomacy.cooperation_salience,
    )
}
