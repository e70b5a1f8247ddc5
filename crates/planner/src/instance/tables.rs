//! Problems that are tables: targets, cells, pairs of site and point, sensor sites with evaders.

use std::collections::BTreeMap;

use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile};

use super::CONTRADICTION;
use crate::covering::CoveringProblem;
use crate::search_effort::SearchCell;
use crate::stackelberg::SecurityTarget;

/// Reads targets, with their names, from the columns `target`, `defender_covered`,
/// `defender_uncovered`, `attacker_uncovered`, `attacker_covered`.
pub fn read_security_targets(file: &SourceFile) -> Result<(Vec<String>, Vec<SecurityTarget>), Problems> {
    let columns = ["defender_covered", "defender_uncovered", "attacker_uncovered", "attacker_covered"];
    read_rows(file, "target", &columns, |row| {
        let utility = |column: &str| row.required_float(column, f64::MIN..=f64::MAX);
        Some(SecurityTarget {
            defender_covered: utility(columns[0])?,
            defender_uncovered: utility(columns[1])?,
            attacker_uncovered: utility(columns[2])?,
            attacker_covered: utility(columns[3])?,
        })
    })
}

/// Reads cells, with their names, from the columns `cell`, `probability` and `detection_rate_per_hour`.
pub fn read_search_cells(file: &SourceFile) -> Result<(Vec<String>, Vec<SearchCell>), Problems> {
    read_rows(file, "cell", &["probability", "detection_rate_per_hour"], |row| {
        Some(SearchCell {
            probability: row.required_float("probability", 0.0..=1.0)?,
            detection_rate_per_hour: row.required_float("detection_rate_per_hour", 0.0..=f64::MAX)?,
        })
    })
}

/// Reads pairs of a site and a demand point that it covers from the columns `site`, `point` and
/// `weight`; gives the names of the sites.
pub fn read_coverage(file: &SourceFile) -> Result<(Vec<String>, CoveringProblem), Problems> {
    let sink = ProblemSink::default();
    let table = CsvTable::parse(file, &["site", "point", "weight"], &[], &sink);
    let (mut sites, mut points) = (Numbered::default(), Numbered::default());
    let mut problem = CoveringProblem { weight: Vec::new(), covered_by_site: Vec::new() };
    for row in table.rows() {
        let cells =
            (row.required_text("site"), row.required_text("point"), row.required_float("weight", 0.0..=f64::MAX));
        let (Some(site), Some(point), Some(weight)) = cells else { continue };
        let (site, number) = (sites.number(site), points.number(point));
        problem.covered_by_site.resize(sites.names.len(), Vec::new());
        problem.weight.resize(points.names.len(), weight);
        problem.covered_by_site[site].push(number);
        if problem.weight[number] != weight {
            let message =
                format!("point `{}` weighs {} in an earlier row", points.names[number], problem.weight[number]);
            row.report(row.problem("weight", CONTRADICTION, message));
        }
    }
    sink.into_result((sites.names, problem))
}

/// Names in the order of their first appearance.
#[derive(Default)]
struct Numbered {
    names: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Numbered {
    fn number(&mut self, name: String) -> usize {
        *self.numbers.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            self.names.len() - 1
        })
    }
}

fn read_rows<T>(
    file: &SourceFile,
    name: &'static str,
    columns: &[&'static str],
    read: impl Fn(&Row<'_>) -> Option<T>,
) -> Result<(Vec<String>, Vec<T>), Problems> {
    let sink = ProblemSink::default();
    let table = CsvTable::parse(file, &[&[name], columns].concat(), &[], &sink);
    let mut names = Numbered::default();
    let mut items = Vec::new();
    for row in table.rows() {
        let (Some(text), Some(item)) = (row.required_text(name), read(&row)) else { continue };
        if names.number(text) < items.len() {
            row.report(row.problem(name, CONTRADICTION, format!("a second row for this {name}")));
        }
        items.push(item);
    }
    sink.into_result((names.names, items))
}

/// Reads a sensor problem: arcs with `evasion_probability`, `evasion_with_sensor`, `sensor_cost`, and
/// evaders with `origin`, `destination`, `probability`. Gives the names of the nodes besides.
#[cfg(feature = "highs")]
pub fn read_evasion(
    arcs: &SourceFile,
    evaders: &SourceFile,
) -> Result<(crate::evasion::EvasionProblem, Vec<String>), Problems> {
    use super::{Network, UNKNOWN_NODE};
    use crate::evasion::{EvaderScenario, EvasionProblem, SensorSite};
    use counterflow_evidence::diagnostics::nearest;

    let sink = ProblemSink::default();
    let network = Network::read(arcs, &["evasion_probability"], &["evasion_with_sensor", "sensor_cost"], &sink);
    let table = CsvTable::parse(evaders, &["origin", "destination", "probability"], &[], &sink);
    let node = |row: &Row<'_>, column: &str| {
        let name = row.required_text(column)?;
        let found = network.nodes.iter().position(|node| *node == name);
        if found.is_none() {
            let near = nearest(&name, network.nodes.iter().map(String::as_str));
            row.report(row.problem(column, UNKNOWN_NODE, format!("no arc names the node `{name}`")).suggest(near));
        }
        found
    };
    let scenario = |row: Row<'_>| {
        let probability = row.required_float("probability", 0.0..=1.0);
        Some(EvaderScenario {
            origin: node(&row, "origin")?,
            destination: node(&row, "destination")?,
            probability: probability?,
        })
    };
    let scenarios: Vec<EvaderScenario> = table.rows().filter_map(scenario).collect();
    let column = |name: &str| network.columns.get(name).cloned().unwrap_or_default();
    let watched = column("evasion_with_sensor").into_iter().zip(column("sensor_cost")).enumerate();
    let sites = watched
        .filter_map(|(arc, (evasion, cost))| Some(SensorSite { arc, evasion_with_sensor: evasion?, cost: cost? }))
        .collect();
    let evasion = network.filled("evasion_probability");
    match network.graph {
        Some(graph) => sink.into_result((EvasionProblem { graph, evasion, sites, scenarios }, network.nodes)),
        None => Err(sink.into_problems()),
    }
}
