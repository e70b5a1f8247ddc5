//! Boxes against planted ones, brute force and invariances.

use super::prim::{Limits, Objective, Options, PrimBox, trajectory};
use super::quasi_p::quasi_p;
use super::validate::{Choice, choose, covering, cross_validate, reproducibility};
use super::{Cases, DiscoveryError};
use crate::sensitivity::sequence::{Scramble, Sequence};
use proptest::prelude::*;

/// Evenly spread cases in the unit cube, of interest where `interest` says so.
fn spread(count: usize, inputs: usize, seed: u64, interest: impl Fn(&[f64]) -> bool) -> Cases {
    let points =
        Sequence::new(inputs, Scramble::Matrix { seed }).and_then(|sequence| sequence.points(count)).expect("points");
    let column = |input: usize| points.iter().skip(input).step_by(inputs).copied().collect();
    Cases::new((0..inputs).map(column).collect(), points.chunks_exact(inputs).map(interest).collect())
        .expect("both kinds of cases")
}

fn planted(u: &[f64]) -> bool {
    u[1] >= 0.3 && u[1] <= 0.7 && u[3] >= 0.6
}

#[test]
fn val_a_planted_box_is_found() {
    let cases = spread(4096, 6, 1, planted);
    let boxes = trajectory(&cases, &Options::default()).expect("boxes");
    let chosen = &boxes[choose(&boxes, &[], Choice::Balanced).expect("a box")];
    assert!(chosen.density > 0.95 && chosen.coverage > 0.95, "{chosen:?}");
    let near = |found: Option<f64>, expected: f64| (found.expect("a limit") - expected).abs() < 0.02;
    assert!(
        near(chosen.limits[1].low, 0.3) && near(chosen.limits[1].high, 0.7) && near(chosen.limits[3].low, 0.6),
        "{chosen:?}"
    );
    for free in [0, 2, 4, 5] {
        assert!(!chosen.limits[free].is_limited(), "{chosen:?}");
    }
    let values = quasi_p(&cases, chosen);
    assert!([values[1].low, values[1].high, values[3].low].iter().all(|value| value.expect("limited") < 1e-6));
    assert_eq!((values[3].high, values[0].low), (None, None));
}

#[test]
fn val_held_out_cases_choose_the_planted_box_and_resamples_bring_it_back() {
    let options = Options::default();
    // One case in ten is turned, so that long trajectories fit noise.
    let mut number = 0;
    let noisy = std::cell::RefCell::new(&mut number);
    let cases = spread(2000, 5, 2, |u| {
        **noisy.borrow_mut() += 1;
        planted(u) != (**noisy.borrow() % 10 == 0)
    });
    let boxes = trajectory(&cases, &options).expect("boxes");
    let held_out = cross_validate(&cases, &boxes, &options, 5, 1).expect("folds");
    assert_eq!(held_out.len(), boxes.len());
    assert!(
        (held_out[0].coverage - 1.0).abs() < 1e-12
            && (held_out[0].density.expect("cases") - boxes[0].density).abs() < 1e-12
    );
    let chosen = &boxes[choose(&boxes, &held_out, Choice::Balanced).expect("a box")];
    assert!((chosen.limits[3].low.expect("a limit") - 0.6).abs() < 0.05, "{chosen:?}");
    let again = reproducibility(&cases, chosen, &options, 10, 1).expect("shares");
    assert!(again[1].by_coverage > 0.9 && again[3].by_density > 0.9, "{again:?}");
    assert!(again[0].by_coverage < 0.7, "{again:?}");
}

/// The balanced box may span both regions, so that a density is asked for. Regions at both ends of
/// one input are out of reach: no side of it is worth a peel.
#[test]
fn val_two_boxes_cover_two_regions() {
    let cases = spread(4096, 3, 4, |u| (u[0] < 0.3 && u[1] < 0.4) || u[2] > 0.85);
    let boxes = trajectory(&cases, &Options::default()).expect("boxes");
    let first = &boxes[choose(&boxes, &[], Choice::Density(0.9)).expect("a box")];
    let further = covering(&cases, first, &Options::default(), Choice::Density(0.9), 5).expect("boxes");
    let second = &further.first().expect("a second box").found;
    assert!(
        first.coverage + second.coverage > 0.85 && first.density.min(second.density) > 0.85,
        "{first:?} {second:?}"
    );
}

/// Counts of every box of a trajectory are those of its limits, found by walking over all cases.
fn check_counts(cases: &Cases, boxes: &[PrimBox]) {
    for one in boxes {
        let inside =
            |case: usize| one.limits.iter().zip(cases.inputs()).all(|(limits, values)| limits.hold(values[case]));
        let held: Vec<usize> = (0..cases.count()).filter(|case| inside(*case)).collect();
        assert_eq!(one.cases, held.len());
        assert_eq!(one.of_interest, held.iter().filter(|case| cases.of_interest()[**case]).count());
    }
}

