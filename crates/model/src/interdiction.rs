//! Interdiction: from a shipment to a seizure, per pool of like consignments.
//!
//! A pool is one corridor, mode, jurisdiction and leg. Boats and aircraft are pursued; trucks, river
//! craft and containers are inspected where they pass. The share of volume seized is
//! ```text
//! pursued      r = r0 (d/d0) (a/a0) (s/s0) l M
//!   detect       d = 1 - (1 - d0)^(search effort / baseline effort)        random search: d = 1 - exp(-sweep effort / area)
//!   actionable   a = a0 (assets / known events)^epsilon + recovered jurisdiction losses      assets: at sea only
//!   success      s = 1 - (1 - s0)^(tau0 / tau)                             a target that flees from a datum
//!   partners     M = 1 - p (1 - psi)(1 - C/C0)                             partner-supported share that falls away
//! inspected    r = 1 - (1 - r0)^(e g l)                                    random search again: effort multiplies the hazard
//!   effort       e: search effort as far as it sees land, rivers and ports
//!   guidance     g = 1 + q ((1 + hubs)(1 + task forces) - 1)               q: share of finds that shared intelligence leads to
//! both         l = (1 - leak (corruption / baseline corruption)) / (1 - leak)      cues that reach the wrong ears
//! ```
//! with d0 = r0/(a0 s0), so that the pursuit multiplies to the world's loss share in the baseline;
//! where that exceeds the highest detection, the pool has more responders at hand, a0 = r0/(d0 s0).
//! Consignments are whole: a pool's volume is split by the mode's usual size, and how many are
//! seized is one binomial draw per pool; at sea and in the air its probability swings from month to month. A pool does not know how finely its routes are drawn.
//!
//! Sources: random search and flight from a datum: Koopman 1946, Washburn 2014 (general knowledge);
//! funnel numbers: GAO-06-200, Kelly 2014, JIATF-South 2013; planning elasticity 0.43: GAO-14-527;
//! jurisdiction losses: air-bridge monthly reports; monthly noise: Werner 2026 (log-SD .70, lag-1 .31).
//! Adaptive allocation follows success as NarcoLogic's interdiction agent (Magliocca et al. 2019).

pub mod alone;

pub use alone::{INPUTS, run_alone};

use crate::elementary::{self, wide};
use crate::random::{Chances, Purpose, Stream};
use crate::states::theory::success_at_delay;
use crate::world::{Mode, Route, World};
use counterflow_evidence::stable_hash;
use std::collections::BTreeMap;
use std::ops::Range;

parameters! {
    /// Parameters of the interdiction module.
    InterdictionParameters in "interdiction" {
        /// Share of known events that enforcement can act on in the baseline.
        actionable_share: "share",
        /// Success given a responder in the baseline.
        success_share: "share",
        /// Elasticity of the actionable share to assets per known event.
        asset_elasticity: "1",
        /// Share of events that jurisdiction stops, recoverable by consent.
        jurisdiction_loss_share: "share",
        /// Response time in the baseline.
        response_hours: "hour",
        /// Largest cut of the response time by hubs.
        hub_response_cut: "share",
        /// Number of extra hubs at which 63 % of that cut is reached.
        hub_scale: "hub",
        /// Largest cut of the response time by multilateral task forces.
        task_force_response_cut: "share",
        /// Extra joint operations a year at which 63 % of the task-force effects is reached.
        task_force_scale_per_year: "operation/year",
        /// Largest gain of disruptions per asset-day by task forces.
        task_force_productivity_gain: "share",
        /// Largest cut of the information delay by regional coordination.
        coordination_delay_cut: "share",
        /// Agreements at which 63 % of the coordination effects is reached.
        coordination_scale: "agreement",
        /// Share of jurisdiction losses that coordination recovers at full cooperation.
        coordination_jurisdiction_gain: "share",
        /// Largest gain of the actionable share of cues by hubs.
        hub_actionable_gain: "share",
        /// Highest probability that a pursued consignment becomes known.
        highest_detection_share: "share",
        /// Share of finds on land, rivers and in ports that shared intelligence leads to.
        inspection_shared_intelligence_share: "share",
        /// Share of cues that are false in the baseline.
        false_cue_share: "share",
        /// Elasticity of the odds of a false cue to search effort.
        false_cue_elasticity: "1",
        /// Share of cues that leak in the baseline.
        leak_share: "share",
        /// Highest share of a pool that can be seized.
        highest_loss_share: "share",
        /// Sensitivity of detection to surveillance and patrols at sea and in the air.
        sea_air_search_weight: "1",
        /// Sensitivity of detection to surveillance on rivers.
        river_search_weight: "1",
        /// Sensitivity of finds on land to surveillance.
        land_search_weight: "1",
        /// Usual consignment on land.
        land_consignment_kg: "kg",
        /// Usual consignment on a river.
        river_consignment_kg: "kg",
        /// Usual consignment of a fast boat.
        go_fast_consignment_kg: "kg",
        /// Usual consignment of a low-profile vessel.
        low_profile_consignment_kg: "kg",
        /// Usual consignment of a light aircraft.
        air_consignment_kg: "kg",
        /// Usual consignment in a container.
        container_consignment_kg: "kg",
        /// Standard deviation of the log of the monthly swing of enforcement.
        enforcement_swing_log_sd: "1",
        /// Autocorrelation of that swing from month to month.
        enforcement_swing_autocorrelation: "1",
        /// Speed at which adaptive enforcement shifts effort towards success.
        enforcement_learning_per_month: "1",
        /// Persons arrested per consignment seized.
        arrests_per_consignment: "person/event",
    }
}

