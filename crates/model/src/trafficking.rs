//! Trafficking: value flows up the network, volume flows down, shares follow value.
//!
//! ```text
//! relative value   rel_e = v_to (1 - r_e)/(1 - r_e0) (C_e0/C_e)^s_e           r = perceived loss share, C = cost and risk compensation
//! route shares     w_e   = w_e0 o_e rel_e^beta / sum over routes out of the place
//! upstream value   v_i   = ( sum_e w_e0 rel_e^beta )^(1/beta)                 backward sweep, markets to laboratories
//! inertia          share = h share + (1 - h) w                                volume can move only so fast
//! volume           F_e   = share_e * what reached the place                   forward sweep, leg by leg
//! perceived loss   r     = (L + k V0 r0) / (V + k V0)                         L, V: losses and volume remembered over 13 months
//! ```
//! The form is the calibrated-share recursive logit with multiplicative errors (Fosgerau, Frejinger
//! & Karlstrom 2013; Fosgerau & Bierlaire 2009) on a Markovian assignment (Akamatsu 1996; Baillon &
//! Cominetti 2008); constants from the coupling prototype (grade D). The prior and the 13-month
//! memory are NarcoLogic's (Magliocca et al. 2019); `o_e` is their expansion and consolidation: an
//! organisation whose losses exceed its tolerance spreads over routes in proportion to their
//! capacity. beta -> infinity is Dell's (2015) shortest path; the congestion term her Wardrop version.
//!
//! Splitting a route or a place into identical halves changes nothing: shares, capacities and
//! remembered volumes halve together, and no term counts routes.

pub mod alone;

pub use alone::{INPUTS, run_alone};

use crate::interdiction::{InterdictionBaseline, Pools, Pursued, Shipment};
use crate::random::Stream;
use crate::world::{Route, World};
use std::ops::Range;

parameters! {
    /// Parameters of the trafficking module.
    TraffickingParameters in "trafficking" {
        /// Exponent of relative value in route shares.
        route_choice_exponent: "1",
        /// Exponent that stands for all-or-nothing choice of the best route.
        shortest_path_exponent: "1",
        /// Share of last month's route shares that stays.
        share_inertia_per_month: "share",
        /// Memory for losses.
        loss_memory_months: "month",
        /// Weight of the prior, in months of baseline volume.
        prior_months: "month",
        /// Share of a route's cost that is compensation for risk.
        risk_compensation_share: "share",
        /// Rise of cost per lethal strike on vessels and 100 consignments in a corridor.
        lethal_deterrence: "1",
        /// Speed at which an organisation spreads or narrows its routes.
        openness_adjustment_per_month: "1",
        /// How far full spreading flattens shares towards capacity, as an exponent.
        openness_strength: "1",
        /// Congestion cost at full capacity.
        congestion_cost_share: "1",
        /// Exponent of the congestion cost.
        congestion_exponent: "1",
    }
}

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

/// What the sweeps read of a route, packed together.
#[derive(Clone, Copy, Debug)]
struct Link {
    to: usize,
    corridor: usize,
    organisation: usize,
    vessel: bool,
    pursued: bool,
}

/// A place and the routes out of it.
#[derive(Clone, Debug)]
struct Stop {
    place: usize,
    routes: Range<usize>,
}

/// The network of a world whose routes lie in the order of the sweeps, so that a month reads memory
/// from front to back.
#[derive(Clone, Debug)]
pub struct Network {
    /// Places with routes out of them, sources first.
    stops: Vec<Stop>,
    /// Stops of each leg.
    legs: Vec<Range<usize>>,
    /// The routes.
    links: Vec<Link>,
    /// Leg of each route.
    pub leg_of_route: Vec<usize>,
}

/// A place that lies on a loop, or is unreachable; found while the network is built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("place number {0} lies on a loop of routes")]
pub struct LoopError(pub usize);

