//! The `[design]` table and the correlations.

use super::{Known, integer};
use crate::design::{Copula, Design, MOST_POINTS, Method};
use counterflow_evidence::diagnostics::nearest;
use counterflow_evidence::reader::TableReader;
use counterflow_evidence::{Record, stable_hash};
use std::collections::BTreeMap;

/// Table of the levels of single parameters.
const LEVELS_OF: &str = "levels_of";
const SHARES: &str = "shares of the distribution from 0 (low) to 1 (high), such as levels = [0.0, 0.5, 1.0]";

/// What the points of a study are.
pub(super) struct Sampling {
    pub design: Design,
    pub parameters: Vec<usize>,
    pub copula: Option<Copula>,
}

/// Reads the design; none after a report.
pub(super) fn read(root: &TableReader<'_>, known: Known<'_>, seed: u64, replicates: i64) -> Option<Sampling> {
    let correlations = root.tables("correlation");
    let Some(table) = root.table("design") else {
        if !root.has("design") {
            root.report(
                root.problem("design", "E0103", "`design` is missing")
                    .expect("a table [design] with `method` and `points`"),
            );
        }
        return None;
    };
    let parameters = parameters(&table, known);
    let method = method(&table, parameters.as_deref(), known);
    let points = method.as_ref().and_then(|method| points(&table, method));
    table.finish(&["levels", LEVELS_OF, "parameters", "points"]);
    let copula = copula(&correlations, parameters.as_deref(), method.as_ref(), known);
    let (parameters, method, points) = (parameters?, method?, points?);
    let keys: Vec<u64> =
        parameters.iter().map(|position| stable_hash(&known.evidence.records()[*position].id())).collect();
    let design = match Design::new(&method, &keys, points, seed) {
        Ok(design) => design,
        Err(error) => {
            table.report(
                table.problem("method", "E0910", error.to_string()).expect("fewer parameters, levels or points"),
            );
            return None;
        }
    };
    if i64::from(design.points()) * replicates > i64::from(MOST_POINTS) {
        let message = format!("{} points times {replicates} replicates are too many members", design.points());
        root.report(root.problem("replicates", "E0910", message).expect(format!("at most {MOST_POINTS} members")));
        return None;
    }
    Some(Sampling { design, parameters, copula })
}

fn method(table: &TableReader<'_>, varied: Option<&[usize]>, known: Known<'_>) -> Option<Method> {
    if !table.has("method") {
        table.required_string("method");
        return None;
    }
    match table.choice("method", &Method::WORDS)?.as_str() {
        "monte_carlo" => Some(Method::MonteCarlo),
        "latin_hypercube" => Some(Method::LatinHypercube),
        "sobol" => Some(Method::Sobol),
        "full_factorial" => levels(table, None, varied, known).map(Method::FullFactorial),
        _ => levels(table, Some(vec![0.0, 1.0]), varied, known).map(Method::OneAtATime),
    }
}

/// Number of points; 0 for a grid, whose levels make it.
fn points(table: &TableReader<'_>, method: &Method) -> Option<u32> {
    let unused: &[&str] = if method.is_grid() { &["points"] } else { &["levels", LEVELS_OF] };
    if let Some(unused) = unused.iter().find(|key| table.has(key)) {
        table.report(
            table
                .problem(unused, "E0908", format!("this method has no `{unused}`"))
                .expect("no such line, or another method"),
        );
        return None;
    }
    if method.is_grid() {
        return Some(0);
    }
    if !table.has("points") {
        let near = nearest("points", table.keys()).map(|near| format!(" (there is `{near}`)")).unwrap_or_default();
        table.report(table.problem("points", "E0103", "`points` is missing").expect(format!("a key `points`{near}")));
        return None;
    }
    let points = u32::try_from(integer(table, "points", 1..=i64::from(MOST_POINTS))?).ok()?;
    if *method == Method::Sobol && !points.is_power_of_two() {
        let above = points.checked_next_power_of_two().unwrap_or(points);
        let problem = table.problem("points", "E0903", format!("{points} Sobol points are not balanced"));
        table.report(problem.expect(format!("a power of two, such as {} or {above}", above / 2)));
        return None;
    }
    Some(points)
}

/// Levels of every varied parameter: its own, or those of all.
fn levels(
    table: &TableReader<'_>,
    default: Option<Vec<f64>>,
    varied: Option<&[usize]>,
    known: Known<'_>,
) -> Option<Vec<Vec<f64>>> {
    let own = levels_of(table, varied, known)?;
    let of_all = if table.has("levels") { Some(shares(table, "levels")?) } else { default };
    let of = |position: &usize| own.get(position).or(of_all.as_ref()).cloned();
    let found: Option<Vec<Vec<f64>>> = varied.unwrap_or_default().iter().map(of).collect();
    if found.is_none() {
        table.report(table.problem("levels", "E0103", "`levels` is missing").expect(SHARES));
    }
    found
}

/// The table `[design.levels_of]`: levels of single parameters, by position; none after a report.
fn levels_of(table: &TableReader<'_>, varied: Option<&[usize]>, known: Known<'_>) -> Option<BTreeMap<usize, Vec<f64>>> {
    let Some(own) = table.table(LEVELS_OF) else { return Some(BTreeMap::new()) };
    let mut found = BTreeMap::new();
    let mut sound = true;
    for name in own.keys() {
        let levels = shares(&own, name);
        match (known.evidence.index(name), levels) {
            (None, _) => unknown(&own, name, name, known),
            (Some(position), _) if varied.is_some_and(|varied| !varied.contains(&position)) => {
                not_varied(&own, name, name)
            }
            (Some(position), Some(levels)) => {
                found.insert(position, levels);
                continue;
            }
            (Some(_), None) => {}
        }
        sound = false;
    }
    sound.then_some(found)
}

