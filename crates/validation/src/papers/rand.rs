//! Rydell & Everingham 1994: what a one per cent cut of cocaine use costs by each programme.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::published::everingham_rydell::Users;
use crate::published::rand_treatment::{
    averted_g_per_treatment, cost_of_one_percent_consumption_usd, cost_of_one_percent_users_usd, fall_of_consumption,
    price_response_to_supply_cost,
};
use counterflow_model::demand::{DemandBaseline, DemandInputs, DemandOutputs, DemandParameters, DemandState, step};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("treatment-per-percent-of-consumption", |case| Ok(consumption_cost(case, demand(case)).into())),
    ("treatment-per-percent-of-users", |case| Ok(users_cost(case, demand(case)).into())),
    ("treatment-user-to-consumption-ratio", |case| {
        Ok((users_cost(case, demand(case)) / consumption_cost(case, demand(case))).into())
    }),
    ("treating-all-cuts-a-third", |case| Ok(falls(case)?.into())),
    ("model-treating-all-cuts-a-third", model_treating_all),
    ("grams-averted-per-treatment", |case| Ok(averted_g_per_treatment(demand(case)).into())),
    ("treatment-consumption-cost-recomputed", |case| Ok(consumption_cost(case, demand(case)).into())),
    ("treatment-users-cost-recomputed", |case| Ok(users_cost(case, demand(case)).into())),
    ("treating-all-recomputed", |case| Ok(falls(case)?.map(|fall| 100.0 * fall).into())),
    ("all-leavers-become-light-users", |case| Ok(costs_with_split(case, 1.0).into())),
    ("all-leavers-stop", |case| Ok(costs_with_split(case, 0.0).into())),
    ("no-effect-after-treatment", no_effect_after_treatment),
    ("dearest-treatment-still-below-enforcement", dearest_treatment_still_below_enforcement),
    ("supply-user-to-consumption-ratio", supply_ratio),
    ("price-feedback", |case| {
        Ok(price_response_to_supply_cost(demand(case).rand_demand_elasticity, demand(case).rand_supply_elasticity)
            .into())
    }),
    ("flat-supply-has-no-feedback", |case| {
        Ok(price_response_to_supply_cost(demand(case).rand_demand_elasticity, f64::INFINITY).into())
    }),
    ("budget-implies-treated-share", |case| {
        Ok((demand(case).reference_treatment_episodes_per_year / demand(case).reference_heavy_users).into())
    }),
];

const MILLION: f64 = 1e6;

fn demand<'a>(case: &Case<'a>) -> &'a DemandParameters {
    &case.parameters().demand
}

fn market(case: &Case<'_>) -> Users {
    let p = demand(case);
    Users { light: p.reference_light_users, heavy: p.reference_heavy_users }
}

fn consumption_cost(case: &Case<'_>, p: &DemandParameters) -> f64 {
    cost_of_one_percent_consumption_usd(p, market(case)) / MILLION
}

fn users_cost(case: &Case<'_>, p: &DemandParameters) -> f64 {
    cost_of_one_percent_users_usd(p, market(case)) / MILLION
}

/// Both costs when this share of those who leave heavy use goes to light use.
fn costs_with_split(case: &Case<'_>, to_light_share: f64) -> [f64; 2] {
    let p = DemandParameters { treatment_exit_to_light_share: to_light_share, ..demand(case).clone() };
    [consumption_cost(case, &p), users_cost(case, &p)]
}

/// Fall of consumption when all heavy users are treated, for each initiation quoted.
fn falls(case: &Case<'_>) -> Result<[f64; 3], Missing> {
    let p = demand(case);
    let untreated = 1.0 - p.reference_treatment_episodes_per_year / p.reference_heavy_users;
    Ok(case.array::<3>("initiation")?.map(|initiation| fall_of_consumption(p, market(case), initiation, untreated)))
}

fn no_effect_after_treatment(case: &Case<'_>) -> Computed {
    let p = DemandParameters { treatment_exit_share: 0.0, ..demand(case).clone() };
    Ok(consumption_cost(case, &p).into())
}

/// RAND's ranking needs treatment to cost less than domestic enforcement even without after-effects.
fn dearest_treatment_still_below_enforcement(case: &Case<'_>) -> Computed {
    let p = DemandParameters { treatment_exit_share: 0.0, ..demand(case).clone() };
    Ok((consumption_cost(case, &p) < case.input("domestic_enforcement")?).into())
}

/// Months of the model's reference market under constant inputs, over RAND's horizon.
fn months(case: &Case<'_>, inputs: DemandInputs) -> Vec<DemandOutputs> {
    use counterflow_model::MONTHS_PER_YEAR;
    let p = demand(case);
    let baseline = DemandBaseline::reference(p);
    let mut state = DemandState::at_baseline(p, &baseline);
    let count = (MONTHS_PER_YEAR * p.rand_horizon_years) as usize;
    (0..count).map(|_| step(p, &baseline, &mut state, &inputs)).collect()
}

fn mean_change(policy: &[DemandOutputs], usual: &[DemandOutputs], of: impl Fn(&DemandOutputs) -> f64) -> f64 {
    policy.iter().zip(usual).map(|(policy, usual)| of(policy) / of(usual) - 1.0).sum::<f64>() / usual.len() as f64
}

fn consumption(outputs: &DemandOutputs) -> f64 {
    outputs.desired_consumption_kg_per_month
}

fn model_treating_all(case: &Case<'_>) -> Computed {
    let everyone = demand(case).reference_heavy_users * case.input("more_places_than_users")?;
    let treated = months(case, DemandInputs { treatment_episodes_extra_per_year: everyone, ..DemandInputs::default() });
    Ok((-mean_change(&treated, &months(case, DemandInputs::default()), consumption)).into())
}

/// Percent of consumption per percent of users when the price rises for good.
fn supply_ratio(case: &Case<'_>) -> Computed {
    let dear = months(case, DemandInputs { retail_price_ratio: case.input("price_rise")?, ..DemandInputs::default() });
    let usual = months(case, DemandInputs::default());
    let users = |outputs: &DemandOutputs| outputs.light_users + outputs.heavy_users;
    Ok((mean_change(&dear, &usual, consumption) / mean_change(&dear, &usual, users)).into())
}
