//! Portfolios: a budget in whole steps over options, for several objectives at once.
//!
//! NSGA-III (Deb and Jain 2014, IEEE Transactions on Evolutionary Computation 18(4)) of the crate
//! `moors` looks for portfolios that no other dominates. A portfolio is drawn from genes between 0 and 1:
//! one says how much of the budget is spent, and one per option gives its weight, where the lower half
//! of the range stands for nothing, so that short portfolios are as likely as long ones. Weights become
//! whole steps by rounding their cumulated sum, and a step beyond an option's most is not spent.
//!
//! Each portfolio is evaluated once, and a generation holds no portfolio twice. Where there are no more
//! portfolios than the search may try, all of them are tried and the set is exact. Otherwise every
//! portfolio given is undominated among all that were tried, which is no proof that none of the others
//! dominates it: such a set has no bound. The answer is a pure function of problem, seed and evaluations
//! unless a watch stops it; it then ends after the generation at hand.
//!
//! ```
//! use counterflow_planner::portfolio::{Evolution, PortfolioProblem, pareto_set};
//!
//! // Two steps over two options; each lowers a harm of its own, and steps cost money.
//! let problem = PortfolioProblem { steps: 2, most: vec![2, 1] };
//! let evaluate = |portfolios: &[Vec<usize>]| {
//!     let objectives = |steps: &Vec<usize>| vec![1.0 / (1.0 + steps[0] as f64), 1.0 / (1.0 + steps[1] as f64), steps.iter().sum::<usize>() as f64];
//!     portfolios.iter().map(objectives).collect()
//! };
//! let found = pareto_set(&problem, 3, Evolution { population: 8, generations: 4, seed: 1 }, &evaluate, &())?;
//! assert!(found.exact && found.tried == 5 && found.portfolios.len() == 5);
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use moors::{
    AlgorithmError, ConstraintsFn, DanAndDenisReferencePoints, GaussianMutation, Nsga3Builder, PopulationCleaner,
    RandomSamplingFloat, SimulatedBinaryCrossover, StructuredReferencePoints,
};
use ndarray::{Array2, ArrayView1, Axis, Ix2};

use crate::answer::Watch;
use crate::error::{PlannerError, require};

/// A budget in whole steps over options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioProblem {
    /// Steps of the whole budget.
    pub steps: usize,
    /// Most steps on each option.
    pub most: Vec<usize>,
}

/// How long is searched, and from which draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evolution {
    /// Portfolios of a generation.
    pub population: usize,
    /// Generations.
    pub generations: usize,
    /// Seed of the draws.
    pub seed: u64,
}

/// A portfolio that none of those tried dominates.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Steps on each option.
    pub steps: Vec<usize>,
    /// Its objectives; smaller is better.
    pub objectives: Vec<f64>,
}

/// Gives the objectives of portfolios, in their order.
pub type Evaluate<'e> = dyn Fn(&[Vec<usize>]) -> Vec<Vec<f64>> + 'e;

/// Undominated portfolios and what was tried for them.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoSet {
    /// Portfolios in the order of their steps.
    pub portfolios: Vec<Portfolio>,
    /// Different portfolios evaluated.
    pub tried: usize,
    /// Whether these were all there are.
    pub exact: bool,
    /// Whether time was over before the last generation.
    pub stopped: bool,
}

/// Spread of simulated binary crossover and rates of mutation as in Deb and Jain (2014), table II, but for
/// the width of a mutation, which is a tenth of the genes' range.
const CROSSOVER_SPREAD: f64 = 30.0;
const MUTATION_WIDTH: f64 = 0.1;
/// Genes up to here stand for nothing.
const NOTHING: f64 = 0.5;

