//! What a client asks for, checked.

use crate::engine::Refusal;
use counterflow_app::draws::DrawsFrom;
use counterflow_app::session::{NamedScenario, Session};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Most members of an ensemble.
const MOST_MEMBERS: u32 = 2_000;
/// Most months that an ensemble may run in all; 2,000 members over 20 years, 400 over a century.
const MOST_MEMBER_MONTHS: u64 = 480_000;
/// Most scenarios side by side.
const MOST_SCENARIOS: usize = 8;
/// Most series of an ensemble.
const MOST_SERIES: usize = 64;
/// Longest identifier of a scenario.
const LONGEST_ID: usize = 64;
/// Identifier of a scenario that is given as text and names itself nothing else.
const DEFAULT_ID: &str = "scenario";

/// A scenario at hand by name, or a scenario file as text.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioRequest {
    /// Name of a scenario at hand.
    name: Option<String>,
    /// Text of a scenario file.
    toml: Option<String>,
    /// Identifier of a scenario given as text: small letters, digits, hyphens.
    id: Option<String>,
}

impl ScenarioRequest {
    /// The scenario, checked.
    pub fn read(&self, session: &Session) -> Result<NamedScenario, Refusal> {
        match (&self.name, &self.toml, &self.id) {
            (Some(name), None, None) => Ok(session.scenario_at_hand(name)?),
            (None, Some(text), id) => {
                Ok(session.scenario_of_text(checked_id(id.as_deref().unwrap_or(DEFAULT_ID))?, text)?)
            }
            _ => Err(Refusal::bad_request(
                "a scenario is {\"name\": ...}, or {\"toml\": ...} with an \"id\" if it should have one",
            )),
        }
    }

    /// The scenario as the command line names it.
    pub fn command_word(&self) -> String {
        match (&self.name, &self.id) {
            (Some(name), _) => name.clone(),
            (None, id) => format!("{}.toml", id.as_deref().unwrap_or(DEFAULT_ID)),
        }
    }
}

fn checked_id(id: &str) -> Result<&str, Refusal> {
    let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
    let is_fine = !id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(is_plain);
    if is_fine {
        Ok(id)
    } else {
        Err(Refusal::bad_request(format!("an id has 1 to {LONGEST_ID} small letters, digits and hyphens")))
    }
}

/// One run.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// Series, `indicator@place`, or `indicator` for all its places.
    #[serde(default)]
    pub series: Vec<String>,
    /// Parameters set for this question, by `module.name`.
    #[serde(default)]
    pub set: BTreeMap<String, f64>,
    /// Seed of the random draws.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Member of the ensemble: 0 has central parameters.
    #[serde(default)]
    pub member: u32,
    /// Runs on expected values, without random draws of events.
    #[serde(default)]
    pub expected: bool,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// A map.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// Parameters set for this question, by `module.name`.
    #[serde(default)]
    pub set: BTreeMap<String, f64>,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// An ensemble.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnsembleRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// Series, `indicator@place`, or `indicator` for all its places.
    #[schemars(length(min = 1, max = MOST_SERIES))]
    pub series: Vec<String>,
    /// Parameters set for this question, by `module.name`.
    #[serde(default)]
    pub set: BTreeMap<String, f64>,
    /// Seed of the random draws.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Members of the ensemble.
    #[schemars(range(min = 1, max = MOST_MEMBERS))]
    #[serde(default = "default_members")]
    pub members: u32,
    /// Bands of differences from the same scenario without its levers.
    #[serde(default)]
    pub difference: bool,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// Contributions of levers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionsRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// The series, `indicator@place`.
    pub series: String,
    /// Parameters set for this question, by `module.name`.
    #[serde(default)]
    pub set: BTreeMap<String, f64>,
    /// Seed of the random draws.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Members of the ensemble.
    #[schemars(range(min = 1, max = MOST_MEMBERS))]
    #[serde(default = "default_contribution_members")]
    pub members: u32,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// A comparison.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareRequest {
    /// The scenarios; the first is compared with.
    #[schemars(length(min = 2, max = MOST_SCENARIOS))]
    pub scenarios: Vec<ScenarioRequest>,
    /// Seed of the random draws.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Members of the ensemble.
    #[schemars(range(min = 1, max = MOST_MEMBERS))]
    #[serde(default = "default_members")]
    pub members: u32,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// Claims on a scenario.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimsRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// Text of a claims file; the shipped claims of the levers in use if left out.
    pub claims: Option<String>,
    /// Seed of the random draws.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Members of the ensemble.
    #[schemars(range(min = 1, max = MOST_MEMBERS))]
    #[serde(default = "default_members")]
    pub members: u32,
    /// Where members take their parameters from; left out, the posterior where the world has one.
    pub draws: Option<DrawsFrom>,
}

/// Nothing: an empty object.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct NoRequest {}

/// The seed of the command line.
fn default_seed() -> u64 {
    1
}

/// The members of the command line.
fn default_members() -> u32 {
    200
}

/// Members of contributions, each of which takes a run for every set of levers.
fn default_contribution_members() -> u32 {
    50
}

/// A request from its JSON text.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(text).map_err(|error| Refusal::bad_request(error.to_string()))
}

/// A scenario with parameters set on top of its own.
pub fn with_parameters(
    session: &Session,
    scenario: &ScenarioRequest,
    set: &BTreeMap<String, f64>,
) -> Result<NamedScenario, Refusal> {
    let mut named = scenario.read(session)?;
    let set = set.iter().map(|(id, value)| (id.clone(), *value)).collect();
    named.scenario.parameters.extend(session.checked_parameters(set)?);
    Ok(named)
}

/// Refuses ensembles that would keep others waiting.
pub fn check_size(session: &Session, scenarios: &[NamedScenario], members: u32) -> Result<(), Refusal> {
    if members == 0 || members > MOST_MEMBERS {
        return Err(Refusal::bad_request(format!("members lie between 1 and {MOST_MEMBERS}")));
    }
    if scenarios.len() > MOST_SCENARIOS {
        return Err(Refusal::bad_request(format!("at most {MOST_SCENARIOS} scenarios at once")));
    }
    let months = scenarios.iter().map(|named| named.months(session)).max().unwrap_or(0);
    if u64::from(members) * months as u64 > MOST_MEMBER_MONTHS {
        return Err(Refusal::bad_request(format!(
            "{members} members over {months} months are too many; members times months may reach {MOST_MEMBER_MONTHS}"
        )));
    }
    Ok(())
}

/// Refuses ensembles without series, or with more than a page can show.
pub fn check_series(series: &[String]) -> Result<(), Refusal> {
    if series.is_empty() || series.len() > MOST_SERIES {
        return Err(Refusal::bad_request(format!("an ensemble shows 1 to {MOST_SERIES} series")));
    }
    Ok(())
}
