//! Trafficking alone: one source, two routes of different corridors, one market.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::interdiction::{InterdictionBaseline, Pools};
use crate::parameter_set::Parameters;
use crate::trafficking::{
    Network, RouteChoice, Sweep, TraffickingBaseline, TraffickingInputs, TraffickingOutputs, TraffickingState, step,
};
use crate::world::stylised::{StylisedPrices, StylisedRegion, StylisedRoute, stylised};
use crate::world::{Mode, World};

/// Inputs of trafficking when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "output_kg_per_month",
        unit: "kg/month",
        default: 10_000.0,
        about: "Product that leaves the laboratories.",
    },
    ModuleInput {
        name: "first_share",
        unit: "share",
        default: 0.7,
        about: "Share of the first route in the baseline.",
    },
    ModuleInput {
        name: "first_loss_share",
        unit: "share",
        default: 0.15,
        about: "Share seized on the first route in the baseline.",
    },
    ModuleInput {
        name: "second_loss_share",
        unit: "share",
        default: 0.15,
        about: "Share seized on the second route in the baseline.",
    },
    ModuleInput {
        name: "loss_ratio_first",
        unit: "1",
        default: 1.0,
        about: "Factor on the first route's losses while the shock lasts.",
    },
    ModuleInput { name: "output_ratio", unit: "1", default: 1.0, about: "Factor on output while the shock lasts." },
    ModuleInput {
        name: "market_value_ratio",
        unit: "1",
        default: 1.0,
        about: "Factor on the market's price while the shock lasts.",
    },
    ModuleInput {
        name: "lethal_strikes_per_100",
        unit: "1",
        default: 0.0,
        about: "Lethal strikes per 100 consignments on the first route while the shock lasts.",
    },
    ModuleInput {
        name: "source_price_usd_per_kg",
        unit: "USD/kg",
        default: 3_000.0,
        about: "Price at the laboratory door.",
    },
    ModuleInput { name: "market_price_usd_per_kg", unit: "USD/kg", default: 30_000.0, about: "Price in the market." },
    ModuleInput {
        name: "loss_tolerance",
        unit: "share",
        default: 0.2,
        about: "Relative rise of losses that the organisation bears before it spreads its routes.",
    },
    ModuleInput {
        name: "shock_months",
        unit: "month",
        default: 24.0,
        about: "Months after which everything returns to the baseline.",
    },
];

/// Runs the two routes for `months` months, expected values.
pub fn run(p: &Parameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let mut world = world_of(inputs);
    // Two parallel routes cannot form a loop.
    let Ok(network) = Network::new(&mut world) else { return Vec::new() };
    let pools = Pools::new(&world, &network.layer_of_route);
    let output_kg = inputs.get("output_kg_per_month").max(0.0);
    let baseline =
        TraffickingBaseline::new(&p.trafficking, &world, &network, &[output_kg], p.world.in_transit_loss_share);
    let interdiction = InterdictionBaseline::new(&p.interdiction, &pools, baseline.pursued.loss_share());
    let mut state = TraffickingState::new(&p.trafficking, &baseline);
    let mut outputs = TraffickingOutputs::new(&world, &pools);
    let mut columns: [Vec<f64>; 9] = std::array::from_fn(|_| Vec::with_capacity(months));
    for month in 0..months {
        let shocked = (month as f64) < inputs.get("shock_months");
        let ratio = |name: &str| if shocked { inputs.get(name).max(0.0) } else { 1.0 };
        let loss_share: Vec<f64> = pools
            .pools
            .iter()
            .map(|pool| if pool.corridor == 0 { pool.loss_share * ratio("loss_ratio_first") } else { pool.loss_share })
            .map(|share| share.min(p.interdiction.highest_loss_share))
            .collect();
        let month_inputs = TraffickingInputs {
            processed_kg: vec![output_kg * ratio("output_ratio")],
            market_value_index: vec![ratio("market_value_ratio")],
            lethal_pressure: vec![if shocked { inputs.get("lethal_strikes_per_100").max(0.0) } else { 0.0 }, 0.0],
        };
        let sweep = Sweep {
            world: &world,
            network: &network,
            pools: &pools,
            choice: RouteChoice::CalibratedShare,
            carries_cost: false,
            interdiction: &interdiction,
            loss_share: &loss_share,
            swing_factor: &[1.0, 1.0],
            stream: None,
        };
        step(&p.trafficking, sweep, &baseline, &mut state, &month_inputs, &mut outputs);
        let row = [
            outputs.flow_kg[0],
            outputs.flow_kg[1],
            state.share[0],
            outputs.seized_kg[0],
            outputs.seized_kg[1],
            state.perceived_loss_share(&p.trafficking, &baseline, 0),
            outputs.arrivals_kg[0],
            outputs.value_index[0],
            state.openness[0],
        ];
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let names = [
        ("flow_first", "kg/month"),
        ("flow_second", "kg/month"),
        ("share_first", "share"),
        ("seized_first", "kg/month"),
        ("seized_second", "kg/month"),
        ("perceived_loss_share_first", "share"),
        ("arrivals", "kg/month"),
        ("value_index_at_source", "index"),
        ("spread_over_routes", "index"),
    ];
    names.iter().zip(columns).map(|(&(name, unit), values)| ModuleSeries::new(name, unit, values)).collect()
}

fn world_of(inputs: &InputValues<'_>) -> World {
    let first = inputs.get("first_share").clamp(0.0, 1.0);
    let output_kg = inputs.get("output_kg_per_month").max(0.0);
    let route = |share: f64, loss: &str| StylisedRoute {
        mode: Mode::GoFast,
        share,
        loss_share: inputs.get(loss).clamp(0.0, 0.999),
        // Room for all of the output on either route.
        capacity_kg_per_month: output_kg.max(f64::MIN_POSITIVE),
    };
    let routes = [route(first, "first_loss_share"), route(1.0 - first, "second_loss_share")];
    let door =
        StylisedRegion { coca_area_ha: 0.0, potential_kg_per_ha_year: 0.0, lab_capacity_ratio: 1.0, households: 0.0 };
    let prices = StylisedPrices {
        source_usd_per_kg: inputs.get("source_price_usd_per_kg").max(0.0),
        market_usd_per_kg: inputs.get("market_price_usd_per_kg").max(f64::MIN_POSITIVE),
    };
    stylised(&[door], &routes, prices, inputs.get("loss_tolerance").max(0.0))
}