/// How enforcement places its effort over corridors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforcement {
    /// Fixed shares.
    Fixed,
    /// Effort follows success.
    Adaptive,
}

/// A set of routes whose consignments face the same odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// Corridor.
    pub corridor: usize,
    /// Mode.
    pub mode: Mode,
    /// Jurisdiction; none on the high seas.
    pub jurisdiction: Option<usize>,
    /// Depth in the network: pools of one leg are drawn together.
    pub leg: usize,
    /// Loss share in the baseline.
    pub loss_share: f64,
    /// Log of the share that gets through in the baseline.
    pub survival_log: f64,
    /// Stable number for random draws.
    pub entity: u64,
}

/// Pools of a world, and the pool of each route.
#[derive(Clone, Debug)]
pub struct Pools {
    /// The pools, leg by leg.
    pub pools: Vec<Pool>,
    /// Pools of each leg.
    pub of_leg: Vec<Range<usize>>,
    /// Pool of each route.
    pub of_route: Vec<usize>,
}

impl Pools {
    /// Groups routes by corridor, mode, jurisdiction, leg and baseline loss share.
    #[must_use]
    pub fn new(world: &World, leg_of_route: &[usize]) -> Self {
        let key = |(route, &leg): (&Route, &usize)| {
            (leg, route.corridor, route.mode, route.jurisdiction, route.loss_share.to_bits())
        };
        let mut index: BTreeMap<_, usize> = world.routes.iter().zip(leg_of_route).map(|route| (key(route), 0)).collect();
        let mut pools = Vec::with_capacity(index.len());
        let mut of_leg: Vec<Range<usize>> = Vec::new();
        for (position, (&(leg, corridor, mode, jurisdiction, bits), pool)) in index.iter_mut().enumerate() {
            *pool = position;
            of_leg.resize(leg + 1, position..position);
            of_leg[leg].end = position + 1;
            let loss_share = f64::from_bits(bits);
            pools.push(Pool {
                corridor,
                mode,
                jurisdiction,
                leg,
                loss_share,
                survival_log: (-loss_share).ln_1p(),
                entity: pool_entity(world, corridor, mode, jurisdiction, leg, loss_share),
            });
        }
        let of_route = world.routes.iter().zip(leg_of_route).map(|route| index[&key(route)]).collect();
        Self { pools, of_leg, of_route }
    }
}

fn pool_entity(
    world: &World,
    corridor: usize,
    mode: Mode,
    jurisdiction: Option<usize>,
    leg: usize,
    loss_share: f64,
) -> u64 {
    let state = jurisdiction.map_or("high_seas", |country| world.countries[country].id.as_str());
    stable_hash(&format!("pool/{}/{}/{state}/{leg}/{loss_share:e}", world.corridors[corridor].id, mode.id()))
}

