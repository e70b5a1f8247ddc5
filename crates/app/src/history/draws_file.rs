//! A posterior as the file of a world, with the record of its fit.

use super::fit::{FitSize, Fitted};
use crate::draws::{RANGES, ranges};
use crate::record::{VERSION, commit};
use crate::results::calibration::{CalibrationResult, FittedParameter, PriorDatum, SmootherStep};
use crate::session::{NamedScenario, Session};
use counterflow_study::calibration::state::Done;

/// Key under which a file of draws says which year's data were fitted last.
pub const UNTIL: &str = "fitted until";

/// The file's text.
#[must_use]
pub fn text(fitted: &Fitted, size: FitSize, session: &Session, named: &NamedScenario) -> String {
    fitted.draws.to_csv(&record(fitted, size, session, named))
}

/// The run record of a fit.
#[must_use]
pub fn record(fitted: &Fitted, size: FitSize, session: &Session, named: &NamedScenario) -> Vec<(String, String)> {
    let entry = |key: &str, value: String| (key.to_owned(), value);
    let mut record = vec![
        entry("version", VERSION.to_owned()),
        entry("commit", commit().unwrap_or("not recorded").to_owned()),
        entry("command", session.command.clone()),
        entry("world", session.model.world.name.clone()),
        entry("world hash", session.world_hash.clone()),
        entry("evidence hash", session.evidence_hash.clone()),
        entry("scenario", format!("{} {}", named.scenario.id, named.hash)),
        entry(UNTIL, fitted.until.to_string()),
        entry("data", fitted.data.to_string()),
        entry("seed", size.seed.to_string()),
        entry("members", size.members.to_string()),
        entry("points", format!("{} in {} rounds", size.points, size.rounds)),
        entry("steps", fitted.steps.len().to_string()),
        entry("informed directions", fitted.directions.to_string()),
        entry("pareto k", format!("{:.3}", fitted.pareto_k)),
        entry("effective sample size", format!("{:.1}", fitted.effective_sample_size)),
        entry(
            "draws",
            if fitted.is_reweighted { "reweighted" } else { "the smoother's, weights were unreliable" }.to_owned(),
        ),
    ];
    if let Some(screen) = &fitted.screen {
        let held = screen.predictive.iter().filter(|datum| datum.holds_the_datum()).count();
        let plausible = format!("{} of {}", screen.plausible, screen.runs);
        record.push(entry("runs of the prior that are not implausible", plausible));
        record.push(entry("data within the prior's 95 % interval", format!("{held} of {}", screen.predictive.len())));
    }
    record.push(entry(RANGES, ranges(fitted.records.iter())));
    record
}

/// What a fit found.
#[must_use]
pub fn result(fitted: &Fitted, record: Vec<(String, String)>) -> CalibrationResult {
    let mut parameters: Vec<FittedParameter> =
        fitted.moments.iter().map(|(id, mean, sd)| FittedParameter { id: id.clone(), mean: *mean, sd: *sd }).collect();
    parameters.sort_by(|a, b| a.sd.total_cmp(&b.sd));
    let step =
        |done: &Done| SmootherStep { increment: done.increment, mean_misfit: done.mean_misfit, failed: done.failed };
    let prior = fitted.screen.iter().flat_map(|screen| {
        let data = screen.predictive.iter().zip(&screen.least_implausibility).zip(&fitted.names);
        data.map(|((datum, least), (series, year))| PriorDatum {
            series: series.clone(),
            year: *year,
            observed: datum.observed.exp(),
            low: datum.low.exp(),
            median: datum.median.exp(),
            high: datum.high.exp(),
            is_held: datum.holds_the_datum(),
            least_implausibility: *least,
        })
    });
    CalibrationResult { record, prior: prior.collect(), steps: fitted.steps.iter().map(step).collect(), parameters }
}
