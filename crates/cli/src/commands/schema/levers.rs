//! The levers with their numbers.

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::{print, print_json, versioned};
use crate::session::Session;
use crate::table::{Column, Table};
use counterflow_model::Parameters;
use counterflow_model::policy::LEVERS;
use counterflow_model::policy::levers::{Lever, LeverNumbers, TargetKind};
use counterflow_report::number::significant;
use serde_json::{Value, json};

/// Prints the levers as a table or as JSON.
pub fn print_levers(as_json: bool, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    if as_json {
        return print_json(&json(&session));
    }
    let numbers = numbers(&session);
    let mut table = Table::new([
        ("Lever", Column::Left),
        ("Unit", Column::Wrap),
        ("USD/unit", Column::Right),
        ("Baseline", Column::Right),
        ("Extra at most", Column::Right),
        ("Example of a large effort", Column::Wrap),
        ("Claim", Column::Wrap),
    ]);
    for (lever, numbers) in LEVERS.iter().zip(&numbers) {
        table.push([
            lever.key.to_owned(),
            unit(lever),
            significant(numbers.unit_cost_usd),
            significant(numbers.baseline),
            significant(numbers.maximum_extra),
            lever.example.to_owned(),
            lever.claim.to_owned(),
        ]);
    }
    print(&format!(
        "{}\nEffort in a scenario is a level, the baseline's included; a budget comes on top of it.\nCentral values; `counterflow evidence list --module levers` holds ranges and sources.\n",
        table.render(context.terminal)
    ))
}

/// The levers with their numbers, as JSON.
pub fn json(session: &Session) -> Value {
    let entries: Value =
        LEVERS.iter().zip(&numbers(session)).map(|(lever, numbers)| lever_json(lever, numbers)).collect();
    versioned([("levers", entries)])
}

/// Central numbers of all levers, in their order.
pub fn numbers(session: &Session) -> Vec<LeverNumbers> {
    let parameters = Parameters::of(&session.evidence, &session.evidence.central());
    LEVERS.iter().map(|lever| parameters.levers.numbers(lever.id, &session.model.world)).collect()
}

/// Unit of effort as a scenario writes it.
pub fn unit(lever: &Lever) -> String {
    format!("{}{}", lever.units[0], if lever.per_year { "/year" } else { "" })
}

/// Key of the lever's targets in a scenario.
pub fn target_key(kind: TargetKind) -> Option<&'static str> {
    match kind {
        TargetKind::Country => Some("country"),
        TargetKind::Corridor => Some("corridor"),
        TargetKind::Market => Some("market"),
        TargetKind::Worldwide => None,
    }
}

fn lever_json(lever: &Lever, numbers: &LeverNumbers) -> Value {
    json!({
        "id": lever.key, "title": lever.title, "about": lever.about, "decided_by": lever.decided_by,
        "unit": unit(lever), "units": lever.units, "per_year": lever.per_year, "targets": target_key(lever.targets),
        "unit_cost_usd": numbers.unit_cost_usd, "baseline": numbers.baseline, "maximum_extra": numbers.maximum_extra,
        "can_lack_consent": lever.can_lack_consent, "can_be_lethal": lever.can_be_lethal,
        "claim": lever.claim, "mechanism": lever.mechanism, "side_effects": lever.side_effects, "example": lever.example,
        "moves": lever.moves(),
    })
}
