//! Where in a table of cases those of interest lie.

use crate::data_table::DataTable;
use crate::failure::Failure;
use crate::results::discovery::{BoxCounts, DiscoveryResult, FoundBox, LimitEntry, TrajectoryBox};
use counterflow_evidence::diagnostics::{Problem, Problems};
use counterflow_report::number::significant;
use counterflow_study::discovery::cart::{TreeOptions, leaves};
use counterflow_study::discovery::prim::{Options, PrimBox, trajectory};
use counterflow_study::discovery::quasi_p::{QuasiP, quasi_p};
use counterflow_study::discovery::validate::{
    Choice, Further, HeldOut, Reproducibility, choose, covering, cross_validate, reproducibility,
};
use counterflow_study::discovery::{Cases, DiscoveryError};

/// Leaves of a tree that are told unless more boxes are asked for.
const LEAVES: u16 = 10;
/// Random halves in which limits are looked for again (Bryant and Lempert 2010).
const RESAMPLES: u32 = 10;
/// Density from which a leaf is told: most of its cases are of interest.
const MAJORITY: f64 = 0.5;

/// What is asked of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct DiscoveryRequest {
    /// Column of the outcome.
    pub outcome: String,
    /// Cases of this outcome or more are of interest.
    pub above: Option<f64>,
    /// Cases of this outcome or less are of interest.
    pub below: Option<f64>,
    /// Columns of the inputs; of an exported study its inputs, else all but the outcome, if none is named.
    pub inputs: Vec<String>,
    /// Columns that are no inputs.
    pub without: Vec<String>,
    /// How boxes are looked for.
    pub method: Method,
    /// Which box is told first; a tree has no last one and no best balance.
    pub density: Option<f64>,
    /// Whether the last box is told.
    pub last: bool,
    /// Most boxes.
    pub boxes: u16,
    /// How boxes are cut.
    pub search: Options,
    /// Folds of the cross-validation; 0 for none.
    pub folds: usize,
    /// Seed of folds and halves.
    pub seed: u64,
}

/// How boxes are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Peels one box after another.
    Prim,
    /// Grows a tree, whose leaves are boxes.
    Cart,
}

/// The boxes, and what a drawing of them needs.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// What is answered.
    pub result: DiscoveryResult,
    /// Smallest and largest value of every input.
    pub ranges: Vec<(f64, f64)>,
}

/// What was found.
struct Found {
    names: Vec<String>,
    cases: Cases,
    boxes: Vec<PrimBox>,
    held_out: Vec<HeldOut>,
    chosen: Option<usize>,
    /// Boxes after the first.
    further: Vec<Further>,
}

/// Looks for boxes in a table.
///
/// # Errors
/// Columns that do not exist or hold no numbers, cases all or none of which are of interest, options out of range.
pub fn discover(request: &DiscoveryRequest, table: &DataTable) -> Result<Discovery, Failure> {
    if request.method == Method::Cart && request.last {
        return Err(Problem::new("E0813", "a tree has no last box").expect("--density, or --method prim").into());
    }
    let names = inputs(request, table)?;
    let cases = cases(request, table, &names)?;
    let found = match request.method {
        Method::Prim => find(request, names, cases),
        Method::Cart => grow(request, names, cases),
    };
    let found = found.map_err(refused)?;
    let range = |values: &Vec<f64>| {
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)))
    };
    let ranges = found.cases.inputs().iter().map(range).collect();
    Ok(Discovery { result: result(request, found)?, ranges })
}

fn refused(fault: DiscoveryError) -> Problem {
    Problem::new("E0813", fault.to_string())
}

fn result(request: &DiscoveryRequest, found: Found) -> Result<DiscoveryResult, Problem> {
    let step = |(number, one): (usize, &PrimBox)| {
        let held_out = found.held_out.get(number);
        TrajectoryBox {
            counts: counts(one),
            limited_inputs: one.limited_inputs(),
            held_out_density: held_out.and_then(|out| out.density),
            held_out_coverage: held_out.map(|out| out.coverage),
        }
    };
    Ok(DiscoveryResult {
        outcome: request.outcome.clone(),
        above: request.above,
        below: request.below,
        cases: found.cases.count(),
        of_interest: found.cases.count_of_interest(),
        chosen: found.chosen,
        boxes: told(request, &found)?,
        trajectory: found.boxes.iter().enumerate().map(step).collect(),
        inputs: found.names,
    })
}

/// The first box with how often its limits come back, then the others.
fn told(request: &DiscoveryRequest, found: &Found) -> Result<Vec<FoundBox>, Problem> {
    let Some(chosen) = found.chosen else { return Ok(Vec::new()) };
    let first = &found.boxes[chosen];
    let reproduced = match request.method {
        Method::Prim => {
            reproducibility(&found.cases, first, &request.search, RESAMPLES, request.seed).map_err(refused)?
        }
        // A tree of half the cases has other leaves, not the same leaf again.
        Method::Cart => Vec::new(),
    };
    let one = |one: &PrimBox, values: &[QuasiP], reproduced: &[Reproducibility]| FoundBox {
        counts: counts(one),
        limits: limits(&found.names, one, values, reproduced),
    };
    let further = found.further.iter().map(|further| one(&further.found, &further.quasi_p, &[]));
    Ok(std::iter::once(one(first, &quasi_p(&found.cases, first), &reproduced)).chain(further).collect())
}

