//! What published quantities mean whose definition names places of the world.
//!
//! `definitions.toml` has a table for each: its `measure` and the corridors and countries that it takes.
//! Code of its problems: E0602 unknown name, E0610 unknown measure.

use super::parse::Ids;
use counterflow_evidence::diagnostics::{ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml};

/// A published quantity or sum and what it is measured from; corridors and countries as positions in
/// the world's tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Quantity in `published.csv`, or the name of a sum behind its colon.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
}

/// Ways to measure a quantity of the base year.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// Of what leaves `from` on `corridors` to anywhere else, the share on each corridor.
    ShareByCorridor {
        /// Corridors.
        corridors: Vec<usize>,
        /// Countries.
        from: Vec<usize>,
    },
    /// Seized on `corridors` over what leaves `from` on them to anywhere else.
    SeizedOverDepartures {
        /// Corridors.
        corridors: Vec<usize>,
        /// Countries.
        from: Vec<usize>,
    },
    /// Of what leaves `from` to anywhere else, the share that leaves `part`.
    ShareOfDepartures {
        /// Countries.
        from: Vec<usize>,
        /// Some of them.
        part: Vec<usize>,
    },
    /// Disrupted share of the known flow on `corridors`, from the interdiction module.
    DisruptedShareOfKnown {
        /// Corridors.
        corridors: Vec<usize>,
    },
    /// Seizures summed over `countries`.
    Sum {
        /// Countries.
        countries: Vec<usize>,
    },
}

const MEASURES: [&str; 5] =
    ["share_by_corridor", "seized_over_departures", "share_of_departures", "disrupted_share_of_known", "sum"];

/// Reads the definitions of a world.
pub(super) fn read(
    file: &SourceFile,
    countries: &Ids,
    corridors: &Ids,
    sink: &ProblemSink,
) -> Result<Vec<Definition>, Problems> {
    let toml = Toml::parse(file).map_err(|problem| Problems(vec![problem]))?;
    let root = toml.root(sink);
    let names = Names { countries, corridors };
    let tables = root.keys().into_iter().filter_map(|name| Some((name.to_owned(), root.table(name)?)));
    let found = tables.filter_map(|(name, table)| Some(Definition { name, measure: names.measure(&table)? })).collect();
    root.finish(&[]);
    Ok(found)
}

struct Names<'a> {
    countries: &'a Ids,
    corridors: &'a Ids,
}

impl Names<'_> {
    fn measure(&self, table: &TableReader<'_>) -> Option<Measure> {
        let word = table.required_string("measure");
        let corridors = |key| positions(table, key, self.corridors);
        let countries = |key| positions(table, key, self.countries);
        let measure = match word.as_str() {
            "share_by_corridor" => {
                Measure::ShareByCorridor { corridors: corridors("corridors"), from: countries("from") }
            }
            "seized_over_departures" => {
                Measure::SeizedOverDepartures { corridors: corridors("corridors"), from: countries("from") }
            }
            "share_of_departures" => Measure::ShareOfDepartures { from: countries("from"), part: countries("part") },
            "disrupted_share_of_known" => Measure::DisruptedShareOfKnown { corridors: corridors("corridors") },
            "sum" => Measure::Sum { countries: countries("countries") },
            _ => {
                if !word.is_empty() {
                    let problem = table.problem("measure", "E0610", format!("unknown measure `{word}`"));
                    table.report(problem.expect(MEASURES.join(", ")).suggest(nearest(&word, MEASURES)));
                }
                return None;
            }
        };
        table.finish(&[]);
        Some(measure)
    }
}

/// Positions of the names that a key lists.
fn positions(table: &TableReader<'_>, key: &str, ids: &Ids) -> Vec<usize> {
    if !table.has(key) {
        table.report(table.problem(key, "E0103", format!("`{key}` is missing")).expect(format!("{key} = [\"...\"]")));
    }
    let mut found = Vec::new();
    for name in table.strings(key).unwrap_or_default() {
        if let Some(position) = ids.names.iter().position(|id| *id == name) {
            found.push(position);
        } else if ids.worth_reporting(&name) {
            let problem = table.problem(key, "E0602", format!("unknown name `{name}` in `{key}`"));
            table.report(
                problem
                    .expect(format!("one of {} names", ids.names.len()))
                    .suggest(nearest(&name, ids.names.iter().map(String::as_str))),
            );
        }
    }
    found
}
