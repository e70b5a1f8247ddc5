//! Text: paragraphs by lines and empty lines, items of lists, rows between bars.

use super::{Block, Kind};
use std::ops::Range;

/// A line that is at least so long and ends without a full stop may be wrapped.
const WRAPPED_LEAST: usize = 40;
/// Editors wrap lines before so many characters.
const WRAPPED_MOST: usize = 100;

/// The blocks of a text.
pub fn blocks(source: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut paragraph: Option<Range<usize>> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let indent = line.len() - line.trim_start().len();
        let span = start + indent..start + indent + trimmed.len();
        if let Some(open) = paragraph.take() {
            if goes_on(&source[open.clone()], trimmed) {
                paragraph = Some(open.start..span.end);
                continue;
            }
            found.push(Block::slice(source, open, Kind::Text));
        }
        if is_row(trimmed) {
            found.extend(row(source, span));
        } else if !trimmed.is_empty() {
            paragraph = Some(span);
        }
    }
    found.extend(paragraph.map(|open| Block::slice(source, open, Kind::Text)));
    found
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '•', '#', '>', '|'])
}

fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.len() > 1 && line[1..].contains('|')
}

/// Whether a line goes on with the paragraph before it.
fn goes_on(before: &str, line: &str) -> bool {
    let last = before.rsplit('\n').next().unwrap_or(before).trim_end();
    let is_finished = last.ends_with(['.', '!', '?', ':', ';', '"', '”', '»']);
    let begins_low = line.chars().next().is_some_and(char::is_lowercase);
    let length = last.chars().count();
    let is_wrapped = (WRAPPED_LEAST..=WRAPPED_MOST).contains(&length);
    !line.is_empty()
        && !is_item(line)
        && (begins_low || is_wrapped && !is_finished && (WRAPPED_LEAST..=WRAPPED_MOST).contains(&line.chars().count()))
}

/// A row between bars; none for the line below a head.
fn row(source: &str, span: Range<usize>) -> Option<Block<'_>> {
    let text = source.get(span.clone())?;
    if text.chars().all(|letter| "|-: \t".contains(letter)) {
        return None;
    }
    let mut cells = Vec::new();
    let mut start = 1;
    for (bar, _) in text.match_indices('|').skip(1) {
        cells.push(start..bar);
        start = bar + 1;
    }
    if !text[start..].trim().is_empty() {
        cells.push(start..text.len());
    }
    Some(Block::slice(source, span, Kind::Row(cells)))
}
