//! The trafficking pass: nodes in number order send their stock on and lose what is seized.
//!
//! Candidates of the source: all preferred edges; for an organisation without one, all of its edges.
//! Candidates of other nodes: preferred edges to the same organisation or an end; else all such edges.
//! Valuation, selection and split are in `choice`.

use super::Draw;
use super::choice::Candidate;
use super::network::Network;
use super::rules::{Indexing, MemoryRule, ResidueRule, SeizureRule};
use super::simulation::Simulation;

impl Simulation<'_> {
    /// Mass that counts as nothing; the original ships any rounding residue.
    fn negligible_kg(&self) -> f64 {
        match self.rules.residue {
            ResidueRule::Shipped => 0.0,
            ResidueRule::Ignored => self.parameters.negligible_kg,
        }
    }

    /// Sends every node's stock on, in number order.
    pub(super) fn pass(&mut self, draw: &dyn Fn(Draw) -> f64) {
        for node in (0..self.network.nodes().len()).filter(|&node| !self.network.is_end(node)) {
            self.stock_kg[node] += std::mem::take(&mut self.arrived_kg[node]);
            if self.stock_kg[node] > self.negligible_kg() {
                self.send(node, draw);
            }
        }
        for (stock, arrived) in self.stock_kg.iter_mut().zip(&mut self.arrived_kg) {
            *stock += std::mem::take(arrived);
        }
    }

    /// Moves the stock of `node` to the receivers that it chooses.
    fn send(&mut self, node: usize, draw: &dyn Fn(Draw) -> f64) {
        self.list_candidates(node);
        if self.choice.candidates.is_empty() {
            return;
        }
        let stock = self.stock_kg[node];
        self.choice.decide(stock, &self.valuation);
        let mut sent = 0.0;
        for &position in &self.choice.selected {
            let Candidate { edge, share, .. } = self.choice.candidates[position];
            let flow = (share * stock).min(self.valuation.capacity_kg);
            if flow > self.negligible_kg() {
                self.flow_kg[edge] = flow;
                sent += flow;
            }
        }
        self.stock_kg[node] -= sent;
        self.outflow_kg[node] = sent;
        match self.rules.seizure {
            SeizureRule::WholeFlow => self.seize_whole_flows(),
            SeizureRule::Shipments => self.seize_shipments(draw),
        }
        self.deliver(node);
        if self.rules.memory == MemoryRule::TargetedWhileUsed {
            for &position in &self.choice.selected {
                let edge = self.choice.candidates[position].edge;
                self.risk[edge] = self.memory.risk(edge);
            }
        }
    }

    /// Lists the receivers that the source considers.
    fn list_source_candidates(&mut self) {
        for edge in self.network.edges_out_of(Network::SOURCE) {
            if self.preferences.edge[edge] {
                self.choice.candidates.push(self.candidate(edge));
            }
        }
        for owner in [1, 2] {
            let mut candidates = self.choice.candidates.iter();
            if !candidates.any(|candidate| candidate.organisation == owner) {
                self.add_source_fallback(owner);
            }
        }
    }

    /// Lists the receivers that `node` considers.
    fn list_candidates(&mut self, node: usize) {
        self.choice.candidates.clear();
        if node == Network::SOURCE {
            self.list_source_candidates();
            return;
        }
        let out = self.network.edges_out_of(node);
        let owner = self.network.nodes()[node].organisation;
        let is_open = |edge: usize| {
            let receiver = self.network.edges()[edge].to;
            self.network.nodes()[receiver].organisation == owner || self.network.is_end(receiver)
        };
        let has_preference = out.clone().any(|edge| is_open(edge) && self.preferences.edge[edge]);
        if !has_preference && self.rules.indexing == Indexing::Original && self.prefers_something_else(node) {
            return;
        }
        for edge in out.filter(|&edge| is_open(edge) && self.preferences.edge[edge] == has_preference) {
            self.choice.candidates.push(self.candidate(edge));
        }
    }

    /// Whether the node's row of preferences has an entry that it cannot follow. The original then
    /// looks for edges as preferred as that entry, finds none, and the stock stays.
    fn prefers_something_else(&self, node: usize) -> bool {
        self.preferences.prefers_a_non_edge[node]
            || self.network.edges_out_of(node).any(|edge| self.preferences.edge[edge])
    }

    /// Adds source edges for an organisation that has no preferred one: all of its edges. The
    /// original reads positions in the organisation's list as node numbers and so adds others; a
    /// number that names no edge, or an edge already listed, is passed over here.
    fn add_source_fallback(&mut self, owner: u8) {
        let members = &self.organisations[usize::from(owner) - 1].nodes()[1..];
        let members = &members[..members.len() - 1];
        for (position, &member) in members.iter().enumerate() {
            let receiver = if self.rules.indexing == Indexing::Original { position } else { member };
            let Some(edge) = self.network.edge_between(Network::SOURCE, receiver) else {
                continue;
            };
            if !self.choice.candidates.iter().any(|candidate| candidate.edge == edge) {
                let candidate = self.candidate(edge);
                self.choice.candidates.push(candidate);
            }
        }
    }

    /// What the sender knows about an edge.
    fn candidate(&self, edge: usize) -> Candidate {
        Candidate {
            edge,
            organisation: self.network.nodes()[self.network.edges()[edge].to].organisation,
            margin_usd_per_kg: self.geography.margin_usd_per_kg[edge],
            cost_usd_per_kg: self.cost_usd_per_kg[edge],
            risk: self.risk[edge],
            is_preferred: self.preferences.edge[edge],
            value_usd: 0.0,
            share: 0.0,
        }
    }

    /// Takes the whole flow of every targeted edge; the agent goes home if no edge had any.
    fn seize_whole_flows(&mut self) {
        let selected = self.choice.selected.iter().map(|&position| self.choice.candidates[position].edge);
        let mut seized = 0.0;
        for edge in selected.clone().filter(|&edge| self.interdiction.is_targeted(edge)) {
            self.seized_kg[edge] = self.flow_kg[edge];
            self.flow_kg[edge] = 0.0;
            seized += self.seized_kg[edge];
        }
        if seized == 0.0 {
            for edge in selected {
                if self.interdiction.is_targeted(edge) {
                    self.interdiction.stand_down(edge);
                    self.memory.record(edge, 0.0);
                }
            }
        }
    }

    /// Splits the flow of every targeted edge into shipments and draws each one's fate.
    fn seize_shipments(&mut self, draw: &dyn Fn(Draw) -> f64) {
        for &position in &self.choice.selected {
            let edge = self.choice.candidates[position].edge;
            if !self.interdiction.is_targeted(edge) || self.flow_kg[edge] == 0.0 {
                continue;
            }
            let receiver = &self.network.nodes()[self.network.edges()[edge].to];
            let probability = (self.parameters.interception_multiplier * receiver.interception_probability).min(1.0);
            let shipments = (self.flow_kg[edge] / self.parameters.shipment_size_kg).round().max(1.0) as u32;
            let is_lost = |&shipment: &u32| draw(Draw { month: self.month, edge, shipment }) < probability;
            let lost = (0..shipments).filter(is_lost).count();
            self.seized_kg[edge] = self.flow_kg[edge] * lost as f64 / f64::from(shipments);
            self.flow_kg[edge] -= self.seized_kg[edge];
        }
    }

    /// Hands over what was not seized and settles the sender's accounts.
    fn deliver(&mut self, node: usize) {
        let (mut revenue, mut cost) = (0.0, 0.0);
        for &position in &self.choice.selected {
            let edge = self.choice.candidates[position].edge;
            let receiver = self.network.edges()[edge].to;
            let value = self.flow_kg[edge] * self.geography.price_usd_per_kg[receiver];
            self.arrived_kg[receiver] += self.flow_kg[edge];
            self.accounts.pay(receiver, value);
            revenue += value;
            cost += (self.flow_kg[edge] + self.seized_kg[edge]) * self.cost_usd_per_kg[edge];
        }
        self.accounts.settle(node, revenue, cost, self.parameters.bribe_share);
    }
}
