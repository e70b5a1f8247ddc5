//! The rules by which results are judged, in one place, and the words that explain them.

use counterflow_model::random::normal_quantile;
use counterflow_report::Verdict;

/// Ends of the inner band, as shares of the members.
pub const INNER: (f64, f64) = (0.25, 0.75);
/// Share of the members that must agree on a direction.
pub const AGREEMENT_SHARE: f64 = 0.9;
/// A change smaller than this share of the baseline counts as none.
pub const NEGLIGIBLE_SHARE: f64 = 0.001;
/// Share of the members that must move by more than that, or there is no effect.
pub const MOVING_SHARE: f64 = 0.5;
/// A side effect smaller than this share of the baseline is not reported.
pub const SIDE_EFFECT_SHARE: f64 = 0.01;
/// An effect lasts while its median is at least this share of its peak.
pub const LASTING_SHARE: f64 = 0.5;
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

/// How the members' changes are spread over directions, as shares of the members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Directions {
    /// Moved the promised way.
    pub promised: f64,
    /// Moved the opposite way.
    pub opposite: f64,
    /// Moved by more than a negligible share of the baseline, either way.
    pub moving: f64,
}

impl Directions {
    /// Counts changes; `sign` is +1 where a rise is promised and -1 where a fall is.
    #[must_use]
    pub fn of(changes: &[f64], baseline: f64, sign: f64) -> Self {
        let share = |counts: &dyn Fn(f64) -> bool| {
            changes.iter().filter(|change| counts(**change)).count() as f64 / changes.len().max(1) as f64
        };
        Self {
            promised: share(&|change| change * sign > 0.0),
            opposite: share(&|change| change * sign < 0.0),
            moving: share(&|change| !is_negligible(change, baseline, NEGLIGIBLE_SHARE)),
        }
    }

    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.moving < MOVING_SHARE {
            Verdict::NoEffect
        } else if self.promised >= AGREEMENT_SHARE {
            Verdict::Holds
        } else if self.opposite >= AGREEMENT_SHARE {
            Verdict::Fails
        } else {
            Verdict::Mixed
        }
    }
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
pub fn notes(members: u32, parameters: usize) -> Vec<String> {
    let percent =
        |share: f64| format!("{:.3}", share * 100.0).trim_end_matches('0').trim_end_matches('.').to_owned() + " %";
    let limit = significance_limit(members as usize, parameters);
    let limit = if limit < 1.0 { format!("{limit:.2}") } else { "above 1, so that none is named".to_owned() };
    vec![
        "Pairing: every scenario is run against its own baseline, the same world, switches, parameters and shocks without its levers (without its shocks where it has no lever). A member is one draw of every uncertain parameter and one stream of random numbers, shared by scenario and baseline; member 0 has central values. Changes are taken within each member, and medians and intervals are those of the changes.".to_owned(),
        "Change of a claim: the mean over its window, scenario less baseline. Levels (prices, users, indices) keep their unit; flows (kilograms, deaths, money by month) are given per year, twelve times the monthly mean.".to_owned(),
        format!(
            "Verdicts: no effect if fewer than {} of the runs move by at least {} of the baseline; otherwise holds if at least {} of the runs move the promised way, fails if as many move the opposite way, mixed in between. A run that does not move counts for neither way. The verdict tells direction, not importance: read it with the size of the change.",
            percent(MOVING_SHARE), percent(NEGLIGIBLE_SHARE), percent(AGREEMENT_SHARE)
        ),
        format!(
            "Peak and duration are read from the median change of each month: the peak within the window, the duration from its first month to the end of the run. An effect lasts in the months in which that median has the sign of the peak, at least {} of its size, and the middle half of the runs does not include zero.",
            percent(LASTING_SHARE)
        ),
        format!(
            "Side effects: watched indicators whose 90 % interval excludes zero and whose median is at least {} of the baseline. Wanted means that public policy would welcome the change; whether it outweighs another is not judged.",
            percent(SIDE_EFFECT_SHARE)
        ),
        "Cost per unit of effect: the scenario's public cost above the baseline over the window, divided by the median effect over the window; for levels, per unit held for a year. Given only where the promised change is one that public policy would welcome and the verdict is holds or mixed with a median in the promised direction beyond the threshold of no effect. No discounting. The cost of a scenario is the mean from its first month on, ramp included.".to_owned(),
        format!(
            "Drivers: Spearman's rank correlation of the change with each of {parameters} uncertain parameters over the members. Named are the {DRIVERS} strongest above {limit}, the size that chance alone would reach for any of them in {} of claims (normal approximation, Bonferroni).",
            percent(FALSE_DRIVER_PROBABILITY)
        ),
        format!(
            "Evidence grade of a claim: the worst grade among the named drivers whose correlation is at least {} of the strongest one's. Where no driver stands out, the grade is D: nothing shows that better evidence carries the result.",
            percent(MATTERS_SHARE)
        ),
        format!(
            "Displacement: changes of the members' mean flow over the last {LAST_MONTHS} months. What one corridor, mode, region or market lost is shared among those that gained, in proportion to their gains (an allocation, not a trace of shipments); what no gain makes up for stands in a column of its own, gains that no loss explains in a row. Rows add up to what left, columns to what appeared. Kilograms that take two legs of a corridor count twice there."
        ),
        format!("Map: median over the members of the mean flow over the last {LAST_MONTHS} months, per year. Scenarios with other switches, parameters, shocks or length than the first are not on it."),
        "Responses to shocks: central parameters, expected values instead of chance, users and armed groups held, so that what moves is the shock; levers that act on users or members alone show nothing there. The price is that of the first market. Users and groups have a drift of their own that belongs to the baseline.".to_owned(),
        "Intervals cover uncertain parameters and chance. They do not cover structural alternatives; set [switches] in a scenario file to see those. The model describes aggregates and leaves out what its sources leave out; a verdict is a statement about the model under stated assumptions.".to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_shares_and_the_floor() {
        let verdict = |changes: &[f64], baseline, sign| Directions::of(changes, baseline, sign).verdict();
        let ten = |opposite: usize, size: f64| {
            (0..10).map(|member| if member < opposite { size } else { -size }).collect::<Vec<f64>>()
        };
        assert_eq!(verdict(&ten(1, 2.0), 100.0, -1.0), Verdict::Holds);
        assert_eq!(verdict(&ten(2, 2.0), 100.0, -1.0), Verdict::Mixed);
        assert_eq!(verdict(&ten(9, 2.0), 100.0, -1.0), Verdict::Fails);
        assert_eq!(verdict(&ten(0, 0.05), 100.0, -1.0), Verdict::NoEffect);
        assert_eq!(verdict(&ten(0, 0.05), 0.0, -1.0), Verdict::Holds);
        assert_eq!(verdict(&[0.0; 4], 0.0, 1.0), Verdict::NoEffect);
        assert_eq!(verdict(&[], 1.0, 1.0), Verdict::NoEffect);
    }

    /// Two-sided 5 % point of the normal distribution: 1.959964 (standard tables).
    #[test]
    fn val_the_limit_of_one_parameter_is_the_tables() {
        assert!((significance_limit(101, 1) - 0.195_996_4).abs() < 1e-6);
        assert!(significance_limit(101, 200) > significance_limit(401, 200));
        assert!(significance_limit(2, 1).is_infinite());
    }
}
