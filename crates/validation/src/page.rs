//! A page of `validation/`: prose for readers, tables for the program.
//!
//! What the program reads: the title; the paragraph that starts with `Data:` (where to get reference
//! data); the one that starts with `**Caution.**` (shown wherever the numbers are); the paragraphs
//! `Inputs of grade D:` and `Other inputs:` (evidence records in backquotes) and `Invariants:` (checks in
//! backquotes that no parameter can break, and that are no evidence for the model); the table whose first
//! heading is `input` (values quoted from the papers); and the table whose first heading is `id` (the
//! checks). Everything else is for people.

use crate::expected::{Expected, Tolerance, number};
use counterflow_evidence::Grade;
use std::fmt;

/// Headings of the table of checks.
pub const CHECK_COLUMNS: [&str; 9] =
    ["id", "what", "source", "published", "unit", "tolerance", "basis", "grade", "reason"];
/// Headings of the table of quoted inputs.
pub const INPUT_COLUMNS: [&str; 4] = ["input", "values", "unit", "source"];
/// How the reason of a check starts that is known to fail.
pub const KNOWN_FAILURE: &str = "Known failure:";

/// Where an expectation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Printed in a publication.
    Published,
    /// Derived independently from published equations or data.
    Derived,
    /// Printed by the authors' own program.
    OriginalProgram,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::OriginalProgram => "original program",
        })
    }
}

/// One row of the table of checks.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Identifier within the page.
    pub id: String,
    /// What is compared.
    pub what: String,
    /// Keys of the bibliography.
    pub sources: Vec<String>,
    /// The expectation as the page writes it.
    pub published: String,
    /// The expectation.
    pub expected: Expected,
    /// Unit of the numbers.
    pub unit: String,
    /// How close is close.
    pub tolerance: Tolerance,
    /// The same as the page writes it.
    pub tolerance_words: String,
    /// Where the expectation comes from.
    pub basis: Basis,
    /// Worst grade of what enters the computation.
    pub grade: Grade,
    /// Why the tolerance is wide, or why the check is known to fail.
    pub reason: String,
    /// Whether it holds whatever the model's parameters are: it shows that the code is right, not that the model is.
    pub is_invariant: bool,
}

impl Check {
    /// Whether the page states that this check fails, and why.
    pub fn is_known_failure(&self) -> bool {
        self.reason.starts_with(KNOWN_FAILURE)
    }

    /// Whether the page owes a reason for a wide tolerance and gives none.
    pub fn lacks_reason(&self) -> bool {
        self.reason.is_empty() && self.expected.is_wide(self.tolerance)
    }
}

/// A value quoted from a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// Name by which checks ask for it.
    pub name: String,
    /// The values.
    pub values: Vec<f64>,
    /// The values as the page writes them.
    pub words: String,
    /// Unit, or what the values are.
    pub unit: String,
    /// Keys of the bibliography.
    pub sources: Vec<String>,
}

/// A parsed page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Title.
    pub title: String,
    /// Paragraphs for readers: all but headings, tables and the lists of inputs.
    pub prose: Vec<String>,
    /// Where to get reference data; empty if none are needed.
    pub data: String,
    /// What must be said beside every number of the page; empty for most.
    pub caution: String,
    /// Evidence records of grade D that enter, as `module.name`.
    pub assumed_inputs: Vec<String>,
    /// The other evidence records that enter.
    pub other_inputs: Vec<String>,
    /// The checks.
    pub checks: Vec<Check>,
    /// Values quoted from the papers.
    pub quoted: Vec<Quoted>,
}

/// What is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// No title.
    #[error("the page has no title")]
    NoTitle,
    /// No checks.
    #[error("the page has no table of checks")]
    NoChecks,
    /// An invariant that is no check.
    #[error("the paragraph `Invariants:` names `{0}`, which is no check of the page")]
    NoSuchCheck(String),
    /// A row with too few or too many cells.
    #[error("line {line}: {found} cells instead of {expected}")]
    Cells {
        /// Line, counted from one.
        line: usize,
        /// Cells found.
        found: usize,
        /// Cells expected.
        expected: usize,
    },
    /// A cell that cannot be read.
    #[error("line {line}: the cell `{cell}` is not a valid {column}")]
    Cell {
        /// Line, counted from one.
        line: usize,
        /// Heading of the column.
        column: &'static str,
        /// The cell.
        cell: String,
    },
}

