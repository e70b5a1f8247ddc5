//! Charts of analyses, as SVG files of their own: bars with intervals, tornado, the trade-off of a
//! trajectory of boxes and their limits, a heat map of regret, and interval widths against the size of
//! the sample.

mod boxes;
mod tornado;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::error::ReportError;
use crate::markup::escape;
use crate::number::significant;
use crate::svg_style::{AXIS, BASELINE, GRID, LABEL, SCENARIO, SERIES};

pub use boxes::{BoxRow, box_summary};
pub use tornado::{TornadoRow, tornado};

/// Shown sizes in pixels.
const WIDTH: u32 = 720;
const ROW: u32 = 24;
const TOP: u32 = 40;
const BOTTOM: u32 = 40;
const MARGIN: u32 = 16;
const TRADE_OFF_HEIGHT: u32 = 420;
const TEXT: u32 = 13;
/// Room for names, and for a letter of them.
const LEAST_NAMES: u32 = 80;
const LETTER: u32 = 7;
/// Space between a name and the plot; drawings drop plain blanks at the ends of a text.
const GAP: &str = "\u{a0}\u{a0}";
/// Room of an axis beyond the longest bar, as a share of its length.
const BEYOND_BARS: f64 = 0.03;
/// Most room above a heat map for the names of its columns, which stand upright.
const COLUMN_NAMES: u32 = 160;
/// Names of more columns would run into each other.
const NAMED_COLUMNS: usize = 40;

pub(crate) type Failure = DrawingAreaErrorKind<std::io::Error>;

/// A bar with an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Length.
    pub value: f64,
    /// Ends of the interval.
    pub interval: (f64, f64),
}

/// Horizontal bars by name, one per series, with intervals; values share one axis.
///
/// # Errors
/// When the drawing fails.
pub fn bars(title: &str, axis: &str, series: &[&str], rows: &[(String, Vec<Bar>)]) -> Result<String, ReportError> {
    let height = TOP + BOTTOM + ROW * (rows.len() as u32).max(1) + ROW;
    drawn(title, (WIDTH, height), |area| {
        let ends = rows.iter().flat_map(|(_, bars)| bars).flat_map(|bar| [bar.value, bar.interval.0, bar.interval.1]);
        let (low, high) = ends
            .filter(|end| end.is_finite())
            .fold((0.0, 0.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
        let high = if high > low { high } else { low + 1.0 };
        // Intervals may not touch the frame, where they would look cut off.
        let room = BEYOND_BARS * (high - low);
        let (low, high) = (if low < 0.0 { low - room } else { low }, high + room);
        let count = rows.len() as f64;
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(names_width(rows.iter().map(|(name, _)| name)))
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
        let thickness = 0.8 / series.len().max(1) as f64;
        for (row, (name, bars)) in rows.iter().enumerate() {
            plot.draw_series([Text::new(
                format!("{name}{GAP}"),
                (low, row as f64 + 0.5),
                label().pos(Pos::new(HPos::Right, VPos::Center)),
            )])?;
            for (number, (bar, color)) in bars.iter().zip(SERIES.iter().cycle()).enumerate() {
                let top = row as f64 + 0.1 + number as f64 * thickness;
                let middle = top + thickness / 2.0;
                plot.draw_series([Rectangle::new(
                    [(0.0, top), (bar.value, top + 0.9 * thickness)],
                    color.mix(0.8).filled(),
                )])?;
                plot.draw_series([PathElement::new(
                    vec![(bar.interval.0, middle), (bar.interval.1, middle)],
                    BLACK.stroke_width(1),
                )])?;
            }
        }
        legend(area, series)
    })
}

/// Interval widths against the size of the sample, both in logarithms, one line per series, with
/// the width wanted dashed across.
///
/// # Errors
/// When the drawing fails.
pub fn convergence(
    title: &str,
    sizes: &[f64],
    series: &[(&str, Vec<f64>)],
    wanted: f64,
) -> Result<String, ReportError> {
    drawn(title, (WIDTH, TRADE_OFF_HEIGHT), |area| {
        let drawable = |value: &f64| value.is_finite() && *value > 0.0;
        let values =
            series.iter().flat_map(|(_, values)| values).copied().chain([wanted]).filter(|value| drawable(value));
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high): (f64, f64), value| {
            (low.min(value), high.max(value))
        });
        let (low, high) = if low.is_finite() { (low * 0.8, high * 1.25) } else { (0.1, 1.0) };
        // Sizes double, so that whole powers of two make the axis.
        let powers: Vec<f64> = sizes.iter().map(|size| size.log2()).collect();
        let (first, last) = (powers.first().copied().unwrap_or(0.0) - 0.2, powers.last().copied().unwrap_or(1.0) + 0.2);
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP)
            .margin_bottom(BOTTOM)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(LEAST_NAMES)
            .build_cartesian_2d(first..last, (low..high).log_scale())?;
        plot.configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(AXIS)
            .x_labels(sizes.len().max(2))
            .x_desc("base samples")
            .y_desc("widest 95 % interval")
            .label_style(("sans-serif", TEXT, &LABEL))
            .x_label_formatter(&|power| axis_label(power.exp2()))
            .y_label_formatter(&|value| axis_label(*value))
            .draw()?;
        plot.draw_series(DashedLineSeries::new(
            [(first, wanted), (last, wanted)].into_iter().filter(|(_, wanted)| drawable(wanted)),
            6,
            4,
            BASELINE.stroke_width(1),
        ))?;
        for ((_, values), color) in series.iter().zip(SERIES.iter().cycle()) {
            let points: Vec<(f64, f64)> =
                powers.iter().copied().zip(values.iter().copied()).filter(|(_, value)| drawable(value)).collect();
            plot.draw_series(points.iter().map(|point| Circle::new(*point, 4, color.filled())))?;
            plot.draw_series([PathElement::new(points, color.stroke_width(2))])?;
        }
        legend(area, &series.iter().map(|(name, _)| *name).collect::<Vec<&str>>())
    })
}

