//! Armed groups: their members, whom they recruit, and how they lose them.
//!
//! One population equation per group (Prieto-Curiel, Campedelli & Hope 2023, Science 381:1312, and
//! their code; time in weeks, C members):
//!
//! ```text
//! dC_i/dt = rho_i C_i                            recruitment
//!         - eta_c C_i / (sum of C in country c)  arrests: a total per country, shared by size
//!         - theta_i C_i sum_j S_ij C_j           deaths in conflict
//!         - omega_i C_i^2                        saturation, dropout
//! ```
//!
//! integrated with one fourth-order Runge-Kutta step a month (52/12 weeks); the four flows are
//! integrated with it, so that members change by exactly recruits - arrests - deaths - dropouts.
//! theta, eta and omega are not read but derived, per group, from the flows that the world states
//! at the start; hence a group split into identical halves behaves as before.
//!
//! These equations were fitted to Mexico 2012-2022; carried on, they grow without end. The papers' runs
//! use them as they are ([`published`]). The coupled model limits recruitment by the people whom groups
//! can reach and lets rivals enter where revenue rises ([`pool`]); its groups rest at their size of the
//! start until revenue, justice, programmes or force move them.
//!
//! What policy and the rest of the chain change, all relative to the start:
//!
//! ```text
//! rho_i   = rho_i0 * rivals * pool * P(join)/P0 * recruitment_ratio * (1 - engagement * effect) * (1 + lambda harm)
//! theta_i = theta_i0 * revenue_ratio^chi * rivals * (1 + shock + fragments) * (1 + strike effect)
//! eta_c   = eta_c0 * incapacitation_ratio
//! ```
//!
//! - pool, rivals: one in the published model; see [`pool`].
//! - P(join): see [`participation`]. Its death risk is the conflict intensity theta_i/theta_i0 of
//!   last month and not deaths per member, so that the published growth path of the undisturbed
//!   model is kept as published. That violence deters recruits is an assumption of the authors; the
//!   switch `recruit_deterrence` turns it off.
//! - revenue^chi: contested revenue feeds fighting at once (contest reading of Castillo, Mejia &
//!   Restrepo 2020).
//! - A capture adds a shock that fades and fragments that consolidate slowly. Both are sized per
//!   removal in a country, not per group: over the first 26 weeks a removal adds 16.6 violent deaths
//!   where the violence of a country is that of Mexico (Phillips 2015), and in proportion elsewhere.
//! - harm: civilian deaths per 1,000 local people, remembered with a half-life (after Condra, Felter,
//!   Iyengar & Shapiro 2010). The no-backlash world ignores it.
//! - engagement: coverage of youth programmes; protection fades after a programme ends, and its
//!   effect is nil or negative where the state is weak (Blattman, Duncan, Lessing & Tobon 2022).
//!
//! With all inputs at rest the published equations drift on; with a pool as large as the groups need,
//! nothing moves.
//!
//! Domain of validity: groups of hundreds of members and more, years rather than weeks; the
//! published constants reproduce Mexico 2012-2022. Known failures: members are all alike, alliances
//! are fixed, and a group that dies out never returns. In the published runs doubling arrests lowers
//! deaths against the undisturbed path though violence still rises against today (critique in arXiv
//! 2310.05975); the coupled model's undisturbed path is flat, so there it lowers them against both.

pub mod balance;
pub mod conflict;
mod parameters;
pub mod participation;
pub mod pool;
pub mod published;
#[cfg(test)]
pub(crate) mod tests;

use crate::elementary::powers;
pub use conflict::Conflict;
pub use parameters::GroupsParameters;
use participation::{Conditions, join_ratio};
use pool::Pool;

/// Weeks in a month, with the 52-week year of the source.
pub const WEEKS_PER_MONTH: f64 = 52.0 / 12.0;

/// A group at the start, as the world states it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupStart {
    /// Members.
    pub members: f64,
    /// Recruits per member and week.
    pub recruitment_per_week: f64,
    /// Members arrested a week.
    pub arrests_per_week: f64,
    /// Members killed in conflict a week.
    pub conflict_deaths_per_week: f64,
    /// Members who leave a week.
    pub dropouts_per_week: f64,
    /// Index of its country.
    pub country: usize,
}

