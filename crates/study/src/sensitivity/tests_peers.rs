//! Indices against SALib on identical samples, to 1e-10.

use super::groups::Groups;
use super::morris::{MorrisDesign, effects};
use super::pawn::pawn;
use super::saltelli::{Order, SobolDesign};
use super::sequence::Scramble;
use super::sobol::{Indices, Method, estimate};
use super::test_functions::{ishigami, sobol_g};
use super::{Bootstrap, Estimate};
use crate::peers::{Table, number};

const AGREEMENT: f64 = 1e-10;

macro_rules! peer {
    ($name:literal) => {
        Table::of(include_str!(concat!("peers/", $name, ".csv")))
    };
}

fn close(what: &str, ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= AGREEMENT * theirs.abs().max(1.0), "{what}: {ours} against {theirs}");
}

/// Values and intervals, the latter from the very resamples that SALib drew.
fn check_sobol(groups: Groups, sample: &Table, resamples: &Table, indices: &Table) {
    let samples = resamples.rows().len();
    let inputs = groups.inputs();
    let design = SobolDesign::new(groups, samples, Order::Second, Scramble::None).expect("a design");
    let outputs = design.with_outputs(sample.column(inputs)).expect("as many outputs");
    let drawn = |resample: u32| {
        let mut counts = vec![0.0; samples];
        resamples.column(resample as usize).iter().for_each(|case| counts[*case as usize] += 1.0);
        counts
    };
    let found = estimate(&outputs, &Method::default(), samples, 20, &drawn).expect("indices");
    for row in indices.rows() {
        let estimate = index(&found, row);
        let what = row[..3].join(" ");
        close(&what, estimate.value, number(row[3]).expect("a value"));
        close(&what, estimate.half_width, number(row[4]).expect("a half-width"));
    }
    let groups = design.groups().count();
    assert_eq!(indices.rows().len(), 2 * groups + groups * (groups - 1) / 2);
}

fn index(found: &Indices, row: &[&str]) -> Estimate {
    let one: usize = row[1].parse().expect("a group");
    match row[0] {
        "first" => found.first[one],
        "total" => found.total[one],
        _ => {
            found
                .second
                .iter()
                .find(|pair| (pair.one, pair.other) == (one, row[2].parse().expect("a group")))
                .expect("a pair")
                .index
        }
    }
}

/// The design is SALib's, point by point, and so are the outputs.
#[test]
fn val_design_and_sobol_indices_of_ishigami_equal_salib() {
    let sample = peer!("ishigami_sample");
    let inputs = Groups::alone(["x0", "x1", "x2"]);
    let design = SobolDesign::new(inputs.clone(), 64, Order::Second, Scramble::None).expect("a design");
    assert_eq!(design.points(), sample.numbers(3));
    let outputs = design.evaluate(ishigami().function);
    for (ours, theirs) in outputs.values().iter().zip(sample.column(3)) {
        close("output", *ours, theirs);
    }
    check_sobol(inputs, &sample, &peer!("ishigami_resamples"), &peer!("ishigami_indices"));
}

#[test]
fn val_sobol_indices_of_the_g_function_equal_salib() {
    let sample = peer!("g_sample");
    for (point, theirs) in sample.numbers(8).chunks_exact(8).zip(sample.column(8)) {
        close("output", (sobol_g().function)(point), theirs);
    }
    let inputs = Groups::alone((0..8).map(|input| format!("x{input}")));
    check_sobol(inputs, &sample, &peer!("g_resamples"), &peer!("g_indices"));
}

#[test]
fn val_sobol_indices_of_groups_equal_salib() {
    let groups = Groups::labelled(&["p", "q", "p", "q", "r", "r", "s", "r"]);
    check_sobol(groups, &peer!("g_grouped_sample"), &peer!("g_grouped_resamples"), &peer!("g_grouped_indices"));
}

fn check_morris(groups: Groups, sample: &Table, expected: &Table) {
    const LEVELS: usize = 6;
    let design = MorrisDesign::from_points(groups, LEVELS, sample.numbers(6)).expect("SALib's trajectories");
    let found = effects(&design, &sample.column(6), &Bootstrap::default()).expect("effects");
    for row in expected.rows() {
        let group = design.groups().names().iter().position(|name| name == row[0]).expect("a group");
        let cell = |column: usize| row[column].parse::<f64>().expect("a number");
        close(row[0], found[group].mu_star.value, cell(1));
        if let (Some(mu), Some(sigma)) = (found[group].mu, found[group].sigma) {
            close(row[0], mu, cell(2));
            close(row[0], sigma, cell(3));
        } else {
            assert!(cell(3).is_nan(), "SALib tells a sigma for {}", row[0]);
        }
    }
    assert_eq!(expected.rows().len(), found.len());
}

#[test]
fn val_elementary_effects_equal_salib() {
    let inputs = Groups::alone((0..6).map(|input| format!("x{input}")));
    check_morris(inputs, &peer!("morris_sample"), &peer!("morris_effects"));
    let groups = Groups::labelled(&["p", "q", "p", "r", "r", "r"]);
    check_morris(groups, &peer!("morris_grouped_sample"), &peer!("morris_grouped_effects"));
}

/// With the last slice closed; the outputs hold ties.
#[test]
fn val_pawn_distances_equal_those_of_scipy() {
    const SLICES: usize = 8;
    let sample = peer!("pawn_sample");
    let found = pawn(&sample.numbers(3), 3, &sample.column(3), SLICES, 1).expect("distances");
    let expected = peer!("pawn_distances");
    for (input, row) in expected.rows().iter().enumerate() {
        for (slice, theirs) in row.iter().enumerate() {
            close(
                &format!("input {input} slice {slice}"),
                found.inputs[input].slices[slice],
                number(theirs).expect("a distance"),
            );
        }
    }
}
