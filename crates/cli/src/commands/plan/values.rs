//! The three values of a plan, with enforcement at its posts and following success.

use super::question::Question;
use crate::context::Context;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::table::{Column, Table};
use counterflow_app::series::yearly_unit;
use counterflow_model::indicators::{Indicator, WORLD};
use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, PlacementProblem, Reaction, Trial};
use counterflow_report::analysis_charts::{Bar, bars};
use counterflow_report::html::analysis::AnalysisPart;
use counterflow_report::number::{
    change as change_words, change_range, percent_change, place_words, quantity, unit_words,
};
use counterflow_study::statistics::{quantile, sorted};
use rayon::prelude::*;
use serde::Serialize;

pub const MONTHS_PER_YEAR: f64 = 12.0;
/// Runs behind the six values of one member: two per reaction, and one that finds the settled routes.
pub const RUNS_OF_A_MEMBER: u64 = 7;
/// Ends of the interval of the members' changes.
pub const INTERVAL: (f64, f64) = (0.05, 0.95);

/// What traffickers do and what the rest of enforcement does.
pub const TRIALS: [Trial; 6] = {
    const fn trial(reaction: Reaction, enforcement: Enforcement) -> Trial {
        Trial { reaction, enforcement }
    }
    use Enforcement::{Adaptive, Fixed};
    [
        trial(Reaction::None, Fixed),
        trial(Reaction::None, Adaptive),
        trial(Reaction::Once, Fixed),
        trial(Reaction::Once, Adaptive),
        trial(Reaction::Full, Fixed),
        trial(Reaction::Full, Adaptive),
    ]
};

/// One value: the change that the plan makes, everything else equal.
#[derive(Clone, Debug, Serialize)]
pub struct PlanValue {
    /// `none`, `once` or `full`.
    pub reaction: &'static str,
    /// `fixed` or `adaptive`.
    pub enforcement: &'static str,
    /// Level without the plan, central parameters, expected values.
    pub without: f64,
    /// Change by the plan, likewise.
    pub change: f64,
    /// Median and the interval that holds 90 % of the members' changes.
    pub median: f64,
    /// Its lower end.
    pub p05: f64,
    /// Its upper end.
    pub p95: f64,
    /// Unit of all of them.
    pub unit: String,
}

impl PlanValue {
    /// Level with the plan, central parameters, expected values.
    pub fn with(&self) -> f64 {
        self.without + self.change
    }

    fn bar(&self) -> Bar {
        Bar { value: self.change, interval: (self.p05, self.p95) }
    }
}

/// Words for a reaction.
pub fn reaction_words(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::None => "If traffickers do not react",
        Reaction::Once => "If they re-route once",
        Reaction::Full => "After full adaptation",
    }
}

fn reaction_id(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::None => "none",
        Reaction::Once => "once",
        Reaction::Full => "full",
    }
}

fn enforcement_words(enforcement: Enforcement) -> &'static str {
    if enforcement == Enforcement::Fixed { "at its posts" } else { "follows success" }
}

/// Levels under the six trials, in their order.
fn levels(problem: &PlacementProblem<'_>, member: &Member, uses: &[LeverUse]) -> [f64; 6] {
    let settled = problem.settled_shares(member, uses);
    TRIALS.map(|trial| match trial.reaction {
        Reaction::Once => problem.value_at_shares(member, uses, &settled, trial.enforcement),
        Reaction::None | Reaction::Full => problem.value(member, uses, trial),
    })
}

/// Tries plans on every member against the same run without them.
pub struct Evaluation<'q> {
    asked: &'q Question<'q>,
    /// Member 0 stands for central parameters and expected values; it is no part of the interval.
    members: Vec<Member>,
    without: Vec<[f64; 6]>,
    progress: Progress,
}

