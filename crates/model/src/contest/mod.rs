//! Contest model of source-country supply control: land, routes, production, trafficking, market.
//!
//! What it represents: producers and a source state contest land, traffickers and the state contest
//! routes; an outside state pays a share of the state's costs. The model answers in closed form what
//! one more dollar of each kind of outside support removes from the consumer market, and serves as
//! an analytic cross-check of the network simulation. Equations:
//!
//! ```text
//! land held by producers   q = phi (1-omega) v_L / [phi (1-omega) v_L + c1]
//! routes held              h = gamma (1-Omega) v_R / [gamma (1-Omega) v_R + c2]
//! state spending on land   q (1-q) c1 L / (1-omega)              routes alike with h and K
//! produced cocaine         Q_d = A (q L)^a r^(1-a)          =>   P_d  ~  v_L^a
//! delivered cocaine        Q_f = B Q_d^eta (h K)^(1-eta)    =>   P_f  ~  P_d^eta v_R^(1-eta)
//! other sources            Q_o ~ P_f^eps_o        demand   Q_T ~ P_f^-b      Q_f + Q_o = Q_T
//! ```
//!
//! v_L, v_R are rents per unit of controlled land and routes; omega, Omega are the outsider's shares
//! of the bill. All solving is in ratios to the base (hats), see `equilibrium` and `log_linear`.
//!
//! Sources: derived for this project in the class of Mejia & Restrepo 2016 (JEBO 126) and Grossman &
//! Mejia 2008; it is *not* their calibration. Their ratio of marginal costs, 5.37 (6.10 in the
//! working paper), is the yardstick. Domain: comparative statics around the base; no time. Known
//! limits: levels of the marginal costs scale with demand elasticity, spending and market size and
//! mean little; the ratio is robust. `becker` holds the price rule of Becker, Murphy & Grossman 2006.

pub mod becker;
pub mod equilibrium;
pub mod log_linear;
#[cfg(test)]
mod tests;

pub use equilibrium::{ContestOutcome, solve};
pub use log_linear::{LogLinearResponse, MarginalCosts, marginal_costs, respond};

parameters! {
    /// Parameters of the contest module: the base around which it is solved.
    ContestParameters in "contest" {
        /// Share of contested land held by producers at base, q0.
        land_held_by_producers: "share",
        /// Share of contested routes held by traffickers at base, h0.
        routes_held_by_traffickers: "share",
        /// Land's share in the value of produced cocaine, a.
        land_share_in_production: "share",
        /// Share of produced cocaine in the value of delivered cocaine, eta.
        product_share_in_trafficking: "share",
        /// Elasticity of wholesale demand, positive by convention, b.
        wholesale_demand_elasticity: "1",
        /// Supply elasticity of the other source countries, eps_o.
        other_supply_elasticity: "1",
        /// Share of the source country in world supply, m.
        source_country_share: "share",
        /// Cocaine reaching consumers, Q_T.
        world_consumption_t_per_year: "t/year",
        /// Source state's own spending on the contest for land.
        own_land_spend_usd_per_year: "USD/year",
        /// Source state's own spending on the contest for routes.
        own_route_spend_usd_per_year: "USD/year",
        /// Share of the land contest's cost paid by the outside state, omega.
        land_cost_share_of_outsider: "share",
        /// Share of the route contest's cost paid by the outside state, Omega.
        route_cost_share_of_outsider: "share",
        /// Largest cost share that the outside state can pay.
        largest_cost_share_of_outsider: "share",
    }
}

/// Policy of the outside state: the shares of the source state's bills that it pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutsideSupport {
    /// Share of the land contest's cost (eradication), omega.
    pub land_cost_share: f64,
    /// Share of the route contest's cost (interdiction), Omega.
    pub route_cost_share: f64,
}

impl OutsideSupport {
    /// The support at base.
    pub fn at_base(p: &ContestParameters) -> Self {
        Self { land_cost_share: p.land_cost_share_of_outsider, route_cost_share: p.route_cost_share_of_outsider }
    }

    /// Pressure on land and routes: how much cheaper, in logs, the contest is for the source state.
    pub fn pressure(&self, p: &ContestParameters) -> Pressure {
        let cheaper = |share: f64, base: f64| ((1.0 - base) / (1.0 - share.min(p.largest_cost_share_of_outsider))).ln();
        Pressure {
            land: cheaper(self.land_cost_share, p.land_cost_share_of_outsider),
            routes: cheaper(self.route_cost_share, p.route_cost_share_of_outsider),
        }
    }
}

/// Log fall of the source state's own unit cost in the two contests, against the base.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Pressure {
    /// In the contest for land, eps_z = -d ln(1 - omega).
    pub land: f64,
    /// In the contest for routes, eps_s = -d ln(1 - Omega).
    pub routes: f64,
}
