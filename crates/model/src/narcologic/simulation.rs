//! A run of NarcoLogic, month by month.
//!
//! A month (t = 2, 3, ...; month 1 is the initial state):
//!   A  interdiction picks targets                                         (`interdiction`)
//!   B  nodes in number order send their stock on                          (`pass`, `choice`)
//!      and lose what is seized; perceived risk is updated                 (`memory`)
//!   C  risk premium RP <- max((1 - lr) RP + lr (r/r0)^2, 1) on all edges, transport cost follows
//!   D  interdiction learns                                                (`interdiction`)
//!   E  organisations consolidate or expand                                (`organisation`)
//!   F  production K s0 e^(g a) / (K + s0 (e^(g a) - 1)), a = whole years; ends are emptied

use super::accounts::Accounts;
use super::choice::{Choice, Valuation};
use super::geography::{Geography, UnpricedSender};
use super::interdiction::Interdiction;
use super::memory::{Memory, Weighting};
use super::network::Network;
use super::organisation::{MonthView, NetworkContext, Organisation, Preferences};
use super::rules::{CostRule, Indexing, MemoryRule, Rules};
use super::totals::MonthTotals;
use super::{Draw, NarcoLogicParameters};

/// Months in a year.
const MONTHS_PER_YEAR: u32 = 12;

/// A run in progress.
#[derive(Clone, Debug)]
pub struct Simulation<'a> {
    pub(super) network: &'a Network,
    pub(super) parameters: &'a NarcoLogicParameters,
    pub(super) rules: Rules,
    pub(super) geography: Geography,
    pub(super) valuation: Valuation,
    pub(super) month: u32,
    pub(super) supplied_kg: f64,
    pub(super) stock_kg: Vec<f64>,
    pub(super) arrived_kg: Vec<f64>,
    pub(super) flow_kg: Vec<f64>,
    pub(super) seized_kg: Vec<f64>,
    pub(super) outflow_kg: Vec<f64>,
    pub(super) cost_usd_per_kg: Vec<f64>,
    pub(super) risk: Vec<f64>,
    pub(super) risk_premium: Vec<f64>,
    pub(super) memory: Memory,
    pub(super) interdiction: Interdiction,
    pub(super) preferences: Preferences,
    pub(super) organisations: [Organisation; 2],
    pub(super) choice: Choice,
    pub(super) accounts: Accounts,
}

impl<'a> Simulation<'a> {
    /// A run at its first month.
    pub fn new(network: &'a Network, parameters: &'a NarcoLogicParameters, rules: Rules) -> Self {
        let (unpriced, weighting) = match rules.indexing {
            Indexing::Original => (UnpricedSender::CountsAsZero, Weighting::OldestFirst),
            Indexing::Corrected => (UnpricedSender::LeftOut, Weighting::NewestFirst),
        };
        let geography = Geography::new(network, parameters, unpriced);
        let edges = network.edges().len();
        let nodes = network.nodes().len();
        let memory = Memory::new(edges, parameters, weighting);
        let mut stock_kg = vec![0.0; nodes];
        stock_kg[Network::SOURCE] = parameters.initial_stock_kg;
        Self {
            network,
            parameters,
            rules,
            valuation: Valuation {
                local_thinking: parameters.local_thinking_coefficient,
                salience_offset_usd: parameters.salience_offset_usd,
                capacity_kg: parameters.edge_capacity_kg_per_month,
            },
            month: 1,
            supplied_kg: parameters.initial_stock_kg,
            stock_kg,
            arrived_kg: vec![0.0; nodes],
            flow_kg: vec![0.0; edges],
            seized_kg: vec![0.0; edges],
            outflow_kg: vec![0.0; nodes],
            cost_usd_per_kg: geography.transport_cost_usd_per_kg.clone(),
            risk: vec![memory.initial_risk(); edges],
            risk_premium: vec![1.0; edges],
            memory,
            interdiction: Interdiction::new(geography.success_estimate.clone(), parameters, rules.capacity),
            preferences: initial_preferences(network, &geography),
            organisations: [1, 2].map(|owner| Organisation::new(network, owner)),
            choice: Choice::default(),
            accounts: Accounts::new(nodes),
            geography,
        }
    }

    /// Simulates the next month; `draw` answers each random draw that the rules ask for with a number
    /// from [0, 1).
    pub fn step(&mut self, draw: &dyn Fn(Draw) -> f64) -> MonthTotals {
        self.month += 1;
        self.begin_month();
        self.pass(draw);
        if self.rules.memory != MemoryRule::TargetedWhileUsed {
            self.remember_everywhere();
        }
        let totals = self.totals();
        self.optimise_routes();
        self.update_costs();
        self.interdiction.learn(&self.seized_kg, totals.source_outflow_kg, self.parameters);
        self.supply();
        totals
    }

    /// The month simulated last.
    pub fn month(&self) -> u32 {
        self.month
    }

    /// Flow that arrived, by edge, in the month simulated last.
    pub fn flow_kg(&self) -> &[f64] {
        &self.flow_kg
    }

    /// Seized, by edge, in the month simulated last.
    pub fn seized_kg(&self) -> &[f64] {
        &self.seized_kg
    }

    /// What each node sent in the month simulated last, seized part included.
    pub fn outflow_kg(&self) -> &[f64] {
        &self.outflow_kg
    }

    /// Stock of each node, production for the next month included.
    pub fn stock_kg(&self) -> &[f64] {
        &self.stock_kg
    }

