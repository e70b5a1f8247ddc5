//! Questions whose table is not a network between one source and one target.

use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile};
use counterflow_evidence::reader::TableReader;

use super::tables::{read_coverage, read_search_cells, read_security_targets};
use super::{NamedQuestion, Question, non_negative, report_fault, whole};
use crate::{covering, search_effort, stackelberg};

pub(super) fn read_security_game(
    table: &TableReader<'_>,
    rows: &SourceFile,
    sink: &ProblemSink,
) -> Option<NamedQuestion> {
    let resources = non_negative(table, "resources");
    let rationality = if table.has("rationality") { non_negative(table, "rationality") } else { None };
    let (names, targets) = reported(table, read_security_targets(rows))?;
    if !sink.is_empty() {
        return None;
    }
    let resources = resources?;
    report_fault(table, &names, stackelberg::check_targets(&targets, resources))?;
    Some(NamedQuestion { question: Question::SecurityGame { targets, resources, rationality }, names })
}

pub(super) fn read_search_effort(
    table: &TableReader<'_>,
    rows: &SourceFile,
    sink: &ProblemSink,
) -> Option<NamedQuestion> {
    let effort_hours = non_negative(table, "effort_hours");
    let (names, cells) = reported(table, read_search_cells(rows))?;
    if !sink.is_empty() {
        return None;
    }
    let effort_hours = effort_hours?;
    report_fault(table, &names, search_effort::check(&cells, effort_hours))?;
    Some(NamedQuestion { question: Question::SearchEffort { cells, effort_hours }, names })
}

pub(super) fn read_covering(table: &TableReader<'_>, rows: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let sites = whole(table, "sites");
    let (names, problem) = reported(table, read_coverage(rows))?;
    if !sink.is_empty() {
        return None;
    }
    report_fault(table, &names, covering::check(&problem))?;
    Some(NamedQuestion { question: Question::Covering { problem, sites: sites? }, names })
}

#[cfg(feature = "highs")]
pub(super) fn read_evasion_question(
    table: &TableReader<'_>,
    arcs: &SourceFile,
    evaders: &SourceFile,
    sink: &ProblemSink,
) -> Option<NamedQuestion> {
    let budget = non_negative(table, "budget");
    let (problem, names) = reported(table, super::read_evasion(arcs, evaders))?;
    if !sink.is_empty() {
        return None;
    }
    report_fault(table, &names, crate::evasion::check(&problem))?;
    Some(NamedQuestion { question: Question::Evasion { problem, budget: budget? }, names })
}

/// Passes on the problems of a table.
fn reported<T>(table: &TableReader<'_>, read: Result<T, Problems>) -> Option<T> {
    read.map_err(|problems| problems.into_iter().for_each(|problem| table.report(problem))).ok()
}
