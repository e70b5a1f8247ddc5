//! Line charts as inline SVG: a scenario's path with its bands against the baseline, and the
//! answers to a shock.
//!
//! The drawing library works in whole pixels; charts are therefore drawn ten times larger than
//! shown, which rounds every point to a tenth of a pixel, and the view box scales them down.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use crate::csv_tables::check_lengths;
use crate::data::{ChartSeries, ImpulseResponse};
use crate::error::ReportError;
use crate::markup::escape;
use crate::number::{axis_scale, place_words, significant};
use crate::svg_style::{AXIS, BASELINE, GRID, LABEL, SCENARIO, SERIES, SERIES_DASHES, hex};

/// Drawing units per shown pixel.
const SCALE: u32 = 10;
/// Shown size of a chart.
const WIDTH: u32 = 360;
const HEIGHT: u32 = 210;
/// Shown text size.
const TEXT: u32 = 13;
/// Shown length of the tick marks, which also keeps the labels off the axis.
const TICK: u32 = 4;
/// Shown room for the labels.
const LEFT_AREA: u32 = 50;
const BOTTOM_AREA: u32 = 26;
const MARGIN: u32 = 8;
/// Shown line widths times ten.
const MEDIAN_WIDTH: u32 = 20;
const BASELINE_WIDTH: u32 = 14;
const GRID_WIDTH: u32 = 8;
/// Dashes of the baseline in drawing units.
const BASELINE_DASHES: &str = "50 35";
/// Opacity of the 90 % band, and of the 50 % band drawn over it.
const OUTER_OPACITY: f64 = 0.18;
const INNER_OPACITY: f64 = 0.3;
/// A chart starts at zero unless its values use less than this part of the way from zero.
const ZERO_SHARE: f64 = 0.25;
/// A flat chart spans at least this share of its level, so that noise does not look like change.
const SMALLEST_SPAN: f64 = 0.1;
/// Free room above and below the values.
const PADDING: f64 = 0.05;
/// Months in a year.
const MONTHS: f64 = 12.0;
/// Wanted number of labels per axis.
const X_LABELS: usize = 6;
const Y_LABELS: usize = 5;

type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Failure = DrawingAreaErrorKind<std::io::Error>;

/// Words and ranges of a chart.
struct Frame {
    title: String,
    description: String,
    x: (f64, f64),
    y: (f64, f64),
}

/// A finished drawing with the unit its axis shows.
pub struct Drawing {
    /// Inline SVG.
    pub svg: String,
    /// Unit of the axis, with its power of ten in words.
    pub axis_unit: String,
}

/// Draws one indicator of a scenario: 90 % and 50 % bands, median, and the baseline dashed.
///
/// # Errors
/// When the lists differ in length or the drawing fails.
pub fn scenario_chart(chart: &ChartSeries, title: &str, unit: &str) -> Result<Drawing, ReportError> {
    check_lengths(chart)?;
    let lists = [&chart.p05, &chart.p25, &chart.median, &chart.p75, &chart.p95, &chart.baseline_median];
    let largest = finite(&lists).map(f64::abs).fold(0.0, f64::max);
    let (scale, axis_unit) = axis_scale(largest, unit);
    let xs = years(&chart.months);
    let frame = Frame {
        title: format!("{title}, {}", place_words(&chart.place)),
        description: describe(chart, &axis_unit, scale),
        x: extent(xs.iter().copied()),
        y: axis_range(finite(&lists).map(|value| value / scale)),
    };
    let path = |values: &[f64]| points(&xs, values, scale);
    let [p05, p25, median, p75, p95, baseline] = lists.map(|values| path(values));
    let svg = draw(&frame, |plot| {
        band(plot, &p05, &p95, OUTER_OPACITY)?;
        band(plot, &p25, &p75, INNER_OPACITY)?;
        line(plot, &baseline, BASELINE.stroke_width(BASELINE_WIDTH))?;
        line(plot, &median, SCENARIO.stroke_width(MEDIAN_WIDTH))
    })?;
    Ok(Drawing { svg: dashed(&svg, BASELINE, BASELINE_DASHES), axis_unit })
}

