//! Tests of the contest module.

use super::becker::*;
use super::*;
use crate::alone::InputValues;
use crate::alone::contest::{INPUTS, run as run_alone};
use crate::market::shipped::{CONTEST, assert_declarations_match, shipped_number};
use proptest::prelude::*;

fn parameters() -> ContestParameters {
    ContestParameters::from_values(&|_, name| shipped_number(CONTEST, name, "value"))
}

/// The evidence notes' own base: the shipped one but for a rounded share of produced cocaine.
fn base_of_the_notes() -> ContestParameters {
    ContestParameters { product_share_in_trafficking: 0.12, ..parameters() }
}

fn support(p: &ContestParameters, land: f64, routes: f64) -> OutsideSupport {
    let base = OutsideSupport::at_base(p);
    OutsideSupport { land_cost_share: base.land_cost_share + land, route_cost_share: base.route_cost_share + routes }
}

#[test]
fn evidence_file_and_declarations_match() {
    assert_declarations_match(CONTEST, ContestParameters::DECLARATIONS);
}

/// Published ratios of the article and of its working paper: 5.37 and 6.10.
#[test]
fn val_ratio_of_marginal_costs() {
    let ratio = marginal_costs(&parameters()).ratio();
    assert!((5.37..=6.10).contains(&ratio), "{ratio}");
}

/// Evidence notes, section 1.3: 64,314 and 10,369 USD/kg, ratio 6.20, from an independent Newton
/// solve of the same equations; the last printed digit.
#[test]
fn val_illustrative_base_marginal_costs() {
    let costs = marginal_costs(&base_of_the_notes());
    assert!((costs.eradication_usd_per_kg - 64_314.0).abs() < 1.0, "{costs:?}");
    assert!((costs.interdiction_usd_per_kg - 10_369.0).abs() < 1.0, "{costs:?}");
    assert!((costs.ratio() - 6.20).abs() < 0.005);
}

/// Same notes: ratios 3.39 (eta = .2), 6.18 (b = 1), 6.22 (eps_o = 0); the last printed digit.
#[test]
fn val_variants_of_the_base() {
    let base = base_of_the_notes();
    let cases = [
        (ContestParameters { product_share_in_trafficking: 0.2, ..base.clone() }, 3.39),
        (ContestParameters { wholesale_demand_elasticity: 1.0, ..base.clone() }, 6.18),
        (ContestParameters { other_supply_elasticity: 0.0, ..base }, 6.22),
    ];
    for (p, published) in cases {
        assert!((marginal_costs(&p).ratio() - published).abs() < 0.005, "{}", marginal_costs(&p).ratio());
    }
}

/// Differences of the exact solution around the base give the analytic marginal costs.
#[test]
fn exact_solution_gives_the_same_marginal_costs() {
    let p = parameters();
    let h = 1e-4;
    let cost = |land: f64, routes: f64| {
        let (up, down) = (solve(&p, support(&p, land, routes)), solve(&p, support(&p, -land, -routes)));
        let spend = up.outside_land_spend_usd_per_year - down.outside_land_spend_usd_per_year
            + up.outside_route_spend_usd_per_year
            - down.outside_route_spend_usd_per_year;
        spend / (down.consumption_t_per_year - up.consumption_t_per_year) / 1_000.0
    };
    let analytic = marginal_costs(&p);
    assert!((cost(h, 0.0) / analytic.eradication_usd_per_kg - 1.0).abs() < 1e-5);
    assert!((cost(0.0, h) / analytic.interdiction_usd_per_kg - 1.0).abs() < 1e-5);
}

#[test]
fn exact_and_log_linear_agree_for_small_changes() {
    let p = parameters();
    for (land, routes) in [(1e-5, 0.0), (0.0, 1e-5), (1e-5, 1e-5)] {
        let policy = support(&p, land, routes);
        let (exact, linear) = (solve(&p, policy), respond(&p, policy.pressure(&p)));
        for (e, l) in [
            (exact.wholesale_price_ratio.ln(), linear.wholesale_price),
            (exact.other_sources_ratio.ln(), linear.other_sources),
            (exact.land_rent_ratio.ln(), linear.land_rent),
            (exact.route_rent_ratio.ln(), linear.route_rent),
            ((exact.consumption_t_per_year / p.world_consumption_t_per_year).ln(), linear.consumption),
        ] {
            assert!((e / l - 1.0).abs() < 1e-4, "{e} {l}");
        }
    }
}

