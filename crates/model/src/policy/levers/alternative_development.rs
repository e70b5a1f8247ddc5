//! Alternative development.
//!
//! Announced households plant more at first and less once help arrives ([`crate::production`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a household in alternative development for a year.
        alternative_development_unit_cost_usd: "USD/household",
        /// Households in the base year.
        alternative_development_baseline_per_year: "household/year",
        /// Largest extra effort.
        alternative_development_maximum_extra_per_year: "household/year",
        /// Weight of economic aid.
        economic_aid_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::AlternativeDevelopment,
    key: "alternative_development",
    title: "Alternative development",
    about: "Crops, roads, titles and payments for households that grow coca.",
    decided_by: "Governments of growing countries and donors",
    units: &["households", "household", "families", "family"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Alternative livelihoods",
    mechanism: "Announcement raises planting, delivery lowers it years later.",
    side_effects: "Planting rises first; slow.",
    example: "Peru 2018: 41,439 families assisted",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "production.announcement_effect",
        "production.alternative_development_effect",
        "production.alternative_development_delay_months",
    ],
    numbers,
    spread,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.alternative_development;
    LeverNumbers {
        unit_cost_usd: p.alternative_development_unit_cost_usd,
        baseline: p.alternative_development_baseline_per_year,
        maximum_extra: p.alternative_development_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    targets::by_regions(world, &targets::field_weights(world))
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_fields(effort.extra, &mut effects.households);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(
        effort.p.alternative_development.economic_aid_weight,
        effort.p.diplomacy.cooperation_salience,
    )
}
