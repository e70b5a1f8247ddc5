//! What is wrong with user input, said so that it can be put right.
//!
//! A loader never stops at the first fault: it pushes a [`Problem`] per fault into a
//! [`ProblemSink`] and the user sees all of them at once, each with file, line, column, the source
//! line, what was expected and the nearest valid name.
//!
//! # Codes
//!
//! One code per kind of fault. A code never changes its meaning.
//!
//! | code  | constant               | fault |
//! | ----- | ---------------------- | ----- |
//! | E0100 | [`code::UNREADABLE`]   | a file cannot be opened or read |
//! | E0101 | [`code::SYNTAX`]       | a file is not valid TOML |
//! | E0102 | [`code::UNKNOWN_KEY`]  | a key that means nothing here |
//! | E0103 | [`code::MISSING_KEY`]  | a required key is absent |
//! | E0104 | [`code::WRONG_TYPE`]   | a value of the wrong type |
//! | E0105 | [`code::NOT_FINITE`]   | a number that is NaN, infinite or too large |
//! | E0106 | [`code::BAD_MONTH`]    | a month that is not written `YYYY-MM` |
//! | E0107 | [`code::BAD_QUANTITY`] | a quantity that is not a number followed by a unit |
//! | E0108 | [`code::BAD_DURATION`] | a duration that is not a number of months, years, weeks or days |
//! | E0109 | [`code::NOT_TEXT`]     | bytes that are not UTF-8 text, or control characters |
//! | E0110 | [`code::UNKNOWN_CHOICE`] | a value that is none of the allowed words |
//! | E0201 | [`code::CSV_EMPTY`]    | a CSV file without a header line |
//! | E0202 | [`code::CSV_MISSING_COLUMN`] | a required CSV column is absent |
//! | E0203 | [`code::CSV_UNKNOWN_COLUMN`] | a CSV column that means nothing here |
//! | E0204 | [`code::CSV_DUPLICATE_COLUMN`] | a CSV column that appears twice |
//! | E0205 | [`code::CSV_RAGGED_ROW`] | a CSV row with more or fewer cells than the header |
//! | E0206 | [`code::CSV_QUOTE`]    | a quote that never closes, or text after a closing quote |
//! | E0207 | [`code::CSV_EMPTY_CELL`] | a required CSV cell is empty |
//! | E0208 | [`code::CSV_NOT_A_NUMBER`] | a CSV cell that is not a finite number |
//! | E0209 | [`code::CSV_OUT_OF_RANGE`] | a number outside the allowed range |
//! | E0301 | [`code::BAD_UNIT`]     | a unit that cannot be parsed |
//! | E0302 | [`code::UNIT_MISMATCH`] | a unit that measures something else than the model reads |
//! | E0303 | [`code::BAD_RANGE`]    | not `low <= value <= high`, or only one end of the range |
//! | E0304 | [`code::BAD_GRADE`]    | a grade other than A, B, C, D |
//! | E0305 | [`code::NO_SOURCE`]    | a record without a source |
//! | E0306 | [`code::UNKNOWN_SOURCE`] | a source key that the bibliography lacks |
//! | E0307 | [`code::MISSING_RECORD`] | the model needs a parameter that has no record |
//! | E0308 | [`code::UNUSED_RECORD`] | a record that no module declares |
//! | E0309 | [`code::DUPLICATE_MODULE`] | two evidence files with one module name |
//! | E0310 | [`code::ASSUMPTION_WITHOUT_RANGE`] | a grade D record without a range |
//! | E0311 | [`code::BAD_DISTRIBUTION`] | an unknown distribution, or one whose parameters do not fit |
//! | E0312 | [`code::UNKNOWN_PARAMETER`] | an override of a parameter that does not exist |
//! | E0313 | [`code::CONFLICTING_DECLARATION`] | one parameter declared twice in different units |
//! | E0314 | [`code::DUPLICATE_RECORD`] | a parameter with records in two files |
//! | E0401 | [`code::BAD_BIB_ENTRY`] | a malformed bibliography entry |
//! | E0402 | [`code::DUPLICATE_BIB_KEY`] | two bibliography entries with one key |
//! | E0403 | [`code::MISSING_BIB_FIELD`] | a bibliography entry without title, author or year |
//!
//! Codes from E0500 belong to the crates that build on this one.

mod nearest;
mod source;

use std::cell::RefCell;
use std::fmt;

pub use nearest::nearest;
pub(crate) use source::LineIndex;
pub use source::SourceFile;

