//! Interdiction alone: one corridor, one pool of consignments per mode, steady effort.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::interdiction::{
    Enforcement, InterdictionBaseline, InterdictionInputs, InterdictionOutputs, InterdictionParameters,
    InterdictionState, Pool, Pools, Pursued, Record, learn, loss_shares,
};
use crate::world::Mode;

/// Inputs of interdiction when it runs alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "pursued_loss_share",
        unit: "share",
        default: 0.15,
        about: "Share seized at sea and in the air in the baseline.",
    },
    ModuleInput {
        name: "inspected_loss_share",
        unit: "share",
        default: 0.2,
        about: "Share seized on land, on rivers and in containers in the baseline.",
    },
    ModuleInput { name: "search_ratio", unit: "1", default: 1.0, about: "Surveillance against the baseline." },
    ModuleInput { name: "asset_ratio", unit: "1", default: 1.0, about: "Patrol days against the baseline." },
    ModuleInput { name: "hubs", unit: "hub", default: 0.0, about: "Extra intelligence hubs." },
    ModuleInput {
        name: "agreements",
        unit: "agreement",
        default: 0.0,
        about: "Extra agreements of regional coordination.",
    },
    ModuleInput {
        name: "joint_operations_per_year",
        unit: "operation/year",
        default: 0.0,
        about: "Extra joint operations a year.",
    },
    ModuleInput {
        name: "cooperation_ratio",
        unit: "1",
        default: 1.0,
        about: "Cooperation of the partners against the baseline.",
    },
    ModuleInput {
        name: "cooperation_gain",
        unit: "share",
        default: 0.0,
        about: "Rise of cooperation above the baseline, in shares.",
    },
    ModuleInput {
        name: "partner_multiplier",
        unit: "1",
        default: 1.0,
        about: "Disruptions that partners still support, against the baseline.",
    },
    ModuleInput {
        name: "flow_ratio",
        unit: "1",
        default: 1.0,
        about: "Flow at sea and in the air against the baseline.",
    },
];

/// Runs one corridor for `months` months; the load on the responders settles in the second.
pub fn run(p: &InterdictionParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let share = |name: &str| inputs.get(name).clamp(0.0, p.highest_loss_share);
    let at_rest =
        |mode: Mode| if mode.is_pursued() { share("pursued_loss_share") } else { share("inspected_loss_share") };
    let pools = Pools {
        pools: Mode::ALL.iter().map(|&mode| Pool::alone(mode, at_rest(mode))).collect(),
        of_layer: Vec::new(),
        of_route: Vec::new(),
    };
    let month_inputs = effort(inputs);
    let before = Pursued { flow_kg: vec![1.0], seized_kg: vec![share("pursued_loss_share")] };
    let now = Pursued { flow_kg: vec![inputs.get("flow_ratio").max(0.0)], ..before.clone() };
    let mut state = InterdictionState::new(1);
    let baseline = InterdictionBaseline::new(p, &pools, vec![share("pursued_loss_share")]);
    let mut outputs = InterdictionOutputs::new(pools.pools.len(), 1, 1);
    let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(months); MEASURES.len() + Mode::ALL.len()];
    for _ in 0..months {
        loss_shares(p, &baseline, &state, &month_inputs, &mut outputs);
        let funnel = outputs.funnel[0];
        let row = [
            funnel.detection,
            funnel.actionable,
            funnel.success,
            funnel.disrupted_of_known,
            funnel.response_hours,
            funnel.false_cues,
            funnel.jurisdiction_loss,
        ];
        columns.iter_mut().zip(row.iter().chain(&outputs.loss_share)).for_each(|(column, value)| column.push(*value));
        let record = Record { now: &now, before: &before, baseline_effort_share: &[1.0] };
        learn(p, Enforcement::Fixed, &mut state, &outputs, record);
    }
    let modes = Mode::ALL.iter().map(|mode| (format!("loss_share_{}", mode.id()), "share"));
    let names = MEASURES.iter().map(|&(name, unit)| (name.to_owned(), unit)).chain(modes);
    names.zip(columns).map(|((name, unit), values)| ModuleSeries::new(name, unit, values)).collect()
}

const MEASURES: [(&str, &str); 7] = [
    ("detection_probability", "share"),
    ("actionable_share", "share"),
    ("success_share", "share"),
    ("disrupted_share_of_known", "share"),
    ("response_time", "hour"),
    ("false_cue_share", "share"),
    ("jurisdiction_loss_share", "share"),
];

fn effort(inputs: &InputValues<'_>) -> InterdictionInputs {
    let mut month = InterdictionInputs::neutral(1, 1);
    month.search_ratio[0] = inputs.get("search_ratio").max(0.0);
    month.asset_ratio[0] = inputs.get("asset_ratio").max(0.0);
    month.hubs = inputs.get("hubs");
    month.agreements = inputs.get("agreements");
    month.task_force_operations_per_year = inputs.get("joint_operations_per_year");
    month.corridor_cooperation_ratio[0] = inputs.get("cooperation_ratio").max(0.0);
    month.corridor_cooperation_gain[0] = inputs.get("cooperation_gain").max(0.0);
    month.corridor_partner_multiplier[0] = inputs.get("partner_multiplier").max(0.0);
    month
}
