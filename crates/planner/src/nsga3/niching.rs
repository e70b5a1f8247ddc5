//! Who remains: fronts first, then candidates whose reference direction is the least crowded.

use super::{Candidate, dominates};
use crate::random::RandomStream;

/// Weight of the other objectives where the candidate nearest to an axis is looked for (Deb and Jain 2014,
/// equation 4, which gives 1e-6).
const OFF_AXIS: f64 = 1e-6;
/// An objective whose range is smaller is not stretched to one.
const NO_RANGE: f64 = 1e-12;

/// What selection remembers from one generation to the next.
pub(super) struct Selection {
    directions: Vec<Vec<f64>>,
    /// Least value of each objective so far.
    ideal: Vec<f64>,
    /// Objectives of the candidates nearest to each axis so far.
    extremes: Vec<Vec<f64>>,
}

impl Selection {
    pub(super) fn new(directions: Vec<Vec<f64>>) -> Self {
        let objectives = directions.first().map_or(0, Vec::len);
        Self { directions, ideal: vec![f64::INFINITY; objectives], extremes: Vec::new() }
    }

    /// `count` of the candidates (Deb and Jain 2014, algorithm 1), or all where there are no more.
    pub(super) fn survivors(
        &mut self,
        mut candidates: Vec<Candidate>,
        count: usize,
        random: &mut RandomStream,
    ) -> Vec<Candidate> {
        let mut fronts = first_fronts(&candidates, count);
        let first_front: Vec<&[f64]> =
            fronts.first().into_iter().flatten().map(|&one| candidates[one].objectives.as_slice()).collect();
        let range = self.range(&first_front);
        let fits = fronts.iter().map(Vec::len).sum::<usize>() <= count;
        let last = if fits { Vec::new() } else { fronts.pop().unwrap_or_default() };
        let mut kept = fronts.concat();
        if !last.is_empty() {
            let place = |&one: &usize| self.nearest(&candidates[one].objectives, &range);
            let kept_places: Vec<(usize, f64)> = kept.iter().map(place).collect();
            let last_places: Vec<(usize, f64)> = last.iter().map(place).collect();
            let taken = self.fill_niches(&kept_places, &last_places, count - kept.len(), random);
            kept.extend(taken.into_iter().map(|one| last[one]));
        }
        kept.sort_unstable();
        let mut number = 0;
        candidates.retain(|_| {
            number += 1;
            kept.binary_search(&(number - 1)).is_ok()
        });
        candidates
    }

    /// What each objective is divided by after the ideal point has been taken off (section IV-C): the intercepts
    /// of the plane through the extreme candidates, or the range of the first front where there is no such plane.
    fn range(&mut self, first_front: &[&[f64]]) -> Vec<f64> {
        for objectives in first_front {
            for (ideal, value) in self.ideal.iter_mut().zip(*objectives) {
                *ideal = ideal.min(*value);
            }
        }
        let objectives = self.ideal.len();
        let known: Vec<Vec<f64>> =
            first_front.iter().map(|one| one.to_vec()).chain(std::mem::take(&mut self.extremes)).collect();
        let achievement = |values: &[f64], axis: usize| {
            let weighted =
                values.iter().zip(&self.ideal).enumerate().map(|(objective, (value, ideal))| {
                    (value - ideal) / if objective == axis { 1.0 } else { OFF_AXIS }
                });
            weighted.fold(f64::NEG_INFINITY, f64::max)
        };
        let nearest_to = |axis: usize| {
            known.iter().min_by(|one, other| achievement(one, axis).total_cmp(&achievement(other, axis))).cloned()
        };
        self.extremes = (0..objectives).filter_map(nearest_to).collect();
        let rows: Vec<Vec<f64>> = self
            .extremes
            .iter()
            .map(|values| values.iter().zip(&self.ideal).map(|(value, ideal)| value - ideal).collect())
            .collect();
        let worst = |objective: usize| {
            first_front.iter().map(|values| values[objective] - self.ideal[objective]).fold(0.0, f64::max)
        };
        let is_a_range =
            |intercepts: &Vec<f64>| intercepts.iter().all(|intercept| intercept.is_finite() && *intercept > NO_RANGE);
        intercepts(rows).filter(is_a_range).unwrap_or_else(|| (0..objectives).map(worst).collect())
    }

    /// The direction nearest to a candidate and its distance from it (algorithm 3).
    fn nearest(&self, objectives: &[f64], range: &[f64]) -> (usize, f64) {
        let scaled: Vec<f64> = objectives
            .iter()
            .zip(&self.ideal)
            .zip(range)
            .map(|((value, ideal), range)| (value - ideal) / range.max(NO_RANGE))
            .collect();
        let squares = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
        let distance = |direction: &[f64]| {
            let along = direction.iter().zip(&scaled).map(|(weight, value)| weight * value).sum::<f64>();
            let off = squares(&scaled) - along * along / squares(direction);
            off.max(0.0)
        };
        let distances = self.directions.iter().map(|direction| distance(direction)).enumerate();
        distances.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((0, 0.0))
    }

