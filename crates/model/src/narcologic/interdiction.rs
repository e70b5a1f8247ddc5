//! The interdiction agent: it revisits where it seized, fills up with the edges it thinks best,
//! learns from success and gets capacity by result.
//!
//! Targets:   R = edges with a seizure last month, largest first, at most cap
//!            threshold = 75th percentile of p (50th if R is empty although something was seized
//!            before), linear interpolation at (k - 0.5)/n
//!            then the edges with the largest p above the threshold, until cap edges are targeted;
//!            ties by receiver, then sender
//! Learning:  p <- (1 - ls) p + ls [Z > 0]  on targeted edges
//! Capacity:  cap <- clip(ceil((1 - ls) cap + ls cap x), min, max)
//!            x = sum Z / (g x outflow of the source), or 1 less that where capacity answers misses

use super::NarcoLogicParameters;
use super::network::Network;

/// How capacity answers to results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CapacityRule {
    /// Capacity follows success relative to the target share (the authors' model 1, the default).
    #[default]
    FollowsSuccess,
    /// Meant to grow when the target is missed (the authors' model 2); as the factor never exceeds
    /// 1, it can only shrink.
    AnswersMisses,
}

/// State of the interdiction agent.
#[derive(Clone, Debug)]
pub struct Interdiction {
    capacity_edges: f64,
    estimate: Vec<f64>,
    targets: Vec<usize>,
    is_targeted: Vec<bool>,
    has_seized: bool,
    rule: CapacityRule,
    scratch_values: Vec<f64>,
    scratch_edges: Vec<usize>,
}

impl Interdiction {
    /// An agent at minimum capacity with first estimates `estimate`.
    pub fn new(estimate: Vec<f64>, parameters: &NarcoLogicParameters, rule: CapacityRule) -> Self {
        let edges = estimate.len();
        Self {
            capacity_edges: parameters.interdiction_capacity_min_edges,
            estimate,
            targets: Vec::with_capacity(edges),
            is_targeted: vec![false; edges],
            has_seized: false,
            rule,
            scratch_values: Vec::with_capacity(edges),
            scratch_edges: Vec::with_capacity(edges),
        }
    }

    /// Edges that can be targeted this month.
    pub fn capacity_edges(&self) -> f64 {
        self.capacity_edges
    }

    /// The edges targeted this month.
    pub fn targets(&self) -> &[usize] {
        &self.targets
    }

    /// Whether `edge` is targeted this month.
    pub fn is_targeted(&self, edge: usize) -> bool {
        self.is_targeted[edge]
    }

    /// Takes `edge` off the list: nothing moved where the agent waited.
    pub fn stand_down(&mut self, edge: usize) {
        self.is_targeted[edge] = false;
    }

    /// Chooses this month's targets from last month's seizures and the estimates.
    pub fn choose_targets(&mut self, network: &Network, seized_kg: &[f64], parameters: &NarcoLogicParameters) {
        let capacity = self.capacity_edges as usize;
        self.targets.clear();
        self.is_targeted.fill(false);
        self.targets.extend(network.edges_by_receiver().iter().copied().filter(|&edge| seized_kg[edge] > 0.0));
        self.targets.sort_by(|&a, &b| seized_kg[b].total_cmp(&seized_kg[a]));
        self.targets.truncate(capacity);
        for &edge in &self.targets {
            self.is_targeted[edge] = true;
        }
        let nothing_to_revisit = self.targets.is_empty() && self.has_seized;
        let quantile = if nothing_to_revisit {
            parameters.eligible_quantile_without_revisit
        } else {
            parameters.eligible_quantile
        };
        self.add_best_above(quantile, network, capacity);
    }

    /// Adds the edges of best estimate, strictly above the quantile, until capacity is used.
    fn add_best_above(&mut self, quantile: f64, network: &Network, capacity: usize) {
        self.scratch_values.clear();
        self.scratch_values.extend(self.estimate.iter().copied().filter(|&estimate| estimate != 0.0));
        let Some(threshold) = interpolated_quantile(&mut self.scratch_values, quantile) else {
            return;
        };
        let eligible = |&edge: &usize| self.estimate[edge] > threshold && !self.is_targeted[edge];
        self.scratch_edges.clear();
        self.scratch_edges.extend(network.edges_by_receiver().iter().copied().filter(eligible));
        let estimate = &self.estimate;
        self.scratch_edges.sort_by(|&a, &b| estimate[b].total_cmp(&estimate[a]));
        self.scratch_edges.truncate(capacity.saturating_sub(self.targets.len()));
        for &edge in &self.scratch_edges {
            self.is_targeted[edge] = true;
            self.targets.push(edge);
        }
    }

    /// Learns from the month: `seized_kg` by edge, and what left the source.
    pub fn learn(&mut self, seized_kg: &[f64], source_outflow_kg: f64, parameters: &NarcoLogicParameters) {
        let rate = parameters.interdiction_learning_share;
        for &edge in &self.targets {
            if self.is_targeted[edge] {
                let success = if seized_kg[edge] > 0.0 { 1.0 } else { 0.0 };
                self.estimate[edge] = (1.0 - rate) * self.estimate[edge] + rate * success;
            }
        }
        let seized: f64 = seized_kg.iter().sum();
        self.has_seized |= seized > 0.0;
        let attained = seized / (parameters.target_seizure_share * source_outflow_kg);
        let answer = match self.rule {
            CapacityRule::FollowsSuccess => attained,
            CapacityRule::AnswersMisses => 1.0 - attained,
        };
        let wanted = ((1.0 - rate) * self.capacity_edges + rate * self.capacity_edges * answer).ceil();
        // `max` turns the NaN of a month without outflow into the minimum, as in the original.
        self.capacity_edges =
            wanted.max(parameters.interdiction_capacity_min_edges).min(parameters.interdiction_capacity_max_edges);
    }
}

/// Quantile by linear interpolation, value k of n standing at (k - 0.5)/n. Reorders `values`.
pub(super) fn interpolated_quantile(values: &mut [f64], quantile: f64) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let position = (values.len() as f64 * quantile - 0.5).clamp(0.0, values.len() as f64 - 1.0);
    let below = position.floor() as usize;
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
    Some(low + (position - below as f64) * (high - low))
}
