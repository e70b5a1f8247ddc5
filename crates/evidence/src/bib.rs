//! The bibliography: a small reader of BibTeX entries, enough for keys and what identifies a source.

use crate::diagnostics::{Problem, ProblemSink, SourceFile, code};

/// One bibliography entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibEntry {
    /// Key.
    pub key: String,
    /// Fields in the order of the file, names in lower case.
    pub fields: Vec<(String, String)>,
}

impl BibEntry {
    /// A field's text.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, text)| text.as_str())
    }

    /// Author, year and title in one line.
    #[must_use]
    pub fn citation(&self) -> String {
        let part = |name| self.field(name).unwrap_or("");
        format!("{} ({}). {}", part("author"), part("year"), part("title"))
    }
}

/// Parses a bibliography, one field a line; faults go to `sink`.
#[must_use]
pub fn parse(file: &SourceFile, sink: &ProblemSink) -> Vec<BibEntry> {
    let mut entries: Vec<BibEntry> = Vec::new();
    let mut open: Option<(usize, BibEntry)> = None;
    for (number, line) in file.text.lines().enumerate() {
        let (line_number, line) = (number + 1, line.trim());
        if let Some(rest) = line.strip_prefix('@') {
            if let Some((started, entry)) = open.take() {
                let message = format!("entry `{}` never closes", entry.key);
                sink.push(Problem::new(code::BAD_BIB_ENTRY, message).at(file, started, 1).expect("a line with a closing brace"));
            }
            let key = rest.split_once('{').map(|(_, key)| key.trim_end_matches(',').trim().to_owned());
            match key.filter(|key| !key.is_empty()) {
                Some(key) => open = Some((line_number, BibEntry { key, fields: Vec::new() })),
                None => sink.push(Problem::new(code::BAD_BIB_ENTRY, "an entry without a key").at(file, line_number, 1).expect("@type{key,")),
            }
        } else if line == "}" {
            if let Some((started, entry)) = open.take() {
                close(file, started, entry, &mut entries, sink);
            }
        } else if let (Some((_, entry)), Some((name, value))) = (open.as_mut(), line.split_once('=')) {
            let text = value.trim().trim_end_matches(',').trim();
            let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
            entry.fields.push((name.trim().to_lowercase(), text.to_owned()));
        }
    }
    if let Some((started, entry)) = open {
        let message = format!("entry `{}` never closes", entry.key);
        sink.push(Problem::new(code::BAD_BIB_ENTRY, message).at(file, started, 1).expect("a line with a closing brace"));
    }
    entries
}

fn close(file: &SourceFile, line: usize, entry: BibEntry, entries: &mut Vec<BibEntry>, sink: &ProblemSink) {
    if entries.iter().any(|other| other.key == entry.key) {
        sink.push(Problem::new(code::DUPLICATE_BIB_KEY, format!("`{}` appears twice", entry.key)).at(file, line, 1).expect("each key once"));
        return;
    }
    for field in ["title", "author", "year"].iter().filter(|field| entry.field(field).is_none()) {
        sink.push(Problem::new(code::MISSING_BIB_FIELD, format!("`{}` has no {field}", entry.key)).at(file, line, 1).expect("title, author and year"));
    }
    entries.push(entry);
}
