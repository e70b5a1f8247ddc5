//! `counterflow scenarios`: what ships.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use clap::Args;
use counterflow_app::catalogue::scenarios::list;
use counterflow_app::scenario_world::named_world;
use counterflow_app::session::NamedScenario;
use counterflow_report::text_table::{Column, Table};

/// Options of `scenarios`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow scenarios
  counterflow scenarios --json | jq '.scenarios[].id'

Scenarios lie in scenarios/, beside the data folder. `counterflow schema scenario` says what a file may hold.")]
pub struct ScenariosArguments {
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Lists the scenarios, after checking them all.
pub fn execute(options: &ScenariosArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let named = session.all_scenarios()?;
    if options.json {
        return print_result(list(&named));
    }
    let mut table = Table::new([("Scenario", Column::Left), ("Until", Column::Left), ("About", Column::Wrap)]);
    for NamedScenario { scenario, .. } in &named {
        table.push([scenario.id.clone(), scenario.until.to_string(), scenario.about.clone()]);
    }
    let mut text = table.render(context.terminal.style());
    for file in &session.scenarios_elsewhere {
        if let Some(named) = named_world(&session.scenarios_elsewhere, file.stem()) {
            text.push_str(&format!("\nOn the world {}: {}", named.world, file.stem()));
        }
    }
    if !session.scenarios_elsewhere.is_empty() {
        text.push('\n');
    }
    print(&text)
}
