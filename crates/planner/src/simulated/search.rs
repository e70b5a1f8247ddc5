//! The best way to put whole steps on places: every way, or steepest descent where there are too many.
//! A search that is stopped ends with the best placement so far.

use rayon::prelude::*;

use crate::answer::{Bounded, Watch};
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
    /// Time was over: the best of those tried.
    Stopped,
}

/// A placement found by search.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Steps on each place.
    pub steps: Vec<usize>,
    /// Its cost; smaller is better.
    pub cost: f64,
    /// Placements tried, those of fewer steps on the way included.
    pub tried: usize,
    /// Placements that there are; `None` where there are more than the search would try.
    pub all: Option<usize>,
    /// What is known about it.
    pub proof: Proof,
}

impl Placed {
    /// Cost and its bound over all placements of these steps: the cost itself where all were tried,
    /// minus infinity, which is no bound, where they were not.
    #[must_use]
    pub fn bounded(&self) -> Bounded {
        let bound = if self.proof == Proof::Enumerated { self.cost } else { f64::NEG_INFINITY };
        Bounded { value: self.cost, bound }
    }
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
        require(
            self.steps > 0 && self.steps <= room,
            || "number of steps".to_owned(),
            self.steps as f64,
            "above zero and no more than the places can hold",
        )
    }
}

/// The placement of least cost: every one is tried if there are at most `limit`, else steps are
/// placed one by one where they help most and moved while a move helps. Ties go to the first.
///
/// A search that may be stopped goes step by step first, so that it has a good placement early, and
/// then tries them all; it ends with the same placement if it is not stopped.
///
/// ```
/// use counterflow_planner::simulated::{Lattice, Proof, search};
///
/// // Three steps over two places whose returns fall: most goes to the first, not all of it.
/// let cost = |steps: &[usize]| -> f64 { -(10.0 * (steps[0] as f64).sqrt() + 7.0 * (steps[1] as f64).sqrt()) };
/// let placed = search(Lattice { places: 2, steps: 3, most_per_place: 3 }, 100, &(), &cost)?;
/// assert_eq!((placed.steps, placed.proof, placed.tried), (vec![2, 1], Proof::Enumerated, 4));
/// # Ok::<(), counterflow_planner::PlannerError>(())
/// ```
///
/// # Errors
/// More steps than the places can hold, or none.
pub fn search(
    lattice: Lattice,
    limit: usize,
    watch: &dyn Watch,
    cost: &(impl Fn(&[usize]) -> f64 + Sync),
) -> Result<Placed, PlannerError> {
    lattice.check()?;
    let trials = Trials { watch, cost };
    let Some(all) = lattice.count(limit) else { return Ok(descend(lattice, &trials)) };
    let begun = if watch.is_limited() { Some(descend(lattice, &trials)) } else { None };
    let every = lattice.every();
    let found = trials.best(&every);
    let tried = begun.as_ref().map_or(0, |begun| begun.tried) + found.tried;
    let is_complete = found.tried == every.len();
    let early = begun.filter(|_| !is_complete).map(|begun| (begun.steps, begun.cost));
    let best = [early, found.best].into_iter().flatten().min_by(|one, other| one.1.total_cmp(&other.1));
    let (steps, cost) = best.unwrap_or_else(|| trials.without_choice(lattice, &vec![0; lattice.places]));
    let proof = if is_complete { Proof::Enumerated } else { Proof::Stopped };
    Ok(Placed { steps, cost, tried: if is_complete { all } else { tried }, all: Some(all), proof })
}

fn descend(lattice: Lattice, trials: &Trials<'_, impl Fn(&[usize]) -> f64 + Sync>) -> Placed {
    let mut placed =
        Placed { steps: vec![0; lattice.places], cost: f64::INFINITY, tried: 0, all: None, proof: Proof::LocalOptimum };
    for _ in 0..lattice.steps {
        let one_more = neighbours(&placed.steps, lattice.most_per_place, None);
        let found = trials.best(&one_more);
        placed.tried += found.tried;
        if let Some(best) = found.best {
            (placed.steps, placed.cost) = best;
        }
        if found.tried < one_more.len() {
            (placed.steps, placed.cost) = trials.without_choice(lattice, &placed.steps);
            return Placed { tried: placed.tried + 1, proof: Proof::Stopped, ..placed };
        }
    }
    loop {
        let taken = (0..lattice.places).filter(|&place| placed.steps[place] > 0);
        let moved: Vec<Vec<usize>> =
            taken.flat_map(|place| neighbours(&placed.steps, lattice.most_per_place, Some(place))).collect();
        let found = trials.best(&moved);
        placed.tried += found.tried;
        let better = found.best.filter(|(_, cost)| *cost < placed.cost);
        let is_better = better.is_some();
        if let Some(best) = better {
            (placed.steps, placed.cost) = best;
        }
        if found.tried < moved.len() {
            return Placed { proof: Proof::Stopped, ..placed };
        }
        if !is_better {
            return placed;
        }
    }
}

/// Placements tried out, watched.
struct Trials<'s, C> {
    watch: &'s dyn Watch,
    cost: &'s C,
}

/// The best of those tried before time was over.
struct Tried {
    best: Option<(Vec<usize>, f64)>,
    tried: usize,
}

