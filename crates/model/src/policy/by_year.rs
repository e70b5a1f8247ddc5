//! Amounts by calendar year: `effort = { 2012 = "1,947 days/year", 2013 = "1,346 days/year" }`.
//!
//! Each amount holds from January of its year to the December before the next one named, the last to the end of the
//! run or the table's `until`; before the first there is none, and the base year's policy goes on.

use counterflow_evidence::reader::{TableReader, YearMonth};

/// The years that a run covers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Years {
    /// First month.
    pub start: YearMonth,
    /// Last month.
    pub end: YearMonth,
}

/// An amount with the months in which it is in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step<T> {
    /// The amount.
    pub value: T,
    /// First month.
    pub from: YearMonth,
    /// Last month; the end of the run if none.
    pub until: Option<YearMonth>,
}

impl Years {
    /// Reads the path under `key`; `value` reads the amount of a year, whose key it is given.
    pub fn read<T>(
        self,
        table: &TableReader<'_>,
        key: &str,
        value: impl Fn(&TableReader<'_>, &str) -> Option<T>,
    ) -> Vec<Step<T>> {
        let Some(path) = table.table(key) else { return Vec::new() };
        for stray in ["from", "ramp"].into_iter().filter(|stray| table.has(stray)) {
            let message = format!("a `{key}` by year says itself when it starts");
            table.report(table.problem(stray, "E0512", message).expect(format!("no `{stray}`")));
        }
        let until = table.month("until");
        // Read, so that the only fault is the one just reported.
        let _ = (table.month("from"), table.string("ramp"));
        if path.keys().is_empty() {
            let problem = table.problem(key, "E0512", format!("`{key}` names no year"));
            table.report(problem.expect("a year with its amount, as in { 2012 = ... }"));
        }
        let mut years: Vec<(i32, &str)> = path.keys().into_iter().filter_map(|name| self.year(&path, name)).collect();
        years.sort_unstable();
        if let Some(last) =
            years.last().map(|&(year, _)| january(year)).filter(|last| until.is_some_and(|end| end < *last))
        {
            let problem = table.problem("until", "E0512", format!("ends before the last year of `{key}`"));
            table.report(problem.expect(format!("a month from {last} on")));
        }
        let steps = years.iter().enumerate().filter_map(|(position, &(year, name))| {
            let next = years.get(position + 1).map(|&(next, _)| YearMonth { month: 12, ..january(next - 1) });
            let from = january(year).max(self.start);
            Some(Step { value: value(&path, name)?, from, until: next.or(until) })
        });
        let steps = steps.collect();
        path.finish(&[]);
        steps
    }

    /// The year of a key, which must be one of the run.
    fn year<'k>(self, path: &TableReader<'_>, name: &'k str) -> Option<(i32, &'k str)> {
        let (first, last) = (self.start.year, self.end.year);
        let year = name.parse::<i32>().ok().filter(|year| (first..=last).contains(year));
        if year.is_none() {
            let problem = path.problem(name, "E0512", format!("`{name}` is no year of the run"));
            path.report(problem.expect(format!("a year from {first} to {last}")));
            path.ignore(name);
        }
        Some((year?, name))
    }
}

/// January of a year of the run.
fn january(year: i32) -> YearMonth {
    YearMonth { year, month: 1 }
}
