//! `plan place` and `plan cover`: one placement, or one at every review.

use super::answer::{self, Effort, Search};
use super::page::Answer;
use super::question::Question;
use super::values::{self, Evaluation};
use super::{TryOut, in_steps, refused};
use crate::commands::Context;
use crate::failure::Failure;
use crate::output::to_json;
use counterflow_planner::simulated::{Lattice, Reviews, Stage, plan_rolling, search};
use counterflow_report::html::analysis::AnalysisPart;
use serde_json::json;

/// The best placement of a lattice.
pub fn place(asked: &Question<'_>, lattice: Lattice, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let progress = TryOut::new("trying placements", context);
    let cost = |steps: &[usize]| problem.cost(problem.value(&asked.central, &problem.uses(&asked.central, &in_steps(steps)), asked.planned_for()));
    let placed = search(lattice, asked.options.runs, &progress, &cost).map_err(|error| refused(&error))?;
    drop(progress);
    let efforts = asked.efforts(&in_steps(&placed.steps));
    let table = Evaluation::new(asked, 1, context)?.values(&|member| problem.uses(member, &in_steps(&placed.steps)));
    let found = Search::new(&placed, asked);
    let mut answer = Answer {
        text: vec![answer::efforts_text(&efforts, context), found.text(), values::text(&table, &asked.options.objective, context)],
        fields: vec![("question", asked.to_json()), ("run", asked.record()?), ("placement", to_json(&efforts)?), ("search", to_json(&found)?), ("values", to_json(&table)?)],
        ..Answer::default()
    };
    let mut parts = answer::efforts_parts(&efforts)?;
    parts.push(AnalysisPart::Text(found.text()));
    answer.section("Placement", parts);
    answer.section("Three values", values::parts(&table, &asked.options.objective)?);
    answer.deliver(&asked.head("Where effort does most"))
}

/// A placement at every review, each chosen as if it were the last.
pub fn roll(asked: &Question<'_>, steps: usize, months: usize, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let progress = TryOut::new("placing anew at every review", context);
    let reviews = Reviews { months, trial: asked.planned_for() };
    let plan = plan_rolling(problem, &asked.central, asked.lattice(steps, steps), asked.options.runs, reviews, &progress).map_err(|error| refused(&error))?;
    drop(progress);
    let table = Evaluation::new(asked, 1, context)?.values(&|member| plan.uses(problem, member));
    let decided = |stage: &Stage| (asked.efforts(&in_steps(&stage.placed.steps)), Search::new(&stage.placed, asked));
    let stages: Vec<(String, (Vec<Effort>, Search))> = plan.stages.iter().map(|stage| (stage.from.to_string(), decided(stage))).collect();
    let stage_json = |(from, (efforts, search)): &(String, (Vec<Effort>, Search))| json!({"from": from, "placement": efforts, "search": search});
    let mut answer = Answer {
        fields: vec![
            ("question", asked.to_json()),
            ("run", asked.record()?),
            ("stages", json!(stages.iter().map(stage_json).collect::<Vec<_>>())),
            ("values", to_json(&table)?),
        ],
        ..Answer::default()
    };
    for (from, (efforts, search)) in &stages {
        answer.text.push(format!("From {from}\n\n{}\n{}", answer::efforts_text(efforts, context), search.text()));
        let mut parts = answer::efforts_parts(efforts)?;
        parts.push(AnalysisPart::Text(search.text()));
        answer.section(&format!("From {from}"), parts);
    }
    answer.text.push(values::text(&table, &asked.options.objective, context));
    answer.section("Three values", values::parts(&table, &asked.options.objective)?);
    answer.deliver(&asked.head("Where effort does most, review by review"))
}
