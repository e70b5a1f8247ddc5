//! Justice: how many offences end in a conviction, what offenders expect, and who is bought.
//!
//! Per country, monthly, all relative to the start (subscript 0):
//!
//! ```text
//! m       <- m + (target - m) / lag                                   capacity that reform builds up
//! q       <- q + (q_target - q) / lag_q                               corruption index
//! q_target = (1 - anti_corruption) q0 x / (1 - q0 + q0 x),  x = revenue_ratio^b
//! k        = k0 m (1 - w q)/(1 - w q0) / group_size_ratio^g            sanctions per potential offender
//! v        = 1 - R p_hat ,   p = min(1, k / v) ,   p_hat <- p_hat + a (p - p_hat)
//! ```
//!
//! The last line is the tipping mechanism of scarce sanctions ([`tipping`]): each violation dilutes
//! the punishment of the others, so a country can stay at high violation until capacity passes
//! `1/(4R)`, and stays low after a temporary surge that carried it past the unstable branch. The
//! world states the conviction rate `p0`; the start lies on the high branch, `v0 = 1 - R p0`,
//! `k0 = p0 v0`, and stands still. Where `R p0` would exceed the largest share that can be deterred on
//! that branch, R is lowered for that country.
//!
//! Outputs for the other modules:
//! - incapacitation ratio, `(m (1 - w q)/(1 - w q0))^e`: arrests of group members follow capacity, not
//!   certainty, because capacity binds;
//! - deterrence ratio on recruitment, `(p_hat/p0)^certainty * severity^severity`: certainty counts,
//!   severity hardly (Chalfin & McCrary 2017; Nagin 2013). Severity does not enter the tipping
//!   mechanism, which would let it do as much as certainty;
//! - leak ratio of cues, `(q/q0)^l`.
//!
//! Corruption rises with what groups can pay (Dal Bo, Dal Bo & Di Tella 2006: bribes and threats go
//! together; only the bribe is modelled).
//!
//! Domain of validity: conviction rates below one half, years rather than months. Known failures: one
//! kind of offence, one kind of offender, random order of punishment (an announced order would tip
//! earlier, Kleiman & Kilmer 2009).

pub mod tipping;

use crate::elementary::powers;

parameters! {
    /// Parameters of the justice module.
    JusticeParameters in "justice" {
        /// Penalty over the largest cost of compliance (R).
        penalty_ratio: "1",
        /// Largest share of offenders that is deterred at the start, below one half.
        largest_deterred_share: "share",
        /// Share of the gap between experience and expectation closed in a month (a).
        perception_per_month: "1/month",
        /// Build-up time of reform.
        reform_lag_months: "month",
        /// Share of capacity lost at the highest corruption index (w).
        corruption_capacity_loss: "share",
        /// Elasticity of the odds of corruption to illicit revenue (b).
        bribe_revenue_elasticity: "1",
        /// Adjustment time of corruption.
        corruption_lag_months: "month",
        /// Elasticity of the number of offenders to the size of armed groups (g).
        group_size_elasticity: "1",
        /// Elasticity of group members' arrests to effective capacity (e).
        incapacitation_elasticity: "1",
        /// Elasticity of recruitment to the certainty of punishment.
        certainty_elasticity: "1",
        /// Elasticity of recruitment to the severity of punishment.
        severity_elasticity: "1",
        /// Elasticity of leaked cues to the corruption index (l).
        leak_elasticity: "1",
    }
}

/// A country at the start, as the world states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountryJustice {
    /// Convictions per offence (p0), between 0 and 1.
    pub conviction_rate: f64,
    /// Corruption index (q0), between 0 and 1.
    pub corruption_index: f64,
}

/// Everything that stays as it was at the start, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct JusticeBaseline {
    countries: Vec<CountryJustice>,
    penalty_ratio: Vec<f64>,
    violation_share: Vec<f64>,
    capacity: Vec<f64>,
}

