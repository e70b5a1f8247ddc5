//! Answers the server's questions from a session, with the code that prints `--json`.

use super::beginning::Shelf;
use super::request::{ClaimsRequest, CompareRequest, RunRequest, check_size, read, refusal, with_parameters};
use super::{checks, ensemble, map, tables, wedges};
use crate::commands::assess::{self, nobody_wants_rows, results_json};
use crate::commands::schema::{indicators_json, levers, switches_json};
use crate::commands::{Context, EnsembleOptions, claims, compare, run};
use crate::failure::Failure;
use crate::headline::every;
use crate::output::Terminal;
use crate::session::{Named, Session};
use crate::shipped::DataSource;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_server::{Client, Engine, Listener, Question, Refusal, Streamed, Table};
use counterflow_study::assess::Structures;
use counterflow_study::claims::{Claim, parse};
use counterflow_study::ensemble::Observer;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::OnceLock;

/// A session behind the server.
#[derive(Debug)]
pub struct SessionEngine {
    session: Session,
    source: DataSource,
    data: Option<PathBuf>,
    world: Option<PathBuf>,
    terminal: Terminal,
    validation: OnceLock<Value>,
    shelf: Shelf,
}

impl SessionEngine {
    /// Loads the session.
    pub fn new(context: &Context<'_>) -> Result<Self, Failure> {
        Ok(Self {
            session: context.session()?,
            source: context.source.clone(),
            data: context.data.clone(),
            world: context.world.clone(),
            // A server shows no progress: its terminal is not the client's.
            terminal: Terminal { quiet: true, ..*context.terminal },
            validation: OnceLock::new(),
            shelf: Shelf::default(),
        })
    }

    fn context(&self) -> Context<'_> {
        Context {
            source: self.source.clone(),
            data: self.data.clone(),
            world: self.world.clone(),
            terminal: &self.terminal,
        }
    }

    fn run(&self, request: &RunRequest) -> Result<String, Refusal> {
        let named = with_parameters(&self.session, &request.scenario, &request.set)?;
        let chosen = if request.series.is_empty() {
            every(&self.session.model)
        } else {
            run::chosen_series(&request.series, &self.session.model).map_err(|problems| refusal(problems.into()))?
        };
        let manner = run::Manner { seed: request.seed, member: request.member, expected: request.expected };
        let result = run::simulate(&manner, &self.session, &named.scenario).map_err(refusal)?;
        let mut value = run::json(&manner, &self.session, &named, &result, &chosen).map_err(refusal)?;
        set_command(&mut value, run_command(request));
        Ok(value.to_string())
    }

    fn compare(&self, request: &CompareRequest, client: &dyn Client) -> Result<String, Refusal> {
        if request.scenarios.len() < 2 {
            return Err(Refusal::bad_request("a comparison takes two scenarios or more"));
        }
        let scenarios = request
            .scenarios
            .iter()
            .map(|scenario| scenario.read(&self.session))
            .collect::<Result<Vec<Named>, Refusal>>()?;
        check_size(&self.session, &scenarios, request.members)?;
        let options = EnsembleOptions { members: request.members, seed: request.seed, threads: None };
        let mut value = compare::json(&options, &self.session, &scenarios, &Asker(client)).map_err(refusal)?;
        let words: Vec<String> = request.scenarios.iter().map(|scenario| scenario.command_word()).collect();
        set_command(
            &mut value,
            format!(
                "counterflow compare {} --members {} --seed {} --json",
                words.join(" "),
                request.members,
                request.seed
            ),
        );
        Ok(value.to_string())
    }

    fn claims(&self, request: &ClaimsRequest, client: &dyn Client) -> Result<String, Refusal> {
        let named = request.scenario.read(&self.session)?;
        check_size(&self.session, std::slice::from_ref(&named), request.members)?;
        let claims = match &request.claims {
            Some(text) => self.own_claims(text, &named)?,
            None => self.shipped_claims()?,
        };
        let options = EnsembleOptions { members: request.members, seed: request.seed, threads: None };
        let report = assess::run(
            &self.session,
            &[named],
            &claims,
            (options, Structures::All),
            &mut nobody_wants_rows,
            &Asker(client),
        )
        .map_err(refusal)?;
        let mut value = results_json(&report).map_err(refusal)?;
        let word = request.scenario.command_word();
        // Where the command is typed, the claims are a file: the client's own, or the shipped ones as said of its scenario.
        set_command(
            &mut value,
            format!(
                "counterflow assess --scenarios {word} --claims claims.toml --members {} --seed {} --json",
                request.members, request.seed
            ),
        );
        Ok(value.to_string())
    }

    /// Claims that the client wrote about its scenario.
    fn own_claims(&self, text: &str, named: &Named) -> Result<Vec<Claim>, Refusal> {
        let file = SourceFile::new("claims.toml", text);
        parse(&file, &self.session.model, &[&named.scenario]).map_err(|problems| refusal(problems.into()))
    }

    /// The shipped claims; the assessment says which of them apply to a scenario.
    fn shipped_claims(&self) -> Result<Vec<Claim>, Refusal> {
        let scenarios = self.session.all_scenarios().map_err(refusal)?;
        claims::load(None, &scenarios, &self.session, &self.context()).map_err(refusal)
    }

    fn validation(&self) -> Result<String, Refusal> {
        if let Some(known) = self.validation.get() {
            return Ok(known.to_string());
        }
        let all = checks::all(&self.context(), None)?;
        Ok(self.validation.get_or_init(|| all).to_string())
    }

    /// Tells the checks as they come the first time, all at once later.
    fn checks(&self, listener: &dyn Listener) -> Result<(), Refusal> {
        if let Some(known) = self.validation.get() {
            listener.tell(known.clone());
            return Ok(());
        }
        let all = checks::all(&self.context(), Some(listener))?;
        self.validation.get_or_init(|| all);
        Ok(())
    }
}

