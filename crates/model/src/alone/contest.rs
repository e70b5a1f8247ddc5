//! The contest model alone: comparative statics, repeated every month because it has no time.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::contest::{ContestParameters, OutsideSupport, marginal_costs, solve};

/// Inputs of the contest model when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "land_cost_share_added",
        unit: "share",
        default: 0.0,
        about: "Added to the outsider's share of the land contest's cost (eradication).",
    },
    ModuleInput {
        name: "route_cost_share_added",
        unit: "share",
        default: 0.0,
        about: "Added to the outsider's share of the route contest's cost (interdiction).",
    },
];

/// Solves the model once and repeats the answer for `months` months.
pub fn run(p: &ContestParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let base = OutsideSupport::at_base(p);
    let outcome = solve(
        p,
        OutsideSupport {
            land_cost_share: (base.land_cost_share + inputs.get("land_cost_share_added")).max(0.0),
            route_cost_share: (base.route_cost_share + inputs.get("route_cost_share_added")).max(0.0),
        },
    );
    let costs = marginal_costs(p);
    let rows = [
        ("land_held_by_producers", "share", outcome.land_held_share),
        ("routes_held_by_traffickers", "share", outcome.routes_held_share),
        ("yield_ratio", "1", outcome.yield_ratio),
        ("delivered_ratio", "1", outcome.delivered_ratio),
        ("other_sources_ratio", "1", outcome.other_sources_ratio),
        ("wholesale_price_ratio", "1", outcome.wholesale_price_ratio),
        ("consumption", "t/year", outcome.consumption_t_per_year),
        ("outside_land_spend", "USD/year", outcome.outside_land_spend_usd_per_year),
        ("outside_route_spend", "USD/year", outcome.outside_route_spend_usd_per_year),
        ("marginal_cost_eradication", "USD/kg", costs.eradication_usd_per_kg),
        ("marginal_cost_interdiction", "USD/kg", costs.interdiction_usd_per_kg),
        ("marginal_cost_ratio", "1", costs.ratio()),
    ];
    rows.iter().map(|&(name, unit, value)| ModuleSeries::new(name, unit, vec![value; months])).collect()
}
