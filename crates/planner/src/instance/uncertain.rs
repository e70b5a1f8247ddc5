//! Interdiction that succeeds only sometimes: the certain problem, a probability per arc, and how much is
//! sampled.

use counterflow_evidence::csv_reader::CsvTable;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, SourceFile, code};
use counterflow_evidence::reader::TableReader;

use super::{Attempts, BAD_BUDGET, CAPACITY, CONTRADICTION, NamedQuestion, Network, Question, non_negative};
use crate::uncertain::Sampling;

/// Columns that describe attempts; both are empty where none can be made.
const ATTEMPT: [&str; 2] = ["interdiction_cost", "success_probability"];

/// Most outcomes or replications; more would not fit into memory beside an arc list of any size.
const MOST_SAMPLES: i64 = 1_000_000;

pub(super) fn read_path(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &["length", "delay"], &ATTEMPT, sink);
    let (ends, attempts) = (network.terminals(table), read_attempts(table, arcs, &network, sink));
    let (problem, names) = network.into_path_problem(table, ends, sink)?;
    Some(NamedQuestion { question: Question::UncertainPath { problem, attempts: attempts? }, names })
}

pub(super) fn read_flow(table: &TableReader<'_>, arcs: &SourceFile, sink: &ProblemSink) -> Option<NamedQuestion> {
    let network = Network::read(arcs, &[CAPACITY], &ATTEMPT, sink);
    let (ends, attempts) = (network.terminals(table), read_attempts(table, arcs, &network, sink));
    let (problem, names) = network.into_flow_problem(table, ends, sink)?;
    Some(NamedQuestion { question: Question::UncertainFlow { problem, attempts: attempts? }, names })
}

fn read_attempts(
    table: &TableReader<'_>,
    arcs: &SourceFile,
    network: &Network,
    sink: &ProblemSink,
) -> Option<Attempts> {
    check_rows(arcs, sink);
    let standard = Sampling::default();
    let budget = non_negative(table, "budget");
    let sampling = Sampling {
        outcomes: count(table, "outcomes", 1).unwrap_or(standard.outcomes),
        replications: count(table, "replications", 2).unwrap_or(standard.replications),
        evaluation_outcomes: count(table, "evaluation_outcomes", 2).unwrap_or(standard.evaluation_outcomes),
        seed: table.integer("seed").map_or(standard.seed, |seed| u64::from_ne_bytes(seed.to_ne_bytes())),
    };
    let success = network.columns.get("success_probability")?;
    Some(Attempts {
        success_probability: success.iter().map(|success| success.unwrap_or(0.0)).collect(),
        budget: budget?,
        sampling,
    })
}

/// A number of samples, if the key is there.
fn count(table: &TableReader<'_>, key: &str, least: i64) -> Option<usize> {
    let value = table.integer(key)?;
    if !(least..=MOST_SAMPLES).contains(&value) {
        table.report(
            table
                .problem(key, BAD_BUDGET, format!("`{key}` is {value}"))
                .expect(format!("a whole number from {least} to {MOST_SAMPLES}")),
        );
    }
    usize::try_from(value).ok()
}

/// Both columns are there, and every arc has both of cost and probability or neither.
fn check_rows(arcs: &SourceFile, sink: &ProblemSink) {
    // Other faults of the file have been reported already.
    let reported = ProblemSink::default();
    let table = CsvTable::parse_any(arcs, &reported);
    if let Some(column) = ATTEMPT.iter().find(|column| !table.has(column)) {
        return sink
            .push(Problem::new(code::CSV_MISSING_COLUMN, format!("column `{column}` is missing")).in_file(&arcs.name));
    }
    for row in table.rows() {
        let [cost, success] = ATTEMPT.map(|column| row.text(column).is_some());
        if cost != success {
            let empty = if cost { ATTEMPT[1] } else { ATTEMPT[0] };
            sink.push(
                row.problem(empty, CONTRADICTION, format!("`{empty}` is empty, the other column of an attempt is not"))
                    .expect("both or neither"),
            );
        }
    }
}
