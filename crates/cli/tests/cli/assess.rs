//! `assess` and the evaluation of claims: what is computed, what is written, and when it is refused.

use crate::bad_input::refused;
use crate::common::{Folder, root};
use counterflow_model::policy::LEVERS;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Outcomes that the coverage speaks of beside the levers.
const OUTCOMES: [&str; 8] = [
    "political_stability",
    "regional_tensions",
    "bilateral_relations",
    "global_geopolitics",
    "adaptation",
    "short_term_instability",
    "collateral_damage",
    "root_causes",
];

const SCENARIO: &str = "\
name  = \"Patrols\"
about = \"More patrols.\"
until = \"2027-12\"

[[lever]]
id     = \"vessel_patrols\"
budget = \"400 million USD/year\"
from   = \"2025-07\"
";

const CLAIMS: &str = "\
side_effects = [\"-consumption\", \"+wholesale_price@united_states\"]

[[claim]]
id        = \"seizures\"
lever     = \"vessel_patrols\"
scenario  = \"patrols\"
statement = \"More is seized.\"
indicator = \"seized\"
promised  = \"rise\"
from      = \"2026-01\"
until     = \"2027-12\"

[[claim]]
id        = \"money\"
lever     = \"vessel_patrols\"
scenario  = \"patrols\"
statement = \"It costs money.\"
indicator = \"cost\"
promised  = \"rise\"
welcome   = \"fall\"
from      = \"2026-01\"
until     = \"2027-12\"
";

/// A folder with the scenario and its claims.
fn prepared(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("patrols.toml", SCENARIO);
    folder.write("claims.toml", CLAIMS);
    folder
}

const ASSESS: [&str; 8] =
    ["assess", "--scenarios", "patrols.toml", "--claims", "claims.toml", "--members", "5", "--quiet"];

fn run(folder: &Folder, arguments: &[&str], more: &[&str]) -> String {
    let outcome = folder.run(&[arguments, more].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Every file below a folder, by its name in it.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below it").to_owned();
                found.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn prop_threads_do_not_change_a_byte_of_the_report() {
    let folder = prepared("assess-threads");
    let one = run(&folder, &ASSESS, &["--threads", "1", "--out", "one", "--json"]);
    let two = run(&folder, &ASSESS, &["--threads", "2", "--out", "two", "--json"]);
    assert_eq!(one, two);
    let (one, two) = (files(&folder.0.join("one")), files(&folder.0.join("two")));
    assert_eq!(
        one.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        two.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    for ((name, one), (_, two)) in one.iter().zip(&two) {
        assert!(one == two, "{}", name.display());
    }
}

#[test]
fn golden_the_folder_and_the_fields_of_its_results() {
    let folder = prepared("assess-fields");
    let text = run(&folder, &ASSESS, &["--out", "report", "--json"]);
    let mut names: Vec<String> =
        files(&folder.0.join("report")).iter().map(|(name, _)| name.display().to_string()).collect();
    let mut fields = BTreeSet::new();
    collect_fields(&json(&text), "", &mut fields);
    names.extend(fields);
    insta::assert_snapshot!("assess_fields", names.join("\n"));
    assert_eq!(folder.names(), ["claims.toml", "patrols.toml", "report"]);
}

/// A stop date, a harm, a claim that does not apply: what a small assessment says beside its numbers.
#[test]
fn golden_what_a_small_assessment_says_of_its_claims() {
    let folder = prepared("assess-small");
    let more = "\n[[claim]]\nid = \"lasting\"\noutcome = \"own\"\nscenario = \"patrols\"\nstatement = \"Less is \
        consumed.\"\n\
                indicator = \"consumption\"\npromised = \"fall\"\nmatters = \"2 t/year\"\nstops = \"2025-12\"\n\
                from = \"2026-07\"\nuntil = \"2027-12\"\n\
                \n[[claim]]\nid = \"before\"\nlever = \"vessel_patrols\"\nscenario = \"patrols\"\nstatement = \"More \
                is seized.\"\n\
                indicator = \"seized\"\npromised = \"rise\"\nfrom = \"2025-01\"\nuntil = \"2025-12\"\n";
    folder.write("claims.toml", format!("{CLAIMS}{more}"));
    let assess = ["assess", "--scenarios", "patrols.toml", "--claims", "claims.toml", "--members", "24", "--quiet"];
    let results = json(&run(&folder, &assess, &["--json"]));
    let claim = |claim: &Value| {
        let mut pathways: Vec<&str> =
            claim["pathways"].as_array().expect("a list").iter().filter_map(|pathway| pathway["id"].as_str()).collect();
        pathways.sort_unstable();
        let settings = claim["structures"].as_array().map_or(0, Vec::len);
        format!(
            "{}: {} {}, {} by {} needs {} until {}; {settings} settings, pathways {pathways:?}",
            claim["id"],
            claim["follows"],
            claim["kind"],
            claim["promised"],
            claim["size"],
            claim["needs"],
            claim["stops"]
        )
    };
    let lines = |key: &str, line: &dyn Fn(&Value) -> String| -> Vec<String> {
        results[key].as_array().expect("a list").iter().map(line).collect()
    };
    let told = [
        lines("claims", &claim),
        lines("not_applicable", &|one| {
            format!("not applicable: {} {}: {}", one["claim"], one["scenario"], one["reason"])
        }),
        lines("structures", &|one| format!("{}: {} members", one["setting"], one["members"])),
    ];
    insta::assert_snapshot!("assess_small", told.concat().join("\n"));
}

fn collect_fields(value: &Value, path: &str, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, inner)| collect_fields(inner, &format!("{path}.{key}"), fields))
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_fields(inner, path, fields)),
        _ => {
            fields.insert(path.to_owned());
        }
    }
}

