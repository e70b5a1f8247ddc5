//! Who computes the answers.

use counterflow_app::cancellation::Cancellation;
use counterflow_app::failure::{Failure, Problem, Problems};
use counterflow_app::results::problem::{ProblemEntry, entries};
use schemars::JsonSchema;
use serde::Serialize;

/// A table that stays the same while the server runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The levers with units, costs, limits and words.
    Levers,
    /// The indicators with units, places and definitions.
    Indicators,
    /// The structural switches and their settings.
    Switches,
    /// The scenarios at hand.
    Scenarios,
    /// Every parameter with range, grade and sources.
    Evidence,
    /// The world: places, routes, corridors, countries, markets.
    Worlds,
    /// Published results beside the model's own.
    Validation,
}

impl Table {
    /// Each table with its name below `/api/`.
    pub const ALL: [(&'static str, Self); 7] = [
        ("levers", Self::Levers),
        ("indicators", Self::Indicators),
        ("switches", Self::Switches),
        ("scenarios", Self::Scenarios),
        ("evidence", Self::Evidence),
        ("worlds", Self::Worlds),
        ("validation", Self::Validation),
    ];
}

/// A question with a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// One run of one scenario.
    Run,
    /// The flows by route and year of a scenario and of its baseline.
    Map,
    /// Scenarios side by side.
    Compare,
    /// Claims tested on a scenario.
    Claims,
}

impl Question {
    /// Each question with its name below `/api/`.
    pub const ALL: [(&'static str, Self); 4] =
        [("run", Self::Run), ("map", Self::Map), ("compare", Self::Compare), ("claims", Self::Claims)];

    /// Whether the answer takes an ensemble, and so waits with the ensembles.
    #[must_use]
    pub fn takes_an_ensemble(self) -> bool {
        matches!(self, Self::Compare | Self::Claims)
    }

    /// Whether a slider waits for the answer, so that ensembles give way to it.
    #[must_use]
    pub fn goes_first(self) -> bool {
        self == Self::Run
    }
}

/// A question whose answer comes in parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streamed {
    /// The bands of an ensemble.
    Ensemble,
    /// What each lever of a scenario contributes.
    Contributions,
    /// Published results beside the model's own, paper by paper.
    Checks,
}

impl Streamed {
    /// Each with its name below `/api/`.
    pub const ALL: [(&'static str, Self); 3] =
        [("ensemble", Self::Ensemble), ("wedges", Self::Contributions), ("checks", Self::Checks)];
}

/// Why a question has no answer; the body that says so is JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The request is at fault.
    BadRequest(Vec<RequestProblem>),
    /// The engine is at fault.
    Failed(String),
}

impl Refusal {
    /// A request with one fault.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::BadRequest(vec![RequestProblem::Message { message: message.into() }])
    }
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum RequestProblem {
    /// A fault of a scenario, a name or a value, with its place.
    Located(ProblemEntry),
    /// A fault of the request as such.
    Message {
        /// What is wrong.
        message: String,
    },
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Problems(problems) => {
                Self::BadRequest(entries(&problems).into_iter().map(RequestProblem::Located).collect())
            }
            Failure::Cancelled => Self::Failed("nobody waits for the answer any more".to_owned()),
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Failure::from(problem).into()
    }
}

impl From<Problems> for Refusal {
    fn from(problems: Problems) -> Self {
        Failure::from(problems).into()
    }
}

/// Who listens to an answer that comes in parts.
pub trait Listener: Cancellation {
    /// Hands over a part: JSON on one line.
    fn send(&self, part: String);
}

/// Computes answers; called from threads that may block.
pub trait Engine: Send + Sync + 'static {
    /// A table as JSON text.
    ///
    /// # Errors
    /// The table cannot be made.
    fn table(&self, table: Table) -> Result<String, Refusal>;

    /// The answer to a question as JSON text; a long one stops when the client has gone.
    ///
    /// # Errors
    /// The request is at fault, or nobody wants the answer any more.
    fn answer(&self, question: Question, request: &[u8], cancellation: &dyn Cancellation) -> Result<String, Refusal>;

    /// An answer that grows surer with every part; stops when the listener has gone.
    ///
    /// # Errors
    /// The request is at fault; no part has been told then.
    fn stream(&self, streamed: Streamed, request: &[u8], listener: &dyn Listener) -> Result<(), Refusal>;
}
