//! The levers with their numbers.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use counterflow_app::catalogue::levers::{levers, numbers, unit};
use counterflow_model::policy::LEVERS;
use counterflow_report::number::significant;
use counterflow_report::text_table::{Column, Table};

/// Prints the levers as a table or as JSON.
pub fn print_levers(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    if as_json {
        return print_result(levers(&session));
    }
    let numbers = numbers(&session);
    let mut table = Table::new([
        ("Lever", Column::Left),
        ("Unit", Column::Wrap),
        ("USD/unit", Column::Right),
        ("Baseline", Column::Right),
        ("Extra at most", Column::Right),
        ("Example of a large effort", Column::Wrap),
        ("Claim", Column::Wrap),
    ]);
    for (lever, numbers) in LEVERS.iter().zip(&numbers) {
        table.push([
            lever.key.to_owned(),
            unit(lever),
            significant(numbers.unit_cost_usd),
            significant(numbers.baseline),
            significant(numbers.maximum_extra),
            lever.example.to_owned(),
            lever.claim.to_owned(),
        ]);
    }
    print(&format!(
        "{}\nEffort in a scenario is a level, the baseline's included; a budget comes on top of it.\nCentral values; `counterflow evidence list --module levers` holds ranges and sources.\n",
        table.render(context.terminal.style())
    ))
}
