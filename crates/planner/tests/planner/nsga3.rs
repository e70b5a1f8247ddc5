//! The search for undominated candidates on problems whose fronts are known.
//!
//! DTLZ1 and DTLZ2: Deb, Thiele, Laumanns and Zitzler (2005), Scalable test problems for evolutionary
//! multiobjective optimization. Their fronts are the plane on which objectives sum to a half and the sphere of
//! radius one. Populations, generations and the measure are those of Deb and Jain (2014): the mean distance to the
//! points in which the reference directions meet the front (inverted generational distance).

use counterflow_planner::PlannerError;
use counterflow_planner::nsga3::{Candidate, Evolution, Search, dominates, reference_directions};

fn run(genes: usize, objectives: usize, evolution: Evolution, harms: &dyn Fn(&[f64]) -> Vec<f64>) -> Vec<Candidate> {
    let same = |genes: &[f64]| genes.iter().map(|gene| gene.to_bits()).collect::<Vec<u64>>();
    let evaluate = |all: &[Vec<f64>]| Some(all.iter().map(|genes| harms(genes)).collect());
    Search { genes, objectives, evolution }.run(&same, evaluate).expect("candidates")
}

fn dtlz1(genes: &[f64], objectives: usize) -> Vec<f64> {
    let (shape, rest) = genes.split_at(objectives - 1);
    let wave = |gene: &f64| (gene - 0.5).powi(2) - (20.0 * std::f64::consts::PI * (gene - 0.5)).cos();
    let size = 0.5 * (1.0 + 100.0 * (rest.len() as f64 + rest.iter().map(wave).sum::<f64>()));
    let objective = |number: usize| {
        let last = if number == 0 { 1.0 } else { 1.0 - shape[objectives - 1 - number] };
        size * last * shape[..objectives - 1 - number].iter().product::<f64>()
    };
    (0..objectives).map(objective).collect()
}

fn dtlz2(genes: &[f64], objectives: usize) -> Vec<f64> {
    let (shape, rest) = genes.split_at(objectives - 1);
    let size = 1.0 + rest.iter().map(|gene| (gene - 0.5).powi(2)).sum::<f64>();
    let angle = |gene: &f64| gene * std::f64::consts::FRAC_PI_2;
    let objective = |number: usize| {
        let last = if number == 0 { 1.0 } else { angle(&shape[objectives - 1 - number]).sin() };
        size * last * shape[..objectives - 1 - number].iter().map(|gene| angle(gene).cos()).product::<f64>()
    };
    (0..objectives).map(objective).collect()
}

/// Mean distance from the points of the front to the nearest candidate.
fn inverted_generational_distance(front: &[Vec<f64>], found: &[Vec<f64>]) -> f64 {
    let distance = |one: &Vec<f64>, other: &Vec<f64>| {
        one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
    };
    let nearest = |point: &Vec<f64>| found.iter().map(|one| distance(point, one)).fold(f64::INFINITY, f64::min);
    front.iter().map(nearest).sum::<f64>() / front.len() as f64
}

/// Where the reference directions of a population meet the sphere of radius one.
fn sphere(objectives: usize, population: usize) -> Vec<Vec<f64>> {
    let on_sphere = |direction: Vec<f64>| {
        let length = direction.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        direction.iter().map(|weight| weight / length).collect()
    };
    reference_directions(objectives, population).into_iter().map(on_sphere).collect()
}

/// Neighbouring points of these fronts lie 0.06 (plane) and 0.1 (sphere) apart; every one has a candidate within a
/// tenth of that on average. Five seeds each, the worst counts.
#[test]
fn val_dtlz_fronts_are_met() {
    let halved = |direction: Vec<f64>| direction.iter().map(|weight| weight / 2.0).collect();
    let plane: Vec<Vec<f64>> = reference_directions(3, 92).into_iter().map(halved).collect();
    for seed in 1..=5 {
        let objectives = |genes: usize, generations: usize, harms: &dyn Fn(&[f64]) -> Vec<f64>| {
            let found = run(genes, 3, Evolution { population: 92, generations, seed }, harms);
            found.into_iter().map(|one| one.objectives).collect::<Vec<_>>()
        };
        let flat = inverted_generational_distance(&plane, &objectives(7, 400, &|genes| dtlz1(genes, 3)));
        let round = inverted_generational_distance(&sphere(3, 92), &objectives(12, 250, &|genes| dtlz2(genes, 3)));
        assert!(flat < 0.006 && round < 0.01, "seed {seed}: {flat} {round}");
    }
}

