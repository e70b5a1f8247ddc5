//! `plan solve`: the planner's interdiction games on a network of the user's own.

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
  counterflow plan solve question.toml arcs.csv --seconds 60 --json

The question is a TOML file:
  kind   = "path_interdiction"   # or "flow_interdiction", "inspection"
  source = "north"
  target = "south"
  budget = 3                     # none for inspection

Arcs are a CSV file with the columns from, to and, by kind: length, delay, interdiction_cost;
capacity, interdiction_cost; detection_probability. An empty interdiction_cost means that the arc
cannot be interdicted. With `protections = N` the owner protects N arcs before the attack.
Flow is answered for every budget up to the one named. Values are computed again by a shortest path,
a maximum flow with its cut, or best responses. Use regions and corridors as nodes and arcs."#)]
pub struct SolveOptions {
    /// TOML file of the question
    #[arg(value_name = "QUESTION")]
    question: PathBuf,
    /// CSV file of the arcs
    #[arg(value_name = "ARCS")]
    arcs: PathBuf,
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

/// One answer: value, bound, arcs.
struct Solved {
    budget: Option<usize>,
    what: &'static str,
    bounded: Bounded,
    /// Lists of arcs by name.
    arcs: Vec<(&'static str, Vec<String>)>,
}

/// Runs the command.
pub fn execute(options: &SolveOptions, context: &Context<'_>) -> Result<(), Failure> {
    let named = read_question(&SourceFile::read(&options.question)?, &SourceFile::read(&options.arcs)?)?;
    let limits = Limits { seconds: options.seconds, relative_gap: options.gap, nodes: None };
    context.terminal.remark("solving");
    let (certificate, solved) = solve(&named, limits).map_err(|error| refused(&error))?;
    let answer = Answer {
        text: vec![text(&solved, context), format!("Values re-checked by {certificate}.")],
        fields: vec![("answers", solved.iter().map(to_json).collect()), ("certificate", format!("re-checked by {certificate}").into())],
        ..Answer::default()
    };
    let question = format!("{} with {}", options.question.display(), options.arcs.display());
    answer.deliver(&Head { title: "Network", question, command: String::new(), json: options.json, html: None })
}

fn solve(named: &NamedQuestion, limits: Limits) -> Result<(&'static str, Vec<Solved>), PlannerError> {
    match &named.question {
        Question::Path { problem, budget, protections } => Ok(("a shortest path", vec![path(problem, *budget, *protections, &named.nodes, limits)?])),
        Question::Flow { problem, budget } => Ok(("a maximum flow and its cut", flow(problem, *budget, &named.nodes, limits)?)),
        Question::Inspection { graph, source, target, detection_probability } => {
            let plan = inspect(graph, *source, *target, detection_probability)?;
            let inspected = plan.inspection_probability.iter().enumerate().filter(|(_, probability)| **probability > 0.0);
            let arcs = inspected.map(|(arc, probability)| format!("{} ({})", arc_name(graph, arc, &named.nodes), percent(*probability))).collect();
            let solved = Solved { budget: None, what: "detection probability", bounded: plan.detection_probability, arcs: vec![("inspected", arcs)] };
            Ok(("best responses of both sides", vec![solved]))
        }
    }
}

fn path(problem: &PathInterdiction, budget: f64, protections: usize, nodes: &[String], limits: Limits) -> Result<Solved, PlannerError> {
    let names = |arcs: &[usize]| arcs.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect::<Vec<String>>();
    if protections == 0 {
        let found = interdict_path(problem, budget, limits)?;
        return Ok(Solved { budget: None, what: "shortest path", bounded: found.path_length, arcs: vec![("interdicted", names(&found.interdicted)), ("path", names(&found.path))] });
    }
    let found = fortify_path(problem, budget, protections, limits)?;
    let arcs = vec![("protected", names(&found.fortified)), ("interdicted", names(&found.attack.interdicted)), ("path", names(&found.attack.path))];
    Ok(Solved { budget: None, what: "shortest path", bounded: found.path_length, arcs })
}

fn flow(problem: &FlowInterdiction, budget: usize, nodes: &[String], limits: Limits) -> Result<Vec<Solved>, PlannerError> {
    let frontier = interdict_flow_frontier(problem, budget, limits)?;
    let point = |point: &counterflow_planner::flow_interdiction::FrontierPoint| Solved {
        budget: Some(point.budget),
        what: "remaining flow",
        bounded: point.remaining_flow,
        arcs: vec![("interdicted", point.interdicted.iter().map(|&arc| arc_name(&problem.graph, arc, nodes)).collect())],
    };
    Ok(frontier.iter().map(point).collect())
}

fn arc_name(graph: &Graph, arc: usize, nodes: &[String]) -> String {
    format!("{} -> {}", nodes[graph.tail(arc)], nodes[graph.head(arc)])
}

fn to_json(solved: &Solved) -> Value {
    let mut object = json!({ "budget": solved.budget, "what": solved.what, "value": solved.bounded.value, "bound": solved.bounded.bound, "gap": solved.bounded.relative_gap() });
    for (name, arcs) in &solved.arcs {
        object[*name] = json!(arcs);
    }
    object
}

fn text(solved: &[Solved], context: &Context<'_>) -> String {
    let mut table = Table::new([("Budget", Column::Right), ("", Column::Left), ("Value", Column::Right), ("Bound", Column::Right), ("Gap", Column::Right), ("Arcs", Column::Wrap)]);
    for one in solved {
        let budget = one.budget.map(|budget| budget.to_string()).unwrap_or_default();
        let arcs: Vec<String> = one.arcs.iter().map(|(name, arcs)| format!("{name}: {}", if arcs.is_empty() { "none".to_owned() } else { arcs.join(", ") })).collect();
        table.push([budget, one.what.to_owned(), significant(one.bounded.value), significant(one.bounded.bound), percent(one.bounded.relative_gap()), arcs.join("; ")]);
    }
    table.render(context.terminal)
}
