//! Behrens et al. 2000: prevent first, treat later, and do not wait.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::published::light_heavy_control::{LightHeavyModel, Path};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("prevention-at-540-million", |case| prevented(case, case.input("prevention_budget")?)),
    ("prevention-at-most", |case| prevented(case, f64::INFINITY)),
    ("prevention-comes-first", prevention_comes_first),
    ("no-treatment-at-the-start", no_treatment_at_the_start),
    ("both-only-briefly", |case| Ok(path(case, 0.0)?.years_of_both(case.input("extensively")?).into())),
    ("five-years-of-delay", |case| delay_costs(case, case.input("delay")?)),
    ("longer-delay-costs-more", longer_delay_costs_more),
    ("control-pays", control_pays),
];

fn model(case: &Case<'_>) -> Result<LightHeavyModel, Missing> {
    let [innovators, contact, deterrence] = case.array("initiation")?;
    Ok(LightHeavyModel {
        innovators,
        contact,
        deterrence,
        rates: case.array("rates")?,
        use_g: case.array("use")?,
        prevention: case.array("prevention")?,
        treatment: case.array("treatment")?,
        cost_per_gram_usd: case.input("cost_per_gram")?,
        discount: case.input("discount")?,
    })
}

/// The best path when control starts some years after 1970.
fn path(case: &Case<'_>, delay_years: f64) -> Result<Path, Missing> {
    let path = model(case)?.best_path(case.array("start_1970")?, case.input("horizon")?, delay_years);
    if path.is_settled {
        Ok(path)
    } else {
        Err(Missing::Unusable("the sweeps of the optimum do not settle".to_owned()))
    }
}

/// Initiation that a budget prevents, in percent.
fn prevented(case: &Case<'_>, budget_usd: f64) -> Computed {
    Ok((100.0 * (1.0 - model(case)?.initiation_left(budget_usd))).into())
}

fn prevention_comes_first(case: &Case<'_>) -> Computed {
    let path = path(case, 0.0)?;
    Ok((Path::peak_year(&path.prevention_usd) < Path::peak_year(&path.treatment_usd)).into())
}

/// While there are few heavy users everything goes to prevention.
fn no_treatment_at_the_start(case: &Case<'_>) -> Computed {
    let path = path(case, 0.0)?;
    Ok((path.prevention_usd[0] > 0.0 && path.treatment_usd[0] == 0.0).into())
}

/// Cost of the best path with a delay over that without.
fn delay_costs(case: &Case<'_>, years: f64) -> Computed {
    Ok((path(case, years)?.cost_usd / path(case, 0.0)?.cost_usd).into())
}

fn longer_delay_costs_more(case: &Case<'_>) -> Computed {
    let costs: Result<Vec<f64>, Missing> =
        case.inputs("delays")?.iter().map(|years| Ok(path(case, *years)?.cost_usd)).collect();
    Ok(costs?.windows(2).all(|pair| pair[0] < pair[1]).into())
}

fn control_pays(case: &Case<'_>) -> Computed {
    let never = model(case)?.uncontrolled_cost_usd(case.array("start_1970")?, case.input("horizon")?);
    let latest = case.inputs("delays")?.last().copied().unwrap_or_default();
    Ok((path(case, latest)?.cost_usd < never).into())
}
