//! Production: coca fields, precursors and laboratories.
//!
//! ```text
//! farm-gate index   f_i  = ( sum_j m_ij0 v_j )^theta                       growers keep little of a scarcity rent
//! area              dA_i = ( A_i0 f_i^eps D_i M_i - A_i ) / tau - e_i      D = alternative development, M = group control
//! yield             y_i  = y_i0 f_i^kappa (1 - Y_i)                        Y = yield loss of sprayed fields, fades in 1-2 years
//! base              b_i  = A_i y_i                                         kg of pure product that the leaf can become
//! laboratory input  x_j  = B_j + sum_i (1 - s_i) b_i m_ij                  B = base that waits, s = base seized in the region
//! output            q_j  = ( x_j^-n + K_j^-n + P_j^-n )^(-1/n)             smooth minimum of leaf, capacity, precursors
//! capacity          K_j falls by raids and strikes, returns to K*_j with a time constant of weeks;
//!                   K*_j moves between regions by a logit on the share destroyed lately
//! precursors        P_j = slack x_j0 (1 - g);  g_t = rho g_(t-1) + (c_t - c_(t-1)),  rho < 1 substitutes, rho = 1 does not
//! ```
//!
//! Sources: delayed area target and farm-gate exponent: the coupling prototype (grade D ranges).
//! Net effect of spraying: Mejia, Restrepo & Rozo 2017; gross yield loss and its recovery: Rozo 2012.
//! Announcement effect of substitution programmes: Prem, Vargas & Mejia 2023, Gelvez & Angarita 2024.
//! The two precursor regimes: Cunningham, Callaghan & Liu 2015. Yields rise with the price of land
//! under pressure: Mejia & Restrepo 2016 (sign).
//!
//! Domain: months, regions as large as departments. Known failure: the age structure of coca bushes
//! and the seasonality of harvests are left out.

use crate::MONTHS_PER_YEAR;
use crate::elementary::{power, powers, wide};
use crate::world::World;

parameters! {
    /// Parameters of the production module.
    ProductionParameters in "production" {
        /// Exponent of the value index at the laboratory in the farm-gate price.
        farm_gate_exponent: "1",
        /// Price of coca paste where it is grown, in the base year; shown, and moves nothing.
        farm_gate_price_usd_per_kg: "USD/kg",
        /// Long-run elasticity of coca area to the farm-gate price.
        area_supply_elasticity: "1",
        /// Time for area to follow its target.
        area_adjustment_months: "month",
        /// Elasticity of yield per hectare to the farm-gate price.
        yield_price_elasticity: "1",
        /// Elasticity of the area target to the membership of the controlling group.
        group_control_elasticity: "1",
        /// Hectares that disappear for good per extra hectare sprayed.
        net_area_effect_of_eradication: "ha/ha",
        /// Share of the yield that a sprayed hectare loses at once.
        spray_yield_loss_share: "share",
        /// Time constant with which sprayed fields recover.
        spray_recovery_months: "month",
        /// Sharpness of the smooth minimum in laboratory output.
        smooth_minimum_sharpness: "1",
        /// Precursor-limited throughput over laboratory input in the baseline.
        precursor_slack_ratio: "1",
        /// Monthly survival of base that waits for a laboratory.
        waiting_base_survival_per_month: "share",
        /// Time constant with which destroyed laboratory capacity is rebuilt.
        laboratory_rebuild_months: "month",
        /// Capacity lost per raid on a laboratory.
        capacity_per_raid_kg_per_month: "kg/month",
        /// Capacity lost per strike on a production area.
        capacity_per_strike_kg_per_month: "kg/month",
        /// Weight of the share lately destroyed in the choice of where to build.
        relocation_sensitivity: "1",
        /// Memory of laboratory operators for destruction.
        relocation_memory_months: "month",
        /// Time constant of substitution and re-use of precursors where substitutes exist.
        precursor_substitution_months: "month",
        /// Rise of the area target while alternative development is announced, per share of households.
        announcement_effect: "1",
        /// Fall of the area target once alternative development is delivered, per share of households.
        alternative_development_effect: "1",
        /// Time from announcement to delivery of alternative development.
        alternative_development_delay_months: "month",
    }
}

/// Whether traffickers find substitutes when precursors are controlled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecursorRegime {
    /// As after the 1989 rule: recovery in one to two years.
    Substitution,
    /// As after the 2006 rule: no recovery in four years.
    NoSubstitution,
}