/// Changes recomputed from single runs: baseline and scenario of each member, window by window.
#[test]
fn val_a_claim_equals_the_difference_of_single_runs() {
    let folder = prepared("assess-single-runs");
    folder.write("nothing.toml", "name = \"Nothing\"\nuntil = \"2027-12\"\n");
    let mean_per_year = |scenario: &str, member: &str| {
        let table = run(&folder, &["run", scenario, "--member", member, "--csv", "--series", "seized@world"], &[]);
        let in_window = |line: &&str| line.contains(",2026-") || line.contains(",2027-");
        let values: Vec<f64> =
            table.lines().filter(in_window).filter_map(|line| line.rsplit(',').next()?.parse().ok()).collect();
        assert_eq!(values.len(), 24);
        values.iter().sum::<f64>() / 24.0 * 12.0
    };
    let mut changes: Vec<f64> = ["0", "1", "2", "3", "4"]
        .map(|member| mean_per_year("patrols.toml", member) - mean_per_year("nothing.toml", member))
        .to_vec();
    changes.sort_by(f64::total_cmp);
    let results = json(&run(&folder, &ASSESS, &["--structures", "default", "--json"]));
    let claim = &results["claims"][0];
    let close = |field: &str, expected: f64| {
        let found = claim[field].as_f64().expect("a number");
        assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{field}: {found} and {expected}");
    };
    close("median", changes[2]);
    close("p05", changes[0] + 0.2 * (changes[1] - changes[0]));
    close("p95", changes[4] - 0.2 * (changes[4] - changes[3]));
    close("share_in_promised_direction", changes.iter().filter(|change| **change > 0.0).count() as f64 / 5.0);
}

#[test]
fn prop_a_lever_without_money_changes_nothing() {
    let folder = prepared("assess-nothing");
    folder.write("patrols.toml", SCENARIO.replace("400 million", "0"));
    let results = json(&run(&folder, &ASSESS, &["--json"]));
    assert_eq!(results["claims"].as_array().map(Vec::len), Some(2));
    for claim in results["claims"].as_array().expect("claims") {
        assert_eq!((&claim["median"], &claim["verdict"]), (&Value::from(0.0), &Value::from("no_effect")));
        assert_eq!((&claim["peak_month"], &claim["side_effects"]), (&Value::Null, &Value::Array(Vec::new())));
    }
    assert_eq!(results["displacement"], Value::Array(Vec::new()));
}

