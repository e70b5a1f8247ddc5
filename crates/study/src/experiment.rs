//! A study of the model: every member runs every scenario under every combination of switches, with
//! one parameter draw and one set of random events, so that differences are differences of policy.

use crate::ensemble::MemberDraws;
use crate::store::{Block, Column, Experiment, Label, Layout, Row};
use crate::study_file::{Arm, Events, StudyPlan, change_of};
use counterflow_evidence::{Draw, Evidence};
use counterflow_model::random::Stream;
use counterflow_model::run::run_calibrated;
use counterflow_model::{Calibration, Hold, Model, Parameters, RunOptions};

/// A study of the model.
#[derive(Clone, Debug)]
pub struct ModelStudy<'a> {
    model: &'a Model,
    evidence: &'a Evidence,
    plan: &'a StudyPlan,
    central: Draw,
    /// Draws in place of the evidence's ranges.
    draws: Option<&'a dyn MemberDraws>,
    layout: Layout,
    paths_layout: Option<Layout>,
    /// Labels of each arm's rows.
    labels: Vec<Vec<u16>>,
}

/// What one thread uses again for member after member.
#[derive(Debug)]
pub struct Scratch {
    shares: Vec<Option<f64>>,
    draw: Draw,
}

/// One run: its inputs, and what came out or why there is nothing.
struct Result {
    inputs: Vec<f64>,
    found: std::result::Result<Found, String>,
}

/// What is kept of a run.
#[derive(Debug, Default)]
struct Found {
    outcomes: Vec<f64>,
    /// Series by series, month by month.
    paths: Vec<f64>,
}

impl<'a> ModelStudy<'a> {
    /// A study of a world.
    #[must_use]
    pub fn new(model: &'a Model, evidence: &'a Evidence, plan: &'a StudyPlan) -> Self {
        let labels = labels(&plan.arms);
        let position = |words: &[String], word: &str| {
            words.iter().position(|known| known == word).and_then(|found| u16::try_from(found).ok()).unwrap_or(u16::MAX)
        };
        let of_arm = |arm: &Arm| {
            let settings = arm.switches.iter().map(|(_, setting)| *setting);
            labels
                .iter()
                .zip(std::iter::once(arm.scenario.id.as_str()).chain(settings))
                .map(|(label, word)| position(&label.words, word))
                .collect()
        };
        let of_arms = plan.arms.iter().map(of_arm).collect();
        let layout = layout(evidence, plan, labels);
        let paths_layout = plan.paths.as_ref().map(|paths| paths.layout(&layout));
        Self { model, evidence, plan, central: evidence.central(), draws: None, layout, paths_layout, labels: of_arms }
    }

    /// The same with the draws of a posterior in place of the ranges of the evidence, as the plan may ask for.
    #[must_use]
    pub fn with_draws(self, draws: Option<&'a dyn MemberDraws>) -> Self {
        Self { draws: draws.filter(|_| self.plan.takes_posterior), ..self }
    }

    /// Columns of the study's table.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Columns of its monthly paths; none if it keeps none.
    #[must_use]
    pub fn paths_layout(&self) -> Option<&Layout> {
        self.paths_layout.as_ref()
    }

    fn stream(&self, member: u32) -> Option<Stream> {
        let seed = self.plan.seed;
        match self.plan.events {
            Events::Own => Some(Stream { seed, member }),
            Events::Common => Some(Stream { seed, member: self.replicate(member) }),
            Events::Expected => None,
        }
    }

    fn point(&self, member: u32) -> u32 {
        member / self.plan.replicates
    }

    fn replicate(&self, member: u32) -> u32 {
        member % self.plan.replicates
    }

