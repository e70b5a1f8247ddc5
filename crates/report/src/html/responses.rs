//! How the model answers to single shocks: the check that it returns when it should.

use super::parts::note_with_data;
use crate::chart;
use crate::data::{ImpulseResponse, Report};
use crate::error::ReportError;
use crate::markup::Markup;
use crate::svg_style::{SERIES, SERIES_DASHES, hex};

/// The section "Responses to single shocks", if the report holds any.
///
/// # Errors
/// When a chart cannot be drawn.
pub fn section(page: &mut Markup, report: &Report) -> Result<(), ReportError> {
    if report.responses.is_empty() {
        return Ok(());
    }
    let mut grid = Markup::default();
    for response in &report.responses {
        let drawing = chart::response_chart(response)?;
        grid.within("figure", &[], |figure| {
            figure.leaf("h5", &[], &response.title);
            figure.leaf("p", &[("class", "unit")], "% of the undisturbed path, by month from the start of the shock");
            figure.trusted(&drawing.svg);
            legend(figure, report, response);
            figure.leaf("figcaption", &[], &return_words(response));
        });
    }
    let grid = grid.finish();
    page.within("section", &[("id", "responses")], |section| {
        section.leaf("h2", &[], "Responses to single shocks");
        section.leaf(
            "p",
            &[],
            "One disturbance at a time, without chance: a sound model moves in a plausible order and returns, unless \
                there is a reason to stay away.",
        );
        section.within("div", &[("class", "charts")], |charts| charts.trusted(&grid));
        note_with_data(section, "Source: Counterflow, central parameter values.", "responses.csv");
    });
    Ok(())
}

fn legend(page: &mut Markup, report: &Report, response: &ImpulseResponse) {
    let styles = SERIES.into_iter().zip(SERIES_DASHES).cycle();
    page.within("ul", &[("class", "legend")], |list| {
        for (series, (color, dashes)) in response.series.iter().zip(styles) {
            list.within("li", &[], |item| {
                item.within("svg", &[("viewBox", "0 0 320 140"), ("aria-hidden", "true")], |svg| {
                    let color = hex(color);
                    svg.empty(
                        "path",
                        &[("d", "M0 70h320"), ("stroke", &color), ("stroke-width", "25"), ("stroke-dasharray", dashes)],
                    );
                });
                item.text(report.indicator_title(&series.indicator));
            });
        }
    });
}

/// When the paths are back, or why they are not expected to be.
fn return_words(response: &ImpulseResponse) -> String {
    match (response.back_within_5_percent_month, &response.exempt_reason) {
        (Some(month), _) => {
            format!(
                "Every path stays within 5 % of its undisturbed value from month {month} after the start of the shock \
                    on."
            )
        }
        (None, Some(reason)) => format!("Not expected to return: {reason}"),
        (None, None) => "Not back within 5 % by the end of the run.".to_owned(),
    }
}
