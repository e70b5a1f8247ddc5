//! The boxes as text and JSON.

use super::{DiscoverArguments, Found, Method, RESAMPLES, search_options};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::versioned;
use counterflow_evidence::diagnostics::Problem;
use counterflow_report::number::percent;
use counterflow_report::text_table::{Column, Table};
use counterflow_study::discovery::prim::PrimBox;
use counterflow_study::discovery::quasi_p::{QuasiP, quasi_p};
use counterflow_study::discovery::validate::{Reproducibility, reproducibility};
use serde_json::{Value, json};

/// One limited input.
struct Limited<'f> {
    name: &'f str,
    low: Option<f64>,
    high: Option<f64>,
    quasi_p: QuasiP,
    reproducibility: Option<Reproducibility>,
}

fn limited<'f>(found: &'f Found, one: &PrimBox, values: &[QuasiP], reproduced: &[Reproducibility]) -> Vec<Limited<'f>> {
    let one_input = |input: usize| Limited {
        name: &found.names[input],
        low: one.limits[input].low,
        high: one.limits[input].high,
        quasi_p: values[input],
        reproducibility: reproduced.get(input).copied(),
    };
    (0..one.limits.len()).filter(|input| one.limits[*input].is_limited()).map(one_input).collect()
}

/// The first box with how often its limits come back, then the others.
fn shown_boxes<'f>(
    options: &DiscoverArguments,
    found: &'f Found,
) -> Result<Vec<(&'f PrimBox, Vec<Limited<'f>>)>, Failure> {
    let Some(chosen) = found.chosen else { return Ok(Vec::new()) };
    let first = &found.boxes[chosen];
    let reproduced = match options.method {
        Method::Prim => reproducibility(&found.cases, first, &search_options(options), RESAMPLES, options.seed)
            .map_err(|fault| Problem::new("E0813", fault.to_string()))?,
        // A tree of half the cases has other leaves, not the same leaf again.
        Method::Cart => Vec::new(),
    };
    let further = found.further.iter().map(|one| (&one.found, limited(found, &one.found, &one.quasi_p, &[])));
    Ok(std::iter::once((first, limited(found, first, &quasi_p(&found.cases, first), &reproduced)))
        .chain(further)
        .collect())
}

/// The boxes as text.
pub fn text_of(options: &DiscoverArguments, found: &Found, context: &Context<'_>) -> Result<String, Failure> {
    let cases = &found.cases;
    let mut text =
        format!("{} cases, {} of interest: {}\n", cases.count(), cases.count_of_interest(), interest(options));
    if found.chosen.is_none() {
        let densest = found.boxes.iter().map(|one| one.density).fold(0.0, f64::max);
        text.push_str(&format!("\nNo box is that dense; the densest holds {} of interest.\n", percent(densest)));
    }
    for (number, (one, limits)) in shown_boxes(options, found)?.iter().enumerate() {
        text.push_str(&format!(
            "\nBox {}: density {}, coverage {}, {} cases ({} of all)\n",
            number + 1,
            percent(one.density),
            percent(one.coverage),
            one.cases,
            percent(one.mass)
        ));
        if let Some(held_out) = found.chosen.filter(|_| number == 0).and_then(|chosen| found.held_out.get(chosen)) {
            let density = held_out.density.map_or("none".to_owned(), percent);
            text.push_str(&format!("Held-out cases: density {density}, coverage {}\n", percent(held_out.coverage)));
        }
        text.push('\n');
        text.push_str(
            &limits_table(limits, number == 0 && options.method == Method::Prim).render(context.terminal.style()),
        );
    }
    Ok(text)
}

fn limits_table(limits: &[Limited<'_>], with_reproducibility: bool) -> Table {
    let column = with_reproducibility.then_some(("Again", Column::Right));
    let headings =
        [("Input", Column::Left), ("From", Column::Right), ("To", Column::Right), ("Quasi-p", Column::Right)];
    let mut table = Table::new(headings.into_iter().chain(column));
    let number = |value: Option<f64>| {
        value.map_or_else(String::new, |value| format!("{value:.5e}").parse::<f64>().unwrap_or(value).to_string())
    };
    for limit in limits {
        let probabilities: Vec<String> =
            [limit.quasi_p.low, limit.quasi_p.high].into_iter().flatten().map(|p| format!("{p:.1e}")).collect();
        let reproduced = limit.reproducibility.map(|found| percent(found.by_coverage));
        table.push(
            [limit.name.to_owned(), number(limit.low), number(limit.high), probabilities.join(", ")]
                .into_iter()
                .chain(reproduced),
        );
    }
    table
}

/// Which cases are of interest, in words.
pub fn interest(options: &DiscoverArguments) -> String {
    match (options.above, options.below) {
        (Some(least), _) => format!("{} of {least} or more", options.outcome),
        (None, most) => format!("{} of {} or less", options.outcome, most.unwrap_or(f64::NAN)),
    }
}

/// Everything as JSON.
pub fn json_of(options: &DiscoverArguments, found: &Found) -> Result<Value, Failure> {
    let limit = |one: &Limited<'_>| {
        json!({
            "input": one.name, "low": one.low, "high": one.high, "quasi_p_low": one.quasi_p.low, "quasi_p_high": one.quasi_p.high,
            "again_by_coverage": one.reproducibility.map(|found| found.by_coverage), "again_by_density": one.reproducibility.map(|found| found.by_density),
        })
    };
    let shown = shown_boxes(options, found)?;
    let boxes: Vec<Value> = shown
        .iter()
        .map(|(one, limits)| with_counts(one, json!({ "limits": limits.iter().map(limit).collect::<Vec<_>>() })))
        .collect();
    let step = |(number, one): (usize, &PrimBox)| {
        let held_out = found.held_out.get(number);
        with_counts(
            one,
            json!({ "limited_inputs": one.limited_inputs(), "held_out_density": held_out.and_then(|out| out.density), "held_out_coverage": held_out.map(|out| out.coverage) }),
        )
    };
    Ok(versioned([
        ("outcome", json!(options.outcome)),
        ("above", json!(options.above)),
        ("below", json!(options.below)),
        ("cases", json!(found.cases.count())),
        ("of_interest", json!(found.cases.count_of_interest())),
        ("inputs", json!(found.names)),
        ("chosen", json!(found.chosen)),
        ("boxes", json!(boxes)),
        ("trajectory", json!(found.boxes.iter().enumerate().map(step).collect::<Vec<Value>>())),
    ]))
}

/// A box as JSON, its counts before further fields.
fn with_counts(one: &PrimBox, further: Value) -> Value {
    let mut object = json!({ "cases": one.cases, "of_interest": one.of_interest, "density": one.density, "coverage": one.coverage, "mass": one.mass });
    if let (Value::Object(object), Value::Object(further)) = (&mut object, further) {
        object.extend(further);
    }
    object
}
