//! Problems from CSV and TOML files, every fault with its line.
//!
//! A network is a CSV file with one arc per row: `from`, `to` (names of nodes) and the columns that the
//! question needs. The question is a TOML file:
//!
//! ```toml
//! kind   = "path_interdiction"   # or another of the table
//! source = "north"
//! target = "south"
//! budget = 3
//! ```
//!
//! | kind | keys | columns |
//! | --- | --- | --- |
//! | `path_interdiction` | `source`, `target`, `budget`; optional `protections` | `length`, `delay`, `interdiction_cost` (empty: cannot be interdicted) |
//! | `flow_interdiction` | `source`, `target`, `budget` | `capacity`, `interdiction_cost` |
//! | `inspection` | `source`, `target` | `detection_probability` |
//! | `patrol` | `base`, `periods` (moves of a schedule) | none besides `from` and `to`; the targets are a second file with `node`, `value` |
//! | `uncertain_path_interdiction` (feature `highs`) | `source`, `target`, `budget`; optional `outcomes`, `replications`, `evaluation_outcomes`, `seed` | `length`, `delay`, `interdiction_cost`, `success_probability` (empty where the cost is) |
//! | `uncertain_flow_interdiction` (feature `highs`) | likewise | `capacity`, `interdiction_cost`, `success_probability` |
//! | `evasion` (feature `highs`) | `budget` | `evasion_probability`, `evasion_with_sensor` and `sensor_cost` (both empty: no site); the evaders are a second file with `origin`, `destination`, `probability` |
//!
//! The other kinds are tables without a network:
//!
//! | kind | keys | columns |
//! | --- | --- | --- |
//! | `security_game` | `resources`; optional `rationality` (quantal response) | `target`, `defender_covered`, `defender_uncovered`, `attacker_uncovered`, `attacker_covered` |
//! | `search_effort` | `effort_hours` | `cell`, `probability`, `detection_rate_per_hour` |
//! | `covering` | `sites` (how many open) | one row per pair: `site`, `point`, `weight` (of the point, the same in each of its rows) |
//!
//! # Codes
//!
//! | code | fault |
//! | --- | --- |
//! | E1001 | a node that no arc names |
//! | E1002 | a budget or another amount below zero, or not whole where it must be |
//! | E1003 | a problem that reads well but has no answer, for example a disconnected pair |
//! | E1004 | a row that contradicts an earlier one or itself |
//! | E1005 | a second file that is missing, or that the kind does not take |
//! | E1006 | a kind that needs the solver, in a build without the feature `highs` |
//!
//! ```
//! use counterflow_evidence::diagnostics::SourceFile;
//! use counterflow_planner::instance::{Question, QuestionFiles, read_question};
//!
//! let question = SourceFile::new("question.toml", "kind = \"flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 1\n");
//! let table = SourceFile::new("arcs.csv", "from,to,capacity,interdiction_cost\nnorth,south,5,1\nnorth,south,2,\n");
//! let named = read_question(&QuestionFiles { question: &question, table: &table, evaders: None, targets: None })?;
//! assert!(matches!(named.question, Question::Flow { budget: 1, .. }));
//! assert_eq!(named.names, ["north", "south"]);
//! # Ok::<(), counterflow_evidence::diagnostics::Problems>(())
//! ```

mod items;
mod kinds;
mod patrols;
mod tables;
#[cfg(feature = "highs")]
mod uncertain;

use std::collections::BTreeMap;

use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use counterflow_evidence::reader::{TableReader, Toml};

use crate::covering::CoveringProblem;
use crate::error::{PlannerError, require_exact_sum};
use crate::flow_interdiction::{self, FlowInterdiction};
use crate::graph::Graph;
use crate::path_interdiction::{self, PathInterdiction};
use crate::patrol::PatrolProblem;
use crate::search_effort::SearchCell;
use crate::stackelberg::SecurityTarget;
pub use kinds::{KINDS, KeyInfo, KindInfo, Takes, kinds_that_need_the_solver};
#[cfg(feature = "highs")]
pub use tables::read_evasion;
pub use tables::{read_coverage, read_search_cells, read_security_targets};