/// Interdiction of one parameter draw at rest.
#[derive(Clone, Debug)]
pub struct InterdictionBaseline {
    /// Loss share at sea and in the air, by corridor.
    pub pursued_loss_share: Vec<f64>,
    /// How losses at sea and in the air split into detection and action, by corridor.
    pursuit: Vec<Pursuit>,
    /// What a month reads of each pool.
    pools: Vec<PoolTerms>,
    /// How often consignments of each pool are found.
    finds: Finds,
    /// Stable number of each pool for random draws.
    entities: Vec<u64>,
    /// Usual consignment of each pool.
    consignment_kg: Vec<f64>,
}

/// Random search in the baseline, by pool.
#[derive(Clone, Debug)]
struct Finds {
    /// Loss share.
    loss_share: Vec<f64>,
    /// Highest share that can be seized.
    highest_loss_share: Vec<f64>,
    /// Share of consignments found: detected at sea and in the air, seized elsewhere.
    found: Vec<f64>,
    /// Log of the share not found.
    missed_log: Vec<f64>,
}

impl Finds {
    fn new(pools: &Pools, terms: &[PoolTerms]) -> Self {
        let each = |value: &dyn Fn(&PoolTerms, &Pool) -> f64| terms.iter().zip(&pools.pools).map(|(terms, pool)| value(terms, pool)).collect();
        Self {
            loss_share: each(&|_, pool| pool.loss_share),
            highest_loss_share: each(&|terms, _| terms.highest_loss_share),
            found: each(&|terms, pool| if terms.pursued { terms.pursuit.detection } else { pool.loss_share }),
            missed_log: each(&|terms, pool| if terms.pursued { terms.pursuit.undetected_log } else { pool.survival_log }),
        }
    }
}

/// The baseline of one pool, packed together.
#[derive(Clone, Copy, Debug)]
struct PoolTerms {
    corridor: usize,
    jurisdiction: Option<usize>,
    vessel: bool,
    pursued: bool,
    /// How far search effort sees the mode.
    search_weight: f64,
    /// How losses at sea and in the air split into detection and action.
    pursuit: Pursuit,
    /// Highest share that can be seized.
    highest_loss_share: f64,
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
        }
    }
}

impl PoolTerms {
    fn new(p: &InterdictionParameters, pool: &Pool) -> Self {
        Self {
            corridor: pool.corridor,
            jurisdiction: pool.jurisdiction,
            vessel: pool.mode.is_vessel(),
            pursued: pool.mode.is_pursued(),
            search_weight: search_weight(p, pool.mode),
            pursuit: Pursuit::new(p, pool.loss_share),
            highest_loss_share: p.highest_loss_share.max(pool.loss_share),
        }
    }
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
        Self {
            swing: vec![0.0; corridors],
            effort_ratio: vec![1.0; corridors],
            known_flow_ratio: vec![1.0; corridors],
        }
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
            loss_share_shock: 1.0,
        }
    }
}

/// The pursuit at sea and in the air of one corridor; its numbers describe the corridor's mean.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Funnel {
    /// Search effort over the baseline's.
    pub search_ratio: f64,
    /// Factor on the share of known events at sea that can be acted on.
    pub staffing_at_sea: f64,
    /// The same in the air, where patrol vessels do not help.
    pub staffing_in_the_air: f64,
    /// Factor on the hazard of inspection, through shared intelligence.
    pub inspection_guidance: f64,
    /// Share of unattended events that consent brings back.
    pub recovered: f64,
    /// Probability that a consignment at sea or in the air is detected.
    pub detection: f64,
    /// Detection over its baseline.
    pub detection_ratio: f64,
    /// Share of detected events acted on.
    pub actionable: f64,
    /// Success given action.
    pub success: f64,
    /// Success over its baseline.
    pub success_ratio: f64,
    /// Response time.
    pub response_hours: f64,
    /// Share of cues that are false.
    pub false_cues: f64,
    /// Share of events lost to jurisdiction.
    pub jurisdiction_loss: f64,
    /// Share of known flow disrupted.
    pub disrupted_of_known: f64,
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

/// Diminishing return: 0 at 0, 63 % at `scale`, 1 at infinity; odd, so that cuts hurt as gains help.
#[must_use]
pub fn saturating(extra: f64, scale: f64) -> f64 {
    if extra >= 0.0 { -(-extra / scale).exp_m1() } else { (extra / scale).exp_m1() }
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

/// Search effort counts for a mode as far as that mode can be seen from the sea and the air.
fn mode_effort(weight: f64, ratio: f64) -> f64 {
    (1.0 + weight * (ratio - 1.0)).max(0.0)
}

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
        (outputs.effort[k], outputs.follow_up[k]) =
            if pool.pursued { (effort, pursuit(pool, funnel, inputs) * secrecy) } else { (effort * funnel.inspection_guidance * secrecy, 1.0) };
    }
    finds(&baseline.finds, inputs.loss_share_shock, outputs);
}