/// How arrests follow the size of the groups in a country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArrestRule {
    /// A total per country, shared by size: capacity binds (the published model).
    #[default]
    CountryTotal,
    /// In proportion to members: capacity grows with the task.
    PerMember,
}

/// Everything that stays as it was at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsBaseline {
    groups: Vec<GroupStart>,
    conflict: Conflict,
    arrest_rule: ArrestRule,
    state_capacity: Vec<f64>,
    lethality: Vec<f64>,
    saturation: Vec<f64>,
    country_members: Vec<f64>,
    country_arrests_per_week: Vec<f64>,
    country_deaths_per_week: Vec<f64>,
    capture_weight: Vec<f64>,
    memory: Memory,
    /// None in the published model.
    pool: Option<Pool>,
}

/// Monthly survival of each memory, and the size of what a capture leaves behind.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Memory {
    shock_kept: f64,
    fragments_kept: f64,
    harm_kept: f64,
    engagement_kept: f64,
    fragments_per_capture: f64,
    shock_per_capture: f64,
    intensity_per_fragment: f64,
}

impl Memory {
    fn new(p: &GroupsParameters) -> Self {
        let kept = |months: f64, half_life: f64| (-months / half_life).exp2();
        let shock_kept = kept(WEEKS_PER_MONTH, p.capture_shock_half_life_weeks);
        let fragments_kept = kept(1.0, p.consolidation_half_life_months);
        let months = p.capture_window_weeks / WEEKS_PER_MONTH;
        // Sum of a memory over the window, in weeks: a geometric series.
        let weight = |kept: f64| WEEKS_PER_MONTH * (1.0 - kept.powf(months)) / (1.0 - kept);
        let extra_weeks = p.capture_extra_deaths / p.capture_reference_deaths_per_week;
        let fragments_per_capture = p.split_probability * (p.fragments_per_split - 1.0);
        let by_fragments = if fragments_per_capture > 0.0 { p.capture_fragment_share } else { 0.0 };
        Self {
            shock_kept,
            fragments_kept,
            harm_kept: kept(WEEKS_PER_MONTH, p.revenge_half_life_weeks),
            engagement_kept: kept(1.0, p.engagement_half_life_months),
            fragments_per_capture,
            shock_per_capture: extra_weeks * (1.0 - by_fragments) / weight(shock_kept),
            intensity_per_fragment: if by_fragments > 0.0 {
                extra_weeks * by_fragments / (weight(fragments_kept) * fragments_per_capture)
            } else {
                0.0
            },
        }
    }
}

impl GroupsBaseline {
    /// Derives lethality and saturation per group from the flows at the start. `state_capacity` has
    /// one value between 0 and 1 per country.
    pub fn new(
        p: &GroupsParameters,
        groups: Vec<GroupStart>,
        conflict: Conflict,
        arrest_rule: ArrestRule,
        state_capacity: Vec<f64>,
    ) -> Self {
        let conflict = conflict.with_inner_conflict_where_alone();
        let members: Vec<f64> = groups.iter().map(|group| group.members).collect();
        let mut exposure = vec![0.0; groups.len()];
        conflict.exposure(&members, &mut exposure);
        let by_country = |of: &dyn Fn(&GroupStart) -> f64| {
            let mut totals = vec![0.0; state_capacity.len()];
            groups.iter().for_each(|group| totals[group.country] += of(group));
            totals
        };
        let country_deaths_per_week = by_country(&|group| group.conflict_deaths_per_week);
        let per_group = |of: &dyn Fn(usize, &GroupStart) -> f64| -> Vec<f64> {
            groups.iter().enumerate().map(|(i, group)| of(i, group)).collect()
        };
        Self {
            lethality: per_group(&|i, g| ratio_or_zero(g.conflict_deaths_per_week, g.members * exposure[i])),
            saturation: per_group(&|_, g| ratio_or_zero(g.dropouts_per_week, g.members * g.members)),
            capture_weight: per_group(&|_, g| {
                ratio_or_zero(country_deaths_per_week[g.country], g.conflict_deaths_per_week)
            }),
            country_members: by_country(&|group| group.members),
            country_arrests_per_week: by_country(&|group| group.arrests_per_week),
            country_deaths_per_week,
            memory: Memory::new(p),
            pool: None,
            groups,
            conflict,
            arrest_rule,
            state_capacity,
        }
    }