    /// The member's parameters, before a scenario's own are set.
    fn draw(&self, member: u32, scratch: &mut Scratch) {
        self.plan.design.point(self.point(member), &mut scratch.shares);
        if let Some(copula) = &self.plan.copula {
            copula.apply(&mut scratch.shares);
        }
        let records = self.evidence.records();
        for (position, share) in self.plan.parameters.iter().zip(&scratch.shares) {
            scratch.draw.values[*position] =
                share.map_or(self.central.values[*position], |share| records[*position].quantile(share));
        }
        if let Some(draws) = self.draws {
            draws.replace(&mut scratch.draw, self.plan.seed, self.point(member));
        }
    }

    /// Runs every arm; arms of the same switches and parameters share their calibration.
    fn results(&self, member: u32, draw: &Draw) -> Vec<Result> {
        let options = RunOptions { stream: self.stream(member), ..RunOptions::default() };
        let mut shared: Option<(&Arm, Draw, Parameters, Calibration)> = None;
        let mut results = Vec::with_capacity(self.plan.arms.len());
        for arm in &self.plan.arms {
            let same = |other: &Arm| {
                other.scenario.switches == arm.scenario.switches && other.scenario.parameters == arm.scenario.parameters
            };
            if !shared.as_ref().is_some_and(|(other, ..)| same(other)) {
                match self.evidence.with_overrides(draw, &arm.scenario.parameters) {
                    Ok(draw) => {
                        let parameters = Parameters::of(self.evidence, &draw);
                        let calibration =
                            Calibration::new(self.model, &parameters, &arm.scenario.switches, Hold::default());
                        shared = Some((arm, draw, parameters, calibration));
                    }
                    Err(problem) => {
                        shared = None;
                        results.push(Result { inputs: self.inputs(draw), found: Err(problem.message) });
                        continue;
                    }
                }
            }
            if let Some((_, draw, parameters, calibration)) = &shared {
                let run = run_calibrated(self.model, parameters, calibration, &arm.scenario, options);
                let outcomes = self.plan.outcomes.iter().map(|outcome| outcome.of(&run)).collect();
                let paths = self.plan.paths.as_ref().map_or_else(Vec::new, |paths| paths.of(&run));
                results.push(Result { inputs: self.inputs(draw), found: self.finite(Found { outcomes, paths }) });
            }
        }
        results
    }

    fn inputs(&self, draw: &Draw) -> Vec<f64> {
        self.plan.parameters.iter().map(|position| draw.values[*position]).collect()
    }

    /// Refuses a run that is not finite, and says where it is not.
    fn finite(&self, found: Found) -> std::result::Result<Found, String> {
        let wrong = |values: &[f64]| values.iter().position(|value| !value.is_finite());
        let path = || Some(self.plan.paths.as_ref()?.place(wrong(&found.paths)?));
        let named =
            wrong(&found.outcomes).map(|outcome| format!("`{}`", self.plan.outcomes[outcome].name)).or_else(path);
        named.map_or(Ok(found), |named| Err(format!("{named} is not a finite number")))
    }

    fn keys(&self, member: u32) -> [i32; 3] {
        // Members are counted in 31 bits.
        [member, self.point(member), self.replicate(member)].map(|number| i32::try_from(number).unwrap_or(i32::MAX))
    }

    fn push(&self, member: u32, arm: usize, result: &Result, baseline: &Result, block: &mut Block) {
        let outcomes: std::result::Result<Vec<f64>, String> = match (&result.found, &baseline.found) {
            (Ok(here), Ok(before)) => Ok(here
                .outcomes
                .iter()
                .zip(&before.outcomes)
                .flat_map(|(here, before)| [*here, here - before])
                .collect()),
            (Err(reason), _) => Err(reason.clone()),
            (_, Err(reason)) => Err(format!("nothing to compare with, the baseline failed: {reason}")),
        };
        let empty = vec![f64::NAN; self.layout.outcomes.len()];
        let (failure, outcomes) = match &outcomes {
            Ok(outcomes) => (None, outcomes),
            Err(reason) => (Some(reason.as_str()), &empty),
        };
        block.rows.push(Row {
            keys: &self.keys(member),
            labels: &self.labels[arm],
            failure,
            inputs: &result.inputs,
            outcomes,
        });
        self.push_paths(member, arm, &result.found, block);
    }

