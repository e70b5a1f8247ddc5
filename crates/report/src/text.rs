//! Tables for the terminal: aligned columns, words wrapped to the width, colour only where asked.
//!
//! Widths count characters; scripts whose characters are two columns wide would be misaligned.

use crate::data::{ClaimResult, Report, Verdict};
use crate::number::{change, change_range, percent, percent_change};

/// How a table is laid out.
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
const GAP: usize = 2;
/// No column becomes narrower than this.
const NARROWEST: usize = 8;

/// Which edge the text of a column stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Right,
}

/// A cell: its words, and the ANSI code they are coloured with.
#[derive(Debug, Clone, Default)]
struct Cell {
    text: String,
    color: Option<&'static str>,
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

/// A table of wrapped cells.
struct Table {
    headings: Vec<(String, Align)>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    fn new<const N: usize>(headings: [(&str, Align); N]) -> Self {
        Self {
            headings: headings.into_iter().map(|(words, align)| (words.to_owned(), align)).collect(),
            rows: Vec::new(),
        }
    }

    fn render(&self, style: Style) -> String {
        let widths = self.widths(style.width);
        let heading: Vec<Cell> = self.headings.iter().map(|(words, _)| words.as_str().into()).collect();
        let mut out = self.row(&heading, &widths, false);
        let line = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        out.push_str(&"-".repeat(line));
        out.push('\n');
        for row in &self.rows {
            out.push_str(&self.row(row, &widths, style.color));
        }
        out
    }

    /// Natural widths, the widest column shortened until the table fits.
    fn widths(&self, available: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.headings.iter().map(|(words, _)| length(words)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(length(&cell.text));
            }
        }
        let room = available.saturating_sub(GAP * widths.len().saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
        }
        widths
    }

    fn row(&self, cells: &[Cell], widths: &[usize], color: bool) -> String {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| wrap(&cell.text, *width)).collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        let mut out = String::new();
        for line in 0..lines {
            let mut text = String::new();
            for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
                let words = wrapped[index].get(line).map_or("", String::as_str);
                text.push_str(&" ".repeat(if index > 0 { GAP } else { 0 }));
                text.push_str(&aligned(words, *width, self.headings[index].1, cell.color.filter(|_| color)));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }
}

fn aligned(words: &str, width: usize, align: Align, color: Option<&str>) -> String {
    let padding = " ".repeat(width.saturating_sub(length(words)));
    let words =
        color.filter(|_| !words.is_empty()).map_or(words.to_owned(), |code| format!("\x1b[{code}m{words}\x1b[0m"));
    match align {
        Align::Left => words + &padding,
        Align::Right => padding + &words,
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Lines of at most `width` characters, broken at spaces, or within a word that is longer.
fn wrap(text: &str, width: usize) -> Vec<String> {
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

/// ANSI code for a verdict; the word itself always stands beside it.
fn verdict_color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "32",
        Verdict::HoldsUnderSome => "36",
        Verdict::Mixed => "33",
        Verdict::NoEffect => "2",
        Verdict::Fails => "31",
    }
}

/// The claims of a report, one row each, with the tally of the emergent ones below, and what does not
/// apply.
#[must_use]
pub fn claims_table(report: &Report, style: Style) -> String {
    use Align::{Left, Right};
    let mut table = Table::new([
        ("Verdict", Left),
        ("Claim", Left),
        ("Scenario", Left),
        ("Follows", Left),
        ("Promised", Left),
        ("Median change", Right),
        ("90 % of runs", Right),
        ("As promised", Right),
        ("Grade", Left),
    ]);
    table.rows.extend(report.claims.iter().map(|claim| claim_row(report, claim)));
    let tally = report.tally(report.emergent()).map(|(verdict, claims)| format!("{} {claims}", verdict.label()));
    let counted = report.emergent().count();
    let words = format!("{} claims, {counted} emergent. Of these: {}.", report.claims.len(), tally.join(", "));
    let mut lines = wrap(&words, style.width);
    for one in &report.not_applicable {
        lines.extend(wrap(&format!("Not applicable: {} ({}). {}.", one.claim, one.scenario, one.reason), style.width));
    }
    format!("{}\n{}\n", table.render(style), lines.join("\n"))
}

fn claim_row(report: &Report, claim: &ClaimResult) -> Vec<Cell> {
    let relative = claim.relative_median.map_or(String::new(), |share| format!(" ({})", percent_change(share)));
    vec![
        Cell { text: claim.verdict.label().to_owned(), color: Some(verdict_color(claim.verdict)) },
        claim.statement.as_str().into(),
        report.scenario_title(&claim.scenario).into(),
        claim.follows.word().into(),
        claim.promised.as_str().into(),
        (change(claim.median, &claim.unit) + &relative).into(),
        change_range(claim.p05, claim.p95, &claim.unit).into(),
        percent(claim.share_in_promised_direction).into(),
        claim.grade.to_string().into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_wrap_and_long_words_break() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn colour_does_not_count_as_width() {
        assert_eq!(aligned("ab", 4, Align::Right, Some("31")), "  \x1b[31mab\x1b[0m");
    }

    proptest! {
        #[test]
        fn prop_wrapping_keeps_every_letter_within_the_width(text in "[a-z ]{0,60}", width in 1usize..20) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| length(line) <= width));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
