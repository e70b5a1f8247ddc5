//! The numbers behind the model.

use super::problem::ProblemEntry;
use schemars::JsonSchema;
use serde::Serialize;

/// Some parameters.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParameterList {
    /// The parameters.
    pub parameters: Vec<ParameterEntry>,
}

/// Every parameter and every source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EvidenceTables {
    /// The parameters.
    pub parameters: Vec<ParameterEntry>,
    /// The sources.
    pub sources: Vec<SourceEntry>,
}

/// A parameter and its sources.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParameterDetail {
    /// The parameter.
    pub parameter: ParameterEntry,
    /// What it rests on.
    pub sources: Vec<SourceEntry>,
    /// Its distribution before a fit; none for a fixed parameter.
    pub prior: Option<ParameterInterval>,
    /// Its distribution in the world's posterior; none where it has no such.
    pub posterior: Option<ParameterInterval>,
}

/// Where a parameter lies, in the unit that the model reads.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ParameterInterval {
    /// Quantile .05.
    pub q05: f64,
    /// Median.
    pub median: f64,
    /// Quantile .95.
    pub q95: f64,
}

/// A source and what rests on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceDetail {
    /// The source.
    pub source: SourceEntry,
    /// Parameters that rest on it.
    pub parameters: Vec<String>,
}

/// What a check of the evidence found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum EvidenceCheck {
    /// Nothing.
    Sound {
        /// No problem.
        problems: [ProblemEntry; 0],
        /// Hash of the files.
        hash: String,
        /// Number of parameters.
        parameters: usize,
        /// Number of sources.
        sources: usize,
    },
    /// Problems.
    Faulty {
        /// Each with its place.
        problems: Vec<ProblemEntry>,
    },
}

/// A parameter with its provenance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParameterEntry {
    /// `module.name`.
    pub id: String,
    /// Module and file.
    pub module: String,
    /// Key in the module.
    pub name: String,
    /// Title.
    pub title: String,
    /// Value in the unit that the model reads.
    pub value: f64,
    /// That unit.
    pub unit: String,
    /// Low end of the range.
    pub low: f64,
    /// High end of the range.
    pub high: f64,
    /// Name of the distribution within the range; `fixed` for none.
    pub distribution: &'static str,
    /// Evidence grade, A to D.
    pub grade: char,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// What a reader should know about the value.
    pub note: String,
    /// File.
    pub file: String,
    /// Line in it.
    pub line: usize,
}

/// A publication or data set.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceEntry {
    /// Key by which it is cited.
    pub key: String,
    /// Author, year and title.
    pub citation: String,
    /// Where it can be read, where known.
    pub url: Option<String>,
    /// Digital object identifier, where known.
    pub doi: Option<String>,
    /// Note, where there is one.
    pub note: Option<String>,
}
