//! A document as blocks of text that know where they stand: paragraphs, headings, list items, rows of tables.

mod html;
mod markdown;
mod plain;

use std::borrow::Cow;
use std::ops::Range;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text; lines that begin with `-` are items of a list, lines with bars are rows.
    Plain,
    /// Markdown with tables.
    Markdown,
    /// HTML.
    Html,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph, heading or item of a list.
    Text,
    /// A row of a table: its cells, in bytes of the block.
    Row(Vec<Range<usize>>),
}

/// A part of a block that stands in the source as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// First byte in the block.
    at: usize,
    /// First byte in the source.
    source: usize,
}

/// Some text of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'s> {
    /// What it is.
    pub kind: Kind,
    /// The text without markup.
    pub text: Cow<'s, str>,
    pieces: Vec<Piece>,
    /// Bytes of the source.
    span: Range<usize>,
}

impl<'s> Block<'s> {
    /// A part of the source as it is.
    fn slice(source: &'s str, span: Range<usize>, kind: Kind) -> Self {
        let pieces = vec![Piece { at: 0, source: span.start }];
        Self { kind, text: Cow::Borrowed(source.get(span.clone()).unwrap_or_default()), pieces, span }
    }

    /// Bytes of the source that bytes of the block stand for.
    #[must_use]
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let place = |byte: usize| {
            let after = self.pieces.partition_point(|piece| piece.at <= byte);
            let piece = self.pieces.get(after.saturating_sub(1)).copied().unwrap_or(Piece { at: 0, source: 0 });
            (piece.source + (byte - piece.at.min(byte))).clamp(self.span.start, self.span.end)
        };
        // The end follows the last byte, which may stand in another piece than the next one.
        let start = place(range.start);
        let end = if range.end > range.start { place(range.end - 1) + 1 } else { start };
        start..end.clamp(start, self.span.end)
    }
}

/// Collects a block's text piece by piece.
#[derive(Debug, Default)]
struct Collector {
    text: String,
    pieces: Vec<Piece>,
    span: Option<Range<usize>>,
    cells: Vec<Range<usize>>,
    cell_start: usize,
}

impl Collector {
    /// Adds text that stands at a place of the source.
    fn add(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece { at: self.text.len(), source: source.start });
        self.text.push_str(text);
        let start = self.span.as_ref().map_or(source.start, |span| span.start.min(source.start));
        let end = self.span.as_ref().map_or(source.end, |span| span.end.max(source.end));
        self.span = Some(start..end);
    }

    /// Ends a cell of a row.
    fn end_cell(&mut self, at: usize) {
        self.cells.push(self.cell_start..self.text.len());
        self.add(" | ", at..at);
        self.cell_start = self.text.len();
    }

    /// The block so far; none where it has no words.
    fn take(&mut self) -> Option<Block<'static>> {
        let found = std::mem::take(self);
        let span = found.span?;
        if found.text.trim().is_empty() {
            return None;
        }
        let kind = if found.cells.is_empty() { Kind::Text } else { Kind::Row(found.cells) };
        Some(Block { kind, text: Cow::Owned(found.text), pieces: found.pieces, span })
    }
}

/// The blocks of a document.
#[must_use]
pub fn blocks(source: &str, format: Format) -> Vec<Block<'_>> {
    match format {
        Format::Plain => plain::blocks(source),
        Format::Markdown => markdown::blocks(source),
        Format::Html => html::blocks(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, format: Format) -> Vec<String> {
        blocks(source, format).iter().map(|block| block.text.trim().to_owned()).collect()
    }

    #[test]
    fn every_word_of_a_block_is_found_in_the_source() {
        let cases = [
            (Format::Plain, "First line.\nSecond\nline goes on.\n- an item\n| a | b |\n|---|---|\n"),
            (Format::Markdown, "# Head *line*\n\nSome `code` and [link](x).\n\n| a | b |\n|---|---|\n| c | d |\n"),
            (
                Format::Html,
                "<p>One &amp; <b>two</b>&nbsp;é</p><table><tr><td>a<td>b</tr></table><script>x</script>tail",
            ),
        ];
        for (format, source) in cases {
            let found = blocks(source, format);
            assert!(found.len() >= 3, "{found:?}");
            for block in found {
                let words = block.text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
                for word in words {
                    let at = word.as_ptr() as usize - block.text.as_ptr() as usize;
                    assert_eq!(&source[block.in_source(at..at + word.len())], word, "{format:?}");
                }
            }
        }
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_finished_lines_are_not() {
        assert_eq!(texts("A head\nA sentence that\ngoes on.\nAnother.", Format::Plain).len(), 3);
    }

    #[test]
    fn rows_have_their_cells() {
        for (format, source) in [
            (Format::Plain, "| Measure | Outcome |\n|---|---|\n| a | b |"),
            (Format::Markdown, "| Measure | Outcome |\n|---|---|\n| a | b |"),
            (Format::Html, "<table><tr><th>Measure</th><th>Outcome</th></tr><tr><td>a</td><td>b</td></tr></table>"),
        ] {
            let found = blocks(source, format);
            assert_eq!(found.len(), 2, "{format:?}");
            for block in &found {
                let Kind::Row(cells) = &block.kind else { unreachable!("{block:?}") };
                assert_eq!(cells.len(), 2, "{block:?}");
            }
            let Kind::Row(cells) = &found[1].kind else { unreachable!() };
            assert_eq!((found[1].text[cells[0].clone()].trim(), found[1].text[cells[1].clone()].trim()), ("a", "b"));
        }
    }
}
