//! The closed loop of prices, routes, stocks and planting, against the prototype that found it stable.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::whole_model::{run_changed_with, series};
use counterflow_model::policy::{Shock, ShockKind};
use counterflow_model::{Hold, Parameters, Run};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("arrivals-fall", |case| Ok(scarcity(case, "arrivals")?.least().into())),
    ("wholesale-peaks", |case| Ok(scarcity(case, "wholesale_price")?.most().into())),
    ("retail-peaks", |case| Ok(scarcity(case, "retail_price")?.most().into())),
    ("consumption-falls", |case| Ok(scarcity(case, "consumption")?.least().into())),
    ("wholesale-slumps-afterwards", |case| Ok((scarcity(case, "wholesale_price")?.least() < 1.0).into())),
    ("quiet-after-four-years", quiet_after_four_years),
    ("who-pays-depends-on-pass-through", who_pays_depends_on_pass_through),
    ("undisturbed-market-stands-still", undisturbed_market_stands_still),
];

const MARKET: &str = "united_states";
const HOLD: Hold = Hold { users: true, groups: true };
const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;

/// A series of a disturbed run over that of the undisturbed one, by months.
struct Ratios(Vec<f64>);

impl Ratios {
    fn most(&self) -> f64 {
        self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

fn runs(case: &Case<'_>, parameters: &Parameters, months: usize) -> Result<[Run; 2], Missing> {
    let from = case.inputs.model.world.start;
    let shock = Shock {
        kind: ShockKind::LossShare,
        size: case.input("losses")?,
        from,
        until: Some(from.plus_months(MONTHS_PER_YEAR as i64 - 1)),
        targets: Vec::new(),
    };
    let run = |shocks: Vec<Shock>| {
        run_changed_with(case, parameters, HOLD, months as i64 - 1, |scenario| scenario.shocks = shocks)
    };
    Ok([run(vec![shock]), run(Vec::new())])
}

/// What a year of higher losses does to the market.
fn scarcity_with(case: &Case<'_>, parameters: &Parameters, indicator: &str) -> Result<Ratios, Missing> {
    let [with, without] = runs(case, parameters, case.input("months")? as usize)?;
    let pairs = series(case, &with, indicator, MARKET)?.into_iter().zip(series(case, &without, indicator, MARKET)?);
    Ok(Ratios(pairs.map(|(with, without)| with / without).collect()))
}

fn scarcity(case: &Case<'_>, indicator: &str) -> Result<Ratios, Missing> {
    scarcity_with(case, case.parameters(), indicator)
}

/// Largest distance of wholesale from the undisturbed run once the quoted months have passed, in percent.
fn quiet_after_four_years(case: &Case<'_>) -> Computed {
    let ratios = scarcity(case, "wholesale_price")?;
    let rest = ratios.0.iter().skip(case.input("quiet_from")? as usize);
    Ok((100.0 * rest.map(|ratio| (ratio - 1.0).abs()).fold(0.0, f64::max)).into())
}

/// With additive pass-through wholesale rises more and retail less.
fn who_pays_depends_on_pass_through(case: &Case<'_>) -> Computed {
    let mut additive = case.parameters().clone();
    additive.market.pass_through_inside_market = 0.0;
    let peak = |parameters: &Parameters, indicator: &str| {
        Ok::<f64, Missing>(scarcity_with(case, parameters, indicator)?.most())
    };
    let wholesale = peak(&additive, "wholesale_price")? > peak(case.parameters(), "wholesale_price")?;
    let retail = peak(&additive, "retail_price")? < peak(case.parameters(), "retail_price")?;
    Ok((wholesale && retail).into())
}

/// Largest relative move of wholesale, retail, stock and arrivals over twenty years without shock.
fn undisturbed_market_stands_still(case: &Case<'_>) -> Computed {
    let run = run_changed_with(case, case.parameters(), HOLD, case.input("undisturbed_months")? as i64 - 1, |_| {});
    let mut largest: f64 = 0.0;
    for indicator in ["wholesale_price", "retail_price", "stock", "arrivals"] {
        let months = series(case, &run, indicator, MARKET)?;
        largest = months.iter().map(|value| (value / months[0] - 1.0).abs()).fold(largest, f64::max);
    }
    Ok(largest.into())
}
