//! Treatment of heavy users: absence from use while treated, exits afterwards, relapse.
//!
//! The episodes of the baseline are part of the transition rates; only the difference acts. With s
//! the extra share of heavy users treated per year (capped so that nobody is treated twice a year),
//! d the mean duration of the in-treatment effect and x the share that leaves heavy use:
//!
//! ```text
//! n'  = n e^(-1/12d) + s H d (1 - e^(-1/12d))      heavy users in extra treatment
//! abstinent share of heavy users = 0.79 n / H
//! f + 2/3 x s to light use,  g + 1/3 x s to no use;  those who stopped relapse at a yearly rate
//! ```
//!
//! Source: Rydell & Everingham 1994, RAND MR-331 (0.79, 0.30 years, 13 %; recalled, the split is
//! assumed proportional to g : f). The post-treatment exit is an optimistic centre: Reuter & Pollack
//! 2006 find no population-level evidence, so its range reaches zero. Domain: voluntary treatment of
//! average quality; yearly rates.

use super::transitions::AnnualRates;
use super::{DemandBaseline, DemandParameters, DemandState};
use crate::MONTHS_PER_YEAR;

/// Extra treatment in one month, after the cap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreatmentLoad {
    heavy_users: f64,
    baseline_share_per_year: f64,
    extra_share_per_year: f64,
}

impl TreatmentLoad {
    /// Caps the extra episodes at the heavy users not yet treated, and a cut at the baseline's treated.
    pub fn new(baseline: &DemandBaseline, heavy_users: f64, extra_episodes_per_year: f64) -> Self {
        let share = |episodes: f64, heavy: f64| if heavy > 0.0 { episodes / heavy } else { 0.0 };
        let baseline_share_per_year = share(baseline.treatment_episodes_per_year, baseline.heavy_users).min(1.0);
        let extra_share_per_year =
            share(extra_episodes_per_year, heavy_users).clamp(-baseline_share_per_year, 1.0 - baseline_share_per_year);
        Self { heavy_users, baseline_share_per_year, extra_share_per_year }
    }

    /// All episodes at a yearly rate.
    pub fn episodes_per_year(&self) -> f64 {
        self.treated_share_per_year() * self.heavy_users
    }

    /// Share of heavy users treated in a year.
    pub fn treated_share_per_year(&self) -> f64 {
        self.baseline_share_per_year + self.extra_share_per_year
    }

    /// Moves the number of heavy users in extra treatment by one month.
    pub fn fill_places(&self, p: &DemandParameters, state: &mut DemandState) {
        let kept = (-(MONTHS_PER_YEAR * p.treatment_effect_years).recip()).exp();
        let full = self.extra_share_per_year * self.heavy_users * p.treatment_effect_years;
        state.extra_in_treatment = kept * state.extra_in_treatment + (1.0 - kept) * full;
    }

    /// Extra yearly rate at which heavy users stop.
    pub fn extra_quit_per_year(&self, p: &DemandParameters) -> f64 {
        self.extra_share_per_year * p.treatment_exit_share * (1.0 - p.treatment_exit_to_light_share)
    }

    /// Annual rates with the extra treatment; a cut cannot push a rate below zero.
    pub fn rates(&self, p: &DemandParameters, baseline: &DemandBaseline) -> AnnualRates {
        let rates = AnnualRates { light_to_heavy: baseline.light_to_heavy_per_year, ..p.annual_rates() };
        let to_light = self.extra_share_per_year * p.treatment_exit_share * p.treatment_exit_to_light_share;
        AnnualRates {
            heavy_to_light: (rates.heavy_to_light + to_light).max(0.0),
            heavy_quit: (rates.heavy_quit + self.extra_quit_per_year(p)).max(0.0),
            ..rates
        }
    }
}

/// Share of heavy use that is absent because of extra treatment; negative when treatment was cut.
pub fn abstinent_share(p: &DemandParameters, state: &DemandState) -> f64 {
    if state.heavy_users > 0.0 {
        (p.treatment_abstinent_share * state.extra_in_treatment / state.heavy_users).min(1.0)
    } else {
        0.0
    }
}
