//! Ports: how often a container is opened, where it is loaded and where it is landed.
//!
//! ```text
//! state            f_c = x_c^epsilon (1 - leak (1 - k y_c)) / (1 - leak)      x: inspections over the baseline's
//!                  y_c = 1 - 1/x_c                                            share of them that vetted staff select and do
//! container leg    e   = 1 + q (f_from - 1) + (1 - q)(f_to - 1)               q: share of finds made where it is loaded
//! ```
//! Inspectors open the most suspect containers first, so that finds grow less than inspections do (epsilon < 1); the
//! staff of extra inspections are vetted and their choices are kept from insiders, who sell the place of a
//! container and the hour of a check. Europol 2023 (2 to 10 % of containers are inspected; insiders open most doors).

use super::InterdictionParameters;

/// Factor on the hazard that a container is found in a state's ports, from its inspections over the baseline's;
/// exactly one at the baseline.
#[must_use]
pub fn port_find_ratio(p: &InterdictionParameters, inspections_ratio: f64) -> f64 {
    if inspections_ratio == 1.0 {
        return 1.0;
    }
    let vetted_share = vetted_share(inspections_ratio);
    let secrecy = (1.0 - p.leak_share * (1.0 - p.port_integrity_leak_cut * vetted_share)) / (1.0 - p.leak_share);
    inspections_ratio.max(0.0).powf(p.port_inspection_elasticity) * secrecy
}

/// Share of inspections that are beyond the baseline's; nothing where there are fewer.
#[must_use]
pub fn vetted_share(inspections_ratio: f64) -> f64 {
    if inspections_ratio > 1.0 { 1.0 - inspections_ratio.recip() } else { 0.0 }
}

/// Factor on the hazard of a container leg from those of the states where it is loaded and landed.
#[inline]
pub(super) fn leg_find_ratio(p: &InterdictionParameters, loaded: f64, landed: f64) -> f64 {
    1.0 + p.port_departure_find_share * (loaded - 1.0) + (1.0 - p.port_departure_find_share) * (landed - 1.0)
}
