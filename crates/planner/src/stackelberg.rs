//! Stackelberg security game with singleton schedules: the ORIGAMI closed form.
//!
//! Model: m resources cover T targets with probabilities c_t, sum c_t <= m. An attacker sees c and
//! attacks the target of largest U_a(t) = c_t ac_t + (1 - c_t) au_t, ties in the defender's favour
//! (strong Stackelberg equilibrium). The defender then gets U_d(t) = c_t dc_t + (1 - c_t) du_t.
//!
//! Algorithm (Kiekintveld et al. 2009, ORIGAMI): to hold the attacker to utility u, every target
//! with au_t > u needs c_t(u) = (au_t - u) / (au_t - ac_t). The defender wants the smallest u whose
//! total need is at most m and that no fully covered target exceeds (u >= max ac_t). The total is
//! piecewise linear in u: one sort by au_t and one pass of prefix sums.
//!
//! Domain: dc_t >= du_t and ac_t <= au_t. Joint schedules need [`crate::patrol`].
//!
//! ```
//! use counterflow_planner::stackelberg::{SecurityTarget, commit};
//!
//! // One resource, two targets whose loss is the attacker's gain: both are held to 2.
//! let target = |loss: f64| SecurityTarget {
//!     defender_covered: 0.0,
//!     defender_uncovered: -loss,
//!     attacker_uncovered: loss,
//!     attacker_covered: 0.0,
//! };
//! let targets = [target(6.0), target(3.0)];
//! let answer = commit(&targets, 1.0)?;
//! assert!((answer.defender_utility + 2.0).abs() < 1e-12 && (answer.coverage[0] - 2.0 / 3.0).abs() < 1e-12);
//! assert!(answer.bounded(&targets, 1.0).is_proven());
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use crate::answer::{Bounded, agree};
use crate::error::{PlannerError, require};

/// Relative difference at which the attacker counts as indifferent.
const INDIFFERENCE: f64 = 1e-9;

/// Pay-offs of one target, in any common unit of utility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecurityTarget {
    /// Defender's utility when the attacked target is covered.
    pub defender_covered: f64,
    /// Defender's utility when it is not.
    pub defender_uncovered: f64,
    /// Attacker's utility when it is not covered.
    pub attacker_uncovered: f64,
    /// Attacker's utility when it is.
    pub attacker_covered: f64,
}

impl SecurityTarget {
    /// Attacker's utility at a coverage.
    pub fn attacker_utility(&self, coverage: f64) -> f64 {
        self.attacker_uncovered - coverage * (self.attacker_uncovered - self.attacker_covered)
    }

    /// Defender's utility at a coverage, if this target is attacked.
    pub fn defender_utility(&self, coverage: f64) -> f64 {
        self.defender_uncovered + coverage * (self.defender_covered - self.defender_uncovered)
    }

    /// Coverage that holds the attacker's utility to `utility`.
    fn coverage_for(&self, utility: f64) -> f64 {
        let excess = self.attacker_uncovered - utility;
        if excess <= 0.0 {
            return 0.0;
        }
        (excess / (self.attacker_uncovered - self.attacker_covered)).min(1.0)
    }
}

/// The defender's optimal commitment.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// Probability that each target is covered.
    pub coverage: Vec<f64>,
    /// The target attacked.
    pub attacked: usize,
    /// Attacker's utility: the least to which any coverage can hold a rational attacker.
    pub attacker_utility: f64,
    /// Defender's utility.
    pub defender_utility: f64,
}

impl Commitment {
    /// Defender's utility with the bound on every coverage, from [`defender_bound`].
    #[must_use]
    pub fn bounded(&self, targets: &[SecurityTarget], resources: f64) -> Bounded {
        let bound = defender_bound(targets, resources, self.attacker_utility);
        Bounded { value: self.defender_utility, bound: bound.max(self.defender_utility) }
    }
}

/// The strong Stackelberg equilibrium for `resources` resources (a fraction is allowed).
pub fn commit(targets: &[SecurityTarget], resources: f64) -> Result<Commitment, PlannerError> {
    check_targets(targets, resources)?;
    let attacker_utility = least_attacker_utility(targets, resources);
    let mut coverage: Vec<f64> = targets.iter().map(|target| target.coverage_for(attacker_utility)).collect();
    cover_indifferent(targets, resources, attacker_utility, &mut coverage);
    let attacked = best_attacked(targets, &coverage, attacker_utility);
    let answer = Commitment {
        attacked,
        attacker_utility,
        defender_utility: targets[attacked].defender_utility(coverage[attacked]),
        coverage,
    };
    check_commitment(targets, resources, &answer)?;
    Ok(answer)
}

/// Re-checks an equilibrium from its definition: coverage is affordable, the attacked target is a
/// best response, and no coverage could hold the attacker to less.
pub fn check_commitment(targets: &[SecurityTarget], resources: f64, answer: &Commitment) -> Result<(), PlannerError> {
    let reject = |what: String| Err(PlannerError::CertificateRejected { what });
    let spent: f64 = answer.coverage.iter().sum();
    if spent > resources && !agree(spent, resources, INDIFFERENCE) {
        return reject(format!("coverage sums to {spent} of {resources}"));
    }
    let utility = |target: usize| targets[target].attacker_utility(answer.coverage[target]);
    let best = (0..targets.len()).map(utility).fold(f64::NEG_INFINITY, f64::max);
    if !agree(best, utility(answer.attacked), INDIFFERENCE) || !agree(best, answer.attacker_utility, INDIFFERENCE) {
        return reject(format!("target {} is not a best response", answer.attacked));
    }
    let floor = largest_covered(targets);
    let exhausted = agree(spent, resources, INDIFFERENCE);
    if !exhausted && !agree(answer.attacker_utility, floor, INDIFFERENCE) {
        return reject("coverage is left although the attacker could be held to less".to_owned());
    }
    Ok(())
}

