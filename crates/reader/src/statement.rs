//! What the reader finds: statements with their places, and why others are none.

use std::ops::Range;

/// What a statement says an indicator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It rises.
    Rise,
    /// It falls.
    Fall,
    /// The lever does nothing to it.
    NoEffect,
    /// It does not rise.
    NotRise,
    /// It does not fall.
    NotFall,
}

impl Direction {
    /// All directions.
    pub const ALL: [Self; 5] = [Self::Rise, Self::Fall, Self::NoEffect, Self::NotRise, Self::NotFall];

    /// Word in files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Fall => "fall",
            Self::NoEffect => "no_effect",
            Self::NotRise => "not_rise",
            Self::NotFall => "not_fall",
        }
    }
}

/// Why a sentence that looks like a statement is not read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It asks.
    Question,
    /// It says what ought to be.
    Normative,
    /// It tells what has happened.
    Past,
    /// It is about another drug.
    OtherDrug,
    /// It is about a policy that the model does not have.
    OtherPolicy,
    /// It is about a field that the model does not have.
    OtherField,
    /// It is about less of a lever.
    LessOfLever,
    /// Nothing ties the movement to the lever.
    NotTied,
    /// An indicator without a direction, or the reverse.
    NoMovement,
}

impl Reason {
    /// Whether the statement lies outside the model, rather than beyond the reader.
    #[must_use]
    pub fn is_outside(self) -> bool {
        matches!(self, Self::OtherDrug | Self::OtherPolicy | Self::OtherField)
    }

    /// The reason in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Question => "it asks, or leaves open, and does not say",
            Self::Normative => "it says what ought to be, not what will be",
            Self::Past => "it tells what has happened; the model tests what follows from a policy",
            Self::OtherDrug => "it is about another drug than cocaine",
            Self::OtherPolicy => "it is about a policy that the model does not have",
            Self::OtherField => "it is about something that the model does not have",
            Self::LessOfLever => "it is about less of the policy; the model tests more of it",
            Self::NotTied => "nothing in the sentence ties the movement to the policy",
            Self::NoMovement => "it names a policy of the model and does not say what an indicator would do",
        }
    }
}

/// Whether and how a statement is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Lever, indicator and direction are known.
    Read,
    /// It is not, for this reason.
    Left(Reason),
}

/// What a marked word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The lever.
    Lever,
    /// The indicator.
    Indicator,
    /// The direction, or an effect that names its indicator.
    Direction,
    /// A negation.
    Negation,
    /// A place.
    Place,
    /// Why it is not read.
    Reason,
}

impl Mark {
    /// Word in files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lever => "lever",
            Self::Indicator => "indicator",
            Self::Direction => "direction",
            Self::Negation => "negation",
            Self::Place => "place",
            Self::Reason => "reason",
        }
    }
}

/// A place that a statement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its identifiers in the model, one of each kind that it has.
    pub ids: Vec<String>,
}

/// Where words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// In bytes of the source.
    pub source: Range<usize>,
    /// In bytes of their block.
    pub block: Range<usize>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Number of its block.
    pub block: usize,
    /// Where it stands.
    pub span: Span,
    /// Language of its sentence.
    pub language: String,
    /// Whether it is read.
    pub outcome: Outcome,
    /// The lever.
    pub lever: Option<String>,
    /// The indicator, without its place.
    pub indicator: Option<String>,
    /// The direction.
    pub direction: Option<Direction>,
    /// Places of its sentence, the one that the movement most likely means first.
    pub places: Vec<Place>,
    /// The words that were matched.
    pub marks: Vec<(Mark, Span)>,
}
