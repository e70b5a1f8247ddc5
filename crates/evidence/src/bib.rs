//! A small reader of BibTeX files.
//!
//! An entry is `@type{key, field = {value}, field = "value", field = 2020}`. Braces inside a value
//! are dropped, as are `\` escapes of `&`, `%`, `_`, `#` and `$`. Text outside entries is a comment,
//! as in BibTeX. String macros and cross-references are not supported.

use std::collections::BTreeMap;

use crate::diagnostics::{LineIndex, Problem, ProblemSink, SourceFile, code};

/// Fields without which an entry does not identify a source.
const REQUIRED: [&str; 3] = ["author", "title", "year"];

/// Fields that say where a source appeared.
const VENUES: [&str; 5] = ["journal", "institution", "publisher", "howpublished", "booktitle"];

/// One bibliography entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibEntry {
    /// Key by which records cite it.
    pub key: String,
    /// Entry type in lower case: `article`, `techreport`, …
    pub kind: String,
    /// All fields, by lower-case name.
    pub fields: BTreeMap<String, String>,
    /// Line of the entry.
    pub line: usize,
}

impl BibEntry {
    /// A field's text, by lower-case name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// Author, year and title in one line.
    #[must_use]
    pub fn citation(&self) -> String {
        let part = |name| self.field(name).unwrap_or("");
        format!("{} ({}). {}", part("author"), part("year"), part("title"))
    }

    /// Where the source appeared: journal, institution, publisher or other.
    #[must_use]
    pub fn venue(&self) -> Option<&str> {
        VENUES.into_iter().find_map(|name| self.field(name))
    }

    /// The address a reader can open: the DOI as a link, or the web address.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        let doi = self.field("doi").map(|doi| format!("https://doi.org/{doi}"));
        doi.or_else(|| self.field("url").map(str::to_owned))
    }
}

/// Entries of a file in its order. Malformed entries are reported and left out.
#[must_use]
pub fn parse(file: &SourceFile, sink: &ProblemSink) -> Vec<BibEntry> {
    let lines = LineIndex::new(&file.text);
    let mut entries: Vec<BibEntry> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_entry(&file.text, at) {
        let mut scanner = Scanner { text: &file.text, at: start };
        match scanner.entry() {
            Ok(None) => at = scanner.at,
            Ok(Some((kind, key, fields))) => {
                at = scanner.at;
                let line = lines.position(&file.text, start).0;
                let entry = BibEntry { key, kind, fields, line };
                if is_sound(&entry, file, &entries, sink) {
                    entries.push(entry);
                }
            }
            Err(fault) => {
                let (line, column) = lines.position(&file.text, fault.offset);
                sink.push(
                    Problem::new(code::BAD_BIB_ENTRY, fault.message).at(file, line, column).expect(fault.expected),
                );
                at = start + 1;
            }
        }
    }
    entries
}

/// Offset of the next `@` that is the first mark of its line.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let first_of_line =
        |at: &usize| text[..from + at].rsplit('\n').next().is_none_or(|before| before.trim().is_empty());
    rest.match_indices('@').map(|(at, _)| at).find(first_of_line).map(|at| from + at)
}

/// Reports a repeated key, for which the first entry stands, and missing fields.
fn is_sound(entry: &BibEntry, file: &SourceFile, earlier: &[BibEntry], sink: &ProblemSink) -> bool {
    let report = |code, message: String, expected: &str| {
        sink.push(Problem::new(code, message).at(file, entry.line, 1).expect(expected))
    };
    if let Some(first) = earlier.iter().find(|first| first.key == entry.key) {
        report(
            code::DUPLICATE_BIB_KEY,
            format!("source `{}` stands twice, first at line {}", entry.key, first.line),
            "each key once",
        );
        return false;
    }
    for name in REQUIRED.iter().filter(|name| entry.field(name).is_none_or(str::is_empty)) {
        report(code::MISSING_BIB_FIELD, format!("source `{}` has no {name}", entry.key), "author, title and year");
    }
    true
}

struct Fault {
    offset: usize,
    message: String,
    expected: &'static str,
}

type RawEntry = (String, String, BTreeMap<String, String>);

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    /// Reads the entry that starts here; `None` for `@comment`, `@preamble` and `@string`.
    fn entry(&mut self) -> Result<Option<RawEntry>, Fault> {
        self.at += 1;
        let kind = self.word().to_lowercase();
        if matches!(kind.as_str(), "comment" | "preamble" | "string") {
            return Ok(None);
        }
        if kind.is_empty() {
            return Err(self.fault("an entry without a type", "@article{key, …}"));
        }
        self.require('{', "`{` is missing after the entry type")?;
        self.blanks();
        let key = self.word().to_owned();
        if key.is_empty() {
            return Err(self.fault("an entry without a key", "@article{author_year, …}"));
        }
        let fields = self.fields()?;
        Ok(Some((kind, key, fields)))
    }

    fn fields(&mut self) -> Result<BTreeMap<String, String>, Fault> {
        let mut fields = BTreeMap::new();
        loop {
            self.blanks();
            if self.skip('}') {
                return Ok(fields);
            }
            self.require(',', "`,` is missing before a field")?;
            self.blanks();
            if self.skip('}') {
                return Ok(fields);
            }
            let name = self.word().to_lowercase();
            if name.is_empty() {
                return Err(self.fault("a field without a name", "name = {value}"));
            }
            self.blanks();
            self.require('=', "`=` is missing after a field name")?;
            self.blanks();
            let value = self.value()?;
            fields.insert(name, plain(value));
        }
    }

    fn value(&mut self) -> Result<&'t str, Fault> {
        let start = self.at;
        if self.skip('{') {
            return self.until_closed('}', start);
        }
        if self.skip('"') {
            return self.until_closed('"', start);
        }
        let word = self.word();
        if word.is_empty() { Err(self.fault("a field without a value", "name = {value}")) } else { Ok(word) }
    }

    /// The text up to the closing mark outside inner braces; the mark is skipped.
    fn until_closed(&mut self, closing: char, start: usize) -> Result<&'t str, Fault> {
        let from = self.at;
        let mut depth = 0_usize;
        let mut escaped = false;
        for (at, character) in self.text[from..].char_indices() {
            match character {
                _ if escaped => {}
                _ if character == closing && depth == 0 => {
                    self.at = from + at + closing.len_utf8();
                    return Ok(&self.text[from..from + at]);
                }
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            escaped = character == '\\' && !escaped;
        }
        Err(Fault { offset: start, message: "a value that never closes".to_owned(), expected: "as many `}` as `{`" })
    }

    fn word(&mut self) -> &'t str {
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '+' | '/');
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn skip(&mut self, character: char) -> bool {
        let found = self.text[self.at..].starts_with(character);
        if found {
            self.at += character.len_utf8();
        }
        found
    }

    fn require(&mut self, character: char, message: &str) -> Result<(), Fault> {
        if self.skip(character) { Ok(()) } else { Err(self.fault(message, "@article{key, name = {value}, …}")) }
    }

    fn fault(&self, message: &str, expected: &'static str) -> Fault {
        Fault { offset: self.at, message: message.to_owned(), expected }
    }
}

