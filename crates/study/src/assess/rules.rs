//! The rules by which results are judged, in one place, and the words that explain them.

use counterflow_model::random::normal_quantile;
use counterflow_report::Verdict;

/// Ends of the inner band, as shares of the members.
pub const INNER: (f64, f64) = (0.25, 0.75);
/// Share of the members that must agree on a direction.
pub const AGREEMENT_SHARE: f64 = 0.9;
/// Share of the members that must move by the size that matters, or there is no effect.
pub const MOVING_SHARE: f64 = 0.5;
/// Probability below which what one structural setting shows is not put down to chance.
pub const CHANCE: f64 = 0.05;
/// A side effect smaller than this share of the baseline is not reported.
pub const SIDE_EFFECT_SHARE: f64 = 0.01;
/// An effect lasts while its median is at least this share of its peak.
pub const LASTING_SHARE: f64 = 0.5;
/// Fewer members than this give no verdict to rely on.
pub const FEWEST_MEMBERS: u32 = 30;
/// Drivers named per claim.
pub const DRIVERS: usize = 5;
/// A driver matters if its rank correlation is at least this share of the strongest one's.
pub const MATTERS_SHARE: f64 = 0.5;
/// Probability that chance alone names a driver of a claim.
pub const FALSE_DRIVER_PROBABILITY: f64 = 0.05;
/// Months at the end of a run over which displacement and the map are averaged.
pub const LAST_MONTHS: usize = counterflow_report::comparison::MONTHS;

/// Whether a change is too small to count beside its baseline. Any change of nothing counts.
#[must_use]
pub fn is_negligible(change: f64, baseline: f64, floor_share: f64) -> bool {
    change == 0.0 || change.abs() < floor_share * baseline.abs()
}

/// How the changes of some members are spread over directions, as numbers of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directions {
    /// All of them.
    pub members: usize,
    /// Moved the promised way.
    pub promised: usize,
    /// Moved the opposite way.
    pub opposite: usize,
    /// Moved the promised way by at least the size that matters.
    pub promised_by_size: usize,
    /// Moved the opposite way by at least that.
    pub opposite_by_size: usize,
}

impl Directions {
    /// Counts changes; `sign` is +1 where a rise is promised and -1 where a fall is, `matters` the size
    /// that matters.
    #[must_use]
    pub fn of(changes: &[f64], matters: f64, sign: f64) -> Self {
        let count = |least: f64, sign: f64| {
            changes.iter().filter(|change| **change * sign > 0.0 && change.abs() >= least).count()
        };
        Self {
            members: changes.len(),
            promised: count(0.0, sign),
            opposite: count(0.0, -sign),
            promised_by_size: count(matters, sign),
            opposite_by_size: count(matters, -sign),
        }
    }

    fn share(&self, count: usize) -> f64 {
        count as f64 / self.members.max(1) as f64
    }

    /// Share of the members that move the promised way.
    #[must_use]
    pub fn share_promised(&self) -> f64 {
        self.share(self.promised)
    }

    /// The verdict of these members alone.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let moves = |direction: usize, by_size: usize| {
            self.share(direction) >= AGREEMENT_SHARE && self.share(by_size) >= MOVING_SHARE
        };
        if self.share(self.promised_by_size + self.opposite_by_size) < MOVING_SHARE {
            Verdict::NoEffect
        } else if moves(self.promised, self.promised_by_size) {
            Verdict::Holds
        } else if moves(self.opposite, self.opposite_by_size) {
            Verdict::Fails
        } else {
            Verdict::Mixed
        }
    }

    /// Whether these members contradict a claim: fewer move the promised way, or by the size that
    /// matters, than chance would leave of a claim that only just holds.
    fn contradicts(&self) -> bool {
        let too_few = |count: usize, share: f64| binomial_up_to(count, self.members, share) < CHANCE;
        too_few(self.promised, AGREEMENT_SHARE) || too_few(self.promised_by_size, MOVING_SHARE)
    }

    /// Whether a claim holds among these members, and more clearly than chance would draw them from all:
    /// by direction or by size, with Bonferroni's correction for so many settings.
    fn stands_out(&self, all: &Self, settings: usize) -> bool {
        let more = |count: usize, share: f64| {
            let fewer = if count == 0 { 0.0 } else { binomial_up_to(count - 1, self.members, share) };
            1.0 - fewer < CHANCE / settings.max(1) as f64
        };
        let by_direction = more(self.promised, all.share_promised());
        let by_size = more(self.promised_by_size, all.share(all.promised_by_size));
        self.verdict() == Verdict::Holds && (by_direction || by_size)
    }
}

