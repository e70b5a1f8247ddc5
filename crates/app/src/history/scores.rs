//! Scores of a forecast against what came after the cut, and against naive forecasts fitted to the years before.
//!
//! By series and place; by series over its places, against the naive rule that did best over all of them; and over all
//! series the geometric mean of their ratios, so that none counts more for having more places.

use super::answers::Answers;
use super::foreseen::Foreseen;
use super::tables::Observed;
use crate::results::hindcast::{HindcastScore, Mode, NaiveScores};
use counterflow_study::calibration::naive::Rule;
use counterflow_study::calibration::scores::{Quantiles, energy_score, geometric_mean};
use counterflow_study::calibration::{Matrix, Naive};

/// Word for all places, or all series.
pub const ALL: &str = "all";
const LEVELS: [f64; 2] = [0.5, 0.9];
/// Members whose pairs an energy score compares; it grows with their square.
const ENERGY_MEMBERS: usize = 400;

/// One value beside its forecast.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Series.
    pub series: String,
    /// Place.
    pub place: String,
    /// Year.
    pub year: i32,
    /// Logarithm of what came.
    pub log_observed: f64,
    /// Logarithms of what the members foresaw.
    pub logs: Vec<f64>,
    /// CRPS of the naive rules, in their order.
    pub naive: [Option<f64>; 3],
}

/// The scores of a mode.
#[must_use]
pub fn scores(answers: &Answers<'_>, foreseen: &Foreseen, observed: &Observed, cut: i32) -> Vec<HindcastScore> {
    let cell = |(target, (answer, year)): (usize, &(usize, i32))| {
        let (definition, of) = (answers.definition(*answer), &answers.list[*answer]);
        if *year <= cut || !definition.is_scored {
            return None;
        }
        let value = observed.value(of.series, &of.place, *year)?;
        let record: Vec<(f64, f64)> =
            observed.record(of.series, &of.place).iter().map(|(year, value)| (f64::from(*year), *value)).collect();
        let naive = Naive::fitted(&record, f64::from(cut));
        let crps = |rule: Rule| naive.at(rule, f64::from(*year)).map(|forecast| forecast.crps(value.ln()));
        Some(Cell {
            series: definition.id.clone(),
            place: of.place.clone(),
            year: *year,
            log_observed: value.ln(),
            logs: foreseen.logs[target].clone(),
            naive: Rule::ALL.map(crps),
        })
    };
    let cells: Vec<Cell> = foreseen.of.iter().enumerate().filter_map(cell).collect();
    summed(foreseen.mode, &cells)
}

/// The scores of cells, which stand in order of series and place.
#[must_use]
pub fn summed(mode: Mode, cells: &[Cell]) -> Vec<HindcastScore> {
    let mut found = Vec::new();
    let mut ratios = Vec::new();
    for of_series in cells.chunk_by(|a, b| a.series == b.series) {
        let places: Vec<&[Cell]> = of_series.chunk_by(|a, b| a.place == b.place).collect();
        for of_place in &places {
            found.push(score(mode, &of_place[0].series, &of_place[0].place, of_place));
        }
        let whole = score(mode, &of_series[0].series, ALL, of_series);
        ratios.extend(whole.ratio);
        if places.len() > 1 {
            found.push(whole);
        }
    }
    if !cells.is_empty() {
        let ratio = (!ratios.is_empty()).then(|| geometric_mean(ratios.iter().copied()));
        found.push(HindcastScore { ratio, best: None, ..score(mode, ALL, ALL, cells) });
    }
    found
}

