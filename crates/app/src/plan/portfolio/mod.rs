//! A budget over levers, for several objectives and uncertain states of the world.
//!
//! A portfolio's value on an objective is its mean change over the worse half of the states, against the same states
//! without it. Portfolios are searched on expected values in a few states, all in the same ones, and then tried on
//! every member with its chance events.

pub mod picks;
pub mod states;
pub mod task;

use crate::failure::Failure;
use crate::plan::refused;
use crate::plan::words::within;
use crate::results::plan::{
    JudgedPortfolio, LeverStanding, PlanValue, PortfolioPick, PortfolioResult, PortfolioSearch, SCOPE,
};
use counterflow_model::policy::LeverUse;
use counterflow_planner::Watch;
use counterflow_planner::portfolio::{Evolution, ParetoSet, PortfolioProblem, dominates, pareto_set};
use counterflow_report::number::{money, significant};
use counterflow_study::ensemble::Observer;
use states::{States, judged};
use task::PortfolioTask;

/// US dollars in the unit of words and charts.
pub const MILLION: f64 = 1e6;

/// Portfolios that no other dominates, in a few states on expected values.
///
/// # Errors
/// What the planner refuses.
pub fn search_portfolios(
    asked: &PortfolioTask<'_>,
    watch: &dyn Watch,
    observer: &dyn Observer,
) -> Result<ParetoSet, Failure> {
    let request = &asked.request;
    let problem = PortfolioProblem { steps: usize::from(request.steps), most: asked.most_steps() };
    let evolution = Evolution {
        population: usize::from(request.population),
        generations: usize::from(request.generations),
        seed: request.size.seed,
    };
    let states = States::expected(asked)?;
    // Later generations repeat portfolios, so that this is the most there can be.
    observer.expect((evolution.population * (evolution.generations + 1) * states.count()) as u64);
    let evaluate = |portfolios: &[Vec<usize>]| {
        let changes = states.changes(asked, portfolios, observer);
        let values = portfolios.iter().zip(changes).map(|(steps, changes)| asked.values(steps, &changes));
        values.collect()
    };
    let found = pareto_set(&problem, asked.aims.len() + 1, evolution, &evaluate, watch);
    Ok(found.map_err(|error| refused(&error))?)
}

/// The portfolios found, tried on every member.
///
/// # Errors
/// The scenario sets a parameter that does not exist.
pub fn judge(
    asked: &PortfolioTask<'_>,
    found: &ParetoSet,
    observer: &dyn Observer,
) -> Result<Vec<JudgedPortfolio>, Failure> {
    let states = States::members(asked)?;
    observer.expect((found.portfolios.len() * states.count()) as u64);
    let steps: Vec<Vec<usize>> = found.portfolios.iter().map(|portfolio| portfolio.steps.clone()).collect();
    let changes = states.changes(asked, &steps, observer);
    let mut all: Vec<JudgedPortfolio> =
        steps.into_iter().zip(changes).map(|(steps, changes)| judged(asked, steps, &changes)).collect();
    let values: Vec<Vec<f64>> = all.iter().map(|one| one.values.clone()).collect();
    for one in &mut all {
        one.robust = !values.iter().any(|other| dominates(other, &one.values));
        one.good &= one.robust;
    }
    all.sort_by(|one, other| {
        one.cost_usd_per_year.total_cmp(&other.cost_usd_per_year).then_with(|| one.steps.cmp(&other.steps))
    });
    Ok(all)
}

/// The portfolios found with the levers that they share and a few of them in full.
pub fn portfolio_result(
    asked: &PortfolioTask<'_>,
    found: &ParetoSet,
    portfolios: Vec<JudgedPortfolio>,
    picks: Vec<PortfolioPick>,
) -> PortfolioResult {
    let levers = standings(asked, &portfolios);
    PortfolioResult {
        question: asked.question(),
        run: asked.record(),
        search: what_is_proven(found, asked),
        in_short: in_short(asked, &portfolios, &levers, &picks),
        portfolios,
        levers,
        picks,
        scope: SCOPE,
    }
}