/// Draws the answers to a shock, in per cent of the undisturbed path, by month from its start.
///
/// # Errors
/// When the drawing fails.
pub fn response_chart(response: &ImpulseResponse) -> Result<Drawing, ReportError> {
    const PERCENT: f64 = 100.0;
    let lists: Vec<&Vec<f64>> = response.series.iter().map(|series| &series.values_relative).collect();
    let longest = lists.iter().map(|values| values.len()).max().unwrap_or(0);
    let months: Vec<f64> = (0..longest).map(|month| month as f64).collect();
    let frame = Frame {
        title: response.title.clone(),
        description: format!(
            "Deviation from the undisturbed path over {longest} months from the start of the shock, in per cent, for \
                {}.",
            response.series.iter().map(|series| series.indicator.as_str()).collect::<Vec<_>>().join(", ")
        ),
        x: extent(months.iter().copied()),
        y: axis_range(finite(&lists).map(|value| value * PERCENT).chain([0.0])),
    };
    let zero: Vec<(f64, f64)> = months.iter().map(|month| (*month, 0.0)).collect();
    let mut svg = draw(&frame, |plot| {
        line(plot, &zero, AXIS.stroke_width(GRID_WIDTH))?;
        for (values, color) in lists.iter().zip(SERIES.iter().cycle()) {
            line(plot, &points(&months, values, PERCENT.recip()), color.stroke_width(MEDIAN_WIDTH))?;
        }
        Ok(())
    })?;
    for (color, dashes) in SERIES.into_iter().zip(SERIES_DASHES).filter(|(_, dashes)| !dashes.is_empty()) {
        svg = dashed(&svg, color, dashes);
    }
    Ok(Drawing { svg, axis_unit: "%".to_owned() })
}

/// Draws axes and whatever `content` adds, and turns the drawing into accessible inline SVG.
fn draw(frame: &Frame, content: impl FnOnce(&mut Chart<'_, '_>) -> Result<(), Failure>) -> Result<String, ReportError> {
    let failed = |problem: Failure| ReportError::Chart { chart: frame.title.clone(), reason: problem.to_string() };
    let mut drawing = String::new();
    {
        let area = SVGBackend::with_string(&mut drawing, (WIDTH * SCALE, HEIGHT * SCALE)).into_drawing_area();
        let mut plot = axes(&area, frame).map_err(failed)?;
        content(&mut plot).map_err(failed)?;
        area.present().map_err(failed)?;
    }
    Ok(accessible(&drawing, frame))
}

fn axes<'a, 'b>(area: &'a DrawingArea<SVGBackend<'b>, Shift>, frame: &Frame) -> Result<Chart<'a, 'b>, Failure> {
    let mut plot = ChartBuilder::on(area)
        .margin(MARGIN * SCALE)
        .x_label_area_size(BOTTOM_AREA * SCALE)
        .y_label_area_size(LEFT_AREA * SCALE)
        .build_cartesian_2d(frame.x.0..frame.x.1, frame.y.0..frame.y.1)?;
    plot.configure_mesh()
        .disable_x_mesh()
        .x_labels(X_LABELS)
        .y_labels(Y_LABELS)
        .set_all_tick_mark_size(TICK * SCALE)
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(GRID_WIDTH))
        .axis_style(AXIS.stroke_width(GRID_WIDTH))
        .label_style(("sans-serif", TEXT * SCALE, &LABEL))
        .x_label_formatter(&|value| value.round().to_string())
        .y_label_formatter(&|value| axis_label(*value))
        .draw()?;
    Ok(plot)
}

/// Axis values land on multiples of the step; what remains beside zero is rounding.
fn axis_label(value: f64) -> String {
    const ROUNDING: f64 = 1e-9;
    significant(if value.abs() < ROUNDING { 0.0 } else { value }).replace('-', "\u{2212}")
}

fn band(plot: &mut Chart<'_, '_>, low: &[(f64, f64)], high: &[(f64, f64)], opacity: f64) -> Result<(), Failure> {
    let outline: Vec<(f64, f64)> = low.iter().chain(high.iter().rev()).copied().collect();
    plot.draw_series(std::iter::once(Polygon::new(outline, SCENARIO.mix(opacity).filled())))?;
    Ok(())
}

fn line(plot: &mut Chart<'_, '_>, points: &[(f64, f64)], style: ShapeStyle) -> Result<(), Failure> {
    plot.draw_series(std::iter::once(PathElement::new(points.to_vec(), style)))?;
    Ok(())
}

/// Pairs of finite values in axis units.
fn points(xs: &[f64], values: &[f64], scale: f64) -> Vec<(f64, f64)> {
    xs.iter().zip(values).filter(|(_, value)| value.is_finite()).map(|(x, value)| (*x, value / scale)).collect()
}

/// Months as years with a fraction; anything unreadable counts on from its place in the list.
fn years(months: &[String]) -> Vec<f64> {
    months.iter().enumerate().map(|(index, month)| year(month).unwrap_or(index as f64 / MONTHS)).collect()
}

fn year(month: &str) -> Option<f64> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<f64>().ok()? + (month.parse::<f64>().ok()? - 1.0) / MONTHS)
}

