//! CSV with places: every cell knows its line and column, and one pass reports every fault.
//!
//! Cells are separated by commas and may stand in double quotes (`""` is a quote inside them, and a
//! quoted cell may run over several lines). A line that starts with `#` is a comment; blank lines
//! are skipped; blanks around a cell do not count. The first other line is the header.
//!
//! ```
//! use counterflow_evidence::csv_reader::CsvTable;
//! use counterflow_evidence::diagnostics::{ProblemSink, SourceFile};
//!
//! let file = SourceFile::new("routes.csv", "# routes\nid,share\nr1,0.5\nr2,1.5\n");
//! let sink = ProblemSink::default();
//! let table = CsvTable::parse(&file, &["id", "share"], &["note"], &sink);
//! let shares: Vec<Option<f64>> = table.rows().map(|row| row.required_float("share", 0.0..=1.0)).collect();
//! assert_eq!(shares, [Some(0.5), None]);
//! assert_eq!(sink.into_problems().0[0].line, 4);
//! ```

mod cells;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::diagnostics::{LineIndex, Problem, ProblemSink, SourceFile, code, nearest};
use cells::{Cell, Record};

/// One parsed CSV file.
#[derive(Debug)]
pub struct CsvTable<'a> {
    file: &'a SourceFile,
    sink: &'a ProblemSink,
    lines: LineIndex,
    columns: BTreeMap<String, usize>,
    records: Vec<Record>,
}

impl<'a> CsvTable<'a> {
    /// Parses a file. Columns other than `required` and `optional` are a problem, as are rows
    /// whose cells do not match the header; such rows are left out.
    pub fn parse(file: &'a SourceFile, required: &[&str], optional: &[&str], sink: &'a ProblemSink) -> Self {
        let lines = LineIndex::new(&file.text);
        let mut table = Self { file, sink, lines, columns: BTreeMap::new(), records: Vec::new() };
        let (records, faults) = cells::split(&file.text);
        for fault in faults {
            sink.push(table.problem_at(fault.offset, fault.code, fault.message));
        }
        let mut records = records.into_iter();
        let Some(header) = records.next() else {
            sink.push(table.problem_at(0, code::CSV_EMPTY, "the file has no header line").expect(listed(required)));
            return table;
        };
        table.read_header(&header, required, optional);
        table.records = records.filter(|record| table.has_width_of(record, &header)).collect();
        table
    }

    /// Parses a file with whatever columns its header names.
    pub fn parse_any(file: &'a SourceFile, sink: &'a ProblemSink) -> Self {
        let (records, _) = cells::split(&file.text);
        let header =
            records.first().map(|record| record.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<&str>>());
        Self::parse(file, &header.unwrap_or_default(), &[], sink)
    }

    /// Names of the columns in the order of the file.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns: Vec<(&str, usize)> =
            self.columns.iter().map(|(name, position)| (name.as_str(), *position)).collect();
        columns.sort_by_key(|(_, position)| *position);
        columns.into_iter().map(|(name, _)| name).collect()
    }

    /// Rows in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { table: self, record })
    }

    /// Whether the file has the column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    fn read_header(&mut self, header: &Record, required: &[&str], optional: &[&str]) {
        let valid: Vec<&str> = required.iter().chain(optional).copied().collect();
        let present: Vec<&str> = header.cells.iter().map(|cell| cell.text.as_str()).collect();
        for (position, cell) in header.cells.iter().enumerate() {
            if !valid.contains(&cell.text.as_str()) {
                let free = valid.iter().copied().filter(|name| !present.contains(name));
                let problem =
                    self.problem_at(cell.offset, code::CSV_UNKNOWN_COLUMN, format!("unknown column `{}`", cell.text));
                self.sink.push(problem.expect(listed(&valid)).suggest(nearest(&cell.text, free)));
            } else if self.columns.insert(cell.text.clone(), position).is_some() {
                let message = format!("column `{}` appears twice", cell.text);
                self.sink.push(self.problem_at(cell.offset, code::CSV_DUPLICATE_COLUMN, message));
            }
        }
        for name in required.iter().filter(|name| !self.has(name)) {
            let problem =
                self.problem_at(header.offset, code::CSV_MISSING_COLUMN, format!("column `{name}` is missing"));
            self.sink.push(problem.expect(listed(required)));
        }
    }

    fn has_width_of(&self, record: &Record, header: &Record) -> bool {
        let (found, wanted) = (record.cells.len(), header.cells.len());
        if found != wanted {
            let message = format!("the row has {found} cells, the header {wanted}");
            self.sink.push(self.problem_at(record.offset, code::CSV_RAGGED_ROW, message));
        }
        found == wanted
    }

    fn problem_at(&self, offset: usize, code: &'static str, message: impl Into<String>) -> Problem {
        let (line, column) = self.lines.position(&self.file.text, offset);
        Problem::new(code, message).at(self.file, line, column)
    }
}