const UNKNOWN_NODE: &str = "E1001";
const BAD_BUDGET: &str = "E1002";
const NO_ANSWER: &str = "E1003";
const CONTRADICTION: &str = "E1004";
const SECOND_FILE: &str = "E1005";
#[cfg(not(feature = "highs"))]
const NEEDS_SOLVER: &str = "E1006";

/// The one column of whole numbers: bounds on flows are rounded up to the next one.
const CAPACITY: &str = "capacity";
const EVASION: &str = "evasion";
const PATROL: &str = "patrol";

/// The files of a question.
#[derive(Clone, Copy, Debug)]
pub struct QuestionFiles<'f> {
    /// The kind and its amounts, TOML.
    pub question: &'f SourceFile,
    /// Arcs, targets, cells or pairs, CSV.
    pub table: &'f SourceFile,
    /// The evaders of an evasion question, CSV.
    pub evaders: Option<&'f SourceFile>,
    /// The targets of a patrol question, CSV.
    pub targets: Option<&'f SourceFile>,
}

/// A question, ready for a solver.
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
    /// [`crate::uncertain::interdict_path_uncertain`].
    #[cfg(feature = "highs")]
    UncertainPath {
        /// The network.
        problem: PathInterdiction,
        /// How attempts succeed, and how much may be attempted.
        attempts: Attempts,
    },
    /// [`crate::uncertain::interdict_flow_uncertain`].
    #[cfg(feature = "highs")]
    UncertainFlow {
        /// The network.
        problem: FlowInterdiction,
        /// How attempts succeed, and how much may be attempted.
        attempts: Attempts,
    },
    /// [`crate::patrol::plan_patrol`].
    Patrol(PatrolProblem),
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
    /// [`crate::evasion::place_sensors`].
    #[cfg(feature = "highs")]
    Evasion {
        /// The network, the places for sensors, the evaders.
        problem: crate::evasion::EvasionProblem,
        /// The budget for sensors.
        budget: f64,
    },
    /// [`crate::stackelberg::commit`], or [`crate::quantal_response`] with a rationality.
    SecurityGame {
        /// The targets.
        targets: Vec<SecurityTarget>,
        /// The defender's resources.
        resources: f64,
        /// Rationality of an attacker who errs, per unit of utility; `None` for one who does not.
        rationality: Option<f64>,
    },
    /// [`crate::search_effort::allocate_search`].
    SearchEffort {
        /// The cells.
        cells: Vec<SearchCell>,
        /// Hours to split.
        effort_hours: f64,
    },
    /// [`crate::covering::cover`].
    Covering {
        /// Sites and demand points.
        problem: CoveringProblem,
        /// How many sites open.
        sites: usize,
    },
}

/// Attempts that succeed only sometimes.
#[cfg(feature = "highs")]
#[derive(Clone, Debug, PartialEq)]
pub struct Attempts {
    /// Probability of success on each arc.
    pub success_probability: Vec<f64>,
    /// The interdictor's budget.
    pub budget: f64,
    /// How outcomes are weighed or sampled.
    pub sampling: crate::uncertain::Sampling,
}

/// A question and the names of its items; arcs keep the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedQuestion {
    /// The question.
    pub question: Question,
    /// Name of each node; without a network of each target, cell or site.
    pub names: Vec<String>,
}

