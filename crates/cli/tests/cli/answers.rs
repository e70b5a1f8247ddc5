//! Answers that a user can take as they are: expected values with a band, comparisons with paths and assumptions, the
//! same number wherever it is told.

use crate::common::{Folder, Outcome};
use serde_json::Value;

const PATROLS: &str = "name = \"Patrols\"\nuntil = \"2027-12\"\n\n[[lever]]\nid = \"vessel_patrols\"\nbudget = \"400 \
    million USD/year\"\nfrom = \"2025-01\"\n";
const NOTHING: &str = "name = \"Nothing\"\nuntil = \"2027-12\"\n";

fn ran(folder: &Folder, arguments: &[&str]) -> Outcome {
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 0, "{arguments:?}: {}", outcome.stderr);
    outcome
}

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    serde_json::from_str(&ran(folder, arguments).stdout).expect("JSON")
}

fn prepared(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("patrols.toml", PATROLS);
    folder.write("nothing.toml", NOTHING);
    folder
}

fn close(found: &Value, expected: f64, what: &str) {
    assert!(found.is_number(), "{what}: {found} is no number");
    let found = found.as_f64().expect("a number");
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-9), "{what}: {found} and {expected}");
}

/// The numbers of `run` from single runs of its members, averaged here.
#[test]
fn val_the_band_of_a_run_is_that_of_its_members() {
    let folder = prepared("answers-band");
    let answer = json(&folder, &["run", "patrols.toml", "--members", "3", "--series", "seized@world", "--json"]);
    let series = &answer["series"][0];
    assert_eq!(answer["years"], serde_json::json!(["2024", "2025", "2026", "2027"]));
    assert_eq!(answer["window"], serde_json::json!(["2025-01", "2027-12"]));
    let year = |arguments: &[&str]| {
        let arguments = [&["run", "patrols.toml", "--series", "seized@world", "--csv"], arguments].concat();
        let text = ran(&folder, &arguments).stdout;
        let of_2026 = text.lines().filter(|line| line.contains(",2026-")).filter_map(|line| line.rsplit(',').next());
        of_2026.map(|value| value.parse::<f64>().expect("a number")).sum::<f64>()
    };
    let mut members = ["0", "1", "2"].map(|member| year(&["--random", "--member", member]));
    members.sort_by(f64::total_cmp);
    close(&series["expected"][2], year(&["--expected"]), "expected");
    close(&series["band"][2]["median"], members[1], "median");
    close(&series["band"][2]["p05"], members[0] + 0.1 * (members[1] - members[0]), "p05");
    close(&series["band"][2]["p95"], members[2] - 0.1 * (members[2] - members[1]), "p95");
}

#[test]
fn a_run_is_expected_values_with_a_band_unless_a_draw_is_asked_for() {
    let folder = prepared("answers-run");
    let table = ran(&folder, &["run", "patrols.toml", "--members", "4"]).stdout;
    for part in ["expected values at central parameters; band of 4 members", "90 % of members", "2025-01..2027-12"] {
        assert!(table.contains(part), "`{part}` is missing in:\n{table}");
    }
    let draw = ran(&folder, &["run", "patrols.toml", "--random"]).stdout;
    assert!(draw.contains("one random draw") && !draw.contains("90 % of members"), "{draw}");
    let csv = ran(&folder, &["run", "patrols.toml", "--members", "4", "--csv", "--series", "seized@world"]).stdout;
    assert!(
        csv.starts_with(
            "scenario,year,indicator,where,unit,expected,median,p05,p95\npatrols,2024,seized,world,kg/year,"
        ),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 1 + 4 + 1);
    assert!(csv.contains("\npatrols,2025-01..2027-12,"), "{csv}");
}

