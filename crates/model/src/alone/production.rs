//! Production alone: two equal regions, the first of which is acted upon while the shock lasts.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::parameter_set::Parameters;
use crate::production::{
    PrecursorRegime, ProductionBaseline, ProductionInputs, ProductionOutputs, ProductionRules, ProductionState, Supply,
    step,
};
use crate::world::stylised::{StylisedPrices, StylisedRegion, stylised};

const HERE: usize = 0;
const ELSEWHERE: usize = 1;

/// Inputs of production when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "coca_area_ha",
        unit: "ha",
        default: 100_000.0,
        about: "Coca area of each of the two regions at the start.",
    },
    ModuleInput {
        name: "potential_kg_per_ha_year",
        unit: "kg/ha/year",
        default: 8.0,
        about: "Pure product that a hectare's leaf could become in a year.",
    },
    ModuleInput {
        name: "laboratory_capacity_ratio",
        unit: "1",
        default: 1.5,
        about: "Laboratory capacity over normal input.",
    },
    ModuleInput {
        name: "value_index",
        unit: "1",
        default: 1.0,
        about: "Value at the laboratory door against the baseline, both regions.",
    },
    ModuleInput {
        name: "door_price_usd_per_kg",
        unit: "USD/kg",
        default: 2_400.0,
        about: "Price of product at the laboratory door.",
    },
    ModuleInput {
        name: "farm_gate_price_ratio",
        unit: "1",
        default: 1.0,
        about: "Factor on the farm-gate price, both regions.",
    },
    ModuleInput {
        name: "raids_per_month",
        unit: "event/month",
        default: 0.0,
        about: "Extra raids on laboratories in the first region.",
    },
    ModuleInput {
        name: "strikes_per_month",
        unit: "event/month",
        default: 0.0,
        about: "Strikes on production areas in the first region.",
    },
    ModuleInput {
        name: "eradication_ha_per_month",
        unit: "ha/month",
        default: 0.0,
        about: "Extra hectares sprayed or uprooted in the first region.",
    },
    ModuleInput {
        name: "households_announced_share",
        unit: "share",
        default: 0.0,
        about: "Share of the first region's households in announced alternative development.",
    },
    ModuleInput {
        name: "precursor_control",
        unit: "share",
        default: 0.0,
        about: "Cut of precursor availability before substitution.",
    },
    ModuleInput {
        name: "substitutes",
        unit: "1",
        default: 1.0,
        about: "1 where substitutes for precursors are found (1989), 0 where not (2006).",
    },
    ModuleInput {
        name: "shock_months",
        unit: "month",
        default: 12.0,
        about: "Months after which everything returns to the baseline.",
    },
];

/// Runs the two regions for `months` months.
pub fn run(p: &Parameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let area_ha = inputs.get("coca_area_ha").max(0.0);
    let region = StylisedRegion {
        coca_area_ha: area_ha,
        potential_kg_per_ha_year: inputs.get("potential_kg_per_ha_year").max(0.0),
        lab_capacity_ratio: inputs.get("laboratory_capacity_ratio").max(0.0),
        // One household a hectare: only shares of households act.
        households: area_ha,
    };
    let door_usd_per_kg = inputs.get("door_price_usd_per_kg").max(f64::MIN_POSITIVE);
    let prices = StylisedPrices { source_usd_per_kg: door_usd_per_kg, market_usd_per_kg: door_usd_per_kg };
    let world = stylised(&[region, region], &[], prices, 0.0);
    let realised = p.world.realised_share_of_potential;
    let baseline =
        ProductionBaseline::new(&p.production, &world, realised, p.levers.strike_force.strike_force_baseline_per_year);
    let substitutes = inputs.get("substitutes") > 0.0;
    let precursors = if substitutes { PrecursorRegime::Substitution } else { PrecursorRegime::NoSubstitution };
    let rules = ProductionRules { supply: Supply::Elastic, precursors };
    let mut state = ProductionState::new(&baseline);
    let mut outputs = ProductionOutputs::new(world.regions.len());
    let mut columns: [Vec<f64>; 9] = std::array::from_fn(|_| Vec::with_capacity(months));
    for month in 0..months {
        let shocked = (month as f64) < inputs.get("shock_months");
        let month_inputs =
            if shocked { shock(inputs, area_ha) } else { ProductionInputs::neutral(world.regions.len()) };
        step(&p.production, rules, &baseline, &mut state, &month_inputs, &mut outputs);
        let row = [
            state.area_ha[HERE],
            state.area_ha[ELSEWHERE],
            outputs.farm_gate_index[HERE],
            outputs.potential_kg[HERE],
            outputs.processed_kg[HERE],
            outputs.processed_kg[ELSEWHERE],
            state.capacity_kg_per_month[HERE],
            state.capacity_kg_per_month[ELSEWHERE],
            1.0 - state.precursor_shortfall,
        ];
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let names = [
        ("coca_area", "ha"),
        ("coca_area_elsewhere", "ha"),
        ("farm_gate_price_index", "index"),
        ("potential_output", "kg/month"),
        ("processed_output", "kg/month"),
        ("processed_output_elsewhere", "kg/month"),
        ("laboratory_capacity", "kg/month"),
        ("laboratory_capacity_elsewhere", "kg/month"),
        ("precursor_availability", "index"),
    ];
    names.iter().zip(columns).map(|(&(name, unit), values)| ModuleSeries::new(name, unit, values)).collect()
}

fn shock(inputs: &InputValues<'_>, households: f64) -> ProductionInputs {
    let mut month = ProductionInputs::neutral(2);
    month.laboratory_value_index.fill(inputs.get("value_index").max(0.0));
    month.farm_gate_shock = inputs.get("farm_gate_price_ratio").max(0.0);
    month.raids[HERE] = inputs.get("raids_per_month").max(0.0);
    month.strikes[HERE] = inputs.get("strikes_per_month").max(0.0);
    month.eradication_ha[HERE] = inputs.get("eradication_ha_per_month").max(0.0);
    month.announced_households[HERE] = inputs.get("households_announced_share").clamp(-1.0, 1.0) * households;
    month.precursor_control = inputs.get("precursor_control").clamp(0.0, 1.0);
    month
}
