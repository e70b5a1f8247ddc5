//! Chance: from the expected share of a pool to the consignments seized in a month.
//!
//! Consignments are whole: a pool's volume is split by the mode's usual size, and how many are seized is one
//! binomial draw per pool; at sea and in the air its probability swings from month to month.

use super::{InterdictionBaseline, InterdictionParameters, InterdictionState};
use crate::elementary::{self, wide};
use crate::random::{Chances, Purpose, Stream};
use crate::world::World;
use counterflow_evidence::stable_hash;
use std::ops::Range;

/// Moves the monthly swing of enforcement at sea and in the air by one draw per corridor.
pub fn swing(
    p: &InterdictionParameters,
    world: &World,
    state: &mut InterdictionState,
    stream: Option<Stream>,
    month: u16,
) {
    let Some(stream) = stream else { return };
    let rho = p.enforcement_swing_autocorrelation;
    let fresh = (1.0 - rho * rho).max(0.0).sqrt() * p.enforcement_swing_log_sd;
    for (corridor, swing) in world.corridors.iter().zip(&mut state.swing) {
        let z = stream.normal(month, Purpose::EnforcementSwing, stable_hash(&corridor.id));
        // A run starts in the middle of things: its first swing is drawn from the spread that swings have in the long
        // run.
        *swing = if month == 0 { p.enforcement_swing_log_sd * z } else { rho * *swing + fresh * z };
    }
}

/// Factor of each corridor's swing on the share of a pursued consignment that is seized.
///
/// Its mean is one, that of a log-normal factor with the swing's standard deviation; [`InterdictionBaseline::roll`]
/// bounds what comes of it without moving the mean.
pub fn swing_factors(p: &InterdictionParameters, state: &InterdictionState, factors: &mut [f64]) {
    let half_variance = 0.5 * p.enforcement_swing_log_sd.powi(2);
    for (factor, swing) in factors.iter_mut().zip(&state.swing) {
        *factor = (swing - half_variance).exp();
    }
}

/// The month's draws of every pool, and what comes of them layer by layer.
#[derive(Clone, Debug)]
pub struct Seizures {
    /// Share of the volume that is seized, by pool.
    pub share: Vec<f64>,
    /// Consignments seized, by pool.
    pub consignments: Vec<f64>,
    /// Probability that a consignment is seized this month, by pool.
    chances: Chances,
    /// Uniform number that decides how many whole consignments are seized.
    whole_uniform: Vec<f64>,
    /// Uniform number that decides whether the last, partial one is.
    rest_uniform: Vec<f64>,
    /// Number of whole consignments.
    whole: Vec<f64>,
}

impl Seizures {
    /// Room for `pools` pools.
    #[must_use]
    pub fn new(pools: usize) -> Self {
        let zeros = || vec![0.0; pools];
        Self {
            share: zeros(),
            consignments: zeros(),
            chances: Chances::none(pools),
            whole_uniform: zeros(),
            rest_uniform: zeros(),
            whole: zeros(),
        }
    }
}

impl InterdictionBaseline {
    /// Draws a month's uniform numbers, and lets its swing move the share seized at sea and in the air.
    pub fn roll(
        &self,
        (stream, month): (Stream, u16),
        loss_share: &[f64],
        swing_factor: &[f64],
        seizures: &mut Seizures,
    ) {
        let Seizures { chances, whole_uniform, rest_uniform, .. } = seizures;
        let bounded_swing = &self.bounded_swing;
        stream.uniform_pairs(month, Purpose::SeizedConsignments, &self.entities, whole_uniform, rest_uniform);
        chances.set(|k| {
            let (pool, loss_share) = (&self.pools[k], loss_share[k]);
            // The swing was measured on coastal seizures; posts on roads and in ports are many and do not swing
            // together.
            if !pool.pursued {
                return loss_share;
            }
            let highest = pool.highest_loss_share.max(loss_share);
            bounded_swing.share(loss_share * self.later_leg[k], highest, swing_factor[pool.corridor])
        });
    }

    /// Seizures of the pools of a layer, expected.
    pub fn expect(&self, pools: Range<usize>, volume_kg: &[f64], loss_share: &[f64], seizures: &mut Seizures) {
        for k in pools {
            seizures.share[k] = loss_share[k];
            seizures.consignments[k] = loss_share[k] * volume_kg[k] / self.consignment_kg[k];
        }
    }

    /// Seizures of the pools of a layer, drawn. Works on slices of one length, so that the compiler uses vectors.
    pub fn draw(&self, pools: Range<usize>, volume_kg: &[f64], seizures: &mut Seizures) {
        let count = pools.len();
        let (size, volume) = (&self.consignment_kg[pools.clone()][..count], &volume_kg[pools.clone()][..count]);
        let probability = &seizures.chances.probability()[pools.clone()][..count];
        let whole = &mut seizures.whole[pools.clone()][..count];
        let share = &mut seizures.share[pools.clone()][..count];
        let seized = &mut seizures.consignments[pools.clone()][..count];
        let rest_uniform = &seizures.rest_uniform[pools.clone()][..count];
        wide(
            #[inline(always)]
            || {
                for k in 0..count {
                    let whole_consignments = elementary::whole_part(volume[k] / size[k]).min(f64::from(u32::MAX));
                    whole[k] = if volume[k] > 0.0 { whole_consignments } else { 0.0 };
                }
            },
        );
        seizures.chances.binomial_quantiles(pools.clone(), whole, &seizures.whole_uniform[pools], seized);
        wide(
            #[inline(always)]
            move || {
                for k in 0..count {
                    let rest_kg = volume[k] - whole[k] * size[k];
                    let rest_seized = if rest_uniform[k] < probability[k] && volume[k] > 0.0 { 1.0 } else { 0.0 };
                    let kilograms = seized[k] * size[k] + rest_seized * rest_kg;
                    share[k] = if volume[k] > 0.0 { (kilograms / volume[k]).min(1.0) } else { 0.0 };
                    seized[k] += rest_seized;
                }
            },
        );
    }
}
