//! Reads tables of what was seen: the long format `series,place,year,value,unit`, and tables of other shapes that
//! `series.toml` describes.
//!
//! Codes of its problems: those of the CSV reader, E1204 a value in another unit, E1205 a folder without any value.

use super::definitions::{History, TableDefinition};
use crate::data_source::{DataSource, Folder, read_folder};
use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile};
use std::collections::BTreeMap;
use std::path::Path;

/// Values by (position of the series, place), by year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    values: BTreeMap<(usize, String), BTreeMap<i32, f64>>,
}

const LONG: [&str; 5] = ["series", "place", "year", "value", "unit"];
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2200.0;

impl Observed {
    /// What the data source holds, with what a folder of a user's holds before it.
    ///
    /// # Errors
    /// Files that cannot be read or hold a fault, or a folder of a user's without any value.
    pub fn load(history: &History, source: &DataSource, own: Option<&Path>) -> Result<Self, Problems> {
        let mut observed = Self::default();
        if let Some(folder) = own {
            observed.read(&read_folder(folder, Folder::History)?, history)?;
            if observed.values.is_empty() {
                let problem = Problem::new("E1205", "no table of the folder holds a value of a known series");
                let known: Vec<&str> = history.series.iter().map(|series| series.id.as_str()).collect();
                let problem = problem.in_file(folder.display().to_string());
                return Err(problem.expect(format!("tables {} of {}", LONG.join(","), known.join(", "))).into());
            }
        }
        observed.read(&source.files(Folder::History)?, history)?;
        observed.read(&source.files(Folder::HistoryLater)?, history)?;
        Ok(observed)
    }

    /// Adds the values of files; those that are there already stay.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn read(&mut self, files: &[SourceFile], history: &History) -> Result<(), Problems> {
        let sink = ProblemSink::default();
        let mut found = Self::default();
        for file in files.iter().filter(|file| file.name.ends_with(".csv")) {
            let wide: Vec<&TableDefinition> = history.tables.iter().filter(|table| table.file == file.stem()).collect();
            if !wide.is_empty() {
                let table = CsvTable::parse_any(file, &sink);
                wide.iter().for_each(|definition| found.add_wide(&table, definition, history));
            } else if is_long(file) {
                found.add_long(&CsvTable::parse(file, &LONG, &["source", "note"], &sink), history);
            }
        }
        for (key, years) in found.values {
            let known = self.values.entry(key).or_default();
            for (year, value) in years {
                known.entry(year).or_insert(value);
            }
        }
        sink.into_result(())
    }

    fn add_long(&mut self, table: &CsvTable<'_>, history: &History) {
        for row in table.rows() {
            let Some(series) = row.required_text("series").and_then(|id| history.find(&id)) else { continue };
            let unit = &history.series[series].unit;
            if row.required_text("unit").is_some_and(|given| given != *unit) {
                row.report(
                    row.problem("unit", "E1204", "another unit than the series has").expect(format!("`{unit}`")),
                );
            }
            if let (Some(place), Some((year, value))) = (row.required_text("place"), year_and(&row, "value")) {
                self.values.entry((series, place)).or_default().entry(year).or_insert(value);
            }
        }
    }

    fn add_wide(&mut self, table: &CsvTable<'_>, definition: &TableDefinition, history: &History) {
        let Some(series) = history.find(&definition.series) else { return };
        for row in table.rows() {
            let column = definition.place_column.as_deref();
            let Some(place) = definition.place.clone().or_else(|| row.text(column?)) else { continue };
            if row.text(&definition.column).is_none() {
                continue;
            }
            if let Some((year, value)) = year_and(&row, &definition.column) {
                *self.values.entry((series, place)).or_default().entry(year).or_default() += value;
            }
        }
    }

    /// A value above 0; years without one have no logarithm.
    #[must_use]
    pub fn value(&self, series: usize, place: &str, year: i32) -> Option<f64> {
        self.values.get(&(series, place.to_owned()))?.get(&year).copied().filter(|value| *value > 0.0)
    }

    /// All values above 0 of a series and place, in order of the years.
    #[must_use]
    pub fn record(&self, series: usize, place: &str) -> Vec<(i32, f64)> {
        let years = self.values.get(&(series, place.to_owned()));
        years.into_iter().flatten().filter(|(_, value)| **value > 0.0).map(|(year, value)| (*year, *value)).collect()
    }

    /// Puts a value in.
    pub fn set(&mut self, series: usize, place: &str, year: i32, value: f64) {
        self.values.entry((series, place.to_owned())).or_default().insert(year, value);
    }
}

