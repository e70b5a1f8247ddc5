//! Open events and the star inequalities that they violate.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{EvasionProblem, by_destination};
use crate::graph::Graph;

/// f_scenario >= constant - sum coefficient x_site.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StarCut {
    pub(super) scenario: usize,
    pub(super) constant: f64,
    pub(super) coefficients: Vec<(usize, f64)>,
}

impl StarCut {
    /// What the inequality demands of f at a point.
    pub(super) fn demand(&self, sensors: &[f64]) -> f64 {
        self.constant - self.coefficients.iter().map(|&(site, factor)| factor * sensors[site]).sum::<f64>()
    }
}

/// Sums of x closer than this count as equal: finer frontiers lengthen the search, not the bound.
const FRONTIER_STEP: f64 = 1e-4;

/// A walk from a node to the destination: its probability, the sum of x over its arcs that are
/// assumed to hold no sensor, and how it goes on.
#[derive(Clone, Copy, Debug)]
struct Label {
    probability: f64,
    sensors: f64,
    node: usize,
    /// Site of the first arc if it is assumed to hold no sensor.
    unwatched_site: Option<usize>,
    next: Option<usize>,
}

/// A label in the queue: the most probable first, then the one with fewer sensors.
#[derive(Clone, Copy, Debug)]
struct Queued(Label);

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (&self.0, &other.0);
        left.probability
            .total_cmp(&right.probability)
            .then(right.sensors.total_cmp(&left.sensors))
            .then(right.node.cmp(&left.node))
    }
}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Queued {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Queued {}

/// Finds events and inequalities for one problem.
pub(super) struct EventSearch<'p> {
    problem: &'p EvasionProblem,
    reversed: Graph,
    site_of_arc: Vec<Option<usize>>,
    groups: Vec<(usize, Vec<usize>)>,
    settled: Vec<Label>,
    frontier: Vec<Vec<usize>>,
    queue: BinaryHeap<Queued>,
}

impl<'p> EventSearch<'p> {
    pub(super) fn new(problem: &'p EvasionProblem) -> Self {
        let mut site_of_arc = vec![None; problem.graph.arc_count()];
        for (number, site) in problem.sites.iter().enumerate() {
            site_of_arc[site.arc] = Some(number);
        }
        Self {
            problem,
            reversed: problem.graph.reversed(),
            site_of_arc,
            groups: by_destination(problem),
            settled: Vec::new(),
            frontier: vec![Vec::new(); problem.graph.node_count()],
            queue: BinaryHeap::new(),
        }
    }

    /// For every scenario the inequality that demands most at `sensors`, each in [0, 1].
    pub(super) fn cuts(&mut self, sensors: &[f64]) -> Vec<StarCut> {
        let mut cuts = Vec::new();
        for group in 0..self.groups.len() {
            self.search(self.groups[group].0, sensors);
            for position in 0..self.groups[group].1.len() {
                cuts.push(self.cut(self.groups[group].1[position]));
            }
        }
        cuts
    }

    /// Labels all walks to the destination that no other beats in probability and sensors.
    fn search(&mut self, destination: usize, sensors: &[f64]) {
        self.settled.clear();
        self.frontier.iter_mut().for_each(Vec::clear);
        self.queue.clear();
        let end = Label { probability: 1.0, sensors: 0.0, node: destination, unwatched_site: None, next: None };
        self.queue.push(Queued(end));
        while let Some(Queued(label)) = self.queue.pop() {
            if !self.improves(label.node, label.sensors) {
                continue;
            }
            let number = self.settled.len();
            self.settled.push(label);
            self.frontier[label.node].push(number);
            for position in 0..self.reversed.arcs_from(label.node).len() {
                self.extend(&label, number, self.reversed.arcs_from(label.node)[position], sensors);
            }
        }
    }

    /// Labels arrive in order of falling probability, so only fewer sensors help.
    fn improves(&self, node: usize, sensors: f64) -> bool {
        self.frontier[node].last().is_none_or(|&last| sensors < self.settled[last].sensors - FRONTIER_STEP)
    }

    fn extend(&mut self, label: &Label, number: usize, arc: usize, sensors: &[f64]) {
        let node = self.reversed.head(arc);
        let step = |probability: f64, sensors: f64, unwatched_site: Option<usize>| Label {
            probability: label.probability * probability,
            sensors: label.sensors + sensors,
            node,
            unwatched_site,
            next: Some(number),
        };
        match self.site_of_arc[arc] {
            None => self.offer(step(self.problem.evasion[arc], 0.0, None)),
            Some(site) => {
                self.offer(step(self.problem.evasion[arc], sensors[site], Some(site)));
                if sensors[site] > 0.0 {
                    self.offer(step(self.problem.sites[site].evasion_with_sensor, 0.0, None));
                }
            }
        }
    }

    fn offer(&mut self, label: Label) {
        if label.probability > 0.0 && label.sensors < 1.0 - FRONTIER_STEP && self.improves(label.node, label.sensors) {
            self.queue.push(Queued(label));
        }
    }

    fn cut(&self, scenario: usize) -> StarCut {
        let frontier = &self.frontier[self.problem.scenarios[scenario].origin];
        let mut cut = StarCut { scenario, constant: 0.0, coefficients: Vec::new() };
        for (position, &number) in frontier.iter().enumerate() {
            let next = frontier.get(position + 1).map_or(0.0, |&next| self.settled[next].probability);
            let drop = self.settled[number].probability - next;
            cut.constant += drop;
            let mut walk = Some(number);
            while let Some(label) = walk.map(|number| self.settled[number]) {
                cut.coefficients.extend(label.unwatched_site.map(|site| (site, drop)));
                walk = label.next;
            }
        }
        cut.coefficients.sort_unstable_by_key(|&(site, _)| site);
        cut.coefficients.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 += later.1;
            }
            same
        });
        cut
    }
}
