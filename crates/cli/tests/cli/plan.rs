//! `counterflow plan`: answers against brute force through `counterflow run`, and refusals.

use crate::bad_input::refused;
use crate::common::{Folder, root};

/// Patrol days a year by corridor, as the shipped world has them; corridors without any left out.
fn patrolled_corridors() -> Vec<(String, f64)> {
    let text = std::fs::read_to_string(root().join("data/world/corridors.csv")).expect("corridors");
    let mut rows = text.lines().filter(|line| !line.starts_with('#'));
    let columns: Vec<&str> = rows.next().expect("a heading").split(',').collect();
    let days = columns.iter().rev().position(|name| *name == "patrol_days_per_year").expect("a column");
    let corridor = |row: &str| {
        // Titles hold commas; counted from the end, the numbers stand still.
        let id = row.split(',').next().expect("an id").to_owned();
        let days: f64 = row.rsplit(',').nth(days).expect("a cell").parse().expect("a number");
        (id, days)
    };
    rows.map(corridor).filter(|(_, days)| *days > 0.0).collect()
}

/// Arrivals in the United States over the last 36 months, kg a year, by `counterflow run`.
fn arrivals(folder: &Folder, scenario: &str) -> f64 {
    let outcome = folder.run(&["run", scenario, "--expected", "--series", "arrivals@united_states", "--csv"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let values: Vec<f64> = outcome.stdout.lines().skip(1).filter_map(|line| line.rsplit(',').next()?.parse().ok()).collect();
    values[values.len() - 36..].iter().sum::<f64>() / 3.0
}

fn answer(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let outcome = folder.run(&[arguments, &["--members", "2", "--quiet", "--json"]].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// Scenario files with the same effort on each corridor in turn: none beats the plan, and the plan's
/// value is that of its file.
#[test]
fn val_the_place_of_one_step_is_the_best_of_all_scenario_files() {
    let folder = Folder::new("plan_brute_force");
    let plan = answer(&folder, &["plan", "place", "--amount", "1000 patrol days/year", "--steps", "1"]);
    let chosen = plan["placement"][0]["id"].as_str().expect("a corridor");
    let value = plan["search"]["value"].as_f64().expect("a value");
    let tried: Vec<(String, f64)> = patrolled_corridors()
        .into_iter()
        .map(|(id, days)| {
            let text = format!("name = \"Test\"\nbase = \"baseline\"\n\n[[lever]]\nid = \"vessel_patrols\"\ncorridor = \"{id}\"\neffort = \"{} patrol days/year\"\nfrom = \"2025-01\"\n", days + 1000.0);
            let path = folder.write(&format!("{id}.toml"), text);
            let found = arrivals(&folder, &path.display().to_string());
            (id, found)
        })
        .collect();
    let (best, least) = tried.iter().min_by(|left, right| left.1.total_cmp(&right.1)).expect("corridors");
    assert_eq!(chosen, best, "{tried:?}");
    assert!((value / least - 1.0).abs() < 1e-9, "{value} {least}");
    let full = plan["values"].as_array().expect("values").iter().find(|row| row["reaction"] == "full" && row["enforcement"] == "adaptive").expect("a row");
    let without = arrivals(&folder, "baseline");
    assert!((full["change"].as_f64().expect("a change") / (least - without) - 1.0).abs() < 1e-6, "{full}");
}

#[test]
fn prop_a_bound_never_exceeds_the_value_of_a_schedule() {
    let folder = Folder::new("plan_schedule");
    let plan = answer(&folder, &["plan", "schedule", "--amount", "1000 patrol days/year", "--teams", "2", "--weeks", "3"]);
    let (value, bound) = (plan["search"]["value"].as_f64().expect("a value"), plan["search"]["bound"].as_f64().expect("a bound"));
    assert!(bound <= value * (1.0 + 1e-12), "{bound} {value}");
    let total: f64 = plan["mixture"].as_array().expect("a mixture").iter().filter_map(|row| row["probability"].as_f64()).sum();
    assert!((total - 1.0).abs() < 1e-9, "{total}");
    assert_eq!(plan["weeks"].as_array().map(Vec::len), Some(3));
}

#[test]
fn cover_splits_the_amount_equally() {
    let folder = Folder::new("plan_cover");
    let plan = answer(&folder, &["plan", "cover", "--lever", "surveillance", "--amount", "3000 hours/year", "--places", "2"]);
    let placement = plan["placement"].as_array().expect("a placement");
    assert_eq!(placement.len(), 2);
    assert!(placement.iter().all(|place| place["effort"] == 1500.0), "{placement:?}");
}

#[test]
fn prop_a_plan_is_the_same_on_one_thread_and_two() {
    let folder = Folder::new("plan_threads");
    let ask = |threads: &str| answer(&folder, &["plan", "place", "--amount", "1000 patrol days/year", "--steps", "2", "--threads", threads]);
    assert_eq!(ask("1"), ask("2"));
}

#[test]
fn prop_one_review_at_the_start_is_a_placement_for_good() {
    let folder = Folder::new("plan_review");
    let ask = |more: &[&str]| answer(&folder, &[&["plan", "place", "--amount", "1000 patrol days/year", "--steps", "1"], more].concat());
    let (once, rolling) = (ask(&[]), ask(&["--review-months", "1000"]));
    assert_eq!(once["placement"], rolling["stages"][0]["placement"]);
    assert_eq!(once["search"], rolling["stages"][0]["search"]);
}

#[test]
fn questions_that_cannot_be_answered_are_refused() {
    let folder = Folder::new("plan_refusals");
    let days = "1000 patrol days/year";
    refused(&folder, &["plan", "place", "--amount", "1000 hectares"], &["E0502", "expected: patrol days/year"]);
    refused(&folder, &["plan", "place", "--amount", "100000 patrol days/year"], &["E0816", "more than history has seen"]);
    refused(&folder, &["plan", "place", "--amount", "0 patrol days/year"], &["E0816", "above zero"]);
    refused(&folder, &["plan", "place", "--lever", "vesel_patrols", "--amount", days], &["E0501", "did you mean: `vessel_patrols`?"]);
    refused(&folder, &["plan", "place", "--amount", days, "--objective", "arivals@world"], &["E0801", "did you mean: `arrivals`?"]);
    refused(&folder, &["plan", "place", "--amount", days, "--objective", "arrivals@united_state"], &["did you mean: `united_states`?"]);
    refused(&folder, &["plan", "place", "--amount", days, "--from", "2090-01"], &["E0503"]);
    refused(&folder, &["plan", "place", "--lever", "precursor_control", "--amount", "10 operations/year"], &["E0816", "no places"]);
    refused(&folder, &["plan", "cover", "--amount", days, "--places", "50"], &["E0816", "no more than the places can hold"]);
}
