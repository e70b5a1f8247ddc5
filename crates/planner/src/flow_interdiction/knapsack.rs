//! The best answers so far for every budget, improved by every cut met.

/// Best known remaining flow and removed arcs per budget.
#[derive(Clone, Debug)]
pub(super) struct Incumbents {
    answers: Vec<(f64, Vec<usize>)>,
}

/// An arc of a cut that can be removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct RemovableArc {
    pub(super) arc: usize,
    pub(super) capacity: f64,
    pub(super) cost: usize,
}

impl Incumbents {
    pub(super) fn new(largest_budget: usize) -> Self {
        Self { answers: vec![(f64::INFINITY, Vec::new()); largest_budget + 1] }
    }

    pub(super) fn best(&self, budget: usize) -> (f64, &[usize]) {
        let (value, arcs) = &self.answers[budget];
        (*value, arcs)
    }

    pub(super) fn value(&self, budget: usize) -> f64 {
        self.answers[budget].0
    }

    /// Removes the best arcs of one cut for every budget: a 0-1 knapsack over its removable arcs.
    pub(super) fn improve(&mut self, total_capacity: f64, removable: &[RemovableArc]) {
        let budgets = self.answers.len();
        let mut saved = vec![0.0; budgets];
        let mut taken = vec![false; budgets * removable.len()];
        for (position, item) in removable.iter().enumerate() {
            for budget in (item.cost..budgets).rev() {
                let candidate = saved[budget - item.cost] + item.capacity;
                if candidate > saved[budget] {
                    saved[budget] = candidate;
                    taken[position * budgets + budget] = true;
                }
            }
        }
        for (budget, (answer, saved)) in self.answers.iter_mut().zip(saved).enumerate() {
            if total_capacity - saved < answer.0 {
                *answer = (total_capacity - saved, chosen(removable, &taken, budgets, budget));
            }
        }
    }
}

fn chosen(removable: &[RemovableArc], taken: &[bool], budgets: usize, budget: usize) -> Vec<usize> {
    let mut left = budget;
    let mut arcs = Vec::new();
    for (position, item) in removable.iter().enumerate().rev() {
        if taken[position * budgets + left] {
            arcs.push(item.arc);
            left -= item.cost;
        }
    }
    arcs.sort_unstable();
    arcs
}
