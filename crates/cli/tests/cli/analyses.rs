//! `sensitivity`, `discover` and `robust`: results, files and refusals.

use crate::bad_input::refused;
use crate::common::{Folder, Outcome};

/// Bands of two inputs: of interest where `price` is 60 or more and `demand` 40 or less.
fn runs(folder: &Folder) {
    let row = |case: usize| {
        let (price, demand) = ((case * 37) % 101, (case * 53) % 97);
        let outcome = if price >= 60 && demand <= 40 { 9.5 } else { 1.0 };
        format!("run{case},{price},{demand},{}.25,{outcome}\n", (case * 29) % 89)
    };
    let rows: String = (0..600).map(row).collect();
    folder.write("runs.csv", format!("# made up\nrun,price,demand,idle,outcome\n{rows}"));
}

fn done(outcome: Outcome) -> String {
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    outcome.stdout
}

#[test]
fn golden_discover_finds_the_box() {
    let folder = Folder::new("discover");
    runs(&folder);
    let text = done(folder.run(&[
        "discover",
        "runs.csv",
        "--outcome",
        "outcome",
        "--above",
        "5",
        "--without",
        "run",
        "--out",
        "boxes.svg",
    ]));
    insta::assert_snapshot!("discover", text);
    assert_eq!(folder.names(), ["boxes.svg", "runs.csv"]);
    assert!(std::fs::read_to_string(folder.0.join("boxes.svg")).expect("a chart").starts_with("<svg"));
}

#[test]
fn discover_as_json_holds_boxes_and_trajectory() {
    let folder = Folder::new("discover_json");
    runs(&folder);
    let arguments = [
        "discover",
        "runs.csv",
        "--outcome",
        "outcome",
        "--above",
        "5",
        "--input",
        "price",
        "demand",
        "--boxes",
        "2",
        "--json",
    ];
    let value: serde_json::Value = serde_json::from_str(&done(folder.run(&arguments))).expect("JSON");
    assert_eq!(value["inputs"], serde_json::json!(["price", "demand"]));
    let first = &value["boxes"][0];
    assert!(first["density"].as_f64() > Some(0.95) && first["coverage"].as_f64() > Some(0.9), "{first}");
    assert_eq!(value["trajectory"][0]["mass"], 1.0);
    assert_eq!(value["trajectory"][value["chosen"].as_u64().expect("a box") as usize]["cases"], first["cases"]);
}

/// Two regions at once: PRIM would peel towards one of them.
#[test]
fn discover_by_a_tree_finds_several_regions() {
    let folder = Folder::new("discover_tree");
    let row = |x: i32, y: i32| format!("{x},{y},{}\n", i32::from((x < 10 && y >= 20) || (x >= 30 && y < 20)));
    folder.write(
        "runs.csv",
        format!("x,y,failed\n{}", (0..40).flat_map(|x| (0..40).map(move |y| row(x, y))).collect::<String>()),
    );
    let arguments = ["discover", "runs.csv", "--outcome", "failed", "--above", "1", "--method", "cart"];
    let text = done(folder.run(&arguments));
    assert_eq!(text.matches("density 100 %, coverage 50 %, 200 cases").count(), 2, "{text}");
    let value: serde_json::Value =
        serde_json::from_str(&done(folder.run(&[&arguments[..], &["--json"]].concat()))).expect("JSON");
    assert_eq!(value["boxes"].as_array().map(Vec::len), Some(2));
    assert_eq!(value["boxes"][1]["limits"].as_array().map(Vec::len), Some(2));
    refused(&folder, &[&arguments[..], &["--last"]].concat(), &["a tree has no last box"]);
    let scarce = folder.run(&[&arguments[..], &["--mass", "0.9"]].concat());
    assert_eq!(scarce.status, 1, "{}", scarce.stdout);
}

#[test]
fn discover_says_when_no_box_is_dense_enough() {
    let folder = Folder::new("discover_density");
    folder.write(
        "runs.csv",
        format!("x,y\n{}", (0..100).map(|case| format!("{case},{}\n", case % 2)).collect::<String>()),
    );
    let outcome = folder.run(&["discover", "runs.csv", "--outcome", "y", "--above", "1", "--density", "0.99"]);
    assert_eq!(outcome.status, 1, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("No box is that dense"), "{}", outcome.stdout);
}

