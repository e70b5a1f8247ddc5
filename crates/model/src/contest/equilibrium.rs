//! Exact solution of the contest model, in ratios to the base.
//!
//! ```text
//! q/(1-q) = q0/(1-q0) v_L e^-eps_z             h/(1-h) = h0/(1-h0) v_R e^-eps_s
//! P_d = v_L^a    Q_d = (q/q0) v_L^(1-a)        P_f = P_d^eta v_R^(1-eta)    Q_f = P_d Q_d / P_f
//! (i)  P_d Q_d = (h/h0) v_R                    (ii) m Q_f + (1-m) P_f^eps_o = P_f^-b
//! ```
//!
//! Since P_d Q_d = (q/q0) v_L, condition (i) is a quadratic in v_R for each v_L. What remains is one
//! unknown. Both sides of (ii) are monotone in v_L: with 0 < a, eta < 1 the supply side rises
//! (d ln Q_f / d ln v_L = (2-q)(1-h+eta)/(2-h) - a eta > 0) and demand falls, so bisection on ln v_L
//! finds the only solution and cannot fail.

use super::{ContestParameters, OutsideSupport, Pressure};

/// Halvings of the bracket; more than the bits of a double, so the root is exact to rounding.
const HALVINGS: usize = 80;
/// Doublings of the bracket before it is taken as wide enough (ln v_L up to 2^10).
const DOUBLINGS: usize = 10;

/// Equilibrium under a policy. Ratios are against the base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContestOutcome {
    /// Share of contested land held by producers, q.
    pub land_held_share: f64,
    /// Share of contested routes held by traffickers, h.
    pub routes_held_share: f64,
    /// Rent per unit of controlled land, v_L.
    pub land_rent_ratio: f64,
    /// Rent per unit of controlled routes, v_R.
    pub route_rent_ratio: f64,
    /// Cocaine produced in the source country, Q_d.
    pub produced_ratio: f64,
    /// Cocaine per controlled hectare, Q_d / (q L).
    pub yield_ratio: f64,
    /// Cocaine delivered by the source country, Q_f.
    pub delivered_ratio: f64,
    /// Supply of the other source countries, Q_o.
    pub other_sources_ratio: f64,
    /// Wholesale price, P_f.
    pub wholesale_price_ratio: f64,
    /// Cocaine reaching consumers, Q_T.
    pub consumption_t_per_year: f64,
    /// Outside state's spending on the contest for land.
    pub outside_land_spend_usd_per_year: f64,
    /// Outside state's spending on the contest for routes.
    pub outside_route_spend_usd_per_year: f64,
}

/// Solves the model for a policy of the outside state.
pub fn solve(p: &ContestParameters, support: OutsideSupport) -> ContestOutcome {
    let pressure = support.pressure(p);
    let log_rent = find_root(|x| excess_supply(p, pressure, x));
    let point = Point::at(p, pressure, log_rent);
    let largest = p.largest_cost_share_of_outsider;
    ContestOutcome {
        land_held_share: point.q,
        routes_held_share: point.h,
        land_rent_ratio: point.v_land,
        route_rent_ratio: point.v_route,
        produced_ratio: point.q / p.land_held_by_producers * point.v_land.powf(1.0 - p.land_share_in_production),
        yield_ratio: point.v_land.powf(1.0 - p.land_share_in_production),
        delivered_ratio: point.q_f,
        other_sources_ratio: point.p_f.powf(p.other_supply_elasticity),
        wholesale_price_ratio: point.p_f,
        consumption_t_per_year: p.world_consumption_t_per_year * point.p_f.powf(-p.wholesale_demand_elasticity),
        outside_land_spend_usd_per_year: outside_spend(
            p.own_land_spend_usd_per_year,
            support.land_cost_share.min(largest),
            contest_intensity(point.q) / contest_intensity(p.land_held_by_producers),
        ),
        outside_route_spend_usd_per_year: outside_spend(
            p.own_route_spend_usd_per_year,
            support.route_cost_share.min(largest),
            contest_intensity(point.h) / contest_intensity(p.routes_held_by_traffickers),
        ),
    }
}

/// Spending per unit of what is contested is proportional to q (1 - q).
pub(super) fn contest_intensity(share: f64) -> f64 {
    share * (1.0 - share)
}

/// The outsider pays omega / (1 - omega) dollars beside each own dollar of the source state.
fn outside_spend(own_spend_at_base: f64, cost_share: f64, intensity_ratio: f64) -> f64 {
    own_spend_at_base * cost_share / (1.0 - cost_share) * intensity_ratio
}

/// Everything that follows from the land rent.
struct Point {
    v_land: f64,
    v_route: f64,
    q: f64,
    h: f64,
    p_f: f64,
    q_f: f64,
}

impl Point {
    fn at(p: &ContestParameters, pressure: Pressure, log_rent: f64) -> Self {
        let (q0, h0) = (p.land_held_by_producers, p.routes_held_by_traffickers);
        let (a, eta) = (p.land_share_in_production, p.product_share_in_trafficking);
        let v_land = log_rent.exp();
        let q = share_of_odds(q0 / (1.0 - q0) * (log_rent - pressure.land).exp());
        let value = q / q0 * v_land;
        let k = h0 / (1.0 - h0) * (-pressure.routes).exp();
        let v_route = route_rent(k, h0 * value);
        let p_f = v_land.powf(a * eta) * v_route.powf(1.0 - eta);
        Self { v_land, v_route, q, h: share_of_odds(k * v_route), p_f, q_f: value / p_f }
    }
}

fn share_of_odds(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

/// Solves k v^2 / (1 + k v) = c for v > 0: condition (i) with c = h0 P_d Q_d.
fn route_rent(k: f64, c: f64) -> f64 {
    (c * k + (c * k * (c * k + 4.0)).sqrt()) / (2.0 * k)
}

/// Left less right side of (ii); rises with the land rent.
fn excess_supply(p: &ContestParameters, pressure: Pressure, log_rent: f64) -> f64 {
    let point = Point::at(p, pressure, log_rent);
    let m = p.source_country_share;
    m * point.q_f + (1.0 - m) * point.p_f.powf(p.other_supply_elasticity)
        - point.p_f.powf(-p.wholesale_demand_elasticity)
}

/// Bisection for the root of a rising function of a logarithm.
fn find_root(rising: impl Fn(f64) -> f64) -> f64 {
    let mut width: f64 = 1.0;
    for _ in 0..DOUBLINGS {
        if rising(-width) < 0.0 && rising(width) > 0.0 {
            break;
        }
        width *= 2.0;
    }
    let (mut low, mut high) = (-width, width);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if rising(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}
