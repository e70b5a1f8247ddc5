//! From where members take their parameters: the ranges of the evidence, or what history made of them.
//!
//! A world's posterior is its file `draws.csv` ([`counterflow_study::calibration::draws`] has the format), written by
//! `counterflow calibrate`. It belongs to the ranges on which it was fitted: where these have changed it is set aside,
//! and refused where it is asked for.
//!
//! Codes of its problems: E1102 draws of other ranges, E1103 a world without draws, E1104 a draw outside its range.

use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile};
use counterflow_evidence::{Evidence, Record, stable_hash};
use counterflow_study::calibration::draws::{Parameter, run_record};
use counterflow_study::calibration::{Draws, Posterior};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// File of a world's posterior.
pub const DRAWS_FILE: &str = "draws.csv";
/// Key under which the file says on which ranges its parameters were fitted.
pub const RANGES: &str = "ranges";
/// Draws are written with seven digits, so that one may lie beyond the end of its range by as much.
const ROUNDING: f64 = 1e-6;

/// Where members take their parameters from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DrawsFrom {
    /// Each parameter's range in the evidence.
    Prior,
    /// The world's posterior, fitted to history.
    Posterior,
}

impl DrawsFrom {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Posterior => "posterior",
        }
    }
}

/// What a world has of a posterior.
#[derive(Clone, Debug, PartialEq)]
pub enum WorldPosterior {
    /// No file.
    Absent,
    /// A file that does not belong to the evidence at hand.
    SetAside(Box<Problem>),
    /// Draws.
    Fitted(Box<FittedDraws>),
}

/// A posterior and what its file says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedDraws {
    /// The draws over the parameters at hand.
    pub posterior: Posterior,
    /// Run record of the fit, key by key.
    pub record: Vec<(String, String)>,
}

impl FittedDraws {
    /// What the record says under a key.
    #[must_use]
    pub fn said(&self, key: &str) -> Option<&str> {
        self.record.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

impl WorldPosterior {
    /// The posterior among the files of a world.
    ///
    /// # Errors
    /// A file that is no table of draws.
    pub fn among(files: &[SourceFile], evidence: &Evidence) -> Result<Self, Problems> {
        let named = |file: &&SourceFile| file.name.rsplit(['/', '\\']).next() == Some(DRAWS_FILE);
        files.iter().find(named).map_or(Ok(Self::Absent), |file| Self::read(file, evidence))
    }

    /// The posterior of a file.
    ///
    /// # Errors
    /// A file that is no table of draws.
    pub fn read(file: &SourceFile, evidence: &Evidence) -> Result<Self, Problems> {
        let record = run_record(&file.text);
        let said = |key: &str| record.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str());
        if let Some(problem) = changed(file, said(RANGES).unwrap_or_default(), evidence) {
            return Ok(Self::SetAside(Box::new(problem)));
        }
        let known: Vec<Parameter> =
            evidence.records().iter().filter(|record| record.is_uncertain()).map(parameter).collect();
        let sink = ProblemSink::default();
        let draws = Draws::read(file, &known, &sink);
        sink.into_result(())?;
        let Some(draws) = draws else { return Ok(Self::Absent) };
        outside(file, &draws, evidence).map_or(Ok(()), |problem| Err(Problems::from(problem)))?;
        Ok(Self::Fitted(Box::new(FittedDraws { posterior: Posterior::new(draws, evidence), record })))
    }

    /// The draws, if there are any that fit.
    #[must_use]
    pub fn fitted(&self) -> Option<&FittedDraws> {
        match self {
            Self::Fitted(fitted) => Some(fitted),
            Self::Absent | Self::SetAside(_) => None,
        }
    }

    /// What members take: what was asked for, else the posterior where there is one.
    ///
    /// # Errors
    /// A posterior that the world does not have.
    pub fn choose(&self, asked: Option<DrawsFrom>, world: &str) -> Result<DrawsFrom, Problem> {
        match (asked, self) {
            (Some(DrawsFrom::Prior), _) => Ok(DrawsFrom::Prior),
            (_, Self::Fitted(_)) => Ok(DrawsFrom::Posterior),
            (None, _) => Ok(DrawsFrom::Prior),
            (_, Self::SetAside(problem)) => Err((**problem).clone()),
            (_, Self::Absent) => Err(Problem::new("E1103", format!("`{world}` has no posterior draws"))
                .expect(format!("prior, or a world with a file {DRAWS_FILE} (`counterflow calibrate` writes one)"))),
        }
    }
}

/// A record as a parameter of a posterior.
#[must_use]
pub fn parameter(record: &Record) -> Parameter {
    Parameter { id: record.id(), unit: record.unit.clone() }
}

/// The ranges of records, as a file of draws states them: a hash for each, in the order of the columns.
#[must_use]
pub fn ranges<'a>(records: impl Iterator<Item = &'a Record>) -> String {
    records.map(|record| format!("{}={:016x}", record.id(), range_hash(record))).collect::<Vec<String>>().join(" ")
}

fn range_hash(record: &Record) -> u64 {
    let numbers = [record.low, record.value, record.high].map(f64::to_bits);
    stable_hash(&format!("{} {:?} {numbers:?}", record.unit, record.distribution))
}

/// What has changed since the draws were made.
fn changed(file: &SourceFile, stated: &str, evidence: &Evidence) -> Option<Problem> {
    let differs = |entry: &&str| {
        let (id, hash) = entry.split_once('=').unwrap_or((entry, ""));
        evidence.get(id).is_none_or(|record| format!("{:016x}", range_hash(record)) != hash)
    };
    let ids: Vec<&str> = stated.split(' ').filter(|entry| !entry.is_empty()).filter(differs).collect();
    let first = ids.first()?.split('=').next().unwrap_or_default();
    let others = match ids.len() {
        1 => String::new(),
        more => format!(" and {} others", more - 1),
    };
    let message = format!("the draws were fitted to another range of `{first}`{others} than the evidence has");
    let line = file.text.lines().position(|line| line.starts_with("# ranges")).map_or(1, |line| line + 1);
    let problem = Problem { file: file.name.clone(), line, column: 1, ..Problem::new("E1102", message) };
    Some(problem.expect("draws of these ranges: fit anew with `counterflow calibrate`"))
}

/// The first draw that lies outside its range.
fn outside(file: &SourceFile, draws: &Draws, evidence: &Evidence) -> Option<Problem> {
    for (column, parameter) in draws.parameters().iter().enumerate() {
        let Some(record) = evidence.get(&parameter.id) else { continue };
        let slack = ROUNDING * record.low.abs().max(record.high.abs());
        let range = record.low - slack..=record.high + slack;
        if let Some(value) =
            (0..draws.len()).map(|draw| draws.values(draw)[column]).find(|value| !range.contains(value))
        {
            let message = format!("a draw of `{}` is {value}", parameter.id);
            let problem = Problem::new("E1104", message).in_file(file.name.clone());
            return Some(problem.expect(format!("values from {} to {}", record.low, record.high)));
        }
    }
    None
}
