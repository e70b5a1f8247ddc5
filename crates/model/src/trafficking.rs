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

use crate::elementary::{self, ln, wide};
use crate::interdiction::{InterdictionBaseline, Pools, Pursued, Seizures};
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

/// A place and the routes out of it.
#[derive(Clone, Debug)]
struct Stop {
    place: usize,
    routes: Range<usize>,
}

/// The stops that are equally many steps from a source, and the routes out of them.
#[derive(Clone, Debug)]
struct Leg {
    stops: Range<usize>,
    routes: Range<usize>,
}

/// A route that a vessel takes, and so in reach of strikes at sea.
#[derive(Clone, Copy, Debug)]
struct SeaRoute {
    route: usize,
    corridor: usize,
}

/// The network of a world whose routes lie in the order of the sweeps, so that a month reads memory
/// from front to back.
#[derive(Clone, Debug)]
pub struct Network {
    /// Places with routes out of them, sources first.
    stops: Vec<Stop>,
    /// The legs, sources first.
    legs: Vec<Leg>,
    /// Next place of each route.
    to: Vec<usize>,
    /// Organisation of each route.
    organisation: Vec<usize>,
    /// Routes of vessels.
    at_sea: Vec<SeaRoute>,
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
        let mut legs: Vec<Leg> = Vec::new();
        for (number, (route, &leg)) in world.routes.iter().zip(&leg_of_route).enumerate() {
            match stops.last_mut().filter(|stop| stop.place == route.from) {
                Some(stop) => stop.routes.end = number + 1,
                None => stops.push(Stop { place: route.from, routes: number..number + 1 }),
            }
            // A leg without routes out of it holds no stops.
            legs.resize(leg + 1, Leg { stops: stops.len() - 1..stops.len() - 1, routes: number..number });
            legs[leg].stops.end = stops.len();
            legs[leg].routes.end = number + 1;
        }
        let at_sea = world.routes.iter().enumerate().filter(|(_, route)| route.mode.is_vessel());
        Ok(Self {
            stops,
            legs,
            to: world.routes.iter().map(|route| route.to).collect(),
            organisation: world.routes.iter().map(|route| route.organisation).collect(),
            at_sea: at_sea.map(|(number, route)| SeaRoute { route: number, corridor: route.corridor }).collect(),
            leg_of_route,
        })
    }

    /// Places with routes out of them, sources first, and these routes.
    pub(crate) fn routes_out(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.stops.iter().map(|stop| (stop.place, stop.routes.clone()))
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

/// Calibrated starting point of trafficking for one parameter draw.
#[derive(Clone, Debug)]
pub struct TraffickingBaseline {
    /// What the sweeps read of the routes.
    terms: RouteTerms,
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

/// The baseline of the routes, an array for each term, so that a month works on several routes at a time.
#[derive(Clone, Debug)]
struct RouteTerms {
    /// Share in what leaves its place.
    share: Vec<f64>,
    /// Loss share.
    loss_share: Vec<f64>,
    /// One over the share that gets through.
    survival_inverse: Vec<f64>,
    /// One over the loss share; 0 where nothing is lost.
    loss_inverse: Vec<f64>,
    /// Share of operating cost and risk compensation in the value at the next place.
    cost_share: Vec<f64>,
    /// Capacity.
    capacity_kg: Vec<f64>,
    /// Volume.
    flow_kg: Vec<f64>,
    /// Log of capacity over volume; 0 where nothing flows.
    room_log: Vec<f64>,
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
    seizures: Seizures,
    value_log: Vec<f64>,
    /// Share that gets through over the baseline's, by route.
    survival_ratio: Vec<f64>,
    /// Cost over the baseline's, by route.
    cost_ratio: Vec<f64>,
    /// Log of what the route does to value over the baseline's.
    route_log: Vec<f64>,
    /// Relative value to the exponent of choice, over the best route's, by route.
    attraction: Vec<f64>,
    /// Log of what the routes out of a place gain over its best one, by stop.
    gain_log: Vec<f64>,
    /// Factor of an organisation's spread on the weight of its routes.
    spread: Vec<f64>,
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
            seizures: Seizures::new(pools.pools.len()),
            value_log: vec![0.0; world.places.len()],
            survival_ratio: routes(),
            cost_ratio: routes(),
            route_log: routes(),
            attraction: routes(),
            gain_log: vec![0.0; world.places.len()],
            spread: routes(),
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
            terms: RouteTerms::new(world),
            flow_kg: vec![0.0; routes.len()],
            seized_kg: vec![0.0; routes.len()],
            arrivals_kg: vec![0.0; world.markets.len()],
            pursued: Pursued::new(world.corridors.len()),
            organisation_loss: vec![0.0; world.organisations.len()],
            in_transit_loss_share,
        };
        baseline.sweep(world, network, processed_kg);
        baseline.terms.carry(&baseline.flow_kg);
        baseline
    }

    /// Puts other shares, by route, in the place of the calibrated ones. With [`RouteChoice::Fixed`]
    /// they are kept for a whole run: traffickers who have settled on routes and no longer react.
    pub fn settle_on(&mut self, shares: &[f64]) {
        self.terms.share.copy_from_slice(shares);
    }

    fn sweep(&mut self, world: &World, network: &Network, processed_kg: &[f64]) {
        let mut at_place = vec![0.0; world.places.len()];
        for (region, &kilograms) in world.regions.iter().zip(processed_kg) {
            at_place[region.place] += kilograms;
        }
        for stop in &network.stops {
            for route in stop.routes.clone() {
                let flow = at_place[stop.place] * self.terms.share[route];
                let seized = flow * self.terms.loss_share[route];
                self.flow_kg[route] = flow;
                self.seized_kg[route] = seized;
                at_place[network.to[route]] += (flow - seized) * (1.0 - self.in_transit_loss_share);
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
        for (route, spec) in world.routes.iter().enumerate().filter(|(_, spec)| spec.mode.is_pursued()) {
            self.pursued.flow_kg[spec.corridor] += self.flow_kg[route];
            self.pursued.seized_kg[spec.corridor] += self.seized_kg[route];
        }
    }
}

impl RouteTerms {
    fn new(world: &World) -> Self {
        let routes = &world.routes;
        let each = |term: &dyn Fn(&Route) -> f64| -> Vec<f64> { routes.iter().map(term).collect() };
        let cost_share = |route: &Route| {
            let next = world.places[route.to].price_usd_per_kg * (1.0 - route.loss_share);
            ((next - world.places[route.from].price_usd_per_kg) / next).clamp(0.0, 1.0)
        };
        Self {
            share: each(&|route| route.share),
            loss_share: each(&|route| route.loss_share),
            survival_inverse: each(&|route| 1.0 / (1.0 - route.loss_share)),
            loss_inverse: each(&|route| if route.loss_share > 0.0 { 1.0 / route.loss_share } else { 0.0 }),
            cost_share: each(&cost_share),
            capacity_kg: each(&|route| route.capacity_kg_per_month),
            flow_kg: vec![0.0; routes.len()],
            room_log: vec![0.0; routes.len()],
        }
    }

    /// Sets the volumes of the baseline.
    fn carry(&mut self, flow_kg: &[f64]) {
        self.flow_kg.copy_from_slice(flow_kg);
        for (room, (capacity, flow)) in self.room_log.iter_mut().zip(self.capacity_kg.iter().zip(flow_kg)) {
            *room = if *flow > 0.0 { (capacity / flow).ln() } else { 0.0 };
        }
    }

    /// Congestion cost of carrying `flow_kg` on a route over the baseline's.
    fn congestion_ratio(&self, p: &TraffickingParameters, route: usize, flow_kg: f64) -> f64 {
        let crowding = |kg: f64| 1.0 + p.congestion_cost_share * (kg / self.capacity_kg[route]).powf(p.congestion_exponent);
        crowding(flow_kg) / crowding(self.flow_kg[route])
    }
}

/// Loss share that traffickers expect on a route: what they remember, and the baseline as a prior.
#[inline(always)]
fn perceived_loss_share(remembered_losses_kg: f64, remembered_volume_kg: f64, prior_kg: f64, prior_share: f64) -> f64 {
    let volume = remembered_volume_kg + prior_kg;
    if volume > 0.0 { (remembered_losses_kg + prior_kg * prior_share) / volume } else { prior_share }
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
        perceived_loss_share(self.remembered_losses_kg[route], self.remembered_volume_kg[route], prior_kg, baseline.terms.loss_share[route])
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
    survival_and_cost(p, &baseline.terms, state, outputs);
    if inputs.lethal_pressure.iter().any(|pressure| *pressure != 0.0) {
        for &SeaRoute { route, corridor } in &sweep.network.at_sea {
            outputs.cost_ratio[route] += p.lethal_deterrence * inputs.lethal_pressure[corridor];
        }
    }
    if sweep.choice == RouteChoice::Congested {
        for (route, (cost, flow)) in outputs.cost_ratio.iter_mut().zip(&state.flow_kg).enumerate() {
            *cost *= baseline.terms.congestion_ratio(p, route, *flow);
        }
    }
    let count = outputs.route_log.len();
    let (log, cost_share) = (&mut outputs.route_log[..], &baseline.terms.cost_share[..count]);
    let (survival, cost) = (&outputs.survival_ratio[..count], &outputs.cost_ratio[..count]);
    wide(#[inline(always)] move || {
        for k in 0..count {
            log[k] = ln(survival[k]) - cost_share[k] * ln(cost[k]);
        }
    });
}

/// Share that gets through, and operating cost and risk compensation per kilogram before strikes and
/// congestion, both over the baseline's.
fn survival_and_cost(p: &TraffickingParameters, terms: &RouteTerms, state: &TraffickingState, outputs: &mut TraffickingOutputs) {
    // Slices of one length let the compiler drop the bounds checks and use vectors.
    let count = terms.share.len();
    let (losses, volume) = (&state.remembered_losses_kg[..count], &state.remembered_volume_kg[..count]);
    let (flow, loss_share) = (&terms.flow_kg[..count], &terms.loss_share[..count]);
    let (survival_inverse, loss_inverse) = (&terms.survival_inverse[..count], &terms.loss_inverse[..count]);
    let (survival, cost) = (&mut outputs.survival_ratio[..count], &mut outputs.cost_ratio[..count]);
    let (prior_months, compensation_share) = (p.prior_months, p.risk_compensation_share);
    wide(#[inline(always)] move || {
        for k in 0..count {
            let perceived = perceived_loss_share(losses[k], volume[k], prior_months * flow[k], loss_share[k]);
            let risk = if loss_inverse[k] > 0.0 { perceived * loss_inverse[k] } else { 1.0 };
            survival[k] = (1.0 - perceived) * survival_inverse[k];
            cost[k] = 1.0 + compensation_share * (risk - 1.0);
        }
    });
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
        outputs.value_log[market.place] = value.ln();
    }
    for leg in sweep.network.legs.iter().rev() {
        let stops = &sweep.network.stops[leg.stops.clone()];
        for Stop { place, routes } in stops {
            let best = compare_routes(&sweep.network.to[routes.clone()], routes.clone(), exponent, outputs);
            outputs.value_log[*place] = best;
        }
        elementary::exp_each(&mut outputs.attraction[leg.routes.clone()]);
        let gains = &mut outputs.gain_log[leg.stops.clone()];
        for (Stop { routes, .. }, gain) in stops.iter().zip(gains.iter_mut()) {
            let attraction = outputs.attraction[routes.clone()].iter().zip(&baseline.terms.share[routes.clone()]);
            *gain = attraction.map(|(attraction, share)| share * attraction).sum();
        }
        elementary::ln_each(gains);
        for (Stop { place, .. }, gain) in stops.iter().zip(gains) {
            outputs.value_log[*place] += *gain / exponent;
        }
    }
    outputs.value_index.copy_from_slice(&outputs.value_log);
    elementary::exp_each(&mut outputs.value_index);
}

