//! What can be wrong with a design or with outputs.

/// Why a design cannot be made or outputs cannot be analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SensitivityError {
    /// Nothing varies.
    #[error("there are no inputs to vary")]
    NoInputs,
    /// More inputs than the sequence has dimensions.
    #[error("{inputs} inputs are more than the {limit} that a design can hold")]
    TooManyInputs {
        /// Inputs asked for.
        inputs: usize,
        /// Most that are possible.
        limit: usize,
    },
    /// A sample too small to estimate anything.
    #[error("{given} {of} are too few; expected at least {least}")]
    TooFew {
        /// What is too few.
        of: &'static str,
        /// Number given.
        given: usize,
        /// Least number.
        least: usize,
    },
    /// A sample larger than its generator can number.
    #[error("{given} {of} are too many; expected at most {most}")]
    TooMany {
        /// What is too many.
        of: &'static str,
        /// Number given.
        given: usize,
        /// Largest number.
        most: usize,
    },
    /// Outputs of another design.
    #[error("{given} outputs for a design of {expected} runs")]
    OutputCount {
        /// Outputs given.
        given: usize,
        /// Runs of the design.
        expected: usize,
    },
    /// Points that do not fill whole rows.
    #[error("{given} numbers do not fill rows of {inputs} \
        inputs{whole}", whole = if *.rows == 0 { String::new() } else { format!(" ({rows} rows)") })]
    PointCount {
        /// Numbers given.
        given: usize,
        /// Inputs per row.
        inputs: usize,
        /// Rows expected; 0 where any number of rows would do.
        rows: usize,
    },
    /// An output that is not a number.
    #[error("the output of run {run} (counted from 0) is {value}")]
    NotFinite {
        /// Run.
        run: usize,
        /// The output.
        value: f64,
    },
    /// Outputs that do not vary.
    #[error("every output is {value}: there is no variance to explain")]
    Constant {
        /// The output.
        value: f64,
    },
    /// A confidence outside its range.
    #[error("the confidence is {given}; expected a number between 0 and 1")]
    Confidence {
        /// Confidence given.
        given: f64,
    },
    /// An estimator that needs the runs of the second order.
    #[error("{estimator} needs a design with second order")]
    NeedsSecondOrder {
        /// Estimator.
        estimator: &'static str,
    },
    /// Levels of a Morris grid.
    #[error("{given} levels; expected an even number from 2 on")]
    Levels {
        /// Levels given.
        given: usize,
    },
    /// A step of a trajectory that does not move exactly one group by the step of the grid.
    #[error("step {step} of trajectory {trajectory} (both counted from 0) {fault}")]
    Trajectory {
        /// Trajectory.
        trajectory: usize,
        /// Step.
        step: usize,
        /// What is wrong.
        fault: &'static str,
    },
}

/// Outputs of a design must be as many as its runs, and finite.
pub(super) fn check_outputs(outputs: &[f64], runs: usize) -> Result<(), SensitivityError> {
    if outputs.len() != runs {
        return Err(SensitivityError::OutputCount { given: outputs.len(), expected: runs });
    }
    match outputs.iter().position(|output| !output.is_finite()) {
        Some(run) => Err(SensitivityError::NotFinite { run, value: outputs[run] }),
        None => Ok(()),
    }
}

/// A confidence lies between 0 and 1.
pub(super) fn check_confidence(given: f64) -> Result<(), SensitivityError> {
    if given > 0.0 && given < 1.0 { Ok(()) } else { Err(SensitivityError::Confidence { given }) }
}
