//! The market alone: arrivals and demand are given from outside, users answer with one elasticity.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::market::{MarketBaseline, MarketInputs, MarketParameters, MarketState, PassThrough, PriceRule, step};

/// Inputs of the market when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "arrivals_ratio",
        unit: "1",
        default: 1.0,
        about: "Arrivals against the baseline while the shock lasts.",
    },
    ModuleInput {
        name: "desired_consumption_ratio",
        unit: "1",
        default: 1.0,
        about: "Desired consumption at unchanged prices against the baseline while the shock lasts.",
    },
    ModuleInput {
        name: "precursor_availability_ratio",
        unit: "1",
        default: 1.0,
        about: "Precursor availability against the baseline while the shock lasts.",
    },
    ModuleInput {
        name: "shock_months",
        unit: "month",
        default: 12.0,
        about: "Months after which the three ratios return to 1.",
    },
];

impl MarketBaseline {
    /// The reference market of the evidence file: the United States at the prices of 2007.
    pub fn reference(p: &MarketParameters) -> Self {
        Self {
            consumption_kg_per_month: p.reference_consumption_kg_per_month,
            wholesale_price_usd_per_kg: p.reference_wholesale_usd_per_kg,
            retail_price_usd_per_kg: p.reference_retail_usd_per_kg,
            purity_share: p.reference_purity,
            pass_through: PassThrough::Mixed,
            price_rule: PriceRule::StockCover,
        }
    }
}

/// Runs the reference market for `months` months.
pub fn run(p: &MarketParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let baseline = MarketBaseline::reference(p);
    let mut state = MarketState::at_baseline(p, &baseline);
    let mut columns: [Vec<f64>; 6] = std::array::from_fn(|_| Vec::with_capacity(months));
    for month in 0..months {
        let month_inputs = inputs_of_month(p, &baseline, &state, inputs, month);
        let outputs = step(p, &baseline, &mut state, &month_inputs);
        let row = [
            outputs.consumption_kg_per_month,
            state.stock_kg,
            outputs.cover_months,
            state.wholesale_price_usd_per_kg,
            state.retail_price_usd_per_kg,
            state.purity_share,
        ];
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    let names = [
        ("consumption", "kg/month"),
        ("stock", "kg"),
        ("cover", "month"),
        ("wholesale_price", "USD/kg"),
        ("retail_price", "USD/kg"),
        ("purity", "share"),
    ];
    names.iter().zip(columns).map(|(&(name, unit), values)| ModuleSeries::new(name, unit, values)).collect()
}

/// The shock while it lasts, the baseline afterwards; users answer last month's retail price.
fn inputs_of_month(
    p: &MarketParameters,
    baseline: &MarketBaseline,
    state: &MarketState,
    inputs: &InputValues<'_>,
    month: usize,
) -> MarketInputs {
    let shocked = (month as f64) < inputs.get("shock_months");
    let ratio = |name: &str| if shocked { inputs.get(name).max(0.0) } else { 1.0 };
    let price_ratio = state.retail_price_usd_per_kg / baseline.retail_price_usd_per_kg;
    let answer = price_ratio.powf(p.reference_price_elasticity);
    MarketInputs {
        arrivals_kg_per_month: baseline.consumption_kg_per_month * ratio("arrivals_ratio"),
        desired_consumption_kg_per_month: baseline.consumption_kg_per_month
            * ratio("desired_consumption_ratio")
            * answer,
        precursor_availability_ratio: ratio("precursor_availability_ratio"),
        supply_cost_ratio: 1.0,
    }
}
