//! `counterflow validate`: published results beside the model's own.

use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{deliver, print, print_result};
use clap::Args;
use counterflow_app::results::validation::Checks;
use counterflow_app::validation::problem;
use counterflow_report::text_table::{Cell, Column, Table, wrap};
use counterflow_validation::suite::Row;
use counterflow_validation::{CheckResult, CheckStatus, html};
use std::path::PathBuf;

/// Options of `validate`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow validate                               all checks that need no reference data
  counterflow validate --data reference              the same with reference data
  counterflow validate --only lhy                    one paper
  counterflow validate --only cartels.members-2022   one check
  counterflow validate --json > checks.json
  counterflow validate --html validation.html

The folder of --data may hold reference data (cartels/, narcologic/, baseline/), evidence and world,
or both; without evidence/ the shipped evidence and world serve. The pages in validation/ say where
reference data can be had. A known failure stands with its reason and is no failure of the command.

Exit status 1 if a check fails that is not a known failure.")]
pub struct ValidateArguments {
    /// Only this paper, or checks whose identifier starts so
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Writes a page to this file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &ValidateArguments, context: &Context<'_>) -> Result<(), Failure> {
    let data = context.validation_data();
    context.terminal.detail(&data.evidence_source().describe());
    let (suite, setting) = data.prepare()?;
    let outcomes = suite.run(&setting, options.only.as_deref()).map_err(|error| problem(&error))?;
    if let Some(file) = &options.html {
        deliver(&html::render(&outcomes, &setting), Some(file))?;
    }
    if options.json {
        print_result(Checks { checks: outcomes.iter().map(Row::from).collect() })?;
    } else {
        print(&text(&outcomes, context))?;
    }
    let failing = outcomes.iter().any(|outcome| outcome.status == CheckStatus::Fails);
    if failing { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn text(outcomes: &[CheckResult<'_>], context: &Context<'_>) -> String {
    let mut text = String::new();
    for paper in outcomes.chunk_by(|a, b| a.paper == b.paper) {
        text.push_str(&paper_text(paper, context));
    }
    if outcomes.chunk_by(|a, b| a.paper == b.paper).count() > 1 {
        text.push_str(&summary(outcomes, context));
    }
    text + &html::tally(outcomes) + "\n"
}

/// One line per page, and which pages lack reference data.
fn summary(outcomes: &[CheckResult<'_>], context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Page", Column::Left),
        ("Checks", Column::Right),
        ("Hold", Column::Right),
        ("Known failures", Column::Right),
        ("Fail", Column::Right),
        ("Need data", Column::Right),
    ]);
    let mut lacking = Vec::new();
    for paper in outcomes.chunk_by(|a, b| a.paper == b.paper) {
        let Some(first) = paper.first() else { continue };
        let count = |verdict| paper.iter().filter(|outcome| outcome.status == verdict).count();
        let words = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        let counts =
            [CheckStatus::Holds, CheckStatus::KnownFailure, CheckStatus::Fails, CheckStatus::NeedsData].map(count);
        let [holds, known, fails, needs] = counts.map(words);
        table.push([first.paper.to_owned(), paper.len().to_string(), holds, known, fails, needs]);
        if counts[3] > 0 {
            lacking.push(first.paper);
        }
    }
    let data = if lacking.is_empty() {
        String::new()
    } else {
        let line = format!(
            "Reference data are missing for {}. The paragraph `Data:` of each page, above and in validation/, says \
             where the public original is to be had; name the folder with --data.",
            lacking.join(", ")
        );
        wrap(&line, context.terminal.width).iter().map(|line| format!("{line}\n")).collect::<String>() + "\n"
    };
    format!("{}\n{data}", table.render(context.terminal.style()))
}

/// Title, table, and the reasons of what does not simply hold.
fn paper_text(outcomes: &[CheckResult<'_>], context: &Context<'_>) -> String {
    let mut table = Table::new([
        ("Check", Column::Left),
        ("Published", Column::Wrap),
        ("Ours", Column::Wrap),
        ("Unit", Column::Wrap),
        ("Tolerance", Column::Left),
        ("Grade", Column::Left),
        ("CheckStatus", Column::Left),
    ]);
    for outcome in outcomes {
        let check = outcome.check;
        table.push([
            Cell::from(check.id.as_str()),
            check.published.as_str().into(),
            html::ours(outcome).into(),
            check.unit.as_str().into(),
            check.tolerance_words.as_str().into(),
            check.grade.letter().to_string().into(),
            Cell::colored(html::verdict_words(outcome), verdict_color(outcome.status)),
        ]);
    }
    let rendered = table.render(context.terminal.style());
    format!("{}\n{rendered}\n{}", heading(outcomes, context), remarks(outcomes, context))
}

/// Title of the page, and the caution that must stand beside its numbers.
fn heading(outcomes: &[CheckResult<'_>], context: &Context<'_>) -> String {
    let Some(page) = outcomes.first().map(|outcome| outcome.page) else { return String::new() };
    let caution = if page.caution.is_empty() { String::new() } else { format!("\nCaution: {}\n", page.caution) };
    let lines = caution.lines().flat_map(|line| wrap(line, context.terminal.width));
    page.title.clone() + "\n" + &lines.map(|line| line + "\n").collect::<String>()
}

/// ANSI code for a verdict; the word itself always stands beside it.
fn verdict_color(verdict: CheckStatus) -> &'static str {
    match verdict {
        CheckStatus::Holds => "32",
        CheckStatus::KnownFailure => "33",
        CheckStatus::Fails => "1;31",
        CheckStatus::NeedsData => "36",
    }
}

fn remarks(outcomes: &[CheckResult<'_>], context: &Context<'_>) -> String {
    let has_remark =
        |outcome: &&CheckResult<'_>| matches!(outcome.status, CheckStatus::Fails | CheckStatus::KnownFailure);
    let mut lines: Vec<String> =
        outcomes.iter().filter(has_remark).map(|outcome| format!("{}: {}", outcome.id(), outcome.remark())).collect();
    let needed = outcomes.iter().find(|outcome| outcome.status == CheckStatus::NeedsData);
    lines.extend(needed.map(|outcome| format!("Data: {}", outcome.page.data)));
    let wrapped: String =
        lines.iter().flat_map(|line| wrap(line, context.terminal.width)).map(|line| line + "\n").collect();
    if wrapped.is_empty() { wrapped } else { wrapped + "\n" }
}
