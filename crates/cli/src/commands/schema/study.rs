//! What a study file looks like: a page to read, and a JSON Schema.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_json};
use counterflow_app::schemas::study::schema;
use counterflow_report::text_table::{Column, Table};
use counterflow_study::study_file::keys::{EXAMPLE, Form, StudyTable, TABLES, keys_of};

/// Prints the keys of a study file with an example, or its JSON Schema.
pub fn print_study(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if as_json {
        return print_json(&schema(&context.session()?));
    }
    let tables: String = TABLES.iter().map(|table| page_of(table, context)).collect();
    print(&format!("{tables}Example\n\n{EXAMPLE}"))
}

fn page_of(table: &StudyTable, context: &Context<'_>) -> String {
    let heading = match (table.name, table.repeats) {
        ("", _) => table.about.to_owned(),
        (name, true) => format!("[[{name}]]  {}", table.about),
        (name, false) => format!("[{name}]  {}", table.about),
    };
    let optional = if table.required { "" } else { "; may be left out" };
    let mut rows = Table::new([
        ("Key", Column::Left),
        ("Takes", Column::Wrap),
        ("If left out", Column::Wrap),
        ("Meaning", Column::Wrap),
    ]);
    for key in keys_of(table) {
        rows.push([
            key.name.to_owned(),
            words(&key.form),
            key.default.unwrap_or_else(|| "required".to_owned()),
            key.about.to_owned(),
        ]);
    }
    format!("{heading}{optional}\n\n{}\n", rows.render(context.terminal.style()))
}

/// What a form takes, in words.
fn words(form: &Form) -> String {
    match form {
        Form::Text => "text".to_owned(),
        Form::Word(words) => format!("one of {}", words.join(", ")),
        Form::Words(words) => format!("list of {}", words.join(", ")),
        Form::Scenario => "scenario, by name or path".to_owned(),
        Form::Scenarios => "scenarios, by name or path".to_owned(),
        Form::Series => "indicator or indicator@place".to_owned(),
        Form::SeriesList => "list of indicator or indicator@place".to_owned(),
        Form::Parameters => "list of module.parameter or module.*".to_owned(),
        Form::ParameterPair => "two of module.parameter".to_owned(),
        Form::Whole(bounds) if *bounds.end() == i64::MAX => format!("whole number from {}", bounds.start()),
        Form::Whole(bounds) => format!("whole number from {} to {}", bounds.start(), bounds.end()),
        Form::Between(low, high) => format!("number between {low} and {high}"),
        Form::Shares => "shares from 0 (low) to 1 (high)".to_owned(),
        Form::SharesOfEach => "table of \"module.parameter\" = shares".to_owned(),
        Form::Month => "month such as 2030-01".to_owned(),
    }
}
