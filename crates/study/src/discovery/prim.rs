//! The patient rule induction method (Friedman and Fisher 1999), as used for scenario discovery
//! (Bryant and Lempert 2010).
//!
//! From a box around all cases, each peel cuts a small share of the cases off one side of one input,
//! the side that gains most; pasting then gives back what raises the density. Every box on the way
//! is kept, because the choice between density and coverage is the analyst's.
//!
//! ```text
//! density    cases of interest in the box / cases in the box
//! coverage   cases of interest in the box / all cases of interest
//! mass       cases in the box / all cases
//! ```
//!
//! Limits lie half way between two cases, as in Bryant and Lempert's sdtoolkit and in EMA Workbench,
//! whose boxes on real-valued inputs these are, peel by peel. Differences: inputs that are whole
//! numbers are peeled like real ones, between their values; and a peel that cuts off nothing is no
//! candidate, so that one constant input cannot end the search.
//!
//! Known failure: peels are greedy. Where cases of interest lie at both ends of an input and not in
//! the middle, cutting off either end loses, and the search stops short of either region.

use super::{Cases, DiscoveryError};

/// What a peel or paste is to gain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objective {
    /// Density of the new box (Friedman and Fisher 1999).
    Density,
    /// Gain in density over the number of cases cut off or added (EMA Workbench's default).
    #[default]
    GainPerCase,
    /// That, times the cases of the new box (Friedman and Fisher 1999, sec. 14.6).
    GainPerCaseByMass,
}

/// How a box is looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Share of the cases of a box that a peel cuts off.
    pub peel_share: f64,
    /// Share of the cases beside a box that a paste adds.
    pub paste_share: f64,
    /// Smallest mass of a box.
    pub least_mass: f64,
    /// What is gained.
    pub objective: Objective,
}

impl Default for Options {
    /// 5 % each: between the 0.05 and 0.1 that Friedman and Fisher (1999, sec. 8) recommend for
    /// patience, and the default of sdtoolkit and EMA Workbench.
    fn default() -> Self {
        Self { peel_share: 0.05, paste_share: 0.05, least_mass: 0.05, objective: Objective::default() }
    }
}

impl Options {
    /// Checks the ranges.
    ///
    /// # Errors
    /// A share outside its range.
    pub fn check(&self) -> Result<(), DiscoveryError> {
        let within = |option, given: f64, open_end: f64, expected| {
            if given > 0.0 && given < open_end {
                Ok(())
            } else {
                Err(DiscoveryError::Option { option, given, expected })
            }
        };
        within("the peel share", self.peel_share, 0.5, "a share above 0 and below 0.5")?;
        within("the paste share", self.paste_share, 0.5, "a share above 0 and below 0.5")?;
        within("the least mass", self.least_mass, 1.0, "a share above 0 and below 1")
    }
}

/// Limits of one input; both belong to the box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl Limits {
    /// Whether a value lies within.
    #[must_use]
    pub fn hold(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }

    /// Whether either side is limited.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.low.is_some() || self.high.is_some()
    }
}

/// A box and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PrimBox {
    /// By input.
    pub limits: Vec<Limits>,
    /// Cases in the box.
    pub cases: usize,
    /// Cases of interest in the box.
    pub of_interest: usize,
    /// Share of its cases that are of interest.
    pub density: f64,
    /// Share of all cases of interest that it holds.
    pub coverage: f64,
    /// Share of all cases that it holds.
    pub mass: f64,
}

impl PrimBox {
    /// The box of some limits.
    #[must_use]
    pub fn of(cases: &Cases, limits: Vec<Limits>) -> Self {
        let (count, interest) = counts(cases, &limits);
        Self::new(cases, limits, count, interest)
    }

    fn new(all: &Cases, limits: Vec<Limits>, cases: usize, of_interest: usize) -> Self {
        Self {
            limits,
            cases,
            of_interest,
            density: if cases == 0 { 0.0 } else { of_interest as f64 / cases as f64 },
            coverage: of_interest as f64 / all.count_of_interest() as f64,
            mass: cases as f64 / all.count() as f64,
        }
    }

    /// Number of inputs with a limit.
    #[must_use]
    pub fn limited_inputs(&self) -> usize {
        self.limits.iter().filter(|limits| limits.is_limited()).count()
    }
}

/// All boxes from the whole space to the last paste.
///
/// # Errors
/// An option outside its range.
pub fn trajectory(cases: &Cases, options: &Options) -> Result<Vec<PrimBox>, DiscoveryError> {
    options.check()?;
    let mut search = Search::new(cases, options);
    while search.peel() {}
    while search.paste() {}
    Ok(search.boxes)
}

/// A side of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// A box that a peel or paste would make.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    input: usize,
    side: Side,
    limit: f64,
    cases: usize,
    of_interest: usize,
    score: f64,
    /// Inputs without limits in the new box; more are better where scores tie.
    free_inputs: usize,
}

