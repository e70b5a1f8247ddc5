//! `plan solve`: the planner's problems on a network or a table of the user's own.

mod games;
mod items;
#[cfg(feature = "highs")]
mod programmes;

use super::page::{Answer, Head};
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use clap::Args;
use counterflow_app::plan::refused;
use counterflow_app::plan::words::gap_words;
use counterflow_app::results::plan::SCOPE;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::flow_interdiction::{FlowInterdiction, FrontierPoint, interdict_flow_frontier};
use counterflow_planner::instance::{NamedQuestion, Question, QuestionFiles, read_question};
use counterflow_planner::path_interdiction::{PathInterdiction, fortify_path, interdict_path};
use counterflow_planner::{Bounded, Graph, Limits, PlannerError};
use counterflow_report::number::significant;
use counterflow_report::text_table::{Column, Table};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Options of `plan solve`.
#[derive(Debug, Args)]
#[command(after_long_help = r#"Examples:
  counterflow plan solve question.toml arcs.csv
  counterflow plan solve question.toml arcs.csv --evaders evaders.csv
  counterflow plan solve question.toml arcs.csv --targets targets.csv
  counterflow plan solve question.toml arcs.csv --seconds 60 --json

The question is a TOML file with a kind and its amounts, the table a CSV file:
  kind = "path_interdiction"     source, target, budget; from, to, length, delay, interdiction_cost
  kind = "flow_interdiction"     source, target, budget; from, to, capacity, interdiction_cost
  kind = "uncertain_path_interdiction" and "uncertain_flow_interdiction"
                                 the same, and success_probability
  kind = "inspection"            source, target; from, to, detection_probability
  kind = "patrol"                base, periods; from, to
  kind = "evasion"               budget; from, to, evasion_probability, evasion_with_sensor,
                                 sensor_cost
  kind = "security_game"         resources; target, defender_covered, defender_uncovered,
                                 attacker_uncovered, attacker_covered
  kind = "search_effort"         effort_hours; cell, probability, detection_rate_per_hour
  kind = "covering"              sites; site, point, weight

An arc is one way; a way back is another row. An empty interdiction_cost or sensor_cost means
that the arc cannot be interdicted or watched. With `protections = N` the owner protects N arcs
before the attack on paths. Flow is answered for every budget up to the one named.
Uncertain attempts are weighed over all outcomes if there are at most `outcomes = 128`, else over
`replications = 10` samples of so many, and tried on `evaluation_outcomes = 4096`, drawn from
`seed = 1`. A patrol starts at its base and moves or waits in each period; its targets are a CSV
file with node, value, its answer is a mixture of schedules. Evaders are a CSV file with origin,
destination, probability. With `rationality = L` the attacker of a security game errs. A covering
table has a row for each pair of a site and a point within its reach.
Values are computed again by a routine that did not find them; `counterflow schema question`
has all keys, docs/planner a page per class of problem.
Use regions and corridors as nodes, arcs, targets, cells and sites."#)]
pub struct SolveOptions {
    /// TOML file of the question
    #[arg(value_name = "QUESTION")]
    question: PathBuf,
    /// CSV file of the arcs, targets, cells or pairs
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// CSV file of the evaders, for evasion
    #[arg(long, value_name = "FILE")]
    evaders: Option<PathBuf>,
    /// CSV file of the targets, for a patrol
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Stops after so many seconds with the best answer so far, which may then depend on the machine
    #[arg(long, value_name = "S", value_parser = super::watch::seconds)]
    seconds: Option<f64>,
    /// Relative gap at which an answer counts as proven
    #[arg(long, value_name = "SHARE", default_value_t = Limits::PROVEN_GAP, value_parser = super::watch::gap)]
    gap: f64,
    /// Prints JSON
    #[arg(long)]
    json: bool,
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
}

/// Bounds that come from HiGHS hold up to its tolerance (relative, or absolute below one).
const PROGRAMME_GAP: f64 = 1e-6;

