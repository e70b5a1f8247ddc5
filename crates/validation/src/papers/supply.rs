//! Effects on supply: spraying, precursor rules, the air bridge, and the noise of seizures.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::correlation::{autocorrelation, mean, standard_deviation};
use crate::route_networks::{Layout, Sea};
use crate::whole_model::{run_changed_with, series};
use counterflow_model::interdiction::{InterdictionState, swing};
use counterflow_model::market::{MarketParameters, purity};
use counterflow_model::policy::scenario::Amount;
use counterflow_model::policy::{LeverId, LeverUse, Scenario, Shock, ShockKind};
use counterflow_model::production::{
    PrecursorRegime, ProductionBaseline, ProductionInputs, ProductionOutputs, ProductionParameters, ProductionRules,
    ProductionState, Supply, step,
};
use counterflow_model::random::Stream;
use counterflow_model::trafficking::RouteChoice;
use counterflow_model::world::World;
use counterflow_model::{Hold, Parameters, Run, RunOptions, run};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("net-effect-of-spraying", |case| Ok(net_effect_of_spraying(case)?.into())),
    ("hectares-sprayed-per-hectare", |case| Ok((-1.0 / net_effect_of_spraying(case)?).into())),
    ("yield-loss-after-24-months", |case| Ok(yield_lost(case, 24)?.into())),
    ("yield-loss-after-12-months", |case| Ok(yield_lost(case, 12)?.into())),
    ("precursors-1989-after-24-months", |case| Ok(shortfall_left(case, PrecursorRegime::Substitution, 24)?.into())),
    ("precursors-2006-after-52-months", |case| Ok(shortfall_left(case, PrecursorRegime::NoSubstitution, 52)?.into())),
    ("precursors-1989-price", |case| Ok(price_rise_left(case, PrecursorRegime::Substitution, 24)?.into())),
    ("precursors-2006-price", |case| Ok(price_rise_left(case, PrecursorRegime::NoSubstitution, 52)?.into())),
    ("precursors-1989-purity", |case| purity_after(case, End::Low)),
    ("precursors-2006-purity", |case| purity_after(case, End::High)),
    ("air-bridge-flights", air_bridge_flights),
    ("air-bridge-area", air_bridge_area),
    ("air-bridge-others-expand", air_bridge_others_expand),
    ("air-bridge-replacement", air_bridge_replacement),
    ("air-bridge-lag", |case| air_bridge_lag(case, case.parameters())),
    ("air-bridge-lag-with-more-stock", |case| air_bridge_lag(case, &with_more_stock(case)?)),
    ("swing-autocorrelation", |case| Ok(autocorrelation(&swings(case)?, 1).into())),
    ("seizure-noise", |case| over_runs(case, |seized| standard_deviation(&logs(seized)))),
    ("seizure-noise-within-years", |case| over_runs(case, within_years)),
    ("seizure-variation", |case| over_runs(case, |seized| standard_deviation(seized) / mean(seized))),
    ("seizure-autocorrelation", |case| over_runs(case, |seized| autocorrelation(&logs(seized), 1))),
];

const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;

fn parameters<'a>(case: &Case<'a>) -> &'a ProductionParameters {
    &case.parameters().production
}

fn world<'a>(case: &Case<'a>) -> &'a World {
    &case.inputs.model.world
}

/// The production module on the shipped world.
struct Fields<'a> {
    p: &'a ProductionParameters,
    baseline: ProductionBaseline,
    state: ProductionState,
    inputs: ProductionInputs,
    outputs: ProductionOutputs,
    rules: ProductionRules,
}

