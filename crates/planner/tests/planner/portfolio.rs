//! Portfolios against every portfolio there is.

use std::sync::atomic::{AtomicUsize, Ordering};

use counterflow_planner::portfolio::{Evolution, PortfolioProblem, dominates, pareto_set};
use counterflow_planner::{PlannerError, Watch};

const EVOLUTION: Evolution = Evolution { population: 40, generations: 60, seed: 3 };

/// Every portfolio of the problem.
fn every(problem: &PortfolioProblem) -> Vec<Vec<usize>> {
    let mut found = vec![vec![]];
    for &most in &problem.most {
        found = found
            .iter()
            .flat_map(|begun: &Vec<usize>| (0..=most).map(move |steps| [begun.as_slice(), &[steps]].concat()))
            .collect();
    }
    found.retain(|steps| steps.iter().sum::<usize>() <= problem.steps);
    found
}

/// Two kinds of harm that fall with effort at different rates, and the money spent.
fn harms(steps: &[usize], case: usize) -> Vec<f64> {
    let rate = |option: usize, harm: usize| 0.05 + ((option * 7 + harm * 11 + case * 13) % 17) as f64 / 20.0;
    let harm = |harm: usize| {
        steps.iter().enumerate().map(|(option, &count)| (-rate(option, harm) * count as f64).exp()).sum::<f64>()
    };
    vec![harm(0), harm(1), steps.iter().sum::<usize>() as f64]
}

/// Small problems are enumerated: exactly the undominated ones come back.
#[test]
fn val_small_sets_are_those_of_brute_force() {
    for case in 0..200 {
        let problem = PortfolioProblem { steps: 5, most: vec![5, 5, 3, 5] };
        let all: Vec<(Vec<usize>, Vec<f64>)> =
            every(&problem).into_iter().map(|steps| (steps.clone(), harms(&steps, case))).collect();
        let free = |one: &&(Vec<usize>, Vec<f64>)| !all.iter().any(|other| dominates(&other.1, &one.1));
        let expected: Vec<Vec<usize>> = all.iter().filter(free).map(|one| one.0.clone()).collect();
        let evaluate = |portfolios: &[Vec<usize>]| portfolios.iter().map(|steps| harms(steps, case)).collect();
        let found = pareto_set(&problem, 3, EVOLUTION, &evaluate, &()).expect("portfolios");
        assert!(found.exact);
        assert_eq!(found.portfolios.into_iter().map(|one| one.steps).collect::<Vec<_>>(), expected, "case {case}");
    }
}

/// On problems too large to enumerate, every undominated portfolio is within a tenth of each objective's
/// range of one found (the additive epsilon indicator of Zitzler et al. 2003): a population of 66 follows
/// reference points that lie a tenth of the range apart.
#[test]
fn val_large_sets_are_near_those_of_brute_force() {
    for case in 0..10 {
        let problem = PortfolioProblem { steps: 12, most: vec![12, 12, 6, 12, 4] };
        let all: Vec<Vec<f64>> = every(&problem).iter().map(|steps| harms(steps, case)).collect();
        let evaluate = |portfolios: &[Vec<usize>]| portfolios.iter().map(|steps| harms(steps, case)).collect();
        let evolution = Evolution { population: 66, generations: 40, seed: case as u64 };
        let found = pareto_set(&problem, 3, evolution, &evaluate, &()).expect("portfolios");
        assert!(!found.exact && found.tried < all.len(), "{} of {}", found.tried, all.len());
        let range = |objective: usize| {
            let ends = all.iter().map(|values| values[objective]);
            ends.clone().fold(f64::NEG_INFINITY, f64::max) - ends.fold(f64::INFINITY, f64::min)
        };
        let ranges: Vec<f64> = (0..3).map(range).collect();
        let near = |best: &Vec<f64>| {
            found.portfolios.iter().any(|one| {
                (0..3).all(|objective| one.objectives[objective] - best[objective] <= 0.1 * ranges[objective])
            })
        };
        assert!(all.iter().all(near), "case {case}");
    }
}

#[test]
fn prop_a_seed_gives_the_same_portfolios_and_each_is_tried_once() {
    let problem = PortfolioProblem { steps: 12, most: vec![12; 6] };
    let run = || {
        let seen = std::sync::Mutex::new(std::collections::BTreeSet::new());
        let evaluate = |portfolios: &[Vec<usize>]| {
            let mut seen = seen.lock().expect("no panic");
            assert!(portfolios.iter().all(|steps| seen.insert(steps.clone())), "evaluated twice");
            portfolios.iter().map(|steps| harms(steps, 1)).collect()
        };
        pareto_set(&problem, 3, EVOLUTION, &evaluate, &()).expect("portfolios")
    };
    assert_eq!(run(), run());
}

/// Time for so many looks at the clock.
struct Looks(AtomicUsize);

impl Watch for Looks {
    fn ahead(&self, _: usize) {}
    fn tried(&self) {}
    fn is_limited(&self) -> bool {
        true
    }
    fn is_over(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

/// A search that is stopped says so and answers with portfolios that it has tried, none of which
/// dominates another; one that is not stopped is the same as without a watch.
#[test]
fn prop_a_stopped_search_answers_with_what_it_has_tried() {
    let evaluate = |portfolios: &[Vec<usize>]| portfolios.iter().map(|steps| harms(steps, 2)).collect::<Vec<_>>();
    let evolution = Evolution { population: 20, generations: 8, seed: 5 };
    for most in [vec![4, 4, 3], vec![9; 6]] {
        let problem = PortfolioProblem { steps: 9, most };
        let whole = pareto_set(&problem, 3, evolution, &evaluate, &()).expect("portfolios");
        for looks in 0..20 {
            let found =
                pareto_set(&problem, 3, evolution, &evaluate, &Looks(AtomicUsize::new(looks))).expect("portfolios");
            assert!(!found.portfolios.is_empty() && found.tried <= whole.tried.max(20), "{looks}");
            assert!(found.portfolios.iter().all(|one| one.objectives == harms(&one.steps, 2)), "{looks}");
            assert!(
                !found
                    .portfolios
                    .iter()
                    .any(|one| found.portfolios.iter().any(|other| dominates(&other.objectives, &one.objectives))),
                "{looks}"
            );
            assert!(!(found.stopped && found.exact), "{looks}");
            assert!(found.stopped || found == whole, "{looks}");
        }
        assert!(!whole.stopped);
    }
}

#[test]
fn problems_without_options_or_steps_are_refused() {
    let evaluate = |portfolios: &[Vec<usize>]| portfolios.iter().map(|steps| harms(steps, 1)).collect();
    let ask = |steps: usize, most: Vec<usize>, objectives: usize| {
        pareto_set(&PortfolioProblem { steps, most }, objectives, EVOLUTION, &evaluate, &())
    };
    assert!(matches!(ask(3, vec![], 3), Err(PlannerError::Empty { .. })));
    assert!(matches!(ask(0, vec![1], 3), Err(PlannerError::OutOfRange { .. })));
    assert!(matches!(ask(3, vec![1], 1), Err(PlannerError::OutOfRange { .. })));
    // Two objectives are asked for, three come.
    assert!(matches!(ask(3, vec![3, 3], 2), Err(PlannerError::OutOfRange { .. })));
}
