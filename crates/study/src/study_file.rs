//! The study file: scenarios, structural switches, a design over uncertain parameters, outcomes.
//!
//! ```toml
//! name      = "Does coordination need certainty?"
//! scenarios = ["military", "multilateral"]
//! baseline  = "baseline"          # every scenario is paired with it, member by member
//! seed      = 1
//!
//! [design]
//! method     = "sobol"            # monte_carlo, latin_hypercube, sobol, full_factorial, one_at_a_time
//! points     = 1024
//! parameters = ["market.*", "interdiction.*"]
//!
//! [switches]                      # every combination is run
//! pass_through = ["mixed", "additive", "multiplicative"]
//!
//! [[outcome]]
//! series = "arrivals"
//! from   = "2030-01"
//!
//! [paths]                         # monthly values, in a table of their own; may be left out
//! series = ["arrivals", "retail_price@united_states"]
//! ```
//!
//! Codes of its problems: E0901 unknown or repeated scenario, E0902 unknown parameter, or one without a
//! range, E0903 number out of range, E0904 unknown outcome series, E0905 window outside a run, E0906
//! unknown switch or setting, E0907 impossible correlation, E0908 key that the method does not use,
//! E0909 repeated or reserved name, E0910 design too large, E0911 nothing to do.

mod design;
pub mod keys;
mod outcomes;
mod paths;
mod scenarios;

use crate::design::{Copula, Design};
use counterflow_evidence::Evidence;
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile};
use counterflow_evidence::reader::{TableReader, Toml};
use counterflow_model::Model;
use counterflow_model::policy::Scenario;
pub use outcomes::{Outcome, Statistic, change_of};
pub use paths::{PathSeries, Paths};
pub use scenarios::Arm;

/// Random events of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Events {
    /// Every member has its own; its scenarios share them.
    Own,
    /// The members of one replicate share them over all points, so that points differ by parameters only.
    Common,
    /// None: the model runs on expected values.
    Expected,
}

