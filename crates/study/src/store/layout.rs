//! The columns of a study's table.

use serde::{Deserialize, Serialize};

/// Name of the column that says why a row has no outcomes.
pub const FAILURE: &str = "failure";
/// Names of the columns that only tidy tables have.
pub(super) const OUTCOME: &str = "outcome";
pub(super) const SERIES: &str = "series";
pub(super) const MONTH: &str = "month";
pub(super) const UNIT: &str = "unit";
pub(super) const VALUE: &str = "value";

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

/// The months of a study's paths and their series.
#[derive(Clone, Copy, Debug)]
pub struct PathColumns<'a> {
    /// Months, such as `2030-01`.
    pub months: &'a [String],
    /// Names of the series.
    pub series: &'a [String],
    /// Units, each once.
    pub units: &'a [String],
}

impl Layout {
    /// The columns of monthly paths beside these rows: the same keys and labels, then series, unit,
    /// month and value.
    #[must_use]
    pub fn paths(&self, columns: PathColumns<'_>) -> Layout {
        let words = |name: &str, words: &[String]| Label { name: name.to_owned(), words: words.to_vec() };
        let more = [words(SERIES, columns.series), words(UNIT, columns.units), words(MONTH, columns.months)];
        let value = Column {
            name: VALUE.to_owned(),
            unit: String::new(),
            definition: format!("Value of the series in the month, in the unit of the column `{UNIT}`."),
        };
        Layout {
            keys: self.keys.clone(),
            labels: self.labels.iter().cloned().chain(more).collect(),
            inputs: Vec::new(),
            outcomes: vec![value],
            rows_per_member: self.rows_per_member * columns.series.len() * columns.months.len(),
        }
    }
}