    /// All that was put at the source so far: first stock and production.
    pub fn supplied_kg(&self) -> f64 {
        self.supplied_kg
    }

    /// Transport cost of each edge in the next month.
    pub fn cost_usd_per_kg(&self) -> &[f64] {
        &self.cost_usd_per_kg
    }

    /// Perceived risk of each edge.
    pub fn risk(&self) -> &[f64] {
        &self.risk
    }

    /// Money of the nodes.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Prices, distances and first costs.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }

    /// Clears last month and lets interdiction choose.
    fn begin_month(&mut self) {
        self.interdiction.choose_targets(self.network, &self.seized_kg, self.parameters);
        self.memory.begin_month();
        if self.rules.memory != MemoryRule::LossesOnAll {
            // Here traffickers remember where they were targeted, whether or not they lost anything.
            for &edge in self.interdiction.targets() {
                self.memory.record(edge, 1.0);
            }
        }
        self.flow_kg.fill(0.0);
        self.seized_kg.fill(0.0);
        self.outflow_kg.fill(0.0);
        self.accounts.begin_month();
    }

    /// Recalls every edge, used or not, so that an edge that rests is forgiven.
    fn remember_everywhere(&mut self) {
        for edge in 0..self.risk.len() {
            let sent = self.flow_kg[edge] + self.seized_kg[edge];
            if sent > 0.0 && self.rules.memory == MemoryRule::LossesOnAll {
                self.memory.record(edge, self.seized_kg[edge] / sent);
            }
            self.risk[edge] = self.memory.risk(edge);
        }
    }

    /// Lets both organisations look back. In the original the market edge of the source stands in
    /// both blocks, and the second organisation's view of it replaces the first's.
    fn optimise_routes(&mut self) {
        let setting = NetworkContext { network: self.network, geography: &self.geography, parameters: self.parameters };
        let view = MonthView {
            flow_kg: &self.flow_kg,
            seized_kg: &self.seized_kg,
            cost_usd_per_kg: &self.cost_usd_per_kg,
            risk: &self.risk,
        };
        let direct = self.network.edge_between(Network::SOURCE, self.network.market());
        for organisation in &mut self.organisations {
            let direct_before = direct.map(|edge| self.preferences.edge[edge]);
            organisation.optimise(&setting, &view, self.rules.indexing, &mut self.preferences);
            let is_overwritten = organisation.owner() == 1 && self.rules.indexing == Indexing::Original;
            if let (Some(edge), Some(before), true) = (direct, direct_before, is_overwritten) {
                self.preferences.edge[edge] = before;
            }
        }
    }

    /// Risk premium and transport cost of the next month. In the original the cost is multiplied by
    /// the premium every month and never falls; repaired, it is the first cost times the premium.
    fn update_costs(&mut self) {
        let rate = self.parameters.trafficker_learning_share;
        for edge in 0..self.risk.len() {
            let relative = self.risk[edge] / self.parameters.risk_threshold_share;
            let premium = (1.0 - rate) * self.risk_premium[edge] + rate * relative.powf(self.parameters.risk_exponent);
            self.risk_premium[edge] = premium.max(1.0);
            let base = match self.rules.cost {
                CostRule::Ratchet => self.cost_usd_per_kg[edge],
                CostRule::Relaxing => self.geography.transport_cost_usd_per_kg[edge],
            };
            self.cost_usd_per_kg[edge] = base * self.risk_premium[edge];
        }
    }

    /// Adds next month's production and empties the ends.
    fn supply(&mut self) {
        let production = production_kg(self.month, self.parameters);
        self.stock_kg[Network::SOURCE] += production;
        self.supplied_kg += production;
        for node in 0..self.stock_kg.len() {
            if self.network.is_end(node) {
                self.stock_kg[node] = 0.0;
            }
        }
    }
}

/// Production that reaches the source for the month after `month`.
fn production_kg(month: u32, parameters: &NarcoLogicParameters) -> f64 {
    let years = f64::from(month / MONTHS_PER_YEAR);
    let growth = (parameters.production_growth_per_year * years).exp();
    let (ceiling, start) = (parameters.production_ceiling_kg_per_month, parameters.initial_stock_kg);
    ceiling * start * growth / (ceiling + start * (growth - 1.0))
}

/// At first each organisation prefers its dearest node, and every node the ends that it reaches.
fn initial_preferences(network: &Network, geography: &Geography) -> Preferences {
    let nodes = network.nodes();
    let dearest = [1, 2].map(|owner| {
        let own = network.edges_out_of(Network::SOURCE).filter(|&edge| {
            let receiver = network.edges()[edge].to;
            nodes[receiver].organisation == owner && !network.is_end(receiver)
        });
        own.map(|edge| geography.margin_usd_per_kg[edge]).reduce(f64::max)
    });
    let is_preferred = |(edge, ends): (usize, &super::Edge)| {
        let owner = usize::from(nodes[ends.to].organisation);
        let is_primary =
            ends.from == Network::SOURCE && owner > 0 && dearest[owner - 1] == Some(geography.margin_usd_per_kg[edge]);
        network.is_end(ends.to) || is_primary
    };
    Preferences {
        edge: network.edges().iter().enumerate().map(is_preferred).collect(),
        prefers_a_non_edge: vec![false; nodes.len()],
    }
}

impl Simulation<'_> {
    /// Adds up the month, before the ends are emptied.
    fn totals(&self) -> MonthTotals {
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
