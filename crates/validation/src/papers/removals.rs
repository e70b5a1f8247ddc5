//! What the removal of a leader does to violence: Phillips 2015, Calderon et al. 2015, Lindo &
//! Padilla-Romo 2018.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::groups::published::two_blocks_2012;
use counterflow_model::groups::{
    ArrestRule, Conflict, GroupStart, GroupsBaseline, GroupsInputs, GroupsOutputs, GroupsParameters, GroupsState,
    WEEKS_PER_MONTH, step, violent_deaths,
};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("deaths-per-removal", |case| Ok(deaths_per_removal(case)?.into())),
    ("local-rise", |case| Ok(local_rise(case, 0)?.into())),
    ("violence-fades-later", violence_fades_later),
    ("only-the-target-splits", only_the_target_splits),
];

const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;

fn parameters(case: &Case<'_>) -> GroupsParameters {
    // The participation choice would mix its own answer to more fighting into the counted deaths.
    GroupsParameters { participation_steepness: 0.0, ..case.parameters().groups.clone() }
}

/// A month's deaths of the target and of the country over its start, with a removal in the first month.
struct Path {
    target_deaths: Vec<f64>,
    country_ratio: Vec<f64>,
    fragments: Vec<f64>,
}

fn path(p: &GroupsParameters, baseline: &GroupsBaseline, removals: f64, months: usize) -> Path {
    let mut state = GroupsState::new(baseline);
    let mut inputs = GroupsInputs::at_rest(baseline);
    let mut outputs = GroupsOutputs::new(baseline);
    inputs.captures[0] = removals;
    let mut path = Path { target_deaths: Vec::new(), country_ratio: Vec::new(), fragments: Vec::new() };
    for _ in 0..months {
        step(p, baseline, &mut state, &inputs, &mut outputs);
        inputs.captures[0] = 0.0;
        path.target_deaths.push(outputs.conflict_deaths[0]);
        path.country_ratio.push(outputs.conflict_death_ratio[0]);
    }
    path.fragments = state.fragments;
    path
}

fn window(p: &GroupsParameters) -> usize {
    (p.capture_window_weeks / WEEKS_PER_MONTH).round() as usize
}

/// Violent deaths that one removal adds in the country within the window.
fn deaths_per_removal(case: &Case<'_>) -> Result<f64, Missing> {
    let p = parameters(case);
    let baseline = two_blocks_2012(&p);
    let [with, without] = [1.0, 0.0].map(|removals| path(&p, &baseline, removals, window(&p)));
    let deaths = |path: &Path| -> f64 {
        let weekly =
            path.country_ratio.iter().map(|ratio| violent_deaths(p.capture_reference_deaths_per_week, 1.0, *ratio));
        WEEKS_PER_MONTH * weekly.sum::<f64>()
    };
    Ok(deaths(&with) - deaths(&without))
}

/// Two groups that share the violence of a country, the first of which loses its leader.
fn local(case: &Case<'_>, p: &GroupsParameters) -> Result<GroupsBaseline, Missing> {
    let share = case.input("local_share")?;
    let [members, recruitment_per_week, arrests, deaths, dropouts] = case.array("country")?;
    let group = |share: f64| GroupStart {
        members: share * members,
        recruitment_per_week,
        arrests_per_week: share * arrests,
        conflict_deaths_per_week: share * deaths,
        dropouts_per_week: share * dropouts,
        country: 0,
    };
    let groups = vec![group(share), group(1.0 - share)];
    Ok(GroupsBaseline::new(
        p,
        groups,
        Conflict::from_pairs(2, &[]),
        ArrestRule::CountryTotal,
        vec![p.engagement_full_capacity],
    ))
}

/// Rise of the target's violence in percent over one window that starts after so many windows.
fn local_rise(case: &Case<'_>, windows_later: usize) -> Result<f64, Missing> {
    let p = parameters(case);
    let baseline = local(case, &p)?;
    let length = window(&p);
    let counted = windows_later * length..(windows_later + 1) * length;
    let [with, without] = [1.0, 0.0].map(|removals| {
        let path = path(&p, &baseline, removals, counted.end);
        path.target_deaths[counted.clone()].iter().sum::<f64>()
    });
    Ok(100.0 * (with / without - 1.0))
}

/// The rise of the second year is smaller than that of the first half-year.
fn violence_fades_later(case: &Case<'_>) -> Computed {
    let windows_per_year = MONTHS_PER_YEAR / window(&parameters(case)).max(1);
    Ok((local_rise(case, windows_per_year)? < local_rise(case, 0)?).into())
}

fn only_the_target_splits(case: &Case<'_>) -> Computed {
    let p = parameters(case);
    let path = path(&p, &two_blocks_2012(&p), 1.0, 1);
    Ok((path.fragments[0] > 0.0 && path.fragments[1] == 0.0).into())
}
