//! Portfolios: a budget in whole steps over options, for several objectives at once.
//!
//! NSGA-III ([`crate::nsga3`]) looks for portfolios that no other dominates. A portfolio is drawn from genes between 0 and 1:
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

use std::collections::BTreeMap;

use crate::answer::Watch;
use crate::error::{PlannerError, require};
use crate::nsga3::Search;
pub use crate::nsga3::{Evolution, dominates};

/// A budget in whole steps over options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortfolioProblem {
    /// Steps of the whole budget.
    pub steps: usize,
    /// Most steps on each option.
    pub most: Vec<usize>,
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
    let mut stopped = false;
    let mut known = BTreeMap::<Vec<usize>, Vec<f64>>::new();
    let search = Search { genes: problem.most.len() + 1, objectives, evolution };
    let last = search.run(&|genes| decoded(problem, genes), |all| {
        stopped = watch.is_over() && !known.is_empty();
        if stopped {
            return None;
        }
        let portfolios: Vec<Vec<usize>> = all.iter().map(|genes| decoded(problem, genes)).collect();
        let mut unseen: Vec<Vec<usize>> =
            portfolios.iter().filter(|steps| !known.contains_key(*steps)).cloned().collect();
        unseen.sort_unstable();
        let found = evaluate(&unseen);
        known.extend(unseen.into_iter().zip(found));
        Some(portfolios.iter().filter_map(|steps| known.get(steps)).cloned().collect())
    })?;
    let last = last.iter().map(|candidate| decoded(problem, &candidate.genes)).collect();
    answer(&known, last, objectives, false, stopped)
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

/// The portfolio that genes stand for: the first one says how much is spent.
fn decoded(problem: &PortfolioProblem, genes: &[f64]) -> Vec<usize> {
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
