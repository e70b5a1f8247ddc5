//! Placements by rounding and exchange.

use super::{EvasionProblem, by_destination};
use crate::graph::Graph;
use crate::shortest_path::ShortestPaths;

/// Evaluates placements and improves them.
pub(super) struct Placement<'p> {
    problem: &'p EvasionProblem,
    budget: f64,
    reversed: Graph,
    groups: Vec<(usize, Vec<usize>)>,
    bare_length: Vec<f64>,
    watched_length: Vec<f64>,
    length: Vec<f64>,
    paths: ShortestPaths,
    site_of_arc: Vec<Option<usize>>,
}

impl<'p> Placement<'p> {
    pub(super) fn new(problem: &'p EvasionProblem, budget: f64) -> Self {
        let bare_length: Vec<f64> = problem.evasion.iter().map(|evasion| -evasion.ln()).collect();
        let mut site_of_arc = vec![None; bare_length.len()];
        for (number, site) in problem.sites.iter().enumerate() {
            site_of_arc[site.arc] = Some(number);
        }
        Self {
            problem,
            budget,
            reversed: problem.graph.reversed(),
            groups: by_destination(problem),
            watched_length: problem.sites.iter().map(|site| -site.evasion_with_sensor.ln()).collect(),
            length: bare_length.clone(),
            bare_length,
            paths: ShortestPaths::default(),
            site_of_arc,
        }
    }

    /// Probability of evasion; `usage` receives, per site, the probability that evaders use it.
    pub(super) fn evaluate(&mut self, placed: &[bool], mut usage: Option<&mut Vec<f64>>) -> f64 {
        self.length.clone_from(&self.bare_length);
        for (number, site) in self.problem.sites.iter().enumerate().filter(|(number, _)| placed[*number]) {
            self.length[site.arc] = self.watched_length[number];
        }
        let mut total = 0.0;
        for (destination, scenarios) in &self.groups {
            self.paths.run(&self.reversed, *destination, None, |arc| self.length[arc]);
            for &scenario in scenarios {
                let evader = self.problem.scenarios[scenario];
                let success = evader.probability * (-self.paths.distance(evader.origin)).exp();
                total += success;
                if let Some(usage) = usage.as_deref_mut() {
                    let arcs = self.paths.path_to(&self.reversed, evader.origin);
                    arcs.iter().filter_map(|&arc| self.site_of_arc[arc]).for_each(|site| usage[site] += success);
                }
            }
        }
        total
    }

    /// Sites in order of the fractional placement, as many as the budget allows.
    pub(super) fn round(&self, fractional: &[f64]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..fractional.len()).collect();
        order.sort_by(|&left, &right| fractional[right].total_cmp(&fractional[left]).then(left.cmp(&right)));
        let mut placed = vec![false; fractional.len()];
        self.fill(&mut placed, &order);
        placed
    }

    fn cost(&self, placed: &[bool]) -> f64 {
        self.problem.sites.iter().zip(placed).filter(|(_, placed)| **placed).map(|(site, _)| site.cost).sum()
    }

    fn fill(&self, placed: &mut [bool], order: &[usize]) {
        let mut left = self.budget - self.cost(placed);
        for &site in order {
            let cost = self.problem.sites[site].cost;
            if !placed[site] && cost <= left {
                placed[site] = true;
                left -= cost;
            }
        }
    }

    /// Exchanges one sensor for another while that lowers the probability of evasion. Sensors are
    /// tried in the order in which they are missed least; replacements are the sites that evaders
    /// then use most.
    pub(super) fn exchange(&mut self, mut placed: Vec<bool>) -> (f64, Vec<bool>) {
        let mut value = self.evaluate(&placed, None);
        'improved: loop {
            for out in self.least_missed(&mut placed) {
                placed[out] = false;
                let mut usage = vec![0.0; placed.len()];
                self.evaluate(&placed, Some(&mut usage));
                let spare = self.budget - self.cost(&placed);
                for site in most_used(&usage, &placed) {
                    if site == out || self.problem.sites[site].cost > spare {
                        continue;
                    }
                    placed[site] = true;
                    let candidate = self.evaluate(&placed, None);
                    if candidate < value * (1.0 - f64::EPSILON) {
                        value = candidate;
                        continue 'improved;
                    }
                    placed[site] = false;
                }
                placed[out] = true;
            }
            return (value, placed);
        }
    }

    fn least_missed(&mut self, placed: &mut [bool]) -> Vec<usize> {
        let mut loss: Vec<(f64, usize)> = Vec::new();
        for site in 0..placed.len() {
            if placed[site] {
                placed[site] = false;
                loss.push((self.evaluate(placed, None), site));
                placed[site] = true;
            }
        }
        loss.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
        loss.into_iter().map(|(_, site)| site).take(EXCHANGE_WIDTH).collect()
    }
}

/// How many sensors, and how many replacements each, an exchange tries: speed only.
const EXCHANGE_WIDTH: usize = 10;

fn most_used(usage: &[f64], placed: &[bool]) -> Vec<usize> {
    let mut sites: Vec<usize> = (0..usage.len()).filter(|&site| usage[site] > 0.0 && !placed[site]).collect();
    sites.sort_by(|&left, &right| usage[right].total_cmp(&usage[left]).then(left.cmp(&right)));
    sites.truncate(EXCHANGE_WIDTH);
    sites
}
