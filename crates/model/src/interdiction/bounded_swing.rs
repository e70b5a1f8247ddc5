//! A swing of the share seized whose mean is the expected share, although no pool loses more than its highest.
//!
//! ```text
//! drawn share = min(L S / g, H)       L expected share, H highest share, S log-normal with mean one
//! g           : E min(L S / g, H) = L
//! ```
//! Cutting off what lies above H without g would take away from the mean: a pool that loses half of its volume on
//! average would lose some 5 % less than that. With r = L/H and m = r/g, r = E min(m S, 1) is a smooth function of m,
//! which is tabulated once for each draw of parameters.

use crate::random::normal_quantile;

/// Nodes over which the expectation is taken, at the middle of equal shares of probability.
const QUANTILES: usize = 512;
/// Steps of ln m, from a swing that no bound touches to one that is always cut off.
const STEPS: usize = 128;
/// Standard deviations of S that ln m spans either way.
const SPAN: f64 = 6.0;
/// Intervals of r in the table of g.
const INTERVALS: usize = 64;

/// Factor g by the share of the highest loss that is expected, r.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BoundedSwing {
    g: [f64; INTERVALS + 1],
}

impl BoundedSwing {
    /// The table for a swing with this standard deviation of its logarithm.
    pub(super) fn new(log_sd: f64) -> Self {
        let mut swings = [0.0; QUANTILES];
        for (index, swing) in swings.iter_mut().enumerate() {
            *swing = (log_sd * normal_quantile((index as f64 + 0.5) / QUANTILES as f64)).exp();
        }
        let mean = swings.iter().sum::<f64>() / QUANTILES as f64;
        let expected = |m: f64| swings.iter().map(|swing| (m * swing / mean).min(1.0)).sum::<f64>() / QUANTILES as f64;
        let mut g = [1.0; INTERVALS + 1];
        g[INTERVALS] = 0.0;
        let step = 2.0 * SPAN * log_sd / STEPS as f64;
        let (mut below, mut m_below) = (0.0, 0.0);
        let mut node = 1;
        for index in 0..=STEPS {
            let m = (index as f64 * step - SPAN * log_sd).exp();
            let above = expected(m);
            while node < INTERVALS && node as f64 / INTERVALS as f64 <= above {
                let r = node as f64 / INTERVALS as f64;
                let part = if above > below { (r - below) / (above - below) } else { 0.0 };
                g[node] = r / (m_below + part * (m - m_below));
                node += 1;
            }
            (below, m_below) = (above, m);
        }
        Self { g }
    }

    /// Share seized of a pool this month.
    #[inline]
    pub(super) fn share(&self, expected: f64, highest: f64, swing: f64) -> f64 {
        let expected = expected.min(highest);
        let position = expected / highest * INTERVALS as f64;
        let node = (position as usize).min(INTERVALS - 1);
        let part = position - node as f64;
        let g = self.g[node] + part * (self.g[node + 1] - self.g[node]);
        // Where all that can be lost is lost on average, chance has nothing to add.
        if g > 0.0 { (expected * swing / g).min(highest) } else { highest }
    }
}

/// Factor on the share of a leg whose volume has lost `lost_before` to earlier legs of its corridor.
///
/// The legs share the swing S, so that a later leg has most left to lose where little is seized. Of what an earlier
/// leg leaves, E (1 - L S)(f l S) / E (1 - L S) is to be l: f = (1 - L)/(1 - L E S^2), with E S^2 = exp(sd^2), to the
/// first order in its variance.
pub(super) fn later_leg_factor(log_sd: f64, lost_before: f64) -> f64 {
    1.0 + lost_before / (1.0 - lost_before) * (log_sd * log_sd).exp_m1()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Over the whole range of shares and swings the mean of drawn shares is the expected one, to a third of a per
    /// cent of the highest share, which is what a table of 64 intervals leaves.
    #[test]
    fn prop_a_bounded_swing_keeps_its_mean() {
        const DRAWS: u32 = 20_000;
        for log_sd in [0.0, 0.2, 0.45, 0.65, 0.75, 1.2] {
            let bounded = BoundedSwing::new(log_sd);
            for highest in [0.9, 0.95, 1.0] {
                for tenth in 0..=20 {
                    let expected = highest * f64::from(tenth) / 20.0;
                    let mean = (0..DRAWS)
                        .map(|draw| {
                            let z = normal_quantile((f64::from(draw) + 0.5) / f64::from(DRAWS));
                            bounded.share(expected, highest, (log_sd * z - 0.5 * log_sd * log_sd).exp())
                        })
                        .sum::<f64>()
                        / f64::from(DRAWS);
                    assert!((mean - expected).abs() < 0.003 * highest, "{log_sd} {highest} {expected}: {mean}");
                }
            }
        }
    }

    /// Two legs of a corridor in one swing: over many months the second leg loses its share of what reaches it, to
    /// a fiftieth; without the factor it would lose a tenth less.
    #[test]
    fn prop_a_second_leg_loses_its_share() {
        const DRAWS: u32 = 20_000;
        let (log_sd, first, second, highest) = (0.65, 0.16, 0.2, 0.95);
        let bounded = BoundedSwing::new(log_sd);
        let share_of_second = |factor: f64| {
            let (mut reached, mut lost) = (0.0, 0.0);
            for draw in 0..DRAWS {
                let z = normal_quantile((f64::from(draw) + 0.5) / f64::from(DRAWS));
                let swing = (log_sd * z - 0.5 * log_sd * log_sd).exp();
                let left = 1.0 - bounded.share(first, highest, swing);
                reached += left;
                lost += left * bounded.share(factor * second, highest, swing);
            }
            lost / reached / second
        };
        let mended = share_of_second(later_leg_factor(log_sd, first));
        assert!((mended - 1.0).abs() < 0.02, "{mended}");
        assert!(share_of_second(1.0) < 0.93);
    }

    #[test]
    fn no_share_exceeds_the_highest_and_small_ones_swing_freely() {
        let bounded = BoundedSwing::new(0.65);
        assert_eq!(bounded.share(0.5, 0.95, 100.0), 0.95);
        assert_eq!(bounded.share(0.95, 0.95, 0.01), 0.95);
        assert!((bounded.share(0.02, 0.95, 1.5) / 0.03 - 1.0).abs() < 0.01);
        assert_eq!(bounded.share(0.0, 0.95, 3.0), 0.0);
    }
}
