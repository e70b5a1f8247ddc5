//! The equation for seizures: the share of each pool's volume that is expected to be seized.
//!
//! ```text
//! pursued      r = r0 (d/d0) (a/a0) (s/s0) l M      at sea and in the air; the funnel gives d, a, s
//! inspected    r = 1 - (1 - r0)^(e g l)             on land, on rivers and in ports
//! ```
//! In ports e is what inspections make of it (`ports`). Both are random search: effort multiplies the hazard of being
//! found.

use super::baseline::{Finds, PoolTerms};
use super::funnel::{JointAid, JointReach, corridor_funnel, follow_up, mode_effort};
use super::ports::leg_find_ratio;
use super::{InterdictionBaseline, InterdictionInputs, InterdictionOutputs, InterdictionParameters, InterdictionState};
use crate::elementary::{self, wide};

/// Computes the month's loss shares from last month's state and the policy in force.
pub fn loss_shares(
    p: &InterdictionParameters,
    baseline: &InterdictionBaseline,
    state: &InterdictionState,
    inputs: &InterdictionInputs,
    outputs: &mut InterdictionOutputs,
) {
    let reach = JointReach::new(p, inputs);
    for (corridor, (funnel, before)) in outputs.funnel.iter_mut().zip(&baseline.pursuit).enumerate() {
        let aid = JointAid::new(p, reach, inputs.corridor_cooperation_ratio[corridor]);
        *funnel = corridor_funnel(p, state, inputs, corridor, before, &aid);
    }
    outputs.information_delay_ratio = 1.0 - p.coordination_delay_cut * reach.coordination;
    for (secrecy, leak) in outputs.secrecy.iter_mut().zip(&inputs.leak_ratio) {
        *secrecy = (1.0 - (p.leak_share * leak).min(1.0)) / (1.0 - p.leak_share);
    }
    for (k, pool) in baseline.pools.iter().enumerate() {
        let funnel = &outputs.funnel[pool.corridor];
        let secrecy = pool.jurisdiction.map_or(1.0, |state| outputs.secrecy[state]);
        let effort = mode_effort(pool.search_weight, funnel.search_ratio);
        (outputs.effort[k], outputs.follow_up[k]) = if pool.pursued {
            (effort, follow_up(pool, funnel, inputs) * secrecy)
        } else {
            let in_ports = if pool.in_container { ports(p, pool, inputs) } else { 1.0 };
            (effort * in_ports * funnel.inspection_guidance * secrecy, 1.0)
        };
    }
    finds(&baseline.finds, inputs.loss_share_shock, outputs);
}

/// Inspection in the ports where a pool's containers are loaded and landed, over the baseline's.
fn ports(p: &InterdictionParameters, pool: &PoolTerms, inputs: &InterdictionInputs) -> f64 {
    let of = |state: Option<usize>| state.map_or(1.0, |state| inputs.port_find_ratio[state]);
    leg_find_ratio(p, of(pool.loaded_in), of(pool.jurisdiction))
}

/// Loss shares by random search: effort multiplies the hazard of being found, on the water, in the air, on
/// land and in ports; what follows a find multiplies the rest.
fn finds(finds: &Finds, shock: f64, outputs: &mut InterdictionOutputs) {
    // Slices of one length let the compiler drop the bounds checks and use vectors.
    let count = outputs.loss_share.len();
    let (loss_share, highest, found) =
        (&finds.loss_share[..count], &finds.highest_loss_share[..count], &finds.found[..count]);
    let (missed_log, effort, follow_up) =
        (&finds.missed_log[..count], &outputs.effort[..count], &outputs.follow_up[..count]);
    let share = &mut outputs.loss_share[..];
    wide(
        #[inline(always)]
        move || {
            for k in 0..count {
                let found_ratio = -elementary::exp_m1(effort[k] * missed_log[k]) / found[k];
                let found_ratio = if effort[k] == 1.0 || found[k] <= 0.0 { 1.0 } else { found_ratio };
                share[k] = (loss_share[k] * found_ratio * follow_up[k] * shock).max(0.0).min(highest[k]);
            }
        },
    );
}
