//! CSV with places: every cell knows its line, and one pass reports every fault.
//!
//! Lines that start with `#` are comments. Cells are trimmed; an empty cell is an absent value.
//! Numbers must be finite.

use std::ops::RangeInclusive;

use crate::diagnostics::{Problem, ProblemSink, SourceFile, code, nearest};

/// One parsed CSV table.
#[derive(Debug)]
pub struct CsvTable<'a> {
    file: &'a SourceFile,
    sink: &'a ProblemSink,
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t CsvTable<'t>,
    line: usize,
    cells: &'t [String],
}

impl<'a> CsvTable<'a> {
    /// Parses a file; faults of its form go to `sink`, and rows with such faults are left out.
    pub fn parse(file: &'a SourceFile, required: &[&str], optional: &[&str], sink: &'a ProblemSink) -> Self {
        let mut table = Self { file, sink, columns: Vec::new(), rows: Vec::new() };
        if file.text.matches('"').count() % 2 == 1 {
            let line = file.text.lines().position(|line| line.matches('"').count() % 2 == 1).unwrap_or(0) + 1;
            sink.push(Problem::new(code::CSV_QUOTE, "a quote never closes").at(file, line, 1).expect("a closing quote"));
            return table;
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(file.text.as_bytes());
        for record in reader.records() {
            let Ok(record) = record else {
                sink.push(Problem::new(code::NOT_TEXT, "a row cannot be read as text").in_file(&file.name));
                continue;
            };
            let line = record.position().map_or(0, |position| position.line() as usize);
            table.take(line, record.iter().map(str::to_owned).collect(), required, optional);
        }
        if table.columns.is_empty() {
            sink.push(Problem::new(code::CSV_EMPTY, "the file has no header line").at(file, 1, 1).expect(required.join(",")));
        }
        table
    }

    fn take(&mut self, line: usize, cells: Vec<String>, required: &[&str], optional: &[&str]) {
        if self.columns.is_empty() {
            self.header(line, &cells, required, optional);
            self.columns = cells;
        } else if cells.len() == self.columns.len() {
            self.rows.push((line, cells));
        } else {
            let message = format!("the row has {} cells", cells.len());
            self.sink.push(
                Problem::new(code::CSV_RAGGED_ROW, message).at(self.file, line, 1).expect(format!("{} cells", self.columns.len())),
            );
        }
    }

    fn header(&self, line: usize, cells: &[String], required: &[&str], optional: &[&str]) {
        let known = || required.iter().chain(optional).copied();
        for (position, name) in cells.iter().enumerate() {
            if cells[..position].contains(name) {
                let problem = Problem::new(code::CSV_DUPLICATE_COLUMN, format!("column `{name}` appears twice"));
                self.sink.push(problem.at(self.file, line, 1).expect("each column once"));
            } else if !known().any(|other| other == name) {
                let free = known().filter(|other| !cells.iter().any(|cell| cell == other));
                let problem = Problem::new(code::CSV_UNKNOWN_COLUMN, format!("unknown column `{name}`"));
                let expected = known().collect::<Vec<_>>().join(", ");
                self.sink.push(problem.at(self.file, line, 1).expect(expected).suggest(nearest(name, free)));
            }
        }
        for name in required.iter().filter(|name| !cells.iter().any(|cell| cell == *name)) {
            let problem = Problem::new(code::CSV_MISSING_COLUMN, format!("column `{name}` is missing"));
            self.sink.push(problem.at(self.file, line, 1).expect(required.join(", ")));
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl Row<'_> {
    /// Line number in the file.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The cell's text, none where it is empty or the column is absent.
    pub fn text(&self, column: &str) -> Option<String> {
        let position = self.table.columns.iter().position(|name| name == column)?;
        self.cells.get(position).filter(|cell| !cell.is_empty()).cloned()
    }

    /// The cell's text; a problem where it is empty.
    pub fn required_text(&self, column: &str) -> Option<String> {
        let text = self.text(column);
        if text.is_none() && self.table.columns.iter().any(|name| name == column) {
            let problem = self.problem(column, code::CSV_EMPTY_CELL, format!("`{column}` is empty"));
            self.report(problem.expect("a value"));
        }
        text
    }

    /// The cell's number; a problem where it is empty, not a finite number, or outside `range`.
    pub fn required_float(&self, column: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let text = self.required_text(column)?;
        let Some(value) = text.parse::<f64>().ok().filter(|value| value.is_finite()) else {
            let problem = self.problem(column, code::CSV_NOT_A_NUMBER, format!("`{text}` in `{column}` is not a finite number"));
            self.report(problem.expect("a number"));
            return None;
        };
        if !range.contains(&value) {
            let problem = self.problem(column, code::CSV_OUT_OF_RANGE, format!("`{column}` is {value}"));
            self.report(problem.expect(format!("a number from {} to {}", range.start(), range.end())));
            return None;
        }
        Some(value)
    }

    /// A problem located at this row.
    pub fn problem(&self, _column: &str, code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(code, message).at(self.table.file, self.line, 1)
    }

    /// Reports a problem.
    pub fn report(&self, problem: Problem) {
        self.table.sink.push(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> String {
        let file = SourceFile::new("t.csv", text);
        let sink = ProblemSink::default();
        let table = CsvTable::parse(&file, &["id", "kg"], &["note"], &sink);
        for row in table.rows() {
            row.required_text("id");
            row.required_float("kg", 0.0..=10.0);
        }
        sink.into_problems().to_string()
    }

    #[test]
    fn faults_name_file_line_and_expectation() {
        assert_eq!(problems("# head\nid,kg\na,1\n"), "");
        assert!(problems("id,kg\na,NaN\n").contains("t.csv:2"));
        assert!(problems("id,kg\na,-1\n").contains("0 to 10"));
        assert!(problems("id,kg\na\n").contains("2 cells"));
        assert!(problems("id,kgs\na,1\n").contains("did you mean: `kg`"));
        assert!(problems("id,kg\n\"a,1\n").contains("never closes"));
        assert!(problems("").contains("no header"));
        assert!(problems("id,kg\n,1\n").contains("`id` is empty"));
    }

    proptest::proptest! {
        #[test]
        fn prop_no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = problems(&text);
            let _ = problems(&format!("id,kg\n{text}"));
        }
    }
}
