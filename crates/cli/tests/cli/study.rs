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
    folder.write(
        "short.toml",
        "name = \"Short\"\nbase = \"still\"\n\n[[lever]]\nid = \"diplomacy\"\nbudget = \"10 million USD/year\"\n",
    );
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
    let mut child = command(&["study", "run", "study.toml", "--out", "killed"])
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a child");
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
    for (name, tidy) in
        [("wide.csv", None), ("wide.parquet", None), ("tidy.csv", Some("--tidy")), ("tidy.parquet", Some("--tidy"))]
    {
        let words: Vec<&str> = ["study", "export", "merged", "--out", name].into_iter().chain(tidy).collect();
        assert_eq!(folder.run(&words).status, 0, "{name}");
    }
    assert_eq!(folder.run(&["study", "export", "merged", "--paths", "--out", "paths.csv"]).status, 0);
    let table = |name: &str| std::fs::read_to_string(folder.0.join(name)).expect("a table");
    assert!(table("paths.csv").starts_with(
        "member,point,replicate,scenario,series,unit,month,failure,value\n0,0,0,still,arrivals,kg/month,2024-03,,"
    ));
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
    folder.write("study.toml", text.replacen(from, to, 1));
    let outcome = refused(&folder, &["study", "run", "study.toml", "--out", "out"], parts);
    insta::assert_snapshot!(name, outcome.stderr);
}

#[test]
fn golden_wrong_study_files() {
    refused_study(
        "study_unknown_scenario",
        "short.toml",
        "multilatera",
        &["study.toml:2:", "did you mean: `multilateral`?"],
    );
    refused_study(
        "study_unknown_method",
        "latin_hypercube",
        "latin_hypercubes",
        &["study.toml:7:", "did you mean: `latin_hypercube`?"],
    );
    refused_study("study_unknown_parameter", "market.*", "markt.*", &["study.toml:9:", "did you mean: `market.*`?"]);
    refused_study(
        "study_unknown_series",
        "\"arrivals\"",
        "\"arrival\"",
        &["study.toml:12:", "did you mean: `arrivals`?"],
    );
    refused_study("study_unknown_key", "over =", "ovr =", &["study.toml:13:", "did you mean: `over`?"]);
    refused_study(
        "study_unbalanced_points",
        "latin_hypercube",
        "sobol",
        &["study.toml:8:", "a power of two, such as 8 or 16"],
    );
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

/// The rows of a study are what `discover` and `robust` read, with its parameters as inputs.
#[test]
fn a_study_feeds_discovery_and_robustness() {
    let folder = folder("study_feeds");
    folder.write(
        "study.toml",
        std::fs::read_to_string(folder.0.join("study.toml")).expect("the study").replace("points = 9", "points = 40"),
    );
    assert_eq!(folder.run(&["study", "run", "study.toml", "--out", "out"]).status, 0);
    assert_eq!(folder.run(&["study", "export", "out", "--out", "runs.parquet"]).status, 0);
    assert_eq!(folder.run(&["study", "export", "out", "--out", "runs.csv"]).status, 0);
    let rows = std::fs::read_to_string(folder.0.join("runs.csv")).expect("a table");
    let place =
        rows.lines().next().and_then(|line| line.split(',').position(|name| name == "arrivals")).expect("a column");
    let mut values: Vec<f64> = rows
        .lines()
        .filter(|line| line.contains(",short,"))
        .filter_map(|line| line.split(',').nth(place)?.parse().ok())
        .collect();
    values.sort_by(f64::total_cmp);
    let threshold = values[20].to_string();
    let discover = [
        "discover",
        "runs.parquet",
        "--outcome",
        "arrivals",
        "--above",
        &threshold,
        "--where",
        "scenario=short",
        "--json",
    ];
    let found: serde_json::Value = serde_json::from_str(&folder.run(&discover).stdout).expect("JSON");
    assert_eq!((&found["cases"], &found["of_interest"]), (&serde_json::json!(40), &serde_json::json!(20)));
    let inputs = found["inputs"].as_array().expect("inputs");
    assert!(inputs.iter().all(|name| name.as_str().is_some_and(|name| name.starts_with("market."))), "{inputs:?}");
    let robust = folder.run(&[
        "robust",
        "runs.parquet",
        "--value",
        "arrivals",
        "--state",
        "member",
        "replicate",
        "--better",
        "less",
    ]);
    assert!(robust.stdout.starts_with("2 scenarios in 40 states"), "{}", robust.stdout);
    refused(
        &folder,
        &["discover", "runs.parquet", "--outcome", "arrivals", "--above", "1", "--where", "scenario=shrt"],
        &["did you mean: `short`?"],
    );
    refused(
        &folder,
        &["robust", "runs.parquet", "--value", "arrival", "--better", "less"],
        &["did you mean: `arrivals`?"],
    );
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copied = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &copied) } else { std::fs::copy(&path, &copied).map(|_| ()).expect("a file") }
    }
}

