//! Demand alone: the reference market with a given retail price and given programmes.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::MONTHS_PER_YEAR;
use crate::demand::{
    DemandBaseline, DemandInputs, DemandParameters, DemandState, G_PER_KG, InitiationRule, UserDynamics, step,
};

/// Inputs of demand when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "retail_price_ratio",
        unit: "1",
        default: 1.0,
        about: "Retail price per pure unit against the baseline.",
    },
    ModuleInput {
        name: "treatment_episodes_extra_per_year",
        unit: "event/year",
        default: 0.0,
        about: "Treatment episodes above (or, negative, below) the baseline.",
    },
    ModuleInput {
        name: "pupils_reached_share",
        unit: "share",
        default: 0.0,
        about: "Share of each school cohort reached by prevention above the baseline.",
    },
    ModuleInput {
        name: "campaign_exposure",
        unit: "share",
        default: 0.0,
        about: "Exposure of the young to a media campaign, 1 for full coverage.",
    },
    ModuleInput {
        name: "demand_shock_ratio",
        unit: "1",
        default: 1.0,
        about: "Factor on desired consumption from outside the model.",
    },
    ModuleInput {
        name: "endogenous_initiation",
        unit: "1",
        default: 0.0,
        about: "0 fixed initiation, 1 initiation by contact and reputation (LHY).",
    },
];

impl DemandBaseline {
    /// The reference market of the evidence file: the United States of 1992 as RAND saw it.
    pub fn reference(p: &DemandParameters) -> Self {
        let use_g_per_year =
            p.light_use_g_per_year * p.reference_light_users + p.heavy_use_g_per_year * p.reference_heavy_users;
        Self {
            light_users: p.reference_light_users,
            heavy_users: p.reference_heavy_users,
            initiation_per_year: p.reference_initiation_per_year,
            light_to_heavy_per_year: p.light_to_heavy_per_year,
            initiation_growth_per_year: 0.0,
            light_use_g_per_year: p.light_use_g_per_year,
            heavy_use_g_per_year: p.heavy_use_g_per_year,
            desired_consumption_kg_per_month: use_g_per_year / G_PER_KG / MONTHS_PER_YEAR,
            overdose_deaths_per_year: p.reference_overdose_deaths_per_year,
            treatment_episodes_per_year: p.reference_treatment_episodes_per_year,
            initiation_rule: InitiationRule::Fixed,
            user_dynamics: UserDynamics::Free,
        }
    }
}

/// Runs the reference market for `months` months.
pub fn run(p: &DemandParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let initiation_rule =
        if inputs.get("endogenous_initiation") > 0.0 { InitiationRule::Endogenous } else { InitiationRule::Fixed };
    let baseline = DemandBaseline { initiation_rule, ..DemandBaseline::reference(p) };
    let month_inputs = DemandInputs {
        // A price of zero has no logarithm; the smallest positive number stands for it.
        retail_price_ratio: inputs.get("retail_price_ratio").max(f64::EPSILON),
        treatment_episodes_extra_per_year: inputs.get("treatment_episodes_extra_per_year"),
        pupils_reached_share: inputs.get("pupils_reached_share"),
        campaign_exposure: inputs.get("campaign_exposure"),
        demand_shock_ratio: inputs.get("demand_shock_ratio").max(0.0),
        ..DemandInputs::default()
    };
    let mut state = DemandState::at_baseline(p, &baseline);
    let mut columns: [Vec<f64>; 8] = std::array::from_fn(|_| Vec::with_capacity(months));
    for _ in 0..months {
        let outputs = step(p, &baseline, &mut state, &month_inputs);
        let row = [
            outputs.light_users,
            outputs.heavy_users,
            outputs.initiation_per_year,
            outputs.desired_consumption_kg_per_month,
            outputs.heavy_consumption_share,
            outputs.overdose_deaths_per_month,
            outputs.treatment_episodes_per_month,
            outputs.social_cost_usd_per_month,
        ];
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let names = [
        ("light_users", "person"),
        ("heavy_users", "person"),
        ("initiation", "person/year"),
        ("desired_consumption", "kg/month"),
        ("heavy_consumption_share", "share"),
        ("overdose_deaths", "person/month"),
        ("treatment_episodes", "event/month"),
        ("social_cost", "USD/month"),
    ];
    names.iter().zip(columns).map(|(&(name, unit), values)| ModuleSeries::new(name, unit, values)).collect()
}
