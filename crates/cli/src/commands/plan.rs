//! `counterflow plan`: a lever's scarce effort over corridors or countries, tried out in the simulator.

mod answer;
mod question;
mod values;

use super::Context;
use crate::failure::Failure;
use crate::output::{print, print_json, to_json, versioned};
use answer::{Effort, FrontierRow, Search, Week};
use clap::{Args, Subcommand};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_evidence::stable_hash;
use counterflow_model::random::{Purpose, Stream};
use counterflow_planner::PlannerError;
use counterflow_planner::simulated::{Lattice, RandomisedPlan, Reaction, Trial, plan_against_learners, plan_rolling, search};
use question::{Question, QuestionOptions};
use serde_json::json;

/// Most rounds of the double oracle; it ends by itself after a handful.
const MOST_ROUNDS: usize = 40;

/// Options of `plan`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow plan place --lever vessel_patrols --amount '1000 patrol days/year'
  counterflow plan cover --lever surveillance --amount '3400 hours/year' --places 3
  counterflow plan frontier --lever vessel_patrols --amount '1000 patrol days/year'
  counterflow plan schedule --lever vessel_patrols --amount '1000 patrol days/year'

Every plan comes with three values: if traffickers do not react, if they settle on new routes once, and
after full adaptation in the simulator; each with enforcement at its posts and following success.
This is an aggregate analysis of corridors, countries and markets; it says nothing of sites or vessels.")]
pub struct PlanArguments {
    #[command(subcommand)]
    command: PlanCommand,
}

#[derive(Debug, Subcommand)]
enum PlanCommand {
    /// Places effort in steps, wherever it does most
    #[command(after_long_help = "\
Examples:
  counterflow plan place --amount '1000 patrol days/year' --steps 5
  counterflow plan place --amount '50 million USD/year' --objective consumption@united_states
  counterflow plan place --lever task_forces --amount '40 operations/year' --objective seized@world --maximise
  counterflow plan place --amount '1000 patrol days/year' --review-months 36")]
    Place {
        #[command(flatten)]
        question: QuestionOptions,
        /// Equal steps that the amount is placed in
        #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
        steps: u16,
        /// Places anew every so many months, given what the earlier placements led to
        #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u16).range(1..=1200))]
        review_months: Option<u16>,
    },
    /// Chooses a number of places that share the effort equally
    #[command(after_long_help = "\
Example:
  counterflow plan cover --lever surveillance --amount '3400 hours/year' --places 3 --json")]
    Cover {
        #[command(flatten)]
        question: QuestionOptions,
        /// Places to choose
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
        places: u16,
    },
    /// Shows how the best placement and its values change with the amount
    #[command(after_long_help = "\
Example:
  counterflow plan frontier --amount '1200 patrol days/year' --steps 4")]
    Frontier {
        #[command(flatten)]
        question: QuestionOptions,
        /// Amounts between none and all
        #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1000))]
        steps: u16,
    },
    /// Randomises placements week by week against traffickers who learn the pattern
    #[command(after_long_help = "\
Example:
  counterflow plan schedule --amount '1000 patrol days/year' --weeks 8 --seed 7")]
    Schedule {
        #[command(flatten)]
        question: QuestionOptions,
        /// Equal teams that the amount is split into
        #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
        teams: u16,
        /// Weeks to draw
        #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=520))]
        weeks: u16,
    },
}

/// Runs the command.
pub fn execute(options: &PlanArguments, context: &Context<'_>) -> Result<(), Failure> {
    let session = context.session()?;
    match &options.command {
        PlanCommand::Place { question, steps, review_months } => {
            let steps = usize::from(*steps);
            let asked = Question::new(question, &session, steps)?;
            question.ensemble.on_threads(|| match review_months {
                None => place(&asked, asked.lattice(steps, steps), context),
                Some(months) => roll(&asked, steps, usize::from(*months), context),
            })
        }
        PlanCommand::Cover { question, places } => {
            let places = usize::from(*places);
            let asked = Question::new(question, &session, places)?;
            question.ensemble.on_threads(|| place(&asked, asked.lattice(places, 1), context))
        }
        PlanCommand::Frontier { question, steps } => {
            let asked = Question::new(question, &session, usize::from(*steps))?;
            question.ensemble.on_threads(|| frontier(&asked, usize::from(*steps), context))
        }
        PlanCommand::Schedule { question, teams, weeks } => {
            let asked = Question::new(question, &session, usize::from(*teams))?;
            question.ensemble.on_threads(|| schedule(&asked, usize::from(*teams), *weeks, context))
        }
    }
}

/// The planner's complaint as a problem of the command line.
fn refused(error: &PlannerError) -> Problems {
    Problem::new("E0816", error.to_string()).into()
}

fn place(asked: &Question<'_>, lattice: Lattice, context: &Context<'_>) -> Result<(), Failure> {
    context.terminal.remark("trying placements");
    let problem = &asked.problem;
    let cost = |steps: &[usize]| problem.cost(problem.value(&asked.central, &problem.uses(&asked.central, &in_steps(steps)), asked.planned_for()));
    let placed = search(lattice, asked.options.runs, &cost).map_err(|error| refused(&error))?;
    let efforts = asked.efforts(&in_steps(&placed.steps));
    let table = values::table(asked, &|member| problem.uses(member, &in_steps(&placed.steps)), context)?;
    let found = Search::new(&placed, asked);
    if asked.options.json {
        return print_json(&versioned([("question", asked.to_json()), ("placement", to_json(&efforts)?), ("search", to_json(&found)?), ("values", to_json(&table)?)]));
    }
    print(&[asked.heading(), answer::efforts_text(&efforts, context), found.text(), values::text(&table, asked, context), question::SCOPE.to_owned()].join("\n"))
}

