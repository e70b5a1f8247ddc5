//! Members: draws of every uncertain parameter, for records that a band must hold rather than a point.

use crate::computed::Case;
use counterflow_evidence::{Draw, Evidence};
use counterflow_model::Parameters;
use counterflow_model::random::{Purpose, Stream};

/// Parameters of so many members, the draws of the ensembles with seed 1.
pub fn members(case: &Case<'_>, count: u32) -> Vec<Parameters> {
    let evidence = &case.inputs.evidence;
    (1..=count).map(|member| Parameters::of(evidence, &draw(evidence, member))).collect()
}

/// A draw of every uncertain parameter with seed 1, as the ensembles draw it.
#[must_use]
pub fn draw(evidence: &Evidence, member: u32) -> Draw {
    let stream = Stream { seed: 1, member };
    evidence.sample(&mut |entity| stream.uniform(0, Purpose::Parameter, entity))
}