impl Network {
    /// Puts a world's routes in the order of the sweeps: leg by leg (longest path from a source), and
    /// within a leg by the place they leave.
    ///
    /// # Errors
    /// A [`LoopError`] naming a place on a cycle.
    pub fn new(world: &mut World) -> Result<Self, LoopError> {
        let leg_of_place = Self::leg_of_places(world)?;
        world.routes.sort_by_key(|route| (leg_of_place[route.from], route.from));
        let leg_of_route: Vec<usize> = world.routes.iter().map(|route| leg_of_place[route.from]).collect();
        let mut stops: Vec<Stop> = Vec::new();
        let mut legs: Vec<Range<usize>> = Vec::new();
        for (number, (route, &leg)) in world.routes.iter().zip(&leg_of_route).enumerate() {
            match stops.last_mut().filter(|stop| stop.place == route.from) {
                Some(stop) => stop.routes.end = number + 1,
                None => stops.push(Stop { place: route.from, routes: number..number + 1 }),
            }
            // A leg without routes out of it holds no stops.
            legs.resize(leg + 1, stops.len() - 1..stops.len() - 1);
            legs[leg].end = stops.len();
        }
        let links = world.routes.iter().map(Link::new).collect();
        Ok(Self { stops, legs, links, leg_of_route })
    }

    /// Longest path from a source to each place.
    pub(crate) fn leg_of_places(world: &World) -> Result<Vec<usize>, LoopError> {
        let places = world.places.len();
        let mut routes_out = vec![Vec::new(); places];
        let mut waiting = vec![0usize; places];
        for route in &world.routes {
            routes_out[route.from].push(route.to);
            waiting[route.to] += 1;
        }
        let mut leg = vec![0; places];
        let mut ready: Vec<usize> = (0..places).filter(|&place| waiting[place] == 0).collect();
        let mut done = 0;
        while let Some(place) = ready.pop() {
            done += 1;
            for &to in &routes_out[place] {
                leg[to] = leg[to].max(leg[place] + 1);
                waiting[to] -= 1;
                if waiting[to] == 0 {
                    ready.push(to);
                }
            }
        }
        if done < places {
            let stuck = (0..places).find(|&place| waiting[place] > 0).unwrap_or(0);
            return Err(LoopError(stuck));
        }
        Ok(leg)
    }
}

impl Link {
    fn new(route: &Route) -> Self {
        Self {
            to: route.to,
            corridor: route.corridor,
            organisation: route.organisation,
            vessel: route.mode.is_vessel(),
            pursued: route.mode.is_pursued(),
        }
    }
}

/// Calibrated starting point of trafficking for one parameter draw.
#[derive(Clone, Debug)]
pub struct TraffickingBaseline {
    /// What the sweeps read of each route.
    terms: Vec<RouteTerms>,
    /// Volume by route.
    pub flow_kg: Vec<f64>,
    /// Seized by route.
    pub seized_kg: Vec<f64>,
    /// Reaching each market.
    pub arrivals_kg: Vec<f64>,
    /// What goes by sea and air, by corridor.
    pub pursued: Pursued,
    /// Losses over flow by organisation.
    organisation_loss: Vec<f64>,
    in_transit_loss_share: f64,
}

/// The baseline of one route, packed together.
#[derive(Clone, Copy, Debug)]
struct RouteTerms {
    /// Share in what leaves its place.
    share: f64,
    /// Loss share.
    loss_share: f64,
    /// One over the share that gets through.
    survival_inverse: f64,
    /// One over the loss share; 0 where nothing is lost.
    loss_inverse: f64,
    /// Share of operating cost and risk compensation in the value at the next place.
    cost_share: f64,
    /// Capacity.
    capacity_kg: f64,
    /// Volume.
    flow_kg: f64,
    /// Log of capacity over volume; 0 where nothing flows.
    room_log: f64,
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
    /// Value index at each place (1 in the baseline).
    pub value_index: Vec<f64>,
    /// Consignments seized, by corridor.
    pub consignments_seized: Vec<f64>,
    /// What went by sea and air, by corridor.
    pub pursued: Pursued,
    /// Volume that set out, by pool.
    pub pool_flow_kg: Vec<f64>,
    /// Seized, by pool.
    pub pool_seized_kg: Vec<f64>,
    at_place_kg: Vec<f64>,
    pool_share: Vec<f64>,
    value_log: Vec<f64>,
    survival_log: Vec<f64>,
    cost_log: Vec<f64>,
    /// Relative value to the exponent of choice, over the best route's, by route.
    attraction: Vec<f64>,
    organisation_losses_kg: Vec<f64>,
    organisation_volume_kg: Vec<f64>,
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
            consignments_seized: vec![0.0; world.corridors.len()],
            pursued: Pursued::new(world.corridors.len()),
            at_place_kg: vec![0.0; world.places.len()],
            pool_flow_kg: vec![0.0; pools.pools.len()],
            pool_seized_kg: vec![0.0; pools.pools.len()],
            pool_share: vec![0.0; pools.pools.len()],
            value_log: vec![0.0; world.places.len()],
            survival_log: routes(),
            cost_log: routes(),
            attraction: routes(),
            organisation_losses_kg: vec![0.0; world.organisations.len()],
            organisation_volume_kg: vec![0.0; world.organisations.len()],
        }
    }
}

