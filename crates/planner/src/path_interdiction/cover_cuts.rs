//! Covering inequalities: a path that is too short needs interdiction.
//!
//! A path of length c(P) that has to reach z needs sum over P of d_a x_a >= z - c(P). Suppose the arcs Q
//! of it are interdicted; then the others still owe D = z - c(P) - d(Q), and for whole x
//!
//! ```text
//! sum over P \ Q of x_a                        >= 1                (cover: Israeli and Wood 2002)
//! sum over P \ Q of min(d_a, D) x_a            >= D                (knapsack cover: Carr et al. 2000)
//! sum over P \ Q of ceil(min(d_a, D) / m) x_a  >= ceil(D / m)      (the same, divided by m and rounded:
//!                                                                   Chvatal and Gomory)
//! ```
//!
//! hold for every Q and m > 0. The last says that two interdictions are needed where one cannot be
//! enough; no other formulation here knows that.
//!
//! Separation: the path and the Q for which the shares outside Q are smallest are a shortest path in a
//! network whose nodes are (node, length so far), where an arc is either passed as it is at the price
//! of its share, or delayed for nothing. Labels in order of price, dominated by shorter ones of lower
//! price, find it without that network being built; A* distances keep them few. A second search takes
//! the shortest path where each delay counts with its share.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::PathInterdiction;
use crate::shortest_path::ShortestPaths;

/// `sum of factor x >= demand`, over columns of the relaxation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CoverCut {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) demand: f64,
}

impl CoverCut {
    /// The left side at a point.
    pub(super) fn supply(&self, shares: &[f64]) -> f64 {
        self.terms.iter().map(|&(column, factor)| factor * shares[column]).sum()
    }

    /// Distance by which a point is cut off; negative when it is not.
    fn depth(&self, shares: &[f64]) -> f64 {
        let norm: f64 = self.terms.iter().map(|(_, factor)| factor * factor).sum();
        (self.demand - self.supply(shares)) / norm.sqrt().max(f64::MIN_POSITIVE)
    }

    fn is_violated(&self, shares: &[f64]) -> bool {
        self.supply(shares) <= WORTH_CUTTING * self.demand
    }
}

/// An inequality is added when the point supplies less than this share of its demand, so that rounds
/// of tiny steps end: speed only, since a whole point that violates a cover supplies nothing.
const WORTH_CUTTING: f64 = 0.98;

/// Inequalities found at one point: speed only.
const CUTS_PER_ROUND: usize = 60;

/// Interdictions supposed at most in the stronger inequalities: speed only.
const SUPPOSED_AT_MOST: usize = 4;

/// A share below this counts as none; the tolerance of HiGHS is larger.
const NO_SHARE: f64 = 1e-9;

/// A path on its way: the price paid, the length so far, and where it came from.
struct Label {
    price: f64,
    length: f64,
    node: usize,
    came_from: Option<Step>,
}

/// The last arc of a label, and whether it is supposed to be interdicted.
#[derive(Clone, Copy)]
struct Step {
    label: usize,
    arc: usize,
    supposed: bool,
}

/// A path that is too short, from the target back.
struct ShortPath {
    /// Arc, and whether it is supposed to be interdicted.
    arcs: Vec<(usize, bool)>,
}

/// Finds violated inequalities, with buffers that are used again.
pub(super) struct Separation<'p> {
    problem: &'p PathInterdiction,
    column_of: Vec<Option<usize>>,
    to_target: ShortestPaths,
    labels: Vec<Label>,
    shortest: Vec<f64>,
    queue: BinaryHeap<Reverse<(u64, u64, usize)>>,
    paths: ShortestPaths,
}