/// Loss shares by random search: effort multiplies the hazard of being found, on the water, in the air, on
/// land and in ports; what follows a find multiplies the rest.
fn finds(finds: &Finds, shock: f64, outputs: &mut InterdictionOutputs) {
    // Slices of one length let the compiler drop the bounds checks and use vectors.
    let count = outputs.loss_share.len();
    let (loss_share, highest, found) = (&finds.loss_share[..count], &finds.highest_loss_share[..count], &finds.found[..count]);
    let (missed_log, effort, follow_up) = (&finds.missed_log[..count], &outputs.effort[..count], &outputs.follow_up[..count]);
    let share = &mut outputs.loss_share[..];
    wide(#[inline(always)] move || {
        for k in 0..count {
            let found_ratio = -elementary::exp_m1(effort[k] * missed_log[k]) / found[k];
            let found_ratio = if effort[k] == 1.0 || found[k] <= 0.0 { 1.0 } else { found_ratio };
            share[k] = (loss_share[k] * found_ratio * follow_up[k] * shock).max(0.0).min(highest[k]);
        }
    });
}

/// What follows when a consignment at sea or in the air is detected, over the baseline's.
fn pursuit(pool: &PoolTerms, funnel: &Funnel, inputs: &InterdictionInputs) -> f64 {
    let staffing = if pool.vessel { funnel.staffing_at_sea } else { funnel.staffing_in_the_air };
    let actionable = pool.pursuit.actionable_ratio(staffing, funnel.recovered);
    // Partners support the hunt at sea and in the air; on their own soil states seize for themselves.
    let partner = pool
        .jurisdiction
        .map_or(inputs.corridor_partner_multiplier[pool.corridor], |state| inputs.partner_multiplier[state]);
    actionable * funnel.success_ratio * partner
}

/// How a baseline loss share of pursued consignments splits into detection and action.
#[derive(Clone, Copy, Debug)]
struct Pursuit {
    detection: f64,
    undetected_log: f64,
    actionable: f64,
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

    fn detection_after(&self, effort: f64) -> f64 {
        if effort == 1.0 { self.detection } else { -(effort * self.undetected_log).exp_m1() }
    }

    fn actionable_after(&self, staffing: f64, recovered: f64) -> f64 {
        let staffed = (self.actionable * staffing).min(1.0);
        staffed + recovered * (1.0 - staffed)
    }

    fn actionable_ratio(&self, staffing: f64, recovered: f64) -> f64 {
        self.actionable_after(staffing, recovered) / self.actionable
    }
}

/// How far hubs, task forces and coordination go in the month, each 0 (nothing) to 1 (all they can).
#[derive(Clone, Copy, Debug)]
struct JointReach {
    hub: f64,
    task_force: f64,
    coordination: f64,
}

impl JointReach {
    fn new(p: &InterdictionParameters, inputs: &InterdictionInputs) -> Self {
        Self {
            hub: saturating(inputs.hubs, p.hub_scale),
            task_force: saturating(inputs.task_force_operations_per_year, p.task_force_scale_per_year),
            coordination: saturating(inputs.agreements, p.coordination_scale),
        }
    }
}

/// What they add in one corridor.
struct JointAid {
    hub: f64,
    task_force: f64,
    coordination: f64,
    delay_ratio: f64,
}

impl JointAid {
    /// They work only as far as the corridor's partners take part.
    fn new(p: &InterdictionParameters, reach: JointReach, corridor_cooperation_ratio: f64) -> Self {
        let partners = corridor_cooperation_ratio.min(1.0);
        let (hub, task_force, coordination) = (partners * reach.hub, partners * reach.task_force, partners * reach.coordination);
        let delay_ratio = (1.0 - p.hub_response_cut * hub)
            * (1.0 - p.task_force_response_cut * task_force)
            * (1.0 - p.coordination_delay_cut * coordination);
        Self { hub, task_force, coordination, delay_ratio }
    }
}

