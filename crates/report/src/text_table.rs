//! Aligned tables for the terminal: words wrap to the width, colour only where asked.
//!
//! Widths count characters; scripts whose characters are two columns wide would be misaligned.

/// How a table looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether ANSI colours are written.
    pub color: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: 100, color: false }
    }
}

/// Space between columns.
pub const GAP: usize = 2;
/// No wrapping column becomes narrower than this.
const NARROWEST: usize = 16;
/// No column of cells that break becomes narrower than this.
const NARROWEST_BROKEN: usize = 8;

/// How a column is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Words at the left edge, never wrapped.
    Left,
    /// Numbers at the right edge, never wrapped.
    Right,
    /// Words at the left edge that wrap at spaces where the terminal is too narrow.
    Wrap,
    /// Words at the left edge that wrap, within a word where it is too long.
    BreakLeft,
    /// Numbers at the right edge that wrap, within a word where it is too long.
    BreakRight,
}

impl Column {
    /// The width below which the column does not go; none where it does not give way.
    fn narrowest(self) -> Option<usize> {
        match self {
            Column::Left | Column::Right => None,
            Column::Wrap => Some(NARROWEST),
            Column::BreakLeft | Column::BreakRight => Some(NARROWEST_BROKEN),
        }
    }

    fn is_right(self) -> bool {
        matches!(self, Column::Right | Column::BreakRight)
    }

    fn lines(self, text: &str, width: usize) -> Vec<String> {
        match self {
            Column::Left | Column::Right => vec![text.to_owned()],
            Column::Wrap => wrap(text, width),
            Column::BreakLeft | Column::BreakRight => wrap_and_break(text, width),
        }
    }
}

/// A cell: its words, and the ANSI code they are coloured with.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    color: Option<&'static str>,
}

impl Cell {
    /// Words in a colour, given by its ANSI code.
    #[must_use]
    pub fn colored(text: impl Into<String>, color: &'static str) -> Self {
        Self { text: text.into(), color: Some(color) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, color: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// A table of texts.
#[derive(Clone, Debug)]
pub struct Table {
    headings: Vec<(Cell, Column)>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(headings: impl IntoIterator<Item = (impl Into<String>, Column)>) -> Self {
        let heading = |(words, column): (_, Column)| (Cell::from(Into::<String>::into(words)), column);
        Self { headings: headings.into_iter().map(heading).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl Into<Cell>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The table as text, headings underlined.
    #[must_use]
    pub fn render(&self, style: Style) -> String {
        let widths = self.widths(style.width);
        let headings: Vec<Cell> = self.headings.iter().map(|(cell, _)| cell.clone()).collect();
        let line = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let mut out = self.row(&headings, &widths, style);
        if style.color {
            out = format!("\x1b[1m{}\x1b[0m\n", out.trim_end());
        }
        out.push_str(&"-".repeat(line));
        out.push('\n');
        for row in &self.rows {
            out.push_str(&self.row(row, &widths, style));
        }
        out
    }

    /// Natural widths; the widest column that gives way becomes narrower until the table fits.
    fn widths(&self, available: usize) -> Vec<usize> {
        let natural = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| length(&cell.text));
            cells.max().unwrap_or(0).max(length(&self.headings[column].0.text))
        };
        let mut widths: Vec<usize> = (0..self.headings.len()).map(natural).collect();
        let room = available.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            let giving_way =
                widths.iter_mut().zip(&self.headings).filter(|(_, (_, column))| column.narrowest().is_some());
            match giving_way.max_by_key(|(width, _)| **width) {
                Some((widest, (_, column))) if column.narrowest().is_some_and(|least| *widest > least) => *widest -= 1,
                _ => break,
            }
        }
        widths
    }

    fn row(&self, cells: &[Cell], widths: &[usize], style: Style) -> String {
        let lines_of =
            |((cell, width), (_, column)): ((&Cell, &usize), &(Cell, Column))| column.lines(&cell.text, *width);
        let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).zip(&self.headings).map(lines_of).collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..lines {
            let mut text = String::new();
            for (column, width) in widths.iter().enumerate() {
                let words = wrapped.get(column).and_then(|cell| cell.get(line)).map_or("", String::as_str);
                let color = cells.get(column).and_then(|cell| cell.color).filter(|_| style.color);
                text.push_str(&" ".repeat(if column > 0 { GAP } else { 0 }));
                text.push_str(&aligned(words, *width, self.headings[column].1.is_right(), color));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }
}

fn aligned(words: &str, width: usize, is_right: bool, color: Option<&str>) -> String {
    let padding = " ".repeat(width.saturating_sub(length(words)));
    let words =
        color.filter(|_| !words.is_empty()).map_or(words.to_owned(), |code| format!("\x1b[{code}m{words}\x1b[0m"));
    if is_right { padding + &words } else { words + &padding }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `width` characters, broken at spaces; a longer word keeps a line to itself.
#[must_use]
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

/// Lines of at most `width` characters, broken at spaces, or within a word that is longer.
fn wrap_and_break(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        let last = lines.last_mut().map_or(0, |line| length(line));
        if last > 0 && last + 1 + rest.len() <= width {
            push_to_last(&mut lines, ' ');
        } else if last > 0 {
            lines.push(String::new());
        }
        while !rest.is_empty() {
            let space = width.max(1).saturating_sub(lines.last().map_or(0, |line| length(line)));
            let tail = rest.split_off(space.min(rest.len()));
            rest.into_iter().for_each(|letter| push_to_last(&mut lines, letter));
            rest = tail;
            if !rest.is_empty() {
                lines.push(String::new());
            }
        }
    }
    lines
}

fn push_to_last(lines: &mut [String], letter: char) {
    if let Some(line) = lines.last_mut() {
        line.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_wrap_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("abcdefgh ij", 4), ["abcdefgh", "ij"]);
    }

    #[test]
    fn words_wrap_and_long_words_break() {
        assert_eq!(wrap_and_break("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap_and_break("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap_and_break("", 4), [""]);
    }

    #[test]
    fn colour_does_not_count_as_width() {
        assert_eq!(aligned("ab", 4, true, Some("31")), "  \x1b[31mab\x1b[0m");
    }

    #[test]
    fn a_table_fits_the_terminal_and_numbers_stand_right() {
        let mut table = Table::new([("Id", Column::Left), ("Value", Column::Right), ("About", Column::Wrap)]);
        table.push(["a", "1", "words that do not fit into one line"]);
        let text = table.render(Style { width: 30, color: false });
        assert!(text.lines().all(|line| line.chars().count() <= 30), "{text}");
        assert!(text.contains("a       1  words that do not"), "{text}");
    }

    proptest! {
        #[test]
        fn prop_wrapping_keeps_every_letter_within_the_width(text in "[a-z ]{0,60}", width in 1usize..20) {
            let lines = wrap_and_break(&text, width);
            prop_assert!(lines.iter().all(|line| length(line) <= width));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
