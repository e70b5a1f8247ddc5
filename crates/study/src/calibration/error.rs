//! What can go wrong with a fit.

use std::path::PathBuf;

/// Why a fit cannot be made or goes no further.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// Too little of something.
    #[error("{given} {of} are too few; expected at least {least}")]
    TooFew {
        /// What is too few.
        of: &'static str,
        /// Number given.
        given: usize,
        /// Least number.
        least: usize,
    },
    /// Something of another length than it should be.
    #[error("{given} {of} instead of {expected}")]
    Length {
        /// What has the wrong length.
        of: &'static str,
        /// Number given.
        given: usize,
        /// Number expected.
        expected: usize,
    },
    /// A number that cannot be.
    #[error("{of} of `{item}` is {value}; expected {expected}")]
    Number {
        /// What the number is.
        of: &'static str,
        /// Whose number.
        item: String,
        /// The number.
        value: f64,
        /// What would be right.
        expected: &'static str,
    },
    /// A reference to something that is not there.
    #[error("`{item}` refers to {of} {given}, but there are only {count}")]
    NoSuch {
        /// Kind of the thing referred to.
        of: &'static str,
        /// Who refers.
        item: String,
        /// Position referred to, counted from 0.
        given: usize,
        /// How many there are.
        count: usize,
    },
    /// A covariance that is not positive definite.
    #[error("the covariance of {of} is not positive definite")]
    NotPositiveDefinite {
        /// Whose covariance.
        of: &'static str,
    },
    /// Too many runs without a finite result.
    #[error("{failed} of {runs} runs gave no finite result")]
    RunsFailed {
        /// Runs that failed.
        failed: usize,
        /// Runs in all.
        runs: usize,
    },
    /// Nobody wanted the rest.
    #[error("nobody wants the rest of the runs")]
    Unwanted,
    /// A checkpoint of another fit.
    #[error("{path} is the state of another fit: {what} differs")]
    OtherFit {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// A checkpoint that was not written whole.
    #[error("{path} is damaged; remove it to begin anew")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
}
