//! Scenarios and structural switches of a study.

use super::{DEFAULT_BASELINE, Known, KnownScenario};
use counterflow_evidence::diagnostics::nearest;
use counterflow_evidence::reader::TableReader;
use counterflow_model::policy::Scenario;
use counterflow_model::policy::switches::SWITCHES;

/// One run of every member: a scenario under one combination of switches.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The scenario with its switches set.
    pub scenario: Scenario,
    /// Setting of each switch that the study varies, as (switch, setting).
    pub switches: Vec<(&'static str, &'static str)>,
    /// Position of the arm with which it is paired: the baseline under the same switches.
    pub baseline: usize,
}

/// All arms: combination by combination of the switches, the baseline first in each.
pub(super) fn arms(root: &TableReader<'_>, known: Known<'_>) -> Vec<Arm> {
    let scenarios = scenarios(root, known);
    let mut arms = Vec::new();
    for switches in combinations(&switches(root)) {
        let baseline = arms.len();
        for scenario in &scenarios {
            let mut scenario = scenario.clone();
            for (switch, setting) in &switches {
                scenario.switches.set(switch, setting);
            }
            arms.push(Arm { scenario, switches: switches.clone(), baseline });
        }
    }
    arms
}

/// The baseline, then the scenarios asked for.
fn scenarios(root: &TableReader<'_>, known: Known<'_>) -> Vec<Scenario> {
    let baseline = root.string("baseline").unwrap_or_else(|| DEFAULT_BASELINE.to_owned());
    let asked = match root.has("scenarios") {
        true => root.strings("scenarios").unwrap_or_default(),
        false => vec![root.required_string("scenarios")],
    };
    let mut found: Vec<Scenario> = find(root, "baseline", &baseline, known).cloned().into_iter().collect();
    for name in asked.iter().filter(|name| **name != baseline && !name.is_empty()) {
        let Some(scenario) = find(root, "scenarios", name, known) else { continue };
        if found.iter().any(|other| other.id == scenario.id) {
            root.report(
                root.problem("scenarios", "E0901", format!("two scenarios are called `{}`", scenario.id))
                    .expect("each scenario once"),
            );
        }
        found.push(scenario.clone());
    }
    found
}

fn find<'a>(root: &TableReader<'_>, key: &str, name: &str, known: Known<'a>) -> Option<&'a Scenario> {
    let found = known.scenarios.iter().find(|scenario| scenario.asked == name);
    if found.is_none() {
        let names = known.scenarios.iter().map(|scenario| scenario.asked.as_str());
        let problem = root.problem(key, "E0901", format!("unknown scenario `{name}`"));
        root.report(
            problem
                .expect("the name or the path of a scenario file (`counterflow scenarios`)")
                .suggest(nearest(name, names)),
        );
    }
    found.map(|KnownScenario { scenario, .. }| scenario)
}

type Settings = (&'static str, Vec<&'static str>);

/// Switches with the settings that the study visits.
fn switches(root: &TableReader<'_>) -> Vec<Settings> {
    let Some(table) = root.table("switches") else { return Vec::new() };
    let found = SWITCHES.iter().filter(|switch| table.has(switch.id)).map(|switch| {
        let mut settings = Vec::new();
        for asked in table.strings(switch.id).unwrap_or_default() {
            match switch.settings.iter().find(|setting| **setting == asked) {
                Some(setting) if settings.contains(setting) => {
                    table.report(
                        table
                            .problem(switch.id, "E0906", format!("`{asked}` stands twice"))
                            .expect("each setting once"),
                    );
                }
                Some(setting) => settings.push(*setting),
                None => {
                    let problem =
                        table.problem(switch.id, "E0906", format!("`{}` has no setting `{asked}`", switch.id));
                    table.report(
                        problem
                            .expect(switch.settings.join(", "))
                            .suggest(nearest(&asked, switch.settings.iter().copied())),
                    );
                }
            }
        }
        (switch.id, settings)
    });
    let found = found.collect();
    let ids: Vec<&str> = SWITCHES.iter().map(|switch| switch.id).collect();
    table.finish(&ids);
    found
}

/// Every combination; one empty combination where no switch is varied.
fn combinations(switches: &[Settings]) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut found = vec![Vec::new()];
    for (switch, settings) in switches {
        let extended = |combination: &Vec<_>| {
            let with = |setting: &&'static str| combination.iter().copied().chain([(*switch, *setting)]).collect();
            settings.iter().map(with).collect::<Vec<Vec<_>>>()
        };
        found = found.iter().flat_map(extended).collect();
    }
    found
}
