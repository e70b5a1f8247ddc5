//! The planner's problems on a network or a table of the user's own.

mod games;
mod items;
#[cfg(feature = "highs")]
mod programmes;

use super::refused;
use crate::results::plan::{QuestionAnswer, QuestionResult, SCOPE, SampledEntry};
use counterflow_evidence::diagnostics::Problem;
use counterflow_planner::flow_interdiction::{FlowInterdiction, FrontierPoint, interdict_flow_frontier};
use counterflow_planner::instance::{NamedQuestion, Question};
use counterflow_planner::path_interdiction::{PathInterdiction, fortify_path, interdict_path};
use counterflow_planner::{Bounded, Graph, Limits, PlannerError};
use counterflow_report::number::significant;

/// Answers a question, with values that a routine has computed again that did not find them.
///
/// # Errors
/// A problem that is not well posed, or that this build cannot solve.
pub fn solve(named: &NamedQuestion, limits: Limits) -> Result<QuestionResult, Problem> {
    let (certificate, solved) = solved(named, limits).map_err(|error| refused(&error))?;
    Ok(QuestionResult {
        answers: solved.iter().map(|one| one.answer(limits.relative_gap)).collect(),
        explanation: proof(&solved, &limits),
        certificate: format!("re-checked by {certificate}"),
        in_short: Vec::new(),
        scope: SCOPE,
    })
}

/// One answer: value, bound, what is chosen.
struct Solved {
    budget: Option<usize>,
    what: &'static str,
    bounded: Bounded,
    estimated: Option<Estimated>,
    /// Lists of arcs or other items by name.
    lists: Vec<(&'static str, Vec<String>)>,
}

/// How sure value and bound are that may have been sampled.
struct Estimated {
    value_standard_error: f64,
    bound_standard_error: f64,
    /// Whether all outcomes were weighed.
    is_exact: bool,
    /// Whether time was over before all samples were solved.
    is_stopped: bool,
}

impl Solved {
    fn new(what: &'static str, bounded: Bounded) -> Self {
        Self { budget: None, what, bounded, estimated: None, lists: Vec::new() }
    }

    /// Whether the gap is closed to what counts as proven; an estimate proves nothing.
    fn is_proven(&self, gap: f64) -> bool {
        let open = (self.bounded.value - self.bounded.bound).abs();
        open <= gap.max(PROGRAMME_GAP) * self.bounded.value.abs().max(1.0)
            && self.estimated.as_ref().is_none_or(|estimated| estimated.is_exact)
    }

