//! Indices as text, JSON and chart.

use super::SensitivityArguments;
use super::experiment::Experiment;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{to_json, versioned};
use crate::table::{Column, Table};
use counterflow_app::record::run_record;
use counterflow_app::session::Session;
use counterflow_report::analysis_charts::{Bar, TornadoRow, bars, convergence, tornado};
use counterflow_report::number::{quantity, significant, unit_words};
use counterflow_study::sensitivity::Estimate;
use counterflow_study::sensitivity::convergence::{Convergence, Reading};
use counterflow_study::sensitivity::morris::Effect;
use counterflow_study::sensitivity::pawn::{Distances, Pawn};
use counterflow_study::sensitivity::sobol::{Indices, Pair};
use counterflow_study::sensitivity::swings::Swings;
use serde_json::{Value, json};

/// Rows of a table or chart; the rest is in the JSON.
const ROWS: usize = 30;
/// Bars of a tornado.
const TORNADO_ROWS: usize = 20;
/// Pairs of a table.
const PAIRS: usize = 10;

/// A design's runs and what they say.
pub struct Outcome {
    /// Names of the groups.
    pub names: Vec<String>,
    /// Indices.
    pub analysis: Analysis,
    /// Inputs, row by row.
    pub points: Vec<f64>,
    /// One output per row.
    pub outputs: Vec<f64>,
}

/// Indices by method.
pub enum Analysis {
    /// Shares of the variance.
    Sobol {
        /// Indices.
        indices: Indices,
        /// Whether the sample was large enough.
        convergence: Convergence,
    },
    /// Elementary effects.
    Morris(Vec<Effect>),
    /// Distances.
    Pawn(Pawn),
    /// Outcomes at the ends of each parameter.
    OneAtATime(Swings),
}

