//! Cover search: is there an interdiction under which every path is longer than z?
//!
//! A path of length at most z, measured with a set Q of arcs delayed, shows that any such x holds
//! one of its arcs outside Q; Q may include arcs of the path itself as long as the path stays within z
//! (the lifted covers of Israeli and Wood). Dual ascent: give each arc its cost as a residual; find a path with
//! all arcs of residual zero delayed; lower the residuals of its other arcs by the smallest of them
//! and add that to the budget needed. When the need exceeds the budget, no x exists. Otherwise the
//! search branches on the arcs of the smallest constraint met: the first is interdicted; or it is
//! not and the second is; and so on. The ascent also ends with a set of arcs that makes every path
//! longer than z; if the budget allows it, z rises to what it achieves.

use super::nearby_path::NearbyPath;
use super::prepared::Goal;
use super::{PathInterdiction, shortest_path_under};
use crate::answer::{Limits, Stopwatch};
use crate::shortest_path::ShortestPaths;

/// What the search found.
pub(super) struct CoverAnswer {
    pub(super) interdicted: Vec<usize>,
    /// No interdiction makes the shortest path longer than this.
    pub(super) bound: f64,
    /// Whether the answer is proven within the gap asked for.
    #[cfg(feature = "highs")]
    pub(super) complete: bool,
}

/// Searches for the longest shortest path within the budget.
pub(super) fn search(problem: &PathInterdiction, budget: f64, goal: Goal, clock: &mut Stopwatch) -> CoverAnswer {
    let mut search = CoverSearch::new(problem, goal, clock);
    let root = search.root(budget);
    search.improve(&root, Vec::new());
    let complete = search.explore(&root);
    let bound = if complete { goal.bound(search.longest) } else { search.root_bound(&root) };
    CoverAnswer {
        interdicted: search.interdicted,
        bound,
        #[cfg(feature = "highs")]
        complete,
    }
}

/// A subproblem: arcs interdicted so far, arcs that may still be, budget left.
#[derive(Clone)]
struct Subproblem {
    interdicted: Vec<usize>,
    /// Cost of each arc: zero once interdicted, infinite once excluded.
    residual: Vec<f64>,
    budget_left: f64,
}

/// Outcome of a dual ascent.
enum Ascent {
    /// No interdiction of the subproblem makes every path longer.
    Impossible,
    /// The smallest constraint met; the residuals after the ascent.
    Undecided { constraint: Vec<usize> },
    /// Interdicting `arcs` makes every path longer and is affordable.
    Success { arcs: Vec<usize> },
}

struct CoverSearch<'p, 'c> {
    problem: &'p PathInterdiction,
    nearby: NearbyPath<'p>,
    clock: &'c mut Stopwatch,
    goal: Goal,
    /// Best value so far and the interdiction that achieves it.
    longest: f64,
    interdicted: Vec<usize>,
    delayed: Vec<bool>,
    residual: Vec<f64>,
    path: Vec<usize>,
}

impl<'p, 'c> CoverSearch<'p, 'c> {
    fn new(problem: &'p PathInterdiction, goal: Goal, clock: &'c mut Stopwatch) -> Self {
        Self {
            problem,
            nearby: NearbyPath::new(problem),
            clock,
            goal,
            longest: 0.0,
            interdicted: Vec::new(),
            delayed: Vec::new(),
            residual: Vec::new(),
            path: Vec::new(),
        }
    }

    fn root(&self, budget: f64) -> Subproblem {
        let residual = self.problem.interdiction_cost.iter().map(|cost| cost.unwrap_or(f64::INFINITY)).collect();
        Subproblem { interdicted: Vec::new(), residual, budget_left: budget }
    }

    /// Explores a subproblem to the end; false when a limit stopped it.
    fn explore(&mut self, subproblem: &Subproblem) -> bool {
        if !self.clock.allows_node() {
            return false;
        }
        let constraint = loop {
            match self.ascend(subproblem, self.goal.too_short(self.longest)) {
                Ascent::Impossible => return true,
                Ascent::Undecided { constraint } => break constraint,
                Ascent::Success { arcs } => self.improve(subproblem, arcs),
            }
        };
        let mut rest = subproblem.clone();
        for arc in constraint {
            let cost = rest.residual[arc];
            let mut child = rest.clone();
            child.residual[arc] = 0.0;
            child.interdicted.push(arc);
            child.budget_left -= cost;
            if child.budget_left >= 0.0 && !self.explore(&child) {
                return false;
            }
            rest.residual[arc] = f64::INFINITY;
        }
        true
    }

    fn improve(&mut self, subproblem: &Subproblem, arcs: Vec<usize>) {
        let interdicted = [subproblem.interdicted.as_slice(), &arcs].concat();
        self.longest = shortest_path_under(self.problem, &interdicted).0;
        self.interdicted = interdicted;
    }

    fn ascend(&mut self, subproblem: &Subproblem, limit: f64) -> Ascent {
        self.residual.clone_from(&subproblem.residual);
        self.delayed.clear();
        self.delayed.extend(subproblem.residual.iter().map(|&residual| residual == 0.0));
        let mut needed = 0.0;
        let mut smallest: Option<Vec<usize>> = None;
        let mut saturated: Vec<usize> = Vec::new();
        while let Some(length) = self.nearby.find(limit, &self.delayed, &mut self.path) {
            let constraint = self.constraint(limit - length);
            let step = constraint.iter().map(|&arc| self.residual[arc]).fold(f64::INFINITY, f64::min);
            needed += step;
            if needed > subproblem.budget_left {
                return Ascent::Impossible;
            }
            for &arc in &constraint {
                self.residual[arc] -= step;
                if self.residual[arc] <= 0.0 {
                    self.delayed[arc] = true;
                    saturated.push(arc);
                }
            }
            if smallest.as_ref().is_none_or(|best| constraint.len() < best.len()) {
                smallest = Some(constraint);
            }
        }
        let cost: f64 = saturated.iter().map(|&arc| subproblem.residual[arc]).sum();
        match smallest {
            Some(constraint) if cost > subproblem.budget_left => Ascent::Undecided { constraint },
            _ => Ascent::Success { arcs: saturated },
        }
    }

    /// Arcs of the path at hand of which one is needed. As many as possible are left out because the
    /// path would stay within the limit with all of them delayed, those of small delay first.
    fn constraint(&self, mut slack: f64) -> Vec<usize> {
        let open = |arc: &usize| self.residual[*arc].is_finite() && !self.delayed[*arc];
        let mut arcs: Vec<usize> = self.path.iter().copied().filter(open).collect();
        let delay = &self.problem.delay;
        arcs.sort_by(|&left, &right| delay[left].total_cmp(&delay[right]).then(left.cmp(&right)));
        let fits = |arc: &&usize| {
            slack -= delay[**arc];
            slack >= 0.0
        };
        let spared = arcs.iter().take_while(fits).count();
        arcs.split_off(spared)
    }

    /// The smallest length that dual ascent alone proves out of reach, by halving the range between
    /// the best value and the length with every arc delayed.
    fn root_bound(&mut self, root: &Subproblem) -> f64 {
        let all = |arc: usize| {
            let possible = root.residual[arc].is_finite();
            self.problem.length[arc] + if possible { self.problem.delay[arc] } else { 0.0 }
        };
        let everything = ShortestPaths::from_source(&self.problem.graph, self.problem.source, all);
        let (mut low, mut high) = (self.longest, everything.distance(self.problem.target));
        while high - low > Limits::PROVEN_GAP * high {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            match self.ascend(root, middle) {
                Ascent::Impossible => high = middle,
                _ => low = middle,
            }
        }
        high
    }
}
