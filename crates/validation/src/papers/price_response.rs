//! Dave, Saffer & Chaloupka and others: how users answer to the price.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::demand::{
    DemandBaseline, DemandInputs, DemandOutputs, DemandParameters, DemandState, UserDynamics, step,
};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("heavy-users-at-once", heavy_users_at_once),
    ("use-per-user-at-once", |case| at_once(case, &held(case))),
    ("initiation", |case| {
        elasticity(case, 1, &DemandBaseline::reference(demand(case)), |outputs| outputs.initiation_per_year)
    }),
    ("in-the-long-run", in_the_long_run),
    ("long-run-exceeds-short-run", long_run_exceeds_short_run),
    ("shortage-of-2006", shortage),
];

const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;

fn demand<'a>(case: &Case<'a>) -> &'a DemandParameters {
    &case.parameters().demand
}

/// The reference market whose users neither come nor go.
fn held(case: &Case<'_>) -> DemandBaseline {
    DemandBaseline { user_dynamics: UserDynamics::Held, ..DemandBaseline::reference(demand(case)) }
}

/// The last of some months of a market under a path of prices.
fn after(case: &Case<'_>, months: usize, baseline: &DemandBaseline, price: impl Fn(usize) -> f64) -> DemandOutputs {
    let p = demand(case);
    let mut state = DemandState::at_baseline(p, baseline);
    let mut month = |index: usize| {
        let inputs = DemandInputs { retail_price_ratio: price(index), ..DemandInputs::default() };
        step(p, baseline, &mut state, &inputs)
    };
    let first = month(0);
    (1..months).fold(first, |_, index| month(index))
}

/// Elasticity of a number after some months of a lasting rise.
fn elasticity(case: &Case<'_>, months: usize, baseline: &DemandBaseline, of: fn(&DemandOutputs) -> f64) -> Computed {
    let rise = case.input("price_rise")?;
    let [with, without] = [rise, 1.0].map(|price| of(&after(case, months, baseline, |_| price)));
    Ok(((with / without).ln() / rise.ln()).into())
}

fn desired(outputs: &DemandOutputs) -> f64 {
    outputs.desired_consumption_kg_per_month
}

fn at_once(case: &Case<'_>, baseline: &DemandBaseline) -> Computed {
    elasticity(case, 1, baseline, desired)
}

fn heavy_users_at_once(case: &Case<'_>) -> Computed {
    at_once(case, &DemandBaseline { light_users: 0.0, ..held(case) })
}

/// Of consumption, users coming and going as they do.
fn in_the_long_run(case: &Case<'_>) -> Computed {
    let months = MONTHS_PER_YEAR * case.input("long_run_years")? as usize;
    elasticity(case, months, &DemandBaseline::reference(demand(case)), desired)
}

fn long_run_exceeds_short_run(case: &Case<'_>) -> Computed {
    match (in_the_long_run(case)?, at_once(case, &held(case))?) {
        (crate::Value::Numbers(long), crate::Value::Numbers(short)) => Ok((long < short).into()),
        _ => Err(Missing::Unusable("elasticities are numbers".to_owned())),
    }
}

/// Change of consumption, in percent, when the price rises evenly to the quoted level and stays there.
fn shortage(case: &Case<'_>) -> Computed {
    let peak = case.input("price_2009_over_2006")?;
    let [rising, months] = case.array::<2>("shortage_months")?;
    let baseline = DemandBaseline::reference(demand(case));
    let price = |month: usize| peak.powf((month as f64 / rising).min(1.0));
    let [with, without] = [
        desired(&after(case, months as usize, &baseline, price)),
        desired(&after(case, months as usize, &baseline, |_| 1.0)),
    ];
    Ok((100.0 * (with / without - 1.0)).into())
}
