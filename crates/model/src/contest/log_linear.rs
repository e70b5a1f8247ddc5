//! Log-linear closed form of the contest model, and the marginal cost of removing one kilogram.
//!
//! With E = [b + eps_o (1-m)] / m the residual elasticity that faces the source country,
//!
//! ```text
//! P_f^ = [ eta a (1-q)/(2-q) eps_z + (1-eta) (1-h)/(2-h) eps_s ]
//!        / [ 1 - (1-E) ( eta a/(2-q) + (1-eta)/(2-h) ) ]
//! Q_T^ = -b P_f^      Q_o^ = eps_o P_f^      P_d^ = a [ (1-E) P_f^ + (1-q) eps_z ] / (2-q)
//! v_L^ = P_d^ / a     v_R^ = [ (1-E) P_f^ + (1-h) eps_s ] / (2-h)
//! ```
//!
//! Outside spending on a contest is M = O omega/(1-omega) q(1-q)/[q0(1-q0)], so with
//! d omega = (1-omega) d eps its change at the base is
//! `dM = O/(1-omega) eps + O omega/(1-omega) (1-2q) (v^ - eps)`. The marginal cost of a kilogram is
//! the sum of dM over both contests, divided by `b Q_T P_f^`. Same source and domain as the module.

use super::{ContestParameters, Pressure};

/// Kilograms in a tonne.
const KG_PER_T: f64 = 1_000.0;

/// First-order response to a pressure; each entry is a change of a logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogLinearResponse {
    /// Wholesale price, P_f.
    pub wholesale_price: f64,
    /// Cocaine reaching consumers, Q_T.
    pub consumption: f64,
    /// Supply of the other source countries, Q_o.
    pub other_sources: f64,
    /// Price of produced cocaine, P_d.
    pub product_price: f64,
    /// Rent of controlled land, v_L.
    pub land_rent: f64,
    /// Rent of controlled routes, v_R.
    pub route_rent: f64,
}

/// Response of the model at its base to a small pressure.
pub fn respond(p: &ContestParameters, pressure: Pressure) -> LogLinearResponse {
    let (q, h) = (p.land_held_by_producers, p.routes_held_by_traffickers);
    let (a, eta) = (p.land_share_in_production, p.product_share_in_trafficking);
    let (b, eps_o, m) = (p.wholesale_demand_elasticity, p.other_supply_elasticity, p.source_country_share);
    let residual = (b + eps_o * (1.0 - m)) / m;

    let push = eta * a * (1.0 - q) / (2.0 - q) * pressure.land + (1.0 - eta) * (1.0 - h) / (2.0 - h) * pressure.routes;
    let brake = 1.0 - (1.0 - residual) * (eta * a / (2.0 - q) + (1.0 - eta) / (2.0 - h));
    let price = push / brake;
    let land_rent = ((1.0 - residual) * price + (1.0 - q) * pressure.land) / (2.0 - q);
    LogLinearResponse {
        wholesale_price: price,
        consumption: -b * price,
        other_sources: eps_o * price,
        product_price: a * land_rent,
        land_rent,
        route_rent: ((1.0 - residual) * price + (1.0 - h) * pressure.routes) / (2.0 - h),
    }
}

/// Outside dollars per kilogram removed from the consumer market, at the margin of the base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginalCosts {
    /// By supporting eradication (the contest for land).
    pub eradication_usd_per_kg: f64,
    /// By supporting interdiction in the source country (the contest for routes).
    pub interdiction_usd_per_kg: f64,
}

impl MarginalCosts {
    /// How many times dearer a kilogram is by eradication; published 5.37 (JEBO) and 6.10 (working paper).
    pub fn ratio(&self) -> f64 {
        self.eradication_usd_per_kg / self.interdiction_usd_per_kg
    }
}

/// Marginal costs at the base of the parameters. The outsider's whole bill counts: support for one
/// contest moves the rents, and so the spending, in the other.
pub fn marginal_costs(p: &ContestParameters) -> MarginalCosts {
    MarginalCosts {
        eradication_usd_per_kg: marginal_cost(p, Pressure { land: 1.0, routes: 0.0 }),
        interdiction_usd_per_kg: marginal_cost(p, Pressure { land: 0.0, routes: 1.0 }),
    }
}

/// Outside dollars per kilogram removed by a unit of pressure.
fn marginal_cost(p: &ContestParameters, pressure: Pressure) -> f64 {
    let response = respond(p, pressure);
    let land = Contest {
        own_spend_usd: p.own_land_spend_usd_per_year,
        cost_share: p.land_cost_share_of_outsider,
        held_share: p.land_held_by_producers,
    };
    let routes = Contest {
        own_spend_usd: p.own_route_spend_usd_per_year,
        cost_share: p.route_cost_share_of_outsider,
        held_share: p.routes_held_by_traffickers,
    };
    let spend_usd = land.marginal_spend_usd(pressure.land, response.land_rent)
        + routes.marginal_spend_usd(pressure.routes, response.route_rent);
    spend_usd / (-response.consumption * p.world_consumption_t_per_year * KG_PER_T)
}

/// One of the two contests at the base.
struct Contest {
    own_spend_usd: f64,
    cost_share: f64,
    held_share: f64,
}

impl Contest {
    /// dM of the module documentation.
    fn marginal_spend_usd(&self, pressure: f64, rent_response: f64) -> f64 {
        let intensity = (1.0 - 2.0 * self.held_share) * (rent_response - pressure);
        self.own_spend_usd * (pressure + self.cost_share * intensity) / (1.0 - self.cost_share)
    }
}