struct Search<'c> {
    all: &'c Cases,
    options: &'c Options,
    /// Cases in the box, by input in ascending order of its values.
    ordered: Vec<Vec<u32>>,
    inside: Vec<bool>,
    limits: Vec<Limits>,
    /// Smallest and largest value of each input.
    extent: Vec<(f64, f64)>,
    cases: usize,
    of_interest: usize,
    boxes: Vec<PrimBox>,
}

impl<'c> Search<'c> {
    fn new(all: &'c Cases, options: &'c Options) -> Self {
        let ordered: Vec<Vec<u32>> = all.inputs.iter().map(|values| ascending(values)).collect();
        let extent = ordered
            .iter()
            .zip(&all.inputs)
            .map(|(order, values)| (values[order[0] as usize], values[order[order.len() - 1] as usize]))
            .collect();
        let limits = vec![Limits::default(); all.inputs.len()];
        let (cases, of_interest) = (all.count(), all.count_of_interest());
        let whole = PrimBox::new(all, limits.clone(), cases, of_interest);
        Self {
            all,
            options,
            ordered,
            inside: vec![true; cases],
            limits,
            extent,
            cases,
            of_interest,
            boxes: vec![whole],
        }
    }

    /// Cuts off the side that gains most; whether one was cut.
    fn peel(&mut self) -> bool {
        let inputs = 0..self.all.inputs.len();
        let sides = inputs.flat_map(|input| [(input, Side::High), (input, Side::Low)]);
        let Some(best) = best(sides.filter_map(|(input, side)| self.peel_candidate(input, side))) else { return false };
        if best.score <= 0.0 || self.mass(best.cases) < self.options.least_mass {
            return false;
        }
        let values = &self.all.inputs[best.input];
        let kept = |value: f64| if best.side == Side::Low { value >= best.limit } else { value <= best.limit };
        let inside = &mut self.inside;
        self.ordered[best.input]
            .iter()
            .filter(|case| !kept(values[**case as usize]))
            .for_each(|case| inside[*case as usize] = false);
        for order in &mut self.ordered {
            order.retain(|case| inside[*case as usize]);
        }
        self.accept(&best);
        true
    }

    fn peel_candidate(&self, input: usize, side: Side) -> Option<Candidate> {
        let (values, order) = (&self.all.inputs[input], &self.ordered[input]);
        let at = |rank: usize| values[order[rank] as usize];
        let share = self.options.peel_share;
        let limit = match side {
            Side::Low => share_limit(order.len(), share, at),
            Side::High => share_limit(order.len(), 1.0 - share, at),
        };
        let interest = |case: &&u32| self.all.of_interest[**case as usize];
        let (cut, interest_cut) = match side {
            Side::Low => {
                let cut = order.iter().take_while(|case| values[**case as usize] < limit);
                (cut.clone().count(), cut.filter(interest).count())
            }
            Side::High => {
                let cut = order.iter().rev().take_while(|case| values[**case as usize] > limit);
                (cut.clone().count(), cut.filter(interest).count())
            }
        };
        (cut > 0).then(|| self.candidate(input, side, limit, self.cases - cut, self.of_interest - interest_cut))
    }

    /// Adds beside the box what raises its density most; whether something was added.
    fn paste(&mut self) -> bool {
        let outside: Vec<u16> = self.limits_broken();
        let limited = (0..self.limits.len()).filter(|input| self.limits[*input].is_limited());
        let sides = limited.flat_map(|input| [(input, Side::Low), (input, Side::High)]);
        let Some(best) = best(sides.filter_map(|(input, side)| self.paste_candidate(input, side, &outside))) else {
            return false;
        };
        let denser = best.of_interest as f64 / best.cases as f64 > self.of_interest as f64 / self.cases as f64;
        if best.score <= 0.0 || !denser || best.cases <= self.cases || self.mass(best.cases) < self.options.least_mass {
            return false;
        }
        self.accept(&best);
        true
    }

    /// How many inputs of each case lie outside their limits.
    fn limits_broken(&self) -> Vec<u16> {
        let mut broken = vec![0; self.all.count()];
        for (limits, values) in self.limits.iter().zip(&self.all.inputs).filter(|(limits, _)| limits.is_limited()) {
            broken.iter_mut().zip(values).for_each(|(count, value)| *count += u16::from(!limits.hold(*value)));
        }
        broken
    }

