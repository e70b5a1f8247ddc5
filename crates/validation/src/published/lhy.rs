//! The LHY model of Behrens, Caulkins, Tragler, Haunschmied and Feichtinger, in continuous time.
//!
//! ```text
//! L' = I(L,Y) - (a+b) L        I = tau + L max( s_floor, s exp(-q Y / L) )
//! H' = b L - g H
//! Y' = H - delta Y
//! ```
//!
//! Source: Behrens et al. 1999 (Math. Biosci. 159) and 2000 (Management Science 46(3)); parameters
//! and floor from a published port of the model. Integrated by fourth-order Runge-Kutta with a step
//! of one month; explicit Euler with that step is off by up to 4.7 %. Domain: United States cocaine
//! 1970-2020 with the start of 1970.

use counterflow_model::MONTHS_PER_YEAR;
use counterflow_model::demand::{DemandParameters, initiation};

/// State of the LHY model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LhyState {
    /// Light users, L.
    pub light: f64,
    /// Heavy users, H.
    pub heavy: f64,
    /// Decaying heavy-user-years, Y.
    pub reputation_person_years: f64,
}

impl LhyState {
    /// This state moved along a slope for `years`.
    fn moved(self, slope: Self, years: f64) -> Self {
        Self {
            light: self.light + years * slope.light,
            heavy: self.heavy + years * slope.heavy,
            reputation_person_years: self.reputation_person_years + years * slope.reputation_person_years,
        }
    }
}

/// Initiation at a yearly rate.
pub fn initiation_per_year(p: &DemandParameters, state: LhyState) -> f64 {
    p.lhy_innovators_per_year
        + state.light * initiation::contact_per_year(p, state.light, state.reputation_person_years)
}

/// Yearly rates of change.
fn slope(p: &DemandParameters, state: LhyState) -> LhyState {
    let leaving = (p.lhy_light_quit_per_year + p.lhy_light_to_heavy_per_year) * state.light;
    LhyState {
        light: initiation_per_year(p, state) - leaving,
        heavy: p.lhy_light_to_heavy_per_year * state.light - p.lhy_heavy_quit_per_year * state.heavy,
        reputation_person_years: state.heavy - p.lhy_forgetting_per_year * state.reputation_person_years,
    }
}

/// The state a month later (RK4).
pub fn month_later(p: &DemandParameters, state: LhyState) -> LhyState {
    let years = MONTHS_PER_YEAR.recip();
    let k1 = slope(p, state);
    let k2 = slope(p, state.moved(k1, 0.5 * years));
    let k3 = slope(p, state.moved(k2, 0.5 * years));
    let k4 = slope(p, state.moved(k3, years));
    state.moved(k1, years / 6.0).moved(k2, years / 3.0).moved(k3, years / 3.0).moved(k4, years / 6.0)
}

/// The state after `months` months.
pub fn after_months(p: &DemandParameters, state: LhyState, months: usize) -> LhyState {
    (0..months).fold(state, |state, _| month_later(p, state))
}

/// Yearly consumption at the use rates of light and heavy users.
pub fn consumption_g_per_year(p: &DemandParameters, state: LhyState) -> f64 {
    p.light_use_g_per_year * state.light + p.heavy_use_g_per_year * state.heavy
}

/// Consumption over `months` months from `state`, by the trapezoidal rule.
pub fn consumed_g(p: &DemandParameters, state: LhyState, months: usize) -> f64 {
    let mut state = state;
    let mut total = 0.0;
    for _ in 0..months {
        let next = month_later(p, state);
        let mean_g_per_year = 0.5 * (consumption_g_per_year(p, state) + consumption_g_per_year(p, next));
        total += mean_g_per_year / MONTHS_PER_YEAR;
        state = next;
    }
    total
}

/// The equilibrium: H* = b L*/g, Y* = b L*/(g delta), L* = tau/(a + b - s_eff); None if initiation
/// per light user exceeds the exits, so that users grow without bound.
pub fn equilibrium(p: &DemandParameters) -> Option<LhyState> {
    let heavy_per_light = p.lhy_light_to_heavy_per_year / p.lhy_heavy_quit_per_year;
    let reputation_per_light = heavy_per_light / p.lhy_forgetting_per_year;
    let contact = initiation::contact_per_year(p, 1.0, reputation_per_light);
    let net_exit = p.lhy_light_quit_per_year + p.lhy_light_to_heavy_per_year - contact;
    (net_exit > 0.0).then(|| {
        let light = p.lhy_innovators_per_year / net_exit;
        LhyState { light, heavy: heavy_per_light * light, reputation_person_years: reputation_per_light * light }
    })
}
