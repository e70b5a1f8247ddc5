//! The page of charts: model against history, series by series, with what was missed.

use super::definitions::History;
use super::tables::Observed;
use crate::results::hindcast::{Hindcast, HindcastRow, HindcastScore, Mode};
use crate::session::Session;
use counterflow_report::hindcast_page::{HindcastPage, PageChart, PagePlace, PageSeries};
use counterflow_report::number::{percent, significant};

/// Modes in the order of the charts.
const MODES: [Mode; 2] = [Mode::Conditional, Mode::Unconditional];

/// The page of a hindcast.
#[must_use]
pub fn page(hindcast: &Hindcast, session: &Session, history: &History, observed: &Observed, cut: i32) -> HindcastPage {
    HindcastPage {
        title: "The model against history".to_owned(),
        about: vec![
            format!(
                "{} foresees public series it was not fitted on. Bands hold 50 and 90 % of what the model expects to \
                 be observed, errors of observation and its own discrepancy included; the dashed line is the last year \
                 that was fitted ({cut}). Circles are what was seen, filled after the cut.",
                session.model.world.name
            ),
            "Conditional: policy as it happened. Unconditional: policy stands still at the cut. The two are never \
             mixed. Scores are in logarithms; a ratio below 1 beats the best of three naive forecasts (persistence, \
             drift, mean of the record) fitted to the same years."
                .to_owned(),
        ],
        command: session.command.clone(),
        cut,
        summary: hindcast.scores.iter().filter(|score| score.series == super::scores::ALL).map(summary).collect(),
        series: history
            .series
            .iter()
            .enumerate()
            .filter_map(|(at, series)| {
                let places = places(hindcast, observed, (at, &series.id));
                let missed = missed(hindcast, observed, (at, &series.id), cut);
                (!places.is_empty()).then(|| PageSeries {
                    id: series.id.clone(),
                    title: series.title.clone(),
                    unit: series.unit.clone(),
                    note: series.note.clone(),
                    missed,
                    places,
                })
            })
            .collect(),
    }
}

fn summary(score: &HindcastScore) -> String {
    format!(
        "{}: {} values, geometric mean of the ratios to the best naive forecast {}, intervals of 50 % hold {}, of 90 % \
         {}.",
        score.mode.word(),
        score.count,
        score.ratio.map_or_else(|| "not to be had".to_owned(), significant),
        percent(score.coverage_50),
        percent(score.coverage_90)
    )
}

fn rows<'a>(hindcast: &'a Hindcast, mode: Mode, series: &'a str) -> impl Iterator<Item = &'a HindcastRow> + 'a {
    hindcast.rows.iter().filter(move |row| row.mode == mode && row.series == series)
}

fn places(hindcast: &Hindcast, observed: &Observed, (at, id): (usize, &str)) -> Vec<PagePlace> {
    let mut found: Vec<PagePlace> = Vec::new();
    for row in rows(hindcast, Mode::Conditional, id) {
        if found.last().is_none_or(|last| last.place != row.place) {
            let charts = MODES.iter().filter_map(|mode| chart(hindcast, *mode, id, &row.place)).collect();
            found.push(PagePlace { place: row.place.clone(), observed: observed.record(at, &row.place), charts });
        }
    }
    found
}

fn chart(hindcast: &Hindcast, mode: Mode, id: &str, place: &str) -> Option<PageChart> {
    let quantiles: Vec<(i32, [f64; 5])> = rows(hindcast, mode, id)
        .filter(|row| row.place == place)
        .map(|row| (row.year, [row.q05, row.q25, row.q50, row.q75, row.q95]))
        .collect();
    let score = hindcast.scores.iter().find(|score| score.mode == mode && score.series == id && score.place == place);
    let scores = score.map_or_else(|| "Nothing that came later is at hand.".to_owned(), words);
    (!quantiles.is_empty()).then(|| PageChart { mode: mode.word().to_owned(), quantiles, scores })
}

fn words(score: &HindcastScore) -> String {
    let against = match (score.best, score.ratio) {
        (Some(best), Some(ratio)) => format!(", {} of {best}'s", significant(ratio)),
        _ => String::new(),
    };
    format!(
        "{} values, CRPS {}{against}; {} within 90 %.",
        score.count,
        significant(score.crps),
        percent(score.coverage_90)
    )
}

/// Years after the cut that lie outside the interval of 90 %, place by place.
fn missed(hindcast: &Hindcast, observed: &Observed, (at, id): (usize, &str), cut: i32) -> Vec<String> {
    let mut lines = Vec::new();
    for mode in MODES {
        let mut by_place: Vec<(&str, bool, Vec<String>)> = Vec::new();
        for row in rows(hindcast, mode, id).filter(|row| row.year > cut) {
            let Some(value) = observed.value(at, &row.place, row.year) else { continue };
            if (row.q05..=row.q95).contains(&value) {
                continue;
            }
            let above = value > row.q95;
            match by_place.last_mut() {
                Some((place, side, years)) if *place == row.place && *side == above => years.push(row.year.to_string()),
                _ => by_place.push((&row.place, above, vec![row.year.to_string()])),
            }
        }
        lines.extend(by_place.iter().map(|(place, above, years)| {
            let side = if *above { "above" } else { "below" };
            format!("{}, {place}: {} lay {side} the interval of 90 %", mode.word(), years.join(", "))
        }));
    }
    lines
}
