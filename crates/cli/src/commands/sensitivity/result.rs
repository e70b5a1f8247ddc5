//! Indices as text and chart.

use crate::context::Context;
use crate::failure::Failure;
use counterflow_app::sensitivity::experiment::Experiment;
use counterflow_app::sensitivity::{Analysis, Measured};
use counterflow_report::analysis_charts::{Bar, TornadoRow, bars, convergence, tornado};
use counterflow_report::number::{quantity, significant, unit_words};
use counterflow_report::text_table::{Column, Table};
use counterflow_study::sensitivity::Estimate;
use counterflow_study::sensitivity::convergence::{Convergence, Reading};
use counterflow_study::sensitivity::morris::Effect;
use counterflow_study::sensitivity::pawn::Distances;
use counterflow_study::sensitivity::sobol::Pair;

/// Rows of a table or chart; the rest is in the JSON.
const ROWS: usize = 30;
/// Bars of a tornado.
const TORNADO_ROWS: usize = 20;
/// Pairs of a table.
const PAIRS: usize = 10;

/// The table with a line on convergence.
pub fn text(measured: &Measured, experiment: &Experiment<'_>, context: &Context<'_>) -> String {
    let (from, until) = experiment.months();
    let mean = measured.outputs.iter().sum::<f64>() / measured.outputs.len() as f64;
    let unit = experiment.series.indicator.unit;
    let mut text = match &measured.analysis {
        Analysis::OneAtATime(swings) => format!(
            "{}\nMean of {from} to {until} with central parameters: {}\n\n",
            experiment.title(),
            quantity(swings.centre, unit)
        ),
        _ => format!(
            "{}\nMean of {from} to {until} over {} runs: {}\n\n",
            experiment.title(),
            measured.outputs.len(),
            quantity(mean, unit)
        ),
    };
    text.push_str(&main_table(measured, experiment).render(context.terminal.style()));
    if measured.names.len() > ROWS {
        text.push_str(&format!(
            "The {} least influential are left out; --json holds them.\n",
            measured.names.len() - ROWS
        ));
    }
    if let Analysis::Sobol { indices, convergence } = &measured.analysis {
        if !indices.second.is_empty() {
            text.push_str(&format!("\n{}", pair_table(measured, &indices.second).render(context.terminal.style())));
        }
        text.push_str(&format!("\n{}\n", convergence_line(convergence)));
    }
    if let Analysis::Pawn(pawn) = &measured.analysis {
        text.push_str(&format!(
            "\nChance alone gives {} at most: a parameter that the model never sees.\n",
            significant(pawn.dummy.maximum)
        ));
    }
    text
}

fn main_table(measured: &Measured, experiment: &Experiment<'_>) -> Table {
    let headings: &[&str] = match &measured.analysis {
        Analysis::Sobol { .. } => &["First", "+/-", "Total", "+/-"],
        Analysis::Morris(_) => &["mu*", "+/-", "mu", "sigma"],
        Analysis::Pawn(_) => &["Largest", "Median", "Mean"],
        Analysis::OneAtATime(_) => &["Low end", "High end", "Swing"],
    };
    let first = [("Driver".to_owned(), Column::Wrap)];
    let unit = if matches!(measured.analysis, Analysis::Morris(_) | Analysis::OneAtATime(_)) {
        format!(" ({})", experiment.series.indicator.unit)
    } else {
        String::new()
    };
    let numbers = headings.iter().enumerate().map(|(number, heading)| {
        (if number == 0 { format!("{heading}{unit}") } else { (*heading).to_owned() }, Column::Right)
    });
    let mut table = Table::new(first.into_iter().chain(numbers));
    for group in measured.order().into_iter().take(ROWS) {
        table.push(std::iter::once(measured.names[group].clone()).chain(cells(measured, group)));
    }
    table
}

fn cells(measured: &Measured, group: usize) -> Vec<String> {
    let optional = |value: Option<f64>| value.map_or_else(String::new, significant);
    match &measured.analysis {
        Analysis::Sobol { indices, .. } => {
            [indices.first[group], indices.total[group]].iter().flat_map(share_and_half_width).collect()
        }
        Analysis::Morris(effects) => {
            let Effect { mu_star, mu, sigma } = effects[group];
            vec![significant(mu_star.value), significant(mu_star.half_width), optional(mu), optional(sigma)]
        }
        Analysis::Pawn(pawn) => {
            let Distances { maximum, median, mean, .. } = pawn.inputs[group];
            [maximum, median, mean].map(|distance| format!("{distance:.3}")).to_vec()
        }
        Analysis::OneAtATime(swings) => {
            [swings.inputs[group].at_low, swings.inputs[group].at_high, swings.width(group)].map(significant).to_vec()
        }
    }
}