/// Searches for portfolios that are undominated in all `objectives`. `evaluate` gets portfolios that it
/// has not seen, all of a generation at once, and answers with their objectives; smaller is better.
/// `watch` may end the search after the generation at hand; the progress is for `evaluate` to tell.
///
/// # Errors
/// No options, steps or objectives, a population below two, or evaluations of the wrong length.
pub fn pareto_set(
    problem: &PortfolioProblem,
    objectives: usize,
    evolution: Evolution,
    evaluate: &Evaluate<'_>,
    watch: &dyn Watch,
) -> Result<ParetoSet, PlannerError> {
    check(problem, objectives, evolution)?;
    let limit = evolution.population.saturating_mul(evolution.generations);
    if let Some(every) = problem.every(limit) {
        let known = evaluated_in_time(&every, evolution.population, evaluate, watch);
        let stopped = known.len() < every.len();
        return answer(&known, every, objectives, !stopped, stopped);
    }
    let stopped = AtomicBool::new(false);
    let known = Mutex::new(BTreeMap::<Vec<usize>, Vec<f64>>::new());
    let fitness = |genes: &Array2<f64>| {
        let portfolios: Vec<Vec<usize>> = genes.outer_iter().map(|row| decoded(problem, row)).collect();
        // A poisoned lock still holds whole entries.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unseen: Vec<Vec<usize>> =
            portfolios.iter().filter(|steps| !known.contains_key(*steps)).cloned().collect();
        unseen.sort_unstable();
        unseen.dedup();
        if watch.is_over() && !known.is_empty() {
            stopped.store(true, Ordering::Relaxed);
        } else {
            let found = evaluate(&unseen);
            known.extend(unseen.into_iter().zip(found));
        }
        // Those left untried pass for the worst known, so that none of them displaces one that was tried.
        let worst = |objective: usize| {
            known.values().filter_map(|values| values.get(objective)).copied().fold(f64::NEG_INFINITY, f64::max)
        };
        let worst: Vec<f64> = (0..objectives).map(worst).collect();
        let value = |(row, objective): (usize, usize)| {
            known.get(&portfolios[row]).and_then(|values| values.get(objective)).copied().unwrap_or(worst[objective])
        };
        Array2::from_shape_fn((portfolios.len(), objectives), value)
    };
    let genes = problem.most.len() + 1;
    let mut search = Nsga3Builder::default()
        .sampler(RandomSamplingFloat::new(0.0, 1.0))
        .crossover(SimulatedBinaryCrossover::new(CROSSOVER_SPREAD))
        .mutation(GaussianMutation::new(1.0 / genes as f64, MUTATION_WIDTH))
        .duplicates_cleaner(EachOnce(problem.clone()))
        .reference_points(DanAndDenisReferencePoints::new(evolution.population, objectives).generate())
        .are_aspirational(false)
        .fitness_fn(fitness)
        .constraints_fn(UnitGenes)
        .num_vars(genes)
        .population_size(evolution.population)
        .num_offsprings(evolution.population)
        .num_iterations(evolution.generations)
        .mutation_rate(1.0)
        .crossover_rate(1.0)
        .keep_infeasible(false)
        .verbose(false)
        .seed(evolution.seed)
        .build()
        .map_err(|error| failed(&error.into()))?;
    search.run().map_err(|error| failed(&error))?;
    let last = search
        .population
        .iter()
        .flat_map(|population| population.genes.outer_iter())
        .map(|row| decoded(problem, row))
        .collect::<Vec<_>>();
    drop(search);
    let known = known.into_inner().unwrap_or_else(PoisonError::into_inner);
    answer(&known, last, objectives, false, stopped.into_inner())
}

fn answer(
    known: &BTreeMap<Vec<usize>, Vec<f64>>,
    last: Vec<Vec<usize>>,
    objectives: usize,
    exact: bool,
    stopped: bool,
) -> Result<ParetoSet, PlannerError> {
    require(
        known.values().all(|values| values.len() == objectives),
        || "objectives of a portfolio".to_owned(),
        objectives as f64,
        "as many as asked for",
    )?;
    Ok(ParetoSet { tried: known.len(), portfolios: survivors(known, last), exact, stopped })
}

/// Portfolios evaluated a few at a time, until time is over; the first few always are. They are taken
/// at steps of the golden section through the list, so that those of a search that is stopped lie all over it.
fn evaluated_in_time(
    every: &[Vec<usize>],
    at_a_time: usize,
    evaluate: &Evaluate<'_>,
    watch: &dyn Watch,
) -> BTreeMap<Vec<usize>, Vec<f64>> {
    let golden_section = (5.0_f64.sqrt() - 1.0) / 2.0;
    let stride = coprime_near(every.len() as f64 * golden_section, every.len());
    let order: Vec<Vec<usize>> = (0..every.len()).map(|number| every[number * stride % every.len()].clone()).collect();
    let mut known = BTreeMap::new();
    for portfolios in order.chunks(at_a_time) {
        if watch.is_over() && !known.is_empty() {
            break;
        }
        known.extend(portfolios.iter().cloned().zip(evaluate(portfolios)));
    }
    known
}

/// The first whole number from `near` on that shares no factor with `count`: its multiples meet every position.
fn coprime_near(near: f64, count: usize) -> usize {
    let factor = |mut one: usize, mut other: usize| {
        while other > 0 {
            (one, other) = (other, one % other);
        }
        one
    };
    (near as usize..).find(|stride| factor(*stride, count) == 1).unwrap_or(1)
}

