//! Tests of the market module.

use super::shipped::{MARKET, assert_declarations_match, shipped_number};
use super::*;
use crate::alone::InputValues;
use crate::alone::market::{INPUTS, run as run_alone};
use proptest::prelude::*;

fn parameters() -> MarketParameters {
    MarketParameters::from_values(&|_, name| shipped_number(MARKET, name, "value"))
}

fn at_rest(baseline: &MarketBaseline) -> MarketInputs {
    MarketInputs {
        arrivals_kg_per_month: baseline.consumption_kg_per_month,
        desired_consumption_kg_per_month: baseline.consumption_kg_per_month,
        precursor_availability_ratio: 1.0,
        supply_cost_ratio: 1.0,
    }
}

#[test]
fn evidence_file_and_declarations_match() {
    assert_declarations_match(MARKET, MarketParameters::DECLARATIONS);
}

/// Pure prices per kg about 2007: farm gate, export, import, ounce, retail (Kilmer & Reuter 2009).
const CHAIN_2007: [f64; 5] = [800.0, 2_400.0, 19_000.0, 27_000.0, 122_000.0];
/// Leaf, export, Miami, inland kg, ounce, retail in Chicago, 1992 (Reuter 1994).
const CHAIN_1992: [f64; 6] = [650.0, 1_050.0, 23_000.0, 33_000.0, 52_000.0, 188_000.0];

/// Published: +0.7 % additive and +100 % multiplicative for 2007; farm gate is 0.3 % of retail in
/// 1992. Tolerance: the rounding of the published shares.
#[test]
fn val_doubled_farm_gate_price_reaches_retail() {
    let retail_rise = |chain: &[f64], m: f64| {
        let links = vec![m; chain.len() - 1];
        price_chain(chain, &links, 0, 2.0)[chain.len() - 1] / chain[chain.len() - 1] - 1.0
    };
    assert!((retail_rise(&CHAIN_2007, 0.0) - 0.007).abs() < 0.0005);
    assert!((retail_rise(&CHAIN_2007, 1.0) - 1.0).abs() < 1e-12);
    assert!((retail_rise(&CHAIN_1992, 0.0) - 0.003).abs() < 0.0005);
    assert!((retail_rise(&CHAIN_1992, 1.0) - 1.0).abs() < 1e-12);
}

/// Additive shares: import / retail 0.156 (2007) and 0.122 (1992), export / retail 0.020 and 0.006.
#[test]
fn val_additive_shares_of_import_and_export_price() {
    let rise = |chain: &[f64], stage: usize| {
        let links = vec![0.0; chain.len() - 1];
        price_chain(chain, &links, stage, 2.0)[chain.len() - 1] / chain[chain.len() - 1] - 1.0
    };
    for (chain, stage, published) in [
        (&CHAIN_2007[..], 2, 0.156),
        (&CHAIN_1992[..], 2, 0.122),
        (&CHAIN_2007[..], 1, 0.020),
        (&CHAIN_1992[..], 1, 0.006),
    ] {
        assert!((rise(chain, stage) - published).abs() < 0.0006, "stage {stage}: {}", rise(chain, stage));
    }
}

/// Published multipliers x3.0, x7.9, x1.42, x4.52 between the stages of 2007; the last digit.
/// They must survive a multiplicative shock unchanged.
#[test]
fn val_multipliers_of_2007_survive_a_multiplicative_shock() {
    let prices = price_chain(&CHAIN_2007, &[1.0; 4], 0, 1.7);
    for (pair, (published, tolerance)) in
        prices.windows(2).zip([(3.0, 0.05), (7.9, 0.05), (1.42, 0.005), (4.52, 0.005)])
    {
        assert!((pair[1] / pair[0] - published).abs() < tolerance, "{}", pair[1] / pair[0]);
    }
}

/// Value split of the United States market 1.4 / 1 / 13 / 85 % (UNODC WDR 2010); within 3 points.
/// The two stages inside the country count together.
#[test]
fn val_value_shares_of_the_chain() {
    let shares = value_shares(&CHAIN_2007);
    let model = [shares[0], shares[1], shares[2], shares[3] + shares[4]];
    for (share, published) in model.iter().zip([0.014, 0.010, 0.13, 0.85]) {
        assert!((share - published).abs() < 0.03, "{share} against {published}");
    }
}

/// Cunningham et al. 2015: price +36 % with purity -4 % (1989), +100 % with -35 % (2006); the two
/// ends of the elasticity's range give the two episodes within one point and a half.
#[test]
fn val_purity_range_spans_the_two_precursor_episodes() {
    for (end, price_ratio, published) in [("low", 1.36, 0.96), ("high", 2.0, 0.65)] {
        let p = MarketParameters {
            purity_price_elasticity: shipped_number(MARKET, "purity_price_elasticity", end),
            ..parameters()
        };
        assert!((purity(&p, 1.0, price_ratio, 1.0) - published).abs() < 0.015, "{end}");
    }
}

