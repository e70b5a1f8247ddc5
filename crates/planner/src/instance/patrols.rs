//! Patrol questions: a network of moves and a file of targets.

use counterflow_evidence::csv_reader::CsvTable;
use counterflow_evidence::diagnostics::{ProblemSink, SourceFile, nearest};
use counterflow_evidence::reader::TableReader;

use super::{CONTRADICTION, NamedQuestion, Network, Question, UNKNOWN_NODE, report_fault, whole};
use crate::patrol::{self, PatrolProblem};

pub(super) fn read_patrol(
    table: &TableReader<'_>,
    arcs: &SourceFile,
    targets: &SourceFile,
    sink: &ProblemSink,
) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &[], &[], sink);
    let base = network.node(table, "base");
    let periods = whole(table, "periods");
    let node_value = read_targets(targets, &network.nodes, sink);
    if !sink.is_empty() {
        return None;
    }
    let problem = PatrolProblem { graph: network.graph?, base: base?, periods: periods?, node_value };
    report_fault(table, &network.nodes, patrol::check(&problem).map(|_| ()))?;
    Some(NamedQuestion { question: Question::Patrol(problem), names: network.nodes })
}

/// Value of each node; zero for those that the file does not name.
fn read_targets(file: &SourceFile, nodes: &[String], sink: &ProblemSink) -> Vec<f64> {
    let table = CsvTable::parse(file, &["node", "value"], &[], sink);
    let mut values: Vec<Option<f64>> = vec![None; nodes.len()];
    for row in table.rows() {
        let (Some(name), Some(value)) = (row.required_text("node"), row.required_float("value", 0.0..=f64::MAX)) else {
            continue;
        };
        let Some(node) = nodes.iter().position(|node| *node == name) else {
            let near = nearest(&name, nodes.iter().map(String::as_str));
            row.report(row.problem("node", UNKNOWN_NODE, format!("no arc names the node `{name}`")).suggest(near));
            continue;
        };
        if values[node].replace(value).is_some() {
            row.report(row.problem("node", CONTRADICTION, format!("a second row for the node `{name}`")));
        }
    }
    values.into_iter().map(|value| value.unwrap_or(0.0)).collect()
}
