//! Pools of like consignments: one corridor, mode, jurisdiction, layer and baseline loss share; containers also by
//! the state in which they are loaded, whose ports may open them.
//!
//! A pool does not know how finely its routes are drawn, so that seizures do not either.

use crate::world::{Mode, Route, World};
use counterflow_evidence::stable_hash;
use std::collections::BTreeMap;
use std::ops::Range;

/// A set of routes whose consignments face the same odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Corridor.
    pub corridor: usize,
    /// Mode.
    pub mode: Mode,
    /// Jurisdiction; none on the high seas.
    pub jurisdiction: Option<usize>,
    /// State in which containers are loaded; none for other modes and at sea.
    pub loaded_in: Option<usize>,
    /// Depth in the network: pools of one layer are drawn together.
    pub layer: usize,
    /// Loss share in the baseline.
    pub loss_share: f64,
    /// Log of the share that gets through in the baseline.
    pub survival_log: f64,
    /// Stable number for random draws.
    pub entity: u64,
}

impl Pool {
    /// A pool by itself, on the high seas of the first corridor.
    #[must_use]
    pub(crate) fn alone(mode: Mode, loss_share: f64) -> Self {
        Self {
            corridor: 0,
            mode,
            jurisdiction: None,
            loaded_in: None,
            layer: 0,
            loss_share,
            survival_log: (-loss_share).ln_1p(),
            entity: 0,
        }
    }
}

/// Pools of a world, and the pool of each route.
#[derive(Clone, Debug)]
pub struct Pools {
    /// The pools, layer by layer.
    pub pools: Vec<Pool>,
    /// Pools of each layer.
    pub of_layer: Vec<Range<usize>>,
    /// Pool of each route.
    pub of_route: Vec<usize>,
}

impl Pools {
    /// Groups routes by corridor, mode, jurisdiction, layer and baseline loss share, containers also by where they are
    /// loaded.
    #[must_use]
    pub fn new(world: &World, layer_of_route: &[usize]) -> Self {
        let key = |(route, &layer): (&Route, &usize)| {
            let place = world.places[route.from].country;
            let loaded_in = if route.mode == Mode::Container { place } else { None };
            (layer, route.corridor, route.mode, route.jurisdiction, loaded_in, route.loss_share.to_bits())
        };
        let mut index: BTreeMap<_, usize> =
            world.routes.iter().zip(layer_of_route).map(|route| (key(route), 0)).collect();
        let mut pools = Vec::with_capacity(index.len());
        let mut of_layer: Vec<Range<usize>> = Vec::new();
        for (position, (&(layer, corridor, mode, jurisdiction, loaded_in, bits), pool)) in index.iter_mut().enumerate()
        {
            *pool = position;
            of_layer.resize(layer + 1, position..position);
            of_layer[layer].end = position + 1;
            let loss_share = f64::from_bits(bits);
            let mut pool = Pool {
                corridor,
                mode,
                jurisdiction,
                loaded_in,
                layer,
                loss_share,
                survival_log: (-loss_share).ln_1p(),
                entity: 0,
            };
            pool.entity = pool_entity(world, &pool);
            pools.push(pool);
        }
        let of_route = world.routes.iter().zip(layer_of_route).map(|route| index[&key(route)]).collect();
        Self { pools, of_layer, of_route }
    }
}

fn pool_entity(world: &World, pool: &Pool) -> u64 {
    let name = |country: usize| world.countries[country].id.as_str();
    let Pool { corridor, mode, layer, loss_share, .. } = *pool;
    let state = pool.jurisdiction.map_or("high_seas", name);
    let loaded_in = pool.loaded_in.map(|country| format!("/{}", name(country))).unwrap_or_default();
    let corridor = &world.corridors[corridor].id;
    stable_hash(&format!("pool/{corridor}/{}/{state}/{layer}/{loss_share:e}{loaded_in}", mode.id()))
}
