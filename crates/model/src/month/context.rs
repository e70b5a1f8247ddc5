//! What a month finds and leaves as it is.

use crate::calibration::{Calibration, Model};
use crate::parameter_set::Parameters;
use crate::policy::Switches;
use crate::random::Stream;

/// What stays the same through a run.
#[derive(Clone, Copy, Debug)]
pub struct MonthContext<'a> {
    /// World, network, pools.
    pub model: &'a Model,
    /// Parameters of the draw.
    pub p: &'a Parameters,
    /// Baseline of the draw.
    pub baseline: &'a Calibration,
    /// Structural alternatives.
    pub switches: &'a Switches,
    /// Random draws; none for expected values.
    pub stream: Option<Stream>,
}
