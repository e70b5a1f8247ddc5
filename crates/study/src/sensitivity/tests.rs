//! Indices against closed forms, brute force and symmetries.

use super::groups::Groups;
use super::morris::{MorrisDesign, effects};
use super::pawn::pawn;
use super::saltelli::{Order, SobolDesign};
use super::sequence::{Scramble, Sequence};
use super::sobol::{FirstOrder, Indices, Method, TotalOrder, indices};
use super::test_functions::{Known, ishigami, sobol_g};
use super::{Bootstrap, Estimate, SensitivityError};
use crate::sensitivity::convergence::{CONVERGED_WIDTH, convergence};
use proptest::prelude::*;

const SCRAMBLED: Scramble = Scramble::Matrix { seed: 7 };

fn numbered(inputs: usize) -> Groups {
    Groups::alone((0..inputs).map(|input| format!("x{input}")))
}

fn found(known: &Known, samples: usize, method: &Method) -> Indices {
    let design = SobolDesign::new(numbered(known.first.len()), samples, Order::Second, SCRAMBLED).expect("a design");
    indices(&design.evaluate(known.function), method).expect("indices")
}

/// The interval of a quasi-random sample is wider than its error, so that 95 % intervals hold every
/// index but for rounding of the last digits.
fn inside(what: &str, estimates: impl IntoIterator<Item = Estimate>, expected: &[f64]) {
    for (position, (estimate, expected)) in estimates.into_iter().zip(expected).enumerate() {
        let error = (estimate.value - expected).abs();
        assert!(error <= estimate.half_width + 1e-9, "{what} {position}: {estimate:?} against {expected}");
    }
}

#[test]
fn val_intervals_hold_the_analytic_indices() {
    for known in [ishigami(), sobol_g()] {
        let found = found(&known, 4096, &Method::default());
        inside("first", found.first.iter().copied(), &known.first);
        inside("total", found.total.iter().copied(), &known.total);
        inside("second", found.second.iter().map(|pair| pair.index), &known.second);
        assert!((found.mean - known.mean).abs() < 0.01 * known.mean);
        assert!((found.variance - known.variance).abs() < 0.01 * known.variance);
    }
}

#[test]
fn val_every_estimator_nears_the_analytic_indices() {
    const SAMPLES: usize = 1 << 14;
    const ERROR: f64 = 0.005;
    let bootstrap = Bootstrap { resamples: 0, ..Bootstrap::default() };
    for known in [ishigami(), sobol_g()] {
        for first in [FirstOrder::Saltelli, FirstOrder::Jansen, FirstOrder::Owen] {
            for total in [TotalOrder::Jansen, TotalOrder::Sobol] {
                let found = found(&known, SAMPLES, &Method { first, total, bootstrap });
                for (estimate, expected) in
                    found.first.iter().zip(&known.first).chain(found.total.iter().zip(&known.total))
                {
                    assert!(
                        (estimate.value - expected).abs() < ERROR,
                        "{first:?} {total:?} {estimate:?} against {expected}"
                    );
                }
            }
        }
    }
}

/// A group's total index is one less the closed index of the others; for the g-function both are
/// products over inputs.
#[test]
fn val_groups_of_the_g_function() {
    let known = sobol_g();
    let labels = ["strong", "strong", "weak", "weak", "weak", "weak", "weak", "weak"];
    let design = SobolDesign::new(Groups::labelled(&labels), 1 << 14, Order::First, SCRAMBLED).expect("a design");
    assert_eq!(design.runs(), 4 << 14);
    let found = indices(&design.evaluate(known.function), &Method::default()).expect("indices");
    let partial: Vec<f64> = known.first.iter().map(|share| share * known.variance).collect();
    let product = |of: &[f64]| of.iter().map(|part| 1.0 + part).product::<f64>();
    let strong = (product(&partial[..2]) - 1.0) / known.variance;
    let weak = (product(&partial[2..]) - 1.0) / known.variance;
    for (estimate, expected) in
        found.first.iter().zip([strong, weak]).chain(found.total.iter().zip([1.0 - weak, 1.0 - strong]))
    {
        assert!((estimate.value - expected).abs() < 0.005, "{estimate:?} against {expected}");
    }
}

#[test]
fn prop_owen_is_nearer_than_saltelli_for_small_indices() {
    let known = sobol_g();
    let bootstrap = Bootstrap { resamples: 0, ..Bootstrap::default() };
    let error = |first| {
        let found = found(&known, 1024, &Method { first, total: TotalOrder::Jansen, bootstrap });
        found.first[4..]
            .iter()
            .zip(&known.first[4..])
            .map(|(estimate, expected)| (estimate.value - expected).abs())
            .sum::<f64>()
    };
    assert!(error(FirstOrder::Owen) < error(FirstOrder::Saltelli));
}