fn corridor_funnel(
    p: &InterdictionParameters,
    state: &InterdictionState,
    inputs: &InterdictionInputs,
    corridor: usize,
    before: &Pursuit,
    aid: &JointAid,
) -> Funnel {
    let search_ratio = inputs.search_ratio[corridor] * state.effort_ratio[corridor];
    let effort = mode_effort(p.sea_air_search_weight, search_ratio);
    // The odds of a false cue rise with search; useful cues are what remains, over the baseline's.
    let odds_ratio = search_ratio.powf(p.false_cue_elasticity);
    let useful = 1.0 / (1.0 + p.false_cue_share * (odds_ratio - 1.0));
    let responders = state.effort_ratio[corridor] * useful / state.known_flow_ratio[corridor].max(f64::MIN_POSITIVE);
    let joint = (1.0 + p.task_force_productivity_gain * aid.task_force) * (1.0 + p.hub_actionable_gain * aid.hub);
    let staffing = |assets: f64| assets.powf(p.asset_elasticity) * joint;
    let staffing_at_sea = staffing(responders * inputs.asset_ratio[corridor]);
    let consent = inputs.corridor_cooperation_gain[corridor] + p.coordination_jurisdiction_gain * aid.coordination;
    let recovered = p.jurisdiction_loss_share * consent.clamp(0.0, 1.0);
    let actionable = before.actionable_after(staffing_at_sea, recovered);
    let success = success_at_delay(p.success_share, aid.delay_ratio);
    let detection = before.detection_after(effort);
    Funnel {
        search_ratio,
        staffing_at_sea,
        staffing_in_the_air: staffing(responders),
        inspection_guidance: 1.0 + p.inspection_shared_intelligence_share * (joint - 1.0),
        recovered,
        detection,
        detection_ratio: if before.detection > 0.0 { detection / before.detection } else { 1.0 },
        actionable,
        success,
        success_ratio: success / p.success_share,
        response_hours: p.response_hours * aid.delay_ratio,
        false_cues: p.false_cue_share * odds_ratio * useful,
        jurisdiction_loss: p.jurisdiction_loss_share - recovered,
        disrupted_of_known: actionable * success * inputs.corridor_partner_multiplier[corridor],
    }
}

/// Moves the monthly swing of enforcement at sea and in the air by one draw per corridor.
pub fn swing(p: &InterdictionParameters, world: &World, state: &mut InterdictionState, stream: Option<Stream>, month: u16) {
    let Some(stream) = stream else { return };
    let rho = p.enforcement_swing_autocorrelation;
    let fresh = (1.0 - rho * rho).max(0.0).sqrt() * p.enforcement_swing_log_sd;
    for (corridor, swing) in world.corridors.iter().zip(&mut state.swing) {
        let z = stream.normal(month, Purpose::EnforcementSwing, stable_hash(&corridor.id));
        *swing = rho * *swing + fresh * z;
    }
}

/// Factor of each corridor's swing on the odds of a pursued consignment, with mean one.
pub fn swing_factors(p: &InterdictionParameters, state: &InterdictionState, factors: &mut [f64]) {
    let half_variance = 0.5 * p.enforcement_swing_log_sd.powi(2);
    for (factor, swing) in factors.iter_mut().zip(&state.swing) {
        *factor = (swing - half_variance).exp();
    }
}

