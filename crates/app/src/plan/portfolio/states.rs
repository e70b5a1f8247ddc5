//! Portfolios in states of the world, against the same states without them.

use super::task::{Aim, PortfolioTask};
use crate::failure::Failure;
use crate::results::plan::{JudgedPortfolio, LeverSpending, PortfolioEffect};
use crate::series::per_year;
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, Reaction, Trial};
use counterflow_study::ensemble::Observer;
use counterflow_study::statistics::Spread;
use rayon::prelude::*;

/// States with the level of each aim in each of them.
pub struct States {
    members: Vec<Member>,
    without: Vec<Vec<f64>>,
}

impl States {
    /// A few states of parameters, without chance events.
    pub fn expected(asked: &PortfolioTask<'_>) -> Result<Self, Failure> {
        Self::of(
            asked,
            (0..u32::from(asked.request.states)).map(|member| asked.member(member, true)).collect::<Result<_, _>>()?,
        )
    }

    /// All members with their chance events.
    pub fn members(asked: &PortfolioTask<'_>) -> Result<Self, Failure> {
        Self::of(
            asked,
            (0..asked.request.size.members).map(|member| asked.member(member, false)).collect::<Result<_, _>>()?,
        )
    }

    fn of(asked: &PortfolioTask<'_>, members: Vec<Member>) -> Result<Self, Failure> {
        let without = members.par_iter().map(|member| levels(asked, member, &[], planned_for(asked))).collect();
        Ok(Self { members, without })
    }

    /// How many states.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// Changes of each portfolio by aim and state.
    pub fn changes(
        &self,
        asked: &PortfolioTask<'_>,
        portfolios: &[Vec<usize>],
        observer: &dyn Observer,
    ) -> Vec<Vec<Vec<f64>>> {
        let states = self.members.len();
        let pair = |number: usize| {
            let (portfolio, state) = (number / states, number % states);
            let with = levels(asked, &self.members[state], &asked.uses(&portfolios[portfolio]), planned_for(asked));
            observer.done();
            with.iter().zip(&self.without[state]).map(|(with, without)| with - without).collect()
        };
        let changes: Vec<Vec<f64>> = (0..portfolios.len() * states).into_par_iter().map(pair).collect();
        let by_aim = |of_portfolio: &[Vec<f64>]| {
            (0..asked.aims.len()).map(|aim| of_portfolio.iter().map(|state| state[aim]).collect()).collect()
        };
        changes.chunks(states).map(by_aim).collect()
    }
}

/// What portfolios are searched for: full adaptation under the scenario's own enforcement.
fn planned_for(asked: &PortfolioTask<'_>) -> Trial {
    Trial { reaction: Reaction::Full, enforcement: asked.enforcement() }
}

/// Level of each aim, over a year where months add up.
fn levels(asked: &PortfolioTask<'_>, member: &Member, uses: &[LeverUse], trial: Trial) -> Vec<f64> {
    let setting = asked.setting();
    yearly(asked, &setting.run(member, uses, trial))
}

/// Level of each aim in a run, over a year where months add up.
pub fn yearly(asked: &PortfolioTask<'_>, run: &counterflow_model::Run) -> Vec<f64> {
    let setting = asked.setting();
    asked.aims.iter().map(|aim| setting.mean(run, aim.series) * per_year(aim.indicator)).collect()
}

/// A portfolio by its changes of each aim in every member.
pub fn judged(asked: &PortfolioTask<'_>, steps: Vec<usize>, changes: &[Vec<f64>]) -> JudgedPortfolio {
    let values = asked.values(&steps, changes);
    let effect = |((aim, changes), value): ((&Aim, &Vec<f64>), &f64)| {
        let Spread { median, p05, p95 } = Spread::of(changes.iter().copied());
        let no_worse = changes.iter().filter(|change| aim.oriented(**change) <= 0.0).count();
        PortfolioEffect {
            objective: aim.name.clone(),
            title: aim.title(),
            unit: aim.unit(),
            worse_half: aim.oriented(*value),
            median,
            p05,
            p95,
            share_no_worse: no_worse as f64 / changes.len() as f64,
        }
    };
    let effects: Vec<PortfolioEffect> = asked.aims.iter().zip(changes).zip(&values).map(effect).collect();
    let paid = asked.levers.iter().zip(&steps).filter(|(_, count)| **count > 0);
    let spending = paid
        .map(|(lever, &count)| LeverSpending {
            lever: lever.id.lever().key,
            usd_per_year: count as f64 * asked.step_usd_per_year(),
        })
        .collect();
    let good = values[..asked.aims.len()].iter().all(|value| *value < 0.0);
    JudgedPortfolio {
        spending,
        cost_usd_per_year: asked.cost_usd_per_year(&steps),
        effects,
        robust: true,
        good,
        values,
        steps,
    }
}
