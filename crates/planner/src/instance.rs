//! Problems from CSV and TOML files, every fault with its line.
//!
//! A network is a CSV file with one arc per row: `from`, `to` (names of nodes) and the columns that the
//! question needs. The question is a TOML file:
//!
//! ```toml
//! kind   = "path_interdiction"   # or "flow_interdiction", "inspection"
//! source = "north"
//! target = "south"
//! budget = 3
//! ```
//!
//! | kind | columns |
//! | --- | --- |
//! | `path_interdiction` | `length`, `delay`, `interdiction_cost` (empty: cannot be interdicted); optional key `protections` |
//! | `flow_interdiction` | `capacity`, `interdiction_cost` |
//! | `inspection` | `detection_probability`; no budget |
//! | evasion ([`read_evasion`]) | `evasion_probability`, `evasion_with_sensor` and `sensor_cost` (both empty: no site) |
//!
//! # Codes
//!
//! | code | fault |
//! | --- | --- |
//! | E1001 | a node that no arc names |
//! | E1002 | a budget or a number of protections below zero, or not whole where it must be |
//! | E1003 | a problem that reads well but has no answer, for example a disconnected pair |

mod tables;

use std::collections::BTreeMap;

use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml};

use crate::error::PlannerError;
use crate::flow_interdiction::{self, FlowInterdiction};
use crate::graph::Graph;
use crate::path_interdiction::{self, PathInterdiction};
#[cfg(feature = "highs")]
pub use tables::read_evasion;
pub use tables::{read_search_cells, read_security_targets};

const UNKNOWN_NODE: &str = "E1001";
const BAD_BUDGET: &str = "E1002";
const NO_ANSWER: &str = "E1003";

/// A question about a network, ready for a solver.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// [`path_interdiction::interdict_path`], or [`path_interdiction::fortify_path`] with protections.
    Path {
        /// The network.
        problem: PathInterdiction,
        /// The interdictor's budget.
        budget: f64,
        /// Arcs that the owner may protect first.
        protections: usize,
    },
    /// [`flow_interdiction::interdict_flow_frontier`].
    Flow {
        /// The network.
        problem: FlowInterdiction,
        /// The largest budget.
        budget: usize,
    },
    /// [`crate::inspection::inspect`].
    Inspection {
        /// The network.
        graph: Graph,
        /// Where the evader starts.
        source: usize,
        /// Where it wants to go.
        target: usize,
        /// Probability of detection per arc.
        detection_probability: Vec<f64>,
    },
}

/// A question and the names of its nodes; arcs keep the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedQuestion {
    /// The question.
    pub question: Question,
    /// Name of each node.
    pub nodes: Vec<String>,
}

/// Reads a question and its network, and checks that it has an answer.
pub fn read_question(question: &SourceFile, arcs: &SourceFile) -> Result<NamedQuestion, Problems> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(question)?;
    let table = toml.root(&sink);
    let read = match table.choice("kind", &["path_interdiction", "flow_interdiction", "inspection"]).as_deref() {
        Some("path_interdiction") => read_path(&table, arcs, &sink),
        Some("flow_interdiction") => read_flow(&table, arcs, &sink),
        Some(_) => read_inspection(&table, arcs, &sink),
        None => {
            table.required_string("kind");
            None
        }
    };
    table.finish(&["kind", "source", "target", "budget", "protections"]);
    match read {
        Some(named) => sink.into_result(named),
        None => Err(sink.into_problems()),
    }
}

fn read_path(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["length", "delay"], &["interdiction_cost"], sink);
    let (source, target) = network.terminals(table);
    let budget = non_negative(table, "budget");
    let protections = table.integer("protections").unwrap_or(0);
    if protections < 0 {
        table.report(table.problem("protections", BAD_BUDGET, format!("`protections` is {protections}")).expect("a whole number of at least zero"));
    }
    if !sink.is_empty() {
        return None;
    }
    let problem = PathInterdiction {
        source: source?,
        target: target?,
        length: network.filled("length"),
        delay: network.filled("delay"),
        interdiction_cost: network.columns.get("interdiction_cost")?.clone(),
        graph: network.graph?,
    };
    report_fault(table, path_interdiction::check(&problem))?;
    let question = Question::Path { problem, budget: budget?, protections: usize::try_from(protections).ok()? };
    Some(NamedQuestion { question, nodes: network.nodes })
}

