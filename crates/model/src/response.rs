//! How effects answer effort, for every module alike.

/// Diminishing return: 0 at 0, 63 % at `scale`, 1 at infinity; odd, so that cuts hurt as gains help.
#[must_use]
pub fn saturating(extra: f64, scale: f64) -> f64 {
    if extra >= 0.0 { -(-extra / scale).exp_m1() } else { (extra / scale).exp_m1() }
}