#[test]
fn golden_discover_refuses_what_it_cannot_read() {
    let folder = Folder::new("discover_bad");
    runs(&folder);
    let unknown = refused(
        &folder,
        &["discover", "runs.csv", "--outcome", "outcom", "--above", "5", "--without", "ru"],
        &["did you mean: `outcome`?", "did you mean: `run`?"],
    );
    insta::assert_snapshot!("discover_unknown_column", unknown.stderr);
    refused(
        &folder,
        &["discover", "runs.csv", "--outcome", "outcome", "--above", "5"],
        &["runs.csv:3:", "--without leaves columns out"],
    );
    refused(
        &folder,
        &["discover", "runs.csv", "--outcome", "outcome", "--above", "50", "--without", "run"],
        &["a threshold within the outcome, 1 to 9.5"],
    );
    refused(
        &folder,
        &["discover", "runs.csv", "--outcome", "outcome", "--above", "5", "--without", "run", "--peel", "0.7"],
        &["the peel share is 0.7"],
    );
    refused(&folder, &["discover", "nowhere.csv", "--outcome", "y", "--above", "1"], &["nowhere.csv", "E0100"]);
    folder.write("broken.parquet", "no parquet");
    refused(
        &folder,
        &["discover", "broken.parquet", "--outcome", "y", "--above", "1"],
        &["broken.parquet", "a Parquet file"],
    );
    folder.write("empty.csv", "a,b\n");
    refused(&folder, &["discover", "empty.csv", "--outcome", "b", "--above", "1"], &["no rows"]);
}

/// The table of every member that an assessment writes is Parquet.
#[test]
fn discover_reads_parquet() {
    let folder = Folder::new("discover_parquet");
    done(folder.run(&["assess", "--scenarios", "military", "--members", "3", "--out", "report", "--quiet"]));
    let arguments = [
        "discover",
        "report/members.parquet",
        "--outcome",
        "value",
        "--above",
        "1000",
        "--input",
        "member",
        "--folds",
        "2",
    ];
    let text = done(folder.run(&arguments));
    assert!(text.contains("of interest: value of 1000 or more"), "{text}");
}

const TABLE: &str = "scenario,wet,dry,stormy\nmilitary,120,80,95\nmultilateral,100,90,91\nroot-causes,70,110,99\n";

#[test]
fn golden_robust() {
    let folder = Folder::new("robust");
    folder.write("deaths.csv", TABLE);
    let text =
        done(folder.run(&["robust", "deaths.csv", "--better", "less", "--threshold", "95", "--out", "regret.svg"]));
    insta::assert_snapshot!("robust", text);
    let json = done(folder.run(&["robust", "deaths.csv", "--better", "less", "--threshold", "95", "--json"]));
    insta::assert_snapshot!("robust_json", json);
    assert!(std::fs::read_to_string(folder.0.join("regret.svg")).expect("a chart").contains("darkest: 50"));
}

/// 202 states: `a` falls short by 1 in every second one, so that each column of the chart, the mean of three
/// neighbours once they are in order, shows the regret of its states: none in the first, 1 in the last.
#[test]
fn many_states_are_gathered_in_the_chart() {
    let folder = Folder::new("robust_many");
    let of = |scenario: &str, value: fn(usize) -> usize| {
        (0..202).map(|state| format!("{scenario},s{state},{}\n", value(state))).collect::<String>()
    };
    folder.write("long.csv", format!("scenario,state,value\n{}{}", of("a", |state| 5 + state % 2), of("b", |_| 5)));
    done(folder.run(&["robust", "long.csv", "--better", "less", "--out", "regret.svg"]));
    let chart = std::fs::read_to_string(folder.0.join("regret.svg")).expect("a chart");
    assert!(
        chart.contains("202 states from least to most, mean of 3 to a column") && chart.contains("darkest: 1 "),
        "{}",
        &chart[..400]
    );
}