impl TraffickingBaseline {
    /// Calibrates the network: flows from production and shares, costs from the price gradient.
    #[must_use]
    pub fn new(world: &World, network: &Network, processed_kg: &[f64], in_transit_loss_share: f64) -> Self {
        let routes = &world.routes;
        let mut baseline = Self {
            terms: routes.iter().map(|route| RouteTerms::new(world, route)).collect(),
            flow_kg: vec![0.0; routes.len()],
            seized_kg: vec![0.0; routes.len()],
            arrivals_kg: vec![0.0; world.markets.len()],
            pursued: Pursued::new(world.corridors.len()),
            organisation_loss: vec![0.0; world.organisations.len()],
            in_transit_loss_share,
        };
        baseline.sweep(world, network, processed_kg);
        for (terms, &flow) in baseline.terms.iter_mut().zip(&baseline.flow_kg) {
            terms.flow_kg = flow;
            terms.room_log = if flow > 0.0 { (terms.capacity_kg / flow).ln() } else { 0.0 };
        }
        baseline
    }

    /// Puts other shares, by route, in the place of the calibrated ones. With [`RouteChoice::Fixed`]
    /// they are kept for a whole run: traffickers who have settled on routes and no longer react.
    pub fn settle_on(&mut self, shares: &[f64]) {
        for (terms, &share) in self.terms.iter_mut().zip(shares) {
            terms.share = share;
        }
    }

    fn sweep(&mut self, world: &World, network: &Network, processed_kg: &[f64]) {
        let mut at_place = vec![0.0; world.places.len()];
        for (region, &kilograms) in world.regions.iter().zip(processed_kg) {
            at_place[region.place] += kilograms;
        }
        for stop in &network.stops {
            for route in stop.routes.clone() {
                let flow = at_place[stop.place] * self.terms[route].share;
                let seized = flow * self.terms[route].loss_share;
                self.flow_kg[route] = flow;
                self.seized_kg[route] = seized;
                at_place[network.links[route].to] += (flow - seized) * (1.0 - self.in_transit_loss_share);
            }
        }
        for (market, arrivals) in world.markets.iter().zip(&mut self.arrivals_kg) {
            *arrivals = at_place[market.place];
        }
        let mut flow = vec![0.0; self.organisation_loss.len()];
        for (route, spec) in world.routes.iter().enumerate() {
            flow[spec.organisation] += self.flow_kg[route];
            self.organisation_loss[spec.organisation] += self.seized_kg[route];
        }
        for (loss, flow) in self.organisation_loss.iter_mut().zip(flow) {
            *loss = if flow > 0.0 { *loss / flow } else { 0.0 };
        }
        for (route, link) in network.links.iter().enumerate().filter(|(_, link)| link.pursued) {
            self.pursued.flow_kg[link.corridor] += self.flow_kg[route];
            self.pursued.seized_kg[link.corridor] += self.seized_kg[route];
        }
    }
}

