//! Top-down route optimisation: once a month each organisation consolidates or expands.
//!
//! On the sub-network {source, own nodes, market}, with M = price gain of an edge:
//!   loss L = sum over seized edges of Z (M - C);  tolerance T = lambda x max of F (M - C)
//!   L and T both 0: L = 0.1.  No flow at all: nothing changes.
//! L <= T, consolidate: of the n active edges, by risk, largest first, cut the first
//!   min(round(n L/(L + T)), n - 1). Never cut the primary edge (source -> node) of least risk (ties:
//!   largest flow) nor edges out of its receiver. If all surviving flow of a sender is cut, so are
//!   the edges into it.
//! L > T, expand: of the edges from active to inactive nodes open the k = min(max(ceil(L/T), 1),
//!   maximum, inactive nodes) with the largest M - C, then the new nodes' own edges and those from
//!   their receivers to the market.
//!
//! The 2018 program has three indexing errors in the expansion, which `Indexing::Original` keeps:
//! it looks up a node's receivers under its number within the organisation as if that were its
//! number in the network, writes the preference to the column of the receiver's position in the
//! list of inactive nodes, and opens the edges of the node at that position. It may so prefer pairs
//! that no edge joins; such a row then counts as having a preference. Two situations in which the
//! program stops with an error are softened: fewer candidates than edges to open (all are opened)
//! and a consolidation without an active primary edge (nothing is spared).
//!
//! Known weakness of the rule itself: more is cut the larger the loss, nothing when there is none.

use super::NarcoLogicParameters;
use super::geography::Geography;
use super::network::Network;
use super::rules::Indexing;

/// Preferred edges, set from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Preferences {
    /// Whether each edge is preferred.
    pub edge: Vec<bool>,
    /// Whether a node prefers a pair that no edge joins; only `Indexing::Original` sets it.
    pub prefers_a_non_edge: Vec<bool>,
}

/// The month that an organisation looks back on.
#[derive(Clone, Copy, Debug)]
pub struct MonthView<'a> {
    /// Flow that arrived, by edge.
    pub flow_kg: &'a [f64],
    /// Seized, by edge.
    pub seized_kg: &'a [f64],
    /// Transport cost, by edge.
    pub cost_usd_per_kg: &'a [f64],
    /// Perceived risk, by edge.
    pub risk: &'a [f64],
}

/// What stays the same over the run.
#[derive(Clone, Copy, Debug)]
pub struct NetworkContext<'a> {
    /// Nodes and edges.
    pub network: &'a Network,
    /// Prices and distances.
    pub geography: &'a Geography,
    /// Parameters.
    pub parameters: &'a NarcoLogicParameters,
}

/// An edge in use this month.
#[derive(Clone, Copy, Debug)]
struct Active {
    edge: usize,
    from: usize,
    to: usize,
}

/// An edge that expansion may open.
#[derive(Clone, Copy, Debug)]
struct Opening {
    net_margin_usd_per_kg: f64,
    from: usize,
    to: usize,
}

/// One organisation's part of the network, with room for its monthly decision.
#[derive(Clone, Debug)]
pub struct Organisation {
    owner: u8,
    /// Source, own nodes in number order, market.
    local: Vec<usize>,
    is_local: Vec<bool>,
    edges_by_receiver: Vec<usize>,
    active: Vec<Active>,
    is_active: Vec<bool>,
    inactive: Vec<usize>,
    openings: Vec<Opening>,
    cuts: Vec<usize>,
    surviving_out: Vec<usize>,
    cut_out: Vec<usize>,
}

impl Organisation {
    /// The sub-network of organisation `owner`.
    pub fn new(network: &Network, owner: u8) -> Self {
        let nodes = network.nodes().len();
        let is_local: Vec<bool> = (0..nodes)
            .map(|node| {
                node == Network::SOURCE || node == network.market() || network.nodes()[node].organisation == owner
            })
            .collect();
        let mut local: Vec<usize> = (0..nodes).filter(|&node| is_local[node] && node != network.market()).collect();
        local.push(network.market());
        let joins_local = |&edge: &usize| is_local[network.edges()[edge].from] && is_local[network.edges()[edge].to];
        let edges_by_receiver: Vec<usize> = network.edges_by_receiver().iter().copied().filter(joins_local).collect();
        let edges = edges_by_receiver.len();
        Self {
            owner,
            local,
            is_local,
            edges_by_receiver,
            active: Vec::with_capacity(edges),
            is_active: vec![false; nodes],
            inactive: Vec::with_capacity(nodes),
            openings: Vec::with_capacity(edges),
            cuts: Vec::with_capacity(edges),
            surviving_out: vec![0; nodes],
            cut_out: vec![0; nodes],
        }
    }

