//! The boxes as charts.

use super::text::interest;
use crate::failure::Failure;
use counterflow_app::discovery::Discovery;
use counterflow_app::results::discovery::{DiscoveryResult, FoundBox, TrajectoryBox};
use counterflow_report::analysis_charts::{BoxRow, TradePoint, box_summary, trade_off};
use counterflow_report::number::percent;

/// Density against coverage of every box on the way.
pub fn trajectory_chart(found: &DiscoveryResult) -> Result<String, Failure> {
    let point = |one: &TrajectoryBox| TradePoint {
        coverage: one.counts.coverage,
        density: one.counts.density,
        held_out_density: one.held_out_density,
    };
    let points: Vec<TradePoint> = found.trajectory.iter().map(point).collect();
    let note = match found.trajectory.iter().all(|one| one.held_out_coverage.is_none()) {
        true => "ring: the box shown",
        false => "black ring: the box shown; grey rings: the same boxes on held-out cases",
    };
    Ok(trade_off(&format!("Boxes: {}", interest(found)), note, &points, found.chosen)?)
}

/// Inputs that a box limits, within the range of all cases.
pub fn limits_chart(found: &Discovery) -> Result<String, Failure> {
    let Discovery { result, ranges } = found;
    let limits = |one: &FoundBox, input: &str| {
        one.limits.iter().find(|limit| limit.input == input).map_or((None, None), |limit| (limit.low, limit.high))
    };
    let is_limited = |input: &str| result.boxes.iter().any(|one| one.limits.iter().any(|limit| limit.input == input));
    let row = |(input, range): (&String, &(f64, f64))| BoxRow {
        name: input.clone(),
        range: *range,
        limits: result.boxes.iter().map(|one| limits(one, input)).collect(),
    };
    let rows: Vec<BoxRow> = result.inputs.iter().zip(ranges).filter(|(input, _)| is_limited(input)).map(row).collect();
    let name = |(number, one): (usize, &FoundBox)| {
        let (density, coverage) = (percent(one.counts.density), percent(one.counts.coverage));
        format!("box {}: density {density}, coverage {coverage}", number + 1)
    };
    let names: Vec<String> = result.boxes.iter().enumerate().map(name).collect();
    Ok(box_summary(&format!("Limits within the range of all cases; {}", interest(result)), &names, &rows)?)
}