/// Writes how far each route out of a place lies behind the best, as the log of its attraction; returns
/// the log of the best. The best route is the yardstick, so that a large exponent cannot overflow.
fn compare_routes(to: &[usize], routes: Range<usize>, exponent: f64, outputs: &mut TraffickingOutputs) -> f64 {
    let attraction = &mut outputs.attraction[routes.clone()];
    let mut best = f64::NEG_INFINITY;
    for ((attraction, route_log), to) in attraction.iter_mut().zip(&outputs.route_log[routes]).zip(to) {
        *attraction = outputs.value_log[*to] + route_log;
        best = if *attraction > best { *attraction } else { best };
    }
    attraction.iter_mut().for_each(|attraction| *attraction = exponent * (*attraction - best));
    best
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
    spread_routes(p, &sweep.network.organisation, &baseline.terms.room_log, &state.openness, &mut outputs.spread);
    let factors = baseline.terms.share.iter().zip(&outputs.spread);
    for (weight, (share, spread)) in outputs.attraction.iter_mut().zip(factors) {
        *weight *= share * spread;
    }
    for Stop { routes, .. } in sweep.network.stops.iter().filter(|stop| stop.routes.len() > 1) {
        let weights = &outputs.attraction[routes.clone()];
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            continue;
        }
        let moved = (1.0 - p.share_inertia_per_month) / total;
        for (share, weight) in state.share[routes.clone()].iter_mut().zip(weights) {
            *share = p.share_inertia_per_month * *share + moved * *weight;
        }
    }
}

