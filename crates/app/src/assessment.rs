//! Every claim on every scenario.

use crate::data_source::{DataSource, Folder};
use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::record::run_record;
use crate::results::warning::Warning;
use crate::session::{NamedScenario, Session};
use crate::warnings::warnings;
use counterflow_evidence::diagnostics::{Problem, Problems, SourceFile};
use counterflow_model::policy::Scenario;
use counterflow_report::tables::TidyRow;
use counterflow_report::{Report, ReportError};
pub use counterflow_study::assess::Structures;
use counterflow_study::assess::rules::FEWEST_MEMBERS;
use counterflow_study::assess::{AssessError, Request, RowSink, assess, assessed};
use counterflow_study::claims::{AtHand, Claim, parse, scenario_paths};
use counterflow_study::ensemble::Observer;
use std::path::Path;

const TITLE: &str = "What the levers do, and at what price";

/// The scenarios asked for, and all that a claim may name.
#[derive(Clone, Debug)]
pub struct AssessmentScenarios {
    /// Those asked for.
    pub asked: Vec<NamedScenario>,
    /// All that a claim may name.
    pub all: Vec<NamedScenario>,
}

impl AssessmentScenarios {
    /// Without a choice all are asked for, mixes before levers alone. A file of the user's takes the place of a shipped
    /// scenario of its name; a file that claims name by its path may be named by them.
    ///
    /// # Errors
    /// A scenario with a fault, or two of one name.
    pub fn choose(asked: &[String], claims: Option<&Path>, session: &Session) -> Result<Self, Failure> {
        let mut shipped = session.all_scenarios()?;
        shipped.sort_by_key(|named| named.scenario.levers.len() == 1);
        let by_path = session.scenarios_named(&paths_in_claims(claims)?)?;
        refuse_repetition(&by_path)?;
        let at_hand = nearer_first(by_path, shipped);
        if asked.is_empty() {
            return Ok(Self { asked: at_hand.clone(), all: at_hand });
        }
        let asked = session.scenarios_named(asked)?;
        refuse_repetition(&asked)?;
        Ok(Self { all: nearer_first(asked.clone(), at_hand), asked })
    }
}

/// The nearer scenarios, then those of the others whose names are not taken.
fn nearer_first(nearer: Vec<NamedScenario>, others: Vec<NamedScenario>) -> Vec<NamedScenario> {
    let is_free = |named: &NamedScenario| nearer.iter().all(|one| one.scenario.id != named.scenario.id);
    let others: Vec<NamedScenario> = others.into_iter().filter(is_free).collect();
    nearer.into_iter().chain(others).collect()
}

/// Paths of scenarios that a claims file names: from where the user works, or beside the claims file.
fn paths_in_claims(claims: Option<&Path>) -> Result<Vec<String>, Problem> {
    let Some(path) = claims else { return Ok(Vec::new()) };
    let beside = path.parent().unwrap_or(Path::new(""));
    let place = |named: String| {
        if Path::new(&named).exists() { named } else { beside.join(&named).display().to_string() }
    };
    Ok(scenario_paths(&SourceFile::read(path)?).into_iter().map(place).collect())
}

/// Results are told apart by the scenario's name.
fn refuse_repetition(asked: &[NamedScenario]) -> Result<(), Problem> {
    let id = |position: usize| &asked[position].scenario.id;
    match (0..asked.len()).find(|&later| (0..later).any(|earlier| id(earlier) == id(later))) {
        Some(repeated) => {
            Err(Problem::new("E0807", format!("two scenarios are called `{}`", id(repeated)))
                .expect("each scenario once"))
        }
        None => Ok(()),
    }
}

