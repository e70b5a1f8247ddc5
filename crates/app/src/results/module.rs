//! A module of the model by itself.

use super::OrderedMap;
use schemars::JsonSchema;
use serde::Serialize;

/// Modules that run alone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleList {
    /// One entry per module.
    pub modules: Vec<ModuleEntry>,
}

/// A module in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleEntry {
    /// Name.
    pub name: &'static str,
    /// What it computes.
    pub about: &'static str,
    /// Number of its inputs.
    pub inputs: usize,
}

/// Inputs and parameters of a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleDescription {
    /// Name.
    pub module: &'static str,
    /// What it computes.
    pub about: &'static str,
    /// What the rest of the chain would tell it.
    pub inputs: Vec<ModuleInputEntry>,
    /// Its records of evidence.
    pub parameters: Vec<ModuleParameter>,
}

/// What the rest of the chain would tell a module.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleInputEntry {
    /// Name.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Value unless set.
    pub default: f64,
    /// What it is.
    pub about: &'static str,
}

/// A record of evidence that a module reads.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleParameter {
    /// Identifier, `module.name`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: String,
    /// Central value.
    pub value: f64,
    /// Letter of the grade.
    pub grade: String,
}

/// A run of a module alone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleRun {
    /// Name.
    pub module: &'static str,
    /// Months run.
    pub months: u16,
    /// Hash of the evidence.
    pub evidence_hash: String,
    /// Every input with its value.
    pub inputs: OrderedMap<f64>,
    /// Parameters that were set.
    pub parameters: OrderedMap<f64>,
    /// What came out.
    pub series: Vec<ModuleSeriesEntry>,
}

/// A series of a module, month by month.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModuleSeriesEntry {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// A value per month.
    pub values: Vec<f64>,
}