impl Engine for SessionEngine {
    fn table(&self, table: Table) -> Result<String, Refusal> {
        let value = match table {
            Table::Levers => levers::json(&self.session),
            Table::Indicators => indicators_json(&self.session),
            Table::Switches => switches_json(),
            Table::Scenarios => tables::scenarios(&self.session)?,
            Table::Evidence => tables::evidence(&self.session),
            Table::Worlds => tables::worlds(&self.session),
            Table::Validation => return self.validation(),
        };
        Ok(value.to_string())
    }

    fn answer(&self, question: Question, request: &[u8], client: &dyn Client) -> Result<String, Refusal> {
        match question {
            Question::Run => self.run(&read(request)?),
            Question::Map => map::answer(&read(request)?, &self.session),
            Question::Compare => self.compare(&read(request)?, client),
            Question::Claims => self.claims(&read(request)?, client),
        }
    }

    fn stream(&self, streamed: Streamed, request: &[u8], listener: &dyn Listener) -> Result<(), Refusal> {
        match streamed {
            Streamed::Ensemble => ensemble::answer(&read(request)?, &self.session, &self.shelf, listener),
            Streamed::Wedges => wedges::answer(&read(request)?, &self.session, &self.shelf, listener),
            Streamed::Checks => self.checks(listener),
        }
    }
}

/// A client whose departure ends the runs asked for.
struct Asker<'a>(&'a dyn Client);

impl Observer for Asker<'_> {
    fn done(&self) {}

    fn is_unwanted(&self) -> bool {
        self.0.give_way();
        self.0.is_gone()
    }
}

/// Puts the command that gives the same numbers in place of the server's own.
fn set_command(value: &mut Value, command: String) {
    if let Some(record) = value.get_mut("run").and_then(Value::as_object_mut) {
        record.insert("command".to_owned(), json!(command));
    }
}

fn run_command(request: &RunRequest) -> String {
    let mut words = vec![
        "counterflow run".to_owned(),
        request.scenario.command_word(),
        format!("--seed {}", request.seed),
        format!("--member {}", request.member),
    ];
    words.extend(request.expected.then(|| "--expected".to_owned()));
    words.extend(request.set.iter().map(|(id, value)| format!("--set {id}={value}")));
    words.extend(request.series.iter().map(|series| format!("--series {series}")));
    words.push("--json".to_owned());
    words.join(" ")
}
