//! An ensemble as bands that grow narrower while its members run.
//!
//! Members and their draws are those of `counterflow compare` and `assess`. Every core takes the next
//! member as soon as it has one done; between members the client may leave, and a single run goes first.

use super::beginning::{self, Beginnings, Key, Shelf};
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
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

/// Members of the first part.
const FIRST: usize = 16;
/// A part is told when the members have grown by this factor.
const GROWTH: usize = 2;
/// Quantiles by name: median, and the ends of the 50, 80 and 95 % bands.
const QUANTILES: [(&str, f64); 7] = [("median", 0.5), ("p025", 0.025), ("p10", 0.1), ("p25", 0.25), ("p75", 0.75), ("p90", 0.9), ("p975", 0.975)];

/// Runs the members and tells the bands.
pub fn answer(request: &EnsembleRequest, session: &Session, shelf: &Shelf, listener: &dyn Listener) -> Result<(), Refusal> {
    check_series(&request.series)?;
    let named = with_parameters(session, &request.scenario, &request.set)?;
    let chosen = chosen_series(&request.series, &session.model).map_err(|problems| refusal(problems.into()))?;
    check_size(session, std::slice::from_ref(&named), request.members)?;
    let sampler = Sampler::new(request, session, shelf, &named, &chosen);
    in_turn(request.members, &|member| sampler.member(member), listener, &mut |members| sampler.part(members, request.members))
}

/// A member of an ensemble, or why there is none.
type Outcome<T> = Result<T, Refusal>;

/// Runs members on every core and tells parts over the first so many of them, whatever the order in which
/// they come.
pub fn in_turn<T: Send>(members: u32, one: &(dyn Fn(u32) -> Outcome<T> + Sync), listener: &dyn Listener, part: &mut dyn FnMut(&[T]) -> Value) -> Outcome<()> {
    let next = AtomicU32::new(0);
    let (sender, receiver) = mpsc::channel();
    rayon::in_place_scope(|scope| {
        for _ in 0..rayon::current_num_threads() {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move |_| work(members, next, one, listener, &sender));
        }
        drop(sender);
        gather(members as usize, receiver, listener, part)
    })
}

/// Takes one member after the other until none is left, or nobody wants them.
fn work<T: Send>(members: u32, next: &AtomicU32, one: &(dyn Fn(u32) -> Outcome<T> + Sync), listener: &dyn Listener, sender: &Sender<(u32, Outcome<T>)>) {
    loop {
        listener.give_way();
        let member = next.fetch_add(1, Ordering::Relaxed);
        if member >= members || listener.is_gone() || sender.send((member, one(member))).is_err() {
            return;
        }
    }
}

/// Puts the members in order and tells a part whenever there are enough of them. Its end, whatever the
/// reason, closes the channel and so ends the work.
fn gather<T>(members: usize, receiver: Receiver<(u32, Outcome<T>)>, listener: &dyn Listener, part: &mut dyn FnMut(&[T]) -> Value) -> Outcome<()> {
    let mut early = std::collections::BTreeMap::new();
    let mut done: Vec<T> = Vec::with_capacity(members);
    let mut next_told = FIRST.min(members);
    for (member, outcome) in receiver {
        early.insert(member as usize, outcome?);
        while let Some(value) = early.remove(&done.len()) {
            done.push(value);
        }
        while done.len() >= next_told && !listener.is_gone() {
            listener.tell(part(&done[..next_told]));
            next_told = if next_told == members { usize::MAX } else { (next_told * GROWTH).min(members) };
        }
    }
    Ok(())
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
    fn new(request: &EnsembleRequest, session: &'a Session, shelf: &Shelf, named: &'a Named, chosen: &'a [Chosen]) -> Self {
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