/// The month's draws of every pool, and what comes of them leg by leg.
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
    /// Draws a month's uniform numbers, and lets its swing move the odds at sea and in the air.
    pub fn roll(&self, (stream, month): (Stream, u16), loss_share: &[f64], swing_factor: &[f64], seizures: &mut Seizures) {
        let Seizures { chances, whole_uniform, rest_uniform, .. } = seizures;
        stream.uniform_pairs(month, Purpose::SeizedConsignments, &self.entities, whole_uniform, rest_uniform);
        chances.set(|k| {
            let (pool, loss_share) = (&self.pools[k], loss_share[k]);
            // The swing was measured on coastal seizures; posts on roads and in ports are many and do not swing together.
            let swing_factor = if pool.pursued { swing_factor[pool.corridor] } else { 1.0 };
            (loss_share * swing_factor).min(pool.highest_loss_share.max(loss_share))
        });
    }

    /// Seizures of the pools of a leg, expected.
    pub fn expect(&self, pools: Range<usize>, volume_kg: &[f64], loss_share: &[f64], seizures: &mut Seizures) {
        for k in pools {
            seizures.share[k] = loss_share[k];
            seizures.consignments[k] = loss_share[k] * volume_kg[k] / self.consignment_kg[k];
        }
    }

    /// Seizures of the pools of a leg, drawn. Works on slices of one length, so that the compiler uses vectors.
    pub fn draw(&self, pools: Range<usize>, volume_kg: &[f64], seizures: &mut Seizures) {
        let count = pools.len();
        let (size, volume) = (&self.consignment_kg[pools.clone()][..count], &volume_kg[pools.clone()][..count]);
        let probability = &seizures.chances.probability()[pools.clone()][..count];
        let whole = &mut seizures.whole[pools.clone()][..count];
        let share = &mut seizures.share[pools.clone()][..count];
        let seized = &mut seizures.consignments[pools.clone()][..count];
        let rest_uniform = &seizures.rest_uniform[pools.clone()][..count];
        wide(#[inline(always)] || {
            for k in 0..count {
                whole[k] = elementary::whole_part(volume[k] / size[k]);
            }
        });
        seizures.chances.binomial_quantiles(pools.clone(), whole, &seizures.whole_uniform[pools], seized);
        wide(#[inline(always)] move || {
            for k in 0..count {
                let rest_kg = volume[k] - whole[k] * size[k];
                let rest_seized = if rest_uniform[k] < probability[k] && volume[k] > 0.0 { 1.0 } else { 0.0 };
                let kilograms = seized[k] * size[k] + rest_seized * rest_kg;
                share[k] = if volume[k] > 0.0 { (kilograms / volume[k]).min(1.0) } else { 0.0 };
                seized[k] += rest_seized;
            }
        });
    }
}

/// What went by sea and air in a month, by corridor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pursued {
    /// Volume that set out.
    pub flow_kg: Vec<f64>,
    /// Seized.
    pub seized_kg: Vec<f64>,
}

impl Pursued {
    /// Nothing yet, in `corridors` corridors.
    #[must_use]
    pub fn new(corridors: usize) -> Self {
        Self { flow_kg: vec![0.0; corridors], seized_kg: vec![0.0; corridors] }
    }

    /// Loss share by corridor; 0 where nothing goes by sea or air.
    #[must_use]
    pub fn loss_share(&self) -> Vec<f64> {
        self.seized_kg.iter().zip(&self.flow_kg).map(|(seized, flow)| if *flow > 0.0 { seized / flow } else { 0.0 }).collect()
    }
}

/// What enforcement looks back on at the end of a month.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// This month.
    pub now: &'a Pursued,
    /// A baseline month.
    pub before: &'a Pursued,
    /// Share of mobile effort in the baseline, by corridor; 0 where effort does not move.
    pub baseline_effort_share: &'a [f64],
}

/// Lets effort follow success, and remembers the known flow for the next month's load.
pub fn learn(
    p: &InterdictionParameters,
    enforcement: Enforcement,
    state: &mut InterdictionState,
    outputs: &InterdictionOutputs,
    record: Record<'_>,
) {
    let Record { now, before, baseline_effort_share } = record;
    for (corridor, (known, funnel)) in state.known_flow_ratio.iter_mut().zip(&outputs.funnel).enumerate() {
        // More search finds more of what passes: the known flow grows with both.
        let passing = if before.flow_kg[corridor] > 0.0 { now.flow_kg[corridor] / before.flow_kg[corridor] } else { 1.0 };
        *known = passing * funnel.detection_ratio;
    }
    if enforcement == Enforcement::Fixed {
        return;
    }
    let weight = |c: usize| {
        let success = if before.seized_kg[c] > 0.0 { now.seized_kg[c] / before.seized_kg[c] } else { 1.0 };
        baseline_effort_share[c] * success
    };
    let total: f64 = (0..baseline_effort_share.len()).map(weight).sum();
    let reference: f64 = baseline_effort_share.iter().sum();
    if total <= 0.0 {
        return;
    }
    for (corridor, &share) in baseline_effort_share.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let target = weight(corridor) / total * reference / share;
        state.effort_ratio[corridor] += p.enforcement_learning_per_month * (target - state.effort_ratio[corridor]);
    }
}

#[cfg(test)]
mod tests;
