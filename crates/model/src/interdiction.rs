//! Interdiction: the funnel from a shipment to a seizure, per pool of like consignments.
//!
//! A pool is one corridor, mode, jurisdiction and leg. Its share of volume seized is
//! ```text
//! r = r0 (d/d0) (a/a0) (s/s0) (l/l0) M
//! detect       d = 1 - (1 - d0)^(search effort / baseline effort)          random search: d = 1 - exp(-sweep effort / area)
//! actionable   a = a0 (assets / known events)^epsilon + recovered jurisdiction losses
//! success      s = 1 - (1 - s0)^(tau0 / tau)                               a target that flees from a datum
//! leakage      l = 1 - leak (corruption / baseline corruption)             cues that reach the wrong ears
//! partners     M = 1 - p (1 - psi)(1 - C/C0)                               partner-supported share that falls away
//! ```
//! with d0 = r0 / (a0 s0), so that the funnel multiplies to the world's loss share in the baseline.
//! Consignments are whole: a pool's volume is split by the mode's usual size, and how many are
//! seized is one binomial draw per pool. A pool does not know how finely its routes are drawn.
//!
//! Sources: random search and flight from a datum: Koopman 1946, Washburn 2014 (general knowledge);
//! funnel numbers: GAO-06-200, Kelly 2014, JIATF-South 2013; planning elasticity 0.43: GAO-14-527;
//! jurisdiction losses: air-bridge monthly reports; monthly noise: Werner 2026 (log-SD .70, lag-1 .31).
//! Adaptive allocation follows success as NarcoLogic's interdiction agent (Magliocca et al. 2019).

use crate::states::theory::success_at_delay;
use crate::random::{Purpose, Stream, binomial_quantile};
use crate::world::{Mode, World};
use counterflow_evidence::stable_hash;
use std::collections::BTreeMap;

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
        /// Share of cues that are false in the baseline.
        false_cue_share: "share",
        /// Elasticity of the false-cue share to search effort.
        false_cue_elasticity: "1",
        /// Share of cues that leak in the baseline.
        leak_share: "share",
        /// Highest share of a pool that can be seized.
        highest_loss_share: "share",
        /// Sensitivity of detection to surveillance and patrols at sea and in the air.
        sea_air_search_weight: "1",
        /// Sensitivity of detection to surveillance on rivers.
        river_search_weight: "1",
        /// Sensitivity of detection to surveillance on land and in ports.
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
    /// Volume-weighted loss share in the baseline.
    pub loss_share: f64,
    /// Stable number for random draws.
    pub entity: u64,
}

/// Pools of a world, and the pool of each route.
#[derive(Clone, Debug)]
pub struct Pools {
    /// The pools.
    pub pools: Vec<Pool>,
    /// Pool of each route.
    pub of_route: Vec<usize>,
}

impl Pools {
    /// Groups routes by corridor, mode, jurisdiction, leg and baseline loss share.
    #[must_use]
    pub fn new(world: &World, leg_of_route: &[usize]) -> Self {
        let mut index = BTreeMap::new();
        let mut pools: Vec<Pool> = Vec::new();
        let mut of_route = Vec::with_capacity(world.routes.len());
        for (route, &leg) in world.routes.iter().zip(leg_of_route) {
            let key = (leg, route.corridor, route.mode, route.jurisdiction, route.loss_share.to_bits());
            let pool = *index.entry(key).or_insert_with(|| {
                pools.push(Pool {
                    corridor: route.corridor,
                    mode: route.mode,
                    jurisdiction: route.jurisdiction,
                    leg,
                    loss_share: route.loss_share,
                    entity: pool_entity(world, route.corridor, route.mode, route.jurisdiction, leg, route.loss_share),
                });
                pools.len() - 1
            });
            of_route.push(pool);
        }
        Self { pools, of_route }
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

/// State of interdiction.
#[derive(Clone, Debug)]
pub struct InterdictionState {
    /// Log of the monthly swing of enforcement, by corridor.
    pub swing: Vec<f64>,
    /// Share of mobile effort placed in each corridor over its baseline share.
    pub effort_ratio: Vec<f64>,
    /// Known flow over the baseline's, by corridor, last month.
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
            partner_multiplier: vec![1.0; countries],
            corridor_partner_multiplier: vec![1.0; corridors],
            leak_ratio: vec![1.0; countries],
            loss_share_shock: 1.0,
        }
    }
}

/// The funnel of one corridor, for reporting.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Funnel {
    /// Probability that a consignment at sea or in the air is detected.
    pub detection: f64,
    /// Detection over its baseline.
    pub detection_ratio: f64,
    /// Share of detected events acted on.
    pub actionable: f64,
    /// Success given action.
    pub success: f64,
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
}

