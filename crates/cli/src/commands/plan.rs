//! `counterflow plan`: a lever's scarce effort over corridors or countries, tried out in the simulator.

mod efforts;
mod frontier;
mod page;
mod place;
mod portfolio;
mod request;
mod schedule;
mod solve;
mod values;
mod watch;

use crate::context::Context;
use crate::failure::Failure;
use clap::{Args, Subcommand};
use counterflow_app::plan::schedule::ScheduleSize;
use counterflow_app::plan::task::PlacementTask;
use portfolio::PortfolioOptions;
use request::PlacementOptions;
use schedule::Opponent;
use solve::SolveOptions;

/// Options of `plan`.
#[derive(Debug, Args)]
#[command(after_long_help = r#"Examples:
  counterflow plan place --amount "1000 patrol days/year"
  counterflow plan cover --lever surveillance --amount "3400 hours/year" --places 3
  counterflow plan frontier --amount "1000 patrol days/year" --html frontier.html
  counterflow plan schedule --amount "1000 patrol days/year" --weeks 8
  counterflow plan portfolio --budget "500 million USD/year" --html portfolio.html
  counterflow plan solve question.toml arcs.csv

Every plan comes with three values: if traffickers do not react, if they re-route once, and
after full adaptation in the simulator; each with the rest of enforcement at its posts and
following success, and with the interval of 90 % of members. A placement is made for full
adaptation, central parameters and expected values; then every member tries it.
A bound is named where one is proven: all placements tried, or the double oracle closed.
--seconds ends a search with its best answer so far; the three values are worked out all the same.
This is an aggregate analysis of corridors, countries and markets; it says nothing of sites,
vessels or persons."#)]
pub struct PlanArguments {
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Debug, Subcommand)]
enum PlanCommand {
    /// Places effort in steps, wherever it does most
    #[command(after_long_help = r#"Examples:
  counterflow plan place --amount "1000 patrol days/year" --steps 5
  counterflow plan place --amount "50 million USD/year" --objective consumption@united_states
  counterflow plan place --lever task_forces --amount "40 joint operations/year" --objective seized@world --maximise
  counterflow plan place --amount "1000 patrol days/year" --review-months 36

The amount is split into equal steps. Every way to put them on places is tried in the simulator if
there are at most --runs of them; then no other placement in these steps is better. Otherwise steps
are placed one by one and moved while that helps, and the answer says that it is no proof."#)]
    Place {
        #[command(flatten)]
        question: PlacementOptions,
        /// Equal steps that the amount is placed in
        #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
        steps: u16,
        /// Places anew every so many months, given what the earlier placements led to
        #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u16).range(1..=1200))]
        review_months: Option<u16>,
    },
    /// Chooses a number of places that share the effort equally
    #[command(after_long_help = r#"Examples:
  counterflow plan cover --lever surveillance --amount "3400 hours/year" --places 3
  counterflow plan cover --lever surveillance --amount "30 M USD/year" --places 2 --objective seized --maximise"#)]
    Cover {
        #[command(flatten)]
        question: PlacementOptions,
        /// Places to choose
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
        places: u16,
    },
    /// Shows how the best placement and its values change with the amount
    #[command(after_long_help = r#"Examples:
  counterflow plan frontier --amount "1200 patrol days/year" --steps 4
  counterflow plan frontier --amount "100 million USD/year" --steps 5 --html frontier.html"#)]
    Frontier {
        #[command(flatten)]
        question: PlacementOptions,
        /// Amounts between none and all
        #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
        steps: u16,
    },
    /// Solves an interdiction game on a network of your own
    Solve(SolveOptions),
    /// Splits a budget over levers for several objectives
    Portfolio(PortfolioOptions),
    /// Randomises placements week by week against traffickers who learn the odds
    #[command(after_long_help = r#"Examples:
  counterflow plan schedule --amount "1000 patrol days/year" --weeks 8 --seed 7
  counterflow plan schedule --amount "600 patrol days/year" --teams 3 --parts 5 --json
  counterflow plan schedule --amount "1000 patrol days/year" --against worst

Teams of equal size are placed anew each week by a draw. Traffickers know the odds, not the draw.
The odds are those that do best once simulated traffickers have settled against them; with
--against worst, those that do best at worst over all routes on which they might settle (double
oracle). Each week a place gets its mean number of teams, rounded up or down by the draw (comb
sampling)."#)]
    Schedule {
        #[command(flatten)]
        question: PlacementOptions,
        /// Equal teams that the amount is split into
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        teams: u16,
        /// Parts of the effort in which a place's mean is counted
        #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
        parts: u16,
        /// Whom the odds are made for
        #[arg(long, value_name = "WHOM", default_value = "learners")]
        against: Opponent,
        /// Weeks to draw
        #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=520))]
        weeks: u16,
    },
}

/// Runs the command.
pub fn execute(options: &PlanArguments, context: &Context<'_>) -> Result<(), Failure> {
    match &options.command {
        PlanCommand::Portfolio(options) => portfolio::execute(options, context),
        PlanCommand::Solve(options) => solve::execute(options, context),
        PlanCommand::Place { question, steps, review_months } => {
            let (session, steps) = (context.session()?, usize::from(*steps));
            let asked = PlacementTask::new(question.request(&session)?, &session, steps)?;
            question.ensemble.on_threads(|| match review_months {
                None => place::place(question, &asked, asked.lattice(steps, steps), context),
                Some(months) => place::review(question, &asked, steps, usize::from(*months), context),
            })
        }
        PlanCommand::Cover { question, places } => {
            let (session, places) = (context.session()?, usize::from(*places));
            let asked = PlacementTask::new(question.request(&session)?, &session, places)?;
            question.ensemble.on_threads(|| place::place(question, &asked, asked.lattice(places, 1), context))
        }
        PlanCommand::Frontier { question, steps } => {
            let session = context.session()?;
            let asked = PlacementTask::new(question.request(&session)?, &session, usize::from(*steps))?;
            question.ensemble.on_threads(|| frontier::frontier(question, &asked, usize::from(*steps), context))
        }
        PlanCommand::Schedule { question, teams, parts, against, weeks } => {
            let session = context.session()?;
            let size = ScheduleSize {
                teams: usize::from(*teams),
                parts: usize::from(*parts),
                weeks: *weeks,
                opponent: (*against).into(),
            };
            let asked = PlacementTask::new(question.request(&session)?, &session, size.parts)?;
            question.ensemble.on_threads(|| schedule::schedule(question, &asked, size, context))
        }
    }
}
