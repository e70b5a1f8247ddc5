//! Trafficking: value flows up the network, volume flows down, shares follow value.
//!
//! ```text
//! relative value   rel_e = v_to (1 - r_e)/(1 - r_e0) (C_e0/C_e)^s_e           r = perceived loss share, C = cost and risk compensation
//! route shares     w_e   = w_e0 o_e rel_e^beta / sum over routes out of the place
//! upstream value   v_i   = ( sum_e w_e0 rel_e^beta )^(1/beta)                 backward sweep, markets to laboratories: for choice
//! dollar value     ln u_i = sum_e share_e [ ln u_to + omega_e ln((1 - r_e)/(1 - r_e0)) - c_e ln(C'_e/C'_e0) ]   for price and planting
//!                  omega_e = price where a kilogram is lost / price in its market;  c_e = cost of the route / the same
//! inertia          share = h share + (1 - h) w                                volume can move only so fast
//! volume           F_e   = share_e * what reached the place                   forward sweep, layer by layer
//! perceived loss   r     = (L + k V0 r0) / (V + k V0)                         L, V: losses and volume remembered over 13 months
//! ```
//! The form is the calibrated-share recursive logit with multiplicative errors (Fosgerau, Frejinger
//! & Karlstrom 2013; Fosgerau & Bierlaire 2009) on a Markovian assignment (Akamatsu 1996; Baillon &
//! Cominetti 2008); constants from the coupling prototype (grade D). The prior and the 13-month
//! memory are NarcoLogic's (Magliocca et al. 2019); `o_e` is their expansion and consolidation: an
//! organisation whose losses exceed its tolerance spreads over routes in proportion to their
//! capacity. beta -> infinity is Dell's (2015) shortest path; the congestion term her Wardrop version.
//!
//! Where what stands: the order of the sweeps in `network`, `rel_e` and `v_i` in `value`, `w_e` and inertia in
//! `shares`, `F_e` in `volume`, `r` and the organisations in `memory`, calibration in `baseline`.
//!
//! Splitting a route or a place into identical halves changes nothing: shares, capacities and
//! remembered volumes halve together, and no term counts routes.

mod baseline;
mod memory;
mod network;
mod parameters;
mod shares;
mod value;
mod volume;

pub use baseline::TraffickingBaseline;
pub use network::{LoopError, Network};
pub use parameters::TraffickingParameters;

use crate::interdiction::{InterdictionBaseline, Pools, Pursued, Seizures};
use crate::random::Stream;
use crate::world::{Mode, World};

/// How routes are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteChoice {
    /// Calibrated shares with finite exponent (default).
    CalibratedShare,
    /// All-or-nothing choice of the best route, slowed by inertia.
    ShortestPath,
    /// Calibrated shares with congestion.
    Congested,
    /// Traffickers do not react: baseline shares for ever.
    Fixed,
}

/// State of trafficking.
#[derive(Clone, Debug)]
pub struct TraffickingState {
    /// Share of each route in what leaves its place.
    pub share: Vec<f64>,
    /// Losses remembered by route.
    pub remembered_losses_kg: Vec<f64>,
    /// Volume remembered by route.
    pub remembered_volume_kg: Vec<f64>,
    /// Spread of each organisation over its routes, 0 in the baseline.
    pub openness: Vec<f64>,
    /// Volume of last month, for congestion.
    pub flow_kg: Vec<f64>,
}

/// What trafficking reads in a month.
#[derive(Clone, Debug)]
pub struct TraffickingInputs {
    /// Product leaving the laboratories, by region.
    pub processed_kg: Vec<f64>,
    /// Wholesale price over its baseline, by market.
    pub market_value_index: Vec<f64>,
    /// Lethal strikes on vessels per 100 baseline consignments, by corridor.
    pub lethal_pressure: Vec<f64>,
}

/// What set out and was seized in a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Passage {
    /// Volume that set out.
    pub flow_kg: f64,
    /// Seized.
    pub seized_kg: f64,
    /// Consignments seized.
    pub consignments: f64,
}

/// What trafficking reports for a month.
#[derive(Clone, Debug)]
pub struct TraffickingOutputs {
    /// Volume that set out, by route.
    pub flow_kg: Vec<f64>,
    /// Seized, by route.
    pub seized_kg: Vec<f64>,
    /// Lost in transit, by route.
    pub lost_kg: Vec<f64>,
    /// Reached each market.
    pub arrivals_kg: Vec<f64>,
    /// Value index at each place (1 in the baseline), losses and costs counted in dollars where they fall.
    pub value_index: Vec<f64>,
    /// Cost of supply in each market over the baseline's; 1 unless price is the cost of supply.
    pub supply_cost_index: Vec<f64>,
    /// What went by each corridor and mode: the modes of the first corridor, of the second, ...
    pub passages: Vec<Passage>,
    /// What went by sea and air, by corridor.
    pub pursued: Pursued,
    /// Volume that set out, by pool.
    pub pool_flow_kg: Vec<f64>,
    /// Seized, by pool.
    pub pool_seized_kg: Vec<f64>,
    at_place_kg: Vec<f64>,
    cost_at_place: Vec<f64>,
    seizures: Seizures,
    value_log: Vec<f64>,
    /// Share that gets through over the baseline's, by route.
    survival_ratio: Vec<f64>,
    /// Cost over the baseline's, by route.
    cost_ratio: Vec<f64>,
    /// Cost that counts in what a kilogram is worth upstream, over the baseline's, by route.
    priced_cost_ratio: Vec<f64>,
    /// Log of what the route does to value over the baseline's, in the choice of routes.
    route_log: Vec<f64>,
    /// The same in dollars.
    dollar_log: Vec<f64>,
    /// Relative value to the exponent of choice, over the best route's, by route.
    attraction: Vec<f64>,
    /// Log of what the routes out of a place gain over its best one, by stop.
    gain_log: Vec<f64>,
    /// Factor of an organisation's spread on the weight of its routes.
    spread: Vec<f64>,
}

