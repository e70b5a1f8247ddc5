//! Interdiction that succeeds only with a probability (needs the feature `highs`).
//!
//! Model: each attempt on arc a succeeds independently with probability s_a; the adversary sees the
//! outcome and answers it. The interdictor chooses attempts x within the budget to minimise the
//! expected maximum flow (Cormican, Morton and Wood 1998, Oper. Res. 46(2)) or to maximise the expected
//! shortest path.
//!
//! Algorithm: sample average approximation (Janjarassuk and Linderoth 2008, Networks 52(3)). N outcomes
//! are drawn; one estimate t_k per outcome; Benders cuts from the adversary's answer:
//! - flow: t_k >= F - sum over arcs attempted, successful in k, of flow_a x_a, where the flow avoids the
//!   arcs removed at the trial point, so that the cut is tight there;
//! - path: t_k <= length(P) + sum over arcs of P, successful in k, of d_a x_a.
//!
//! The master programme is solved and cut until no cut is violated: the sample problem is then solved
//! exactly. M replications give an interval for the optimum (Mak, Morton and Wood 1999): the mean of the
//! sample optima is too optimistic on average, a fresh sample of the best placement is unbiased.
//!
//! Domain: independent outcomes, risk-neutral interdictor. Intervals are normal approximations.

use highs::{Col, RowProblem, Sense};

use crate::answer::{Limits, Stopwatch};
use crate::error::{PlannerError, require, require_length, require_non_negative, require_probability};
use crate::flow_interdiction::{self, FlowInterdiction};
use crate::max_flow::FlowNetwork;
use crate::path_interdiction::{self, PathInterdiction};
use crate::programme;
use crate::random::RandomStream;
use crate::shortest_path::ShortestPaths;

/// How outcomes are sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// Outcomes per sample problem.
    pub outcomes: usize,
    /// Sample problems solved; at least two.
    pub replications: usize,
    /// Fresh outcomes on which the best placement is evaluated.
    pub evaluation_outcomes: usize,
    /// Seed of all draws.
    pub seed: u64,
}

/// A mean and the standard error of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
}

impl Estimate {
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Self { mean, standard_error: (squares / (count - 1.0) / count).sqrt() }
    }
}

/// The best attempts found.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainAnswer {
    /// Arcs attempted.
    pub attempted: Vec<usize>,
    /// Expected flow or length under these attempts, from fresh outcomes: unbiased.
    pub value: Estimate,
    /// Mean of the sample optima: on average no attempts do better than its expectation.
    pub bound: Estimate,
}

/// Minimises the expected maximum flow; `success` per arc.
pub fn interdict_flow_uncertain(
    problem: &FlowInterdiction,
    success: &[f64],
    budget: f64,
    sampling: Sampling,
    limits: Limits,
) -> Result<UncertainAnswer, PlannerError> {
    flow_interdiction::check(problem)?;
    let adversary = FlowAdversary { problem, network: FlowNetwork::new(&problem.graph) };
    Replications { adversary, costs: &problem.interdiction_cost, success, budget, sampling }.run(limits)
}

/// Maximises the expected shortest path; `success` per arc.
pub fn interdict_path_uncertain(
    problem: &PathInterdiction,
    success: &[f64],
    budget: f64,
    sampling: Sampling,
    limits: Limits,
) -> Result<UncertainAnswer, PlannerError> {
    path_interdiction::check(problem)?;
    let adversary = PathAdversary { problem, paths: ShortestPaths::default() };
    Replications { adversary, costs: &problem.interdiction_cost, success, budget, sampling }.run(limits)
}

/// The adversary's answer to one outcome: its value with the arcs hit, and what hitting further arcs
/// would change, as value + sum effect_a x_a at the trial point's complement.
struct Response {
    value: f64,
    /// The answer's value if nothing were hit, and the effect of a hit on each arc it uses.
    untouched: f64,
    effects: Vec<(usize, f64)>,
}