/// A value without braces and escapes, blanks collapsed.
fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' | '}' => {}
            '\\' if characters.peek().is_some_and(|next| matches!(next, '&' | '%' | '_' | '#' | '$' | '{' | '}')) => {
                text.extend(characters.next());
            }
            _ => text.push(character),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Vec<BibEntry>, Vec<Problem>) {
        let file = SourceFile::new("sources.bib", text);
        let sink = ProblemSink::default();
        let entries = parse(&file, &sink);
        (entries, sink.into_problems().0)
    }

    #[test]
    fn entries_are_read() {
        let (entries, problems) = read(
            "% comment with me@example.org\n@Article{dell_2015,\n  author = {Dell, Melissa},\n  title = \"A {B} \\& \
             c\",\n  year = 2015,\n  \
             journal = {AER},\n  doi = {10.1257/aer.20121637},\n}\n@misc{x, author={{World Bank}}, title={T}, \
             year={2019}}\n",
        );
        assert_eq!(problems, []);
        assert_eq!((entries[0].key.as_str(), entries[0].kind.as_str(), entries[0].line), ("dell_2015", "article", 2));
        assert_eq!(entries[0].citation(), "Dell, Melissa (2015). A B & c");
        assert_eq!(
            (entries[0].venue(), entries[0].link().as_deref()),
            (Some("AER"), Some("https://doi.org/10.1257/aer.20121637"))
        );
        assert_eq!((entries[1].field("author"), entries[1].line, entries[1].link()), (Some("World Bank"), 9, None));
    }

    #[test]
    fn every_fault_is_placed() {
        let good = "author = {A}, title = {T}, year = {1}";
        let cases = [
            (format!("\n@article dell, {good}}}"), code::BAD_BIB_ENTRY, 2, "`{` is missing"),
            (format!("@article{{, {good}}}"), code::BAD_BIB_ENTRY, 1, "without a key"),
            ("@article{k,\n  author {A}}".to_owned(), code::BAD_BIB_ENTRY, 2, "`=` is missing"),
            ("@article{k,\n  author = {A}\n  title = {T}}".to_owned(), code::BAD_BIB_ENTRY, 3, "`,` is missing"),
            ("@article{k,\n  author = ,}".to_owned(), code::BAD_BIB_ENTRY, 2, "without a value"),
            ("@article{k,\n  author = {A\n".to_owned(), code::BAD_BIB_ENTRY, 2, "never closes"),
            ("@article{k,\n  = {A}}".to_owned(), code::BAD_BIB_ENTRY, 2, "without a name"),
            (format!("@ {{k, {good}}}"), code::BAD_BIB_ENTRY, 1, "without a type"),
            (format!("@misc{{k, {good}}}\n@misc{{k, {good}}}"), code::DUPLICATE_BIB_KEY, 2, "first at line 1"),
            ("\n@misc{k, author = {A}, year = {1}}".to_owned(), code::MISSING_BIB_FIELD, 2, "no title"),
        ];
        for (text, code, line, message) in cases {
            let (_, problems) = read(&text);
            let found = problems
                .iter()
                .any(|problem| (problem.code, problem.line) == (code, line) && problem.message.contains(message));
            assert!(found, "{text}: {problems:?}");
        }
    }

    #[test]
    fn a_bad_entry_does_not_hide_the_next() {
        let (entries, problems) =
            read("@article{bad\n  author = {A}}\n@misc{k, author = {A}, title = {T}, year = {1}}\n");
        assert_eq!((entries.len(), problems.len()), (1, 1));
    }

    #[test]
    fn the_shipped_bibliography_is_sound() {
        let (entries, problems) = read(include_str!("../../../data/sources.bib"));
        assert_eq!(problems, []);
        assert!(entries.iter().all(|entry| entry.field("note").is_some_and(|note| !note.is_empty())));
    }

    proptest! {
        #[test]
        fn prop_no_text_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn prop_no_near_bibtex_panics(text in "[@a-z{}=,\"\\\\\n é0-9%]{0,60}") {
            let _ = read(&text);
            let _ = read(&format!("@misc{{k, {text}"));
        }
    }
}
