//! Bad claims files: exit status 2, the line, what was expected and the nearest name; nothing written.

use crate::bad_input::refused;
use crate::common::Folder;

const CLAIM: &str = "\
[[claim]]
id        = \"one\"
lever     = \"vessel_patrols\"
scenario  = \"military\"
statement = \"More is seized.\"
indicator = \"seized\"
promised  = \"rise\"
from      = \"2026-01\"
until     = \"2028-12\"
side_effects = [\"-consumption\"]
";

/// Refuses the claims file with one text replaced, by `assess` and by `claims`, and keeps the message.
fn refused_claims(name: &str, from: &str, to: &str, parts: &[&str]) {
    let folder = Folder::new(name);
    assert!(CLAIM.contains(from), "{from}");
    folder.write("test.toml", CLAIM.replacen(from, to, 1));
    let outcome = refused(&folder, &["assess", "--claims", "test.toml", "--members", "2", "--out", "report"], parts);
    assert_eq!(outcome.stderr.matches("error[").count(), 1, "one message a fault:\n{}", outcome.stderr);
    assert_eq!(refused(&folder, &["claims", "--claims", "test.toml", "--check"], parts).stderr, outcome.stderr);
    insta::assert_snapshot!(name, outcome.stderr);
}

#[test]
fn golden_claim_of_an_unknown_lever() {
    refused_claims(
        "claim_unknown_lever",
        "vessel_patrols",
        "vessel_patrol",
        &["test.toml:3:", "did you mean: `vessel_patrols`?"],
    );
}

#[test]
fn golden_claim_on_an_unknown_scenario() {
    refused_claims(
        "claim_unknown_scenario",
        "\"military\"",
        "\"militray\"",
        &["test.toml:4:", "did you mean: `military`?"],
    );
}

#[test]
fn golden_claim_by_an_unknown_indicator() {
    refused_claims("claim_unknown_indicator", "\"seized\"", "\"siezed\"", &["test.toml:6:", "did you mean: `seized`?"]);
}

#[test]
fn golden_claim_at_an_unknown_place() {
    refused_claims("claim_unknown_place", "\"seized\"", "\"seized@pacific\"", &["test.toml:6:", "no place `pacific`"]);
}

#[test]
fn golden_claim_with_an_unknown_side_effect() {
    refused_claims(
        "claim_unknown_side_effect",
        "-consumption",
        "-consumtion",
        &["test.toml:10:", "did you mean: `consumption`?"],
    );
}

#[test]
fn golden_claim_with_a_direction_that_is_none() {
    refused_claims("claim_unknown_direction", "\"rise\"", "\"rises\"", &["test.toml:7:", "did you mean: `rise`?"]);
}

#[test]
fn golden_claim_without_a_direction() {
    refused_claims("claim_no_direction", "promised  = \"rise\"\n", "", &["test.toml:1:", "promised"]);
}

#[test]
fn golden_claim_whose_window_leaves_the_run() {
    refused_claims(
        "claim_window_after_the_run",
        "2028-12",
        "2038-12",
        &["test.toml:9:", "expected: a month up to 2035-12"],
    );
}

#[test]
fn golden_claim_whose_window_ends_before_it_starts() {
    refused_claims(
        "claim_window_out_of_order",
        "2028-12",
        "2025-12",
        &["test.toml:9:", "expected: a month from 2026-01 on"],
    );
}

#[test]
fn golden_claim_with_an_unknown_key() {
    refused_claims("claim_unknown_key", "until ", "untill", &["test.toml:9:", "did you mean: `until`?"]);
}

#[test]
fn golden_truncated_claims_file() {
    refused_claims(
        "claims_truncated",
        "\"2028-12\"\nside_effects = [\"-consumption\"]\n",
        "\"2028",
        &["test.toml:9:", "E0101"],
    );
}

#[test]
fn golden_claim_of_nothing() {
    refused_claims(
        "claim_of_nothing",
        "lever     = \"vessel_patrols\"\n",
        "",
        &["test.toml:2:", "lever or to an outcome"],
    );
}

#[test]
fn golden_unknown_claim_on_the_command_line() {
    let folder = Folder::new("unknown_claim");
    let outcome = refused(
        &folder,
        &["claims", "--only", "vessel-patrol-seizures"],
        &["did you mean: `vessel-patrols-seizures`?"],
    );
    insta::assert_snapshot!("unknown_claim", outcome.stderr);
}

#[test]
fn an_id_that_appears_twice_is_refused() {
    let folder = Folder::new("claim_twice");
    folder.write("test.toml", format!("{CLAIM}\n{CLAIM}"));
    refused(&folder, &["claims", "--claims", "test.toml"], &["test.toml:13:", "E0706", "appears twice"]);
}
