//! An ensemble as bands that grow narrower while its members run.
//!
//! Members and their draws are those of `counterflow compare` and `assess`. Members run in small
//! batches, between which the client may leave.

use super::request::{EnsembleRequest, check_series, check_size, refusal, with_parameters};
use crate::commands::run::chosen_series;
use crate::headline::Chosen;
use crate::months::labels;
use crate::session::{Named, Session};
use counterflow_model::policy::Scenario;
use counterflow_model::{RunOptions, run};
use counterflow_server::{Listener, Refusal};
use counterflow_study::assess::baseline_of;
use counterflow_study::ensemble::Ensemble;
use counterflow_study::statistics::{quantile, sorted};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// Members between two looks at the client.
const BATCH: u32 = 16;
/// A part is told when the members have grown by this factor.
const GROWTH: u32 = 2;
/// Quantiles by name: median, and the ends of the 50, 80 and 95 % bands.
const QUANTILES: [(&str, f64); 7] = [("median", 0.5), ("p025", 0.025), ("p10", 0.1), ("p25", 0.25), ("p75", 0.75), ("p90", 0.9), ("p975", 0.975)];

/// Runs the members and tells the bands.
pub fn answer(request: &EnsembleRequest, session: &Session, listener: &mut dyn Listener) -> Result<(), Refusal> {
    check_series(&request.series)?;
    let named = with_parameters(session, &request.scenario, &request.set)?;
    let chosen = chosen_series(&request.series, &session.model).map_err(|problems| refusal(problems.into()))?;
    check_size(session, std::slice::from_ref(&named), request.members)?;
    let sampler = Sampler::new(request, session, &named, &chosen);
    let mut members: Vec<Vec<f64>> = Vec::new();
    let mut next_told = BATCH;
    let mut done = 0;
    while done < request.members && !listener.is_gone() {
        let end = request.members.min(done + BATCH);
        members.extend((done..end).into_par_iter().map(|member| sampler.member(member)).collect::<Result<Vec<_>, _>>()?);
        done = end;
        if done >= next_told || done == request.members {
            next_told = done * GROWTH;
            listener.tell(sampler.part(&members, request.members));
        }
    }
    Ok(())
}

struct Sampler<'a> {
    session: &'a Session,
    ensemble: Ensemble<'a>,
    scenario: &'a Scenario,
    baseline: Option<Scenario>,
    chosen: &'a [Chosen],
    months: usize,
}

impl<'a> Sampler<'a> {
    fn new(request: &EnsembleRequest, session: &'a Session, named: &'a Named, chosen: &'a [Chosen]) -> Self {
        Self {
            session,
            ensemble: Ensemble { model: &session.model, evidence: &session.evidence, members: request.members, seed: request.seed },
            scenario: &named.scenario,
            baseline: request.difference.then(|| baseline_of(&named.scenario)),
            chosen,
            months: counterflow_model::run::months(&session.model, &named.scenario),
        }
    }

    /// The chosen series of one member, one after the other.
    fn member(&self, member: u32) -> Result<Vec<f64>, Refusal> {
        let mut values = self.values(self.scenario, member)?;
        if let Some(baseline) = &self.baseline {
            values.iter_mut().zip(self.values(baseline, member)?).for_each(|(value, before)| *value -= before);
        }
        Ok(values)
    }

    fn values(&self, scenario: &Scenario, member: u32) -> Result<Vec<f64>, Refusal> {
        let parameters = self.ensemble.parameters(scenario, member).map_err(|error| refusal(error.problem.into()))?;
        let options = RunOptions { stream: Some(self.ensemble.stream(member)), ..RunOptions::default() };
        let run = run(self.ensemble.model, &parameters, scenario, options);
        Ok(self.chosen.iter().flat_map(|chosen| run.series(chosen.position)).collect())
    }

    /// The bands over the members so far.
    fn part(&self, members: &[Vec<f64>], of: u32) -> Value {
        let series: Vec<Value> = (0..self.chosen.len()).into_par_iter().map(|series| self.bands(members, series)).collect();
        json!({
            "members": members.len(), "of": of, "difference": self.baseline.is_some(),
            "months": labels(self.session.model.world.start, self.months), "series": series,
        })
    }

    fn bands(&self, members: &[Vec<f64>], series: usize) -> Value {
        let chosen = &self.chosen[series];
        let mut paths: [Vec<f64>; QUANTILES.len()] = std::array::from_fn(|_| Vec::with_capacity(self.months));
        for month in 0..self.months {
            let values = sorted(members.iter().map(|member| member[series * self.months + month]));
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
