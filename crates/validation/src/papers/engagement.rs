//! Trials of programmes for young people at risk, beside what engagement does to recruitment.

use super::CheckFunction;
use crate::computed::{Case, Computed, Missing};
use counterflow_model::groups::published::two_blocks_2012;
use counterflow_model::groups::{
    GroupsBaseline, GroupsInputs, GroupsOutputs, GroupsParameters, GroupsState, engagement_effect, step,
};

/// What computes each row.
pub const CHECKS: &[(&str, CheckFunction)] = &[
    ("where-the-state-is-strong", |case| Ok((100.0 * fall(case)?).into())),
    ("where-the-state-is-weak", |case| Ok((engagement_effect(parameters(case), 0.0) <= 0.0).into())),
    ("months-to-half-the-effect", months_to_half),
];

fn parameters<'a>(case: &Case<'a>) -> &'a GroupsParameters {
    &case.parameters().groups
}

/// Mexico's groups in a state of full capacity, and the same with every young person at risk reached.
struct Pair {
    p: GroupsParameters,
    baseline: GroupsBaseline,
    states: [GroupsState; 2],
}

impl Pair {
    fn new(case: &Case<'_>) -> Self {
        let p = parameters(case).clone();
        let baseline = two_blocks_2012(&p);
        let states = [GroupsState::new(&baseline), GroupsState::new(&baseline)];
        Self { p, baseline, states }
    }

    /// Recruits per member of a month, with the programme at this coverage over those without.
    fn month(&mut self, coverage: f64) -> f64 {
        let [with, without] = [coverage, 0.0];
        let rates = self.states.iter_mut().zip([with, without]).map(|(state, coverage)| {
            let members: f64 = state.members.iter().sum();
            let (mut inputs, mut outputs) = (GroupsInputs::at_rest(&self.baseline), GroupsOutputs::new(&self.baseline));
            inputs.engagement_coverage.fill(coverage);
            step(&self.p, &self.baseline, state, &inputs, &mut outputs);
            outputs.recruits.iter().sum::<f64>() / members
        });
        let rates: Vec<f64> = rates.collect();
        rates[0] / rates[1]
    }
}

/// Fall of recruits per member when all are reached.
fn fall(case: &Case<'_>) -> Result<f64, Missing> {
    Ok(1.0 - Pair::new(case).month(1.0))
}

/// Months after the end of a programme until half of its effect is left.
fn months_to_half(case: &Case<'_>) -> Computed {
    let mut pair = Pair::new(case);
    let full = 1.0 - pair.month(1.0);
    let longest = case.input("longest")? as usize;
    let left = (1..=longest).find(|_| 1.0 - pair.month(0.0) <= 0.5 * full);
    Ok(left.map_or(f64::NAN, |months| months as f64).into())
}
