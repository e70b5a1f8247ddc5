//! Defender's optimum against an attacker who errs (quantal response), with a proof of optimality.
//!
//! Model: the attacker chooses target t with probability proportional to exp(l U_a(t)), where l is
//! the rationality (McKelvey and Palfrey 1995; security games: Yang et al. 2011). The defender
//! maximises F(c) = sum exp(l U_a(t)) U_d(t) / sum exp(l U_a(t)) subject to sum c_t <= m, 0 <= c <= 1.
//!
//! Algorithm: F(c) >= d exactly when sum h_t(c_t) >= 0 with h_t(c) = exp(-k_t c) w_t (a_t - d + b_t c),
//! where w = exp(l au), k = l (au - ac), a = du, b = dc - du. Dinkelbach's iteration (1967) replaces
//! d by F at the maximiser. The inner problem is a concave water-filling although h_t is not
//! concave: h_t rises up to c* = 1/k - (a - d)/b and its inflection is at c* + 1/k, so the rising
//! part, the only useful one, is concave. Hence no piecewise-linear approximation (PASAQ) is needed.
//!
//! Proof: for any price p >= 0, max sum h_t <= sum max_c (h_t(c) - p c) + p m =: excess(p), so that no
//! coverage gives more than d + excess(p) / W, with W the least possible sum of exp(l U_a).
//!
//! ```
//! use counterflow_planner::quantal_response::commit_against_quantal_response;
//! use counterflow_planner::stackelberg::SecurityTarget;
//!
//! // An attacker of rationality zero picks at random: the resource goes to the dearer target.
//! let target = |loss: f64| SecurityTarget {
//!     defender_covered: 0.0,
//!     defender_uncovered: -loss,
//!     attacker_uncovered: loss,
//!     attacker_covered: 0.0,
//! };
//! let answer = commit_against_quantal_response(&[target(6.0), target(3.0)], 1.0, 0.0)?;
//! assert_eq!(answer.coverage, [1.0, 0.0]);
//! assert!((answer.defender_utility.value + 1.5).abs() < 1e-12);
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use crate::answer::Bounded;
use crate::error::{PlannerError, require_non_negative};
use crate::stackelberg::{SecurityTarget, check_targets};

/// Halvings of an interval of doubles after which it no longer shrinks.
const BISECTIONS: usize = 64;

/// Dinkelbach's iteration converges superlinearly; it stops by itself long before this.
const RATIO_STEPS: usize = 60;

/// The defender's optimum against a quantal-response attacker.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantalCommitment {
    /// Probability that each target is covered.
    pub coverage: Vec<f64>,
    /// Probability that each target is attacked.
    pub attack_probability: Vec<f64>,
    /// Defender's expected utility and the bound on every coverage.
    pub defender_utility: Bounded,
}

/// Maximises the defender's expected utility against an attacker of the given rationality (per unit
/// of utility; zero chooses at random, large values approach the rational attacker).
pub fn commit_against_quantal_response(
    targets: &[SecurityTarget],
    resources: f64,
    rationality: f64,
) -> Result<QuantalCommitment, PlannerError> {
    check_targets(targets, resources)?;
    require_non_negative(|| "rationality".to_owned(), rationality)?;
    let terms = terms(targets, rationality);
    let mut coverage = vec![0.0; targets.len()];
    let mut value = expected_utility(targets, rationality, &coverage);
    let mut price = 0.0;
    for _ in 0..RATIO_STEPS {
        let (candidate, candidate_price) = fill(&terms, value, resources);
        let candidate_value = expected_utility(targets, rationality, &candidate);
        price = candidate_price;
        if candidate_value <= value {
            break;
        }
        (coverage, value) = (candidate, candidate_value);
    }
    let bound = upper_bound(&terms, value, resources, price).max(value);
    let attack_probability = attack_probabilities(targets, rationality, &coverage);
    Ok(QuantalCommitment { coverage, attack_probability, defender_utility: Bounded { value, bound } })
}

/// Defender's expected utility of any coverage: the re-check of an answer's value.
pub fn expected_utility(targets: &[SecurityTarget], rationality: f64, coverage: &[f64]) -> f64 {
    let probabilities = attack_probabilities(targets, rationality, coverage);
    let utilities = targets.iter().zip(coverage).map(|(target, &cover)| target.defender_utility(cover));
    probabilities.iter().zip(utilities).map(|(probability, utility)| probability * utility).sum()
}

