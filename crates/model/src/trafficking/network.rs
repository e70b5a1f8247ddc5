//! The network: places, the routes out of them, and the order in which a month sweeps over them.

use crate::world::World;
use std::ops::Range;

/// A place and the routes out of it.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) place: usize,
    pub(super) routes: Range<usize>,
}

/// The stops that are equally many steps from a source, and the routes out of them.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) stops: Range<usize>,
    pub(super) routes: Range<usize>,
}

/// A route that a vessel takes, and so in reach of strikes at sea.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeaRoute {
    pub(super) route: usize,
    pub(super) corridor: usize,
}

/// The network of a world whose routes lie in the order of the sweeps, so that a month reads memory
/// from front to back.
#[derive(Clone, Debug)]
pub struct Network {
    /// Places with routes out of them, sources first.
    pub(super) stops: Vec<Stop>,
    /// The layers, sources first.
    pub(super) layers: Vec<Layer>,
    /// Next place of each route.
    pub(super) to: Vec<usize>,
    /// Organisation of each route.
    pub(super) organisation: Vec<usize>,
    /// Routes of each organisation.
    pub(super) routes_of_organisation: Vec<Vec<usize>>,
    /// Routes of vessels.
    pub(super) at_sea: Vec<SeaRoute>,
    /// Layer of each route.
    pub layer_of_route: Vec<usize>,
}

/// A place that lies on a loop, or is unreachable; found while the network is built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("place number {0} lies on a loop of routes")]
pub struct LoopError(pub usize);

impl Network {
    /// Puts a world's routes in the order of the sweeps: layer by layer (longest path from a source), and
    /// within a layer by the place they leave.
    ///
    /// # Errors
    /// A [`LoopError`] naming a place on a cycle.
    pub fn new(world: &mut World) -> Result<Self, LoopError> {
        let layer_of_place = Self::layer_of_places(world)?;
        world.routes.sort_by_key(|route| (layer_of_place[route.from], route.from));
        let layer_of_route: Vec<usize> = world.routes.iter().map(|route| layer_of_place[route.from]).collect();
        let mut stops: Vec<Stop> = Vec::new();
        let mut layers: Vec<Layer> = Vec::new();
        for (number, (route, &layer)) in world.routes.iter().zip(&layer_of_route).enumerate() {
            match stops.last_mut().filter(|stop| stop.place == route.from) {
                Some(stop) => stop.routes.end = number + 1,
                None => stops.push(Stop { place: route.from, routes: number..number + 1 }),
            }
            // A layer without routes out of it holds no stops.
            layers.resize(layer + 1, Layer { stops: stops.len() - 1..stops.len() - 1, routes: number..number });
            layers[layer].stops.end = stops.len();
            layers[layer].routes.end = number + 1;
        }
        let mut routes_of_organisation = vec![Vec::new(); world.organisations.len()];
        for (number, route) in world.routes.iter().enumerate() {
            routes_of_organisation[route.organisation].push(number);
        }
        let at_sea = world.routes.iter().enumerate().filter(|(_, route)| route.mode.is_vessel());
        Ok(Self {
            stops,
            layers,
            to: world.routes.iter().map(|route| route.to).collect(),
            organisation: world.routes.iter().map(|route| route.organisation).collect(),
            routes_of_organisation,
            at_sea: at_sea.map(|(number, route)| SeaRoute { route: number, corridor: route.corridor }).collect(),
            layer_of_route,
        })
    }

    /// Places with routes out of them, sources first, and these routes.
    pub(crate) fn routes_out(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.stops.iter().map(|stop| (stop.place, stop.routes.clone()))
    }

    /// Longest path from a source to each place.
    pub(crate) fn layer_of_places(world: &World) -> Result<Vec<usize>, LoopError> {
        let places = world.places.len();
        let mut routes_out = vec![Vec::new(); places];
        let mut waiting = vec![0usize; places];
        for route in &world.routes {
            routes_out[route.from].push(route.to);
            waiting[route.to] += 1;
        }
        let mut layer = vec![0; places];
        let mut ready: Vec<usize> = (0..places).filter(|&place| waiting[place] == 0).collect();
        let mut done = 0;
        while let Some(place) = ready.pop() {
            done += 1;
            for &to in &routes_out[place] {
                layer[to] = layer[to].max(layer[place] + 1);
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
        Ok(layer)
    }
}
