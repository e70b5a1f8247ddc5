//! `serve`: the API gives what the command line prints, refuses what is malformed, and keeps to itself.

use crate::common::{Folder, command};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

const PATROLS: &str = "name = \"Patrols\"\nuntil = \"2026-12\"\n\n[[lever]]\nid = \"vessel_patrols\"\nbudget = \"400 \
    million USD/year\"\nfrom = \"2025-07\"\n";

/// A server that ends with the test.
struct Running {
    child: Child,
    host: String,
}

impl Running {
    fn new(folder: &Folder) -> Self {
        let mut child = command(&["serve", "--port", "0"])
            .current_dir(&folder.0)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        BufReader::new(child.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let host = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_owned();
        Self { child, host }
    }

    fn send(&self, method: &str, path: &str, body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: \
             application/json\r\ncontent-length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        // The server may answer and close before it has read a body that is too large.
        let _ = stream.write_all(&[head.as_bytes(), body].concat());
        stream
    }

    fn exchange(&self, method: &str, path: &str, body: &[u8]) -> (u16, String) {
        let mut stream = self.send(method, path, body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, body.to_owned())
    }

    fn get(&self, table: &str) -> Value {
        let (status, body) = self.exchange("GET", &format!("/api/{table}"), b"");
        assert_eq!(status, 200, "{table}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    fn post(&self, question: &str, request: &Value) -> Value {
        let (status, body) = self.exchange("POST", &format!("/api/{question}"), request.to_string().as_bytes());
        assert_eq!(status, 200, "{question}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn printed(folder: &Folder, arguments: &[&str]) -> Value {
    let outcome = folder.run(arguments);
    assert_eq!(outcome.status, 0, "{arguments:?}: {}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).expect("JSON")
}

/// The answer without the command, which names how it was asked for.
fn without_command(mut value: Value) -> Value {
    value["run"].as_object_mut().expect("a record").remove("command");
    value
}

#[test]
fn tables_are_those_of_the_command_line() {
    let folder = Folder::new("serve-tables");
    let server = Running::new(&folder);
    for table in ["levers", "indicators", "switches"] {
        assert_eq!(server.get(table), printed(&folder, &["schema", table, "--json"]), "{table}");
    }
    assert_eq!(server.get("evidence")["parameters"], printed(&folder, &["evidence", "list", "--json"])["parameters"]);
    let listed = printed(&folder, &["scenarios", "--json"]);
    let served = server.get("scenarios");
    let hashes = |list: &Value| {
        list["scenarios"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| (one["id"].clone(), one["hash"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(hashes(&served), hashes(&listed));
    let world = printed(&folder, &["world", "show", "--json"]);
    for key in ["world", "world_hash", "counts", "corridors", "markets"] {
        assert_eq!(server.get("worlds")["worlds"][0][key], world[key], "{key}");
    }
}

#[test]
fn a_run_is_that_of_the_command_line() {
    let folder = Folder::new("serve-run");
    folder.write("patrols.toml", PATROLS);
    let server = Running::new(&folder);
    let text = json!({"scenario": {"id": "patrols", "toml": PATROLS}, "member": 3, "seed": 7, "series": ["seized",
        "retail_price@united_states"]});
    let typed = [
        "run",
        "patrols.toml",
        "--member",
        "3",
        "--seed",
        "7",
        "--series",
        "seized",
        "--series",
        "retail_price@united_states",
        "--json",
    ];
    assert_eq!(without_command(server.post("run", &text)), without_command(printed(&folder, &typed)));
    let named =
        json!({"scenario": {"name": "military"}, "expected": true, "set": {"market.pass_through_inside_market": 0.8}});
    let typed = ["run", "military", "--expected", "--set", "market.pass_through_inside_market=0.8", "--json"];
    assert_eq!(without_command(server.post("run", &named)), without_command(printed(&folder, &typed)));
}

#[test]
fn the_command_of_an_answer_gives_the_answer() {
    let folder = Folder::new("serve-command");
    folder.write("patrols.toml", PATROLS);
    let server = Running::new(&folder);
    let answer = server.post(
        "run",
        &json!({"scenario": {"id": "patrols", "toml": PATROLS}, "expected": true, "series": ["seized@world"]}),
    );
    let command = answer["run"]["command"].as_str().expect("a command").to_owned();
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    assert_eq!(printed(&folder, &words)["series"], answer["series"], "{command}");
}

#[test]
fn a_comparison_is_that_of_the_command_line() {
    let folder = Folder::new("serve-compare");
    folder.write("patrols.toml", PATROLS);
    let server = Running::new(&folder);
    let request = json!({"scenarios": [{"name": "baseline"}, {"id": "patrols", "toml": PATROLS}], "members": 6});
    let typed = ["compare", "baseline", "patrols.toml", "--members", "6", "--json"];
    assert_eq!(without_command(server.post("compare", &request)), without_command(printed(&folder, &typed)));
}

#[test]
fn claims_are_those_of_the_command_line() {
    let folder = Folder::new("serve-claims");
    let claims = "[[claim]]\nid = \"own\"\nlever = \"vessel_patrols\"\nscenario = \"patrols\"\nstatement = \"More is \
        seized.\"\nindicator = \"seized\"\npromised = \"rise\"\nfrom = \"2026-01\"\nuntil = \"2026-12\"\n";
    folder.write("patrols.toml", PATROLS);
    folder.write("claims.toml", claims);
    let server = Running::new(&folder);
    let answer =
        server.post("claims", &json!({"scenario": {"id": "patrols", "toml": PATROLS}, "claims": claims, "members": 6}));
    let command = answer["run"]["command"].as_str().expect("a command").to_owned();
    let typed: Vec<&str> = command.split(' ').skip(1).chain(["--quiet"]).collect();
    assert_eq!(without_command(answer), without_command(printed(&folder, &typed)));
}

/// Quantiles by linear interpolation (type 7 of Hyndman and Fan 1996), from the members one by one.
#[test]
fn the_bands_are_the_quantiles_of_the_members() {
    let folder = Folder::new("serve-bands");
    let server = Running::new(&folder);
    let members = 5;
    // Another position of the slider comes first: what its members share with these is kept.
    let other =
        json!({"scenario": {"toml": PATROLS.replace("400", "50")}, "series": ["seized@world"], "members": members});
    assert_eq!(server.exchange("POST", "/api/ensemble", other.to_string().as_bytes()).0, 200);
    let request = json!({"scenario": {"toml": PATROLS}, "series": ["seized@world"], "members": members});
    let (status, body) = server.exchange("POST", "/api/ensemble", request.to_string().as_bytes());
    assert_eq!(status, 200);
    let line = body.lines().find(|line| line.starts_with('{')).expect("a part");
    let band: Value = serde_json::from_str(line).expect("JSON");
    let one = |member: i32| {
        server.post(
            "run",
            &json!({"scenario": {"toml": PATROLS}, "series": ["seized@world"],
            "member": member}),
        )["series"][0]["values"]
            .clone()
    };
    let paths: Vec<Value> = (0..members).map(one).collect();
    for month in 0..36 {
        let mut values: Vec<f64> = paths.iter().map(|path| path[month].as_f64().expect("a number")).collect();
        values.sort_by(f64::total_cmp);
        assert_eq!(band["series"][0]["median"][month], json!(values[2]), "{month}");
        assert_eq!(band["series"][0]["p25"][month], json!(values[1]), "{month}");
        let p10 = values[0] + 0.4 * (values[1] - values[0]);
        assert!((band["series"][0]["p10"][month].as_f64().expect("a number") - p10).abs() <= 1e-9 * p10, "{month}");
    }
}

/// Two levers: a contribution is the mean of coming first and coming second.
#[test]
fn contributions_are_those_of_the_runs_one_by_one() {
    let folder = Folder::new("serve-wedges");
    let server = Running::new(&folder);
    let task_forces = "\n[[lever]]\nid = \"task_forces\"\nbudget = \"100 million USD/year\"\nfrom = \"2025-01\"\n";
    let head = "name = \"Mix\"\nuntil = \"2027-12\"\n";
    let patrols = PATROLS.split_once("\n\n").expect("a lever").1;
    let mix = format!("{head}\n{patrols}{task_forces}");
    let request = json!({"scenario": {"toml": mix}, "series": "seized@world", "members": 3, "seed": 5});
    let (status, body) = server.exchange("POST", "/api/wedges", request.to_string().as_bytes());
    assert_eq!(status, 200, "{body}");
    let parts: Vec<Value> = body
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let level = |text: &str, manner: Value| {
        let mut request = json!({"scenario": {"toml": text}, "series": ["seized@world"], "seed": 5});
        request.as_object_mut().expect("an object").extend(manner.as_object().expect("an object").clone());
        let values: Vec<f64> = server.post("run", &request)["series"][0]["values"]
            .as_array()
            .expect("values")
            .iter()
            .map(|value| value.as_f64().expect("a number"))
            .collect();
        // A yearly flow, over the last three years.
        values.iter().skip(values.len() - 36).sum::<f64>() / 3.0
    };
    let alone = [format!("{head}\n{patrols}"), format!("{head}{task_forces}")];
    let effects = |manner: Value| {
        let none = level(head, manner.clone());
        let [one, other] = [0, 1].map(|lever: usize| level(&alone[lever], manner.clone()) - none);
        let both = level(&mix, manner) - none;
        [one, other, f64::midpoint(one, both - other), f64::midpoint(other, both - one), both - one - other, both]
    };
    let told = |part: &Value, name: &str| {
        let picks = [
            &part["levers"][0]["alone"],
            &part["levers"][1]["alone"],
            &part["levers"][0]["contribution"],
            &part["levers"][1]["contribution"],
            &part["remainder"],
            &part["all"],
        ];
        picks.map(|pick| pick[name].as_f64().expect("a number"))
    };
    let scale = level(head, json!({"expected": true}));
    let near = |ours: [f64; 6], expected: [f64; 6]| {
        ours.iter()
            .zip(expected)
            .for_each(|(ours, expected)| assert!((ours - expected).abs() < 1e-9 * scale, "{ours} and {expected}"))
    };
    near(told(&parts[0], "central"), effects(json!({"expected": true})));
    assert_eq!(parts[0]["window"], json!(["2025-01", "2027-12"]));
    let members = [0, 1, 2].map(|member| effects(json!({"member": member})));
    let middle: [f64; 6] = std::array::from_fn(|effect| {
        let mut values = members.map(|member| member[effect]);
        values.sort_by(f64::total_cmp);
        values[1]
    });
    near(told(parts.last().expect("a part"), "median"), middle);
    for refused in [
        json!({"scenario": {"toml": PATROLS}, "series": "seized@world"}),
        json!({"scenario": {"toml": mix}, "series": "seized"}),
    ] {
        assert_eq!(server.exchange("POST", "/api/wedges", refused.to_string().as_bytes()).0, 400);
    }
}

#[test]
fn faults_come_with_line_and_suggestion() {
    let folder = Folder::new("serve-faults");
    let server = Running::new(&folder);
    let fault = |question: &str, request: Value| {
        let (status, body) = server.exchange("POST", &format!("/api/{question}"), request.to_string().as_bytes());
        assert_eq!(status, 400, "{body}");
        serde_json::from_str::<Value>(&body).expect("JSON")["problems"][0].clone()
    };
    let typo = fault("run", json!({"scenario": {"toml": PATROLS.replace("vessel_patrols", "vesel_patrols")}}));
    assert_eq!(
        (&typo["code"], &typo["line"], &typo["suggestion"]),
        (&json!("E0501"), &json!(5), &json!("vessel_patrols"))
    );
    assert_eq!(fault("run", json!({"scenario": {"name": "militry"}}))["suggestion"], json!("military"));
    for refused in [
        json!({"scenario": {"name": "../Cargo.toml"}}),
        json!({"scenario": {"name": "/etc/passwd"}}),
        json!({"scenario": {"name": "baseline", "toml": ""}}),
        json!({"scenario": {"id": "../x", "toml": PATROLS}}),
        json!({"scenario": {"name": "baseline"}, "unknown": 1}),
        json!({"scenario": {"name": "baseline"}, "set": {"a.b": 1.0}}),
        json!({"scenario": {"name": "baseline"}, "series": ["unicorns"]}),
    ] {
        assert!(fault("run", refused.clone())["message"].is_string(), "{refused}");
    }
    fault("compare", json!({"scenarios": [{"name": "baseline"}]}));
    fault("compare", json!({"scenarios": [{"name": "baseline"}, {"name": "baseline"}], "members": 100_000}));
    fault("ensemble", json!({"scenario": {"name": "baseline"}, "series": []}));
    fault("ensemble", json!({"scenario": {"name": "baseline"}, "series": ["seized@world"], "members": 0}));
    let century = "name = \"Long\"\nuntil = \"2123-12\"\n";
    fault("ensemble", json!({"scenario": {"toml": century}, "series": ["seized@world"], "members": 2000}));
}

#[test]
fn prop_a_damaged_request_is_never_a_fault_of_the_server() {
    let folder = Folder::new("serve-damage");
    let server = Running::new(&folder);
    let whole = json!({"scenario": {"id": "patrols", "toml": PATROLS}, "series": ["seized@world"], "members": 2,
        "set": {"market.pass_through_inside_market": 0.8}})
    .to_string();
    let questions = prop::sample::select(vec!["run", "ensemble", "wedges", "compare", "claims", "map"]);
    let damage = prop::collection::vec((0..whole.len(), any::<u8>()), 0..6);
    let config = ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let outcome = runner.run(&(questions, damage, 0..=whole.len()), |(question, damage, end)| {
        let mut bytes = whole.clone().into_bytes();
        damage.into_iter().for_each(|(position, byte)| bytes[position] = byte);
        // A third of the requests is cut short.
        bytes.truncate(if end % 3 == 0 { end } else { whole.len() });
        let (status, body) = server.exchange("POST", &format!("/api/{question}"), &bytes);
        prop_assert!(status == 200 || status == 400, "{question}: {status} {body}");
        Ok(())
    });
    outcome.expect("no fault");
}

/// Turns for ensembles are two, and who waits for one longer than half a minute is turned away. Each
/// question left behind would take its turn for about a minute or more on two cores.
#[test]
fn comparisons_and_claims_end_when_their_client_leaves() {
    let folder = Folder::new("serve-left");
    let server = Running::new(&folder);
    let long = json!({"toml": PATROLS.replace("2026-12", "2043-12")});
    let large = [
        ("compare", json!({"scenarios": vec![long.clone(); 8], "members": 2000})),
        ("claims", json!({"scenario": long, "members": 2000})),
    ];
    for (question, request) in large {
        let left: Vec<TcpStream> =
            (0..2).map(|_| server.send("POST", &format!("/api/{question}"), request.to_string().as_bytes())).collect();
        // Long enough for the runs to begin, so that they are left and not merely never taken up.
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(left);
        server.post("compare", &json!({"scenarios": [{"name": "baseline"}, {"name": "military"}], "members": 2}));
    }
}

#[test]
fn other_machines_need_a_token_and_a_taken_port_is_said() {
    let folder = Folder::new("serve-public");
    let refused = folder.run(&["serve", "--address", "0.0.0.0", "--port", "0"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("error[E0808]") && refused.stderr.contains("--token"), "{}", refused.stderr);
    let server = Running::new(&folder);
    let port = server.host.rsplit(':').next().expect("a port");
    let taken = folder.run(&["serve", "--port", port]);
    assert_eq!(taken.status, 2);
    assert!(taken.stderr.contains("--port 0"), "{}", taken.stderr);
}
