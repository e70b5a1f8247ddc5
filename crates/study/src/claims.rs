//! The claims file: what levers and mixes are said to do, as statements that can be checked.
//!
//! Codes of its problems: E0701 unknown scenario, E0702 unknown indicator or place, E0703 unknown
//! lever, E0704 window outside the run, E0705 claim without lever or outcome, E0706 repeated id.

use crate::series::{EXPECTED, SeriesRef, find_series};
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml, YearMonth};
use counterflow_model::Model;
use counterflow_model::policy::{LEVERS, LeverId, Scenario};
use std::collections::BTreeSet;

/// Which way an indicator moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The indicator rises.
    Rise,
    /// The indicator falls.
    Fall,
}

impl Direction {
    /// +1 for a rise, -1 for a fall.
    #[must_use]
    pub fn sign(self) -> f64 {
        match self {
            Direction::Rise => 1.0,
            Direction::Fall => -1.0,
        }
    }

    /// Word in files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Direction::Rise => "rise",
            Direction::Fall => "fall",
        }
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Identifier.
    pub id: String,
    /// Lever whose promise it is.
    pub lever: Option<LeverId>,
    /// Outcome it belongs to.
    pub outcome: Option<String>,
    /// Scenario that tests it.
    pub scenario: String,
    /// The statement in words.
    pub statement: String,
    /// The indicator that decides.
    pub series: SeriesRef,
    /// Direction.
    pub promised: Direction,
    /// Direction that public policy would welcome; the promised one unless the file says otherwise.
    pub welcome: Direction,
    /// First month of the window.
    pub from: YearMonth,
    /// Last month of the window.
    pub until: YearMonth,
    /// Side effects to look for, with the direction that would be welcome.
    pub side_effects: Vec<(SeriesRef, Direction)>,
}

/// Parses a claims file.
///
/// # Errors
/// All problems of the file.
pub fn parse(file: &SourceFile, model: &Model, scenarios: &[&Scenario]) -> Result<Vec<Claim>, Problems> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(file).map_err(|problem| Problems(vec![problem]))?;
    let root = toml.root(&sink);
    let reader = Reader { model, scenarios };
    let defaults: Vec<(SeriesRef, Direction)> = reader.side_effects(&root, "side_effects");
    let mut seen = BTreeSet::new();
    let claims: Vec<Claim> = root
        .tables("claim")
        .iter()
        .filter_map(|table| {
            let claim = reader.claim(table, &defaults)?;
            if !seen.insert(claim.id.clone()) {
                table.report(
                    table.problem("id", "E0706", format!("`{}` appears twice", claim.id)).expect("each id once"),
                );
            }
            Some(claim)
        })
        .collect();
    root.finish(&[]);
    sink.into_result(claims)
}

struct Reader<'a> {
    model: &'a Model,
    scenarios: &'a [&'a Scenario],
}

impl Reader<'_> {
    fn claim(&self, table: &TableReader<'_>, defaults: &[(SeriesRef, Direction)]) -> Option<Claim> {
        let id = table.required_string("id");
        let scenario = table.required_string("scenario");
        let tested = self.scenarios.iter().find(|known| known.id == scenario);
        if table.has("scenario") && tested.is_none() {
            table.report(
                table
                    .problem("scenario", "E0701", format!("unknown scenario `{scenario}`"))
                    .expect("the name of a scenario file")
                    .suggest(nearest(&scenario, self.scenarios.iter().map(|known| known.id.as_str()))),
            );
        }
        let lever = self.lever(table);
        let outcome = table.string("outcome");
        if !table.has("lever") && outcome.is_none() {
            table.report(
                table
                    .problem("id", "E0705", "a claim belongs to a lever or to an outcome")
                    .expect("lever = \"...\" or outcome = \"...\""),
            );
        }
        let statement = table.required_string("statement");
        if !table.has("promised") {
            table.required_string("promised");
        }
        let promised = direction(table, "promised").unwrap_or(Direction::Rise);
        let welcome = direction(table, "welcome").unwrap_or(promised);
        let text = table.required_string("indicator");
        let series = self.series(table, "indicator", &text);
        let (from, until) = self.window(table, tested.map(|known| known.until));
        let mut side_effects = self.side_effects(table, "side_effects");
        side_effects.extend(defaults.iter().cloned());
        table.finish(&[]);
        let series = series?;
        side_effects.retain(|(side, _)| side.position != series.position);
        let mut known = BTreeSet::new();
        side_effects.retain(|(side, _)| known.insert(side.position));
        Some(Claim { id, lever, outcome, scenario, statement, series, promised, welcome, from, until, side_effects })
    }

    fn lever(&self, table: &TableReader<'_>) -> Option<LeverId> {
        let key = table.string("lever")?;
        let lever = LeverId::find(&key);
        if lever.is_none() {
            table.report(
                table
                    .problem("lever", "E0703", format!("unknown lever `{key}`"))
                    .expect("one of the levers")
                    .suggest(nearest(&key, LEVERS.iter().map(|lever| lever.key))),
            );
        }
        lever
    }

    fn window(&self, table: &TableReader<'_>, end: Option<YearMonth>) -> (YearMonth, YearMonth) {
        let start = self.model.world.start;
        let from = table.month("from").unwrap_or(start);
        let until = table.month("until").or(end).unwrap_or(from);
        let refuse = |key: &str, expected: String| {
            let key = if table.has(key) { key } else { "id" };
            table.report(table.problem(key, "E0704", format!("window {from}..{until}")).expect(expected));
        };
        if from < start {
            refuse("from", format!("months in order, from {start} on"));
        } else if until < from {
            refuse("until", format!("a month from {from} on"));
        } else if let Some(end) = end.filter(|end| until > *end) {
            refuse("until", format!("a month up to {end}, where the run ends"));
        }
        (from, until)
    }

    /// Side effects are written `+indicator@place` or `-indicator@place`: the sign is what would be welcome.
    fn side_effects(&self, table: &TableReader<'_>, key: &str) -> Vec<(SeriesRef, Direction)> {
        table
            .strings(key)
            .unwrap_or_default()
            .iter()
            .filter_map(|text| {
                let (promise, rest) = match text.strip_prefix('-') {
                    Some(rest) => (Direction::Fall, rest),
                    None => (Direction::Rise, text.strip_prefix('+').unwrap_or(text)),
                };
                self.series(table, key, rest).map(|series| (series, promise))
            })
            .collect()
    }

    fn series(&self, table: &TableReader<'_>, key: &str, text: &str) -> Option<SeriesRef> {
        if text.is_empty() {
            return None;
        }
        let found = find_series(self.model, text);
        if let Err(unknown) = &found {
            table.report(
                table
                    .problem(key, "E0702", unknown.message.clone())
                    .expect(EXPECTED)
                    .suggest(unknown.suggestion.as_deref()),
            );
        }
        found.ok()
    }
}

fn direction(table: &TableReader<'_>, key: &str) -> Option<Direction> {
    match table.choice(key, &["rise", "fall"])?.as_str() {
        "fall" => Some(Direction::Fall),
        _ => Some(Direction::Rise),
    }
}
