//! The contest model of land and routes in the class of Mejia & Restrepo.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::contest::becker::{SellerRisk, break_even_price_usd, marginal_revenue_usd};
use counterflow_model::contest::{ContestOutcome, ContestParameters, OutsideSupport, marginal_costs, respond, solve};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("marginal-cost-ratio", |case| Ok(marginal_costs(contest(case)).ratio().into())),
    ("marginal-cost-of-eradication", |case| Ok(marginal_costs(&rounded(case)?).eradication_usd_per_kg.into())),
    ("marginal-cost-of-interdiction", |case| Ok(marginal_costs(&rounded(case)?).interdiction_usd_per_kg.into())),
    ("ratio-at-a-rounded-share", |case| Ok(marginal_costs(&rounded(case)?).ratio().into())),
    ("ratio-with-more-land-value", |case| {
        ratio(case, "larger_product_share", |p, value| p.product_share_in_trafficking = value)
    }),
    ("ratio-with-unit-elastic-demand", |case| {
        ratio(case, "unit_elasticity", |p, value| p.wholesale_demand_elasticity = value)
    }),
    ("ratio-without-other-sources", |case| {
        ratio(case, "no_other_supply", |p, value| p.other_supply_elasticity = value)
    }),
    ("ratio-falls-with-land-value", |case| {
        falls_along(case, "product_shares", |p, share| p.product_share_in_trafficking = share)
    }),
    ("ratio-falls-with-routes-held", |case| {
        falls_along(case, "routes_held", |p, share| p.routes_held_by_traffickers = share)
    }),
    ("closed-form-equals-exact-costs", closed_form_equals_exact_costs),
    ("closed-form-equals-exact-response", closed_form_equals_exact_response),
    ("interdiction-is-cheaper", |case| Ok((marginal_costs(contest(case)).ratio() > 1.0).into())),
    ("yield-rises-under-eradication", |case| Ok((land(case)?.yield_ratio > 1.0).into())),
    ("yield-falls-under-interdiction", |case| Ok((routes(case)?.yield_ratio < 1.0).into())),
    ("other-sources-rise", |case| {
        Ok((land(case)?.other_sources_ratio > 1.0 && routes(case)?.other_sources_ratio > 1.0).into())
    }),
    ("delivery-falls", |case| Ok((land(case)?.delivered_ratio < 1.0 && routes(case)?.delivered_ratio < 1.0).into())),
    ("market-hardly-moves", market_hardly_moves),
    ("product-share", |case| Ok(contest(case).product_share_in_trafficking.into())),
    ("tripled-budget", tripled_budget),
    ("price-carries-the-expected-penalty", price_carries_the_expected_penalty),
    ("marginal-revenue-of-inelastic-demand", marginal_revenue_of_inelastic_demand),
];

const KG_PER_T: f64 = 1_000.0;

fn contest<'a>(case: &Case<'a>) -> &'a ContestParameters {
    &case.parameters().contest
}

/// The base with the share of produced cocaine rounded as in the independent solution.
fn rounded(case: &Case<'_>) -> Result<ContestParameters, Missing> {
    Ok(ContestParameters {
        product_share_in_trafficking: case.input("rounded_product_share")?,
        ..contest(case).clone()
    })
}

/// Support added to the base, as shares of the source state's bills.
fn support(p: &ContestParameters, land: f64, routes: f64) -> OutsideSupport {
    let base = OutsideSupport::at_base(p);
    OutsideSupport { land_cost_share: base.land_cost_share + land, route_cost_share: base.route_cost_share + routes }
}

fn land(case: &Case<'_>) -> Result<ContestOutcome, Missing> {
    Ok(solve(contest(case), support(contest(case), case.input("added_share")?, 0.0)))
}

fn routes(case: &Case<'_>) -> Result<ContestOutcome, Missing> {
    Ok(solve(contest(case), support(contest(case), 0.0, case.input("added_share")?)))
}

/// Ratio of the marginal costs when one parameter takes the quoted value.
fn ratio(case: &Case<'_>, value: &str, set: fn(&mut ContestParameters, f64)) -> Computed {
    let mut p = rounded(case)?;
    set(&mut p, case.input(value)?);
    Ok(marginal_costs(&p).ratio().into())
}

