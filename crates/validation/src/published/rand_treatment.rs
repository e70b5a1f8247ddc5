//! Treatment side of the RAND cost table, re-computed, and its price mechanism in reduced form.
//!
//! ```text
//! grams averted per treatment = 0.79 d k_H + x [ PV_H - 2/3 PV_L ]     PV: 15 years, 4 %
//! user-years averted          = x [ PVU_H - 2/3 PVU_L ]
//! d ln p / d ln s             = 1 / (1 - eps / eta_s)                  s unit supply cost
//! ```
//!
//! Source: Rydell & Everingham 1994, RAND MR-331; several inputs recalled. "One percent" is read as
//! 1 % of yearly consumption or of users; the report's own definition was not read, so agreement is
//! three targets against one free parameter, not a blind test. The National Research Council (1999)
//! called the underlying treatment data seriously deficient.

use super::everingham_rydell::{UseRates, Users, annual_step, present_use_g};
use counterflow_model::demand::DemandParameters;
use counterflow_model::demand::transitions::AnnualRates;

const ONE_PERCENT: f64 = 0.01;

/// Use rates of the parameters.
fn use_rates(p: &DemandParameters) -> UseRates {
    UseRates { light_g_per_year: p.light_use_g_per_year, heavy_g_per_year: p.heavy_use_g_per_year }
}

/// What leaving heavy use saves per person who leaves, over the horizon and discounted.
fn saved_by_leaving(p: &DemandParameters, counted: &UseRates) -> f64 {
    let value = |users: Users| {
        present_use_g(&p.annual_rates(), counted, users, p.rand_discount_per_year, p.rand_horizon_years as u32)
    };
    value(Users { light: 0.0, heavy: 1.0 }) - value(Users { light: p.treatment_exit_to_light_share, heavy: 0.0 })
}

/// Grams averted by one treatment.
pub fn averted_g_per_treatment(p: &DemandParameters) -> f64 {
    p.treatment_abstinent_share * p.treatment_effect_years * p.heavy_use_g_per_year
        + p.treatment_exit_share * saved_by_leaving(p, &use_rates(p))
}

/// User-years averted by one treatment.
pub fn averted_user_years_per_treatment(p: &DemandParameters) -> f64 {
    p.treatment_exit_share * saved_by_leaving(p, &UseRates::USERS)
}

/// Cost of averting 1 % of a year's consumption by treatment; RAND: 34 million (1992).
pub fn cost_of_one_percent_consumption_usd(p: &DemandParameters, market: Users) -> f64 {
    let target_g = ONE_PERCENT * use_rates(p).consumption_g_per_year(market);
    target_g / averted_g_per_treatment(p) * p.rand_treatment_cost_usd
}

/// Cost of averting 1 % of users for a year by treatment; RAND: 155 million (1992).
pub fn cost_of_one_percent_users_usd(p: &DemandParameters, market: Users) -> f64 {
    let target = ONE_PERCENT * (market.light + market.heavy);
    target / averted_user_years_per_treatment(p) * p.rand_treatment_cost_usd
}

/// Mean fall of consumption over the horizon when the share of heavy users treated per year rises
/// by `extra_treated_share`; RAND: about a third when all are treated.
pub fn fall_of_consumption(
    p: &DemandParameters,
    market: Users,
    initiation_per_year: f64,
    extra_treated_share: f64,
) -> f64 {
    let usual_rates = p.annual_rates();
    let leaving = extra_treated_share * p.treatment_exit_share;
    let treated_rates = AnnualRates {
        heavy_to_light: usual_rates.heavy_to_light + leaving * p.treatment_exit_to_light_share,
        heavy_quit: usual_rates.heavy_quit + leaving * (1.0 - p.treatment_exit_to_light_share),
        ..usual_rates
    };
    let usual_use = use_rates(p);
    let absent = p.treatment_abstinent_share * p.treatment_effect_years * extra_treated_share;
    let treated_use = UseRates { heavy_g_per_year: usual_use.heavy_g_per_year * (1.0 - absent), ..usual_use };

    let (mut usual, mut treated) = (market, market);
    let (mut usual_g, mut treated_g) = (0.0, 0.0);
    for _ in 0..p.rand_horizon_years as u32 {
        usual_g += usual_use.consumption_g_per_year(usual);
        treated_g += treated_use.consumption_g_per_year(treated);
        usual = annual_step(&usual_rates, usual, initiation_per_year);
        treated = annual_step(&treated_rates, treated, initiation_per_year);
    }
    1.0 - treated_g / usual_g
}

/// Elasticity of the price to unit supply cost, 1 / (1 - eps / eta_s): average cost falls with
/// quantity, so a cost rise that shrinks the market is amplified.
pub fn price_response_to_supply_cost(demand_elasticity: f64, supply_elasticity: f64) -> f64 {
    (1.0 - demand_elasticity / supply_elasticity).recip()
}
