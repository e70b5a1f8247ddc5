//! Paths with bands, a panel per series: levels side by side with changes.

use plotters::coord::Shift;
use plotters::prelude::*;

use crate::analysis_charts::{Bar, Failure, axis_label, drawn, legend};
use crate::error::ReportError;
use crate::number::axis_scale;
use crate::svg_style::{AXIS, BASELINE, GRID, LABEL, SERIES};

/// Shown size of a panel in pixels.
const WIDTH: u32 = 460;
const HEIGHT: u32 = 280;
/// Room above the panels for the title, and below them for the names of the lines.
const TOP: i32 = 44;
const FOOT: i32 = 34;
const MARGIN: u32 = 10;
const HEADING: u32 = 24;
const LEFT_LABELS: u32 = 52;
const BOTTOM_LABELS: u32 = 26;
const TEXT: u32 = 12;
/// Opacity of a band; several lie over each other.
const BAND_OPACITY: f64 = 0.16;
/// Free room above and below the values, as a share of their range.
const PADDING: f64 = 0.06;
/// A flat panel spans at least this share of its level, so that noise does not look like change.
const SMALLEST_SPAN: f64 = 0.1;
const X_LABELS: usize = 6;
const Y_LABELS: usize = 5;

/// A line with its band. Lines of one name have one colour in every panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PathLine {
    /// Place in the list of names, which decides the colour.
    pub name: usize,
    /// Year, value and interval.
    pub points: Vec<(f64, Bar)>,
}

/// A series.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPanel {
    /// What is shown.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Whether values are changes, so that zero is drawn.
    pub is_change: bool,
    /// The lines.
    pub lines: Vec<PathLine>,
}

/// Panels in so many columns, with the names of the lines at the foot.
///
/// # Errors
/// When the drawing fails.
pub fn path_panels(title: &str, names: &[&str], panels: &[PathPanel], columns: usize) -> Result<String, ReportError> {
    let columns = columns.max(1);
    let rows = panels.len().div_ceil(columns).max(1);
    let size = (WIDTH * columns as u32, HEIGHT * rows as u32 + (TOP + FOOT) as u32);
    drawn(title, size, |area| {
        let inner = area.margin(TOP, FOOT, 0, 0);
        for (panel, place) in panels.iter().zip(inner.split_evenly((rows, columns))) {
            draw_panel(&place, panel)?;
        }
        legend(area, names)
    })
}

fn draw_panel(area: &DrawingArea<SVGBackend<'_>, Shift>, panel: &PathPanel) -> Result<(), Failure> {
    let ends = || {
        let bars = panel.lines.iter().flat_map(|line| &line.points).map(|(_, bar)| bar);
        bars.flat_map(|bar| [bar.value, bar.interval.0, bar.interval.1]).filter(|end| end.is_finite())
    };
    let largest = ends().map(f64::abs).fold(0.0, f64::max);
    let (scale, unit) = axis_scale(largest, &panel.unit);
    let x = extent(panel.lines.iter().flat_map(|line| &line.points).map(|(year, _)| *year), 1.0);
    let zero = panel.is_change.then_some(0.0);
    let y = padded(ends().map(|end| end / scale).chain(zero));
    area.draw(&Text::new(
        format!("{}, {unit}", panel.title),
        (MARGIN as i32, 2),
        ("sans-serif", TEXT + 1).into_font().color(&LABEL),
    ))?;
    let mut plot = ChartBuilder::on(area)
        .margin(MARGIN)
        .margin_top(HEADING)
        .x_label_area_size(BOTTOM_LABELS)
        .y_label_area_size(LEFT_LABELS)
        .build_cartesian_2d(x.0..x.1, y.0..y.1)?;
    plot.configure_mesh()
        .disable_x_mesh()
        .x_labels(X_LABELS)
        .y_labels(Y_LABELS)
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(AXIS)
        .label_style(("sans-serif", TEXT, &LABEL))
        .x_label_formatter(&|year| year.round().to_string())
        .y_label_formatter(&|value| axis_label(*value))
        .draw()?;
    if panel.is_change {
        plot.draw_series([PathElement::new(vec![(x.0, 0.0), (x.1, 0.0)], BASELINE.stroke_width(1))])?;
    }
    for line in &panel.lines {
        let color = SERIES[line.name % SERIES.len()];
        let drawable = || line.points.iter().filter(|(_, bar)| bar.value.is_finite());
        let low = drawable().map(|(year, bar)| (*year, bar.interval.0 / scale));
        let high = drawable().rev().map(|(year, bar)| (*year, bar.interval.1 / scale));
        plot.draw_series([Polygon::new(low.chain(high).collect::<Vec<_>>(), color.mix(BAND_OPACITY).filled())])?;
    }
    for line in &panel.lines {
        let color = SERIES[line.name % SERIES.len()];
        let points: Vec<(f64, f64)> = line
            .points
            .iter()
            .filter(|(_, bar)| bar.value.is_finite())
            .map(|(year, bar)| (*year, bar.value / scale))
            .collect();
        plot.draw_series([PathElement::new(points, color.stroke_width(2))])?;
    }
    Ok(())
}

/// Smallest and largest value, `least` apart where there is nothing to span.
fn extent(values: impl Iterator<Item = f64>, least: f64) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    match (low.is_finite(), high > low) {
        (false, _) => (0.0, least),
        (true, false) => (low, low + least),
        (true, true) => (low, high),
    }
}

/// The range of an axis with room at both ends, that never zooms into noise.
fn padded(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = extent(values, 0.0);
    let level = low.abs().max(high.abs());
    let least = if level > 0.0 { SMALLEST_SPAN * level } else { 1.0 };
    let missing = (least - (high - low)).max(0.0) / 2.0;
    let room = PADDING * (high - low).max(least);
    (low - missing - room, high + missing + room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(values: &[f64]) -> PathPanel {
        let bar = |value: f64| Bar { value, interval: (value - 1.0, value + 1.0) };
        let points = values.iter().enumerate().map(|(year, value)| (2024.0 + year as f64, bar(*value))).collect();
        PathPanel {
            title: "Seized <x>".to_owned(),
            unit: "kg/year".to_owned(),
            is_change: true,
            lines: vec![PathLine { name: 1, points }],
        }
    }

    #[test]
    fn a_chart_holds_names_titles_and_years() {
        let svg = path_panels("Paths", &["baseline", "military"], &[panel(&[3.0, 4.0, 2.0])], 2).expect("a chart");
        for part in ["<title>Paths</title>", "Seized &lt;x&gt;, kg/year", "baseline", "military", "2024"] {
            assert!(svg.contains(part), "{part}");
        }
    }

    #[test]
    fn gaps_and_nothing_are_drawn() {
        let svg = path_panels("Paths", &[], &[panel(&[f64::NAN, 1.0]), panel(&[])], 1).expect("a chart");
        assert!(!svg.contains("NaN") && !svg.contains("inf"));
        assert!(path_panels("Paths", &[], &[], 0).is_ok());
    }

    #[test]
    fn axes_never_zoom_into_noise() {
        let (low, high) = padded([100.0, 100.001].into_iter());
        assert!(high - low >= 10.0);
    }
}