/// Calibrated starting point of production for one parameter draw.
#[derive(Clone, Debug)]
pub struct ProductionBaseline {
    area_ha: Vec<f64>,
    potential_kg_per_ha_month: Vec<f64>,
    realised_share: f64,
    base_seizure_share: Vec<f64>,
    households: Vec<f64>,
    base_flows: Vec<(usize, usize, f64)>,
    laboratory_input_kg: Vec<f64>,
    capacity_kg_per_month: Vec<f64>,
    capacity_target_kg_per_month: Vec<f64>,
    waiting_base_kg: Vec<f64>,
    processed_kg: Vec<f64>,
    raids_per_month: Vec<f64>,
}

/// State of production.
#[derive(Clone, Debug)]
pub struct ProductionState {
    /// Coca area by region.
    pub area_ha: Vec<f64>,
    /// Yield loss of sprayed fields by region.
    pub spray_loss_share: Vec<f64>,
    /// Laboratory capacity by region.
    pub capacity_kg_per_month: Vec<f64>,
    /// Share of capacity lately destroyed above the baseline, remembered.
    pub remembered_destruction: Vec<f64>,
    /// Base that waits for a laboratory.
    pub waiting_base_kg: Vec<f64>,
    /// Shortfall of precursor availability.
    pub precursor_shortfall: f64,
    /// Precursor control of the month before.
    pub precursor_control_before: f64,
    /// Share of households with delivered alternative development, by region.
    pub delivered_share: Vec<f64>,
}

/// What production reads in a month.
#[derive(Clone, Debug)]
pub struct ProductionInputs {
    /// Value index at the laboratory door, by region (1 in the baseline).
    pub laboratory_value_index: Vec<f64>,
    /// Members of the controlling group over the baseline path, by region.
    pub group_control_ratio: Vec<f64>,
    /// Extra raids on laboratories this month, by region.
    pub raids: Vec<f64>,
    /// Strikes on production areas this month, by region.
    pub strikes: Vec<f64>,
    /// Extra hectares sprayed or uprooted this month, by region.
    pub eradication_ha: Vec<f64>,
    /// Households under announced alternative development above the baseline, by region.
    pub announced_households: Vec<f64>,
    /// Strength of extra precursor control, 0 to 1.
    pub precursor_control: f64,
    /// Factor on processed output (a shock of the scenario).
    pub output_shock: f64,
    /// Factor on the farm-gate price (a shock of the scenario).
    pub farm_gate_shock: f64,
}

impl ProductionInputs {
    /// The baseline's inputs for `regions` regions.
    #[must_use]
    pub fn neutral(regions: usize) -> Self {
        Self {
            laboratory_value_index: vec![1.0; regions],
            group_control_ratio: vec![1.0; regions],
            raids: vec![0.0; regions],
            strikes: vec![0.0; regions],
            eradication_ha: vec![0.0; regions],
            announced_households: vec![0.0; regions],
            precursor_control: 0.0,
            output_shock: 1.0,
            farm_gate_shock: 1.0,
        }
    }
}

/// What production reports for a month.
#[derive(Clone, Debug)]
pub struct ProductionOutputs {
    /// Farm-gate price over its baseline, by region.
    pub farm_gate_index: Vec<f64>,
    /// Pure product that the standing leaf could become, by region.
    pub potential_kg: Vec<f64>,
    /// Base made, by region.
    pub base_kg: Vec<f64>,
    /// Base seized in the region.
    pub base_seized_kg: Vec<f64>,
    /// Product leaving the laboratories, by region.
    pub processed_kg: Vec<f64>,
    /// Waiting base that spoiled, by region.
    pub spoiled_kg: Vec<f64>,
    /// Laboratory capacity destroyed, by region.
    pub destroyed_kg_per_month: Vec<f64>,
    input_kg: Vec<f64>,
    /// Value at the laboratories that a region's base goes to, over the baseline's.
    laboratory_value_ratio: Vec<f64>,
    /// What price and control do to the target of planting, and price to yield.
    planting_ratio: Vec<f64>,
    control_ratio: Vec<f64>,
    yield_ratio: Vec<f64>,
}

