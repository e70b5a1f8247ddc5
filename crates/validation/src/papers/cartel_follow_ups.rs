//! Follow-ups to the population model: who joins, shocks and their compensation, prison.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::group_run::{GroupRun, Start};
use crate::published::cohort::{Cohort, History, Population, Sentences};
use counterflow_model::groups::participation::{Offer, join_probability};
use counterflow_model::groups::published::PublishedRates;
use counterflow_model::groups::{ArrestRule, Conflict, GroupsParameters};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("joining-by-programme", |case| {
        joining(case, "programmes", |offer, value| Offer { programme_usd_per_year: value, ..offer })
    }),
    ("joining-by-wage", |case| {
        joining(case, "wages", |offer, value| Offer { group_wage_usd_per_year: value, ..offer })
    }),
    ("joining-by-arrest-risk", |case| {
        joining(case, "arrest_risk_ratios", |offer, ratio| Offer {
            arrest_risk_per_week: ratio * offer.arrest_risk_per_week,
            ..offer
        })
    }),
    ("joining-by-death-risk", |case| {
        joining(case, "death_risk_ratios", |offer, ratio| Offer {
            death_risk_per_week: ratio * offer.death_risk_per_week,
            ..offer
        })
    }),
    ("steady-deaths", |case| Ok(deaths(case, 1.0)?.into())),
    ("no-fighting", |case| Ok((deaths(case, 0.0)? / deaths(case, 1.0)?).into())),
    ("double-fighting", |case| Ok((deaths(case, 2.0)? / deaths(case, 1.0)?).into())),
    ("triple-fighting", |case| Ok((deaths(case, 3.0)? / deaths(case, 1.0)?).into())),
    ("smallest-group", |case| Ok(shocked(case, 3.0)?.1.into())),
    ("peak-deaths", |case| Ok(shocked(case, 3.0)?.2.into())),
    ("shock-is-compensated-later", shock_is_compensated),
    ("collapse", collapse),
    ("prison-prevents-little", |case| Ok(in_prison(case, 1.0)?.into())),
    ("prison-share", |case| Ok(in_prison(case, 1.0)?.into())),
    ("longer-sentences-add-little", |case| Ok(added_by_doubling(case)?.into())),
    ("longer-sentences", |case| Ok(added_by_doubling(case)?.into())),
    ("cohort-members", cohort_members),
    ("cohort-recruited", |case| Ok(cohort(case)?.recruited.into())),
    ("killed", |case| percent_of(case, |cohort| cohort.killed, |cohort| cohort.recruited)),
    ("arrested", |case| percent_of(case, |cohort| cohort.arrested, |cohort| cohort.recruited)),
    ("cohort-ages", |case| Ok(cohort(case)?.mean_ages_years.into())),
    ("time-lost-to-death", |case| {
        percent_of(case, |cohort| cohort.lost_to_death_years, |cohort| cohort.possible_years)
    }),
    ("time-lost-to-retirement", |case| {
        percent_of(case, |cohort| cohort.lost_to_retirement_years, |cohort| cohort.possible_years)
    }),
];

const MONTHS_PER_DECADE: usize = 120;
/// 26 weeks.
const SHOCK_MONTHS: usize = 6;

fn groups<'a>(case: &Case<'a>) -> &'a GroupsParameters {
    &case.parameters().groups
}

/// Probabilities of joining at the published steepness when one term of the offer takes each quoted value.
fn joining(case: &Case<'_>, values: &str, with: fn(Offer, f64) -> Offer) -> Computed {
    let p = GroupsParameters { participation_steepness: 1.0, ..groups(case).clone() };
    let start = Offer::baseline(&p);
    let values = case.inputs(values)?;
    Ok(values.iter().map(|value| join_probability(&p, &with(start, *value))).collect::<Vec<f64>>().into())
}

/// Two equal groups that fight each other, without the participation choice, which is no part of the
/// published shock model.
fn two_groups(case: &Case<'_>, rates: &str, rule: ArrestRule) -> Result<GroupRun, Missing> {
    let size = case.input("group_size")?;
    let [recruits, arrests, deaths, dropouts] = case.array(rates)?;
    let p = GroupsParameters { join_sensitivity_to_death: 0.0, ..groups(case).clone() };
    Ok(GroupRun::new(
        &p,
        Start {
            rates: PublishedRates {
                recruitment_per_week: recruits / size,
                arrests_per_week: arrests,
                lethality: deaths / (size * size),
                saturation: dropouts / (size * size),
            },
            members: &[size; 2],
            concentration: &[1.0; 2],
            conflict: Conflict::from_pairs(2, &[(0, 1, 1.0), (1, 0, 1.0)]),
            arrest_rule: rule,
        },
    ))
}

