//! Users of one market: light and heavy use, initiation, habit, treatment, prevention, harm.
//!
//! What it represents: the people of one consumer market who used in the past year, in two states
//! (heavy: weekly or several times a month; light: all others), what they would consume at the
//! current retail price, and the deaths and costs that follow. Equations (subscript 0 baseline):
//!
//! ```text
//! users        (L, H)' = R (L, H) + e I             R = M^(1/12), `transitions`
//! annual M     light: stay 1-a-b, to heavy b;  heavy: stay 1-f-g, to light f
//! treatment    f + 2/3 x s,  g + 1/3 x s            x exit share, s extra share of heavy users treated
//! in treatment n' = n - n/d + s H                   abstinent share of H:  0.79 n / H
//! initiation   I = I0 x drift x (P/P0)^e_I (1 - prevention) (1 + campaign)      or LHY, `initiation`
//! start        b = (f + g + growth) H0/L0,  I0 = (growth + a + b) L0 - f H0      users start on the path the world states
//! drift        starts to grow by that rate, which fades over years
//! use          ln u_k = eps_k [ ln(P/P0) + (rho - 1) memory ],  k = light, heavy
//! memory       relaxes to ln(P/P0), half-life about 18 months  (long-run elasticity = rho eps_k)
//! desired      D = D0 shock (k_L L u_L + k_H H u_H (1 - abstinent)) / (k_L L0 + k_H H0)
//! deaths       toxicity of the supply times consumption by heavy users      `toxicity`
//! ```
//!
//! Sources: Everingham & Rydell 1994 (MR-332) for the states; Rydell & Everingham 1994 (MR-331) for
//! treatment; Caulkins et al. 1999 (MR-923) for prevention; Hornik et al. 2008 and Allara et al.
//! 2015 for campaigns; Saffer & Chaloupka, Dave for elasticities; Behrens et al. for LHY. Domain:
//! price ratios of about 1/3 to 3, horizons of months to about 20 years. Known failures: the
//! National Research Council (1999) found the RAND study no persuasive basis for policy; user
//! surveys miss heavy users; how deadly the supply is (fentanyl) is stated, not explained.

pub mod initiation;
pub mod parameter_list;
#[cfg(test)]
mod tests;
pub mod toxicity;
pub mod transitions;
pub mod treatment;

use crate::MONTHS_PER_YEAR;
pub use initiation::InitiationRule;
pub use parameter_list::DemandParameters;
use treatment::TreatmentLoad;

/// Grams in a kilogram.
pub(crate) const G_PER_KG: f64 = 1_000.0;

/// Whether user stocks follow their own dynamics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum UserDynamics {
    /// Light and heavy users move.
    #[default]
    Free,
    /// Light and heavy users stay as they are, so that prices can be studied alone.
    Held,
}

/// What the world and the structural switches fix for a whole run of one market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandBaseline {
    /// Light users at the start.
    pub light_users: f64,
    /// Heavy users at the start.
    pub heavy_users: f64,
    /// Initiation of light use at the start.
    pub initiation_per_year: f64,
    /// Light users who become heavy users, b of this market.
    pub light_to_heavy_per_year: f64,
    /// Growth of initiation from outside the model at the start; it fades.
    pub initiation_growth_per_year: f64,
    /// Pure grams per light user-year; only the ratio to heavy use matters.
    pub light_use_g_per_year: f64,
    /// Pure grams per heavy user-year.
    pub heavy_use_g_per_year: f64,
    /// Consumption at the start, equal to the market's arrivals, pure kg.
    pub desired_consumption_kg_per_month: f64,
    /// Overdose deaths at the start.
    pub overdose_deaths_per_year: f64,
    /// Treatment episodes at the start; their effect is part of the transition rates.
    pub treatment_episodes_per_year: f64,
    /// How initiation arises.
    pub initiation_rule: InitiationRule,
    /// Whether user stocks move.
    pub user_dynamics: UserDynamics,
}

