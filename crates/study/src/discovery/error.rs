//! What can be wrong with cases or options.

/// Why boxes cannot be looked for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// No inputs.
    #[error("there are no inputs to bound")]
    NoInputs,
    /// An input of another length than the outcome.
    #[error("input {input} (counted from 0) has {given} values for {expected} cases")]
    Length {
        /// Input.
        input: usize,
        /// Values given.
        given: usize,
        /// Cases.
        expected: usize,
    },
    /// A value that is not a number.
    #[error("input {input} of case {case} (both counted from 0) is {value}")]
    NotFinite {
        /// Input.
        input: usize,
        /// Case.
        case: usize,
        /// The value.
        value: f64,
    },
    /// No case of interest.
    #[error("none of the {cases} cases is of interest")]
    NothingOfInterest {
        /// Number of cases.
        cases: usize,
    },
    /// Every case of interest.
    #[error("all of the {cases} cases are of interest; there is nothing to set them apart from")]
    AllOfInterest {
        /// Number of cases.
        cases: usize,
    },
    /// An option outside its range.
    #[error("{option} is {given}; expected {expected}")]
    Option {
        /// Option.
        option: &'static str,
        /// Value given.
        given: f64,
        /// What would be right.
        expected: &'static str,
    },
}