/// One question through `run`, `compare`, `claims` and `assess`: levels, changes and costs are the same numbers.
#[test]
fn prop_a_number_is_the_same_wherever_it_is_told() {
    let folder = prepared("answers-same");
    folder.write(
        "claims.toml",
        "[[claim]]\nid = \"own\"\nlever = \"vessel_patrols\"\nscenario = \"patrols\"\nstatement = \"More is seized.\"\n\
         indicator = \"seized\"\npromised = \"rise\"\nfrom = \"2025-01\"\nuntil = \"2027-12\"\n",
    );
    let members = ["--members", "7", "--seed", "3"];
    let asked = |arguments: &[&str]| json(&folder, &[arguments, &members, &["--json"]].concat());
    let run = asked(&["run", "patrols.toml", "--series", "seized@world"]);
    let compare = asked(&["compare", "nothing.toml", "patrols.toml", "--series", "seized@world"]);
    let assess =
        asked(&["assess", "--scenarios", "patrols.toml", "--claims", "claims.toml", "--structures", "default"]);
    let cell = &compare["indicators"][0]["scenarios"][1];
    for field in ["median", "p05", "p95"] {
        let number = cell["level"][field].as_f64().expect("a number");
        close(&run["series"][0]["window"]["band"][field], number, field);
        // The years of a run and of a comparison are the same.
        let year = cell["level_by_year"][2][field].as_f64().expect("a number");
        close(&run["series"][0]["band"][2][field], year, field);
        close(&assess["claims"][0][field], cell["change"][field].as_f64().expect("a number"), field);
    }
    let cost = asked(&["compare", "nothing.toml", "patrols.toml", "--series", "cost@world"]);
    let of_compare = cost["indicators"][0]["scenarios"][1]["change"]["median"].as_f64().expect("a number");
    close(&assess["scenarios"][0]["cost_usd_per_year"], of_compare, "cost");
}

#[test]
fn what_a_scenario_assumes_is_no_effect_of_policy() {
    let folder = prepared("answers-assumptions");
    let pinned = "[parameters]\n\"market.pass_through_inside_market\" = 1.0\n";
    folder.write("pinned.toml", format!("{NOTHING}{pinned}"));
    folder.write("both.toml", format!("{PATROLS}{pinned}"));
    let arguments = ["--members", "4", "--series", "retail_price@united_states", "--json"];
    let found = json(&folder, &[&["compare", "nothing.toml", "pinned.toml", "both.toml"], &arguments[..]].concat());
    let cells = &found["indicators"][0]["scenarios"];
    assert_eq!(cells[1]["change"]["median"], serde_json::json!(0.0));
    let assumed = cells[1]["assumptions"]["median"].as_f64().expect("a number");
    assert!(assumed != 0.0);
    assert_eq!(cells[2]["assumptions"]["median"], cells[1]["assumptions"]["median"]);
    let differences = &found["differences"];
    assert_eq!(differences[0]["policy"], serde_json::json!([]));
    assert!(differences[1]["policy"][0].as_str().is_some_and(|words| words.starts_with("vessel_patrols: ")));
    assert!(
        differences[0]["assumptions"][0]
            .as_str()
            .is_some_and(|words| words.contains("market.pass_through_inside_market = 1"))
    );
    // With the parameter in all scenarios nothing differs in it, and the change by policy is the same.
    let set = ["--set", "market.pass_through_inside_market=1"];
    let alike = json(&folder, &[&["compare", "nothing.toml", "patrols.toml"], &set[..], &arguments[..]].concat());
    close(
        &alike["indicators"][0]["scenarios"][1]["change"]["median"],
        cells[2]["change"]["median"].as_f64().expect("a number"),
        "policy",
    );
    assert_eq!(alike["differences"][0]["assumptions"], serde_json::json!([]));
    let table = ran(&folder, &["compare", "nothing.toml", "both.toml", "--members", "4"]).stdout;
    assert!(table.contains("both against nothing:\n  vessel_patrols: 400 million USD/year more"), "{table}");
    assert!(table.contains("and other assumptions, told apart below: market.pass_through"), "{table}");
    assert!(table.contains("  its assumptions"), "{table}");
}

#[test]
fn worlds_and_assumptions_are_cases_of_a_comparison() {
    let folder = prepared("answers-cases");
    ran(&folder, &["new", "world", "--out", "mine"]);
    let found = json(
        &folder,
        &[
            "compare",
            "nothing.toml",
            "patrols.toml",
            "--members",
            "3",
            "--series",
            "seized@world",
            "--worlds",
            "mine",
            "--assume",
            "market.pass_through_inside_market=1",
            "--json",
        ],
    );
    let (first, cases) = (&found["indicators"][0], &found["cases"]);
    assert_eq!(cases[0]["world"], serde_json::json!("My world"));
    // The world is the shipped one under another name.
    assert_eq!(cases[0]["indicators"][0]["scenarios"][1]["change"], first["scenarios"][1]["change"]);
    assert_eq!(cases[0]["indicators"][0]["scenarios"][0]["assumptions"]["median"], serde_json::json!(0.0));
    assert_eq!(cases[1]["label"], serde_json::json!("market.pass_through_inside_market = 1"));
}

