//! What several test files share.

use std::path::PathBuf;

use counterflow_planner::Graph;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// At least 1,000 cases from a fixed seed, so that a run tests the same problems everywhere.
pub fn thousand_cases() -> ProptestConfig {
    ProptestConfig {
        cases: 1_000,
        rng_seed: RngSeed::Fixed(2_026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A reference file of the interdiction instances, when the environment says where they are.
pub fn reference_file(name: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("COUNTERFLOW_FIXTURES") else {
        println!("skipped: COUNTERFLOW_FIXTURES is not set, {name} cannot be read");
        return None;
    };
    let path = PathBuf::from(folder).join("interdiction").join(name);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Rows of numbers below the header line of a reference file, and the `key=value` pairs of its comment.
pub struct NumberTable {
    pub rows: Vec<Vec<f64>>,
    comment: String,
}

impl NumberTable {
    pub fn parse(text: &str) -> Self {
        let comment = text.lines().filter(|line| line.starts_with('#')).collect::<Vec<_>>().join(" ");
        let body = text.lines().filter(|line| !line.starts_with('#'));
        let parse = |line: &str| -> Option<Vec<f64>> { line.split(',').map(|cell| cell.parse().ok()).collect() };
        Self { rows: body.filter_map(parse).collect(), comment }
    }

    pub fn setting(&self, key: &str) -> usize {
        let start = self.comment.find(&format!(" {key}=")).expect("a setting") + key.len() + 2;
        let digits: String = self.comment[start..].chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a whole number")
    }

    pub fn graph(&self) -> Graph {
        let arcs: Vec<(usize, usize)> = self.rows.iter().map(|row| (row[0] as usize, row[1] as usize)).collect();
        Graph::new(self.setting("nodes"), &arcs).expect("a graph")
    }

    pub fn column(&self, position: usize) -> Vec<f64> {
        self.rows.iter().map(|row| row[position]).collect()
    }
}

/// Whether two numbers agree to `tolerance`, relative.
pub fn close(left: f64, right: f64, tolerance: f64) -> bool {
    (left - right).abs() <= tolerance * left.abs().max(right.abs()).max(1.0)
}

/// A random connected-enough graph: a path from node 0 to the last node and random further arcs.
pub fn small_graph(nodes: usize, extra: usize) -> impl Strategy<Value = Graph> {
    proptest::collection::vec((0..nodes, 0..nodes), 1..=extra).prop_map(move |random| {
        let mut arcs: Vec<(usize, usize)> = (1..nodes).map(|node| (node - 1, node)).collect();
        arcs.extend(random);
        Graph::new(nodes, &arcs).expect("a graph")
    })
}

/// Every simple path between two nodes, as arcs.
pub fn simple_paths(graph: &Graph, source: usize, target: usize) -> Vec<Vec<usize>> {
    fn walk(
        graph: &Graph,
        node: usize,
        target: usize,
        seen: &mut Vec<usize>,
        arcs: &mut Vec<usize>,
        all: &mut Vec<Vec<usize>>,
    ) {
        if node == target {
            all.push(arcs.clone());
            return;
        }
        for &arc in graph.arcs_from(node) {
            let head = graph.head(arc);
            if !seen.contains(&head) {
                seen.push(head);
                arcs.push(arc);
                walk(graph, head, target, seen, arcs, all);
                arcs.pop();
                seen.pop();
            }
        }
    }
    let mut all = Vec::new();
    walk(graph, source, target, &mut vec![source], &mut Vec::new(), &mut all);
    all
}
