//! Interdiction of one parameter draw at rest: how often consignments of each pool are found, and what
//! follows.
//!
//! At sea and in the air detection d0 = r0/(a0 s0), so that the pursuit multiplies to the world's loss share r0;
//! where that exceeds the highest detection, the pool has more responders at hand, a0 = r0/(d0 s0). Elsewhere
//! what is found is seized.

use super::bounded_swing::{BoundedSwing, later_leg_factor};
use super::{InterdictionParameters, Pool, Pools};
use crate::world::Mode;

/// Interdiction of one parameter draw at rest.
#[derive(Clone, Debug)]
pub struct InterdictionBaseline {
    /// Loss share at sea and in the air, by corridor.
    pub pursued_loss_share: Vec<f64>,
    /// How losses at sea and in the air split into detection and action, by corridor.
    pub(super) pursuit: Vec<Pursuit>,
    /// What a month reads of each pool.
    pub(super) pools: Vec<PoolTerms>,
    /// How often consignments of each pool are found.
    pub(super) finds: Finds,
    /// Stable number of each pool for random draws.
    pub(super) entities: Vec<u64>,
    /// Usual consignment of each pool.
    pub(super) consignment_kg: Vec<f64>,
    /// What keeps the mean of drawn shares at the expected one.
    pub(super) bounded_swing: BoundedSwing,
    /// Factor on the drawn share of each pool for the months in which earlier legs have left it less to lose.
    pub(super) later_leg: Vec<f64>,
}

impl InterdictionBaseline {
    /// Prepares the pools; `pursued_loss_share` is each corridor's loss share at sea and in the air.
    #[must_use]
    pub fn new(p: &InterdictionParameters, pools: &Pools, pursued_loss_share: Vec<f64>) -> Self {
        let terms: Vec<PoolTerms> = pools.pools.iter().map(|pool| PoolTerms::new(p, pool)).collect();
        Self {
            pursuit: pursued_loss_share.iter().map(|&loss_share| Pursuit::new(p, loss_share)).collect(),
            pursued_loss_share,
            finds: Finds::new(pools, &terms),
            pools: terms,
            entities: pools.pools.iter().map(|pool| pool.entity).collect(),
            consignment_kg: pools.pools.iter().map(|pool| consignment_kg(p, pool.mode)).collect(),
            bounded_swing: BoundedSwing::new(p.enforcement_swing_log_sd),
            later_leg: vec![1.0; pools.pools.len()],
        }
    }

    /// Says what share of each pool's volume earlier legs of its corridor have lost at sea and in the air.
    #[must_use]
    pub fn after_earlier_legs(mut self, p: &InterdictionParameters, lost_before: &[f64]) -> Self {
        for (factor, lost) in self.later_leg.iter_mut().zip(lost_before) {
            *factor = later_leg_factor(p.enforcement_swing_log_sd, *lost);
        }
        self
    }
}

/// Random search in the baseline, by pool.
#[derive(Clone, Debug)]
pub(super) struct Finds {
    /// Loss share.
    pub(super) loss_share: Vec<f64>,
    /// Highest share that can be seized.
    pub(super) highest_loss_share: Vec<f64>,
    /// Share of consignments found: detected at sea and in the air, seized elsewhere.
    pub(super) found: Vec<f64>,
    /// Log of the share not found.
    pub(super) missed_log: Vec<f64>,
}

impl Finds {
    fn new(pools: &Pools, terms: &[PoolTerms]) -> Self {
        let each = |value: &dyn Fn(&PoolTerms, &Pool) -> f64| {
            terms.iter().zip(&pools.pools).map(|(terms, pool)| value(terms, pool)).collect()
        };
        Self {
            loss_share: each(&|_, pool| pool.loss_share),
            highest_loss_share: each(&|terms, _| terms.highest_loss_share),
            found: each(&|terms, pool| if terms.pursued { terms.pursuit.detection } else { pool.loss_share }),
            missed_log: each(&|terms, pool| {
                if terms.pursued { terms.pursuit.undetected_log } else { pool.survival_log }
            }),
        }
    }
}

/// The baseline of one pool, packed together.
#[derive(Clone, Copy, Debug)]
pub(super) struct PoolTerms {
    pub(super) corridor: usize,
    pub(super) jurisdiction: Option<usize>,
    /// State in which containers are loaded.
    pub(super) loaded_in: Option<usize>,
    pub(super) vessel: bool,
    pub(super) pursued: bool,
    pub(super) in_container: bool,
    /// How far search effort sees the mode.
    pub(super) search_weight: f64,
    /// How losses at sea and in the air split into detection and action.
    pub(super) pursuit: Pursuit,
    /// Highest share that can be seized.
    pub(super) highest_loss_share: f64,
}

impl PoolTerms {
    fn new(p: &InterdictionParameters, pool: &Pool) -> Self {
        Self {
            corridor: pool.corridor,
            jurisdiction: pool.jurisdiction,
            loaded_in: pool.loaded_in,
            vessel: pool.mode.is_vessel(),
            pursued: pool.mode.is_pursued(),
            in_container: pool.mode == Mode::Container,
            search_weight: search_weight(p, pool.mode),
            pursuit: Pursuit::new(p, pool.loss_share),
            highest_loss_share: p.highest_loss_share.max(pool.loss_share),
        }
    }
}

/// How a baseline loss share of pursued consignments splits into detection and action.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pursuit {
    pub(super) detection: f64,
    pub(super) undetected_log: f64,
    pub(super) actionable: f64,
}

impl Pursuit {
    fn new(p: &InterdictionParameters, loss_share: f64) -> Self {
        let detection = (loss_share / (p.actionable_share * p.success_share)).min(p.highest_detection_share);
        let actionable = if detection < p.highest_detection_share {
            p.actionable_share
        } else {
            (loss_share / (detection * p.success_share)).min(1.0)
        };
        Self { detection, undetected_log: (-detection).ln_1p(), actionable }
    }

    #[inline]
    pub(super) fn detection_after(&self, effort: f64) -> f64 {
        if effort == 1.0 { self.detection } else { -(effort * self.undetected_log).exp_m1() }
    }

    #[inline]
    pub(super) fn actionable_after(&self, staffing: f64, recovered: f64) -> f64 {
        let staffed = (self.actionable * staffing).min(1.0);
        staffed + recovered * (1.0 - staffed)
    }

    #[inline]
    pub(super) fn actionable_ratio(&self, staffing: f64, recovered: f64) -> f64 {
        self.actionable_after(staffing, recovered) / self.actionable
    }
}

fn search_weight(p: &InterdictionParameters, mode: Mode) -> f64 {
    match mode {
        Mode::GoFast | Mode::LowProfile | Mode::Air => p.sea_air_search_weight,
        Mode::River => p.river_search_weight,
        Mode::Land => p.land_search_weight,
        // A closed container shows nothing to an aircraft.
        Mode::Container => 0.0,
    }
}

/// Usual consignment of a mode.
#[must_use]
pub fn consignment_kg(p: &InterdictionParameters, mode: Mode) -> f64 {
    match mode {
        Mode::Land => p.land_consignment_kg,
        Mode::River => p.river_consignment_kg,
        Mode::GoFast => p.go_fast_consignment_kg,
        Mode::LowProfile => p.low_profile_consignment_kg,
        Mode::Air => p.air_consignment_kg,
        Mode::Container => p.container_consignment_kg,
    }
}
