//! What can be wrong with a table or criteria.

/// Why robustness cannot be measured.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RobustnessError {
    /// Nothing to compare.
    #[error("there are no policies or no states")]
    Empty,
    /// Rows that do not match.
    #[error("{given} values for {policies} policies in {states} states")]
    Size {
        /// Values given.
        given: usize,
        /// Policies.
        policies: usize,
        /// States.
        states: usize,
    },
    /// A value that is not a number.
    #[error("the value of policy {policy} in state {state} (both counted from 0) is {value}")]
    NotFinite {
        /// Policy.
        policy: usize,
        /// State.
        state: usize,
        /// The value.
        value: f64,
    },
    /// A criterion outside its range.
    #[error("{criterion} is {given}; expected a share from 0 to 1")]
    Criterion {
        /// Criterion.
        criterion: &'static str,
        /// Value given.
        given: f64,
    },
}
