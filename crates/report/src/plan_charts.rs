//! Charts of plans, as SVG files of their own: lines with intervals, and points in a plane.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use crate::analysis_charts::{Bar, Failure, axis_label, drawn, legend};
use crate::error::ReportError;
use crate::svg_style::{AXIS, BASELINE, GRID, LABEL, SCENARIO, SERIES};

const WIDTH: u32 = 720;
const HEIGHT: u32 = 420;
const MARGIN: u32 = 16;
const TOP: u32 = 40;
const LABELS: u32 = 40;
const LEFT_LABELS: u32 = 80;
const TEXT: u32 = 13;
/// Free room beside the outermost values, as a share of the range.
const PADDING: f64 = 0.05;
/// Ends of neighbouring series' intervals are moved apart by this share of the horizontal range.
const APART: f64 = 0.008;

/// A line with an interval at each point.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeLine {
    /// Name for the legend.
    pub name: String,
    /// Horizontal position, value and interval.
    pub points: Vec<(f64, Bar)>,
}

/// Lines over a common axis, with their intervals as upright strokes.
///
/// # Errors
/// When the drawing fails.
pub fn range_lines(title: &str, axes: (&str, &str), lines: &[RangeLine]) -> Result<String, ReportError> {
    drawn(title, (WIDTH, HEIGHT), |area| {
        let x = padded(lines.iter().flat_map(|line| &line.points).map(|(x, _)| *x));
        let y = padded(
            lines.iter().flat_map(|line| &line.points).flat_map(|(_, bar)| [bar.value, bar.interval.0, bar.interval.1]),
        );
        let mut plot = axes_drawn(area, axes, LABELS, (x, y))?;
        for (number, (line, color)) in lines.iter().zip(SERIES.iter().cycle()).enumerate() {
            let shift = (number as f64 - (lines.len() as f64 - 1.0) / 2.0) * APART * (x.1 - x.0);
            let points: Vec<(f64, f64)> = line.points.iter().map(|(x, bar)| (x + shift, bar.value)).collect();
            for (x, bar) in &line.points {
                plot.draw_series([PathElement::new(
                    vec![(x + shift, bar.interval.0), (x + shift, bar.interval.1)],
                    color.stroke_width(1),
                )])?;
            }
            plot.draw_series(points.iter().map(|point| Circle::new(*point, 4, color.filled())))?;
            plot.draw_series([PathElement::new(points, color.stroke_width(2))])?;
        }
        legend(area, &lines.iter().map(|line| line.name.as_str()).collect::<Vec<&str>>())
    })
}

/// A point with intervals both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePoint {
    /// Horizontal value and interval.
    pub x: Bar,
    /// Vertical value and interval.
    pub y: Bar,
    /// Whether it is drawn as one of those to look at.
    pub marked: bool,
}

/// Points of a trade-off, marked ones dark with their intervals.
///
/// # Errors
/// When the drawing fails.
pub fn plane(title: &str, axes: (&str, &str), points: &[PlanePoint]) -> Result<String, ReportError> {
    drawn(title, (WIDTH, HEIGHT), |area| {
        let ends = |of: fn(&PlanePoint) -> Bar| {
            points.iter().map(of).flat_map(|bar| [bar.value, bar.interval.0, bar.interval.1])
        };
        let (x, y) = (padded(ends(|point| point.x)), padded(ends(|point| point.y)));
        let mut plot = axes_drawn(area, axes, MARGIN, (x, y))?;
        for point in points {
            let color = if point.marked { SCENARIO } else { BASELINE };
            let across = vec![(point.x.interval.0, point.y.value), (point.x.interval.1, point.y.value)];
            let upright = vec![(point.x.value, point.y.interval.0), (point.x.value, point.y.interval.1)];
            plot.draw_series([across, upright].map(|ends| PathElement::new(ends, color.mix(0.5).stroke_width(1))))?;
            plot.draw_series([Circle::new((point.x.value, point.y.value), 4, color.filled())])?;
        }
        Ok(())
    })
}

type Area<'s> = DrawingArea<SVGBackend<'s>, Shift>;
type Plot<'a, 's> = ChartContext<'a, SVGBackend<'s>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// A plane with named axes and a grid; `foot` is the room below it.
fn axes_drawn<'a, 's>(
    area: &'a Area<'s>,
    names: (&str, &str),
    foot: u32,
    (x, y): ((f64, f64), (f64, f64)),
) -> Result<Plot<'a, 's>, Failure> {
    let mut plot = ChartBuilder::on(area)
        .margin(MARGIN)
        .margin_top(TOP)
        .margin_bottom(foot)
        .x_label_area_size(LABELS)
        .y_label_area_size(LEFT_LABELS)
        .build_cartesian_2d(x.0..x.1, y.0..y.1)?;
    plot.configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(AXIS)
        .x_desc(names.0)
        .y_desc(names.1)
        .label_style(("sans-serif", TEXT, &LABEL))
        .x_label_formatter(&|value| axis_label(*value))
        .y_label_formatter(&|value| axis_label(*value))
        .draw()?;
    Ok(plot)
}

/// The range of the finite values, with room beside it.
fn padded(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    // A single value gets a range of its own size, so that it does not look like a change.
    let room = if high > low { PADDING * (high - low) } else { high.abs().max(1.0) };
    (low - room, high + room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(value: f64) -> Bar {
        Bar { value, interval: (value - 1.0, value + 1.0) }
    }

    #[test]
    fn lines_are_named_and_nothing_empty_breaks() {
        let lines = [RangeLine { name: "full <a>".to_owned(), points: vec![(1.0, bar(3.0)), (2.0, bar(2.0))] }];
        let svg = range_lines("Flow", ("days", "kg"), &lines).expect("a chart");
        assert!(svg.contains("<title>Flow</title>") && svg.contains("full &lt;a&gt;"));
        let empty =
            range_lines("None", ("x", "y"), &[]).expect("a chart") + &plane("None", ("x", "y"), &[]).expect("a chart");
        assert!(!empty.contains("NaN") && !empty.contains("inf"));
    }

    #[test]
    fn a_flat_line_is_drawn() {
        let lines =
            [RangeLine { name: "flat".to_owned(), points: vec![(1.0, Bar { value: 5.0, interval: (5.0, 5.0) })] }];
        let svg = range_lines("Flat", ("x", "y"), &lines).expect("a chart");
        assert!(!svg.contains("NaN"));
        let point = PlanePoint { x: bar(1.0), y: bar(2.0), marked: true };
        assert!(plane("One", ("x", "y"), &[point]).expect("a chart").contains("#0072B2"));
    }
}
