//! What is plain before any search: which arcs are open, and the step in which the value can rise.

use super::PathInterdiction;
use crate::answer::Limits;

/// The problem with everything decided that is plain from the start: arcs that are protected, too dear
/// or not delayed stay as they are, arcs that cost nothing are interdicted.
pub(super) struct Prepared {
    pub(super) problem: PathInterdiction,
    /// Arcs interdicted because they cost nothing.
    pub(super) free: Vec<usize>,
}

pub(super) fn prepare(problem: &PathInterdiction, budget: f64, fortified: &[bool]) -> Prepared {
    let mut prepared = Prepared { problem: problem.clone(), free: Vec::new() };
    for (arc, &is_fortified) in fortified.iter().enumerate() {
        let cost =
            problem.interdiction_cost[arc].filter(|&cost| !is_fortified && problem.delay[arc] > 0.0 && cost <= budget);
        if cost == Some(0.0) {
            prepared.problem.length[arc] += problem.delay[arc];
            prepared.free.push(arc);
        }
        prepared.problem.interdiction_cost[arc] = cost.filter(|&cost| cost > 0.0);
    }
    prepared
}

/// What counts as longer than the longest path length known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    /// Whole lengths and delays make every path a multiple of this; `None` where they are not whole.
    unit: Option<f64>,
    relative_gap: f64,
}

impl Goal {
    pub(super) fn new(problem: &PathInterdiction, relative_gap: f64) -> Self {
        Self { unit: common_unit(problem), relative_gap: relative_gap.max(Limits::PROVEN_GAP) }
    }

    /// The length that every path must reach to improve on `longest`.
    pub(super) fn length(&self, longest: f64) -> f64 {
        let within_gap = longest * (1.0 + self.relative_gap);
        match self.unit {
            Some(unit) => (longest + unit).max((within_gap / unit).ceil() * unit),
            None => within_gap,
        }
    }

    /// Paths up to this length are too short.
    pub(super) fn too_short(&self, longest: f64) -> f64 {
        self.length(longest) - self.unit.unwrap_or(0.0) / 2.0
    }

    /// What is proven when no interdiction reaches the goal.
    pub(super) fn bound(&self, longest: f64) -> f64 {
        match self.unit {
            Some(unit) => self.length(longest) - unit,
            None if self.relative_gap <= Limits::PROVEN_GAP => longest,
            None => self.length(longest),
        }
    }

    /// The largest possible path length up to a bound.
    #[cfg(feature = "highs")]
    pub(super) fn floor(&self, bound: f64) -> f64 {
        let tolerated = bound * (1.0 + Limits::PROVEN_GAP);
        self.unit.map_or(bound, |unit| (tolerated / unit).floor() * unit)
    }
}

/// Greatest common divisor of all lengths and delays, if they are whole and their sums are exact.
fn common_unit(problem: &PathInterdiction) -> Option<f64> {
    let numbers = problem.length.iter().chain(&problem.delay);
    let exact = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    let total: f64 = numbers.clone().sum();
    if total >= exact || numbers.clone().any(|number| number.fract() != 0.0) {
        return None;
    }
    let divisor = numbers.fold(0, |divisor, &number| greatest_common_divisor(divisor, number as u64));
    (divisor > 0).then_some(divisor as f64)
}

fn greatest_common_divisor(mut left: u64, mut right: u64) -> u64 {
    while right > 0 {
        (left, right) = (right, left % right);
    }
    left
}
