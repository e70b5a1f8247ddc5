//! Why a question has no answer.

pub use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::ReportError;
use counterflow_study::ensemble::{EnsembleError, OverrideError};

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The input was bad; each problem says where and what would be right.
    Problems(Problems),
    /// Nobody wants the answer any more.
    Cancelled,
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Problems(problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problems(problem.into())
    }
}

impl From<OverrideError> for Failure {
    fn from(error: OverrideError) -> Self {
        error.problem.into()
    }
}

impl From<EnsembleError> for Failure {
    fn from(error: EnsembleError) -> Self {
        match error {
            EnsembleError::Override(error) => error.into(),
            EnsembleError::Unwanted => Failure::Cancelled,
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        unwritable("the report", &error).into()
    }
}

/// A file, folder or stream that cannot be written.
pub fn unwritable(place: impl Into<String>, error: &dyn std::fmt::Display) -> Problem {
    Problem::new("E0803", format!("cannot write: {error}")).in_file(place).expect("a place where files can be made")
}
