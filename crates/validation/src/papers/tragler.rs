//! Tragler, Caulkins & Feichtinger 2001: how much to treatment, how much to enforcement, and when.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::published::epidemic_control::{Epidemic, Spending};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("use-per-user", |case| Ok(epidemic(case)?.use_g(case.input("base_price")?).into())),
    ("consumption", |case| {
        Ok((case.input("users_1992")? * epidemic(case)?.use_g(case.input("base_price")?) / G_PER_T).into())
    }),
    ("initiation", |case| {
        Ok((epidemic(case)?.initiation(case.input("users_1992")?, case.input("base_price")?) / MILLION).into())
    }),
    ("initiation-published", |case| {
        Ok((epidemic(case)?.initiation(case.input("users_1992")?, case.input("base_price")?) / MILLION).into())
    }),
    ("quitting", |case| Ok((100.0 * epidemic(case)?.quitting(case.input("base_price")?)).into())),
    ("uncontrolled", |case| Ok((epidemic(case)?.users_at_rest(epidemic(case)?.free_price) / MILLION).into())),
    ("base-price-no-treatment", |case| Ok((epidemic(case)?.users_at_rest(case.input("base_price")?) / MILLION).into())),
    ("treatment-share", |case| {
        Ok(path(case)?.iter().map(|(_, spending)| spending.treatment_share()).collect::<Vec<f64>>().into())
    }),
    ("enforcement-first", enforcement_first),
    ("enforcement-grows-slower-than-use", |case| growth(case, |growth| growth.enforcement < growth.users)),
    ("enforcement-grows-slower-than-treatment", |case| growth(case, |growth| growth.enforcement < growth.treatment)),
];

const MILLION: f64 = 1e6;
const G_PER_T: f64 = 1e6;

fn epidemic(case: &Case<'_>) -> Result<Epidemic, Missing> {
    Ok(Epidemic::new(case.array("constants")?))
}

/// Users of the page and what is best spent on each.
fn path(case: &Case<'_>) -> Result<Vec<(f64, Spending)>, Missing> {
    let epidemic = epidemic(case)?;
    let saddle = epidemic.saddle(case.array("rest_between")?);
    Ok(case.inputs("users_on_the_path")?.iter().map(|users| (*users, epidemic.optimum(saddle, *users))).collect())
}

/// Most of the money goes to enforcement while users are few.
fn enforcement_first(case: &Case<'_>) -> Computed {
    Ok(path(case)?.first().is_some_and(|(_, spending)| spending.treatment_share() < 0.5).into())
}

/// By what the ends of the path differ.
struct Growth {
    users: f64,
    treatment: f64,
    enforcement: f64,
}

fn growth(case: &Case<'_>, holds: fn(&Growth) -> bool) -> Computed {
    let path = path(case)?;
    let (Some((few, early)), Some((many, late))) = (path.first(), path.last()) else {
        return Err(Missing::Unusable("the page quotes no users on the path".to_owned()));
    };
    let growth = Growth {
        users: many / few,
        treatment: late.treatment / early.treatment,
        enforcement: late.enforcement / early.enforcement,
    };
    Ok(holds(&growth).into())
}
