//! Fortification: a defender protects arcs before the interdictor acts (defender-attacker-defender).
//!
//! Model: minimise over fortified sets of at most `protections` arcs the best interdiction of the
//! other arcs. Here the owner of the network wants short paths; the interdictor lengthens them.
//!
//! Algorithm (implicit enumeration, Scaparra and Church 2008): with the best attack known, a defence
//! improves only if it protects at least one arc of that attack; branch on which. The tree has at
//! most (attacked arcs)^protections leaves, each one interdiction problem.

use super::{PathAnswer, PathInterdiction, attack, check};
use crate::answer::{Bounded, Limits, Stopwatch};
use crate::error::{PlannerError, require_non_negative};

/// The best defence found, and the attack that answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct FortifiedAnswer {
    /// Arcs protected.
    pub fortified: Vec<usize>,
    /// The interdictor's best answer.
    pub attack: PathAnswer,
    /// Shortest path under that attack, and the bound below which no defence leads.
    pub path_length: Bounded,
}

/// Protects at most `protections` arcs against an interdictor with `budget`.
pub fn fortify_path(
    problem: &PathInterdiction,
    budget: f64,
    protections: usize,
    limits: Limits,
) -> Result<FortifiedAnswer, PlannerError> {
    check(problem)?;
    require_non_negative(|| "budget".to_owned(), budget)?;
    let mut search = Fortification { problem, budget, limits, clock: limits.start(), best: None, complete: true };
    search.explore(&mut vec![false; problem.graph.arc_count()], &[], protections)?;
    let (fortified, attack) = search.best.ok_or(PlannerError::Empty { item: "defences" })?;
    // Without an attack the path is as short as it can be: the bound of an unfinished search.
    let untouched = super::shortest_path_under(problem, &[]).0;
    let bound = if search.complete { attack.path_length.value } else { untouched };
    let path_length = Bounded { value: attack.path_length.bound, bound };
    Ok(FortifiedAnswer { fortified, attack, path_length })
}

struct Fortification<'p> {
    problem: &'p PathInterdiction,
    budget: f64,
    limits: Limits,
    clock: Stopwatch,
    best: Option<(Vec<usize>, PathAnswer)>,
    complete: bool,
}

impl Fortification<'_> {
    fn explore(&mut self, closed: &mut Vec<bool>, fortified: &[usize], left: usize) -> Result<(), PlannerError> {
        if self.best.is_some() && !self.clock.allows_node() {
            self.complete = false;
            return Ok(());
        }
        let mut protected = vec![false; closed.len()];
        fortified.iter().for_each(|&arc| protected[arc] = true);
        let attack = attack(self.problem, self.budget, &protected, self.limits)?;
        self.complete &= attack.path_length.relative_gap() <= self.limits.relative_gap.max(Limits::PROVEN_GAP);
        let targets = attack.interdicted.clone();
        if self.best.as_ref().is_none_or(|(_, best)| attack.path_length.bound < best.path_length.bound) {
            self.best = Some((fortified.to_vec(), attack));
        }
        if left == 0 {
            return Ok(());
        }
        // An arc tried first need not be tried again beside later ones.
        let open: Vec<usize> = targets.into_iter().filter(|&arc| !closed[arc]).collect();
        for &arc in &open {
            closed[arc] = true;
            self.explore(closed, &[fortified, &[arc]].concat(), left - 1)?;
        }
        open.iter().for_each(|&arc| closed[arc] = false);
        Ok(())
    }
}
