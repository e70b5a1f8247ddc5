//! What a finished study found.

use super::folder::fault;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_json, versioned};
use counterflow_report::number::{change, change_range, count, percent, quantity, unit_words};
use counterflow_report::text_table::{Column as Align, Table};
use counterflow_study::store::{Column, FailedRow, Layout, OutcomeSummary, PartRecord, Study, failed_rows, summarise};
use counterflow_study::study_file::change_of;
use serde_json::{Value, json};

/// Failed rows that are shown.
const SHOWN_FAILURES: usize = 5;
/// Unit of shares, which print as percentages.
const SHARE: &str = "share";

/// Prints the summary; fails if a row failed.
pub fn show(study: &Study, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let summaries = summarise(study).map_err(|error| fault(&error))?;
    let failures = failed_rows(study, SHOWN_FAILURES).map_err(|error| fault(&error))?;
    let failed: usize = study.finished().iter().map(|record| record.failed).sum();
    let arms = arms(study)?;
    if json {
        print_json(&to_json(study, &summaries, &failures, failed, &arms))?;
    } else {
        print(&text(study, &summaries, &arms, context))?;
        for row in &failures {
            context.terminal.remark(&format!(
                "Member {} ({}) failed: {}",
                row.member,
                row.labels.join(", "),
                row.reason
            ));
        }
    }
    if failed > 0 { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

/// Labels of each of a member's rows: the scenario, and a setting of each switch that is varied.
fn arms(study: &Study) -> Result<Vec<Vec<String>>, Failure> {
    study.first_labels().map_err(|error| fault(&error))
}

fn text(study: &Study, summaries: &[OutcomeSummary], arms: &[Vec<String>], context: &Context<'_>) -> String {
    let layout = &study.manifest().layout;
    let members = summaries.iter().map(|summary| summary.members + summary.failed).max().unwrap_or(0);
    let sum = |of: fn(&PartRecord) -> usize| count(study.finished().iter().map(of).sum::<usize>() as u64);
    let tables: String =
        (0..layout.outcomes.len()).filter_map(|outcome| table(outcome, summaries, layout, arms, context)).collect();
    format!(
        "{}\n{} members with {} runs each: {} rows of which {} failed, in {}\n\n{tables}Changes are against the baseline, member by member.\n{}{}",
        study.manifest().name,
        count(members as u64),
        layout.rows_per_member,
        sum(|record| record.rows),
        sum(|record| record.failed),
        study.folder().display(),
        precision(summaries, layout),
        paths_line(study),
    )
}

/// How to get at the monthly paths, where the study keeps them.
fn paths_line(study: &Study) -> String {
    let rows: usize = study.finished().iter().filter_map(|record| record.paths.as_ref()).map(|paths| paths.rows).sum();
    let line = || {
        format!(
            "Monthly paths: {} rows; `counterflow study export {} --paths --out FILE` makes one table of them.\n",
            count(rows as u64),
            study.folder().display()
        )
    };
    if rows > 0 { line() } else { String::new() }
}

/// One outcome by scenario; none for a column of changes, which stands beside its levels.
fn table(
    outcome: usize,
    summaries: &[OutcomeSummary],
    layout: &Layout,
    arms: &[Vec<String>],
    context: &Context<'_>,
) -> Option<String> {
    let Column { name, unit, .. } = &layout.outcomes[outcome];
    // The unit stands once, above; only shares need their sign in every cell.
    let in_cells = if unit == SHARE { unit } else { "" };
    let labels = layout.labels.iter().map(|label| (label.name.as_str(), Align::Wrap));
    let numbers = ["Median", "Change", "90 % of changes", "Rises"].map(|heading| (heading, Align::Right));
    let mut table = Table::new(labels.chain(numbers));
    for (_, row, level, change) in pairs(summaries, layout).filter(|(of, ..)| *of == outcome) {
        let moved = change.filter(|change| change.above_zero + change.below_zero > 0.0);
        let moved = moved.map_or_else(Default::default, |found| change_cells(found, in_cells));
        let labels = arms.get(row).cloned().unwrap_or_default();
        table.push(labels.into_iter().chain([quantity(level.median, in_cells)]).chain(moved));
    }
    let any = pairs(summaries, layout).any(|(of, ..)| of == outcome);
    any.then(|| format!("{name}, {}\n{}\n", unit_words(unit), table.render(context.terminal.style())))
}

fn change_cells(found: &OutcomeSummary, unit: &str) -> [String; 3] {
    [change(found.median, unit), change_range(found.p05, found.p95, unit), whole_percent(found.above_zero)]
}

/// A share of members: no study has so many that digits after the point would mean something.
fn whole_percent(share: f64) -> String {
    const PERCENT: f64 = 100.0;
    percent((share * PERCENT).round() / PERCENT)
}

/// Every outcome in every row, with its change where there is one.
fn pairs<'a>(
    summaries: &'a [OutcomeSummary],
    layout: &'a Layout,
) -> impl Iterator<Item = (usize, usize, &'a OutcomeSummary, Option<&'a OutcomeSummary>)> {
    let place = |name: &str| layout.outcomes.iter().position(|column| column.name == name);
    let is_change = move |outcome: usize| {
        layout.outcomes.iter().any(|column| change_of(&column.name) == layout.outcomes[outcome].name)
    };
    summaries.iter().filter(move |summary| !is_change(summary.outcome)).map(move |level| {
        let changed = place(&change_of(&layout.outcomes[level.outcome].name));
        let change = summaries.iter().find(|other| Some(other.outcome) == changed && other.row == level.row);
        (level.outcome, level.row, level, change)
    })
}

/// How well the medians of changes are known with so many members, and how many more would halve that.
fn precision(summaries: &[OutcomeSummary], layout: &Layout) -> String {
    let width = |summary: &OutcomeSummary| {
        (summary.median_between.1 - summary.median_between.0) / (summary.p95 - summary.p05) / 2.0
    };
    let widest = pairs(summaries, layout)
        .filter_map(|(outcome, _, _, change)| Some((outcome, width(change?))))
        .filter(|(_, width)| width.is_finite())
        .max_by(|a, b| a.1.total_cmp(&b.1));
    match widest {
        Some((outcome, width)) => format!(
            "Sampling error: median changes are known to within {} of the width of their 90 % interval (`{}` least well); four times the members halve that.\n",
            whole_percent(width),
            layout.outcomes[outcome].name
        ),
        None => String::new(),
    }
}

fn to_json(
    study: &Study,
    summaries: &[OutcomeSummary],
    failures: &[FailedRow],
    failed: usize,
    arms: &[Vec<String>],
) -> Value {
    let layout = &study.manifest().layout;
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    let summary = |found: &OutcomeSummary| {
        let column = &layout.outcomes[found.outcome];
        json!({
            "outcome": column.name, "unit": column.unit, "scenario": arms.get(found.row).map(|labels| labels.join(", ")), "members": found.members, "failed": found.failed,
            "median": number(found.median), "p05": number(found.p05), "p95": number(found.p95),
            "median_between": [number(found.median_between.0), number(found.median_between.1)],
            "above_zero": found.above_zero, "below_zero": found.below_zero,
        })
    };
    let failure = |row: &FailedRow| json!({"member": row.member, "labels": row.labels, "reason": row.reason});
    versioned([
        ("study", json!(study.manifest().name)),
        ("shard", json!(study.manifest().shard)),
        ("members", json!(study.manifest().members)),
        ("rows", json!(study.finished().iter().map(|record| record.rows).sum::<usize>())),
        ("failed", json!(failed)),
        (
            "path_rows",
            json!(
                study
                    .finished()
                    .iter()
                    .filter_map(|record| record.paths.as_ref())
                    .map(|paths| paths.rows)
                    .sum::<usize>()
            ),
        ),
        ("failures", failures.iter().map(failure).collect()),
        ("summary", summaries.iter().map(summary).collect()),
    ])
}