/// A point of a trade-off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TradePoint {
    /// Share of the cases of interest that a box holds.
    pub coverage: f64,
    /// Share of interest among the cases in the box.
    pub density: f64,
    /// The same of held-out cases.
    pub held_out_density: Option<f64>,
}

/// Density against coverage along a trajectory of boxes; a ring marks the chosen one. `note` says at the
/// foot what the marks are.
///
/// # Errors
/// When the drawing fails.
pub fn trade_off(title: &str, note: &str, points: &[TradePoint], chosen: Option<usize>) -> Result<String, ReportError> {
    drawn(title, (WIDTH, TRADE_OFF_HEIGHT), |area| {
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP)
            .margin_bottom(BOTTOM)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(LEAST_NAMES)
            .build_cartesian_2d(0.0..1.02, 0.0..1.02)?;
        plot.configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(AXIS)
            .x_desc("coverage")
            .y_desc("density")
            .label_style(("sans-serif", TEXT, &LABEL))
            .draw()?;
        plot.draw_series(
            points.iter().filter_map(|point| Some(Circle::new((point.coverage, point.held_out_density?), 3, BASELINE))),
        )?;
        plot.draw_series(
            points.iter().map(|point| Circle::new((point.coverage, point.density), 4, SCENARIO.filled())),
        )?;
        let marked = chosen.and_then(|number| points.get(number));
        plot.draw_series(marked.map(|point| Circle::new((point.coverage, point.density), 9, BLACK.stroke_width(2))))?;
        area.draw(&Text::new(
            note.to_owned(),
            (MARGIN as i32, (TRADE_OFF_HEIGHT - BOTTOM / 2 - TEXT / 2) as i32),
            label(),
        ))
    })
}

/// Shades by row and column, from white at zero to the darkest at the largest value.
///
/// # Errors
/// When the drawing fails.
pub fn heat_map(
    title: &str,
    unit: &str,
    rows: &[String],
    columns: &[String],
    cells: &[f64],
) -> Result<String, ReportError> {
    let named = if columns.len() <= NAMED_COLUMNS { columns } else { &[] };
    let room = named.iter().map(|name| name.chars().count() as u32 * LETTER).max().unwrap_or(0).min(COLUMN_NAMES);
    let height = TOP + room + BOTTOM + ROW * (rows.len() as u32).max(1);
    drawn(title, (WIDTH, height), |area| {
        let (width, count) = (columns.len().max(1) as f64, rows.len().max(1) as f64);
        let largest = cells.iter().copied().filter(|cell| cell.is_finite()).fold(0.0, f64::max);
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP + room)
            .margin_bottom(BOTTOM)
            .y_label_area_size(names_width(rows.iter()))
            .build_cartesian_2d(0.0..width, count..0.0)?;
        for (cell, value) in cells.iter().enumerate() {
            let (x, y) = ((cell % columns.len()) as f64, (cell / columns.len()) as f64);
            let shade = if largest > 0.0 { value / largest } else { 0.0 };
            plot.draw_series([Rectangle::new([(x, y), (x + 1.0, y + 1.0)], SCENARIO.mix(shade).filled())])?;
        }
        for (row, name) in rows.iter().enumerate() {
            plot.draw_series([Text::new(
                format!("{name}{GAP}"),
                (0.0, row as f64 + 0.5),
                label().pos(Pos::new(HPos::Right, VPos::Center)),
            )])?;
        }
        for (column, name) in named.iter().enumerate() {
            let upright = label().transform(FontTransform::Rotate270).pos(Pos::new(HPos::Left, VPos::Center));
            plot.draw_series([Text::new(format!("{GAP}{name}"), (column as f64 + 0.5, 0.0), upright)])?;
        }
        let scale = format!("white: none; darkest: {} {unit}", significant(largest));
        area.draw(&Text::new(scale, (MARGIN as i32, (height - BOTTOM / 2) as i32), label()))
    })
}

