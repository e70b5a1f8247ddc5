//! The scenarios at hand, with their levers by name or spelled out.

use crate::failure::Failure;
use crate::results::catalogue::{LeverInUse, ScenarioDetail, ScenarioDetails, ScenarioEntry, ScenarioList};
use crate::session::{NamedScenario, Session};
use counterflow_model::policy::levers::TargetKind;
use counterflow_model::policy::scenario::{Amount, LeverUse};
use counterflow_model::world::World;

/// Scenarios with the names of their levers.
pub fn list(scenarios: &[NamedScenario]) -> ScenarioList {
    let entry = |named: &NamedScenario| {
        let scenario = &named.scenario;
        ScenarioEntry {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            about: scenario.about.clone(),
            until: scenario.until.to_string(),
            levers: scenario.levers.iter().map(|used| used.id.lever().key).collect(),
            hash: named.hash.clone(),
        }
    };
    ScenarioList { scenarios: scenarios.iter().map(entry).collect() }
}

/// The scenarios at hand, with their levers spelled out.
///
/// # Errors
/// A scenario with a fault.
pub fn details(session: &Session) -> Result<ScenarioDetails, Failure> {
    let detail = |named: &NamedScenario| {
        let scenario = &named.scenario;
        ScenarioDetail {
            id: scenario.id.clone(),
            name: scenario.name.clone(),
            about: scenario.about.clone(),
            until: scenario.until.to_string(),
            hash: named.hash.clone(),
            levers: scenario.levers.iter().map(|used| lever_in_use(used, &session.model.world)).collect(),
            shocks: scenario.shocks.len(),
            switches: scenario.switches.settings().into_iter().map(|(id, set)| (id, set.to_owned())).collect(),
            parameters: scenario.parameters.iter().map(|(id, value)| (id.clone(), *value)).collect(),
        }
    };
    Ok(ScenarioDetails { scenarios: session.all_scenarios()?.iter().map(detail).collect() })
}

/// A lever in use, spelled out.
fn lever_in_use(used: &LeverUse, world: &World) -> LeverInUse {
    let lever = used.id.lever();
    let amount = used.amount;
    let given = |wanted: fn(Amount) -> Option<f64>| wanted(amount);
    LeverInUse {
        id: lever.key,
        effort: given(|amount| if let Amount::Effort(level) = amount { Some(level) } else { None }),
        extra_effort: given(|amount| if let Amount::ExtraEffort(extra) = amount { Some(extra) } else { None }),
        share_of_baseline: given(|amount| if let Amount::ShareOfBaseline(share) = amount { Some(share) } else { None }),
        budget_usd_per_year: given(|amount| if let Amount::BudgetUsdPerYear(usd) = amount { Some(usd) } else { None }),
        from: used.from.to_string(),
        until: used.until.map(|until| until.to_string()),
        ramp_months: used.ramp_months,
        targets: used.targets.iter().map(|target| target_id(world, lever.targets, *target).to_owned()).collect(),
        consent: used.consent,
        lethal_force: used.lethal_force,
    }
}

fn target_id(world: &World, kind: TargetKind, target: usize) -> &str {
    match kind {
        TargetKind::Country => &world.countries[target].id,
        TargetKind::Corridor => &world.corridors[target].id,
        TargetKind::Market => &world.markets[target].id,
        TargetKind::Worldwide => "",
    }
}
