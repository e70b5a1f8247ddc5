//! The fit of a world to its history: data, forward runs, screen, smoother, importance weights.

use super::answers::Answers;
use super::definitions::History;
use super::tables::Observed;
use crate::draws::parameter;
use crate::failure::Failure;
use crate::session::{NamedScenario, Session};
use counterflow_evidence::diagnostics::Problem;
use counterflow_evidence::{Draw, Record, stable_hash};
use counterflow_model::policy::Scenario;
use counterflow_study::calibration::importance::{self, Reweighting};
use counterflow_study::calibration::observations::{Observation, Series, Target};
use counterflow_study::calibration::screen::{Screen, screen};
use counterflow_study::calibration::state::Done;
use counterflow_study::calibration::{
    CalibrationError, Draws, Marginal, Matrix, Observations, Options, Smoother, transform,
};
use counterflow_study::ensemble::Observer;
use counterflow_study::sensitivity::parameters::ParameterInputs;
use std::path::Path;

/// Steps after which the smoother ends at the latest.
const MOST_STEPS: usize = 10;
/// How the ensemble is reweighted: the options that recovered synthetic truths best (`docs/history.md`).
const COMPONENTS: usize = 1;
const DEGREES_OF_FREEDOM: f64 = 10.0;
const LEAST_EIGENVALUE: f64 = 1.0;
const MOST_DIRECTIONS: usize = 40;

/// Size of a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FitSize {
    /// Last year whose data are fitted.
    pub until: i32,
    /// Members of the smoother's ensemble.
    pub members: usize,
    /// Runs of the prior on which it is screened; none for no screen.
    pub screened: usize,
    /// Points of each round of reweighting.
    pub points: usize,
    /// Rounds.
    pub rounds: usize,
    /// Draws that are kept.
    pub kept: usize,
    /// Seed.
    pub seed: u64,
}

/// Data of a fit or a forecast, with what each is of.
#[derive(Clone, Debug)]
pub struct Data {
    /// The data with their errors.
    pub observations: Observations,
    /// For each datum its answer and year.
    pub of: Vec<(usize, i32)>,
}

/// Which data are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of series that the fit sees.
    Fitted,
    /// All.
    All,
}

/// The data to a year as observations: a series for each answer.
///
/// # Errors
/// No datum.
pub fn data(answers: &Answers<'_>, observed: &Observed, until: i32, which: Which) -> Result<Data, Failure> {
    let mut series = Vec::new();
    let (mut observations, mut of) = (Vec::new(), Vec::new());
    for (position, answer) in answers.list.iter().enumerate() {
        let definition = answers.definition(position);
        series.push(Series {
            name: answers.name(position),
            discrepancy_log_sd: definition.discrepancy_log_sd,
            level_log_sd: definition.level_log_sd,
            yearly_correlation: definition.yearly_correlation,
            bias: None,
        });
        if which == Which::Fitted && !definition.is_fitted {
            continue;
        }
        for year in answers.first_year()..=until {
            if let Some(value) = observed.value(answer.series, &answer.place, year) {
                let target = Target { series: position, time_years: f64::from(year), log_sd: definition.log_sd };
                observations.push(Observation { target, value });
                of.push((position, year));
            }
        }
    }
    Ok(Data { observations: Observations::new(Vec::new(), series, &observations).map_err(failure)?, of })
}

/// A finished fit.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// Last year of its data.
    pub until: i32,
    /// Number of data.
    pub data: usize,
    /// What was found of the prior; none without a screen.
    pub screen: Option<Screen>,
    /// Name and year of each datum.
    pub names: Vec<(String, i32)>,
    /// Steps of the smoother.
    pub steps: Vec<Done>,
    /// Shape of the tail of the weights; above .7 they stand for nothing.
    pub pareto_k: f64,
    /// Effective number of draws.
    pub effective_sample_size: f64,
    /// Directions that the data inform.
    pub directions: usize,
    /// Whether the draws are reweighted; else they are the smoother's.
    pub is_reweighted: bool,
    /// Mean and standard deviation of each parameter in units of its prior.
    pub moments: Vec<(String, f64, f64)>,
    /// The draws.
    pub draws: Draws,
    /// The records whose parameters were fitted, in the order of the columns.
    pub records: Vec<Record>,
}

/// What can be fitted: the month's uncertain parameters.
fn inputs(session: &Session) -> Vec<(usize, Record)> {
    let inputs = ParameterInputs::new(&session.evidence, |_| true);
    let at = |record: &Record| Some((session.evidence.index(&record.id())?, record.clone()));
    inputs.records().filter_map(at).collect()
}

/// A world before its fit.
struct Past<'a> {
    answers: &'a Answers<'a>,
    session: &'a Session,
    scenario: Scenario,
    data: Data,
    inputs: Vec<(usize, Record)>,
    marginals: Vec<Marginal>,
    central: Draw,
    until: i32,
}

impl<'a> Past<'a> {
    fn new(
        answers: &'a Answers<'a>,
        session: &'a Session,
        named: &NamedScenario,
        observed: &Observed,
        until: i32,
    ) -> Result<Self, Failure> {
        let inputs = inputs(session);
        Ok(Self {
            answers,
            session,
            scenario: answers.until(&named.scenario, until),
            data: data(answers, observed, until, Which::Fitted)?,
            marginals: inputs.iter().map(|(_, record)| Marginal::of(record)).collect(),
            inputs,
            central: session.evidence.central(),
            until,
        })
    }

