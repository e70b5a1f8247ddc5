//! The published population equation run through the groups module, as several checks need it.

use counterflow_model::groups::published::{PublishedRates, from_rates};
use counterflow_model::groups::{
    ArrestRule, Conflict, GroupsBaseline, GroupsInputs, GroupsOutputs, GroupsParameters, GroupsState, step,
};

/// People who joined, were killed and were arrested over some months.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flows {
    /// People who joined.
    pub recruits: f64,
    /// Members killed in conflict.
    pub deaths: f64,
    /// Members arrested.
    pub arrests: f64,
    /// Members who left.
    pub dropouts: f64,
}

/// What policy changes, as factors on the published rates.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Factor on recruitment.
    pub recruitment: f64,
    /// Factor on arrests.
    pub arrests: f64,
}

impl Policy {
    /// No change.
    pub const NONE: Self = Self { recruitment: 1.0, arrests: 1.0 };
    /// Twice the arrests.
    pub const DOUBLE_ARRESTS: Self = Self { recruitment: 1.0, arrests: 2.0 };
    /// Half the recruits per member.
    pub const HALF_RECRUITMENT: Self = Self { recruitment: 0.5, arrests: 1.0 };
    /// Nobody joins.
    pub const NO_RECRUITMENT: Self = Self { recruitment: 0.0, arrests: 1.0 };
}

/// The start of a run, one value per group where there are several.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// Rates of the equation.
    pub rates: PublishedRates,
    /// Members.
    pub members: &'a [f64],
    /// Sum of squared size shares within each group; one where a group is not an aggregate.
    pub concentration: &'a [f64],
    /// Who fights whom.
    pub conflict: Conflict,
    /// How arrests follow size.
    pub arrest_rule: ArrestRule,
}

/// A run in progress.
#[derive(Clone, Debug)]
pub struct GroupRun {
    p: GroupsParameters,
    rates: PublishedRates,
    conflict: Conflict,
    concentration: Vec<f64>,
    baseline: GroupsBaseline,
    /// State of the module.
    pub state: GroupsState,
    /// Inputs of the next month.
    pub inputs: GroupsInputs,
    /// Outputs of the last month.
    pub outputs: GroupsOutputs,
}

impl GroupRun {
    /// A run at its start.
    pub fn new(p: &GroupsParameters, start: Start<'_>) -> Self {
        let baseline =
            from_rates(p, &start.rates, start.members, start.concentration, start.conflict.clone(), start.arrest_rule);
        Self {
            p: p.clone(),
            rates: start.rates,
            conflict: start.conflict,
            concentration: start.concentration.to_vec(),
            state: GroupsState::new(&baseline),
            inputs: GroupsInputs::at_rest(&baseline),
            outputs: GroupsOutputs::new(&baseline),
            baseline,
        }
    }

    /// The same run under a policy from here on.
    pub fn under(mut self, policy: Policy) -> Self {
        self.inputs.recruitment_ratio.fill(policy.recruitment);
        self.inputs.incapacitation_ratio.fill(policy.arrests);
        self
    }

    /// Runs some months.
    pub fn months(&mut self, months: usize) -> Flows {
        let mut flows = Flows::default();
        for _ in 0..months {
            step(&self.p, &self.baseline, &mut self.state, &self.inputs, &mut self.outputs);
            flows.recruits += self.outputs.recruits.iter().sum::<f64>();
            flows.deaths += self.outputs.conflict_deaths.iter().sum::<f64>();
            flows.arrests += self.outputs.arrests.iter().sum::<f64>();
            flows.dropouts += self.outputs.dropouts.iter().sum::<f64>();
        }
        flows
    }

    /// Members of all groups.
    pub fn members(&self) -> f64 {
        self.state.members.iter().sum()
    }

    /// Share of the first groups in all members; groups are listed from the largest down.
    pub fn share_of_largest(&self, groups: usize) -> f64 {
        self.state.members.iter().take(groups).sum::<f64>() / self.members()
    }

    /// Deaths a week of each group at this instant, from the published equation.
    pub fn deaths_by_group(&self) -> Vec<f64> {
        let members = &self.state.members;
        let mut exposure = vec![0.0; members.len()];
        self.conflict.exposure(members, &mut exposure);
        members.iter().zip(exposure).map(|(members, exposure)| self.rates.lethality * members * exposure).collect()
    }

    /// Deaths a week at this instant.
    pub fn deaths_per_week(&self) -> f64 {
        self.deaths_by_group().iter().sum()
    }

    /// Recruits a week at this instant.
    pub fn recruits_per_week(&self) -> f64 {
        self.rates.recruitment_per_week * self.members()
    }

    /// Dropouts a week at this instant.
    pub fn dropouts_per_week(&self) -> f64 {
        let squares = self.state.members.iter().zip(&self.concentration);
        self.rates.saturation * squares.map(|(members, concentration)| concentration * members * members).sum::<f64>()
    }
}
