//! The coupled model against the record: what no module can answer for alone.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::correlation::{mean, quantile};
use crate::whole_model::cost_effectiveness::{CostEffectiveness, cost_effectiveness};
use crate::whole_model::members::members;
use crate::whole_model::pathways::{self, Consent, Pathway, output_after_strikes};
use crate::whole_model::responses::{Change, Pair, replaced_shares};
use crate::whole_model::violence::{self, Recruits};
use crate::whole_model::{campaign, reform, series};
use counterflow_model::demand::{DemandBaseline, DemandInputs, DemandState, step};
use counterflow_model::policy::{Scenario, ShockKind, Switches};
use counterflow_model::production::Supply;
use counterflow_model::random::Stream;
use counterflow_model::{Hold, MONTHS_PER_YEAR, Parameters, Run, RunOptions, run};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("area-grows", |case| Ok(farm_gate_boom(case, "coca_area", "years_of_area")?.into())),
    ("output-grows", |case| Ok(farm_gate_boom(case, "processed_output", "years_of_output")?.into())),
    ("losses-made-good", |case| losses_made_good(case, Supply::Elastic)),
    ("losses-made-good-limited", |case| losses_made_good(case, Supply::Limited)),
    ("losses-made-good-rand", |case| losses_made_good(case, Supply::CostBased)),
    ("losses-made-good-members", losses_made_good_members),
    ("less-demand", |case| less_demand(case, Supply::Elastic, "consumption", "world")),
    ("less-demand-limited", |case| less_demand(case, Supply::Limited, "consumption", "world")),
    ("less-demand-rand", |case| less_demand(case, Supply::CostBased, "consumption", "world")),
    ("less-demand-price", |case| less_demand(case, Supply::Elastic, "wholesale_price", MARKET)),
    ("slide-of-2006-10", |case| Ok(slide_share_below(case)?.into())),
    ("slide-of-2006-10-median", |case| Ok((100.0 * quantile(&slides(case)?, 0.5)).into())),
    ("sudden-scarcity", |case| sudden_scarcity(case, Supply::Elastic)),
    ("sudden-scarcity-limited", |case| sudden_scarcity(case, Supply::Limited)),
    ("sudden-scarcity-rand", |case| sudden_scarcity(case, Supply::CostBased)),
    ("shock-of-output", shock_of_output),
    ("shock-of-output-lasting", lasting_shock_of_output),
    ("drawn-runs", |case| drawn_over_expected(case, "wholesale_price")),
    ("drawn-runs-consumption", |case| drawn_over_expected(case, "consumption")),
    ("users-without-policy", users_without_policy),
    ("undisturbed", undisturbed),
    ("rand-inside", rand_inside),
    ("rand-ratio-ours", |case| Ok(interdiction_over_treatment(case, "all ours")?.into())),
    ("rand-ratio-inside", |case| Ok(interdiction_over_treatment(case, "all RAND's")?.into())),
    ("mejia-restrepo-interdiction", |case| Ok(usd_per_kg(case, 1)?.into())),
    ("mejia-restrepo-eradication", |case| Ok(usd_per_kg(case, 0)?.into())),
    ("deaths-mexico", |case| violence::median(case, Recruits::Deterred, "mexico")),
    ("deaths-colombia", |case| violence::median(case, Recruits::Deterred, "colombia")),
    ("deaths-ecuador", |case| violence::median(case, Recruits::Deterred, "ecuador")),
    ("deaths-mexico-undeterred", |case| violence::median(case, Recruits::Undeterred, "mexico")),
    ("deaths-colombia-undeterred", |case| violence::median(case, Recruits::Undeterred, "colombia")),
    ("deaths-ecuador-undeterred", |case| violence::median(case, Recruits::Undeterred, "ecuador")),
    ("deaths-mexico-members", |case| violence::inside(case, "mexico", "rates_mexico")),
    ("deaths-colombia-members", |case| violence::inside(case, "colombia", "rates_colombia")),
    ("deaths-ecuador-members", |case| violence::inside(case, "ecuador", "rates_ecuador")),
    ("deaths-mexico-grow", |case| violence::growing(case, "mexico")),
    ("deaths-colombia-grow", |case| violence::growing(case, "colombia")),
    ("deaths-ecuador-grow", |case| violence::growing(case, "ecuador")),
    ("campaign-mean", |case| campaign::mean_cooperation(case, Switches::default())),
    ("campaign-mean-no-backlash", |case| {
        campaign::mean_cooperation(case, Switches { backlash: false, ..Switches::default() })
    }),
    ("campaign-hosts", campaign::hosts),
    ("campaign-critics", campaign::critics),
    ("campaign-far", campaign::far),
    ("campaign-who-hosts", campaign::who_hosts),
    ("campaign-seizures", campaign::seizures),
    ("campaign-halt-announced", campaign::halt_announced),
    ("campaign-halt-walked-back", campaign::halts_walked_back),
    ("stopped-strikes", |case| output_after_strikes(case, switches(Supply::Elastic), Consent::Given)),
    ("stopped-strikes-limited", |case| output_after_strikes(case, switches(Supply::Limited), Consent::Given)),
    ("stopped-strikes-rand", |case| output_after_strikes(case, switches(Supply::CostBased), Consent::Given)),
    ("stopped-strikes-unconsented", |case| output_after_strikes(case, switches(Supply::Elastic), Consent::Refused)),
    ("attack-and-cooperation", pathways::cooperation_after_an_attack),
    ("raids-through-laboratories", |case| {
        pathways::raids_through(case, Pathway::LaboratoryDamage, switches(Supply::Elastic))
    }),
    ("raids-through-laboratories-limited", |case| {
        pathways::raids_through(case, Pathway::LaboratoryDamage, switches(Supply::Limited))
    }),
    ("raids-through-laboratories-rand", |case| {
        pathways::raids_through(case, Pathway::LaboratoryDamage, switches(Supply::CostBased))
    }),
    ("raids-through-arrests", |case| pathways::raids_through(case, Pathway::Arrests, switches(Supply::Elastic))),
    ("raids-through-arrests-limited", |case| {
        pathways::raids_through(case, Pathway::Arrests, switches(Supply::Limited))
    }),
    ("raids-through-arrests-rand", |case| pathways::raids_through(case, Pathway::Arrests, switches(Supply::CostBased))),
    ("patrols-where-none-were", pathways::patrols_where_none_were),
    ("reform-convictions", |case| reform::guatemala(case, "convictions_per_offence")),
    ("reform-deaths", |case| reform::guatemala(case, "violent_deaths")),
    ("reform-state-capacity", reform::state_capacity),
];

