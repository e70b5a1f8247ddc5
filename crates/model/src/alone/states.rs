//! The states module alone: the lead, a host, a neighbour and an external power.

use super::{InputValues, ModuleInput, ModuleSeries};
use crate::states::{
    ActorRole, Chance, RegimeClass, StateActor, StateEvent, StatesBaseline, StatesInputs, StatesOutputs,
    StatesParameters, StatesState, step,
};

const LEAD: usize = 0;
const HOST: usize = 1;
const NEIGHBOUR: usize = 2;
const POWER: usize = 3;

/// Inputs of the module alone.
pub const INPUTS: &[ModuleInput] = &[
    ModuleInput {
        name: "relation_lead_host",
        unit: "1",
        default: 0.3,
        about: "Relation of the lead and the host at the start, -1 to 1.",
    },
    ModuleInput {
        name: "relation_lead_power",
        unit: "1",
        default: -0.5,
        about: "Relation of the lead and the external power at the start.",
    },
    ModuleInput {
        name: "relation_host_power",
        unit: "1",
        default: 0.1,
        about: "Relation of the host and the external power at the start.",
    },
    ModuleInput {
        name: "hardliner_share",
        unit: "share",
        default: 0.3,
        about: "Share of hardliners in every state at the start.",
    },
    ModuleInput {
        name: "factionalism",
        unit: "share",
        default: 0.5,
        about: "Factionalism of every state at the start.",
    },
    ModuleInput {
        name: "leader_exit_per_month",
        unit: "1/month",
        default: 0.0188,
        about: "Leader exits (mean of 13 Latin American states, 1985-2015).",
    },
    ModuleInput {
        name: "hostile_events_per_month",
        unit: "event/month",
        default: 0.0,
        about: "Unconsented events by the lead in the host.",
    },
    ModuleInput {
        name: "hostile_months",
        unit: "month",
        default: 24.0,
        about: "Months during which these events happen.",
    },
    ModuleInput {
        name: "hostile_interval_months",
        unit: "month",
        default: 1.0,
        about: "One month in how many has such events.",
    },
    ModuleInput {
        name: "hostile_goldstein",
        unit: "1",
        default: -10.0,
        about: "Goldstein weight of these events (force: -10).",
    },
    ModuleInput { name: "salience", unit: "share", default: 1.0, about: "How much the public notices them." },
    ModuleInput {
        name: "cooperative_events_per_month",
        unit: "event/month",
        default: 0.0,
        about: "Agreed joint operations of the lead and the host.",
    },
    ModuleInput {
        name: "cooperative_goldstein",
        unit: "1",
        default: 7.4,
        about: "Goldstein weight of joint operations (military cooperation: 7.4).",
    },
    ModuleInput {
        name: "cooperative_salience",
        unit: "share",
        default: 0.1,
        about: "How much the public notices joint operations.",
    },
    ModuleInput {
        name: "repair",
        unit: "1",
        default: 0.0,
        about: "Diplomacy between lead and host, in multiples of the restoring rate.",
    },
    ModuleInput {
        name: "backlash",
        unit: "1",
        default: 1.0,
        about: "1 with rally, hardliners and third parties; 0 without.",
    },
];

/// Actors of the module alone; they differ in role and regime only.
fn actors(inputs: &InputValues<'_>) -> Vec<StateActor> {
    let actor = |role, regime| StateActor {
        role,
        regime,
        hardliner_share: inputs.get("hardliner_share"),
        factionalism: inputs.get("factionalism"),
        leader_exit_per_month: inputs.get("leader_exit_per_month"),
        cooperation_weight: 1.0,
    };
    vec![
        actor(ActorRole::Lead, RegimeClass::FullDemocracy),
        actor(ActorRole::Region, RegimeClass::PartialDemocracy),
        actor(ActorRole::Region, RegimeClass::PartialDemocracy),
        actor(ActorRole::ExternalPower, RegimeClass::PartialAutocracy),
    ]
}

fn start(p: &StatesParameters, inputs: &InputValues<'_>) -> StatesBaseline {
    let with_host = inputs.get("relation_lead_host");
    let relations = [
        (LEAD, HOST, with_host),
        (LEAD, NEIGHBOUR, with_host),
        (HOST, NEIGHBOUR, with_host),
        (LEAD, POWER, inputs.get("relation_lead_power")),
        (HOST, POWER, inputs.get("relation_host_power")),
        (NEIGHBOUR, POWER, inputs.get("relation_host_power")),
    ];
    StatesBaseline::new(p, actors(inputs), &relations)
}

/// Events of one month, counted from zero.
fn events(inputs: &InputValues<'_>, month: usize) -> Vec<StateEvent> {
    let hostile = StateEvent {
        source: LEAD,
        target: HOST,
        goldstein: inputs.get("hostile_goldstein"),
        count: inputs.get("hostile_events_per_month"),
        salience: inputs.get("salience"),
        consented: false,
    };
    let joint = StateEvent {
        goldstein: inputs.get("cooperative_goldstein"),
        count: inputs.get("cooperative_events_per_month"),
        salience: inputs.get("cooperative_salience"),
        consented: true,
        ..hostile
    };
    let interval = inputs.get("hostile_interval_months").max(1.0);
    let in_campaign = (month as f64) < inputs.get("hostile_months");
    let due = in_campaign && (month as f64) % interval < 1.0;
    [(due, hostile), (true, joint)]
        .into_iter()
        .filter(|(happens, event)| *happens && event.count > 0.0)
        .map(|(_, event)| event)
        .collect()
}

/// Runs the four states for `months` in expectation.
pub fn run(p: &StatesParameters, inputs: &InputValues<'_>, months: usize) -> Vec<ModuleSeries> {
    let baseline = start(p, inputs);
    let mut state = StatesState::new(&baseline);
    let mut outputs = StatesOutputs::new(p, &baseline);
    let mut month_inputs = StatesInputs::at_rest(&baseline);
    let n = baseline.actor_count();
    month_inputs.repair[LEAD * n + HOST] = inputs.get("repair");
    month_inputs.repair[HOST * n + LEAD] = inputs.get("repair");
    month_inputs.backlash = inputs.get("backlash") > 0.0;
    let names = [
        ("relation_lead_host", "1"),
        ("relation_host_power", "1"),
        ("tension_lead_host", "1"),
        ("cooperation_host", "share"),
        ("partner_multiplier_host", "1"),
        ("rally_points", "point"),
        ("hardliner_share", "share"),
        ("stability_index", "1"),
        ("regional_tension", "1"),
        ("support_events", "event/month"),
    ];
    let mut series: Vec<ModuleSeries> =
        names.iter().map(|(name, unit)| ModuleSeries::new(*name, unit, Vec::with_capacity(months))).collect();
    for month in 0..months {
        month_inputs.events = events(inputs, month);
        step(p, &baseline, &mut state, &month_inputs, Chance::Expected, &mut outputs);
        let values = [
            state.relation_of(LEAD, HOST),
            state.relation_of(HOST, POWER),
            state.tension[LEAD * n + HOST],
            state.cooperation[HOST],
            outputs.partner_multiplier[HOST],
            state.rally_points[HOST],
            state.hardliner_share[HOST],
            outputs.stability_index[HOST],
            outputs.regional_tension,
            outputs.support_events[HOST],
        ];
        series.iter_mut().zip(values).for_each(|(one, value)| one.values.push(value));
    }
    series
}
