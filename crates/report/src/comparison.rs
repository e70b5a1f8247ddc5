//! The change of each headline indicator per scenario, for the page.
//!
//! Changes are those of [`crate::OutcomeChange`]: within members, over the last months of the run, with the interval of
//! 90 % of the members. `compare` gives the same numbers.

use crate::data::{OutcomeChange, Report};
use crate::number::{change, change_range, percent_change, place_words};

/// Months at the end of a run over which indicators are averaged.
pub const MONTHS: usize = 36;

/// Relative changes below this are shown as about none.
const SMALLEST_SHOWN: f64 = 0.0005;

/// An indicator at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Indicator identifier.
    pub indicator: String,
    /// Where it is measured.
    pub place: String,
}

impl Column {
    /// Name and place for readers.
    #[must_use]
    pub fn heading(&self, report: &Report) -> String {
        format!("{}, {}", report.indicator_title(&self.indicator), place_words(&self.place))
    }
}

impl OutcomeChange {
    /// The change and its interval in words, relative where that means something.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self.relative {
            Some([median, p05, p95]) => {
                let about = |share: f64| {
                    if share != 0.0 && share.abs() < SMALLEST_SHOWN {
                        "about 0 %".to_owned()
                    } else {
                        percent_change(share)
                    }
                };
                (about(median), format!("{} to {}", about(p05), about(p95)))
            }
            None => (change(self.median, &self.unit), change_range(self.p05, self.p95, &self.unit)),
        }
    }

    /// Whether the interval includes zero.
    #[must_use]
    pub fn is_noise(&self) -> bool {
        self.p05 <= 0.0 && self.p95 >= 0.0
    }
}

/// The table of changes: one row per scenario, one column per indicator and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'r> {
    /// Indicators and places, in order of first appearance.
    pub columns: Vec<Column>,
    /// One row per scenario; `None` where a scenario lacks the indicator.
    pub cells: Vec<Vec<Option<&'r OutcomeChange>>>,
}

impl<'r> Comparison<'r> {
    /// The outcomes of all scenarios of a report.
    #[must_use]
    pub fn of(report: &'r Report) -> Self {
        let mut columns: Vec<Column> = Vec::new();
        for outcome in report.scenarios.iter().flat_map(|scenario| &scenario.outcomes) {
            let column = Column { indicator: outcome.indicator.clone(), place: outcome.place.clone() };
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        let cell = |outcomes: &'r [OutcomeChange], column: &Column| {
            outcomes.iter().find(|one| one.indicator == column.indicator && one.place == column.place)
        };
        let row = |outcomes: &'r [OutcomeChange]| columns.iter().map(|column| cell(outcomes, column)).collect();
        let cells = report.scenarios.iter().map(|scenario| row(&scenario.outcomes)).collect();
        Self { columns, cells }
    }
}
