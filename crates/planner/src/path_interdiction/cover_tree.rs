//! Cover branch and cut: can an affordable interdiction lift every path to the goal?
//!
//! The relaxation asks for the cheapest one; more than the budget at a node closes it, an affordable
//! one raises the goal. Inequalities for a lower goal hold for every higher one, so the tree goes on
//! with all of them. When no node is left, the goal is out of reach.

use super::core::{by_falling_share, take_if_affordable};
use super::cover::CoverAnswer;
use super::cover_cuts::{CoverCut, Separation};
use super::cover_relaxation::{Point, Relaxation, UNAFFORDABLE};
use super::prepared::Goal;
use super::{PathInterdiction, shortest_path_under};
use crate::answer::Stopwatch;
use crate::branching::{PseudoCosts, WHOLE, broken, is_whole};
use crate::error::PlannerError;

/// Rounds of inequalities stop after so many that closed little: speed only.
const POOR_ROUNDS: usize = 3;

/// A round is poor when it closed less than this share of what is left up to the budget: speed only.
const ROUND_PAYS: f64 = 0.01;

/// Columns that get trial branchings at a node: speed only.
const TRIAL_COLUMNS: usize = 8;

/// Nodes before the size of the tree is judged: speed only.
const NODES_BEFORE_JUDGING: f64 = 50.0;

/// A subproblem: columns fixed on the way.
struct Open {
    fixed: Vec<(usize, bool)>,
    /// Its part of the tree: halved by every split.
    weight: f64,
}

/// What one node came to.
enum Outcome {
    Closed,
    Undecided(Point),
    OutOfTime,
}

/// Searches for an interdiction better than `start`, on the paths below `ceiling`, which none exceeds.
/// Gives up when the tree promises to have more than `largest_tree` nodes.
pub(super) fn search(
    problem: &PathInterdiction,
    budget: f64,
    start: Vec<usize>,
    goal: Goal,
    ceiling: f64,
    largest_tree: f64,
    clock: Stopwatch,
) -> Result<CoverAnswer, PlannerError> {
    let mut tree = Tree { largest_tree, ..Tree::new(problem, budget, start, goal, ceiling, clock) };
    let complete = tree.run()?;
    let bound = if complete { tree.goal.bound(tree.longest).min(ceiling) } else { ceiling };
    Ok(CoverAnswer { interdicted: tree.interdicted, bound, complete })
}

struct Tree<'p> {
    problem: &'p PathInterdiction,
    budget: f64,
    goal: Goal,
    ceiling: f64,
    clock: Stopwatch,
    arc_of: Vec<usize>,
    separation: Separation<'p>,
    relaxation: Relaxation,
    /// Bounds that hold in the whole tree.
    root_bounds: Vec<(f64, f64)>,
    gains: PseudoCosts,
    interdicted: Vec<usize>,
    longest: f64,
    largest_tree: f64,
    nodes: f64,
    /// Part of the tree that is closed.
    closed_weight: f64,
}

impl<'p> Tree<'p> {
    fn new(
        problem: &'p PathInterdiction,
        budget: f64,
        start: Vec<usize>,
        goal: Goal,
        ceiling: f64,
        clock: Stopwatch,
    ) -> Self {
        let costs = problem.interdiction_cost.iter().enumerate();
        let (arc_of, cost): (Vec<usize>, Vec<f64>) =
            costs.filter_map(|(arc, cost)| Some((arc, (*cost)? / budget))).unzip();
        Self {
            problem,
            budget,
            goal,
            ceiling,
            clock,
            separation: Separation::new(problem, &arc_of),
            root_bounds: vec![(0.0, 1.0); arc_of.len()],
            gains: PseudoCosts::new(arc_of.len()),
            relaxation: Relaxation::new(cost),
            arc_of,
            longest: shortest_path_under(problem, &start).0,
            interdicted: start,
            largest_tree: f64::INFINITY,
            nodes: 0.0,
            closed_weight: 0.0,
        }
    }

    /// Explores the whole tree; false when a limit stopped it.
    fn run(&mut self) -> Result<bool, PlannerError> {
        let mut open = vec![Open { fixed: Vec::new(), weight: 1.0 }];
        while let Some(node) = open.pop() {
            if self.longest >= self.ceiling {
                return Ok(true);
            }
            if self.is_too_large() || !self.clock.allows_node() {
                return Ok(false);
            }
            self.nodes += 1.0;
            self.fix(&node.fixed);
            match self.tighten()? {
                Outcome::Closed => self.closed_weight += node.weight,
                Outcome::OutOfTime => return Ok(false),
                Outcome::Undecided(point) => self.branch(node, &point, &mut open)?,
            }
        }
        Ok(true)
    }

    /// Whether the tree promises to be larger than is worth its while: the nodes so far over their part
    /// of the tree (Knuth 1975, Math. Comp. 29(129)).
    fn is_too_large(&self) -> bool {
        self.nodes >= NODES_BEFORE_JUDGING && self.nodes > self.largest_tree * self.closed_weight
    }

    fn fix(&mut self, fixed: &[(usize, bool)]) {
        let mut bounds = self.root_bounds.clone();
        for &(column, interdicted) in fixed {
            bounds[column] = if interdicted { (1.0, 1.0) } else { (0.0, 0.0) };
        }
        for (column, bounds) in bounds.into_iter().enumerate() {
            self.relaxation.set_bounds(column, bounds);
        }
    }

