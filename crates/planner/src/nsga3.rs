//! NSGA-III: candidates that no other dominates, in many objectives.
//!
//! Deb, K. and Jain, H. (2014), An evolutionary many-objective optimization algorithm using
//! reference-point-based nondominated sorting approach, part I, IEEE Transactions on Evolutionary
//! Computation 18(4), 577-601. A candidate is a list of genes between 0 and 1; smaller objectives are better.
//! A generation recombines pairs of candidates (simulated binary crossover, Deb and Agrawal 1995) and mutates
//! their children (polynomial mutation, Deb and Goyal 1996), both in the form that stays within bounds.
//! Parents and children are sorted into fronts; those that remain are the first fronts, and of the front that
//! does not fit as a whole those whose direction from the ideal point few others follow (`niching`).
//!
//! An evolution is a pure function of its seed and of what `evaluate` answers.
//!
//! ```
//! use counterflow_planner::nsga3::{Evolution, Search};
//!
//! // One gene moves between two harms: every value of it is a compromise of its own.
//! let search = Search { genes: 1, objectives: 2, evolution: Evolution { population: 12, generations: 30, seed: 1 } };
//! let same = |genes: &[f64]| genes.iter().map(|gene| gene.to_bits()).collect::<Vec<u64>>();
//! let harms = |all: &[Vec<f64>]| Some(all.iter().map(|genes| vec![genes[0], 1.0 - genes[0]]).collect());
//! let found = search.run(&same, harms)?;
//! assert!(found.len() == 12 && found.iter().all(|one| one.objectives[0] + one.objectives[1] == 1.0));
//! # Ok::<(), counterflow_planner::PlannerError>(())
//! ```

mod directions;
mod niching;
mod variation;

use std::collections::BTreeSet;

use crate::error::{PlannerError, require, require_length};
use crate::random::RandomStream;
pub use directions::reference_directions;

/// How long is searched, and from which draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evolution {
    /// Candidates of a generation.
    pub population: usize,
    /// Generations after the first, which is random.
    pub generations: usize,
    /// Seed of the draws.
    pub seed: u64,
}

/// What is searched, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Genes of a candidate, each from 0 to 1.
    pub genes: usize,
    /// Objectives of a candidate, at least two.
    pub objectives: usize,
    /// How long is searched.
    pub evolution: Evolution,
}

/// A candidate that has been evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its genes, from 0 to 1.
    pub genes: Vec<f64>,
    /// Its objectives; smaller is better.
    pub objectives: Vec<f64>,
}

/// Pairs of parents drawn for each child that a generation wants, before it makes do with fewer children: where
/// all that pairs bring forth is there already, new candidates may have run out.
const PAIRS_PER_CHILD: usize = 20;

impl Search {
    /// The last generation of the search, or of what it came to before `evaluate` answered `None`.
    ///
    /// `same` gives what a candidate stands for: a generation holds nothing twice. `evaluate` gets the new
    /// candidates of a generation, all at once, and answers with their objectives in the same order.
    ///
    /// # Errors
    /// No genes, fewer than two objectives or candidates, no generations, evaluations of the wrong length.
    pub fn run<K: Ord>(
        &self,
        same: &dyn Fn(&[f64]) -> K,
        mut evaluate: impl FnMut(&[Vec<f64>]) -> Option<Vec<Vec<f64>>>,
    ) -> Result<Vec<Candidate>, PlannerError> {
        self.check()?;
        let Evolution { population, generations, seed } = self.evolution;
        let mut random = RandomStream::new(seed);
        let mut selection = niching::Selection::new(reference_directions(self.objectives, population));
        let founders = self.founders(same, &mut random);
        let Some(values) = evaluate(&founders) else { return Ok(Vec::new()) };
        let mut parents = self.evaluated(founders, values)?;
        for _ in 0..generations {
            let children = self.children(&parents, same, &mut random);
            let Some(values) = evaluate(&children) else { break };
            parents.extend(self.evaluated(children, values)?);
            parents = selection.survivors(parents, population, &mut random);
        }
        Ok(parents)
    }

    fn check(&self) -> Result<(), PlannerError> {
        if self.genes == 0 {
            return Err(PlannerError::Empty { item: "genes" });
        }
        let Evolution { population, generations, .. } = self.evolution;
        let at_least = |item: &'static str, least: usize, found: usize| {
            let words = if least == 1 { "above zero" } else { "above one" };
            require(found >= least, || item.to_owned(), found as f64, words)
        };
        at_least("number of objectives", 2, self.objectives)?;
        at_least("population", 2, population)?;
        at_least("number of generations", 1, generations)
    }

    /// Random candidates; fewer than a population where the same ones keep coming.
    fn founders<K: Ord>(&self, same: &dyn Fn(&[f64]) -> K, random: &mut RandomStream) -> Vec<Vec<f64>> {
        let population = self.evolution.population;
        let mut present = BTreeSet::new();
        let drawn = (0..population * PAIRS_PER_CHILD).map(|_| (0..self.genes).map(|_| random.uniform()).collect());
        drawn.filter(|genes: &Vec<f64>| present.insert(same(genes))).take(population).collect()
    }

    /// A population of children of random pairs, none of which is there already.
    fn children<K: Ord>(
        &self,
        parents: &[Candidate],
        same: &dyn Fn(&[f64]) -> K,
        random: &mut RandomStream,
    ) -> Vec<Vec<f64>> {
        let population = self.evolution.population;
        let mut present: BTreeSet<K> = parents.iter().map(|parent| same(&parent.genes)).collect();
        let mut children = Vec::with_capacity(population);
        for _ in 0..population * PAIRS_PER_CHILD {
            let pair = [random.below(parents.len()), random.below(parents.len())];
            for child in variation::children(pair.map(|parent| parents[parent].genes.as_slice()), random) {
                if children.len() < population && present.insert(same(&child)) {
                    children.push(child);
                }
            }
            if children.len() == population {
                break;
            }
        }
        children
    }

    fn evaluated(&self, genes: Vec<Vec<f64>>, values: Vec<Vec<f64>>) -> Result<Vec<Candidate>, PlannerError> {
        require_length("evaluations", values.len(), genes.len())?;
        for objectives in &values {
            require_length("objectives of a candidate", objectives.len(), self.objectives)?;
        }
        let pairs = genes.into_iter().zip(values);
        Ok(pairs.map(|(genes, objectives)| Candidate { genes, objectives }).collect())
    }
}

/// Whether one is at least as good everywhere and better somewhere; smaller is better.
#[must_use]
pub fn dominates(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other) && one.iter().zip(other).any(|(one, other)| one < other)
}
