//! One claim: its change, verdict, timing, side effects, cost and drivers.

use super::Pair;
use super::drivers::{Draws, grade, named};
use super::paired::{Changes, Timing, cost_usd_per_year, is_in, months, timing};
use super::pathways::Cuts;
use super::rules::{Directions, SIDE_EFFECT_SHARE, is_negligible, over_structures};
use crate::claims::{Claim, Direction};
use crate::series::{SeriesRef, per_year, yearly_unit};
use crate::statistics::{Spread, median};
use counterflow_report::{ClaimResult, Kind, SideEffect, StructureResult, Verdict};
use std::ops::Range;

/// Share of the changes with a sign (+1 or -1); no change counts for neither.
fn share_with_sign(changes: &[f64], sign: f64) -> f64 {
    changes.iter().filter(|change| **change * sign > 0.0).count() as f64 / changes.len().max(1) as f64
}

/// What a claim's indicator did.
struct Measured {
    change: Vec<f64>,
    spread: Spread,
    baseline: f64,
    directions: Directions,
    verdict: Verdict,
    structures: Vec<StructureResult>,
    timing: Option<Timing>,
}

impl Measured {
    fn of(pair: &Pair<'_>, claim: &Claim, window: &Range<usize>) -> Self {
        let factor = per_year(claim.series.indicator);
        // A run keeps the series of all its claims, so that none is ever missing.
        let changes = Changes::of(pair, claim.series.position, window.clone(), factor).unwrap_or_default();
        let sign = claim.promised.sign();
        let baseline = median(changes.baseline.iter().copied());
        let directions = Directions::of(&changes.change, claim.matters.of(baseline), sign);
        let count = pair.settings.len();
        let in_setting = |setting: usize| {
            let of = |values: &[f64]| -> Vec<f64> {
                values
                    .iter()
                    .enumerate()
                    .filter(|(member, _)| is_in(*member, setting, count))
                    .map(|(_, v)| *v)
                    .collect()
            };
            let (baseline, change) = (median(of(&changes.baseline)), of(&changes.change));
            let directions = Directions::of(&change, claim.matters.of(baseline), sign);
            (median(change), directions)
        };
        // Fewer members than settings leave some without any; they say nothing.
        let settings: Vec<(f64, Directions)> = (0..count.min(changes.change.len())).map(in_setting).collect();
        let (verdict, holds) =
            over_structures(&directions, &settings.iter().map(|(_, directions)| *directions).collect::<Vec<_>>());
        let told = |((name, (median, directions)), holds): ((&String, &(f64, Directions)), bool)| StructureResult {
            setting: name.clone(),
            members: directions.members,
            median: *median,
            share_in_promised_direction: directions.share_promised(),
            verdict: directions.verdict(),
            holds,
        };
        Self {
            spread: Spread::of(changes.change.iter().copied()),
            baseline,
            directions,
            verdict,
            structures: pair.settings.iter().zip(&settings).zip(holds).map(told).collect(),
            timing: timing(pair, &claim.series, window.clone(), factor),
            change: changes.change,
        }
    }

    /// Whether a price per unit means something: the change is welcome, matters, and is not in doubt.
    fn is_worth_a_price(&self, claim: &Claim) -> bool {
        let as_promised = self.spread.median * claim.promised.sign() > 0.0;
        let counts = self.spread.median.abs() >= claim.matters.of(self.baseline);
        let verdict = matches!(self.verdict, Verdict::Holds | Verdict::HoldsUnderSome | Verdict::Mixed);
        claim.kind == Kind::Benefit && as_promised && counts && verdict
    }
}

/// The result of a claim, and the rank correlation of its change with every parameter.
pub(super) fn evaluate(
    pair: &Pair<'_>,
    claim: &Claim,
    cuts: Option<&Cuts<'_>>,
    draws: &Draws<'_>,
) -> (ClaimResult, Vec<f64>) {
    let window = months(pair.model, claim.from, claim.until, pair.after.months);
    let measured = Measured::of(pair, claim, &window);
    let unit = yearly_unit(claim.series.indicator);
    let (cost_per_unit, cost_unit) =
        cost_per_unit(cost_usd_per_year(pair, window.clone()), measured.spread.median, &unit);
    let correlations = draws.correlations(&measured.change);
    let drivers = named(draws, &correlations);
    let timing = measured.timing.as_ref();
    let through = cuts.and_then(|cuts| cuts.through(&claim.series, &window, |baseline| claim.matters.of(baseline)));
    let (expected_change, pathways) = through.map_or((None, Vec::new()), |(change, found)| (Some(change), found));
    let result = ClaimResult {
        id: claim.id.clone(),
        lever: claim.lever.map(|id| id.lever().key.to_owned()),
        outcome: claim.outcome.clone(),
        scenario: claim.scenario.clone(),
        statement: claim.statement.clone(),
        indicator: claim.series.indicator.id.to_owned(),
        place: claim.series.place.clone(),
        window: format!("{}..{}", claim.from, claim.until),
        promised: claim.promised.word().to_owned(),
        follows: claim.follows,
        kind: claim.kind,
        matters: claim.matters.of(measured.baseline),
        size: claim.matters.text(claim.series.indicator),
        needs: claim.needs.iter().map(|need| need.lever.lever().key.to_owned()).collect(),
        stops: claim.stops.map(|stops| stops.to_string()),
        baseline: measured.baseline,
        median: measured.spread.median,
        p05: measured.spread.p05,
        p95: measured.spread.p95,
        relative_median: relative(measured.spread.median, measured.baseline, &unit),
        share_in_promised_direction: measured.directions.share_promised(),
        verdict: measured.verdict,
        expected_change,
        pathways,
        peak_month: timing.map(|timing| pair.model.world.start.plus_months(timing.peak_month as i64).to_string()),
        peak_effect: timing.map_or(0.0, |timing| timing.peak),
        duration_months: timing.map_or(0, |timing| timing.months),
        side_effects: side_effects(pair, &claim.side_effects, &window),
        cost_per_unit: cost_per_unit.filter(|_| measured.is_worth_a_price(claim)),
        structures: measured.structures,
        cost_unit,
        grade: grade(&drivers),
        sources: draws.sources(&drivers),
        drivers,
        unit,
    };
    (result, correlations)
}