/// The verdict over all members and, setting by setting, whether the claim holds there.
///
/// It holds only if it holds over all and no setting contradicts it. Where it does not hold over all, it
/// holds under some structures if it stands out in one; then it counts as holding wherever it does.
#[must_use]
pub fn over_structures(all: &Directions, settings: &[Directions]) -> (Verdict, Vec<bool>) {
    let pooled = all.verdict();
    if settings.len() < 2 {
        return (pooled, vec![pooled == Verdict::Holds; settings.len()]);
    }
    let holds: Vec<bool> = if pooled == Verdict::Holds {
        settings.iter().map(|one| !one.contradicts()).collect()
    } else {
        let found = settings.iter().any(|one| one.stands_out(all, settings.len()));
        settings.iter().map(|one| found && one.verdict() == Verdict::Holds).collect()
    };
    let number = holds.iter().filter(|holds| **holds).count();
    let verdict = match pooled {
        Verdict::Holds if number == settings.len() => Verdict::Holds,
        // Every setting contradicts what all together suggest only if some are pulled up by others.
        Verdict::Holds if number == 0 => Verdict::Mixed,
        _ if number > 0 => Verdict::HoldsUnderSome,
        other => other,
    };
    (verdict, holds)
}

/// Probability of at most `count` successes in `trials` of probability `share`.
fn binomial_up_to(count: usize, trials: usize, share: f64) -> f64 {
    if count >= trials || share <= 0.0 {
        return 1.0;
    }
    if share >= 1.0 {
        return 0.0;
    }
    // Logarithms, because a first term of many trials underflows.
    let odds = (share / (1.0 - share)).ln();
    let mut log_term = trials as f64 * (1.0 - share).ln();
    let mut sum = log_term.exp();
    for successes in 0..count {
        log_term += ((trials - successes) as f64 / (successes + 1) as f64).ln() + odds;
        sum += log_term.exp();
    }
    sum.min(1.0)
}

/// Rank correlation that chance alone exceeds for any of `parameters` with `FALSE_DRIVER_PROBABILITY`:
/// the normal approximation of Spearman's coefficient (standard deviation 1/sqrt(n - 1)), with
/// Bonferroni's correction. Infinite where two members or fewer say nothing.
#[must_use]
pub fn significance_limit(members: usize, parameters: usize) -> f64 {
    const TAILS: f64 = 2.0;
    if members <= 2 {
        return f64::INFINITY;
    }
    let tail = FALSE_DRIVER_PROBABILITY / (TAILS * parameters.max(1) as f64);
    -normal_quantile(tail) / ((members - 1) as f64).sqrt()
}