fn roll(asked: &Question<'_>, steps: usize, review_months: usize, context: &Context<'_>) -> Result<(), Failure> {
    context.terminal.remark("placing anew at every review");
    let plan = plan_rolling(&asked.problem, &asked.central, asked.lattice(steps, steps), asked.options.runs, review_months, asked.planned_for()).map_err(|error| refused(&error))?;
    let stages: Vec<(String, Vec<Effort>)> = plan.stages.iter().map(|stage| (stage.from.to_string(), asked.efforts(&in_steps(&stage.placed.steps)))).collect();
    // Effort is fixed by the central unit cost, so members spend the same money.
    let table = values::table(asked, &|_| plan.uses.clone(), context)?;
    if asked.options.json {
        let stages: Vec<_> = stages.iter().zip(&plan.stages).map(|((from, efforts), stage)| json!({"from": from, "placement": efforts, "search": Search::new(&stage.placed, asked)})).collect();
        return print_json(&versioned([("question", asked.to_json()), ("stages", json!(stages)), ("values", to_json(&table)?)]));
    }
    let mut parts = vec![asked.heading()];
    for ((from, efforts), stage) in stages.iter().zip(&plan.stages) {
        parts.push(format!("From {from}\n\n{}{}", answer::efforts_text(efforts, context), Search::new(&stage.placed, asked).text()));
    }
    parts.extend([values::text(&table, asked, context), question::SCOPE.to_owned()]);
    print(&parts.join("\n"))
}

fn frontier(asked: &Question<'_>, steps: usize, context: &Context<'_>) -> Result<(), Failure> {
    let problem = &asked.problem;
    let member = &asked.central;
    let mut rows = Vec::new();
    for amount in 1..=steps {
        context.terminal.remark(&format!("amount {amount} of {steps}"));
        let cost = |steps: &[usize]| problem.cost(problem.value(member, &problem.uses(member, &in_steps(steps)), asked.planned_for()));
        let placed = search(asked.lattice(amount, amount), asked.options.runs, &cost).map_err(|error| refused(&error))?;
        let uses = problem.uses(member, &in_steps(&placed.steps));
        let enforcement = problem.scenario.switches.enforcement;
        let change = |reaction| values::change(asked, member, &uses, Trial { reaction, enforcement });
        rows.push(FrontierRow {
            effort: amount as f64 * problem.step_effort,
            placement: asked.efforts(&in_steps(&placed.steps)),
            changes: Reaction::ALL.map(change),
            search: Search::new(&placed, asked),
        });
    }
    if asked.options.json {
        return print_json(&versioned([("question", asked.to_json()), ("frontier", to_json(&rows)?)]));
    }
    print(&[asked.heading(), answer::frontier_text(&rows, asked, context), question::SCOPE.to_owned()].join("\n"))
}

fn schedule(asked: &Question<'_>, teams: usize, weeks: u16, context: &Context<'_>) -> Result<(), Failure> {
    context.terminal.remark("playing planner against traffickers who learn");
    let plan = plan_against_learners(&asked.problem, &asked.central, asked.lattice(teams, teams), asked.options.runs, MOST_ROUNDS).map_err(|error| refused(&error))?;
    let mixture: Vec<(f64, Vec<Effort>)> = plan.placements.iter().map(|(steps, probability)| (*probability, asked.efforts(&in_steps(steps)))).collect();
    let drawn = drawn_weeks(&plan, asked, weeks);
    let table = values::table(asked, &|member| asked.problem.uses(member, &plan.mean_steps), context)?;
    let found = Search::of_game(&plan, asked);
    if asked.options.json {
        let mixture: Vec<_> = mixture.iter().map(|(probability, efforts)| json!({"probability": probability, "placement": efforts})).collect();
        return print_json(&versioned([("question", asked.to_json()), ("mixture", json!(mixture)), ("weeks", to_json(&drawn)?), ("search", to_json(&found)?), ("values", to_json(&table)?)]));
    }
    print(&[asked.heading(), answer::mixture_text(&mixture, &drawn, context), found.text(), "Values of the mean placement:\n".to_owned() + &values::text(&table, asked, context), question::SCOPE.to_owned()].join("\n"))
}

/// Draws a placement for each week; the seed decides.
fn drawn_weeks(plan: &RandomisedPlan, asked: &Question<'_>, weeks: u16) -> Vec<Week> {
    let stream = Stream { seed: asked.options.ensemble.seed, member: 0 };
    let entity = stable_hash("plan/schedule");
    let week = |week: u16| {
        let mut left = stream.uniform(week, Purpose::Parameter, entity);
        let chosen = plan.placements.iter().find(|(_, probability)| {
            left -= probability;
            left < 0.0
        });
        // Rounding may leave a sliver at the end; it belongs to the last placement.
        let steps = chosen.or(plan.placements.last()).map(|(steps, _)| in_steps(steps)).unwrap_or_default();
        Week { week: week + 1, placement: asked.efforts(&steps) }
    };
    (0..weeks).map(week).collect()
}

fn in_steps(steps: &[usize]) -> Vec<f64> {
    steps.iter().map(|&count| count as f64).collect()
}
