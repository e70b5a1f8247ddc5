//! An ensemble as bands that grow surer while its members run.
//!
//! Members and their draws are those of `counterflow compare` and `assess`.

use super::beginning::{self, Beginnings, Key, Shelf};
use super::in_turn::in_parts;
use super::request::{EnsembleRequest, check_series, check_size, refusal, with_parameters};
use crate::commands::run::chosen_series;
use crate::headline::Chosen;
use crate::months::labels;
use crate::session::{Named, Session};
use counterflow_model::policy::Scenario;
use counterflow_server::{Listener, Refusal};
use counterflow_study::assess::baseline_of;
use counterflow_study::ensemble::Ensemble;
use counterflow_study::statistics::{quantile, sorted};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Quantiles by name: the median, and the ends of the intervals that hold 10, 20, ... 90 and 95 % of the
/// members, close enough to be drawn as a gradient.
const QUANTILES: [(&str, f64); 21] = [
    ("median", 0.5),
    ("p025", 0.025),
    ("p05", 0.05),
    ("p10", 0.1),
    ("p15", 0.15),
    ("p20", 0.2),
    ("p25", 0.25),
    ("p30", 0.3),
    ("p35", 0.35),
    ("p40", 0.4),
    ("p45", 0.45),
    ("p55", 0.55),
    ("p60", 0.6),
    ("p65", 0.65),
    ("p70", 0.7),
    ("p75", 0.75),
    ("p80", 0.8),
    ("p85", 0.85),
    ("p90", 0.9),
    ("p95", 0.95),
    ("p975", 0.975),
];

/// Runs the members and tells the bands.
pub fn answer(
    request: &EnsembleRequest,
    session: &Session,
    shelf: &Shelf,
    listener: &dyn Listener,
) -> Result<(), Refusal> {
    check_series(&request.series)?;
    let named = with_parameters(session, &request.scenario, &request.set)?;
    let chosen = chosen_series(&request.series, &session.model).map_err(|problems| refusal(problems.into()))?;
    check_size(session, std::slice::from_ref(&named), request.members)?;
    let sampler = Sampler::new(request, session, shelf, &named, &chosen);
    in_parts(request.members, &|member| sampler.member(member), listener, &|members| {
        sampler.part(members, request.members)
    })
}

struct Sampler<'a> {
    session: &'a Session,
    ensemble: Ensemble<'a>,
    beginnings: Arc<Beginnings>,
    scenario: &'a Scenario,
    baseline: Option<Scenario>,
    chosen: &'a [Chosen],
    months: usize,
}

impl<'a> Sampler<'a> {
    fn new(
        request: &EnsembleRequest,
        session: &'a Session,
        shelf: &Shelf,
        named: &'a Named,
        chosen: &'a [Chosen],
    ) -> Self {
        let ensemble = beginning::ensemble(session, request.members, request.seed);
        let series = chosen.iter().map(|chosen| chosen.position).collect();
        Self {
            session,
            ensemble,
            beginnings: shelf.take(Key::new(&named.scenario, &ensemble, series)),
            scenario: &named.scenario,
            baseline: request.difference.then(|| baseline_of(&named.scenario)),
            chosen,
            months: counterflow_model::run::months(&session.model, &named.scenario),
        }
    }

    /// The chosen series of one member, month by month.
    fn member(&self, member: u32) -> Result<Vec<f64>, Refusal> {
        let mut values = self.beginnings.path(&self.ensemble, self.scenario, member)?;
        if let Some(baseline) = &self.baseline {
            let before = self.beginnings.path(&self.ensemble, baseline, member)?;
            values.iter_mut().zip(before).for_each(|(value, before)| *value -= before);
        }
        Ok(values)
    }

    /// The bands over the members so far.
    fn part(&self, members: &[Vec<f64>], of: u32) -> Value {
        let series: Vec<Value> = (0..self.chosen.len()).map(|series| self.bands(members, series)).collect();
        json!({
            "members": members.len(), "of": of, "difference": self.baseline.is_some(),
            "months": labels(self.session.model.world.start, self.months), "series": series,
        })
    }

    fn bands(&self, members: &[Vec<f64>], series: usize) -> Value {
        let chosen = &self.chosen[series];
        let mut paths: [Vec<f64>; QUANTILES.len()] = std::array::from_fn(|_| Vec::with_capacity(self.months));
        for month in 0..self.months {
            let values = sorted(members.iter().map(|member| member[month * self.chosen.len() + series]));
            paths.iter_mut().zip(QUANTILES).for_each(|(path, (_, share))| path.push(quantile(&values, share)));
        }
        let mut object = Map::new();
        object.insert("indicator".to_owned(), json!(chosen.indicator.id));
        object.insert("place".to_owned(), json!(chosen.place));
        object.insert("unit".to_owned(), json!(chosen.indicator.unit));
        object.extend(QUANTILES.iter().zip(paths).map(|((name, _), path)| ((*name).to_owned(), json!(path))));
        Value::Object(object)
    }
}
