//! Everingham & Rydell 1994: the yearly two-state chain of light and heavy users.

use super::CheckFunction;
use crate::computed::{Case, Computed};
use crate::published::everingham_rydell::{
    UseRates, Users, annual_step, ever_heavy_share, lifetime_use_g, present_use_g, steady_state,
};
use counterflow_model::demand::transitions::AnnualRates;
use counterflow_model::demand::{DemandBaseline, DemandInputs, DemandParameters, DemandState, step};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("half-life-exceeds-a-decade", |case| Ok(half_life_years(case)?.into())),
    ("half-life", |case| Ok(half_life_years(case)?.into())),
    ("path-without-initiation", |case| Ok(path_t(case, 0.0)?.into())),
    ("no-further-decline", no_further_decline),
    ("after-15-years", |case| {
        Ok(path_t(case, case.input("initiation_1991")?)?.last().copied().unwrap_or(f64::NAN).into())
    }),
    ("steady-light", |case| Ok((steady(case)?.light / MILLION).into())),
    ("steady-heavy", |case| Ok((steady(case)?.heavy / MILLION).into())),
    ("steady-consumption", |case| Ok(tonnes(case, steady(case)?).into())),
    ("users-1992", |case| Ok(((market(case).light + market(case).heavy) / MILLION).into())),
    ("consumption-1992", |case| Ok(tonnes(case, market(case)).into())),
    ("heavy-users-1992", |case| Ok((market(case).heavy / MILLION).into())),
    ("heavy-share-of-users-1992", |case| Ok((market(case).heavy / (market(case).light + market(case).heavy)).into())),
    ("heavy-share-exceeds-two-thirds", |case| Ok(heavy_share_of_use(case).into())),
    ("heavy-share-of-use-1992", |case| Ok(heavy_share_of_use(case).into())),
    ("use-ratio", |case| Ok((demand(case).heavy_use_g_per_year / demand(case).light_use_g_per_year).into())),
    ("eigenvalues", |case| Ok(rates(case).annual().eigenvalues().into())),
    ("ever-heavy", |case| Ok(ever_heavy_share(&rates(case)).into())),
    ("lifetime-use-of-a-light-user", |case| lifetime_use(case, LIGHT_USER)),
    ("lifetime-use-of-a-heavy-user", |case| lifetime_use(case, HEAVY_USER)),
    ("present-value-of-a-heavy-user", |case| present_value(case, HEAVY_USER)),
    ("present-value-of-a-light-user", |case| present_value(case, LIGHT_USER)),
    ("monthly-matrix", |case| Ok(rates(case).monthly().root.0.concat().into())),
    ("twelve-months-are-a-year", twelve_months_are_a_year),
    ("model-follows-the-chain", model_follows_the_chain),
];

const MILLION: f64 = 1e6;
const G_PER_T: f64 = 1e6;
const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;
const LIGHT_USER: Users = Users { light: 1.0, heavy: 0.0 };
const HEAVY_USER: Users = Users { light: 0.0, heavy: 1.0 };

fn demand<'a>(case: &Case<'a>) -> &'a DemandParameters {
    &case.parameters().demand
}

fn rates(case: &Case<'_>) -> AnnualRates {
    demand(case).annual_rates()
}

fn use_rates(case: &Case<'_>) -> UseRates {
    let p = demand(case);
    UseRates { light_g_per_year: p.light_use_g_per_year, heavy_g_per_year: p.heavy_use_g_per_year }
}

/// The reference market of 1992.
fn market(case: &Case<'_>) -> Users {
    let p = demand(case);
    Users { light: p.reference_light_users, heavy: p.reference_heavy_users }
}

fn tonnes(case: &Case<'_>, users: Users) -> f64 {
    use_rates(case).consumption_g_per_year(users) / G_PER_T
}

/// Consumption after each year of the horizon.
fn path_t(case: &Case<'_>, initiation_per_year: f64) -> Result<Vec<f64>, crate::Missing> {
    let years = case.input("horizon")? as usize;
    let mut users = market(case);
    let mut year_later = || {
        users = annual_step(&rates(case), users, initiation_per_year);
        tonnes(case, users)
    };
    Ok((0..years).map(|_| year_later()).collect())
}

/// First year at whose end no more than half of the consumption is left.
fn half_life_years(case: &Case<'_>) -> Result<f64, crate::Missing> {
    let half = tonnes(case, market(case)) / 2.0;
    Ok(path_t(case, 0.0)?.iter().take_while(|consumed| **consumed > half).count() as f64 + 1.0)
}

fn no_further_decline(case: &Case<'_>) -> Computed {
    let mut path = vec![tonnes(case, market(case))];
    path.extend(path_t(case, case.input("initiation_1991")?)?);
    Ok(path.windows(2).all(|pair| pair[1] >= pair[0]).into())
}

fn steady(case: &Case<'_>) -> Result<Users, crate::Missing> {
    Ok(steady_state(&rates(case), case.input("initiation_1991")?))
}

fn heavy_share_of_use(case: &Case<'_>) -> f64 {
    tonnes(case, Users { light: 0.0, ..market(case) }) / tonnes(case, market(case))
}

/// Grams, undiscounted and discounted.
fn lifetime_use(case: &Case<'_>, user: Users) -> Computed {
    let discount = demand(case).rand_discount_per_year;
    Ok([0.0, discount].map(|discount| lifetime_use_g(&rates(case), &use_rates(case), user, discount)).into())
}

/// Grams and user-years over the horizon, discounted.
fn present_value(case: &Case<'_>, user: Users) -> Computed {
    let p = demand(case);
    let value = |counted: &UseRates| {
        present_use_g(&rates(case), counted, user, p.rand_discount_per_year, p.rand_horizon_years as u32)
    };
    Ok([value(&use_rates(case)), value(&UseRates::USERS)].into())
}

/// Largest difference of an entry between the monthly matrix to the twelfth power and the yearly one.
fn twelve_months_are_a_year(case: &Case<'_>) -> Computed {
    let (root, year) = (rates(case).monthly().root, rates(case).annual());
    let column = |unit: [f64; 2]| (0..MONTHS_PER_YEAR).fold(unit, |vector, _| root.times(vector));
    let units = [[1.0, 0.0], [0.0, 1.0]];
    let differences = units.iter().flat_map(|&unit| {
        let (months, once) = (column(unit), year.times(unit));
        [months[0] - once[0], months[1] - once[1]]
    });
    Ok(differences.map(f64::abs).fold(0.0, f64::max).into())
}

/// Largest relative difference of user numbers between the month-by-month model and the yearly chain.
fn model_follows_the_chain(case: &Case<'_>) -> Computed {
    let p = demand(case);
    let baseline = DemandBaseline::reference(p);
    let mut state = DemandState::at_baseline(p, &baseline);
    let mut users = Users { light: baseline.light_users, heavy: baseline.heavy_users };
    let mut largest: f64 = 0.0;
    for _ in 0..case.input("horizon")? as usize {
        for _ in 0..MONTHS_PER_YEAR {
            step(p, &baseline, &mut state, &DemandInputs::default());
        }
        users = annual_step(&rates(case), users, baseline.initiation_per_year);
        largest = largest
            .max((state.light_users / users.light - 1.0).abs())
            .max((state.heavy_users / users.heavy - 1.0).abs());
    }
    Ok(largest.into())
}