impl<'q> Evaluation<'q> {
    /// Runs every member without a plan; `plans` is how many will be tried.
    pub fn new(asked: &'q Question<'q>, plans: usize, context: &Context<'_>) -> Result<Self, Failure> {
        let drawn = (0..asked.options.ensemble.members).map(|member| asked.member(member));
        let members: Vec<Member> = std::iter::once(Ok(asked.central.clone())).chain(drawn).collect::<Result<_, _>>()?;
        let progress =
            Progress::new((members.len() * (plans + 1)) as u64 * RUNS_OF_A_MEMBER, "three values", context.terminal);
        let mut evaluation = Self { asked, members, without: Vec::new(), progress };
        evaluation.without = evaluation.levels_of_all(&|_| Vec::new());
        Ok(evaluation)
    }

    fn levels_of_all(&self, uses: &(dyn Fn(&Member) -> Vec<LeverUse> + Sync)) -> Vec<[f64; 6]> {
        // Months add up over a year where they can.
        let yearly = if self.asked.indicator.flow { MONTHS_PER_YEAR } else { 1.0 };
        let of_member = |member: &Member| {
            let levels = levels(&self.asked.problem, member, &uses(member)).map(|level| level * yearly);
            self.progress.advance(RUNS_OF_A_MEMBER);
            levels
        };
        self.members.par_iter().map(of_member).collect()
    }

    /// The six values of a plan.
    pub fn values(&self, uses: &(dyn Fn(&Member) -> Vec<LeverUse> + Sync)) -> Vec<PlanValue> {
        summarise(&self.levels_of_all(uses), &self.without, &yearly_unit(self.asked.indicator))
    }
}

/// Six values from levels of members with and without a plan; the first member is the central one.
pub fn summarise(with: &[[f64; 6]], without: &[[f64; 6]], unit: &str) -> Vec<PlanValue> {
    let value = |(number, trial): (usize, &Trial)| {
        let changes: Vec<f64> =
            with.iter().zip(without).map(|(with, without)| with[number] - without[number]).collect();
        let drawn = sorted(changes[1..].to_vec());
        PlanValue {
            reaction: reaction_id(trial.reaction),
            enforcement: if trial.enforcement == Enforcement::Fixed { "fixed" } else { "adaptive" },
            without: without[0][number],
            change: changes[0],
            median: quantile(&drawn, 0.5),
            p05: quantile(&drawn, INTERVAL.0),
            p95: quantile(&drawn, INTERVAL.1),
            unit: unit.to_owned(),
        }
    };
    TRIALS.iter().enumerate().map(value).collect()
}

/// The values as a table of words: headings, and cells by row.
fn cells(values: &[PlanValue], objective: &str) -> ([String; 6], Vec<[String; 6]>) {
    let headings = [
        format!("Change of {}", within(objective)),
        "Enforcement".to_owned(),
        "Without".to_owned(),
        "Expected".to_owned(),
        String::new(),
        "90 % of members".to_owned(),
    ];
    let row = |(value, trial): (&PlanValue, &Trial)| {
        let relative = if value.without == 0.0 { String::new() } else { percent_change(value.change / value.without) };
        let interval = change_range(value.p05, value.p95, &value.unit);
        let words = [reaction_words(trial.reaction), enforcement_words(trial.enforcement)].map(str::to_owned);
        let [reaction, enforcement] = words;
        [
            reaction,
            enforcement,
            quantity(value.without, &value.unit),
            change_words(value.change, &value.unit),
            relative,
            interval,
        ]
    };
    (headings, values.iter().zip(&TRIALS).map(row).collect())
}

/// The values as a table.
pub fn text(values: &[PlanValue], objective: &str, context: &Context<'_>) -> String {
    let (headings, rows) = cells(values, objective);
    // The level without the plan is left to the page and the JSON: it does not fit the line.
    let shown = |position: &usize| *position != 2;
    let kinds = [Column::Left, Column::Left, Column::Right, Column::Right, Column::Right, Column::Right];
    let mut table = Table::new((0..6).filter(shown).map(|position| (headings[position].clone(), kinds[position])));
    for row in rows {
        table.push((0..6).filter(shown).map(|position| row[position].clone()));
    }
    table.render(context.terminal)
}

/// What the cells of [`by_reaction`] are changes of.
pub fn changed(objective: &str, unit: &str) -> String {
    if unit == SHARE { objective.to_owned() } else { format!("{objective} in {}", unit_words(unit)) }
}