/// The most that any coverage gives the defender, from the least attacker's utility u alone: whatever
/// target is attacked yields the attacker at least u, which limits its coverage; where coverage does
/// not change the attacker's utility, what the other targets need to be held to u does.
pub fn defender_bound(targets: &[SecurityTarget], resources: f64, attacker_utility: f64) -> f64 {
    let slack = INDIFFERENCE * attacker_utility.abs().max(1.0);
    let needed: f64 = targets.iter().map(|target| target.coverage_for(attacker_utility)).sum();
    let spare = (resources - needed).clamp(0.0, 1.0);
    let most = |target: &SecurityTarget| {
        let width = target.attacker_uncovered - target.attacker_covered;
        let limit = if width > 0.0 { (target.attacker_uncovered - attacker_utility) / width } else { spare };
        target.defender_utility(limit.clamp(0.0, 1.0))
    };
    let attackable = targets.iter().filter(|target| target.attacker_uncovered >= attacker_utility - slack);
    attackable.map(most).fold(f64::NEG_INFINITY, f64::max)
}

pub(crate) fn check_targets(targets: &[SecurityTarget], resources: f64) -> Result<(), PlannerError> {
    if targets.is_empty() {
        return Err(PlannerError::Empty { item: "targets" });
    }
    let in_range = resources.is_finite() && resources >= 0.0;
    require(in_range, || "number of resources".to_owned(), resources, "a finite number of at least zero")?;
    for (number, target) in targets.iter().enumerate() {
        let defender_gain = target.defender_covered - target.defender_uncovered;
        let expected = "at least zero (covering a target must not hurt)";
        require(
            defender_gain.is_finite() && defender_gain >= 0.0,
            || format!("defender's gain from covering target {number}"),
            defender_gain,
            expected,
        )?;
        let attacker_loss = target.attacker_uncovered - target.attacker_covered;
        require(
            attacker_loss.is_finite() && attacker_loss >= 0.0,
            || format!("attacker's loss from covering target {number}"),
            attacker_loss,
            expected,
        )?;
    }
    Ok(())
}

fn largest_covered(targets: &[SecurityTarget]) -> f64 {
    targets.iter().map(|target| target.attacker_covered).fold(f64::NEG_INFINITY, f64::max)
}

/// Smallest u >= max ac_t with sum c_t(u) <= m.
fn least_attacker_utility(targets: &[SecurityTarget], resources: f64) -> f64 {
    let floor = largest_covered(targets);
    let mut tempting: Vec<&SecurityTarget> =
        targets.iter().filter(|target| target.attacker_uncovered > floor).collect();
    tempting.sort_unstable_by(|left, right| right.attacker_uncovered.total_cmp(&left.attacker_uncovered));
    // Over the first k targets the need at u is (sum au/(au-ac)) - u (sum 1/(au-ac)).
    let (mut weighted, mut inverse) = (0.0, 0.0);
    let mut utility = tempting.first().map_or(floor, |target| target.attacker_uncovered);
    for (position, target) in tempting.iter().enumerate() {
        let width = target.attacker_uncovered - target.attacker_covered;
        weighted += target.attacker_uncovered / width;
        inverse += width.recip();
        utility = (weighted - resources) / inverse;
        let next = tempting.get(position + 1).map_or(floor, |next| next.attacker_uncovered);
        if utility >= next {
            break;
        }
    }
    utility.max(floor)
}

/// Spends what is left where coverage changes nothing for the attacker but something for the
/// defender: on the target of equal attacker's utilities that the defender then likes best.
fn cover_indifferent(targets: &[SecurityTarget], resources: f64, attacker_utility: f64, coverage: &mut [f64]) {
    let left = (resources - coverage.iter().sum::<f64>()).clamp(0.0, 1.0);
    let indifferent = (0..targets.len()).filter(|&number| {
        let target = targets[number];
        target.attacker_covered == target.attacker_uncovered && target.attacker_uncovered == attacker_utility
    });
    let best = indifferent.max_by(|&first, &second| {
        targets[first].defender_utility(left).total_cmp(&targets[second].defender_utility(left))
    });
    if let Some(best) = best {
        coverage[best] = left;
    }
}

/// Among the attacker's best responses the one that the defender likes best; the first on a tie.
fn best_attacked(targets: &[SecurityTarget], coverage: &[f64], attacker_utility: f64) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (number, target) in targets.iter().enumerate() {
        let indifferent = agree(target.attacker_utility(coverage[number]), attacker_utility, INDIFFERENCE);
        let defender_utility = target.defender_utility(coverage[number]);
        if indifferent && defender_utility > best.1 {
            best = (number, defender_utility);
        }
    }
    best.0
}