proptest! {
    #[test]
    fn prop_boxes_hold_what_they_say(seed in 0u64..500, levels in 2usize..40, objective in 0usize..3) {
        let objective = [Objective::Density, Objective::GainPerCase, Objective::GainPerCaseByMass][objective];
        let smooth = spread(300, 3, seed, |u| u[0] * u[0] + u[1] > 1.0);
        let stepped = |values: &Vec<f64>| values.iter().map(|value| (value * levels as f64).floor()).collect();
        let coarse = smooth.inputs().iter().map(stepped).collect();
        let cases = Cases::new(coarse, smooth.of_interest().to_vec()).expect("cases");
        let boxes = trajectory(&cases, &Options { objective, ..Options::default() }).expect("boxes");
        check_counts(&cases, &boxes);
        prop_assert!(boxes.iter().all(|one| one.mass >= 0.05));
    }

    /// The unit of inputs scales their limits and changes nothing else; powers of two round nothing.
    #[test]
    fn prop_boxes_follow_units(seed in 0u64..200, power in -8i32..8) {
        let cases = spread(256, 2, seed, |u| u[0] > 0.5 && u[1] > 0.3);
        let scale = 2f64.powi(power);
        let scaled = cases.inputs().iter().map(|values| values.iter().map(|value| value * scale).collect()).collect();
        let other = Cases::new(scaled, cases.of_interest().to_vec()).expect("cases");
        let in_units = |limits: &Limits| Limits { low: limits.low.map(|low| low * scale),
            high: limits.high.map(|high| high * scale) };
        let scaled = |one: PrimBox| PrimBox { limits: one.limits.iter().map(in_units).collect(), ..one };
        let expected = trajectory(&cases, &Options::default()).expect("boxes").into_iter().map(scaled);
        prop_assert_eq!(trajectory(&other, &Options::default()).expect("boxes"), expected.collect::<Vec<_>>());
    }
}

/// Exact binomial tails, summed by hand: with 5 of 8 of interest in the box, and 6 of 16 without
/// its limit, P(X >= 5 | 8, 6/16) is the sum of C(8,k) (3/8)^k (5/8)^(8-k) for k = 5 to 8.
#[test]
fn val_quasi_p_of_a_small_box() {
    let values: Vec<f64> = (0..16).map(f64::from).collect();
    let interest: Vec<bool> = [0, 9, 11, 12, 14, 15].iter().fold(vec![false; 16], |mut all, &case| {
        all[case] = true;
        all
    });
    let cases = Cases::new(vec![values], interest).expect("cases");
    let found = PrimBox::of(&cases, vec![Limits { low: Some(7.5), high: None }]);
    assert_eq!((found.cases, found.of_interest), (8, 5));
    let share: f64 = 3.0 / 8.0;
    let expected: f64 = [(5, 56.0), (6, 28.0), (7, 8.0), (8, 1.0)]
        .iter()
        .map(|(k, ways)| ways * share.powi(*k) * (1.0 - share).powi(8 - k))
        .sum();
    assert!((quasi_p(&cases, &found)[0].low.expect("a limit") - expected).abs() < 1e-12);
}

#[test]
fn constant_inputs_and_ties_end_the_search_in_peace() {
    let cases = Cases::new(
        vec![vec![1.0; 40], (0..40).map(|case| f64::from(case % 2)).collect()],
        (0..40).map(|case| case % 2 == 1).collect(),
    )
    .expect("cases");
    let boxes = trajectory(&cases, &Options::default()).expect("boxes");
    let last = boxes.last().expect("a box");
    assert_eq!((last.density, last.coverage), (1.0, 1.0));
    assert_eq!(last.limits[1].low, Some(0.5));
}

#[test]
fn faults_are_named() {
    assert!(matches!(Cases::new(Vec::new(), vec![true]), Err(DiscoveryError::NoInputs)));
    assert!(matches!(
        Cases::new(vec![vec![1.0]], vec![true, false]),
        Err(DiscoveryError::Length { input: 0, given: 1, expected: 2 })
    ));
    assert!(matches!(
        Cases::new(vec![vec![1.0, f64::NAN]], vec![true, false]),
        Err(DiscoveryError::NotFinite { case: 1, .. })
    ));
    assert!(matches!(
        Cases::new(vec![vec![1.0, 2.0]], vec![false, false]),
        Err(DiscoveryError::NothingOfInterest { cases: 2 })
    ));
    assert!(matches!(
        Cases::new(vec![vec![1.0, 2.0]], vec![true, true]),
        Err(DiscoveryError::AllOfInterest { cases: 2 })
    ));
    let cases = Cases::new(vec![vec![1.0, 2.0]], vec![true, false]).expect("cases");
    let wrong = trajectory(&cases, &Options { peel_share: 0.5, ..Options::default() }).expect_err("half is too much");
    assert_eq!(wrong.to_string(), "the peel share is 0.5; expected a share above 0 and below 0.5");
    assert!(cross_validate(&cases, &[], &Options::default(), 5, 1).is_err());
}
