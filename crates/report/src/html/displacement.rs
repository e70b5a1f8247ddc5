//! What left one corridor, mode, region or market and appeared in another, as a heat table.

use super::parts::{note_with_data, table};
use crate::data::{Displacement, Report};
use crate::markup::Markup;
use crate::number::{significant, typographic};

/// Strength of the tint of the largest cell.
const DARKEST: f64 = 0.55;

/// The displacement matrices of a scenario, if it has any.
pub fn write(page: &mut Markup, report: &Report, scenario: &str) {
    let matrices: Vec<&Displacement> =
        report.displacement.iter().filter(|matrix| matrix.scenario == scenario).collect();
    if matrices.is_empty() {
        return;
    }
    page.leaf("h4", &[], "Displacement");
    for matrix in matrices {
        matrix_table(page, matrix);
    }
    let words = "Losses are shared among gains in proportion, so that rows add up to what left and columns to what \
        appeared: an allocation, not a trace of shipments. The darker a cell, the larger the displaced flow.";
    note_with_data(page, words, "displacement.csv");
}

fn matrix_table(page: &mut Markup, matrix: &Displacement) {
    let largest = matrix.kg_per_year.iter().flatten().copied().filter(|kg| kg.is_finite()).fold(0.0, f64::max);
    let corner = format!("From {0} \u{2193}, to {0} \u{2192}", matrix.dimension);
    let mut columns = vec![(corner.as_str(), "")];
    columns.extend(matrix.to.iter().map(|to| (to.as_str(), "number")));
    columns.push(("All", "number"));
    let caption = format!("Displaced flow by {}, kg/year", matrix.dimension);
    table(page, "heat", &caption, &columns, |body| {
        body.within("tbody", &[], |rows| {
            for (from, values) in matrix.from.iter().zip(&matrix.kg_per_year) {
                rows.within("tr", &[], |row| {
                    row.leaf("th", &[("scope", "row")], from);
                    for value in values {
                        let tint = format!("--weight:{:.2}", weight(*value, largest));
                        row.leaf("td", &[("class", "number"), ("style", &tint)], &cell(*value));
                    }
                    row.leaf("th", &[("class", "number")], &cell(values.iter().sum()));
                });
            }
        })
    });
}

/// Share of the darkest tint for a cell.
fn weight(value: f64, largest: f64) -> f64 {
    if value.is_finite() && largest > 0.0 { DARKEST * (value / largest).clamp(0.0, 1.0) } else { 0.0 }
}

/// A dash for nothing, because a table of zeros hides where the flow went.
fn cell(value: f64) -> String {
    if value == 0.0 { "\u{2013}".to_owned() } else { typographic(&significant(value)) }
}