/// Expansion flattens shares towards capacity: o = (capacity / baseline flow)^(strength x openness).
fn spread_routes(p: &TraffickingParameters, organisation: &[usize], room_log: &[f64], openness: &[f64], spread: &mut [f64]) {
    if openness.iter().all(|openness| *openness == 0.0) {
        return spread.fill(1.0);
    }
    for ((spread, organisation), room) in spread.iter_mut().zip(organisation).zip(room_log) {
        *spread = p.openness_strength * openness[*organisation] * room;
    }
    elementary::exp_each(spread);
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
    outputs.pursued.flow_kg.fill(0.0);
    outputs.pursued.seized_kg.fill(0.0);
    for (region, &kilograms) in world.regions.iter().zip(&inputs.processed_kg) {
        outputs.at_place_kg[region.place] += kilograms;
    }
    if let Some(stream) = sweep.stream {
        sweep.interdiction.roll(stream, sweep.loss_share, sweep.swing_factor, &mut outputs.seizures);
    }
    for (leg, Leg { stops, .. }) in sweep.network.legs.iter().enumerate() {
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
            let to = &sweep.network.to[routes.start..][..count];
            let pools = &sweep.pools.of_route[routes.start..][..count];
            let flow = &outputs.flow_kg[routes.start..][..count];
            let seized = &mut outputs.seized_kg[routes.start..][..count];
            let lost = &mut outputs.lost_kg[routes.start..][..count];
            for k in 0..count {
                seized[k] = flow[k] * outputs.seizures.share[pools[k]];
                lost[k] = (flow[k] - seized[k]) * baseline.in_transit_loss_share;
                outputs.at_place_kg[to[k]] += flow[k] - seized[k] - lost[k];
            }
        }
    }
    for (market, arrivals) in world.markets.iter().zip(&mut outputs.arrivals_kg) {
        *arrivals = outputs.at_place_kg[market.place];
    }
}