impl JusticeBaseline {
    /// Places every country at rest on the high branch.
    pub fn new(p: &JusticeParameters, countries: Vec<CountryJustice>) -> Self {
        let penalty_ratio: Vec<f64> = countries
            .iter()
            .map(|country| {
                if country.conviction_rate > 0.0 {
                    p.penalty_ratio.min(p.largest_deterred_share / country.conviction_rate)
                } else {
                    p.penalty_ratio
                }
            })
            .collect();
        let violation_share: Vec<f64> = countries
            .iter()
            .zip(&penalty_ratio)
            .map(|(country, &ratio)| tipping::violation_share(country.conviction_rate, ratio))
            .collect();
        let capacity =
            countries.iter().zip(&violation_share).map(|(country, share)| country.conviction_rate * share).collect();
        Self { countries, penalty_ratio, violation_share, capacity }
    }

    /// Number of countries.
    pub fn country_count(&self) -> usize {
        self.countries.len()
    }

    /// Factor on capacity at which the high-violation equilibrium of a country ends.
    pub fn tipping_capacity_ratio(&self, country: usize) -> f64 {
        tipping::tipping_capacity(self.penalty_ratio[country]) / self.capacity[country]
    }
}

/// What a month needs from policy and from the rest of the chain, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct JusticeInputs {
    /// Capacity that reform aims at, over the start.
    pub capacity_target_ratio: Vec<f64>,
    /// Share by which anti-corruption work lowers the corruption index in the long run.
    pub anti_corruption: Vec<f64>,
    /// Illicit revenue over the start.
    pub revenue_ratio: Vec<f64>,
    /// Members of armed groups over the start.
    pub group_size_ratio: Vec<f64>,
    /// Severity of punishment over the start.
    pub severity_ratio: Vec<f64>,
}

impl JusticeInputs {
    /// Inputs under which nothing moves.
    pub fn at_rest(baseline: &JusticeBaseline) -> Self {
        let ones = || vec![1.0; baseline.country_count()];
        Self {
            capacity_target_ratio: ones(),
            anti_corruption: vec![0.0; baseline.country_count()],
            revenue_ratio: ones(),
            group_size_ratio: ones(),
            severity_ratio: ones(),
        }
    }
}

/// What changes from month to month, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct JusticeState {
    /// Capacity that reform has built, over the start.
    pub capacity_ratio: Vec<f64>,
    /// Corruption index.
    pub corruption_index: Vec<f64>,
    /// Certainty of punishment as offenders expect it.
    pub perceived_certainty: Vec<f64>,
}

impl JusticeState {
    /// The state at the start of the world.
    pub fn new(baseline: &JusticeBaseline) -> Self {
        Self {
            capacity_ratio: vec![1.0; baseline.country_count()],
            corruption_index: baseline.countries.iter().map(|country| country.corruption_index).collect(),
            perceived_certainty: baseline.countries.iter().map(|country| country.conviction_rate).collect(),
        }
    }
}

/// What a month gives to the rest of the chain, per country.
#[derive(Clone, Debug, PartialEq)]
pub struct JusticeOutputs {
    /// Convictions per offence.
    pub convictions_per_offence: Vec<f64>,
    /// Share of potential offenders who offend.
    pub violation_share: Vec<f64>,
    /// Offending over the start.
    pub violation_ratio: Vec<f64>,
    /// Expected certainty of punishment over the start.
    pub certainty_ratio: Vec<f64>,
    /// Corruption index.
    pub corruption_index: Vec<f64>,
    /// Corruption index over the start.
    pub corruption_ratio: Vec<f64>,
    /// Factor on arrests of group members.
    pub incapacitation_ratio: Vec<f64>,
    /// Factor on recruitment from certainty and severity.
    pub deterrence_ratio: Vec<f64>,
    /// Factor on cues that leak.
    pub leak_ratio: Vec<f64>,
    bribe_odds_ratio: Vec<f64>,
    offenders_ratio: Vec<f64>,
    effective_capacity_ratio: Vec<f64>,
}

impl JusticeOutputs {
    /// The outputs of a month in which nothing has moved.
    pub fn new(baseline: &JusticeBaseline) -> Self {
        let ones = || vec![1.0; baseline.country_count()];
        let state = JusticeState::new(baseline);
        Self {
            convictions_per_offence: state.perceived_certainty,
            violation_share: baseline.violation_share.clone(),
            violation_ratio: ones(),
            certainty_ratio: ones(),
            corruption_index: state.corruption_index,
            corruption_ratio: ones(),
            incapacitation_ratio: ones(),
            deterrence_ratio: ones(),
            leak_ratio: ones(),
            bribe_odds_ratio: ones(),
            offenders_ratio: ones(),
            effective_capacity_ratio: ones(),
        }
    }
}

