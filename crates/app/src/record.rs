//! The run record: what reproduces a result.

use crate::draws::DrawsFrom;
use crate::session::{NamedScenario, Session};
use counterflow_report::RunRecord;

/// Version of the program with the commit it was built from, where known.
pub const VERSION: &str = env!("COUNTERFLOW_VERSION");

/// The record of an ensemble over some scenarios.
pub fn run_record(
    session: &Session,
    scenarios: &[NamedScenario],
    seed: u64,
    members: u32,
    draws: DrawsFrom,
) -> RunRecord {
    let months = scenarios.iter().map(|named| counterflow_model::run::months(&session.model, &named.scenario)).max();
    let switches = scenarios.first().map(|named| named.scenario.switches).unwrap_or_default();
    RunRecord {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        git_commit: commit().map(str::to_owned),
        seed,
        draws: draws.word().to_owned(),
        members: members as usize,
        months: months.unwrap_or(0),
        start: session.model.world.start.to_string(),
        world_hash: session.world_hash.clone(),
        evidence_hash: session.evidence_hash.clone(),
        scenario_hashes: scenarios.iter().map(|named| (named.scenario.id.clone(), named.hash.clone())).collect(),
        switches: switches.settings().into_iter().map(|(id, setting)| (id.to_owned(), setting.to_owned())).collect(),
        command: session.command.clone(),
    }
}

/// The commit that the program was built from, where known.
pub fn commit() -> Option<&'static str> {
    option_env!("COUNTERFLOW_COMMIT")
}