#[test]
fn a_comparison_becomes_a_table_or_a_chart_by_the_name_of_its_file() {
    let folder = prepared("answers-files");
    let compare = ["compare", "nothing.toml", "patrols.toml", "--members", "3", "--series", "seized@world"];
    for (name, start) in [
        (
            "paths.csv",
            &b"case,scenario,year,indicator,where,unit,median,p05,p95,change_median,change_p05,change_p95\n"[..],
        ),
        ("paths.json", b"{\"counterflow\":"),
        ("chart.svg", b"<svg"),
        ("chart.png", b"\x89PNG"),
        ("chart.pdf", b"%PDF-1.4"),
    ] {
        ran(&folder, &[&compare[..], &["--out", name]].concat());
        let bytes = std::fs::read(folder.0.join(name)).expect("a file");
        assert!(bytes.starts_with(start), "{name}: {:?}", &bytes[..60.min(bytes.len())]);
    }
    ran(&folder, &["run", "patrols.toml", "--members", "3", "--out", "run.svg"]);
    let csv = std::fs::read_to_string(folder.0.join("paths.csv")).expect("a file");
    // Two scenarios, four years and the window.
    assert_eq!(csv.lines().count(), 1 + 2 * 5);
}

#[test]
fn what_is_new_runs_as_it_is() {
    let folder = Folder::new("answers-new");
    for kind in ["scenario", "claims", "study", "question"] {
        ran(&folder, &["new", kind, "--out", &format!("{kind}.toml")]);
    }
    ran(&folder, &["new", "world", "--out", "mine"]);
    ran(&folder, &["run", "scenario.toml", "--expected", "--until", "2026-12"]);
    ran(&folder, &["claims", "--claims", "claims.toml", "--members", "3"]);
    ran(&folder, &["plan", "solve", "question.toml", "question.csv"]);
    ran(&folder, &["run", "baseline", "--expected", "--until", "2024-06", "--world", "mine"]);
    let study = std::fs::read_to_string(folder.0.join("study.toml")).expect("a study");
    folder.write("small.toml", study.replace("points = 64", "points = 2"));
    ran(&folder, &["study", "run", "small.toml", "--out", "out"]);
    // Nothing is replaced unasked.
    let again = folder.run(&["new", "scenario", "--out", "scenario.toml"]);
    assert!(again.status == 2 && again.stderr.contains("--force"), "{}", again.stderr);
    ran(&folder, &["new", "scenario", "--out", "scenario.toml", "--force"]);
    // The comments name the file as it is called.
    let text = std::fs::read_to_string(folder.0.join("scenario.toml")).expect("a scenario");
    assert!(text.contains("counterflow run scenario.toml"), "{text}");
}

/// A lever's lines, the warning that they must bring, and words of it.
const MISLEADING: [(&str, &str, &str); 6] = [
    ("id = \"vessel_patrols\"\neffort = \"100 patrol days/year\"", "W0101", "is a level, 9"),
    ("id = \"vessel_patrols\"\nbudget = \"50bn USD/year\"", "W0102", "of the money stays unspent"),
    ("id = \"vessel_patrols\"\neffort = \"+1,000,000 patrol days/year\"", "W0102", "are asked for"),
    (
        "id = \"alternative_development\"\ncountry = \"mexico\"\nbudget = \"10 million USD/year\"",
        "W0103",
        "nothing that it acts on",
    ),
    (
        "id = \"production_strikes\"\ncountry = \"venezuela\"\neffort = \"double\"",
        "W0103",
        "no effort in the base year",
    ),
    (
        "id = \"treatment\"\nbudget = \"1 M USD\"\n[[lever]]\nid = \"treatment\"\nmarket = \"united_states\"\nbudget = \
         \"1 M USD\"",
        "W0104",
        "stands twice",
    ),
];

#[test]
fn silence_does_not_mislead() {
    let folder = Folder::new("answers-warnings");
    let lever = |lines: &str| format!("name = \"Test\"\nuntil = \"2025-12\"\n\n[[lever]]\n{lines}\n");
    for (lines, code, words) in MISLEADING {
        folder.write("test.toml", lever(lines));
        let outcome = ran(&folder, &["run", "test.toml", "--expected", "--json", "--series", "seized@world"]);
        assert!(outcome.stderr.contains(code) && outcome.stderr.contains(words), "{lines}: {}", outcome.stderr);
        let answer: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let codes: Vec<&str> =
            answer["warnings"].as_array().expect("a list").iter().filter_map(|one| one["code"].as_str()).collect();
        assert!(codes.contains(&code), "{lines}: {codes:?}");
        assert_eq!(folder.run(&["run", "test.toml", "--expected", "--quiet"]).stderr, "");
    }
    folder.write("fine.toml", lever("id = \"vessel_patrols\"\ncorridor = \"eastern_pacific\"\neffort = \"double\""));
    assert_eq!(ran(&folder, &["run", "fine.toml", "--expected"]).stderr, "");
    let beyond = ran(&folder, &["run", "fine.toml", "--expected", "--set", "market.stock_cover_months=14", "--beyond"]);
    assert!(beyond.stderr.contains("W0106") && beyond.stderr.contains("6 to 12"), "{}", beyond.stderr);
}