    /// Solves the relaxation, adding violated inequalities while they pay.
    fn tighten(&mut self) -> Result<Outcome, PlannerError> {
        let mut previous = 0.0;
        let mut poor_rounds = 0;
        loop {
            if self.clock.is_over() {
                return Ok(Outcome::OutOfTime);
            }
            let Some(point) = self.relaxation.solve()? else { return Ok(Outcome::Closed) };
            self.try_rounding(&point);
            if self.longest >= self.ceiling {
                return Ok(Outcome::Closed);
            }
            let cuts = self.violated(&point);
            if cuts.iter().any(|cut| cut.terms.is_empty()) {
                return Ok(Outcome::Closed);
            }
            let whole = point.shares.iter().all(|&share| is_whole(share));
            if cuts.is_empty() {
                // A whole point without a path that is too short costs more than the budget by less than
                // the tolerance: rounding would have taken it otherwise.
                return Ok(if whole { Outcome::Closed } else { Outcome::Undecided(point) });
            }
            let paid = point.cost - previous > ROUND_PAYS * (UNAFFORDABLE - previous);
            poor_rounds = if paid { 0 } else { poor_rounds + 1 };
            self.relaxation.add(cuts)?;
            if poor_rounds >= POOR_ROUNDS && !whole {
                return Ok(Outcome::Undecided(point));
            }
            previous = point.cost;
        }
    }

    fn violated(&mut self, point: &Point) -> Vec<CoverCut> {
        self.separation.cuts(&point.shares, self.goal.length(self.longest), self.goal.too_short(self.longest))
    }

    /// Arcs by falling share while the budget lasts, then arcs of the shortest path of largest delay.
    fn try_rounding(&mut self, point: &Point) {
        let shared = point.shares.iter().copied().zip(self.arc_of.iter().copied()).filter(|(share, _)| *share > WHOLE);
        let (mut interdicted, mut left) = by_falling_share(self.problem, self.budget, shared);
        loop {
            let (length, path) = shortest_path_under(self.problem, &interdicted);
            if length > self.longest {
                (self.longest, self.interdicted) = (length, interdicted.clone());
            }
            let open = path.into_iter().filter(|arc| !interdicted.contains(arc));
            let affordable = open.filter(|&arc| self.problem.interdiction_cost[arc].is_some_and(|cost| cost <= left));
            let delay = |arc: usize| self.problem.delay[arc];
            let Some(arc) = affordable.max_by(|&one, &other| delay(one).total_cmp(&delay(other)).then(other.cmp(&one)))
            else {
                return;
            };
            take_if_affordable(self.problem, arc, &mut left, &mut interdicted);
        }
    }

    /// Fixes what moving would make unaffordable, then splits on a column.
    fn branch(&mut self, node: Open, point: &Point, open: &mut Vec<Open>) -> Result<(), PlannerError> {
        let mut fixed = node.fixed;
        let is_root = fixed.is_empty();
        for (column, interdicted) in self.dear_to_move(point) {
            if is_root {
                let end = f64::from(u8::from(interdicted));
                self.root_bounds[column] = (end, end);
            } else {
                fixed.push((column, interdicted));
            }
        }
        let columns = broken(&point.shares);
        let untried = self.gains.untried(&columns, TRIAL_COLUMNS);
        for column in untried {
            if let Some(forced) = self.try_branching(point, column)? {
                fixed.push((column, forced));
                open.push(Open { fixed, weight: node.weight });
                return Ok(());
            }
        }
        // An undecided point has a broken share; were there none, the node would have to be looked at again.
        let Some(column) = self.gains.best(&columns, &point.shares) else {
            open.push(Open { fixed, weight: node.weight });
            return Ok(());
        };
        for interdicted in [false, true] {
            let fixed = [fixed.as_slice(), &[(column, interdicted)]].concat();
            open.push(Open { fixed, weight: node.weight / 2.0 });
        }
        Ok(())
    }

    /// Columns whose reduced cost shows that leaving their bound costs more than the budget.
    fn dear_to_move(&self, point: &Point) -> Vec<(usize, bool)> {
        let dear = |&column: &usize| {
            let (share, cost) = (point.shares[column], point.reduced_cost[column]);
            let is_free = self.relaxation.bounds(column) == (0.0, 1.0);
            let leaves_zero = share <= WHOLE && point.cost + cost > UNAFFORDABLE;
            let leaves_one = share >= 1.0 - WHOLE && point.cost - cost > UNAFFORDABLE;
            is_free && (leaves_zero || leaves_one)
        };
        (0..point.shares.len()).filter(dear).map(|column| (column, point.shares[column] > 0.5)).collect()
    }

    /// Looks a few steps into both branches of a column to learn its gains. When one of them is
    /// closed, the side that is left.
    fn try_branching(&mut self, point: &Point, column: usize) -> Result<Option<bool>, PlannerError> {
        let before = self.relaxation.bounds(column);
        let mut forced = None;
        for interdicted in [false, true] {
            let share = point.shares[column];
            let (end, distance) = if interdicted { (1.0, 1.0 - share) } else { (0.0, share) };
            self.relaxation.set_bounds(column, (end, end));
            match self.relaxation.estimate()? {
                Some(cost) => self.gains.note(column, interdicted, distance, (cost - point.cost).max(0.0)),
                None => {
                    self.gains.note(column, interdicted, distance, UNAFFORDABLE - point.cost);
                    forced = Some(!interdicted);
                }
            }
        }
        self.relaxation.set_bounds(column, before);
        Ok(forced)
    }
}