/// What a market's users carry from month to month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandState {
    /// Light users.
    pub light_users: f64,
    /// Heavy users.
    pub heavy_users: f64,
    /// Log price ratio to which habits have adapted.
    pub price_memory_log: f64,
    /// Initiation over that at the start, from outside the model.
    pub initiation_drift_ratio: f64,
    /// Growth of initiation from outside the model.
    pub initiation_growth_per_year: f64,
    /// Decaying heavy-user-years, the drug's bad reputation (LHY).
    pub reputation_person_years: f64,
    /// Share reached by extra prevention, in three stages between the class and the age of initiation.
    pub prevention_stages_share: [f64; 3],
    /// Heavy users in extra treatment, less those missing from treatment when it is cut.
    pub extra_in_treatment: f64,
    /// People who stopped after extra treatment and may relapse.
    pub treated_former_users: f64,
}

impl DemandBaseline {
    /// Puts escalation and initiation where light and heavy users grow alike, by the stated rate: what counts as
    /// heavy use differs between surveys, so the ratio that a survey finds is taken to be on its path.
    #[must_use]
    pub fn on_its_path(self, p: &DemandParameters, growth_per_year: f64) -> Self {
        let (light, heavy) = (self.light_users, self.heavy_users);
        let leaving = p.heavy_to_light_per_year + p.heavy_quit_per_year + growth_per_year;
        let light_to_heavy_per_year = if light > 0.0 { leaving * heavy / light } else { p.light_to_heavy_per_year };
        let replaced = (growth_per_year + p.light_quit_per_year + light_to_heavy_per_year) * light;
        Self {
            light_to_heavy_per_year,
            initiation_per_year: (replaced - p.heavy_to_light_per_year * heavy).max(0.0),
            initiation_growth_per_year: growth_per_year,
            ..self
        }
    }
}

impl DemandState {
    /// The state at the start of a run.
    pub fn at_baseline(p: &DemandParameters, baseline: &DemandBaseline) -> Self {
        Self {
            light_users: baseline.light_users,
            heavy_users: baseline.heavy_users,
            price_memory_log: 0.0,
            initiation_drift_ratio: 1.0,
            initiation_growth_per_year: baseline.initiation_growth_per_year,
            reputation_person_years: initiation::settled_reputation(p, baseline.heavy_users),
            prevention_stages_share: [0.0; 3],
            extra_in_treatment: 0.0,
            treated_former_users: 0.0,
        }
    }
}

/// What acts on a market's users in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandInputs {
    /// Retail price per pure unit against the baseline.
    pub retail_price_ratio: f64,
    /// Treatment episodes above the baseline; negative when treatment is cut.
    pub treatment_episodes_extra_per_year: f64,
    /// Share of the school cohort reached by prevention above the baseline.
    pub pupils_reached_share: f64,
    /// Exposure of the young to a media campaign, 1 for full coverage.
    pub campaign_exposure: f64,
    /// Factor on desired consumption from outside the model.
    pub demand_shock_ratio: f64,
    /// Deaths for the same use over those at the start, from outside the model.
    pub toxicity_ratio: f64,
}

impl Default for DemandInputs {
    fn default() -> Self {
        Self {
            retail_price_ratio: 1.0,
            treatment_episodes_extra_per_year: 0.0,
            pupils_reached_share: 0.0,
            campaign_exposure: 0.0,
            demand_shock_ratio: 1.0,
            toxicity_ratio: 1.0,
        }
    }
}

/// What a market's users report for one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandOutputs {
    /// Light users at the end of the month.
    pub light_users: f64,
    /// Heavy users at the end of the month.
    pub heavy_users: f64,
    /// Initiation, at a yearly rate.
    pub initiation_per_year: f64,
    /// What users would consume at the current price, pure kg.
    pub desired_consumption_kg_per_month: f64,
    /// Part of the desired consumption that heavy users account for.
    pub heavy_consumption_share: f64,
    /// Overdose deaths.
    pub overdose_deaths_per_month: f64,
    /// Treatment episodes, baseline and extra.
    pub treatment_episodes_per_month: f64,
    /// Share of heavy users treated in a year.
    pub treated_share_per_year: f64,
    /// Social cost of the desired consumption.
    pub social_cost_usd_per_month: f64,
}