fn read_flow(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["capacity"], &["interdiction_cost"], sink);
    let (source, sink_node) = network.terminals(table);
    let budget = non_negative(table, "budget").filter(|budget| {
        let whole = budget.fract() == 0.0;
        if !whole {
            table.report(table.problem("budget", BAD_BUDGET, format!("`budget` is {budget}")).expect("a whole number"));
        }
        whole
    });
    if !sink.is_empty() {
        return None;
    }
    let problem = FlowInterdiction {
        source: source?,
        sink: sink_node?,
        capacity: network.filled("capacity"),
        interdiction_cost: network.columns.get("interdiction_cost")?.clone(),
        graph: network.graph?,
    };
    report_fault(table, flow_interdiction::check(&problem))?;
    Some(NamedQuestion { question: Question::Flow { problem, budget: budget? as usize }, nodes: network.nodes })
}

fn read_inspection(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["detection_probability"], &[], sink);
    let (source, target) = network.terminals(table);
    if !sink.is_empty() {
        return None;
    }
    let detection_probability = network.filled("detection_probability");
    let (source, target, graph) = (source?, target?, network.graph?);
    report_fault(table, crate::inspection::inspect(&graph, source, target, &detection_probability).map(|_| ()))?;
    let question = Question::Inspection { graph, source, target, detection_probability };
    Some(NamedQuestion { question, nodes: network.nodes })
}

fn report_fault(table: &TableReader<'_>, checked: Result<(), PlannerError>) -> Option<()> {
    checked.map_err(|error| table.report(Problem::new(NO_ANSWER, error.to_string()).in_file(table.file_name()))).ok()
}

fn non_negative(table: &TableReader<'_>, key: &str) -> Option<f64> {
    let value = table.required_float(key);
    if value < 0.0 {
        table.report(table.problem(key, BAD_BUDGET, format!("`{key}` is {value}")).expect("a number of at least zero"));
    }
    (value >= 0.0).then_some(value)
}

/// A network as the file has it.
struct Network {
    graph: Option<Graph>,
    nodes: Vec<String>,
    columns: BTreeMap<&'static str, Vec<Option<f64>>>,
}

impl Network {
    /// Reads arcs; `required` columns must be filled with numbers of at least zero, `optional` ones may
    /// have empty cells.
    fn read(file: &SourceFile, required: &[&'static str], optional: &[&'static str], sink: &ProblemSink) -> Self {
        let names = [&["from", "to"], required].concat();
        let table = CsvTable::parse(file, &names, optional, sink);
        let mut numbers = BTreeMap::<String, usize>::new();
        let mut network = Self { graph: None, nodes: Vec::new(), columns: BTreeMap::new() };
        let mut arcs = Vec::new();
        for row in table.rows() {
            let ends = [row.required_text("from"), row.required_text("to")].map(|name| {
                let name = name.unwrap_or_default();
                let next = numbers.len();
                *numbers.entry(name.clone()).or_insert_with(|| {
                    network.nodes.push(name);
                    next
                })
            });
            arcs.push((ends[0], ends[1]));
            for &column in required {
                network.columns.entry(column).or_default().push(required_number(&row, column));
            }
            for &column in optional {
                let filled = row.text(column).is_some();
                let value = if filled { required_number(&row, column) } else { None };
                network.columns.entry(column).or_default().push(value);
            }
        }
        network.graph = Graph::new(network.nodes.len(), &arcs).ok();
        network
    }

    fn filled(&self, column: &str) -> Vec<f64> {
        self.columns.get(column).into_iter().flatten().flatten().copied().collect()
    }

    fn terminals(&self, table: &TableReader<'_>) -> (Option<usize>, Option<usize>) {
        (self.terminal(table, "source"), self.terminal(table, "target"))
    }

    fn terminal(&self, table: &TableReader<'_>, key: &str) -> Option<usize> {
        let name = table.required_string(key);
        let found = self.nodes.iter().position(|node| *node == name);
        if found.is_none() && !name.is_empty() {
            let near = nearest(&name, self.nodes.iter().map(String::as_str));
            table.report(table.problem(key, UNKNOWN_NODE, format!("no arc names the node `{name}`")).suggest(near));
        }
        found
    }
}

fn required_number(row: &Row<'_>, column: &str) -> Option<f64> {
    row.required_float(column, 0.0..=f64::MAX)
}
