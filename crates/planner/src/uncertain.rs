//! Interdiction that succeeds only with a probability (needs the feature `highs`).
//!
//! Model: each attempt on arc a succeeds independently with probability s_a; the adversary sees the
//! outcome and answers it. The interdictor chooses attempts x within the budget to minimise the
//! expected maximum flow (Cormican, Morton and Wood 1998, Oper. Res. 46(2)) or to maximise the expected
//! shortest path.
//!
//! Algorithm: outcomes are either all weighed by their probabilities, where there are few enough, or
//! sampled (sample average approximation, Janjarassuk and Linderoth 2008, Networks 52(3)). One
//! estimate t_k per outcome; Benders cuts from the adversary's answer:
//! - flow: t_k >= F - sum over arcs attempted, successful in k, of flow_a x_a, where the flow avoids the
//!   arcs removed at the trial point, so that the cut is tight there;
//! - path: t_k <= length(P) + sum over arcs of P, successful in k, of d_a x_a.
//!
//! The master programme is solved and cut until no cut is violated. With all outcomes weighed, value and
//! bound are then those of the problem itself. Otherwise M replications give an interval for the optimum
//! (Mak, Morton and Wood 1999): the mean of the sample optima is too optimistic on average, a fresh
//! sample of the best attempts is unbiased.
//!
//! Re-check: the value returned is computed by [`remaining_flow`] (a maximum flow with its cut) or
//! [`shortest_path_under`] (Dijkstra's algorithm) for every outcome, not by the search.
//!
//! Domain: independent outcomes, risk-neutral interdictor. Intervals are normal approximations.
//!
//! ```
//! use counterflow_planner::flow_interdiction::FlowInterdiction;
//! use counterflow_planner::uncertain::{Sampling, interdict_flow_uncertain};
//! use counterflow_planner::{Graph, Limits};
//!
//! // Two corridors of 5 and 4; one attempt, which succeeds with 0.5 on the first, with 0.9 on the second.
//! let problem = FlowInterdiction {
//!     graph: Graph::new(2, &[(0, 1), (0, 1)])?,
//!     source: 0,
//!     sink: 1,
//!     capacity: vec![5.0, 4.0],
//!     interdiction_cost: vec![Some(1.0), Some(1.0)],
//! };
//! let answer = interdict_flow_uncertain(&problem, &[0.5, 0.9], 1.0, Sampling::default(), Limits::PROVE)?;
//! assert_eq!(answer.attempted, [1]);
//! assert!((answer.value.mean - 5.4).abs() < 1e-9 && answer.is_exact); // 9 - 0.9 * 4
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

mod adversary;
mod decomposition;
mod outcomes;

use crate::answer::{Bounded, Limits};
use crate::error::{
    PlannerError, require, require_exact_sum, require_length, require_non_negative, require_probability,
};
#[cfg(doc)]
use crate::flow_interdiction::remaining_flow;
use crate::flow_interdiction::{self, FlowInterdiction};
#[cfg(doc)]
use crate::path_interdiction::shortest_path_under;
use crate::path_interdiction::{self, PathInterdiction};
use crate::random::RandomStream;
use adversary::{Adversary, FlowAdversary, PathAdversary};
use decomposition::Decomposition;
use outcomes::Outcome;

/// How outcomes are weighed or sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// Most outcomes of one programme. Where there are no more than these, all are weighed and the answer
    /// is exact; otherwise so many are drawn per sample problem.
    pub outcomes: usize,
    /// Sample problems solved; at least two.
    pub replications: usize,
    /// Fresh outcomes on which attempts are evaluated; where attempts have fewer, all of them are weighed.
    pub evaluation_outcomes: usize,
    /// Seed of all draws.
    pub seed: u64,
}

impl Default for Sampling {
    /// All outcomes of seven uncertain arcs, or ten samples of 128, evaluated on 4,096.
    fn default() -> Self {
        Self { outcomes: 128, replications: 10, evaluation_outcomes: 4_096, seed: 1 }
    }
}

/// A mean and the standard error of it; zero where nothing was sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
}

impl Estimate {
    /// Of values drawn; one of them alone has a mean, but no known error.
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        if values.len() < 2 {
            return Self { mean, standard_error: f64::INFINITY };
        }
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        Self { mean, standard_error: (squares / (count - 1.0) / count).sqrt() }
    }

    fn exact(mean: f64) -> Self {
        Self { mean, standard_error: 0.0 }
    }
}

/// The best attempts found.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainAnswer {
    /// Arcs attempted.
    pub attempted: Vec<usize>,
    /// Expected flow or length under these attempts, as the re-check computed it: exact, or unbiased
    /// from fresh outcomes.
    pub value: Estimate,
    /// What no attempts beat: proven where the answer is exact, else the mean of the sample problems'
    /// bounds, which holds in expectation.
    pub bound: Estimate,
    /// Whether all outcomes were weighed, so that value and bound are numbers and not estimates.
    pub is_exact: bool,
    /// Whether time was over before every sample problem was solved.
    pub is_stopped: bool,
}

