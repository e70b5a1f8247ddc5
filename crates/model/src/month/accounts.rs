//! Accounts: kilograms, lives, captures and money.
//!
//! The ledger closes every month: base produced = consumed + seized + lost + change of stocks, to
//! rounding. Nothing is exported outside: the four markets cover the world.
//!
//! Force: civilians killed and leaders captured are counts, drawn from Poisson distributions whose
//! means are efforts times the evidence's rates (UNAMA/OHCHR 2019 for sites; the Lead Inspector
//! General's and Airwars' counts for vessels; Calderon et al. 2015 for removals).

use crate::MONTHS_PER_YEAR;
use crate::market::{MarketOutputs, MarketState};
use crate::policy::{LeverParameters, PolicyEffects};
use crate::production::{ProductionOutputs, ProductionState};
use crate::random::{Purpose, Stream, poisson_quantile};
use crate::trafficking::TraffickingOutputs;
use crate::world::World;
use counterflow_evidence::stable_hash;

/// Victims and captures of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Force {
    /// Civilians killed on land, by country.
    pub civilian_deaths: Vec<f64>,
    /// Civilians killed at sea.
    pub civilian_deaths_at_sea: f64,
    /// Leaders of groups captured, by country.
    pub captures: Vec<f64>,
}

impl Force {
    /// A month without force.
    #[must_use]
    pub fn none(countries: usize) -> Self {
        Self { civilian_deaths: vec![0.0; countries], civilian_deaths_at_sea: 0.0, captures: vec![0.0; countries] }
    }
}

/// Draws the month's victims and captures.
pub(crate) fn force(
    world: &World,
    p: &LeverParameters,
    policy: &PolicyEffects,
    draws: Option<(Stream, u16)>,
    force: &mut Force,
) {
    for (country, state) in world.countries.iter().enumerate() {
        let raids = policy.country_raids[country].max(0.0);
        let strikes = policy.country_strikes[country];
        let deaths = strikes * p.production_strikes.civilian_deaths_per_production_strike
            + raids * p.strike_force.civilian_deaths_per_raid;
        let captures = raids * p.strike_force.captures_per_raid
            + policy.country_operations_per_year[country].max(0.0) / MONTHS_PER_YEAR
                * p.task_forces.captures_per_joint_operation;
        let entity = stable_hash(&state.id);
        force.civilian_deaths[country] = count(deaths, draws, Purpose::CivilianDeaths, entity);
        force.captures[country] = count(captures, draws, Purpose::Captures, entity) + policy.captures[country];
    }
    let at_sea: f64 = policy.vessel_strikes.iter().sum::<f64>()
        * p.vessel_patrols.deaths_per_vessel_strike
        * p.vessel_patrols.civilian_share_of_vessel_deaths;
    force.civilian_deaths_at_sea = count(at_sea, draws, Purpose::CivilianDeaths, stable_hash("high_seas"));
}

fn count(mean: f64, draws: Option<(Stream, u16)>, purpose: Purpose, entity: u64) -> f64 {
    match draws {
        _ if mean <= 0.0 => 0.0,
        None => mean,
        Some((stream, month)) => f64::from(poisson_quantile(mean, stream.uniform(month, purpose, entity))),
    }
}

/// Kilograms of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ledger {
    /// Base made.
    pub produced_kg: f64,
    /// Consumed in the markets.
    pub consumed_kg: f64,
    /// Seized in regions and on routes.
    pub seized_kg: f64,
    /// Spoiled, jettisoned.
    pub lost_kg: f64,
    /// Held as waiting base and in the markets at the end of the month.
    pub stock_kg: f64,
    /// Left side less right side, over what was produced.
    pub relative_error: f64,
}

impl Ledger {
    /// The stocks with which a run opens.
    #[must_use]
    pub fn opening(production: &ProductionState, markets: &[MarketState]) -> Self {
        Self { stock_kg: stocks_kg(production, markets), ..Self::default() }
    }
}

fn stocks_kg(production: &ProductionState, markets: &[MarketState]) -> f64 {
    production.waiting_base_kg.iter().sum::<f64>() + markets.iter().map(|market| market.stock_kg).sum::<f64>()
}

/// What a month did with kilograms, module by module.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kilograms<'a> {
    /// Production.
    pub production: &'a ProductionOutputs,
    /// Trafficking.
    pub trafficking: &'a TraffickingOutputs,
    /// Markets.
    pub markets: &'a [MarketOutputs],
    /// Base that waits at the end of the month.
    pub waiting: &'a ProductionState,
    /// Market stocks at the end of the month.
    pub stocks: &'a [MarketState],
}

/// Sum in four interleaved parts, which the processor adds side by side.
fn sum(values: &[f64]) -> f64 {
    let (fours, rest) = values.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for four in fours {
        sums.iter_mut().zip(four).for_each(|(sum, value)| *sum += value);
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest.iter().sum::<f64>()
}

/// Adds up the month's kilograms after those of the month before.
pub(crate) fn ledger(before: &Ledger, kg: Kilograms<'_>) -> Ledger {
    let produced_kg: f64 = kg.production.base_kg.iter().sum();
    let consumed_kg: f64 = kg.markets.iter().map(|market| market.consumption_kg_per_month).sum();
    let seized_kg: f64 = kg.production.base_seized_kg.iter().sum::<f64>() + sum(&kg.trafficking.seized_kg);
    let lost_kg: f64 = kg.production.spoiled_kg.iter().sum::<f64>() + sum(&kg.trafficking.lost_kg);
    let stock_kg = stocks_kg(kg.waiting, kg.stocks);
    let gap = produced_kg - consumed_kg - seized_kg - lost_kg - (stock_kg - before.stock_kg);
    let scale = produced_kg.max(stock_kg).max(f64::MIN_POSITIVE);
    Ledger { produced_kg, consumed_kg, seized_kg, lost_kg, stock_kg, relative_error: gap / scale }
}
