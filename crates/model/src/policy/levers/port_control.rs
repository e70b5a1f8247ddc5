//! Port control.
//!
//! Inspections by vetted staff open more of the containers that carry cocaine, where they are loaded and where they
//! are landed ([`crate::interdiction`]); what a way through a port is worth rises, and with it bribes
//! ([`crate::justice`]) and fighting ([`crate::groups`]).

use super::declaration::{ActOfState, Effort, Lever, LeverNumbers, Spread, TargetKind};
use super::{LeverId, LeverParameters, targets};
use crate::policy::effects::PolicyEffects;
use crate::world::{Mode, World};

parameters! {
    /// Numbers of the lever.
    Parameters in "levers" {
        /// Public cost of an inspection of a container by vetted staff.
        port_control_unit_cost_usd: "USD/inspection",
        /// Inspections in the base year on the ways of the trade.
        port_control_baseline_per_year: "inspection/year",
        /// Largest extra effort.
        port_control_maximum_extra_per_year: "inspection/year",
        /// What an inspection costs licit trade in delay.
        port_delay_cost_usd: "USD/inspection",
        /// Rise of what groups pay and fight for where all inspections are extra.
        port_access_value_gain: "1",
    }
}

pub(super) const LEVER: Lever = Lever {
    id: LeverId::PortControl,
    key: "port_control",
    title: "Port control",
    about: "Inspection of containers and integrity of port staff, where goods are loaded and where they are landed.",
    decided_by: "Customs and port authorities of exporting and importing states",
    units: &["inspections", "inspection", "container inspections", "container inspection"],
    per_year: true,
    targets: TargetKind::Country,
    needs_target: false,
    can_lack_consent: false,
    can_be_lethal: false,
    claim: "Less cocaine through ports",
    mechanism: "More containers opened, the most suspect first, by staff who sell no tips: more of what they carry is \
        lost.",
    side_effects: "Shift to other ports and modes; dearer insiders: corruption, violence over access; delay of trade.",
    example: "Antwerp from 2023: scanners for every container from Latin America; the EU inspects 2 to 10 %",
    parameters: Parameters::DECLARATIONS,
    acts_through: &[
        "levers.economic_cooperation_weight",
        "levers.cooperation_salience",
        "interdiction.port_inspection_elasticity",
        "interdiction.port_departure_find_share",
        "interdiction.port_integrity_leak_cut",
        "interdiction.leak_share",
        "justice.bribe_revenue_elasticity",
        "justice.corruption_lag_months",
        "coupling.group_wage_revenue_elasticity",
    ],
    numbers,
    spread,
    concerned: targets::targets_with_relations,
    apply,
    act,
};

fn numbers(p: &LeverParameters, _: &World) -> LeverNumbers {
    let p = &p.port_control;
    LeverNumbers {
        unit_cost_usd: p.port_control_unit_cost_usd,
        baseline: p.port_control_baseline_per_year,
        maximum_extra: p.port_control_maximum_extra_per_year,
    }
}

fn spread(world: &World) -> Spread {
    container_shares(world).into_iter().enumerate().collect()
}

/// Share of each state in what containers can carry, loaded and landed alike; nothing where none go.
pub(crate) fn container_shares(world: &World) -> Vec<f64> {
    let mut shares = vec![0.0; world.countries.len()];
    for route in world.routes.iter().filter(|route| route.mode == Mode::Container) {
        for state in [world.places[route.from].country, route.jurisdiction].into_iter().flatten() {
            shares[state] += route.capacity_kg_per_month;
        }
    }
    let total: f64 = shares.iter().sum();
    if total > 0.0 {
        shares.iter_mut().for_each(|share| *share /= total);
    }
    shares
}

fn apply(effort: &Effort<'_>, effects: &mut PolicyEffects) {
    effort.over_targets(effort.extra, &mut effects.port_inspections_per_year);
}

fn act(effort: &Effort<'_>) -> Option<ActOfState> {
    ActOfState::cooperation(
        effort.p.precursor_control.economic_cooperation_weight,
        effort.p.diplomacy.cooperation_salience,
    )
}