#[test]
fn prop_a_sum_has_no_joint_parts_and_its_first_orders_add_up() {
    let design = SobolDesign::new(numbered(3), 2048, Order::Second, SCRAMBLED).expect("a design");
    let found =
        indices(&design.evaluate(|u| u[0] + 2.0 * u[1] + 3.0 * u[2].powi(2)), &Method::default()).expect("indices");
    let sum: f64 = found.first.iter().map(|estimate| estimate.value).sum();
    assert!((sum - 1.0).abs() < 0.01, "{sum}");
    assert!(found.second.iter().all(|pair| pair.index.value.abs() < 0.01));
}

proptest! {
    /// Indices are shares: units and level of the outcome do not count.
    #[test]
    fn prop_indices_do_not_depend_on_unit_and_level(scale in 1e-6f64..1e6, level in -1e3f64..1e3) {
        let design = SobolDesign::new(numbered(3), 64, Order::Second, SCRAMBLED).expect("a design");
        let function = ishigami().function;
        let method = Method::default();
        let plain = indices(&design.evaluate(function), &method).expect("indices");
        let other = indices(&design.evaluate(|u| scale * (function(u) + level)), &method).expect("indices");
        for (left, right) in plain.first.iter().chain(&plain.total).zip(other.first.iter().chain(&other.total)) {
            prop_assert!((left.value - right.value).abs() < 1e-8 && (left.half_width - right.half_width).abs() < 1e-8);
        }
    }

    /// Runs that differ in an idle input alone have one output.
    #[test]
    fn prop_an_input_without_influence_has_no_total_index(seed: u64) {
        let design = SobolDesign::new(numbered(3), 32, Order::First, Scramble::Matrix { seed }).expect("a design");
        let found = indices(&design.evaluate(|u| u[0] * u[2]), &Method::default()).expect("indices");
        prop_assert_eq!(found.total[1], Estimate { value: 0.0, half_width: 0.0 });
        prop_assert_eq!(found.first[1], Estimate { value: 0.0, half_width: 0.0 });
    }
}

#[test]
fn prop_every_run_of_a_design_is_what_the_block_says() {
    for order in [Order::First, Order::Second] {
        let design = SobolDesign::new(Groups::labelled(&["g", "h", "g"]), 8, order, SCRAMBLED).expect("a design");
        let points = design.points();
        let row = |sample: usize, run: usize| &points[(sample * design.block() + run) * 3..][..3];
        for sample in 0..8 {
            let (a, b) = (row(sample, 0), row(sample, design.block() - 1));
            assert_eq!(row(sample, 1), [b[0], a[1], b[2]]);
            assert_eq!(row(sample, 2), [a[0], b[1], a[2]]);
            if order == Order::Second {
                assert_eq!(row(sample, 3), [a[0], b[1], a[2]]);
                assert_eq!(row(sample, 4), [b[0], a[1], b[2]]);
            }
        }
        let mut one = [0.0; 3];
        design.write_run(5, &mut one);
        assert_eq!(one, points[15..18]);
    }
}

#[test]
fn prop_indices_do_not_depend_on_the_number_of_threads() {
    let known = ishigami();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| found(&known, 128, &Method::default()))
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn convergence_reads_parts_of_the_sample_and_is_reached_with_enough() {
    let known = ishigami();
    let read = |samples, wanted| {
        let design = SobolDesign::new(numbered(3), samples, Order::First, SCRAMBLED).expect("a design");
        convergence(&design.evaluate(known.function), &Method::default(), wanted).expect("a reading")
    };
    let small = read(256, CONVERGED_WIDTH);
    assert_eq!(small.readings.iter().map(|reading| reading.base_samples).collect::<Vec<_>>(), [32, 64, 128, 256]);
    let advised = small.advised_base_samples.expect("256 are too few");
    assert!(small.readings[0].width() > small.readings[3].width());
    assert!((512..=1 << 17).contains(&advised), "{advised}");
    assert!(read(1 << 14, 2.0 * CONVERGED_WIDTH).reached());
}

/// Morris (1991): effects of a polynomial are constant for linear inputs, and equal and opposite for
/// a product at the ends of its factor's range.
#[test]
fn val_elementary_effects_of_a_polynomial() {
    const LEVELS: usize = 4;
    let design = MorrisDesign::new(numbered(4), 500, LEVELS, 3).expect("a design");
    let outputs = design.evaluate(|u| 3.0 * u[0] - 5.0 * u[1] + (2.0 * u[3] - 1.0) * u[2]);
    let found = effects(&design, &outputs, &Bootstrap::default()).expect("effects");
    assert!((found[0].mu.expect("alone") - 3.0).abs() < 1e-12 && found[0].sigma.expect("alone") < 1e-12);
    assert!((found[1].mu.expect("alone") + 5.0).abs() < 1e-12 && (found[1].mu_star.value - 5.0).abs() < 1e-12);
    // The factor takes -1, -1/3, 1/3 and 1 with equal chance: mean 0, mean size 2/3, variance 5/9.
    let (mu_star, sigma) = (found[2].mu_star, found[2].sigma.expect("alone"));
    assert!((mu_star.value - 2.0 / 3.0).abs() < 2.0 * mu_star.half_width, "{mu_star:?}");
    assert!((sigma - (5.0f64 / 9.0).sqrt()).abs() < 0.05, "{sigma}");
}

