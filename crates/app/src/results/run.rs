//! One run of one scenario.

use super::OrderedMap;
use super::warning::Warning;
use schemars::JsonSchema;
use serde::Serialize;

/// One run: what reproduces it, its months, its series.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunResult {
    /// What reproduces the run.
    pub run: SingleRunRecord,
    /// What the scenario says that its writer may not mean.
    pub warnings: Vec<Warning>,
    /// Every month of the run.
    pub months: Vec<String>,
    /// Series, each with a value per month.
    pub series: Vec<RunSeries>,
}

/// Everything needed to run a scenario again and get the same bytes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SingleRunRecord {
    /// Version of the program.
    pub version: String,
    /// Commit the program was built from, where known.
    pub git_commit: Option<String>,
    /// Seed of the random draws.
    pub seed: u64,
    /// Where the member takes its parameters from: `prior`, or `posterior` as fitted to history.
    pub draws: String,
    /// Command line that reproduces the run.
    pub command: String,
    /// Simulated months.
    pub months: usize,
    /// First simulated month.
    pub start: String,
    /// Hash of the world.
    pub world_hash: String,
    /// Hash of the parameters and their ranges.
    pub evidence_hash: String,
    /// Scenario identifier and hash of its file.
    pub scenario_hashes: Vec<(String, String)>,
    /// Structural switches and their settings.
    pub switches: Vec<(String, String)>,
    /// Name of the world.
    pub world: String,
    /// Scenario identifier.
    pub scenario: String,
    /// Name of the scenario for readers.
    pub name: String,
    /// Last simulated month.
    pub until: String,
    /// Member of the ensemble: 0 has central parameters.
    pub member: u32,
    /// Whether the run is on expected values, without random draws of events.
    pub expected: bool,
    /// Parameters that the scenario or the request sets.
    pub parameters: OrderedMap<f64>,
}

/// One series of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunSeries {
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Name for readers.
    pub title: &'static str,
    /// Unit of the values.
    pub unit: &'static str,
    /// Where it is measured.
    pub place: String,
    /// What is counted, and how.
    pub definition: &'static str,
    /// Where the definition or the comparison values come from.
    pub source: String,
    /// A value per month.
    pub values: Vec<f64>,
}
