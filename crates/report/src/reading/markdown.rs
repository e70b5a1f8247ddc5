//! A reading as Markdown: one table of statements and what was found.

use super::{ReadStatement, Reading, finding, what};
use std::fmt::Write as _;

/// The Markdown of a reading.
#[must_use]
pub fn markdown(reading: &Reading) -> String {
    let mut out = format!("# {}\n\n{}.\n\n", line(&reading.source), reading.tally.words());
    if !reading.statements.is_empty() {
        out.push_str("| Statement | Read as | Verdict | Evidence | Finding |\n|---|---|---|---|---|\n");
    }
    for one in &reading.statements {
        let grade = one.result.as_ref().map_or_else(String::new, |result| result.grade.to_string());
        let _ = writeln!(
            out,
            "| {} | {} | {} | {grade} | {} |",
            line(&one.text),
            line(&what(one)),
            verdict(one),
            line(&finding(one))
        );
    }
    if let Some(run) = &reading.run {
        let _ =
            write!(out, "\nCounterflow {}, seed {}, {} runs of each scenario.\n", run.version, run.seed, run.members);
    }
    out
}

fn verdict(one: &ReadStatement) -> &'static str {
    one.verdict.map_or_else(|| one.status.words(), crate::data::Verdict::label)
}

/// A text on one line of a table.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ").replace('|', "\\|")
}