#[test]
fn prop_a_group_of_linear_inputs_has_the_sizes_of_its_possible_sums() {
    let design = MorrisDesign::new(Groups::labelled(&["pair", "pair", "one"]), 50, 6, 1).expect("a design");
    let outputs = design.evaluate(|u| 2.0 * u[0] + 2.0 * u[1] - u[2]);
    let found = effects(&design, &outputs, &Bootstrap::default()).expect("effects");
    assert_eq!((found[0].mu, found[0].sigma), (None, None));
    assert!(found[0].mu_star.value > 0.0 && found[0].mu_star.value < 4.0);
    assert!((found[1].mu_star.value - 1.0).abs() < 1e-12);
}

/// For an outcome that is its input, slice `s` of `n` has the uniform distribution on its part:
/// the distance to the whole is the larger of what lies below and above it.
#[test]
fn val_pawn_of_an_outcome_that_is_its_input() {
    const SLICES: usize = 5;
    let points = Sequence::new(2, Scramble::None).and_then(|sequence| sequence.points(1 << 12)).expect("points");
    let outputs: Vec<f64> = points.iter().step_by(2).copied().collect();
    let found = pawn(&points, 2, &outputs, SLICES, 1).expect("distances");
    for (distance, expected) in found.inputs[0].slices.iter().zip([0.8, 0.6, 0.4, 0.6, 0.8]) {
        assert!((distance - expected).abs() < 0.01, "{distance} against {expected}");
    }
    assert!(found.inputs[1].maximum < 0.05, "{:?}", found.inputs[1]);
    assert!(found.inputs[0].minimum > found.dummy.maximum);
}

proptest! {
    /// The distance of Kolmogorov and Smirnov sees ranks alone.
    #[test]
    fn prop_pawn_does_not_change_under_rising_functions(seed in 1u64..1000) {
        let sequence = Sequence::new(3, Scramble::Matrix { seed }).expect("a sequence");
        let points = sequence.points(200).expect("points");
        let outputs: Vec<f64> = points.chunks_exact(3).map(|u| u[0] - u[1] * u[2]).collect();
        let bent: Vec<f64> = outputs.iter().map(|output| output.exp()).collect();
        prop_assert_eq!(pawn(&points, 3, &outputs, 10, seed).expect("distances"), pawn(&points, 3, &bent, 10,
            seed).expect("distances"));
    }
}

#[test]
fn faults_are_named() {
    let design = |groups, samples, order| SobolDesign::new(groups, samples, order, SCRAMBLED);
    let none: [&str; 0] = [];
    assert!(matches!(design(Groups::alone(none), 8, Order::First), Err(SensitivityError::NoInputs)));
    assert!(matches!(design(numbered(2), 1, Order::First), Err(SensitivityError::TooFew { given: 1, .. })));
    assert!(matches!(design(numbered(20_000), 2, Order::First), Err(SensitivityError::TooManyInputs { .. })));
    let small = design(numbered(2), 8, Order::First).expect("a design");
    assert!(matches!(
        small.with_outputs(vec![0.0; 31]),
        Err(SensitivityError::OutputCount { given: 31, expected: 32 })
    ));
    let of = |outputs: Vec<f64>, method: &Method| indices(&small.with_outputs(outputs).expect("as many"), method);
    assert!(matches!(of(vec![5.0; 32], &Method::default()), Err(SensitivityError::Constant { value: 5.0 })));
    let mut broken = vec![0.0; 32];
    broken[9] = f64::NAN;
    assert!(matches!(of(broken, &Method::default()), Err(SensitivityError::NotFinite { run: 9, .. })));
    let varied: Vec<f64> = (0..32).map(f64::from).collect();
    let owen = Method { first: FirstOrder::Owen, ..Method::default() };
    assert!(matches!(of(varied.clone(), &owen), Err(SensitivityError::NeedsSecondOrder { .. })));
    let sure = Method { bootstrap: Bootstrap { confidence: 1.0, ..Bootstrap::default() }, ..Method::default() };
    assert!(matches!(of(varied, &sure), Err(SensitivityError::Confidence { given: 1.0 })));
    assert!(matches!(MorrisDesign::new(numbered(2), 5, 3, 1), Err(SensitivityError::Levels { given: 3 })));
    let twice = vec![0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];
    let fault =
        MorrisDesign::from_points(numbered(2), 2, twice).expect_err("the second step moves the first input back");
    assert_eq!(fault.to_string(), "step 1 of trajectory 0 (both counted from 0) moves a group that has moved before");
    assert!(matches!(pawn(&[0.0; 9], 2, &[0.0; 5], 2, 1), Err(SensitivityError::PointCount { .. })));
    assert!(matches!(pawn(&[0.0; 10], 2, &[0.0; 5], 4, 1), Err(SensitivityError::TooFew { of: "cases", .. })));
}
