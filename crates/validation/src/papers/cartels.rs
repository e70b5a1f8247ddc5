//! Prieto-Curiel, Campedelli & Hope 2023: the population of Mexico's armed groups.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use crate::group_run::{Flows, GroupRun, Policy, Start};
use counterflow_model::groups::published::{PublishedRates, all_groups_2012, two_blocks_2012};
use counterflow_model::groups::{ArrestRule, Conflict, GroupsBaseline, GroupsParameters};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("shares-2012", shares_2012),
    ("network-of-rivals", |case| network_size(case, RIVALS)),
    ("network-of-allies", |case| network_size(case, ALLIES)),
    ("members-by-year", |case| by_year(case, GroupRun::members)),
    ("deaths-by-year", |case| by_year(case, GroupRun::deaths_per_week)),
    ("recruits-by-year", |case| by_year(case, GroupRun::recruits_per_week)),
    ("dropouts-by-year", |case| by_year(case, GroupRun::dropouts_per_week)),
    ("members-2022", |case| Ok(in_2022(case)?.members().into())),
    ("deaths-2022", |case| Ok(in_2022(case)?.deaths_per_week().into())),
    ("members-2022-band", |case| Ok(in_2022(case)?.members().into())),
    ("members-2022-published", |case| Ok(in_2022(case)?.members().into())),
    ("growth-2012-2022", |case| Ok((in_2022(case)?.members() - groups(case).published_members_2012).into())),
    ("recruits-per-week-band", |case| Ok((decade(case)?.recruits / DECADE_WEEKS).into())),
    ("recruits-per-week", |case| Ok((decade(case)?.recruits / DECADE_WEEKS).into())),
    ("deaths-per-week-2021", |case| Ok((year_2021(case)?.deaths / WEEKS_PER_YEAR).into())),
    ("deaths-2021", |case| Ok(year_2021(case)?.deaths.into())),
    ("recruits-2021", |case| Ok(year_2021(case)?.recruits.into())),
    ("arrests-2021", |case| Ok(year_2021(case)?.arrests.into())),
    ("lost-per-week", |case| decade(case).map(|flows| ((flows.deaths + flows.arrests) / DECADE_WEEKS).into())),
    ("top-ten-share", |case| Ok(in_2022(case)?.share_of_largest(10).into())),
    ("top-ten-shares", |case| Ok([in_2012(case)?.share_of_largest(10), in_2022(case)?.share_of_largest(10)].into())),
    ("two-largest-2022", |case| Ok((in_2022(case)?.share_of_largest(2) * in_2022(case)?.members()).into())),
    ("shares-2022", shares_2022),
    ("shares-2022-as-printed", shares_2022),
    ("recruits-2021-program", |case| Ok(year_2021(case)?.recruits.into())),
    ("deaths-of-small-groups", deaths_of_small_groups),
    ("deaths-of-small-groups-2022", |case| Ok(share_of_small_groups(&in_2022(case)?.deaths_by_group()).into())),
    ("killed-or-jailed", killed_or_jailed),
    ("killed-or-jailed-program", killed_or_jailed),
    ("killed-or-jailed-by-printed-flows", killed_or_jailed),
    ("no-change-members", |case| Ok(against_2021(case, Policy::NONE)?[0].into())),
    ("no-change-deaths", |case| Ok(against_2021(case, Policy::NONE)?[1].into())),
    ("no-change-against-2022", |case| Ok(against_2022(case, Policy::NONE)?.into())),
    ("half-recruitment-deaths", |case| Ok(against_2022(case, Policy::HALF_RECRUITMENT)?[1].into())),
    ("half-recruitment-members", |case| Ok(against_2022(case, Policy::HALF_RECRUITMENT)?[0].into())),
    ("half-recruitment-against-2021", |case| Ok(against_2021(case, Policy::HALF_RECRUITMENT)?.into())),
    ("double-arrests-members", |case| Ok(against_2022(case, Policy::DOUBLE_ARRESTS)?[0].into())),
    ("double-arrests-deaths", |case| Ok(against_2022(case, Policy::DOUBLE_ARRESTS)?[1].into())),
    ("double-arrests-against-2021", |case| Ok(against_2021(case, Policy::DOUBLE_ARRESTS)?.into())),
    ("double-arrests-still-rise", |case| {
        Ok(against_2022(case, Policy::DOUBLE_ARRESTS)?.iter().all(|change| *change > 0.0).into())
    }),
    ("double-arrests-help-against-no-policy", double_arrests_help),
    ("zero-recruitment", |case| zero_recruitment_years(case, "violence_2012_data")),
    ("zero-recruitment-to-the-model", |case| zero_recruitment_years(case, "violence_2012_model")),
    ("five-years-base", |case| five_years(case, Policy::NONE)),
    ("five-years-double-arrests", |case| five_years(case, Policy::DOUBLE_ARRESTS)),
    ("five-years-half-recruitment", |case| five_years(case, Policy::HALF_RECRUITMENT)),
    ("blocks-members-2022", |case| Ok(blocks_2022(case).members().into())),
    ("blocks-deaths-2022", |case| Ok(blocks_2022(case).deaths_per_week().into())),
    ("blocks-no-change", |case| Ok(five_years_on(&blocks_2022(case), Policy::NONE).into())),
    ("blocks-double-arrests", |case| Ok(five_years_on(&blocks_2022(case), Policy::DOUBLE_ARRESTS).into())),
    ("blocks-half-recruitment", |case| Ok(five_years_on(&blocks_2022(case), Policy::HALF_RECRUITMENT).into())),
    ("blocks-no-recruitment", |case| Ok(five_years_on(&blocks_2022(case), Policy::NO_RECRUITMENT).into())),
    ("shipped-blocks", shipped_blocks),
    ("pooling-cost", pooling_cost),
    ("members-are-conserved", members_are_conserved),
    ("extinction", extinction),
];

