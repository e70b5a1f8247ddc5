//! Production: coca fields, precursors and laboratories.
//!
//! ```text
//! door value        V_j  = v_j - cost of rebuilt laboratories / (q_j P_j)        v = value index, dollars counted where they fall
//! farm-gate index   f_i  = ( sum_j m_ij0 V_j )^theta                            growers keep little of a scarcity rent
//! planting          dln a_i/dt = g(kappa ln f_i) - rho/2 (a/a0 - a0/a) - sigma ln[(a_i/a_i0)/(a/a0)]
//! planted area      A_i  = a_i D_i M_i                                          D = alternative development, M = group control
//! harvested area    dH_i/dt = (A_i - H_i) / maturity
//! base              b_i  = H_i y_i0 exp(g(eta ln f_i)) (1 - Y_i)                Y = yield loss of sprayed fields, fades in 1-2 years
//! laboratory input  x_j  = B_j + sum_i (1 - s_i) b_i m_ij                       B = base that waits, s = base seized in the region
//! output            q_j  = ( x_j^-n + K_j^-n + P_j^-n )^(-1/n)                  smooth minimum of leaf, capacity, precursors
//! need              dN_j/dt = (sum_i (1 - s_i) b_i m_ij0 - N_j) / investment    free entry: capacity follows the leaf that there is
//! capacity          K_j falls by raids and strikes, returns to K*_j = K*_j0 N_j/N_j0 within weeks;
//!                   K*_j moves between regions by a logit on the share destroyed lately
//! precursors        P_j = slack N_j (1 - g);  g_t = rho g_(t-1) + (c_t - c_(t-1)),  rho < 1 substitutes, rho = 1 does not
//! ```
//!
//! Planting integrates profit: while a grower earns more than in the base year, fields are added, and
//! only the weak pulls of scarce land and labour (rho between the world and its past, sigma between
//! regions) hold them back. Long-run supply is therefore elastic, and what is lost on the way is
//! replaced over years. Picking more often and running laboratories harder when it pays (eta) is what
//! keeps an integrator behind a delay from swinging. Laboratories and precursors follow the leaf.
//!
//! [`Supply`] holds the alternatives: `limited`, in which area follows a fixed target with a small
//! elasticity and laboratories are a given stock, and `rand`, in which price is the cost of supply and
//! planting follows what the markets lack (Rydell & Everingham 1994).
//!
//! Sources: integrating supply, its bounds and damper: the prototype of the whole-model record (grade D
//! ranges); size of kappa: four years of Peruvian area after the fall of leaf prices in 1995 (Anthony,
//! Crane & Hanson 2000). Net effect of spraying: Mejia, Restrepo & Rozo 2017; gross yield loss and its
//! recovery: Rozo 2012. Announcement effect of substitution programmes: Prem, Vargas & Mejia 2023,
//! Gelvez & Angarita 2024. The two precursor regimes: Cunningham, Callaghan & Liu 2015. Yields rise
//! with the price of land under pressure: Mejia & Restrepo 2016 (sign).
//!
//! Domain: months, regions as large as departments. Known failure: the age structure of coca bushes
//! and the seasonality of harvests are left out.

mod baseline;
mod fields;
mod laboratories;
mod parameters;

pub use baseline::ProductionBaseline;
pub use parameters::ProductionParameters;

/// How supply answers profit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Supply {
    /// Planting integrates profit; laboratories and precursors follow.
    #[default]
    Elastic,
    /// Area follows a target of small elasticity; laboratories and precursors are given.
    Limited,
    /// Price is the cost of supply; planting follows what the markets lack.
    CostBased,
}

/// Whether traffickers find substitutes when precursors are controlled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrecursorRegime {
    /// As after the 1989 rule: recovery in one to two years.
    Substitution,
    /// As after the 2006 rule: no recovery in four years.
    NoSubstitution,
}

/// The structural alternatives of production.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductionRules {
    /// How supply answers profit.
    pub supply: Supply,
    /// Whether substitutes for precursors are found.
    pub precursors: PrecursorRegime,
}

