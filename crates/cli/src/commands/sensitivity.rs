//! `counterflow sensitivity`: which uncertain parameters drive an outcome of a scenario.

mod experiment;
mod result;

use crate::context::Context;
use crate::failure::Failure;
use crate::options::month;
use crate::output::{deliver, deliver_chart, print, print_json};
use crate::progress::Progress;
use clap::{Args, ValueEnum};
use counterflow_evidence::diagnostics::Problem;
use counterflow_evidence::reader::YearMonth;
use counterflow_study::sensitivity::convergence::{CONVERGED_WIDTH, convergence};
use counterflow_study::sensitivity::groups::Groups;
use counterflow_study::sensitivity::morris::{MorrisDesign, effects};
use counterflow_study::sensitivity::pawn::pawn;
use counterflow_study::sensitivity::saltelli::{Order, SobolDesign};
use counterflow_study::sensitivity::sequence::{Scramble, Sequence};
use counterflow_study::sensitivity::sobol::{FirstOrder, Method as Estimators, TotalOrder, indices};
use counterflow_study::sensitivity::swings::{self, swings};
use counterflow_study::sensitivity::{Bootstrap, SensitivityError};
use experiment::Experiment;
use result::{Analysis, Outcome};
use std::path::PathBuf;

/// Options of `sensitivity`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow sensitivity military --of seized
  counterflow sensitivity military --less baseline --of violent_deaths@mexico --out drivers.svg
  counterflow sensitivity baseline --of retail_price@united_states --parameters market --by parameter
  counterflow sensitivity baseline --of coca_area --method morris --samples 20
  counterflow sensitivity military --of seized --method pawn --samples 2000 --table runs.csv
  counterflow sensitivity military --of seized --method one-at-a-time --out tornado.png

The outcome is the mean of an indicator over the window, in runs on expected values. Sobol indices
are shares of its variance: first order alone, total order with all interactions. Morris's mu* is
the mean change over the whole range of a group or parameter. PAWN is the largest distance between
the distribution of the outcome and that in a slice of the parameter. One at a time tells the outcome
at the low and the high end of each parameter, the others at their values.
Runs: samples x (groups + 2) for Sobol, 2 x samples x (groups + 1) with --second-order; samples x
(groups + 1) for Morris; samples for PAWN; 2 x parameters + 1 for one at a time. --table writes them for `counterflow discover`.")]
pub struct SensitivityArguments {
    /// Name of a scenario (`counterflow scenarios`), or path of a .toml file
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Indicator of the outcome (`counterflow schema indicators`)
    #[arg(long, value_name = "INDICATOR[@PLACE]")]
    of: String,
    /// Subtracts the outcome of this scenario, run by run
    #[arg(long, value_name = "SCENARIO")]
    less: Option<String>,
    /// First month of the window [default: 35 months before the last]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    from: Option<YearMonth>,
    /// Last month of the window [default: the scenario's last]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    until: Option<YearMonth>,
    /// How influence is measured
    #[arg(long, value_name = "METHOD", default_value = "sobol")]
    method: Method,
    /// Modules or parameters to vary [default: every uncertain parameter of the month]
    #[arg(long, value_name = "MODULE[.PARAMETER]", num_args = 1..)]
    parameters: Vec<String>,
    /// What gets an index [default: module; parameter for PAWN and one at a time]
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,
    /// Base samples, best a power of two; trajectories for Morris; runs for PAWN
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u32).range(2..=16_777_216))]
    samples: u32,
    /// Also tells the joint part of each pair (Sobol)
    #[arg(long)]
    second_order: bool,
    /// Estimator of the first order (Sobol); Owen's needs --second-order
    #[arg(long, value_name = "NAME", default_value = "saltelli")]
    first_order: First,
    /// Estimator of the total order (Sobol)
    #[arg(long, value_name = "NAME", default_value = "jansen")]
    total_order: Total,
    /// Bootstrap resamples
    #[arg(long, value_name = "R", default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    resamples: u32,
    /// Width of the widest interval that counts as converged (Sobol)
    #[arg(long, value_name = "WIDTH", default_value_t = CONVERGED_WIDTH)]
    width: f64,
    /// Seed of the design and of the resamples
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Threads; the result does not depend on it [default: all cores]
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Draws the indices, or a tornado, to this .svg or .png file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Draws the widest interval against the size of the sample to this .svg or .png file (Sobol)
    #[arg(long, value_name = "FILE")]
    convergence: Option<PathBuf>,
    /// Writes every run with its parameters and outcome to this CSV file
    #[arg(long, value_name = "FILE")]
    table: Option<PathBuf>,
}

/// How influence is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Shares of the variance.
    Sobol,
    /// Elementary effects.
    Morris,
    /// Distance between distributions.
    Pawn,
    /// One parameter at a time at the ends of its range.
    OneAtATime,
}

/// Estimator of the first order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum First {
    /// Saltelli et al. 2010: the general choice.
    Saltelli,
    /// Jansen 1999: better for large indices.
    Jansen,
    /// Owen 2013: better for small indices.
    Owen,
}

/// Estimator of the total order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Total {
    /// Jansen 1999: never negative, the general choice.
    Jansen,
    /// Sobol 2007: better for small indices.
    Sobol,
}

impl SensitivityArguments {
    fn estimators(&self, bootstrap: Bootstrap) -> Estimators {
        let first = match self.first_order {
            First::Saltelli => FirstOrder::Saltelli,
            First::Jansen => FirstOrder::Jansen,
            First::Owen => FirstOrder::Owen,
        };
        let total = match self.total_order {
            Total::Jansen => TotalOrder::Jansen,
            Total::Sobol => TotalOrder::Sobol,
        };
        Estimators { first, total, bootstrap }
    }
}

