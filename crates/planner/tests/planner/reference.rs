//! Values that other programs certified, read where the environment says.

use counterflow_planner::quantal_response::{QuantalCommitment, commit_against_quantal_response, expected_utility};
use counterflow_planner::stackelberg::{SecurityTarget, commit};

use crate::support::{NumberTable, close, reference_file};

/// Relative tolerance of all reference values.
const REFERENCE: f64 = 1e-6;

fn security_game(targets: u64) -> Option<(Vec<SecurityTarget>, f64)> {
    let table = NumberTable::parse(&reference_file(&format!("ssg_T{targets}_seed1.csv"))?);
    let target = |row: &Vec<f64>| SecurityTarget {
        defender_covered: row[0],
        defender_uncovered: row[1],
        attacker_uncovered: row[2],
        attacker_covered: row[3],
    };
    Some((table.rows.iter().map(target).collect(), table.setting("resources") as f64))
}

#[test]
fn val_security_games() {
    let Some(text) = reference_file("reference_ssg.json") else { return };
    let games: serde_json::Value = serde_json::from_str(&text).unwrap();
    for game in games.as_array().unwrap() {
        let Some((targets, resources)) = security_game(game["T"].as_u64().unwrap()) else { return };
        let answer = commit(&targets, resources).unwrap();
        assert!(close(answer.attacker_utility, game["origami_attacker"].as_f64().unwrap(), REFERENCE));
        assert!(close(answer.defender_utility, game["origami_defender"].as_f64().unwrap(), REFERENCE));
        for rationality in ["0.25", "0.76", "1.5"] {
            let Some(value) = game[format!("qr_{rationality}")].as_f64() else { continue };
            let bound = game[format!("qr_ub_{rationality}")].as_f64().unwrap();
            let rationality = rationality.parse().unwrap();
            let found = commit_against_quantal_response(&targets, resources, rationality).unwrap();
            check_quantal_response(&targets, rationality, &found, value, bound);
        }
    }
}

/// The reference allows coverage in steps of 1/2000 only and bounds that. The continuum is at least
/// as good; our coverage rounded down to those steps must respect the bound; and the two optima
/// differ by no more than the rounding costs.
fn check_quantal_response(
    targets: &[SecurityTarget],
    rationality: f64,
    found: &QuantalCommitment,
    value: f64,
    bound: f64,
) {
    const STEPS: f64 = 2_000.0;
    let rounded: Vec<f64> = found.coverage.iter().map(|cover| (cover * STEPS).floor() / STEPS).collect();
    let on_steps = expected_utility(targets, rationality, &rounded);
    let utility = found.defender_utility;
    let context = format!("l={rationality}: {value} .. {bound}, on steps {on_steps}, found {utility:?}");
    assert!(utility.value >= value - REFERENCE * value.abs(), "{context}");
    assert!(on_steps <= bound + REFERENCE * bound.abs(), "{context}");
    assert!(value <= utility.bound + REFERENCE * value.abs(), "{context}");
    assert!(utility.value - bound <= utility.value - on_steps + REFERENCE * bound.abs(), "{context}");
    assert!(utility.relative_gap() <= REFERENCE, "{context}");
}
