//! `plan place` and `plan cover`: one placement, or one at every review.

use super::answer::{self, Effort, Search};
use super::page::Answer;
use super::question::Question;
use super::values::{self, Evaluation};
use super::watch::TryOut;
use super::{in_steps, refused};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::to_json;
use counterflow_planner::simulated::{Lattice, Reviews, Stage, plan_rolling, search};
use counterflow_report::html::analysis::AnalysisPart;
use serde_json::json;

/// The best placement of a lattice.
pub fn place(asked: &Question<'_>, lattice: Lattice, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let progress = TryOut::new("trying placements", asked.options.seconds, context);
    let cost = |steps: &[usize]| {
        problem.cost(problem.value(
            &asked.central,
            &problem.uses(&asked.central, &in_steps(steps)),
            asked.planned_for(),
        ))
    };
    let placed = search(lattice, asked.options.runs, &progress, &cost).map_err(|error| refused(&error))?;
    drop(progress);
    let efforts = asked.efforts(&in_steps(&placed.steps));
    let table = Evaluation::new(asked, 1, context)?.values(&|member| problem.uses(member, &in_steps(&placed.steps)));
    let found = Search::new(&placed, &table, asked)?;
    let mut answer = Answer {
        short: asked.in_short(format!("{} ({}).", answer::in_one_line(&efforts), asked.unit()), &table),
        text: vec![
            answer::efforts_text(&efforts, context),
            found.text(),
            values::text(&table, &asked.objective_words(), context),
        ],
        fields: vec![
            ("question", asked.to_json()),
            ("run", asked.record()?),
            ("placement", to_json(&efforts)?),
            ("search", to_json(&found)?),
            ("values", to_json(&table)?),
        ],
        ..Answer::default()
    };
    let mut parts = answer::efforts_parts(&efforts)?;
    parts.push(AnalysisPart::Text(found.text()));
    answer.section("Placement", parts);
    answer.section("Three values", values::parts(&table, &asked.objective_words())?);
    answer.deliver(&asked.head("Where effort does most"))
}

/// A placement at every review, each chosen as if it were the last.
pub fn roll(asked: &Question<'_>, steps: usize, months: usize, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let progress = TryOut::new("placing anew at every review", asked.options.seconds, context);
    let reviews = Reviews { months, trial: asked.planned_for() };
    let plan =
        plan_rolling(problem, &asked.central, asked.lattice(steps, steps), asked.options.runs, reviews, &progress)
            .map_err(|error| refused(&error))?;
    drop(progress);
    let table = Evaluation::new(asked, 1, context)?.values(&|member| plan.uses(problem, member));
    let decided =
        |stage: &Stage| (asked.efforts(&in_steps(&stage.placed.steps)), Search::unchecked(&stage.placed, asked));
    let stages: Vec<(String, (Vec<Effort>, Search))> =
        plan.stages.iter().map(|stage| (stage.from.to_string(), decided(stage))).collect();
    if let Some(last) = plan.stages.last() {
        // The last placement is kept to the end: its cost is the whole plan's.
        Search::new(&last.placed, &table, asked)?;
    }
    let stage_json = |(from, (efforts, search)): &(String, (Vec<Effort>, Search))| json!({"from": from, "placement": efforts, "search": search});
    let mut words: Vec<String> = Vec::new();
    let mut kept = String::new();
    for (from, (efforts, _)) in &stages {
        let placement = answer::in_one_line(efforts);
        words.push(if placement == kept {
            format!("from {from} the same")
        } else {
            format!("from {from} {placement}")
        });
        kept = placement;
    }
    let mut answer = Answer {
        short: asked.in_short(format!("More effort {} ({}).", words.join(", "), asked.unit()), &table),
        fields: vec![
            ("question", asked.to_json()),
            ("run", asked.record()?),
            ("stages", json!(stages.iter().map(stage_json).collect::<Vec<_>>())),
            ("stopped", plan.is_stopped().into()),
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
    if plan.left_out {
        let words = "Stopped: later reviews were not reached, the last placement is kept to the end.".to_owned();
        answer.text.push(words.clone());
        answer.section("Reviews left out", vec![AnalysisPart::Text(words)]);
    }
    answer.text.push(values::text(&table, &asked.objective_words(), context));
    answer.section("Three values", values::parts(&table, &asked.objective_words())?);
    answer.deliver(&asked.head("Where effort does most, review by review"))
}
