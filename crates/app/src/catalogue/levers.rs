//! Levers with their numbers.

use crate::results::catalogue::{LeverEntry, LeverList, PlaceEffort, TargetKey};
use crate::scenario_words::target_names;
use crate::session::Session;
use counterflow_model::Parameters;
use counterflow_model::policy::levers::{Lever, LeverNumbers, TargetKind};
use counterflow_model::policy::{LEVERS, baseline_by_target};

/// The levers with their central numbers.
pub fn levers(session: &Session) -> LeverList {
    let entry = |(lever, numbers): (&Lever, &LeverNumbers)| entry(lever, numbers, by_place(lever, session));
    LeverList { levers: LEVERS.iter().zip(&numbers(session)).map(entry).collect() }
}

/// Central numbers of all levers, in their order.
pub fn numbers(session: &Session) -> Vec<LeverNumbers> {
    let parameters = Parameters::of(&session.evidence, &session.evidence.central());
    LEVERS.iter().map(|lever| parameters.levers.numbers(lever.id, &session.model.world)).collect()
}

/// Effort of the base year by target, at central parameters.
pub fn by_place(lever: &Lever, session: &Session) -> Vec<PlaceEffort> {
    let parameters = Parameters::of(&session.evidence, &session.evidence.central());
    let world = &session.model.world;
    let efforts = baseline_by_target(world, &parameters.levers, lever.id);
    let names = target_names(lever.targets, &efforts.iter().map(|(target, _)| *target).collect::<Vec<usize>>(), world);
    names.into_iter().zip(efforts).map(|(place, (_, effort))| PlaceEffort { place, effort }).collect()
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

fn entry(lever: &Lever, numbers: &LeverNumbers, baseline_by_place: Vec<PlaceEffort>) -> LeverEntry {
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
        baseline_by_place,
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
