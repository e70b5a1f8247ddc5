//! Answers the server's questions from a session, with what the command line prints as `--json`.

use crate::engine::{Engine, Listener, Question, Refusal, Streamed, Table};
use crate::request::{
    ClaimsRequest, CompareRequest, ContributionsRequest, EnsembleRequest, MapRequest, RunRequest, check_series,
    check_size, read, with_parameters,
};
use counterflow_app::assessment::{self, Structures, own_claims, shipped_claims};
use counterflow_app::bands::{BandQuestion, bands};
use counterflow_app::cancellation::{CancellableRuns, Cancellation, Never};
use counterflow_app::catalogue::{evidence, indicators, levers, scenarios, world};
use counterflow_app::compare::compare;
use counterflow_app::contributions::{ContributionsQuestion, MOST_LEVERS, contributions, levers_of, runs_per_member};
use counterflow_app::data_source::DataSource;
use counterflow_app::draws::DrawsFrom;
use counterflow_app::ensemble::EnsembleSize;
use counterflow_app::failure::Failure;
use counterflow_app::flow_map::flow_map;
use counterflow_app::prefix_cache::PrefixCache;
use counterflow_app::results::Versioned;
use counterflow_app::results::assessment::Assessment;
use counterflow_app::results::validation::{Checks, ChecksPart};
use counterflow_app::run::{RunChoice, result, simulate};
use counterflow_app::series::{every_series, find_all};
use counterflow_app::session::{NamedScenario, Session};
use counterflow_app::validation::ValidationData;
use serde::Serialize;
use std::sync::OnceLock;

/// A session behind the server.
#[derive(Debug)]
pub struct SessionEngine {
    session: Session,
    source: DataSource,
    validation_data: ValidationData,
    validation: OnceLock<Checks>,
    prefixes: PrefixCache,
}

impl SessionEngine {
    /// An engine over a session whose data come from `source`.
    #[must_use]
    pub fn new(session: Session, source: DataSource, validation_data: ValidationData) -> Self {
        let (validation, prefixes) = (OnceLock::new(), PrefixCache::default());
        Self { session, source, validation_data, validation, prefixes }
    }

    fn size(&self, members: u32, seed: u64, draws: Option<DrawsFrom>) -> Result<EnsembleSize, Refusal> {
        Ok(EnsembleSize { members, seed, threads: None, draws: self.session.draws(draws)? })
    }

    fn run(&self, request: &RunRequest) -> Result<String, Refusal> {
        let named = with_parameters(&self.session, &request.scenario, &request.set)?;
        let series = if request.series.is_empty() {
            every_series(&self.session.model.layout)
        } else {
            find_all(&request.series, &self.session.model)?
        };
        let draws = self.session.draws(request.draws)?;
        let choice = RunChoice { seed: request.seed, member: request.member, expected: request.expected, draws };
        let run = simulate(&choice, &self.session, &named.scenario)?;
        let mut answer = result(&choice, &self.session, &named, &run, &series);
        answer.run.command = run_command(request, draws);
        versioned_text(answer)
    }

    fn map(&self, request: &MapRequest) -> Result<String, Refusal> {
        let named = with_parameters(&self.session, &request.scenario, &request.set)?;
        versioned_text(flow_map(&self.session, &named, self.session.draws(request.draws)?)?)
    }

    fn compare(&self, request: &CompareRequest, cancellation: &dyn Cancellation) -> Result<String, Refusal> {
        if request.scenarios.len() < 2 {
            return Err(Refusal::bad_request("a comparison takes two scenarios or more"));
        }
        let scenarios = request
            .scenarios
            .iter()
            .map(|scenario| scenario.read(&self.session))
            .collect::<Result<Vec<NamedScenario>, Refusal>>()?;
        check_size(&self.session, &scenarios, request.members)?;
        let size = self.size(request.members, request.seed, request.draws)?;
        let mut answer = compare(size, &self.session, &scenarios, &CancellableRuns(cancellation))?;
        let words: Vec<String> = request.scenarios.iter().map(|scenario| scenario.command_word()).collect();
        answer.run.command = format!(
            "counterflow compare {} --members {} --seed {} --draws {} --json",
            words.join(" "),
            request.members,
            request.seed,
            size.draws.word()
        );
        versioned_text(answer)
    }

    fn claims(&self, request: &ClaimsRequest, cancellation: &dyn Cancellation) -> Result<String, Refusal> {
        let named = request.scenario.read(&self.session)?;
        check_size(&self.session, std::slice::from_ref(&named), request.members)?;
        let claims = match &request.claims {
            Some(text) => own_claims(text, &self.session, &named)?,
            None => shipped_claims(&self.session, &self.source)?,
        };
        let size = self.size(request.members, request.seed, request.draws)?;
        let (rows, observer) = (&mut assessment::discard_rows, &CancellableRuns(cancellation));
        let mut report = assessment::run(&self.session, &[named], &claims, size, Structures::All, rows, observer)?;
        let word = request.scenario.command_word();
        // Where the command is typed, the claims are a file: the client's own, or the shipped ones as said of its
        // scenario.
        report.run.command = format!(
            "counterflow assess --scenarios {word} --claims claims.toml --members {} --seed {} --draws {} --json",
            request.members,
            request.seed,
            size.draws.word()
        );
        versioned_text(Assessment::from(&report))
    }