/// Shares of a parameter's distribution; none after a report.
fn shares(table: &TableReader<'_>, key: &str) -> Option<Vec<f64>> {
    let levels = table.floats(key)?;
    let sound = !levels.is_empty() && levels.iter().all(|level| (0.0..=1.0).contains(level));
    if !sound {
        table.report(table.problem(key, "E0903", format!("the levels in `{key}` must be shares")).expect(SHARES));
    }
    sound.then_some(levels)
}

fn not_varied(table: &TableReader<'_>, key: &str, name: &str) {
    let problem = table.problem(key, "E0902", format!("the design does not vary `{name}`"));
    table.report(problem.expect("a parameter that the design varies"));
}

/// Positions of the parameters to vary, in the order of the evidence; all uncertain ones by default,
/// none after a report.
fn parameters(table: &TableReader<'_>, known: Known<'_>) -> Option<Vec<usize>> {
    let records = known.evidence.records();
    let uncertain = |position: &usize| records[*position].is_uncertain();
    let all = || (0..records.len()).filter(uncertain);
    if !table.has("parameters") {
        return Some(all().collect());
    }
    let patterns = table.strings("parameters")?;
    let mut chosen: Vec<usize> = Vec::new();
    let mut sound = !patterns.is_empty();
    for pattern in &patterns {
        let matches: Vec<usize> = match pattern.strip_suffix(".*") {
            Some(module) => all().filter(|position| records[*position].module == module).collect(),
            None => known.evidence.index(pattern).into_iter().collect(),
        };
        sound &= !matches.is_empty() && matches.iter().all(&uncertain);
        if matches.is_empty() {
            unknown(table, "parameters", pattern, known);
        } else if !matches.iter().all(&uncertain) {
            let problem = table.problem("parameters", "E0902", format!("`{pattern}` has no range"));
            table.report(problem.expect("a parameter with a range (`counterflow evidence list`)"));
        }
        chosen.extend(matches);
    }
    if patterns.is_empty() {
        table.report(
            table
                .problem("parameters", "E0911", "`parameters` is empty")
                .expect("names such as \"market.*\", or no such line for all"),
        );
    }
    chosen.sort_unstable();
    chosen.dedup();
    sound.then_some(chosen)
}

fn unknown(table: &TableReader<'_>, key: &str, pattern: &str, known: Known<'_>) {
    let records = known.evidence.records();
    let names = records.iter().map(Record::id).chain(records.iter().map(|record| format!("{}.*", record.module)));
    let names: Vec<String> = names.collect();
    let of_name = records.iter().find(|record| record.name == *pattern || record.module == *pattern);
    let of_name =
        of_name.map(|record| if record.name == *pattern { record.id() } else { format!("{}.*", record.module) });
    let near = of_name.as_deref().or_else(|| nearest(pattern, names.iter().map(String::as_str)));
    let problem = table.problem(key, "E0902", format!("unknown parameter `{pattern}`"));
    table.report(problem.expect("module.parameter or module.* (`counterflow evidence list`)").suggest(near));
}

/// Rank correlations between pairs of varied parameters; none is known to be varied after a report.
fn copula(
    tables: &[TableReader<'_>],
    varied: Option<&[usize]>,
    method: Option<&Method>,
    known: Known<'_>,
) -> Option<Copula> {
    let pairs: Vec<(usize, usize, f64)> = tables.iter().filter_map(|table| pair(table, varied, known)).collect();
    let first = tables.first()?;
    if method.is_some_and(Method::is_grid) {
        first.report(
            first
                .problem("parameters", "E0908", "a grid has no correlations")
                .expect("no [[correlation]], or another method"),
        );
        return None;
    }
    let copula = Copula::new(&pairs);
    if let Err(error) = &copula {
        first.report(first.problem("rank", "E0907", error.to_string()).expect("correlations that fit together"));
    }
    copula.ok()
}

fn pair(table: &TableReader<'_>, varied: Option<&[usize]>, known: Known<'_>) -> Option<(usize, usize, f64)> {
    if !table.has("parameters") {
        table.required_string("parameters");
    }
    let names = table.strings("parameters").unwrap_or_default();
    let rank = table.required_float("rank");
    table.finish(&[]);
    if rank.abs() >= 1.0 {
        table.report(
            table.problem("rank", "E0907", format!("a rank correlation of {rank}")).expect("a number between -1 and 1"),
        );
        return None;
    }
    let place = |name: &String| {
        let position = known.evidence.index(name);
        let place =
            position.and_then(|position| varied.map_or(Some(position), |varied| varied.binary_search(&position).ok()));
        match (position, place) {
            (None, _) => unknown(table, "parameters", name, known),
            (Some(_), None) => not_varied(table, "parameters", name),
            _ => {}
        }
        place
    };
    let places: Vec<Option<usize>> = names.iter().map(place).collect();
    match places.as_slice() {
        [Some(a), Some(b)] if a != b => rank.is_finite().then_some((*a, *b, rank)),
        [Some(_), Some(_)] | [] | [_] | [_, _, _, ..] => {
            if table.has("parameters") {
                table.report(
                    table
                        .problem("parameters", "E0907", "a correlation is between two parameters")
                        .expect("parameters = [\"a.b\", \"c.d\"]"),
                );
            }
            None
        }
        _ => None,
    }
}
