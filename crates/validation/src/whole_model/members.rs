//! Members: draws of every uncertain parameter, for records that a band must hold rather than a point.

use crate::computed::Case;
use counterflow_model::Parameters;
use counterflow_model::random::{Purpose, Stream};

/// Parameters of so many members, the draws of the ensembles with seed 1.
pub fn members(case: &Case<'_>, count: u32) -> Vec<Parameters> {
    let draw = |member| {
        let stream = Stream { seed: 1, member };
        let draw = case.inputs.evidence.sample(&mut |entity| stream.uniform(0, Purpose::Parameter, entity));
        Parameters::of(&case.inputs.evidence, &draw)
    };
    (1..=count).map(draw).collect()
}
