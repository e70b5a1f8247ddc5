//! An assessment without the paths of charts and map, which the report's own JSON holds.

use counterflow_report::{
    Assumption, ClaimResult, Displacement, ImpulseResponse, IndicatorInfo, NotApplicable, OutcomeChange, Report,
    RunRecord, ScenarioResult, SourceInfo, Structure,
};
use schemars::JsonSchema;
use serde::Serialize;

/// Scenarios, verdicts, displacement, assumptions and the record that reproduces them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Assessment<'r> {
    /// Heading of the report.
    pub title: &'r str,
    /// What reproduces the numbers.
    pub run: &'r RunRecord,
    /// What the scenarios say that their writers may not mean.
    pub warnings: &'r [String],
    /// The scenarios, in the order of the report.
    pub scenarios: Vec<AssessedScenario<'r>>,
    /// The claims with their verdicts.
    pub claims: &'r [ClaimResult],
    /// Claims that say nothing of a scenario at hand, and why.
    pub not_applicable: &'r [NotApplicable],
    /// The structural settings over which the members are spread.
    pub structures: &'r [Structure],
    /// Every indicator that occurs.
    pub indicators: &'r [IndicatorInfo],
    /// What left one place and appeared in another, per scenario and dimension.
    pub displacement: &'r [Displacement],
    /// Parameters with their ranges, grades and influence on the results.
    pub assumptions: &'r [Assumption],
    /// How the model answers to single shocks.
    pub responses: &'r [ImpulseResponse],
    /// The sources that claims and assumptions cite.
    pub sources: &'r [SourceInfo],
    /// Remarks on method and limits.
    pub notes: &'r [String],
}

/// One scenario.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AssessedScenario<'r> {
    /// Identifier, as in the scenario file.
    pub id: &'r str,
    /// Name for readers.
    pub title: &'r str,
    /// What the scenario does.
    pub about: &'r str,
    /// Public cost above the baseline.
    pub cost_usd_per_year: f64,
    /// What it changes at the end of the run, member by member.
    pub outcomes: &'r [OutcomeChange],
}

impl<'r> From<&'r Report> for Assessment<'r> {
    fn from(report: &'r Report) -> Self {
        // Nothing is left out by oversight: charts and map are named.
        let Report {
            title,
            run,
            warnings,
            scenarios,
            claims,
            not_applicable,
            structures,
            indicators,
            displacement,
            map: _,
            assumptions,
            responses,
            sources,
            notes,
        } = report;
        let scenario = |scenario: &'r ScenarioResult| {
            let ScenarioResult { id, title, about, cost_usd_per_year, outcomes, charts: _ } = scenario;
            AssessedScenario { id, title, about, cost_usd_per_year: *cost_usd_per_year, outcomes }
        };
        Self {
            title,
            run,
            warnings,
            scenarios: scenarios.iter().map(scenario).collect(),
            claims,
            not_applicable,
            structures,
            indicators,
            displacement,
            assumptions,
            responses,
            sources,
            notes,
        }
    }
}
