//! Series as lines of a table, moments as its columns; moments are left out evenly until it fits.

use crate::terminal::Terminal;
use counterflow_report::number::significant;
use counterflow_report::text_table::{Column, GAP, Table};

/// Columns shown however narrow the terminal is.
const FEWEST: usize = 3;

/// One series.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Name for readers.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// One value per moment.
    pub values: Vec<f64>,
    /// What stands in the columns after the moments.
    pub tail: Vec<String>,
}

/// The table, and whether moments were left out. `tail` heads columns after the moments.
pub fn render(moments: &[String], tail: &[String], lines: &[Line], terminal: &Terminal) -> (String, bool) {
    let tail_width: usize = (0..tail.len()).map(|column| tail_cells(tail, lines, column) + GAP).sum();
    let shown = fitting(moments, lines, terminal.width.saturating_sub(tail_width));
    let headings = [("", Column::Left), ("Unit", Column::Left)];
    let columns = shown.iter().map(|&moment| (moments[moment].as_str(), Column::Right));
    let last = tail.iter().map(|heading| (heading.as_str(), Column::Right));
    let mut table = Table::new(headings.into_iter().chain(columns).chain(last));
    for line in lines {
        let value = |&moment: &usize| cell(line, moment);
        table.push(
            [line.title.clone(), line.unit.clone()].into_iter().chain(shown.iter().map(value)).chain(line.tail.clone()),
        );
    }
    (table.render(terminal.style()), shown.len() < moments.len())
}

/// Width of a column after the moments.
fn tail_cells(tail: &[String], lines: &[Line], column: usize) -> usize {
    let cells = lines.iter().filter_map(|line| line.tail.get(column));
    cells.chain([&tail[column]]).map(|text| text.chars().count()).max().unwrap_or(0)
}

fn cell(line: &Line, moment: usize) -> String {
    line.values.get(moment).map_or(String::new(), |value| significant(*value))
}

/// As many moments as fit into `width`.
fn fitting(moments: &[String], lines: &[Line], width: usize) -> Vec<usize> {
    let widest = |text: fn(&Line) -> &str| lines.iter().map(|line| text(line).chars().count()).max().unwrap_or(0);
    let words = widest(|line| &line.title) + GAP + widest(|line| &line.unit);
    let of_moment = |moment: usize| {
        lines.iter().map(|line| cell(line, moment).len()).max().unwrap_or(0).max(moments[moment].len()) + GAP
    };
    let widths: Vec<usize> = (0..moments.len()).map(of_moment).collect();
    let fits = |shown: &Vec<usize>| words + shown.iter().map(|&moment| widths[moment]).sum::<usize>() <= width;
    (FEWEST..=moments.len())
        .rev()
        .map(|wanted| evenly(moments.len(), wanted))
        .find(fits)
        .unwrap_or_else(|| evenly(moments.len(), FEWEST))
}

/// At most `wanted` of `count` positions, the first and the last among them, evenly spaced.
fn evenly(count: usize, wanted: usize) -> Vec<usize> {
    if count <= wanted || wanted < 2 {
        return (0..count).collect();
    }
    let last = count - 1;
    (0..wanted).map(|step| (step * last + (wanted - 1) / 2) / (wanted - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_and_last_moments_are_always_shown() {
        for count in 2..40 {
            for wanted in 2..12 {
                let shown = evenly(count, wanted);
                assert_eq!((shown.first(), shown.last()), (Some(&0), Some(&(count - 1))), "{count} {wanted}");
                assert!(shown.len() <= wanted.max(count.min(wanted)));
                assert!(shown.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
        assert_eq!(evenly(1, 5), [0]);
    }
}
