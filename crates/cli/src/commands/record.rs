//! `counterflow record`: what the coupled model answers to lasting changes.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use clap::Args;
use counterflow_app::results::record::StructureResponses;
use counterflow_app::whole_model_record::whole_model_record;
use counterflow_report::text_table::{Column, Table};

/// Options of `record`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow record
  counterflow record --json | jq '.structures[] | select(.setting == \"limited\")'

Each row changes one thing for good (losses on all routes and the farm-gate price up by a tenth, demand and
output down by a tenth) and reads another one, three, five and ten years later, at central parameters and
expected values, users and groups held: per cent for each per cent. `losses made good` is the share of what
higher losses would take from consumption that it does not feel. `counterflow validate --only whole-model`
holds the same model against the record.")]
pub struct RecordArguments {
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Prints the table of every structure of supply.
pub fn execute(options: &RecordArguments, context: &Context<'_>) -> Result<(), Failure> {
    let record = whole_model_record(&context.session()?);
    if options.json {
        return print_result(record);
    }
    let text: Vec<String> =
        record.structures.iter().map(|structure| table(structure, &record.years, context)).collect();
    print(&text.join("\n"))
}

fn table(structure: &StructureResponses, years: &[usize], context: &Context<'_>) -> String {
    let headings: Vec<String> =
        years.iter().map(|years| if *years == 1 { "1 year".to_owned() } else { format!("{years} years") }).collect();
    let after = headings.iter().map(|heading| (heading.as_str(), Column::Right));
    let columns: Vec<(&str, Column)> =
        [("For good", Column::Left), ("Answer of", Column::Left)].into_iter().chain(after).collect();
    let mut table = Table::new(columns);
    for response in &structure.responses {
        let numbers = response.after_years.iter().map(|value| format!("{value:+.2}"));
        table.push([response.change.to_owned(), response.of.to_owned()].into_iter().chain(numbers));
    }
    format!("supply = {}\n{}", structure.setting, table.render(context.terminal.style()))
}
