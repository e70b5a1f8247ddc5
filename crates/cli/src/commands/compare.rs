//! `counterflow compare`: scenarios side by side, member by member.

use crate::context::Context;
use crate::failure::Failure;
use crate::options::EnsembleOptions;
use crate::output::{print, print_result};
use crate::progress::Progress;
use clap::Args;
use counterflow_app::compare::compare;
use counterflow_app::results::comparison::{ComparedIndicator, PairedChange};
use counterflow_report::comparison::MONTHS;
use counterflow_report::number::{change, change_range, percent_change, quantity};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::statistics::Spread;

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow compare baseline military multilateral
  counterflow compare baseline my-scenario.toml --members 500 --json

Differences are taken to the first scenario, member by member: each member shares its parameters and
its random numbers between the scenarios. The window is the last 36 months that all of them cover.")]
pub struct CompareArguments {
    /// Names of scenarios or paths of .toml files; the first is the one compared with
    #[arg(value_name = "SCENARIO", required = true, num_args = 2..)]
    scenarios: Vec<String>,
    #[command(flatten)]
    ensemble: EnsembleOptions,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn execute(options: &CompareArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session_for(&options.scenarios)?;
    let scenarios = session.scenarios_named(&options.scenarios)?;
    let progress = Progress::new(0, "comparing", context.terminal);
    let comparison = compare(options.ensemble.size(&session)?, &session, &scenarios, &progress)?;
    drop(progress);
    if options.json {
        return print_result(comparison);
    }
    let first = scenarios.first().map_or("", |named| named.scenario.id.as_str());
    print(&table_text(&comparison.indicators, first, options, context))
}

fn table_text(rows: &[ComparedIndicator], first: &str, options: &CompareArguments, context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Indicator", Column::Wrap),
        ("Scenario", Column::Left),
        ("Level", Column::Right),
        ("Change", Column::Right),
        ("90 % of members", Column::Right),
    ]);
    for row in rows {
        for (position, cell) in row.scenarios.iter().enumerate() {
            let place = if row.place == counterflow_model::indicators::WORLD {
                String::new()
            } else {
                format!(", {}", row.place)
            };
            let heading = if position == 0 { format!("{}{place}", row.title) } else { String::new() };
            let (moved, interval) =
                cell.change.as_ref().map_or_else(Default::default, |found| change_texts(found, &row.unit));
            table.push([heading, cell.scenario.clone(), quantity(cell.level.median, &row.unit), moved, interval]);
        }
    }
    format!(
        "{}\nMedians of {} members over the last {MONTHS} months in common; changes against `{first}`, member by member.\n",
        table.render(context.terminal.style()),
        options.ensemble.members
    )
}

/// The median change and its interval: relative where that means something.
fn change_texts(found: &PairedChange, unit: &str) -> (String, String) {
    match found.relative {
        Some(Spread { median, p05, p95 }) => {
            (percent_change(median), format!("{} to {}", percent_change(p05), percent_change(p95)))
        }
        None => (change(found.absolute.median, unit), change_range(found.absolute.p05, found.absolute.p95, unit)),
    }
}