/// Probability of attack per target: exp(l U_a(t)) normalised.
pub fn attack_probabilities(targets: &[SecurityTarget], rationality: f64, coverage: &[f64]) -> Vec<f64> {
    let exponents: Vec<f64> =
        targets.iter().zip(coverage).map(|(target, &cover)| rationality * target.attacker_utility(cover)).collect();
    let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = exponents.iter().map(|exponent| (exponent - largest).exp()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// h_t as (w, k, a, b) of the module documentation.
#[derive(Clone, Copy, Debug)]
struct Term {
    weight: f64,
    decay: f64,
    base: f64,
    slope: f64,
}

impl Term {
    fn value(&self, coverage: f64, ratio: f64) -> f64 {
        self.weight * (-self.decay * coverage).exp() * (self.base - ratio + self.slope * coverage)
    }

    fn derivative(&self, coverage: f64, ratio: f64) -> f64 {
        let bracket = self.slope - self.decay * (self.base - ratio + self.slope * coverage);
        self.weight * (-self.decay * coverage).exp() * bracket
    }

    /// Where h stops rising, within [0, 1]; h is concave up to there.
    fn peak(&self, ratio: f64) -> f64 {
        if self.derivative(1.0, ratio) >= 0.0 {
            return 1.0;
        }
        let bracket_at_zero = self.slope - self.decay * (self.base - ratio);
        if bracket_at_zero <= 0.0 {
            return 0.0;
        }
        (bracket_at_zero / (self.decay * self.slope)).min(1.0)
    }

    /// Maximiser of h(c) - price c on [0, peak]: Newton's method for the falling derivative, kept
    /// inside a shrinking bracket.
    fn best_coverage(&self, ratio: f64, price: f64, peak: f64) -> f64 {
        if peak == 0.0 || self.derivative(0.0, ratio) <= price {
            return 0.0;
        }
        if self.derivative(peak, ratio) >= price {
            return peak;
        }
        let (mut low, mut high) = (0.0, peak);
        let mut coverage = peak * 0.5;
        for _ in 0..BISECTIONS {
            let excess = self.derivative(coverage, ratio) - price;
            if excess > 0.0 {
                low = coverage
            } else {
                high = coverage
            }
            let curvature = -self.decay
                * (self.derivative(coverage, ratio) + self.weight * (-self.decay * coverage).exp() * self.slope);
            let newton = coverage - excess / curvature;
            let next = if newton > low && newton < high { newton } else { low.midpoint(high) };
            if (next - coverage).abs() <= f64::EPSILON {
                return next;
            }
            coverage = next;
        }
        coverage
    }
}

fn terms(targets: &[SecurityTarget], rationality: f64) -> Vec<Term> {
    // A common factor of all weights cancels; taking out the largest keeps exp() finite.
    let largest = targets.iter().map(|target| target.attacker_uncovered).fold(f64::NEG_INFINITY, f64::max);
    let term = |target: &SecurityTarget| Term {
        weight: (rationality * (target.attacker_uncovered - largest)).exp(),
        decay: rationality * (target.attacker_uncovered - target.attacker_covered),
        base: target.defender_uncovered,
        slope: target.defender_covered - target.defender_uncovered,
    };
    targets.iter().map(term).collect()
}

/// Maximises sum h_t over the budget: coverage and the price of coverage.
fn fill(terms: &[Term], ratio: f64, resources: f64) -> (Vec<f64>, f64) {
    let peaks: Vec<f64> = terms.iter().map(|term| term.peak(ratio)).collect();
    if peaks.iter().sum::<f64>() <= resources {
        return (peaks, 0.0);
    }
    let coverage_at = |price: f64| -> Vec<f64> {
        terms.iter().zip(&peaks).map(|(term, &peak)| term.best_coverage(ratio, price, peak)).collect()
    };
    let steepest = terms.iter().map(|term| term.derivative(0.0, ratio)).fold(0.0, f64::max);
    let (mut low, mut high) = (0.0, steepest);
    for _ in 0..BISECTIONS {
        let price = f64::midpoint(low, high);
        if coverage_at(price).iter().sum::<f64>() > resources {
            low = price
        } else {
            high = price
        }
        if high - low <= f64::EPSILON * high {
            break;
        }
    }
    let mut coverage = coverage_at(high);
    hand_out_rest(&mut coverage, &coverage_at(low), resources);
    (coverage, high)
}

/// At the price itself a term may be flat, so that coverage jumps: the rest of the budget goes to
/// such terms, in order.
fn hand_out_rest(coverage: &mut [f64], upper: &[f64], resources: f64) {
    let mut rest = resources - coverage.iter().sum::<f64>();
    for (cover, &upper) in coverage.iter_mut().zip(upper) {
        let step = (upper - *cover).clamp(0.0, rest.max(0.0));
        *cover += step;
        rest -= step;
    }
}

/// Bound on F over every coverage, from the Lagrangian dual at the price.
fn upper_bound(terms: &[Term], ratio: f64, resources: f64, price: f64) -> f64 {
    let excess = dual_value(terms, ratio, resources, price);
    if excess <= 0.0 { ratio } else { ratio + excess / least_total_weight(terms, resources) }
}

/// sum max_c (h_t(c) - p c) + p m: at least the maximum of sum h_t for every price p >= 0.
fn dual_value(terms: &[Term], ratio: f64, resources: f64, price: f64) -> f64 {
    let profit = |term: &Term| {
        let coverage = term.best_coverage(ratio, price, term.peak(ratio));
        term.value(coverage, ratio) - price * coverage
    };
    terms.iter().map(profit).sum::<f64>() + price * resources
}

/// Lower bound on sum exp(l U_a) over every coverage: the same water-filling with h = -w exp(-k c).
fn least_total_weight(terms: &[Term], resources: f64) -> f64 {
    let weights: Vec<Term> = terms.iter().map(|term| Term { base: -1.0, slope: 0.0, ..*term }).collect();
    let (_, price) = fill(&weights, 0.0, resources);
    let at_full_coverage: f64 = terms.iter().map(|term| term.weight * (-term.decay).exp()).sum();
    (-dual_value(&weights, 0.0, resources, price)).max(at_full_coverage)
}
