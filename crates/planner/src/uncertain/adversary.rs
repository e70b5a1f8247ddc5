//! How the adversary answers an outcome, and what further hits would change.

use highs::Sense;

use crate::error::PlannerError;
use crate::flow_interdiction::{FlowInterdiction, remaining_flow};
use crate::max_flow::FlowNetwork;
use crate::path_interdiction::{PathInterdiction, shortest_path_under};
use crate::shortest_path::ShortestPaths;

/// The adversary's answer to one outcome: its value with the arcs hit, and what hitting further arcs
/// would change, as value + sum effect_a x_a at the trial point's complement.
pub(super) struct Response {
    pub(super) value: f64,
    /// The answer's value if nothing were hit, and the effect of a hit on each arc it uses.
    pub(super) untouched: f64,
    pub(super) effects: Vec<(usize, f64)>,
}

pub(super) trait Adversary {
    /// Minimise for flows, maximise for paths.
    const SENSE: Sense;
    fn respond(&mut self, hit: &[usize]) -> Response;
    /// Sum of all numbers that a response may add up.
    fn numbers(&self) -> f64;
    /// The value alone, by a routine that is no part of the search.
    fn recheck(&self, hit: &[usize]) -> Result<f64, PlannerError>;

    fn is_better(value: f64, known: f64) -> bool {
        match Self::SENSE {
            Sense::Minimise => value < known,
            Sense::Maximise => value > known,
        }
    }
}

pub(super) struct FlowAdversary<'p> {
    problem: &'p FlowInterdiction,
    network: FlowNetwork,
}

impl<'p> FlowAdversary<'p> {
    pub(super) fn new(problem: &'p FlowInterdiction) -> Self {
        Self { problem, network: FlowNetwork::new(&problem.graph) }
    }
}

impl Adversary for FlowAdversary<'_> {
    const SENSE: Sense = Sense::Minimise;

    fn respond(&mut self, hit: &[usize]) -> Response {
        let mut capacity = self.problem.capacity.clone();
        hit.iter().for_each(|&arc| capacity[arc] = 0.0);
        let value = self.network.solve(self.problem.source, self.problem.sink, |arc| capacity[arc]);
        let used = (0..capacity.len()).filter(|&arc| self.network.flow(arc) > 0.0);
        let effects = used.map(|arc| (arc, -self.network.flow(arc))).collect();
        Response { value, untouched: value, effects }
    }

    fn numbers(&self) -> f64 {
        self.problem.capacity.iter().sum()
    }

    fn recheck(&self, hit: &[usize]) -> Result<f64, PlannerError> {
        remaining_flow(self.problem, hit)
    }
}

pub(super) struct PathAdversary<'p> {
    problem: &'p PathInterdiction,
    paths: ShortestPaths,
}

impl<'p> PathAdversary<'p> {
    pub(super) fn new(problem: &'p PathInterdiction) -> Self {
        Self { problem, paths: ShortestPaths::default() }
    }
}

impl Adversary for PathAdversary<'_> {
    const SENSE: Sense = Sense::Maximise;

    fn respond(&mut self, hit: &[usize]) -> Response {
        let problem = self.problem;
        let mut length = problem.length.clone();
        hit.iter().for_each(|&arc| length[arc] += problem.delay[arc]);
        self.paths.run(&problem.graph, problem.source, Some(problem.target), |arc| length[arc]);
        let path = self.paths.path_to(&problem.graph, problem.target);
        let untouched = path.iter().map(|&arc| problem.length[arc]).sum();
        let effects = path.iter().map(|&arc| (arc, problem.delay[arc])).collect();
        Response { value: self.paths.distance(problem.target), untouched, effects }
    }

    fn numbers(&self) -> f64 {
        self.problem.length.iter().chain(&self.problem.delay).sum()
    }

    fn recheck(&self, hit: &[usize]) -> Result<f64, PlannerError> {
        Ok(shortest_path_under(self.problem, hit).0)
    }
}
