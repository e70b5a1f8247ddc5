//! Who computes the answers.

use serde_json::{Value, json};

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
    Wedges,
    /// Published results beside the model's own, paper by paper.
    Checks,
}

impl Streamed {
    /// Each with its name below `/api/`.
    pub const ALL: [(&'static str, Self); 3] =
        [("ensemble", Self::Ensemble), ("wedges", Self::Wedges), ("checks", Self::Checks)];
}

/// Why a question has no answer; the body that says so is JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The request is at fault; the value lists its problems.
    BadRequest(Value),
    /// The engine is at fault.
    Failed(String),
}

impl Refusal {
    /// A request with one fault.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::BadRequest(json!([{ "message": message.into() }]))
    }
}

/// Who waits for an answer.
pub trait Client: Sync {
    /// Whether nobody wants the rest: the client has gone, or its time is up.
    fn is_gone(&self) -> bool;
    /// Waits while a short answer is computed, which goes first; not for long.
    fn give_way(&self);
}

/// Who listens to an answer that comes in parts.
pub trait Listener: Client {
    /// Hands over a part: JSON on one line.
    fn tell(&self, part: Value);
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
    fn answer(&self, question: Question, request: &[u8], client: &dyn Client) -> Result<String, Refusal>;

    /// An answer that grows surer with every part; stops when the listener has gone.
    ///
    /// # Errors
    /// The request is at fault; no part has been told then.
    fn stream(&self, streamed: Streamed, request: &[u8], listener: &dyn Listener) -> Result<(), Refusal>;
}
