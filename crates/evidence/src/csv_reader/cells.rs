//! Splitting CSV text into records of cells, with the byte offset of each.

use crate::diagnostics::code;

/// A cell: its text without quotes and blanks around it, and where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) offset: usize,
}

/// A header or row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) cells: Vec<Cell>,
    pub(super) offset: usize,
}

/// Something that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// All records but comments and blank lines, and the faults met on the way. A record with a fault
/// is left out.
pub(super) fn split(text: &str) -> (Vec<Record>, Vec<Fault>) {
    let mut splitter = Splitter { text, at: 0, faults: Vec::new() };
    splitter.skip('\u{feff}');
    let mut records = Vec::new();
    while splitter.at < text.len() {
        if splitter.rest().starts_with('#') || splitter.line().trim().is_empty() {
            splitter.skip_line();
            continue;
        }
        let before = splitter.faults.len();
        let record = splitter.record();
        if splitter.faults.len() == before {
            records.push(record);
        }
    }
    (records, splitter.faults)
}

struct Splitter<'t> {
    text: &'t str,
    at: usize,
    faults: Vec<Fault>,
}

impl<'t> Splitter<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn line(&self) -> &'t str {
        self.rest().split('\n').next().unwrap_or("")
    }

    fn skip_line(&mut self) {
        self.at += self.line().len();
        self.skip('\n');
    }

    fn skip(&mut self, character: char) -> bool {
        let found = self.rest().starts_with(character);
        if found {
            self.at += character.len_utf8();
        }
        found
    }

    fn fault(&mut self, offset: usize, code: &'static str, message: impl Into<String>) {
        self.faults.push(Fault { offset, code, message: message.into() });
    }

    /// Reads cells up to the end of the line.
    fn record(&mut self) -> Record {
        let offset = self.at;
        let mut cells = vec![self.cell()];
        while self.skip(',') {
            cells.push(self.cell());
        }
        self.skip('\n');
        Record { cells, offset }
    }

    /// Reads up to the next comma or line end outside quotes.
    fn cell(&mut self) -> Cell {
        let blanks = self.rest().len() - self.rest().trim_start_matches([' ', '\t']).len();
        self.at += blanks;
        if self.rest().starts_with('"') { self.quoted() } else { self.plain() }
    }

    fn plain(&mut self) -> Cell {
        let offset = self.at;
        let end = self.rest().find([',', '\n']).unwrap_or(self.rest().len());
        let raw = &self.rest()[..end];
        self.at += end;
        self.check_text(raw, offset);
        Cell { text: raw.trim().to_owned(), offset }
    }

    fn quoted(&mut self) -> Cell {
        let offset = self.at;
        let mut text = String::new();
        self.skip('"');
        loop {
            let Some(end) = self.rest().find('"') else {
                self.fault(offset, code::CSV_QUOTE, "the quote never closes");
                self.at = self.text.len();
                return Cell { text, offset };
            };
            text.push_str(&self.rest()[..end]);
            self.at += end + 1;
            if !self.skip('"') {
                break;
            }
            text.push('"');
        }
        self.check_text(&text, offset);
        let after = self.rest().find([',', '\n']).unwrap_or(self.rest().len());
        if !self.rest()[..after].trim().is_empty() {
            self.fault(self.at, code::CSV_QUOTE, "text follows the closing quote");
        }
        self.at += after;
        Cell { text: text.trim().to_owned(), offset }
    }

    /// Control characters mean a binary file or a damaged one.
    fn check_text(&mut self, raw: &str, offset: usize) {
        let strange =
            |c: char| (c.is_control() && !matches!(c, '\t' | '\r' | '\n')) || c == char::REPLACEMENT_CHARACTER;
        if let Some((at, character)) = raw.char_indices().find(|(_, character)| strange(*character)) {
            self.fault(
                offset + at,
                code::NOT_TEXT,
                format!("the character {} is not text", character.escape_unicode()),
            );
        }
    }
}
