//! The claims file: what levers and mixes are said to do, as statements that can be checked.
//!
//! Codes of its problems: E0701 unknown scenario, E0702 unknown indicator or place, E0703 unknown
//! lever, E0704 window outside the run, E0705 claim without lever or outcome, E0706 repeated id, E0707
//! said to follow by more than it does, E0708 size in another unit, E0709 stop date outside the run or
//! after the window's start, E0710 kind and welcome direction at odds.

mod applies;
mod follows;
mod size;
#[cfg(test)]
mod tests;

pub use applies::{Applies, AtHand, Need, applies};
pub use size::{Size, yearly_unit};

use crate::series::{EXPECTED, SeriesRef, find_series};
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml, YearMonth};
use counterflow_model::Model;
use counterflow_model::policy::{LEVERS, LeverId, LeverUse, Scenario};
use counterflow_report::{Follows, Kind};
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

    /// The other direction.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Direction::Rise => Direction::Fall,
            Direction::Fall => Direction::Rise,
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
    /// Direction that public policy would welcome: the promised one of a benefit, the other of a harm.
    pub welcome: Direction,
    /// How what it says follows from the lever.
    pub follows: Follows,
    /// Directiond benefit or predicted harm.
    pub kind: Kind,
    /// The smallest change that matters.
    pub matters: Size,
    /// Month in which the levers end for this claim; as the scenario says if none.
    pub stops: Option<YearMonth>,
    /// What a scenario must use for the claim to apply to it.
    pub needs: Vec<Need>,
    /// First month of the window.
    pub from: YearMonth,
    /// Last month of the window.
    pub until: YearMonth,
    /// Side effects to look for, with the direction that would be welcome.
    pub side_effects: Vec<(SeriesRef, Direction)>,
}

impl Claim {
    /// Whether another claim would get the same answer in one scenario.
    fn asks_the_same(&self, other: &Self) -> bool {
        let question =
            |claim: &Self| (claim.series.position, claim.promised.word(), claim.from, claim.until, claim.stops);
        question(self) == question(other)
    }
}

