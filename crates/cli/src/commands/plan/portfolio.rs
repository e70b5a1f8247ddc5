//! `plan portfolio`: a budget over levers, for several objectives and uncertain states of the world.

mod report;

use super::page::Head;
use crate::context::Context;
use crate::failure::{FELL_SHORT, Failure};
use crate::options::EnsembleOptions;
use crate::progress::Progress;
use clap::Args;
use counterflow_app::plan::deadline::Deadline;
use counterflow_app::plan::portfolio::picks::picks;
use counterflow_app::plan::portfolio::task::{PortfolioRequest, PortfolioTask};
use counterflow_app::plan::portfolio::{judge, portfolio_result, search_portfolios};
use counterflow_app::results::plan::PortfolioResult;
use counterflow_app::session::Session;
use std::path::PathBuf;

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
    #[arg(long, value_name = "INDICATOR@PLACE", num_args = 1.., default_values = ["consumption@world",
        "violent_deaths@world"])]
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

impl PortfolioOptions {
    fn request(&self, session: &Session) -> Result<PortfolioRequest, Failure> {
        Ok(PortfolioRequest {
            budget: self.budget.clone(),
            levers: self.levers.clone(),
            lower: self.lower.clone(),
            raise: self.raise.clone(),
            steps: self.steps,
            states: self.states,
            population: self.population,
            generations: self.generations,
            seconds: self.seconds,
            scenario: self.scenario.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            size: self.ensemble.size(session)?,
        })
    }
}

/// Runs the command.
pub fn execute(options: &PortfolioOptions, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    let asked = PortfolioTask::new(options.request(&session)?, &session)?;
    let found = options.ensemble.on_threads(|| find(&asked, context))?;
    let head = Head {
        title: "Portfolios of levers",
        question: asked.heading(),
        command: asked.record().command,
        json: options.json,
        html: options.html.as_deref(),
    };
    report::answer(&found, &asked, context)?.deliver(&head, &found)?;
    if found.portfolios.iter().any(|portfolio| portfolio.good) { Ok(()) } else { Err(Failure::Shown(FELL_SHORT)) }
}

fn find(asked: &PortfolioTask<'_>, context: &Context<'_>) -> Result<PortfolioResult, Failure> {
    let seconds = asked.request.seconds;
    let progress = Progress::new(0, "searching portfolios", context.terminal).until(seconds);
    let found = search_portfolios(asked, &Deadline::new(seconds), &progress)?;
    drop(progress);
    let judged = judge(asked, &found, &Progress::new(0, "trying them on all members", context.terminal))?;
    let picks = picks(asked, &judged, &Progress::new(0, "three values", context.terminal))?;
    Ok(portfolio_result(asked, &found, judged, picks))
}
