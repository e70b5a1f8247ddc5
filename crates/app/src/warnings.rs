//! What a scenario says that its writer may not mean: told before its numbers are believed.
//!
//! A warning stops nothing. What cannot be meant is refused where it is read; a parameter outside its range is refused
//! too, unless the user insists ([`crate::session::Session::beyond`]).

use crate::results::warning::Warning;
use crate::scenario_words::target_names;
use crate::session::{NamedScenario, Session};
use counterflow_model::Parameters;
use counterflow_model::policy::scenario::{Amount, LeverUse, Scenario};
use counterflow_model::policy::{Outlook, outlook};
use counterflow_report::number::{money, percent, significant};

/// Differences below this share of the base year's effort are rounding.
const ROUNDING: f64 = 1e-9;

/// The warnings about some scenarios, in their order.
pub fn warnings(session: &Session, scenarios: &[NamedScenario]) -> Vec<Warning> {
    let parameters = Parameters::of(&session.evidence, &session.evidence.central());
    scenarios.iter().flat_map(|named| of_scenario(session, &parameters, &named.scenario)).collect()
}

fn of_scenario(session: &Session, parameters: &Parameters, scenario: &Scenario) -> Vec<Warning> {
    let world = &session.model.world;
    let mut found = Vec::new();
    let mut push = |code, message| found.push(Warning { code, scenario: scenario.id.clone(), message });
    for (number, used) in scenario.levers.iter().enumerate() {
        let name = named(used, session);
        let ahead = outlook(world, &parameters.levers, used);
        if let Some(message) = below_base_year(used, &name, &ahead) {
            push("W0101", message);
        }
        if let Some(message) = capped(used, &name, &ahead) {
            push("W0102", message);
        }
        if let Some(message) = no_change(used, &name, &ahead) {
            push("W0103", message);
        }
        if used.from > scenario.until {
            push("W0105", format!("{name} starts in {}, after the run has ended ({})", used.from, scenario.until));
        }
        if let Some(other) = scenario.levers[..number].iter().find(|other| overlap(used, other)) {
            push(
                "W0104",
                format!(
                    "{name} stands twice and acts at once from {}: what both ask for is added up",
                    used.from.max(other.from)
                ),
            );
        }
    }
    for (id, value) in &scenario.parameters {
        if let Some(range) = session.outside_range(id, *value) {
            push(
                "W0106",
                format!("{id} = {value} lies outside its range, {range}: the answer goes beyond the evidence"),
            );
        }
    }
    found
}

/// The lever and where it acts.
fn named(used: &LeverUse, session: &Session) -> String {
    let lever = used.id.lever();
    let places = target_names(lever.targets, &used.targets, &session.model.world);
    if places.is_empty() { format!("`{}`", lever.key) } else { format!("`{}` in {}", lever.key, places.join(", ")) }
}

fn unit(used: &LeverUse) -> String {
    let lever = used.id.lever();
    format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" })
}

/// A level below the base year's reads like an addition.
fn below_base_year(used: &LeverUse, name: &str, ahead: &Outlook) -> Option<String> {
    let Amount::Effort(level) = used.amount else { return None };
    if ahead.asked_extra >= -ROUNDING * ahead.baseline {
        return None;
    }
    let (unit, here) = (unit(used), if used.targets.is_empty() { "everywhere" } else { "there" });
    Some(format!(
        "{name}: {} {unit} is a level, {} less than the {} of the base year {here}; write \"+{} {unit}\" for so much \
         more",
        significant(level),
        percent(-ahead.asked_extra / ahead.baseline),
        significant(ahead.baseline),
        significant(level),
    ))
}

/// More than history has seen is not done, and not paid for.
fn capped(used: &LeverUse, name: &str, ahead: &Outlook) -> Option<String> {
    if ahead.asked_extra <= ahead.extra * (1.0 + ROUNDING) || ahead.asked_extra <= 0.0 {
        return None;
    }
    let (unit, example) = (unit(used), used.id.lever().example);
    let most = format!("{} {unit} more than the base year, the largest example ({example})", significant(ahead.extra));
    Some(match used.amount {
        Amount::BudgetUsdPerYear(usd) => format!(
            "{name}: {} buys {} {unit}; only {most} are done, {} of the money stays unspent",
            money(usd, "USD/year"),
            significant(ahead.asked_extra),
            percent(1.0 - ahead.extra / ahead.asked_extra)
        ),
        _ => format!("{name}: {} {unit} more are asked for; only {most} are done", significant(ahead.asked_extra)),
    })
}

/// Effort that changes nothing: none asked for, or nothing there that it could act on.
fn no_change(used: &LeverUse, name: &str, ahead: &Outlook) -> Option<String> {
    if ahead.extra == 0.0 {
        let is_relative = matches!(used.amount, Amount::ShareOfBaseline(share) if share != 0.0);
        return is_relative.then(|| format!("{name}: there is no effort in the base year that a share could change"));
    }
    (!ahead.acts).then(|| {
        let cost = money(ahead.cost_usd_per_year(), "USD/year");
        format!("{name}: there is nothing that it acts on; it costs {cost} and changes nothing but relations")
    })
}

/// Whether two entries of one lever share a target and a month.
fn overlap(one: &LeverUse, other: &LeverUse) -> bool {
    let places = one.targets.is_empty()
        || other.targets.is_empty()
        || one.targets.iter().any(|target| other.targets.contains(target));
    let ends_before = |early: &LeverUse, late: &LeverUse| early.until.is_some_and(|until| until < late.from);
    one.id == other.id && places && !ends_before(one, other) && !ends_before(other, one)
}
