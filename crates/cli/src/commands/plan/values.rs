//! The three values of a plan, with enforcement at its posts and following success.

use super::question::Question;
use crate::commands::Context;
use crate::failure::Failure;
use crate::months::yearly_unit;
use crate::progress::Progress;
use crate::table::{Column, Table};
use counterflow_model::interdiction::Enforcement;
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, Reaction, Trial};
use counterflow_report::number::{change as change_words, change_range, percent_change};
use counterflow_study::statistics::{quantile, sorted};
use rayon::prelude::*;
use serde::Serialize;

const MONTHS_PER_YEAR: f64 = 12.0;

/// One value: the change that the plan makes, everything else equal.
#[derive(Debug, Serialize)]
pub struct PlanValue {
    /// `none`, `once` or `full`.
    reaction: &'static str,
    /// `fixed` or `adaptive`.
    enforcement: &'static str,
    /// Level without the plan, central parameters, expected values.
    without: f64,
    /// Change by the plan, likewise.
    change: f64,
    /// Median and the interval that holds 90 % of the members' changes.
    median: f64,
    p05: f64,
    p95: f64,
    unit: String,
}

fn words(reaction: Reaction) -> (&'static str, &'static str) {
    match reaction {
        Reaction::None => ("none", "If traffickers do not react"),
        Reaction::Once => ("once", "If they settle on new routes once"),
        Reaction::Full => ("full", "After full adaptation"),
    }
}

/// Months add up over a year where they can.
fn yearly(asked: &Question<'_>) -> f64 {
    if asked.indicator.flow { MONTHS_PER_YEAR } else { 1.0 }
}

/// Change by the levers given, in one member.
pub fn change(asked: &Question<'_>, member: &Member, uses: &[LeverUse], trial: Trial) -> f64 {
    (asked.problem.value(member, uses, trial) - asked.problem.value(member, &[], trial)) * yearly(asked)
}

/// All six values.
pub fn table(asked: &Question<'_>, uses: &(dyn Fn(&Member) -> Vec<LeverUse> + Sync), context: &Context<'_>) -> Result<Vec<PlanValue>, Failure> {
    let members: Vec<Member> = (0..asked.options.ensemble.members).map(|member| asked.member(member)).collect::<Result<_, _>>()?;
    let trials: Vec<Trial> = Reaction::ALL.iter().flat_map(|&reaction| [Enforcement::Fixed, Enforcement::Adaptive].map(|enforcement| Trial { reaction, enforcement })).collect();
    let progress = Progress::new((members.len() * trials.len()) as u64, "trying the plan", context.terminal);
    let one = |&trial: &Trial| {
        let of_member = |member: &Member| {
            let change = change(asked, member, &uses(member), trial);
            progress.tick();
            change
        };
        let changes: Vec<f64> = members.par_iter().map(of_member).collect();
        let changes = sorted(changes);
        PlanValue {
            reaction: words(trial.reaction).0,
            enforcement: if trial.enforcement == Enforcement::Fixed { "fixed" } else { "adaptive" },
            without: asked.problem.value(&asked.central, &[], trial) * yearly(asked),
            change: change(asked, &asked.central, &uses(&asked.central), trial),
            median: quantile(&changes, 0.5),
            p05: quantile(&changes, 0.05),
            p95: quantile(&changes, 0.95),
            unit: yearly_unit(asked.indicator),
        }
    };
    Ok(trials.iter().map(one).collect())
}

/// The values as a table.
pub fn text(values: &[PlanValue], asked: &Question<'_>, context: &Context<'_>) -> String {
    let title = format!("Change of {}", asked.options.objective);
    let mut table = Table::new([(title.as_str(), Column::Left), ("Enforcement", Column::Left), ("Expected", Column::Right), ("", Column::Right), ("90 % of members", Column::Right)]);
    for (value, reaction) in values.iter().zip(Reaction::ALL.iter().flat_map(|reaction| [reaction, reaction])) {
        let enforcement = if value.enforcement == "fixed" { "at its posts" } else { "follows success" };
        let relative = if value.without == 0.0 { String::new() } else { percent_change(value.change / value.without) };
        table.push([words(*reaction).1.to_owned(), enforcement.to_owned(), change_words(value.change, &value.unit), relative, change_range(value.p05, value.p95, &value.unit)]);
    }
    table.render(context.terminal)
}