/// The closed form solves the differential equation of the pass-through.
#[test]
fn retail_price_solves_the_pass_through_equation() {
    for m in [0.0, 0.1, 0.6, 1.0] {
        let link = Link { upstream_usd_per_kg: 19_000.0, downstream_usd_per_kg: 122_000.0, pass_through_share: m };
        let (ratio, h) = (1.8, 1e-5);
        let slope = (downstream_price(link, ratio + h) / downstream_price(link, ratio - h)).ln()
            / ((ratio + h) / (ratio - h)).ln();
        let expected = m + (1.0 - m) * ratio * link.upstream_usd_per_kg / downstream_price(link, ratio);
        assert!((slope - expected).abs() < 1e-8, "m {m}: {slope} {expected}");
    }
}

#[test]
fn prop_market_at_rest_stays_at_rest_for_twenty_years() {
    let p = parameters();
    for pass_through in [PassThrough::Mixed, PassThrough::Additive, PassThrough::Multiplicative] {
        let baseline = MarketBaseline { pass_through, ..MarketBaseline::reference(&p) };
        let mut state = MarketState::at_baseline(&p, &baseline);
        for _ in 0..240 {
            let outputs = step(&p, &baseline, &mut state, &at_rest(&baseline));
            assert_eq!(state, MarketState::at_baseline(&p, &baseline));
            assert_eq!((outputs.retail_price_ratio, outputs.wholesale_price_ratio), (1.0, 1.0));
        }
    }
}

/// A year of arrivals cut by 20 % raises prices and lowers purity; ten years later all is at rest.
#[test]
fn shock_raises_prices_and_fades() {
    let p = parameters();
    let overrides = [("arrivals_ratio".to_owned(), 0.8)];
    let inputs = InputValues::new(INPUTS, &overrides).expect("known input");
    let series = run_alone(&p, &inputs, 132);
    let value = |name: &str, month: usize| series.iter().find(|s| s.name == name).expect("series").values[month - 1];
    let baseline = MarketBaseline::reference(&p);
    assert!(value("retail_price", 12) > 1.05 * baseline.retail_price_usd_per_kg);
    assert!(value("purity", 12) < baseline.purity_share);
    for (name, rest) in [
        ("retail_price", baseline.retail_price_usd_per_kg),
        ("consumption", baseline.consumption_kg_per_month),
        ("stock", baseline.stock_kg(&p)),
    ] {
        assert!((value(name, 132) / rest - 1.0).abs() < 0.05, "{name}");
    }
}

#[test]
fn empty_market_rations_and_keeps_a_finite_price() {
    let p = parameters();
    let baseline = MarketBaseline::reference(&p);
    let mut state = MarketState::at_baseline(&p, &baseline);
    let inputs = MarketInputs { arrivals_kg_per_month: 0.0, precursor_availability_ratio: 0.0, ..at_rest(&baseline) };
    for _ in 0..6 {
        let outputs = step(&p, &baseline, &mut state, &inputs);
        assert!(state.stock_kg >= 0.0 && state.retail_price_usd_per_kg.is_finite() && state.purity_share > 0.0);
        assert!(outputs.wholesale_price_ratio <= p.price_ratio_limit);
    }
    let idle = MarketInputs { desired_consumption_kg_per_month: 0.0, ..at_rest(&baseline) };
    let outputs = step(&p, &baseline, &mut state, &idle);
    assert!(outputs.wholesale_price_ratio > 0.0 && outputs.cover_months > 0.0);
}

proptest! {
    #[test]
    fn prop_kilograms_are_conserved(arrivals in proptest::collection::vec(0.0..3.0f64, 24), desired in 0.1..3.0f64) {
        let p = parameters();
        let baseline = MarketBaseline::reference(&p);
        let mut state = MarketState::at_baseline(&p, &baseline);
        for ratio in arrivals {
            let before = state.stock_kg;
            let inputs = MarketInputs {
                arrivals_kg_per_month: ratio * baseline.consumption_kg_per_month,
                desired_consumption_kg_per_month: desired * baseline.consumption_kg_per_month,
                precursor_availability_ratio: 1.0,
                supply_cost_ratio: 1.0,
            };
            let outputs = step(&p, &baseline, &mut state, &inputs);
            let gap = before + inputs.arrivals_kg_per_month - outputs.consumption_kg_per_month - state.stock_kg;
            prop_assert!(gap.abs() <= 1e-9 * baseline.consumption_kg_per_month);
            prop_assert!(outputs.unmet_demand_kg_per_month >= 0.0);
        }
    }

    #[test]
    fn prop_price_rises_with_scarcity(low in 0.1..1.0f64, step_up in 0.01..1.0f64) {
        let p = parameters();
        let baseline = MarketBaseline::reference(&p);
        let price = |ratio: f64| {
            let mut state = MarketState::at_baseline(&p, &baseline);
            let inputs = MarketInputs {
                arrivals_kg_per_month: ratio * baseline.consumption_kg_per_month, ..at_rest(&baseline)
            };
            step(&p, &baseline, &mut state, &inputs).retail_price_ratio
        };
        prop_assert!(price(low) > price(low + step_up));
    }

    #[test]
    fn prop_pass_through_moves_retail_between_additive_and_multiplicative(m in 0.0..1.0f64, ratio in 1.0..4.0f64) {
        let retail = |m: f64| price_chain(&CHAIN_2007, &[m; 4], 0, ratio)[4];
        prop_assert!(retail(0.0) <= retail(m) + 1e-6 && retail(m) <= retail(1.0) + 1e-6);
    }
}
