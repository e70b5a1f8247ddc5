//! Every route's answer is what the description says, and the description is what the types say.

use crate::schema::fault;
use counterflow_app::cancellation::{Cancellation, Never};
use counterflow_app::data_source::DataSource;
use counterflow_app::session::Session;
use counterflow_app::validation::ValidationData;
use counterflow_server::api::OPENAPI;
use counterflow_server::description::{Schemas, all_definitions, openapi};
use counterflow_server::session_engine::SessionEngine;
use counterflow_server::typescript::types;
use counterflow_server::{Engine, Listener, Question, Streamed, Table};
use schemars::Schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One engine over the shipped data serves all tests.
fn engine() -> &'static SessionEngine {
    static ENGINE: OnceLock<SessionEngine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let source = DataSource::choose(Some(&root().join("data")));
        let session = Session::load(&source, None).expect("shipped data");
        let validation = ValidationData { source: source.clone(), folder: None, world: None };
        SessionEngine::new(session, source, validation)
    })
}

/// Keeps the parts of a streamed answer.
#[derive(Default)]
struct Parts(Mutex<Vec<String>>);

impl Cancellation for Parts {
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Listener for Parts {
    fn send(&self, part: String) {
        self.0.lock().expect("whole").push(part);
    }
}

fn assert_described(name: &str, text: &str, schema: Schema) {
    let definitions = all_definitions();
    let value: Value = serde_json::from_str(text).expect("JSON");
    let found = fault(&value, &Value::from(schema), &definitions);
    assert_eq!(found, None, "{name}");
}

/// Two levers, so that contributions can be asked for.
const MIX: &str = "name = \"Mix\"\nuntil = \"2026-12\"\n\n[[lever]]\nid = \"vessel_patrols\"\nbudget = \"400 million \
    USD/year\"\nfrom = \"2025-07\"\n\n[[lever]]\nid = \"task_forces\"\nbudget = \"100 million USD/year\"\nfrom = \
        \"2025-01\"\n";

fn request(question: Question) -> Value {
    let scenario = json!({"id": "mix", "toml": MIX});
    match question {
        Question::Run => json!({"scenario": scenario, "member": 1, "set": {"market.pass_through_inside_market": 0.8}}),
        Question::Map => json!({"scenario": scenario}),
        Question::Compare => json!({"scenarios": [{"name": "baseline"}, scenario], "members": 3}),
        Question::Claims => json!({"scenario": scenario, "members": 3}),
    }
}

fn streamed_request(streamed: Streamed) -> Value {
    let scenario = json!({"id": "mix", "toml": MIX});
    match streamed {
        Streamed::Ensemble => {
            json!({"scenario": scenario, "series": ["seized"], "members": 3, "difference": true})
        }
        Streamed::Contributions => json!({"scenario": scenario, "series": "seized@world", "members": 3}),
        Streamed::Checks => json!({}),
    }
}

#[test]
fn every_table_is_as_described() {
    for (name, table) in Table::ALL {
        assert_described(name, &engine().table(table).expect("a table"), Schemas::default().table(table));
    }
}

#[test]
fn every_answer_is_as_described() {
    for (name, question) in Question::ALL {
        let request = request(question);
        assert_described(name, &request.to_string(), Schemas::default().request(question));
        let text = engine().answer(question, request.to_string().as_bytes(), &Never).expect("an answer");
        assert_described(name, &text, Schemas::default().answer(question));
    }
}

#[test]
fn every_part_is_as_described() {
    for (name, streamed) in Streamed::ALL {
        let request = streamed_request(streamed);
        assert_described(name, &request.to_string(), Schemas::default().streamed_request(streamed));
        // The second time, checks come all at once.
        for _ in 0..2 {
            let parts = Parts::default();
            engine().stream(streamed, request.to_string().as_bytes(), &parts).expect("parts");
            let parts = parts.0.into_inner().expect("whole");
            assert!(!parts.is_empty(), "{name}");
            for part in parts {
                assert_described(name, &part, Schemas::default().part(streamed));
            }
        }
    }
}

#[test]
fn refusals_are_as_described() {
    for request in [json!({"scenario": {"name": "militry"}}), json!({"scenario": {}})] {
        let refused = engine().answer(Question::Run, request.to_string().as_bytes(), &Never).expect_err("a refusal");
        let counterflow_server::Refusal::BadRequest(problems) = refused else { panic!("{refused:?}") };
        let text = json!({"problems": problems}).to_string();
        assert_described("problems", &text, Schemas::default().problems());
    }
}

/// `cargo run --release -p counterflow-server --example generate_types` writes both anew.
#[test]
fn golden_the_generated_files_are_those_of_the_types() {
    assert_eq!(OPENAPI, openapi(), "crates/server/src/openapi.json");
    let path = root().join("web/src/lib/types.generated.ts");
    assert_eq!(std::fs::read_to_string(path).expect("types"), types(&all_definitions()), "types.generated.ts");
}