impl ProductionOutputs {
    /// Room for `regions` regions.
    #[must_use]
    pub fn new(regions: usize) -> Self {
        let zero = || vec![0.0; regions];
        Self {
            farm_gate_index: vec![1.0; regions],
            potential_kg: zero(),
            base_kg: zero(),
            base_seized_kg: zero(),
            processed_kg: zero(),
            spoiled_kg: zero(),
            destroyed_kg_per_month: zero(),
            input_kg: zero(),
            laboratory_value_ratio: vec![1.0; regions],
            planting_ratio: vec![1.0; regions],
            control_ratio: vec![1.0; regions],
            yield_ratio: vec![1.0; regions],
        }
    }
}

/// Smooth minimum of input, capacity and precursor-limited throughput.
#[inline(always)]
fn laboratory_output(input_kg: f64, capacity_kg: f64, precursor_kg: f64, sharpness: f64) -> f64 {
    let crowding = power(input_kg / capacity_kg, sharpness) + power(input_kg / precursor_kg, sharpness);
    let output_kg = input_kg * power(1.0 + crowding, -1.0 / sharpness);
    if input_kg <= 0.0 || capacity_kg <= 0.0 || precursor_kg <= 0.0 { 0.0 } else { output_kg }
}

impl ProductionBaseline {
    /// Calibrates production so that, undisturbed, it stands still; `raids_per_year` are the base year's.
    #[must_use]
    pub fn new(p: &ProductionParameters, world: &World, realised_share: f64, raids_per_year: f64) -> Self {
        let regions = &world.regions;
        let count = regions.len();
        let area_ha: Vec<f64> = regions.iter().map(|r| r.coca_area_ha).collect();
        let potential: Vec<f64> = regions.iter().map(|r| r.potential_kg_per_ha_year / MONTHS_PER_YEAR).collect();
        let seizure: Vec<f64> = regions.iter().map(|r| r.base_seizure_share).collect();
        let base_flows: Vec<_> = world.base_flows.iter().map(|f| (f.from, f.to, f.share)).collect();
        let mut input = vec![0.0; count];
        for &(from, to, share) in &base_flows {
            input[to] += area_ha[from] * potential[from] * realised_share * (1.0 - seizure[from]) * share;
        }
        let capacity: Vec<f64> = (0..count).map(|j| input[j] * regions[j].lab_capacity_ratio).collect();
        let total_capacity: f64 = capacity.iter().sum();
        let mut baseline = Self {
            area_ha,
            potential_kg_per_ha_month: potential,
            realised_share,
            base_seizure_share: seizure,
            households: regions.iter().map(|r| r.households).collect(),
            base_flows,
            capacity_target_kg_per_month: capacity.clone(),
            waiting_base_kg: vec![0.0; count],
            processed_kg: vec![0.0; count],
            raids_per_month: capacity.iter().map(|k| raids_per_year / MONTHS_PER_YEAR * k / total_capacity).collect(),
            capacity_kg_per_month: capacity,
            laboratory_input_kg: input,
        };
        baseline.settle(p);
        baseline
    }

    /// Waiting base and rebuilding targets at which nothing moves.
    fn settle(&mut self, p: &ProductionParameters) {
        const ITERATIONS: usize = 400;
        let (slack, survival, sharpness) =
            (p.precursor_slack_ratio, p.waiting_base_survival_per_month, p.smooth_minimum_sharpness);
        let count = self.capacity_kg_per_month.len();
        let (fresh, capacity) = (&self.laboratory_input_kg[..count], &self.capacity_kg_per_month[..count]);
        let (waiting, processed) = (&mut self.waiting_base_kg[..count], &mut self.processed_kg[..count]);
        for _ in 0..ITERATIONS {
            let (waiting, processed) = (&mut waiting[..count], &mut processed[..count]);
            let moved = wide(
                #[inline(always)]
                move || {
                    let mut moved = false;
                    for j in 0..count {
                        processed[j] =
                            laboratory_output(fresh[j] + waiting[j], capacity[j], slack * fresh[j], sharpness);
                        let settled = survival * (fresh[j] + waiting[j] - processed[j]);
                        moved |= settled != waiting[j];
                        waiting[j] = settled;
                    }
                    moved
                },
            );
            if !moved {
                break;
            }
        }
        for j in 0..count {
            let capacity = self.capacity_kg_per_month[j];
            let destroyed = destroyed_capacity(capacity, self.raids_per_month[j] * p.capacity_per_raid_kg_per_month);
            self.capacity_target_kg_per_month[j] = capacity + destroyed * (p.laboratory_rebuild_months - 1.0);
        }
    }

    /// Product leaving each region's laboratories in the baseline.
    #[must_use]
    pub fn processed_kg(&self) -> &[f64] {
        &self.processed_kg
    }