/// A parameter drawn from an absurd range makes the model overflow: those runs are rows with a reason, the
/// others are kept, and the exit status tells.
#[test]
fn runs_that_fail_are_rows_with_a_reason_and_change_the_exit_status() {
    let folder = folder("study_failures");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data"), &folder.0.join("data"));
    let module = folder.0.join("data/evidence/production.toml");
    let text = std::fs::read_to_string(&module).expect("the module");
    let start = text.find("[farm_gate_exponent]").expect("the parameter");
    let (before, after) = text.split_at(start);
    let high = after.lines().find(|line| line.starts_with("high")).expect("an upper end");
    std::fs::write(&module, format!("{before}{}", after.replacen(high, "high = 1e300\ndistribution = \"uniform\"", 1)))
        .expect("an absurd range");
    let study = std::fs::read_to_string(folder.0.join("study.toml")).expect("the study");
    let study = study
        .replace("latin_hypercube", "monte_carlo")
        .replace("points = 9", "points = 4")
        .replace("market.*", "production.farm_gate_exponent");
    folder.write("study.toml", study);
    let outcome = folder.run(&["study", "run", "study.toml", "--out", "out"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("4 members with 2 runs each: 8 rows of which 6 failed"), "{}", outcome.stdout);
    assert!(
        outcome.stderr.contains("Member 1 (still) failed: `arrivals` is not a finite number"),
        "{}",
        outcome.stderr
    );
    assert_eq!(folder.run(&["study", "resume", "out"]).status, 1, "a study that has ended stays what it is");
    assert_eq!(folder.run(&["study", "export", "out", "--out", "rows.csv"]).status, 0);
    let rows = std::fs::read_to_string(folder.0.join("rows.csv")).expect("a table");
    let reasons: Vec<bool> = rows.lines().skip(1).map(|line| line.contains("is not a finite number")).collect();
    assert_eq!(reasons, [false, false, true, true, true, true, true, true], "member 0 is central");
    let json: serde_json::Value =
        serde_json::from_str(&folder.run(&["study", "resume", "out", "--json"]).stdout).expect("JSON");
    assert_eq!((&json["failed"], &json["failures"][0]["member"]), (&serde_json::json!(6), &serde_json::json!(1)));
}

/// `status` in a second process tells how far a running study is and how long it will take, and after a
/// kill that it stands still.
#[test]
fn a_running_study_is_watched_from_a_second_process() {
    let folder = folder("study_watch");
    folder.write(
        "study.toml",
        std::fs::read_to_string(folder.0.join("study.toml"))
            .expect("the study")
            .replace("points = 9", "points = 100_000"),
    );
    let mut child = command(&["study", "run", "study.toml", "--out", "out"])
        .current_dir(&folder.0)
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("a child");
    let seen = loop {
        let status = folder.run(&["study", "status", "out", "--json"]);
        let status: serde_json::Value = serde_json::from_str(&status.stdout).unwrap_or_default();
        if status["seconds_left"].is_number() {
            break status;
        }
        assert!(child.try_wait().expect("a child").is_none(), "the study ended before it was seen at work");
    };
    assert_eq!((&seen["state"], &seen["members"]), (&serde_json::json!("running"), &serde_json::json!(100_000)));
    assert!(seen["members_finished"].as_u64() > Some(0), "{seen}");
    let words = folder.run(&["study", "status", "out"]).stdout;
    assert!(words.contains(": running, about ") && words.contains(" of 100,000 members on disk"), "{words}");
    child.kill().expect("a kill");
    child.wait().expect("a child");
    let stopped = folder.run(&["study", "status", "out"]).stdout;
    assert!(stopped.contains(": stopped; `counterflow study resume` goes on"), "{stopped}");
}
