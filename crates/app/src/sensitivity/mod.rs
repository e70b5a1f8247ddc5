//! Which uncertain parameters drive an outcome of a scenario.

pub mod experiment;

use crate::draws::DrawsFrom;
use crate::failure::Failure;
use crate::record::run_record;
use crate::results::sensitivity::{
    ConvergenceEntry, DistancesEntry, EstimateEntry, Influence, PairEntry, SensitivityDetails, SensitivityOutcome,
    SensitivityResult,
};
use crate::session::Session;
use counterflow_evidence::diagnostics::Problem;
use counterflow_evidence::reader::YearMonth;
use counterflow_study::ensemble::Observer;
use counterflow_study::sensitivity::convergence::{Convergence, convergence};
use counterflow_study::sensitivity::groups::Groups;
use counterflow_study::sensitivity::morris::{Effect, MorrisDesign, effects};
use counterflow_study::sensitivity::pawn::{Pawn, pawn};
use counterflow_study::sensitivity::saltelli::{Order, SobolDesign};
use counterflow_study::sensitivity::sequence::{Scramble, Sequence};
use counterflow_study::sensitivity::sobol::{FirstOrder, Indices, Method as Estimators, Pair, TotalOrder, indices};
use counterflow_study::sensitivity::swings::{self, Swings, swings};
use counterflow_study::sensitivity::{Bootstrap, SensitivityError};
use experiment::Experiment;

/// What is asked, as a user writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityRequest {
    /// Scenario.
    pub scenario: String,
    /// Series of the outcome.
    pub of: String,
    /// Scenario whose outcome is subtracted, run by run.
    pub less: Option<String>,
    /// First month of the window; 35 months before the last if left out.
    pub from: Option<YearMonth>,
    /// Last month of the window; the scenario's if left out.
    pub until: Option<YearMonth>,
    /// How influence is measured.
    pub method: Method,
    /// Modules or parameters to vary; every uncertain parameter of the month if none is named.
    pub parameters: Vec<String>,
    /// What gets an index; modules, or parameters for methods that move one at a time, if left out.
    pub by: Option<By>,
    /// Base samples; trajectories for Morris; runs for PAWN.
    pub samples: u32,
    /// Also tells the joint part of each pair (Sobol).
    pub second_order: bool,
    /// Estimator of the first order (Sobol).
    pub first_order: FirstOrder,
    /// Estimator of the total order (Sobol).
    pub total_order: TotalOrder,
    /// Bootstrap resamples.
    pub resamples: u32,
    /// Width of the widest interval that counts as converged (Sobol).
    pub width: f64,
    /// Seed of the design and of the resamples.
    pub seed: u64,
}

/// How influence is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Shares of the variance.
    Sobol,
    /// Elementary effects.
    Morris,
    /// Distance between distributions.
    Pawn,
    /// One parameter at a time at the ends of its range.
    OneAtATime,
}

/// What gets an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// All parameters of a module together.
    Module,
    /// Each parameter.
    Parameter,
}

impl SensitivityRequest {
    fn estimators(&self, bootstrap: Bootstrap) -> Estimators {
        Estimators { first: self.first_order, total: self.total_order, bootstrap }
    }
}

/// Grid of Morris's trajectories: four levels are the usual choice (Saltelli et al. 2008, ch. 3).
const LEVELS: usize = 4;
/// Slices of PAWN: ten are the usual choice (Pianosi and Wagener 2018).
const SLICES: usize = 10;

/// A design's runs and what they say.
pub struct Measured {
    /// Names of the groups.
    pub names: Vec<String>,
    /// Indices.
    pub analysis: Analysis,
    /// Inputs, row by row.
    pub points: Vec<f64>,
    /// One output per row.
    pub outputs: Vec<f64>,
}

/// Indices by method.
pub enum Analysis {
    /// Shares of the variance.
    Sobol {
        /// Indices.
        indices: Indices,
        /// Whether the sample was large enough.
        convergence: Convergence,
    },
    /// Elementary effects.
    Morris(Vec<Effect>),
    /// Distances.
    Pawn(Pawn),
    /// Outcomes at the ends of each parameter.
    OneAtATime(Swings),
}

