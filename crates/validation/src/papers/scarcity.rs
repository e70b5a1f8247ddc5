//! Castillo, Mejia & Restrepo 2020: scarcity raises contested revenue, and revenue feeds fighting.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::whole_model::{run_changed, series};
use counterflow_model::groups::published::two_blocks_2012;
use counterflow_model::groups::{GroupsInputs, GroupsOutputs, GroupsState, step, violent_deaths};
use counterflow_model::policy::{Shock, ShockKind};
use counterflow_model::{Hold, Run};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("scarcity-raises-revenue", |case| Ok((100.0 * change(case, "trafficking_revenue")?).into())),
    ("scarcity-raises-violence", |case| Ok((100.0 * change(case, "violent_deaths")?).into())),
    ("scarcity-stays-below-proportion", scarcity_stays_below_proportion),
    ("coca-value-and-homicides", coca_value_and_homicides),
];

const PLACE: &str = "mexico";
/// Users are held, groups fight.
const HOLD: Hold = Hold { users: true, groups: false };

/// Mean relative change of a Mexican series over the months of an output cut.
fn change(case: &Case<'_>, indicator: &str) -> Result<f64, Missing> {
    let months = case.input("cut_months")?;
    let start = case.inputs.model.world.start;
    let shock = Shock {
        kind: ShockKind::Output,
        size: case.input("output_left")?,
        from: start,
        until: None,
        targets: Vec::new(),
    };
    let (cut, usual) = (
        run_changed(case, HOLD, months as i64 - 1, |scenario| scenario.shocks.push(shock)),
        run_changed(case, HOLD, months as i64 - 1, |_| {}),
    );
    let sum = |run: &Run| Ok::<f64, Missing>(series(case, run, indicator, PLACE)?.iter().sum());
    Ok(sum(&cut)? / sum(&usual)? - 1.0)
}

/// Violence rises by less than contested revenue.
fn scarcity_stays_below_proportion(case: &Case<'_>) -> Computed {
    Ok((change(case, "violent_deaths")? < change(case, "trafficking_revenue")?).into())
}

/// Percent more homicides in Colombia when the value of coca is ten per cent higher.
fn coca_value_and_homicides(case: &Case<'_>) -> Computed {
    let p = &case.parameters().groups;
    let world = &case.inputs.model.world;
    let country = world.country("colombia").ok_or_else(|| Missing::Unusable("the world has no Colombia".to_owned()))?;
    let baseline = two_blocks_2012(p);
    let deaths = |ratio: f64| {
        let (mut state, mut inputs, mut outputs) =
            (GroupsState::new(&baseline), GroupsInputs::at_rest(&baseline), GroupsOutputs::new(&baseline));
        inputs.conflict_revenue_ratio.fill(ratio);
        step(p, &baseline, &mut state, &inputs, &mut outputs);
        violent_deaths(1.0, world.countries[country].drug_related_homicide_share, outputs.conflict_death_ratio[0])
    };
    Ok((100.0 * (deaths(case.input("value_ratio")?) / deaths(1.0) - 1.0)).into())
}
