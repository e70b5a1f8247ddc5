//! Perceived risk: a Beta prior updated with the losses of the last months.
//!
//!   r = (n + alpha) / (sum of weights + alpha + beta),  n = weighted losses in the window
//!   before anything is known: r = 1 / (sum of weights + beta)
//!
//! The window is this month and the twelve before it. With a time weight below 1 the original gives
//! the *oldest* month the largest weight; `Weighting::NewestFirst` is the sensible order.

use super::NarcoLogicParameters;

/// Which end of the window a time weight below 1 favours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weighting {
    /// The oldest month weighs 1, as in the original program.
    OldestFirst,
    /// The newest month weighs 1.
    NewestFirst,
}

/// Losses of every edge in the window.
#[derive(Clone, Debug)]
pub struct Memory {
    edges: usize,
    weight_of_age: Vec<f64>,
    total_weight: f64,
    prior_losses: f64,
    prior_passages: f64,
    /// One block of all edges per month, used in turn.
    losses: Vec<f64>,
    newest: usize,
}

impl Memory {
    /// An empty memory of `edges` edges.
    pub fn new(edges: usize, parameters: &NarcoLogicParameters, weighting: Weighting) -> Self {
        let months = parameters.risk_memory_months.round().max(1.0) as usize;
        let weight = |age: usize| {
            let power = if weighting == Weighting::OldestFirst { months - 1 - age } else { age };
            parameters.time_weight.powf(power as f64)
        };
        let weight_of_age: Vec<f64> = (0..months).map(weight).collect();
        Self {
            edges,
            total_weight: weight_of_age.iter().sum(),
            weight_of_age,
            prior_losses: parameters.prior_losses_months,
            prior_passages: parameters.prior_passages_months,
            losses: vec![0.0; months * edges],
            newest: 0,
        }
    }

    /// Risk of an edge that nobody has used.
    pub fn initial_risk(&self) -> f64 {
        1.0 / (self.total_weight + self.prior_passages)
    }

    /// Forgets the oldest month and opens a new one without losses.
    pub fn begin_month(&mut self) {
        self.newest = (self.newest + 1) % self.weight_of_age.len();
        let start = self.newest * self.edges;
        self.losses[start..start + self.edges].fill(0.0);
    }

    /// Notes this month's loss on `edge`: 0 none, 1 all.
    pub fn record(&mut self, edge: usize, loss_share: f64) {
        self.losses[self.newest * self.edges + edge] = loss_share;
    }

    /// Perceived probability that a load on `edge` is lost.
    pub fn risk(&self, edge: usize) -> f64 {
        let months = self.weight_of_age.len();
        let loss = |(age, weight): (usize, &f64)| {
            let month = (self.newest + months - age) % months;
            weight * self.losses[month * self.edges + edge]
        };
        let losses: f64 = self.weight_of_age.iter().enumerate().map(loss).sum();
        (losses + self.prior_losses) / (self.total_weight + self.prior_losses + self.prior_passages)
    }
}
