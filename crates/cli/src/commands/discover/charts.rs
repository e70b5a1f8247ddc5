//! The boxes as charts.

use super::boxes::interest;
use super::{DiscoverArguments, Found};
use crate::failure::Failure;
use counterflow_report::analysis_charts::{BoxRow, TradePoint, box_summary, trade_off};
use counterflow_report::number::percent;
use counterflow_study::discovery::prim::PrimBox;

/// Density against coverage of every box on the way.
pub fn trajectory_chart(options: &DiscoverArguments, found: &Found) -> Result<String, Failure> {
    let point = |(number, one): (usize, &PrimBox)| TradePoint {
        coverage: one.coverage,
        density: one.density,
        held_out_density: found.held_out.get(number).and_then(|out| out.density),
    };
    let points: Vec<TradePoint> = found.boxes.iter().enumerate().map(point).collect();
    let note = match found.held_out.is_empty() {
        true => "ring: the box shown",
        false => "black ring: the box shown; grey rings: the same boxes on held-out cases",
    };
    Ok(trade_off(&format!("Boxes: {}", interest(options)), note, &points, found.chosen)?)
}

/// Inputs that a box limits, within the range of all cases.
pub fn limits_chart(options: &DiscoverArguments, found: &Found) -> Result<String, Failure> {
    let first = found.chosen.map(|chosen| &found.boxes[chosen]);
    let boxes: Vec<&PrimBox> = first.into_iter().chain(found.further.iter().map(|one| &one.found)).collect();
    let range = |values: &[f64]| {
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
    };
    let row = |input: usize| BoxRow {
        name: found.names[input].clone(),
        range: range(&found.cases.inputs()[input]),
        limits: boxes.iter().map(|one| (one.limits[input].low, one.limits[input].high)).collect(),
    };
    let limited = (0..found.names.len()).filter(|input| boxes.iter().any(|one| one.limits[*input].is_limited()));
    let name = |(number, one): (usize, &&PrimBox)| {
        format!("box {}: density {}, coverage {}", number + 1, percent(one.density), percent(one.coverage))
    };
    let names: Vec<String> = boxes.iter().enumerate().map(name).collect();
    Ok(box_summary(
        &format!("Limits within the range of all cases; {}", interest(options)),
        &names,
        &limited.map(row).collect::<Vec<BoxRow>>(),
    )?)
}
