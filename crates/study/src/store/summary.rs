//! What a study found, by scenario and outcome.

use super::error::StoreError;
use super::parquet_read::PartReader;
use super::study::Study;
use crate::statistics::{INTERVAL, quantile, sorted};

/// Normal quantile of a two-sided interval of 95 per cent.
const TWO_SIDED_95: f64 = 1.959_963_984_540_054;

/// One outcome in one of a member's rows, over all members that did not fail.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeSummary {
    /// Which of a member's rows: the scenario.
    pub row: usize,
    /// Which outcome.
    pub outcome: usize,
    /// Members with a value.
    pub members: usize,
    /// Members without.
    pub failed: usize,
    /// Median.
    pub median: f64,
    /// 5th percentile of members.
    pub p05: f64,
    /// 95th percentile of members.
    pub p95: f64,
    /// Interval that holds the median of endlessly many members with 95 per cent confidence.
    pub median_between: (f64, f64),
    /// Share of members above zero.
    pub above_zero: f64,
    /// Share of members below zero.
    pub below_zero: f64,
}

/// Summaries by outcome, then row. One outcome is in memory at a time.
///
/// # Errors
/// A part that cannot be read.
pub fn summarise(study: &Study) -> Result<Vec<OutcomeSummary>, StoreError> {
    let layout = &study.manifest().layout;
    let files = study.part_files();
    let mut summaries = Vec::new();
    for outcome in 0..layout.outcomes.len() {
        let mut by_row: Vec<Vec<f64>> = vec![Vec::new(); layout.rows_per_member];
        for path in &files {
            let values = PartReader::open(path, layout)?.outcome(outcome)?;
            for member in values.chunks(layout.rows_per_member.max(1)) {
                by_row.iter_mut().zip(member).for_each(|(row, value)| row.push(*value));
            }
        }
        summaries.extend(by_row.into_iter().enumerate().map(|(row, values)| summary(row, outcome, &values)));
    }
    Ok(summaries)
}

/// A row that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRow {
    /// Member.
    pub member: i32,
    /// The words of its labels.
    pub labels: Vec<String>,
    /// Why.
    pub reason: String,
}

/// The first rows that failed, at most `most`.
///
/// # Errors
/// A part that cannot be read.
pub fn failed_rows(study: &Study, most: usize) -> Result<Vec<FailedRow>, StoreError> {
    let layout = &study.manifest().layout;
    let mut found = Vec::new();
    for (path, _) in study.part_files().iter().zip(study.finished()).filter(|(_, record)| record.failed > 0) {
        if found.len() >= most {
            break;
        }
        let rows = PartReader::open(path, layout)?.rows()?;
        for (row, reason) in &rows.failures {
            let positions = rows.labels.iter().skip(row * layout.labels.len());
            let word = |(label, position): (&super::Label, &u16)| {
                label.words.get(usize::from(*position)).cloned().unwrap_or_default()
            };
            let member = rows.keys.get(row * layout.keys.len()).copied().unwrap_or_default();
            found.push(FailedRow {
                member,
                labels: layout.labels.iter().zip(positions).map(word).collect(),
                reason: reason.clone(),
            });
        }
    }
    found.truncate(most);
    Ok(found)
}

fn summary(row: usize, outcome: usize, values: &[f64]) -> OutcomeSummary {
    let found = sorted(values.iter().copied().filter(|value| !value.is_nan()));
    let at = |share| if found.is_empty() { f64::NAN } else { quantile(&found, share) };
    let share = |test: fn(&&f64) -> bool| found.iter().filter(test).count() as f64 / found.len().max(1) as f64;
    OutcomeSummary {
        row,
        outcome,
        members: found.len(),
        failed: values.len() - found.len(),
        median: at(0.5),
        p05: at(INTERVAL.0),
        p95: at(INTERVAL.1),
        median_between: median_interval(&found),
        above_zero: share(|value| **value > 0.0),
        below_zero: share(|value| **value < 0.0),
    }
}

/// Distribution-free interval of the median: the order statistics around it whose ranks follow from
/// the binomial distribution, in its normal approximation (Conover 1999, "Practical Nonparametric
/// Statistics", section 3.2).
fn median_interval(sorted: &[f64]) -> (f64, f64) {
    let count = sorted.len() as f64;
    let half_width = TWO_SIDED_95 * count.sqrt() / 2.0;
    let low = (count / 2.0 - half_width).floor().max(1.0) as usize;
    let high = ((count / 2.0 + half_width).ceil() as usize + 1).min(sorted.len());
    let at = |rank: usize| rank.checked_sub(1).and_then(|place| sorted.get(place)).copied().unwrap_or(f64::NAN);
    (at(low), at(high))
}

#[cfg(test)]
mod tests {
    use super::median_interval;

    /// Probability that the median lies between the order statistics of two ranks: the binomial
    /// distribution summed term by term.
    fn coverage(count: u32, low: u32, high: u32) -> f64 {
        let mut term = 0.5_f64.powi(count as i32);
        let mut sum = 0.0;
        for below in 0..high {
            if below >= low {
                sum += term;
            }
            term *= f64::from(count - below) / f64::from(below + 1);
        }
        sum
    }

    #[test]
    fn prop_the_interval_holds_the_median_as_often_as_it_says() {
        for count in [8, 20, 50, 100, 333, 1000] {
            let values: Vec<f64> = (1..=count).map(f64::from).collect();
            let (low, high) = median_interval(&values);
            let covered = coverage(count, low as u32, high as u32);
            assert!((0.95..0.995).contains(&covered), "{count}: {low} to {high}, {covered}");
        }
    }

    #[test]
    fn few_values_give_what_they_can() {
        assert_eq!(median_interval(&[3.0]), (3.0, 3.0));
        assert!(median_interval(&[]).0.is_nan());
    }
}
