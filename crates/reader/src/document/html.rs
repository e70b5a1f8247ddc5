//! HTML: a tolerant reader of tags, texts and entities, which keeps the place of every letter.
//!
//! What it needs of HTML is little (where a block ends, what is a cell, what is no text), and no reader of the
//! registry that is light keeps the places of texts in the source.

use super::{Block, Collector};
use std::ops::Range;

/// Elements whose text nobody reads.
const UNREAD: [&str; 9] = ["script", "style", "template", "noscript", "head", "svg", "nav", "form", "iframe"];
/// Elements that stay within a line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u", "wbr",
];
const ENTITIES: [(&str, &str); 22] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("hellip", "…"),
    ("aacute", "á"),
    ("eacute", "é"),
    ("iacute", "í"),
    ("oacute", "ó"),
    ("uacute", "ú"),
    ("ntilde", "ñ"),
    ("uuml", "ü"),
    ("iquest", "¿"),
    ("iexcl", "¡"),
];
/// Longest entity that is looked for.
const ENTITY_MOST: usize = 10;

/// The blocks of an HTML document.
pub fn blocks(source: &str) -> Vec<Block<'_>> {
    let mut reader = Reader { source, open: Collector::default(), found: Vec::new(), in_cell: false };
    let mut at = 0;
    while at < source.len() {
        match source[at..].find('<') {
            Some(length) if length > 0 => {
                reader.text(at..at + length);
                at += length;
            }
            Some(_) => at = reader.tag(at),
            None => {
                reader.text(at..source.len());
                at = source.len();
            }
        }
    }
    reader.found.extend(reader.open.take());
    reader.found
}

struct Reader<'s> {
    source: &'s str,
    open: Collector,
    found: Vec<Block<'s>>,
    in_cell: bool,
}

impl Reader<'_> {
    /// Reads a tag or comment; where it ends.
    fn tag(&mut self, start: usize) -> usize {
        let rest = &self.source[start..];
        if rest.starts_with("<!--") {
            return start + rest.find("-->").map_or(rest.len(), |end| end + 3);
        }
        let body = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let closes = rest.as_bytes().get(1) == Some(&b'/');
        if !body.starts_with(|letter: char| letter.is_ascii_alphabetic() || "!?".contains(letter)) {
            self.text(start..start + 1);
            return start + 1;
        }
        let end = start + rest.find('>').map_or(rest.len(), |end| end + 1);
        let name: String =
            body.chars().take_while(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
        if !closes && UNREAD.contains(&name.as_str()) && !self.source[start..end].ends_with("/>") {
            return self.after_element(&name, end);
        }
        self.boundary(&name, closes, start);
        end
    }

    /// Where an element ends whose text nobody reads.
    fn after_element(&self, name: &str, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = self.source[at..].find("</") {
            let close = at + found + 2;
            let end = close + name.len();
            if self.source.get(close..end).is_some_and(|word| word.eq_ignore_ascii_case(name)) {
                return end + self.source[end..].find('>').map_or(self.source.len() - end, |more| more + 1);
            }
            at = close;
        }
        self.source.len()
    }

    fn boundary(&mut self, name: &str, closes: bool, at: usize) {
        match name {
            "td" | "th" => {
                // A cell that is left open ends where the next one begins.
                if self.in_cell {
                    self.open.end_cell(at);
                }
                self.in_cell = !closes;
            }
            "tr" | "table" | "thead" | "tbody" | "tfoot" => {
                if self.in_cell {
                    self.open.end_cell(at);
                    self.in_cell = false;
                }
                self.found.extend(self.open.take());
            }
            _ if INLINE.contains(&name) || name.is_empty() => {}
            _ if self.in_cell || name == "br" => self.open.add(" ", at..at),
            _ => self.found.extend(self.open.take()),
        }
    }

    fn text(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let length = self.source[at..range.end].find('&').unwrap_or(range.end - at);
            self.open.add(&self.source[at..at + length], at..at + length);
            at += length;
            if at < range.end {
                let (text, length) = entity(&self.source[at..range.end]);
                self.open.add(&text, at..at + length);
                at += length;
            }
        }
    }
}

/// The text of an entity at the start, and its length; `&` itself where there is none.
fn entity(text: &str) -> (String, usize) {
    let end = text.bytes().take(ENTITY_MOST).position(|byte| byte == b';');
    let Some(name) = end.and_then(|end| text.get(1..end)) else { return ("&".to_owned(), 1) };
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    });
    let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned());
    match number.and_then(char::from_u32).map(String::from).or_else(named) {
        Some(text) => (text, name.len() + 2),
        None => ("&".to_owned(), 1),
    }
}
