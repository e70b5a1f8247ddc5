//! Prices from farm gate to retail: the chains of 1992 and 2007, and how a rise travels down.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::market::{price_chain, value_shares};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("multipliers-2007", |case| Ok(ratios(case.inputs("chain_2007")?).into())),
    ("multipliers-1992", |case| Ok(ratios(case.inputs("chain_1992")?).into())),
    ("multipliers-survive-a-multiplicative-rise", multipliers_after_a_rise),
    ("value-shares-us-2008", us_value_shares),
    ("additive-farm-gate-2007", |case| Ok((100.0 * retail_rise(case, "chain_2007", FARM_GATE, ADDITIVE)?).into())),
    ("additive-farm-gate-1992", |case| Ok((100.0 * retail_rise(case, "chain_1992", FARM_GATE, ADDITIVE)?).into())),
    ("multiplicative-farm-gate", multiplicative_farm_gate),
    ("additive-import", |case| both_chains(case, IMPORT)),
    ("additive-export", |case| both_chains(case, EXPORT)),
    ("constant-ratios-need-multiplication", constant_ratios),
    ("pass-through-ends", pass_through_ends),
];

const FARM_GATE: usize = 0;
const EXPORT: usize = 1;
const IMPORT: usize = 2;
const ADDITIVE: f64 = 0.0;
const MULTIPLICATIVE: f64 = 1.0;

/// Prices of a chain after the price of a stage is multiplied.
fn after_rise(chain: &[f64], stage: usize, pass_through: f64, ratio: f64) -> Vec<f64> {
    price_chain(chain, &vec![pass_through; chain.len().saturating_sub(1)], stage, ratio)
}

fn last(prices: &[f64]) -> f64 {
    prices.last().copied().unwrap_or(f64::NAN)
}

/// Relative rise of the retail price when the price of a stage doubles.
fn retail_rise(case: &Case<'_>, chain: &str, stage: usize, pass_through: f64) -> Result<f64, Missing> {
    let chain = case.inputs(chain)?;
    Ok(last(&after_rise(chain, stage, pass_through, 2.0)) / last(chain) - 1.0)
}

fn both_chains(case: &Case<'_>, stage: usize) -> Computed {
    Ok([retail_rise(case, "chain_2007", stage, ADDITIVE)?, retail_rise(case, "chain_1992", stage, ADDITIVE)?].into())
}

fn ratios(prices: &[f64]) -> Vec<f64> {
    prices.windows(2).map(|pair| pair[1] / pair[0]).collect()
}

fn multipliers_after_a_rise(case: &Case<'_>) -> Computed {
    let prices = after_rise(case.inputs("chain_2007")?, FARM_GATE, MULTIPLICATIVE, case.input("rise")?);
    Ok(ratios(&prices).into())
}

/// Farmers, source-country traffickers, international traffickers, inside the country.
fn us_value_shares(case: &Case<'_>) -> Computed {
    match value_shares(case.inputs("chain_2007")?).as_slice() {
        [farm, export, import, inside @ ..] => {
            Ok([*farm, *export, *import, inside.iter().sum()].map(|share| 100.0 * share).into())
        }
        _ => Err(Missing::Unusable("the chain has too few stages".to_owned())),
    }
}

fn multiplicative_farm_gate(case: &Case<'_>) -> Computed {
    let rise = |chain| Ok::<f64, Missing>(100.0 * retail_rise(case, chain, FARM_GATE, MULTIPLICATIVE)?);
    Ok([rise("chain_2007")?, rise("chain_1992")?].into())
}

/// Caulkins: ratios between quantity levels stay constant; additive pass-through would change them.
fn constant_ratios(case: &Case<'_>) -> Computed {
    let chain = case.inputs("chain_2007")?;
    let rise = case.input("rise")?;
    let before = last(&ratios(chain));
    let change =
        |pass_through: f64| (last(&ratios(&after_rise(chain, IMPORT, pass_through, rise))) / before - 1.0).abs();
    // Rounding of a few operations on prices of the order of one.
    Ok((change(MULTIPLICATIVE) < 1e-12 && change(ADDITIVE) > 0.0).into())
}

/// The model's market sits between the two ends.
fn pass_through_ends(case: &Case<'_>) -> Computed {
    let [additive, ours, multiplicative] =
        [ADDITIVE, case.parameters().market.pass_through_inside_market, MULTIPLICATIVE]
            .map(|m| retail_rise(case, "chain_2007", IMPORT, m));
    let (additive, ours, multiplicative) = (additive?, ours?, multiplicative?);
    Ok((additive < ours && ours < multiplicative).into())
}
