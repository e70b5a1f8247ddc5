//! Behrens et al. 1999-2002: initiation that rises with light users and falls with a bad reputation.

use super::CheckFunction;
use crate::adaptive;
use crate::computed::{Case, Computed, Missing};
use crate::published::lhy::{self, LhyState};
use counterflow_model::MONTHS_PER_YEAR;
use counterflow_model::demand::DemandParameters;

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("users-peak", |case| Ok((peak(case, users)?.0 / MILLION).into())),
    ("users-peak-year", |case| Ok(peak(case, users)?.1.into())),
    ("trajectory-1975", |case| trajectory(case, 1975.0)),
    ("trajectory-1980", |case| trajectory(case, 1980.0)),
    ("trajectory-1985", |case| trajectory(case, 1985.0)),
    ("trajectory-1990", |case| trajectory(case, 1990.0)),
    ("peak-values", peak_values),
    ("peak-years", peak_years),
    ("peak-consumption", |case| Ok(peak(case, consumption_t)?.0.into())),
    ("peak-consumption-year", |case| Ok(peak(case, consumption_t)?.1.into())),
    ("equilibrium-with-floor", |case| equilibrium(demand(case))),
    ("equilibrium-without-floor", |case| equilibrium(&without_floor(case))),
    ("equilibrium-is-at-rest", equilibrium_is_at_rest),
    ("floor-in-1992", floor_in_1992),
    ("response-1972", |case| Ok(responses(case, 1972.0)?.into())),
    ("response-1980", |case| Ok(responses(case, 1980.0)?.into())),
    ("fewer-heavy-users-early-backfires", fewer_heavy_users_early_backfires),
    ("prevention-works-early", prevention_works_early),
    ("integrator", integrator),
];

const MILLION: f64 = 1e6;
const G_PER_T: f64 = 1e6;

fn demand<'a>(case: &Case<'a>) -> &'a DemandParameters {
    &case.parameters().demand
}

fn without_floor(case: &Case<'_>) -> DemandParameters {
    DemandParameters { lhy_contact_floor_per_year: 0.0, ..demand(case).clone() }
}

fn start(case: &Case<'_>) -> Result<LhyState, Missing> {
    let [light, heavy, reputation_person_years] = case.array("start_1970")?;
    Ok(LhyState { light, heavy, reputation_person_years })
}

fn months_to(case: &Case<'_>, year: f64) -> Result<usize, Missing> {
    Ok((MONTHS_PER_YEAR * (year - case.input("start_year")?)).round() as usize)
}

fn state_in(case: &Case<'_>, year: f64) -> Result<LhyState, Missing> {
    Ok(lhy::after_months(demand(case), start(case)?, months_to(case, year)?))
}

type Series = fn(&DemandParameters, LhyState) -> f64;

fn users(_: &DemandParameters, state: LhyState) -> f64 {
    state.light + state.heavy
}

fn consumption_t(p: &DemandParameters, state: LhyState) -> f64 {
    lhy::consumption_g_per_year(p, state) / G_PER_T
}

/// Largest value of a series, by months, and when it occurs.
fn peak(case: &Case<'_>, of: Series) -> Result<(f64, f64), Missing> {
    let p = demand(case);
    let first_year = case.input("start_year")?;
    let mut state = start(case)?;
    let mut best = (f64::MIN, first_year);
    for month in 0..=months_to(case, case.input("last_year")?)? {
        if of(p, state) > best.0 {
            best = (of(p, state), first_year + month as f64 / MONTHS_PER_YEAR);
        }
        state = lhy::month_later(p, state);
    }
    Ok(best)
}

/// Light and heavy users, reputation, initiation (thousands), consumption (tonnes).
fn trajectory(case: &Case<'_>, year: f64) -> Computed {
    let p = demand(case);
    let state = state_in(case, year)?;
    let thousands = [state.light, state.heavy, state.reputation_person_years, lhy::initiation_per_year(p, state)]
        .map(|count| count / 1e3);
    let mut row = thousands.to_vec();
    row.push(consumption_t(p, state));
    Ok(row.into())
}

const PEAKS: [Series; 4] = [
    |_, state| state.light,
    |_, state| state.heavy,
    |_, state| state.reputation_person_years,
    lhy::initiation_per_year,
];

fn peak_values(case: &Case<'_>) -> Computed {
    let values: Result<Vec<f64>, Missing> = PEAKS.iter().map(|of| Ok(peak(case, *of)?.0)).collect();
    Ok(values?.into())
}

fn peak_years(case: &Case<'_>) -> Computed {
    let years: Result<Vec<f64>, Missing> = PEAKS.iter().map(|of| Ok(peak(case, *of)?.1)).collect();
    Ok(years?.into())
}

