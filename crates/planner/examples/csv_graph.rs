//! Flow interdiction on a graph of one's own: a question in TOML, arcs in CSV.
//!
//! `cargo run -p counterflow-planner --example csv_graph [-- QUESTION.toml ARCS.csv]`; without files it
//! answers the question below.

use std::error::Error;
use std::path::Path;

use counterflow_evidence::diagnostics::SourceFile;
use counterflow_planner::Limits;
use counterflow_planner::flow_interdiction::{interdict_flow_frontier, remaining_flow};
use counterflow_planner::instance::{Question, QuestionFiles, read_question};

const QUESTION: &str = "kind = \"flow_interdiction\"\nsource = \"north\"\ntarget = \"south\"\nbudget = 3\n";
const ARCS: &str = "\
from,to,capacity,interdiction_cost
north,coast,7,2
north,hills,4,1
coast,south,5,2
hills,south,6,
coast,hills,3,1
";

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let (question, table) = match files.as_slice() {
        [question, table] => (SourceFile::read(Path::new(question))?, SourceFile::read(Path::new(table))?),
        _ => (SourceFile::new("question.toml", QUESTION), SourceFile::new("arcs.csv", ARCS)),
    };
    let named = read_question(&QuestionFiles { question: &question, table: &table, evaders: None, targets: None })?;
    let Question::Flow { problem, budget } = &named.question else {
        return Err("this example answers flow_interdiction".into());
    };
    for point in interdict_flow_frontier(problem, *budget, Limits::PROVE)? {
        // Anyone can check an answer: a maximum flow without the arcs removed.
        assert_eq!(remaining_flow(problem, &point.interdicted)?, point.remaining_flow.value);
        let arc = |&arc: &usize| {
            format!("{} -> {}", named.names[problem.graph.tail(arc)], named.names[problem.graph.head(arc)])
        };
        let removed: Vec<String> = point.interdicted.iter().map(arc).collect();
        println!(
            "budget {}: flow {} (bound {}), removed: {}",
            point.budget,
            point.remaining_flow.value,
            point.remaining_flow.bound,
            removed.join(", ")
        );
    }
    Ok(())
}
