//! Toxicity: how deadly the supply is, from outside the model.
//!
//! ```text
//! s(t)  = s_highest / (1 + exp(-(t - midpoint)/rise)),  held from the last year on record     share of a death toll
//! tox   = (1 - x s(start)) / (1 - x s(t))                                  x: the market's exposure, 0 to 1
//! ```
//! From 2013 on, synthetic opioids came to be involved in most deaths with cocaine in North America; deaths without
//! them rose with use alone. Were none involved, a death toll would be smaller by their share. What will come is
//! not in the path: after the last year on record it stands still, and a scenario may state a shock `toxicity`, or
//! set `demand.toxicity_share_highest` to 0. Counts: CDC/NVSS multiple-cause deaths.

use super::DemandParameters;
use counterflow_evidence::reader::YearMonth;

/// Share of deaths with cocaine that involve synthetic opioids where they are in the supply.
#[must_use]
pub fn share(p: &DemandParameters, year: f64) -> f64 {
    let year = year.min(p.toxicity_last_year);
    p.toxicity_share_highest / (1.0 + (-(year - p.toxicity_midpoint_year) / p.toxicity_rise_years).exp())
}

/// Deaths for the same use, some months after the start, over those at the start.
#[must_use]
pub fn ratio(p: &DemandParameters, start: YearMonth, month: usize, exposure: f64) -> f64 {
    let at = |months: usize| {
        let year = f64::from(start.year) + (f64::from(start.month) - 1.0 + months as f64) / crate::MONTHS_PER_YEAR;
        1.0 - exposure * share(p, year)
    };
    if exposure == 0.0 { 1.0 } else { at(0) / at(month) }
}