/// One month of one market's users. Consumption is by those who are users at the month's start.
pub fn step(
    p: &DemandParameters,
    baseline: &DemandBaseline,
    state: &mut DemandState,
    inputs: &DemandInputs,
) -> DemandOutputs {
    let log_price = inputs.retail_price_ratio.ln();
    let load = TreatmentLoad::new(baseline, state.heavy_users, inputs.treatment_episodes_extra_per_year);
    load.fill_places(p, state);
    let use_ratio = use_against_baseline(p, baseline, state, log_price);
    let initiation_per_year = initiation::per_year(p, baseline, state, inputs, log_price);
    if baseline.user_dynamics == UserDynamics::Free {
        move_users(p, baseline, state, load, initiation_per_year);
        state.initiation_drift_ratio *= (1.0 + state.initiation_growth_per_year).powf(MONTHS_PER_YEAR.recip());
        state.initiation_growth_per_year *= (-1.0 / (MONTHS_PER_YEAR * p.user_growth_fade_years)).exp();
    }
    remember(p, state, inputs, log_price);

    let desired = baseline.desired_consumption_kg_per_month * inputs.demand_shock_ratio * use_ratio.total;
    DemandOutputs {
        light_users: state.light_users,
        heavy_users: state.heavy_users,
        initiation_per_year,
        desired_consumption_kg_per_month: desired,
        heavy_consumption_share: use_ratio.heavy_share,
        overdose_deaths_per_month: baseline.overdose_deaths_per_year / MONTHS_PER_YEAR
            * inputs.demand_shock_ratio
            * inputs.toxicity_ratio
            * use_ratio.heavy,
        treatment_episodes_per_month: load.episodes_per_year() / MONTHS_PER_YEAR,
        treated_share_per_year: load.treated_share_per_year(),
        social_cost_usd_per_month: p.social_cost_usd_per_g * G_PER_KG * desired,
    }
}

/// Use against the baseline, before outside shocks.
struct UseRatio {
    total: f64,
    heavy: f64,
    heavy_share: f64,
}

fn use_against_baseline(
    p: &DemandParameters,
    baseline: &DemandBaseline,
    state: &DemandState,
    log_price: f64,
) -> UseRatio {
    let answer = log_price + (p.long_run_to_short_run_ratio - 1.0) * state.price_memory_log;
    let light_g = state.light_users * baseline.light_use_g_per_year * (p.light_short_run_elasticity * answer).exp();
    let heavy_g = state.heavy_users
        * baseline.heavy_use_g_per_year
        * (p.heavy_short_run_elasticity * answer).exp()
        * (1.0 - treatment::abstinent_share(p, state));
    let light_base_g = baseline.light_users * baseline.light_use_g_per_year;
    let heavy_base_g = baseline.heavy_users * baseline.heavy_use_g_per_year;
    UseRatio {
        total: relative(light_g + heavy_g, light_base_g + heavy_base_g),
        heavy: relative(heavy_g, heavy_base_g),
        heavy_share: if light_g + heavy_g > 0.0 { heavy_g / (light_g + heavy_g) } else { 0.0 },
    }
}

/// Value against its baseline; a market that had none at the baseline keeps its outcome unscaled.
fn relative(value: f64, base: f64) -> f64 {
    if base > 0.0 { value / base } else { 1.0 }
}

/// Moves light and heavy users by one month, and returns part of the treated to heavy use.
fn move_users(
    p: &DemandParameters,
    baseline: &DemandBaseline,
    state: &mut DemandState,
    load: TreatmentLoad,
    initiation_per_year: f64,
) {
    let stopped = load.extra_quit_per_year(p).max(0.0) * state.heavy_users / MONTHS_PER_YEAR;
    let relapsed = state.treated_former_users * (1.0 - (-p.relapse_per_year / MONTHS_PER_YEAR).exp());
    let month = load.rates(p, baseline).monthly();
    let (light, heavy) = month.apply(state.light_users, state.heavy_users, initiation_per_year);
    state.light_users = light;
    state.heavy_users = heavy + relapsed;
    state.treated_former_users += stopped - relapsed;
}

/// Updates what users and cohorts carry: habit, reputation, prevention on its way.
fn remember(p: &DemandParameters, state: &mut DemandState, inputs: &DemandInputs, log_price: f64) {
    let kept = 0.5_f64.powf(p.habit_half_life_months.recip());
    state.price_memory_log += (1.0 - kept) * (log_price - state.price_memory_log);
    state.reputation_person_years = initiation::next_reputation(p, state.reputation_person_years, state.heavy_users);
    state.prevention_stages_share =
        initiation::next_prevention(p, state.prevention_stages_share, inputs.pupils_reached_share);
}
