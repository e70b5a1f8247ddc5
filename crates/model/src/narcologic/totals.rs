//! What a month adds up to.

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
