//! The response-time law: how success falls with the time that responders need.

/// Success of a responder who needs `delay_ratio` times the reference time, where success at the
/// reference time is `success_at_reference`: `s = 1 - (1 - s0)^(1/ratio)`.
///
/// From the random search for a target that flees a datum, when the search lasts much longer than the
/// delay. No delay gives certain success.
pub fn success_at_delay(success_at_reference: f64, delay_ratio: f64) -> f64 {
    if delay_ratio <= 0.0 {
        return 1.0;
    }
    1.0 - (1.0 - success_at_reference).powf(1.0 / delay_ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "{got} instead of {expected} within {tolerance}");
    }

    /// Derived table for s0 = 0.77 (0.20 of 0.26: published funnel of JIATF-South), to three decimals.
    #[test]
    fn val_success_by_delay() {
        for (ratio, expected) in [(0.5, 0.947), (1.0, 0.77), (2.0, 0.520)] {
            close(success_at_delay(0.77, ratio), expected, 5e-4);
        }
        // Disruption of the known flow when a share of 0.26 is acted on.
        close(0.26 * success_at_delay(0.77, 0.5), 0.246, 5e-4);
        close(0.26 * success_at_delay(0.77, 2.0), 0.135, 5e-4);
        assert_eq!(success_at_delay(0.77, 0.0), 1.0);
    }
}
