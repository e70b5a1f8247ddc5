//! The text as blocks of segments, for a page.

use counterflow_reader::document::{Block, Kind};
use counterflow_reader::{Document, Mark, Statement};
use counterflow_report::reading::{PageBlock, Segment};
use std::collections::BTreeSet;
use std::ops::Range;

/// Every block with its statements marked.
pub fn blocks(document: &Document<'_>) -> Vec<PageBlock> {
    let mut next = 0;
    let mut found = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        let first = next;
        while document.statements.get(next).is_some_and(|statement| statement.block == number) {
            next += 1;
        }
        let numbers: Vec<usize> = (first..next).collect();
        let cells = match &block.kind {
            Kind::Text => std::slice::from_ref(&(0..block.text.len())).to_vec(),
            Kind::Row(cells) => cells.clone(),
        };
        let own = |cell: &Range<usize>| segments(block, cell, &numbers, &document.statements);
        found.push(PageBlock { cells: cells.iter().map(own).collect(), statements: numbers });
    }
    found
}

/// A cell cut where statements and matched words begin and end.
fn segments(block: &Block<'_>, cell: &Range<usize>, numbers: &[usize], statements: &[Statement]) -> Vec<Segment> {
    let spans = numbers.iter().filter_map(|number| Some((*number, statements.get(*number)?)));
    let mut cuts: BTreeSet<usize> = BTreeSet::from([cell.start, cell.end]);
    for (_, statement) in spans.clone() {
        let marks = statement.marks.iter().map(|(_, span)| &span.block);
        for range in marks.chain([&statement.span.block]) {
            cuts.extend([range.start, range.end].into_iter().filter(|cut| cell.contains(cut)));
        }
    }
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let mut found = Vec::new();
    for ends in cuts.windows(2) {
        let (Some(&start), Some(&end)) = (ends.first(), ends.last()) else { continue };
        let Some(text) = block.text.get(start..end) else { continue };
        let within = |range: &Range<usize>| range.start <= start && end <= range.end;
        let of = spans.clone().filter(|(_, statement)| within(&statement.span.block));
        let mark = of.clone().flat_map(|(_, statement)| &statement.marks).find(|(_, span)| within(&span.block));
        found.push(Segment {
            text: text.to_owned(),
            statement: of.map(|(number, _)| number).next(),
            mark: mark.map(|(mark, _): &(Mark, _)| mark.word().to_owned()),
        });
    }
    found
}
