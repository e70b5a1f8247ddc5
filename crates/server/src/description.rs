//! The description of the API and of its answers, from the types that are read and written.
//!
//! `cargo run -p counterflow-server --example generate_types` writes `openapi.json` and the types of the web app; a
//! test compares both with what stands here. Routes are described by exhaustive matches, so that no route can lack a
//! description.

use crate::engine::{Question, RequestProblem, Streamed, Table};
use crate::request::{
    ClaimsRequest, CompareRequest, ContributionsRequest, EnsembleRequest, MapRequest, NoRequest, RunRequest,
};
use counterflow_app::results::Versioned;
use counterflow_app::results::assessment::Assessment;
use counterflow_app::results::bands::BandPart;
use counterflow_app::results::catalogue::{IndicatorList, LeverList, ScenarioDetails, SwitchList};
use counterflow_app::results::comparison::Comparison;
use counterflow_app::results::contributions::ContributionsPart;
use counterflow_app::results::evidence::EvidenceTables;
use counterflow_app::results::flow_map::FlowMap;
use counterflow_app::results::run::RunResult;
use counterflow_app::results::validation::{Checks, ChecksPart};
use counterflow_app::results::world::WorldList;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Where definitions stand in the description.
const DEFINITIONS: &str = "/components/schemas";

/// Problems of a refused request.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problems {
    /// Every problem.
    pub problems: Vec<RequestProblem>,
}

/// The schemas of everything that is read and written.
#[derive(Debug)]
pub struct Schemas {
    requests: SchemaGenerator,
    answers: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        let settings =
            || SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = DEFINITIONS.into());
        Self {
            requests: settings().for_deserialize().into_generator(),
            answers: settings().for_serialize().into_generator(),
        }
    }
}

impl Schemas {
    /// Schema of a table.
    pub fn table(&mut self, table: Table) -> Schema {
        let answers = &mut self.answers;
        match table {
            Table::Levers => answers.subschema_for::<Versioned<LeverList>>(),
            Table::Indicators => answers.subschema_for::<Versioned<IndicatorList>>(),
            Table::Switches => answers.subschema_for::<Versioned<SwitchList>>(),
            Table::Scenarios => answers.subschema_for::<Versioned<ScenarioDetails>>(),
            Table::Evidence => answers.subschema_for::<Versioned<EvidenceTables>>(),
            Table::Worlds => answers.subschema_for::<Versioned<WorldList>>(),
            Table::Validation => answers.subschema_for::<Versioned<Checks>>(),
        }
    }

    /// Schema of the answer to a question.
    pub fn answer(&mut self, question: Question) -> Schema {
        let answers = &mut self.answers;
        match question {
            Question::Run => answers.subschema_for::<Versioned<RunResult>>(),
            Question::Map => answers.subschema_for::<Versioned<FlowMap>>(),
            Question::Compare => answers.subschema_for::<Versioned<Comparison>>(),
            Question::Claims => answers.subschema_for::<Versioned<Assessment<'_>>>(),
        }
    }

    /// Schema of each line of a streamed answer.
    pub fn part(&mut self, streamed: Streamed) -> Schema {
        let answers = &mut self.answers;
        match streamed {
            Streamed::Ensemble => answers.subschema_for::<BandPart>(),
            Streamed::Contributions => answers.subschema_for::<ContributionsPart>(),
            Streamed::Checks => answers.subschema_for::<Versioned<ChecksPart>>(),
        }
    }

    /// Schema of a question's request.
    pub fn request(&mut self, question: Question) -> Schema {
        let requests = &mut self.requests;
        match question {
            Question::Run => requests.subschema_for::<RunRequest>(),
            Question::Map => requests.subschema_for::<MapRequest>(),
            Question::Compare => requests.subschema_for::<CompareRequest>(),
            Question::Claims => requests.subschema_for::<ClaimsRequest>(),
        }
    }

    /// Schema of a streamed question's request.
    pub fn streamed_request(&mut self, streamed: Streamed) -> Schema {
        let requests = &mut self.requests;
        match streamed {
            Streamed::Ensemble => requests.subschema_for::<EnsembleRequest>(),
            Streamed::Contributions => requests.subschema_for::<ContributionsRequest>(),
            Streamed::Checks => requests.subschema_for::<NoRequest>(),
        }
    }

    /// Schema of the problems of a refused request.
    pub fn problems(&mut self) -> Schema {
        self.answers.subschema_for::<Problems>()
    }

    /// The definitions that the schemas so far refer to, in the order of their names.
    pub fn definitions(&mut self) -> Map<String, Value> {
        let mut all: Vec<(String, Value)> = self.requests.take_definitions(true).into_iter().collect();
        all.extend(self.answers.take_definitions(true));
        all.sort_by(|one, other| one.0.cmp(&other.0));
        all.into_iter().collect()
    }
}

/// Every route's schemas, and the definitions that they refer to.
#[must_use]
pub fn all_definitions() -> Map<String, Value> {
    let mut schemas = Schemas::default();
    for (_, table) in Table::ALL {
        schemas.table(table);
    }
    for (_, question) in Question::ALL {
        schemas.answer(question);
        schemas.request(question);
    }
    for (_, streamed) in Streamed::ALL {
        schemas.part(streamed);
        schemas.streamed_request(streamed);
    }
    schemas.problems();
    schemas.definitions()
}

