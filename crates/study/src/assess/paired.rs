//! Changes against the baseline, member by member.

use super::Pair;
use super::rules::{INNER, LASTING_SHARE};
use crate::series::{MONTHS_PER_YEAR, SeriesRef};
use crate::statistics::{quantile, sorted};
use counterflow_evidence::reader::YearMonth;
use counterflow_model::Model;
use counterflow_model::indicators::Series;
use std::ops::Range;

/// Months of a run from `from` to `until`, both included, cut to the run.
pub(super) fn months(model: &Model, from: YearMonth, until: YearMonth, length: usize) -> Range<usize> {
    let start = model.world.start;
    let first = usize::try_from(from.months_since(start)).unwrap_or(0).min(length);
    let end = usize::try_from(until.months_since(start) + 1).unwrap_or(0).clamp(first, length);
    first..end
}

/// Whether a member runs in a structural setting; members are dealt out in turn.
pub(super) fn is_in(member: usize, setting: usize, settings: usize) -> bool {
    member % settings == setting
}

/// From the first month of the first lever to the end of the run.
pub(super) fn policy_window(pair: &Pair<'_>) -> Range<usize> {
    let until = pair.scenario.until;
    let from = pair.scenario.levers.iter().map(|lever| lever.from).min().unwrap_or(until);
    months(pair.model, from, until, pair.after.months)
}

/// Mean over a window; 0 over an empty one.
pub(super) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// Median over members of the public cost above the baseline, per year of the window.
pub(super) fn cost_usd_per_year(pair: &Pair<'_>, window: Range<usize>) -> f64 {
    let position = pair.model.layout.total(Series::Cost);
    Changes::of(pair, position, window, MONTHS_PER_YEAR).map_or(0.0, |cost| crate::statistics::median(cost.change))
}

/// Level in the baseline and change against it, by member.
#[derive(Default)]
pub(super) struct Changes {
    /// Mean over the window in the baseline.
    pub baseline: Vec<f64>,
    /// Mean over the window in the scenario less that in the baseline.
    pub change: Vec<f64>,
}

impl Changes {
    /// The changes of a series over a window, times `factor`; none if the series was not kept.
    pub fn of(pair: &Pair<'_>, position: usize, window: Range<usize>, factor: f64) -> Option<Self> {
        let column = pair.keep.column(position)?;
        let members = 0..pair.before.members();
        let level =
            |sample: &crate::ensemble::Sample, member| factor * mean(&sample.series(member, column)[window.clone()]);
        let baseline: Vec<f64> = members.clone().map(|member| level(pair.before, member)).collect();
        let change = members.map(|member| level(pair.after, member) - baseline[member]).collect();
        Some(Self { baseline, change })
    }
}

/// When an effect peaks, and how long it lasts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timing {
    /// Month of the window with the largest median change.
    pub peak_month: usize,
    /// That change.
    pub peak: f64,
    /// Months, to the end of the run, in which the effect lasts.
    pub months: u32,
}

/// Timing of the change of a series: its peak in `window`, its duration from there to the end of the
/// run; none if the median never moves in the window.
pub(super) fn timing(pair: &Pair<'_>, series: &SeriesRef, window: Range<usize>, factor: f64) -> Option<Timing> {
    let column = pair.keep.column(series.position)?;
    let bands: Vec<[f64; 3]> = (window.start..pair.after.months)
        .map(|month| {
            let change = |member| pair.after.series(member, column)[month] - pair.before.series(member, column)[month];
            let changes = sorted((0..pair.before.members()).map(change));
            [INNER.0, 0.5, INNER.1].map(|share| factor * quantile(&changes, share))
        })
        .collect();
    timing_of(&bands, window.len()).map(|timing| Timing { peak_month: timing.peak_month + window.start, ..timing })
}

/// Timing from the lower quartile, median and upper quartile of each month, the peak among the first
/// `window` months. Of equal peaks the first counts.
fn timing_of(bands: &[[f64; 3]], window: usize) -> Option<Timing> {
    let mut peak_month = 0;
    for (month, band) in bands.iter().enumerate().take(window) {
        if band[1].abs() > bands[peak_month][1].abs() {
            peak_month = month;
        }
    }
    let peak = bands.get(peak_month).map(|band| band[1]).filter(|peak| *peak != 0.0)?;
    let lasts = |[low, median, high]: &[f64; 3]| {
        let beyond_noise = if peak > 0.0 { *low > 0.0 } else { *high < 0.0 };
        beyond_noise && median * peak.signum() >= LASTING_SHARE * peak.abs()
    };
    let months = bands.iter().filter(|band| lasts(band)).count();
    Some(Timing { peak_month, peak, months: u32::try_from(months).unwrap_or(u32::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_lasts_while_it_is_large_and_beyond_noise() {
        let around = |median: f64, spread: f64| [median - spread, median, median + spread];
        let bands = [
            around(0.0, 1.0),
            around(-4.0, 1.0),
            around(-10.0, 2.0),
            around(-6.0, 7.0),
            around(-5.0, 1.0),
            around(-4.9, 1.0),
            around(-20.0, 1.0),
            around(6.0, 1.0),
        ];
        assert_eq!(timing_of(&bands, 6), Some(Timing { peak_month: 2, peak: -10.0, months: 3 }));
    }

    #[test]
    fn nothing_that_moves_has_no_peak() {
        assert_eq!(timing_of(&[[0.0; 3], [-1.0, 0.0, 1.0]], 2), None);
        assert_eq!(timing_of(&[], 3), None);
    }
}
