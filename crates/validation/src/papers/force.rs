//! Strikes on laboratories and vessels: who dies, and how soon output is back.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::whole_model::{run_changed, series};
use counterflow_model::policy::scenario::Amount;
use counterflow_model::policy::{LeverId, LeverUse, Scenario};
use counterflow_model::{Hold, Run};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("civilians-per-site", civilians_per_site),
    ("killed-per-vessel", |case| Ok(case.parameters().levers.vessel_patrols.deaths_per_vessel_strike.into())),
    ("output-in-the-year-of-strikes", |case| {
        Ok((-100.0 * change(case, "processed_output", Year::OfStrikes, Where::Struck)?).into())
    }),
    ("output-a-year-later", |case| {
        Ok((-100.0 * change(case, "processed_output", Year::After, Where::Everywhere)?).into())
    }),
    ("capacity-a-year-later", |case| {
        Ok((-100.0 * change(case, "laboratory_capacity", Year::After, Where::Everywhere)?).into())
    }),
];

const COUNTRY: &str = "colombia";
const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;
const HOLD: Hold = Hold { users: true, groups: true };

fn country(case: &Case<'_>) -> Result<usize, Missing> {
    case.inputs.model.world.country(COUNTRY).ok_or_else(|| Missing::Unusable("the world has no Colombia".to_owned()))
}

/// Two years, the first with the quoted number of strikes in one country that consents.
fn run_with(case: &Case<'_>, lever: Option<LeverId>) -> Result<Run, Missing> {
    let from = case.inputs.model.world.start;
    let effort = case.input("strikes_per_year")?;
    let target = country(case)?;
    let add = |scenario: &mut Scenario| {
        scenario.levers.extend(lever.map(|id| LeverUse {
            id,
            amount: Amount::Effort(effort),
            from,
            until: Some(from.plus_months(MONTHS_PER_YEAR as i64 - 1)),
            ramp_months: 0.0,
            targets: vec![target],
            consent: true,
            lethal_force: false,
        }));
    };
    Ok(run_changed(case, HOLD, 2 * MONTHS_PER_YEAR as i64 - 1, add))
}

/// Civilians killed per strike.
fn civilians_per_site(case: &Case<'_>) -> Computed {
    let killed = |lever| {
        Ok::<f64, Missing>(series(case, &run_with(case, lever)?, "civilian_deaths_from_force", COUNTRY)?.iter().sum())
    };
    Ok(((killed(Some(LeverId::ProductionStrikes))? - killed(None)?) / case.input("strikes_per_year")?).into())
}

/// One of the two years of a run.
#[derive(Clone, Copy)]
enum Year {
    OfStrikes = 0,
    After = 1,
}

/// Which regions are summed.
#[derive(Clone, Copy)]
enum Where {
    Struck,
    Everywhere,
}

/// Relative change of a series summed over regions and a year.
fn change(case: &Case<'_>, indicator: &str, year: Year, place: Where) -> Result<f64, Missing> {
    let target = country(case)?;
    let counts = |country: usize| matches!(place, Where::Everywhere) || country == target;
    let sum = |lever| {
        let run = run_with(case, lever)?;
        let mut total = 0.0;
        for region in case.inputs.model.world.regions.iter().filter(|region| counts(region.country)) {
            let months = series(case, &run, indicator, &region.id)?;
            total +=
                months.chunks_exact(MONTHS_PER_YEAR).nth(year as usize).map_or(f64::NAN, |months| months.iter().sum());
        }
        Ok::<f64, Missing>(total)
    };
    Ok(sum(Some(LeverId::ProductionStrikes))? / sum(None)? - 1.0)
}