impl<'a> Fields<'a> {
    fn new(case: &Case<'a>, regime: PrecursorRegime) -> Self {
        let p = parameters(case);
        let world = world(case);
        let raids = case.parameters().levers.strike_force.strike_force_baseline_per_year;
        let baseline = ProductionBaseline::new(p, world, case.parameters().world.realised_share_of_potential, raids);
        let regions = world.regions.len();
        Self {
            p,
            state: ProductionState::new(&baseline),
            inputs: ProductionInputs::neutral(regions),
            outputs: ProductionOutputs::new(regions),
            baseline,
            rules: ProductionRules { supply: Supply::Elastic, precursors: regime },
        }
    }

    fn months(&mut self, months: usize) {
        for _ in 0..months {
            step(self.p, self.rules, &self.baseline, &mut self.state, &self.inputs, &mut self.outputs);
        }
    }
}

fn regions_of(case: &Case<'_>, country: &str) -> Result<Vec<usize>, Missing> {
    let index = world(case).country(country).ok_or_else(|| Missing::Unusable(format!("the world has no {country}")))?;
    Ok((0..world(case).regions.len()).filter(|region| world(case).regions[*region].country == index).collect())
}

/// Change of a country's area per hectare sprayed in one month, at once.
fn net_effect_of_spraying(case: &Case<'_>) -> Result<f64, Missing> {
    let mut fields = Fields::new(case, PrecursorRegime::Substitution);
    let mut undisturbed = Fields::new(case, PrecursorRegime::Substitution);
    let share = case.input("sprayed_share")?;
    let mut sprayed = 0.0;
    let regions = regions_of(case, "colombia")?;
    for &region in &regions {
        fields.inputs.eradication_ha[region] = share * fields.state.area_ha[region];
        sprayed += fields.inputs.eradication_ha[region];
    }
    fields.months(1);
    undisturbed.months(1);
    let area = |fields: &Fields<'_>| regions.iter().map(|region| fields.state.area_ha[*region]).sum::<f64>();
    Ok((area(&fields) - area(&undisturbed)) / sprayed)
}

/// Yield loss of a fully sprayed region, so many months after.
fn yield_lost(case: &Case<'_>, months: usize) -> Result<f64, Missing> {
    let mut fields = Fields::new(case, PrecursorRegime::Substitution);
    let region = *regions_of(case, "colombia")?
        .first()
        .ok_or_else(|| Missing::Unusable("the world grows nothing in Colombia".to_owned()))?;
    fields.inputs.eradication_ha[region] = fields.state.area_ha[region];
    fields.months(1);
    let at_once = fields.state.spray_loss_share[region];
    fields.inputs.eradication_ha[region] = 0.0;
    fields.months(months);
    Ok(fields.state.spray_loss_share[region] / at_once)
}

/// Shortfall of precursors some months after a rule takes effect, over the shortfall at once.
fn shortfall_left(case: &Case<'_>, regime: PrecursorRegime, months: usize) -> Result<f64, Missing> {
    let mut fields = Fields::new(case, regime);
    fields.inputs.precursor_control = case.input("precursor_control")?;
    fields.months(1);
    let at_once = fields.state.precursor_shortfall;
    fields.months(months);
    Ok(fields.state.precursor_shortfall / at_once)
}

/// The two ends of the range of the purity elasticity, which the two rules span.
#[derive(Clone, Copy)]
enum End {
    Low,
    High,
}

/// Purity, over that before, at the published price of the rule.
fn purity_after(case: &Case<'_>, end: End) -> Computed {
    let record = case.inputs.evidence.get("market.purity_price_elasticity");
    let record = record.ok_or_else(|| Missing::Unusable("no record of the purity elasticity".to_owned()))?;
    let (purity_price_elasticity, price) = match end {
        End::Low => (record.low, case.input("price_after_1989")?),
        End::High => (record.high, case.input("price_after_2006")?),
    };
    let p = MarketParameters { purity_price_elasticity, ..case.parameters().market.clone() };
    Ok(purity(&p, 1.0, price, 1.0).into())
}