const RIVALS: &str = "cartels/rivals.csv";
const ALLIES: &str = "cartels/alliances.csv";
/// Groups of the published network.
const GROUPS: usize = 150;
const WEEKS_PER_YEAR: f64 = 52.0;
const DECADE_WEEKS: f64 = 10.0 * WEEKS_PER_YEAR;
const MONTHS_PER_YEAR: usize = counterflow_model::MONTHS_PER_YEAR as usize;
/// Months from January 2012 to January 2022, and from there to January 2027.
const TO_2022: usize = 10 * MONTHS_PER_YEAR;
const TO_2027: usize = 5 * MONTHS_PER_YEAR;

fn groups<'a>(case: &Case<'a>) -> &'a GroupsParameters {
    &case.parameters().groups
}

type Edges = Vec<(usize, usize, f64)>;

fn edges(case: &Case<'_>, file: &str) -> Result<Edges, Missing> {
    let rows = case.inputs.reference.numbers(file)?;
    let edge = |row: &Vec<f64>| match row.as_slice() {
        [a, b, states] if *a >= 1.0 && *b >= 1.0 => Ok((*a as usize - 1, *b as usize - 1, *states)),
        _ => Err(Missing::Unusable(format!("{file}: a row is not rank, rank, states"))),
    };
    rows.iter().map(edge).collect()
}

fn members_of(baseline: &GroupsBaseline) -> Vec<f64> {
    baseline.groups().iter().map(|group| group.members).collect()
}

/// The 150 groups in January 2012.
fn in_2012(case: &Case<'_>) -> Result<GroupRun, Missing> {
    let (rivals, allies) = (edges(case, RIVALS)?, edges(case, ALLIES)?);
    let p = groups(case);
    Ok(GroupRun::new(
        p,
        Start {
            rates: PublishedRates::new(p),
            members: &members_of(&all_groups_2012(p, GROUPS, &rivals, &allies)),
            concentration: &[1.0; GROUPS],
            conflict: Conflict::from_rivals_and_allies(GROUPS, &rivals, &allies),
            arrest_rule: ArrestRule::CountryTotal,
        },
    ))
}

fn in_2022(case: &Case<'_>) -> Result<GroupRun, Missing> {
    let mut run = in_2012(case)?;
    run.months(TO_2022);
    Ok(run)
}

fn decade(case: &Case<'_>) -> Result<Flows, Missing> {
    Ok(in_2012(case)?.months(TO_2022))
}

