//! World and scenario parsers under damage: whatever a file holds, the answer is a world or a list of problems
//! that say where and what, never a panic and never a silent acceptance of what cannot be.

#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

#[path = "common/mod.rs"]
mod common;

use counterflow_evidence::diagnostics::{Problems, SourceFile};
use counterflow_model::Model;
use counterflow_model::policy::Scenario;
use counterflow_model::world::World;
use proptest::prelude::*;
use std::sync::LazyLock;

static WORLD: LazyLock<Vec<SourceFile>> = LazyLock::new(|| common::files(common::WORLD, &["toml", "csv"]));
static SCENARIOS: LazyLock<Vec<SourceFile>> = LazyLock::new(common::scenario_files);
static SHIPPED: LazyLock<World> = LazyLock::new(common::world);

/// Words that have broken parsers before.
const POISON: [&str; 14] =
    ["NaN", "inf", "-1", "1e999", "", "\"", "'", ",", "\u{0}", "ä", "0x10", "1970-13", "[[lever]]", "= ="];

/// One wound: where, in parts of the text, and which.
#[derive(Clone, Debug)]
enum Wound {
    CutOff(f64),
    Insert(f64, usize),
    DropLine(f64),
    RepeatLine(f64),
    ReplaceNumber(f64, usize),
}

fn wound() -> impl Strategy<Value = Wound> {
    prop_oneof![
        (0.0..1.0).prop_map(Wound::CutOff),
        (0.0..1.0, 0..POISON.len()).prop_map(|(at, word)| Wound::Insert(at, word)),
        (0.0..1.0).prop_map(Wound::DropLine),
        (0.0..1.0).prop_map(Wound::RepeatLine),
        (0.0..1.0, 0..POISON.len()).prop_map(|(at, word)| Wound::ReplaceNumber(at, word)),
    ]
}

fn hurt(text: &str, wound: &Wound) -> String {
    let boundary =
        |at: f64| (0..=(at * text.len() as f64) as usize).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let lines = || text.lines().collect::<Vec<_>>();
    let line = |at: f64, count: usize| ((at * count as f64) as usize).min(count.saturating_sub(1));
    if text.is_empty() {
        return String::new();
    }
    match *wound {
        Wound::CutOff(at) => text[..boundary(at)].to_owned(),
        Wound::Insert(at, word) => {
            let (before, after) = text.split_at(boundary(at));
            format!("{before}{}{after}", POISON[word])
        }
        Wound::DropLine(at) => {
            let mut lines = lines();
            lines.remove(line(at, lines.len()));
            lines.join("\n")
        }
        Wound::RepeatLine(at) => {
            let mut lines = lines();
            let position = line(at, lines.len());
            lines.insert(position, lines[position]);
            lines.join("\n")
        }
        Wound::ReplaceNumber(at, word) => {
            let start = boundary(at);
            let digits = text[start..].find(|c: char| c.is_ascii_digit()).map(|i| start + i);
            digits.map_or_else(|| text.to_owned(), |i| format!("{}{}{}", &text[..i], POISON[word], &text[i + 1..]))
        }
    }
}

fn damaged(files: &[SourceFile], which: usize, wounds: &[Wound]) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    let file = &mut files[which];
    let text = wounds.iter().fold(file.text.clone(), |text, wound| hurt(&text, wound));
    *file = SourceFile::new(file.name.clone(), text);
    files
}

/// Every problem tells what was wrong and, where it has a file, in which.
fn speaks(problems: &Problems) {
    assert!(!problems.0.is_empty());
    for problem in &problems.0 {
        let words = problem.to_string();
        assert!(words.len() > 10 && words.contains('E'), "{words}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn prop_a_damaged_world_is_refused_or_runs(which in 0usize..64, wounds in prop::collection::vec(wound(), 1..4)) {
        let files = damaged(&WORLD, which % WORLD.len(), &wounds);
        match World::parse(&files) {
            Err(problems) => speaks(&problems),
            Ok(world) => prop_assert!(Model::new(world).is_ok()),
        }
    }

    #[test]
    fn prop_a_damaged_scenario_is_refused_or_sound(which in 0usize..64, wounds in prop::collection::vec(wound(),
        1..4)) {
        let which = which % SCENARIOS.len();
        let files = damaged(&SCENARIOS, which, &wounds);
        match Scenario::parse(&files, SCENARIOS[which].stem(), &SHIPPED) {
            Err(problems) => speaks(&problems),
            Ok(scenario) => {
                prop_assert!(scenario.until >= SHIPPED.start);
                for lever in &scenario.levers {
                    prop_assert!(lever.ramp_months.is_finite() && lever.ramp_months >= 0.0);
                    prop_assert!(lever.until.is_none_or(|until| until >= lever.from));
                }
                prop_assert!(scenario.parameters.iter().all(|(_, value)| value.is_finite()));
            }
        }
    }

    #[test]
    fn prop_any_text_at_all_is_survived(text in "\\PC{0,400}") {
        let _ = Scenario::parse(&[SourceFile::new("any.toml", text.clone())], "any", &SHIPPED);
        let mut files = WORLD.clone();
        for file in &mut files {
            *file = SourceFile::new(file.name.clone(), text.clone());
        }
        prop_assert!(World::parse(&files).is_err());
    }
}
