//! Classification trees (Breiman, Friedman, Olshen and Stone 1984) for scenario discovery, as in
//! Lempert, Bryant and Bankes (2008, RAND TR-491): the leaves of a tree are boxes that fill the space
//! of inputs, so that several regions of interest are found at once, where PRIM looks for one.
//!
//! Each split cuts a box in two at one input, where it lowers Gini's impurity most:
//!
//! ```text
//! impurity of n cases, of which share p of interest    n x 2 p (1 - p)
//! gain of a split                                      impurity - impurity below - impurity above
//! ```
//!
//! A limit lies half way between two neighbouring values; no side of a split may hold less than a
//! share of all cases, and boxes of one kind alone are not cut further. Among equal gains the first
//! input and the lowest limit count, where other programs choose at random. A split without gain is
//! not made.
//!
//! Written here because no crate served: `linfa-trees` 0.8 adds its class weights in the order of a
//! hash table, so that equal gains fall differently from run to run, and `smartcore` 0.7 does not let
//! its tree be read.

use super::prim::{Limits, PrimBox};
use super::{Cases, DiscoveryError};

/// How a tree grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreeOptions {
    /// Smallest share of all cases that a leaf may hold.
    pub least_mass: f64,
}

impl Default for TreeOptions {
    /// 5 %, as EMA Workbench.
    fn default() -> Self {
        Self { least_mass: 0.05 }
    }
}

/// The leaves of the tree, as boxes, in the order of the tree: below each limit before above it.
///
/// # Errors
/// A share outside its range.
pub fn leaves(cases: &Cases, options: &TreeOptions) -> Result<Vec<PrimBox>, DiscoveryError> {
    let given = options.least_mass;
    if !(given > 0.0 && given < 1.0) {
        return Err(DiscoveryError::Option {
            option: "the least mass",
            given,
            expected: "a share above 0 and below 1",
        });
    }
    let least_cases = ((given * cases.count() as f64).floor() as usize).max(1);
    let mut found = Vec::new();
    let mut waiting = vec![(vec![Limits::default(); cases.inputs().len()], (0..cases.count()).collect::<Vec<usize>>())];
    while let Some((limits, inside)) = waiting.pop() {
        match best_split(cases, &inside, least_cases) {
            None => found.push(PrimBox::of(cases, limits)),
            Some(split) => {
                let (below, above) = split.halves(cases, &inside);
                // The half below is taken first.
                waiting.push((split.bound(&limits, false), above));
                waiting.push((split.bound(&limits, true), below));
            }
        }
    }
    Ok(found)
}

#[derive(Clone, Copy, Debug)]
struct Split {
    input: usize,
    limit: f64,
    gain: f64,
}

impl Split {
    fn halves(&self, cases: &Cases, inside: &[usize]) -> (Vec<usize>, Vec<usize>) {
        inside.iter().partition(|case| cases.inputs()[self.input][**case] <= self.limit)
    }

    fn bound(&self, limits: &[Limits], below: bool) -> Vec<Limits> {
        let mut limits = limits.to_vec();
        let side = if below { &mut limits[self.input].high } else { &mut limits[self.input].low };
        *side = Some(self.limit);
        limits
    }
}

/// The split of greatest gain; none for cases that are all alike or cannot be cut.
fn best_split(cases: &Cases, inside: &[usize], least_cases: usize) -> Option<Split> {
    let of_interest = inside.iter().filter(|case| cases.of_interest()[**case]).count();
    if of_interest == 0 || of_interest == inside.len() {
        return None;
    }
    let candidates =
        (0..cases.inputs().len()).filter_map(|input| best_of_input(cases, inside, of_interest, least_cases, input));
    candidates.filter(|split| split.gain > 0.0).reduce(|best, other| if other.gain > best.gain { other } else { best })
}

fn best_of_input(
    cases: &Cases,
    inside: &[usize],
    of_interest: usize,
    least_cases: usize,
    input: usize,
) -> Option<Split> {
    let values = &cases.inputs()[input];
    let mut ascending: Vec<usize> = inside.to_vec();
    ascending.sort_unstable_by(|one, other| values[*one].total_cmp(&values[*other]));
    let whole = impurity(inside.len(), of_interest);
    let mut best: Option<Split> = None;
    let mut interest_below = 0;
    for (place, pair) in ascending.windows(2).enumerate() {
        let (below, above) = (place + 1, inside.len() - place - 1);
        interest_below += usize::from(cases.of_interest()[pair[0]]);
        let (here, next) = (values[pair[0]], values[pair[1]]);
        if here == next || below < least_cases || above < least_cases {
            continue;
        }
        let gain = whole - impurity(below, interest_below) - impurity(above, of_interest - interest_below);
        if best.is_none_or(|best| gain > best.gain) {
            best = Some(Split { input, limit: here + (next - here) / 2.0, gain });
        }
    }
    best
}

