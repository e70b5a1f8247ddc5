//! Whom groups can reach, and who enters: what bounds the published equations, and what moves groups
//! where the trade moves.
//!
//! ```text
//! V_i     <- V_i + (revenue_ratio_i - V_i) / tau          revenue to which recruits and rivals have adjusted
//! K_c      = k sum_{i in c} C_i0 V_i^kappa                people whom the groups of country c can reach
//! rivals_i = V_i^epsilon                                  factor on conflict intensity
//! recruits = rho_i C_i rivals_i (K_c / C_c)^nu            rho_i C_i: the losses of the start
//! ```
//!
//! The last line is a matching function with constant returns: members who recruit meet people who can
//! be recruited (Petrongolo & Pissarides 2001 survey its use for jobs, with an elasticity to those who
//! seek of 0.5 to 0.7; that groups find members as firms find workers is our assumption). nu = 0 is the
//! published equation, where each member recruits at a fixed rate and groups grow without end; at nu = 1
//! the pool alone decides. With k = 1 groups neither grow nor shrink; k above or below one lets them do so
//! at the rates seen in Mexico and Colombia, towards a size that stands again. Arrests, deterrence and
//! programmes move that size and not only the path to it.
//!
//! The third line is entry into a contest: the prize rises, rivals come for it, fight and recruit, and deaths
//! rise more than in proportion once members follow. Ecuador 2019-2023 is the example: seizures x5.2,
//! homicide rate x6.7; in Colombia, Panama and the Dominican Republic homicide moved by 0.1 to 0.3 % for
//! each per cent of seizures. Where violence deters recruits it limits itself: tripled revenue then doubles
//! Ecuador's deaths of 2023 in five years instead of multiplying them by 2.5.
//!
//! Known failures: people at risk are a number that revenue moves, not a population with ages; entry and
//! exit are equally fast.

use super::{GroupsBaseline, GroupsParameters, GroupsState, ratio_or_zero, sum_by_country};
use crate::elementary::powers;

/// Parameters of the pool and of entry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pool {
    size_ratio: f64,
    size_elasticity: f64,
    revenue_elasticity: f64,
    entry_elasticity: f64,
    adjusted_per_month: f64,
}

impl Pool {
    pub(super) fn new(p: &GroupsParameters) -> Self {
        Self {
            size_ratio: p.recruitment_pool_ratio,
            size_elasticity: p.recruitment_pool_elasticity,
            revenue_elasticity: p.pool_revenue_elasticity,
            entry_elasticity: p.rival_entry_elasticity,
            adjusted_per_month: 1.0 / p.revenue_adjustment_months.max(1.0),
        }
    }

    /// Adjusts established revenue by a month; sets what the pool allows and what rivals add.
    pub(super) fn adjust(&self, baseline: &GroupsBaseline, state: &mut GroupsState, revenue_ratio: &[f64]) {
        for (established, now) in state.established_revenue.iter_mut().zip(revenue_ratio) {
            *established += (now - *established) * self.adjusted_per_month;
        }
        let scratch = &mut state.scratch;
        powers(&state.established_revenue, self.entry_elasticity, &mut scratch.rivalry);
        powers(&state.established_revenue, self.revenue_elasticity, &mut scratch.stage);
        for (pool, group) in scratch.stage.iter_mut().zip(&baseline.groups) {
            *pool *= self.size_ratio * group.members;
        }
        sum_by_country(baseline, &scratch.stage, &mut scratch.country_pool);
        sum_by_country(baseline, &state.members, &mut scratch.country_members);
        for (pool, members) in scratch.country_pool.iter_mut().zip(&scratch.country_members) {
            *pool = ratio_or_zero(*pool, *members);
        }
        for (reach, group) in scratch.slope.iter_mut().zip(&baseline.groups) {
            *reach = scratch.country_pool[group.country];
        }
        powers(&scratch.slope, self.size_elasticity, &mut scratch.reach);
        for (reach, rivals) in scratch.reach.iter_mut().zip(&scratch.rivalry) {
            *reach *= rivals;
        }
    }
}
