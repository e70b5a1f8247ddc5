//! Levers with their numbers.

use crate::results::catalogue::{LeverEntry, LeverList, TargetKey};
use crate::session::Session;
use counterflow_model::Parameters;
use counterflow_model::policy::LEVERS;
use counterflow_model::policy::levers::{Lever, LeverNumbers, TargetKind};

/// The levers with their central numbers.
pub fn levers(session: &Session) -> LeverList {
    LeverList { levers: LEVERS.iter().zip(&numbers(session)).map(|(lever, numbers)| entry(lever, numbers)).collect() }
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

/// Where a lever can be aimed; none where it acts everywhere.
pub fn target_key(kind: TargetKind) -> Option<TargetKey> {
    match kind {
        TargetKind::Country => Some(TargetKey::Country),
        TargetKind::Corridor => Some(TargetKey::Corridor),
        TargetKind::Market => Some(TargetKey::Market),
        TargetKind::Worldwide => None,
    }
}

fn entry(lever: &Lever, numbers: &LeverNumbers) -> LeverEntry {
    LeverEntry {
        id: lever.key,
        title: lever.title,
        about: lever.about,
        decided_by: lever.decided_by,
        unit: unit(lever),
        units: lever.units,
        per_year: lever.per_year,
        targets: target_key(lever.targets),
        unit_cost_usd: numbers.unit_cost_usd,
        baseline: numbers.baseline,
        maximum_extra: numbers.maximum_extra,
        can_lack_consent: lever.can_lack_consent,
        can_be_lethal: lever.can_be_lethal,
        claim: lever.claim,
        mechanism: lever.mechanism,
        side_effects: lever.side_effects,
        example: lever.example,
        moves: lever.moves(),
    }
}
