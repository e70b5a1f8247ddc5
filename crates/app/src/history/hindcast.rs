//! What the ensemble foresees of each series, as it would be observed, beside what came.
//!
//! Members take weighted draws; each starts from its own residuals on the years of the fit ([`Forecast::given`]) and
//! runs on expected values. Two scenarios, never mixed: what happened (conditional) and policy that stands still at the
//! cut (unconditional).

use super::answers::Answers;
use super::definitions::History;
use super::fit::{Data, Which, data, failure};
use super::foreseen::Foreseen;
use super::scores::scores;
use super::tables::Observed;
use crate::draws::DrawsFrom;
use crate::failure::Failure;
use crate::results::hindcast::{Hindcast, HindcastRow, Mode};
use crate::session::{NamedScenario, Session};
use counterflow_model::policy::Scenario;
use counterflow_study::calibration::Forecast;
use counterflow_study::calibration::observations::Target;
use counterflow_study::ensemble::Observer;
use rayon::prelude::*;

/// A hindcast to be made.
#[derive(Clone, Copy, Debug)]
pub struct HindcastQuestion<'a> {
    /// The world.
    pub session: &'a Session,
    /// The definitions.
    pub history: &'a History,
    /// What was seen.
    pub observed: &'a Observed,
    /// Last year whose data the draws, and the starts of the forecasts, know.
    pub cut: i32,
    /// Last year that is foreseen.
    pub last: i32,
    /// Members.
    pub members: u32,
    /// Seed.
    pub seed: u64,
    /// Where members take their parameters from.
    pub draws: DrawsFrom,
}

/// Makes the hindcast of both modes.
///
/// # Errors
/// No data to the cut, runs that fail, or an observer who wants no more.
pub fn hindcast(
    question: HindcastQuestion<'_>,
    scenarios: &[(Mode, NamedScenario)],
    observer: &dyn Observer,
) -> Result<Hindcast, Failure> {
    let HindcastQuestion { session, history, observed, cut, .. } = question;
    let answers = Answers::new(session, history, observed, cut);
    let data = data(&answers, observed, cut, Which::All)?;
    let mut result = Hindcast { rows: Vec::new(), scores: Vec::new() };
    observer.expect(u64::from(question.members) * scenarios.len() as u64);
    for (mode, named) in scenarios {
        let foreseen = foresee(question, &answers, &data, (*mode, &named.scenario), observer)?;
        result.rows.extend(rows(&answers, &foreseen));
        result.scores.extend(scores(&answers, &foreseen, observed, cut));
    }
    Ok(result)
}

fn foresee(
    question: HindcastQuestion<'_>,
    answers: &Answers<'_>,
    data: &Data,
    (mode, scenario): (Mode, &Scenario),
    observer: &dyn Observer,
) -> Result<Foreseen, Failure> {
    let HindcastQuestion { session, members, seed, .. } = question;
    let years = answers.first_year()..=question.last;
    let count = years.clone().count();
    let scenario = answers.until(scenario, question.last);
    let of: Vec<(usize, i32)> =
        (0..answers.list.len()).flat_map(|answer| years.clone().map(move |year| (answer, year))).collect();
    let target = |(answer, year): &(usize, i32)| Target {
        series: *answer,
        time_years: f64::from(*year),
        log_sd: answers.definition(*answer).log_sd,
    };
    let forecast = Forecast::given(&data.observations, of.iter().map(target).collect()).map_err(failure)?;
    let ensemble = session.ensemble(members + 1, seed, question.draws);
    let one = |member: u32| {
        if observer.is_unwanted() {
            return Err(Failure::Cancelled);
        }
        let values = answers.of(&ensemble.draw(member), &scenario, years.clone());
        let at = |(answer, year): &(usize, i32)| values[answer * count + (year - answers.first_year()) as usize];
        let fitted: Vec<f64> = data.of.iter().map(at).collect();
        let residuals = data.observations.residuals(&data.observations.log_predictions(&fitted, &[]));
        observer.done();
        Ok(forecast.draw(&values, &[], &residuals, (seed, member as usize)))
    };
    let drawn = (1..=members).into_par_iter().map(one).collect::<Result<Vec<Vec<f64>>, Failure>>()?;
    // A run whose numbers left the finite ones foresees nothing.
    let sound: Vec<&Vec<f64>> = drawn.iter().filter(|drawn| drawn.iter().all(|value| value.is_finite())).collect();
    let logs = (0..of.len()).map(|target| sound.iter().map(|drawn| drawn[target]).collect()).collect();
    Ok(Foreseen { mode, of, logs })
}

fn rows(answers: &Answers<'_>, foreseen: &Foreseen) -> Vec<HindcastRow> {
    let row = |(target, (answer, year)): (usize, &(usize, i32))| {
        let sample = foreseen.sample(target);
        let at = |share: f64| sample.quantile(share).exp();
        let definition = answers.definition(*answer);
        HindcastRow {
            mode: foreseen.mode,
            series: definition.id.clone(),
            place: answers.list[*answer].place.clone(),
            year: *year,
            unit: definition.unit.clone(),
            q05: at(0.05),
            q25: at(0.25),
            q50: at(0.5),
            q75: at(0.75),
            q95: at(0.95),
        }
    };
    foreseen.of.iter().enumerate().map(row).collect()
}
