//! Branch and bound over the relaxation.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::EvasionProblem;
use super::events::{EventSearch, StarCut};
use super::placement::Placement;
use super::relaxation::{Point, Relaxation};
use crate::answer::{Limits, Stopwatch};
use crate::branching::{PseudoCosts, WHOLE, broken, is_whole};
use crate::error::PlannerError;

/// What the search found.
pub(super) struct Found {
    pub(super) sensors: Vec<usize>,
    pub(super) bound: f64,
    pub(super) root_bound: f64,
    pub(super) nodes: u64,
}

/// An inequality is added when it raises the objective's share of its scenario by this much,
/// relative to the incumbent: below it, rows cost more than they prove.
const WORTH_ADDING: f64 = 1e-7;

/// Rounds of inequalities stop when the last one closed less than this share of the gap.
const ROUND_PAYS: f64 = 0.01;

/// A subproblem: sensors fixed on the way, and the bound of its parent.
#[derive(Clone, Debug)]
struct Open {
    bound: f64,
    serial: u64,
    fixed: Vec<(usize, bool)>,
}

impl Ord for Open {
    /// The least bound first, then the newest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.serial.cmp(&other.serial))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

pub(super) fn search(problem: &EvasionProblem, budget: f64, limits: Limits) -> Result<Found, PlannerError> {
    let mut tree = Tree::new(problem, budget, limits);
    tree.run()?;
    let sensors = (0..problem.sites.len()).filter(|&site| tree.placed[site]).collect();
    Ok(Found { sensors, bound: tree.proven_bound(), root_bound: tree.root_bound, nodes: tree.nodes })
}

struct Tree<'p> {
    problem: &'p EvasionProblem,
    limits: Limits,
    clock: Stopwatch,
    events: EventSearch<'p>,
    relaxation: Relaxation<'p>,
    placement: Placement<'p>,
    root_bounds: Vec<(f64, f64)>,
    open: BinaryHeap<Open>,
    value: f64,
    placed: Vec<bool>,
    /// Least bound of the subproblems closed without branching.
    closed_bound: f64,
    root_bound: f64,
    nodes: u64,
    serial: u64,
    gains: PseudoCosts,
}

/// Sites that get trial branchings at a node, and how many trials make a site's gains reliable:
/// speed only.
const TRIAL_SITES: usize = 6;

impl<'p> Tree<'p> {
    fn new(problem: &'p EvasionProblem, budget: f64, limits: Limits) -> Self {
        let relaxation = Relaxation::new(problem, budget);
        let root_bounds = (0..problem.sites.len()).map(|site| relaxation.bounds(site)).collect();
        Self {
            problem,
            limits,
            clock: limits.start(),
            events: EventSearch::new(problem),
            relaxation,
            placement: Placement::new(problem, budget),
            root_bounds,
            open: BinaryHeap::new(),
            value: f64::INFINITY,
            placed: vec![false; problem.sites.len()],
            closed_bound: f64::INFINITY,
            root_bound: 0.0,
            nodes: 0,
            serial: 0,
            gains: PseudoCosts::new(problem.sites.len()),
        }
    }

    fn run(&mut self) -> Result<(), PlannerError> {
        self.try_placement(vec![false; self.placed.len()]);
        self.open.push(Open { bound: 0.0, serial: 0, fixed: Vec::new() });
        while let Some(node) = self.open.pop() {
            if !self.can_improve(node.bound) {
                self.closed_bound = self.closed_bound.min(node.bound);
                continue;
            }
            if !self.clock.allows_node() {
                self.open.push(node);
                return Ok(());
            }
            self.nodes += 1;
            self.process(node)?;
        }
        Ok(())
    }

    /// Least bound of all subproblems, closed or open.
    fn proven_bound(&self) -> f64 {
        let open = self.open.iter().map(|node| node.bound).fold(f64::INFINITY, f64::min);
        open.min(self.closed_bound).min(self.value)
    }

    fn can_improve(&self, bound: f64) -> bool {
        bound < self.value * (1.0 - self.limits.relative_gap)
    }

    fn process(&mut self, node: Open) -> Result<(), PlannerError> {
        self.fix(&node.fixed);
        let Some(point) = self.tighten(node.bound)? else { return Ok(()) };
        if node.fixed.is_empty() {
            self.root_bound = point.objective;
            self.improve_by_exchange(&point);
            self.fix_by_reduced_cost(&point);
        }
        if !self.can_improve(point.objective) {
            self.closed_bound = self.closed_bound.min(point.objective);
            return Ok(());
        }
        match self.choose(&point)? {
            Some(site) => self.branch(&node, &point, site),
            None => self.closed_bound = self.closed_bound.min(point.objective),
        }
        Ok(())
    }