impl UncertainAnswer {
    /// Means of value and bound. Sampled means may lie on the wrong side of each other; their gap is
    /// then within the noise and counts as none.
    #[must_use]
    pub fn bounded(&self, smaller_is_better: bool) -> Bounded {
        let (value, bound) = (self.value.mean, self.bound.mean);
        Bounded { value, bound: if smaller_is_better { bound.min(value) } else { bound.max(value) } }
    }
}

/// Minimises the expected maximum flow; `success` per arc.
///
/// # Errors
/// Faults of the network, a budget below zero, a probability outside 0 to 1, or too few samples.
pub fn interdict_flow_uncertain(
    problem: &FlowInterdiction,
    success: &[f64],
    budget: f64,
    sampling: Sampling,
    limits: Limits,
) -> Result<UncertainAnswer, PlannerError> {
    flow_interdiction::check(problem)?;
    Attempts { adversary: FlowAdversary::new(problem), costs: &problem.interdiction_cost, success, budget, sampling }
        .run(limits)
}

/// Maximises the expected shortest path; `success` per arc.
///
/// # Errors
/// Faults of the network, a budget below zero, a probability outside 0 to 1, or too few samples.
pub fn interdict_path_uncertain(
    problem: &PathInterdiction,
    success: &[f64],
    budget: f64,
    sampling: Sampling,
    limits: Limits,
) -> Result<UncertainAnswer, PlannerError> {
    path_interdiction::check(problem)?;
    Attempts { adversary: PathAdversary::new(problem), costs: &problem.interdiction_cost, success, budget, sampling }
        .run(limits)
}

/// What both kinds of interdiction share.
struct Attempts<'p, A> {
    adversary: A,
    costs: &'p [Option<f64>],
    success: &'p [f64],
    budget: f64,
    sampling: Sampling,
}

impl<A: Adversary> Attempts<'_, A> {
    fn run(mut self, limits: Limits) -> Result<UncertainAnswer, PlannerError> {
        self.check()?;
        let clock = limits.start();
        let open: Vec<usize> = (0..self.costs.len()).filter(|&arc| self.costs[arc].is_some()).collect();
        let decomposition = Decomposition { costs: self.costs, budget: self.budget, limits, clock };
        if let Some(all) = outcomes::every(self.success, &open, self.sampling.outcomes) {
            let (attempted, bound) = decomposition.solve(&mut self.adversary, &all)?;
            let value = self.expectation(&attempted, &all)?;
            let (value, bound) = (Estimate::exact(value), Estimate::exact(bound));
            return Ok(UncertainAnswer { attempted, value, bound, is_exact: true, is_stopped: clock.is_over() });
        }
        let mut draws = RandomStream::new(self.sampling.seed);
        let evaluation = outcomes::drawn(self.success, self.sampling.evaluation_outcomes, &mut draws);
        let (mut bounds, mut best): (Vec<f64>, Option<(Vec<usize>, Estimate)>) = (Vec::new(), None);
        for _ in 0..self.sampling.replications {
            let sample = outcomes::drawn(self.success, self.sampling.outcomes, &mut draws);
            let (attempted, bound) = decomposition.solve(&mut self.adversary, &sample)?;
            bounds.push(bound);
            let value = self.evaluate(&attempted, &evaluation)?;
            if best.as_ref().is_none_or(|(_, known)| A::is_better(value.mean, known.mean)) {
                best = Some((attempted, value));
            }
            // A sample problem that is not begun would have no bound worth the name.
            if clock.is_over() {
                break;
            }
        }
        let (attempted, value) = best.ok_or(PlannerError::Empty { item: "replications" })?;
        Ok(UncertainAnswer {
            attempted,
            value,
            bound: Estimate::of(&bounds),
            is_exact: false,
            is_stopped: clock.is_over(),
        })
    }

    fn check(&self) -> Result<(), PlannerError> {
        require_exact_sum("sum of capacities, lengths and delays", self.adversary.numbers())?;
        require_length("success probabilities", self.success.len(), self.costs.len())?;
        require_non_negative(|| "budget".to_owned(), self.budget)?;
        for (arc, &success) in self.success.iter().enumerate() {
            require_probability(|| format!("success probability of arc {arc}"), success)?;
        }
        let least = self.sampling.replications.min(self.sampling.evaluation_outcomes);
        require(
            least >= 2,
            || "number of replications or evaluation outcomes".to_owned(),
            least as f64,
            "at least two",
        )?;
        require(self.sampling.outcomes >= 1, || "number of outcomes".to_owned(), 0.0, "at least one")
    }

    /// Expected value of attempts: over all their outcomes where these are few, else over those drawn.
    fn evaluate(&self, attempted: &[usize], drawn: &[Outcome]) -> Result<Estimate, PlannerError> {
        if let Some(all) = outcomes::every(self.success, attempted, drawn.len()) {
            return Ok(Estimate::exact(self.expectation(attempted, &all)?));
        }
        let values = drawn.iter().map(|outcome| self.adversary.recheck(&outcome.hits(attempted)));
        Ok(Estimate::of(&values.collect::<Result<Vec<f64>, PlannerError>>()?))
    }

    fn expectation(&self, attempted: &[usize], outcomes: &[Outcome]) -> Result<f64, PlannerError> {
        let term = |outcome: &Outcome| Ok(outcome.weight * self.adversary.recheck(&outcome.hits(attempted))?);
        outcomes.iter().map(term).sum()
    }
}
