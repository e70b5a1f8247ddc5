//! Scenarios side by side: cost, verdicts, and the change of each headline indicator.

use super::parts::{cell_with_note, table};
use crate::comparison::{Comparison, MONTHS};
use crate::data::{OutcomeChange, Report};
use crate::markup::{Markup, anchor};
use crate::number::{money, typographic};

/// The section "Scenarios side by side".
pub fn section(page: &mut Markup, report: &Report) {
    let comparison = Comparison::of(report);
    page.within("section", &[("id", "comparison")], |section| {
        section.leaf("h2", &[], "Scenarios side by side");
        let headings: Vec<String> = comparison.columns.iter().map(|column| column.heading(report)).collect();
        let mut columns = vec![("Scenario", "wide"), ("Cost per year", "number"), ("Emergent claims", "tally")];
        columns.extend(headings.iter().map(|heading| (heading.as_str(), "change")));
        let caption = format!(
            "Change against the baseline within runs, mean over the last {MONTHS} months: median, with the interval of \
             90 % of the runs below it; grey where it includes zero"
        );
        table(section, "comparison", &caption, &columns, |body| {
            body.within("tbody", &[], |rows| {
                for (scenario, cells) in report.scenarios.iter().zip(&comparison.cells) {
                    rows.within("tr", &[], |row| {
                        row.within("th", &[("scope", "row")], |cell| {
                            cell.leaf(
                                "a",
                                &[("href", &format!("#{}", anchor("scenario", &scenario.id)))],
                                &scenario.title,
                            );
                        });
                        row.leaf(
                            "td",
                            &[("class", "number")],
                            &typographic(&money(scenario.cost_usd_per_year, "USD/year")),
                        );
                        row.leaf("td", &[("class", "tally")], &verdict_counts(report, &scenario.id));
                        for cell in cells {
                            let (words, interval) = cell.map(OutcomeChange::words).unwrap_or_default();
                            let is_noise = cell.is_some_and(OutcomeChange::is_noise);
                            let class = if is_noise { "change noise" } else { "change" };
                            cell_with_note(row, class, &typographic(&arrow(words)), &typographic(&interval));
                        }
                    });
                }
            })
        });
        section.leaf(
            "p",
            &[("class", "note")],
            "The same numbers as `counterflow compare` with these runs. A cost is the mean from the first month of the \
             policy on, so that a ramp lowers it; at full effort it is that of the budgets, less what is capped.",
        );
    });
}

/// The tally of a scenario's emergent claims, for example `Holds 3, Fails 1`.
fn verdict_counts(report: &Report, scenario: &str) -> String {
    let tally = report.tally(report.emergent().filter(|claim| claim.scenario == scenario));
    let words: Vec<String> = tally
        .into_iter()
        .filter(|(_, claims)| *claims > 0)
        .map(|(verdict, claims)| format!("{} {claims}", verdict.label()))
        .collect();
    words.join(", ")
}

/// A rise or fall marked by an arrow as well as by its sign.
fn arrow(change: String) -> String {
    match change.chars().next() {
        Some('+') => format!("\u{25b2} {change}"),
        Some('-') => format!("\u{25bc} {change}"),
        _ => change,
    }
}
