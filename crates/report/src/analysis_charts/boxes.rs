//! Boxes of scenario discovery: the limits of each input within the range of all cases.

use super::{
    Failure, GRID, LABEL, LETTER, MARGIN, ROW, SERIES, TEXT, TOP, WIDTH, axis_label, drawn, label, legend, names_width,
};
use crate::error::ReportError;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One input of a box summary.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxRow {
    /// Name of the input.
    pub name: String,
    /// Its smallest and largest value among all cases.
    pub range: (f64, f64),
    /// Its lower and upper limit in each box; none where the box has no such limit.
    pub limits: Vec<(Option<f64>, Option<f64>)>,
}

/// Room at either end of a track for the ends of the range.
const ENDS: u32 = 8 * LETTER;
/// Height of a bar and of its track, and place of their middle, in a row of its own.
const BAR: f64 = 0.4;
const TRACK: f64 = 0.12;
const MIDDLE: f64 = 0.68;
/// Letters of a written limit.
const LIMIT_LETTERS: u32 = 7;

/// Per input a track from its smallest to its largest value for every box that limits it, and on it a
/// bar from limit to limit. Limits stand over the ends of the bar; an open side has none.
///
/// # Errors
/// When the drawing fails.
pub fn box_summary(title: &str, boxes: &[String], rows: &[BoxRow]) -> Result<String, ReportError> {
    let bars = rows.iter().map(|row| limiting(row).count()).sum::<usize>().max(1);
    let height = TOP + MARGIN + (3 * ROW * bars as u32) / 2 + 2 * ROW;
    let names: Vec<&str> = boxes.iter().map(String::as_str).collect();
    drawn(title, (WIDTH, height), |area| {
        let mut plot = ChartBuilder::on(area)
            .margin(MARGIN)
            .margin_top(TOP)
            .margin_bottom(2 * ROW)
            .margin_right(MARGIN + ENDS)
            .y_label_area_size(names_width(rows.iter().map(|row| &row.name)) + ENDS)
            .build_cartesian_2d(0.0..1.0, bars as f64..0.0)?;
        let mut top = 0.0;
        for row in rows {
            let own = limiting(row).count() as f64;
            let left = label().pos(Pos::new(HPos::Right, VPos::Center));
            area.draw(&Text::new(row.name.clone(), name_place(&plot, top + (own - 1.0) / 2.0 + MIDDLE), left))?;
            for (which, limits) in limiting(row) {
                bar(&mut plot, row.range, limits, SERIES[which % SERIES.len()], top)?;
                top += 1.0;
            }
        }
        legend(area, &names)
    })
}

type Limits = (Option<f64>, Option<f64>);
type Plot<'p, 'd> = ChartContext<'p, SVGBackend<'d>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Boxes that limit an input, by number.
fn limiting(row: &BoxRow) -> impl Iterator<Item = (usize, Limits)> + '_ {
    row.limits.iter().copied().enumerate().filter(|(_, limits)| limits.0.is_some() || limits.1.is_some())
}

/// One track with its bar, in the row that starts at `top`.
fn bar(plot: &mut Plot<'_, '_>, range: (f64, f64), limits: Limits, color: RGBColor, top: f64) -> Result<(), Failure> {
    let middle = top + MIDDLE;
    let (low, high) = (share(range, limits.0, 0.0), share(range, limits.1, 1.0));
    let beside = [(0.0, low), (high, 1.0)].into_iter().filter(|(from, until)| until > from);
    plot.draw_series(beside.map(|(from, until)| {
        Rectangle::new([(from, middle - TRACK / 2.0), (until, middle + TRACK / 2.0)], GRID.filled())
    }))?;
    plot.draw_series([Rectangle::new(
        [(low, middle - BAR / 2.0), (high, middle + BAR / 2.0)],
        color.mix(0.8).filled(),
    )])?;
    let (track, _) = plot.plotting_area().dim_in_pixel();
    let narrow = (high - low) * f64::from(track) < f64::from(2 * LIMIT_LETTERS * LETTER);
    // Over a narrow bar the two limits stand outwards, so that they do not run into each other.
    let sides = if narrow { (HPos::Right, HPos::Left) } else { (HPos::Left, HPos::Right) };
    let ends = [(limits.0, low, sides.0), (limits.1, high, sides.1)];
    let written = ends
        .into_iter()
        .filter_map(|(limit, place, side)| Some(small(axis_label(limit?), (place, top + MIDDLE - BAR), side)));
    plot.draw_series(written)?;
    plot.draw_series([
        small(format!("{}\u{a0}", axis_label(range.0)), (0.0, middle), HPos::Right),
        small(format!("\u{a0}{}", axis_label(range.1)), (1.0, middle), HPos::Left),
    ])?;
    Ok(())
}

fn small<'t>(text: String, place: (f64, f64), side: HPos) -> Text<'t, (f64, f64), String> {
    Text::new(text, place, ("sans-serif", TEXT - 2).into_font().color(&LABEL).pos(Pos::new(side, VPos::Center)))
}

/// Where the name of a row ends: left of the ends of the ranges.
fn name_place(plot: &Plot<'_, '_>, middle: f64) -> (i32, i32) {
    let (x, y) = plot.backend_coord(&(0.0, middle));
    (x - ENDS as i32, y)
}

/// Place of a limit on the track.
fn share((low, high): (f64, f64), limit: Option<f64>, open: f64) -> f64 {
    match limit {
        Some(limit) if high > low => ((limit - low) / (high - low)).clamp(0.0, 1.0),
        _ => open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_summary_writes_limits_and_ranges() {
        let rows = [BoxRow {
            name: "price <x>".to_owned(),
            range: (0.0, 80.0),
            limits: vec![(Some(20.0), None), (None, Some(45.5))],
        }];
        let svg = box_summary("Boxes", &["box 1".to_owned(), "box 2".to_owned()], &rows).expect("a chart");
        for part in ["<title>Boxes</title>", "price &lt;x&gt;", "box 1", "box 2", "20", "45.5", "80"] {
            assert!(svg.contains(part), "{part}");
        }
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn limits_lie_within_their_track() {
        assert_eq!(share((10.0, 20.0), Some(15.0), 0.0), 0.5);
        assert_eq!((share((10.0, 20.0), None, 1.0), share((10.0, 10.0), Some(10.0), 0.0)), (1.0, 0.0));
        assert!(box_summary("None", &[], &[]).is_ok());
    }
}
