//! What a finished study found.

use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::output::{print, print_result};
use counterflow_app::study_report::StudyReport;
use counterflow_report::number::{change, change_range, count, percent, quantity, unit_words};
use counterflow_report::text_table::{Column as Align, Table};
use counterflow_study::store::{Column, Layout, OutcomeSummary, PartRecord, Study};
use counterflow_study::study_file::change_of;

/// Unit of shares, which print as percentages.
const SHARE: &str = "share";

/// Prints the summary; fails if a row failed.
pub fn show(study: &Study, json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let found = StudyReport::of(study)?;
    if json {
        print_result(found.result())?;
    } else {
        print(&text(&found, context))?;
        for row in &found.failures {
            context.terminal.remark(&format!(
                "Member {} ({}) failed: {}",
                row.member,
                row.labels.join(", "),
                row.reason
            ));
        }
    }
    if found.failed > 0 { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn text(found: &StudyReport<'_>, context: &Context<'_>) -> String {
    let StudyReport { study, summaries, arms, .. } = found;
    let layout = &study.manifest().layout;
    let members = summaries.iter().map(|summary| summary.members + summary.failed).max().unwrap_or(0);
    let sum = |of: fn(&PartRecord) -> usize| count(study.finished().iter().map(of).sum::<usize>() as u64);
    let tables: String =
        (0..layout.outcomes.len()).filter_map(|outcome| table(outcome, summaries, layout, arms, context)).collect();
    format!(
        "{}\n{} members with {} runs each: {} rows of which {} failed, in {}\n\n{tables}\
         Changes are against the baseline, member by member.\n{}{}",
        study.manifest().name,
        count(members as u64),
        layout.rows_per_member,
        sum(|record| record.rows),
        sum(|record| record.failed),
        study.folder().display(),
        precision(summaries, layout),
        paths_line(found),
    )
}

/// How to get at the monthly paths, where the study keeps them.
fn paths_line(found: &StudyReport<'_>) -> String {
    let rows = found.path_rows();
    let line = || {
        format!(
            "Monthly paths: {} rows; `counterflow study export {} --paths --out FILE` makes one table of them.\n",
            count(rows as u64),
            found.study.folder().display()
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
            "Sampling error: median changes are known to within {} of the width of their 90 % interval (`{}` least \
             well); four times the members halve that.\n",
            whole_percent(width),
            layout.outcomes[outcome].name
        ),
        None => String::new(),
    }
}
