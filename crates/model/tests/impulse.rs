//! Impulse responses: whatever ends after a year dies out.
//!
//! After any one-year shock that ends, every economic series is back within 5 % of the undisturbed run six
//! years later (DESIGN, coupling notes). Users and groups are held: their own drift belongs to the baseline.
//! What is meant to keep a memory is listed here with its reason, and must be the only exception.

#[path = "common/mod.rs"]
mod common;
#[path = "common/experiment.rs"]
mod experiment;

use counterflow_model::policy::LEVERS;
use counterflow_model::{Hold, RunOptions};
use experiment::{Shipped, shipped};

const STILL: RunOptions = RunOptions { stream: None, hold: Hold { users: true, groups: true }, routes_from: 0 };

/// The shock lasts through 2025, months 12 to 23; six years later is January 2032.
const SIX_YEARS_LATER: usize = 24 + 72;

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
        let moved = still_moved(&shipped, &text, SIX_YEARS_LATER);
        assert!(moved.is_empty(), "{text}: {moved:?}");
    }
}

/// Coupling notes, the prototype at its defaults: 30 % less product for a year lifts wholesale to about 2.7 and
/// retail to 2.0 times, consumption falls to 0.74, wholesale undershoots a year later, all is quiet after about
/// four years. Base that is not processed waits here, so product is taken away on the routes instead: losses
/// up by 35 % let arrivals in the United States fall by 30 %.
#[test]
fn val_a_scarcity_has_the_prototypes_shape() {
    let shipped = shipped();
    let cut = shipped.pair(&shipped.scenario(&shock("loss_share", 1.35, "")), STILL);
    let ratio = |indicator: &str, month: usize| 1.0 + cut.relative(indicator, "united_states", month..month + 1);
    let most = |indicator: &str| (12..60).map(|month| ratio(indicator, month)).fold(0.0, f64::max);
    let least = |indicator: &str| (12..60).map(|month| ratio(indicator, month)).fold(f64::INFINITY, f64::min);
    let near = |value: f64, published: f64, share: f64| (value / published - 1.0).abs() < share;
    assert!(near(least("arrivals"), 0.70, 0.05), "{}", least("arrivals"));
    assert!(near(most("wholesale_price"), 2.7, 0.2), "{}", most("wholesale_price"));
    assert!(near(most("retail_price"), 2.0, 0.2), "{}", most("retail_price"));
    assert!(near(least("consumption"), 0.74, 0.1), "{}", least("consumption"));
    assert!(least("wholesale_price") < 0.97, "the slump afterwards: {}", least("wholesale_price"));
    assert!((72..96).all(|month| (ratio("wholesale_price", month) - 1.0).abs() < 0.05), "quiet after four years");
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
            "[[lever]]\nid = \"{}\"\nbudget = \"200 million USD/year\"\nfrom = \"2025-01\"\nuntil = \"2025-12\"\n{target}\n",
            lever.key
        );
        let moved = still_moved(&shipped, &text, SIX_YEARS_LATER);
        assert!(moved.is_empty(), "{}: {moved:?}", lever.key);
    }
}

#[test]
fn val_only_broken_relations_are_remembered() {
    let shipped = shipped();
    for key in REMEMBERED {
        let text = format!(
            "[[lever]]\nid = \"{key}\"\ncountry = \"colombia\"\nconsent = false\nbudget = \"200 million USD/year\"\nfrom = \"2025-01\"\nuntil = \"2025-12\"\n"
        );
        let pair = shipped.pair(&shipped.scenario(&text), STILL);
        let cooperation = |month: usize| pair.relative("cooperation", "colombia", month..month + 1);
        assert!(cooperation(SIX_YEARS_LATER) < -0.05, "remembered after six years: {}", cooperation(SIX_YEARS_LATER));
        assert!(cooperation(239) > cooperation(SIX_YEARS_LATER), "and mending");
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