fn resting(p: &DemandParameters) -> Result<LhyState, Missing> {
    lhy::equilibrium(p).ok_or_else(|| Missing::Unusable("users grow without bound: there is no equilibrium".to_owned()))
}

fn equilibrium(p: &DemandParameters) -> Computed {
    let rest = resting(p)?;
    Ok([rest.light, rest.heavy, rest.reputation_person_years].into())
}

/// Largest relative move in a month that starts at the equilibrium.
fn equilibrium_is_at_rest(case: &Case<'_>) -> Computed {
    let rest = resting(demand(case))?;
    let moved = lhy::month_later(demand(case), rest);
    let moves = [
        moved.light / rest.light,
        moved.heavy / rest.heavy,
        moved.reputation_person_years / rest.reputation_person_years,
    ];
    Ok(moves.map(|ratio| (ratio - 1.0).abs()).into_iter().fold(0.0, f64::max).into())
}

/// Light users of 1992 with and without the floor.
fn floor_in_1992(case: &Case<'_>) -> Computed {
    let months = months_to(case, 1992.0)?;
    let start = start(case)?;
    Ok([demand(case).clone(), without_floor(case)].map(|p| lhy::after_months(&p, start, months).light / MILLION).into())
}

/// Change of consumption over the horizon when one rate is changed from a year on: less contact,
/// more quitting of light users, less escalation, more quitting of heavy users.
fn responses(case: &Case<'_>, year: f64) -> Result<[f64; 4], Missing> {
    let p = demand(case);
    let change = case.input("change_of_rate")?;
    let months = (MONTHS_PER_YEAR * case.input("horizon")?) as usize;
    let from = state_in(case, year)?;
    let usual = lhy::consumed_g(p, from, months);
    let policies = [
        DemandParameters { lhy_contact_per_year: (1.0 - change) * p.lhy_contact_per_year, ..p.clone() },
        DemandParameters { lhy_light_quit_per_year: (1.0 + change) * p.lhy_light_quit_per_year, ..p.clone() },
        DemandParameters { lhy_light_to_heavy_per_year: (1.0 - change) * p.lhy_light_to_heavy_per_year, ..p.clone() },
        DemandParameters { lhy_heavy_quit_per_year: (1.0 + change) * p.lhy_heavy_quit_per_year, ..p.clone() },
    ];
    Ok(policies.map(|policy| 100.0 * (lhy::consumed_g(&policy, from, months) / usual - 1.0)))
}

fn fewer_heavy_users_early_backfires(case: &Case<'_>) -> Computed {
    let ([.., escalation_early, quitting_early], [.., escalation_late, quitting_late]) =
        (responses(case, 1972.0)?, responses(case, 1980.0)?);
    Ok((escalation_early > 0.0 && quitting_early > 0.0 && escalation_late < 0.0 && quitting_late < 0.0).into())
}

/// Effect of prevention from 1972 over that from 1980.
fn prevention_works_early(case: &Case<'_>) -> Computed {
    let ([early, ..], [late, ..]) = (responses(case, 1972.0)?, responses(case, 1980.0)?);
    Ok((early / late).into())
}

/// Largest relative difference of a state between monthly Runge-Kutta steps and an adaptive solver
/// that integrates the published equations, written down again here.
fn integrator(case: &Case<'_>) -> Computed {
    let p = demand(case);
    let slope = |[light, heavy, reputation]: [f64; 3]| {
        let contact =
            (p.lhy_contact_per_year * (-p.lhy_deterrence * reputation / light).exp()).max(p.lhy_contact_floor_per_year);
        let leaving = p.lhy_light_quit_per_year + p.lhy_light_to_heavy_per_year;
        [
            p.lhy_innovators_per_year + light * contact - leaving * light,
            p.lhy_light_to_heavy_per_year * light - p.lhy_heavy_quit_per_year * heavy,
            heavy - p.lhy_forgetting_per_year * reputation,
        ]
    };
    let start = start(case)?;
    let tolerance = case.input("solver_tolerance")?;
    let mut ours = start;
    let mut theirs = [start.light, start.heavy, start.reputation_person_years];
    let mut largest: f64 = 0.0;
    for _ in 0..months_to(case, case.input("last_year")?)? {
        ours = lhy::month_later(p, ours);
        theirs = adaptive::solve(theirs, MONTHS_PER_YEAR.recip(), tolerance, slope);
        for (ours, theirs) in [ours.light, ours.heavy, ours.reputation_person_years].into_iter().zip(theirs) {
            largest = largest.max((ours / theirs - 1.0).abs());
        }
    }
    Ok(largest.into())
}
