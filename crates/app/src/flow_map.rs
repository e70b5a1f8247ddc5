//! The flows by route and year of a scenario and of its baseline, on expected values and central parameters.

use crate::draws::DrawsFrom;
use crate::failure::Failure;
use crate::months::{Year, years};
use crate::results::flow_map::FlowMap;
use crate::session::{NamedScenario, Session};
use counterflow_model::policy::Scenario;
use counterflow_model::run::{months, run_calibrated};
use counterflow_model::{Calibration, Hold, RunOptions};
use counterflow_study::assess::baseline_of;
use rayon::prelude::*;

/// Mean flow of every route in every year, before and after.
///
/// # Errors
/// The scenario sets a parameter that does not exist.
pub fn flow_map(session: &Session, named: &NamedScenario, draws: DrawsFrom) -> Result<FlowMap, Failure> {
    let years = years(session.model.world.start, months(&session.model, &named.scenario));
    Ok(FlowMap {
        scenario: named.scenario.id.clone(),
        unit: "kg/month",
        years: years.into_iter().map(|year| year.label).collect(),
        routes: session.model.world.routes.iter().map(|route| route.id.clone()).collect(),
        before: flows(session, &baseline_of(&named.scenario), draws)?,
        after: flows(session, &named.scenario, draws)?,
    })
}

/// By year, by route. A run keeps the mean over its last months, so each year is a run that ends with it: what
/// happens in a month does not depend on when the run ends.
fn flows(session: &Session, scenario: &Scenario, draws: DrawsFrom) -> Result<Vec<Vec<f64>>, Failure> {
    let ensemble = session.ensemble(1, 0, draws);
    let parameters = ensemble.parameters(scenario, 0)?;
    let baseline = Calibration::new(&session.model, &parameters, &scenario.switches, Hold::default());
    let start = session.model.world.start;
    let years = years(start, months(&session.model, scenario));
    let flow = |year: &Year| {
        let until = start.plus_months(year.months.end as i64 - 1);
        let options = RunOptions { routes_from: year.months.start, ..RunOptions::default() };
        run_calibrated(&session.model, &parameters, &baseline, &Scenario { until, ..scenario.clone() }, options)
            .route_flow_kg
    };
    Ok(years.par_iter().map(flow).collect())
}
