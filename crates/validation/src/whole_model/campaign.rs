//! The campaign of September 2025 to March 2026 as it happened, partner by partner (row 9 of the record).

use super::experiment::{Experiment, Setting, date};
use super::members::members;
use crate::computed::{Case, Computed, Missing};
use crate::correlation::mean;
use counterflow_model::Parameters;
use counterflow_model::policy::Switches;
use counterflow_model::random::Stream;
use rayon::prelude::*;

/// States that hosted or joined.
const HOSTS: [&str; 4] = ["trinidad_and_tobago", "dominican_republic", "el_salvador", "ecuador"];
/// States that protested, and went on cooperating.
const CRITICS: [&str; 2] = ["colombia", "mexico"];
/// States on other seas.
const FAR: [&str; 4] = ["brazil", "bolivia", "paraguay", "senegal"];

/// First and last month of the campaign, counted from the start of the world.
fn months(case: &Case<'_>) -> Result<[usize; 2], Missing> {
    Ok(case.array("campaign_months")?.map(|month| month as usize))
}

/// The campaign's extra ships in two corridors, with lethal force.
fn campaign<'a>(case: &Case<'a>, setting: Setting<'_>) -> Result<Experiment<'a>, Missing> {
    let [first, last] = months(case)?;
    let [eastern_caribbean, eastern_pacific] = case.array("campaign_patrol_days")?;
    let patrols = |corridor: &str, days: f64| {
        format!(
            "[[lever]]\nid = \"vessel_patrols\"\ncorridor = \"{corridor}\"\neffort = \"{days} patrol days/year\"\n\
             from = \"{}\"\nuntil = \"{}\"\nlethal_force = true\n",
            date(case, first),
            date(case, last)
        )
    };
    let levers = patrols("eastern_caribbean", eastern_caribbean) + &patrols("eastern_pacific", eastern_pacific);
    Experiment::run(case, &levers, last + 1, setting)
}

fn expected<'a>(case: &Case<'a>) -> Result<Experiment<'a>, Missing> {
    campaign(case, Setting::expected(case, Switches::default()))
}

/// An indicator of some states in the campaign's last month, over that without the campaign.
fn kept(case: &Case<'_>, states: &[&str]) -> Computed {
    let (campaign, [_, last]) = (expected(case)?, months(case)?);
    let kept = states.iter().map(|state| campaign.ratio_in("cooperation", state, last));
    Ok(kept.collect::<Result<Vec<f64>, Missing>>()?.into())
}

/// Cooperation of those who hosted or joined.
pub fn hosts(case: &Case<'_>) -> Computed {
    kept(case, &HOSTS)
}

/// Cooperation of those who protested.
pub fn critics(case: &Case<'_>) -> Computed {
    kept(case, &CRITICS)
}

/// Cooperation of those on other seas.
pub fn far(case: &Case<'_>) -> Computed {
    kept(case, &FAR)
}

/// Hosting and joining: of the critics' most willing over the hosts' least willing.
pub fn who_hosts(case: &Case<'_>) -> Computed {
    let (campaign, [_, last]) = (expected(case)?, months(case)?);
    let hosting = |states: &[&str]| {
        let each = states.iter().map(|state| campaign.sums("hosting_and_joining", state, last..last + 1));
        each.map(|sums| sums.map(|[with, _]| with)).collect::<Result<Vec<f64>, Missing>>()
    };
    let most = hosting(&CRITICS)?.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let least = hosting(&HOSTS)?.into_iter().fold(f64::INFINITY, f64::min);
    Ok((most / least).into())
}

/// Mean cooperation in the last month over that without the campaign, under a structure.
pub fn mean_cooperation(case: &Case<'_>, switches: Switches) -> Computed {
    let campaign = campaign(case, Setting::expected(case, switches))?;
    Ok(campaign.ratio_in("mean_cooperation", "world", months(case)?[1])?.into())
}

/// Seizures of the campaign's months over those without it.
pub fn seizures(case: &Case<'_>) -> Computed {
    let [first, last] = months(case)?;
    Ok(expected(case)?.ratio("seized", "world", first..last + 1)?.into())
}

/// What drawn members say of one state that announced a halt: announced, and walked back, by member.
fn halts(case: &Case<'_>) -> Result<Vec<[f64; 2]>, Missing> {
    let [first, last] = months(case)?;
    let drawn = members(case, case.input("members")? as u32);
    let halts = |(index, parameters): (usize, &Parameters)| {
        let stream = Some(Stream { seed: 1, member: index as u32 + 1 });
        let campaign = campaign(case, Setting { parameters, switches: Switches::default(), stream })?;
        let change = |indicator| campaign.change(indicator, CRITICS[0], first..last + 1);
        Ok([change("suspensions_announced")?, change("suspensions_walked_back")?])
    };
    drawn.par_iter().enumerate().map(halts).collect()
}

/// Members, in percent, in which Colombia announces a halt.
pub fn halt_announced(case: &Case<'_>) -> Computed {
    let announced: Vec<f64> = halts(case)?.iter().map(|[announced, _]| f64::from(*announced > 0.5)).collect();
    Ok((100.0 * mean(&announced)).into())
}

/// Announced halts that are walked back, in percent.
pub fn halts_walked_back(case: &Case<'_>) -> Computed {
    let halts = halts(case)?;
    let sum = |which: usize| halts.iter().map(|halt| halt[which]).sum::<f64>();
    Ok((100.0 * sum(1) / sum(0)).into())
}