/// The scenario with every lever ended in `stops`, and without those that would start later.
#[must_use]
pub fn stopped(scenario: &Scenario, stops: YearMonth) -> Scenario {
    let ended =
        |used: &LeverUse| LeverUse { until: Some(used.until.map_or(stops, |until| until.min(stops))), ..used.clone() };
    let levers = scenario.levers.iter().filter(|used| used.from <= stops).map(ended).collect();
    Scenario { id: format!("{}-until-{stops}", scenario.id), levers, ..scenario.clone() }
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

/// The name of a scenario that a claim names by itself or by the path of its file.
fn scenario_name(asked: &str) -> &str {
    let file = asked.rsplit(['/', '\\']).next().unwrap_or(asked);
    file.strip_suffix(".toml").unwrap_or(file)
}

/// The paths of scenario files that the claims of a file name.
#[must_use]
pub fn scenario_paths(file: &SourceFile) -> BTreeSet<String> {
    let sink = ProblemSink::default();
    // A file that cannot be read is reported where its claims are parsed.
    let Ok(toml) = Toml::parse(file) else { return BTreeSet::new() };
    let named = toml.root(&sink).tables("claim").into_iter().filter_map(|claim| claim.string("scenario"));
    named.filter(|name| name.ends_with(".toml") || name.contains(['/', '\\'])).collect()
}

impl Reader<'_> {
    fn claim(&self, table: &TableReader<'_>, defaults: &[(SeriesRef, Direction)]) -> Option<Claim> {
        let id = table.required_string("id");
        let scenario = scenario_name(&table.required_string("scenario")).to_owned();
        let tested = self.scenarios.iter().find(|known| known.id == scenario);
        if table.has("scenario") && tested.is_none() {
            table.report(
                table
                    .problem("scenario", "E0701", format!("unknown scenario `{scenario}`"))
                    .expect("the name of a scenario (`counterflow scenarios`), or the path of a .toml file")
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
        let (kind, welcome) = kind(table, promised);
        let text = table.required_string("indicator");
        let series = self.series(table, "indicator", &text);
        let (from, until) = self.window(table, tested.map(|known| known.until));
        let stops = self.stops(table, from);
        let levers = self.needed(table, lever, tested.copied());
        let matters = size(table, series.as_ref());
        let follows = follows(table, &levers, series.as_ref());
        let mut side_effects = self.side_effects(table, "side_effects");
        side_effects.extend(defaults.iter().cloned());
        table.finish(&[]);
        let series = series?;
        side_effects.retain(|(side, _)| side.position != series.position);
        let mut known = BTreeSet::new();
        side_effects.retain(|(side, _)| known.insert(side.position));
        let need = |&lever: &LeverId| Some(Need::of(self.model, tested?, lever, &series));
        let needs = levers.iter().filter_map(need).collect();
        Some(Claim {
            id,
            lever,
            outcome,
            scenario,
            statement,
            series,
            promised,
            welcome,
            follows,
            kind,
            matters,
            stops,
            needs,
            from,
            until,
            side_effects,
        })
    }

    /// The levers that a claim is about: its own; of an outcome those named in `needs`, or all of the
    /// scenario that tests it.
    fn needed(&self, table: &TableReader<'_>, lever: Option<LeverId>, tested: Option<&Scenario>) -> Vec<LeverId> {
        let mut named: Vec<LeverId> = Vec::new();
        for key in table.strings("needs").unwrap_or_default() {
            match LeverId::find(&key) {
                Some(found) => named.push(found),
                None => unknown_lever(table, "needs", &key),
            }
        }
        match (lever, named.is_empty(), tested) {
            (Some(lever), true, _) => vec![lever],
            (None, true, Some(tested)) => {
                let mut all: Vec<LeverId> = tested.levers.iter().map(|used| used.id).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            (lever, _, _) => {
                named.extend(lever.filter(|lever| !named.contains(lever)));
                named
            }
        }
    }

    /// The stop date: within the run and before the window.
    fn stops(&self, table: &TableReader<'_>, from: YearMonth) -> Option<YearMonth> {
        let stops = table.month("stops")?;
        let start = self.model.world.start;
        if stops < start || stops >= from {
            table.report(
                table
                    .problem("stops", "E0709", format!("the levers would end in {stops}"))
                    .expect(format!("a month from {start} on and before the window, which starts in {from}")),
            );
        }
        Some(stops)
    }

    fn lever(&self, table: &TableReader<'_>) -> Option<LeverId> {
        let key = table.string("lever")?;
        let lever = LeverId::find(&key);
        if lever.is_none() {
            unknown_lever(table, "lever", &key);
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

fn unknown_lever(table: &TableReader<'_>, key: &str, found: &str) {
    table.report(
        table
            .problem(key, "E0703", format!("unknown lever `{found}`"))
            .expect("one of the levers")
            .suggest(nearest(found, LEVERS.iter().map(|lever| lever.key))),
    );
}

/// Kind and welcome direction: each follows from the other where only one is given.
fn kind(table: &TableReader<'_>, promised: Direction) -> (Kind, Direction) {
    let said = table.choice("kind", &["benefit", "harm"]).map(|word| match word.as_str() {
        "harm" => Kind::Harm,
        _ => Kind::Benefit,
    });
    let welcome = direction(table, "welcome");
    let of_welcome = |welcome: Direction| if welcome == promised { Kind::Benefit } else { Kind::Harm };
    let kind = said.or(welcome.map(of_welcome)).unwrap_or(Kind::Benefit);
    if welcome.is_some_and(|welcome| of_welcome(welcome) != kind) {
        table.report(
            table
                .problem("welcome", "E0710", format!("a {} that goes the other way", kind.word()))
                .expect("of a benefit the promised direction, of a harm the opposite one; or leave it out"),
        );
    }
    (kind, if kind == Kind::Benefit { promised } else { promised.opposite() })
}

/// How the claim follows: what the file says, at most what lever and indicator allow; that much where
/// the file says nothing.
fn follows(table: &TableReader<'_>, levers: &[LeverId], series: Option<&SeriesRef>) -> Follows {
    let said = table.choice("follows", &Follows::ALL.map(Follows::word));
    let said = said.and_then(|word| Follows::ALL.into_iter().find(|known| known.word() == word));
    let Some(series) = series else { return said.unwrap_or(Follows::Emergent) };
    let most = follows::most(levers.iter().copied(), series.indicator.id);
    if let Some(said) = said.filter(|said| *said > most) {
        let keys: Vec<&str> = levers.iter().map(|lever| lever.lever().key).collect();
        let message = format!("`{}` is not {} of {}", series.indicator.id, said.word(), keys.join(", "));
        table.report(table.problem("follows", "E0707", message).expect(format!("follows = \"{}\"", most.word())));
    }
    said.unwrap_or(most)
}

/// The size that matters.
fn size(table: &TableReader<'_>, series: Option<&SeriesRef>) -> Size {
    let (Some(quantity), Some(series)) = (table.quantity("matters"), series) else { return Size::DEFAULT };
    Size::read(&quantity, series.indicator).unwrap_or_else(|unit| {
        table.report(
            table
                .problem("matters", "E0708", format!("`{}` is not the unit of the claim", quantity.unit_text))
                .expect(format!("\"1 %\" of the baseline, or an amount in {unit}")),
        );
        Size::DEFAULT
    })
}

fn direction(table: &TableReader<'_>, key: &str) -> Option<Direction> {
    match table.choice(key, &["rise", "fall"])?.as_str() {
        "fall" => Some(Direction::Fall),
        _ => Some(Direction::Rise),
    }
}
