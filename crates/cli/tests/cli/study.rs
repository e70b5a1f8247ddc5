//! `study`: runs, kills, shards, wrong files.

use crate::bad_input::refused;
use crate::common::{Folder, command};
use std::collections::BTreeMap;
use std::path::Path;

const STUDY: &str = "name = \"Test\"
scenarios = [\"short\"]
baseline = \"still.toml\"
rows_per_part = 4

[design]
method = \"latin_hypercube\"
points = 9
parameters = \"market.*\"

[[outcome]]
series = \"arrivals\"
over = \"last\"

[paths]
series = [\"arrivals\", \"seized\"]
from = \"2024-03\"
";

/// A study of a few months, so that the test is quick.
fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("still.toml", "name = \"Still\"\nuntil = \"2024-06\"\n");
    folder.write("short.toml", "name = \"Short\"\nbase = \"still\"\n\n[[lever]]\nid = \"diplomacy\"\nbudget = \"10 million USD/year\"\n");
    folder.write("study.toml", STUDY.replace("\"short\"", "\"short.toml\""));
    folder
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(contents(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

#[test]
fn prop_a_study_resumed_after_a_kill_and_damage_has_the_same_bytes() {
    let folder = folder("study_resume");
    let whole = folder.run(&["study", "run", "study.toml", "--out", "whole", "--threads", "1"]);
    assert_eq!((whole.status, whole.stderr.as_str()), (0, ""));
    assert!(whole.stdout.contains("9 members with 2 runs each: 18 rows of which 0 failed"), "{}", whole.stdout);
    let mut child = command(&["study", "run", "study.toml", "--out", "killed"]).current_dir(&folder.0).stdout(std::process::Stdio::null()).spawn().expect("a child");
    while !folder.0.join("killed/manifest.json").exists() {
        std::thread::yield_now();
    }
    child.kill().expect("a kill");
    child.wait().expect("a child");
    // The scenarios are kept in the folder, so that the study does not need the files it came from.
    std::fs::rename(folder.0.join("short.toml"), folder.0.join("elsewhere")).expect("a moved file");
    assert_eq!(folder.run(&["study", "resume", "killed", "--threads", "2"]).status, 0);
    assert_eq!(contents(&folder.0.join("whole")), contents(&folder.0.join("killed")));
    folder.write("killed/parts/part-00001.parquet", "nothing");
    let verified = folder.run(&["study", "status", "killed", "--verify"]);
    assert_eq!(verified.status, 1);
    assert!(verified.stdout.contains("part-00001.parquet: holds 7 bytes instead of"), "{}", verified.stdout);
    let resumed = folder.run(&["study", "resume", "killed"]);
    assert_eq!(resumed.status, 0);
    assert!(resumed.stderr.contains("part-00001.parquet: holds 7 bytes"), "{}", resumed.stderr);
    assert_eq!(contents(&folder.0.join("whole")), contents(&folder.0.join("killed")));
}

#[test]
fn shards_merge_and_export() {
    let folder = folder("study_shards");
    assert_eq!(folder.run(&["study", "run", "study.toml", "--out", "whole"]).status, 0);
    for (shard, out) in [("1/2", "one"), ("2/2", "two")] {
        assert_eq!(folder.run(&["study", "run", "study.toml", "--shard", shard, "--out", out]).status, 0);
    }
    let fault = folder.run(&["study", "merge", "one", "--out", "merged"]);
    assert_eq!(fault.status, 2);
    assert!(fault.stderr.contains("2 of 5 parts are missing: 1, 3"), "{}", fault.stderr);
    let merged = folder.run(&["study", "merge", "two", "one", "--out", "merged", "--json"]);
    assert_eq!((merged.status, merged.stderr.as_str()), (0, ""));
    assert_eq!(contents(&folder.0.join("whole")), contents(&folder.0.join("merged")));
    for (name, tidy) in [("wide.csv", None), ("wide.parquet", None), ("tidy.csv", Some("--tidy")), ("tidy.parquet", Some("--tidy"))] {
        let words: Vec<&str> = ["study", "export", "merged", "--out", name].into_iter().chain(tidy).collect();
        assert_eq!(folder.run(&words).status, 0, "{name}");
    }
    assert_eq!(folder.run(&["study", "export", "merged", "--paths", "--out", "paths.csv"]).status, 0);
    let table = |name: &str| std::fs::read_to_string(folder.0.join(name)).expect("a table");
    assert!(table("paths.csv").starts_with("member,point,replicate,scenario,series,unit,month,failure,value\n0,0,0,still,arrivals,kg/month,2024-03,,"));
    assert_eq!(table("paths.csv").lines().count(), 1 + 9 * 2 * 2 * 4, "members, scenarios, series, months");
    assert!(table("wide.csv").starts_with("member,point,replicate,scenario,failure,market."));
    assert_eq!((table("wide.csv").lines().count(), table("tidy.csv").lines().count()), (19, 37));
    let status = folder.run(&["study", "status", "merged", "--json"]);
    assert!(status.stdout.contains("\"state\": \"complete\""), "{}", status.stdout);
}

/// Refuses the study with one text replaced, and keeps the message.
fn refused_study(name: &str, from: &str, to: &str, parts: &[&str]) {
    let folder = folder(name);
    let text = std::fs::read_to_string(folder.0.join("study.toml")).expect("the study");
    assert!(text.contains(from), "{from}");
    folder.write("study.toml", text.replace(from, to));
    let outcome = refused(&folder, &["study", "run", "study.toml", "--out", "out"], parts);
    insta::assert_snapshot!(name, outcome.stderr);
}

#[test]
fn golden_wrong_study_files() {
    refused_study("study_unknown_scenario", "short.toml", "multilatera", &["study.toml:2:", "did you mean: `multilateral`?"]);
    refused_study("study_unknown_method", "latin_hypercube", "latin_hypercubes", &["study.toml:7:", "did you mean: `latin_hypercube`?"]);
    refused_study("study_unknown_parameter", "market.*", "markt.*", &["study.toml:9:", "did you mean: `market.*`?"]);
    refused_study("study_unknown_series", "\"arrivals\"", "\"arrival\"", &["study.toml:12:", "did you mean: `arrivals`?"]);
    refused_study("study_unknown_key", "over =", "ovr =", &["study.toml:13:", "did you mean: `over`?"]);
    refused_study("study_unbalanced_points", "latin_hypercube", "sobol", &["study.toml:8:", "a power of two, such as 8 or 16"]);
}

#[test]
fn folders_that_cannot_serve_are_refused() {
    let folder = folder("study_folders");
    refused(&folder, &["study", "resume", "nowhere"], &["E0815", "holds no study"]);
    refused(&folder, &["study", "run", "study.toml", "--out", "."], &["E0815", "holds files that are no study"]);
    refused(&folder, &["study", "run", "study.toml", "--out", "out", "--shard", "3/2"], &["such as 3/64"]);
    assert_eq!(folder.run(&["study", "run", "study.toml", "--out", "out"]).status, 0);
    refused(&folder, &["study", "run", "study.toml", "--out", "out"], &["E0815", "holds a study already", "resume"]);
    let path = folder.0.join("out/scenarios/still.toml");
    std::fs::write(&path, "name = \"Still\"\nuntil = \"2024-05\"\n").expect("a changed file");
    let outcome = folder.run(&["study", "resume", "out"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("is not what it was when the study"), "{}", outcome.stderr);
}