fn year_2021(case: &Case<'_>) -> Result<Flows, Missing> {
    let mut run = in_2012(case)?;
    run.months(TO_2022 - MONTHS_PER_YEAR);
    Ok(run.months(MONTHS_PER_YEAR))
}

/// The ten largest groups and the others as two blocks, January 2022.
fn blocks_2022(case: &Case<'_>) -> GroupRun {
    let p = groups(case);
    let pairs = [
        (0, 0, p.block_large_large_conflict),
        (0, 1, p.block_large_small_conflict),
        (1, 0, p.block_small_large_conflict),
        (1, 1, p.block_small_small_conflict),
    ];
    let mut run = GroupRun::new(
        p,
        Start {
            rates: PublishedRates::new(p),
            members: &members_of(&two_blocks_2012(p)),
            concentration: &[p.block_large_concentration, p.block_small_concentration],
            conflict: Conflict::from_pairs(pairs.len() / 2, &pairs),
            arrest_rule: ArrestRule::CountryTotal,
        },
    );
    run.months(TO_2022);
    run
}

/// Shares of the five largest groups at the start, by Zipf's law.
fn shares_2012(case: &Case<'_>) -> Computed {
    let members = members_of(&all_groups_2012(groups(case), GROUPS, &[], &[]));
    let total: f64 = members.iter().sum();
    Ok(members.iter().take(5).map(|members| 100.0 * members / total).collect::<Vec<f64>>().into())
}

fn shares_2022(case: &Case<'_>) -> Computed {
    let run = in_2022(case)?;
    Ok(run.state.members.iter().take(5).map(|members| 100.0 * members / run.members()).collect::<Vec<f64>>().into())
}

/// Pairs and their weights.
fn network_size(case: &Case<'_>, file: &str) -> Computed {
    let edges = edges(case, file)?;
    Ok([edges.len() as f64, edges.iter().map(|edge| edge.2).sum()].into())
}

/// A number in January of each quoted year.
fn by_year(case: &Case<'_>, of: fn(&GroupRun) -> f64) -> Computed {
    let mut run = in_2012(case)?;
    let mut years = case.inputs("years")?.iter();
    let mut year = years.next().copied().unwrap_or_default();
    let mut numbers = vec![of(&run)];
    for &next in years {
        run.months(MONTHS_PER_YEAR * (next - year) as usize);
        year = next;
        numbers.push(of(&run));
    }
    Ok(numbers.into())
}

/// Percent of deaths suffered by all but the ten largest groups.
fn share_of_small_groups(deaths: &[f64]) -> f64 {
    100.0 * deaths.iter().skip(10).sum::<f64>() / deaths.iter().sum::<f64>()
}

/// The same over the decade, months by the mean of their ends.
fn deaths_of_small_groups(case: &Case<'_>) -> Computed {
    let mut run = in_2012(case)?;
    let mut sums = vec![0.0; GROUPS];
    let mut add = |run: &GroupRun, weight: f64| {
        sums.iter_mut().zip(run.deaths_by_group()).for_each(|(sum, deaths)| *sum += weight * deaths)
    };
    for _ in 0..TO_2022 {
        add(&run, 0.5);
        run.months(1);
        add(&run, 0.5);
    }
    Ok(share_of_small_groups(&sums).into())
}

/// Share of all who were members in the decade that was killed or arrested.
fn killed_or_jailed(case: &Case<'_>) -> Computed {
    let flows = decade(case)?;
    Ok((100.0 * (flows.deaths + flows.arrests) / (groups(case).published_members_2012 + flows.recruits)).into())
}

/// Change of members and of deaths a week in percent, five years on.
fn five_years_on(today: &GroupRun, policy: Policy) -> [f64; 2] {
    let mut run = today.clone().under(policy);
    run.months(TO_2027);
    [100.0 * (run.members() / today.members() - 1.0), 100.0 * (run.deaths_per_week() / today.deaths_per_week() - 1.0)]
}

fn against_2022(case: &Case<'_>, policy: Policy) -> Result<[f64; 2], Missing> {
    Ok(five_years_on(&in_2022(case)?, policy))
}