trait Adversary {
    /// Minimise for flows, maximise for paths.
    const SENSE: Sense;
    fn respond(&mut self, hit: &[bool]) -> Response;
}

struct FlowAdversary<'p> {
    problem: &'p FlowInterdiction,
    network: FlowNetwork,
}

impl Adversary for FlowAdversary<'_> {
    const SENSE: Sense = Sense::Minimise;

    fn respond(&mut self, hit: &[bool]) -> Response {
        let capacity = &self.problem.capacity;
        let value = self.network.solve(self.problem.source, self.problem.sink, |arc| if hit[arc] { 0.0 } else { capacity[arc] });
        let used = (0..capacity.len()).filter(|&arc| self.network.flow(arc) > 0.0);
        let effects = used.map(|arc| (arc, -self.network.flow(arc))).collect();
        Response { value, untouched: value, effects }
    }
}

struct PathAdversary<'p> {
    problem: &'p PathInterdiction,
    paths: ShortestPaths,
}

impl Adversary for PathAdversary<'_> {
    const SENSE: Sense = Sense::Maximise;

    fn respond(&mut self, hit: &[bool]) -> Response {
        let problem = self.problem;
        let length = |arc: usize| problem.length[arc] + if hit[arc] { problem.delay[arc] } else { 0.0 };
        self.paths.run(&problem.graph, problem.source, Some(problem.target), length);
        let path = self.paths.path_to(&problem.graph, problem.target);
        let untouched = path.iter().map(|&arc| problem.length[arc]).sum();
        let effects = path.iter().map(|&arc| (arc, problem.delay[arc])).collect();
        Response { value: self.paths.distance(problem.target), untouched, effects }
    }
}

struct Replications<'p, A> {
    adversary: A,
    costs: &'p [Option<f64>],
    success: &'p [f64],
    budget: f64,
    sampling: Sampling,
}

/// A cut counts as violated beyond this, relative to the adversary's value.
const CUT_TOLERANCE: f64 = 1e-7;

