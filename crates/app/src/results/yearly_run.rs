//! Expected values of one scenario by year, with the band of an ensemble.

use super::run::SingleRunRecord;
use super::warning::Warning;
use counterflow_study::statistics::Spread;
use schemars::JsonSchema;
use serde::Serialize;

/// Expected values by year with the band of an ensemble.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YearlyRun {
    /// What reproduces the numbers.
    pub run: SingleRunRecord,
    /// What the scenario says that its writer may not mean.
    pub warnings: Vec<Warning>,
    /// Members of the band: member 0 has central parameters, the others draw every uncertain one.
    pub members: u32,
    /// Years; a part of one is named by its last month.
    pub years: Vec<String>,
    /// First and last month of the window at the end of the run, the one that `compare` and the report average over.
    pub window: [String; 2],
    /// The series.
    pub series: Vec<YearlySeries>,
}

/// One series by year. Flows count per year, levels are means.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YearlySeries {
    /// Indicator identifier.
    pub indicator: &'static str,
    /// Name for readers.
    pub title: &'static str,
    /// Unit of the values.
    pub unit: String,
    /// Where it is measured.
    pub place: String,
    /// What is counted, and how.
    pub definition: &'static str,
    /// Where the definition or the comparison values come from.
    pub source: String,
    /// Central parameters on expected values, by year.
    pub expected: Vec<f64>,
    /// Median of the members and the interval of 90 % of them, by year.
    pub band: Vec<Spread>,
    /// The same over the window.
    pub window: YearlyValue,
}

/// An expected value with its band.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct YearlyValue {
    /// Central parameters on expected values.
    pub expected: f64,
    /// Median of the members and the interval of 90 % of them.
    pub band: Spread,
}
