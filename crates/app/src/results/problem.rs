//! What is wrong with an input, and where.

use counterflow_evidence::diagnostics::{Problem, Problems};
use schemars::JsonSchema;
use serde::Serialize;

/// One problem of a file, a name or a value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProblemEntry {
    /// Code of the kind of fault.
    pub code: &'static str,
    /// File as the user knows it; empty where the input is no file.
    pub file: String,
    /// Line, counted from 1; 0 where unknown.
    pub line: usize,
    /// Column in characters, counted from 1; 0 where unknown.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub expected: Option<String>,
    /// The nearest valid name.
    pub suggestion: Option<String>,
}

impl From<&Problem> for ProblemEntry {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code,
            file: problem.file.clone(),
            line: problem.line,
            column: problem.column,
            message: problem.message.clone(),
            expected: problem.expected.clone(),
            suggestion: problem.suggestion.clone(),
        }
    }
}

/// The entries of several problems.
pub fn entries(problems: &Problems) -> Vec<ProblemEntry> {
    problems.0.iter().map(ProblemEntry::from).collect()
}