impl RouteTerms {
    fn new(world: &World, route: &Route) -> Self {
        let next = world.places[route.to].price_usd_per_kg * (1.0 - route.loss_share);
        Self {
            share: route.share,
            loss_share: route.loss_share,
            survival_inverse: 1.0 / (1.0 - route.loss_share),
            loss_inverse: if route.loss_share > 0.0 { 1.0 / route.loss_share } else { 0.0 },
            cost_share: ((next - world.places[route.from].price_usd_per_kg) / next).clamp(0.0, 1.0),
            capacity_kg: route.capacity_kg_per_month,
            flow_kg: 0.0,
            room_log: 0.0,
        }
    }

    /// Loss share that traffickers expect after what they remember.
    fn perceived_loss_share(&self, p: &TraffickingParameters, remembered_losses_kg: f64, remembered_volume_kg: f64) -> f64 {
        let prior = p.prior_months * self.flow_kg;
        let volume = remembered_volume_kg + prior;
        if volume > 0.0 { (remembered_losses_kg + prior * self.loss_share) / volume } else { self.loss_share }
    }

    /// Operating cost and risk compensation per kilogram over the baseline's, before congestion.
    fn operating_cost_ratio(&self, p: &TraffickingParameters, perceived: f64, lethal_pressure: f64) -> f64 {
        let risk = if self.loss_inverse > 0.0 { perceived * self.loss_inverse } else { 1.0 };
        1.0 + p.risk_compensation_share * (risk - 1.0) + p.lethal_deterrence * lethal_pressure
    }

    /// Congestion cost of carrying `flow_kg` over the baseline's.
    fn congestion_ratio(&self, p: &TraffickingParameters, flow_kg: f64) -> f64 {
        let crowding = |kg: f64| 1.0 + p.congestion_cost_share * (kg / self.capacity_kg).powf(p.congestion_exponent);
        crowding(flow_kg) / crowding(self.flow_kg)
    }

    /// Expansion flattens shares towards capacity: o = (capacity / baseline flow)^(strength x openness).
    fn spread(&self, p: &TraffickingParameters, openness: f64) -> f64 {
        if openness == 0.0 { 1.0 } else { (p.openness_strength * openness * self.room_log).exp() }
    }
}

impl TraffickingState {
    /// The baseline's state.
    #[must_use]
    pub fn new(p: &TraffickingParameters, baseline: &TraffickingBaseline) -> Self {
        // A memory that keeps 1 - 1/T of itself each month holds T months in the long run.
        let remembered = |kg: &Vec<f64>| kg.iter().map(|kg| kg * p.loss_memory_months).collect();
        Self {
            share: baseline.terms.iter().map(|terms| terms.share).collect(),
            remembered_losses_kg: remembered(&baseline.seized_kg),
            remembered_volume_kg: remembered(&baseline.flow_kg),
            openness: vec![0.0; baseline.organisation_loss.len()],
            flow_kg: baseline.flow_kg.clone(),
        }
    }