    /// Laboratory capacity in the baseline.
    #[must_use]
    pub fn capacity_kg_per_month(&self) -> &[f64] {
        &self.capacity_kg_per_month
    }
}

impl ProductionState {
    /// The baseline's state.
    #[must_use]
    pub fn new(baseline: &ProductionBaseline) -> Self {
        let count = baseline.area_ha.len();
        Self {
            area_ha: baseline.area_ha.clone(),
            spray_loss_share: vec![0.0; count],
            capacity_kg_per_month: baseline.capacity_kg_per_month.clone(),
            remembered_destruction: vec![0.0; count],
            waiting_base_kg: baseline.waiting_base_kg.clone(),
            precursor_shortfall: 0.0,
            precursor_control_before: 0.0,
            delivered_share: vec![0.0; count],
        }
    }
}

/// Capacity that falls when `attempted` kg/month are hit: the same laboratory is not destroyed twice.
fn destroyed_capacity(capacity: f64, attempted: f64) -> f64 {
    if capacity <= 0.0 { 0.0 } else { -capacity * (-attempted / capacity).exp_m1() }
}

/// One month of production.
pub fn step(
    p: &ProductionParameters,
    regime: PrecursorRegime,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    farm_gate(p, baseline, inputs, outputs);
    fields(p, baseline, state, inputs, outputs);
    laboratories_hit(p, baseline, state, inputs, outputs);
    precursors(p, regime, state, inputs);
    processing(p, baseline, state, inputs, outputs);
}

fn farm_gate(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    outputs.laboratory_value_ratio.fill(0.0);
    for &(from, to, share) in &baseline.base_flows {
        outputs.laboratory_value_ratio[from] += share * inputs.laboratory_value_index[to];
    }
    powers(&outputs.laboratory_value_ratio, p.farm_gate_exponent, &mut outputs.farm_gate_index);
    for (index, value) in outputs.farm_gate_index.iter_mut().zip(&outputs.laboratory_value_ratio) {
        *index = if *value > 0.0 { *index * inputs.farm_gate_shock } else { 1.0 };
    }
    powers(&outputs.farm_gate_index, p.area_supply_elasticity, &mut outputs.planting_ratio);
    powers(&outputs.farm_gate_index, p.yield_price_elasticity, &mut outputs.yield_ratio);
    powers(&inputs.group_control_ratio, p.group_control_elasticity, &mut outputs.control_ratio);
}

fn fields(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    for i in 0..baseline.area_ha.len() {
        if baseline.area_ha[i] <= 0.0 {
            continue;
        }
        let development = alternative_development(p, baseline, state, inputs, i);
        let target = baseline.area_ha[i] * outputs.planting_ratio[i] * outputs.control_ratio[i] * development;
        let sprayed_share = (inputs.eradication_ha[i] / state.area_ha[i].max(1.0)).clamp(0.0, 1.0);
        let gone = p.net_area_effect_of_eradication * sprayed_share * state.area_ha[i];
        let area = state.area_ha[i] + (target - state.area_ha[i]) / p.area_adjustment_months - gone;
        state.area_ha[i] = area.max(0.0);
        let kept = 1.0 - 1.0 / p.spray_recovery_months;
        let loss = state.spray_loss_share[i] * kept;
        state.spray_loss_share[i] = loss + (1.0 - loss) * sprayed_share * p.spray_yield_loss_share;
        outputs.potential_kg[i] = state.area_ha[i]
            * baseline.potential_kg_per_ha_month[i]
            * outputs.yield_ratio[i]
            * (1.0 - state.spray_loss_share[i]);
        outputs.base_kg[i] = outputs.potential_kg[i] * baseline.realised_share;
        outputs.base_seized_kg[i] = outputs.base_kg[i] * baseline.base_seizure_share[i];
    }
}

/// Factor on the area target: planting rises while payment is only announced, falls once it arrives.
fn alternative_development(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    region: usize,
) -> f64 {
    let households = baseline.households[region].max(1.0);
    let announced = (inputs.announced_households[region] / households).clamp(-1.0, 1.0);
    let delivered = &mut state.delivered_share[region];
    *delivered += (announced - *delivered) / p.alternative_development_delay_months;
    let promised_only = (announced - *delivered).max(0.0);
    (1.0 + p.announcement_effect * promised_only - p.alternative_development_effect * *delivered).max(0.0)
}