/// Deaths of ten years, smallest group and most deaths a week, with lethality multiplied for half a year.
fn shocked(case: &Case<'_>, multiplier: f64) -> Result<(f64, f64, f64), Missing> {
    let mut run = two_groups(case, "steady_flows", ArrestRule::PerMember)?;
    let before = case.input("shock_starts_month")? as usize;
    let mut deaths = run.months(before).deaths;
    let peak = multiplier * run.deaths_per_week();
    run.inputs.strike_effect.fill(multiplier - 1.0);
    deaths += run.months(SHOCK_MONTHS).deaths;
    let smallest = run.state.members[0];
    run.inputs.strike_effect.fill(0.0);
    deaths += run.months(MONTHS_PER_DECADE - before - SHOCK_MONTHS).deaths;
    Ok((deaths, smallest, peak))
}

fn deaths(case: &Case<'_>, multiplier: f64) -> Result<f64, Missing> {
    Ok(shocked(case, multiplier)?.0)
}

/// Of the deaths that half a year of tripled fighting adds, the share that smaller groups save later.
fn shock_is_compensated(case: &Case<'_>) -> Computed {
    let mut run = two_groups(case, "steady_flows", ArrestRule::PerMember)?;
    let usual = run.months(SHOCK_MONTHS).deaths;
    let mut run = two_groups(case, "steady_flows", ArrestRule::PerMember)?;
    run.inputs.strike_effect.fill(2.0);
    let at_once = run.months(SHOCK_MONTHS).deaths - usual;
    let in_the_end = deaths(case, 3.0)? - deaths(case, 1.0)?;
    Ok((in_the_end > 0.0 && in_the_end < at_once).into())
}

/// Constant arrests end both groups after a shock.
fn collapse(case: &Case<'_>) -> Computed {
    let mut run = two_groups(case, "collapse_flows", ArrestRule::CountryTotal)?;
    run.inputs.incapacitation_ratio.fill(2.0);
    run.months(case.input("collapse_months")? as usize);
    Ok(run.members().into())
}

/// The published program's population from 1965 on, and its cohort of 1990.
fn history(case: &Case<'_>) -> Result<History, Missing> {
    const WEEKS_PER_YEAR: f64 = 52.0;
    let [killed, arrested, of_members] = case.array("losses_2021")?;
    let [start, birth, _, _] = case.array("years")?;
    let population = Population {
        members: case.input("members_1965")?,
        recruitment_ages_years: case.array("recruitment_ages")?,
        joining_per_week: case.input("recruits_per_week")? / of_members,
        killed_per_week: killed / WEEKS_PER_YEAR / of_members,
        arrested_per_week: arrested / WEEKS_PER_YEAR / of_members,
        saturation_members: case.input("saturation_members")?,
        retirement_power: case.input("retirement_power")?,
        horizon_years: case.input("life_horizon")?,
    };
    Ok(population.history(case.input("cohort_weeks")? as usize, birth - start))
}

fn cohort(case: &Case<'_>) -> Result<Cohort, Missing> {
    Ok(history(case)?.cohort)
}

/// Members in the two years of the page.
fn cohort_members(case: &Case<'_>) -> Computed {
    const WEEKS_PER_YEAR: f64 = 52.0;
    let history = history(case)?;
    let [start, _, first, second] = case.array("years")?;
    let at = |year: f64| history.members.get((WEEKS_PER_YEAR * (year - start)) as usize).copied().unwrap_or(f64::NAN);
    Ok([at(first), at(second)].into())
}

/// A number of the cohort as a share, in percent, of another.
fn percent_of(case: &Case<'_>, part: fn(&Cohort) -> f64, whole: fn(&Cohort) -> f64) -> Computed {
    let cohort = cohort(case)?;
    Ok((100.0 * part(&cohort) / whole(&cohort)).into())
}

/// Percent of the possible offending time in prison when sentences are `factor` times as long.
fn in_prison(case: &Case<'_>, factor: f64) -> Result<f64, Missing> {
    let [drawn, survey] = case.array("mean_sentences")?;
    Ok(100.0 * cohort(case)?.share_in_prison(&Sentences::new(drawn, survey, factor)))
}

/// Points of offending time that doubled sentences add.
fn added_by_doubling(case: &Case<'_>) -> Result<f64, Missing> {
    Ok(in_prison(case, 2.0)? - in_prison(case, 1.0)?)
}
