//! The armed-groups module alone: Mexico from January 2012 as two blocks.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::groups::published::two_blocks_2012;
use crate::groups::{GroupsInputs, GroupsOutputs, GroupsParameters, GroupsState, step};

/// Inputs of the module alone; every one acts from the first month on.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput { name: "wage_ratio", unit: "1", default: 1.0, about: "Wage in the groups over the start." },
    ModuleInput {
        name: "programme_usd_per_year",
        unit: "USD/year",
        default: 0.0,
        about: "Social programme above the baseline, for each person covered.",
    },
    ModuleInput {
        name: "programme_share",
        unit: "share",
        default: 1.0,
        about: "Share of the people at risk whom the programme covers.",
    },
    ModuleInput {
        name: "engagement_coverage",
        unit: "share",
        default: 0.0,
        about: "Share of the youth at risk reached by community engagement.",
    },
    ModuleInput {
        name: "recruitment_ratio",
        unit: "1",
        default: 1.0,
        about: "Further factor on recruitment, for example deterrence.",
    },
    ModuleInput { name: "incapacitation_ratio", unit: "1", default: 1.0, about: "Factor on arrests." },
    ModuleInput { name: "conflict_revenue_ratio", unit: "1", default: 1.0, about: "Contested revenue over the start." },
    ModuleInput {
        name: "captures_per_year",
        unit: "event/year",
        default: 0.0,
        about: "Leaders captured in the block of large groups.",
    },
    ModuleInput {
        name: "civilian_deaths_per_thousand_per_month",
        unit: "1/month",
        default: 0.0,
        about: "Civilians killed by state operations per 1,000 local people.",
    },
];

fn constant_inputs(inputs: &InputValues<'_>, start: GroupsInputs) -> GroupsInputs {
    let groups = start.wage_ratio.len();
    let mut month = start;
    month.wage_ratio.fill(inputs.get("wage_ratio"));
    month.conflict_revenue_ratio.fill(inputs.get("conflict_revenue_ratio"));
    month.civilian_deaths_per_thousand.fill(inputs.get("civilian_deaths_per_thousand_per_month"));
    month.captures = vec![0.0; groups];
    month.captures[0] = inputs.get("captures_per_year") / 12.0;
    month.programme_usd_per_year.fill(inputs.get("programme_usd_per_year"));
    month.programme_share.fill(inputs.get("programme_share"));
    month.engagement_coverage.fill(inputs.get("engagement_coverage"));
    month.recruitment_ratio.fill(inputs.get("recruitment_ratio"));
    month.incapacitation_ratio.fill(inputs.get("incapacitation_ratio"));
    month
}

/// Runs the two blocks for `months` under constant inputs.
pub fn run(p: &GroupsParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let baseline = two_blocks_2012(p);
    let month = constant_inputs(inputs, GroupsInputs::at_rest(&baseline));
    let mut state = GroupsState::new(&baseline);
    let mut outputs = GroupsOutputs::new(&baseline);
    let names = [
        ("members_large", "person"),
        ("members_small", "person"),
        ("recruits", "person/month"),
        ("arrests", "person/month"),
        ("conflict_deaths", "person/month"),
        ("dropouts", "person/month"),
        ("fragments", "1"),
        ("conflict_death_ratio", "1"),
    ];
    let mut series: Vec<ModuleSeries> =
        names.iter().map(|(name, unit)| ModuleSeries::new(*name, unit, Vec::with_capacity(months))).collect();
    for _ in 0..months {
        step(p, &baseline, &mut state, &month, &mut outputs);
        let values = [
            state.members[0],
            state.members[1],
            outputs.recruits.iter().sum(),
            outputs.arrests.iter().sum(),
            outputs.conflict_deaths.iter().sum(),
            outputs.dropouts.iter().sum(),
            state.fragments.iter().sum(),
            outputs.conflict_death_ratio[0],
        ];
        series.iter_mut().zip(values).for_each(|(one, value)| one.values.push(value));
    }
    series
}
