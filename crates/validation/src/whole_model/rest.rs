//! Whether draws come to rest: undisturbed for twenty years, and after any shock of a year.
//!
//! Users and groups are held, so that what moves is the chain from field to market and back. A draw is at rest
//! undisturbed if no series of the chain moves by more than rounding, and comes to rest if, from ten years after
//! the end of each shock on, every series lies within a twentieth of the undisturbed run.

use super::members::draw;
use counterflow_evidence::{Draw, Evidence};
use counterflow_model::policy::switches::SWITCHES;
use counterflow_model::policy::{Scenario, Shock, ShockKind, Switches};
use counterflow_model::{Hold, MONTHS_PER_YEAR, Model, Parameters, Run, RunOptions, run};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

const YEAR: usize = MONTHS_PER_YEAR as usize;
/// Years without a shock.
const UNDISTURBED_YEARS: usize = 20;
/// Years from the end of a shock until all must be back, and over which it must stay so.
const YEARS_TO_REST: usize = 10;
const YEARS_WATCHED: usize = 2;
/// Relative distance that counts as rest after a shock.
const NEAR: f64 = 0.05;
/// Relative move that rounding may leave in twenty years.
const ROUNDING: f64 = 1e-6;
/// Parameters named for the draws that do not come to rest.
const NAMED: usize = 3;

/// Shocks of a year, by name: each end of what is plausible.
const SHOCKS: [(&str, ShockKind, f64); 8] = [
    ("output x 0.7", ShockKind::Output, 0.7),
    ("output x 1.3", ShockKind::Output, 1.3),
    ("losses x 0.7", ShockKind::LossShare, 0.7),
    ("losses x 1.3", ShockKind::LossShare, 1.3),
    ("demand x 0.8", ShockKind::Demand, 0.8),
    ("demand x 1.2", ShockKind::Demand, 1.2),
    ("farm-gate price x 1.5", ShockKind::FarmGatePrice, 1.5),
    ("100,000 ha sprayed", ShockKind::Eradication, 100_000.0),
];

/// Series of the chain, in the world or in each market.
const CHAIN: [(&str, Place); 8] = [
    ("coca_area", Place::World),
    ("processed_output", Place::World),
    ("laboratory_capacity", Place::World),
    ("seized", Place::World),
    ("arrivals", Place::Markets),
    ("wholesale_price", Place::Markets),
    ("retail_price", Place::Markets),
    ("consumption", Place::Markets),
];

#[derive(Clone, Copy, Debug)]
enum Place {
    World,
    Markets,
}

/// What one structural setting showed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SettingAtRest {
    /// The setting, as `switch = setting`; `default` for the shipped one.
    pub setting: String,
    /// Draws.
    pub draws: u32,
    /// Draws in which nothing moves for twenty years.
    pub undisturbed: u32,
    /// Draws in which every shock has died out after ten years.
    pub returning: u32,
    /// The draws that do not return, by number.
    pub restless: Vec<Restless>,
    /// Parameters in which they differ most from the others, the furthest first.
    pub apart: Vec<Apart>,
}

/// A draw that does not come to rest.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Restless {
    /// Number of the draw, as a member of an ensemble of this seed.
    pub member: u32,
    /// The shock after which it is furthest away.
    pub shock: String,
    /// The series that is.
    pub series: String,
    /// How far, as a share.
    pub distance: f64,
}

/// A parameter in which draws that do not come to rest differ from the others.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Apart {
    /// `module.name`.
    pub parameter: String,
    /// Mean of the draws that do not come to rest less that of the others, in standard deviations of all draws.
    pub deviations: f64,
}

/// The shipped structure, and every other setting of each switch.
#[must_use]
pub fn settings() -> Vec<(String, Switches)> {
    let others = SWITCHES.iter().flat_map(|info| info.settings.iter().skip(1).map(move |setting| (info.id, *setting)));
    let moved = others.map(|(switch, setting)| {
        let mut switches = Switches::default();
        switches.set(switch, setting);
        (format!("{switch} = {setting}"), switches)
    });
    std::iter::once(("default".to_owned(), Switches::default())).chain(moved).collect()
}

/// So many prior draws under one setting.
#[must_use]
pub fn at_rest(model: &Model, evidence: &Evidence, switches: Switches, setting: String, draws: u32) -> SettingAtRest {
    let drawn: Vec<Draw> = (1..=draws).map(|member| draw(evidence, member)).collect();
    let judge = |(index, draw): (usize, &Draw)| one(model, &Parameters::of(evidence, draw), switches, index as u32 + 1);
    let judged: Vec<(bool, Option<Restless>)> = drawn.par_iter().enumerate().map(judge).collect();
    let undisturbed = judged.iter().filter(|(undisturbed, _)| *undisturbed).count() as u32;
    let is_restless: Vec<bool> = judged.iter().map(|(_, restless)| restless.is_some()).collect();
    let restless: Vec<Restless> = judged.into_iter().filter_map(|(_, restless)| restless).collect();
    let apart = apart(evidence, &drawn, &is_restless);
    SettingAtRest { setting, draws, undisturbed, returning: draws - restless.len() as u32, restless, apart }
}

