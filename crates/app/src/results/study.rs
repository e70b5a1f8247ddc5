//! Studies on disk.

use schemars::JsonSchema;
use serde::Serialize;

/// What a study found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StudySummary {
    /// Name of the study.
    pub study: String,
    /// Which part of the whole the folder holds, such as `3/64`; none for the whole.
    pub shard: Option<String>,
    /// Members of the whole study.
    pub members: u32,
    /// Rows in finished parts.
    pub rows: usize,
    /// Rows that failed.
    pub failed: usize,
    /// Rows of monthly paths.
    pub path_rows: usize,
    /// The first rows that failed.
    pub failures: Vec<FailureEntry>,
    /// Outcomes by scenario.
    pub summary: Vec<OutcomeEntry>,
}

/// A row that failed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FailureEntry {
    /// Member.
    pub member: i32,
    /// Scenario and switches.
    pub labels: Vec<String>,
    /// Why it failed.
    pub reason: String,
}

/// An outcome of one scenario over all members.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutcomeEntry {
    /// Column.
    pub outcome: String,
    /// Unit.
    pub unit: String,
    /// Scenario and switches.
    pub scenario: Option<String>,
    /// Members that count.
    pub members: usize,
    /// Members that failed.
    pub failed: usize,
    /// Median; none if no member counts.
    pub median: Option<f64>,
    /// Low end of the 90 % interval.
    pub p05: Option<f64>,
    /// High end of the 90 % interval.
    pub p95: Option<f64>,
    /// 95 % interval of the median itself, from sampling.
    pub median_between: [Option<f64>; 2],
    /// Share of the members above zero.
    pub above_zero: f64,
    /// Share of the members below zero.
    pub below_zero: f64,
}

/// How far a study is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StudyStatus {
    /// Name of the study.
    pub study: String,
    /// Which part of the whole the folder holds, such as `3/64`; none for the whole.
    pub shard: Option<String>,
    /// `complete`, `stopped` or `running`.
    pub state: &'static str,
    /// Estimated time to the end, while it runs.
    pub seconds_left: Option<f64>,
    /// Members to run here.
    pub members: u64,
    /// Those that are done.
    pub members_finished: u64,
    /// Parts to write.
    pub parts: usize,
    /// Those that are written.
    pub parts_finished: usize,
    /// Rows in finished parts.
    pub rows: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Size of the finished parts.
    pub bytes: u64,
    /// Parts that do not match the journal.
    pub damage: Vec<DamageEntry>,
}

/// A part that does not match the journal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DamageEntry {
    /// File.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
}
