//! Reform of justice as Guatemala had it in 2007-17, and what it does to the state.

use super::experiment::{Experiment, Setting, date};
use crate::computed::{Case, Computed, Missing};
use counterflow_model::MONTHS_PER_YEAR;
use counterflow_model::development::{DevelopmentInputs, DevelopmentState, step};
use counterflow_model::policy::Switches;

const GUATEMALA: &str = "guatemala";
const YEAR: usize = MONTHS_PER_YEAR as usize;

/// An indicator of Guatemala in the last year of a reform at the commission's cost, over that without it.
pub fn guatemala(case: &Case<'_>, indicator: &str) -> Computed {
    let [budget, years] = case.array("reform")?;
    let last = years as usize * YEAR;
    let reform = format!(
        "[[lever]]\nid = \"justice_reform\"\ncountry = \"{GUATEMALA}\"\nbudget = \"{budget} million USD/year\"\n\
         from = \"{}\"\n",
        date(case, 0)
    );
    let run = Experiment::run(case, &reform, last, Setting::expected(case, Switches::default()))?;
    Ok(run.ratio(indicator, GUATEMALA, last - YEAR..last)?.into())
}

/// State capacity gained in the long run where the capacity to convict has doubled.
pub fn state_capacity(case: &Case<'_>) -> Computed {
    let world = &case.inputs.model.world;
    let home = world.country(GUATEMALA).ok_or_else(|| Missing::Unusable("the world has no Guatemala".to_owned()))?;
    let start = world.countries[home].state_capacity;
    let (mut state, mut inputs) = (DevelopmentState::new(vec![start]), DevelopmentInputs::at_rest(1));
    inputs.justice_capacity_ratio[0] = 2.0;
    for _ in 0..case.input("settling_years")? as usize * YEAR {
        step(&case.parameters().development, &mut state, &inputs);
    }
    Ok((state.capacity[0] - start).into())
}