/// State of production.
#[derive(Clone, Debug)]
pub struct ProductionState {
    /// Planted area before programmes and control, by region, in hectares.
    pub planted_ha: Vec<f64>,
    /// Standing coca area by region.
    pub area_ha: Vec<f64>,
    /// Area that bears, by region.
    pub harvested_ha: Vec<f64>,
    /// Yield loss of sprayed fields by region.
    pub spray_loss_share: Vec<f64>,
    /// Leaf that laboratories are built for, as laboratory input by region.
    pub laboratory_need_kg: Vec<f64>,
    /// Laboratory capacity by region.
    pub capacity_kg_per_month: Vec<f64>,
    /// Share of capacity lately destroyed above the baseline, remembered.
    pub remembered_destruction: Vec<f64>,
    /// Base that waits for a laboratory.
    pub waiting_base_kg: Vec<f64>,
    /// Cost of rebuilding over the value of output, last month, by region.
    pub rebuilding_cost_share: Vec<f64>,
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
    /// What markets lack: usual cover over cover (1 in the baseline); read by cost-based supply alone.
    pub market_shortage_ratio: f64,
    /// Members of the controlling group over the baseline path, by region.
    pub group_control_ratio: Vec<f64>,
    /// Extra raids on laboratories this month, by region.
    pub raids: Vec<f64>,
    /// Strikes on production areas this month, by region.
    pub strikes: Vec<f64>,
    /// Hectares sprayed or uprooted this month beyond the base year's (below zero where fewer), by region.
    pub eradication_ha: Vec<f64>,
    /// Households under announced alternative development above the baseline, by region.
    pub announced_households: Vec<f64>,
    /// Strength of extra precursor control, 0 to 1.
    pub precursor_control: f64,
    /// Processed output over the base year's, in place of what fields would bear (a shock of the scenario).
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
            market_shortage_ratio: 1.0,
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
    /// What draws planting and picking, over the baseline's: the farm-gate index, or the markets' shortage.
    incentive_ratio: Vec<f64>,
    /// What control does to planting, and the incentive to picking.
    control_ratio: Vec<f64>,
    utilisation_ratio: Vec<f64>,
}

impl ProductionOutputs {
    /// Room for `regions` regions.
    #[must_use]
    pub fn new(regions: usize) -> Self {
        let zero = || vec![0.0; regions];
        let one = || vec![1.0; regions];
        Self {
            farm_gate_index: one(),
            potential_kg: zero(),
            base_kg: zero(),
            base_seized_kg: zero(),
            processed_kg: zero(),
            spoiled_kg: zero(),
            destroyed_kg_per_month: zero(),
            input_kg: zero(),
            laboratory_value_ratio: one(),
            incentive_ratio: one(),
            control_ratio: one(),
            utilisation_ratio: one(),
        }
    }
}

impl ProductionState {
    /// The baseline's state.
    #[must_use]
    pub fn new(baseline: &ProductionBaseline) -> Self {
        let count = baseline.area_ha.len();
        Self {
            planted_ha: baseline.area_ha.clone(),
            area_ha: baseline.area_ha.clone(),
            harvested_ha: baseline.area_ha.clone(),
            spray_loss_share: baseline.spray_loss_share.clone(),
            laboratory_need_kg: baseline.laboratory_input_kg.clone(),
            capacity_kg_per_month: baseline.capacity_kg_per_month.clone(),
            remembered_destruction: vec![0.0; count],
            waiting_base_kg: baseline.waiting_base_kg.clone(),
            rebuilding_cost_share: vec![0.0; count],
            precursor_shortfall: 0.0,
            precursor_control_before: 0.0,
            delivered_share: vec![0.0; count],
        }
    }
}

/// One month of production.
pub fn step(
    p: &ProductionParameters,
    rules: ProductionRules,
    baseline: &ProductionBaseline,
    state: &mut ProductionState,
    inputs: &ProductionInputs,
    outputs: &mut ProductionOutputs,
) {
    fields::farm_gate(p, rules.supply, baseline, state, inputs, outputs);
    fields::plant(p, rules.supply, baseline, state, inputs, outputs);
    fields::harvest(baseline, state, inputs, outputs);
    laboratories::invest(p, rules.supply, baseline, state, inputs, outputs);
    laboratories::hit_and_rebuild(p, baseline, state, inputs, outputs);
    laboratories::precursors(p, rules.precursors, state, inputs);
    laboratories::process(p, baseline, state, inputs, outputs);
}