/// Headings of [`by_reaction`], and whether the column holds numbers.
pub const BY_REACTION: [(&str, bool); 5] = [
    ("Enforcement", false),
    ("No reaction", true),
    ("Re-routed once", true),
    ("Full adaptation", true),
    ("90 % of members, full", true),
];

/// What a plan does to several objectives, each with its values, in two lines; enforcement as the
/// plan was made for.
pub fn in_short(effects: &[(String, &[PlanValue])], enforcement: Enforcement) -> [String; 2] {
    let under = |reaction: Reaction, say: &dyn Fn(&str, &PlanValue) -> String| {
        let number = TRIALS.iter().position(|trial| *trial == Trial { reaction, enforcement }).unwrap_or_default();
        let said: Vec<String> =
            effects.iter().filter_map(|(objective, values)| Some(say(objective, values.get(number)?))).collect();
        said.join("; ")
    };
    let in_full = |objective: &str, value: &PlanValue| {
        let share = if value.without == 0.0 {
            String::new()
        } else {
            format!(" ({})", percent_change(value.change / value.without))
        };
        format!(
            "{objective} {}{share}, 90 % of members {}",
            change_words(value.change, &value.unit),
            change_range(value.p05, value.p95, &value.unit)
        )
    };
    let alone = |_: &str, value: &PlanValue| change_words(value.change, &value.unit);
    let full = format!("After full adaptation: {}.", under(Reaction::Full, &in_full));
    let others = format!(
        "If traffickers re-routed once: {}. If they did not react: {}. The rest of enforcement {} in all three.",
        under(Reaction::Once, &alone),
        under(Reaction::None, &alone),
        if enforcement == Enforcement::Fixed { "stays at its posts" } else { "follows success" },
    );
    [full, others]
}

/// An indicator at a place, for readers.
pub fn title(indicator: &Indicator, place: &str) -> String {
    if place == WORLD { indicator.title.to_owned() } else { format!("{}, {}", indicator.title, place_words(place)) }
}

/// A title within a sentence.
pub fn within(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Unit of cells in which only percentage points are named; other units stand above them.
const SHARE: &str = "share";

/// One line per kind of enforcement: three changes, and the interval of the last.
pub fn by_reaction(values: &[PlanValue]) -> [[String; 5]; 2] {
    [(Enforcement::Fixed, 0), (Enforcement::Adaptive, 1)].map(|(enforcement, offset)| {
        let [none, once, full] = [0, 2, 4].map(|first| &values[first + offset]);
        let unit = if full.unit == SHARE { SHARE } else { "" };
        let range = change_range(full.p05, full.p95, unit);
        let [none, once, full] = [none, once, full].map(|value| change_words(value.change, unit));
        [enforcement_words(enforcement).to_owned(), none, once, full, range]
    })
}

/// The values as chart and table of a page.
pub fn parts(values: &[PlanValue], objective: &str) -> Result<Vec<AnalysisPart>, Failure> {
    let unit = values.first().map_or("", |value| value.unit.as_str());
    let row = |(reaction, pair): (&Reaction, &[PlanValue])| {
        (reaction_words(*reaction).to_owned(), pair.iter().map(PlanValue::bar).collect())
    };
    let rows: Vec<(String, Vec<Bar>)> = Reaction::ALL.iter().zip(values.chunks(2)).map(row).collect();
    let title = format!("Change of {}", within(objective));
    let svg = bars(&title, &unit_words(unit), &["enforcement at its posts", "follows success"], &rows)?;
    let (headings, rows) = cells(values, objective);
    let columns = headings.into_iter().enumerate().map(|(position, heading)| (heading, position > 1)).collect();
    let caption = "The plan's effect under three reactions, against the same runs without the plan".to_owned();
    Ok(vec![
        AnalysisPart::Chart { svg, caption: "Bars: central parameters, expected values. Strokes: 90 % of members, which differ in parameters and chance.".to_owned() },
        AnalysisPart::Table { caption, columns, rows: rows.into_iter().map(Vec::from).collect() },
    ])
}
