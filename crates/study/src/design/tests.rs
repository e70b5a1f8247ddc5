//! Tests of the designs against published points and by brute force.

use super::sobol_points::ScrambledSobol;
use super::{Copula, Design, Method};
use crate::statistics::{correlation, ranks};

fn rank_correlation(x: &[f64], y: &[f64]) -> f64 {
    correlation(&ranks(x), &ranks(y))
}

fn points(method: &Method, parameters: usize, count: u32, seed: u64) -> Vec<Vec<f64>> {
    let keys: Vec<u64> = (0..parameters as u64).map(|position| position.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
    let design = Design::new(method, &keys, count, seed).expect("a design");
    let mut shares = vec![None; parameters];
    (0..design.points())
        .map(|index| {
            design.point(index, &mut shares);
            shares.iter().map(|share| share.unwrap_or(f64::NAN)).collect()
        })
        .collect()
}

/// First ten points in three dimensions as printed by Joe and Kuo beside their direction numbers
/// (web page "Sobol sequence generator", example for N = 10, D = 3).
#[test]
fn val_sobol_points_are_the_published_ones() {
    let published = [
        [0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25],
        [0.25, 0.75, 0.75],
        [0.375, 0.375, 0.625],
        [0.875, 0.875, 0.125],
        [0.625, 0.125, 0.875],
        [0.125, 0.625, 0.375],
        [0.1875, 0.3125, 0.9375],
        [0.6875, 0.8125, 0.4375],
    ];
    let sobol = ScrambledSobol::plain(3);
    let mut shares = [None; 3];
    for (index, expected) in (0..).zip(published) {
        sobol.point(index, &mut shares);
        for (share, expected) in shares.iter().zip(expected) {
            assert!((share.expect("a share") - expected).abs() < 1e-15, "point {index}");
        }
    }
}

/// Of N points, each of N equal strata of each parameter holds one.
fn is_stratified(points: &[Vec<f64>], parameter: usize) -> bool {
    let count = points.len();
    let mut strata: Vec<usize> = points.iter().map(|point| (point[parameter] * count as f64) as usize).collect();
    strata.sort_unstable();
    strata.into_iter().eq(0..count)
}

#[test]
fn prop_latin_hypercubes_hit_every_stratum_once() {
    for count in [1, 2, 3, 7, 64, 100, 1009] {
        let points = points(&Method::LatinHypercube, 5, count, 3);
        assert!((0..5).all(|parameter| is_stratified(&points, parameter)), "{count}");
    }
}

/// Scrambling keeps the balance: 2^m points are stratified in every parameter, and in the first two
/// parameters, where the sequence is a (0, m, 2)-net, every elementary box holds one point.
#[test]
fn prop_scrambled_sobol_points_stay_balanced() {
    const POWER: i32 = 8;
    for seed in [1, 2, 99] {
        let points = points(&Method::Sobol, 60, 1 << POWER, seed);
        assert!((0..60).all(|parameter| is_stratified(&points, parameter)), "seed {seed}");
        for columns_power in 0..=POWER {
            let (columns, rows) = (2f64.powi(columns_power), 2f64.powi(POWER - columns_power));
            let mut boxes: Vec<usize> = points
                .iter()
                .map(|point| (point[0] * columns) as usize * rows as usize + (point[1] * rows) as usize)
                .collect();
            boxes.sort_unstable();
            assert!(boxes.into_iter().eq(0..points.len()), "seed {seed}, {columns} columns");
        }
    }
}

/// The product of (1/2 + u) over six parameters has mean 1. Owen 1997: the error
/// of scrambled nets falls faster than that of independent draws, here by more than ten times.
#[test]
fn prop_scrambled_sobol_points_integrate_better_than_independent_ones() {
    let error = |method: &Method| {
        let squared: f64 = (1..=20)
            .map(|seed| {
                let points = points(method, 6, 4096, seed);
                // Point 0 of a Monte Carlo design is central, not a draw.
                let values: Vec<f64> =
                    points[1..].iter().map(|point| point.iter().map(|share| 0.5 + share).product()).collect();
                (values.iter().sum::<f64>() / values.len() as f64 - 1.0).powi(2)
            })
            .sum();
        (squared / 20.0).sqrt()
    };
    assert!(error(&Method::Sobol) * 10.0 < error(&Method::MonteCarlo));
}

#[test]
fn prop_every_seed_gives_other_points_and_one_seed_the_same() {
    for method in [Method::MonteCarlo, Method::LatinHypercube, Method::Sobol] {
        let first = points(&method, 4, 32, 7);
        assert_eq!(format!("{first:?}"), format!("{:?}", points(&method, 4, 32, 7)));
        let other = points(&method, 4, 32, 8);
        assert!(first[1..].iter().zip(&other[1..]).all(|(a, b)| a != b), "{method:?}");
    }
}

#[test]
fn prop_columns_of_a_design_are_uncorrelated() {
    for method in [Method::LatinHypercube, Method::Sobol] {
        let points = points(&method, 12, 4096, 5);
        let column = |parameter: usize| -> Vec<f64> { points.iter().map(|point| point[parameter]).collect() };
        for a in 0..12 {
            for b in a + 1..12 {
                // Five standard errors of the correlation of independent draws.
                assert!(rank_correlation(&column(a), &column(b)).abs() < 5.0 / 64.0, "{method:?} {a} {b}");
            }
        }
    }
}

/// Against nested loops.
#[test]
fn prop_levels_may_differ_by_parameter() {
    let levels = vec![vec![0.0, 0.5, 1.0], vec![0.3], vec![0.1, 0.9]];
    let mut expected = Vec::new();
    for first in &levels[0] {
        for last in &levels[2] {
            expected.push(vec![*first, 0.3, *last]);
        }
    }
    assert_eq!(points(&Method::FullFactorial(levels.clone()), 3, 0, 1), expected);
    let design = Design::new(&Method::OneAtATime(levels), &[1, 2, 3], 0, 1).expect("a design");
    let mut shares = [None; 3];
    let alone = [
        [None; 3],
        [Some(0.0), None, None],
        [Some(0.5), None, None],
        [Some(1.0), None, None],
        [None, Some(0.3), None],
        [None, None, Some(0.1)],
        [None, None, Some(0.9)],
    ];
    assert_eq!(design.points() as usize, alone.len());
    for (index, expected) in (0..).zip(alone) {
        design.point(index, &mut shares);
        assert_eq!(shares, expected, "point {index}");
    }
}

#[test]
fn a_factorial_has_every_combination_once() {
    let mut found = points(&Method::FullFactorial(vec![vec![0.0, 0.5, 1.0]; 3]), 3, 0, 1);
    assert_eq!(found[1], [0.0, 0.0, 0.5]);
    found.sort_by(|a, b| a.partial_cmp(b).expect("finite"));
    found.dedup();
    assert_eq!(found.len(), 27);
}

#[test]
fn one_at_a_time_starts_at_the_centre() {
    let design = Design::new(&Method::OneAtATime(vec![vec![0.0, 1.0]; 2]), &[1, 2], 0, 1).expect("a design");
    let mut shares = [Some(0.3); 2];
    let mut at = |index| {
        design.point(index, &mut shares);
        shares
    };
    assert_eq!(design.points(), 5);
    assert_eq!(
        [at(0), at(1), at(2), at(3), at(4)],
        [[None, None], [Some(0.0), None], [Some(1.0), None], [None, Some(0.0)], [None, Some(1.0)]]
    );
}

#[test]
fn designs_too_large_are_refused() {
    let levels = vec![vec![0.0, 0.5, 1.0]; 40];
    assert!(Design::new(&Method::FullFactorial(levels), &[0; 40], 0, 1).is_err());
    assert!(Design::new(&Method::Sobol, &[0; 1001], 8, 1).is_err());
}

/// The rank correlation asked for is met, and each parameter stays uniform.
#[test]
fn prop_a_copula_meets_its_rank_correlations() {
    let copula = Copula::new(&[(0, 2, 0.7), (2, 3, -0.4)]).expect("possible correlations");
    let mut points: Vec<Vec<Option<f64>>> =
        points(&Method::Sobol, 4, 1 << 14, 1).into_iter().map(|point| point.into_iter().map(Some).collect()).collect();
    points.iter_mut().for_each(|point| copula.apply(point));
    let column = |parameter: usize| -> Vec<f64> { points.iter().filter_map(|point| point[parameter]).collect() };
    for (a, b, expected) in [(0, 2, 0.7), (2, 3, -0.4), (0, 3, 0.0), (0, 1, 0.0)] {
        let found = rank_correlation(&column(a), &column(b));
        assert!((found - expected).abs() < 0.01, "{a} {b}: {found}");
    }
    for parameter in 0..4 {
        let values = column(parameter);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let square = values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64;
        assert!((mean - 1.0 / 2.0).abs() < 1e-3 && (square - 1.0 / 3.0).abs() < 1e-3, "{parameter}: {mean} {square}");
    }
}

#[test]
fn contradictory_correlations_are_refused() {
    assert!(Copula::new(&[(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)]).is_err());
}