    fn bands(&self, request: &EnsembleRequest, listener: &dyn Listener) -> Result<(), Refusal> {
        check_series(&request.series)?;
        let named = with_parameters(&self.session, &request.scenario, &request.set)?;
        let series = find_all(&request.series, &self.session.model)?;
        check_size(&self.session, std::slice::from_ref(&named), request.members)?;
        let size = self.size(request.members, request.seed, request.draws)?;
        let question = BandQuestion { named: &named, series: &series, difference: request.difference, size };
        streamed(listener, |cancellation, send| bands(question, &self.session, &self.prefixes, cancellation, send))
    }

    fn contributions(&self, request: &ContributionsRequest, listener: &dyn Listener) -> Result<(), Refusal> {
        let named = with_parameters(&self.session, &request.scenario, &request.set)?;
        let series = find_all(std::slice::from_ref(&request.series), &self.session.model)?;
        let [series] = series.as_slice() else {
            return Err(Refusal::bad_request("contributions are to one series: INDICATOR@PLACE"));
        };
        let levers = levers_of(&named.scenario).len();
        if !(2..=MOST_LEVERS).contains(&levers) {
            return Err(Refusal::bad_request(format!(
                "contributions are told of 2 to {MOST_LEVERS} levers; the scenario uses {levers}"
            )));
        }
        let runs = request.members.saturating_mul(runs_per_member(levers) as u32);
        check_size(&self.session, std::slice::from_ref(&named), runs)?;
        let size = self.size(request.members, request.seed, request.draws)?;
        let question = ContributionsQuestion { named: &named, series, size };
        streamed(listener, |cancellation, send| {
            contributions(question, &self.session, &self.prefixes, cancellation, send)
        })
    }

    fn validation(&self) -> Result<&Checks, Refusal> {
        match self.validation.get() {
            Some(known) => Ok(known),
            None => {
                let all = self.validation_data.check_all(&Never, &mut |_| ())?;
                Ok(self.validation.get_or_init(|| all))
            }
        }
    }

    /// Sends the checks as they come the first time, all at once later.
    fn checks(&self, listener: &dyn Listener) -> Result<(), Refusal> {
        if let Some(known) = self.validation.get() {
            listener.send(versioned_text(known)?);
            return Ok(());
        }
        let mut send = |part: ChecksPart| {
            // A part is plain data, which always has a text.
            if let Ok(text) = versioned_text(part) {
                listener.send(text);
            }
        };
        let all = self.validation_data.check_all(listener, &mut send)?;
        self.validation.get_or_init(|| all);
        Ok(())
    }
}

impl Engine for SessionEngine {
    fn table(&self, table: Table) -> Result<String, Refusal> {
        let session = &self.session;
        match table {
            Table::Levers => versioned_text(levers::levers(session)),
            Table::Indicators => versioned_text(indicators::indicators(session)),
            Table::Switches => versioned_text(indicators::switches()),
            Table::Scenarios => versioned_text(scenarios::details(session)?),
            Table::Evidence => versioned_text(evidence::tables(&session.evidence)),
            Table::Worlds => versioned_text(world::tables(session)),
            Table::Validation => versioned_text(self.validation()?),
        }
    }

    fn answer(&self, question: Question, request: &[u8], cancellation: &dyn Cancellation) -> Result<String, Refusal> {
        match question {
            Question::Run => self.run(&read(request)?),
            Question::Map => self.map(&read(request)?),
            Question::Compare => self.compare(&read(request)?, cancellation),
            Question::Claims => self.claims(&read(request)?, cancellation),
        }
    }

    fn stream(&self, streamed: Streamed, request: &[u8], listener: &dyn Listener) -> Result<(), Refusal> {
        match streamed {
            Streamed::Ensemble => self.bands(&read(request)?, listener),
            Streamed::Contributions => self.contributions(&read(request)?, listener),
            Streamed::Checks => self.checks(listener),
        }
    }
}

/// A result as JSON text, with the version of the program.
fn versioned_text(result: impl Serialize) -> Result<String, Refusal> {
    text(&Versioned::new(result))
}

fn text(result: &impl Serialize) -> Result<String, Refusal> {
    serde_json::to_string(result).map_err(|error| Refusal::Failed(format!("the answer cannot be written: {error}")))
}

/// Sends every part of an answer as JSON text.
fn streamed<P: Serialize>(
    listener: &dyn Listener,
    work: impl FnOnce(&dyn Cancellation, &mut dyn FnMut(P)) -> Result<(), Failure>,
) -> Result<(), Refusal> {
    let mut send = |part: P| {
        // A part is plain data, which always has a text.
        if let Ok(text) = text(&part) {
            listener.send(text);
        }
    };
    Ok(work(listener, &mut send)?)
}

fn run_command(request: &RunRequest, draws: DrawsFrom) -> String {
    let mut words = vec![
        "counterflow run".to_owned(),
        request.scenario.command_word(),
        format!("--seed {}", request.seed),
        format!("--member {}", request.member),
        format!("--draws {}", draws.word()),
    ];
    words.push(if request.expected { "--expected" } else { "--random" }.to_owned());
    words.extend(request.set.iter().map(|(id, value)| format!("--set {id}={value}")));
    words.extend(request.series.iter().map(|series| format!("--series {series}")));
    words.push("--json".to_owned());
    words.join(" ")
}
