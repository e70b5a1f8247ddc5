//! `counterflow scenarios`: what ships.

use super::Context;
use crate::failure::Failure;
use crate::output::{print, print_json, versioned};
use crate::session::Named;
use crate::table::{Column, Table};
use clap::Args;
use serde_json::{Value, json};

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
        let entry = |named: &Named| {
            let scenario = &named.scenario;
            let levers: Vec<&str> = scenario.levers.iter().map(|used| used.id.lever().key).collect();
            json!({"id": scenario.id, "name": scenario.name, "about": scenario.about, "until": scenario.until.to_string(), "levers": levers, "hash": named.hash})
        };
        return print_json(&versioned([("scenarios", named.iter().map(entry).collect::<Value>())]));
    }
    let mut table = Table::new([("Scenario", Column::Left), ("Until", Column::Left), ("About", Column::Wrap)]);
    for Named { scenario, .. } in &named {
        table.push([scenario.id.clone(), scenario.until.to_string(), scenario.about.clone()]);
    }
    print(&table.render(context.terminal))
}