/// Whether the ratio falls as one parameter takes the quoted, rising values.
fn falls_along(case: &Case<'_>, values: &str, set: fn(&mut ContestParameters, f64)) -> Computed {
    let ratios = case.inputs(values)?.iter().map(|value| {
        let mut p = contest(case).clone();
        set(&mut p, *value);
        marginal_costs(&p).ratio()
    });
    let ratios: Vec<f64> = ratios.collect();
    Ok(ratios.windows(2).all(|pair| pair[1] < pair[0]).into())
}

fn spend(result: &ContestOutcome) -> f64 {
    result.outside_land_spend_usd_per_year + result.outside_route_spend_usd_per_year
}

/// Relative difference of both marginal costs between the closed form and differences of the exact solver.
fn closed_form_equals_exact_costs(case: &Case<'_>) -> Computed {
    let p = contest(case);
    let h = case.input("difference")?;
    let exact = |land: f64, routes: f64| {
        let (more, less) = (solve(p, support(p, land, routes)), solve(p, support(p, -land, -routes)));
        (spend(&more) - spend(&less)) / (less.consumption_t_per_year - more.consumption_t_per_year) / KG_PER_T
    };
    let closed = marginal_costs(p);
    Ok([exact(h, 0.0) / closed.eradication_usd_per_kg - 1.0, exact(0.0, h) / closed.interdiction_usd_per_kg - 1.0]
        .into())
}

/// Relative difference of the responses of price, other sources, land rent and route rent to a small push.
fn closed_form_equals_exact_response(case: &Case<'_>) -> Computed {
    let p = contest(case);
    let h = case.input("small_push")?;
    let policy = support(p, h, h);
    let (exact, closed) = (solve(p, policy), respond(p, policy.pressure(p)));
    Ok([
        exact.wholesale_price_ratio.ln() / closed.wholesale_price - 1.0,
        exact.other_sources_ratio.ln() / closed.other_sources - 1.0,
        exact.land_rent_ratio.ln() / closed.land_rent - 1.0,
        exact.route_rent_ratio.ln() / closed.route_rent - 1.0,
    ]
    .into())
}

/// Fall of consumption, in percent, when the outside share of the land contest's cost rises by half.
fn market_hardly_moves(case: &Case<'_>) -> Computed {
    let base = contest(case).world_consumption_t_per_year;
    Ok((100.0 * (1.0 - land(case)?.consumption_t_per_year / base)).into())
}

/// Fall of consumption, in percent, when the outside budget triples at an unchanged mix of shares.
fn tripled_budget(case: &Case<'_>) -> Computed {
    let p = contest(case);
    let base = OutsideSupport::at_base(p);
    // Both own costs fall by one factor, which leaves the mix of the two contests as it is.
    let at = |cheaper: f64| {
        let raised = |share: f64| 1.0 - (1.0 - share) * cheaper;
        solve(
            p,
            OutsideSupport {
                land_cost_share: raised(base.land_cost_share),
                route_cost_share: raised(base.route_cost_share),
            },
        )
    };
    let wanted = case.input("budget_factor")? * spend(&at(1.0));
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..f64::MANTISSA_DIGITS {
        let middle = 0.5 * (low + high);
        if spend(&at(middle)) > wanted { low = middle } else { high = middle }
    }
    Ok((100.0 * (1.0 - at(high).consumption_t_per_year / p.world_consumption_t_per_year)).into())
}

/// Rise of the break-even price per dollar of expected penalty.
fn price_carries_the_expected_penalty(case: &Case<'_>) -> Computed {
    let [unit_cost_usd, penalty_usd, seizure_odds, added] = case.array("seller")?;
    let risk = SellerRisk { unit_cost_usd, penalty_usd, seizure_odds };
    let harsher = SellerRisk { penalty_usd: penalty_usd + added, ..risk };
    Ok(((break_even_price_usd(harsher) - break_even_price_usd(risk)) / (seizure_odds * added)).into())
}

/// Negative: less of an inelastic good is worth more in all, so that suppression raises total spending.
fn marginal_revenue_of_inelastic_demand(case: &Case<'_>) -> Computed {
    let [price, elasticity] = case.array("inelastic_market")?;
    Ok(marginal_revenue_usd(price, elasticity).into())
}