/// Whether a draw stands still, and after which shock it is furthest away if it does not return.
fn one(model: &Model, p: &Parameters, switches: Switches, member: u32) -> (bool, Option<Restless>) {
    let positions = positions(model);
    let months = UNDISTURBED_YEARS * YEAR;
    let plain = undisturbed(model, p, switches, months);
    let moves = positions.iter().map(|&(_, position)| {
        let first = plain.value(0, position);
        plain.series(position).map(|value| distance(value, first)).fold(0.0, f64::max)
    });
    let still = moves.fold(0.0, f64::max) <= ROUNDING;
    let mut worst: Option<Restless> = None;
    for (name, kind, size) in SHOCKS {
        let shocked = shocked(model, p, switches, (kind, size));
        for (series, position) in &positions {
            let watched = (1 + YEARS_TO_REST) * YEAR..shocked.months;
            let away = watched
                .map(|month| distance(shocked.value(month, *position), plain.value(month, *position)))
                .fold(0.0, f64::max);
            if away > NEAR && worst.as_ref().is_none_or(|worst| away > worst.distance) {
                let (shock, series) = (name.to_owned(), series.clone());
                worst = Some(Restless { member, shock, series, distance: away });
            }
        }
    }
    (still, worst)
}

/// Relative distance; what is no number is infinitely far.
fn distance(value: f64, other: f64) -> f64 {
    let away = (value / other - 1.0).abs();
    if away.is_nan() { if value == other { 0.0 } else { f64::INFINITY } } else { away }
}

fn positions(model: &Model) -> Vec<(String, usize)> {
    let mut positions = Vec::new();
    for (indicator, place) in CHAIN {
        let places: Vec<&str> = match place {
            Place::World => vec!["world"],
            Place::Markets => model.world.markets.iter().map(|market| market.id.as_str()).collect(),
        };
        let found = places.iter().filter_map(|place| {
            model.layout.find(indicator, place).map(|position| (format!("{indicator}@{place}"), position))
        });
        positions.extend(found);
    }
    positions
}

fn held() -> RunOptions {
    RunOptions { hold: Hold { users: true, groups: true }, ..RunOptions::default() }
}

fn undisturbed(model: &Model, p: &Parameters, switches: Switches, months: usize) -> Run {
    let until = model.world.start.plus_months(months as i64 - 1);
    run(model, p, &Scenario { switches, ..Scenario::baseline(until) }, held())
}

/// A shock through the first year, run until the watch ends.
fn shocked(model: &Model, p: &Parameters, switches: Switches, (kind, size): (ShockKind, f64)) -> Run {
    let from = model.world.start;
    let months = (1 + YEARS_TO_REST + YEARS_WATCHED) * YEAR;
    let shock = Shock { kind, size, from, until: Some(from.plus_months(YEAR as i64 - 1)), targets: Vec::new() };
    let plain = Scenario::baseline(from.plus_months(months as i64 - 1));
    run(model, p, &Scenario { switches, shocks: vec![shock], ..plain }, held())
}

/// Parameters whose mean over the restless draws lies furthest from that over the others.
fn apart(evidence: &Evidence, draws: &[Draw], is_restless: &[bool]) -> Vec<Apart> {
    let count = is_restless.iter().filter(|restless| **restless).count();
    if count == 0 || count == draws.len() {
        return Vec::new();
    }
    let mut all: Vec<Apart> = evidence
        .records()
        .iter()
        .enumerate()
        .filter(|(_, record)| record.is_uncertain())
        .map(|(position, record)| {
            let values: Vec<f64> = draws.iter().map(|draw| draw.values[position]).collect();
            let spread = crate::correlation::standard_deviation(&values);
            let mean_of = |wanted: bool| {
                let of: Vec<f64> =
                    values.iter().zip(is_restless).filter(|(_, is)| **is == wanted).map(|(value, _)| *value).collect();
                crate::correlation::mean(&of)
            };
            let deviations = if spread > 0.0 { (mean_of(true) - mean_of(false)) / spread } else { 0.0 };
            Apart { parameter: record.id(), deviations }
        })
        .collect();
    all.sort_by(|a, b| b.deviations.abs().total_cmp(&a.deviations.abs()));
    all.truncate(NAMED);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_far_away() {
        assert_eq!(distance(f64::NAN, 1.0), f64::INFINITY);
        assert_eq!(distance(0.0, 0.0), 0.0);
        assert!((distance(1.05, 1.0) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn every_setting_of_every_switch_is_judged() {
        let others: usize = SWITCHES.iter().map(|info| info.settings.len() - 1).sum();
        assert_eq!(settings().len(), 1 + others);
    }
}
