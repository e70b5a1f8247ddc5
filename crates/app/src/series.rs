//! Series by name, as a user asks for them: `INDICATOR[@PLACE]`, headlines, or all.

use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_model::Model;
use counterflow_model::indicators::Series;
use counterflow_study::series::{self, EXPECTED, TABLE_HEADLINES, UnknownSeries};

pub use counterflow_study::series::{
    SeriesRef, every_series, find_indicator, has_shares, of_indicator, per_year, yearly_mean, yearly_unit,
};

/// The headline series of a world: totals where there is one, every place otherwise.
pub fn headlines(model: &Model) -> Vec<SeriesRef> {
    series::headlines(&model.layout, &TABLE_HEADLINES)
}

/// The few series of a chart when the user asks for none: along the chain, each as a total.
pub fn chart_series(model: &Model) -> Vec<SeriesRef> {
    series::headlines(
        &model.layout,
        &[Series::ProcessedOutput, Series::Seized, Series::Consumption, Series::OverdoseDeaths],
    )
}

/// One series of an option, `indicator` (its world series) or `indicator@place`.
///
/// # Errors
/// A name that no series has.
pub fn find(option: &str, asked: &str, model: &Model) -> Result<SeriesRef, Problem> {
    series::find_series(model, asked).map_err(|unknown| problem(option, asked, &unknown))
}

/// The series of a list of `INDICATOR[@PLACE]`; without a place, all places.
///
/// # Errors
/// Every name that no series has.
pub fn find_all(asked: &[String], model: &Model) -> Result<Vec<SeriesRef>, Problems> {
    let mut found = Vec::new();
    let mut problems = Problems::default();
    for asked in asked {
        match find_indicator(asked) {
            Some(indicator) => found.extend(of_indicator(&model.layout, indicator)),
            None => match find("--series", asked, model) {
                Ok(series) => found.push(series),
                Err(problem) => problems.push(problem),
            },
        }
    }
    problems.into_result(found)
}

fn problem(option: &str, asked: &str, unknown: &UnknownSeries) -> Problem {
    Problem::new("E0801", format!("{option} {asked}: {}", unknown.message))
        .expect(EXPECTED)
        .suggest(unknown.suggestion.as_deref())
}