    /// The organisation's number.
    pub fn owner(&self) -> u8 {
        self.owner
    }

    /// Own nodes, source first, market last.
    pub fn nodes(&self) -> &[usize] {
        &self.local
    }

    /// Looks back on the month and changes the preferences for the next.
    pub fn optimise(
        &mut self,
        setting: &NetworkContext<'_>,
        month: &MonthView<'_>,
        indexing: Indexing,
        preferences: &mut Preferences,
    ) {
        self.list_active(setting.network, month);
        let Some((loss, tolerance)) = self.loss_and_tolerance(setting, month) else {
            return;
        };
        if loss <= tolerance {
            self.consolidate(loss / (loss + tolerance), setting.network, month, preferences);
        } else if loss > tolerance {
            self.expand(loss / tolerance, setting, month, indexing, preferences);
        }
    }

    /// Lists the edges that carried or lost something, by receiver, then sender.
    fn list_active(&mut self, network: &Network, month: &MonthView<'_>) {
        self.active.clear();
        for &edge in &self.edges_by_receiver {
            if month.flow_kg[edge] > 0.0 || month.seized_kg[edge] > 0.0 {
                let ends = network.edges()[edge];
                self.active.push(Active { edge, from: ends.from, to: ends.to });
            }
        }
    }

    /// L and T; nothing if no flow arrived anywhere.
    fn loss_and_tolerance(&self, setting: &NetworkContext<'_>, month: &MonthView<'_>) -> Option<(f64, f64)> {
        let parameters = setting.parameters;
        let net_margin = |edge: usize| setting.geography.margin_usd_per_kg[edge] - month.cost_usd_per_kg[edge];
        let loss: f64 = self
            .active
            .iter()
            .filter(|active| month.seized_kg[active.edge] > 0.0)
            .map(|active| month.seized_kg[active.edge] * net_margin(active.edge))
            .sum();
        let largest = self
            .active
            .iter()
            .filter(|active| month.flow_kg[active.edge] > 0.0)
            .map(|active| month.flow_kg[active.edge] * net_margin(active.edge))
            .reduce(f64::max)?;
        let tolerance = parameters.loss_tolerance_share * largest;
        let is_idle = loss == 0.0 && tolerance == 0.0;
        Some((if is_idle { parameters.loss_without_flow_usd } else { loss }, tolerance))
    }

    /// Cuts `share` of the active edges, the riskiest first.
    fn consolidate(&mut self, share: f64, network: &Network, month: &MonthView<'_>, preferences: &mut Preferences) {
        self.active.sort_by(|a, b| month.risk[b.edge].total_cmp(&month.risk[a.edge]));
        let most = self.active.len() as f64 - 1.0;
        let count = (self.active.len() as f64 * share).round().min(most).max(0.0) as usize;
        let spared = self.spared_primary(network, month);
        let is_cut = |active: &Active| spared.is_none_or(|kept| active.edge != kept.edge && active.from != kept.to);
        self.cuts.clear();
        self.cuts.extend((0..count).filter(|&position| is_cut(&self.active[position])));
        self.count_out_edges(month);
        for cut in 0..self.cuts.len() {
            let Active { edge, from: sender, .. } = self.active[self.cuts[cut]];
            preferences.edge[edge] = false;
            if self.surviving_out[sender] == self.cut_out[sender] {
                for &into in network.edges_into(sender) {
                    preferences.edge[into] &= !self.is_local[network.edges()[into].from];
                }
            }
            if self.surviving_out[sender] == 1 {
                for active in self.active.iter().filter(|active| active.to == sender) {
                    preferences.edge[active.edge] = false;
                }
            }
        }
    }

    /// The primary edge of least risk, then largest flow, then highest in the ranking.
    fn spared_primary(&self, network: &Network, month: &MonthView<'_>) -> Option<Active> {
        let is_primary = |active: &&Active| active.from == Network::SOURCE && active.to != network.market();
        self.active.iter().filter(is_primary).copied().reduce(|best, other| {
            let [best_key, other_key] =
                [best, other].map(|primary| (month.risk[primary.edge], -month.flow_kg[primary.edge]));
            if other_key < best_key { other } else { best }
        })
    }

