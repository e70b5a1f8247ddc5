//! Impulse responses: whatever ends after a year dies out.
//!
//! After any one-year shock that ends, every economic series is back within 5 % of the undisturbed run ten
//! years later, under every structure of supply: planting that integrates profit takes its time. Users and groups are
//! held: their own drift belongs to the baseline. What is meant to keep a memory is listed here with its reason, and
//! must be the only exception.

#[path = "common/mod.rs"]
mod common;
#[path = "common/experiment.rs"]
mod experiment;

use counterflow_model::policy::LEVERS;
use counterflow_model::{Hold, RunOptions};
use experiment::{Shipped, shipped};

const STILL: RunOptions = RunOptions { stream: None, hold: Hold { users: true, groups: true }, routes_from: 0 };

/// The shock lasts through 2025, months 12 to 23; ten years later is January 2036.
const TEN_YEARS_LATER: usize = 24 + 120;

/// Series of the chain from field to user.
const ECONOMIC: [&str; 16] = [
    "coca_area",
    "yield_per_hectare",
    "potential_output",
    "processed_output",
    "laboratory_capacity",
    "precursor_availability",
    "farm_gate_price_index",
    "export_price",
    "flow",
    "seized",
    "arrivals",
    "stock",
    "wholesale_price",
    "retail_price",
    "purity",
    "consumption",
];

/// Series that leave the 5 % band between months `from` and the end of the run.
fn still_moved(shipped: &Shipped, text: &str, from: usize) -> Vec<String> {
    let pair = shipped.pair(&shipped.scenario(text), STILL);
    let series = shipped.model.layout.series().enumerate();
    series
        .filter(|(_, (indicator, _))| ECONOMIC.contains(&indicator.id))
        .filter_map(|(position, (indicator, place))| {
            let away = |month: usize| {
                let (with, without) = (pair.with.value(month, position), pair.without.value(month, position));
                (with - without).abs() / without.abs().max(1e-9)
            };
            let worst = (from..pair.with.months).map(away).fold(0.0, f64::max);
            (worst > 0.05).then(|| format!("{}@{place} {worst:.3}", indicator.id))
        })
        .collect()
}

fn shock(kind: &str, size: f64, target: &str) -> String {
    format!("[[shock]]\nkind = \"{kind}\"\nsize = {size}\nfrom = \"2025-01\"\nuntil = \"2025-12\"\n{target}\n")
}

#[test]
fn prop_shocks_of_the_chain_die_out() {
    let shipped = shipped();
    for supply in ["elastic", "limited", "rand"] {
        for text in [
            shock("output", 0.7, ""),
            shock("output", 1.3, ""),
            shock("loss_share", 1.3, ""),
            shock("loss_share", 0.7, ""),
            shock("demand", 1.2, "market = \"united_states\""),
            shock("demand", 0.8, ""),
            shock("farm_gate_price", 1.5, ""),
            shock("eradication", 100_000.0, "country = \"colombia\""),
        ] {
            let text = format!("{text}[switches]\nsupply = \"{supply}\"\n");
            let moved = still_moved(&shipped, &text, TEN_YEARS_LATER);
            assert!(moved.is_empty(), "{text}: {moved:?}");
        }
    }
}

/// The label of the shock: processed output is the stated share of the base year's, above one too, whatever
/// the price calls forth, for as long as it lasts.
#[test]
fn prop_a_shock_of_output_is_what_it_says() {
    let shipped = shipped();
    for size in [0.5, 0.7, 0.9, 1.2, 1.5] {
        for until in ["until = \"2025-12\"", ""] {
            let text = format!("[[shock]]\nkind = \"output\"\nsize = {size}\nfrom = \"2025-01\"\n{until}\n");
            let pair = shipped.pair(&shipped.scenario(&text), STILL);
            let last = if until.is_empty() { 200 } else { 23 };
            for month in [13, 18, last] {
                let ratio = 1.0 + pair.relative("processed_output", "world", month..month + 1);
                assert!((ratio / size - 1.0).abs() < 1e-3, "{size}: {ratio} in month {month}");
            }
        }
    }
}

/// Levers whose effect is meant to outlast them. Relations broken by a hostile act mend over years, and with
/// them the sharing of intelligence; everything else must return.
const REMEMBERED: [&str; 1] = ["production_strikes"];

#[test]
fn prop_a_year_of_any_lever_dies_out() {
    let shipped = shipped();
    for lever in LEVERS {
        let target = if lever.key == "production_strikes" { "country = \"colombia\"\nconsent = true" } else { "" };
        let text = format!(
            "[[lever]]\nid = \"{}\"\nbudget = \"200 million USD/year\"\nfrom = \"2025-01\"\nuntil = \
             \"2025-12\"\n{target}\n",
            lever.key
        );
        let moved = still_moved(&shipped, &text, TEN_YEARS_LATER);
        assert!(moved.is_empty(), "{}: {moved:?}", lever.key);
    }
}

#[test]
fn val_only_broken_relations_are_remembered() {
    let shipped = shipped();
    for key in REMEMBERED {
        let text = format!(
            "[[lever]]\nid = \"{key}\"\ncountry = \"colombia\"\nconsent = false\nbudget = \"200 million \
             USD/year\"\nfrom = \"2025-01\"\nuntil = \"2025-12\"\n"
        );
        let pair = shipped.pair(&shipped.scenario(&text), STILL);
        let cooperation = |month: usize| pair.relative("cooperation", "colombia", month..month + 1);
        assert!(cooperation(TEN_YEARS_LATER) < -0.05, "remembered after ten years: {}", cooperation(TEN_YEARS_LATER));
        assert!(cooperation(239) > cooperation(TEN_YEARS_LATER), "and mending");
    }
}

/// A bounded response: whatever is done for good moves the world to a new rest, not into oscillation.
#[test]
fn prop_a_lasting_change_settles() {
    let shipped = shipped();
    let text = "[[shock]]\nkind = \"loss_share\"\nsize = 1.3\nfrom = \"2025-01\"\n";
    let pair = shipped.pair(&shipped.scenario(text), STILL);
    for indicator in ["wholesale_price", "consumption", "arrivals"] {
        let at = |month: usize| pair.means(indicator, "united_states", month..month + 1).0;
        let ripple = (200..239).map(|month| (at(month + 1) / at(month) - 1.0).abs()).fold(0.0, f64::max);
        assert!(ripple < 0.002, "{indicator} moves by {ripple} a month after 15 years");
    }
    let retail = pair.relative("retail_price", "united_states", 180..239);
    assert!(retail > 0.0);
}
