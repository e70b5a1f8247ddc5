//! `plan solve`: the planner's problems on a network or a table of the user's own.

use super::page::{Answer, Head};
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use clap::Args;
use counterflow_app::plan::solve::solve;
use counterflow_app::plan::words::gap_words;
use counterflow_app::results::plan::{QuestionAnswer, QuestionResult};
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::Limits;
use counterflow_planner::instance::{QuestionFiles, read_question};
use counterflow_report::number::significant;
use counterflow_report::text_table::{Column, Table};
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
    let solved = solve(&named, limits)?;
    drop(clock);
    let proven = format!("Values {}.", solved.certificate);
    let answer = Answer { text: vec![text(&solved, context), solved.explanation.clone(), proven], ..Answer::default() };
    let asked = format!("{} with {}", options.question.display(), options.table.display());
    let head = Head { title: "Question", question: asked, command: String::new(), json: options.json, html: None };
    answer.deliver(&head, &solved)
}

/// Value and bound as text, with their standard errors where they were sampled.
fn bounded_text(solved: &QuestionAnswer) -> [String; 2] {
    let (value, bound) = (significant(solved.value), significant(solved.bound));
    match solved.sampled.filter(|sampled| !sampled.exact) {
        Some(sampled) => [(value, sampled.value_standard_error), (bound, sampled.bound_standard_error)]
            .map(|(mean, error)| format!("{mean} (s.e. {})", significant(error))),
        None => [value, bound],
    }
}

fn text(solved: &QuestionResult, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Budget", Column::Right),
        ("", Column::Left),
        ("Value", Column::Right),
        ("Bound", Column::Right),
        ("Gap", Column::Right),
        ("Choice", Column::Wrap),
    ]);
    for one in &solved.answers {
        let budget = one.budget.map(|budget| budget.to_string()).unwrap_or_default();
        let lists: Vec<String> = one
            .lists
            .iter()
            .map(|(name, items)| {
                format!("{name}: {}", if items.is_empty() { "none".to_owned() } else { items.join(", ") })
            })
            .collect();
        let [value, bound] = bounded_text(one);
        table.push([budget, one.what.to_owned(), value, bound, gap_words(one.gap), lists.join("; ")]);
    }
    table.render(context.terminal.style())
}
