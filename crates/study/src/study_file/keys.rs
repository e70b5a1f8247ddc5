//! Every key of a study file: what `counterflow schema study` prints and what editors check.

use super::outcomes::Statistic;
use super::{DEFAULT_BASELINE, DEFAULT_SEED, DRAWS, Events, MOST_REPLICATES, MOST_ROWS_PER_PART, ROWS_PER_PART};
use crate::design::{MOST_POINTS, Method};
use counterflow_model::policy::switches::SWITCHES;
use std::ops::RangeInclusive;

/// A study file that uses every key, with comments.
pub const EXAMPLE: &str = include_str!("example.toml");

/// What a key takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A text.
    Text,
    /// One of some words.
    Word(Vec<&'static str>),
    /// One or more of some words.
    Words(Vec<&'static str>),
    /// The name or path of a scenario.
    Scenario,
    /// One or more names or paths of scenarios.
    Scenarios,
    /// An indicator or indicator@place.
    Series,
    /// One or more of them.
    SeriesList,
    /// One or more of `module.parameter` and `module.*`.
    Parameters,
    /// Two of `module.parameter`.
    ParameterPair,
    /// A whole number within bounds.
    Whole(RangeInclusive<i64>),
    /// A number between two bounds, which are not taken.
    Between(f64, f64),
    /// Shares of a parameter's distribution, from 0 to 1.
    Shares,
    /// A table of `"module.parameter" = shares`.
    SharesOfEach,
    /// A month such as `2030-01`.
    Month,
}

/// One key of a study file.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyKey {
    /// The table it stands in; empty at the top.
    pub table: &'static str,
    /// Name.
    pub name: &'static str,
    /// What it takes.
    pub form: Form,
    /// What holds if it is left out; none for a key that must be there.
    pub default: Option<String>,
    /// What it means.
    pub about: &'static str,
}

/// A table of a study file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudyTable {
    /// Name; empty for the top of the file.
    pub name: &'static str,
    /// Whether it may stand several times, as `[[name]]`.
    pub repeats: bool,
    /// Whether the file must have it.
    pub required: bool,
    /// What it holds.
    pub about: &'static str,
}

/// The tables, in the order in which they are explained.
pub const TABLES: [StudyTable; 6] = [
    StudyTable {
        name: "",
        repeats: false,
        required: true,
        about: "Top of the file: what is compared, and how it is repeated",
    },
    StudyTable {
        name: "design",
        repeats: false,
        required: true,
        about: "Which points of the uncertain parameters are visited",
    },
    StudyTable { name: "correlation", repeats: true, required: false, about: "Rank correlation of two parameters" },
    StudyTable {
        name: "switches",
        repeats: false,
        required: false,
        about: "Structural alternatives; every combination is run",
    },
    StudyTable {
        name: "outcome",
        repeats: true,
        required: true,
        about: "A number that is recorded of every run, with its difference from the baseline",
    },
    StudyTable {
        name: "paths",
        repeats: false,
        required: false,
        about: "Monthly values of every run, in a tidy table of their own",
    },
];

/// Keys of one table, in the order of the help page.
#[must_use]
pub fn keys_of(table: &StudyTable) -> Vec<StudyKey> {
    keys().into_iter().filter(|key| key.table == table.name).collect()
}

/// Every key, table by table.
#[must_use]
pub fn keys() -> Vec<StudyKey> {
    [top(), design(), correlation(), switches(), outcome(), paths()].concat()
}

fn key(table: &'static str, name: &'static str, form: Form, default: Option<&str>, about: &'static str) -> StudyKey {
    StudyKey { table, name, form, default: default.map(str::to_owned), about }
}

fn top() -> Vec<StudyKey> {
    let whole =
        |name, bounds, default: i64, about| key("", name, Form::Whole(bounds), Some(&default.to_string()), about);
    let events = Events::WORDS.map(|(word, _)| word).to_vec();
    vec![
        key("", "name", Form::Text, None, "Title"),
        key("", "about", Form::Text, Some("empty"), "What the study is about, in a sentence"),
        key("", "scenarios", Form::Scenarios, None, "Scenarios to run; paths are taken from the study file's folder"),
        key(
            "",
            "baseline",
            Form::Scenario,
            Some(DEFAULT_BASELINE),
            "Scenario that the others are paired with, member by member",
        ),
        whole("seed", 0..=i64::MAX, DEFAULT_SEED, "Seed of the design and of the random events"),
        whole("replicates", 1..=MOST_REPLICATES, 1, "Members at every point, with random events of their own"),
        key(
            "",
            "events",
            Form::Word(events),
            Some("own"),
            "Random events: each member's own, shared by the points of one replicate, or none (expected values)",
        ),
        key(
            "",
            "draws",
            Form::Word(DRAWS.to_vec()),
            Some("prior"),
            "Where the points of monte_carlo take their parameters from: the ranges of the evidence, or the world's \
             posterior",
        ),
        whole(
            "rows_per_part",
            1..=MOST_ROWS_PER_PART,
            ROWS_PER_PART,
            "Rows of a part file: what a kill can cost, and what memory a part takes",
        ),
    ]
}

fn design() -> Vec<StudyKey> {
    let design = |name, form, default, about| key("design", name, form, default, about);
    vec![
        design("method", Form::Word(Method::WORDS.to_vec()), None, "How points are placed"),
        design(
            "points",
            Form::Whole(1..=i64::from(MOST_POINTS)),
            Some("none; required but for grids"),
            "Number of points; a power of two for sobol",
        ),
        design(
            "levels",
            Form::Shares,
            Some("[0, 1] for one_at_a_time; required for full_factorial"),
            "Grids: levels of every parameter without levels of its own",
        ),
        design("levels_of", Form::SharesOfEach, Some("none"), "Grids: levels of single parameters"),
        design(
            "parameters",
            Form::Parameters,
            Some("all uncertain ones"),
            "Parameters to vary; the others stay central",
        ),
    ]
}

fn correlation() -> Vec<StudyKey> {
    vec![
        key("correlation", "parameters", Form::ParameterPair, None, "The two parameters, both varied"),
        key("correlation", "rank", Form::Between(-1.0, 1.0), None, "Rank correlation (Spearman)"),
    ]
}

fn switches() -> Vec<StudyKey> {
    SWITCHES
        .iter()
        .map(|switch| {
            key("switches", switch.id, Form::Words(switch.settings.to_vec()), Some("the scenario's own"), switch.about)
        })
        .collect()
}

fn outcome() -> Vec<StudyKey> {
    let outcome = |name, form, default, about| key("outcome", name, form, default, about);
    vec![
        outcome("series", Form::Series, None, "What is recorded (`counterflow schema indicators`)"),
        outcome("name", Form::Text, Some("the series"), "Name of the column"),
        outcome("from", Form::Month, Some("start of the world"), "First month of the window"),
        outcome("until", Form::Month, Some("end of the shortest run"), "Last month of the window"),
        outcome(
            "over",
            Form::Word(Statistic::WORDS.map(|(word, _)| word).to_vec()),
            Some("mean"),
            "How the window becomes one number; the mean of what adds up over months is per year",
        ),
    ]
}

fn paths() -> Vec<StudyKey> {
    vec![
        key("paths", "series", Form::SeriesList, None, "What is kept, month by month"),
        key("paths", "from", Form::Month, Some("start of the world"), "First month"),
        key("paths", "until", Form::Month, Some("end of the shortest run"), "Last month"),
    ]
}
