//! Plans in words: the reactions that they are tried under, and what they do in short.

use crate::results::plan::{Effort, PlanValue};
use counterflow_model::indicators::{Indicator, WORLD};
use counterflow_model::interdiction::Enforcement;
use counterflow_planner::Limits;
use counterflow_planner::simulated::{Reaction, Trial};
use counterflow_report::number::{
    change as change_words, change_range, percent, percent_change, place_words, significant, unit_words,
};

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

/// Unit of cells in which only percentage points are named; other units stand above them.
pub const SHARE: &str = "share";

/// Words for a reaction.
pub fn reaction_words(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::None => "If traffickers do not react",
        Reaction::Once => "If they re-route once",
        Reaction::Full => "After full adaptation",
    }
}

/// Words for the rest of enforcement.
pub fn enforcement_words(enforcement: Enforcement) -> &'static str {
    if enforcement == Enforcement::Fixed { "at its posts" } else { "follows success" }
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

/// An objective with the unit of its changes.
pub fn changed(objective: &str, unit: &str) -> String {
    if unit == SHARE { objective.to_owned() } else { format!("{objective} in {}", unit_words(unit)) }
}

/// A placement in one line.
pub fn in_one_line(efforts: &[Effort]) -> String {
    efforts
        .iter()
        .map(|effort| format!("{} {}", effort.title, significant(effort.effort)))
        .collect::<Vec<String>>()
        .join(", ")
}

/// A gap for readers: rounding is none.
pub fn gap_words(gap: f64) -> String {
    percent(if gap <= Limits::PROVEN_GAP { 0.0 } else { gap })
}

/// What a plan does to several objectives, each with its values, in two lines; enforcement as the plan was made for.
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