const MARKET: &str = "united_states";
const WORLD: &str = "world";
const YEAR: usize = MONTHS_PER_YEAR as usize;

fn switches(supply: Supply) -> Switches {
    Switches { supply, ..Switches::default() }
}

fn pair<'a>(case: &Case<'a>, p: &Parameters, supply: Supply, change: Change, years: f64) -> Pair<'a> {
    Pair::run(&case.inputs.model, p, switches(supply), change, (years * MONTHS_PER_YEAR) as usize)
}

fn ratios(pair: &Pair<'_>, indicator: &str, place: &str) -> Result<Vec<f64>, Missing> {
    pair.ratios(indicator, place).ok_or_else(|| Missing::Unusable(format!("no series {indicator} at {place}")))
}

fn last(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or(f64::NAN)
}

/// What a farm-gate price that many times as high does to a total after some years.
fn farm_gate_boom(case: &Case<'_>, indicator: &str, years: &str) -> Result<f64, Missing> {
    let change = Change { kind: ShockKind::FarmGatePrice, factor: case.input("farm_gate_price")?, months: None };
    let pair = pair(case, case.parameters(), Supply::Elastic, change, case.input(years)?);
    Ok(last(&ratios(&pair, indicator, WORLD)?))
}

fn replaced_after_ten_years(case: &Case<'_>, p: &Parameters, supply: Supply) -> Result<f64, Missing> {
    let change = Change { kind: ShockKind::LossShare, factor: case.input("losses")?, months: None };
    let replaced = replaced_shares(&pair(case, p, supply, change, case.input("years_to_replace")?));
    replaced.map(|shares| last(&shares)).ok_or_else(|| Missing::Unusable("no arrivals or consumption".to_owned()))
}