/// A run with users and groups held.
fn changed_run(case: &Case<'_>, parameters: &Parameters, change: impl FnOnce(&mut Scenario)) -> Result<Run, Missing> {
    Ok(run_changed_with(
        case,
        parameters,
        Hold { users: true, groups: true },
        case.input("model_months")? as i64,
        change,
    ))
}

/// Retail price in the United States over that of the undisturbed run, less one.
fn price_rise(
    case: &Case<'_>,
    parameters: &Parameters,
    change: impl FnOnce(&mut Scenario),
) -> Result<Vec<f64>, Missing> {
    let (changed, usual) = (changed_run(case, parameters, change)?, changed_run(case, parameters, |_| {})?);
    let price = |run: &Run| series(case, run, "retail_price", "united_states");
    Ok(price(&changed)?.iter().zip(price(&usual)?).map(|(changed, usual)| changed / usual - 1.0).collect())
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Price rise some months after its peak began, over the peak, under strict precursor control.
fn price_rise_left(case: &Case<'_>, regime: PrecursorRegime, months: usize) -> Result<f64, Missing> {
    let from = world(case).start;
    let budget = case.input("precursor_budget")?;
    let rise = price_rise(case, case.parameters(), |scenario| {
        scenario.switches.precursor_regime = regime;
        scenario.levers.push(LeverUse {
            id: LeverId::PrecursorControl,
            amount: Amount::BudgetUsdPerYear(budget),
            from,
            until: None,
            ramp_months: 0.0,
            targets: Vec::new(),
            consent: true,
            lethal_force: false,
        });
    })?;
    Ok(rise[months] / largest(&rise[..=months]))
}

/// Traffic, in percent, that leaves a route for another of like share when this many of a hundred
/// vessels are struck, at the deterring end of the range.
fn air_bridge_flights(case: &Case<'_>) -> Computed {
    let record = case.inputs.evidence.get("trafficking.lethal_deterrence");
    let deterrence = record.ok_or_else(|| Missing::Unusable("no record of the lethal deterrence".to_owned()))?.high;
    let shares = case.array("route_shares")?;
    let mut sea = Sea::new(case, Layout::parallel(shares))?;
    sea.deter(0, deterrence * case.input("struck_of_a_hundred")?);
    sea.step(RouteChoice::CalibratedShare, case.parameters().trafficking.route_choice_exponent, 0.0);
    Ok((100.0 * (1.0 - sea.share_of(0) / shares[0])).into())
}

/// Change of Peruvian area, in percent, four years after the price of its leaf has fallen.
fn air_bridge_area(case: &Case<'_>) -> Computed {
    let mut fields = Fields::new(case, PrecursorRegime::Substitution);
    let peru = regions_of(case, "peru")?;
    fields.inputs.farm_gate_shock = case.input("leaf_price_ratio")?;
    let area = |fields: &Fields<'_>| peru.iter().map(|region| fields.state.area_ha[*region]).sum::<f64>();
    let before = area(&fields);
    fields.months(case.input("four_years")? as usize);
    Ok((100.0 * (area(&fields) / before - 1.0)).into())
}

/// Change, in Peru and in all other regions, of a series after four years of eradication in Peru alone.
fn displacement(case: &Case<'_>, indicator: &str) -> Result<[f64; 2], Missing> {
    let peru = regions_of(case, "peru")?;
    let country = peru.first().map(|region| world(case).regions[*region].country);
    let shock = Shock {
        kind: ShockKind::Eradication,
        size: case.input("eradicated_per_year")?,
        from: world(case).start,
        until: None,
        targets: country.into_iter().collect(),
    };
    let (changed, usual) = (
        changed_run(case, case.parameters(), |scenario| scenario.shocks.push(shock))?,
        changed_run(case, case.parameters(), |_| {})?,
    );
    let month = case.input("four_years")? as usize;
    let mut changes = [0.0; 2];
    for (index, region) in world(case).regions.iter().enumerate() {
        let at = |run: &Run| Ok::<f64, Missing>(series(case, run, indicator, &region.id)?[month]);
        changes[usize::from(!peru.contains(&index))] += at(&changed)? - at(&usual)?;
    }
    Ok(changes)
}

/// Output falls in Peru, and others plant more.
fn air_bridge_others_expand(case: &Case<'_>) -> Computed {
    let ([peru, _], [_, others]) = (displacement(case, "potential_output")?, displacement(case, "coca_area")?);
    Ok((peru < 0.0 && others > 0.0).into())
}

/// Output added elsewhere per kilogram lost in Peru.
fn air_bridge_replacement(case: &Case<'_>) -> Computed {
    let [peru, others] = displacement(case, "potential_output")?;
    Ok((-others / peru).into())
}

/// Markets that hold the quoted months of stock.
fn with_more_stock(case: &Case<'_>) -> Result<Parameters, Missing> {
    let mut parameters = case.parameters().clone();
    parameters.market.stock_cover_months = case.input("larger_stock")?;
    Ok(parameters)
}

/// Months from a lasting cut of output to half of the rise that retail reaches within two years.
fn air_bridge_lag(case: &Case<'_>, parameters: &Parameters) -> Computed {
    let shock = Shock {
        kind: ShockKind::Output,
        size: case.input("output_cut")?,
        from: world(case).start,
        until: None,
        targets: Vec::new(),
    };
    let rise = price_rise(case, parameters, |scenario| scenario.shocks.push(shock))?;
    let peak = largest(&rise[..2 * MONTHS_PER_YEAR]);
    Ok((rise.iter().take_while(|rise| **rise < 0.5 * peak).count() as f64).into())
}

fn stream(seed: u64) -> Stream {
    Stream { seed, member: 0 }
}

/// Monthly swing of enforcement in one corridor over a long time.
fn swings(case: &Case<'_>) -> Result<Vec<f64>, Missing> {
    let p = &case.parameters().interdiction;
    let mut state = InterdictionState::new(world(case).corridors.len());
    let mut values = Vec::new();
    for month in 0..case.input("swing_months")? as u16 {
        swing(p, world(case), &mut state, Some(stream(1)), month);
        values.push(state.swing[0]);
    }
    Ok(values)
}

/// Mean over drawn runs of the baseline of a statistic of monthly seizures by boat in the Eastern Pacific.
fn over_runs(case: &Case<'_>, statistic: fn(&[f64]) -> f64) -> Computed {
    let runs = case.input("drawn_runs")? as u64;
    let values: Result<Vec<f64>, Missing> = (1..=runs).map(|seed| Ok(statistic(&seizures_kg(case, seed)?))).collect();
    Ok(mean(&values?).into())
}

fn seizures_kg(case: &Case<'_>, seed: u64) -> Result<Vec<f64>, Missing> {
    let until = world(case).start.plus_months(case.input("model_months")? as i64);
    let options = RunOptions { stream: Some(stream(seed)), ..RunOptions::default() };
    let run = run(&case.inputs.model, case.parameters(), &Scenario::baseline(until), options);
    let by = |mode: &str| series(case, &run, "seized_by_corridor_and_mode", &format!("eastern_pacific/{mode}"));
    Ok(by("go_fast")?.iter().zip(by("low_profile")?).map(|(fast, low)| fast + low).collect())
}

/// A month without any seizure has no logarithm; it is rare.
fn logs(seized_kg: &[f64]) -> Vec<f64> {
    seized_kg.iter().filter(|kg| **kg > 0.0).map(|kg| kg.ln()).collect()
}

/// Standard deviation of the log of monthly seizures about the mean of their year.
fn within_years(seized_kg: &[f64]) -> f64 {
    let squares = seized_kg.chunks_exact(MONTHS_PER_YEAR).map(|year| standard_deviation(&logs(year)).powi(2));
    mean(&squares.collect::<Vec<f64>>()).sqrt()
}
