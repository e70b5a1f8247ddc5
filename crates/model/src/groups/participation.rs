//! Who joins: the participation choice of people whom a group tries to recruit.
//!
//! Equation (Prieto-Curiel, Grass, Wrzaczek, Campedelli, Tragler & Feichtinger 2025,
//! arXiv 2508.06509, supplementary code "Cartel Participation Model"):
//!
//! ```text
//! P = pi_f + pi_v * sigma(s),   s = alpha + k [ B (r - w - v) - delta kappa_P - epsilon kappa_K ]
//! ```
//!
//! with `r` the wage in the group, `w` the legal wage, `v` a social programme (all USD a year),
//! `kappa_P` and `kappa_K` the weekly risks of arrest and death, `pi_f` the share who join whatever
//! is offered and `pi_v` the share who choose. `alpha` makes P the published 0.8 at the start.
//!
//! Domain of validity: the authors assumed alpha, B, delta and epsilon; they did not estimate them.
//! At the published steepness (k = 1) a doubled arrest risk cuts joining by two thirds, far outside
//! what programme and deterrence studies report. The steepness k therefore scales every difference
//! from the start, is below one by default, and belongs in each sensitivity run.

use super::GroupsParameters;

/// What one person weighs who is asked to join.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Wage in the group, USD a year.
    pub group_wage_usd_per_year: f64,
    /// Social programme for those who stay out, USD a year.
    pub programme_usd_per_year: f64,
    /// Risk of arrest, per week.
    pub arrest_risk_per_week: f64,
    /// Risk of being killed, per week.
    pub death_risk_per_week: f64,
}

impl Offer {
    /// The published baseline offer.
    pub fn baseline(p: &GroupsParameters) -> Self {
        Self {
            group_wage_usd_per_year: p.group_wage_usd_per_year,
            programme_usd_per_year: p.programme_baseline_usd_per_year,
            arrest_risk_per_week: p.arrest_risk_per_week,
            death_risk_per_week: p.death_risk_per_week,
        }
    }

    /// Pull of the offer, in units of the logit at the published steepness.
    fn pull(&self, p: &GroupsParameters) -> f64 {
        p.join_sensitivity_to_wage
            * (self.group_wage_usd_per_year - p.legal_wage_usd_per_year - self.programme_usd_per_year)
            - p.join_sensitivity_to_arrest * self.arrest_risk_per_week
            - p.join_sensitivity_to_death * self.death_risk_per_week
    }
}

/// Probability of joining when the logit lies `difference` above its start.
///
/// The constant alpha appears as the odds at the start, which follow from the published probability.
fn probability_at(p: &GroupsParameters, difference: f64) -> f64 {
    let choosing = (p.join_probability_at_start - p.join_share_always) / p.join_share_choosing;
    let odds_at_start = choosing / (1.0 - choosing);
    let factor = if difference == 0.0 { 1.0 } else { difference.exp() };
    p.join_share_always + p.join_share_choosing * (1.0 - 1.0 / (1.0 + odds_at_start * factor))
}

/// Probability that a person who gets `offer` joins.
pub fn join_probability(p: &GroupsParameters, offer: &Offer) -> f64 {
    let difference = offer.pull(p) - Offer::baseline(p).pull(p);
    probability_at(p, p.participation_steepness * difference)
}

/// How conditions differ from the start, as ratios; see [`join_ratio`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditions {
    /// Wage in the group over its wage at the start.
    pub wage_ratio: f64,
    /// Risk of arrest over the risk at the start.
    pub arrest_risk_ratio: f64,
    /// Risk of being killed over the risk at the start.
    pub death_risk_ratio: f64,
    /// Programme above the baseline programme, USD a year for each person covered.
    pub programme_usd_per_year: f64,
    /// Share of the people at risk whom the programme covers.
    pub programme_share: f64,
}

/// Probability of joining over its value at the start; exactly one when nothing differs.
///
/// The people covered by a programme and the others choose separately: half coverage does half
/// as much as full coverage.
pub fn join_ratio(p: &GroupsParameters, conditions: &Conditions) -> f64 {
    let k = p.participation_steepness;
    let shared = p.join_sensitivity_to_wage * p.group_wage_usd_per_year * (conditions.wage_ratio - 1.0)
        - p.join_sensitivity_to_arrest * p.arrest_risk_per_week * (conditions.arrest_risk_ratio - 1.0)
        - p.join_sensitivity_to_death * p.death_risk_per_week * (conditions.death_risk_ratio - 1.0);
    let uncovered = probability_at(p, k * shared);
    let share = conditions.programme_share.clamp(0.0, 1.0);
    let covered = if share > 0.0 {
        probability_at(p, k * (shared - p.join_sensitivity_to_wage * conditions.programme_usd_per_year))
    } else {
        uncovered
    };
    (uncovered + share * (covered - uncovered)) / probability_at(p, 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::tests::shipped;

    /// Published code of arXiv 2508.06509: steepness one, tolerance 1e-4 (the table has four decimals).
    #[test]
    fn val_participation_logit() {
        let mut p = shipped();
        p.participation_steepness = 1.0;
        let start = Offer::baseline(&p);
        let check = |offer: Offer, expected: f64| {
            let got = join_probability(&p, &offer);
            assert!((got - expected).abs() < 1e-4, "{offer:?}: {got} instead of {expected}");
        };
        for (programme, expected) in [(0.0, 0.8532), (832.0, 0.8), (2_000.0, 0.6482), (4_000.0, 0.2821)] {
            check(Offer { programme_usd_per_year: programme, ..start }, expected);
        }
        for (wage, expected) in [(5_000.0, 0.1019), (8_000.0, 0.1360), (10_000.0, 0.3068), (13_000.0, 0.8)] {
            check(Offer { group_wage_usd_per_year: wage, ..start }, expected);
        }
        for (ratio, expected) in [(2.0, 0.2952), (0.0, 0.8948)] {
            check(Offer { arrest_risk_per_week: ratio * start.arrest_risk_per_week, ..start }, expected);
        }
        check(Offer { death_risk_per_week: 2.0 * start.death_risk_per_week, ..start }, 0.1249);
    }

    #[test]
    fn ratio_agrees_with_the_absolute_form() {
        let p = shipped();
        let start = Offer::baseline(&p);
        let offer = Offer {
            group_wage_usd_per_year: 1.1 * start.group_wage_usd_per_year,
            programme_usd_per_year: start.programme_usd_per_year + 500.0,
            arrest_risk_per_week: 1.3 * start.arrest_risk_per_week,
            death_risk_per_week: 0.8 * start.death_risk_per_week,
        };
        let conditions = Conditions {
            wage_ratio: 1.1,
            arrest_risk_ratio: 1.3,
            death_risk_ratio: 0.8,
            programme_usd_per_year: 500.0,
            programme_share: 1.0,
        };
        let expected = join_probability(&p, &offer) / p.join_probability_at_start;
        assert!((join_ratio(&p, &conditions) - expected).abs() < 1e-12);
    }
}
