//! Experiments on the shipped world: a scenario written in the test, compared with the baseline.
#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::panic, reason = "a test fails with the loader's own words")]

use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::policy::Scenario;
use counterflow_model::random::Stream;
use counterflow_model::{Model, Parameters, Run, RunOptions, run};
use std::ops::Range;

/// The shipped model and evidence; parameters are central unless the experiment sets them.
pub struct Shipped {
    pub model: Model,
    pub evidence: Evidence,
}

pub fn shipped() -> Shipped {
    Shipped { model: super::common::model(), evidence: super::common::evidence() }
}

/// A run and the baseline with the same switches, draws and parameters.
pub struct Pair<'a> {
    model: &'a Model,
    pub with: Run,
    pub without: Run,
}

impl Shipped {
    /// A scenario of 20 years from the levers and shocks of its file.
    pub fn scenario(&self, text: &str) -> Scenario {
        let head = "name = \"Experiment\"\nabout = \"Test\"\nuntil = \"2043-12\"\n";
        let file = SourceFile::new("experiment.toml", format!("{head}{text}"));
        Scenario::parse(&[file], "experiment", &self.model.world).unwrap_or_else(|problems| panic!("{problems}"))
    }

    /// Expected values, scenario against baseline.
    pub fn expected(&self, text: &str) -> Pair<'_> {
        self.pair(&self.scenario(text), RunOptions::default())
    }

    /// One member's draws, scenario against baseline.
    pub fn drawn(&self, text: &str, member: u32) -> Pair<'_> {
        let stream = Some(Stream { seed: 11, member });
        self.pair(&self.scenario(text), RunOptions { stream, ..RunOptions::default() })
    }

    pub fn pair(&self, scenario: &Scenario, options: RunOptions) -> Pair<'_> {
        let baseline = Scenario { levers: Vec::new(), shocks: Vec::new(), ..scenario.clone() };
        let draw = self.evidence.with_overrides(&self.evidence.central(), &scenario.parameters);
        let p = Parameters::of(&self.evidence, &draw.unwrap_or_else(|problem| panic!("{problem}")));
        let with = run(&self.model, &p, scenario, options);
        let without = run(&self.model, &p, &baseline, options);
        Pair { model: &self.model, with, without }
    }
}

impl Pair<'_> {
    pub fn position(&self, indicator: &str, place: &str) -> usize {
        self.model.layout.find(indicator, place).unwrap_or_else(|| panic!("{indicator}@{place}"))
    }

    /// Mean with and without, over some months.
    pub fn means(&self, indicator: &str, place: &str, months: Range<usize>) -> (f64, f64) {
        let series = self.position(indicator, place);
        let mean = |run: &Run| months.clone().map(|month| run.value(month, series)).sum::<f64>() / months.len() as f64;
        (mean(&self.with), mean(&self.without))
    }

    /// Change of the mean.
    pub fn change(&self, indicator: &str, place: &str, months: Range<usize>) -> f64 {
        let (with, without) = self.means(indicator, place, months);
        with - without
    }

    /// Change as a share of the baseline.
    pub fn relative(&self, indicator: &str, place: &str, months: Range<usize>) -> f64 {
        let (with, without) = self.means(indicator, place, months);
        with / without - 1.0
    }

    /// Sum over months of the change.
    pub fn total_change(&self, indicator: &str, place: &str, months: Range<usize>) -> f64 {
        self.change(indicator, place, months.clone()) * months.len() as f64
    }
}
