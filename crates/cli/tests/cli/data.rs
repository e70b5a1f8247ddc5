//! Data folders and worlds: what is exported, what builds on what, and what is refused.

use crate::common::Folder;

/// A folder that holds `files` (path and text) below `name`.
fn folder_with(folder: &Folder, name: &str, files: &[(&str, &str)]) -> String {
    for (path, text) in files {
        let path = folder.0.join(name).join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }
    folder.0.join(name).display().to_string()
}

fn run_csv(folder: &Folder, more: &[&str]) -> String {
    let run = ["run", "only-treatment", "--expected", "--csv", "--until", "2026-12", "--series", "consumption"];
    let arguments = [&run, more].concat();
    let outcome = folder.run(&arguments);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn refused(folder: &Folder, arguments: &[&str], words: &[&str]) {
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 2, "{}", outcome.stdout);
    for word in words {
        assert!(outcome.stderr.contains(word), "no `{word}` in {}", outcome.stderr);
    }
}

const ON_BUILT_IN: (&str, &str) = ("data.toml", "base = \"built-in\"\n");

#[test]
fn prop_exported_data_give_what_is_built_in() {
    let folder = Folder::new("data_export");
    assert_eq!(folder.run(&["data", "export", "mine"]).status, 0);
    assert_eq!(run_csv(&folder, &["--data", "mine"]), run_csv(&folder, &[]));
    for series in ["history/coca_area_usg.csv", "history/after_2012/homicide_rate.csv"] {
        let shipped = std::fs::read_to_string(crate::common::root().join("data").join(series)).expect("a series");
        assert_eq!(std::fs::read_to_string(folder.0.join("mine").join(series)).ok(), Some(shipped));
    }
    refused(&folder, &["data", "export", "mine"], &["E0803", "a new or empty folder"]);
}

#[test]
fn a_data_folder_may_hold_only_what_differs() {
    let folder = Folder::new("data_base");
    let nothing = folder_with(&folder, "nothing", &[ON_BUILT_IN]);
    assert_eq!(run_csv(&folder, &["--data", &nothing]), run_csv(&folder, &[]));
    // A scenario of its own, and one that replaces a built-in scenario.
    let scenario = "name = \"Nothing\"\nabout = \"No lever\"\n";
    let own = [ON_BUILT_IN, ("scenarios/only-treatment.toml", scenario), ("scenarios/idle.toml", scenario)];
    let own = folder_with(&folder, "own", &own);
    let count = |more: &[&str]| {
        let outcome = folder.run(&[&["scenarios", "--json"], more].concat());
        outcome.stdout.matches("\"hash\"").count()
    };
    assert_eq!(count(&["--data", &own]), count(&[]) + 1);
    assert_ne!(run_csv(&folder, &["--data", &own]), run_csv(&folder, &[]));
    // Two steps away, and in a circle.
    let far = folder_with(&folder, "far", &[("data.toml", "base = \"../own\"\n")]);
    assert_eq!(run_csv(&folder, &["--data", &far]), run_csv(&folder, &["--data", &own]));
    folder_with(&folder, "one", &[("data.toml", "base = \"../two\"\n")]);
    let two = folder_with(&folder, "two", &[("data.toml", "base = \"../one\"\n")]);
    refused(&folder, &["scenarios", "--data", &two], &["two/../one/data.toml:1", "E0821"]);
    let torn = folder_with(&folder, "torn", &[("data.toml", "bas = \"built-in\"\n")]);
    refused(&folder, &["scenarios", "--data", &torn], &["torn/data.toml:1", "unknown key `bas`", "base"]);
}

#[test]
fn a_world_may_hold_only_what_differs() {
    let folder = Folder::new("world_base");
    let same = folder_with(&folder, "same", &[("world.toml", "base = \"2024\"\n")]);
    assert_eq!(run_csv(&folder, &["--world", &same]), run_csv(&folder, &[]));
    assert_eq!(run_csv(&folder, &["--world", "2024"]), run_csv(&folder, &[]));
    // Keys of world.toml count one by one; other files count whole.
    let later =
        folder_with(&folder, "later", &[("world.toml", "base = \"../same\"\nname = \"Later\"\nstart = \"2024-03\"\n")]);
    assert!(run_csv(&folder, &["--world", &later]).lines().nth(1).expect("a row").contains("2024-03"));
    let efforts =
        std::fs::read_to_string(crate::common::root().join("data/worlds/2024/efforts.toml")).expect("efforts");
    let raids = efforts.replace("value  = 6500", "value  = 6000");
    assert_ne!(raids, efforts);
    let calmer = folder_with(&folder, "calmer", &[("world.toml", "base = \"2024\"\n"), ("efforts.toml", &raids)]);
    let shown = folder.run(&["evidence", "show", "levers.strike_force_baseline_per_year", "--world", &calmer]).stdout;
    assert!(shown.contains("6,000") && shown.contains("calmer/efforts.toml"), "{shown}");
    let torn = efforts.replace("[levers.strike_force_baseline", "[levers.strike_farce_baseline");
    let torn = folder_with(&folder, "torn", &[("world.toml", "base = \"2024\"\n"), ("efforts.toml", &torn)]);
    refused(&folder, &["world", "check", &torn], &["torn/efforts.toml:", "E0308", "strike_force_baseline_per_year"]);
}