fn losses_made_good(case: &Case<'_>, supply: Supply) -> Computed {
    Ok(replaced_after_ten_years(case, case.parameters(), supply)?.into())
}

/// Share of members inside the record.
fn losses_made_good_members(case: &Case<'_>) -> Computed {
    let (low, high) = (case.input("replaced_low")?, case.input("replaced_high")?);
    let members = members(case, case.input("members")? as u32);
    let replaced: Result<Vec<f64>, Missing> =
        members.iter().map(|p| replaced_after_ten_years(case, p, Supply::Elastic)).collect();
    let inside = |share: &f64| f64::from((low..=high).contains(share));
    Ok((100.0 * mean(&replaced?.iter().map(inside).collect::<Vec<f64>>())).into())
}

fn less_demand(case: &Case<'_>, supply: Supply, indicator: &str, place: &str) -> Computed {
    let change = Change { kind: ShockKind::Demand, factor: case.input("demand")?, months: None };
    let pair = pair(case, case.parameters(), supply, change, case.input("years_to_replace")?);
    Ok(last(&ratios(&pair, indicator, place)?).into())
}

/// Change of consumption of each member when the retail price climbs to the stated ratio over the stated years.
fn slides(case: &Case<'_>) -> Result<Vec<f64>, Missing> {
    let (price, months) = (case.input("slide_price")?, (case.input("slide_years")? * MONTHS_PER_YEAR) as usize);
    let slide = |p: &Parameters| {
        let baseline = DemandBaseline::reference(&p.demand).on_its_path(&p.demand, 0.0);
        let mut state = DemandState::at_baseline(&p.demand, &baseline);
        let mut consumed = 1.0;
        for month in 1..=months {
            let ratio = price.powf(month as f64 / months as f64);
            let inputs = DemandInputs { retail_price_ratio: ratio, ..DemandInputs::default() };
            consumed = step(&p.demand, &baseline, &mut state, &inputs).desired_consumption_kg_per_month
                / baseline.desired_consumption_kg_per_month;
        }
        consumed - 1.0
    };
    Ok(members(case, case.input("slide_members")? as u32).iter().map(slide).collect())
}

/// Share of members, in percent, whose consumption falls by at least as much as the record's.
fn slide_share_below(case: &Case<'_>) -> Result<f64, Missing> {
    let record = case.input("slide_consumption")?;
    let reached: Vec<f64> = slides(case)?.iter().map(|slide| f64::from(*slide <= record)).collect();
    Ok(100.0 * mean(&reached))
}

fn sudden_scarcity(case: &Case<'_>, supply: Supply) -> Computed {
    let change = Change { kind: ShockKind::Output, factor: case.input("scarce_output")?, months: Some(YEAR) };
    let pair = pair(case, case.parameters(), supply, change, case.input("scarcity_years")?);
    let price = ratios(&pair, "wholesale_price", MARKET)?;
    Ok(price.into_iter().fold(f64::NEG_INFINITY, f64::max).into())
}

/// Processed output in the last month of a shock, over the undisturbed run's, for each stated factor.
fn output_under(case: &Case<'_>, months: Option<usize>, read: usize) -> Computed {
    let at = |factor: &f64| {
        let change = Change { kind: ShockKind::Output, factor: *factor, months };
        let pair = pair(case, case.parameters(), Supply::Elastic, change, case.input("years_to_replace")?);
        Ok(ratios(&pair, "processed_output", WORLD)?[read])
    };
    Ok(case.inputs("output_factors")?.iter().map(at).collect::<Result<Vec<f64>, Missing>>()?.into())
}

fn shock_of_output(case: &Case<'_>) -> Computed {
    output_under(case, Some(YEAR), YEAR - 1)
}