impl InterdictionOutputs {
    /// Room for the pools and corridors.
    #[must_use]
    pub fn new(pools: usize, corridors: usize) -> Self {
        Self {
            loss_share: vec![0.0; pools],
            funnel: vec![Funnel::default(); corridors],
            information_delay_ratio: 1.0,
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
        Mode::Land | Mode::Container => p.land_search_weight,
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

/// Computes the month's loss shares from last month's state and the policy in force;
/// `corridor_loss_share` is each corridor's volume-weighted loss share in the baseline.
pub fn loss_shares(
    p: &InterdictionParameters,
    pools: &Pools,
    corridor_loss_share: &[f64],
    state: &InterdictionState,
    inputs: &InterdictionInputs,
    outputs: &mut InterdictionOutputs,
) {
    for (corridor, (funnel, &loss_share)) in outputs.funnel.iter_mut().zip(corridor_loss_share).enumerate() {
        let aid = JointAid::new(p, inputs, corridor);
        *funnel = corridor_funnel(p, state, inputs, corridor, loss_share, &aid);
    }
    outputs.information_delay_ratio =
        1.0 - p.coordination_delay_cut * saturating(inputs.agreements, p.coordination_scale);
    for (k, pool) in pools.pools.iter().enumerate() {
        if pool.loss_share <= 0.0 {
            outputs.loss_share[k] = 0.0;
            continue;
        }
        let funnel = &outputs.funnel[pool.corridor];
        // Partners support the hunt at sea and in the air; on their own soil states seize for themselves.
        let partner = match pool.mode {
            Mode::GoFast | Mode::LowProfile | Mode::Air => pool
                .jurisdiction
                .map_or(inputs.corridor_partner_multiplier[pool.corridor], |state| inputs.partner_multiplier[state]),
            Mode::Land | Mode::River | Mode::Container => 1.0,
        };
        let leak = pool.jurisdiction.map_or(1.0, |state| {
            (1.0 - (p.leak_share * inputs.leak_ratio[state]).min(1.0)) / (1.0 - p.leak_share)
        });
        let detect_ratio = detection_ratio(p, pool, state, inputs);
        let ratio = detect_ratio
            * (funnel.actionable / p.actionable_share)
            * (funnel.success / p.success_share)
            * leak
            * partner
            * inputs.loss_share_shock;
        outputs.loss_share[k] = (pool.loss_share * ratio).clamp(0.0, p.highest_loss_share);
    }
}

/// d/d0 of one pool.
fn detection_ratio(
    p: &InterdictionParameters,
    pool: &Pool,
    state: &InterdictionState,
    inputs: &InterdictionInputs,
) -> f64 {
    let effort = mode_effort(
        search_weight(p, pool.mode),
        inputs.search_ratio[pool.corridor] * state.effort_ratio[pool.corridor],
    );
    if effort == 1.0 {
        return 1.0;
    }
    let baseline = baseline_detection(p, pool.loss_share);
    (1.0 - (1.0 - baseline).powf(effort)) / baseline
}

/// d0 that makes the funnel multiply to the loss share; near 1 where a border sees nearly all.
fn baseline_detection(p: &InterdictionParameters, loss_share: f64) -> f64 {
    (loss_share / (p.actionable_share * p.success_share)).min(p.highest_loss_share)
}

/// What hubs, task forces and coordination add in one corridor, each 0 (nothing) to 1 (all they can).
struct JointAid {
    hub: f64,
    task_force: f64,
    coordination: f64,
    delay_ratio: f64,
}

impl JointAid {
    /// They work only as far as the corridor's partners take part.
    fn new(p: &InterdictionParameters, inputs: &InterdictionInputs, corridor: usize) -> Self {
        let partners = inputs.corridor_cooperation_ratio[corridor].min(1.0);
        let hub = partners * saturating(inputs.hubs, p.hub_scale);
        let task_force = partners * saturating(inputs.task_force_operations_per_year, p.task_force_scale_per_year);
        let coordination = partners * saturating(inputs.agreements, p.coordination_scale);
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
    baseline_loss_share: f64,
    aid: &JointAid,
) -> Funnel {
    let search = inputs.search_ratio[corridor] * state.effort_ratio[corridor];
    let detection_before = baseline_detection(p, baseline_loss_share);
    let effort = mode_effort(p.sea_air_search_weight, search);
    let detection = 1.0 - (1.0 - detection_before).powf(effort);
    let false_cues = (p.false_cue_share * search.max(0.0).powf(p.false_cue_elasticity)).min(p.highest_loss_share);
    let useful = (1.0 - false_cues) / (1.0 - p.false_cue_share);
    let assets = inputs.asset_ratio[corridor] * state.effort_ratio[corridor] * useful;
    let load = state.known_flow_ratio[corridor].max(f64::MIN_POSITIVE);
    let per_event = (assets / load).powf(p.asset_elasticity);
    let staffed = (p.actionable_share * per_event * (1.0 + p.task_force_productivity_gain * aid.task_force)
        * (1.0 + p.hub_actionable_gain * aid.hub))
        .min(1.0);
    let cooperation = inputs.corridor_cooperation_ratio[corridor];
    let consent = (cooperation - 1.0).max(0.0) + p.coordination_jurisdiction_gain * aid.coordination;
    let recovered = p.jurisdiction_loss_share * consent.clamp(0.0, 1.0);
    let actionable = staffed + recovered * (1.0 - staffed);
    let success = success_at_delay(p.success_share, aid.delay_ratio);
    Funnel {
        detection,
        detection_ratio: if effort == 1.0 || detection_before <= 0.0 { 1.0 } else { detection / detection_before },
        actionable,
        success,
        response_hours: p.response_hours * aid.delay_ratio,
        false_cues,
        jurisdiction_loss: p.jurisdiction_loss_share - recovered,
        disrupted_of_known: actionable * success * inputs.corridor_partner_multiplier[corridor],
    }
}

/// Moves the monthly swing of enforcement by one draw per corridor.
pub fn swing(p: &InterdictionParameters, world: &World, state: &mut InterdictionState, stream: Option<Stream>, month: u16) {
    let Some(stream) = stream else { return };
    let rho = p.enforcement_swing_autocorrelation;
    let fresh = (1.0 - rho * rho).max(0.0).sqrt() * p.enforcement_swing_log_sd;
    for (corridor, swing) in world.corridors.iter().zip(&mut state.swing) {
        let z = stream.normal(month, Purpose::EnforcementSwing, stable_hash(&corridor.id));
        *swing = rho * *swing + fresh * z;
    }
}

/// What one pool lost this month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolSeizure {
    /// Share of the volume.
    pub share: f64,
    /// Consignments seized.
    pub consignments: f64,
}

/// Draws the seizures of a pool that ships `volume_kg`; without a stream, the expected value.
#[must_use]
pub fn draw_pool(
    p: &InterdictionParameters,
    pool: &Pool,
    volume_kg: f64,
    loss_share: f64,
    swing: f64,
    stream: Option<(Stream, u16)>,
) -> PoolSeizure {
    let size = consignment_kg(p, pool.mode);
    let Some((stream, month)) = stream else {
        return PoolSeizure { share: loss_share, consignments: loss_share * volume_kg / size };
    };
    if volume_kg <= 0.0 || loss_share <= 0.0 {
        return PoolSeizure::default();
    }
    let mean_one = (swing - 0.5 * p.enforcement_swing_log_sd.powi(2)).exp();
    let probability = (loss_share * mean_one).min(p.highest_loss_share);
    let whole = (volume_kg / size).floor();
    let rest_kg = volume_kg - whole * size;
    let u = stream.uniform(month, Purpose::SeizedConsignments, pool.entity);
    let seized = f64::from(binomial_quantile(whole as u32, probability, u));
    let rest_seized = stream.uniform(month, Purpose::SeizedRemainder, pool.entity) < probability;
    let kilograms = seized * size + if rest_seized { rest_kg } else { 0.0 };
    PoolSeizure {
        share: (kilograms / volume_kg).min(1.0),
        consignments: seized + if rest_seized { 1.0 } else { 0.0 },
    }
}

/// What enforcement looks back on at the end of a month, by corridor.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Flow over the baseline's.
    pub flow_ratio: &'a [f64],
    /// Seized this month.
    pub seized_kg: &'a [f64],
    /// Seized in a baseline month.
    pub baseline_seized_kg: &'a [f64],
    /// Share of mobile effort in the baseline; 0 where effort does not move.
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
    let Record { flow_ratio, seized_kg, baseline_seized_kg, baseline_effort_share } = record;
    for ((known, ratio), funnel) in state.known_flow_ratio.iter_mut().zip(flow_ratio).zip(&outputs.funnel) {
        // More search finds more of what passes: the known flow grows with both.
        *known = ratio * funnel.detection_ratio;
    }
    if enforcement == Enforcement::Fixed {
        return;
    }
    let weight = |c: usize| {
        if baseline_seized_kg[c] > 0.0 { baseline_effort_share[c] * seized_kg[c] / baseline_seized_kg[c] } else { baseline_effort_share[c] }
    };
    let total: f64 = (0..seized_kg.len()).map(weight).sum();
    let reference: f64 = baseline_effort_share.iter().sum();
    if total <= 0.0 {
        return;
    }
    for (corridor, &share) in baseline_effort_share.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let target = weight(corridor) / total * reference / share;
        state.effort_ratio[corridor] += p.enforcement_learning_per_month * (target - state.effort_ratio[corridor]);
    }
}
