//! What stays when levers stop, through which pathway they work, and patrols where there were none (rows 10, 11
//! and 16 of the record).

use super::experiment::{Experiment, Setting, date};
use crate::computed::{Case, Computed, Missing};
use counterflow_model::policy::Switches;
use counterflow_model::{MONTHS_PER_YEAR, Parameters};
use std::ops::Range;

const YEAR: usize = MONTHS_PER_YEAR as usize;
const WORLD: &str = "world";

fn lever(case: &Case<'_>, id: &str, amount: &str, months: Range<usize>, rest: &str) -> String {
    let (from, until) = (date(case, months.start), date(case, months.end - 1));
    format!("[[lever]]\nid = \"{id}\"\n{amount}\nfrom = \"{from}\"\nuntil = \"{until}\"\n{rest}\n")
}

/// Months of a calendar year of the run, the first being 0.
fn year(number: f64) -> Range<usize> {
    let start = number as usize * YEAR;
    start..start + YEAR
}

/// Whether the struck state consents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It does.
    Given,
    /// It does not.
    Refused,
}

/// Strikes in so many months, then none; the run ends with the year that is read.
fn stopped_strikes<'a>(
    case: &Case<'a>,
    (switches, consent): (Switches, Consent),
    strike_months: usize,
    years: f64,
) -> Result<Experiment<'a>, Missing> {
    let budget = format!("budget = \"{} million USD/year\"", case.input("lever_budget")?);
    let start = year(case.input("lever_year")?).start;
    let target = format!("country = \"colombia\"\nconsent = {}", consent == Consent::Given);
    let strikes = lever(case, "production_strikes", &budget, start..start + strike_months, &target);
    Experiment::run(case, &strikes, year(years).end, Setting::expected(case, switches))
}

/// Change of processed output, in percent, years after strikes of twelve months have stopped.
pub fn output_after_strikes(case: &Case<'_>, switches: Switches, consent: Consent) -> Computed {
    let read = case.input("year_read")?;
    let strikes = stopped_strikes(case, (switches, consent), YEAR, read)?;
    Ok((100.0 * (strikes.ratio("processed_output", WORLD, year(read))? - 1.0)).into())
}

/// Months from an attack without consent until half of the struck state's lost cooperation is back.
pub fn cooperation_after_an_attack(case: &Case<'_>) -> Computed {
    const ATTACK_MONTHS: usize = 1;
    let longest = case.input("longest_repair_years")?;
    let strikes = stopped_strikes(case, (Switches::default(), Consent::Refused), ATTACK_MONTHS, longest)?;
    let (start, end) = (year(case.input("lever_year")?).start, year(longest).end);
    let change = |month: usize| strikes.change("cooperation", "colombia", month..month + 1);
    let path = (start..end).map(change).collect::<Result<Vec<f64>, Missing>>()?;
    let deepest = path.iter().copied().fold(f64::INFINITY, f64::min);
    let fallen = path.iter().position(|lost| *lost <= 0.5 * deepest).unwrap_or(0);
    let back = path.iter().enumerate().skip(fallen).find(|(_, lost)| **lost > 0.5 * deepest);
    Ok(back.map_or(f64::NAN, |(months, _)| months as f64).into())
}

/// What is cut to find the share of an effect that comes through it.
#[derive(Clone, Copy, Debug)]
pub enum Pathway {
    /// Arrests and captures in raids.
    Arrests,
    /// Damage to laboratories.
    LaboratoryDamage,
}

impl Pathway {
    fn cut(self, p: &Parameters) -> Parameters {
        let mut cut = p.clone();
        match self {
            Self::Arrests => {
                cut.levers.strike_force.arrests_per_raid = 0.0;
                cut.levers.strike_force.captures_per_raid = 0.0;
            }
            Self::LaboratoryDamage => cut.production.capacity_per_raid_kg_per_month = 0.0,
        }
        cut
    }
}

/// Share of a strike force's effect on output that vanishes without a pathway.
pub fn raids_through(case: &Case<'_>, pathway: Pathway, switches: Switches) -> Computed {
    let budget = format!("budget = \"{} million USD/year\"", case.input("lever_budget")?);
    let read = year(case.input("pathway_year_read")?);
    let raids =
        lever(case, "strike_force", &budget, year(case.input("lever_year")?).start..read.end, "country = \"colombia\"");
    let effect = |parameters: &Parameters| {
        let setting = Setting { parameters, switches, stream: None };
        Experiment::run(case, &raids, read.end, setting)?.change("processed_output", WORLD, read.clone())
    };
    Ok((1.0 - effect(&pathway.cut(case.parameters()))? / effect(case.parameters())?).into())
}

/// Rise of seizures on a corridor without patrol days in the base year, in percent, when it is given some.
pub fn patrols_where_none_were(case: &Case<'_>) -> Computed {
    let world = &case.inputs.model.world;
    let without = |corridor: &&counterflow_model::world::Corridor| corridor.patrol_days_per_year == 0.0;
    let sea = |corridor: &&counterflow_model::world::Corridor| {
        let routes = world.routes.iter().filter(|route| world.corridors[route.corridor].id == corridor.id);
        routes.filter(|route| route.mode.is_vessel()).map(|route| route.capacity_kg_per_month).sum::<f64>()
    };
    let found = world.corridors.iter().filter(without).max_by(|a, b| sea(a).total_cmp(&sea(b)));
    let corridor = found.ok_or_else(|| Missing::Unusable("every corridor has patrols".to_owned()))?;
    let days = format!("effort = \"{} patrol days/year\"", case.input("new_patrol_days")?);
    let read = year(case.input("pathway_year_read")?);
    let months = year(case.input("lever_year")?).start..read.end;
    let patrols = lever(case, "vessel_patrols", &days, months, &format!("corridor = \"{}\"", corridor.id));
    let run = Experiment::run(case, &patrols, read.end, Setting::expected(case, Switches::default()))?;
    Ok((100.0 * (run.ratio("seized", &corridor.id, read)? - 1.0)).into())
}