/// Objectives of very different size count alike: the front of DTLZ2 with objectives stretched by 1, 10 and 100 is
/// met as well as the plain one once it is measured in its own units.
#[test]
fn val_objectives_are_measured_in_their_own_ranges() {
    let stretch = [1.0, 10.0, 100.0];
    let evolution = Evolution { population: 92, generations: 250, seed: 1 };
    let stretched = |genes: &[f64]| dtlz2(genes, 3).iter().zip(stretch).map(|(value, factor)| value * factor).collect();
    let found: Vec<Vec<f64>> = run(12, 3, evolution, &stretched)
        .into_iter()
        .map(|one| one.objectives.iter().zip(stretch).map(|(value, factor)| value / factor).collect())
        .collect();
    let distance = inverted_generational_distance(&sphere(3, 92), &found);
    assert!(distance < 0.01, "{distance}");
}

/// Five objectives on the sphere, whose points lie 0.2 apart: within a tenth of that on average, and no candidate
/// dominates another.
#[test]
fn val_many_objectives_end_on_the_front() {
    let found = run(14, 5, Evolution { population: 212, generations: 350, seed: 2 }, &|genes| dtlz2(genes, 5));
    let objectives: Vec<Vec<f64>> = found.into_iter().map(|one| one.objectives).collect();
    let distance = inverted_generational_distance(&sphere(5, 212), &objectives);
    assert!(distance < 0.02, "{distance}");
    assert!(!objectives.iter().any(|one| objectives.iter().any(|other| dominates(other, one))));
}

/// The same seed gives the same generation, another one another; a search that is stopped ends with what it has.
#[test]
fn prop_a_seed_decides_and_stopping_ends_early() {
    let of = |generations: usize, seed: u64| {
        run(12, 3, Evolution { population: 20, generations, seed }, &|genes| dtlz2(genes, 3))
    };
    assert_eq!(of(10, 3), of(10, 3));
    assert_ne!(of(10, 3), of(10, 4));
    let same = |genes: &[f64]| genes.iter().map(|gene| gene.to_bits()).collect::<Vec<u64>>();
    let evolution = Evolution { population: 20, generations: 10, seed: 3 };
    let stopped_after = |evaluations: usize| {
        let mut left = evaluations;
        let search = Search { genes: 12, objectives: 3, evolution };
        let found = search.run(&same, |all| {
            left = left.checked_sub(1)?;
            Some(all.iter().map(|genes| dtlz2(genes, 3)).collect())
        });
        found.expect("candidates")
    };
    assert_eq!((stopped_after(0).len(), stopped_after(1).len()), (0, 20));
    for generations in 1..4 {
        assert_eq!(stopped_after(generations + 1), of(generations, 3), "{generations}");
    }
}

/// Two genes that stand for one of four things: a generation holds none of them twice, however long it lasts.
#[test]
fn prop_a_generation_holds_nothing_twice() {
    let thing = |genes: &[f64]| genes.iter().map(|gene| *gene > 0.5).collect::<Vec<bool>>();
    let search = Search { genes: 2, objectives: 2, evolution: Evolution { population: 30, generations: 20, seed: 1 } };
    let harms = |all: &[Vec<f64>]| Some(all.iter().map(|genes| vec![genes[0], 1.0 - genes[0]]).collect());
    let found = search.run(&thing, harms).expect("candidates");
    let mut things: Vec<Vec<bool>> = found.iter().map(|one| thing(&one.genes)).collect();
    things.sort_unstable();
    assert_eq!(things, [[false, false], [false, true], [true, false], [true, true]]);
}

#[test]
fn searches_that_make_no_sense_are_refused() {
    let evolution = Evolution { population: 4, generations: 2, seed: 1 };
    let ask = |search: Search, found: usize| {
        search.run(&|genes| genes.len(), |all| Some(vec![vec![0.0; found]; all.len()])).map(|_| ())
    };
    let search = Search { genes: 2, objectives: 2, evolution };
    assert!(matches!(ask(Search { genes: 0, ..search }, 2), Err(PlannerError::Empty { .. })));
    assert!(matches!(ask(Search { objectives: 1, ..search }, 1), Err(PlannerError::OutOfRange { .. })));
    let alone = Evolution { population: 1, ..evolution };
    assert!(matches!(ask(Search { evolution: alone, ..search }, 2), Err(PlannerError::OutOfRange { .. })));
    let brief = Evolution { generations: 0, ..evolution };
    assert!(matches!(ask(Search { evolution: brief, ..search }, 2), Err(PlannerError::OutOfRange { .. })));
    assert!(matches!(ask(search, 3), Err(PlannerError::WrongLength { .. })));
}
