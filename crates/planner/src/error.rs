//! What can be wrong with a problem that is handed to the planner.

/// Why a problem has no answer. Every variant names the item and what would be right.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlannerError {
    /// An arc, a terminal or a scenario names a node that the graph does not have.
    #[error("{item} names node {node}, but nodes run from 0 to {last}")]
    UnknownNode {
        /// What names the node, for example `arc 7`.
        item: String,
        /// The node named.
        node: usize,
        /// The last node of the graph.
        last: usize,
    },
    /// A number is outside its range: a negative capacity, a budget below zero, a probability of 1.2.
    #[error("{item} is {value}; it must be {expected}")]
    OutOfRange {
        /// What has the value, for example `capacity of arc 7`.
        item: String,
        /// The value.
        value: f64,
        /// The range in words.
        expected: &'static str,
    },
    /// Two lists that describe the same items have different lengths.
    #[error("{item} has {found} entries, but there are {expected}")]
    WrongLength {
        /// The list.
        item: &'static str,
        /// Entries found.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// No path joins two nodes that the problem needs joined.
    #[error("no path leads from node {source_node} to node {target_node}")]
    Disconnected {
        /// Where the path should start.
        source_node: usize,
        /// Where it should end.
        target_node: usize,
    },
    /// Source and target are the same node.
    #[error("source and target are both node {node}")]
    SameTerminals {
        /// The node.
        node: usize,
    },
    /// A sum leaves the integers that a double holds exactly (2^53).
    #[error("{item} exceeds 2^53 and would no longer be exact")]
    Overflow {
        /// The sum.
        item: &'static str,
    },
    /// The problem has no items to decide about.
    #[error("there are no {item}")]
    Empty {
        /// The items missing.
        item: &'static str,
    },
    /// The linear or integer solver gave up; the text is its own status.
    #[error("the solver stopped: {status}")]
    Solver {
        /// Status as the solver names it.
        status: String,
    },
    /// An answer failed the independent re-check. This is a fault of the planner, never of the input.
    #[error("the re-check failed: {what}")]
    CertificateRejected {
        /// The claim that did not hold.
        what: String,
    },
}

/// Refuses a value that is not finite or is negative.
pub(crate) fn require_non_negative(item: impl FnOnce() -> String, value: f64) -> Result<(), PlannerError> {
    require(value.is_finite() && value >= 0.0, item, value, "a finite number of at least zero")
}

/// Refuses a value that is not a probability.
pub(crate) fn require_probability(item: impl FnOnce() -> String, value: f64) -> Result<(), PlannerError> {
    require((0.0..=1.0).contains(&value), item, value, "from 0 to 1")
}

/// Refuses a value that is not a whole number of at least zero.
pub(crate) fn require_whole(item: impl FnOnce() -> String, value: f64) -> Result<(), PlannerError> {
    let whole = value.is_finite() && value >= 0.0 && value.fract() == 0.0;
    require(whole, item, value, "a whole number of at least zero")
}

/// Whole numbers up to here are exact in double precision.
pub(crate) const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Refuses a sum that a double no longer holds exactly; what is no number at all is for other checks.
pub(crate) fn require_exact_sum(item: &'static str, sum: f64) -> Result<(), PlannerError> {
    if sum > LARGEST_EXACT { Err(PlannerError::Overflow { item }) } else { Ok(()) }
}

/// Refuses a list of the wrong length.
pub(crate) fn require_length(item: &'static str, found: usize, expected: usize) -> Result<(), PlannerError> {
    if found == expected { Ok(()) } else { Err(PlannerError::WrongLength { item, found, expected }) }
}

/// Refuses a value for which `holds` is false.
pub(crate) fn require(
    holds: bool,
    item: impl FnOnce() -> String,
    value: f64,
    expected: &'static str,
) -> Result<(), PlannerError> {
    if holds { Ok(()) } else { Err(PlannerError::OutOfRange { item: item(), value, expected }) }
}