    /// The coupled model's groups: recruitment that replaces the losses of the start, limited by a pool of
    /// people who can be reached; see [`pool`].
    #[must_use]
    pub fn with_pool(mut self, p: &GroupsParameters) -> Self {
        for group in &mut self.groups {
            // Arrests fall on members alike, whatever part of them the world states for a group.
            let country = group.country;
            let arrested = ratio_or_zero(self.country_arrests_per_week[country], self.country_members[country]);
            let losses = group.conflict_deaths_per_week + group.dropouts_per_week;
            group.recruitment_per_week = arrested + ratio_or_zero(losses, group.members);
        }
        self.pool = Some(Pool::new(p));
        self
    }

    /// Number of groups.
    pub fn group_count(&self) -> usize {
        self.groups.len()
    }

    /// Number of countries.
    pub fn country_count(&self) -> usize {
        self.state_capacity.len()
    }

    /// The groups at the start.
    pub fn groups(&self) -> &[GroupStart] {
        &self.groups
    }
}

/// `part / whole`, or zero where there is no whole.
fn ratio_or_zero(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// What a month needs from the rest of the chain. All ratios are against the start of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsInputs {
    /// Per group: wage index.
    pub wage_ratio: Vec<f64>,
    /// Per group: contested revenue.
    pub conflict_revenue_ratio: Vec<f64>,
    /// Per group: leaders captured this month (a count, or its expectation).
    pub captures: Vec<f64>,
    /// Per group: civilians killed this month by the state's operations, per 1,000 people of the area.
    pub civilian_deaths_per_thousand: Vec<f64>,
    /// Per group: change of its activity by strikes this month, as a share; see the states module.
    pub strike_effect: Vec<f64>,
    /// Per country: programme above the baseline programme, USD a year for each person covered.
    pub programme_usd_per_year: Vec<f64>,
    /// Per country: share of the people at risk whom that programme covers.
    pub programme_share: Vec<f64>,
    /// Per country: share of the youth at risk reached by community engagement above the start;
    /// negative where programmes of the start are cut.
    pub engagement_coverage: Vec<f64>,
    /// Per country: arrest risk as recruits see it, acting through the participation choice.
    pub arrest_risk_ratio: Vec<f64>,
    /// Per country: a further factor on recruitment, such as the justice module's deterrence. Give a
    /// change of certainty to this or to `arrest_risk_ratio`, not to both.
    pub recruitment_ratio: Vec<f64>,
    /// Per country: factor on arrests.
    pub incapacitation_ratio: Vec<f64>,
    /// Whether civilian harm feeds recruitment and strikes may raise activity.
    pub backlash: bool,
    /// Whether the risk of being killed deters recruits.
    pub recruit_deterrence: bool,
}

impl GroupsInputs {
    /// Inputs under which only the published drift remains.
    pub fn at_rest(baseline: &GroupsBaseline) -> Self {
        let (groups, countries) = (baseline.group_count(), baseline.country_count());
        Self {
            wage_ratio: vec![1.0; groups],
            conflict_revenue_ratio: vec![1.0; groups],
            captures: vec![0.0; groups],
            civilian_deaths_per_thousand: vec![0.0; groups],
            strike_effect: vec![0.0; groups],
            programme_usd_per_year: vec![0.0; countries],
            programme_share: vec![0.0; countries],
            engagement_coverage: vec![0.0; countries],
            arrest_risk_ratio: vec![1.0; countries],
            recruitment_ratio: vec![1.0; countries],
            incapacitation_ratio: vec![1.0; countries],
            backlash: true,
            recruit_deterrence: true,
        }
    }
}