impl<C: Fn(&[usize]) -> f64 + Sync> Trials<'_, C> {
    fn best(&self, placements: &[Vec<usize>]) -> Tried {
        self.watch.ahead(placements.len());
        let watched = |steps: &Vec<usize>| {
            if self.watch.is_over() {
                return None;
            }
            let cost = (self.cost)(steps);
            self.watch.tried();
            Some(cost)
        };
        let costs: Vec<Option<f64>> = placements.par_iter().map(watched).collect();
        let known = costs.iter().enumerate().filter_map(|(position, cost)| Some((position, (*cost)?)));
        let best = known.clone().min_by(|left, right| left.1.total_cmp(&right.1));
        Tried { best: best.map(|(position, least)| (placements[position].clone(), least)), tried: known.count() }
    }

    /// The steps given and the rest on the first places with room: what is left when there is no time to choose.
    fn without_choice(&self, lattice: Lattice, begun: &[usize]) -> (Vec<usize>, f64) {
        let mut steps = begun.to_vec();
        let mut left = lattice.steps - steps.iter().sum::<usize>();
        for here in &mut steps {
            let more = left.min(lattice.most_per_place - *here);
            *here += more;
            left -= more;
        }
        let cost = (self.cost)(&steps);
        (steps, cost)
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
        let cost = |steps: &[usize]| {
            steps.iter().enumerate().map(|(place, &count)| (place as f64 + 2.0) * 0.7_f64.powi(count as i32)).sum()
        };
        let lattice = Lattice { places: 6, steps: 7, most_per_place: 7 };
        let all = search(lattice, usize::MAX, &(), &cost).expect("placements");
        let descent = search(lattice, 0, &(), &cost).expect("placements");
        assert_eq!((all.proof, descent.proof), (Proof::Enumerated, Proof::LocalOptimum));
        assert!((all.cost - descent.cost).abs() < 1e-12, "{all:?} {descent:?}");
    }

    /// All ways to write `steps` as a sum over places, found by counting in base `most + 1`.
    fn by_counting(lattice: Lattice) -> impl Iterator<Item = Vec<usize>> {
        let digits = lattice.most_per_place + 1;
        let all = (0..digits.pow(lattice.places as u32)).map(move |number| {
            (0..lattice.places as u32).map(|place| number / digits.pow(place) % digits).collect::<Vec<usize>>()
        });
        all.filter(move |steps| steps.iter().sum::<usize>() == lattice.steps)
    }

    /// 1,000 lattices with costs that follow no pattern: nothing counted is cheaper than what is found.
    #[test]
    fn prop_enumeration_finds_the_least_of_all() {
        for case in 0..1000_usize {
            let lattice = Lattice { places: 1 + case % 4, steps: 1 + case / 4 % 5, most_per_place: 1 + case / 20 % 5 };
            let cost =
                |steps: &[usize]| steps.iter().fold(case, |mixed, &count| (mixed * 31 + count * 17 + 7) % 1009) as f64;
            let least = by_counting(lattice).map(|steps| cost(&steps)).fold(f64::INFINITY, f64::min);
            match search(lattice, usize::MAX, &(), &cost) {
                Ok(found) => assert_eq!(
                    (found.cost, found.tried, found.bounded().bound),
                    (least, by_counting(lattice).count(), least),
                    "{lattice:?}"
                ),
                Err(_) => assert_eq!(least, f64::INFINITY, "{lattice:?}"),
            }
            let descent = search(lattice, 0, &(), &cost).map_or(f64::INFINITY, |found| found.cost);
            assert!(descent >= least, "{lattice:?}");
        }
    }

    /// Time for so many trials.
    struct After(std::sync::atomic::AtomicUsize);

    impl Watch for After {
        fn ahead(&self, _: usize) {}
        fn tried(&self) {
            self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        }
        fn is_limited(&self) -> bool {
            true
        }
        fn is_over(&self) -> bool {
            self.0.load(std::sync::atomic::Ordering::Relaxed) == 0
        }
    }

    /// However early it is stopped, a search places all steps at the cost that it names, says that it was
    /// stopped, and ends with the best placement when it has time enough.
    #[test]
    fn prop_a_stopped_search_places_all_steps_and_says_so() {
        let cost = |steps: &[usize]| {
            steps.iter().enumerate().map(|(place, &count)| ((place * 5 + count * 3) % 7) as f64).sum::<f64>()
        };
        let lattice = Lattice { places: 4, steps: 5, most_per_place: 3 };
        let whole = search(lattice, usize::MAX, &(), &cost).expect("placements");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        for (time, limit) in (0..90).flat_map(|time| [(time, 0), (time, usize::MAX)]) {
            let found = pool.install(|| search(lattice, limit, &After(time.into()), &cost)).expect("placements");
            assert_eq!((found.steps.iter().sum::<usize>(), found.cost), (5, cost(&found.steps)), "{time} {limit}");
            assert!(found.steps.iter().all(|count| *count <= 3) && found.cost >= whole.cost, "{time} {limit}");
            match found.proof {
                Proof::Stopped => assert!(
                    found.tried <= time + 2 && found.bounded().bound == f64::NEG_INFINITY,
                    "{time} {limit} {found:?}"
                ),
                Proof::Enumerated => assert_eq!(found, whole),
                Proof::LocalOptimum => assert_eq!(limit, 0),
            }
        }
        assert_eq!(search(lattice, usize::MAX, &After(10_000.into()), &cost).expect("placements"), whole);
    }

    #[test]
    fn steps_that_fit_nowhere_are_refused() {
        let lattice = Lattice { places: 2, steps: 3, most_per_place: 1 };
        assert!(search(lattice, 10, &(), &|_| 0.0).is_err());
    }
}
