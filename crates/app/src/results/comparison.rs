//! Scenarios side by side, member by member.

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
    /// The headline indicators.
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
    /// Change against the first scenario; none for the first itself.
    pub change: Option<PairedChange>,
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