/// The same against the mean of the year 2021.
fn against_2021(case: &Case<'_>, policy: Policy) -> Result<[f64; 2], Missing> {
    let mut run = in_2012(case)?;
    run.months(TO_2022 - MONTHS_PER_YEAR);
    let mut members = 0.0;
    let mut deaths = 0.0;
    for _ in 0..MONTHS_PER_YEAR {
        let before = run.members();
        deaths += run.months(1).deaths / WEEKS_PER_YEAR;
        members += 0.5 * (before + run.members()) / MONTHS_PER_YEAR as f64;
    }
    let mut run = run.under(policy);
    run.months(TO_2027);
    Ok([100.0 * (run.members() / members - 1.0), 100.0 * (run.deaths_per_week() / deaths - 1.0)])
}

fn double_arrests_help(case: &Case<'_>) -> Computed {
    let ([members, deaths], [more_members, more_deaths]) =
        (against_2022(case, Policy::DOUBLE_ARRESTS)?, against_2022(case, Policy::NONE)?);
    Ok((members < more_members && deaths < more_deaths).into())
}

/// Years without recruits until deaths a week have fallen to a level, interpolated within the month.
fn zero_recruitment_years(case: &Case<'_>, level: &str) -> Computed {
    let level = case.input(level)?;
    let mut run = in_2022(case)?.under(Policy::NO_RECRUITMENT);
    let mut months = 0.0;
    let mut before = run.deaths_per_week();
    while before > level {
        run.months(1);
        let after = run.deaths_per_week();
        months += ((before - level) / (before - after)).min(1.0);
        before = after;
    }
    Ok((months / MONTHS_PER_YEAR as f64).into())
}

/// Deaths, recruits, arrests of 2022-2026, and members and deaths a week at the end.
fn five_years(case: &Case<'_>, policy: Policy) -> Computed {
    let mut run = in_2022(case)?.under(policy);
    let flows = run.months(TO_2027);
    Ok([flows.deaths, flows.recruits, flows.arrests, run.members(), run.deaths_per_week()].into())
}

/// What two blocks in place of 150 groups cost in 2022: members and deaths, in percent.
fn pooling_cost(case: &Case<'_>) -> Computed {
    let (exact, pooled) = (in_2022(case)?, blocks_2022(case));
    Ok([
        100.0 * (pooled.members() / exact.members() - 1.0),
        100.0 * (pooled.deaths_per_week() / exact.deaths_per_week() - 1.0),
    ]
    .into())
}

/// Members of the shipped Mexican blocks over those of the 150 groups in the month the world starts.
fn shipped_blocks(case: &Case<'_>) -> Computed {
    let world = &case.inputs.model.world;
    let country = world.country("mexico").ok_or_else(|| Missing::Unusable("the world has no Mexico".to_owned()))?;
    let shipped: f64 = world.groups.iter().filter(|group| group.country == country).map(|group| group.members).sum();
    let mut run = in_2012(case)?;
    run.months(MONTHS_PER_YEAR * (case.input("fitted_until")? - case.inputs("years")?[0]) as usize);
    Ok((shipped / run.members()).into())
}

/// Largest difference in a month between the change of members and recruits less arrests, deaths and
/// dropouts, over all members.
fn members_are_conserved(case: &Case<'_>) -> Computed {
    let mut run = in_2012(case)?;
    let mut largest: f64 = 0.0;
    for _ in 0..TO_2022 {
        let before = run.members();
        let flows = run.months(1);
        let change = flows.recruits - flows.arrests - flows.deaths - flows.dropouts;
        largest = largest.max(((run.members() - before - change) / before).abs());
    }
    Ok(largest.into())
}

/// Under arrests far above recruitment all groups end in finite time and none falls below zero.
fn extinction(case: &Case<'_>) -> Computed {
    let mut run = in_2022(case)?;
    run.inputs.incapacitation_ratio.fill(case.input("arrests_for_extinction")?);
    let mut never_negative = true;
    for _ in 0..TO_2027 {
        run.months(1);
        never_negative &= run.state.members.iter().all(|members| *members >= 0.0);
    }
    Ok((never_negative && run.members() == 0.0).into())
}