fn counts(one: &PrimBox) -> BoxCounts {
    BoxCounts {
        cases: one.cases,
        of_interest: one.of_interest,
        density: one.density,
        coverage: one.coverage,
        mass: one.mass,
    }
}

fn limits(names: &[String], one: &PrimBox, values: &[QuasiP], reproduced: &[Reproducibility]) -> Vec<LimitEntry> {
    let entry = |input: usize| LimitEntry {
        input: names[input].clone(),
        low: one.limits[input].low,
        high: one.limits[input].high,
        quasi_p_low: values[input].low,
        quasi_p_high: values[input].high,
        again_by_coverage: reproduced.get(input).map(|found| found.by_coverage),
        again_by_density: reproduced.get(input).map(|found| found.by_density),
    };
    (0..one.limits.len()).filter(|input| one.limits[*input].is_limited()).map(entry).collect()
}

/// Columns of the inputs; unknown names come all at once.
fn inputs(request: &DiscoveryRequest, table: &DataTable) -> Result<Vec<String>, Problems> {
    let mut problems = Problems::default();
    let known = request.inputs.iter().chain(&request.without).chain([&request.outcome]);
    problems.extend(known.filter_map(|name| table.texts(name).err()));
    let is_input = |name: &&String| {
        let asked = match (request.inputs.as_slice(), table.study_inputs()) {
            ([], []) => !request.without.contains(name),
            ([], inputs) => inputs.contains(name) && !request.without.contains(name),
            (inputs, _) => inputs.contains(name),
        };
        asked && **name != request.outcome
    };
    problems.into_result(table.names().iter().filter(is_input).cloned().collect())
}

fn cases(request: &DiscoveryRequest, table: &DataTable, names: &[String]) -> Result<Cases, Problems> {
    let mut problems = Problems::default();
    let mut columns = Vec::new();
    for name in names {
        match table.numbers(name) {
            Ok(column) => columns.push(column),
            Err(found) => problems.extend(
                found.into_iter().map(|problem| problem.expect("a finite number; --without leaves columns out")),
            ),
        }
    }
    let outcome = match table.numbers(&request.outcome) {
        Ok(outcome) => outcome,
        Err(found) => {
            problems.extend(found);
            Vec::new()
        }
    };
    problems.into_result(())?;
    let of_interest = |outcome: &f64| {
        request.above.is_none_or(|least| *outcome >= least) && request.below.is_none_or(|most| *outcome <= most)
    };
    let of_interest = outcome.iter().map(of_interest).collect();
    Cases::new(columns, of_interest).map_err(|fault| {
        let (smallest, largest) = outcome
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        let problem = table.at_file(Problem::new("E0813", fault.to_string()));
        let about_outcome =
            matches!(fault, DiscoveryError::NothingOfInterest { .. } | DiscoveryError::AllOfInterest { .. });
        let expected = if about_outcome {
            format!("a threshold within the outcome, {} to {}", significant(smallest), significant(largest))
        } else {
            "columns of inputs".to_owned()
        };
        problem.expect(expected).into()
    })
}

fn choice(request: &DiscoveryRequest) -> Choice {
    match request.density {
        Some(least) => Choice::Density(least),
        None if request.last => Choice::Last,
        None => Choice::Balanced,
    }
}

fn find(request: &DiscoveryRequest, names: Vec<String>, cases: Cases) -> Result<Found, DiscoveryError> {
    let search = &request.search;
    let boxes = trajectory(&cases, search)?;
    let held_out = if request.folds == 0 {
        Vec::new()
    } else {
        cross_validate(&cases, &boxes, search, request.folds, request.seed)?
    };
    let chosen = choose(&boxes, &held_out, choice(request));
    let further = match chosen {
        Some(chosen) if request.boxes > 1 => {
            covering(&cases, &boxes[chosen], search, choice(request), usize::from(request.boxes) - 1)?
        }
        _ => Vec::new(),
    };
    Ok(Found { names, cases, boxes, held_out, chosen, further })
}

/// The dense leaves of a tree, those of most coverage first.
fn grow(request: &DiscoveryRequest, names: Vec<String>, cases: Cases) -> Result<Found, DiscoveryError> {
    let mut boxes = leaves(&cases, &TreeOptions { least_mass: request.search.least_mass })?;
    boxes.sort_by(|one, other| other.coverage.total_cmp(&one.coverage));
    let dense: Vec<&PrimBox> =
        boxes.iter().filter(|leaf| leaf.density >= request.density.unwrap_or(MAJORITY)).collect();
    let further = |leaf: &PrimBox| Further { found: leaf.clone(), quasi_p: quasi_p(&cases, leaf) };
    let further =
        dense.iter().skip(1).take(usize::from(request.boxes.max(LEAVES)) - 1).map(|leaf| further(leaf)).collect();
    let chosen = dense.first().and_then(|first| boxes.iter().position(|leaf| leaf == *first));
    Ok(Found { names, cases, boxes, held_out: Vec::new(), chosen, further })
}
