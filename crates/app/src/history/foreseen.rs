//! What the members foresee in one mode.

use crate::results::hindcast::Mode;
use counterflow_study::calibration::Sample;

/// One mode's forecast: for each answer and year the members' values, in logarithms.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// What policy does.
    pub mode: Mode,
    /// Answer and year of each target.
    pub of: Vec<(usize, i32)>,
    /// By target, by member.
    pub logs: Vec<Vec<f64>>,
}

impl Foreseen {
    /// The forecast of a target.
    #[must_use]
    pub fn sample(&self, target: usize) -> Sample {
        Sample::equal(self.logs[target].iter().copied())
    }
}
