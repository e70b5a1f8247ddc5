//! The published yearly chain of Everingham & Rydell as a library: iteration, steady state, values.
//!
//! Equations in [`counterflow_model::demand::transitions`]. Source: Everingham & Rydell 1994, RAND MR-332; statements
//! used as tests: RP-545 abstract, NCJ 163877, NCJ 149600. Domain: yearly steps, given initiation.

use counterflow_model::demand::transitions::AnnualRates;

/// Users in the two states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Users {
    /// Light users.
    pub light: f64,
    /// Heavy users.
    pub heavy: f64,
}

/// Grams of pure drug per user-year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UseRates {
    /// Per light user-year, k_L.
    pub light_g_per_year: f64,
    /// Per heavy user-year, k_H.
    pub heavy_g_per_year: f64,
}

impl UseRates {
    /// Every user counts one: turns grams into user-years.
    pub const USERS: Self = Self { light_g_per_year: 1.0, heavy_g_per_year: 1.0 };

    /// Yearly consumption.
    pub fn consumption_g_per_year(&self, users: Users) -> f64 {
        self.light_g_per_year * users.light + self.heavy_g_per_year * users.heavy
    }
}

/// Users a year later.
pub fn annual_step(rates: &AnnualRates, users: Users, initiation_per_year: f64) -> Users {
    let [light, heavy] = rates.annual().times([users.light, users.heavy]);
    Users { light: light + initiation_per_year, heavy }
}

/// Users at rest under constant initiation.
pub fn steady_state(rates: &AnnualRates, initiation_per_year: f64) -> Users {
    let [light, heavy] = rates.annual().accumulated(1.0, [initiation_per_year, 0.0]);
    Users { light, heavy }
}

/// Probability that a light user ever becomes a heavy user before stopping: b / (a + b).
pub fn ever_heavy_share(rates: &AnnualRates) -> f64 {
    rates.light_to_heavy / (rates.light_quit + rates.light_to_heavy)
}

/// Expected use over the whole career of `users`, discounted.
pub fn lifetime_use_g(rates: &AnnualRates, use_rates: &UseRates, users: Users, discount_per_year: f64) -> f64 {
    let factor = (1.0 + discount_per_year).recip();
    let [light, heavy] = rates.annual().accumulated(factor, [users.light, users.heavy]);
    use_rates.consumption_g_per_year(Users { light, heavy })
}

/// Expected use of `users` in the first `years` years, discounted; the first year counts in full.
pub fn present_use_g(
    rates: &AnnualRates,
    use_rates: &UseRates,
    users: Users,
    discount_per_year: f64,
    years: u32,
) -> f64 {
    let mut users = users;
    let mut weight = 1.0;
    let mut total = 0.0;
    for _ in 0..years {
        total += weight * use_rates.consumption_g_per_year(users);
        weight /= 1.0 + discount_per_year;
        users = annual_step(rates, users, 0.0);
    }
    total
}
