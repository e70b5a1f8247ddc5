//! Scarce sanctions in closed form: the branches and the tipping point.
//!
//! `N` potential offenders with compliance costs uniform on (0, c), `K` sanctions a period,
//! `k = K/N`, penalty `P`, ratio `R = P/c`. A share `v` violates and is punished with probability
//! `p = min(1, k/v)`; whoever finds `p P` above his cost complies, `v = 1 - R p`. Hence
//!
//! ```text
//! high branch      v = (1 + sqrt(1 - 4 k R)) / 2      stable
//! unstable branch  v = (1 - sqrt(1 - 4 k R)) / 2
//! low branch       v = max(0, 1 - R)                  every violation is punished
//! tipping point    k* = 1 / (4 R)
//! ```
//!
//! A mean-field reading, derived for this project, of enforcement swamping (Kleiman 1993; Kleiman &
//! Kilmer 2009, PNAS 106:14230, whose two-actor game and qualitative findings it shares).

/// Sanctions per potential offender from which the high-violation equilibrium does not exist.
pub fn tipping_capacity(penalty_ratio: f64) -> f64 {
    1.0 / (4.0 * penalty_ratio)
}

/// Violation share on the high (stable) and on the unstable branch; none beyond the tipping point.
pub fn violation_branches(capacity: f64, penalty_ratio: f64) -> Option<(f64, f64)> {
    let discriminant = 1.0 - 4.0 * capacity * penalty_ratio;
    (discriminant >= 0.0).then(|| {
        let root = discriminant.sqrt();
        ((1.0 + root) / 2.0, (1.0 - root) / 2.0)
    })
}

/// Violation share on the low branch, where every violation is punished.
pub fn low_violation_share(penalty_ratio: f64) -> f64 {
    (1.0 - penalty_ratio).max(0.0)
}

/// Share that violates when it expects to be punished with probability `certainty`.
pub fn violation_share(certainty: f64, penalty_ratio: f64) -> f64 {
    (1.0 - penalty_ratio * certainty).clamp(0.0, 1.0)
}

/// Probability that a violation is punished.
pub fn certainty(capacity: f64, violation_share: f64) -> f64 {
    if capacity >= violation_share { 1.0 } else { capacity / violation_share }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values worked out by hand from the closed form, to four decimals.
    #[test]
    fn val_tipping_table() {
        for (ratio, tipping, high, unstable) in [(1.0, 0.25, 0.8873, 0.1127), (1.5, 0.1667, 0.8162, 0.1838)] {
            assert!((tipping_capacity(ratio) - tipping).abs() < 5e-5);
            let (got_high, got_unstable) = violation_branches(0.10, ratio).expect("below the tipping point");
            assert!((got_high - high).abs() < 5e-5 && (got_unstable - unstable).abs() < 5e-5);
        }
        assert_eq!(violation_branches(0.26, 1.0), None);
        assert_eq!(low_violation_share(1.5), 0.0);
    }

    #[test]
    fn branches_are_fixed_points() {
        let (high, unstable) = violation_branches(0.12, 0.9).expect("below the tipping point");
        for share in [high, unstable] {
            assert!((violation_share(certainty(0.12, share), 0.9) - share).abs() < 1e-12);
        }
        let low = low_violation_share(0.9);
        assert!((violation_share(certainty(0.12, low), 0.9) - low).abs() < 1e-12);
    }
}