/// What changes from month to month.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupsState {
    /// Per group: members.
    pub members: Vec<f64>,
    /// Per group: conflict shock left by captures, as a share of lethality at the start.
    pub shock: Vec<f64>,
    /// Per group: groups into which it has split and that have not consolidated.
    pub fragments: Vec<f64>,
    /// Per group: remembered civilian deaths per 1,000 local people.
    pub harm: Vec<f64>,
    /// Per group: conflict intensity over its start.
    pub intensity: Vec<f64>,
    /// Per country: share of the youth at risk protected by community engagement.
    pub engaged: Vec<f64>,
    /// Per group: contested revenue over the start to which recruits and rivals have adjusted.
    pub established_revenue: Vec<f64>,
    scratch: Scratch,
}

/// Working memory of a step; holds nothing from month to month.
#[derive(Clone, Debug, Default, PartialEq)]
struct Scratch {
    recruitment: Vec<f64>,
    /// Recruits per member that pool and rivals give, over the start.
    reach: Vec<f64>,
    /// Conflict intensity over the start that rivals add who have entered.
    rivalry: Vec<f64>,
    arrests: Vec<f64>,
    stage: Vec<f64>,
    slope: Vec<f64>,
    exposure: Vec<f64>,
    country_members: Vec<f64>,
    country_pool: Vec<f64>,
}

impl GroupsState {
    /// The state at the start of the world.
    pub fn new(baseline: &GroupsBaseline) -> Self {
        let (groups, countries) = (baseline.group_count(), baseline.country_count());
        let zeros = || vec![0.0; groups];
        Self {
            members: baseline.groups.iter().map(|group| group.members).collect(),
            shock: zeros(),
            fragments: zeros(),
            harm: zeros(),
            intensity: vec![1.0; groups],
            engaged: vec![0.0; countries],
            established_revenue: vec![1.0; groups],
            scratch: Scratch {
                recruitment: zeros(),
                reach: vec![1.0; groups],
                rivalry: vec![1.0; groups],
                arrests: vec![0.0; countries],
                stage: zeros(),
                slope: zeros(),
                exposure: zeros(),
                country_members: vec![0.0; countries],
                country_pool: vec![0.0; countries],
            },
        }
    }
}

/// What a month gives to the rest of the chain; flows are persons in the month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupsOutputs {
    /// Per group: people who joined.
    pub recruits: Vec<f64>,
    /// Per group: members arrested.
    pub arrests: Vec<f64>,
    /// Per group: members killed in conflict.
    pub conflict_deaths: Vec<f64>,
    /// Per group: members who left.
    pub dropouts: Vec<f64>,
    /// Per country: members.
    pub country_members: Vec<f64>,
    /// Per country: members over members at the start.
    pub member_ratio: Vec<f64>,
    /// Per country: conflict deaths of this month over those at the start.
    pub conflict_death_ratio: Vec<f64>,
}

impl GroupsOutputs {
    /// Room for the outputs of `baseline`.
    pub fn new(baseline: &GroupsBaseline) -> Self {
        let zeros = || vec![0.0; baseline.group_count()];
        Self {
            recruits: zeros(),
            arrests: zeros(),
            conflict_deaths: zeros(),
            dropouts: zeros(),
            country_members: baseline.country_members.clone(),
            member_ratio: vec![1.0; baseline.country_count()],
            conflict_death_ratio: vec![1.0; baseline.country_count()],
        }
    }
}

/// Violent deaths of a country from its homicides at the start, the share of them that belongs to
/// organised crime, and conflict deaths over conflict deaths at the start.
pub fn violent_deaths(homicides_at_start: f64, drug_related_share: f64, conflict_death_ratio: f64) -> f64 {
    homicides_at_start * (1.0 - drug_related_share + drug_related_share * conflict_death_ratio)
}

