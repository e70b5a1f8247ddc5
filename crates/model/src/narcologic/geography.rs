//! What follows from positions alone: distance, price, transport cost, first interdiction estimate.
//!
//!   PR(source) = producer price;  PR(j) = mean over senders i of PR(i) + a D(i,j)
//!   C(i,j) = rate x D(i,j) / D0,  D0 = D(source, market); rate by coast, ground or air
//!   p(i,j) = (LAT + COAST + REMOTE + DIST + BORDER) / 5, terms of the receiver j:
//!     LAT = 1 - w/max w, w = sqrt(0.9 lat^2 + 0.1 lon^2);  COAST = coast distance / max;
//!     REMOTE = 1 - population suitability;  BORDER = border suitability;  DIST = D / max D;
//!     source and end nodes have 0 in every node term.
//!
//! Prices never move in NarcoLogic. COAST makes nodes far from the coast likelier targets, against
//! the original's own comment; the published table leaves REMOTE at 1 and BORDER at 0.

use super::NarcoLogicParameters;
use super::network::{Network, Node, distance_km};

/// How a price is averaged over a sender that has no price yet, because its number is higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpricedSender {
    /// Such a sender counts as price 0, as in the original program.
    CountsAsZero,
    /// Such a sender is left out of the mean.
    LeftOut,
}

/// Constant properties of nodes and edges.
#[derive(Clone, Debug, PartialEq)]
pub struct Geography {
    /// Length of each edge.
    pub distance_km: Vec<f64>,
    /// Distance from source to market, whether or not an edge joins them.
    pub source_to_market_km: f64,
    /// Price at each node.
    pub price_usd_per_kg: Vec<f64>,
    /// Price at the receiver less price at the sender, by edge.
    pub margin_usd_per_kg: Vec<f64>,
    /// Transport cost of each edge before any risk premium.
    pub transport_cost_usd_per_kg: Vec<f64>,
    /// First estimate of the interdiction agent that targeting an edge succeeds.
    pub success_estimate: Vec<f64>,
}

impl Geography {
    /// Works out the properties of `network`.
    pub fn new(network: &Network, parameters: &NarcoLogicParameters, unpriced: UnpricedSender) -> Self {
        let nodes = network.nodes();
        let radius = parameters.earth_radius_km;
        let edges = network.edges();
        let distance: Vec<f64> =
            edges.iter().map(|edge| distance_km(&nodes[edge.from], &nodes[edge.to], radius)).collect();
        let source_to_market_km = distance_km(&nodes[Network::SOURCE], &nodes[network.market()], radius);
        let price = prices(network, &distance, parameters, unpriced);
        let cost = |edge: usize| {
            let ends = (&nodes[edges[edge].from], &nodes[edges[edge].to]);
            rate_usd_per_kg(ends, distance[edge], parameters) * distance[edge] / source_to_market_km
        };
        Self {
            transport_cost_usd_per_kg: (0..edges.len()).map(cost).collect(),
            margin_usd_per_kg: edges.iter().map(|edge| price[edge.to] - price[edge.from]).collect(),
            success_estimate: success_estimates(network, &distance, parameters),
            distance_km: distance,
            source_to_market_km,
            price_usd_per_kg: price,
        }
    }
}

/// Prices in node order; every sender but a sea waypoint has a lower number than its receivers.
fn prices(
    network: &Network,
    distance: &[f64],
    parameters: &NarcoLogicParameters,
    unpriced: UnpricedSender,
) -> Vec<f64> {
    let mut price = vec![0.0; network.nodes().len()];
    price[Network::SOURCE] = parameters.producer_price_usd_per_kg;
    for node in 0..price.len() {
        let (mut total, mut senders) = (0.0, 0_usize);
        for &edge in network.edges_into(node) {
            let from = network.edges()[edge].from;
            if from < node {
                total += price[from] + parameters.added_value_usd_per_kg_per_km * distance[edge];
                senders += 1;
            } else if unpriced == UnpricedSender::CountsAsZero {
                senders += 1;
            }
        }
        if node != Network::SOURCE && senders > 0 {
            price[node] = total / senders as f64;
        }
    }
    price
}

/// Transport cost for the distance source to market, by the means that the edge is travelled with.
fn rate_usd_per_kg(ends: (&Node, &Node), distance: f64, parameters: &NarcoLogicParameters) -> f64 {
    let is_coastal = |node: &Node| node.coast_distance_km < parameters.coast_distance_limit_km;
    if is_coastal(ends.0) && is_coastal(ends.1) {
        parameters.coast_cost_usd_per_kg
    } else if distance <= parameters.ground_distance_limit_km {
        parameters.ground_cost_usd_per_kg
    } else {
        parameters.air_cost_usd_per_kg
    }
}

/// The first estimate p of every edge.
fn success_estimates(network: &Network, distance: &[f64], parameters: &NarcoLogicParameters) -> Vec<f64> {
    let nodes = network.nodes();
    let northward = |node: &Node| {
        (parameters.latitude_weight * node.latitude_degrees.powi(2)
            + parameters.longitude_weight * node.longitude_degrees.powi(2))
        .sqrt()
    };
    let is_between = |node: usize| node != Network::SOURCE && !network.is_end(node);
    let farthest_north =
        (0..nodes.len()).filter(|&node| is_between(node)).map(|node| northward(&nodes[node])).fold(0.0, f64::max);
    let farthest_inland = nodes.iter().map(|node| node.coast_distance_km).fold(0.0, f64::max);
    let longest = distance.iter().copied().fold(0.0, f64::max);
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    // The terms are added in the order of the original, so that results agree to the last bit.
    let estimate = |(edge, ends): (usize, &super::Edge)| {
        let along = share(distance[edge], longest);
        if !is_between(ends.to) {
            return along / TERMS;
        }
        let node = &nodes[ends.to];
        let latitude = 1.0 - share(northward(node), farthest_north);
        let coast = share(node.coast_distance_km, farthest_inland);
        (latitude + coast + (1.0 - node.population_suitability) + along + node.border_suitability) / TERMS
    };
    network.edges().iter().enumerate().map(estimate).collect()
}

/// Number of terms in the mean that makes p.
const TERMS: f64 = 5.0;