/// Where nothing may stand in place of a number or a text.
const MAY_BE_ABSENT: [&str; 11] = [
    "git_commit",
    "lever",
    "outcome",
    "relative",
    "relative_median",
    "stops",
    "expected_change",
    "peak_month",
    "cost_per_unit",
    "exempt_reason",
    "url",
];

#[test]
fn every_number_of_the_shipped_assessment_is_finite() {
    let folder = Folder::new("assess-finite");
    let text = run(&folder, &["assess", "--members", "3", "--out", "report", "--json"], &["--quiet"]);
    check_present(&json(&text), "");
    let written = std::fs::read_to_string(folder.0.join("report/report.json")).expect("the report");
    check_present(&json(&written), "");
    for (name, bytes) in files(&folder.0.join("report/tables")) {
        let table = String::from_utf8(bytes).expect("text");
        assert!(!table.contains("NaN") && !table.contains("inf,"), "{}", name.display());
    }
}

fn check_present(value: &Value, key: &str) {
    match value {
        // A path that never returns has no month of return.
        Value::Null => assert!(MAY_BE_ABSENT.contains(&key) || key == "back_within_5_percent_month", "{key} is null"),
        Value::Object(object) => object.iter().for_each(|(key, inner)| check_present(inner, key)),
        Value::Array(items) => items.iter().for_each(|inner| check_present(inner, key)),
        _ => {}
    }
}

#[test]
fn the_shipped_claims_cover_every_lever_and_outcome() {
    let folder = Folder::new("claims-cover");
    let listed = json(&run(&folder, &["claims", "--list", "--json"], &[]));
    let of = |key: &str| -> BTreeSet<&str> {
        listed["claims"].as_array().expect("claims").iter().filter_map(|claim| claim[key].as_str()).collect()
    };
    assert_eq!(of("lever"), LEVERS.iter().map(|lever| lever.key).collect());
    assert_eq!(of("outcome"), OUTCOMES.into_iter().collect());
    // What a lever does by definition, or within one module, is no finding: each row has a claim beyond.
    let emergent: Vec<&Value> =
        listed["claims"].as_array().expect("claims").iter().filter(|claim| claim["follows"] == "emergent").collect();
    assert!(emergent.len() >= 40, "{}", emergent.len());
    let subject = |claim: &&Value| claim["lever"].as_str().or(claim["outcome"].as_str()).map(str::to_owned);
    let of_both = of("lever").into_iter().chain(OUTCOMES).map(str::to_owned).collect::<BTreeSet<String>>();
    assert_eq!(emergent.iter().filter_map(subject).collect::<BTreeSet<String>>(), of_both);
    // A claim that something lasts is about what remains without its lever.
    for claim in listed["claims"].as_array().expect("claims") {
        let is_lasting = claim["id"].as_str().is_some_and(|id| id.ends_with("lasting"));
        assert_eq!(is_lasting, claim["stops"].is_string(), "{}", claim["id"]);
    }
    let scenarios: BTreeSet<String> = std::fs::read_dir(root().join("scenarios"))
        .expect("scenarios")
        .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert!(of("scenario").iter().all(|name| scenarios.contains(*name)));
}