impl Events {
    const WORDS: [(&'static str, Events); 3] =
        [("own", Events::Own), ("common", Events::Common), ("expected", Events::Expected)];
}

/// A checked study.
#[derive(Clone, Debug)]
pub struct StudyPlan {
    /// Title.
    pub name: String,
    /// What it is about, in a sentence.
    pub about: String,
    /// Seed of design and random events.
    pub seed: u64,
    /// Members of each point, with random events of their own.
    pub replicates: u32,
    /// Random events.
    pub events: Events,
    /// Whether points take the draws of the world's posterior instead of the ranges of the evidence.
    pub takes_posterior: bool,
    /// Points.
    pub design: Design,
    /// Positions of the parameters that the design varies, among the evidence's records.
    pub parameters: Vec<usize>,
    /// Correlations between them.
    pub copula: Option<Copula>,
    /// What every member runs.
    pub arms: Vec<Arm>,
    /// What is recorded.
    pub outcomes: Vec<Outcome>,
    /// Monthly paths that are kept; none unless asked for.
    pub paths: Option<Paths>,
    /// Rows of a part of the result.
    pub rows_per_part: usize,
}

impl StudyPlan {
    /// Number of members: points times replicates.
    #[must_use]
    pub fn members(&self) -> u32 {
        self.design.points().saturating_mul(self.replicates)
    }
}

/// A scenario under the name by which a study file may ask for it.
#[derive(Clone, Debug)]
pub struct KnownScenario {
    /// Name or path as the file writes it.
    pub asked: String,
    /// The scenario.
    pub scenario: Scenario,
}

/// What a study file is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The prepared world.
    pub model: &'a Model,
    /// Parameters with provenance.
    pub evidence: &'a Evidence,
    /// Scenarios that may be asked for.
    pub scenarios: &'a [KnownScenario],
}

/// Rows of a part unless the file says otherwise: some seconds of work, so that little is lost by a kill.
const ROWS_PER_PART: i64 = 512;
const MOST_ROWS_PER_PART: i64 = 1 << 20;
const MOST_REPLICATES: i64 = 1_000_000;
/// Where points take their parameters from.
const DRAWS: [&str; 2] = ["prior", "posterior"];
const DEFAULT_SEED: i64 = 1;
const DEFAULT_BASELINE: &str = "baseline";

/// Parses a study file.
///
/// # Errors
/// All problems of the file.
pub fn parse(file: &SourceFile, known: Known<'_>) -> Result<StudyPlan, Problems> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(file).map_err(|problem| Problems(vec![problem]))?;
    let root = toml.root(&sink);
    let name = root.required_string("name");
    let about = root.string("about").unwrap_or_default();
    let seed = integer(&root, "seed", 0..=i64::MAX).unwrap_or(DEFAULT_SEED);
    let replicates = integer(&root, "replicates", 1..=MOST_REPLICATES).unwrap_or(1);
    let rows_per_part = integer(&root, "rows_per_part", 1..=MOST_ROWS_PER_PART).unwrap_or(ROWS_PER_PART);
    let events = events(&root);
    let takes_posterior = root.choice("draws", &DRAWS).as_deref() == Some(DRAWS[1]);
    let arms = scenarios::arms(&root, known);
    let sampling = design::read(&root, known, seed.unsigned_abs(), replicates);
    if takes_posterior && sampling.as_ref().is_some_and(|found| !found.design.is_monte_carlo()) {
        let problem = root.problem("draws", "E0903", "draws of a posterior are points by themselves");
        root.report(problem.expect("method = \"monte_carlo\", or draws = \"prior\""));
    }
    let outcomes = outcomes::read(&root, known, &arms);
    let paths = paths::read(&root, known, &arms);
    root.finish(&[]);
    let plan = sampling.map(|sampling| StudyPlan {
        name,
        about,
        seed: seed.unsigned_abs(),
        replicates: u32::try_from(replicates).unwrap_or(1),
        events,
        takes_posterior,
        design: sampling.design,
        parameters: sampling.parameters,
        copula: sampling.copula,
        arms,
        outcomes,
        paths,
        rows_per_part: usize::try_from(rows_per_part).unwrap_or(1),
    });
    match sink.into_result(plan)? {
        Some(plan) => Ok(plan),
        // A design that could not be read has reported why.
        None => Err(Problems::default()),
    }
}

/// Scenarios that a file asks for, as written, so that those given as paths can be read first.
#[must_use]
pub fn scenarios_asked(file: &SourceFile) -> Vec<String> {
    let sink = ProblemSink::default();
    let Ok(toml) = Toml::parse(file) else { return Vec::new() };
    let root = toml.root(&sink);
    let baseline = root.string("baseline").unwrap_or_else(|| DEFAULT_BASELINE.to_owned());
    let mut asked: Vec<String> =
        std::iter::once(baseline).chain(root.strings("scenarios").unwrap_or_default()).collect();
    let mut seen = std::collections::BTreeSet::new();
    asked.retain(|name| seen.insert(name.clone()));
    asked
}

fn events(root: &TableReader<'_>) -> Events {
    let words = Events::WORDS.map(|(word, _)| word);
    let asked = root.choice("events", &words);
    let found = Events::WORDS.into_iter().find(|(word, _)| asked.as_deref() == Some(*word));
    found.map_or(Events::Own, |(_, events)| events)
}

/// A whole number within bounds.
fn integer(table: &TableReader<'_>, key: &str, bounds: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let number = table.integer(key)?;
    if bounds.contains(&number) {
        return Some(number);
    }
    let problem = table.problem(key, "E0903", format!("`{key}` is {number}"));
    table.report(problem.expect(format!("a whole number from {} to {}", bounds.start(), bounds.end())));
    None
}

#[cfg(test)]
pub(crate) mod shipped;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_keys;
