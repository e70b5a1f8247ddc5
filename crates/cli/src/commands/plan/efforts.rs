//! Placements as tables and charts.

use super::page::columns;
use crate::context::Context;
use crate::failure::Failure;
use counterflow_app::results::plan::{Effort, PlacementSearch};
use counterflow_report::analysis_charts::{Bar, bars};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::quantity;
use counterflow_report::text_table::{Column, Table};

/// Characters of the longest bar.
const BAR: f64 = 24.0;

/// How a search went, in a few words.
pub fn method_words(search: &PlacementSearch) -> String {
    match (search.stopped, search.gap) {
        (true, _) => format!("stopped, no bound, {} tried", search.tried),
        (false, Some(_)) => format!("all of {}", search.tried),
        (false, None) => format!("descent, no bound, {} tried", search.tried),
    }
}

/// A bar of blocks, in proportion to the largest.
fn bar(value: f64, largest: f64) -> String {
    let length = if largest > 0.0 { (value.abs() / largest * BAR).round() } else { 0.0 };
    "\u{2588}".repeat(length as usize)
}

/// A placement as a table with bars.
pub fn efforts_text(efforts: &[Effort], context: &Context<'_>) -> String {
    let largest = efforts.iter().map(|effort| effort.effort).fold(0.0, f64::max);
    let mut table = Table::new([("Place", Column::Left), ("More effort", Column::Right), ("", Column::Left)]);
    for effort in efforts {
        table.push([effort.title.clone(), quantity(effort.effort, &effort.unit), bar(effort.effort, largest)]);
    }
    table.render(context.terminal.style())
}

/// A placement as chart and table of a page.
pub fn efforts_parts(efforts: &[Effort]) -> Result<Vec<AnalysisPart>, Failure> {
    let unit = efforts.first().map_or("", |effort| effort.unit.as_str());
    let chart: Vec<(String, Vec<Bar>)> = efforts
        .iter()
        .map(|effort| {
            (effort.title.clone(), vec![Bar { value: effort.effort, interval: (effort.effort, effort.effort) }])
        })
        .collect();
    let svg = bars("More effort by place", unit, &["effort on top of the base year's"], &chart)?;
    let rows = efforts.iter().map(|effort| vec![effort.title.clone(), quantity(effort.effort, &effort.unit)]).collect();
    Ok(vec![
        AnalysisPart::Chart { svg, caption: "Places that receive nothing are left out.".to_owned() },
        AnalysisPart::Table {
            caption: "Placement".to_owned(),
            columns: columns([("Place", false), ("More effort", true)]),
            rows,
        },
    ])
}