/// Fall in recruitment among covered youth in a state of this capacity; negative where it is weak.
pub fn engagement_effect(p: &GroupsParameters, state_capacity: f64) -> f64 {
    let reached = (state_capacity / p.engagement_full_capacity).clamp(0.0, 1.0);
    p.engagement_effect_weak_state + reached * (p.engagement_effect_strong_state - p.engagement_effect_weak_state)
}

/// One month of all groups.
pub fn step(
    p: &GroupsParameters,
    baseline: &GroupsBaseline,
    state: &mut GroupsState,
    inputs: &GroupsInputs,
    outputs: &mut GroupsOutputs,
) {
    if let Some(pool) = &baseline.pool {
        pool.adjust(baseline, state, &inputs.conflict_revenue_ratio);
    }
    set_recruitment(p, baseline, state, inputs);
    set_intensity(p, baseline, state, inputs);
    for (arrests, (start, ratio)) in (state.scratch.arrests.iter_mut())
        .zip(baseline.country_arrests_per_week.iter().zip(&inputs.incapacitation_ratio))
    {
        *arrests = start * ratio.max(0.0);
    }
    integrate(baseline, state, outputs);
    settle(baseline, state, outputs);
}

/// Recruits per member and week; reads last month's intensity as the death risk.
fn set_recruitment(p: &GroupsParameters, baseline: &GroupsBaseline, state: &mut GroupsState, inputs: &GroupsInputs) {
    for (engaged, &coverage) in state.engaged.iter_mut().zip(&inputs.engagement_coverage) {
        let faded = *engaged * baseline.memory.engagement_kept;
        *engaged = if coverage < 0.0 { faded.min(coverage.max(-1.0)) } else { faded.max(coverage.min(1.0)) };
    }
    for (i, group) in baseline.groups.iter().enumerate() {
        let country = group.country;
        let harm = state.harm[i] * baseline.memory.harm_kept + inputs.civilian_deaths_per_thousand[i];
        state.harm[i] = harm;
        let revenge = if inputs.backlash { 1.0 + p.revenge_recruitment * harm } else { 1.0 };
        let joining = join_ratio(
            p,
            &Conditions {
                wage_ratio: inputs.wage_ratio[i],
                arrest_risk_ratio: inputs.arrest_risk_ratio[country],
                death_risk_ratio: if inputs.recruit_deterrence { state.intensity[i] } else { 1.0 },
                programme_usd_per_year: inputs.programme_usd_per_year[country],
                programme_share: inputs.programme_share[country],
            },
        );
        let engagement = 1.0 - state.engaged[country] * engagement_effect(p, baseline.state_capacity[country]);
        state.scratch.recruitment[i] = group.recruitment_per_week
            * state.scratch.reach[i]
            * joining
            * inputs.recruitment_ratio[country].max(0.0)
            * engagement.max(0.0)
            * revenge;
    }
}

/// Conflict intensity over its start.
fn set_intensity(p: &GroupsParameters, baseline: &GroupsBaseline, state: &mut GroupsState, inputs: &GroupsInputs) {
    let memory = &baseline.memory;
    powers(&inputs.conflict_revenue_ratio, p.conflict_revenue_elasticity, &mut state.intensity);
    for i in 0..baseline.groups.len() {
        let captures = inputs.captures[i];
        let weight = baseline.capture_weight[i];
        state.shock[i] = state.shock[i] * memory.shock_kept + captures * memory.shock_per_capture * weight;
        state.fragments[i] = state.fragments[i] * memory.fragments_kept + captures * memory.fragments_per_capture;
        let strikes = if inputs.backlash { inputs.strike_effect[i] } else { inputs.strike_effect[i].min(0.0) };
        let rivalry = 1.0 + state.shock[i] + state.fragments[i] * memory.intensity_per_fragment * weight;
        state.intensity[i] *= state.scratch.rivalry[i] * rivalry * (1.0 + strikes).max(0.0);
    }
}