    fn answer(&self, gap: f64) -> QuestionAnswer {
        let sampled = |estimated: &Estimated| SampledEntry {
            exact: estimated.is_exact,
            value_standard_error: estimated.value_standard_error,
            stopped: estimated.is_stopped,
            bound_standard_error: estimated.bound_standard_error,
        };
        QuestionAnswer {
            budget: self.budget,
            what: self.what,
            value: self.bounded.value,
            bound: self.bounded.bound,
            gap: self.bounded.relative_gap(),
            proven: self.is_proven(gap),
            sampled: self.estimated.as_ref().map(sampled),
            lists: self.lists.iter().cloned().collect(),
        }
    }
}

/// Bounds that come from HiGHS hold up to its tolerance (relative, or absolute below one).
const PROGRAMME_GAP: f64 = 1e-6;

/// What the bounds prove, and whether time was over.
fn proof(solved: &[Solved], limits: &Limits) -> String {
    let is_open = solved.iter().any(|one| !one.is_proven(limits.relative_gap));
    let estimated = || solved.iter().filter_map(|one| one.estimated.as_ref());
    let is_sampled = estimated().any(|estimated| !estimated.is_exact);
    let mut words = match is_sampled {
        true => "Outcomes were sampled: value and bound are estimates with standard errors, not a proof.".to_owned(),
        false if is_open => "Not proven: the gap is not closed.".to_owned(),
        false => "Proven: no other choice is better by more than the gap.".to_owned(),
    };
    // Sampled answers never close their gap; they say themselves whether time was over.
    let is_stopped = if is_sampled { estimated().any(|estimated| estimated.is_stopped) } else { is_open };
    if let Some(seconds) = limits.seconds.filter(|_| is_stopped) {
        words += &format!(" Stopped after {} seconds; a faster machine may get further.", significant(seconds));
    }
    words
}

fn solved(named: &NamedQuestion, limits: Limits) -> Result<(&'static str, Vec<Solved>), PlannerError> {
    let names = &named.names;
    let one = |solved: Result<Solved, PlannerError>| solved.map(|solved| vec![solved]);
    let (certificate, solved) = match &named.question {
        Question::Path { problem, budget, protections } => {
            ("a shortest path", one(path(problem, *budget, *protections, names, limits)))
        }
        Question::Flow { problem, budget } => ("a maximum flow and its cut", flow(problem, *budget, names, limits)),
        #[cfg(feature = "highs")]
        Question::UncertainPath { problem, attempts } => {
            ("a shortest path in every outcome", one(programmes::uncertain_path(problem, attempts, names, limits)))
        }
        #[cfg(feature = "highs")]
        Question::UncertainFlow { problem, attempts } => (
            "a maximum flow and its cut in every outcome",
            one(programmes::uncertain_flow(problem, attempts, names, limits)),
        ),
        Question::Inspection { graph, source, target, detection_probability } => (
            "best responses of both sides",
            one(games::inspection(graph, *source, *target, detection_probability, names)),
        ),
        Question::Patrol(problem) => (
            "walking every schedule and the best response to their mixture",
            one(games::patrol(problem, names, limits)),
        ),
        #[cfg(feature = "highs")]
        Question::Evasion { problem, budget } => {
            ("shortest paths", one(programmes::evasion(problem, *budget, names, limits)))
        }
        Question::SecurityGame { targets, resources, rationality: None } => {
            ("the definition of an equilibrium", one(items::security_game(targets, *resources, names)))
        }
        Question::SecurityGame { targets, resources, rationality: Some(rationality) } => {
            ("the objective", one(items::quantal_response(targets, *resources, *rationality, names)))
        }
        Question::SearchEffort { cells, effort_hours } => {
            ("the objective", one(items::search_effort(cells, *effort_hours, names)))
        }
        Question::Covering { problem, sites } => {
            ("the objective", one(items::covering(problem, *sites, names, limits)))
        }
    };
    Ok((certificate, solved?))
}

fn path(
    problem: &PathInterdiction,
    budget: f64,
    protections: usize,
    nodes: &[String],
    limits: Limits,
) -> Result<Solved, PlannerError> {
    let names = |arcs: &[usize]| arcs.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect::<Vec<String>>();
    if protections == 0 {
        let found = interdict_path(problem, budget, limits)?;
        return Ok(Solved {
            lists: vec![("interdicted", names(&found.interdicted)), ("path", names(&found.path))],
            ..Solved::new("shortest path", found.path_length)
        });
    }
    let found = fortify_path(problem, budget, protections, limits)?;
    let lists = vec![
        ("protected", names(&found.fortified)),
        ("interdicted", names(&found.attack.interdicted)),
        ("path", names(&found.attack.path)),
    ];
    Ok(Solved { lists, ..Solved::new("shortest path", found.path_length) })
}

fn flow(
    problem: &FlowInterdiction,
    budget: usize,
    nodes: &[String],
    limits: Limits,
) -> Result<Vec<Solved>, PlannerError> {
    // More than all arcs cost buys nothing more.
    let everything: f64 = problem.interdiction_cost.iter().flatten().sum();
    let frontier = interdict_flow_frontier(problem, budget.min(everything as usize), limits)?;
    let point = |point: &FrontierPoint| Solved {
        budget: Some(point.budget),
        lists: vec![(
            "interdicted",
            point.interdicted.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect(),
        )],
        ..Solved::new("remaining flow", point.remaining_flow)
    };
    Ok(frontier.iter().map(point).collect())
}

/// An arc by its ends; parallel arcs are counted in the order of the file.
fn arc_name(graph: &Graph, arc: usize, nodes: &[String]) -> String {
    let ends = format!("{} -> {}", nodes[graph.tail(arc)], nodes[graph.head(arc)]);
    let parallel = || graph.arcs_from(graph.tail(arc)).iter().filter(|&&other| graph.head(other) == graph.head(arc));
    match parallel().position(|&other| other == arc) {
        Some(position) if parallel().count() > 1 => format!("{ends} (no. {})", position + 1),
        _ => ends,
    }
}