/// The codes of the table in the module documentation.
#[allow(missing_docs, reason = "each constant stands in the table of the module documentation")]
pub mod code {
    pub const UNREADABLE: &str = "E0100";
    pub const SYNTAX: &str = "E0101";
    pub const UNKNOWN_KEY: &str = "E0102";
    pub const MISSING_KEY: &str = "E0103";
    pub const WRONG_TYPE: &str = "E0104";
    pub const NOT_FINITE: &str = "E0105";
    pub const BAD_MONTH: &str = "E0106";
    pub const BAD_QUANTITY: &str = "E0107";
    pub const BAD_DURATION: &str = "E0108";
    pub const NOT_TEXT: &str = "E0109";
    pub const UNKNOWN_CHOICE: &str = "E0110";
    pub const CSV_EMPTY: &str = "E0201";
    pub const CSV_MISSING_COLUMN: &str = "E0202";
    pub const CSV_UNKNOWN_COLUMN: &str = "E0203";
    pub const CSV_DUPLICATE_COLUMN: &str = "E0204";
    pub const CSV_RAGGED_ROW: &str = "E0205";
    pub const CSV_QUOTE: &str = "E0206";
    pub const CSV_EMPTY_CELL: &str = "E0207";
    pub const CSV_NOT_A_NUMBER: &str = "E0208";
    pub const CSV_OUT_OF_RANGE: &str = "E0209";
    pub const BAD_UNIT: &str = "E0301";
    pub const UNIT_MISMATCH: &str = "E0302";
    pub const BAD_RANGE: &str = "E0303";
    pub const BAD_GRADE: &str = "E0304";
    pub const NO_SOURCE: &str = "E0305";
    pub const UNKNOWN_SOURCE: &str = "E0306";
    pub const MISSING_RECORD: &str = "E0307";
    pub const UNUSED_RECORD: &str = "E0308";
    pub const DUPLICATE_MODULE: &str = "E0309";
    pub const ASSUMPTION_WITHOUT_RANGE: &str = "E0310";
    pub const BAD_DISTRIBUTION: &str = "E0311";
    pub const UNKNOWN_PARAMETER: &str = "E0312";
    pub const CONFLICTING_DECLARATION: &str = "E0313";
    pub const DUPLICATE_RECORD: &str = "E0314";
    pub const BAD_BIB_ENTRY: &str = "E0401";
    pub const DUPLICATE_BIB_KEY: &str = "E0402";
    pub const MISSING_BIB_FIELD: &str = "E0403";
}

/// One thing wrong with user input.
///
/// ```
/// use counterflow_evidence::diagnostics::{Problem, SourceFile};
/// let file = SourceFile::new("scenarios/x.toml", "[[lever]]\nid = \"taskforces\"\n");
/// let problem = Problem::new("E0501", "unknown lever `taskforces`")
///     .at(&file, 2, 6)
///     .suggest(Some("task_forces"));
/// assert_eq!(
///     problem.to_string(),
///     "error[E0501]: unknown lever `taskforces`\n  --> scenarios/x.toml:2:6\n   | id = \"taskforces\"\n   did you mean: `task_forces`?"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Code of the kind of fault, for example `E0102`.
    pub code: &'static str,
    /// File as the user knows it; empty when the input is not a file.
    pub file: String,
    /// Line, counted from 1; 0 when unknown.
    pub line: usize,
    /// Column in characters, counted from 1; 0 when unknown.
    pub column: usize,
    /// The source line; empty when unknown.
    pub excerpt: String,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What would be right.
    pub expected: Option<String>,
    /// The nearest valid name.
    pub suggestion: Option<String>,
}

impl Problem {
    /// A problem without a place.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            file: String::new(),
            line: 0,
            column: 0,
            excerpt: String::new(),
            message: message.into(),
            expected: None,
            suggestion: None,
        }
    }

    /// Sets the place, and the source line with it.
    pub fn at(mut self, file: &SourceFile, line: usize, column: usize) -> Self {
        self.excerpt = file.line_text(line).to_owned();
        self.file = file.name.clone();
        self.line = line;
        self.column = column;
        self
    }

    /// Sets the file alone, for a fault that has no line (something is missing).
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Says what would be right.
    pub fn expect(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// Names the nearest valid name, if there is one.
    pub fn suggest(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "error[{}]: {}", self.code, self.message)?;
        match (self.file.is_empty(), self.line) {
            (true, _) => {}
            (false, 0) => write!(out, "\n  --> {}", self.file)?,
            (false, line) => write!(out, "\n  --> {}:{line}:{}", self.file, self.column)?,
        }
        if !self.excerpt.trim().is_empty() {
            write!(out, "\n   | {}", shortened(&self.excerpt))?;
        }
        if let Some(expected) = &self.expected {
            write!(out, "\n   expected: {expected}")?;
        }
        if let Some(suggestion) = &self.suggestion {
            write!(out, "\n   did you mean: `{suggestion}`?")?;
        }
        Ok(())
    }
}

