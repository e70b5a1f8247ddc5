//! Interdiction: from a shipment to a seizure, per pool of like consignments.
//!
//! A pool is one corridor, mode, jurisdiction and layer. Boats and aircraft are pursued; trucks, river
//! craft and containers are inspected where they pass. The share of volume seized is
//! ```text
//! pursued      r = r0 (d/d0) (a/a0) (s/s0) l M
//!   detect       d = 1 - (1 - d0)^(search effort / baseline effort)        random search: d = 1 - exp(-sweep effort / area)
//!   actionable   a = a0 (assets / known events)^epsilon + recovered jurisdiction losses      assets: at sea only
//!   success      s = 1 - (1 - s0)^(tau0 / tau)                             a target that flees from a datum
//!   partners     M = 1 - p (1 - psi)(1 - C/C0)                             partner-supported share that falls away
//! inspected    r = 1 - (1 - r0)^(e g l)                                    random search again: effort multiplies the hazard
//!   effort       e: search effort as far as it sees land and rivers; inspections in ports
//!   guidance     g = 1 + q ((1 + hubs)(1 + task forces) - 1)               q: share of finds that shared intelligence leads to
//! both         l = (1 - leak (corruption / baseline corruption)) / (1 - leak)      cues that reach the wrong ears
//! ```
//! Where what stands: the equation for seizures in `loss_shares`, its factors d, a and s in `funnel`, the law of
//! response time behind s in `response_time`, their values at rest in `baseline`; what a pool is in `pools`, ports in
//! `ports`, chance in `seizures`, what keeps its mean where the swing meets a bound in `bounded_swing`, how enforcement
//! learns in `learning`.
//!
//! Sources: random search and flight from a datum: Koopman 1946, Washburn 2014 (general knowledge);
//! funnel numbers: GAO-06-200, Kelly 2014, JIATF-South 2013; planning elasticity 0.43: GAO-14-527;
//! jurisdiction losses: air-bridge monthly reports; monthly noise: Werner 2026 (log-SD .70, lag-1 .31).
//! Adaptive allocation follows success as NarcoLogic's interdiction agent (Magliocca et al. 2019).

mod baseline;
mod bounded_swing;
mod funnel;
mod learning;
mod loss_shares;
mod parameters;
mod pools;
mod ports;
mod response_time;
mod seizures;
#[cfg(test)]
mod tests;

pub use baseline::{InterdictionBaseline, consignment_kg};
pub use funnel::Funnel;
pub use learning::{Pursued, Record, learn};
pub use loss_shares::loss_shares;
pub use parameters::InterdictionParameters;
pub use pools::{Pool, Pools};
pub use ports::{port_find_ratio, vetted_share};
pub use response_time::success_at_delay;
pub use seizures::{Seizures, swing, swing_factors};

/// How enforcement places its effort over corridors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforcement {
    /// Fixed shares.
    Fixed,
    /// Effort follows success.
    Adaptive,
}

/// State of interdiction.
#[derive(Clone, Debug)]
pub struct InterdictionState {
    /// Log of the monthly swing of enforcement, by corridor.
    pub swing: Vec<f64>,
    /// Share of mobile effort placed in each corridor over its baseline share.
    pub effort_ratio: Vec<f64>,
    /// Known pursued flow over the baseline's, by corridor, last month.
    pub known_flow_ratio: Vec<f64>,
}

impl InterdictionState {
    /// The baseline's state for `corridors` corridors.
    #[must_use]
    pub fn new(corridors: usize) -> Self {
        Self { swing: vec![0.0; corridors], effort_ratio: vec![1.0; corridors], known_flow_ratio: vec![1.0; corridors] }
    }
}

/// What interdiction reads in a month.
#[derive(Clone, Debug)]
pub struct InterdictionInputs {
    /// Search effort over the baseline's, by corridor.
    pub search_ratio: Vec<f64>,
    /// Responding assets over the baseline's, by corridor.
    pub asset_ratio: Vec<f64>,
    /// Extra intelligence hubs.
    pub hubs: f64,
    /// Extra joint operations a year.
    pub task_force_operations_per_year: f64,
    /// Extra agreements of regional coordination.
    pub agreements: f64,
    /// Cooperation of each country over its baseline.
    pub cooperation_ratio: Vec<f64>,
    /// Mean cooperation ratio of the partners of each corridor.
    pub corridor_cooperation_ratio: Vec<f64>,
    /// Mean rise of cooperation above the baseline over the partners of each corridor, not below 0.
    pub corridor_cooperation_gain: Vec<f64>,
    /// Partner multiplier M on disruptions, by country.
    pub partner_multiplier: Vec<f64>,
    /// The same for the high seas of each corridor.
    pub corridor_partner_multiplier: Vec<f64>,
    /// Cue leakage over the baseline's, by country.
    pub leak_ratio: Vec<f64>,
    /// Factor on the hazard that a container is found in the country's ports.
    pub port_find_ratio: Vec<f64>,
    /// Factor on every loss share (a shock of the scenario).
    pub loss_share_shock: f64,
}

impl InterdictionInputs {
    /// The baseline's inputs.
    #[must_use]
    pub fn neutral(corridors: usize, countries: usize) -> Self {
        Self {
            search_ratio: vec![1.0; corridors],
            asset_ratio: vec![1.0; corridors],
            hubs: 0.0,
            task_force_operations_per_year: 0.0,
            agreements: 0.0,
            cooperation_ratio: vec![1.0; countries],
            corridor_cooperation_ratio: vec![1.0; corridors],
            corridor_cooperation_gain: vec![0.0; corridors],
            partner_multiplier: vec![1.0; countries],
            corridor_partner_multiplier: vec![1.0; corridors],
            leak_ratio: vec![1.0; countries],
            port_find_ratio: vec![1.0; countries],
            loss_share_shock: 1.0,
        }
    }
}

/// What interdiction hands to trafficking.
#[derive(Clone, Debug)]
pub struct InterdictionOutputs {
    /// Share of each pool's volume expected to be seized.
    pub loss_share: Vec<f64>,
    /// The funnel by corridor.
    pub funnel: Vec<Funnel>,
    /// Relative information delay (1 in the baseline).
    pub information_delay_ratio: f64,
    /// Factor of the month's swing on pursued loss shares, by corridor.
    pub swing_factor: Vec<f64>,
    /// Cues that do not leak, over the baseline's, by country.
    pub secrecy: Vec<f64>,
    /// Search effort that meets each pool, over the baseline's.
    effort: Vec<f64>,
    /// What follows a find, over the baseline's, by pool.
    follow_up: Vec<f64>,
}

impl InterdictionOutputs {
    /// Room for the pools, corridors and countries.
    #[must_use]
    pub fn new(pools: usize, corridors: usize, countries: usize) -> Self {
        Self {
            loss_share: vec![0.0; pools],
            funnel: vec![Funnel::default(); corridors],
            information_delay_ratio: 1.0,
            swing_factor: vec![1.0; corridors],
            secrecy: vec![1.0; countries],
            effort: vec![1.0; pools],
            follow_up: vec![1.0; pools],
        }
    }
}
