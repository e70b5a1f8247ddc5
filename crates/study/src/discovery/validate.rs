//! How boxes fare on other cases, and which box to report.
//!
//! - Cross-validation: trajectories made from all folds but one are judged on the fold left out, at
//!   the masses of the trajectory of all cases.
//! - Reproducibility (Bryant and Lempert 2010, sec. 3.3): how often an input is limited again, in
//!   trajectories of random halves of the cases, by the box of nearest coverage or density.

use super::prim::{Options, PrimBox, counts, trajectory};
use super::quasi_p::{QuasiP, quasi_p};
use super::{Cases, DiscoveryError};
use counterflow_model::random::{Purpose, Stream};
use rayon::prelude::*;

/// What a box of some mass holds of cases that it was not made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldOut {
    /// Share of interest among the cases in the box; none where it holds no case.
    pub density: Option<f64>,
    /// Share of all cases of interest that the box holds.
    pub coverage: f64,
}

impl HeldOut {
    /// Harmonic mean of density and coverage.
    #[must_use]
    pub fn balance(&self) -> f64 {
        balance(self.density.unwrap_or(0.0), self.coverage)
    }
}

/// Density and coverage on held-out cases, for each box of the trajectory of all cases.
///
/// # Errors
/// Fewer than two folds, fewer cases of either kind than folds, or an option outside its range.
pub fn cross_validate(
    cases: &Cases,
    boxes: &[PrimBox],
    options: &Options,
    folds: usize,
    seed: u64,
) -> Result<Vec<HeldOut>, DiscoveryError> {
    let rarer = cases.count_of_interest().min(cases.count() - cases.count_of_interest());
    if folds < 2 || folds > rarer {
        return Err(DiscoveryError::Option {
            option: "the number of folds",
            given: folds as f64,
            expected: "2 or more, and no more than there are cases of interest, or others",
        });
    }
    let fold_of = fold_of_each(cases, folds, seed);
    let judged = |fold: usize| judge_fold(cases, boxes, options, &fold_of, fold);
    let folds: Vec<Vec<(usize, usize)>> = (0..folds).into_par_iter().map(judged).collect::<Result<_, _>>()?;
    let all_of_interest = cases.count_of_interest() as f64;
    let pooled = |number: usize| {
        let (held, interest) =
            folds.iter().fold((0, 0), |(held, interest), fold| (held + fold[number].0, interest + fold[number].1));
        HeldOut {
            density: (held > 0).then(|| interest as f64 / held as f64),
            coverage: interest as f64 / all_of_interest,
        }
    };
    Ok((0..boxes.len()).map(pooled).collect())
}

/// Cases of interest and others are dealt in turn, each in random order, so that folds are alike.
fn fold_of_each(cases: &Cases, folds: usize, seed: u64) -> Vec<usize> {
    let mut order = shuffled(cases.count(), seed, 0);
    order.sort_by_key(|case| cases.of_interest[*case]);
    let mut fold_of = vec![0; cases.count()];
    order.iter().enumerate().for_each(|(position, &case)| fold_of[case] = position % folds);
    fold_of
}

/// Held-out cases in each box, and how many of them are of interest.
fn judge_fold(
    cases: &Cases,
    boxes: &[PrimBox],
    options: &Options,
    fold_of: &[usize],
    fold: usize,
) -> Result<Vec<(usize, usize)>, DiscoveryError> {
    let (out, within): (Vec<usize>, Vec<usize>) = (0..cases.count()).partition(|case| fold_of[*case] == fold);
    let made = trajectory(&cases.part(&within)?, options)?;
    let out = cases.part(&out)?;
    let held: Vec<(usize, usize)> = made.iter().map(|one| counts(&out, &one.limits)).collect();
    Ok(boxes.iter().map(|wanted| held[nearest(0..made.len(), |number| made[number].mass, wanted.mass)]).collect())
}

/// How often an input is limited in resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reproducibility {
    /// In the box of nearest coverage.
    pub by_coverage: f64,
    /// In the box of nearest density.
    pub by_density: f64,
}

