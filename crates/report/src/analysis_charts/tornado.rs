//! Tornado: how far each input alone moves an outcome, the widest first.

use super::{
    AXIS, BOTTOM, GAP, GRID, LABEL, MARGIN, ROW, SERIES, TEXT, TOP, WIDTH, axis_label, drawn, label, legend,
    names_width,
};
use crate::error::ReportError;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One input of a tornado.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    /// Name of the input.
    pub name: String,
    /// Outcome at the low end of the input.
    pub at_low: f64,
    /// Outcome at its high end.
    pub at_high: f64,
}

/// Bars from the outcome at central inputs to the outcome at either end of one input, in the order of
/// the rows.
///
/// # Errors
/// When the drawing fails.
pub fn tornado(title: &str, axis: &str, centre: f64, rows: &[TornadoRow]) -> Result<String, ReportError> {
    let height = TOP + BOTTOM + ROW * (rows.len() as u32).max(1) + ROW;
    drawn(title, (WIDTH, height), |area| {
        let (low, high) = ends(centre, rows);
        let count = rows.len() as f64;
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(names_width(rows.iter().map(|row| &row.name)))
            .build_cartesian_2d(low..high, count..0.0)?;
        plot.configure_mesh()
            .disable_y_mesh()
            .y_labels(0)
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(AXIS)
            .x_desc(axis)
            .label_style(("sans-serif", TEXT, &LABEL))
            .x_label_formatter(&|value| axis_label(*value))
            .draw()?;
        for (number, row) in rows.iter().enumerate() {
            let (top, middle, bottom) = (number as f64 + 0.15, number as f64 + 0.5, number as f64 + 0.85);
            plot.draw_series([Text::new(
                format!("{}{GAP}", row.name),
                (low, middle),
                label().pos(Pos::new(HPos::Right, VPos::Center)),
            )])?;
            // Where both ends lie on one side, each keeps half the height, so that neither hides the other.
            let same_side = (row.at_low - centre) * (row.at_high - centre) > 0.0;
            let (first_bottom, second_top) = if same_side { (middle, middle) } else { (bottom, top) };
            plot.draw_series([Rectangle::new(
                [(centre, top), (row.at_low, first_bottom)],
                SERIES[0].mix(0.8).filled(),
            )])?;
            plot.draw_series([Rectangle::new(
                [(centre, second_top), (row.at_high, bottom)],
                SERIES[1].mix(0.8).filled(),
            )])?;
        }
        plot.draw_series([PathElement::new(vec![(centre, 0.0), (centre, count)], BLACK.stroke_width(1))])?;
        legend(area, &["at the low end", "at the high end"])
    })
}

/// Ends of the axis, a little beyond the bars.
fn ends(centre: f64, rows: &[TornadoRow]) -> (f64, f64) {
    const BEYOND: f64 = 0.04;
    let all = rows.iter().flat_map(|row| [row.at_low, row.at_high]).filter(|end| end.is_finite());
    let (low, high) = all.fold((centre, centre), |(low, high), end| (low.min(end), high.max(end)));
    let width = if high > low { high - low } else { centre.abs().max(1.0) };
    (low - BEYOND * width, high + BEYOND * width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tornado_names_its_rows_and_ends() {
        let row = |name: &str, at_low, at_high| TornadoRow { name: name.to_owned(), at_low, at_high };
        let svg =
            tornado("Swings", "kg", 5.0, &[row("price <x>", 2.0, 9.0), row("one side", 6.0, 7.0)]).expect("a chart");
        for part in ["<title>Swings</title>", "price &lt;x&gt;", "one side", "at the low end", "at the high end", "kg"]
        {
            assert!(svg.contains(part), "{part}");
        }
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn a_tornado_of_nothing_is_drawn() {
        assert!(tornado("None", "kg", 0.0, &[]).is_ok());
        assert!(
            tornado("Flat", "kg", 3.0, &[TornadoRow { name: "flat".to_owned(), at_low: 3.0, at_high: 3.0 }]).is_ok()
        );
    }
}