/// Change as a share of the baseline, where the unit has a natural zero and the baseline is not zero.
fn relative(change: f64, baseline: f64, unit: &str) -> Option<f64> {
    let has_zero = !matches!(unit, "index" | "point" | "1");
    (has_zero && baseline != 0.0).then(|| change / baseline.abs())
}

/// Money for a unit of effect: by unit for flows, by unit held for a year for levels, by percentage
/// point for shares.
fn cost_per_unit(usd_per_year: f64, effect: f64, unit: &str) -> (Option<f64>, String) {
    const PERCENTAGE_POINTS: f64 = 100.0;
    let (effect, words) = match unit.strip_suffix("/year") {
        Some(counted) => (effect, format!("USD/{counted}")),
        None if unit == "share" => (effect * PERCENTAGE_POINTS, "USD per pp and year".to_owned()),
        None if unit == "index" => (effect, "USD per index point and year".to_owned()),
        None => (effect, format!("USD per {unit} and year")),
    };
    let cost = usd_per_year / effect.abs();
    (Some(cost).filter(|cost| cost.is_finite() && *cost > 0.0), words)
}

/// Watched indicators that moved beyond their noise and by more than the floor.
fn side_effects(pair: &Pair<'_>, watched: &[(SeriesRef, Direction)], window: &Range<usize>) -> Vec<SideEffect> {
    watched.iter().filter_map(|(series, welcome)| side_effect(pair, series, *welcome, window)).collect()
}

fn side_effect(pair: &Pair<'_>, series: &SeriesRef, welcome: Direction, window: &Range<usize>) -> Option<SideEffect> {
    let indicator = series.indicator;
    let changes = Changes::of(pair, series.position, window.clone(), per_year(indicator))?;
    let spread = Spread::of(changes.change.iter().copied());
    let excludes_zero = spread.p05 > 0.0 || spread.p95 < 0.0;
    if !excludes_zero || is_negligible(spread.median, median(changes.baseline), SIDE_EFFECT_SHARE) {
        return None;
    }
    Some(SideEffect {
        indicator: series.indicator.id.to_owned(),
        place: series.place.clone(),
        title: indicator.title.to_owned(),
        unit: yearly_unit(indicator),
        median: spread.median,
        p05: spread.p05,
        p95: spread.p95,
        share_same_sign: share_with_sign(&changes.change, spread.median.signum()),
        wanted: spread.median * welcome.sign() > 0.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_count_signs_and_leave_out_what_stands_still() {
        let changes = [-1.0, -2.0, 0.0, 3.0];
        assert_eq!((share_with_sign(&changes, -1.0), share_with_sign(&changes, 1.0)), (0.5, 0.25));
        assert_eq!(share_with_sign(&[], 1.0), 0.0);
    }

    #[test]
    fn quantiles_of_changes_interpolate() {
        let values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let spread = Spread::of(values);
        assert_eq!((spread.p05, spread.median, spread.p95), (5.0, 50.0, 95.0));
    }

    #[test]
    fn cost_is_money_over_effect_and_absent_for_no_effect() {
        assert_eq!(cost_per_unit(200.0, -4.0, "kg/year"), (Some(50.0), "USD/kg".to_owned()));
        assert_eq!(cost_per_unit(200.0, 0.02, "share"), (Some(100.0), "USD per pp and year".to_owned()));
        assert_eq!(cost_per_unit(200.0, 0.0, "person"), (None, "USD per person and year".to_owned()));
    }

    #[test]
    fn relative_changes_need_a_natural_zero() {
        assert_eq!(relative(-2.0, 8.0, "kg/year"), Some(-0.25));
        assert_eq!((relative(1.0, 0.0, "kg/year"), relative(1.0, 2.0, "index")), (None, None));
    }
}
