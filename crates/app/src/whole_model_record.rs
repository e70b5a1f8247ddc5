//! What the coupled model answers to lasting changes, under each structure of supply.

use crate::results::record::{StructureResponses, WholeModelRecord};
use crate::session::Session;
use counterflow_model::Parameters;
use counterflow_model::policy::Switches;
use counterflow_model::policy::switches::SWITCHES;
use counterflow_validation::whole_model::cost_effectiveness::cost_effectiveness;
use counterflow_validation::whole_model::responses::{YEARS, responses};

/// The switch whose settings are set side by side.
const SWITCH: &str = "supply";

/// Elasticities of the chain after one, three, five and ten years at central parameters, for every structure of
/// supply, and costs of programmes beside published ones.
#[must_use]
pub fn whole_model_record(session: &Session) -> WholeModelRecord {
    let parameters = Parameters::of(&session.evidence, &session.evidence.central());
    let settings = SWITCHES.iter().filter(|info| info.id == SWITCH).flat_map(|info| info.settings);
    let of = |setting: &'static str| {
        let mut switches = Switches::default();
        switches.set(SWITCH, setting);
        StructureResponses { setting, responses: responses(&session.model, &parameters, switches) }
    };
    WholeModelRecord {
        years: YEARS.to_vec(),
        structures: settings.copied().map(of).collect(),
        costs: cost_effectiveness(&session.model, &parameters),
    }
}