/// The description of the API as an `OpenAPI` document.
#[must_use]
pub fn openapi() -> String {
    let mut schemas = Schemas::default();
    let mut paths = Map::new();
    for (name, table) in Table::ALL {
        let ok = answer(table_summary(table), "application/json", Some(schemas.table(table)));
        paths.insert(format!("/api/{name}"), json!({"get": operation(name, table_summary(table), None, ok, true)}));
    }
    let this = "This document.";
    let ok = answer(this, "application/json", None);
    paths.insert("/api/openapi.json".to_owned(), json!({"get": operation("openapi", this, None, ok, false)}));
    for (name, question) in Question::ALL {
        let summary = question_summary(question);
        let ok = answer(summary, "application/json", Some(schemas.answer(question)));
        let request = Some(schemas.request(question));
        paths.insert(format!("/api/{name}"), json!({"post": operation(name, summary, request, ok, true)}));
    }
    for (name, streamed) in Streamed::ALL {
        let summary = streamed_summary(streamed);
        let ok = answer(summary, "application/x-ndjson", Some(schemas.part(streamed)));
        let request = Some(schemas.streamed_request(streamed));
        paths.insert(format!("/api/{name}"), json!({"post": operation(name, summary, request, ok, true)}));
    }
    let problems = schemas.problems();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Counterflow",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Runs policy scenarios on the model. The API gives the same JSON as the command line's \
             --json; `run.command` holds the command that reproduces an answer.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": schemas.definitions(),
            "responses": refusals(&problems),
            "securitySchemes": {"token": {
                "type": "http", "scheme": "bearer",
                "description": "Only where the server was opened to other machines.",
            }},
        },
    });
    format!("{document:#}\n")
}

fn table_summary(table: Table) -> &'static str {
    match table {
        Table::Levers => {
            "The levers: units, unit costs, baselines, limits, words. Equal to `counterflow schema levers --json`."
        }
        Table::Indicators => {
            "The indicators: unit, places, definition. Equal to `counterflow schema indicators --json`."
        }
        Table::Switches => "The structural switches and their settings. Equal to `counterflow schema switches --json`.",
        Table::Scenarios => "The scenarios at hand, with their levers spelled out.",
        Table::Evidence => {
            "Every parameter with range, grade and sources (as `counterflow evidence list --json`), and the sources."
        }
        Table::Worlds => {
            "The world: places, routes, corridors, countries, markets; regions and corridors, never sites."
        }
        Table::Validation => {
            "Published results beside the model's own. Equal to `counterflow validate --json`; the first request takes \
             some seconds."
        }
    }
}

fn question_summary(question: Question) -> &'static str {
    match question {
        Question::Run => "One run of one scenario. Equal to `counterflow run --json`.",
        Question::Map => {
            "Mean flow of every route in every year, in the scenario and in its baseline: the same world without the \
             scenario's levers."
        }
        Question::Compare => {
            "Scenarios compared with the first, member by member. Equal to `counterflow compare --json`."
        }
        Question::Claims => "Claims tested on one scenario. Equal to `counterflow claims --json`.",
    }
}

fn streamed_summary(streamed: Streamed) -> &'static str {
    match streamed {
        Streamed::Ensemble => {
            "Quantiles over the members, month by month, as one JSON value per line; each line holds more members than \
             the one before. Closing the connection ends the work."
        }
        Streamed::Contributions => {
            "What each lever of a scenario contributes to a series: Shapley values, each lever alone, and the \
             remainder of what they do together, as one JSON value per line. The first line is central (members 0) and \
             names what each lever costs; later lines hold medians and 90 % intervals over more and more members. \
             Closing the connection ends the work."
        }
        Streamed::Checks => {
            "Published results beside the model's own, as one JSON value per line: each check as soon as it is \
             computed, with its position among all of them (`position`, `of`). Once all are known, one line holds them \
             all. The lines together hold the checks of `/api/validation`. The request is an empty object."
        }
    }
}

fn answer(summary: &str, kind: &str, schema: Option<Schema>) -> Value {
    let schema = schema.map_or_else(|| json!({"type": "object"}), Value::from);
    json!({"description": summary, "content": {kind: {"schema": schema}}})
}

/// What a route does, takes and answers; refusals by their status.
fn operation(name: &str, summary: &str, request: Option<Schema>, ok: Value, waits: bool) -> Value {
    let mut responses = Map::from_iter([("200".to_owned(), ok)]);
    let with_body: &[(&str, &str)] = &[("400", "BadRequest"), ("413", "TooLarge"), ("415", "NotJson")];
    let always: &[(&str, &str)] = &[("401", "NoToken"), ("403", "OtherPage"), ("421", "UnknownHost")];
    let busy: &[(&str, &str)] = &[("503", "Busy")];
    let mut refused: Vec<(&str, &str)> = always.to_vec();
    refused.extend_from_slice(if request.is_some() { with_body } else { &[] });
    refused.extend_from_slice(if waits { busy } else { &[] });
    refused.sort_unstable();
    for (status, name) in refused {
        responses.insert(status.to_owned(), json!({"$ref": format!("#/components/responses/{name}")}));
    }
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), json!(name));
    operation.insert("summary".to_owned(), json!(summary));
    if let Some(request) = request {
        let body = json!({"required": true, "content": {"application/json": {"schema": request}}});
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), Value::Object(responses));
    Value::Object(operation)
}

fn refusals(problems: &Schema) -> Map<String, Value> {
    let with_problems = [
        ("BadRequest", "The request is at fault; every problem is listed."),
        ("NoToken", "The server wants its token."),
        ("OtherPage", "Requests from other pages are refused."),
        ("NotJson", "The body is not application/json."),
        ("UnknownHost", "The host is not the server's."),
        ("Busy", "Too many ask at once, or the answer took too long."),
    ];
    let entry = |(name, words): (&str, &str)| {
        (name.to_owned(), json!({"description": words, "content": {"application/json": {"schema": problems}}}))
    };
    let too_large = ("TooLarge".to_owned(), json!({"description": "The body is too large."}));
    with_problems.into_iter().map(entry).chain([too_large]).collect()
}