impl PortfolioProblem {
    /// Every portfolio, or none where there are more than `limit`.
    fn every(&self, limit: usize) -> Option<Vec<Vec<usize>>> {
        let mut begun = vec![Vec::new()];
        for &most in &self.most {
            let mut longer = Vec::new();
            for steps in &begun {
                let left = self.steps - steps.iter().sum::<usize>();
                longer.extend((0..=most.min(left)).map(|count| [steps.as_slice(), &[count]].concat()));
                if longer.len() > limit {
                    return None;
                }
            }
            begun = longer;
        }
        Some(begun)
    }
}

/// Those of the last generation, and the best in each objective, that nothing known dominates.
fn survivors(known: &BTreeMap<Vec<usize>, Vec<f64>>, mut last: Vec<Vec<usize>>) -> Vec<Portfolio> {
    let objectives = known.values().next().map_or(0, Vec::len);
    let best_in = |objective: usize| {
        // Ties go to the one that is better in the sum of the others, which cannot be dominated by them.
        let order = |values: &Vec<f64>| (values[objective], values.iter().sum::<f64>());
        known
            .iter()
            .min_by(|one, other| order(one.1).partial_cmp(&order(other.1)).unwrap_or(std::cmp::Ordering::Equal))
            .map(|(steps, _)| steps.clone())
    };
    last.extend((0..objectives).filter_map(best_in));
    last.sort_unstable();
    last.dedup();
    let undominated = |steps: Vec<usize>| {
        let objectives = known.get(&steps)?;
        let free = !known.values().any(|other| dominates(other, objectives));
        free.then(|| Portfolio { objectives: objectives.clone(), steps })
    };
    last.into_iter().filter_map(undominated).collect()
}

/// Whether one is at least as good everywhere and better somewhere; smaller is better.
#[must_use]
pub fn dominates(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other) && one.iter().zip(other).any(|(one, other)| one < other)
}

/// Drops genes that stand for a portfolio that is there already.
#[derive(Debug)]
struct EachOnce(PortfolioProblem);

impl PopulationCleaner for EachOnce {
    fn remove(&self, population: Array2<f64>, reference: Option<&Array2<f64>>) -> Array2<f64> {
        let present = reference.into_iter().flat_map(|genes| genes.outer_iter()).map(|row| decoded(&self.0, row));
        let mut seen: BTreeSet<Vec<usize>> = present.collect();
        let is_new = |row: &usize| seen.insert(decoded(&self.0, population.row(*row)));
        let kept: Vec<usize> = (0..population.nrows()).filter(is_new).collect();
        population.select(Axis(0), &kept)
    }
}

/// Genes between 0 and 1, without further constraints.
struct UnitGenes;

impl ConstraintsFn for UnitGenes {
    type Dim = Ix2;

    fn call(&self, genes: &Array2<f64>) -> Array2<f64> {
        Array2::zeros((genes.nrows(), 0))
    }

    fn lower_bound(&self) -> Option<f64> {
        Some(0.0)
    }

    fn upper_bound(&self) -> Option<f64> {
        Some(1.0)
    }
}

/// The portfolio that genes stand for: the first one says how much is spent.
fn decoded(problem: &PortfolioProblem, genes: ArrayView1<'_, f64>) -> Vec<usize> {
    let spent = (genes[0] * problem.steps as f64).round();
    let weight = |gene: &f64| (gene - NOTHING).max(0.0);
    let total: f64 = genes.iter().skip(1).map(weight).sum();
    if total == 0.0 {
        return vec![0; problem.most.len()];
    }
    let mut cumulated = 0.0;
    let mut placed = 0;
    let options = genes.iter().skip(1).zip(&problem.most);
    options
        .map(|(gene, &most)| {
            cumulated += weight(gene);
            let upto = (spent * cumulated / total).round() as usize;
            let steps = upto - placed;
            placed = upto;
            steps.min(most)
        })
        .collect()
}

fn check(problem: &PortfolioProblem, objectives: usize, evolution: Evolution) -> Result<(), PlannerError> {
    if problem.most.is_empty() {
        return Err(PlannerError::Empty { item: "options" });
    }
    require(problem.steps > 0, || "number of steps".to_owned(), problem.steps as f64, "above zero")?;
    require(objectives > 1, || "number of objectives".to_owned(), objectives as f64, "above one")?;
    require(evolution.population > 1, || "population".to_owned(), evolution.population as f64, "above one")?;
    require(
        evolution.generations > 0,
        || "number of generations".to_owned(),
        evolution.generations as f64,
        "above zero",
    )
}

fn failed(error: &AlgorithmError) -> PlannerError {
    PlannerError::Solver { status: error.to_string() }
}
