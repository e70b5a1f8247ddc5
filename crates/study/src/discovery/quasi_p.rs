//! Quasi-p-values (Bryant and Lempert 2010, app. A).
//!
//! For a box with `T` cases, `H` of them of interest, and one of its limits: let `q` be the share of
//! interest in the box without that limit. The quasi-p-value is the probability that a binomial draw
//! of `T` with `q` gives `H` or more: small where the limit is unlikely to be an artefact.

use super::Cases;
use super::prim::{Limits, PrimBox, counts};
use statrs::distribution::{Binomial, DiscreteCDF};

/// Quasi-p-values of the limits of one input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct QuasiP {
    /// Of the lower limit.
    pub low: Option<f64>,
    /// Of the upper limit.
    pub high: Option<f64>,
}

/// Quasi-p-values by input; none where a side is not limited.
#[must_use]
pub fn quasi_p(cases: &Cases, of: &PrimBox) -> Vec<QuasiP> {
    let without = |input: usize, limits: Limits| {
        let mut wider = of.limits.clone();
        wider[input] = limits;
        let (count, interest) = counts(cases, &wider);
        probability(of.of_interest, of.cases, interest as f64 / count as f64)
    };
    let one = |(input, limits): (usize, &Limits)| QuasiP {
        low: limits.low.map(|_| without(input, Limits { low: None, ..*limits })),
        high: limits.high.map(|_| without(input, Limits { high: None, ..*limits })),
    };
    of.limits.iter().enumerate().map(one).collect()
}

/// Probability of `hits` or more out of `trials`.
fn probability(hits: usize, trials: usize, share: f64) -> f64 {
    match (hits, Binomial::new(share, trials as u64)) {
        (0, _) => 1.0,
        (_, Ok(binomial)) => binomial.sf(hits as u64 - 1),
        (_, Err(_)) => f64::NAN,
    }
}
