//! What a study on disk found, and how far it is.

use crate::failure::Failure;
use crate::results::study::{DamageEntry, FailureEntry, OutcomeEntry, StudyStatus, StudySummary};
use crate::study_folder::fault;
use counterflow_study::store::{FailedRow, OutcomeSummary, State, Status, Study, failed_rows, summarise};

/// Failed rows that are told.
const TOLD_FAILURES: usize = 5;

/// Outcomes of a study over its members.
#[derive(Debug)]
pub struct StudyReport<'s> {
    /// The study.
    pub study: &'s Study,
    /// Outcomes by scenario.
    pub summaries: Vec<OutcomeSummary>,
    /// The first rows that failed.
    pub failures: Vec<FailedRow>,
    /// How many failed.
    pub failed: usize,
    /// Labels of each of a member's rows: the scenario, and a setting of each switch that is varied.
    pub arms: Vec<Vec<String>>,
}

impl<'s> StudyReport<'s> {
    /// Reads the finished parts of a study.
    ///
    /// # Errors
    /// A part that cannot be read.
    pub fn of(study: &'s Study) -> Result<Self, Failure> {
        Ok(Self {
            study,
            summaries: summarise(study).map_err(|error| fault(&error))?,
            failures: failed_rows(study, TOLD_FAILURES).map_err(|error| fault(&error))?,
            failed: study.finished().iter().map(|record| record.failed).sum(),
            arms: study.first_labels().map_err(|error| fault(&error))?,
        })
    }

    /// Rows of monthly paths.
    pub fn path_rows(&self) -> usize {
        self.study.finished().iter().filter_map(|record| record.paths.as_ref()).map(|paths| paths.rows).sum()
    }

    /// What is answered.
    pub fn result(&self) -> StudySummary {
        let manifest = self.study.manifest();
        let failure = |row: &FailedRow| FailureEntry {
            member: row.member,
            labels: row.labels.clone(),
            reason: row.reason.clone(),
        };
        StudySummary {
            study: manifest.name.clone(),
            shard: manifest.shard.clone(),
            members: manifest.members,
            rows: self.study.finished().iter().map(|record| record.rows).sum(),
            failed: self.failed,
            path_rows: self.path_rows(),
            failures: self.failures.iter().map(failure).collect(),
            summary: self.summaries.iter().map(|found| self.outcome(found)).collect(),
        }
    }

    fn outcome(&self, found: &OutcomeSummary) -> OutcomeEntry {
        let column = &self.study.manifest().layout.outcomes[found.outcome];
        let number = |value: f64| value.is_finite().then_some(value);
        OutcomeEntry {
            outcome: column.name.clone(),
            unit: column.unit.clone(),
            scenario: self.arms.get(found.row).map(|labels| labels.join(", ")),
            members: found.members,
            failed: found.failed,
            median: number(found.median),
            p05: number(found.p05),
            p95: number(found.p95),
            median_between: [number(found.median_between.0), number(found.median_between.1)],
            above_zero: found.above_zero,
            below_zero: found.below_zero,
        }
    }
}

/// How far a study is.
pub fn status_of(status: &Status) -> StudyStatus {
    let (state, seconds_left) = match status.state {
        State::Complete => ("complete", None),
        State::Stopped => ("stopped", None),
        State::Running(progress) => ("running", progress.and_then(|progress| progress.seconds_left())),
    };
    let damage = status
        .damage
        .iter()
        .map(|damage| DamageEntry { file: damage.path.display().to_string(), reason: damage.reason.clone() });
    StudyStatus {
        study: status.manifest.name.clone(),
        shard: status.manifest.shard.clone(),
        state,
        seconds_left,
        members: status.members,
        members_finished: status.members_finished,
        parts: status.parts,
        parts_finished: status.parts_finished,
        rows: status.rows,
        failed: status.failed,
        bytes: status.bytes,
        damage: damage.collect(),
    }
}