fn impurity(cases: usize, of_interest: usize) -> f64 {
    let share = of_interest as f64 / cases as f64;
    cases as f64 * 2.0 * share * (1.0 - share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::{Table, number};

    /// Two regions that no one box holds: PRIM finds one, the tree both.
    #[test]
    fn val_two_planted_regions_are_leaves() {
        let grid: Vec<(f64, f64)> =
            (0..40).flat_map(|x| (0..40).map(move |y| (f64::from(x) / 40.0, f64::from(y) / 40.0))).collect();
        let interest = |(x, y): &(f64, f64)| (*x < 0.25 && *y >= 0.5) || (*x >= 0.75 && *y < 0.5);
        let cases = Cases::new(
            vec![grid.iter().map(|(x, _)| *x).collect(), grid.iter().map(|(_, y)| *y).collect()],
            grid.iter().map(interest).collect(),
        )
        .expect("cases");
        let found = leaves(&cases, &TreeOptions::default()).expect("leaves");
        let pure: Vec<&PrimBox> = found.iter().filter(|leaf| leaf.density == 1.0).collect();
        assert_eq!(pure.iter().map(|leaf| leaf.cases).collect::<Vec<usize>>(), [200, 200]);
        let limit = |value: Option<f64>| value.map(|value| (value * 80.0).round() as i32);
        let limits: Vec<[Option<i32>; 4]> = pure
            .iter()
            .map(|leaf| {
                [
                    limit(leaf.limits[0].low),
                    limit(leaf.limits[0].high),
                    limit(leaf.limits[1].low),
                    limit(leaf.limits[1].high),
                ]
            })
            .collect();
        // Half way between grid points: 0.25 - 1/80 and so on, counted in eightieths.
        assert_eq!(limits, [[None, Some(19), Some(39), None], [Some(59), None, None, Some(39)]]);
    }

    /// Leaves hold every case once, and none is smaller than asked.
    #[test]
    fn prop_leaves_divide_the_cases() {
        let cases = sample(include_str!("peers/noisy_sample.csv"), 4);
        for least_mass in [0.01, 0.05, 0.2, 0.6] {
            let found = leaves(&cases, &TreeOptions { least_mass }).expect("leaves");
            assert_eq!(found.iter().map(|leaf| leaf.cases).sum::<usize>(), cases.count());
            assert!(found.iter().all(|leaf| leaf.mass >= least_mass), "{least_mass}");
        }
        assert!(leaves(&cases, &TreeOptions { least_mass: 0.0 }).is_err());
    }

    /// The first split against every split there is.
    #[test]
    fn prop_the_first_split_is_the_best_by_brute_force() {
        let cases = sample(include_str!("peers/noisy_sample.csv"), 4);
        let all: Vec<usize> = (0..cases.count()).collect();
        let chosen = best_split(&cases, &all, 30).expect("a split");
        let gini = |inside: &[usize]| {
            let share = inside.iter().filter(|case| cases.of_interest()[**case]).count() as f64 / inside.len() as f64;
            inside.len() as f64 * (1.0 - share * share - (1.0 - share) * (1.0 - share))
        };
        let mut best = 0.0_f64;
        for values in cases.inputs() {
            for limit in values {
                let (below, above): (Vec<usize>, Vec<usize>) = all.iter().partition(|case| values[**case] <= *limit);
                if below.len() >= 30 && above.len() >= 30 {
                    best = best.max(gini(&all) - gini(&below) - gini(&above));
                }
            }
        }
        assert!((chosen.gain - best).abs() < 1e-9, "{} against {best}", chosen.gain);
    }

    fn sample(text: &'static str, inputs: usize) -> Cases {
        let sample = Table::of(text);
        let interest = sample.column(inputs).iter().map(|of| *of == 1.0).collect();
        Cases::new((0..inputs).map(|input| sample.column(input)).collect(), interest).expect("cases")
    }

    /// Every leaf of the tree that EMA Workbench grows with scikit-learn on cases without equal gains; it reads inputs
    /// as numbers
    /// of 32 bits: limits agree to their precision, counts exactly.
    #[test]
    fn val_leaves_equal_ema_workbench() {
        let cases = sample(include_str!("peers/noisy_sample.csv"), 4);
        let found = leaves(&cases, &TreeOptions { least_mass: 0.1 }).expect("leaves");
        let expected = Table::of(include_str!("peers/noisy_leaves.csv"));
        assert_eq!(4 * found.len(), expected.rows().len());
        let near = |ours: Option<f64>, theirs: Option<f64>| match (ours, theirs) {
            (Some(ours), Some(theirs)) => (ours - theirs).abs() <= f64::from(f32::EPSILON),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        };
        for (place, row) in expected.rows().iter().enumerate() {
            let leaf = &found[place / 4];
            let Limits { low, high } = leaf.limits[place % 4];
            assert!(near(low, number(row[2])) && near(high, number(row[3])), "{row:?}: {low:?} to {high:?}");
            assert_eq!(
                (leaf.cases, leaf.of_interest),
                (row[4].parse().expect("a count"), row[5].parse().expect("a count")),
                "{row:?}"
            );
        }
    }
}
