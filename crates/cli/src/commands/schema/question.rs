//! What a question of `plan solve` looks like: a page to read, and a JSON Schema of its TOML file.

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{print, print_json};
use counterflow_app::schemas::question::schema;
use counterflow_planner::HAS_SOLVER;
use counterflow_planner::instance::{KINDS, KindInfo, Takes};
use counterflow_report::text_table::{Column, Table};

/// Prints the kinds of question with keys and columns, or the JSON Schema of a question.
pub fn print_question(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    if as_json {
        return print_json(&schema());
    }
    print(&KINDS.iter().map(|kind| page_of(kind, context)).collect::<Vec<String>>().join("\n"))
}

fn page_of(kind: &KindInfo, context: &Context<'_>) -> String {
    let mut keys =
        Table::new([("Key", Column::Left), ("Takes", Column::Left), ("", Column::Left), ("Meaning", Column::Wrap)]);
    for key in kind.keys {
        keys.push([
            key.key.to_owned(),
            takes_words(key.takes).to_owned(),
            if key.required { "required".to_owned() } else { String::new() },
            key.about.to_owned(),
        ]);
    }
    let may_be_empty = if kind.optional_columns.is_empty() {
        String::new()
    } else {
        format!("; cells may be empty in {}", kind.optional_columns.join(", "))
    };
    let second =
        kind.second_file.map_or_else(String::new, |(what, columns)| format!("--{what} FILE  {}\n", columns.join(", ")));
    let left_out = if kind.needs_solver && !HAS_SOLVER { "\nThis program was built without its solver.\n" } else { "" };
    format!(
        "kind = \"{}\"  {}\n{left_out}\n{}\nTable  {}{may_be_empty}\n{second}",
        kind.kind,
        kind.about,
        keys.render(context.terminal.style()),
        kind.columns.join(", ")
    )
}

fn takes_words(takes: Takes) -> &'static str {
    match takes {
        Takes::Node => "node",
        Takes::Number => "number",
        Takes::Whole => "whole number",
    }
}