/// Twice the base year's effort is the base year's effort more, however it is written.
#[test]
fn prop_amounts_of_one_size_give_one_run() {
    let folder = Folder::new("answers-amounts");
    let of = |amount: &str| {
        folder.write(
            "test.toml",
            format!(
                "name = \"Test\"\nuntil = \"2025-12\"\n\n[[lever]]\nid = \"vessel_patrols\"\ncorridor = \
                \"eastern_pacific\"\n{amount}\n"
            ),
        );
        ran(&folder, &["run", "test.toml", "--expected", "--csv"]).stdout
    };
    assert_eq!(of("effort = \"double\""), of("effort = \"+100 %\""));
    assert_eq!(of("effort = \"+50 patrol days/year\""), of("effort = \"+50 days per year\""));
    assert_ne!(of("effort = \"double\""), of("effort = \"+50 %\""));
    assert_eq!(of("budget = \"20 million USD/year\""), of("budget = \"$20m\""));
}

#[test]
fn a_scenario_comes_from_standard_input_too() {
    use std::io::Write;
    let folder = prepared("answers-input");
    let arguments = ["run", "-", "--expected", "--csv", "--series", "seized@world"];
    let mut child = crate::common::command(&arguments)
        .current_dir(&folder.0)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("standard input").write_all(PATROLS.as_bytes()).expect("written");
    let text = String::from_utf8(child.wait_with_output().expect("an end").stdout).expect("text");
    let of_file = ran(&folder, &["run", "patrols.toml", "--expected", "--csv", "--series", "seized@world"]).stdout;
    assert_eq!(text.replace("standard-input,", "patrols,"), of_file);
}

/// Claims name a scenario by the path of its file, and both commands that test them take it.
#[test]
fn claims_name_a_scenario_by_its_file() {
    let folder = prepared("answers-claims");
    std::fs::create_dir_all(folder.0.join("mine")).expect("a folder");
    std::fs::rename(folder.0.join("patrols.toml"), folder.0.join("mine/patrols.toml")).expect("moved");
    folder.write(
        "mine/claims.toml",
        "[[claim]]\nid = \"own\"\nlever = \"vessel_patrols\"\nscenario = \"patrols.toml\"\nstatement = \"More is \
         seized.\"\n\
         indicator = \"seized\"\npromised = \"rise\"\nfrom = \"2026-01\"\nuntil = \"2026-12\"\n",
    );
    let claims = ["--claims", "mine/claims.toml", "--members", "3", "--json"];
    let of_claims = json(&folder, &[&["claims"], &claims[..]].concat());
    let of_assess = json(&folder, &[&["assess"], &claims[..]].concat());
    assert_eq!(of_claims["claims"][0]["id"], "own");
    assert_eq!(of_claims["claims"], of_assess["claims"]);
    assert_eq!(of_assess["scenarios"].as_array().map(Vec::len), Some(1));
    let said = of_assess["warnings"][0].as_str().expect("a warning");
    assert!(said.contains("3 members are too few"), "{said}");
}

/// The outcomes of a report, which need no claims, are those of a comparison.
#[test]
fn prop_outcomes_of_a_report_are_those_of_a_comparison() {
    let folder = prepared("answers-outcomes");
    folder.write("none.toml", "");
    let members = ["--members", "6", "--seed", "2", "--json"];
    let report = json(
        &folder,
        &[&["assess", "--scenarios", "patrols.toml", "--claims", "none.toml", "--structures", "default"], &members[..]]
            .concat(),
    );
    let compared = json(&folder, &[&["compare", "nothing.toml", "patrols.toml"], &members[..]].concat());
    let outcomes = report["scenarios"][0]["outcomes"].as_array().expect("outcomes");
    assert!(outcomes.len() > 10);
    for outcome in outcomes {
        let same = |row: &&Value| row["indicator"] == outcome["indicator"] && row["place"] == outcome["place"];
        let rows = compared["indicators"].as_array().expect("rows");
        let Some(row) = rows.iter().find(same) else { continue };
        for field in ["median", "p05", "p95"] {
            let number = row["scenarios"][1]["change"][field].as_f64().expect("a number");
            let found = outcome[field].as_f64().expect("a number");
            assert!((found - number).abs() <= 1e-9 * number.abs().max(1e-6), "{outcome}: {found} and {number}");
        }
    }
}
