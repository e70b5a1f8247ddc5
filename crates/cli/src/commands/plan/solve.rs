//! `plan solve`: the planner's problems on a network or a table of the user's own.

mod items;

use super::page::{Answer, Head};
use super::refused;
use crate::commands::Context;
use crate::failure::Failure;
use crate::table::{Column, Table};
use clap::Args;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::flow_interdiction::{FlowInterdiction, interdict_flow_frontier};
use counterflow_planner::inspection::inspect;
use counterflow_planner::instance::{NamedQuestion, Question, read_question};
use counterflow_planner::path_interdiction::{PathInterdiction, fortify_path, interdict_path};
use counterflow_planner::{Bounded, Graph, Limits, PlannerError};
use counterflow_report::number::{percent, significant};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Options of `plan solve`.
#[derive(Debug, Args)]
#[command(after_long_help = r#"Examples:
  counterflow plan solve question.toml arcs.csv
  counterflow plan solve question.toml arcs.csv --evaders evaders.csv
  counterflow plan solve question.toml arcs.csv --seconds 60 --json

The question is a TOML file with a kind and its amounts, the table a CSV file:
  kind = "path_interdiction"     source, target, budget; from, to, length, delay, interdiction_cost
  kind = "flow_interdiction"     source, target, budget; from, to, capacity, interdiction_cost
  kind = "inspection"            source, target; from, to, detection_probability
  kind = "evasion"               budget; from, to, evasion_probability, evasion_with_sensor,
                                 sensor_cost
  kind = "security_game"         resources; target, defender_covered, defender_uncovered,
                                 attacker_uncovered, attacker_covered
  kind = "search_effort"         effort_hours; cell, probability, detection_rate_per_hour
  kind = "covering"              sites; site, point, weight

An empty interdiction_cost or sensor_cost means that the arc cannot be interdicted or watched. With
`protections = N` the owner protects N arcs before the attack on paths. Flow is answered for every
budget up to the one named. Evaders are a CSV file with origin, destination, probability. With
`rationality = L` the attacker of a security game errs. A covering table has a row for each pair of
a site and a point within its reach. Values are computed again by a routine that did not find them.
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
    /// Stops after so many seconds with the best answer so far
    #[arg(long, value_name = "S")]
    seconds: Option<f64>,
    /// Relative gap at which an answer counts as proven
    #[arg(long, value_name = "SHARE", default_value_t = Limits::PROVEN_GAP)]
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
    /// Lists of arcs or other items by name.
    lists: Vec<(&'static str, Vec<String>)>,
}

/// Runs the command.
pub fn execute(options: &SolveOptions, context: &Context<'_>) -> Result<(), Failure> {
    let evaders = options.evaders.as_deref().map(SourceFile::read).transpose()?;
    let named = read_question(&SourceFile::read(&options.question)?, &SourceFile::read(&options.table)?, evaders.as_ref())?;
    let limits = Limits { seconds: options.seconds, relative_gap: options.gap, nodes: None };
    context.terminal.remark("solving");
    let (certificate, solved) = solve(&named, limits).map_err(|error| refused(&error))?;
    let answer = Answer {
        text: vec![text(&solved, context), format!("Values re-checked by {certificate}.")],
        fields: vec![("answers", solved.iter().map(to_json).collect()), ("certificate", format!("re-checked by {certificate}").into())],
        ..Answer::default()
    };
    let question = format!("{} with {}", options.question.display(), options.table.display());
    answer.deliver(&Head { title: "Question", question, command: String::new(), json: options.json, html: None })
}