    fn fix(&mut self, fixed: &[(usize, bool)]) {
        let mut bounds = self.root_bounds.clone();
        for &(site, with_sensor) in fixed {
            bounds[site] = if with_sensor { (1.0, 1.0) } else { (0.0, 0.0) };
        }
        for (site, bounds) in bounds.into_iter().enumerate() {
            self.relaxation.set_bounds(site, bounds);
        }
    }

    /// Solves the relaxation, adding violated inequalities while they pay. `None` when the
    /// subproblem is empty; its bound needs no note then.
    fn tighten(&mut self, known_bound: f64) -> Result<Option<Point>, PlannerError> {
        let mut previous = known_bound;
        loop {
            let Some(mut point) = self.relaxation.solve()? else { return Ok(None) };
            point.objective = point.objective.max(known_bound);
            if !self.can_improve(point.objective) || self.clock.is_over() {
                return Ok(Some(point));
            }
            let cuts = self.violated(&point);
            self.try_rounding(&point);
            if cuts.is_empty() {
                return Ok(Some(point));
            }
            let paid = point.objective - previous > ROUND_PAYS * (self.value - previous);
            let whole = point.sensors.iter().all(|&share| is_whole(share));
            self.relaxation.add(cuts)?;
            if !paid && !whole && previous > 0.0 {
                return Ok(Some(point));
            }
            previous = point.objective;
        }
    }

    fn violated(&mut self, point: &Point) -> Vec<StarCut> {
        let least = WORTH_ADDING * self.value;
        let mut cuts = self.events.cuts(&point.sensors);
        cuts.retain(|cut| {
            let violation = cut.demand(&point.sensors) - point.evasion[cut.scenario];
            violation * self.problem.scenarios[cut.scenario].probability > least
        });
        cuts
    }

    fn try_rounding(&mut self, point: &Point) {
        let placed = self.placement.round(&point.sensors);
        self.try_placement(placed);
    }

    fn try_placement(&mut self, placed: Vec<bool>) {
        let value = self.placement.evaluate(&placed, None);
        if value < self.value {
            (self.value, self.placed) = (value, placed);
        }
    }

    fn improve_by_exchange(&mut self, point: &Point) {
        let rounded = self.placement.round(&point.sensors);
        for start in [rounded, self.placed.clone()] {
            let (value, placed) = self.placement.exchange(start);
            if value < self.value {
                (self.value, self.placed) = (value, placed);
            }
        }
    }

    /// Fixes sensors whose reduced cost at the root shows that moving them costs more than the gap.
    fn fix_by_reduced_cost(&mut self, point: &Point) {
        let gap = self.value - point.objective;
        for site in 0..self.root_bounds.len() {
            let (share, cost) = (point.sensors[site], point.reduced_cost[site]);
            if share <= WHOLE && cost > gap {
                self.root_bounds[site].1 = 0.0;
            }
            if share >= 1.0 - WHOLE && -cost > gap {
                self.root_bounds[site].0 = self.root_bounds[site].1;
            }
        }
    }

    /// The site to branch on; `None` when the point is whole and hence exact.
    fn choose(&mut self, point: &Point) -> Result<Option<usize>, PlannerError> {
        let sites = broken(&point.sensors);
        let untried = self.gains.untried(&sites, TRIAL_SITES);
        for site in untried {
            self.try_branching(point, site)?;
        }
        Ok(self.gains.best(&sites, &point.sensors))
    }

    /// Looks a few steps into both branches of a site to learn its gains.
    fn try_branching(&mut self, point: &Point, site: usize) -> Result<(), PlannerError> {
        let before = self.relaxation.bounds(site);
        for with_sensor in [false, true] {
            let (end, distance) =
                if with_sensor { (1.0, 1.0 - point.sensors[site]) } else { (0.0, point.sensors[site]) };
            self.relaxation.set_bounds(site, (end, end));
            let reached = self.relaxation.estimate()?.unwrap_or(self.value);
            self.gains.note(site, with_sensor, distance, (reached - point.objective).max(0.0));
        }
        self.relaxation.set_bounds(site, before);
        Ok(())
    }

    fn branch(&mut self, node: &Open, point: &Point, site: usize) {
        for with_sensor in [false, true] {
            self.serial += 1;
            let fixed = [node.fixed.as_slice(), &[(site, with_sensor)]].concat();
            self.open.push(Open { bound: point.objective, serial: self.serial, fixed });
        }
    }
}
