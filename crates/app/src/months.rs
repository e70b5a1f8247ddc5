//! Months into years, and the window over which results are averaged unless the user says otherwise.

use counterflow_evidence::reader::YearMonth;
use counterflow_report::comparison::MONTHS;
use std::ops::Range;

const LAST_MONTH: u32 = 12;

/// A year of a run, or the part of it that the run covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// `2024`, or `2030-06` where the run ends in June.
    pub label: String,
    /// Months of the run.
    pub months: Range<usize>,
}

impl Year {
    /// The year as a number, for an axis.
    pub fn number(&self) -> f64 {
        year_number(&self.label)
    }
}

/// The year of a label as a number, for an axis; NaN where it holds none.
pub fn year_number(label: &str) -> f64 {
    label.split('-').next().and_then(|year| year.parse().ok()).unwrap_or(f64::NAN)
}

/// Every month of a run.
pub fn labels(start: YearMonth, months: usize) -> Vec<String> {
    (0..months).map(|month| start.plus_months(month as i64).to_string()).collect()
}

/// Years of a run.
pub fn years(start: YearMonth, months: usize) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    let mut first = 0;
    for month in 0..months {
        let now = start.plus_months(month as i64);
        if now.month == LAST_MONTH || month + 1 == months {
            let label = if now.month == LAST_MONTH { now.year.to_string() } else { now.to_string() };
            years.push(Year { label, months: first..month + 1 });
            first = month + 1;
        }
    }
    years
}

/// The last months of a run, over which the report, `run` and `compare` average.
pub fn last_months(months: usize) -> Range<usize> {
    months.saturating_sub(MONTHS)..months
}

/// First and last month of a window of a run, written out.
pub fn window_labels(start: YearMonth, window: &Range<usize>) -> [String; 2] {
    let month = |month: i64| start.plus_months(month).to_string();
    [month(window.start as i64), month(window.end as i64 - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_split_at_its_decembers() {
        let start = YearMonth { year: 2024, month: 11 };
        let found: Vec<(String, Range<usize>)> =
            years(start, 16).into_iter().map(|year| (year.label, year.months)).collect();
        assert_eq!(found, [("2024".to_owned(), 0..2), ("2025".to_owned(), 2..14), ("2026-02".to_owned(), 14..16)]);
    }
}