/// Remarks on method and limits for the report.
#[must_use]
pub fn notes(members: u32, parameters: usize, settings: usize) -> Vec<String> {
    let percent =
        |share: f64| format!("{:.3}", share * 100.0).trim_end_matches('0').trim_end_matches('.').to_owned() + " %";
    let limit = significance_limit(members as usize, parameters);
    let limit = if limit < 1.0 { format!("{limit:.2}") } else { "above 1, so that none is named".to_owned() };
    vec![
        "Pairing: every scenario is run against its own baseline, the same world, structural setting, parameters and \
         shocks without its levers (without its shocks where it has no lever). A member is one draw of every uncertain \
         parameter and one stream of random numbers, shared by scenario and baseline; member 0 has central values. \
         Changes are taken within each member, and medians and intervals are those of the changes.".to_owned(),
        "Change of a claim: the mean over its window, scenario less baseline. Levels (prices, users, indices) keep \
         their unit; flows (kilograms, deaths, money by month) are given per year, twelve times the monthly \
         mean.".to_owned(),
        "What a claim is: an input says what the lever is (it moves the indicator by definition), a derived claim \
         follows within one module, an emergent one through the coupled model. Headlines count emergent claims only. \
         Promised benefits and predicted harms are listed apart. Where a claim speaks of what lasts, the levers end in \
         its stop date, before its window.".to_owned(),
        format!(
            "Verdicts: each claim has a size that matters, a share of the baseline or an amount. No effect if fewer \
             than {} of the runs change by it, either way; otherwise holds if at least {} of the runs move the \
             promised way and {} by the size, fails if as many move the opposite way, mixed in between. A run that \
             does not move counts for neither way.",
            percent(MOVING_SHARE), percent(AGREEMENT_SHARE), percent(MOVING_SHARE)
        ),
        if settings > 1 {
            format!(
                "Structures: the runs are spread over {settings} structural settings, the scenario's own and every \
                 other setting of each switch, one at a time; run i is in setting i modulo {settings}, in the order of \
                 the list. A claim holds only if it holds over all runs and no setting contradicts it, that is shows \
                 fewer runs as promised, or of the size, than chance would leave of a claim that only just holds \
                 (binomial, {}). Where it does not hold over all, it holds under some structures if it holds in one of \
                 them more clearly than chance explains (binomial, {}, Bonferroni). The settings in which it does not \
                 hold are named.",
                percent(CHANCE), percent(CHANCE)
            )
        } else {
            "Structures: only the scenario's own switches were run (`--structures default`); what the verdicts owe to \
             them is not shown.".to_owned()
        },
        "Pathways: on expected values with central parameters, scenario and baseline are run again with one pathway \
         cut in both (arrests and captures, damage to laboratories, relations and backlash, displacement between \
         routes, planting that answers the price, users who answer the price). The share of a pathway is the part of \
         the change that vanishes: 100 % where all of the change comes through it, negative where it works against it. \
         Shares need not add up, because pathways meet. Given for emergent claims whose change on expected values \
         matters.".to_owned(),
        format!(
            "Peak and duration are read from the median change of each month: the peak within the window, the duration \
             from its first month to the end of the run. An effect lasts in the months in which that median has the \
             sign of the peak, at least {} of its size, and the middle half of the runs does not include zero.",
            percent(LASTING_SHARE)
        ),
        format!(
            "Side effects: watched indicators whose 90 % interval excludes zero and whose median is at least {} of the \
             baseline. Wanted means that public policy would welcome the change; whether it outweighs another is not \
             judged.",
            percent(SIDE_EFFECT_SHARE)
        ),
        "Cost per unit of effect: the scenario's public cost above the baseline over the window, divided by the median \
         effect over the window; for levels, per unit held for a year. Given only where the promised change is one \
         that public policy would welcome and the verdict is holds, holds under some structures or mixed, with a \
         median in the promised direction by at least the size that matters. No discounting. The cost of a scenario is \
         the mean from its first month on, ramp included.".to_owned(),
        format!(
            "Drivers: Spearman's rank correlation of the change with each of {parameters} uncertain parameters over \
             the members. Named are the {DRIVERS} strongest above {limit}, the size that chance alone would reach for \
             any of them in {} of claims (normal approximation, Bonferroni).",
            percent(FALSE_DRIVER_PROBABILITY)
        ),
        format!(
            "Evidence grade of a claim: the worst grade among the named drivers whose correlation is at least {} of \
             the strongest one's. Where no driver stands out, the grade is D: nothing shows that better evidence \
             carries the result.",
            percent(MATTERS_SHARE)
        ),
        format!(
            "Displacement: changes of the members' mean flow over the last {LAST_MONTHS} months. What one corridor, \
             mode, region or market lost is shared among those that gained, in proportion to their gains (an \
             allocation, not a trace of shipments); what no gain makes up for stands in a column of its own, gains \
             that no loss explains in a row. Rows add up to what left, columns to what appeared. Kilograms that take \
             two legs of a corridor count twice there."
        ),
        format!("Map: median over the members of the mean flow over the last {LAST_MONTHS} months, per year. Scenarios \
            with other switches, parameters, shocks or length than the first are not on it."),
        "Responses to shocks: central parameters, expected values instead of chance, users and armed groups held, so \
         that what moves is the shock; levers that act on users or members alone show nothing there. The price is that \
         of the first market. Users and groups have a drift of their own that belongs to the baseline.".to_owned(),
        "Intervals cover uncertain parameters, chance and the structural settings that are listed, each with as many \
         runs; they do not cover structures that nobody has built, nor the tables of the world (routes, group sizes, \
         relations). The model describes aggregates and leaves out what its sources leave out; a verdict is a \
         statement about the model under stated assumptions.".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten(opposite: usize, size: f64) -> Directions {
        let changes: Vec<f64> = (0..10).map(|member| if member < opposite { size } else { -size }).collect();
        Directions::of(&changes, 1.0, -1.0)
    }

    #[test]
    fn verdicts_follow_direction_and_size() {
        assert_eq!(ten(1, 2.0).verdict(), Verdict::Holds);
        assert_eq!(ten(2, 2.0).verdict(), Verdict::Mixed);
        assert_eq!(ten(9, 2.0).verdict(), Verdict::Fails);
        assert_eq!(ten(0, 0.9).verdict(), Verdict::NoEffect);
        // All runs move as promised, but only half of them by a size that matters.
        let sizes: Vec<f64> = (0..10).map(|member| if member < 5 { -2.0 } else { -0.1 }).collect();
        assert_eq!(Directions::of(&sizes, 1.0, -1.0).verdict(), Verdict::Holds);
        assert_eq!(Directions::of(&sizes[..9], 2.5, -1.0).verdict(), Verdict::NoEffect);
        assert_eq!(Directions::of(&[0.0; 4], 0.0, 1.0).verdict(), Verdict::NoEffect);
        assert_eq!(Directions::of(&[0.1; 4], 0.0, 1.0).verdict(), Verdict::Holds);
        assert_eq!(Directions::of(&[], 1.0, 1.0).verdict(), Verdict::NoEffect);
    }

    /// `members` of which so many move as promised by the size, the others the opposite way by it.
    fn setting(members: usize, promised: usize) -> Directions {
        let opposite = members - promised;
        Directions { members, promised, opposite, promised_by_size: promised, opposite_by_size: opposite }
    }

    fn all(settings: &[Directions]) -> Directions {
        let sum = |count: fn(&Directions) -> usize| settings.iter().map(count).sum();
        Directions {
            members: sum(|one| one.members),
            promised: sum(|one| one.promised),
            opposite: sum(|one| one.opposite),
            promised_by_size: sum(|one| one.promised_by_size),
            opposite_by_size: sum(|one| one.opposite_by_size),
        }
    }

    #[test]
    fn each_verdict_over_structures() {
        let of = |settings: &[Directions]| over_structures(&all(settings), settings);
        let in_all = |verdict, holds| (verdict, vec![holds; 4]);
        assert_eq!(of(&[setting(40, 40); 4]), in_all(Verdict::Holds, true));
        // 35 of 40 are what chance leaves of 90 %; 28 are not.
        let near = [setting(40, 35), setting(40, 40), setting(40, 40), setting(40, 40)];
        assert_eq!(of(&near), in_all(Verdict::Holds, true));
        let one_against = [setting(40, 28), setting(40, 40), setting(40, 40), setting(40, 40)];
        assert_eq!(of(&one_against), (Verdict::HoldsUnderSome, vec![false, true, true, true]));
        // Over all it is mixed, but one structure makes it hold.
        let one_for = [setting(40, 40), setting(40, 20), setting(40, 20), setting(40, 20)];
        assert_eq!(of(&one_for), (Verdict::HoldsUnderSome, vec![true, false, false, false]));
        // Only one of those that hold is too few to stand out; it holds all the same.
        let most = [setting(40, 40), setting(40, 40), setting(40, 37), setting(40, 0)];
        assert_eq!(of(&most), (Verdict::HoldsUnderSome, vec![true, true, true, false]));
        // A setting that is a little better than the others by chance is none of them.
        let chance = [setting(40, 36), setting(40, 33), setting(40, 33), setting(40, 33)];
        assert_eq!(of(&chance), in_all(Verdict::Mixed, false));
        assert_eq!(of(&[setting(40, 1); 4]), in_all(Verdict::Fails, false));
        let still = Directions { members: 40, promised: 40, opposite: 0, promised_by_size: 2, opposite_by_size: 0 };
        assert_eq!(of(&[still; 4]), in_all(Verdict::NoEffect, false));
        // Of the size under one structure only.
        assert_eq!(
            of(&[setting(40, 40), still, still, still]),
            (Verdict::HoldsUnderSome, vec![true, false, false, false])
        );
        assert_eq!(over_structures(&setting(40, 40), &[setting(40, 40)]), (Verdict::Holds, vec![true]));
        assert_eq!(over_structures(&setting(40, 28), &[setting(40, 28)]), (Verdict::Mixed, vec![false]));
    }

    /// Binomial(10, 0.9): at most 7 has probability 0.0702 (standard tables).
    #[test]
    fn val_binomial_tail_is_the_tables() {
        assert!((binomial_up_to(7, 10, 0.9) - 0.070_190_8).abs() < 1e-6);
        assert!((binomial_up_to(2, 5, 0.5) - 0.5).abs() < 1e-12);
        assert_eq!((binomial_up_to(5, 5, 0.3), binomial_up_to(2, 5, 1.0), binomial_up_to(0, 5, 0.0)), (1.0, 0.0, 1.0));
        assert!((binomial_up_to(450_000, 1_000_000, 0.45) - 0.5).abs() < 1e-3);
    }

    /// Two-sided 5 % point of the normal distribution: 1.959964 (standard tables).
    #[test]
    fn val_the_limit_of_one_parameter_is_the_tables() {
        assert!((significance_limit(101, 1) - 0.195_996_4).abs() < 1e-6);
        assert!(significance_limit(101, 200) > significance_limit(401, 200));
        assert!(significance_limit(2, 1).is_infinite());
    }
}
