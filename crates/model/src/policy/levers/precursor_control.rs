//! Supply-chain interdiction of precursors.
//!
//! Control cuts the availability of precursors, with diminishing returns, until substitutes are found
//! ([`crate::production`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::response::saturating;
use crate::world::World;

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Cost of a precursor operation (inspection, tracing, seizure).
        precursor_control_unit_cost_usd: "USD/operation",
        /// Precursor operations in the base year.
        precursor_control_baseline_per_year: "operation/year",
        /// Largest extra effort.
        precursor_control_maximum_extra_per_year: "operation/year",
        /// Largest cut of precursor availability.
        precursor_control_strength: "share",
        /// Extra operations a year at which 63 % of it is reached.
        precursor_control_scale_per_year: "operation/year",
        /// Weight of economic cooperation on precursors.
        economic_cooperation_weight: "point",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::PrecursorControl,
    key: "precursor_control",
    title: "Supply-chain interdiction of precursors",
    about: "Control, tracing and seizure of precursor chemicals.",
    decided_by: "Chemical-trade regulators and police of producing and trading states",
    units: &["operations", "operation"],
    per_year: true,
    targets: TargetKind::Worldwide,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Reduced chemical availability",
    mechanism: "Availability limits processing, until substitutes are found (1989) or not (2006).",
    side_effects: "Substitution; price up, purity down.",
    example: "United States rules on permanganate, October 1989 and December 2006",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.cooperation_salience",
        "production.precursor_slack_ratio",
        "production.precursor_substitution_months",
    ],
    numbers,
    spread: targets::nowhere,
    concerned: targets::producers,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.precursor_control;
    LeverNumbers {
        unit_cost_usd: p.precursor_control_unit_cost_usd,
        baseline: p.precursor_control_baseline_per_year,
        maximum_extra: p.precursor_control_maximum_extra_per_year,
    }
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    let p = &effort.p.precursor_control;
    let reach = saturating(effort.extra, p.precursor_control_scale_per_year);
    effects.precursor_control += p.precursor_control_strength * reach;
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(
        effort.p.precursor_control.economic_cooperation_weight,
        effort.p.diplomacy.cooperation_salience,
    )
}