    /// Counts, per sender, edges with flow left and edges about to be cut.
    fn count_out_edges(&mut self, month: &MonthView<'_>) {
        self.surviving_out.fill(0);
        self.cut_out.fill(0);
        for active in self.active.iter().filter(|active| month.flow_kg[active.edge] > 0.0) {
            self.surviving_out[active.from] += 1;
        }
        for &cut in &self.cuts {
            self.cut_out[self.active[cut].from] += 1;
        }
    }

    /// Opens edges to new nodes; `pressure` is L / T.
    fn expand(
        &mut self,
        pressure: f64,
        setting: &NetworkContext<'_>,
        month: &MonthView<'_>,
        indexing: Indexing,
        preferences: &mut Preferences,
    ) {
        let network = setting.network;
        self.list_inactive();
        let most = setting.parameters.expansion_max_nodes_per_month.min(self.inactive.len() as f64);
        let count = pressure.ceil().max(1.0).min(most) as usize;
        match indexing {
            Indexing::Original => self.list_openings_by_position(setting, month),
            Indexing::Corrected => self.list_openings(setting, month),
        }
        self.openings.sort_by(|a, b| b.net_margin_usd_per_kg.total_cmp(&a.net_margin_usd_per_kg));
        self.openings.truncate(count);
        for opening in &self.openings {
            match network.edge_between(opening.from, opening.to) {
                Some(edge) => preferences.edge[edge] = true,
                None => preferences.prefers_a_non_edge[opening.from] = true,
            }
        }
        for opening in &self.openings {
            self.open_edges_of(opening.to, network, preferences);
        }
    }

    /// Lists own nodes without activity; the market too, if nothing was sent there.
    fn list_inactive(&mut self) {
        self.is_active.fill(false);
        self.is_active[Network::SOURCE] = true;
        for active in &self.active {
            self.is_active[active.from] = true;
            self.is_active[active.to] = true;
        }
        self.inactive.clear();
        self.inactive.extend(self.local.iter().copied().filter(|&node| !self.is_active[node]));
    }

    /// Candidates by the authors' description: edges from active to inactive own nodes.
    fn list_openings(&mut self, setting: &NetworkContext<'_>, month: &MonthView<'_>) {
        let (network, geography) = (setting.network, setting.geography);
        self.openings.clear();
        for &edge in &self.edges_by_receiver {
            let ends = network.edges()[edge];
            let leads_on = self.is_active[ends.from] && !self.is_active[ends.to] && ends.to != network.market();
            if leads_on {
                let net_margin_usd_per_kg = geography.margin_usd_per_kg[edge] - month.cost_usd_per_kg[edge];
                self.openings.push(Opening { net_margin_usd_per_kg, from: ends.from, to: ends.to });
            }
        }
    }

    /// Candidates as the 2018 program finds them, positions and node numbers mixed up.
    fn list_openings_by_position(&mut self, setting: &NetworkContext<'_>, month: &MonthView<'_>) {
        let network = setting.network;
        self.openings.clear();
        let source_sends = self.active.iter().any(|active| active.from == Network::SOURCE);
        let first = if source_sends { 0 } else { 1 };
        let market = self.local.len() - 1;
        for sender in (first..market).filter(|&position| self.is_active[self.local[position]]) {
            // The sender's position is read as a node number.
            if !self.is_local[sender] {
                continue;
            }
            for (receiver, &node) in self.inactive.iter().enumerate() {
                if network.edge_between(sender, node).is_some() {
                    let (from, to) = (self.local[sender], self.local[receiver]);
                    let net_margin_usd_per_kg = pair_net_margin(from, to, setting, month);
                    self.openings.push(Opening { net_margin_usd_per_kg, from, to });
                }
            }
        }
    }

    /// Opens all own edges of `node`, and from their receivers to the market.
    fn open_edges_of(&self, node: usize, network: &Network, preferences: &mut Preferences) {
        for edge in network.edges_out_of(node) {
            let receiver = network.edges()[edge].to;
            if self.is_local[receiver] {
                preferences.edge[edge] = true;
                if let Some(onward) = network.edge_between(receiver, network.market()) {
                    preferences.edge[onward] = true;
                }
            }
        }
    }
}

/// M - C of a pair of nodes: pairs without an edge cost nothing, and against the numbering M is 0.
fn pair_net_margin(from: usize, to: usize, setting: &NetworkContext<'_>, month: &MonthView<'_>) -> f64 {
    let price = &setting.geography.price_usd_per_kg;
    let margin = if from < to { price[to] - price[from] } else { 0.0 };
    margin - setting.network.edge_between(from, to).map_or(0.0, |edge| month.cost_usd_per_kg[edge])
}
