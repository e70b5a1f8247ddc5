//! `counterflow sensitivity`: which uncertain parameters drive an outcome of a scenario.

mod result;

use crate::context::Context;
use crate::failure::Failure;
use crate::options::month;
use crate::output::{chart_path, deliver, deliver_chart, print, print_result};
use crate::progress::Progress;
use clap::{Args, ValueEnum};
use counterflow_app::ensemble::on_threads;
use counterflow_app::sensitivity::experiment::Experiment;
use counterflow_app::sensitivity::{self as application, SensitivityRequest, groups, measure};
use counterflow_evidence::diagnostics::Problem;
use counterflow_evidence::reader::YearMonth;
use counterflow_study::sensitivity::convergence::CONVERGED_WIDTH;
use counterflow_study::sensitivity::sobol::{FirstOrder, TotalOrder};
use result::{chart, convergence_chart, text};
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
(groups + 1) for Morris; samples for PAWN; 2 x parameters + 1 for one at a time. --table writes them for `counterflow \
        discover`.")]
pub struct SensitivityArguments {
    /// Name of a scenario (`counterflow scenarios`), or path of a .toml file
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Indicator of the outcome (`counterflow schema indicators`)
    #[arg(long, aliases = ["series", "objective"], value_name = "INDICATOR[@PLACE]")]
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
    /// Draws the indices, or a tornado, to this .svg, .png or .pdf file
    #[arg(long, value_name = "FILE", value_parser = chart_path)]
    out: Option<PathBuf>,
    /// Draws the widest interval against the size of the sample to this .svg, .png or .pdf file (Sobol)
    #[arg(long, value_name = "FILE", value_parser = chart_path)]
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

/// What gets an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// All parameters of a module together.
    Module,
    /// Each parameter.
    Parameter,
}

impl SensitivityArguments {
    fn request(&self) -> SensitivityRequest {
        SensitivityRequest {
            scenario: self.scenario.clone(),
            of: self.of.clone(),
            less: self.less.clone(),
            from: self.from,
            until: self.until,
            method: match self.method {
                Method::Sobol => application::Method::Sobol,
                Method::Morris => application::Method::Morris,
                Method::Pawn => application::Method::Pawn,
                Method::OneAtATime => application::Method::OneAtATime,
            },
            parameters: self.parameters.clone(),
            by: self.by.map(|by| match by {
                By::Module => application::By::Module,
                By::Parameter => application::By::Parameter,
            }),
            samples: self.samples,
            second_order: self.second_order,
            first_order: match self.first_order {
                First::Saltelli => FirstOrder::Saltelli,
                First::Jansen => FirstOrder::Jansen,
                First::Owen => FirstOrder::Owen,
            },
            total_order: match self.total_order {
                Total::Jansen => TotalOrder::Jansen,
                Total::Sobol => TotalOrder::Sobol,
            },
            resamples: self.resamples,
            width: self.width,
            seed: self.seed,
        }
    }
}

/// Runs the command.
pub fn execute(options: &SensitivityArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session_for(std::slice::from_ref(&options.scenario))?;
    let request = options.request();
    let experiment = Experiment::prepare(&request, &session)?;
    let groups = groups(&request, &experiment)?;
    check(options)?;
    let progress = Progress::new(0, "sensitivity", context.terminal);
    let measured = on_threads(options.threads, || measure(&request, &experiment, groups, &progress))?;
    drop(progress);
    if let Some(path) = &options.table {
        deliver(&experiment.table(&measured.points, &measured.outputs), Some(path))?;
    }
    if let Some(path) = &options.out {
        deliver_chart(&chart(&measured, &experiment)?, path)?;
    }
    if let Some(path) = &options.convergence {
        deliver_chart(&convergence_chart(&measured, &experiment)?, path)?;
    }
    if options.json {
        print_result(measured.result(&experiment, &session, options.seed))
    } else {
        print(&text(&measured, &experiment, context))
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
