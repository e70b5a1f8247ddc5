//! Problems that are tables: targets, cells, sensor sites with evaders.

use counterflow_evidence::csv_reader::{CsvTable, Row};
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile};

use crate::search_effort::SearchCell;
use crate::stackelberg::SecurityTarget;

/// Reads targets from the columns `defender_covered`, `defender_uncovered`, `attacker_uncovered`,
/// `attacker_covered`.
pub fn read_security_targets(file: &SourceFile) -> Result<Vec<SecurityTarget>, Problems> {
    let columns = ["defender_covered", "defender_uncovered", "attacker_uncovered", "attacker_covered"];
    read_rows(file, &columns, |row| {
        let utility = |column: &str| row.required_float(column, f64::MIN..=f64::MAX);
        Some(SecurityTarget {
            defender_covered: utility(columns[0])?,
            defender_uncovered: utility(columns[1])?,
            attacker_uncovered: utility(columns[2])?,
            attacker_covered: utility(columns[3])?,
        })
    })
}

/// Reads cells from the columns `probability` and `detection_rate_per_hour`.
pub fn read_search_cells(file: &SourceFile) -> Result<Vec<SearchCell>, Problems> {
    read_rows(file, &["probability", "detection_rate_per_hour"], |row| {
        Some(SearchCell {
            probability: row.required_float("probability", 0.0..=1.0)?,
            detection_rate_per_hour: row.required_float("detection_rate_per_hour", 0.0..=f64::MAX)?,
        })
    })
}

fn read_rows<T>(file: &SourceFile, columns: &[&str], read: impl Fn(&Row<'_>) -> Option<T>) -> Result<Vec<T>, Problems> {
    let sink = ProblemSink::default();
    let table = CsvTable::parse(file, columns, &[], &sink);
    let rows = table.rows().filter_map(|row| read(&row)).collect();
    sink.into_result(rows)
}

/// Reads a sensor problem: arcs with `evasion_probability`, `evasion_with_sensor`, `sensor_cost`, and
/// evaders with `origin`, `destination`, `probability`. Gives the names of the nodes besides.
#[cfg(feature = "highs")]
pub fn read_evasion(arcs: &SourceFile, evaders: &SourceFile) -> Result<(crate::evasion::EvasionProblem, Vec<String>), Problems> {
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
        Some(EvaderScenario { origin: node(&row, "origin")?, destination: node(&row, "destination")?, probability: probability? })
    };
    let scenarios: Vec<EvaderScenario> = table.rows().filter_map(scenario).collect();
    let column = |name: &str| network.columns.get(name).cloned().unwrap_or_default();
    let watched = column("evasion_with_sensor").into_iter().zip(column("sensor_cost")).enumerate();
    let sites = watched.filter_map(|(arc, (evasion, cost))| Some(SensorSite { arc, evasion_with_sensor: evasion?, cost: cost? })).collect();
    let evasion = network.filled("evasion_probability");
    match network.graph {
        Some(graph) => sink.into_result((EvasionProblem { graph, evasion, sites, scenarios }, network.nodes)),
        None => Err(sink.into_problems()),
    }
}
