//! Portfolios in states of the world, against the same states without them.

use super::asked::Asked;
use crate::commands::plan::values::{INTERVAL, MONTHS_PER_YEAR};
use crate::failure::Failure;
use crate::progress::Progress;
use counterflow_model::policy::LeverUse;
use counterflow_planner::simulated::{Member, Reaction, Trial};
use counterflow_study::statistics::{quantile, sorted};
use rayon::prelude::*;
use serde::Serialize;

/// States with the level of each aim in each of them.
pub struct States {
    members: Vec<Member>,
    without: Vec<Vec<f64>>,
}

impl States {
    /// A few states of parameters, without chance events.
    pub fn expected(asked: &Asked<'_>) -> Result<Self, Failure> {
        Self::of(
            asked,
            (0..u32::from(asked.options.states)).map(|member| asked.member(member, true)).collect::<Result<_, _>>()?,
        )
    }

    /// All members with their chance events.
    pub fn members(asked: &Asked<'_>) -> Result<Self, Failure> {
        Self::of(
            asked,
            (0..asked.options.ensemble.members).map(|member| asked.member(member, false)).collect::<Result<_, _>>()?,
        )
    }

    fn of(asked: &Asked<'_>, members: Vec<Member>) -> Result<Self, Failure> {
        let without = members.par_iter().map(|member| levels(asked, member, &[], planned_for(asked))).collect();
        Ok(Self { members, without })
    }

    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// Changes of each portfolio by aim and state.
    pub fn changes(&self, asked: &Asked<'_>, portfolios: &[Vec<usize>], progress: &Progress) -> Vec<Vec<Vec<f64>>> {
        let states = self.members.len();
        let pair = |number: usize| {
            let (portfolio, state) = (number / states, number % states);
            let with = levels(asked, &self.members[state], &asked.uses(&portfolios[portfolio]), planned_for(asked));
            progress.tick();
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
fn planned_for(asked: &Asked<'_>) -> Trial {
    Trial { reaction: Reaction::Full, enforcement: asked.enforcement() }
}

/// Level of each aim, over a year where months add up.
fn levels(asked: &Asked<'_>, member: &Member, uses: &[LeverUse], trial: Trial) -> Vec<f64> {
    let setting = asked.setting();
    yearly(asked, &setting.run(member, uses, trial))
}

/// Level of each aim in a run, over a year where months add up.
pub fn yearly(asked: &Asked<'_>, run: &counterflow_model::Run) -> Vec<f64> {
    let setting = asked.setting();
    asked
        .aims
        .iter()
        .map(|aim| setting.mean(run, aim.series) * if aim.indicator.flow { MONTHS_PER_YEAR } else { 1.0 })
        .collect()
}

/// What a portfolio does to one aim over all members.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    pub objective: String,
    #[serde(skip)]
    pub title: String,
    pub unit: String,
    /// Mean change over the worse half of the members.
    pub worse_half: f64,
    pub median: f64,
    pub p05: f64,
    pub p95: f64,
    /// Share of members in which the change is for the better or none.
    pub share_no_worse: f64,
}

/// A portfolio tried on every member.
#[derive(Clone, Debug, Serialize)]
pub struct Judged {
    #[serde(skip)]
    pub steps: Vec<usize>,
    pub spending: Vec<Spending>,
    pub cost_usd_per_year: f64,
    pub effects: Vec<Effect>,
    /// Undominated among those tried on every member.
    pub robust: bool,
    /// Robust, and better than nothing on every objective even in the worse half.
    pub good: bool,
    /// Objectives for comparison; smaller is better.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Money on a lever.
#[derive(Clone, Debug, Serialize)]
pub struct Spending {
    pub lever: &'static str,
    pub usd_per_year: f64,
}

impl Judged {
    pub fn new(asked: &Asked<'_>, steps: Vec<usize>, changes: &[Vec<f64>]) -> Self {
        let values = asked.values(&steps, changes);
        let effect = |((aim, changes), value): ((&super::asked::Aim, &Vec<f64>), &f64)| {
            let drawn = sorted(changes.clone());
            let no_worse = changes.iter().filter(|change| aim.oriented(**change) <= 0.0).count();
            Effect {
                objective: aim.name.clone(),
                title: aim.title(),
                unit: aim.unit(),
                worse_half: aim.oriented(*value),
                median: quantile(&drawn, 0.5),
                p05: quantile(&drawn, INTERVAL.0),
                p95: quantile(&drawn, INTERVAL.1),
                share_no_worse: no_worse as f64 / changes.len() as f64,
            }
        };
        let effects: Vec<Effect> = asked.aims.iter().zip(changes).zip(&values).map(effect).collect();
        let paid = asked.levers.iter().zip(&steps).filter(|(_, count)| **count > 0);
        let spending = paid
            .map(|(lever, &count)| Spending {
                lever: lever.id.lever().key,
                usd_per_year: count as f64 * asked.step_usd_per_year(),
            })
            .collect();
        let good = values[..asked.aims.len()].iter().all(|value| *value < 0.0);
        Self {
            spending,
            cost_usd_per_year: asked.cost_usd_per_year(&steps),
            effects,
            robust: true,
            good,
            values,
            steps,
        }
    }
}