impl Page {
    /// Reads a page.
    pub fn parse(text: &str) -> Result<Self, PageError> {
        let title = text.lines().find_map(|line| line.strip_prefix("# ")).ok_or(PageError::NoTitle)?;
        let paragraphs = paragraphs(text);
        let starting = |start: &str| {
            paragraphs.iter().find_map(|paragraph| paragraph.strip_prefix(start)).map(|rest| rest.trim().to_owned())
        };
        let names = |start: &str| starting(start).map(|text| backquoted(&text)).unwrap_or_default();
        let invariants = names("Invariants:");
        let mut page = Self {
            title: title.trim().to_owned(),
            prose: paragraphs.iter().filter(|paragraph| is_prose(paragraph)).cloned().collect(),
            data: starting("Data:").unwrap_or_default(),
            caution: starting("**Caution.**").unwrap_or_default(),
            assumed_inputs: names("Inputs of grade D:"),
            other_inputs: names("Other inputs:"),
            checks: table(text, &CHECK_COLUMNS)?.iter().map(check).collect::<Result<_, _>>()?,
            quoted: table(text, &INPUT_COLUMNS)?.iter().map(quoted).collect::<Result<_, _>>()?,
        };
        for id in invariants {
            let marked = page.checks.iter_mut().find(|check| check.id == id);
            marked.ok_or(PageError::NoSuchCheck(id))?.is_invariant = true;
        }
        if page.checks.is_empty() { Err(PageError::NoChecks) } else { Ok(page) }
    }

    /// Values quoted under a name.
    pub fn inputs(&self, name: &str) -> Option<&[f64]> {
        self.quoted.iter().find(|quoted| quoted.name == name).map(|quoted| quoted.values.as_slice())
    }

    /// Every key of the bibliography that the page names.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        let of_checks = self.checks.iter().flat_map(|check| &check.sources);
        of_checks.chain(self.quoted.iter().flat_map(|quoted| &quoted.sources)).map(String::as_str)
    }
}

/// Paragraphs of the page, each on one line; tables are paragraphs too.
fn paragraphs(text: &str) -> Vec<String> {
    let join = |block: &str| block.lines().map(str::trim).collect::<Vec<&str>>().join(" ");
    text.split("\n\n").map(|block| join(block.trim())).filter(|block| !block.is_empty()).collect()
}

fn is_prose(paragraph: &str) -> bool {
    !["#", "|", "Inputs of grade D:", "Other inputs:", "Invariants:"].iter().any(|start| paragraph.starts_with(start))
}