impl<'p> Separation<'p> {
    /// `arc_of` names the arc of each column.
    pub(super) fn new(problem: &'p PathInterdiction, arc_of: &[usize]) -> Self {
        let mut column_of = vec![None; problem.graph.arc_count()];
        arc_of.iter().enumerate().for_each(|(column, &arc)| column_of[arc] = Some(column));
        Self {
            problem,
            column_of,
            to_target: ShortestPaths::from_source(&problem.graph.reversed(), problem.target, |arc| problem.length[arc]),
            labels: Vec::new(),
            shortest: Vec::new(),
            queue: BinaryHeap::new(),
            paths: ShortestPaths::default(),
        }
    }

    /// Inequalities that `shares` violates when every path must reach `goal` and paths up to
    /// `too_short` do not. Each is found after the shares of the earlier ones were raised to satisfy
    /// them, so that they speak of different paths. One without terms says that no interdiction helps.
    pub(super) fn cuts(&mut self, shares: &[f64], goal: f64, too_short: f64) -> Vec<CoverCut> {
        let mut raised = shares.to_vec();
        let mut cuts = Vec::new();
        while cuts.len() < CUTS_PER_ROUND {
            let Some(cut) = self.cut(&raised, goal, too_short) else { break };
            let missing = cut.demand - cut.supply(&raised);
            let total: f64 = cut.terms.iter().map(|(_, factor)| factor).sum();
            let helpless = cut.terms.is_empty();
            for &(column, _) in &cut.terms {
                raised[column] += missing / total;
            }
            cuts.push(cut);
            if helpless {
                break;
            }
        }
        cuts
    }

    fn cut(&mut self, shares: &[f64], goal: f64, too_short: f64) -> Option<CoverCut> {
        if let Some(path) = self.cheapest_path(shares, too_short) {
            return Some(self.strongest(&path, shares, goal));
        }
        let path = self.shortest_path(shares, too_short)?;
        Some(self.strongest(&path, shares, goal)).filter(|cut| cut.is_violated(shares))
    }

    /// The path up to `too_short` whose shares outside the supposed arcs are smallest.
    fn cheapest_path(&mut self, shares: &[f64], too_short: f64) -> Option<ShortPath> {
        let problem = self.problem;
        self.labels.clear();
        self.queue.clear();
        self.shortest.clear();
        self.shortest.resize(problem.graph.node_count(), f64::INFINITY);
        self.reach(Label { price: 0.0, length: 0.0, node: problem.source, came_from: None }, too_short);
        while let Some(Reverse((_, _, number))) = self.queue.pop() {
            let Label { price, length, node, .. } = self.labels[number];
            if length >= self.shortest[node] {
                continue;
            }
            self.shortest[node] = length;
            if node == problem.target {
                return Some(self.trace(number));
            }
            for &arc in problem.graph.arcs_from(node) {
                let share = self.column_of[arc].map_or(0.0, |column| shares[column]);
                let mut pass = |price: f64, length: f64, supposed: bool| {
                    let came_from = Some(Step { label: number, arc, supposed });
                    self.reach(Label { price, length, node: problem.graph.head(arc), came_from }, too_short);
                };
                let length = length + problem.length[arc];
                pass(price + share, length, false);
                if share > NO_SHARE {
                    pass(price, length + problem.delay[arc], true);
                }
            }
        }
        None
    }

    fn reach(&mut self, label: Label, too_short: f64) {
        let is_near = label.length + self.to_target.distance(label.node) <= too_short;
        if is_near && label.price <= WORTH_CUTTING && label.length < self.shortest[label.node] {
            // Non-negative doubles order like their bits.
            self.queue.push(Reverse((label.price.to_bits(), label.length.to_bits(), self.labels.len())));
            self.labels.push(label);
        }
    }

    fn trace(&self, last: usize) -> ShortPath {
        let mut arcs = Vec::new();
        let mut number = last;
        while let Some(step) = self.labels[number].came_from {
            arcs.push((step.arc, step.supposed));
            number = step.label;
        }
        ShortPath { arcs }
    }

