//! What scenarios differ in: policy, or what is assumed of the world.

use crate::results::comparison::ScenarioDifference;
use crate::scenario_words::{lever_words, shock_words};
use crate::session::{NamedScenario, Session};
use counterflow_model::policy::Scenario;
use std::collections::BTreeMap;

/// The first scenario's policy under another's assumptions; none where these are the first's own. Shocks of a
/// scenario without levers are what it is about, and no assumption.
pub fn reference(first: Option<&Scenario>, here: &Scenario) -> Option<Scenario> {
    let first = first?;
    let shocks = if here.levers.is_empty() { first.shocks.clone() } else { here.shocks.clone() };
    let same = here.switches == first.switches && parameters(here) == parameters(first) && shocks == first.shocks;
    (!same).then(|| Scenario {
        switches: here.switches,
        parameters: here.parameters.clone(),
        shocks,
        until: here.until,
        ..first.clone()
    })
}

/// What each scenario but the first differs in.
pub fn differences(session: &Session, scenarios: &[NamedScenario]) -> Vec<ScenarioDifference> {
    let Some((first, others)) = scenarios.split_first() else { return Vec::new() };
    others.iter().map(|other| difference(session, &first.scenario, &other.scenario)).collect()
}

fn difference(session: &Session, first: &Scenario, here: &Scenario) -> ScenarioDifference {
    let world = &session.model.world;
    let added = here.levers.iter().filter(|used| !first.levers.contains(used)).map(|used| lever_words(used, world));
    let missing = first
        .levers
        .iter()
        .filter(|used| !here.levers.contains(used))
        .map(|used| format!("not: {}", lever_words(used, world)));
    let shocks =
        here.shocks.iter().filter(|shock| !first.shocks.contains(shock)).map(|shock| shock_words(shock, world));
    let shocks_are_policy = here.levers.is_empty();
    let mut policy: Vec<String> = added.chain(missing).collect();
    let mut assumptions = switches(first, here);
    assumptions.extend(set_parameters(session, first, here));
    if shocks_are_policy {
        policy.extend(shocks)
    } else {
        assumptions.extend(shocks)
    }
    ScenarioDifference { scenario: here.id.clone(), policy, assumptions }
}

fn switches(first: &Scenario, here: &Scenario) -> Vec<String> {
    let (before, after) = (first.switches.settings(), here.switches.settings());
    let changed = after.into_iter().zip(before).filter(|((_, here), (_, first))| here != first);
    changed.map(|((id, here), (_, first))| format!("{id} = {here}, not {first}")).collect()
}

fn set_parameters(session: &Session, first: &Scenario, here: &Scenario) -> Vec<String> {
    let (before, after) = (parameters(first), parameters(here));
    let ids = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
    let words = |id: &str| {
        let (first, here) = (before.get(id), after.get(id));
        if first == here {
            return None;
        }
        let drawn = || "drawn from its range".to_owned();
        let said = |value: Option<&f64>| value.map_or_else(drawn, |value| value.to_string());
        let title = session.evidence.get(id).map_or_else(String::new, |record| format!(" ({})", record.title));
        Some(format!("{id} = {}, not {}{title}", said(here), said(first)))
    };
    ids.into_iter().filter_map(|id| words(id)).collect()
}

/// The parameters that a scenario sets; of several values for one, the last counts.
fn parameters(scenario: &Scenario) -> BTreeMap<&str, f64> {
    scenario.parameters.iter().map(|(id, value)| (id.as_str(), *value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use counterflow_evidence::reader::YearMonth;
    use counterflow_model::policy::scenario::{Shock, ShockKind};

    fn plain() -> Scenario {
        Scenario::baseline(YearMonth { year: 2030, month: 12 })
    }

    #[test]
    fn a_pinned_parameter_asks_for_a_reference_of_its_own() {
        let pinned = Scenario { parameters: vec![("a.b".to_owned(), 2.0)], ..plain() };
        assert_eq!(reference(Some(&plain()), &pinned).map(|one| one.parameters), Some(pinned.parameters.clone()));
        assert_eq!(reference(Some(&pinned), &pinned), None);
        assert_eq!(reference(Some(&plain()), &plain()), None);
        // Of two values the last counts.
        let twice = Scenario { parameters: vec![("a.b".to_owned(), 1.0), ("a.b".to_owned(), 2.0)], ..plain() };
        assert_eq!(reference(Some(&pinned), &twice), None);
    }

    #[test]
    fn shocks_of_a_scenario_without_levers_are_what_it_is_about() {
        let from = YearMonth { year: 2026, month: 1 };
        let shock = Shock { kind: ShockKind::Demand, size: 0.8, from, until: None, targets: Vec::new() };
        assert_eq!(reference(Some(&plain()), &Scenario { shocks: vec![shock], ..plain() }), None);
    }
}
