//! Aligned tables for the terminal; words of wide columns wrap so that the table fits.

use crate::terminal::Terminal;

/// Space between columns.
pub const GAP: usize = 2;
/// No wrapping column becomes narrower than this.
const NARROWEST: usize = 16;

/// How a column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Words at the left edge, never wrapped.
    Left,
    /// Numbers at the right edge, never wrapped.
    Right,
    /// Words that wrap where the terminal is too narrow.
    Wrap,
}

/// A table of texts.
#[derive(Clone, Debug)]
pub struct Table {
    headings: Vec<(String, Column)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(headings: impl IntoIterator<Item = (impl Into<String>, Column)>) -> Self {
        Self {
            headings: headings.into_iter().map(|(words, column)| (words.into(), column)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as text, headings underlined.
    pub fn render(&self, terminal: &Terminal) -> String {
        let widths = self.widths(terminal.width);
        let headings: Vec<String> = self.headings.iter().map(|(words, _)| words.clone()).collect();
        let line = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut out = self.row(&headings, &widths);
        if terminal.color_results {
            out = format!("\x1b[1m{}\x1b[0m\n", out.trim_end());
        }
        out.push_str(&"-".repeat(line));
        out.push('\n');
        for row in &self.rows {
            out.push_str(&self.row(row, &widths));
        }
        out
    }

    /// Natural widths; the widest wrapping column gives way until the table fits.
    fn widths(&self, available: usize) -> Vec<usize> {
        let natural = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| length(cell));
            cells.max().unwrap_or(0).max(length(&self.headings[column].0))
        };
        let mut widths: Vec<usize> = (0..self.headings.len()).map(natural).collect();
        let room = available.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let wrapping = widths.iter_mut().zip(&self.headings).filter(|(_, (_, column))| *column == Column::Wrap);
            match wrapping.map(|(width, _)| width).max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
        }
        widths
    }

    fn row(&self, cells: &[String], widths: &[usize]) -> String {
        let lines_of = |((cell, width), (_, column)): ((&String, &usize), &(String, Column))| match column {
            Column::Wrap => wrap(cell, *width),
            Column::Left | Column::Right => vec![cell.clone()],
        };
        let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).zip(&self.headings).map(lines_of).collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..lines {
            let mut text = String::new();
            for (column, width) in widths.iter().enumerate() {
                let words = wrapped.get(column).and_then(|cell| cell.get(line)).map_or("", String::as_str);
                let padding = " ".repeat(width.saturating_sub(length(words)));
                let gap = " ".repeat(if column > 0 { GAP } else { 0 });
                text.push_str(&gap);
                match self.headings[column].1 {
                    Column::Right => text.push_str(&(padding + words)),
                    Column::Left | Column::Wrap => text.push_str(&(words.to_owned() + &padding)),
                }
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `width` characters, broken at spaces; a longer word keeps a line to itself.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if length(line) + 1 + length(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcdefgh", "ij"]);
    }

    #[test]
    fn a_table_fits_the_terminal_and_numbers_stand_right() {
        let terminal = Terminal { width: 30, color_results: false, color_messages: false, quiet: true, verbose: false };
        let mut table = Table::new([("Id", Column::Left), ("Value", Column::Right), ("About", Column::Wrap)]);
        table.push(["a".to_owned(), "1".to_owned(), "words that do not fit into one line".to_owned()]);
        let text = table.render(&terminal);
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
        assert!(text.contains("a       1  words that do not"), "{text}");
    }
}