/// Sign tests of Mejia & Restrepo 2016: yield rises under eradication, other sources rise under
/// both; yield falls slightly under interdiction (derived).
#[test]
fn val_signs_of_displacement_and_yield() {
    let p = parameters();
    let (land, routes) = (solve(&p, support(&p, 0.2, 0.0)), solve(&p, support(&p, 0.0, 0.2)));
    assert!(land.yield_ratio > 1.0 && routes.yield_ratio < 1.0);
    assert!(land.other_sources_ratio > 1.0 && routes.other_sources_ratio > 1.0);
    assert!(land.delivered_ratio < 1.0 && routes.delivered_ratio < 1.0);
    assert!(land.consumption_t_per_year < p.world_consumption_t_per_year);
}

#[test]
fn base_policy_returns_the_base() {
    let p = parameters();
    let outcome = solve(&p, OutsideSupport::at_base(&p));
    assert!((outcome.wholesale_price_ratio - 1.0).abs() < 1e-12);
    assert!((outcome.consumption_t_per_year - p.world_consumption_t_per_year).abs() < 1e-9);
    let run = run_alone(&p, &InputValues::new(INPUTS, &[]).expect("defaults"), 3);
    assert!(run.iter().all(|series| series.values.len() == 3 && series.values[0].is_finite()));
}

/// Odds of one in four, cost 10, penalty 40: 10 x 1.25 + 0.25 x 40 = 22.5.
#[test]
fn becker_price_rises_one_for_one_with_the_expected_penalty() {
    let risk = SellerRisk { unit_cost_usd: 10.0, penalty_usd: 40.0, seizure_odds: seizure_odds(0.2) };
    assert!((break_even_price_usd(risk) - 22.5).abs() < 1e-12);
    let harsher = SellerRisk { penalty_usd: 44.0, ..risk };
    assert!((break_even_price_usd(harsher) - 23.5).abs() < 1e-12);
}

/// Analytic: with |e| below 1, less quantity means more total trade spending, and suppression pays
/// only when the marginal social value is strongly negative.
#[test]
fn becker_inelastic_demand_makes_suppression_costly() {
    let spending = |price: f64| price * price.powf(-0.5);
    assert!(spending(2.0) > spending(1.0));
    assert!((marginal_revenue_usd(100.0, 0.5) + 100.0).abs() < 1e-12);
    assert!(!suppression_pays(-50.0, 100.0, 0.5) && suppression_pays(-150.0, 100.0, 0.5));
}

proptest! {
    #[test]
    fn prop_solution_clears_the_market(land in -0.3..0.5f64, routes in -0.3..0.5f64, q0 in 0.05..0.9f64,
                                       h0 in 0.1..0.95f64, eta in 0.03..0.6f64, a in 0.1..0.8f64) {
        let p = ContestParameters {
            land_held_by_producers: q0, routes_held_by_traffickers: h0,
            product_share_in_trafficking: eta, land_share_in_production: a, ..parameters()
        };
        let outcome = solve(&p, support(&p, land, routes));
        let m = p.source_country_share;
        let supply = m * outcome.delivered_ratio + (1.0 - m) * outcome.other_sources_ratio;
        let demand = outcome.consumption_t_per_year / p.world_consumption_t_per_year;
        prop_assert!((supply / demand - 1.0).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&outcome.land_held_share));
    }

    /// Demand-side parameters move both marginal costs and leave their ratio almost unchanged.
    #[test]
    fn prop_ratio_is_nearly_free_of_the_demand_side(b in 0.3..1.5f64, eps_o in 0.0..1.5f64, m in 0.4..0.8f64) {
        let base = parameters();
        let p = ContestParameters {
            wholesale_demand_elasticity: b, other_supply_elasticity: eps_o, source_country_share: m, ..base.clone()
        };
        prop_assert!((marginal_costs(&p).ratio() / marginal_costs(&base).ratio() - 1.0).abs() < 0.02);
    }

    #[test]
    fn prop_evasion_is_chosen_best(c in 1.0..50.0f64, f in 0.0..200.0f64, theta in 0.05..3.0f64, k in 0.01..2.0f64,
        other in 0.0..50.0f64) {
        let risk = SellerRisk { unit_cost_usd: c, penalty_usd: f, seizure_odds: theta };
        let best = break_even_price_with_evasion_usd(risk, k);
        prop_assert!(best <= price_at_evasion_usd(risk, k, other) * (1.0 + 1e-12));
        prop_assert!(best <= break_even_price_usd(risk) * (1.0 + 1e-12));
    }
}
