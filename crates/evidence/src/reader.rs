//! TOML with places: every value knows its line, and one pass reports every fault.
//!
//! ```
//! use counterflow_evidence::diagnostics::{ProblemSink, SourceFile};
//! use counterflow_evidence::reader::Toml;
//!
//! let file = SourceFile::new("scenarios/x.toml", "name = \"X\"\nuntil = \"2035-13\"\nbsae = \"b\"\n");
//! let sink = ProblemSink::default();
//! let toml = Toml::parse(&file)?;
//! let root = toml.root(&sink);
//! let name = root.required_string("name");
//! let until = root.month("until");           // reports E0106 at line 2
//! let base = root.string("base");
//! root.finish(&["about"]);                   // reports E0102 at line 3: did you mean `base`?
//! assert_eq!(name, "X");
//! assert_eq!((until, base), (None, None));
//! assert_eq!(sink.len(), 2);
//! # Ok::<(), counterflow_evidence::diagnostics::Problem>(())
//! ```
//!
//! A getter that meets a fault reports it and answers as if the key were absent, so that the caller
//! goes on to the next key; [`ProblemSink::into_result`] then refuses the whole input.

mod quantity;
mod table;
mod year_month;

pub use quantity::{Quantity, parse_duration_months};
pub use table::TableReader;
pub use year_month::YearMonth;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostics::{LineIndex, Problem, ProblemSink, SourceFile, code};

/// One parsed TOML file.
#[derive(Debug)]
pub struct Toml<'s> {
    file: &'s SourceFile,
    lines: LineIndex,
    root: Spanned<DeTable<'s>>,
}

impl<'s> Toml<'s> {
    /// Parses a file. The problem is the first fault of syntax, with its place.
    pub fn parse(file: &'s SourceFile) -> Result<Self, Problem> {
        let lines = LineIndex::new(&file.text);
        match DeTable::parse(&file.text) {
            Ok(root) => Ok(Self { file, lines, root }),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                let (line, column) = lines.position(&file.text, offset);
                Err(Problem::new(code::SYNTAX, format!("invalid TOML: {}", error.message())).at(file, line, column))
            }
        }
    }

    /// The top table. Its readers report to `sink`.
    pub fn root<'a>(&'a self, sink: &'a ProblemSink) -> TableReader<'a> {
        TableReader::new(self, sink, self.root.get_ref(), self.root.span())
    }

    /// The file this came from.
    pub fn file(&self) -> &'s SourceFile {
        self.file
    }

    /// A problem at a byte offset.
    fn problem_at(&self, offset: usize, code: &'static str, message: impl Into<String>) -> Problem {
        let (line, column) = self.position(offset);
        Problem::new(code, message).at(self.file, line, column)
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        self.lines.position(&self.file.text, offset)
    }
}