fn finite<'a>(lists: &'a [&'a Vec<f64>]) -> impl Iterator<Item = f64> + 'a {
    lists.iter().flat_map(|values| values.iter().copied()).filter(|value| value.is_finite())
}

/// Smallest and largest value; one apart where there is nothing to span.
fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    match (low.is_finite(), low < high) {
        (false, _) => (0.0, 1.0),
        (true, false) => (low, low + 1.0),
        (true, true) => (low, high),
    }
}

/// The range of a value axis: starts at zero where the values come near it, never zooms into noise.
fn axis_range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if !low.is_finite() {
        return (0.0, 1.0);
    }
    let level = low.abs().max(high.abs());
    if level == 0.0 {
        return (-1.0, 1.0);
    }
    let missing = (SMALLEST_SPAN * level - (high - low)).max(0.0);
    let (low, high) = (low - missing / 2.0, high + missing / 2.0);
    let padding = PADDING * (high - low);
    let near_zero = high - low > ZERO_SHARE * level;
    let bottom = if low >= 0.0 && near_zero { 0.0 } else { low - padding };
    let top = if high <= 0.0 && near_zero { 0.0 } else { high + padding };
    (bottom, top)
}

/// What a reader who cannot see the chart should hear.
fn describe(chart: &ChartSeries, axis_unit: &str, scale: f64) -> String {
    let last = |values: &[f64]| significant(values.last().map_or(f64::NAN, |value| value / scale));
    let month = chart.months.last().map_or("", String::as_str);
    format!(
        "In {month} the scenario median is {} {axis_unit}, 90 % of runs lie between {} and {}, and the baseline median \
            is {}.",
        last(&chart.median),
        last(&chart.p05),
        last(&chart.p95),
        last(&chart.baseline_median)
    )
}

/// Adds a dash pattern to every line of a colour.
fn dashed(svg: &str, color: RGBColor, dashes: &str) -> String {
    let plain = format!("stroke=\"{}\"", hex(color));
    svg.replace(&plain, &format!("{plain} stroke-dasharray=\"{dashes}\""))
}

/// Replaces the opening tag by one that scales with the page and names the drawing.
fn accessible(drawing: &str, frame: &Frame) -> String {
    let body = drawing.split_once("<svg").and_then(|(_, rest)| rest.split_once('>')).map_or(drawing, |(_, body)| body);
    let body: String = body.lines().map(str::trim).collect();
    format!(
        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 {} {}\"><title>{}</title><desc>{}</desc>{}",
        WIDTH * SCALE,
        HEIGHT * SCALE,
        escape(&frame.title),
        escape(&frame.description),
        body
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat_chart() -> ChartSeries {
        let months: Vec<String> = (1..=12).map(|month| format!("2025-{month:02}")).collect();
        let values = vec![250.0; months.len()];
        ChartSeries {
            indicator: "flow".into(),
            place: "World".into(),
            months,
            baseline_median: values.clone(),
            median: values.clone(),
            p05: values.clone(),
            p25: values.clone(),
            p75: values.clone(),
            p95: values,
        }
    }

    #[test]
    fn baseline_is_dashed_and_chart_is_named() {
        let drawing = scenario_chart(&flat_chart(), "Flow <x>", "kg/month").unwrap();
        assert!(drawing.svg.contains("stroke-dasharray=\"50 35\""));
        assert!(drawing.svg.contains("<title>Flow &lt;x&gt;, World</title>"));
        assert!(drawing.svg.ends_with("</svg>"));
    }

    #[test]
    fn lists_of_other_length_are_refused() {
        let mut chart = flat_chart();
        chart.p75.pop();
        let problem = scenario_chart(&chart, "Flow", "kg/month").err().unwrap();
        assert_eq!(problem.to_string(), "chart flow at World: 12 months but 11 values in `p75`");
    }

    #[test]
    fn values_that_are_not_finite_leave_gaps() {
        let mut chart = flat_chart();
        chart.median[3] = f64::NAN;
        chart.p95[5] = f64::INFINITY;
        let drawing = scenario_chart(&chart, "Flow", "kg/month").unwrap();
        assert!(!drawing.svg.contains("NaN") && !drawing.svg.contains("inf"));
    }

    #[test]
    fn axes_start_at_zero_unless_values_are_far_from_it() {
        assert_eq!(axis_range([20.0, 100.0].into_iter()).0, 0.0);
        assert!(axis_range([95.0, 100.0].into_iter()).0 > 80.0);
        assert!(axis_range([-3.0, 4.0].into_iter()).0 < -3.0);
        let (low, high) = axis_range([100.0, 100.0].into_iter());
        assert!(high - low >= 10.0);
    }
}
