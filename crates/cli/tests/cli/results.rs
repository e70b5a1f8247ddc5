//! Results: tables, JSON, CSV, files, pipes.

use crate::common::{Folder, command, root};
use std::io::Read;
use std::process::Stdio;

fn text_of(arguments: &[&str]) -> String {
    let folder = Folder::new(&arguments.concat().replace(['/', '.', '@', '='], "_"));
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn head(text: &str, lines: usize) -> String {
    text.lines().take(lines).collect::<Vec<&str>>().join("\n")
}

#[test]
fn golden_evidence_list_head() {
    insta::assert_snapshot!("evidence_list", head(&text_of(&["evidence", "list"]), 12));
}

#[test]
fn golden_schema_levers() {
    insta::assert_snapshot!("schema_levers", text_of(&["schema", "levers"]));
}

#[test]
fn golden_schema_study() {
    insta::assert_snapshot!("schema_study", text_of(&["schema", "study"]));
}

#[test]
fn golden_schema_switches() {
    insta::assert_snapshot!("schema_switches", text_of(&["schema", "switches"]));
}

#[test]
fn golden_module_list() {
    insta::assert_snapshot!("module_list", text_of(&["module", "list"]));
}

#[test]
fn every_json_output_starts_with_the_version() {
    let start = format!("{{\n  \"counterflow\": \"{}\",", env!("CARGO_PKG_VERSION"));
    let compact = format!("{{\"counterflow\":\"{}\",", env!("CARGO_PKG_VERSION"));
    let cases: [&[&str]; 20] = [
        &["run", "baseline", "--until", "2024-06", "--json"],
        &["compare", "baseline", "military", "--members", "2", "--json"],
        &["claims", "--list", "--json"],
        &["claims", "--only", "surveillance-detection", "--members", "2", "--json"],
        &["assess", "--scenarios", "military", "--members", "2", "--json"],
        &["evidence", "list", "--json"],
        &["evidence", "show", "market.stock_cover_months", "--json"],
        &["evidence", "check", "--json"],
        &["world", "check", "--json"],
        &["world", "show", "--json"],
        &["scenarios", "--json"],
        &["validate", "--only", "rand", "--json"],
        &["schema", "scenario", "--json"],
        &["schema", "claims", "--json"],
        &["schema", "study", "--json"],
        &["schema", "levers", "--json"],
        &["schema", "indicators", "--json"],
        &["schema", "switches", "--json"],
        &["module", "list", "--json"],
        &["module", "run", "market", "--json"],
    ];
    for arguments in cases {
        let text = text_of(arguments);
        assert!(text.starts_with(&start) || text.starts_with(&compact), "{arguments:?}: {}", head(&text, 3));
        assert!(text.trim_end().ends_with('}'), "{arguments:?}");
    }
}

#[test]
fn a_run_holds_every_series_with_unit_definition_and_source() {
    let text = text_of(&["run", "military", "--expected", "--until", "2024-02", "--json"]);
    for indicator in [
        "coca_area",
        "laboratory_capacity",
        "precursor_availability",
        "flow_by_corridor_and_mode",
        "retail_price",
        "violent_deaths",
        "relation",
        "cost",
    ] {
        assert!(text.contains(&format!("{{\"indicator\":\"{indicator}\",\"title\":\"")), "{indicator}");
    }
    for field in [
        "\"run\":{",
        "\"world_hash\":\"",
        "\"scenario_hashes\":[[\"military\",\"",
        "\"months\":[\"2024-01\",\"2024-02\"]",
        "\"definition\":\"",
        "\"source\":\"",
    ] {
        assert!(text.contains(field), "{field}");
    }
}

#[test]
fn prop_the_same_command_gives_the_same_bytes_and_another_seed_does_not() {
    let of = |seed| {
        text_of(&["run", "military", "--random", "--until", "2025-12", "--csv", "--seed", seed, "--series", "seized"])
    };
    assert_eq!(of("1"), of("1"));
    assert_ne!(of("1"), of("2"));
    assert!(of("1").starts_with("scenario,member,month,indicator,where,value\nmilitary,0,2024-01,seized,"));
}

#[test]
fn prop_threads_do_not_change_a_comparison() {
    let folder = Folder::new("threads");
    folder.write("nothing.toml", "name = \"Nothing\"\nuntil = \"2026-12\"\n");
    let run = |threads: &str| {
        folder.run(&["compare", "baseline", "nothing.toml", "--members", "6", "--threads", threads]).stdout
    };
    assert_eq!(run("1"), run("3"));
    assert!(!run("1").is_empty());
}

#[test]
fn built_in_data_and_the_folder_give_the_same_run() {
    let data = root().join("data").display().to_string();
    let arguments = ["run", "military", "--until", "2024-12", "--csv"];
    let built_in = text_of(&arguments);
    let folder = Folder::new("same-run");
    let from_folder = folder.run(&[&arguments[..], &["--data", &data]].concat());
    assert_eq!(built_in, from_folder.stdout);
    let verbose = folder.run(&[&arguments[..], &["-v"]].concat());
    assert!(verbose.stderr.contains("built into the program"), "{}", verbose.stderr);
}

#[test]
fn a_parameter_set_on_the_command_line_equals_one_set_in_the_scenario() {
    let folder = Folder::new("set");
    folder
        .write("own.toml", "name = \"Own\"\nuntil = \"2024-12\"\n[parameters]\n\"market.stock_cover_months\" = 7.0\n");
    folder.write("plain.toml", "name = \"Own\"\nuntil = \"2024-12\"\n");
    let in_file = folder.run(&["run", "own.toml"]);
    let on_line = folder.run(&["run", "plain.toml", "--set", "market.stock_cover_months=7"]);
    let neither = folder.run(&["run", "plain.toml"]);
    assert_eq!(in_file.stdout, on_line.stdout);
    assert_ne!(in_file.stdout, neither.stdout);
}

#[test]
fn a_result_is_written_whole_under_its_name() {
    let folder = Folder::new("out");
    let outcome = folder.run(&["run", "baseline", "--until", "2024-03", "--json", "--out", "run.json"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""));
    assert_eq!(folder.names(), ["run.json"]);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = command(&["schema", "scenario"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let mut messages = String::new();
    child.stderr.take().expect("standard error").read_to_string(&mut messages).expect("text");
    assert_eq!((child.wait().expect("an end").code(), messages.as_str()), (Some(0), ""));
}

#[test]
fn the_shipped_world_is_reconciled() {
    let text = text_of(&["world", "check"]);
    assert!(text.contains(" 0 outside, 0 not computed."), "{text}");
    // The world of 2006 meets its base year's totals within the published ranges, none carried by a parameter.
    let then = text_of(&["world", "check", "2006"]);
    assert!(then.contains(" 0 outside, 0 not computed."), "{then}");
}

#[test]
fn a_world_outside_its_published_totals_exits_with_1() {
    let folder = Folder::new("outside");
    let world = folder.world_with(
        "published.csv",
        "coca_area:bolivia,ha,2023,31000,31000",
        "coca_area:bolivia,ha,2023,41000,41000",
    );
    let outcome = folder.run(&["world", "check", &world.display().to_string()]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("1 outside"), "{}", outcome.stdout);
}

#[test]
fn a_module_runs_alone_with_inputs_and_parameters() {
    let of = |set: &[&str]| {
        let set: Vec<&str> = set.iter().flat_map(|one| ["--set", *one]).collect();
        text_of(&[&["module", "run", "market", "--csv", "--months", "12"], &set[..]].concat())
    };
    let plain = of(&[]);
    assert!(plain.starts_with("month,series,unit,value\n1,"), "{}", head(&plain, 2));
    assert_ne!(of(&["arrivals_ratio=0.8"]), plain);
    assert_eq!(
        of(&["arrivals_ratio=0.8", "stock_cover_months=3"]),
        of(&["arrivals_ratio=0.8", "market.stock_cover_months=3"])
    );
}

#[test]
fn every_module_runs_alone() {
    for line in text_of(&["module", "list"]).lines().skip(2) {
        let name = line.split_whitespace().next().expect("a name");
        let text = text_of(&["module", "run", name, "--months", "24", "--csv"]);
        assert!(text.lines().count() > 24, "{name}");
        assert!(!text.contains("NaN"), "{name}");
    }
}