fn what_is_proven(found: &ParetoSet, asked: &PortfolioTask<'_>) -> PortfolioSearch {
    let stopped = asked.request.seconds.filter(|_| found.stopped);
    let early = stopped.map_or_else(String::new, |seconds| {
        format!("Stopped after {} seconds, where a faster machine may find others. ", significant(seconds))
    });
    let explanation = if found.exact {
        format!("All {} portfolios in these steps were tried: none was overlooked.", found.tried)
    } else {
        format!("{early}{} portfolios were tried. No bound: one that was not tried may dominate these.", found.tried)
    };
    PortfolioSearch {
        method: if found.exact { "enumeration" } else { "NSGA-III" },
        tried: found.tried,
        stopped: found.stopped,
        exact: found.exact,
        certificate: "portfolios shown in full computed again by the runs of the three values",
        explanation,
    }
}

/// Every lever that a good portfolio spends on, the most frequent first.
fn standings(asked: &PortfolioTask<'_>, portfolios: &[JudgedPortfolio]) -> Vec<LeverStanding> {
    let good: Vec<&JudgedPortfolio> = portfolios.iter().filter(|one| one.good).collect();
    let standing = |(position, lever): (usize, &LeverUse)| {
        let spent: Vec<f64> = good
            .iter()
            .map(|one| one.steps[position] as f64 * asked.step_usd_per_year())
            .filter(|usd| *usd > 0.0)
            .collect();
        let declared = lever.id.lever();
        (!spent.is_empty()).then(|| LeverStanding {
            lever: declared.key,
            title: declared.title,
            share_of_good: spent.len() as f64 / good.len() as f64,
            least_usd_per_year: spent.iter().copied().fold(f64::INFINITY, f64::min),
            most_usd_per_year: spent.iter().copied().fold(0.0, f64::max),
            in_every_good: spent.len() == good.len(),
        })
    };
    let mut standings: Vec<LeverStanding> = asked.levers.iter().enumerate().filter_map(standing).collect();
    standings.sort_by(|one, other| other.share_of_good.total_cmp(&one.share_of_good));
    standings
}

/// The levers that every good portfolio shares, and what the first pick does.
fn in_short(
    asked: &PortfolioTask<'_>,
    portfolios: &[JudgedPortfolio],
    standings: &[LeverStanding],
    picks: &[PortfolioPick],
) -> Vec<String> {
    let shared: Vec<&str> =
        standings.iter().filter(|standing| standing.in_every_good).map(|standing| standing.title).collect();
    let levers = match shared.as_slice() {
        _ if standings.is_empty() => {
            "No portfolio is good: each does worse than nothing on some objective in the worse half of members"
                .to_owned()
        }
        [] => "No lever is in every good portfolio".to_owned(),
        shared => format!("In every good portfolio: {}", shared.join(", ")),
    };
    let mut lines = vec![format!("{levers}.")];
    let Some(pick) = picks.first() else { return lines };
    let effects: Vec<(String, &[PlanValue])> =
        asked.aims.iter().zip(&pick.values).map(|(aim, six)| (within(&aim.title()), six.as_slice())).collect();
    lines.push(format!("{}: {}.", pick.why, spending_words(asked, &portfolios[pick.portfolio])));
    lines.extend(crate::plan::words::in_short(&effects, asked.enforcement()));
    lines
}

/// The money of a portfolio by lever, in words.
pub fn spending_words(asked: &PortfolioTask<'_>, chosen: &JudgedPortfolio) -> String {
    let paid = asked.levers.iter().zip(&chosen.steps).filter(|(_, count)| **count > 0);
    let words: Vec<String> = paid
        .map(|(lever, &count)| {
            format!("{} {}", lever.id.lever().title, significant(count as f64 * asked.step_usd_per_year() / MILLION))
        })
        .collect();
    if words.is_empty() {
        "nothing is spent".to_owned()
    } else {
        format!("{} (million USD/year; {} in all)", words.join(", "), money(chosen.cost_usd_per_year, "USD/year"))
    }
}