/// Whether the header is that of the long format.
fn is_long(file: &SourceFile) -> bool {
    let header = file.text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap_or_default();
    let columns: Vec<&str> = header.trim_start_matches('\u{feff}').split(',').map(str::trim).collect();
    LONG.iter().all(|wanted| columns.contains(wanted))
}

fn year_and(row: &Row<'_>, column: &str) -> Option<(i32, f64)> {
    let year = row.required_float("year", YEARS)?;
    let value = row.required_float(column, 0.0..=f64::MAX)?;
    Some((year as i32, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history() -> History {
        let text = "[history]\nworld = \"w\"\nconditional = \"a\"\nunconditional = \"b\"\ncut = 2012\nlast = 2023\n\
            [[series]]\nid = \"area\"\ntitle = \"S\"\nunit = \"ha\"\nindicator = \"coca_area\"\nreading = \
            \"december\"\n\
            log_sd = 0.1\ndiscrepancy_log_sd = 0.1\nyearly_correlation = 0.6\n\
            [[table]]\nfile = \"wide\"\ncolumn = \"ha_x\"\nseries = \"area\"\nplace = \"X\"\n\
            [[table]]\nfile = \"tall\"\ncolumn = \"ha\"\nseries = \"area\"\nplace_column = \"iso\"\n";
        History::parse(&SourceFile::new("series.toml", text)).expect("sound")
    }

    #[test]
    fn long_and_wide_tables_are_read_and_the_first_value_counts() {
        let mut observed = Observed::default();
        let files = [
            SourceFile::new("a.csv", "# c\nseries,place,year,value,unit\narea,X,2006,3,ha\nother,X,2006,9,kg\n"),
            SourceFile::new("wide.csv", "year,ha_x,ha_y\n2007,4,5\n2008,,6\n"),
            SourceFile::new("tall.csv", "iso,year,ha\nY,2006,1\nY,2006,2\n"),
            SourceFile::new("unknown.csv", "a,b\n1,2\n"),
        ];
        observed.read(&files, &history()).expect("sound");
        observed
            .read(&[SourceFile::new("b.csv", "series,place,year,value,unit\narea,X,2006,8,ha\n")], &history())
            .expect("sound");
        assert_eq!(observed.record(0, "X"), [(2006, 3.0), (2007, 4.0)]);
        assert_eq!(observed.value(0, "Y", 2006), Some(3.0));
        assert_eq!(observed.value(0, "Y", 2007), None);
    }

    #[test]
    fn faults_have_their_places() {
        let faults = |text: &str| {
            let problems = Observed::default().read(&[SourceFile::new("a.csv", text)], &history()).expect_err("faulty");
            problems.0.iter().map(|problem| (problem.code, problem.line)).collect::<Vec<_>>()
        };
        let head = "series,place,year,value,unit\n";
        assert_eq!(faults(&format!("{head}area,X,2006,3,acre\n")), [("E1204", 2)]);
        assert_eq!(faults(&format!("{head}area,X,2006,much,ha\n")), [("E0208", 2)]);
        assert_eq!(faults(&format!("{head}area,X,20066,1,ha\n")), [("E0209", 2)]);
        assert_eq!(faults(&format!("{head}area,X,2006,-1,ha\n")), [("E0209", 2)]);
    }
}
