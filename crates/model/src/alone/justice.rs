//! The justice module alone: one country.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::justice::{
    CountryJustice, JusticeBaseline, JusticeInputs, JusticeOutputs, JusticeParameters, JusticeState, step,
};

/// Inputs of the module alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "conviction_rate",
        unit: "share",
        default: 0.15,
        about: "Convictions per offence at the start (Mexico's homicides in 2017).",
    },
    ModuleInput {
        name: "corruption_index",
        unit: "share",
        default: 0.6,
        about: "Corruption index at the start, 0 clean to 1.",
    },
    ModuleInput {
        name: "capacity_target_ratio",
        unit: "1",
        default: 1.0,
        about: "Capacity that reform aims at, over the start.",
    },
    ModuleInput {
        name: "reform_months",
        unit: "month",
        default: 1200.0,
        about: "Months until reform ends and capacity drifts back.",
    },
    ModuleInput {
        name: "anti_corruption",
        unit: "share",
        default: 0.0,
        about: "Long-run fall of the corruption index by anti-corruption work.",
    },
    ModuleInput { name: "revenue_ratio", unit: "1", default: 1.0, about: "Illicit revenue over the start." },
    ModuleInput { name: "group_size_ratio", unit: "1", default: 1.0, about: "Members of armed groups over the start." },
    ModuleInput { name: "severity_ratio", unit: "1", default: 1.0, about: "Severity of punishment over the start." },
];

/// Runs one country for `months`; reform and anti-corruption work last `reform_months`.
pub fn run(p: &JusticeParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let start = CountryJustice {
        conviction_rate: inputs.get("conviction_rate"),
        corruption_index: inputs.get("corruption_index"),
    };
    let baseline = JusticeBaseline::new(p, vec![start]);
    let mut state = JusticeState::new(&baseline);
    let mut outputs = JusticeOutputs::new(&baseline);
    let mut month_inputs = JusticeInputs::at_rest(&baseline);
    month_inputs.revenue_ratio.fill(inputs.get("revenue_ratio"));
    month_inputs.group_size_ratio.fill(inputs.get("group_size_ratio"));
    month_inputs.severity_ratio.fill(inputs.get("severity_ratio"));
    let names = [
        ("convictions_per_offence", "share"),
        ("certainty_ratio", "1"),
        ("violation_share", "share"),
        ("corruption_index", "share"),
        ("incapacitation_ratio", "1"),
        ("deterrence_ratio", "1"),
        ("leak_ratio", "1"),
    ];
    let mut series: Vec<ModuleSeries> =
        names.iter().map(|(name, unit)| ModuleSeries::new(*name, unit, Vec::with_capacity(months))).collect();
    for month in 0..months {
        let reforming = (month as f64) < inputs.get("reform_months");
        let (capacity, honest) =
            if reforming { (inputs.get("capacity_target_ratio"), inputs.get("anti_corruption")) } else { (1.0, 0.0) };
        month_inputs.capacity_target_ratio.fill(capacity);
        month_inputs.anti_corruption.fill(honest);
        step(p, &baseline, &mut state, &month_inputs, &mut outputs);
        let values = [
            outputs.convictions_per_offence[0],
            outputs.certainty_ratio[0],
            outputs.violation_share[0],
            outputs.corruption_index[0],
            outputs.incapacitation_ratio[0],
            outputs.deterrence_ratio[0],
            outputs.leak_ratio[0],
        ];
        series.iter_mut().zip(values).for_each(|(one, value)| one.values.push(value));
    }
    series
}