impl Measured {
    /// Groups from the most influential to the least.
    pub fn order(&self) -> Vec<usize> {
        let influence = |group: usize| match &self.analysis {
            Analysis::Sobol { indices, .. } => indices.total[group].value,
            Analysis::Morris(effects) => effects[group].mu_star.value,
            Analysis::Pawn(pawn) => pawn.inputs[group].maximum,
            Analysis::OneAtATime(swings) => swings.width(group),
        };
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_by(|one, other| influence(*other).total_cmp(&influence(*one)));
        order
    }

    /// Everything, in the order of the groups.
    pub fn result(&self, experiment: &Experiment<'_>, session: &Session, seed: u64) -> SensitivityResult {
        let (from, until) = experiment.months();
        let series = &experiment.series;
        SensitivityResult {
            run: run_record(session, &experiment.scenarios, seed, self.outputs.len() as u32, DrawsFrom::Prior),
            outcome: SensitivityOutcome {
                indicator: series.indicator.id,
                place: series.place.clone(),
                title: experiment.title(),
                unit: series.indicator.unit,
                from: from.to_string(),
                until: until.to_string(),
            },
            runs: self.outputs.len(),
            method: self.method(),
            drivers: (0..self.names.len()).map(|group| self.influence(group)).collect(),
            details: self.details(),
        }
    }

    fn method(&self) -> &'static str {
        match self.analysis {
            Analysis::Sobol { .. } => "sobol",
            Analysis::Morris(_) => "morris",
            Analysis::Pawn(_) => "pawn",
            Analysis::OneAtATime(_) => "one_at_a_time",
        }
    }

    fn influence(&self, group: usize) -> Influence {
        let driver = self.names[group].clone();
        match &self.analysis {
            Analysis::Sobol { indices, .. } => Influence::Sobol {
                driver,
                first: EstimateEntry::from(&indices.first[group]),
                total: EstimateEntry::from(&indices.total[group]),
            },
            Analysis::Morris(effects) => {
                let Effect { mu_star, mu, sigma } = &effects[group];
                Influence::Morris { driver, mu_star: EstimateEntry::from(mu_star), mu: *mu, sigma: *sigma }
            }
            Analysis::Pawn(pawn) => Influence::Pawn { driver, distances: DistancesEntry::from(&pawn.inputs[group]) },
            Analysis::OneAtATime(swings) => Influence::OneAtATime {
                driver,
                at_low: swings.inputs[group].at_low,
                at_high: swings.inputs[group].at_high,
                swing: swings.width(group),
            },
        }
    }

    fn details(&self) -> SensitivityDetails {
        let pair = |pair: &Pair| PairEntry {
            one: self.names[pair.one].clone(),
            other: self.names[pair.other].clone(),
            index: EstimateEntry::from(&pair.index),
        };
        match &self.analysis {
            Analysis::Sobol { indices, convergence } => SensitivityDetails::Sobol {
                pairs: indices.second.iter().map(pair).collect(),
                mean: indices.mean,
                variance: indices.variance,
                convergence: ConvergenceEntry::from(convergence),
            },
            Analysis::Morris(_) => SensitivityDetails::Morris {},
            Analysis::Pawn(pawn) => SensitivityDetails::Pawn { dummy: DistancesEntry::from(&pawn.dummy) },
            Analysis::OneAtATime(swings) => SensitivityDetails::OneAtATime { centre: swings.centre },
        }
    }
}

/// What gets an index.
///
/// # Errors
/// A method that moves one parameter at a time is asked for modules.
pub fn groups(request: &SensitivityRequest, experiment: &Experiment<'_>) -> Result<Groups, Problem> {
    let alone = matches!(request.method, Method::Pawn | Method::OneAtATime);
    match request.by.unwrap_or(if alone { By::Parameter } else { By::Module }) {
        By::Module if alone => {
            Err(Problem::new("E0814", "this method moves one parameter at a time").expect("--by parameter"))
        }
        By::Module => Ok(Groups::labelled(
            &experiment.inputs.records().map(|record| record.module.as_str()).collect::<Vec<&str>>(),
        )),
        By::Parameter => Ok(Groups::alone(experiment.inputs.records().map(|record| record.id()))),
    }
}

