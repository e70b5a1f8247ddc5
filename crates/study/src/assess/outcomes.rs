//! What a scenario does to the headline indicators at the end of its run, member by member, whatever anybody claims.
//!
//! Window, pairing and quantiles are those of `compare`, so that both tell the same numbers.

use super::Pair;
use super::paired::{Changes, is_in};
use super::rules::{LAST_MONTHS, MOVING_SHARE, SIDE_EFFECT_SHARE};
use crate::series::{SeriesRef, has_shares, per_year, yearly_unit};
use crate::statistics::{Spread, median};
use counterflow_model::indicators::{INDICATORS, Series};
use counterflow_report::{Finding, OutcomeChange};

/// Headline indicators of which public policy would welcome a rise; of the others it would welcome a fall.
const WELCOME_RISE: [Series; 3] = [Series::Seized, Series::RetailPrice, Series::MeanCooperation];

/// The changes of the charted series, in their order.
pub(super) fn of(pair: &Pair<'_>) -> Vec<OutcomeChange> {
    pair.keep.charts().iter().filter_map(|series| outcome(pair, series)).collect()
}

fn outcome(pair: &Pair<'_>, series: &SeriesRef) -> Option<OutcomeChange> {
    let months = pair.after.months.min(pair.before.months);
    let window = months.saturating_sub(LAST_MONTHS)..months;
    let found = Changes::of(pair, series.position, window, per_year(series.indicator))?;
    let spread = Spread::of(found.change.iter().copied());
    let welcome_rise = WELCOME_RISE.iter().any(|rise| INDICATORS[*rise as usize].id == series.indicator.id);
    Some(OutcomeChange {
        indicator: series.indicator.id.to_owned(),
        place: series.place.clone(),
        unit: yearly_unit(series.indicator),
        welcome: if welcome_rise { "rise" } else { "fall" }.to_owned(),
        baseline: median(found.baseline.iter().copied()),
        median: spread.median,
        p05: spread.p05,
        p95: spread.p95,
        relative: relative(&found, series).map(|spread| [spread.median, spread.p05, spread.p95]),
        finding: finding(&found, spread, welcome_rise),
        structures_agree: structures_that_agree(pair, &found, spread.median),
        structures: pair.settings.len(),
    })
}

/// The members' relative changes, where they mean something.
fn relative(found: &Changes, series: &SeriesRef) -> Option<Spread> {
    let shares = found.change.iter().zip(&found.baseline).map(|(change, before)| change / before);
    has_shares(series.indicator, &found.baseline).then(|| Spread::of(shares))
}

/// No effect where most members change by less than counts; unclear where the interval includes zero.
fn finding(found: &Changes, spread: Spread, welcome_rise: bool) -> Finding {
    let counts = |(change, before): (&f64, &f64)| *change != 0.0 && change.abs() >= SIDE_EFFECT_SHARE * before.abs();
    let moving = found.change.iter().zip(&found.baseline).filter(|pair| counts(*pair)).count();
    if (moving as f64) < MOVING_SHARE * found.change.len() as f64 {
        return Finding::NoEffect;
    }
    match (spread.p05 > 0.0, spread.p95 < 0.0) {
        (false, false) => Finding::Unclear,
        (rises, _) if rises == welcome_rise => Finding::Works,
        _ => Finding::Backfires,
    }
}

/// Settings in which the median of the members has the sign of the median of all.
fn structures_that_agree(pair: &Pair<'_>, found: &Changes, all: f64) -> usize {
    let settings = pair.settings.len();
    let of_setting = |setting: usize| {
        let members = found.change.iter().enumerate().filter(|(member, _)| is_in(*member, setting, settings));
        median(members.map(|(_, change)| *change))
    };
    (0..settings).filter(|&setting| of_setting(setting) * all > 0.0).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(change: [f64; 4]) -> Changes {
        Changes { baseline: vec![100.0; 4], change: change.to_vec() }
    }

    fn finding_of(change: [f64; 4], welcome_rise: bool) -> Finding {
        finding(&found(change), Spread::of(change), welcome_rise)
    }

    #[test]
    fn each_finding() {
        assert_eq!(finding_of([-5.0, -4.0, -6.0, -3.0], false), Finding::Works);
        assert_eq!(finding_of([-5.0, -4.0, -6.0, -3.0], true), Finding::Backfires);
        assert_eq!(finding_of([5.0, 4.0, 6.0, 3.0], true), Finding::Works);
        assert_eq!(finding_of([5.0, 4.0, 6.0, 3.0], false), Finding::Backfires);
        assert_eq!(finding_of([5.0, -4.0, 6.0, -3.0], false), Finding::Unclear);
        assert_eq!(finding_of([-0.5, -0.4, -0.6, -0.3], false), Finding::NoEffect);
        assert_eq!(finding_of([0.0; 4], false), Finding::NoEffect);
    }
}