/// One Runge-Kutta step of a month; members stay, the flows go to `outputs`.
fn integrate(baseline: &GroupsBaseline, state: &mut GroupsState, outputs: &mut GroupsOutputs) {
    for flow in [&mut outputs.recruits, &mut outputs.arrests, &mut outputs.conflict_deaths, &mut outputs.dropouts] {
        flow.fill(0.0);
    }
    let GroupsState { members, intensity, scratch, .. } = state;
    // (reach of the stage into the month, weight of its slope): the classical tableau.
    for (reach, weight) in [(0.0, 1.0 / 6.0), (0.5, 1.0 / 3.0), (0.5, 1.0 / 3.0), (1.0, 1.0 / 6.0)] {
        for ((stage, start), slope) in scratch.stage.iter_mut().zip(members.iter()).zip(&scratch.slope) {
            *stage = if reach > 0.0 { (start + reach * slope).max(0.0) } else { *start };
        }
        add_flows(baseline, (members, intensity), scratch, weight, outputs);
    }
}

/// Adds `weight` times the month's flows at the current stage, and leaves their sum in `slope`. Where a
/// pool limits recruitment, the month's recruits are those of its first day.
fn add_flows(
    baseline: &GroupsBaseline,
    (at_start, intensity): (&[f64], &[f64]),
    scratch: &mut Scratch,
    weight: f64,
    outputs: &mut GroupsOutputs,
) {
    let Scratch { recruitment, arrests, stage, slope, exposure, country_members, .. } = scratch;
    let pooled = baseline.pool.is_some();
    baseline.conflict.exposure(stage, exposure);
    match baseline.arrest_rule {
        ArrestRule::PerMember => country_members.copy_from_slice(&baseline.country_members),
        ArrestRule::CountryTotal => sum_by_country(baseline, stage, country_members),
    }
    for (i, group) in baseline.groups.iter().enumerate() {
        let members = stage[i];
        let recruits = WEEKS_PER_MONTH * recruitment[i] * if pooled { at_start[i] } else { members };
        let share = ratio_or_zero(members, country_members[group.country]);
        let arrested = WEEKS_PER_MONTH * arrests[group.country] * share;
        let killed = WEEKS_PER_MONTH * baseline.lethality[i] * intensity[i] * members * exposure[i];
        let left = WEEKS_PER_MONTH * baseline.saturation[i] * members * members;
        outputs.recruits[i] += weight * recruits;
        outputs.arrests[i] += weight * arrested;
        outputs.conflict_deaths[i] += weight * killed;
        outputs.dropouts[i] += weight * left;
        slope[i] = recruits - arrested - killed - left;
    }
}

fn sum_by_country(baseline: &GroupsBaseline, values: &[f64], totals: &mut [f64]) {
    totals.fill(0.0);
    for (group, value) in baseline.groups.iter().zip(values) {
        totals[group.country] += value;
    }
}

/// Applies the flows. A group that would lose more people than it has loses all it has and dies out.
fn settle(baseline: &GroupsBaseline, state: &mut GroupsState, outputs: &mut GroupsOutputs) {
    for i in 0..baseline.groups.len() {
        let available = state.members[i] + outputs.recruits[i];
        let losses = outputs.arrests[i] + outputs.conflict_deaths[i] + outputs.dropouts[i];
        if losses >= available {
            let scale = ratio_or_zero(available, losses);
            outputs.arrests[i] *= scale;
            outputs.conflict_deaths[i] *= scale;
            outputs.dropouts[i] *= scale;
            state.members[i] = 0.0;
        } else {
            state.members[i] = available - losses;
        }
    }
    sum_by_country(baseline, &state.members, &mut outputs.country_members);
    sum_by_country(baseline, &outputs.conflict_deaths, &mut outputs.conflict_death_ratio);
    for (country, ratio) in outputs.conflict_death_ratio.iter_mut().enumerate() {
        let start = WEEKS_PER_MONTH * baseline.country_deaths_per_week[country];
        *ratio = if start > 0.0 { *ratio / start } else { 1.0 };
        let start_members = baseline.country_members[country];
        outputs.member_ratio[country] =
            if start_members > 0.0 { outputs.country_members[country] / start_members } else { 1.0 };
    }
}