/// Reads a question with its files, and checks that it has an answer.
///
/// # Errors
/// Every fault of the files, each with its line.
pub fn read_question(files: &QuestionFiles<'_>) -> Result<NamedQuestion, Problems> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(files.question)?;
    let (table, rows) = (toml.root(&sink), files.table);
    let kinds: Vec<&str> = KINDS.iter().map(|known| known.kind).collect();
    let kind = table.choice("kind", &kinds);
    #[cfg(not(feature = "highs"))]
    if let Some(kind) = kind.as_deref().filter(|kind| kinds_that_need_the_solver().any(|known| known == *kind)) {
        return Err(without_solver(&table, kind).into());
    }
    if let Some(kind) = kind.as_deref() {
        check_second_file(&table, kind, EVASION, "evaders", files.evaders.is_some());
        check_second_file(&table, kind, PATROL, "targets", files.targets.is_some());
    }
    let read = match kind.as_deref() {
        Some("path_interdiction") => read_path(&table, rows, &sink),
        Some("flow_interdiction") => read_flow(&table, rows, &sink),
        #[cfg(feature = "highs")]
        Some("uncertain_path_interdiction") => uncertain::read_path(&table, rows, &sink),
        #[cfg(feature = "highs")]
        Some("uncertain_flow_interdiction") => uncertain::read_flow(&table, rows, &sink),
        Some("inspection") => read_inspection(&table, rows, &sink),
        Some(PATROL) => files.targets.and_then(|targets| patrols::read_patrol(&table, rows, targets, &sink)),
        Some("security_game") => items::read_security_game(&table, rows, &sink),
        Some("search_effort") => items::read_search_effort(&table, rows, &sink),
        Some("covering") => items::read_covering(&table, rows, &sink),
        #[cfg(feature = "highs")]
        Some(EVASION) => files.evaders.and_then(|evaders| items::read_evasion_question(&table, rows, evaders, &sink)),
        _ => {
            table.required_string("kind");
            None
        }
    };
    let keys = KINDS.iter().flat_map(|known| known.keys).map(|known| known.key);
    let known: Vec<&str> = if read.is_some() { Vec::new() } else { keys.chain(["kind"]).collect() };
    table.finish(&known);
    match read {
        Some(named) => sink.into_result(named),
        None => Err(sink.into_problems()),
    }
}

/// The complaint about a kind that this build cannot answer, which is the only one then: it hides no other fault
/// that could be mended without another program.
#[cfg(not(feature = "highs"))]
fn without_solver(table: &TableReader<'_>, kind: &str) -> Problem {
    let all: Vec<String> = kinds_that_need_the_solver().map(|known| format!("`{known}`")).collect();
    let message = format!("`{kind}` needs the solver HiGHS, and this program was built without it");
    table
        .problem("kind", NEEDS_SOLVER, message)
        .expect(format!("a program built with the feature `highs` for {}", all.join(", ")))
}

/// A second file belongs to one kind only, and that kind needs it.
fn check_second_file(table: &TableReader<'_>, kind: &str, owner: &str, what: &str, is_given: bool) {
    if is_given != (kind == owner) {
        let message = if is_given {
            format!("only `{owner}` takes a file of {what}")
        } else {
            format!("`{owner}` needs a file of {what}")
        };
        table.report(table.problem("kind", SECOND_FILE, message));
    }
}

fn read_path(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["length", "delay"], &["interdiction_cost"], sink);
    let ends = network.terminals(table);
    let budget = non_negative(table, "budget");
    let protections = table.integer("protections").unwrap_or(0);
    if protections < 0 {
        table.report(
            table
                .problem("protections", BAD_BUDGET, format!("`protections` is {protections}"))
                .expect("a whole number of at least zero"),
        );
    }
    let (problem, names) = network.into_path_problem(table, ends, sink)?;
    let question = Question::Path { problem, budget: budget?, protections: usize::try_from(protections).ok()? };
    Some(NamedQuestion { question, names })
}

fn read_flow(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &[CAPACITY], &["interdiction_cost"], sink);
    let ends = network.terminals(table);
    let budget = whole(table, "budget");
    let (problem, names) = network.into_flow_problem(table, ends, sink)?;
    Some(NamedQuestion { question: Question::Flow { problem, budget: budget? }, names })
}

fn read_inspection(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["detection_probability"], &[], sink);
    let (source, target) = network.terminals(table);
    if !sink.is_empty() {
        return None;
    }
    let detection_probability = network.filled("detection_probability");
    let (source, target, graph) = (source?, target?, network.graph?);
    report_fault(
        table,
        &network.nodes,
        crate::inspection::inspect(&graph, source, target, &detection_probability).map(|_| ()),
    )?;
    let question = Question::Inspection { graph, source, target, detection_probability };
    Some(NamedQuestion { question, names: network.nodes })
}

