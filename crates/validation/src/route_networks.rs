//! Small networks on which route choice can be worked out path by path.
//!
//! A network is a shipped world with its places, routes, markets and corridors replaced. The model
//! computes values and flows in two sweeps; here all paths from source to market are listed and
//! summed over, which is hopeless on a real network and beyond doubt on a small one.

use crate::computed::{Case, Missing};
use counterflow_model::interdiction::{InterdictionBaseline, InterdictionParameters, Pools};
use counterflow_model::random::{Purpose, Stream};
use counterflow_model::trafficking::{
    Network, RouteChoice, Sweep, TraffickingBaseline, TraffickingInputs, TraffickingOutputs, TraffickingParameters,
    TraffickingState, step,
};
use counterflow_model::world::{Corridor, Mode, Place, Route, World};

/// What a route of a small network is.
#[derive(Clone, Copy, Debug)]
struct Link {
    from: usize,
    to: usize,
    share: f64,
    loss_share: f64,
}

/// Places in order from the source to the market, and routes that lead from lower to higher ones.
#[derive(Clone, Debug)]
pub struct Layout {
    places: usize,
    links: Vec<Link>,
}

impl Layout {
    /// Two routes from the source to the market, with these shares.
    pub fn parallel(shares: [f64; 2]) -> Self {
        Self { places: 2, links: shares.map(|share| Link { from: 0, to: 1, share, loss_share: 0.0 }).to_vec() }
    }

    /// A random network in which every place leads to the next and to others.
    pub fn random(places: usize, routes_per_place: usize, seed: u64) -> Self {
        let stream = Stream { seed, member: 0 };
        let mut drawn = 0;
        let mut uniform = || {
            drawn += 1;
            stream.uniform(0, Purpose::Parameter, drawn)
        };
        let mut links = Vec::new();
        for from in 0..places - 1 {
            let count = if from + 2 < places { routes_per_place } else { 1 };
            let weights: Vec<f64> = (0..count).map(|_| uniform()).collect();
            let total: f64 = weights.iter().sum();
            for (index, weight) in weights.into_iter().enumerate() {
                let ahead = places - 1 - from;
                let to = if index == 0 { from + 1 } else { from + 1 + (uniform() * ahead as f64) as usize };
                // Losses below a half keep values apart from zero.
                links.push(Link { from, to, share: weight / total, loss_share: 0.5 * uniform() });
            }
        }
        Self { places, links }
    }
}

/// A small network in use: one region ships to one market.
#[derive(Clone, Debug)]
pub struct Sea {
    world: World,
    network: Network,
    pools: Pools,
    p: TraffickingParameters,
    interdiction: InterdictionParameters,
    baseline: TraffickingBaseline,
    state: TraffickingState,
    inputs: TraffickingInputs,
    outputs: TraffickingOutputs,
}

/// Volume that the source ships.
const SHIPPED_KG: f64 = 1_000.0;
/// Routes carry up to this multiple of what is shipped, so that capacity is of the order of flows.
const CAPACITY_KG: f64 = 1_000.0;

impl Sea {
    /// Builds the network, calibrated and at rest.
    pub fn new(case: &Case<'_>, layout: Layout) -> Result<Self, Missing> {
        let mut world = small_world(&case.inputs.model.world, &layout)?;
        let network = Network::new(&mut world).map_err(|error| Missing::Unusable(error.to_string()))?;
        Ok(Self::calibrated(
            world,
            network,
            case.parameters().trafficking.clone(),
            case.parameters().interdiction.clone(),
        ))
    }

    fn calibrated(
        world: World,
        network: Network,
        p: TraffickingParameters,
        interdiction: InterdictionParameters,
    ) -> Self {
        let pools = Pools::new(&world, &network.layer_of_route);
        let baseline = TraffickingBaseline::new(&p, &world, &network, &[SHIPPED_KG], 0.0);
        Self {
            state: TraffickingState::new(&p, &baseline),
            inputs: TraffickingInputs {
                processed_kg: vec![SHIPPED_KG],
                market_value_index: vec![1.0],
                lethal_pressure: vec![0.0; world.corridors.len()],
            },
            outputs: TraffickingOutputs::new(&world, &pools),
            world,
            network,
            pools,
            p,
            interdiction,
            baseline,
        }
    }

    /// Takes all losses out of the network.
    pub fn forgo_losses(&mut self) {
        self.world.routes.iter_mut().for_each(|route| route.loss_share = 0.0);
        *self = Self::calibrated(self.world.clone(), self.network.clone(), self.p.clone(), self.interdiction.clone());
    }