    /// Adds a row per series and month; empty values with the reason where the run failed.
    fn push_paths(&self, member: u32, arm: usize, found: &std::result::Result<Found, String>, block: &mut Block) {
        let Some(paths) = &self.plan.paths else { return };
        let (keys, units, months) = (self.keys(member), paths.units(), paths.months.len());
        let small = |position: usize| u16::try_from(position).unwrap_or(u16::MAX);
        let mut labels = self.labels[arm].clone();
        let own = labels.len();
        for (number, series) in paths.series.iter().enumerate() {
            let unit = units.iter().position(|unit| unit == series.unit).unwrap_or(0);
            labels.extend([small(number), small(unit), 0]);
            for month in 0..months {
                labels[own + 2] = small(month);
                let value = found.as_ref().ok().and_then(|found| found.paths.get(number * months + month)).copied();
                let failure = found.as_ref().err().map(String::as_str);
                block.paths.push(Row {
                    keys: &keys,
                    labels: &labels,
                    failure,
                    inputs: &[],
                    outcomes: &[value.unwrap_or(f64::NAN)],
                });
            }
            labels.truncate(own);
        }
    }
}

impl Experiment for ModelStudy<'_> {
    type Scratch = Scratch;

    fn scratch(&self) -> Scratch {
        Scratch { shares: vec![None; self.plan.parameters.len()], draw: self.central.clone() }
    }

    fn evaluate(&self, member: u32, scratch: &mut Scratch, block: &mut Block) {
        self.draw(member, scratch);
        let results = self.results(member, &scratch.draw);
        for (arm, result) in results.iter().enumerate() {
            self.push(member, arm, result, &results[self.plan.arms[arm].baseline], block);
        }
    }

    fn fail(&self, member: u32, reason: &str, block: &mut Block) {
        let mut scratch = self.scratch();
        self.draw(member, &mut scratch);
        let failed = Result { inputs: self.inputs(&scratch.draw), found: Err(reason.to_owned()) };
        (0..self.plan.arms.len()).for_each(|arm| self.push(member, arm, &failed, &failed, block));
    }
}

/// The scenario, and each switch that is varied.
fn labels(arms: &[Arm]) -> Vec<Label> {
    let mut labels = vec![Label { name: "scenario".to_owned(), words: Vec::new() }];
    labels.extend(
        arms.first()
            .into_iter()
            .flat_map(|arm| &arm.switches)
            .map(|(switch, _)| Label { name: (*switch).to_owned(), words: Vec::new() }),
    );
    for arm in arms {
        let words = std::iter::once(arm.scenario.id.as_str()).chain(arm.switches.iter().map(|(_, setting)| *setting));
        for (label, word) in labels.iter_mut().zip(words) {
            if !label.words.iter().any(|known| known == word) {
                label.words.push(word.to_owned());
            }
        }
    }
    labels
}

fn layout(evidence: &Evidence, plan: &StudyPlan, labels: Vec<Label>) -> Layout {
    let input = |position: &usize| {
        let record = &evidence.records()[*position];
        Column { name: record.id(), unit: record.unit.clone(), definition: record.title.clone() }
    };
    let outcomes = plan.outcomes.iter().flat_map(|outcome| {
        let (name, unit, definition) = (outcome.name.clone(), outcome.unit(), outcome.definition());
        let change = format!(
            "Difference from the baseline in the same member, with the same parameters and random events. {definition}"
        );
        [
            Column { name: name.clone(), unit: unit.clone(), definition },
            Column { name: change_of(&name), unit, definition: change },
        ]
    });
    Layout {
        keys: ["member", "point", "replicate"].map(str::to_owned).to_vec(),
        labels,
        inputs: plan.parameters.iter().map(input).collect(),
        outcomes: outcomes.collect(),
        rows_per_member: plan.arms.len(),
    }
}

#[cfg(test)]
mod tests;
