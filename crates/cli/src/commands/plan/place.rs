//! `plan place` and `plan cover`: one placement, or one at every review.

use super::efforts::{efforts_parts, efforts_text};
use super::page::{Answer, Head};
use super::request::PlacementOptions;
use super::values;
use super::watch::SearchProgress;
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use counterflow_app::plan::placement::{placement_result, reviewed_result, search_placement, search_reviewed};
use counterflow_app::plan::task::PlacementTask;
use counterflow_planner::simulated::Lattice;
use counterflow_report::html::analysis::AnalysisPart;

/// The best placement of a lattice.
pub fn place(
    options: &PlacementOptions,
    asked: &PlacementTask<'_>,
    lattice: Lattice,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let progress = SearchProgress::new("trying placements", asked.request.seconds, context);
    let placed = search_placement(asked, lattice, &progress)?;
    drop(progress);
    let found = placement_result(asked, &placed, &Progress::new(0, "three values", context.terminal))?;
    let mut answer = Answer {
        short: found.in_short.clone(),
        text: vec![
            efforts_text(&found.placement, context),
            found.search.explanation.clone(),
            values::text(&found.values, &asked.objective_words(), context),
        ],
        ..Answer::default()
    };
    let mut parts = efforts_parts(&found.placement)?;
    parts.push(AnalysisPart::Text(found.search.explanation.clone()));
    answer.section("Placement", parts);
    answer.section("Three values", values::parts(&found.values, &asked.objective_words())?);
    answer.deliver(&Head::of("Where effort does most", options, asked), &found)
}

/// A placement at every review, each chosen as if it were the last.
pub fn review(
    options: &PlacementOptions,
    asked: &PlacementTask<'_>,
    steps: usize,
    months: usize,
    context: &Context<'_>,
) -> Result<(), Failure> {
    let progress = SearchProgress::new("placing anew at every review", asked.request.seconds, context);
    let plan = search_reviewed(asked, steps, months, &progress)?;
    drop(progress);
    let found = reviewed_result(asked, &plan, &Progress::new(0, "three values", context.terminal))?;
    let mut answer = Answer { short: found.in_short.clone(), ..Answer::default() };
    for stage in &found.stages {
        let (from, explanation) = (&stage.from, &stage.search.explanation);
        answer.text.push(format!("From {from}\n\n{}\n{explanation}", efforts_text(&stage.placement, context)));
        let mut parts = efforts_parts(&stage.placement)?;
        parts.push(AnalysisPart::Text(explanation.clone()));
        answer.section(&format!("From {from}"), parts);
    }
    if plan.left_out {
        let words = "Stopped: later reviews were not reached, the last placement is kept to the end.".to_owned();
        answer.text.push(words.clone());
        answer.section("Reviews left out", vec![AnalysisPart::Text(words)]);
    }
    answer.text.push(values::text(&found.values, &asked.objective_words(), context));
    answer.section("Three values", values::parts(&found.values, &asked.objective_words())?);
    answer.deliver(&Head::of("Where effort does most, review by review", options, asked), &found)
}
