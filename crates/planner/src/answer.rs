//! What every solver takes and gives besides the problem: limits, bound and gap.

use std::time::{Duration, Instant};

/// When a search may stop before the proof is complete.
///
/// Without `seconds` an answer is a pure function of the problem and the limits. With it the best
/// answer so far depends on the speed of the machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Wall-clock seconds; `None` for no limit.
    pub seconds: Option<f64>,
    /// Relative gap at which an answer counts as proven.
    pub relative_gap: f64,
    /// Nodes of the search tree; `None` for no limit.
    pub nodes: Option<u64>,
}

impl Limits {
    /// The relative gap below which two values of a double-precision solver are the same value.
    pub const PROVEN_GAP: f64 = 1e-9;

    /// No limit of time or nodes: search until the proof is complete.
    pub const PROVE: Self = Self { seconds: None, relative_gap: Self::PROVEN_GAP, nodes: None };

    /// Starts the clock.
    pub(crate) fn start(&self) -> Stopwatch {
        let duration = self.seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok());
        Stopwatch { deadline: duration.and_then(|length| Instant::now().checked_add(length)), nodes: self.nodes }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::PROVE
    }
}

/// Counts nodes and watches the deadline of one search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch {
    deadline: Option<Instant>,
    nodes: Option<u64>,
}

impl Stopwatch {
    /// Counts one node; false when a limit is reached.
    pub(crate) fn allows_node(&mut self) -> bool {
        if self.nodes == Some(0) || self.is_over() {
            return false;
        }
        self.nodes = self.nodes.map(|left| left - 1);
        true
    }

    /// The same deadline with another number of nodes.
    #[cfg(feature = "highs")]
    pub(crate) fn with_nodes(self, nodes: u64) -> Self {
        Self { nodes: Some(nodes), ..self }
    }

    /// Whether the deadline has passed.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Seconds left; `None` without a time limit.
    #[cfg(feature = "highs")]
    pub(crate) fn seconds_left(&self) -> Option<f64> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).as_secs_f64())
    }
}

/// Is told how a search over simulations goes, and says when its time is over.
///
/// A search that is never over is a pure function of its problem; one that is stopped ends with the best
/// answer so far, which may depend on the machine.
pub trait Watch: Sync {
    /// So many trials more lie ahead.
    fn ahead(&self, trials: usize);
    /// One of them has been made.
    fn tried(&self);
    /// Whether the search may be stopped: then it looks for good answers before it tries all.
    fn is_limited(&self) -> bool {
        false
    }
    /// Whether the search stops here.
    fn is_over(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {
    fn ahead(&self, _trials: usize) {}
    fn tried(&self) {}
}

/// Value found and value that no answer can beat, in the unit of the problem's objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// Value of the answer returned, as the independent re-check computed it.
    pub value: f64,
    /// Proven bound: no answer is below it (minimisation) or above it (maximisation).
    pub bound: f64,
}

impl Bounded {
    /// |value - bound| over |value|; zero when both are zero.
    pub fn relative_gap(&self) -> f64 {
        let difference = (self.value - self.bound).abs();
        if difference == 0.0 { 0.0 } else { difference / self.value.abs().max(f64::MIN_POSITIVE) }
    }

    /// Whether the answer is proven optimal to [`Limits::PROVEN_GAP`].
    pub fn is_proven(&self) -> bool {
        self.relative_gap() <= Limits::PROVEN_GAP
    }
}

/// Whether two computed values agree to `tolerance`, relative to the larger or to one.
pub(crate) fn agree(left: f64, right: f64, tolerance: f64) -> bool {
    (left - right).abs() <= tolerance * left.abs().max(right.abs()).max(1.0)
}
