//! The best way to put whole steps on places: every way, or steepest descent where there are too many.

use rayon::prelude::*;

use crate::error::{PlannerError, require};

/// Placements to choose from: `steps` steps over `places` places, at most `most_per_place` on each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lattice {
    /// Number of places.
    pub places: usize,
    /// Steps to place, all of them.
    pub steps: usize,
    /// Most steps on one place.
    pub most_per_place: usize,
}

/// What is known about a placement found by search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Every placement of the lattice was tried: none is better.
    Enumerated,
    /// No placement that moves one step is better; others were not ruled out.
    LocalOptimum,
}

/// Is told how a search goes, for a display of progress.
pub trait Watch: Sync {
    /// So many placements more will be tried.
    fn ahead(&self, placements: usize);
    /// One of them has been tried.
    fn tried(&self);
}

/// Nobody watches.
impl Watch for () {
    fn ahead(&self, _placements: usize) {}
    fn tried(&self) {}
}

/// A placement found by search.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Steps on each place.
    pub steps: Vec<usize>,
    /// Its cost; smaller is better.
    pub cost: f64,
    /// Placements tried.
    pub tried: usize,
    /// What is known about it.
    pub proof: Proof,
}

impl Lattice {
    /// Number of placements, or none where there are more than `limit`.
    #[must_use]
    pub fn count(&self, limit: usize) -> Option<usize> {
        // ways[s]: placements of s steps on the places so far.
        let mut ways = vec![0_usize; self.steps + 1];
        ways[0] = 1;
        for _ in 0..self.places {
            let before = ways.clone();
            for (total, way) in ways.iter_mut().enumerate() {
                let on_this = 0..=self.most_per_place.min(total);
                // Larger counts only matter as "more than the limit".
                *way = on_this.map(|here| before[total - here]).fold(0, usize::saturating_add);
            }
        }
        Some(ways[self.steps]).filter(|count| *count <= limit)
    }

    /// All placements, in lexical order.
    fn every(&self) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        self.extend(&mut Vec::with_capacity(self.places), self.steps, &mut found);
        found
    }

    fn extend(&self, begun: &mut Vec<usize>, left: usize, found: &mut Vec<Vec<usize>>) {
        let places_left = self.places - begun.len();
        if places_left == 0 {
            found.push(begun.clone());
            return;
        }
        let room_after = (places_left - 1).saturating_mul(self.most_per_place);
        for here in left.saturating_sub(room_after)..=left.min(self.most_per_place) {
            begun.push(here);
            self.extend(begun, left - here, found);
            begun.pop();
        }
    }

    fn check(&self) -> Result<(), PlannerError> {
        let room = self.places.saturating_mul(self.most_per_place);
        require(self.steps > 0 && self.steps <= room, || "number of steps".to_owned(), self.steps as f64, "above zero and no more than the places can hold")
    }
}

/// The placement of least cost: every one is tried if there are at most `limit`, else steps are
/// placed one by one where they help most and moved while a move helps. Ties go to the first.
///
/// # Errors
/// More steps than the places can hold, or none.
pub fn search(lattice: Lattice, limit: usize, watch: &dyn Watch, cost: &(impl Fn(&[usize]) -> f64 + Sync)) -> Result<Placed, PlannerError> {
    lattice.check()?;
    if lattice.count(limit).is_some() {
        let every = lattice.every();
        let (steps, cost) = best(&every, watch, cost).ok_or(PlannerError::Empty { item: "placements" })?;
        return Ok(Placed { steps, cost, tried: every.len(), proof: Proof::Enumerated });
    }
    descend(lattice, watch, cost)
}

fn descend(lattice: Lattice, watch: &dyn Watch, cost: &(impl Fn(&[usize]) -> f64 + Sync)) -> Result<Placed, PlannerError> {
    let mut placed = Placed { steps: vec![0; lattice.places], cost: f64::INFINITY, tried: 0, proof: Proof::LocalOptimum };
    for _ in 0..lattice.steps {
        let one_more = neighbours(&placed.steps, lattice.most_per_place, None);
        placed.tried += one_more.len();
        (placed.steps, placed.cost) = best(&one_more, watch, cost).ok_or(PlannerError::Empty { item: "placements" })?;
    }
    loop {
        let taken = (0..lattice.places).filter(|&place| placed.steps[place] > 0);
        let moved: Vec<Vec<usize>> = taken.flat_map(|place| neighbours(&placed.steps, lattice.most_per_place, Some(place))).collect();
        placed.tried += moved.len();
        match best(&moved, watch, cost) {
            Some((steps, cost)) if cost < placed.cost => (placed.steps, placed.cost) = (steps, cost),
            _ => return Ok(placed),
        }
    }
}

/// Placements with one step more, taken from `source` where there is one.
fn neighbours(steps: &[usize], most_per_place: usize, source: Option<usize>) -> Vec<Vec<usize>> {
    let open = (0..steps.len()).filter(|&place| steps[place] < most_per_place && Some(place) != source);
    let added = |place: usize| {
        let mut next = steps.to_vec();
        next[place] += 1;
        if let Some(source) = source {
            next[source] -= 1;
        }
        next
    };
    open.map(added).collect()
}

fn best(placements: &[Vec<usize>], watch: &dyn Watch, cost: &(impl Fn(&[usize]) -> f64 + Sync)) -> Option<(Vec<usize>, f64)> {
    watch.ahead(placements.len());
    let watched = |steps: &Vec<usize>| {
        let cost = cost(steps);
        watch.tried();
        cost
    };
    let costs: Vec<f64> = placements.par_iter().map(watched).collect();
    let (position, least) = costs.iter().enumerate().min_by(|left, right| left.1.total_cmp(right.1))?;
    Some((placements[position].clone(), *least))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published counts: C(n + k - 1, k) multisets and C(n, k) subsets.
    #[test]
    fn val_placements_are_counted_as_multisets_and_subsets() {
        let count = |places, steps, most_per_place| Lattice { places, steps, most_per_place }.count(usize::MAX);
        assert_eq!(count(12, 4, 4), Some(1365));
        assert_eq!(count(14, 3, 1), Some(364));
        let lattice = Lattice { places: 5, steps: 6, most_per_place: 3 };
        assert_eq!(Some(lattice.every().len()), lattice.count(usize::MAX));
        assert_eq!(lattice.count(10), None);
    }

    /// A separable convex cost, for which one step at a time is optimal (Fox 1966).
    #[test]
    fn val_descent_finds_what_enumeration_finds_for_separable_convex_costs() {
        let cost = |steps: &[usize]| steps.iter().enumerate().map(|(place, &count)| (place as f64 + 2.0) * 0.7_f64.powi(count as i32)).sum();
        let lattice = Lattice { places: 6, steps: 7, most_per_place: 7 };
        let all = search(lattice, usize::MAX, &(), &cost).expect("placements");
        let descent = search(lattice, 0, &(), &cost).expect("placements");
        assert_eq!((all.proof, descent.proof), (Proof::Enumerated, Proof::LocalOptimum));
        assert!((all.cost - descent.cost).abs() < 1e-12, "{all:?} {descent:?}");
    }

    #[test]
    fn steps_that_fit_nowhere_are_refused() {
        let lattice = Lattice { places: 2, steps: 3, most_per_place: 1 };
        assert!(search(lattice, 10, &(), &|_| 0.0).is_err());
    }
}