/// What gets an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// All parameters of a module together.
    Module,
    /// Each parameter.
    Parameter,
}

/// Grid of Morris's trajectories: four levels are the usual choice (Saltelli et al. 2008, ch. 3).
const LEVELS: usize = 4;
/// Slices of PAWN: ten are the usual choice (Pianosi and Wagener 2018).
const SLICES: usize = 10;

/// Runs the command.
pub fn execute(options: &SensitivityArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let experiment = Experiment::prepare(options, &session)?;
    let groups = groups(options, &experiment)?;
    check(options)?;
    let outcome =
        counterflow_app::ensemble::on_threads(options.threads, || measure(options, &experiment, groups, context))?;
    if let Some(path) = &options.table {
        deliver(&experiment.table(&outcome), Some(path))?;
    }
    if let Some(path) = &options.out {
        deliver_chart(&outcome.chart(&experiment)?, path)?;
    }
    if let Some(path) = &options.convergence {
        deliver_chart(&outcome.convergence_chart(&experiment)?, path)?;
    }
    if options.json {
        print_json(&outcome.json(&experiment, &session, options)?)
    } else {
        print(&outcome.text(&experiment, context))
    }
}

/// What can be refused before the model runs.
fn check(options: &SensitivityArguments) -> Result<(), Problem> {
    if options.convergence.is_some() && options.method != Method::Sobol {
        return Err(Problem::new("E0814", "only Sobol indices have a convergence chart").expect("--method sobol"));
    }
    if options.first_order == First::Owen && !options.second_order {
        return Err(
            Problem::new("E0814", "Owen's estimator needs the runs of the second order").expect("--second-order")
        );
    }
    Ok(())
}

fn groups(options: &SensitivityArguments, experiment: &Experiment<'_>) -> Result<Groups, Problem> {
    let alone = matches!(options.method, Method::Pawn | Method::OneAtATime);
    match options.by.unwrap_or(if alone { By::Parameter } else { By::Module }) {
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
fn measure(
    options: &SensitivityArguments,
    experiment: &Experiment<'_>,
    groups: Groups,
    context: &Context<'_>,
) -> Result<Outcome, Failure> {
    let bootstrap = Bootstrap { resamples: options.resamples, seed: options.seed, ..Bootstrap::default() };
    let samples = options.samples as usize;
    let found = match options.method {
        Method::Sobol => sobol(options, experiment, groups, samples, bootstrap, context),
        Method::Morris => morris(options, experiment, groups, samples, bootstrap, context),
        Method::Pawn => by_pawn(options, experiment, groups, samples, context),
        Method::OneAtATime => one_at_a_time(experiment, &groups, context),
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
    options: &SensitivityArguments,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    bootstrap: Bootstrap,
    context: &Context<'_>,
) -> Result<Outcome, SensitivityError> {
    let order = if options.second_order { Order::Second } else { Order::First };
    let names = groups.names().to_vec();
    let design = SobolDesign::new(groups, samples, order, Scramble::Matrix { seed: options.seed })?;
    let progress = Progress::new(design.runs() as u64, "sensitivity", context.terminal);
    let outputs = design.evaluate(|inputs| experiment.value(inputs, &progress));
    drop(progress);
    let method = options.estimators(bootstrap);
    let analysis = Analysis::Sobol {
        indices: indices(&outputs, &method)?,
        convergence: convergence(&outputs, &method, options.width)?,
    };
    Ok(Outcome { names, analysis, points: design.points(), outputs: outputs.values().to_vec() })
}

fn morris(
    options: &SensitivityArguments,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    bootstrap: Bootstrap,
    context: &Context<'_>,
) -> Result<Outcome, SensitivityError> {
    let names = groups.names().to_vec();
    let design = MorrisDesign::new(groups, samples, LEVELS, options.seed)?;
    let progress = Progress::new(design.runs() as u64, "sensitivity", context.terminal);
    let outputs = design.evaluate(|inputs| experiment.value(inputs, &progress));
    let analysis = Analysis::Morris(effects(&design, &outputs, &bootstrap)?);
    Ok(Outcome { names, analysis, points: design.points().to_vec(), outputs })
}

fn by_pawn(
    options: &SensitivityArguments,
    experiment: &Experiment<'_>,
    groups: Groups,
    samples: usize,
    context: &Context<'_>,
) -> Result<Outcome, SensitivityError> {
    let inputs = groups.inputs();
    let points = Sequence::new(inputs, Scramble::Matrix { seed: options.seed })?.points(samples)?;
    let progress = Progress::new(samples as u64, "sensitivity", context.terminal);
    let outputs = experiment.values(&points, inputs, &progress);
    let analysis = Analysis::Pawn(pawn(&points, inputs, &outputs, SLICES, options.seed)?);
    Ok(Outcome { names: groups.names().to_vec(), analysis, points, outputs })
}

fn one_at_a_time(
    experiment: &Experiment<'_>,
    groups: &Groups,
    context: &Context<'_>,
) -> Result<Outcome, SensitivityError> {
    let inputs = groups.inputs();
    let points = swings::points(&experiment.inputs.centre());
    let progress = Progress::new((points.len() / inputs.max(1)) as u64, "sensitivity", context.terminal);
    let outputs = experiment.values(&points, inputs.max(1), &progress);
    let analysis = Analysis::OneAtATime(swings(inputs, &outputs)?);
    Ok(Outcome { names: groups.names().to_vec(), analysis, points, outputs })
}