fn listed(names: &[&str]) -> String {
    format!("columns {}", names.join(", "))
}

/// One row. Getters report faults and then answer `None`.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t CsvTable<'t>,
    record: &'t Record,
}

impl Row<'_> {
    /// Line of the row in the file, counted from 1, comments and header included.
    pub fn line(&self) -> usize {
        self.table.lines.position(&self.table.file.text, self.record.offset).0
    }

    /// The cell's text; `None` when the cell is empty or the file has no such column.
    pub fn text(&self, column: &str) -> Option<String> {
        self.filled(column).map(|cell| cell.text.clone())
    }

    /// The cell's text, which must not be empty.
    pub fn required_text(&self, column: &str) -> Option<String> {
        self.required(column).map(|cell| cell.text.clone())
    }

    /// A finite number; `None` when the cell is empty.
    pub fn float(&self, column: &str) -> Option<f64> {
        self.number(self.filled(column)?, column)
    }

    /// A finite number within the range, which must be there.
    pub fn required_float(&self, column: &str, range: RangeInclusive<f64>) -> Option<f64> {
        let number = self.number(self.required(column)?, column)?;
        if range.contains(&number) {
            return Some(number);
        }
        let problem = self.problem(column, code::CSV_OUT_OF_RANGE, format!("`{column}` is {number}"));
        self.report(problem.expect(format!("a number from {} to {}", range.start(), range.end())));
        None
    }

    /// A problem at a cell, or at the row when the file has no such column. Give it to
    /// [`Self::report`].
    pub fn problem(&self, column: &str, code: &'static str, message: impl Into<String>) -> Problem {
        let offset = self.cell(column).map_or(self.record.offset, |cell| cell.offset);
        self.table.problem_at(offset, code, message)
    }

    /// Puts a problem into the sink.
    pub fn report(&self, problem: Problem) {
        self.table.sink.push(problem);
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.record.cells.get(*self.table.columns.get(column)?)
    }

    fn filled(&self, column: &str) -> Option<&Cell> {
        self.cell(column).filter(|cell| !cell.text.is_empty())
    }

    /// The filled cell. A column that the file lacks was reported with the header.
    fn required(&self, column: &str) -> Option<&Cell> {
        let filled = self.filled(column);
        if filled.is_none() && self.table.has(column) {
            self.report(self.problem(column, code::CSV_EMPTY_CELL, format!("`{column}` is empty")).expect("a value"));
        }
        filled
    }

    fn number(&self, cell: &Cell, column: &str) -> Option<f64> {
        let number = cell.text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            let message = format!("`{}` in `{column}` is not a finite number", cell.text);
            self.report(self.problem(column, code::CSV_NOT_A_NUMBER, message).expect("a number such as 0.25"));
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REQUIRED: &[&str] = &["id", "share"];
    const OPTIONAL: &[&str] = &["note"];

    /// Reads every cell of a text and gives the problems as (code, line, column).
    fn faults(text: &str) -> Vec<(&'static str, usize, usize)> {
        let file = SourceFile::new("t.csv", text);
        let sink = ProblemSink::default();
        let table = CsvTable::parse(&file, REQUIRED, OPTIONAL, &sink);
        for row in table.rows() {
            let _ = (row.required_text("id"), row.required_float("share", 0.0..=1.0), row.text("note"), row.line());
        }
        sink.into_problems().0.iter().map(|problem| (problem.code, problem.line, problem.column)).collect()
    }

    #[test]
    fn good_files_are_read() {
        let texts = [
            "id,share\na,0.5\n",
            "# about\nid,share,note\n\na,0.5,\"x, \"\"y\"\"\"\n# it's 5\" long\nb, 1 ,\n",
            "\u{feff}share,id\r\n1,a\r\n",
            "id,share,note\na,1,\"two\nlines\"\n",
            "id,share",
        ];
        for text in texts {
            assert_eq!(faults(text), [], "{text}");
        }
        let file = SourceFile::new("t.csv", texts[1]);
        let sink = ProblemSink::default();
        let table = CsvTable::parse(&file, REQUIRED, OPTIONAL, &sink);
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows[0].text("note").as_deref(), Some("x, \"y\""));
        assert_eq!((rows[0].line(), rows[1].line()), (4, 6));
        assert_eq!((rows[1].text("note"), rows[1].float("share"), rows[1].float("note")), (None, Some(1.0), None));
    }

    #[test]
    fn every_fault_is_placed() {
        let cases: [(&str, &str, (usize, usize)); 16] = [
            ("", code::CSV_EMPTY, (1, 1)),
            ("# only a comment\n", code::CSV_EMPTY, (1, 1)),
            ("id\na\n", code::CSV_MISSING_COLUMN, (1, 1)),
            ("id,share,nte\na,1,\n", code::CSV_UNKNOWN_COLUMN, (1, 10)),
            ("id,share,id\na,1,b\n", code::CSV_DUPLICATE_COLUMN, (1, 10)),
            ("# c\nid,share\na\n", code::CSV_RAGGED_ROW, (3, 1)),
            ("id,share\na,1,2\n", code::CSV_RAGGED_ROW, (2, 1)),
            ("id,share\n\"a,1\n", code::CSV_QUOTE, (2, 1)),
            ("id,share\n\"a\"b,1\n", code::CSV_QUOTE, (2, 4)),
            ("id,share\n,1\n", code::CSV_EMPTY_CELL, (2, 1)),
            ("id,share\na,\n", code::CSV_EMPTY_CELL, (2, 3)),
            ("id,share\na,much\n", code::CSV_NOT_A_NUMBER, (2, 3)),
            ("id,share\na,NaN\n", code::CSV_NOT_A_NUMBER, (2, 3)),
            ("id,share\na,1e999\n", code::CSV_NOT_A_NUMBER, (2, 3)),
            ("id,share\na,1.5\n", code::CSV_OUT_OF_RANGE, (2, 3)),
            ("id,share\na\u{0}b,1\n", code::NOT_TEXT, (2, 2)),
        ];
        for (text, code, (line, column)) in cases {
            assert!(faults(text).contains(&(code, line, column)), "{text:?}: {:?}", faults(text));
        }
    }

    #[test]
    fn unknown_columns_suggest_the_missing_one() {
        let file = SourceFile::new("t.csv", "id,shares\na,1\n");
        let sink = ProblemSink::default();
        let _ = CsvTable::parse(&file, REQUIRED, OPTIONAL, &sink);
        let problems = sink.into_problems();
        assert_eq!(problems.0[1].suggestion.as_deref(), Some("share"));
        assert_eq!(problems.0[0].message, "column `share` is missing");
    }

    #[test]
    fn one_pass_reports_everything() {
        assert_eq!(faults("id,share\n,2\na,x\nb\n").len(), 4);
    }

    proptest! {
        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = faults(&text);
        }

        #[test]
        fn prop_no_near_csv_panics(text in "[a-z,\"\n\r# 0-9é]{0,40}") {
            let _ = faults(&format!("id,share\n{text}"));
            let _ = faults(&text);
        }

        #[test]
        fn prop_no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(file) = SourceFile::from_bytes("t.csv", bytes) {
                let _ = faults(&file.text);
            }
        }

        #[test]
        fn prop_quoted_cells_come_back(note in "[ -~]{0,30}") {
            let text = format!("id,share,note\na,1,\"{}\"\n", note.replace('"', "\"\""));
            let file = SourceFile::new("t.csv", text);
            let sink = ProblemSink::default();
            let table = CsvTable::parse(&file, REQUIRED, OPTIONAL, &sink);
            let row = table.rows().next().expect("a row");
            prop_assert_eq!(row.text("note").unwrap_or_default(), note.trim());
        }
    }
}
