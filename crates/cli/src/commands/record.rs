//! `counterflow record`: what the coupled model answers to lasting changes.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use clap::Args;
use counterflow_app::results::record::{CostEffectiveness, StructureResponses};
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
holds the same model against the record. The last tables hold what 1 % of consumption costs by programme, with
RAND's setting (Rydell & Everingham 1994) and with ours, and a kilogram less beside Mejia & Restrepo 2016.")]
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
    let mut text: Vec<String> =
        record.structures.iter().map(|structure| table(structure, &record.years, context)).collect();
    if let Some(costs) = &record.costs {
        text.extend(cost_tables(costs, context));
    }
    print(&text.join("\n"))
}

/// Costs of programmes, what drives the difference, and costs in the source country.
fn cost_tables(costs: &CostEffectiveness, context: &Context<'_>) -> [String; 3] {
    let style = context.terminal.style();
    let or_none = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.0}"));
    let mut programmes = Table::new([
        ("Million USD for 1 % of consumption", Column::Left),
        ("RAND", Column::Right),
        ("RAND's setting", Column::Right),
        ("ours", Column::Right),
    ]);
    for cost in &costs.programmes {
        let ours = format!("{:.0}", cost.with_ours);
        programmes.push([cost.programme.to_owned(), or_none(cost.rand), or_none(cost.with_rand_setting), ours]);
    }
    let mut drivers =
        Table::new([("Interdiction over treatment, ours but for", Column::Left), ("ratio", Column::Right)]);
    for driver in &costs.drivers {
        drivers.push([driver.element.to_owned(), format!("{:.1}", driver.interdiction_over_treatment)]);
    }
    let mut kilograms = Table::new([
        ("USD for a kilogram less in retail markets", Column::Left),
        ("Mejia & Restrepo", Column::Right),
        ("ours", Column::Right),
    ]);
    for cost in &costs.source_country {
        let (published, ours) = (format!("{:.0}", cost.published), format!("{:.0}", cost.with_ours));
        kilograms.push([cost.programme.to_owned(), published, ours]);
    }
    [programmes.render(style), drivers.render(style), kilograms.render(style)]
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
