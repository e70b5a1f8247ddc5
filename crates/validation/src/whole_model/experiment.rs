//! A scenario beside the same world without its levers, as the rows on policies need it.

use crate::computed::{Case, Missing};
use counterflow_evidence::diagnostics::SourceFile;
use counterflow_model::policy::{Scenario, Switches};
use counterflow_model::random::Stream;
use counterflow_model::{Model, Parameters, Run, RunOptions, run};
use std::ops::Range;

/// Under what both runs are carried out.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'p> {
    /// Parameters.
    pub parameters: &'p Parameters,
    /// Structure.
    pub switches: Switches,
    /// Chance; none runs on expected values.
    pub stream: Option<Stream>,
}

impl<'p> Setting<'p> {
    /// Expected values with central parameters under a structure.
    #[must_use]
    pub fn expected(case: &Case<'p>, switches: Switches) -> Self {
        Self { parameters: case.parameters(), switches, stream: None }
    }
}

/// Two runs that differ by levers alone.
#[derive(Clone, Debug)]
pub struct Experiment<'a> {
    model: &'a Model,
    with: Run,
    without: Run,
}

impl<'a> Experiment<'a> {
    /// Runs the levers of a text in the format of scenario files for so many months.
    pub fn run(case: &Case<'a>, levers: &str, months: usize, setting: Setting<'_>) -> Result<Self, Missing> {
        let model = &case.inputs.model;
        let until = model.world.start.plus_months(months as i64 - 1);
        let text = format!("name = \"Record\"\nabout = \"A row of the record\"\nuntil = \"{until}\"\n{levers}");
        let file = SourceFile::new("record.toml", text);
        let parsed = Scenario::parse(&[file], "record", &model.world);
        let parsed = parsed.map_err(|problems| Missing::Unusable(problems.to_string()))?;
        let with = Scenario { switches: setting.switches, ..parsed };
        let without = Scenario { levers: Vec::new(), ..with.clone() };
        let options = RunOptions { stream: setting.stream, ..RunOptions::default() };
        let run = |scenario| run(model, setting.parameters, scenario, options);
        Ok(Self { model, with: run(&with), without: run(&without) })
    }

    /// Sums over some months with and without the levers.
    pub fn sums(&self, indicator: &str, place: &str, months: Range<usize>) -> Result<[f64; 2], Missing> {
        let position = self.model.layout.find(indicator, place);
        let position = position.ok_or_else(|| Missing::Unusable(format!("no series {indicator} at {place}")))?;
        Ok([&self.with, &self.without].map(|run| months.clone().map(|month| run.value(month, position)).sum()))
    }

    /// The sum with the levers over that without them.
    pub fn ratio(&self, indicator: &str, place: &str, months: Range<usize>) -> Result<f64, Missing> {
        self.sums(indicator, place, months).map(|[with, without]| with / without)
    }

    /// The same in a single month.
    pub fn ratio_in(&self, indicator: &str, place: &str, month: usize) -> Result<f64, Missing> {
        self.ratio(indicator, place, month..month + 1)
    }

    /// The sum with the levers less that without them.
    pub fn change(&self, indicator: &str, place: &str, months: Range<usize>) -> Result<f64, Missing> {
        self.sums(indicator, place, months).map(|[with, without]| with - without)
    }
}

/// A date, so many months after the start of the world.
#[must_use]
pub fn date(case: &Case<'_>, month: usize) -> String {
    case.inputs.model.world.start.plus_months(month as i64).to_string()
}
