//! The flows by route and year of a scenario and of its baseline, on expected values and central
//! parameters.

use super::request::{MapRequest, refusal, with_parameters};
use crate::months::years;
use crate::output::versioned;
use crate::session::Session;
use counterflow_model::policy::Scenario;
use counterflow_model::run::{months, run_calibrated};
use counterflow_model::{Calibration, Hold, RunOptions};
use counterflow_server::Refusal;
use counterflow_study::assess::baseline_of;
use counterflow_study::ensemble::Ensemble;
use rayon::prelude::*;
use serde_json::json;

/// Mean flow of every route in every year, before and after.
pub fn answer(request: &MapRequest, session: &Session) -> Result<String, Refusal> {
    let named = with_parameters(session, &request.scenario, &request.set)?;
    let after = flows(session, &named.scenario)?;
    let before = flows(session, &baseline_of(&named.scenario))?;
    let years: Vec<String> = years(session.model.world.start, months(&session.model, &named.scenario))
        .into_iter()
        .map(|year| year.label)
        .collect();
    let routes: Vec<&str> = session.model.world.routes.iter().map(|route| route.id.as_str()).collect();
    let value = versioned([
        ("scenario", json!(named.scenario.id)),
        ("unit", json!("kg/month")),
        ("years", json!(years)),
        ("routes", json!(routes)),
        ("before", json!(before)),
        ("after", json!(after)),
    ]);
    Ok(value.to_string())
}

/// By year, by route. A run keeps the mean over its last months, so each year is a run that ends with it:
/// what happens in a month does not depend on when the run ends.
fn flows(session: &Session, scenario: &Scenario) -> Result<Vec<Vec<f64>>, Refusal> {
    let ensemble = Ensemble { model: &session.model, evidence: &session.evidence, members: 1, seed: 0 };
    let parameters = ensemble.parameters(scenario, 0).map_err(|error| refusal(error.problem.into()))?;
    let baseline = Calibration::new(&session.model, &parameters, &scenario.switches, Hold::default());
    let start = session.model.world.start;
    let years = years(start, months(&session.model, scenario));
    let flow = |year: &crate::months::Year| {
        let until = start.plus_months(year.months.end as i64 - 1);
        let options = RunOptions { routes_from: year.months.start, ..RunOptions::default() };
        run_calibrated(&session.model, &parameters, &baseline, &Scenario { until, ..scenario.clone() }, options)
            .route_flow_kg
    };
    Ok(years.par_iter().map(flow).collect())
}