    /// Takes congestion out of the cost.
    pub fn forgo_congestion(&mut self) {
        self.p.congestion_cost_share = 0.0;
    }

    /// Raises the cost of one route, each of which is a corridor of its own.
    pub fn deter(&mut self, route: usize, cost_rise: f64) {
        self.inputs.lethal_pressure[self.world.routes[route].corridor] = cost_rise / self.p.lethal_deterrence;
    }

    /// Moves the market's value, every cost and every memory of losses away from the baseline.
    pub fn disturb(&mut self) {
        let stream = Stream { seed: 7, member: 0 };
        self.inputs.market_value_index[0] = 1.3;
        for route in 0..self.route_count() {
            let uniform = |purpose| stream.uniform(0, purpose, route as u64);
            self.deter(route, uniform(Purpose::Captures));
            self.state.remembered_losses_kg[route] *= 2.0 * uniform(Purpose::LeaderExit);
        }
    }

    /// One month.
    pub fn step(&mut self, choice: RouteChoice, exponent: f64, inertia: f64) {
        self.p.route_choice_exponent = exponent;
        self.p.share_inertia_per_month = inertia;
        let loss_share: Vec<f64> = self.pools.pools.iter().map(|pool| pool.loss_share).collect();
        let swing_factor = vec![1.0; self.world.corridors.len()];
        let interdiction =
            InterdictionBaseline::new(&self.interdiction, &self.pools, self.baseline.pursued.loss_share());
        let sweep = Sweep {
            world: &self.world,
            network: &self.network,
            pools: &self.pools,
            choice,
            carries_cost: false,
            interdiction: &interdiction,
            loss_share: &loss_share,
            swing_factor: &swing_factor,
            stream: None,
        };
        step(&self.p, sweep, &self.baseline, &mut self.state, &self.inputs, &mut self.outputs);
    }

    /// Number of routes.
    pub fn route_count(&self) -> usize {
        self.world.routes.len()
    }

    /// What the source ships in a month.
    pub fn shipped_kg(&self) -> f64 {
        SHIPPED_KG
    }

    /// Value at the source over the baseline's, as the choice of routes counts it.
    pub fn value_at_source(&self) -> f64 {
        self.outputs.choice_value_index(0)
    }

    /// Flow of a route in the last month.
    pub fn flow_of(&self, route: usize) -> f64 {
        self.outputs.flow_kg[route]
    }

    /// Share of a route in what leaves its place.
    pub fn share_of(&self, route: usize) -> f64 {
        self.state.share[route]
    }

    /// Change of cost of a route: deterrence, and risk compensation for the losses remembered.
    fn cost_ratio(&self, route: usize) -> f64 {
        let before = self.world.routes[route].loss_share;
        let perceived = self.state.perceived_loss_share(&self.p, &self.baseline, route);
        let risk = if before > 0.0 { perceived / before } else { 1.0 };
        1.0 + self.p.risk_compensation_share * (risk - 1.0)
            + self.p.lethal_deterrence * self.inputs.lethal_pressure[route]
    }

    /// Cost of a route with congestion, over its baseline.
    pub fn congested_cost(&self, route: usize) -> f64 {
        let crowding =
            |kg: f64| 1.0 + self.p.congestion_cost_share * (kg / CAPACITY_KG).powf(self.p.congestion_exponent);
        self.cost_ratio(route) * crowding(self.flow_of(route)) / crowding(self.baseline.flow_kg[route])
    }

    /// What one route does to value: expected survival and cost, weighted by the cost's share in value.
    fn value_ratio(&self, route: usize) -> f64 {
        let spec = &self.world.routes[route];
        let survival =
            (1.0 - self.state.perceived_loss_share(&self.p, &self.baseline, route)) / (1.0 - spec.loss_share);
        let next = self.world.places[spec.to].price_usd_per_kg * (1.0 - spec.loss_share);
        let cost_share = ((next - self.world.places[spec.from].price_usd_per_kg) / next).clamp(0.0, 1.0);
        survival * self.cost_ratio(route).powf(-cost_share)
    }

    /// Calibrated share times the value at the source to the exponent, of each path.
    pub fn path_weights(&self, exponent: f64) -> Vec<f64> {
        let weight = |path: &Vec<usize>| {
            let along =
                path.iter().map(|route| self.world.routes[*route].share * self.value_ratio(*route).powf(exponent));
            self.inputs.market_value_index[0].powf(exponent) * along.product::<f64>()
        };
        paths(self).iter().map(weight).collect()
    }