fn pair_table(measured: &Measured, pairs: &[Pair]) -> Table {
    let mut pairs: Vec<&Pair> = pairs.iter().collect();
    pairs.sort_by(|one, other| other.index.value.total_cmp(&one.index.value));
    let mut table = Table::new([("Pair", Column::Wrap), ("Joint", Column::Right), ("+/-", Column::Right)]);
    for pair in pairs.into_iter().take(PAIRS) {
        let name = format!("{} x {}", measured.names[pair.one], measured.names[pair.other]);
        table.push(std::iter::once(name).chain(share_and_half_width(&pair.index)));
    }
    table
}

/// Bars of the most influential, with intervals; a tornado of swings.
pub fn chart(measured: &Measured, experiment: &Experiment<'_>) -> Result<String, Failure> {
    if let Analysis::OneAtATime(swings) = &measured.analysis {
        let row = |group: usize| TornadoRow {
            name: measured.names[group].clone(),
            at_low: swings.inputs[group].at_low,
            at_high: swings.inputs[group].at_high,
        };
        let rows: Vec<TornadoRow> = measured.order().into_iter().take(TORNADO_ROWS).map(row).collect();
        return Ok(tornado(&experiment.title(), &unit_words(experiment.series.indicator.unit), swings.centre, &rows)?);
    }
    let (axis, series): (String, &[&str]) = match &measured.analysis {
        Analysis::Sobol { .. } => {
            ("share of the variance, with 95 % intervals".to_owned(), &["first order", "total order"])
        }
        Analysis::Morris(_) => (format!("mean absolute effect, {}", experiment.series.indicator.unit), &["mu*"]),
        Analysis::Pawn(_) => ("distance of Kolmogorov and Smirnov".to_owned(), &["largest", "median"]),
        Analysis::OneAtATime(_) => (String::new(), &[]),
    };
    let row = |group: usize| (measured.names[group].clone(), bars_of(measured, group));
    let rows: Vec<(String, Vec<Bar>)> = measured.order().into_iter().take(ROWS).map(row).collect();
    Ok(bars(&experiment.title(), &axis, series, &rows)?)
}

/// Widest intervals by samples; empty for methods without a reading.
pub fn convergence_chart(measured: &Measured, experiment: &Experiment<'_>) -> Result<String, Failure> {
    let (readings, wanted): (&[Reading], f64) = match &measured.analysis {
        Analysis::Sobol { convergence, .. } => (&convergence.readings, convergence.wanted_width),
        Analysis::Morris(_) | Analysis::Pawn(_) | Analysis::OneAtATime(_) => (&[], 0.0),
    };
    let sizes: Vec<f64> = readings.iter().map(|reading| reading.base_samples as f64).collect();
    let widths = |of: fn(&Reading) -> f64| readings.iter().map(of).collect::<Vec<f64>>();
    let series = [
        ("first order", widths(|reading| reading.first_width)),
        ("total order", widths(|reading| reading.total_width)),
    ];
    Ok(convergence(&experiment.title(), &sizes, &series, wanted)?)
}

fn bars_of(measured: &Measured, group: usize) -> Vec<Bar> {
    let with_interval = |estimate: &Estimate| Bar {
        value: estimate.value,
        interval: (estimate.value - estimate.half_width, estimate.value + estimate.half_width),
    };
    let plain = |value: f64| Bar { value, interval: (value, value) };
    match &measured.analysis {
        Analysis::Sobol { indices, .. } => {
            vec![with_interval(&indices.first[group]), with_interval(&indices.total[group])]
        }
        Analysis::Morris(effects) => vec![with_interval(&effects[group].mu_star)],
        Analysis::Pawn(pawn) => vec![plain(pawn.inputs[group].maximum), plain(pawn.inputs[group].median)],
        Analysis::OneAtATime(_) => Vec::new(),
    }
}

fn share_and_half_width(estimate: &Estimate) -> [String; 2] {
    // A share that rounds to nothing has no sign.
    let shown = format!("{:.3}", estimate.value);
    [if shown == "-0.000" { "0.000".to_owned() } else { shown }, format!("{:.3}", estimate.half_width)]
}

/// How wide the widest interval is, how it got there, and what to do about it.
fn convergence_line(convergence: &Convergence) -> String {
    let widths: Vec<String> = convergence
        .readings
        .iter()
        .map(|reading| format!("{:.3} at {}", reading.width(), reading.base_samples))
        .collect();
    let advice = match convergence.advised_base_samples {
        None => format!("Converged: at most {}.", convergence.wanted_width),
        Some(samples) => format!("Not converged to {}: --samples {samples} should do.", convergence.wanted_width),
    };
    format!("Widest 95 % interval by samples: {}. {advice}", widths.join(", "))
}