    /// The shortest path where each delay counts with its share.
    fn shortest_path(&mut self, shares: &[f64], too_short: f64) -> Option<ShortPath> {
        let problem = self.problem;
        let column_of = &self.column_of;
        let delay = |arc: usize| column_of[arc].map_or(0.0, |column| shares[column] * problem.delay[arc]);
        self.paths.run(&problem.graph, problem.source, Some(problem.target), |arc| problem.length[arc] + delay(arc));
        if self.paths.distance(problem.target) > too_short {
            return None;
        }
        Some(ShortPath {
            arcs: self.paths.path_to(&problem.graph, problem.target).into_iter().map(|arc| (arc, false)).collect(),
        })
    }

    /// The deepest inequality of a path.
    fn strongest(&self, path: &ShortPath, shares: &[f64], goal: f64) -> CoverCut {
        let length: f64 = path.arcs.iter().map(|&(arc, _)| self.problem.length[arc]).sum();
        let owed = goal - length;
        let mut best = self.cover(path, shares, owed);
        let mut depth = best.depth(shares);
        for cut in self.knapsack_covers(path, shares, owed) {
            let deeper = cut.depth(shares);
            if deeper > depth && cut.is_violated(shares) {
                (best, depth) = (cut, deeper);
            }
        }
        best
    }

    /// The plain cover. Arcs without a share are supposed interdicted too while the path stays too
    /// short, small delays first: the fewer arcs are left, the more it says.
    fn cover(&self, path: &ShortPath, shares: &[f64], owed: f64) -> CoverCut {
        let delay = |arc: usize| self.problem.delay[arc];
        let mut left = owed - path.arcs.iter().filter(|step| step.1).map(|step| delay(step.0)).sum::<f64>();
        let open = path.arcs.iter().filter(|step| !step.1);
        let mut open: Vec<(f64, usize)> =
            open.filter_map(|&(arc, _)| Some((delay(arc), self.column_of[arc]?))).collect();
        open.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        open.retain(|&(delay, column)| {
            let is_spared = shares[column] <= NO_SHARE && delay < left;
            left -= if is_spared { delay } else { 0.0 };
            !is_spared
        });
        CoverCut { terms: open.into_iter().map(|(_, column)| (column, 1.0)).collect(), demand: 1.0 }
    }

    /// Knapsack covers of a path, plain and rounded, where the arcs of largest share are supposed.
    fn knapsack_covers(&self, path: &ShortPath, shares: &[f64], owed: f64) -> Vec<CoverCut> {
        let column = |&(arc, _): &(usize, bool)| Some((self.problem.delay[arc], self.column_of[arc]?));
        let mut arcs: Vec<(f64, usize)> = path.arcs.iter().filter_map(column).collect();
        arcs.sort_by(|one, other| shares[other.1].total_cmp(&shares[one.1]).then(one.1.cmp(&other.1)));
        let mut cuts = Vec::new();
        let mut left = owed;
        for supposed in 0..=arcs.len().min(SUPPOSED_AT_MOST) {
            if left <= 0.0 {
                break;
            }
            let others = &arcs[supposed..];
            let terms = |factor: &dyn Fn(f64) -> f64| {
                others.iter().map(|&(delay, column)| (column, factor(delay.min(left)))).collect()
            };
            cuts.push(CoverCut { terms: terms(&|delay| delay / left), demand: 1.0 });
            let mut divisors: Vec<f64> = others.iter().map(|&(delay, _)| delay.min(left)).collect();
            divisors.sort_by(f64::total_cmp);
            divisors.dedup();
            for divisor in divisors {
                // A demand that is whole but for rounding errors must not be rounded up.
                let demand = (left / divisor - ROUNDING).ceil();
                if demand > LARGEST_DEMAND {
                    continue;
                }
                cuts.push(CoverCut { terms: terms(&|delay| (delay / divisor).ceil()), demand });
            }
            left -= arcs.get(supposed).map_or(left, |arc| arc.0);
        }
        cuts
    }
}

/// Error tolerated in a quotient of lengths.
const ROUNDING: f64 = 1e-9;

/// Rounded demands above this say little more than the plain one and strain the solver: speed only.
const LARGEST_DEMAND: f64 = 50.0;
