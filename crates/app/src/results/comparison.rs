//! Scenarios side by side, member by member.

use super::warning::Warning;
use counterflow_report::RunRecord;
use counterflow_study::statistics::Spread;
use schemars::JsonSchema;
use serde::Serialize;

/// Scenarios against the first of them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comparison {
    /// What reproduces the comparison.
    pub run: RunRecord,
    /// First and last month that is compared.
    pub window: [String; 2],
    /// Years of the paths; none where paths were not asked for.
    pub years: Vec<String>,
    /// What the scenarios say that their writers may not mean.
    pub warnings: Vec<Warning>,
    /// What each scenario but the first differs in.
    pub differences: Vec<ScenarioDifference>,
    /// The indicators: the headlines, or those asked for.
    pub indicators: Vec<ComparedIndicator>,
    /// Further worlds and assumptions, each compared within itself.
    pub cases: Vec<ComparisonCase>,
}

/// What a scenario differs in from the first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioDifference {
    /// Scenario identifier.
    pub scenario: String,
    /// Levers that only one of the two uses; shocks of a scenario without levers.
    pub policy: Vec<String>,
    /// Switches, parameters and other shocks. What they change is no effect of policy.
    pub assumptions: Vec<String>,
}

/// The scenarios in another world or under another assumption.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparisonCase {
    /// What the case is called.
    pub label: String,
    /// Name of the world.
    pub world: String,
    /// Hash of the world.
    pub world_hash: String,
    /// What each scenario but the first differs in.
    pub differences: Vec<ScenarioDifference>,
    /// The indicators that this world has.
    pub indicators: Vec<ComparedIndicator>,
}

/// One indicator in all scenarios.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparedIndicator {
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Name for readers.
    pub title: &'static str,
    /// Where it is measured.
    pub place: String,
    /// Unit; flows count per year.
    pub unit: String,
    /// The scenarios in the order asked for.
    pub scenarios: Vec<ComparedScenario>,
}

/// One indicator in one scenario.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ComparedScenario {
    /// Scenario identifier.
    pub scenario: String,
    /// Level over the window.
    pub level: Spread,
    /// Change by policy: against the first scenario under this scenario's assumptions; none for the first itself.
    pub change: Option<PairedChange>,
    /// What the scenario's assumptions change by themselves: the first scenario under them, against the first. In a
    /// further case, for its first scenario: against the first case. None where assumptions are the same.
    pub assumptions: Option<PairedChange>,
    /// Level by year; empty where paths were not asked for.
    pub level_by_year: Vec<Spread>,
    /// Change by policy, by year; empty for the first scenario and where paths were not asked for.
    pub change_by_year: Vec<PairedChange>,
}

/// Differences within members.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairedChange {
    /// In the unit of the indicator.
    #[serde(flatten)]
    pub absolute: Spread,
    /// As shares of the first scenario's level; none where it may be zero or has no natural zero.
    pub relative: Option<Spread>,
}