#[test]
fn robust_reads_one_row_per_value_as_well() {
    let folder = Folder::new("robust_long");
    folder.write("wide.csv", TABLE);
    let states = ["wet", "dry", "stormy"];
    let rows = TABLE.lines().skip(1).flat_map(|line| {
        let (name, values) = line.split_once(',').expect("a name");
        states.iter().zip(values.split(',')).map(move |(state, value)| format!("{state},{value},{name}\n"))
    });
    folder.write("long.csv", format!("state,value,scenario\n{}", rows.collect::<String>()));
    let of = |file: &str| done(folder.run(&["robust", file, "--better", "more", "--json"]));
    assert_eq!(of("wide.csv"), of("long.csv"));
}

#[test]
fn golden_robust_refuses_what_it_cannot_rank() {
    let folder = Folder::new("robust_bad");
    folder.write("gap.csv", TABLE.replace(",99", ","));
    let gap = refused(&folder, &["robust", "gap.csv", "--better", "less"], &["gap.csv:4:", "`stormy` is empty"]);
    insta::assert_snapshot!("robust_gap", gap.stderr);
    folder.write("twice.csv", TABLE.replace("multilateral", "military"));
    refused(&folder, &["robust", "twice.csv", "--better", "less"], &["twice.csv:3:", "two rows are called `military`"]);
    folder.write("alone.csv", "scenario\nmilitary\n");
    refused(&folder, &["robust", "alone.csv", "--better", "less"], &["no column of a state"]);
    folder.write("long.csv", "scenario,state,value\na,s,1\na,t,2\nb,s,3\n");
    refused(&folder, &["robust", "long.csv", "--better", "less"], &["`b` has no value in state `t`"]);
    folder.write("deaths.csv", TABLE);
    refused(&folder, &["robust", "deaths.csv", "--better", "less", "--pessimism", "2"], &["the pessimism is 2"]);
}

fn fields(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let keys = |value: &serde_json::Value| {
        value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default()
    };
    format!("{}\noutcome: {}\ndriver: {}\n", keys(&value), keys(&value["outcome"]), keys(&value["drivers"][0]))
}

#[test]
fn golden_fields_of_every_method() {
    let folder = Folder::new("sensitivity");
    let shared = [
        "sensitivity",
        "military",
        "--less",
        "baseline",
        "--of",
        "retail_price@united_states",
        "--parameters",
        "market",
        "demand.light_quit_per_year",
        "--json",
    ];
    let of = |further: &[&str]| fields(&done(folder.run(&[&shared[..], further].concat())));
    let methods = [
        of(&["--samples", "8", "--second-order", "--first-order", "owen", "--total-order", "sobol"]),
        of(&["--method", "morris", "--samples", "3", "--by", "parameter"]),
        of(&["--method", "pawn", "--samples", "24"]),
    ];
    insta::assert_snapshot!("sensitivity_fields", methods.join("\n"));
}

