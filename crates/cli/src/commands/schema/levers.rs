//! The levers with their numbers.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_result};
use counterflow_app::catalogue::levers::{by_place, levers, numbers, unit};
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
    let mut places = Table::new([("Lever", Column::Left), ("Base year by place", Column::Wrap)]);
    for lever in &LEVERS {
        let efforts = by_place(lever, &session);
        let words: Vec<String> =
            efforts.iter().map(|one| format!("{} {}", one.place, significant(one.effort))).collect();
        if !words.is_empty() {
            places.push([format!("{}, {}", lever.key, unit(lever)), words.join(", ")]);
        }
    }
    print(&format!(
        "{}\n{}\nEffort in a scenario is a level, the base year's at its places included, or a change of it (\"+100 \
         patrol days/year\", \"+50 %\", \"double\");\na budget comes on top of the base year.\nCentral values; \
         `counterflow evidence list --module levers` holds ranges and sources.\n",
        table.render(context.terminal.style()),
        places.render(context.terminal.style())
    ))
}