    /// What sets out on each route of a path if all of the source's volume took it in proportion to the
    /// shares along it.
    pub fn surviving_flow(&self, path: &[usize]) -> Vec<f64> {
        let mut chosen = SHIPPED_KG * path.iter().map(|route| self.state.share[*route]).product::<f64>();
        path.iter()
            .map(|route| {
                let sets_out = chosen;
                chosen *= 1.0 - self.world.routes[*route].loss_share;
                sets_out
            })
            .collect()
    }

    /// Largest difference between the model's flows and these, over the volume shipped.
    pub fn largest_difference(&self, flows: &[f64]) -> f64 {
        let pairs = self.outputs.flow_kg.iter().zip(flows);
        pairs.map(|(ours, theirs)| (ours - theirs).abs() / SHIPPED_KG).fold(0.0, f64::max)
    }

    /// Shipped less arrived, seized and lost, over shipped.
    pub fn imbalance(&self) -> f64 {
        let gone: f64 = [&self.outputs.arrivals_kg, &self.outputs.seized_kg, &self.outputs.lost_kg]
            .iter()
            .map(|kg| kg.iter().sum::<f64>())
            .sum();
        (SHIPPED_KG - gone) / SHIPPED_KG
    }
}

/// All paths from the source to the market, as lists of routes.
pub fn paths(sea: &Sea) -> Vec<Vec<usize>> {
    let market = sea.world.places.len() - 1;
    let mut complete = Vec::new();
    let mut open: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    while let Some((place, path)) = open.pop() {
        if place == market {
            complete.push(path);
            continue;
        }
        for (route, spec) in sea.world.routes.iter().enumerate().filter(|(_, spec)| spec.from == place) {
            let mut longer = path.clone();
            longer.push(route);
            open.push((spec.to, longer));
        }
    }
    complete
}

/// Flow of each route as the sum over the paths that use it.
pub fn by_paths(sea: &Sea, along: impl Fn(&[usize]) -> Vec<f64>) -> Vec<f64> {
    let mut flows = vec![0.0; sea.route_count()];
    for path in paths(sea) {
        for (route, kg) in path.iter().zip(along(&path)) {
            flows[*route] += kg;
        }
    }
    flows
}

/// The path of highest value.
pub fn best_path(sea: &Sea) -> Vec<usize> {
    let value = |path: &Vec<usize>| path.iter().map(|route| sea.value_ratio(*route)).product::<f64>();
    paths(sea).into_iter().max_by(|a, b| value(a).total_cmp(&value(b))).unwrap_or_default()
}

/// A world whose network is the layout; region, market and the rest are borrowed from the shipped one.
fn small_world(shipped: &World, layout: &Layout) -> Result<World, Missing> {
    let lacking = || Missing::Unusable("the shipped world has no region, market, place or corridor".to_owned());
    let mut region = shipped.regions.first().ok_or_else(lacking)?.clone();
    let mut market = shipped.markets.first().ok_or_else(lacking)?.clone();
    let place = shipped.places.first().ok_or_else(lacking)?;
    let corridor = shipped.corridors.first().ok_or_else(lacking)?;
    (region.place, market.place) = (0, layout.places - 1);
    // Prices double with every place, so that cost has a share in value on every route.
    let price = |place: usize| 1_000.0 * (place as f64).exp2();
    Ok(World {
        places: (0..layout.places)
            .map(|index| Place { id: format!("place{index}"), price_usd_per_kg: price(index), ..place.clone() })
            .collect(),
        corridors: (0..layout.links.len())
            .map(|index| Corridor { id: format!("corridor{index}"), ..corridor.clone() })
            .collect(),
        routes: layout.links.iter().enumerate().map(|(index, link)| route(index, link)).collect(),
        regions: vec![region],
        markets: vec![market],
        ..shipped.clone()
    })
}

fn route(index: usize, link: &Link) -> Route {
    Route {
        id: format!("route{index}"),
        from: link.from,
        to: link.to,
        mode: Mode::GoFast,
        corridor: index,
        jurisdiction: None,
        distance_km: 1.0,
        share: link.share,
        loss_share: link.loss_share,
        capacity_kg_per_month: CAPACITY_KG,
        organisation: 0,
    }
}
