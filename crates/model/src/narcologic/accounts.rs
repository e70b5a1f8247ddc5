//! The money of nodes. Book-keeping only: in NarcoLogic it feeds back into nothing.
//!
//!   revenue = sum F PR(j);  cost = sum (F + Z) C;  every receiver's capital falls by F PR(j)
//!   margin = revenue - cost + min(capital, 0);  bribe = max(share x margin, 0), not at the source
//!   capital = max(capital, 0) + margin - bribe;  at the source capital + margin

use super::network::Network;

/// Capital, margins and bribes.
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    /// Capital of each node.
    pub capital_usd: Vec<f64>,
    /// Margin of each node this month.
    pub margin_usd: Vec<f64>,
    /// Bribes paid at each node this month.
    pub bribe_usd: Vec<f64>,
}

impl Accounts {
    /// Accounts of `nodes` nodes without capital.
    pub fn new(nodes: usize) -> Self {
        Self { capital_usd: vec![0.0; nodes], margin_usd: vec![0.0; nodes], bribe_usd: vec![0.0; nodes] }
    }

    /// Closes last month's margins and bribes.
    pub fn begin_month(&mut self) {
        self.margin_usd.fill(0.0);
        self.bribe_usd.fill(0.0);
    }

    /// A receiver pays for what arrived.
    pub fn pay(&mut self, receiver: usize, amount_usd: f64) {
        self.capital_usd[receiver] -= amount_usd;
    }

    /// A sender settles its month.
    pub fn settle(&mut self, node: usize, revenue_usd: f64, cost_usd: f64, bribe_share: f64) {
        let margin = revenue_usd - cost_usd + self.capital_usd[node].min(0.0);
        self.margin_usd[node] = margin;
        if node == Network::SOURCE {
            self.capital_usd[node] += margin;
        } else {
            self.bribe_usd[node] = (bribe_share * margin).max(0.0);
            self.capital_usd[node] = self.capital_usd[node].max(0.0) + margin - self.bribe_usd[node];
        }
    }
}