fn label() -> TextStyle<'static> {
    ("sans-serif", TEXT).into_font().color(&LABEL)
}

fn names_width<'a>(names: impl Iterator<Item = &'a String>) -> u32 {
    names.map(|name| name.chars().count() as u32 * LETTER).max().unwrap_or(0).clamp(LEAST_NAMES, WIDTH / 2)
}

/// Names of the series with their colours, at the foot.
pub(crate) fn legend(area: &DrawingArea<SVGBackend<'_>, Shift>, series: &[&str]) -> Result<(), Failure> {
    let (_, height) = area.dim_in_pixel();
    let y = height as i32 - MARGIN as i32;
    let mut x = MARGIN as i32;
    for (name, color) in series.iter().zip(SERIES.iter().cycle()) {
        area.draw(&Rectangle::new([(x, y - 10), (x + 10, y)], color.mix(0.8).filled()))?;
        area.draw(&Text::new((*name).to_owned(), (x + 14, y - 11), label()))?;
        x += 30 + (LETTER * name.chars().count() as u32) as i32;
    }
    Ok(())
}

pub(crate) fn axis_label(value: f64) -> String {
    const ROUNDING: f64 = 1e-9;
    significant(if value.abs() < ROUNDING { 0.0 } else { value }).replace('-', "\u{2212}")
}

/// Draws a titled picture and names it for readers who cannot see it.
pub(crate) fn drawn(
    title: &str,
    size: (u32, u32),
    content: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Failure>,
) -> Result<String, ReportError> {
    let failed = |problem: Failure| ReportError::Chart { chart: title.to_owned(), reason: problem.to_string() };
    let mut drawing = String::new();
    {
        let area = SVGBackend::with_string(&mut drawing, size).into_drawing_area();
        area.fill(&WHITE).map_err(failed)?;
        area.draw(&Text::new(
            title.to_owned(),
            (MARGIN as i32, MARGIN as i32),
            ("sans-serif", TEXT + 3).into_font().color(&LABEL),
        ))
        .map_err(failed)?;
        content(&area).map_err(failed)?;
        area.present().map_err(failed)?;
    }
    Ok(drawing.replacen('>', &format!(" role=\"img\"><title>{}</title>", escape(title)), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_hold_names_series_and_intervals() {
        let rows = [(
            "market <x>".to_owned(),
            vec![Bar { value: 0.5, interval: (0.4, 0.6) }, Bar { value: 0.7, interval: (0.6, 0.8) }],
        )];
        let svg = bars("Drivers", "share of the variance", &["first", "total"], &rows).expect("a chart");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        for part in ["<title>Drivers</title>", "market &lt;x&gt;", "first", "total", "share of the variance"] {
            assert!(svg.contains(part), "{part}");
        }
    }

    #[test]
    fn empty_and_flat_charts_are_drawn() {
        assert!(bars("None", "share", &[], &[]).is_ok());
        assert!(trade_off("None", "", &[], Some(3)).is_ok());
        assert!(convergence("None", &[], &[], 0.05).is_ok());
        let falling = convergence("Widths", &[16.0, 32.0], &[("total order", vec![0.4, 0.0])], 0.0).expect("a chart");
        assert!(falling.contains("total order") && !falling.contains("NaN") && !falling.contains("inf"));
        let flat = heat_map("None", "kg", &["a".to_owned()], &["s".to_owned()], &[0.0]).expect("a chart");
        assert!(flat.contains("darkest: 0 kg") && !flat.contains("NaN"));
    }
}