/// Refuses what has nothing to assess; whether any claim is about the scenarios.
///
/// # Errors
/// No scenario has a lever, a shock or a claim.
pub fn has_claims(asked: &[NamedScenario], claims: &[Claim]) -> Result<bool, Problem> {
    let scenarios: Vec<Scenario> = asked.iter().map(|named| named.scenario.clone()).collect();
    if assessed(&scenarios, claims).is_empty() {
        return Err(Problem::new("E0806", "there is nothing to assess: no scenario has a lever, a shock or a claim")
            .expect("a scenario that differs from the baseline"));
    }
    Ok(!AtHand::of(claims, &scenarios.iter().collect::<Vec<_>>()).claims.is_empty())
}

/// A sink for the member-level table of results of which only the summary is wanted.
pub fn discard_rows(_rows: &[TidyRow<'_>]) -> Result<(), ReportError> {
    Ok(())
}

/// Runs the assessment, spread over structural settings, on the threads asked for, as long as the observer wants it.
///
/// # Errors
/// A scenario sets a parameter that does not exist, nobody wants the rest of the runs, or rows cannot be written.
pub fn run(
    session: &Session,
    named: &[NamedScenario],
    claims: &[Claim],
    size: EnsembleSize,
    structures: Structures,
    rows: &mut RowSink<'_>,
    observer: &dyn Observer,
) -> Result<Report, Failure> {
    let scenarios: Vec<Scenario> = named.iter().map(|named| named.scenario.clone()).collect();
    let request = Request {
        ensemble: size.over(session),
        scenarios: &scenarios,
        claims,
        structures,
        run: run_record(session, named, size.seed, size.members, size.draws),
        title: TITLE.to_owned(),
    };
    let report: Result<Report, Failure> = size.on_threads(|| {
        assess(&request, rows, observer).map_err(|error| match error {
            AssessError::Ensemble(error) => error.into(),
            AssessError::Rows(error) => error.into(),
        })
    });
    let said = |warning: Warning| format!("{}: {}", warning.scenario, warning.message);
    let warnings = too_few(size.members).into_iter().chain(warnings(session, named).into_iter().map(said));
    Ok(Report { warnings: warnings.collect(), ..report? })
}

/// What to know of an ensemble that is too small for verdicts.
pub fn too_few(members: u32) -> Option<String> {
    (members < FEWEST_MEMBERS)
        .then(|| format!("{members} members are too few for a verdict to rely on; it takes {FEWEST_MEMBERS} or more"))
}

/// The claims of a file, or of all files beside the data. An id may occur once in all of them.
///
/// # Errors
/// Files that cannot be read, or claims with a fault.
pub fn load_claims(
    file: Option<&Path>,
    scenarios: &[NamedScenario],
    session: &Session,
    source: &DataSource,
) -> Result<Vec<Claim>, Failure> {
    let files = match file {
        Some(path) => vec![SourceFile::read(path)?],
        None => source.files(Folder::Claims)?,
    };
    let scenarios: Vec<&Scenario> = scenarios.iter().map(|named| &named.scenario).collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut problems = Problems::default();
    for file in &files {
        match parse(file, &session.model, &scenarios) {
            Ok(found) => {
                let twice = found.iter().filter(|claim| claims.iter().any(|known| known.id == claim.id));
                twice.for_each(|claim| {
                    problems.push(
                        Problem::new("E0706", format!("`{}` appears in two files", claim.id))
                            .in_file(file.name.clone())
                            .expect("each id once"),
                    )
                });
                claims.extend(found);
            }
            Err(found) => problems.extend(found),
        }
    }
    Ok(problems.into_result(claims)?)
}

/// Claims that a reader wrote about one scenario.
///
/// # Errors
/// Claims with a fault.
pub fn own_claims(text: &str, session: &Session, named: &NamedScenario) -> Result<Vec<Claim>, Failure> {
    let file = SourceFile::new("claims.toml", text);
    Ok(parse(&file, &session.model, &[&named.scenario])?)
}

/// The shipped claims; the assessment says which of them apply to a scenario.
///
/// # Errors
/// Shipped scenarios or claims with a fault.
pub fn shipped_claims(session: &Session, source: &DataSource) -> Result<Vec<Claim>, Failure> {
    load_claims(None, &session.all_scenarios()?, session, source)
}