impl TraffickingOutputs {
    /// Room for a world and its pools.
    #[must_use]
    pub fn new(world: &World, pools: &Pools) -> Self {
        let routes = || vec![0.0; world.routes.len()];
        Self {
            flow_kg: routes(),
            seized_kg: routes(),
            lost_kg: routes(),
            arrivals_kg: vec![0.0; world.markets.len()],
            value_index: vec![1.0; world.places.len()],
            supply_cost_index: vec![1.0; world.markets.len()],
            passages: vec![Passage::default(); world.corridors.len() * Mode::ALL.len()],
            pursued: Pursued::new(world.corridors.len()),
            at_place_kg: vec![0.0; world.places.len()],
            cost_at_place: vec![0.0; world.places.len()],
            pool_flow_kg: vec![0.0; pools.pools.len()],
            pool_seized_kg: vec![0.0; pools.pools.len()],
            seizures: Seizures::new(pools.pools.len()),
            value_log: vec![0.0; world.places.len()],
            survival_ratio: routes(),
            cost_ratio: routes(),
            priced_cost_ratio: routes(),
            route_log: routes(),
            dollar_log: routes(),
            attraction: routes(),
            gain_log: vec![0.0; world.places.len()],
            spread: routes(),
        }
    }
}

impl TraffickingOutputs {
    /// Value index at a place in the choice of routes: percent for percent.
    #[must_use]
    pub fn choice_value_index(&self, place: usize) -> f64 {
        self.value_log[place].exp()
    }
}

impl TraffickingState {
    /// The baseline's state.
    #[must_use]
    pub fn new(p: &TraffickingParameters, baseline: &TraffickingBaseline) -> Self {
        // A memory that keeps 1 - 1/T of itself each month holds T months in the long run.
        let remembered = |kg: &Vec<f64>| kg.iter().map(|kg| kg * p.loss_memory_months).collect();
        Self {
            share: baseline.terms.share.clone(),
            remembered_losses_kg: remembered(&baseline.seized_kg),
            remembered_volume_kg: remembered(&baseline.flow_kg),
            openness: vec![0.0; baseline.organisation_loss.len()],
            flow_kg: baseline.flow_kg.clone(),
        }
    }

    /// Loss share that traffickers expect on a route.
    #[must_use]
    pub fn perceived_loss_share(&self, p: &TraffickingParameters, baseline: &TraffickingBaseline, route: usize) -> f64 {
        let prior_kg = p.prior_months * baseline.terms.flow_kg[route];
        memory::perceived_loss_share(
            self.remembered_losses_kg[route],
            self.remembered_volume_kg[route],
            prior_kg,
            baseline.terms.loss_share[route],
        )
    }
}

/// The parts of a month that trafficking needs beside its inputs.
#[derive(Clone, Copy, Debug)]
pub struct Sweep<'a> {
    /// World.
    pub world: &'a World,
    /// Network.
    pub network: &'a Network,
    /// Pools.
    pub pools: &'a Pools,
    /// Route choice.
    pub choice: RouteChoice,
    /// Whether the cost of supply is carried to the markets.
    pub carries_cost: bool,
    /// Interdiction at rest (consignment sizes).
    pub interdiction: &'a InterdictionBaseline,
    /// Expected share seized by pool.
    pub loss_share: &'a [f64],
    /// Factor of the month's swing on pursued loss shares, by corridor.
    pub swing_factor: &'a [f64],
    /// Random draws and month; none for expected values.
    pub stream: Option<(Stream, u16)>,
}

/// One month of trafficking.
pub fn step(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    value::weigh_routes(p, sweep, baseline, state, inputs, outputs);
    value::value_upstream(p, sweep, baseline, inputs, outputs);
    value::dollars_upstream(sweep, state, inputs, outputs);
    if sweep.choice != RouteChoice::Fixed {
        shares::shift_shares(p, sweep, baseline, state, outputs);
    }
    volume::volume_downstream(sweep, baseline, state, inputs, outputs);
    if sweep.carries_cost {
        volume::cost_downstream(sweep, outputs);
    }
    memory::remember(p, sweep, baseline, state, outputs);
}