fn solve(named: &NamedQuestion, limits: Limits) -> Result<(&'static str, Vec<Solved>), PlannerError> {
    match &named.question {
        Question::Path { problem, budget, protections } => Ok(("a shortest path", vec![path(problem, *budget, *protections, &named.names, limits)?])),
        Question::Flow { problem, budget } => Ok(("a maximum flow and its cut", flow(problem, *budget, &named.names, limits)?)),
        Question::Inspection { graph, source, target, detection_probability } => {
            let plan = inspect(graph, *source, *target, detection_probability)?;
            let inspected = plan.inspection_probability.iter().enumerate().filter(|(_, probability)| **probability > 0.0);
            let arcs = inspected.map(|(arc, probability)| format!("{} ({})", arc_name(graph, arc, &named.names), percent(*probability))).collect();
            let solved = Solved { budget: None, what: "detection probability", bounded: plan.detection_probability, lists: vec![("inspected", arcs)] };
            Ok(("best responses of both sides", vec![solved]))
        }
        Question::Evasion { problem, budget } => Ok(("shortest paths", vec![items::evasion(problem, *budget, &named.names, limits)?])),
        Question::SecurityGame { targets, resources, rationality: None } => {
            Ok(("the definition of an equilibrium", vec![items::security_game(targets, *resources, &named.names)?]))
        }
        Question::SecurityGame { targets, resources, rationality: Some(rationality) } => {
            Ok(("the objective", vec![items::quantal_response(targets, *resources, *rationality, &named.names)?]))
        }
        Question::SearchEffort { cells, effort_hours } => Ok(("the objective", vec![items::search_effort(cells, *effort_hours, &named.names)?])),
        Question::Covering { problem, sites } => Ok(("the objective", vec![items::covering(problem, *sites, &named.names, limits)?])),
    }
}

fn path(problem: &PathInterdiction, budget: f64, protections: usize, nodes: &[String], limits: Limits) -> Result<Solved, PlannerError> {
    let names = |arcs: &[usize]| arcs.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect::<Vec<String>>();
    if protections == 0 {
        let found = interdict_path(problem, budget, limits)?;
        return Ok(Solved { budget: None, what: "shortest path", bounded: found.path_length, lists: vec![("interdicted", names(&found.interdicted)), ("path", names(&found.path))] });
    }
    let found = fortify_path(problem, budget, protections, limits)?;
    let lists = vec![("protected", names(&found.fortified)), ("interdicted", names(&found.attack.interdicted)), ("path", names(&found.attack.path))];
    Ok(Solved { budget: None, what: "shortest path", bounded: found.path_length, lists })
}

fn flow(problem: &FlowInterdiction, budget: usize, nodes: &[String], limits: Limits) -> Result<Vec<Solved>, PlannerError> {
    let frontier = interdict_flow_frontier(problem, budget, limits)?;
    let point = |point: &counterflow_planner::flow_interdiction::FrontierPoint| Solved {
        budget: Some(point.budget),
        what: "remaining flow",
        bounded: point.remaining_flow,
        lists: vec![("interdicted", point.interdicted.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect())],
    };
    Ok(frontier.iter().map(point).collect())
}

fn arc_name(graph: &Graph, arc: usize, nodes: &[String]) -> String {
    format!("{} -> {}", nodes[graph.tail(arc)], nodes[graph.head(arc)])
}

fn to_json(solved: &Solved) -> Value {
    let mut object = json!({ "budget": solved.budget, "what": solved.what, "value": solved.bounded.value, "bound": solved.bounded.bound, "gap": solved.bounded.relative_gap() });
    for (name, items) in &solved.lists {
        object[*name] = json!(items);
    }
    object
}

fn text(solved: &[Solved], context: &Context<'_>) -> String {
    let mut table = Table::new([("Budget", Column::Right), ("", Column::Left), ("Value", Column::Right), ("Bound", Column::Right), ("Gap", Column::Right), ("Choice", Column::Wrap)]);
    for one in solved {
        let budget = one.budget.map(|budget| budget.to_string()).unwrap_or_default();
        let lists: Vec<String> = one.lists.iter().map(|(name, items)| format!("{name}: {}", if items.is_empty() { "none".to_owned() } else { items.join(", ") })).collect();
        table.push([budget, one.what.to_owned(), significant(one.bounded.value), significant(one.bounded.bound), percent(one.bounded.relative_gap()), lists.join("; ")]);
    }
    table.render(context.terminal)
}