impl<A: Adversary> Replications<'_, A> {
    fn run(mut self, limits: Limits) -> Result<UncertainAnswer, PlannerError> {
        self.check()?;
        let clock = limits.start();
        let mut draws = RandomStream::new(self.sampling.seed);
        let evaluation = self.draw(&mut draws, self.sampling.evaluation_outcomes);
        let (mut optima, mut best): (Vec<f64>, Option<(Vec<usize>, Estimate)>) = (Vec::new(), None);
        for _ in 0..self.sampling.replications {
            let sample = self.draw(&mut draws, self.sampling.outcomes);
            let (attempted, optimum) = self.solve_sample(&sample, limits, &clock)?;
            optima.push(optimum);
            let value = self.evaluate(&attempted, &evaluation);
            if best.as_ref().is_none_or(|(_, known)| better::<A>(value.mean, known.mean)) {
                best = Some((attempted, value));
            }
        }
        let (attempted, value) = best.ok_or(PlannerError::Empty { item: "replications" })?;
        Ok(UncertainAnswer { attempted, value, bound: Estimate::of(&optima) })
    }

    fn check(&self) -> Result<(), PlannerError> {
        require_length("success probabilities", self.success.len(), self.costs.len())?;
        require_non_negative(|| "budget".to_owned(), self.budget)?;
        for (arc, &success) in self.success.iter().enumerate() {
            require_probability(|| format!("success probability of arc {arc}"), success)?;
        }
        let least = self.sampling.replications.min(self.sampling.evaluation_outcomes);
        require(least >= 2, || "number of replications or evaluation outcomes".to_owned(), least as f64, "at least two")?;
        require(self.sampling.outcomes >= 1, || "number of outcomes".to_owned(), 0.0, "at least one")
    }

    /// For each outcome the arcs on which an attempt would succeed.
    fn draw(&self, draws: &mut RandomStream, count: usize) -> Vec<Vec<bool>> {
        (0..count).map(|_| self.success.iter().map(|&success| draws.uniform() < success).collect()).collect()
    }

    fn respond(&mut self, attempted: &[bool], outcome: &[bool]) -> Response {
        let hit: Vec<bool> = attempted.iter().zip(outcome).map(|(attempted, success)| *attempted && *success).collect();
        self.adversary.respond(&hit)
    }

    fn evaluate(&mut self, attempted: &[usize], outcomes: &[Vec<bool>]) -> Estimate {
        let mut chosen = vec![false; self.costs.len()];
        attempted.iter().for_each(|&arc| chosen[arc] = true);
        let values: Vec<f64> = outcomes.iter().map(|outcome| self.respond(&chosen, outcome).value).collect();
        Estimate::of(&values)
    }

    /// Benders' decomposition of one sample problem: attempts and the optimum (or its bound at a limit).
    fn solve_sample(&mut self, sample: &[Vec<bool>], limits: Limits, clock: &Stopwatch) -> Result<(Vec<usize>, f64), PlannerError> {
        let mut cuts: Vec<(usize, Response)> = Vec::new();
        let mut attempted = vec![false; self.costs.len()];
        let mut estimates: Option<Vec<f64>> = None;
        loop {
            let known = cuts.len();
            for (number, outcome) in sample.iter().enumerate() {
                let response = self.respond(&attempted, outcome);
                let violated = estimates.as_ref().is_none_or(|estimates| {
                    let margin = CUT_TOLERANCE * response.value.abs().max(1.0);
                    match A::SENSE {
                        Sense::Minimise => estimates[number] < response.value - margin,
                        Sense::Maximise => estimates[number] > response.value + margin,
                    }
                });
                if violated {
                    cuts.push((number, response));
                }
            }
            let stop = clock.is_over();
            if cuts.len() == known || stop {
                let bound = estimates.map_or(0.0, |estimates| estimates.iter().sum::<f64>() / sample.len() as f64);
                return Ok(((0..attempted.len()).filter(|&arc| attempted[arc]).collect(), bound));
            }
            let (choice, values) = self.master(sample, &cuts, limits, clock)?;
            attempted = choice;
            estimates = Some(values);
        }
    }

    fn master(
        &self,
        sample: &[Vec<bool>],
        cuts: &[(usize, Response)],
        limits: Limits,
        clock: &Stopwatch,
    ) -> Result<(Vec<bool>, Vec<f64>), PlannerError> {
        let mut programme = RowProblem::default();
        let share = (sample.len() as f64).recip();
        let estimates: Vec<Col> = sample.iter().map(|_| programme.add_column(share, 0.0..)).collect();
        let choices: Vec<Option<Col>> =
            self.costs.iter().map(|cost| cost.map(|_| programme.add_integer_column(0.0, 0.0..=1.0))).collect();
        programme.add_row(..=self.budget, choices.iter().zip(self.costs).filter_map(|(choice, cost)| Some(((*choice)?, (*cost)?))));
        for (number, response) in cuts {
            let effects = response.effects.iter().filter(|(arc, _)| sample[*number][*arc]);
            let row = effects.filter_map(|&(arc, effect)| Some((choices[arc]?, -effect))).chain([(estimates[*number], 1.0)]);
            match A::SENSE {
                Sense::Minimise => programme.add_row(response.untouched.., row.collect::<Vec<_>>()),
                Sense::Maximise => programme.add_row(..=response.untouched, row.collect::<Vec<_>>()),
            };
        }
        let found = programme::solve(programme, A::SENSE, limits, clock)?;
        let columns = found.columns.ok_or_else(|| programme::solver_error("no placement found in time".to_owned()))?;
        let attempted = choices.iter().map(|choice| choice.is_some_and(|column| programme::is_one(columns[column.index()]))).collect();
        Ok((attempted, columns[..sample.len()].to_vec()))
    }
}

fn better<A: Adversary>(value: f64, known: f64) -> bool {
    match A::SENSE {
        Sense::Minimise => value < known,
        Sense::Maximise => value > known,
    }
}
