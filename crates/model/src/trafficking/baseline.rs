//! Trafficking of one parameter draw at rest: flows from production and shares, costs from the price gradient.

use super::{Network, TraffickingParameters};
use crate::interdiction::Pursued;
use crate::world::{Route, World};

/// Calibrated starting point of trafficking for one parameter draw.
#[derive(Clone, Debug)]
pub struct TraffickingBaseline {
    /// What the sweeps read of the routes.
    pub(super) terms: RouteTerms,
    /// Volume by route.
    pub flow_kg: Vec<f64>,
    /// Seized by route.
    pub seized_kg: Vec<f64>,
    /// Reaching each market.
    pub arrivals_kg: Vec<f64>,
    /// What goes by sea and air, by corridor.
    pub pursued: Pursued,
    /// Volume by route, had earlier legs of its corridor lost nothing at sea and in the air.
    pub flow_without_earlier_legs_kg: Vec<f64>,
    /// Losses over flow by organisation.
    pub(super) organisation_loss: Vec<f64>,
    pub(super) in_transit_loss_share: f64,
}

impl TraffickingBaseline {
    /// Calibrates the network: flows from production and shares, costs from the price gradient.
    #[must_use]
    pub fn new(
        p: &TraffickingParameters,
        world: &World,
        network: &Network,
        processed_kg: &[f64],
        in_transit_loss_share: f64,
    ) -> Self {
        let shares: Vec<f64> = world.routes.iter().map(|route| route.share).collect();
        Self::with_shares(p, world, network, &shares, processed_kg, in_transit_loss_share)
    }

    /// The same at other route shares than the table's.
    #[must_use]
    pub fn with_shares(
        p: &TraffickingParameters,
        world: &World,
        network: &Network,
        shares: &[f64],
        processed_kg: &[f64],
        in_transit_loss_share: f64,
    ) -> Self {
        let routes = &world.routes;
        let mut baseline = Self {
            terms: RouteTerms::new(p, world, network, shares),
            flow_kg: vec![0.0; routes.len()],
            seized_kg: vec![0.0; routes.len()],
            arrivals_kg: vec![0.0; world.markets.len()],
            pursued: Pursued::new(world.corridors.len()),
            flow_without_earlier_legs_kg: vec![0.0; routes.len()],
            organisation_loss: vec![0.0; world.organisations.len()],
            in_transit_loss_share,
        };
        baseline.sweep(world, network, processed_kg);
        for corridor in 0..world.corridors.len() {
            baseline.sweep_without_earlier_legs(world, network, processed_kg, corridor);
        }
        baseline.terms.carry(&baseline.flow_kg);
        baseline
    }

    /// Puts other shares, by route, in the place of the calibrated ones. With [`super::RouteChoice::Fixed`]
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

impl TraffickingBaseline {
    /// What would set out on a corridor's routes if it lost nothing at sea and in the air.
    fn sweep_without_earlier_legs(&mut self, world: &World, network: &Network, processed_kg: &[f64], corridor: usize) {
        let mut at_place = vec![0.0; world.places.len()];
        for (region, &kilograms) in world.regions.iter().zip(processed_kg) {
            at_place[region.place] += kilograms;
        }
        for stop in &network.stops {
            for route in stop.routes.clone() {
                let flow = at_place[stop.place] * self.terms.share[route];
                let spec = &world.routes[route];
                let spared = spec.corridor == corridor && spec.mode.is_pursued();
                if spec.corridor == corridor {
                    self.flow_without_earlier_legs_kg[route] = flow;
                }
                let kept = if spared { 1.0 } else { 1.0 - self.terms.loss_share[route] };
                at_place[network.to[route]] += flow * kept * (1.0 - self.in_transit_loss_share);
            }
        }
    }
}

/// The baseline of the routes, an array for each term, so that a month works on several routes at a time.
#[derive(Clone, Debug)]
pub(super) struct RouteTerms {
    /// Share in what leaves its place.
    pub(super) share: Vec<f64>,
    /// Loss share.
    pub(super) loss_share: Vec<f64>,
    /// One over the share that gets through.
    pub(super) survival_inverse: Vec<f64>,
    /// One over the loss share; 0 where nothing is lost.
    pub(super) loss_inverse: Vec<f64>,
    /// Share of operating cost and risk compensation in the value at the next place.
    pub(super) cost_share: Vec<f64>,
    /// Price at which a kilogram lost here is replaced, over the price in the markets that it was bound for.
    pub(super) loss_weight: Vec<f64>,
    /// Operating cost and risk compensation over the price in these markets.
    pub(super) cost_weight: Vec<f64>,
    /// Capacity.
    pub(super) capacity_kg: Vec<f64>,
    /// Volume.
    pub(super) flow_kg: Vec<f64>,
    /// Log of capacity over volume; 0 where nothing flows.
    pub(super) room_log: Vec<f64>,
}

impl RouteTerms {
    fn new(p: &TraffickingParameters, world: &World, network: &Network, shares: &[f64]) -> Self {
        let routes = &world.routes;
        let each = |term: &dyn Fn(&Route) -> f64| -> Vec<f64> { routes.iter().map(term).collect() };
        let price = |place: usize| world.places[place].price_usd_per_kg;
        let cost_share = |route: &Route| {
            let next = price(route.to) * (1.0 - route.loss_share);
            ((next - price(route.from)) / next).clamp(0.0, 1.0)
        };
        let market_price = market_prices(world, network, shares);
        let loss_weight = |route: &Route| {
            let (here, there) = (price(route.from), price(route.to));
            (here + p.loss_valuation_point * (there - here)) / market_price[route.to]
        };
        let cost_weight = |route: &Route| {
            let next = price(route.to) * (1.0 - route.loss_share);
            (next - price(route.from)).max(0.0) / market_price[route.to]
        };
        Self {
            share: shares.to_vec(),
            loss_share: each(&|route| route.loss_share),
            survival_inverse: each(&|route| 1.0 / (1.0 - route.loss_share)),
            loss_inverse: each(&|route| if route.loss_share > 0.0 { 1.0 / route.loss_share } else { 0.0 }),
            cost_share: each(&cost_share),
            loss_weight: each(&loss_weight),
            cost_weight: each(&cost_weight),
            capacity_kg: routes.iter().zip(shares).map(|(route, share)| capacity_kg(route, *share)).collect(),
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
    pub(super) fn congestion_ratio(&self, p: &TraffickingParameters, route: usize, flow_kg: f64) -> f64 {
        let crowding =
            |kg: f64| 1.0 + p.congestion_cost_share * (kg / self.capacity_kg[route]).powf(p.congestion_exponent);
        crowding(flow_kg) / crowding(self.flow_kg[route])
    }
}

/// Capacity moves with the share, so that the room of a route stays as it is.
fn capacity_kg(route: &Route, share: f64) -> f64 {
    let moved = if route.share > 0.0 { share / route.share } else { 1.0 };
    route.capacity_kg_per_month * moved
}

/// Price in the markets that what passes a place is bound for, at the calibrated shares, by place.
fn market_prices(world: &World, network: &Network, shares: &[f64]) -> Vec<f64> {
    let mut price: Vec<f64> = world.places.iter().map(|place| place.price_usd_per_kg).collect();
    for stop in network.stops.iter().rev() {
        let routes = stop.routes.clone();
        price[stop.place] = routes.map(|route| shares[route] * price[network.to[route]]).sum();
    }
    price
}
