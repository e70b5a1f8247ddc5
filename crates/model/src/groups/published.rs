//! The published settings: Mexico's groups as in the papers, for validation and for running alone.
//!
//! Sources: Prieto-Curiel, Campedelli & Hope 2023 (constants of the deposited code, 2012-2022) and
//! the two-block aggregation of its 150 groups (size-weighted means of the conflict matrix).

use super::{ArrestRule, Conflict, GroupStart, GroupsBaseline, GroupsParameters};

/// Constants of the published equation, one value for all groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedRates {
    /// Recruits per member and week (rho).
    pub recruitment_per_week: f64,
    /// Members arrested a week in all (eta).
    pub arrests_per_week: f64,
    /// Deaths per pair of members and week (theta).
    pub lethality: f64,
    /// Dropouts per pair of members and week (omega).
    pub saturation: f64,
}

impl PublishedRates {
    /// The values of the deposited code.
    pub fn new(p: &GroupsParameters) -> Self {
        Self {
            recruitment_per_week: p.published_recruitment_per_week,
            arrests_per_week: p.published_arrests_per_week,
            lethality: p.published_lethality,
            saturation: p.published_saturation,
        }
    }
}

/// A baseline of one country from the published constants; `concentration` is the sum of squared
/// size shares within each group, one for a group that is not an aggregate.
pub fn from_rates(
    p: &GroupsParameters,
    rates: &PublishedRates,
    members: &[f64],
    concentration: &[f64],
    conflict: Conflict,
    arrest_rule: ArrestRule,
) -> GroupsBaseline {
    let mut exposure = vec![0.0; members.len()];
    conflict.exposure(members, &mut exposure);
    let total: f64 = members.iter().sum();
    let groups = (0..members.len())
        .map(|i| GroupStart {
            members: members[i],
            recruitment_per_week: rates.recruitment_per_week,
            arrests_per_week: rates.arrests_per_week * members[i] / total,
            conflict_deaths_per_week: rates.lethality * members[i] * exposure[i],
            dropouts_per_week: rates.saturation * concentration[i] * members[i] * members[i],
            country: 0,
        })
        .collect();
    GroupsBaseline::new(p, groups, conflict, arrest_rule, vec![p.engagement_full_capacity])
}

/// Mexico in January 2012 as two blocks: the ten largest groups and all smaller ones.
pub fn two_blocks_2012(p: &GroupsParameters) -> GroupsBaseline {
    let large = p.block_large_members_2012;
    let conflict = Conflict::from_pairs(
        2,
        &[
            (0, 0, p.block_large_large_conflict),
            (0, 1, p.block_large_small_conflict),
            (1, 0, p.block_small_large_conflict),
            (1, 1, p.block_small_small_conflict),
        ],
    );
    from_rates(
        p,
        &PublishedRates::new(p),
        &[large, p.published_members_2012 - large],
        &[p.block_large_concentration, p.block_small_concentration],
        conflict,
        ArrestRule::CountryTotal,
    )
}

/// Mexico in January 2012 with every group on its own: sizes follow Zipf's law over the groups as
/// listed, largest strength first; lists hold (group, group, number of states), counted from zero.
pub fn all_groups_2012(
    p: &GroupsParameters,
    groups: usize,
    rivals: &[(usize, usize, f64)],
    allies: &[(usize, usize, f64)],
) -> GroupsBaseline {
    let weights: Vec<f64> = (1..=groups).map(|rank| 1.0 / rank as f64).collect();
    let total: f64 = weights.iter().sum();
    let members: Vec<f64> = weights.iter().map(|weight| p.published_members_2012 * weight / total).collect();
    let conflict = Conflict::from_rivals_and_allies(groups, rivals, allies);
    let alone = vec![1.0; groups];
    from_rates(p, &PublishedRates::new(p), &members, &alone, conflict, ArrestRule::CountryTotal)
}
