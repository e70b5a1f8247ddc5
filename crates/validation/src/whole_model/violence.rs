//! Deaths by violence without new policy, member by member (row 8 of the record).

use super::members::members;
use super::series;
use crate::computed::{Case, Computed, Missing};
use crate::correlation::{mean, quantile};
use crate::death_rates::{DeathRates, STATES};
use counterflow_model::policy::{Scenario, Switches};
use counterflow_model::random::Stream;
use counterflow_model::{MONTHS_PER_YEAR, Parameters, RunOptions, run};

const YEAR: usize = MONTHS_PER_YEAR as usize;
const PER_100_000: f64 = 10.0;

impl DeathRates {
    /// Runs every member without policy to the quoted year.
    pub fn compute(case: &Case<'_>, switches: Switches) -> Result<Self, Missing> {
        let months = case.input("violence_years")? as usize * YEAR;
        let drawn = members(case, case.input("violence_members")? as u32);
        let rates = |(index, p): (usize, &Parameters)| member(case, switches, months, index as u32 + 1, p);
        // One after the other: threads that share the work would wait for the lock that this fills.
        drawn.iter().enumerate().map(rates).collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, state: &str) -> Result<Vec<[f64; 2]>, Missing> {
        let position = STATES.iter().position(|known| *known == state);
        let position = position.ok_or_else(|| Missing::Unusable(format!("no deaths were counted in {state}")))?;
        Ok(self.0.iter().map(|member| member[position]).collect())
    }
}

fn member(
    case: &Case<'_>,
    switches: Switches,
    months: usize,
    member: u32,
    p: &Parameters,
) -> Result<[[f64; 2]; STATES.len()], Missing> {
    let model = &case.inputs.model;
    let until = model.world.start.plus_months(months as i64 - 1);
    let scenario = Scenario { switches, ..Scenario::baseline(until) };
    let options = RunOptions { stream: Some(Stream { seed: 1, member }), ..RunOptions::default() };
    let run = run(model, p, &scenario, options);
    let mut rates = [[f64::NAN; 2]; STATES.len()];
    for (rates, state) in rates.iter_mut().zip(STATES) {
        let home = model.world.country(state);
        let home = home.ok_or_else(|| Missing::Unusable(format!("the world has no {state}")))?;
        let people = model.world.countries[home].population_million * PER_100_000;
        let deaths = series(case, &run, "violent_deaths", state)?;
        let year = |months: &[f64]| months.iter().sum::<f64>() / people;
        *rates = [year(&deaths[..YEAR]), year(&deaths[deaths.len() - YEAR..])];
    }
    Ok(rates)
}

/// Which structure a row is computed under.
#[derive(Clone, Copy, Debug)]
pub enum Recruits {
    /// Violence deters recruits, the default.
    Deterred,
    /// It does not.
    Undeterred,
}

fn rates(case: &Case<'_>, recruits: Recruits, state: &str) -> Result<Vec<[f64; 2]>, Missing> {
    let (shared, recruit_deterrence) = match recruits {
        Recruits::Deterred => (&case.inputs.death_rates, true),
        Recruits::Undeterred => (&case.inputs.death_rates_undeterred, false),
    };
    let compute = || DeathRates::compute(case, Switches { recruit_deterrence, ..Switches::default() });
    shared.get_or_init(compute).as_ref().map_err(Clone::clone)?.of(state)
}

/// Median over members of the rate in the last year.
pub fn median(case: &Case<'_>, recruits: Recruits, state: &str) -> Computed {
    let last: Vec<f64> = rates(case, recruits, state)?.iter().map(|[_, last]| *last).collect();
    Ok(quantile(&last, 0.5).into())
}

/// Members, in percent, with more deaths in the last year than in the first.
pub fn growing(case: &Case<'_>, state: &str) -> Computed {
    let grows = |[first, last]: &[f64; 2]| f64::from(last > first);
    let grow: Vec<f64> = rates(case, Recruits::Deterred, state)?.iter().map(grows).collect();
    Ok((100.0 * mean(&grow)).into())
}

/// Members, in percent, whose rate in the last year lies inside the quoted band.
pub fn inside(case: &Case<'_>, state: &str, band: &str) -> Computed {
    let [low, high] = case.array(band)?;
    let holds = |[_, last]: &[f64; 2]| f64::from((low..=high).contains(last));
    let held: Vec<f64> = rates(case, Recruits::Deterred, state)?.iter().map(holds).collect();
    Ok((100.0 * mean(&held)).into())
}