/// Reports what a problem's own check found, with nodes by name.
fn report_fault(table: &TableReader<'_>, nodes: &[String], checked: Result<(), PlannerError>) -> Option<()> {
    let name = |node: usize| nodes.get(node).map_or("", String::as_str);
    let words = |error: PlannerError| match error {
        PlannerError::Disconnected { source_node, target_node } => {
            format!("no path leads from `{}` to `{}`", name(source_node), name(target_node))
        }
        PlannerError::SameTerminals { node } => format!("source and target are both `{}`", name(node)),
        other => other.to_string(),
    };
    checked.map_err(|error| table.report(Problem::new(NO_ANSWER, words(error)).in_file(table.file_name()))).ok()
}

fn non_negative(table: &TableReader<'_>, key: &str) -> Option<f64> {
    let value = table.required_float(key);
    if value < 0.0 {
        table.report(table.problem(key, BAD_BUDGET, format!("`{key}` is {value}")).expect("a number of at least zero"));
    }
    (value >= 0.0).then_some(value)
}

fn whole(table: &TableReader<'_>, key: &str) -> Option<usize> {
    let value = non_negative(table, key)?;
    if value.fract() != 0.0 {
        table.report(table.problem(key, BAD_BUDGET, format!("`{key}` is {value}")).expect("a whole number"));
        return None;
    }
    Some(value as usize)
}

/// Source and target, where the file names nodes.
type Terminals = (Option<usize>, Option<usize>);

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

    /// Path interdiction on the network, unless something is wrong with what was read so far.
    fn into_path_problem(
        self,
        table: &TableReader<'_>,
        ends: Terminals,
        sink: &ProblemSink,
    ) -> Option<(PathInterdiction, Vec<String>)> {
        if !sink.is_empty() {
            return None;
        }
        let problem = PathInterdiction {
            source: ends.0?,
            target: ends.1?,
            length: self.filled("length"),
            delay: self.filled("delay"),
            interdiction_cost: self.columns.get("interdiction_cost")?.clone(),
            graph: self.graph?,
        };
        report_fault(
            table,
            &self.nodes,
            require_exact_sum("sum of lengths and delays", problem.length.iter().chain(&problem.delay).sum()),
        )?;
        report_fault(table, &self.nodes, path_interdiction::check(&problem))?;
        Some((problem, self.nodes))
    }

    /// Flow interdiction on the network, unless something is wrong with what was read so far.
    fn into_flow_problem(
        self,
        table: &TableReader<'_>,
        ends: Terminals,
        sink: &ProblemSink,
    ) -> Option<(FlowInterdiction, Vec<String>)> {
        if !sink.is_empty() {
            return None;
        }
        let problem = FlowInterdiction {
            source: ends.0?,
            sink: ends.1?,
            capacity: self.filled(CAPACITY),
            interdiction_cost: self.columns.get("interdiction_cost")?.clone(),
            graph: self.graph?,
        };
        report_fault(table, &self.nodes, flow_interdiction::check(&problem))?;
        Some((problem, self.nodes))
    }

    fn filled(&self, column: &str) -> Vec<f64> {
        self.columns.get(column).into_iter().flatten().flatten().copied().collect()
    }

    fn terminals(&self, table: &TableReader<'_>) -> Terminals {
        (self.node(table, "source"), self.node(table, "target"))
    }

    /// The node that a key names.
    fn node(&self, table: &TableReader<'_>, key: &str) -> Option<usize> {
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
    let most = if column.ends_with("probability") { 1.0 } else { f64::MAX };
    let number = row.required_float(column, 0.0..=most)?;
    if column == CAPACITY && number.fract() != 0.0 {
        row.report(
            row.problem(column, code::CSV_OUT_OF_RANGE, format!("`{column}` is {number}"))
                .expect("a whole number of the unit of flow"),
        );
        return None;
    }
    Some(number)
}
