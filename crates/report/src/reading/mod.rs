//! A text that was read, statement by statement, with what the model says of each: data, page and Markdown.

mod html;
mod markdown;

pub use html::page;
pub use markdown::markdown;

use crate::data::{ClaimResult, RunRecord, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a statement was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The model was asked.
    Tested,
    /// It could be; nothing was computed.
    Read,
    /// It is about what the model does not have.
    Outside,
    /// It looks like a statement and is not read as one.
    NotRead,
}

impl Status {
    /// Words for readers.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Tested => "tested",
            Self::Read => "read, not tested",
            Self::Outside => "outside the model",
            Self::NotRead => "not read",
        }
    }
}

/// Words that were matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MarkedWords {
    /// What they are: `lever`, `indicator`, `direction`, `negation`, `place` or `reason`.
    pub what: String,
    /// The words.
    pub text: String,
    /// First character in the original text, counted from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// A statement of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadStatement {
    /// Its sentence, or its row of a table, as the text has it.
    pub text: String,
    /// First character in the original text, counted from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// Whether it was tested.
    pub status: Status,
    /// Why it was not.
    pub reason: Option<String>,
    /// Language in which it was read.
    pub language: String,
    /// The lever.
    pub lever: Option<String>,
    /// The indicator with its place, `flow@eastern_pacific`.
    pub indicator: Option<String>,
    /// `rise`, `fall`, `no_effect`, `not_rise` or `not_fall`.
    pub direction: Option<String>,
    /// The words that were matched.
    pub words: Vec<MarkedWords>,
    /// The claim of the claims file that says the same; none where the comparison was made for this statement.
    pub claim: Option<String>,
    /// Scenario in which it is tested: the lever alone.
    pub scenario: Option<String>,
    /// How the statement fared.
    pub verdict: Option<Verdict>,
    /// What the model found: change with interval, structures, pathways, side effects, evidence grade. Its own verdict
    /// is that of the movement `promised`; of a statement that denies a movement it is the other way round.
    pub result: Option<ClaimResult>,
}

/// How many statements there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// All of them.
    pub statements: usize,
    /// Tested.
    pub tested: usize,
    /// Read, and nothing computed.
    pub read: usize,
    /// Outside the model.
    pub outside: usize,
    /// Not read.
    pub not_read: usize,
}

impl Tally {
    /// Counts statements.
    #[must_use]
    pub fn of(statements: &[ReadStatement]) -> Self {
        let count = |status: Status| statements.iter().filter(|one| one.status == status).count();
        Self {
            statements: statements.len(),
            tested: count(Status::Tested),
            read: count(Status::Read),
            outside: count(Status::Outside),
            not_read: count(Status::NotRead),
        }
    }

    /// "12 statements: 7 tested, 3 outside the model, 2 not read".
    #[must_use]
    pub fn words(&self) -> String {
        let noun = if self.statements == 1 { "statement" } else { "statements" };
        let mut parts = Vec::new();
        for (count, status) in [
            (self.tested, Status::Tested),
            (self.read, Status::Read),
            (self.outside, Status::Outside),
            (self.not_read, Status::NotRead),
        ] {
            if count > 0 {
                parts.push(format!("{count} {}", status.words()));
            }
        }
        if parts.is_empty() {
            "no statement found".to_owned()
        } else {
            format!("{} {noun}: {}", self.statements, parts.join(", "))
        }
    }
}

/// A text with its statements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Name of the text.
    pub source: String,
    /// How many statements of which kind.
    pub tally: Tally,
    /// The statements, in the order of the text.
    pub statements: Vec<ReadStatement>,
    /// What reproduces the numbers; none where nothing was computed.
    pub run: Option<RunRecord>,
}

/// A part of a block's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The text.
    pub text: String,
    /// The statement that it belongs to.
    pub statement: Option<usize>,
    /// What its words are.
    pub mark: Option<String>,
}

/// A block of the text: one cell for a paragraph, several for a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBlock {
    /// Its cells.
    pub cells: Vec<Vec<Segment>>,
    /// The statements that stand in it.
    pub statements: Vec<usize>,
}

/// What a verdict says of the statement, in one sentence.
pub(crate) fn finding(statement: &ReadStatement) -> String {
    let Some(result) = &statement.result else {
        return statement.reason.clone().unwrap_or_else(|| statement.status.words().to_owned());
    };
    let change = crate::number::typographic(&crate::number::change(result.median, &result.unit));
    let range = crate::number::typographic(&crate::number::change_range(result.p05, result.p95, &result.unit));
    format!("Median change {change}, 90 % interval {range}.")
}

/// A lever, an indicator and a direction in words.
pub(crate) fn what(statement: &ReadStatement) -> String {
    let words = |id: &Option<String>| id.as_deref().map(|id| id.replace('_', " ")).unwrap_or_default();
    let indicator = words(&statement.indicator).replace('@', ", ").replace(", world", "");
    match statement.direction.as_deref() {
        Some(direction) => format!("{} → {indicator}: {}", words(&statement.lever), direction.replace('_', " ")),
        None => words(&statement.lever),
    }
}
