//! What a month adds up to.

use super::network::Network;
use super::simulation::Simulation;

/// Totals of one month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MonthTotals {
    /// Month; the first that is simulated is 2.
    pub month: u32,
    /// What left the source.
    pub source_outflow_kg: f64,
    /// What reached the market or another end node.
    pub delivered_kg: f64,
    /// Seized on any edge.
    pub seized_kg: f64,
    /// Seizures at the receivers' prices.
    pub seized_value_usd: f64,
    /// Edges with a seizure.
    pub seizures: usize,
    /// Edges targeted by interdiction, less those where the agent waited in vain.
    pub targeted_edges: usize,
    /// Interdiction capacity of the month.
    pub capacity_edges: f64,
    /// Edges that carried or lost something.
    pub active_edges: usize,
    /// Nodes between source and ends that something was sent to.
    pub active_nodes: usize,
    /// Receivers that the source sent to.
    pub source_receivers: usize,
    /// Stock left at source and intermediate nodes, before production.
    pub stock_kg: f64,
    /// Edges that organisations preferred in the month.
    pub preferred_edges: usize,
}

impl Simulation<'_> {
    /// Adds up the month, before the ends are emptied.
    pub(super) fn totals(&self) -> MonthTotals {
        let edges = self.network.edges();
        let price = |edge: usize| self.geography.price_usd_per_kg[edges[edge].to];
        let is_seized = |&edge: &usize| self.seized_kg[edge] > 0.0;
        let is_active = |&edge: &usize| self.flow_kg[edge] > 0.0 || self.seized_kg[edge] > 0.0;
        let all = 0..edges.len();
        let stock_of = |is_end: bool| -> f64 {
            let nodes = (0..self.stock_kg.len()).filter(|&node| self.network.is_end(node) == is_end);
            nodes.map(|node| self.stock_kg[node]).sum()
        };
        MonthTotals {
            month: self.month,
            source_outflow_kg: self.outflow_kg[Network::SOURCE],
            delivered_kg: stock_of(true),
            seized_kg: self.seized_kg.iter().sum(),
            seized_value_usd: all.clone().map(|edge| self.seized_kg[edge] * price(edge)).sum(),
            seizures: all.clone().filter(is_seized).count(),
            targeted_edges: all.clone().filter(|&edge| self.interdiction.is_targeted(edge)).count(),
            capacity_edges: self.interdiction.capacity_edges(),
            active_edges: all.clone().filter(is_active).count(),
            active_nodes: (0..self.stock_kg.len()).filter(|&node| self.is_active_between(node)).count(),
            source_receivers: self.network.edges_out_of(Network::SOURCE).filter(is_active).count(),
            stock_kg: stock_of(false),
            preferred_edges: self.preferences.edge.iter().filter(|&&is_preferred| is_preferred).count(),
        }
    }

    /// Whether `node`, between source and ends, got something or lost it on the way there.
    fn is_active_between(&self, node: usize) -> bool {
        let is_used = |&edge: &usize| self.flow_kg[edge] > 0.0 || self.seized_kg[edge] > 0.0;
        node != Network::SOURCE && !self.network.is_end(node) && self.network.edges_into(node).iter().any(is_used)
    }
}