/// The excerpt as shown: one terminal line, with control characters made visible.
fn shortened(excerpt: &str) -> String {
    const WIDTH: usize = 120;
    let mut shown = String::new();
    for (count, character) in excerpt.chars().enumerate() {
        if count == WIDTH {
            shown.push('…');
            break;
        }
        match character {
            '\t' => shown.push(' '),
            _ if character.is_control() => shown.extend(character.escape_default()),
            _ => shown.push(character),
        }
    }
    shown
}

/// Everything wrong with some input.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Number of problems.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds one problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Adds problems.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.0.extend(problems);
    }

    /// Orders by file, then line, then column.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    }

    /// The value if nothing is wrong, otherwise the problems in order of file and line.
    pub fn into_result<T>(mut self, value: T) -> Result<T, Problems> {
        if self.is_empty() {
            return Ok(value);
        }
        self.sort();
        Err(self)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.0.iter().enumerate() {
            if position > 0 {
                out.write_str("\n\n")?;
            }
            write!(out, "{problem}")?;
        }
        Ok(())
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

/// Where readers put problems. Several readers share one sink by reference, so that one pass over
/// all files reports everything.
#[derive(Debug, Default)]
pub struct ProblemSink(RefCell<Problems>);

impl ProblemSink {
    /// Adds one problem.
    pub fn push(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    /// Adds problems.
    pub fn extend(&self, problems: impl IntoIterator<Item = Problem>) {
        let collected: Vec<Problem> = problems.into_iter().collect();
        self.0.borrow_mut().extend(collected);
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Number of problems so far: compare before and after to see whether a step went well.
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// The problems, in order of file and line.
    pub fn into_problems(self) -> Problems {
        let mut problems = self.0.into_inner();
        problems.sort();
        problems
    }

    /// The value if nothing is wrong, otherwise the problems in order of file and line.
    pub fn into_result<T>(self, value: T) -> Result<T, Problems> {
        self.0.into_inner().into_result(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_shows_code_place_excerpt_and_help() {
        let file = SourceFile::new("scenarios/x.toml", "a = 1\nid = \"taskforces\"\n");
        let shown = Problem::new("E0501", "unknown lever `taskforces`")
            .at(&file, 2, 6)
            .expect("one of the levers")
            .suggest(nearest("taskforces", ["task_forces", "sprays"]))
            .to_string();
        assert_eq!(
            shown,
            "error[E0501]: unknown lever `taskforces`\n  --> scenarios/x.toml:2:6\n   | id = \"taskforces\"\n   \
             expected: one of the levers\n   did you mean: `task_forces`?"
        );
    }

    #[test]
    fn a_problem_without_line_or_file_leaves_the_place_out() {
        assert_eq!(Problem::new("E0312", "x").to_string(), "error[E0312]: x");
        assert_eq!(Problem::new("E0307", "x").in_file("a.toml").to_string(), "error[E0307]: x\n  --> a.toml");
    }

    #[test]
    fn long_and_strange_excerpts_stay_on_one_line() {
        let shown = shortened(&format!("a\tb\u{7}{}", "x".repeat(500)));
        assert!(shown.starts_with("a b\\u{7}"));
        assert!(shown.ends_with('…') && shown.chars().count() < 140);
    }

    #[test]
    fn problems_come_in_order_of_file_and_line() {
        let file = SourceFile::new("b.toml", "x\ny\n");
        let sink = ProblemSink::default();
        sink.push(Problem::new("E0104", "second").at(&file, 2, 1));
        sink.push(Problem::new("E0104", "first").at(&file, 1, 1));
        sink.push(Problem::new("E0307", "zeroth").in_file("a.toml"));
        let problems = sink.into_result(()).expect_err("three problems");
        let order: Vec<&str> = problems.0.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(order, ["zeroth", "first", "second"]);
        assert_eq!(problems.to_string().matches("error[").count(), 3);
        assert!(Problems::default().into_result(1).is_ok());
    }

    #[test]
    fn every_code_stands_once_in_the_table() {
        let text = include_str!("diagnostics.rs");
        for line in text.lines().filter(|line| line.trim_start().starts_with("pub const ")) {
            let code = line.split('"').nth(1).expect("a code");
            assert_eq!(text.matches(&format!("//! | {code} ")).count(), 1, "{code}");
        }
    }

    #[test]
    fn problems_travel_between_threads() {
        fn check<T: Send + Sync + std::error::Error>() {}
        check::<Problem>();
        check::<Problems>();
    }
}