fn laboratories_hit(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    let count = baseline.capacity_kg_per_month.len();
    let (mut total_target, mut total_weight) = (0.0, 0.0);
    for j in 0..count {
        total_target += baseline.capacity_target_kg_per_month[j];
        total_weight += relocation_weight(p, baseline, state, j);
    }
    for j in 0..count {
        if baseline.capacity_kg_per_month[j] <= 0.0 {
            continue;
        }
        let target = total_target * relocation_weight(p, baseline, state, j) / total_weight;
        let capacity = state.capacity_kg_per_month[j];
        let ordinary = baseline.raids_per_month[j] * p.capacity_per_raid_kg_per_month;
        let extra =
            inputs.raids[j] * p.capacity_per_raid_kg_per_month + inputs.strikes[j] * p.capacity_per_strike_kg_per_month;
        let destroyed = destroyed_capacity(capacity, (ordinary + extra).max(0.0));
        let standing = capacity - destroyed;
        outputs.destroyed_kg_per_month[j] = destroyed;
        state.capacity_kg_per_month[j] = standing + (target - standing) / p.laboratory_rebuild_months;
        let excess = destroyed / capacity - destroyed_capacity(capacity, ordinary) / capacity;
        state.remembered_destruction[j] += (excess - state.remembered_destruction[j]) / p.relocation_memory_months;
    }
}

fn relocation_weight(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &ProductionState,
    region: usize,
) -> f64 {
    baseline.capacity_target_kg_per_month[region]
        * (-p.relocation_sensitivity * state.remembered_destruction[region]).exp()
}

fn precursors(
    p: &ProductionParameters,
    regime: PrecursorRegime,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
) {
    let persistence = match regime {
        PrecursorRegime::Substitution => 1.0 - 1.0 / p.precursor_substitution_months,
        PrecursorRegime::NoSubstitution => 1.0,
    };
    let change = inputs.precursor_control - state.precursor_control_before;
    // A shortfall cannot exceed the control that causes it, and ends with it.
    let ceiling = inputs.precursor_control.max(0.0);
    state.precursor_shortfall = (state.precursor_shortfall * persistence + change).clamp(0.0, ceiling);
    state.precursor_control_before = inputs.precursor_control;
}

fn processing(
    p: &ProductionParameters,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    share_out_base(baseline, state, outputs);
    let count = baseline.capacity_kg_per_month.len();
    let precursor_kg_per_input = p.precursor_slack_ratio * (1.0 - state.precursor_shortfall);
    let (sharpness, survival, shock) =
        (p.smooth_minimum_sharpness, p.waiting_base_survival_per_month, inputs.output_shock);
    let (laboratory_input, capacity) = (&baseline.laboratory_input_kg[..count], &state.capacity_kg_per_month[..count]);
    let (waiting, input) = (&mut state.waiting_base_kg[..count], &outputs.input_kg[..count]);
    let (processed, spoiled) = (&mut outputs.processed_kg[..count], &mut outputs.spoiled_kg[..count]);
    wide(
        #[inline(always)]
        move || {
            for j in 0..count {
                let available = waiting[j] + input[j];
                let precursor = precursor_kg_per_input * laboratory_input[j];
                let output = laboratory_output(available, capacity[j], precursor, sharpness);
                processed[j] = (output * shock).min(available);
                let left = available - processed[j];
                waiting[j] = left * survival;
                spoiled[j] = left - waiting[j];
            }
        },
    );
}

/// Base follows the laboratories: each region's calibrated shares weighted by standing capacity.
fn share_out_base(baseline: &ProductionBaseline, state: &ProductionState, outputs: &mut ProductionOutputs) {
    outputs.input_kg.fill(0.0);
    let weight = |to: usize, share: f64| {
        let reference = baseline.capacity_kg_per_month[to];
        if reference > 0.0 { share * state.capacity_kg_per_month[to] / reference } else { share }
    };
    let mut start = 0;
    while start < baseline.base_flows.len() {
        let from = baseline.base_flows[start].0;
        let end = start + baseline.base_flows[start..].iter().take_while(|flow| flow.0 == from).count();
        let flows = &baseline.base_flows[start..end];
        let total: f64 = flows.iter().map(|&(_, to, share)| weight(to, share)).sum();
        let supply = outputs.base_kg[from] - outputs.base_seized_kg[from];
        for &(_, to, share) in flows {
            outputs.input_kg[to] += supply * weight(to, share) / total;
        }
        start = end;
    }
}