fn lasting_shock_of_output(case: &Case<'_>) -> Computed {
    output_under(case, None, (case.input("years_to_replace")? * MONTHS_PER_YEAR) as usize - 1)
}

fn baseline_run(case: &Case<'_>, options: RunOptions) -> Result<Run, Missing> {
    let months = case.input("years_undisturbed")? * MONTHS_PER_YEAR;
    let until = case.inputs.model.world.start.plus_months(months as i64 - 1);
    Ok(run(&case.inputs.model, case.parameters(), &Scenario::baseline(until), options))
}

/// Mean of drawn runs over the expected run, averaged over all months of the run.
fn drawn_over_expected(case: &Case<'_>, indicator: &str) -> Computed {
    let expected = mean(&series(case, &baseline_run(case, RunOptions::default())?, indicator, MARKET)?);
    let drawn = |member| {
        let stream = Some(Stream { seed: 1, member });
        Ok(mean(&series(
            case,
            &baseline_run(case, RunOptions { stream, ..RunOptions::default() })?,
            indicator,
            MARKET,
        )?))
    };
    let drawn: Result<Vec<f64>, Missing> = (0..case.input("drawn_runs")? as u32).map(drawn).collect();
    Ok((mean(&drawn?) / expected).into())
}

/// Users of the lead state ten years on, over those at the start, without policy.
fn users_without_policy(case: &Case<'_>) -> Computed {
    let run = baseline_run(case, RunOptions::default())?;
    let month = (case.input("years_to_replace")? * MONTHS_PER_YEAR) as usize;
    let users = |month: usize| -> Result<f64, Missing> {
        Ok(series(case, &run, "light_users", MARKET)?[month] + series(case, &run, "heavy_users", MARKET)?[month])
    };
    Ok((users(month)? / users(0)?).into())
}

/// Largest relative move of the chain's series, users and groups held, over the undisturbed years.
fn undisturbed(case: &Case<'_>) -> Computed {
    let run = baseline_run(case, RunOptions { hold: Hold { users: true, groups: true }, ..RunOptions::default() })?;
    let mut largest: f64 = 0.0;
    for (indicator, place) in [
        ("coca_area", WORLD),
        ("processed_output", WORLD),
        ("seized", WORLD),
        ("arrivals", WORLD),
        ("consumption", WORLD),
        ("wholesale_price", MARKET),
        ("retail_price", MARKET),
    ] {
        let values = series(case, &run, indicator, place)?;
        let first = values[0];
        largest = values.iter().fold(largest, |largest, value| largest.max((value / first - 1.0).abs()));
    }
    Ok(largest.into())
}

fn costs(case: &Case<'_>) -> Result<CostEffectiveness, Missing> {
    let costs = cost_effectiveness(&case.inputs.model, case.parameters());
    costs.ok_or_else(|| Missing::Unusable("the lead state has no market".to_owned()))
}

/// Million USD for 1 % of consumption by RAND's four programmes, under RAND's setting.
fn rand_inside(case: &Case<'_>) -> Computed {
    let costs = costs(case)?.programmes.into_iter().filter_map(|programme| programme.with_rand_setting);
    Ok(costs.collect::<Vec<f64>>().into())
}

fn interdiction_over_treatment(case: &Case<'_>, element: &str) -> Result<f64, Missing> {
    let costs = costs(case)?;
    let driver = costs.drivers.iter().find(|driver| driver.element == element);
    let driver = driver.ok_or_else(|| Missing::Unusable(format!("no element {element}")))?;
    Ok(driver.interdiction_over_treatment)
}

/// Cost of a kilogram less in retail markets, our setting: eradication, then interdiction in the largest producer.
fn usd_per_kg(case: &Case<'_>, programme: usize) -> Result<f64, Missing> {
    let costs = costs(case)?;
    let cost = costs.source_country.get(programme);
    Ok(cost.ok_or_else(|| Missing::Unusable("no such programme".to_owned()))?.with_ours)
}