/// The words of a text that stand in backquotes.
fn backquoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Rows, with their line, of the table with these headings; none if there is no such table.
fn table<const N: usize>(text: &str, headings: &[&'static str; N]) -> Result<Vec<(usize, [String; N])>, PageError> {
    let start = text
        .lines()
        .position(|line| is_row(line) && cells(line).first().map(String::as_str) == headings.first().copied());
    let Some(start) = start else { return Ok(Vec::new()) };
    let rows = text.lines().enumerate().skip(start).take_while(|(_, line)| is_row(line));
    let read = |(index, line): (usize, &str)| {
        let found = cells(line);
        let count = found.len();
        let row: Result<[String; N], _> = found.try_into();
        row.map(|row| (index + 1, row)).map_err(|_| PageError::Cells { line: index + 1, found: count, expected: N })
    };
    let rows = rows.map(read).collect::<Result<Vec<_>, _>>()?;
    for (cell, heading) in rows.first().map(|(_, row)| row).into_iter().flatten().zip(headings) {
        if cell != heading {
            return Err(PageError::Cell { line: start + 1, column: heading, cell: cell.clone() });
        }
    }
    // The headings and the rule below them are not rows.
    Ok(rows.into_iter().skip(2).collect())
}

fn is_row(line: &str) -> bool {
    line.starts_with('|')
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
}

fn keys(cell: &str) -> Vec<String> {
    cell.split(',').map(|key| key.trim().trim_matches('`').to_owned()).collect()
}

fn check((line, row): &(usize, [String; 9])) -> Result<Check, PageError> {
    let [id, what, source, published, unit, tolerance, basis, grade, reason] = row;
    let bad = |column: &'static str, cell: &str| PageError::Cell { line: *line, column, cell: cell.to_owned() };
    Ok(Check {
        id: id.clone(),
        what: what.clone(),
        sources: keys(source),
        published: published.clone(),
        expected: Expected::parse(published).map_err(|_| bad("published", published))?,
        unit: unit.clone(),
        tolerance: Tolerance::parse(tolerance).ok_or_else(|| bad("tolerance", tolerance))?,
        tolerance_words: tolerance.clone(),
        basis: basis_of(basis).ok_or_else(|| bad("basis", basis))?,
        grade: Grade::of(grade).ok_or_else(|| bad("grade", grade))?,
        reason: reason.clone(),
        is_invariant: false,
    })
}

fn basis_of(cell: &str) -> Option<Basis> {
    [Basis::Published, Basis::Derived, Basis::OriginalProgram].into_iter().find(|basis| basis.to_string() == cell)
}

fn quoted((line, row): &(usize, [String; 4])) -> Result<Quoted, PageError> {
    let [name, words, unit, source] = row;
    let numbers = words.split(';').map(number).collect::<Option<Vec<f64>>>();
    let values =
        numbers.ok_or_else(|| PageError::Cell { line: *line, column: "list of values", cell: words.clone() })?;
    Ok(Quoted { name: name.clone(), values, words: words.clone(), unit: unit.clone(), sources: keys(source) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# A paper\n\nWhat it\nsays.\n\nData: get `x.csv` there.\n\nInputs of grade D: `a.b`, `a.c`.\n\n\
        | input | values | unit | source |\n|---|---|---|---|\n| chain | 1; 2.5 | USD | someone_1999 |\n\n\
        | id | what | source | published | unit | tolerance | basis | grade | reason \
        |\n|---|---|---|---|---|---|---|---|---|\n\
        | `one` | a thing | someone_1999 | 5 | kg | ±10 % | published | D | rounded |\n";

    #[test]
    fn prose_and_tables_are_read() {
        let page = Page::parse(PAGE).expect("a valid page");
        assert_eq!(
            (page.title.as_str(), page.prose[0].as_str(), page.data.as_str()),
            ("A paper", "What it says.", "get `x.csv` there.")
        );
        assert_eq!(page.assumed_inputs, ["a.b", "a.c"]);
        assert_eq!(page.inputs("chain"), Some(&[1.0, 2.5][..]));
        let check = &page.checks[0];
        assert_eq!((check.id.as_str(), check.basis, check.grade), ("one", Basis::Published, Grade::D));
        assert!(!check.lacks_reason() && Check { reason: String::new(), ..check.clone() }.lacks_reason());
    }

    #[test]
    fn invariants_are_marked() {
        let page = Page::parse(&PAGE.replace("Data: get", "Invariants: `one`.\n\nData: get")).expect("a valid page");
        assert!(page.checks[0].is_invariant && page.prose.len() == 2);
        assert!(!Page::parse(PAGE).expect("a valid page").checks[0].is_invariant);
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(Page::parse("no title"), Err(PageError::NoTitle));
        assert_eq!(Page::parse("# Title\n"), Err(PageError::NoChecks));
        for (from, to, column) in [
            ("| 5 |", "| five |", "published"),
            ("±10 %", "some", "tolerance"),
            ("| D |", "| E |", "grade"),
            ("| 1; 2.5 |", "| 1; x |", "list of values"),
        ] {
            let found = Page::parse(&PAGE.replace(from, to));
            assert!(matches!(found, Err(PageError::Cell { column: named, .. }) if named == column), "{found:?}");
        }
        let marked = PAGE.replace("Data: get", "Invariants: `two`.\n\nData: get");
        assert_eq!(Page::parse(&marked), Err(PageError::NoSuchCheck("two".to_owned())));
        let short = PAGE.replace("| D | rounded |", "| D |");
        assert!(matches!(Page::parse(&short), Err(PageError::Cells { found: 8, expected: 9, .. })));
    }
}