    /// Stable hashes of the parameters' names.
    fn keys(&self) -> Vec<u64> {
        self.inputs.iter().map(|(_, record)| stable_hash(&record.id())).collect()
    }

    /// Logarithms of what a run with these scores foresees at the data.
    fn forward(&self, scores: &[f64]) -> Vec<f64> {
        let mut draw = self.central.clone();
        for ((position, _), value) in self.inputs.iter().zip(transform::values(&self.marginals, scores)) {
            draw.values[*position] = value;
        }
        let first = self.answers.first_year();
        let values = self.answers.of(&draw, &self.scenario, first..=self.until);
        let years = (self.until - first + 1) as usize;
        let at = |(answer, year): &(usize, i32)| values[answer * years + (year - first) as usize];
        let wanted: Vec<f64> = self.data.of.iter().map(at).collect();
        self.data.observations.log_predictions(&wanted, &[])
    }

    /// What else the predictions depend on.
    fn identity(&self) -> String {
        let names: Vec<String> = (0..self.answers.list.len()).map(|answer| self.answers.name(answer)).collect();
        format!(
            "{} {} {} {:?} {names:?}",
            crate::record::VERSION,
            self.session.world_hash,
            self.session.evidence_hash,
            self.scenario
        )
    }
}

/// What a fit is made of.
#[derive(Clone, Copy, Debug)]
pub struct FitQuestion<'a> {
    /// The world.
    pub session: &'a Session,
    /// The definitions.
    pub history: &'a History,
    /// What was seen.
    pub observed: &'a Observed,
    /// What happened.
    pub named: &'a NamedScenario,
    /// Its size.
    pub size: FitSize,
}

/// Fits the world; after each step the state is written to the file, from which a fit that was killed goes on to the
/// same draws.
///
/// # Errors
/// No data, a state of another fit, too many runs that fail, or an observer who wants no more.
pub fn fit(question: FitQuestion<'_>, state: Option<&Path>, observer: &dyn Observer) -> Result<Fitted, Failure> {
    let FitQuestion { session, history, observed, named, size } = question;
    let answers = Answers::new(session, history, observed, size.until);
    let past = Past::new(&answers, session, named, observed, size.until)?;
    let (observations, keys) = (&past.data.observations, past.keys());
    let forward = |scores: &[f64]| past.forward(scores);
    let options = Options { members: size.members, seed: size.seed, most_steps: MOST_STEPS };
    let smoother = Smoother::new(observations, keys.clone(), options, &past.identity()).map_err(failure)?;
    let screened = match size.screened {
        0 => None,
        runs => Some(screen(observations, &keys, (runs, size.seed), &forward, observer).map_err(failure)?),
    };
    let smoothed = smoother.run(state, &forward, observer).map_err(failure)?;
    let reweighting = Reweighting {
        points: size.points,
        rounds: size.rounds,
        components: COMPONENTS,
        degrees_of_freedom: DEGREES_OF_FREEDOM,
        least_eigenvalue: LEAST_EIGENVALUE,
        most_directions: MOST_DIRECTIONS,
        seed: size.seed,
    };
    let posterior =
        importance::reweighted(observations, &smoothed, &reweighting, &forward, observer).map_err(failure)?;
    let is_reweighted = posterior.smoothed.is_reliable();
    let (scores, weights) = if is_reweighted {
        (posterior.scores, posterior.smoothed.weights.clone())
    } else {
        let members = smoothed.scores.rows();
        (smoothed.scores, vec![1.0 / members as f64; members])
    };
    let names = past.inputs.iter().map(|(_, record)| record.id());
    let moments = importance::moments(&scores, &weights);
    Ok(Fitted {
        until: size.until,
        data: observations.len(),
        screen: screened,
        names: past.data.of.iter().map(|(answer, year)| (answers.name(*answer), *year)).collect(),
        steps: smoothed.done,
        pareto_k: posterior.smoothed.pareto_k,
        effective_sample_size: posterior.smoothed.effective_sample_size,
        directions: posterior.eigenvalues.len(),
        is_reweighted,
        moments: names.zip(moments).map(|(name, (mean, sd))| (name, mean, sd)).collect(),
        draws: draws(&past, &scores, &weights)?.resampled(size.kept, size.seed),
        records: past.inputs.into_iter().map(|(_, record)| record).collect(),
    })
}

/// The draws of scores.
fn draws(past: &Past<'_>, scores: &Matrix, weights: &[f64]) -> Result<Draws, Failure> {
    let parameters: Vec<_> = past.inputs.iter().map(|(_, record)| parameter(record)).collect();
    let value = |row: usize, column: usize| past.marginals[column].value(scores.row(row)[column]);
    let values = Matrix::from_fn(scores.rows(), parameters.len(), value);
    Draws::new(parameters, weights, &values).map_err(failure)
}

/// A fault of the fit as a problem.
pub(crate) fn failure(error: CalibrationError) -> Failure {
    match error {
        CalibrationError::Unwanted => Failure::Cancelled,
        other => Problem::new("E1210", format!("the fit cannot be made: {other}")).into(),
    }
}