#[test]
fn prop_threads_do_not_change_a_sensitivity_analysis() {
    let folder = Folder::new("sensitivity_threads");
    let of = |threads: &str, table: &str| {
        let arguments = [
            "sensitivity",
            "baseline",
            "--of",
            "seized",
            "--parameters",
            "interdiction",
            "market",
            "--samples",
            "16",
            "--threads",
            threads,
            "--table",
            table,
            "--out",
            "drivers.svg",
            "--convergence",
            "widths.svg",
        ];
        done(folder.run(&arguments))
    };
    let text = of("1", "one.csv");
    assert_eq!(text, of("3", "three.csv"));
    assert!(text.contains("Widest 95 % interval by samples") && text.contains("interdiction"), "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).expect("a file");
    assert_eq!(read("one.csv"), read("three.csv"));
    assert_eq!(read("one.csv").lines().count(), 2 + 16 * 4);
    assert!(read("drivers.svg").contains("total order") && read("widths.svg").contains("base samples"));
    refused(
        &folder,
        &["discover", "one.csv", "--outcome", "outcome", "--above", "0"],
        &["all of the 64 cases are of interest"],
    );
}

#[test]
fn golden_sensitivity_refuses_unknown_names_at_once() {
    let folder = Folder::new("sensitivity_bad");
    let arguments = [
        "sensitivity",
        "military",
        "--of",
        "seize",
        "--parameters",
        "markt",
        "--until",
        "2050-01",
        "--json",
        "--out",
        "drivers.svg",
    ];
    let outcome = refused(
        &folder,
        &arguments,
        &["did you mean: `seized`?", "did you mean: `market`?", "--until 2050-01 lies outside the run", "3 problems"],
    );
    insta::assert_snapshot!("sensitivity_unknown_names", outcome.stderr);
    refused(
        &folder,
        &["sensitivity", "military", "--of", "seized", "--method", "pawn", "--by", "module"],
        &["one parameter at a time"],
    );
    refused(
        &folder,
        &["sensitivity", "military", "--of", "seized", "--first-order", "owen"],
        &["expected: --second-order"],
    );
    refused(
        &folder,
        &["sensitivity", "military", "--of", "seized", "--method", "morris", "--convergence", "w.svg"],
        &["expected: --method sobol"],
    );
    refused(
        &folder,
        &["sensitivity", "military", "--of", "seized", "--from", "2030-05", "--until", "2030-04"],
        &["comes after"],
    );
}

/// The first bytes of a PNG file (RFC 2083, section 3.1).
const PNG_SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

#[test]
fn every_chart_is_drawn_as_svg_and_as_png() {
    let folder = Folder::new("charts");
    runs(&folder);
    folder.write("deaths.csv", TABLE);
    let discover = ["discover", "runs.csv", "--outcome", "outcome", "--above", "5", "--without", "run"];
    let sensitivity = [
        "sensitivity",
        "baseline",
        "--of",
        "seized",
        "--until",
        "2024-06",
        "--parameters",
        "market",
        "--samples",
        "4",
        "--quiet",
    ];
    let cases: [(&[&str], &str); 6] = [
        (&[&discover[..], &["--out"]].concat(), "trajectory"),
        (&[&discover[..], &["--boxes", "2", "--limits"]].concat(), "limits"),
        (&["robust", "deaths.csv", "--better", "less", "--out"], "regret"),
        (&[&sensitivity[..], &["--out"]].concat(), "sobol"),
        (&[&sensitivity[..], &["--convergence"]].concat(), "convergence"),
        (&[&sensitivity[..], &["--method", "one-at-a-time", "--out"]].concat(), "tornado"),
    ];
    for (arguments, name) in cases {
        for ending in ["svg", "png"] {
            let file = format!("{name}.{ending}");
            done(folder.run(&[arguments, &[&file]].concat()));
            let bytes = std::fs::read(folder.0.join(&file)).expect("a chart");
            assert!(
                if ending == "png" { bytes.starts_with(&PNG_SIGNATURE) } else { bytes.starts_with(b"<svg") },
                "{file}"
            );
        }
    }
}

/// Every parameter moves the outcome from where all are central.
#[test]
fn one_at_a_time_tells_both_ends() {
    let folder = Folder::new("swings");
    let arguments = [
        "sensitivity",
        "baseline",
        "--of",
        "seized",
        "--until",
        "2024-06",
        "--parameters",
        "market",
        "--method",
        "one-at-a-time",
        "--json",
        "--quiet",
    ];
    let value: serde_json::Value = serde_json::from_str(&done(folder.run(&arguments))).expect("JSON");
    assert_eq!(value["method"], "one_at_a_time");
    let drivers = value["drivers"].as_array().expect("drivers");
    assert_eq!(value["runs"].as_u64(), Some(2 * drivers.len() as u64 + 1));
    let centre = value["centre"].as_f64().expect("a centre");
    for driver in drivers {
        let ends = ["at_low", "at_high"].map(|end| driver[end].as_f64().expect("a number"));
        let width = ends[0].max(ends[1]).max(centre) - ends[0].min(ends[1]).min(centre);
        assert_eq!(driver["swing"].as_f64(), Some(width), "{driver}");
    }
    refused(
        &folder,
        &["sensitivity", "baseline", "--of", "seized", "--method", "one-at-a-time", "--by", "module"],
        &["--by parameter"],
    );
}
