//! Text with a name, and places in it.

use std::path::Path;

use super::{Problem, code};

/// A file as the user knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Shown in messages: the path as the user gave it.
    pub name: String,
    /// The content.
    pub text: String,
}

impl SourceFile {
    /// A file from text at hand.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// A file from bytes; bytes that are not UTF-8 are a problem with their line.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Problem> {
        let name = name.into();
        let error = match String::from_utf8(bytes) {
            Ok(text) => return Ok(Self { name, text }),
            Err(error) => error,
        };
        let good = error.utf8_error().valid_up_to();
        let readable = Self { name, text: String::from_utf8_lossy(error.as_bytes()).into_owned() };
        let (line, column) = readable.position(good);
        Err(Problem::new(code::NOT_TEXT, "the file is not UTF-8 text")
            .at(&readable, line, column)
            .expect("a text file saved as UTF-8"))
    }

    /// Reads a file from disk.
    pub fn read(path: &Path) -> Result<Self, Problem> {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Self::from_bytes(name, bytes),
            Err(error) => Err(Problem::new(code::UNREADABLE, format!("cannot read the file: {error}")).in_file(name)),
        }
    }

    /// Name without folders and extension: the module of an evidence file.
    pub fn stem(&self) -> &str {
        let base = self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name);
        base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
    }

    /// Line and column (characters), both counted from 1, of a byte offset.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        LineIndex::new(&self.text).position(&self.text, offset)
    }

    /// Text of a line counted from 1, without its end; empty when there is no such line.
    pub fn line_text(&self, line: usize) -> &str {
        match line.checked_sub(1) {
            Some(before) => self.text.lines().nth(before).unwrap_or(""),
            None => "",
        }
    }
}

/// Byte offsets at which lines start, so that many positions in one file cost little.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let after_ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(after_ends).collect() }
    }

    /// Line and column, both counted from 1. An offset past the end or inside a character means
    /// the nearest place before it.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let before = text[start..].char_indices().take_while(|(at, _)| start + at < offset).count();
        (line, before + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let file = SourceFile::new("x", "ab\nçd\r\nlast");
        let cases = [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 2)), (8, (3, 1)), (12, (3, 5)), (999, (3, 5))];
        for (offset, place) in cases {
            assert_eq!(file.position(offset), place, "{offset}");
        }
        assert_eq!(file.line_text(2), "çd");
        assert_eq!((file.line_text(0), file.line_text(9)), ("", ""));
        assert_eq!(SourceFile::new("x", "").position(4), (1, 1));
    }

    #[test]
    fn stems() {
        let cases =
            [("data/evidence/demand.toml", "demand"), ("demand", "demand"), ("a\\b.c.toml", "b.c"), (".x", ".x")];
        for (name, stem) in cases {
            assert_eq!(SourceFile::new(name, "").stem(), stem);
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_placed() {
        let problem = SourceFile::from_bytes("x.csv", b"good\nbad\xff\n".to_vec()).expect_err("not UTF-8");
        assert_eq!((problem.code, problem.line, problem.column), (code::NOT_TEXT, 2, 4));
        assert!(SourceFile::from_bytes("x.csv", b"good".to_vec()).is_ok());
    }

    #[test]
    fn a_missing_file_is_a_problem() {
        let problem = SourceFile::read(Path::new("no/such/file.toml")).expect_err("missing");
        assert_eq!((problem.code, problem.file.as_str()), (code::UNREADABLE, "no/such/file.toml"));
    }
}