#[test]
fn worlds_are_found_by_name() {
    let folder = Folder::new("world_names");
    let listed = folder.run(&["world", "list"]).stdout;
    assert!(listed.contains("2024 (default)") && listed.contains("2024-01"), "{listed}");
    refused(&folder, &["run", "baseline", "--world", "2042"], &["E0801", "unknown world `2042`", "2024"]);
    let lost = folder_with(&folder, "lost", &[("world.toml", "base = \"2042\"\n")]);
    refused(&folder, &["run", "baseline", "--world", &lost], &["E0801", "`2042`"]);
    let circle = folder_with(&folder, "circle", &[("world.toml", "base = \"../circle\"\n")]);
    refused(&folder, &["run", "baseline", "--world", &circle], &["circle/world.toml:1", "E0821"]);
    let added = folder_with(
        &folder,
        "added",
        &[ON_BUILT_IN, ("worlds/mine/world.toml", "base = \"2024\"\nname = \"Mine\"\nabout = \"My own\"\n")],
    );
    let listed = folder.run(&["world", "list", "--data", &added]).stdout;
    assert!(listed.contains("mine") && listed.contains("My own") && listed.contains("2024 (default)"), "{listed}");
    assert_eq!(run_csv(&folder, &["--data", &added, "--world", "mine"]), run_csv(&folder, &[]));
}

/// A scenario of another world is refused with the line that says so, runs on its world where none is named, and is
/// no part of what another world assesses.
#[test]
fn a_scenario_runs_on_the_world_that_it_names() {
    let folder = Folder::new("scenario_world");
    let run = ["run", "history", "--expected", "--csv", "--series", "coca_area@colombia"];
    let of_its_own = folder.run(&run);
    assert_eq!(of_its_own.status, 0, "{}", of_its_own.stderr);
    assert!(of_its_own.stdout.contains("2006-01") && of_its_own.stdout.contains("2023-12"));
    assert!(of_its_own.stderr.contains("2006"), "{}", of_its_own.stderr);
    assert_eq!(folder.run(&[&run[..], &["--world", "2006"]].concat()).stdout, of_its_own.stdout);
    refused(&folder, &[&run[..], &["--world", "2024"]].concat(), &["E0511", "history.toml:3", "--world 2006"]);
    refused(&folder, &["compare", "military", "military-as-deployed", "--world", "2006"], &["E0511", "--world 2024"]);
    let listed = folder.run(&["scenarios"]).stdout;
    assert!(listed.contains("On the world 2006: history"), "{listed}");
    assert!(!folder.run(&["scenarios", "--json"]).stdout.contains("frozen-2012"));
    // A world that varies 2006 takes its scenarios; one with a start of its own is another world.
    let variant = folder_with(&folder, "variant", &[("world.toml", "base = \"2006\"\nname = \"Variant\"\n")]);
    assert_eq!(folder.run(&[&run[..], &["--world", &variant]].concat()).stdout, of_its_own.stdout);
    let later = folder_with(&folder, "later_start", &[("world.toml", "base = \"2006\"\nstart = \"2007-01\"\n")]);
    refused(&folder, &[&run[..], &["--world", &later]].concat(), &["E0511"]);
    // A file of one's own that builds on it.
    std::fs::write(folder.0.join("mine.toml"), "name = \"Mine\"\nbase = \"history\"\nuntil = \"2010-12\"\n")
        .expect("a file");
    assert!(folder.run(&["run", "mine.toml", "--expected", "--csv"]).stdout.contains("2010-12"));
}

/// Each fault of a definition names file and line, and what is near.
#[test]
fn definitions_and_outlines_are_checked() {
    let folder = Folder::new("world_definitions");
    let cases = [
        ("definitions.toml", "\"eastern_pacific\"", "\"eastern_pacifik\"", "E0602", "eastern_pacific"),
        ("definitions.toml", "\"share_by_corridor\"", "\"share_of_corridor\"", "E0610", "share_by_corridor"),
        ("definitions.toml", "part    =", "parts   =", "E0103", "part"),
        ("outlines.csv", "bolivia,", "bolivya,", "E0602", "bolivia"),
    ];
    for (file, from, to, code, near) in cases {
        let world = folder.world_with(file, from, to).display().to_string();
        refused(&folder, &["world", "check", &world], &[&format!("{file}:"), code, near]);
    }
}
