//! The columns of a study's table.

use serde::{Deserialize, Serialize};

/// Name of the column that says why a row has no outcomes.
pub const FAILURE: &str = "failure";

/// A column of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What it is.
    pub definition: String,
}

/// A column of words from a fixed list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Name.
    pub name: String,
    /// The words; a row refers to one by its position.
    pub words: Vec<String>,
}

/// The columns of a study's table, in the order in which they are written: keys, labels, failure,
/// inputs, outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Whole numbers that identify a row; the first is the member.
    pub keys: Vec<String>,
    /// Words that identify a row.
    pub labels: Vec<Label>,
    /// What was put in.
    pub inputs: Vec<Column>,
    /// What came out; empty cells where the row failed.
    pub outcomes: Vec<Column>,
    /// Rows of every member, always in the same order.
    pub rows_per_member: usize,
}

impl Layout {
    /// Names of all columns, in order.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let labels = self.labels.iter().map(|label| label.name.as_str());
        let keys = self.keys.iter().map(String::as_str);
        keys.chain(labels)
            .chain([FAILURE])
            .chain(self.inputs.iter().chain(&self.outcomes).map(|column| column.name.as_str()))
            .collect()
    }
}
