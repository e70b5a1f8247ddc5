//! Networks with the published node positions and edges drawn anew.
//!
//! Source to every node; every node to the market; and from each node k, of N, to
//! ceil(share x (N - k) x U) distinct nodes among k+1..N, U uniform on (0, 1). The base probability
//! of interception at a node is 1 over the number of edges into it. These draws are the only
//! randomness of the 2018 program.

use super::NarcoLogicParameters;
use super::network::{Edge, Network, NetworkError};
use crate::random::{Purpose, Stream};

/// A network on the land nodes of `base`, its edges drawn from `seed`.
pub fn random_network(seed: u64, base: &Network, parameters: &NarcoLogicParameters) -> Result<Network, NetworkError> {
    let land = base.without_sea_routes()?;
    let count = land.nodes().len();
    let stream = Stream { seed, member: 0 };
    let mut drawn = 0;
    let mut uniform = || {
        drawn += 1;
        stream.uniform(0, Purpose::NarcoLogic, drawn)
    };
    let mut edges: Vec<Edge> = Vec::new();
    for from in 0..count {
        let mut ahead: Vec<usize> = (from + 1..count).collect();
        if from != Network::SOURCE {
            let wanted = (parameters.new_edge_share * ahead.len() as f64 * uniform()).ceil() as usize;
            draw_to_front(&mut ahead, wanted, &mut uniform);
        }
        let to_market = [land.market()].into_iter().filter(|&market| from != market && !ahead.contains(&market));
        edges.extend(ahead.iter().copied().chain(to_market).map(|to| Edge { from, to }));
    }
    edges.retain(|edge| edge.from != land.market());
    with_interception_by_degree(land, edges)
}

/// Keeps `wanted` items, drawn without replacement.
fn draw_to_front(items: &mut Vec<usize>, wanted: usize, uniform: &mut impl FnMut() -> f64) {
    let wanted = wanted.min(items.len());
    for position in 0..wanted {
        let remaining = (items.len() - position) as f64;
        items.swap(position, position + (uniform() * remaining) as usize);
    }
    items.truncate(wanted);
}

/// The nodes of `base` joined by `edges`, base interception probability 1 over in-degree.
pub(crate) fn with_interception_by_degree(base: Network, edges: Vec<Edge>) -> Result<Network, NetworkError> {
    let mut nodes = base.nodes().to_vec();
    for (number, node) in nodes.iter_mut().enumerate() {
        let senders = edges.iter().filter(|edge| edge.to == number).count();
        node.interception_probability = if senders > 0 { 1.0 / senders as f64 } else { 0.0 };
    }
    Network::new(nodes, edges)
}