/// Shares of `resamples` random halves in which each input is limited again.
///
/// # Errors
/// An option outside its range.
pub fn reproducibility(
    cases: &Cases,
    of: &PrimBox,
    options: &Options,
    resamples: u32,
    seed: u64,
) -> Result<Vec<Reproducibility>, DiscoveryError> {
    options.check()?;
    let resample = |resample: u32| {
        let half = &shuffled(cases.count(), seed, resample + 1)[..cases.count() / 2];
        // A half without interest limits nothing.
        let Ok(part) = cases.part(half) else { return Ok(Vec::new()) };
        trajectory(&part, options)
    };
    let made: Vec<Vec<PrimBox>> = (0..resamples).into_par_iter().map(resample).collect::<Result<_, _>>()?;
    let mut shares = vec![Reproducibility::default(); of.limits.len()];
    let step = 1.0 / f64::from(resamples.max(1));
    for boxes in made.iter().filter(|boxes| !boxes.is_empty()) {
        // Along a trajectory coverage falls and density rises: of boxes of one coverage the last is
        // the densest, of boxes of one density the first covers most.
        let by_coverage = &boxes[nearest((0..boxes.len()).rev(), |number| boxes[number].coverage, of.coverage)];
        let by_density = &boxes[nearest(0..boxes.len(), |number| boxes[number].density, of.density)];
        for (input, share) in shares.iter_mut().enumerate() {
            share.by_coverage += step * f64::from(u8::from(by_coverage.limits[input].is_limited()));
            share.by_density += step * f64::from(u8::from(by_density.limits[input].is_limited()));
        }
    }
    Ok(shares)
}

/// Which box of a trajectory is reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// The best harmonic mean of density and coverage; of held-out cases where they are at hand.
    Balanced,
    /// The best coverage among boxes of at least this density.
    Density(f64),
    /// The last one.
    Last,
}

/// Position of the box to report; none where no box is dense enough.
#[must_use]
pub fn choose(boxes: &[PrimBox], held_out: &[HeldOut], choice: Choice) -> Option<usize> {
    let best = |score: &dyn Fn(usize) -> Option<f64>| {
        let scored = (0..boxes.len()).filter_map(|number| Some((number, score(number)?)));
        // Of equal boxes, the earlier one has fewer limits.
        scored.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(number, _)| number)
    };
    match choice {
        Choice::Last => boxes.len().checked_sub(1),
        Choice::Density(least) => best(&|number| (boxes[number].density >= least).then(|| boxes[number].coverage)),
        Choice::Balanced => best(&|number| {
            let own = balance(boxes[number].density, boxes[number].coverage);
            Some(held_out.get(number).map_or(own, HeldOut::balance))
        }),
    }
}

/// A box found among the cases that earlier boxes leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Further {
    /// The box; it counts no case of an earlier one, and its coverage and mass are shares of all cases.
    pub found: PrimBox,
    /// Of its limits, among the cases that were left.
    pub quasi_p: Vec<QuasiP>,
}

/// Further boxes: each is looked for among the cases that `first` and the boxes before it leave.
///
/// # Errors
/// An option outside its range.
pub fn covering(
    cases: &Cases,
    first: &PrimBox,
    options: &Options,
    choice: Choice,
    most: usize,
) -> Result<Vec<Further>, DiscoveryError> {
    let outside = |case: usize, one: &PrimBox| {
        !one.limits.iter().zip(&cases.inputs).all(|(limits, values)| limits.hold(values[case]))
    };
    let mut left: Vec<usize> = (0..cases.count()).filter(|case| outside(*case, first)).collect();
    let mut found = Vec::new();
    while found.len() < most {
        // What is left may hold no interest, or nothing else.
        let Ok(part) = cases.part(&left) else { break };
        let mut boxes = trajectory(&part, options)?;
        let Some(chosen) = choose(&boxes, &[], choice) else { break };
        let mut chosen = boxes.swap_remove(chosen);
        if chosen.limited_inputs() == 0 {
            break;
        }
        let quasi_p = quasi_p(&part, &chosen);
        chosen.coverage = chosen.of_interest as f64 / cases.count_of_interest() as f64;
        chosen.mass = chosen.cases as f64 / cases.count() as f64;
        left.retain(|case| outside(*case, &chosen));
        found.push(Further { found: chosen, quasi_p });
    }
    Ok(found)
}

/// Harmonic mean (van Rijsbergen 1979, ch. 7).
fn balance(density: f64, coverage: f64) -> f64 {
    if density + coverage > 0.0 { 2.0 * density * coverage / (density + coverage) } else { 0.0 }
}

/// The first of some boxes whose property is nearest to a wanted value.
fn nearest(numbers: impl Iterator<Item = usize>, of: impl Fn(usize) -> f64, wanted: f64) -> usize {
    let distances = numbers.map(|number| (number, (of(number) - wanted).abs()));
    distances.reduce(|best, next| if next.1 < best.1 { next } else { best }).map_or(0, |(number, _)| number)
}

/// A random order of `count` cases.
fn shuffled(count: usize, seed: u64, number: u32) -> Vec<usize> {
    let stream = Stream { seed, member: number };
    let mut keyed: Vec<(f64, usize)> =
        (0..count).map(|case| (stream.uniform(0, Purpose::Parameter, case as u64), case)).collect();
    keyed.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    keyed.into_iter().map(|(_, case)| case).collect()
}