/// Runs the command.
pub fn execute(options: &SolveOptions, context: &Context<'_>) -> Result<(), Failure> {
    let [evaders, targets] =
        [&options.evaders, &options.targets].map(|path| path.as_deref().map(SourceFile::read).transpose());
    let (question, table, evaders, targets) =
        (SourceFile::read(&options.question)?, SourceFile::read(&options.table)?, evaders?, targets?);
    let files =
        QuestionFiles { question: &question, table: &table, evaders: evaders.as_ref(), targets: targets.as_ref() };
    let named = read_question(&files)?;
    let limits = Limits { seconds: options.seconds, relative_gap: options.gap, nodes: None };
    let clock = Progress::clock("solving", options.seconds, context.terminal);
    let (certificate, solved) = solve(&named, limits).map_err(|error| refused(&error))?;
    drop(clock);
    let answers: Vec<Value> = solved.iter().map(|one| to_json(one, options.gap)).collect();
    let result = json!({
        "answers": answers, "explanation": proof(&solved, options),
        "certificate": format!("re-checked by {certificate}"), "in_short": [], "scope": SCOPE,
    });
    let answer = Answer {
        text: vec![text(&solved, context), proof(&solved, options), format!("Values re-checked by {certificate}.")],
        ..Answer::default()
    };
    let asked = format!("{} with {}", options.question.display(), options.table.display());
    let head = Head { title: "Question", question: asked, command: String::new(), json: options.json, html: None };
    answer.deliver(&head, &result)
}

/// What the bounds prove, and whether time was over.
fn proof(solved: &[Solved], options: &SolveOptions) -> String {
    let is_open = solved.iter().any(|one| !one.is_proven(options.gap));
    let estimated = || solved.iter().filter_map(|one| one.estimated.as_ref());
    let is_sampled = estimated().any(|estimated| !estimated.is_exact);
    let mut words = match is_sampled {
        true => "Outcomes were sampled: value and bound are estimates with standard errors, not a proof.".to_owned(),
        false if is_open => "Not proven: the gap is not closed.".to_owned(),
        false => "Proven: no other choice is better by more than the gap.".to_owned(),
    };
    // Sampled answers never close their gap; they say themselves whether time was over.
    let is_stopped = if is_sampled { estimated().any(|estimated| estimated.is_stopped) } else { is_open };
    if let Some(seconds) = options.seconds.filter(|_| is_stopped) {
        words += &format!(" Stopped after {} seconds; a faster machine may get further.", significant(seconds));
    }
    words
}

fn solve(named: &NamedQuestion, limits: Limits) -> Result<(&'static str, Vec<Solved>), PlannerError> {
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

fn to_json(solved: &Solved, gap: f64) -> Value {
    let bounded = solved.bounded;
    let mut object = json!({
        "budget": solved.budget, "what": solved.what, "value": bounded.value, "bound": bounded.bound, "gap": bounded.relative_gap(),
        "proven": solved.is_proven(gap),
    });
    if let Some(estimated) = &solved.estimated {
        object["exact"] = estimated.is_exact.into();
        object["value_standard_error"] = estimated.value_standard_error.into();
        object["stopped"] = estimated.is_stopped.into();
        object["bound_standard_error"] = estimated.bound_standard_error.into();
    }
    for (name, items) in &solved.lists {
        object[*name] = json!(items);
    }
    object
}

/// Value and bound as text, with their standard errors where they were sampled.
fn bounded_text(solved: &Solved) -> [String; 2] {
    let (value, bound) = (significant(solved.bounded.value), significant(solved.bounded.bound));
    match solved.estimated.as_ref().filter(|estimated| !estimated.is_exact) {
        Some(estimated) => [(value, estimated.value_standard_error), (bound, estimated.bound_standard_error)]
            .map(|(mean, error)| format!("{mean} (s.e. {})", significant(error))),
        None => [value, bound],
    }
}

fn text(solved: &[Solved], context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Budget", Column::Right),
        ("", Column::Left),
        ("Value", Column::Right),
        ("Bound", Column::Right),
        ("Gap", Column::Right),
        ("Choice", Column::Wrap),
    ]);
    for one in solved {
        let budget = one.budget.map(|budget| budget.to_string()).unwrap_or_default();
        let lists: Vec<String> = one
            .lists
            .iter()
            .map(|(name, items)| {
                format!("{name}: {}", if items.is_empty() { "none".to_owned() } else { items.join(", ") })
            })
            .collect();
        let [value, bound] = bounded_text(one);
        table.push([
            budget,
            one.what.to_owned(),
            value,
            bound,
            gap_words(one.bounded.relative_gap()),
            lists.join("; "),
        ]);
    }
    table.render(context.terminal.style())
}