fn draw_leg(sweep: Sweep<'_>, leg: usize, outputs: &mut TraffickingOutputs) {
    // The last places have no routes out of them, and no pools.
    let range = sweep.pools.of_leg.get(leg).cloned().unwrap_or_default();
    match sweep.stream {
        Some(_) => sweep.interdiction.draw(range.clone(), &outputs.pool_flow_kg, &mut outputs.seizures),
        None => sweep.interdiction.expect(range.clone(), &outputs.pool_flow_kg, sweep.loss_share, &mut outputs.seizures),
    }
    for k in range {
        let pool = &sweep.pools.pools[k];
        let flow_kg = outputs.pool_flow_kg[k];
        let seized_kg = flow_kg * outputs.seizures.share[k];
        outputs.pool_seized_kg[k] = seized_kg;
        outputs.consignments_seized[pool.corridor] += outputs.seizures.consignments[k];
        if pool.mode.is_pursued() {
            outputs.pursued.flow_kg[pool.corridor] += flow_kg;
            outputs.pursued.seized_kg[pool.corridor] += seized_kg;
        }
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
    fade_and_add(kept, &mut state.remembered_losses_kg, &outputs.seized_kg);
    fade_and_add(kept, &mut state.remembered_volume_kg, &outputs.flow_kg);
    let memory = state.remembered_losses_kg.iter().zip(&state.remembered_volume_kg);
    for (organisation, (losses, volume)) in sweep.network.organisation.iter().zip(memory) {
        outputs.organisation_losses_kg[*organisation] += losses;
        outputs.organisation_volume_kg[*organisation] += volume;
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

/// A memory that keeps a share of itself, and takes in the month.
fn fade_and_add(kept: f64, memory_kg: &mut [f64], month_kg: &[f64]) {
    memory_kg.iter_mut().zip(month_kg).for_each(|(memory, month)| *memory = kept * *memory + month);
}

/// Expand when remembered losses exceed the tolerance, consolidate otherwise.
fn adjust_openness(p: &TraffickingParameters, openness: &mut f64, excess: f64, tolerance: f64) {
    let target = if excess <= tolerance { 0.0 } else { (excess - tolerance).min(1.0) };
    *openness += p.openness_adjustment_per_month * (target - *openness);
}
