//! Scenarios side by side: cost, verdicts, and the change of each headline indicator.

use super::parts::{note_with_data, table};
use crate::comparison::{Comparison, MONTHS};
use crate::data::Report;
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
            "Change of the scenario median against the baseline median, mean over the last {MONTHS} \
            months"
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
                            row.leaf(
                                "td",
                                &[("class", "change")],
                                &typographic(&arrow(cell.as_ref().map_or(String::new(), ToString::to_string))),
                            );
                        }
                    });
                }
            })
        });
        let words = "Medians of single indicators do not show how runs differ: the claims below are tested run by run, \
            with intervals.";
        note_with_data(section, words, "claims.csv");
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