/// Makes the design, runs the model on it and reads the outcome.
///
/// # Errors
/// A design or an outcome that cannot be analysed.
pub fn measure(
    request: &SensitivityRequest,
    experiment: &Experiment<'_>,
    groups: Groups,
    observer: &dyn Observer,
) -> Result<Measured, Failure> {
    let bootstrap = Bootstrap { resamples: request.resamples, seed: request.seed, ..Bootstrap::default() };
    let samples = request.samples as usize;
    let found = match request.method {
        Method::Sobol => sobol(request, experiment, groups, samples, bootstrap, observer),
        Method::Morris => morris(request, experiment, groups, samples, bootstrap, observer),
        Method::Pawn => by_pawn(request, experiment, groups, samples, observer),
        Method::OneAtATime => one_at_a_time(experiment, &groups, observer),
    };
    found.map_err(|fault| {
        let problem = Problem::new("E0814", fault.to_string());
        match fault {
            SensitivityError::Constant { .. } => problem.expect("an outcome that some of the parameters move").into(),
            _ => problem.into(),
        }
    })
}

fn sobol(
    request: &SensitivityRequest,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    bootstrap: Bootstrap,
    observer: &dyn Observer,
) -> Result<Measured, SensitivityError> {
    let order = if request.second_order { Order::Second } else { Order::First };
    let names = groups.names().to_vec();
    let design = SobolDesign::new(groups, samples, order, Scramble::Matrix { seed: request.seed })?;
    observer.expect(design.runs() as u64);
    let outputs = design.evaluate(|inputs| experiment.value(inputs, observer));
    let method = request.estimators(bootstrap);
    let analysis = Analysis::Sobol {
        indices: indices(&outputs, &method)?,
        convergence: convergence(&outputs, &method, request.width)?,
    };
    Ok(Measured { names, analysis, points: design.points(), outputs: outputs.values().to_vec() })
}

fn morris(
    request: &SensitivityRequest,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    bootstrap: Bootstrap,
    observer: &dyn Observer,
) -> Result<Measured, SensitivityError> {
    let names = groups.names().to_vec();
    let design = MorrisDesign::new(groups, samples, LEVELS, request.seed)?;
    observer.expect(design.runs() as u64);
    let outputs = design.evaluate(|inputs| experiment.value(inputs, observer));
    let analysis = Analysis::Morris(effects(&design, &outputs, &bootstrap)?);
    Ok(Measured { names, analysis, points: design.points().to_vec(), outputs })
}

fn by_pawn(
    request: &SensitivityRequest,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    observer: &dyn Observer,
) -> Result<Measured, SensitivityError> {
    let inputs = groups.inputs();
    let points = Sequence::new(inputs, Scramble::Matrix { seed: request.seed })?.points(samples)?;
    observer.expect(samples as u64);
    let outputs = experiment.values(&points, inputs, observer);
    let analysis = Analysis::Pawn(pawn(&points, inputs, &outputs, SLICES, request.seed)?);
    Ok(Measured { names: groups.names().to_vec(), analysis, points, outputs })
}

fn one_at_a_time(
    experiment: &Experiment<'_>,
    groups: &Groups,
    observer: &dyn Observer,
) -> Result<Measured, SensitivityError> {
    let inputs = groups.inputs();
    let points = swings::points(&experiment.inputs.centre());
    observer.expect((points.len() / inputs.max(1)) as u64);
    let outputs = experiment.values(&points, inputs.max(1), observer);
    let analysis = Analysis::OneAtATime(swings(inputs, &outputs)?);
    Ok(Measured { names: groups.names().to_vec(), analysis, points, outputs })
}
