//! `plan portfolio`: a budget over levers, for several objectives and uncertain states of the world.
//!
//! A portfolio's value on an objective is its mean change over the worse half of the states, against
//! the same states without it. Portfolios are searched on expected values in a few states, all in the
//! same ones, and then tried on every member with its chance events.

mod asked;
mod report;
mod trial;

use super::page::Head;
use super::refused;
use super::watch::Deadline;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::options::EnsembleOptions;
use crate::progress::Progress;
use asked::Asked;
use clap::Args;
use counterflow_planner::portfolio::{Evolution, ParetoSet, PortfolioProblem, dominates, pareto_set};
use report::{Findings, Search};
use std::path::PathBuf;
use trial::{Judged, States};

/// Options of `plan portfolio`.
#[derive(Debug, Args)]
#[command(after_long_help = r#"Examples:
  counterflow plan portfolio --budget "500 million USD/year" --html portfolio.html
  counterflow plan portfolio --budget "200 million USD/year" --levers vessel_patrols treatment justice_reform
  counterflow plan portfolio --budget "1 billion USD/year" --lower overdose_deaths@united_states --json

The budget is spent in equal steps on top of the base year's, up to each lever's largest historical
example. NSGA-III looks for portfolios that no other dominates in the objectives and in cost. A value
is the mean change over the worse half of the uncertain states, every portfolio in the same states.
Those found are then tried on all members: the robust ones are still undominated, the good ones do
better than nothing on every objective even in the worse half. Exit status 1: none is good."#)]
pub struct PortfolioOptions {
    /// Money a year on top of the base year's, such as "500 million USD/year"
    #[arg(long, value_name = "AMOUNT")]
    budget: String,
    /// Levers that may receive money [default: all but strikes, which need a country]
    #[arg(long, value_name = "LEVER", num_args = 1..)]
    levers: Vec<String>,
    /// Indicators at a place that should fall
    #[arg(long, value_name = "INDICATOR@PLACE", num_args = 1.., default_values = ["consumption@world", "violent_deaths@world"])]
    lower: Vec<String>,
    /// Indicators at a place that should rise
    #[arg(long, value_name = "INDICATOR@PLACE", num_args = 1.., default_values = ["mean_cooperation@world"])]
    raise: Vec<String>,
    /// Equal steps that the budget is spent in
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    steps: u16,
    /// Uncertain states in which portfolios are searched; the first has central parameters
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1000))]
    states: u16,
    /// Portfolios of a generation
    #[arg(long, value_name = "N", default_value_t = 56, value_parser = clap::value_parser!(u16).range(2..=2000))]
    population: u16,
    /// Generations of the search
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u16).range(1..=2000))]
    generations: u16,
    /// Stops the search after so many seconds with the portfolios so far, which may then depend on the machine
    #[arg(long, value_name = "S", value_parser = super::watch::seconds)]
    seconds: Option<f64>,
    /// Scenario in force besides
    #[arg(long, value_name = "SCENARIO", default_value = "baseline")]
    scenario: String,
    /// First month of the spending [default: the world's second year]
    #[arg(long, value_name = "YYYY-MM")]
    from: Option<String>,
    /// Last month of the run; the 36 months before it count [default: the scenario's]
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<String>,
    #[command(flatten)]
    ensemble: EnsembleOptions,
    /// Prints JSON
    #[arg(long)]
    json: bool,
    /// Writes charts and tables to this file, one page that loads nothing from elsewhere
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Runs the command.
pub fn execute(options: &PortfolioOptions, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let asked = Asked::new(options, &session)?;
    let findings = options.ensemble.size().on_threads(|| find(&asked, context))?;
    let head = Head {
        title: "Portfolios of levers",
        question: asked.heading(),
        command: asked.run().command,
        json: options.json,
        html: options.html.as_deref(),
    };
    let none_is_good = !findings.judged.iter().any(|judged| judged.good);
    findings.answer(&asked, context)?.deliver(&head)?;
    if none_is_good { Err(Failure::Shown(FELL_SHORT)) } else { Ok(()) }
}

fn find(asked: &Asked<'_>, context: &Context<'_>) -> Result<Findings, Failure> {
    let found = searched(asked, context)?;
    let judged = judged(asked, &found, context)?;
    let picks = report::picks(asked, &judged, context)?;
    Ok(Findings { search: Search::new(&found, asked), judged, picks })
}

fn searched(asked: &Asked<'_>, context: &Context<'_>) -> Result<ParetoSet, Failure> {
    let options = asked.options;
    let problem = PortfolioProblem { steps: usize::from(options.steps), most: asked.most_steps() };
    let evolution = Evolution {
        population: usize::from(options.population),
        generations: usize::from(options.generations),
        seed: options.ensemble.seed,
    };
    let states = States::expected(asked)?;
    // Later generations repeat portfolios, so that this is the most there can be.
    let most = evolution.population * (evolution.generations + 1) * states.count();
    let progress = Progress::new(most as u64, "searching portfolios", context.terminal).until(options.seconds);
    let clock = Deadline::new(options.seconds);
    let evaluate = |portfolios: &[Vec<usize>]| {
        let changes = states.changes(asked, portfolios, &progress);
        let values = portfolios.iter().zip(changes).map(|(steps, changes)| asked.values(steps, &changes));
        values.collect()
    };
    pareto_set(&problem, asked.aims.len() + 1, evolution, &evaluate, &clock).map_err(|error| refused(&error).into())
}

/// The portfolios found, tried on every member.
fn judged(asked: &Asked<'_>, found: &ParetoSet, context: &Context<'_>) -> Result<Vec<Judged>, Failure> {
    let states = States::members(asked)?;
    let progress =
        Progress::new((found.portfolios.len() * states.count()) as u64, "trying them on all members", context.terminal);
    let steps: Vec<Vec<usize>> = found.portfolios.iter().map(|portfolio| portfolio.steps.clone()).collect();
    let changes = states.changes(asked, &steps, &progress);
    let mut judged: Vec<Judged> =
        steps.into_iter().zip(changes).map(|(steps, changes)| Judged::new(asked, steps, &changes)).collect();
    let values: Vec<Vec<f64>> = judged.iter().map(|one| one.values.clone()).collect();
    for one in &mut judged {
        one.robust = !values.iter().any(|other| dominates(other, &one.values));
        one.good &= one.robust;
    }
    judged.sort_by(|one, other| {
        one.cost_usd_per_year.total_cmp(&other.cost_usd_per_year).then_with(|| one.steps.cmp(&other.steps))
    });
    Ok(judged)
}