fn score(mode: Mode, series: &str, place: &str, cells: &[Cell]) -> HindcastScore {
    let count = cells.len() as f64;
    let mean = |of: &dyn Fn(&Cell) -> f64| cells.iter().map(of).sum::<f64>() / count;
    let sample = |cell: &Cell| counterflow_study::calibration::Sample::equal(cell.logs.iter().copied());
    let crps = |cell: &Cell| sample(cell).fair_crps(cell.log_observed);
    let covers = |level: f64| mean(&|cell: &Cell| f64::from(u8::from(sample(cell).covers(level, cell.log_observed))));
    // Ratios compare the same values on both sides: those with every naive forecast that is compared.
    let comparable: Vec<&Cell> = cells.iter().filter(|cell| cell.naive.iter().any(Option::is_some)).collect();
    let rule = |at: usize| {
        let scores: Option<Vec<f64>> = comparable.iter().map(|cell| cell.naive[at]).collect();
        scores.filter(|scores| !scores.is_empty()).map(|scores| scores.iter().sum::<f64>() / scores.len() as f64)
    };
    let rules = [0, 1, 2].map(rule);
    let best = (0..rules.len()).filter_map(|at| Some((at, rules[at]?))).min_by(|a, b| a.1.total_cmp(&b.1));
    let own = comparable.iter().map(|cell| crps(cell)).sum::<f64>() / comparable.len().max(1) as f64;
    let years = cells.iter().map(|cell| cell.year);
    HindcastScore {
        mode,
        series: series.to_owned(),
        place: place.to_owned(),
        years: years.clone().min().zip(years.max()).map(|(first, last)| [first, last]),
        count: cells.len(),
        crps: mean(&crps),
        wis: mean(&|cell: &Cell| Quantiles::of(&sample(cell), &LEVELS).weighted_interval_score(cell.log_observed)),
        coverage_50: covers(LEVELS[0]),
        coverage_90: covers(LEVELS[1]),
        pit: cells.iter().map(|cell| sample(cell).pit(cell.log_observed)).collect(),
        energy: energy(cells),
        naive: NaiveScores { persistence: rules[0], drift: rules[1], mean: rules[2] },
        best: best.map(|(at, _)| Rule::ALL[at].name()),
        ratio: best.filter(|(_, score)| *score > 0.0).map(|(_, score)| own / score),
    }
}

fn energy(cells: &[Cell]) -> f64 {
    let members = cells.iter().map(|cell| cell.logs.len()).min().unwrap_or(0).min(ENERGY_MEMBERS);
    let draws = Matrix::from_fn(members, cells.len(), |member, cell| cells[cell].logs[member]);
    let observed: Vec<f64> = cells.iter().map(|cell| cell.log_observed).collect();
    energy_score(&draws, &vec![1.0 / members.max(1) as f64; members], &observed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(series: &str, place: &str, year: i32, naive: [Option<f64>; 3]) -> Cell {
        Cell { series: series.into(), place: place.into(), year, log_observed: 0.5, logs: vec![0.0, 1.0], naive }
    }

    /// Draws 0 and 1, seen 1/2: E|X - y| = 1/2 and E|X - X'| over different members 1, so the fair CRPS is 0 and the
    /// energy score, over all pairs, 1/2 - 1/4; quantiles .05 to .95 lie at 0 and 1 by Hazen's rule, the median at 1/2;
    /// WIS = (0 + .25 (0.5... quantiles .25 and .75 at 0 and 1: width 1) + .05 (1))/2.5.
    #[test]
    fn val_scores_by_hand() {
        let found = summed(Mode::Conditional, &[cell("s", "a", 2013, [Some(0.2), Some(0.4), None])]);
        let [one, all] = found.as_slice() else { panic!("{found:?}") };
        assert!(one.crps.abs() < 1e-12 && (one.energy - 0.25).abs() < 1e-12);
        assert!((one.wis - (0.25 + 0.05) / 2.5).abs() < 1e-12, "{}", one.wis);
        assert_eq!((one.coverage_50, one.coverage_90, one.pit[0]), (1.0, 1.0, 0.5));
        assert_eq!((one.naive.persistence, one.naive.mean, one.best), (Some(0.2), None, Some("persistence")));
        assert_eq!((all.series.as_str(), all.count, all.years), (ALL, 1, Some([2013, 2013])));
    }

    /// Two places: persistence .2 and .4, drift .4 and .1: drift is best over both (.25).
    #[test]
    fn a_series_is_held_against_the_rule_that_is_best_over_all_its_places() {
        let cells = [
            cell("s", "a", 2013, [Some(0.2), Some(0.4), None]),
            cell("s", "b", 2013, [Some(0.4), Some(0.1), None]),
            cell("s", "c", 2013, [None, None, None]),
        ];
        let found = summed(Mode::Unconditional, &cells);
        let series = found.iter().find(|score| score.place == ALL && score.series == "s").expect("whole series");
        assert_eq!((series.best, series.count), (Some("drift"), 3));
        assert!((series.naive.drift.unwrap_or(0.0) - 0.25).abs() < 1e-12);
        assert_eq!(found.len(), 5);
    }
}