    /// Loss share that traffickers expect on a route.
    #[must_use]
    pub fn perceived_loss_share(&self, p: &TraffickingParameters, baseline: &TraffickingBaseline, route: usize) -> f64 {
        baseline.terms[route].perceived_loss_share(p, self.remembered_losses_kg[route], self.remembered_volume_kg[route])
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
    weigh_routes(p, sweep, baseline, state, inputs, outputs);
    value_upstream(p, sweep, baseline, inputs, outputs);
    if sweep.choice != RouteChoice::Fixed {
        shift_shares(p, sweep, baseline, state, outputs);
    }
    volume_downstream(sweep, baseline, state, inputs, outputs);
    remember(p, sweep, baseline, state, outputs);
}

/// Log of what each route does to value: survival and cost over their baselines.
fn weigh_routes(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let remembered = state.remembered_losses_kg.iter().zip(&state.remembered_volume_kg);
    let ratios = outputs.survival_log.iter_mut().zip(&mut outputs.cost_log);
    for (((link, terms), (losses, volume)), (survival, cost)) in sweep.network.links.iter().zip(&baseline.terms).zip(remembered).zip(ratios) {
        let perceived = terms.perceived_loss_share(p, *losses, *volume);
        let lethal = if link.vessel { inputs.lethal_pressure[link.corridor] } else { 0.0 };
        *survival = (1.0 - perceived) * terms.survival_inverse;
        *cost = terms.operating_cost_ratio(p, perceived, lethal);
    }
    if sweep.choice == RouteChoice::Congested {
        for ((cost, terms), flow) in outputs.cost_log.iter_mut().zip(&baseline.terms).zip(&state.flow_kg) {
            *cost *= terms.congestion_ratio(p, *flow);
        }
    }
    // One function over one array at a time keeps the processor's pipeline full.
    outputs.survival_log.iter_mut().for_each(|ratio| *ratio = ratio.ln());
    outputs.cost_log.iter_mut().for_each(|ratio| *ratio = ratio.ln());
}

fn value_upstream(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let exponent = choice_exponent(p, sweep.choice);
    for (market, &value) in sweep.world.markets.iter().zip(&inputs.market_value_index) {
        outputs.value_index[market.place] = value;
        outputs.value_log[market.place] = value.ln();
    }
    for Stop { place, routes } in sweep.network.stops.iter().rev() {
        // Slices of one length let the compiler drop the bounds checks of the inner loops.
        let count = routes.len();
        let links = &sweep.network.links[routes.start..][..count];
        let terms = &baseline.terms[routes.start..][..count];
        let survival_log = &outputs.survival_log[routes.start..][..count];
        let cost_log = &outputs.cost_log[routes.start..][..count];
        let attraction = &mut outputs.attraction[routes.start..][..count];
        let mut best = f64::NEG_INFINITY;
        for k in 0..count {
            let log = outputs.value_log[links[k].to] + survival_log[k] - terms[k].cost_share * cost_log[k];
            attraction[k] = log;
            best = if log > best { log } else { best };
        }
        // The best route is the yardstick, so that a large exponent cannot overflow.
        let mut total = 0.0;
        for (attraction, terms) in attraction.iter_mut().zip(terms) {
            let behind = *attraction - best;
            *attraction = if behind == 0.0 { 1.0 } else { (exponent * behind).exp() };
            total += terms.share * *attraction;
        }
        outputs.value_log[*place] = best + total.ln() / exponent;
        outputs.value_index[*place] = outputs.value_log[*place].exp();
    }
}

/// Exponent of relative value in the choice in force; without a choice the mean at fixed shares.
fn choice_exponent(p: &TraffickingParameters, choice: RouteChoice) -> f64 {
    match choice {
        RouteChoice::CalibratedShare | RouteChoice::Congested => p.route_choice_exponent,
        RouteChoice::ShortestPath => p.shortest_path_exponent,
        RouteChoice::Fixed => 1.0,
    }
}

fn shift_shares(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    outputs: &mut TraffickingOutputs,
) {
    for Stop { routes, .. } in sweep.network.stops.iter().filter(|stop| stop.routes.len() > 1) {
        let weights = &mut outputs.attraction[routes.clone()];
        let (links, terms) = (&sweep.network.links[routes.clone()], &baseline.terms[routes.clone()]);
        let mut total = 0.0;
        for ((weight, link), terms) in weights.iter_mut().zip(links).zip(terms) {
            *weight *= terms.share * terms.spread(p, state.openness[link.organisation]);
            total += *weight;
        }
        if total <= 0.0 {
            continue;
        }
        let moved = (1.0 - p.share_inertia_per_month) / total;
        for (share, weight) in state.share[routes.clone()].iter_mut().zip(weights) {
            *share = p.share_inertia_per_month * *share + moved * *weight;
        }
    }
}

fn volume_downstream(
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    inputs: &TraffickingInputs,
    outputs: &mut TraffickingOutputs,
) {
    let world = sweep.world;
    outputs.at_place_kg.fill(0.0);
    outputs.pool_flow_kg.fill(0.0);
    outputs.consignments_seized.fill(0.0);
    for (region, &kilograms) in world.regions.iter().zip(&inputs.processed_kg) {
        outputs.at_place_kg[region.place] += kilograms;
    }
    for (leg, stops) in sweep.network.legs.iter().enumerate() {
        let stops = &sweep.network.stops[stops.clone()];
        for Stop { place, routes } in stops {
            let waiting = outputs.at_place_kg[*place];
            let (share, pools) = (&state.share[routes.clone()], &sweep.pools.of_route[routes.clone()]);
            for ((flow, share), pool) in outputs.flow_kg[routes.clone()].iter_mut().zip(share).zip(pools) {
                *flow = waiting * share;
                outputs.pool_flow_kg[*pool] += *flow;
            }
        }
        draw_leg(sweep, leg, outputs);
        for Stop { routes, .. } in stops {
            let count = routes.len();
            let links = &sweep.network.links[routes.start..][..count];
            let pools = &sweep.pools.of_route[routes.start..][..count];
            let flow = &outputs.flow_kg[routes.start..][..count];
            let seized = &mut outputs.seized_kg[routes.start..][..count];
            let lost = &mut outputs.lost_kg[routes.start..][..count];
            for k in 0..count {
                seized[k] = flow[k] * outputs.pool_share[pools[k]];
                lost[k] = (flow[k] - seized[k]) * baseline.in_transit_loss_share;
                outputs.at_place_kg[links[k].to] += flow[k] - seized[k] - lost[k];
            }
        }
    }
    for (market, arrivals) in world.markets.iter().zip(&mut outputs.arrivals_kg) {
        *arrivals = outputs.at_place_kg[market.place];
    }
}

fn draw_leg(sweep: Sweep<'_>, leg: usize, outputs: &mut TraffickingOutputs) {
    // The last places have no routes out of them, and no pools.
    for k in sweep.pools.of_leg.get(leg).cloned().unwrap_or_default() {
        let corridor = sweep.pools.pools[k].corridor;
        let shipment = Shipment {
            volume_kg: outputs.pool_flow_kg[k],
            loss_share: sweep.loss_share[k],
            swing_factor: sweep.swing_factor[corridor],
        };
        let drawn = sweep.interdiction.draw(k, shipment, sweep.stream);
        outputs.pool_share[k] = drawn.share;
        outputs.pool_seized_kg[k] = shipment.volume_kg * drawn.share;
        outputs.consignments_seized[corridor] += drawn.consignments;
    }
}

fn remember(
    p: &TraffickingParameters,
    sweep: Sweep<'_>,
    baseline: &TraffickingBaseline,
    state: &mut TraffickingState,
    outputs: &mut TraffickingOutputs,
) {
    let kept = 1.0 - 1.0 / p.loss_memory_months;
    state.flow_kg.copy_from_slice(&outputs.flow_kg);
    outputs.organisation_losses_kg.fill(0.0);
    outputs.organisation_volume_kg.fill(0.0);
    outputs.pursued.flow_kg.fill(0.0);
    outputs.pursued.seized_kg.fill(0.0);
    let flows = outputs.flow_kg.iter().zip(&outputs.seized_kg);
    let memory = state.remembered_losses_kg.iter_mut().zip(&mut state.remembered_volume_kg);
    for ((link, (flow, seized)), (losses, volume)) in sweep.network.links.iter().zip(flows).zip(memory) {
        *losses = kept * *losses + seized;
        outputs.organisation_losses_kg[link.organisation] += *losses;
        *volume = kept * *volume + flow;
        outputs.organisation_volume_kg[link.organisation] += *volume;
        if link.pursued {
            outputs.pursued.flow_kg[link.corridor] += flow;
            outputs.pursued.seized_kg[link.corridor] += seized;
        }
    }
    for organisation in 0..sweep.world.organisations.len() {
        let (losses, volume) = (outputs.organisation_losses_kg[organisation], outputs.organisation_volume_kg[organisation]);
        let before = baseline.organisation_loss[organisation];
        if volume > 0.0 && before > 0.0 {
            let excess = losses / volume / before - 1.0;
            let tolerance = sweep.world.organisations[organisation].loss_tolerance;
            adjust_openness(p, &mut state.openness[organisation], excess, tolerance);
        }
    }
}

/// Expand when remembered losses exceed the tolerance, consolidate otherwise.
fn adjust_openness(p: &TraffickingParameters, openness: &mut f64, excess: f64, tolerance: f64) {
    let target = if excess <= tolerance { 0.0 } else { (excess - tolerance).min(1.0) };
    *openness += p.openness_adjustment_per_month * (target - *openness);
}
