//! The parameters that carry the results: assumptions first, then by influence.

use super::method::source_links;
use super::parts::{grade_badge, note_with_data, table};
use crate::data::{Assumption, Report};
use crate::markup::Markup;
use crate::number::{quantity, range, significant, typographic};

const COLUMNS: [(&str, &str); 6] = [
    ("Parameter", "wide"),
    ("Grade", ""),
    ("Value", "number"),
    ("Range", "number"),
    ("Influence", "number"),
    ("Note and sources", "wide"),
];

/// The section "Assumptions that matter".
pub fn section(page: &mut Markup, report: &Report) {
    page.within("section", &[("id", "assumptions")], |section| {
        section.leaf("h2", &[], "Assumptions that matter");
        section.leaf(
            "p",
            &[],
            "Assumed values (grade D) stand first, each group ordered by influence: the largest rank correlation, \
             without sign, \
             between the parameter and any claimed change. A reader who doubts a result should begin at the top.",
        );
        if report.assumptions.is_empty() {
            section.leaf("p", &[("class", "note")], "No parameter was varied.");
            return;
        }
        table(section, "assumptions", "Parameters with their ranges, grades and influence", &COLUMNS, |body| {
            body.within("tbody", &[], |rows| {
                report.ranked_assumptions().into_iter().for_each(|entry| assumption_row(rows, report, entry))
            });
        });
        note_with_data(section, "Influence runs from 0 (none) to 1.", "assumptions.csv");
    });
}

fn assumption_row(rows: &mut Markup, report: &Report, entry: &Assumption) {
    rows.within("tr", &[], |row| {
        row.within("th", &[("scope", "row"), ("class", "wide")], |cell| {
            cell.text(&entry.title);
            cell.within("small", &[], |small| small.leaf("code", &[], &entry.parameter));
        });
        row.within("td", &[], |cell| grade_badge(cell, entry.grade));
        row.leaf("td", &[("class", "number")], &typographic(&quantity(entry.value, &entry.unit)));
        row.leaf("td", &[("class", "number")], &typographic(&range(entry.low, entry.high, &entry.unit)));
        row.leaf("td", &[("class", "number")], &significant(entry.importance));
        row.within("td", &[("class", "wide")], |cell| {
            cell.text(&entry.note);
            cell.within("small", &[], |small| source_links(small, report, &entry.sources));
        });
    });
}
