//! Paths of the headline indicators over all members.

use super::Pair;
use super::rules::INNER;
use crate::ensemble::Sample;
use crate::series::SeriesRef;
use crate::statistics::{INTERVAL, median, quantile, sorted};
use counterflow_report::ChartSeries;
use rayon::prelude::*;

/// One chart per headline series.
pub(super) fn of(pair: &Pair<'_>) -> Vec<ChartSeries> {
    pair.keep.charts().par_iter().filter_map(|series| chart(pair, series)).collect()
}

fn chart(pair: &Pair<'_>, series: &SeriesRef) -> Option<ChartSeries> {
    let column = pair.keep.column(series.position)?;
    let start = pair.model.world.start;
    let mut chart = ChartSeries {
        indicator: series.indicator.id.to_owned(),
        place: series.place.clone(),
        months: (0..pair.after.months).map(|month| start.plus_months(month as i64).to_string()).collect(),
        baseline_median: (0..pair.before.months).map(|month| median(values(pair.before, column, month))).collect(),
        median: Vec::new(),
        p05: Vec::new(),
        p25: Vec::new(),
        p75: Vec::new(),
        p95: Vec::new(),
    };
    for month in 0..pair.after.months {
        let members = sorted(values(pair.after, column, month));
        let paths = [
            (&mut chart.p05, INTERVAL.0),
            (&mut chart.p25, INNER.0),
            (&mut chart.median, 0.5),
            (&mut chart.p75, INNER.1),
            (&mut chart.p95, INTERVAL.1),
        ];
        for (path, share) in paths {
            path.push(quantile(&members, share));
        }
    }
    Some(chart)
}

fn values(sample: &Sample, column: usize, month: usize) -> impl Iterator<Item = f64> + '_ {
    (0..sample.members()).map(move |member| sample.series(member, column)[month])
}