    /// Which candidates of the last front fill the places that are left (algorithm 4).
    fn fill_niches(
        &self,
        kept: &[(usize, f64)],
        last: &[(usize, f64)],
        places: usize,
        random: &mut RandomStream,
    ) -> Vec<usize> {
        let mut crowd = vec![0; self.directions.len()];
        for (direction, _) in kept {
            crowd[*direction] += 1;
        }
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); self.directions.len()];
        for (one, (direction, _)) in last.iter().enumerate() {
            waiting[*direction].push(one);
        }
        let mut taken = Vec::with_capacity(places);
        while taken.len() < places {
            let open = || (0..waiting.len()).filter(|&direction| !waiting[direction].is_empty());
            let Some(least) = open().map(|direction| crowd[direction]).min() else { break };
            let emptiest: Vec<usize> = open().filter(|&direction| crowd[direction] == least).collect();
            let direction = emptiest[random.below(emptiest.len())];
            let queue = &mut waiting[direction];
            let position = if least == 0 {
                let closest =
                    (0..queue.len()).min_by(|&one, &other| last[queue[one]].1.total_cmp(&last[queue[other]].1));
                closest.unwrap_or(0)
            } else {
                random.below(queue.len())
            };
            taken.push(queue.swap_remove(position));
            crowd[direction] += 1;
        }
        taken
    }
}

/// Positions of the candidates of the first fronts, up to the one with which they are as many as `count`.
fn first_fronts(candidates: &[Candidate], count: usize) -> Vec<Vec<usize>> {
    let beats = |one: usize, other: usize| dominates(&candidates[one].objectives, &candidates[other].objectives);
    let mut waiting: Vec<usize> = (0..candidates.len()).collect();
    let mut better: Vec<usize> =
        waiting.iter().map(|&one| waiting.iter().filter(|&&other| beats(other, one)).count()).collect();
    let mut fronts: Vec<Vec<usize>> = Vec::new();
    while candidates.len() - waiting.len() < count && !waiting.is_empty() {
        let (front, behind): (Vec<usize>, Vec<usize>) = waiting.iter().partition(|&&one| better[one] == 0);
        for &one in &behind {
            better[one] -= front.iter().filter(|&&other| beats(other, one)).count();
        }
        fronts.push(front);
        waiting = behind;
    }
    fronts
}

/// Where the plane through as many points as it has axes meets each of them: one over the solution of
/// `rows x = 1`, by elimination with pivots; `None` where the points lie in no single plane.
fn intercepts(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for row in &mut rows {
        row.push(1.0);
    }
    for column in 0..size {
        let pivot =
            (column..size).max_by(|&one, &other| rows[one][column].abs().total_cmp(&rows[other][column].abs()))?;
        rows.swap(column, pivot);
        let pivot_row = rows[column].clone();
        if pivot_row[column].abs() < NO_RANGE {
            return None;
        }
        for (_, row) in rows.iter_mut().enumerate().filter(|(other, _)| *other != column) {
            let factor = row[column] / pivot_row[column];
            for (cell, above) in row.iter_mut().zip(&pivot_row) {
                *cell -= factor * above;
            }
        }
    }
    Some((0..size).map(|axis| rows[axis][axis] / rows[axis][size]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(objectives: &[[f64; 2]]) -> Vec<Candidate> {
        objectives.iter().map(|values| Candidate { genes: Vec::new(), objectives: values.to_vec() }).collect()
    }

    /// By hand: (1, 4), (2, 2), (4, 1) form the first front, (3, 3) the second, (5, 5) the third.
    #[test]
    fn val_fronts_are_peeled_off() {
        let all = candidates(&[[5.0, 5.0], [2.0, 2.0], [3.0, 3.0], [1.0, 4.0], [4.0, 1.0]]);
        for count in 1..=3 {
            assert_eq!(first_fronts(&all, count), [vec![1, 3, 4]]);
        }
        assert_eq!(first_fronts(&all, 4), [vec![1, 3, 4], vec![2]]);
        assert_eq!(first_fronts(&all, 9), [vec![1, 3, 4], vec![2], vec![0]]);
    }

    /// By hand: x / 2 + y / 4 + z / 8 = 1 through three of its points.
    #[test]
    fn val_a_plane_meets_its_axes() {
        let plane = intercepts(vec![vec![2.0, 0.0, 0.0], vec![1.0, 2.0, 0.0], vec![0.0, 2.0, 4.0]]).expect("a plane");
        assert!(plane.iter().zip([2.0, 4.0, 8.0]).all(|(found, expected)| (found - expected).abs() < 1e-12));
        assert_eq!(intercepts(vec![vec![1.0, 1.0], vec![2.0, 2.0]]), None);
    }

    /// By hand: of three places one goes to each of the directions (1, 0), (1/2, 1/2), (0, 1), although four
    /// candidates crowd about the first.
    #[test]
    fn val_the_least_crowded_direction_is_served_first() {
        let all = candidates(&[[1.0, 0.0], [0.99, 0.01], [0.98, 0.02], [0.97, 0.03], [0.4, 0.6], [0.0, 1.0]]);
        let directions = vec![vec![1.0, 0.0], vec![0.5, 0.5], vec![0.0, 1.0]];
        let kept = Selection::new(directions).survivors(all, 3, &mut RandomStream::new(1));
        let firsts: Vec<f64> = kept.iter().map(|one| one.objectives[0]).collect();
        assert_eq!(firsts, [1.0, 0.4, 0.0]);
    }
}