    fn paste_candidate(&self, input: usize, side: Side, broken: &[u16]) -> Option<Candidate> {
        let (values, limits) = (&self.all.inputs[input], self.limits[input]);
        let beside_limit = |value: f64| match side {
            Side::Low => limits.low.is_some_and(|low| value <= low),
            Side::High => limits.high.is_some_and(|high| value >= high),
        };
        // Cases that only this side keeps out; a case on the limit counts as beside it.
        let alone = |case: usize| broken[case] == u16::from(!limits.hold(values[case]));
        let mut beside: Vec<f64> = (0..values.len())
            .filter(|case| beside_limit(values[*case]) && alone(*case))
            .map(|case| values[case])
            .collect();
        beside.sort_unstable_by(f64::total_cmp);
        let share = self.options.paste_share;
        let limit = match (side, beside.len()) {
            (Side::Low, 0) => limits.low.map(|_| self.extent[input].0)?,
            (Side::High, 0) => limits.high.map(|_| self.extent[input].1)?,
            (Side::Low, count) => share_limit(count, 1.0 - share, |rank| beside[rank]),
            (Side::High, count) => share_limit(count, share, |rank| beside[rank]),
        };
        let wider = with_side(limits, side, Some(limit));
        let held = (0..values.len()).filter(|case| wider.hold(values[*case]) && alone(*case));
        let (cases, of_interest) = held
            .fold((0, 0), |(cases, interest), case| (cases + 1, interest + usize::from(self.all.of_interest[case])));
        Some(self.candidate(input, side, limit, cases, of_interest))
    }

    fn candidate(&self, input: usize, side: Side, limit: f64, cases: usize, of_interest: usize) -> Candidate {
        let after = with_side(self.limits[input], side, self.wanted(input, side, limit));
        let others =
            self.limits.iter().enumerate().filter(|(other, limits)| *other != input && limits.is_limited()).count();
        let free_inputs = self.limits.len() - others - usize::from(after.is_limited());
        let density = |interest: usize, cases: usize| if cases == 0 { 0.0 } else { interest as f64 / cases as f64 };
        let gain = density(of_interest, cases) - density(self.of_interest, self.cases);
        let changed = self.cases.abs_diff(cases) as f64;
        let score = match self.options.objective {
            Objective::Density => density(of_interest, cases),
            _ if gain == 0.0 => 0.0,
            Objective::GainPerCase => gain / changed,
            Objective::GainPerCaseByMass => cases as f64 * gain / changed,
        };
        Candidate { input, side, limit, cases, of_interest, score, free_inputs }
    }

    /// A limit at the end of an input's values limits nothing.
    fn wanted(&self, input: usize, side: Side, limit: f64) -> Option<f64> {
        let (smallest, largest) = self.extent[input];
        let end = if side == Side::Low { smallest } else { largest };
        (limit != end).then_some(limit)
    }

    fn accept(&mut self, chosen: &Candidate) {
        let Candidate { input, side, limit, .. } = *chosen;
        self.limits[input] = with_side(self.limits[input], side, self.wanted(input, side, limit));
        (self.cases, self.of_interest) = (chosen.cases, chosen.of_interest);
        self.boxes.push(PrimBox::new(self.all, self.limits.clone(), self.cases, self.of_interest));
    }

    fn mass(&self, cases: usize) -> f64 {
        cases as f64 / self.all.count() as f64
    }
}

/// The best score; where scores tie, more inputs without limits, and then the first candidate.
fn best(candidates: impl Iterator<Item = Candidate>) -> Option<Candidate> {
    candidates
        .reduce(|best, next| if (next.score, next.free_inputs) > (best.score, best.free_inputs) { next } else { best })
}

fn with_side(limits: Limits, side: Side, limit: Option<f64>) -> Limits {
    match side {
        Side::Low => Limits { low: limit, ..limits },
        Side::High => Limits { high: limit, ..limits },
    }
}

/// Cases in ascending order of their values.
fn ascending(values: &[f64]) -> Vec<u32> {
    let mut keyed: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
    keyed.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    keyed.into_iter().map(|(_, case)| case).collect()
}

/// Half way between the two values around a share of `count` sorted values; among equal ones, the
/// nearest pair of different values towards the near end for high shares, towards the far end for
/// low ones (sdtoolkit's rule).
fn share_limit(count: usize, share: f64, at: impl Fn(usize) -> f64) -> f64 {
    let position = (count - 1) as f64 * share;
    let (mut low, mut high) = (position.floor() as usize, position.ceil() as usize);
    if share > 0.5 {
        while at(low) == at(high) && low > 0 {
            low -= 1;
        }
    } else {
        while at(low) == at(high) && high < count - 1 {
            high += 1;
        }
    }
    (at(low) + at(high)) / 2.0
}

/// Cases inside some limits, and how many of them are of interest.
pub(super) fn counts(cases: &Cases, limits: &[Limits]) -> (usize, usize) {
    let mut inside = vec![true; cases.count()];
    for (limits, values) in limits.iter().zip(&cases.inputs).filter(|(limits, _)| limits.is_limited()) {
        inside.iter_mut().zip(values).for_each(|(inside, value)| *inside &= limits.hold(*value));
    }
    let interest = inside.iter().zip(&cases.of_interest).filter(|(inside, interest)| **inside && **interest);
    (inside.iter().filter(|inside| **inside).count(), interest.count())
}