/// `now / start`, or one where there was nothing at the start.
fn ratio_or_one(now: f64, start: f64) -> f64 {
    if start > 0.0 { now / start } else { 1.0 }
}

/// One month of every country.
pub fn step(
    p: &JusticeParameters,
    baseline: &JusticeBaseline,
    state: &mut JusticeState,
    inputs: &JusticeInputs,
    outputs: &mut JusticeOutputs,
) {
    let JusticeOutputs { bribe_odds_ratio, offenders_ratio, .. } = outputs;
    powers(&inputs.revenue_ratio, p.bribe_revenue_elasticity, bribe_odds_ratio);
    powers(&inputs.group_size_ratio, p.group_size_elasticity, offenders_ratio);
    for country in 0..baseline.country_count() {
        let effective = effective_capacity(p, baseline, state, inputs, (country, outputs.bribe_odds_ratio[country]));
        outputs.effective_capacity_ratio[country] = effective;
        punish(p, baseline, state, outputs, country);
        let corruption_start = baseline.countries[country].corruption_index;
        outputs.corruption_index[country] = state.corruption_index[country];
        outputs.corruption_ratio[country] = ratio_or_one(state.corruption_index[country], corruption_start);
    }
    powers(&outputs.corruption_ratio, p.leak_elasticity, &mut outputs.leak_ratio);
    powers(&outputs.effective_capacity_ratio, p.incapacitation_elasticity, &mut outputs.incapacitation_ratio);
    powers(&outputs.certainty_ratio, p.certainty_elasticity, &mut outputs.deterrence_ratio);
    for (deterrence, severity) in outputs.deterrence_ratio.iter_mut().zip(&inputs.severity_ratio) {
        *deterrence *= if *severity == 1.0 { 1.0 } else { severity.powf(p.severity_elasticity) };
    }
}

/// Moves built capacity and corruption; returns effective capacity over the start.
fn effective_capacity(
    p: &JusticeParameters,
    baseline: &JusticeBaseline,
    state: &mut JusticeState,
    inputs: &JusticeInputs,
    (country, bribe_odds_ratio): (usize, f64),
) -> f64 {
    let built = &mut state.capacity_ratio[country];
    *built += (inputs.capacity_target_ratio[country].max(0.0) - *built) / p.reform_lag_months.max(1.0);
    let start = baseline.countries[country].corruption_index;
    let drawn = start * bribe_odds_ratio / (1.0 - start + start * bribe_odds_ratio);
    let target = drawn * (1.0 - inputs.anti_corruption[country].clamp(0.0, 1.0));
    let corruption = &mut state.corruption_index[country];
    *corruption += (target - *corruption) / p.corruption_lag_months.max(1.0);
    let honest = |index: f64| 1.0 - p.corruption_capacity_loss * index;
    *built * ratio_or_one(honest(*corruption), honest(start))
}

/// The tipping mechanism of one country at its effective capacity.
fn punish(
    p: &JusticeParameters,
    baseline: &JusticeBaseline,
    state: &mut JusticeState,
    outputs: &mut JusticeOutputs,
    country: usize,
) {
    let per_offender = ratio_or_one(outputs.effective_capacity_ratio[country], outputs.offenders_ratio[country]);
    let capacity = baseline.capacity[country] * per_offender;
    let perceived = &mut state.perceived_certainty[country];
    let violating = tipping::violation_share(*perceived, baseline.penalty_ratio[country]);
    let certainty = tipping::certainty(capacity, violating);
    *perceived += p.perception_per_month.min(1.0) * (certainty - *perceived);
    outputs.convictions_per_offence[country] = certainty;
    outputs.violation_share[country] = violating;
    outputs.violation_ratio[country] = ratio_or_one(violating, baseline.violation_share[country]);
    outputs.certainty_ratio[country] = ratio_or_one(*perceived, baseline.countries[country].conviction_rate);
}

#[cfg(test)]
mod tests;