impl Outcome {
    /// Groups from the most influential to the least.
    fn order(&self) -> Vec<usize> {
        let influence = |group: usize| match &self.analysis {
            Analysis::Sobol { indices, .. } => indices.total[group].value,
            Analysis::Morris(effects) => effects[group].mu_star.value,
            Analysis::Pawn(pawn) => pawn.inputs[group].maximum,
            Analysis::OneAtATime(swings) => swings.width(group),
        };
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|one, other| influence(*other).total_cmp(&influence(*one)));
        order
    }

    /// The table with a line on convergence.
    pub fn text(&self, experiment: &Experiment<'_>, context: &Context<'_>) -> String {
        let (from, until) = experiment.months();
        let mean = self.outputs.iter().sum::<f64>() / self.outputs.len() as f64;
        let unit = experiment.indicator.unit;
        let mut text = match &self.analysis {
            Analysis::OneAtATime(swings) => format!(
                "{}\nMean of {from} to {until} with central parameters: {}\n\n",
                experiment.title(),
                quantity(swings.centre, unit)
            ),
            _ => format!(
                "{}\nMean of {from} to {until} over {} runs: {}\n\n",
                experiment.title(),
                self.outputs.len(),
                quantity(mean, unit)
            ),
        };
        text.push_str(&self.main_table(experiment).render(context.terminal));
        if self.names.len() > ROWS {
            text.push_str(&format!(
                "The {} least influential are left out; --json holds them.\n",
                self.names.len() - ROWS
            ));
        }
        if let Analysis::Sobol { indices, convergence } = &self.analysis {
            if !indices.second.is_empty() {
                text.push_str(&format!("\n{}", self.pair_table(&indices.second).render(context.terminal)));
            }
            text.push_str(&format!("\n{}\n", convergence_line(convergence)));
        }
        if let Analysis::Pawn(pawn) = &self.analysis {
            text.push_str(&format!(
                "\nChance alone gives {} at most: a parameter that the model never sees.\n",
                significant(pawn.dummy.maximum)
            ));
        }
        text
    }

    fn main_table(&self, experiment: &Experiment<'_>) -> Table {
        let headings: &[&str] = match &self.analysis {
            Analysis::Sobol { .. } => &["First", "+/-", "Total", "+/-"],
            Analysis::Morris(_) => &["mu*", "+/-", "mu", "sigma"],
            Analysis::Pawn(_) => &["Largest", "Median", "Mean"],
            Analysis::OneAtATime(_) => &["Low end", "High end", "Swing"],
        };
        let first = [("Driver".to_owned(), Column::Wrap)];
        let unit = if matches!(self.analysis, Analysis::Morris(_) | Analysis::OneAtATime(_)) {
            format!(" ({})", experiment.indicator.unit)
        } else {
            String::new()
        };
        let numbers = headings.iter().enumerate().map(|(number, heading)| {
            (if number == 0 { format!("{heading}{unit}") } else { (*heading).to_owned() }, Column::Right)
        });
        let mut table = Table::new(first.into_iter().chain(numbers));
        for group in self.order().into_iter().take(ROWS) {
            table.push(std::iter::once(self.names[group].clone()).chain(self.cells(group)));
        }
        table
    }

    fn cells(&self, group: usize) -> Vec<String> {
        let optional = |value: Option<f64>| value.map_or_else(String::new, significant);
        match &self.analysis {
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
                [swings.inputs[group].at_low, swings.inputs[group].at_high, swings.width(group)]
                    .map(significant)
                    .to_vec()
            }
        }
    }

    fn pair_table(&self, pairs: &[Pair]) -> Table {
        let mut pairs: Vec<&Pair> = pairs.iter().collect();
        pairs.sort_by(|one, other| other.index.value.total_cmp(&one.index.value));
        let mut table = Table::new([("Pair", Column::Wrap), ("Joint", Column::Right), ("+/-", Column::Right)]);
        for pair in pairs.into_iter().take(PAIRS) {
            let name = format!("{} x {}", self.names[pair.one], self.names[pair.other]);
            table.push(std::iter::once(name).chain(share_and_half_width(&pair.index)));
        }
        table
    }

    /// Everything, in the order of the groups.
    pub fn json(
        &self,
        experiment: &Experiment<'_>,
        session: &Session,
        options: &SensitivityArguments,
    ) -> Result<Value, Failure> {
        let record = run_record(session, &experiment.scenarios, options.seed, self.outputs.len() as u32);
        let (from, until) = experiment.months();
        let outcome = json!({
            "indicator": experiment.series.indicator.id, "place": experiment.series.place, "title": experiment.title(),
            "unit": experiment.indicator.unit, "from": from.to_string(), "until": until.to_string(),
        });
        let drivers: Vec<Value> = (0..self.names.len()).map(|group| self.driver_json(group)).collect();
        let mut fields = vec![
            ("run", to_json(&record)?),
            ("outcome", outcome),
            ("runs", json!(self.outputs.len())),
            ("method", json!(self.method())),
            ("drivers", json!(drivers)),
        ];
        match &self.analysis {
            Analysis::Sobol { indices, convergence } => {
                fields.push((
                    "pairs",
                    json!(indices.second.iter().map(|pair| self.pair_json(pair)).collect::<Vec<Value>>()),
                ));
                fields.push(("mean", json!(indices.mean)));
                fields.push(("variance", json!(indices.variance)));
                fields.push(("convergence", convergence_json(convergence)));
            }
            Analysis::Morris(_) => {}
            Analysis::OneAtATime(swings) => fields.push(("centre", json!(swings.centre))),
            Analysis::Pawn(pawn) => fields.push(("dummy", distances_json(&pawn.dummy))),
        }
        Ok(versioned(fields))
    }

    fn method(&self) -> &'static str {
        match self.analysis {
            Analysis::Sobol { .. } => "sobol",
            Analysis::Morris(_) => "morris",
            Analysis::Pawn(_) => "pawn",
            Analysis::OneAtATime(_) => "one_at_a_time",
        }
    }

    fn driver_json(&self, group: usize) -> Value {
        let name = &self.names[group];
        match &self.analysis {
            Analysis::Sobol { indices, .. } => {
                json!({ "driver": name, "first": estimate_json(&indices.first[group]), "total": estimate_json(&indices.total[group]) })
            }
            Analysis::Morris(effects) => {
                json!({ "driver": name, "mu_star": estimate_json(&effects[group].mu_star), "mu": effects[group].mu, "sigma": effects[group].sigma })
            }
            Analysis::Pawn(pawn) => json!({ "driver": name, "distances": distances_json(&pawn.inputs[group]) }),
            Analysis::OneAtATime(swings) => {
                json!({ "driver": name, "at_low": swings.inputs[group].at_low, "at_high": swings.inputs[group].at_high, "swing": swings.width(group) })
            }
        }
    }

    fn pair_json(&self, pair: &Pair) -> Value {
        json!({ "one": self.names[pair.one], "other": self.names[pair.other], "index": estimate_json(&pair.index) })
    }

    /// Bars of the most influential, with intervals; a tornado of swings.
    pub fn chart(&self, experiment: &Experiment<'_>) -> Result<String, Failure> {
        if let Analysis::OneAtATime(swings) = &self.analysis {
            let row = |group: usize| TornadoRow {
                name: self.names[group].clone(),
                at_low: swings.inputs[group].at_low,
                at_high: swings.inputs[group].at_high,
            };
            let rows: Vec<TornadoRow> = self.order().into_iter().take(TORNADO_ROWS).map(row).collect();
            return Ok(tornado(&experiment.title(), &unit_words(experiment.indicator.unit), swings.centre, &rows)?);
        }
        let (axis, series): (String, &[&str]) = match &self.analysis {
            Analysis::Sobol { .. } => {
                ("share of the variance, with 95 % intervals".to_owned(), &["first order", "total order"])
            }
            Analysis::Morris(_) => (format!("mean absolute effect, {}", experiment.indicator.unit), &["mu*"]),
            Analysis::Pawn(_) => ("distance of Kolmogorov and Smirnov".to_owned(), &["largest", "median"]),
            Analysis::OneAtATime(_) => (String::new(), &[]),
        };
        let row = |group: usize| (self.names[group].clone(), self.bars(group));
        let rows: Vec<(String, Vec<Bar>)> = self.order().into_iter().take(ROWS).map(row).collect();
        Ok(bars(&experiment.title(), &axis, series, &rows)?)
    }

    /// Widest intervals by samples; empty for methods without a reading.
    pub fn convergence_chart(&self, experiment: &Experiment<'_>) -> Result<String, Failure> {
        let (readings, wanted): (&[Reading], f64) = match &self.analysis {
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

    fn bars(&self, group: usize) -> Vec<Bar> {
        let with_interval = |estimate: &Estimate| Bar {
            value: estimate.value,
            interval: (estimate.value - estimate.half_width, estimate.value + estimate.half_width),
        };
        let plain = |value: f64| Bar { value, interval: (value, value) };
        match &self.analysis {
            Analysis::Sobol { indices, .. } => {
                vec![with_interval(&indices.first[group]), with_interval(&indices.total[group])]
            }
            Analysis::Morris(effects) => vec![with_interval(&effects[group].mu_star)],
            Analysis::Pawn(pawn) => vec![plain(pawn.inputs[group].maximum), plain(pawn.inputs[group].median)],
            Analysis::OneAtATime(_) => Vec::new(),
        }
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

fn estimate_json(estimate: &Estimate) -> Value {
    json!({ "value": estimate.value, "half_width": estimate.half_width })
}

fn distances_json(distances: &Distances) -> Value {
    json!({ "maximum": distances.maximum, "median": distances.median, "mean": distances.mean, "minimum": distances.minimum, "slices": distances.slices })
}

fn convergence_json(convergence: &Convergence) -> Value {
    let reading = |reading: &Reading| json!({ "samples": reading.base_samples, "first_width": reading.first_width, "total_width": reading.total_width });
    json!({
        "wanted_width": convergence.wanted_width, "reached": convergence.reached(), "advised_samples": convergence.advised_base_samples,
        "readings": convergence.readings.iter().map(reading).collect::<Vec<Value>>(),
    })
}