/// The user's own scenario gets the shipped claims that apply to it, and the reasons why others do not.
#[test]
fn a_scenario_of_the_users_own_is_asked_what_its_levers_promise() {
    let folder = prepared("assess-own");
    let assess = ["assess", "--scenarios", "patrols.toml", "--members", "2", "--quiet", "--json"];
    let results = json(&run(&folder, &assess, &[]));
    let ids = |key: &str, field: &str| -> Vec<String> {
        let entries = results[key].as_array().expect("a list");
        entries.iter().filter_map(|entry| entry[field].as_str().map(str::to_owned)).collect()
    };
    // The file's run ends in 2027-12: what the shipped claims look for lies beyond.
    assert!(ids("claims", "id").is_empty());
    assert!(ids("not_applicable", "claim").contains(&"vessel-patrols-seizures".to_owned()));
    assert!(ids("not_applicable", "reason").iter().all(|reason| !reason.is_empty()));
    folder.write("patrols.toml", SCENARIO.replace("2027-12", "2035-12"));
    let results = json(&run(&folder, &assess, &[]));
    let seizures = results["claims"]
        .as_array()
        .and_then(|claims| claims.iter().find(|claim| claim["id"] == "vessel-patrols-seizures"));
    assert_eq!(seizures.map(|claim| &claim["scenario"]), Some(&Value::from("patrols")));
}

#[test]
fn a_check_exits_with_1_unless_every_claim_holds() {
    let folder = prepared("claims-check");
    folder.write(
        "fails.toml",
        CLAIMS
            .replace("promised  = \"rise\"\nwelcome ", "promised  = \"fall\"\nwelcome ")
            .replace("\"patrols\"", "\"only-vessel-patrols\""),
    );
    folder.write("holds.toml", CLAIMS.replace("\"patrols\"", "\"only-vessel-patrols\""));
    let status = |file: &str, more: &[&str]| {
        folder
            .run(&[&["claims", "--claims", file, "--members", "2", "--only", "money", "--quiet"], more].concat())
            .status
    };
    assert_eq!(
        (status("fails.toml", &["--check"]), status("fails.toml", &[]), status("holds.toml", &["--check"])),
        (1, 0, 0)
    );
}

#[test]
fn an_earlier_report_is_replaced_and_another_folder_is_not() {
    let folder = prepared("assess-replace");
    let assess = [&ASSESS[..], &["--out", "report"]].concat();
    let first = run(&folder, &assess, &[]);
    assert!(first.ends_with("Report: report/report.html\n"), "{first}");
    let second = run(&folder, &assess, &["--seed", "2"]);
    assert!(second != first && second.ends_with("Report: report/report.html\n"), "{second}");
    assert_eq!(folder.names(), ["claims.toml", "patrols.toml", "report"]);
    folder.write("report/mine.txt", "kept");
    refused(&folder, &assess, &["E0805", "report", "expected: a new folder"]);
    assert!(folder.0.join("report/mine.txt").exists());
    let file = [&ASSESS[..], &["--out", "claims.toml"]].concat();
    refused(&folder, &file, &["E0805", "is a file"]);
}

#[test]
fn a_baseline_alone_is_nothing_to_assess() {
    let folder = prepared("assess-baseline");
    refused(&folder, &["assess", "--scenarios", "baseline"], &["E0806", "expected: a scenario that differs"]);
}

#[test]
fn two_scenarios_of_one_name_are_refused() {
    let folder = prepared("assess-twice");
    refused(
        &folder,
        &["assess", "--scenarios", "military", "patrols.toml", "military"],
        &["E0807", "two scenarios are called `military`"],
    );
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let folder = prepared("assess-unwritable");
    let assess = [&ASSESS[..], &["--out", "claims.toml/report"]].concat();
    refused(&folder, &assess, &["E0803", "claims.toml/report"]);
}

#[test]
fn the_table_of_members_can_be_read_and_holds_every_year_of_every_member() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = prepared("assess-members");
    run(&folder, &ASSESS, &["--out", "report"]);
    let file = std::fs::File::open(folder.0.join("report/members.parquet")).expect("the table");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let rows = reader.metadata().file_metadata().num_rows();
    let scenarios_members_years = 2 * 5 * 4;
    assert!(rows > 0 && rows % scenarios_members_years == 0, "{rows}");
}
