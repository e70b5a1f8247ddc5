//! A fit on its way: the ensemble between two steps, and what each step did.

use super::linear::Matrix;

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Done {
    /// Increment of the temperature T.
    pub increment: f64,
    /// Mean over the members of the misfit before the step; about half the number of data in a good fit.
    pub mean_misfit: f64,
    /// Standard deviation of the misfit before the step.
    pub sd_misfit: f64,
    /// Runs without a finite result.
    pub failed: usize,
}

/// A fit on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Scores, a row for each member, a column for each parameter.
    pub scores: Matrix,
    /// From 0 (before the fit) to 1 (after it).
    pub temperature: f64,
    /// What each step did.
    pub done: Vec<Done>,
}
