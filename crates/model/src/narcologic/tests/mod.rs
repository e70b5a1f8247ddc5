//! Tests of NarcoLogic: against reference data, and on made-up networks.

mod reference;
mod synthetic;

use super::*;

/// The shipped parameter values.
fn parameters() -> NarcoLogicParameters {
    let text = include_str!("../../../../../data/evidence/narcologic.toml");
    let table: toml::Table = text.parse().expect("valid TOML");
    let value = |_: &str, name: &str| -> f64 {
        let value = &table[name]["value"];
        value.as_float().or(value.as_integer().map(|whole| whole as f64)).expect("a number")
    };
    NarcoLogicParameters::from_values(&value)
}

/// A uniform number that depends on nothing but the draw.
fn hashed(seed: u64, draw: Draw) -> f64 {
    draw.uniform(&Stream { seed, member: 0 })
}

/// What fails a test that asks the exact rules for randomness.
fn no_draw(_: Draw) -> f64 {
    unreachable!("the exact rules draw nothing")
}
