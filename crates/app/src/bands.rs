//! An ensemble as bands that grow surer while its members run.
//!
//! Members and their draws are those of [`crate::compare`] and [`crate::assessment`].

use crate::cancellation::Cancellation;
use crate::ensemble::EnsembleSize;
use crate::failure::Failure;
use crate::months::labels;
use crate::parts::in_parts;
use crate::prefix_cache::{PrefixCache, PrefixKey, SharedPrefixes};
use crate::results::bands::{Band, BandPart, QuantilePaths};
use crate::series::SeriesRef;
use crate::session::{NamedScenario, Session};
use counterflow_model::policy::Scenario;
use counterflow_study::assess::baseline_of;
use counterflow_study::ensemble::Ensemble;
use std::sync::Arc;

/// What bands are asked for.
#[derive(Clone, Copy, Debug)]
pub struct BandQuestion<'a> {
    /// The scenario.
    pub named: &'a NamedScenario,
    /// The series.
    pub series: &'a [SeriesRef],
    /// Whether bands are of differences from the same scenario without its levers.
    pub difference: bool,
    /// The ensemble.
    pub size: EnsembleSize,
}

/// Runs the members and sends the bands over more and more of them.
///
/// # Errors
/// The scenario sets a parameter that does not exist.
pub fn bands(
    question: BandQuestion<'_>,
    session: &Session,
    cache: &PrefixCache,
    cancellation: &dyn Cancellation,
    send: &mut dyn FnMut(BandPart),
) -> Result<(), Failure> {
    let sampler = Sampler::new(question, session, cache);
    let part = |members: &[Vec<f64>]| sampler.part(members);
    in_parts(question.size.members, &|member| sampler.member(member), cancellation, &part, send)
}

struct Sampler<'a> {
    question: BandQuestion<'a>,
    session: &'a Session,
    ensemble: Ensemble<'a>,
    prefixes: Arc<SharedPrefixes>,
    baseline: Option<Scenario>,
    months: usize,
}

impl<'a> Sampler<'a> {
    fn new(question: BandQuestion<'a>, session: &'a Session, cache: &PrefixCache) -> Self {
        let ensemble = question.size.over(session);
        let series = question.series.iter().map(|series| series.position).collect();
        let scenario = &question.named.scenario;
        Self {
            question,
            session,
            ensemble,
            prefixes: cache.of(PrefixKey::new(scenario, &ensemble, series)),
            baseline: question.difference.then(|| baseline_of(scenario)),
            months: counterflow_model::run::months(&session.model, scenario),
        }
    }

    /// The series of one member, month by month.
    fn member(&self, member: u32) -> Result<Vec<f64>, Failure> {
        let mut values = self.prefixes.path(&self.ensemble, &self.question.named.scenario, member)?;
        if let Some(baseline) = &self.baseline {
            let before = self.prefixes.path(&self.ensemble, baseline, member)?;
            values.iter_mut().zip(before).for_each(|(value, before)| *value -= before);
        }
        Ok(values)
    }

    /// The bands over the members so far.
    fn part(&self, members: &[Vec<f64>]) -> BandPart {
        BandPart {
            members: members.len(),
            of: self.question.size.members,
            difference: self.baseline.is_some(),
            months: labels(self.session.model.world.start, self.months),
            series: (0..self.question.series.len()).map(|series| self.band(members, series)).collect(),
        }
    }

    fn band(&self, members: &[Vec<f64>], position: usize) -> Band {
        let width = self.question.series.len();
        let mut quantiles = QuantilePaths::default();
        for month in 0..self.months {
            quantiles.add_month(members.iter().map(|member| member[month * width + position]));
        }
        let series = &self.question.series[position];
        Band { indicator: series.indicator.id, place: series.place.clone(), unit: series.indicator.unit, quantiles }
    }
}
