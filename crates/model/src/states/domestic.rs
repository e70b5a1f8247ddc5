//! Inside a state: leaders, rally, hardliners, factionalism, and the hazard of instability.

use super::{Chance, Purpose, StateEvent, StatesBaseline, StatesInputs, StatesOutputs, StatesParameters, StatesState};

/// Months in the horizon of the stability index.
const HORIZON_MONTHS: i32 = 24;
/// The same in years.
const HORIZON_YEARS: i32 = 2;

/// Whether an event is hostile and against the will of its target.
fn is_affront(event: &&StateEvent, actors: usize) -> bool {
    !event.consented && event.goldstein < 0.0 && event.target < actors
}

/// Share left of something with this half-life after a month.
fn kept(half_life_months: f64) -> f64 {
    (-1.0 / half_life_months).exp2()
}

/// Leader changes of the month and, from them, how far each actor resets its relations.
pub(super) fn leaders(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
    chance: Chance<'_>,
    outputs: &mut StatesOutputs,
) {
    let n = baseline.actor_count();
    state.targeted_months_left.iter_mut().for_each(|left| *left = (*left - 1.0).max(0.0));
    for event in inputs.events.iter().filter(|event| is_affront(event, n)) {
        if event.goldstein <= p.material_weight && event.count > 0.0 {
            state.targeted_months_left[event.target] = p.targeted_months;
        }
    }
    for (actor, start) in baseline.actors.iter().enumerate() {
        let exit = at_odds_ratio(start.leader_exit_per_month, targeted_log_odds(p, state, actor));
        let changed = chance.extent(exit, actor, Purpose::LeaderExit);
        outputs.leader_changes[actor] = changed;
        state.reset[actor] = if changed > 0.0 {
            changed * chance.extent(p.leader_reset_probability, actor, Purpose::LeaderReset)
        } else {
            0.0
        };
    }
}

fn targeted_log_odds(p: &StatesParameters, state: &StatesState, actor: usize) -> f64 {
    if state.targeted_months_left[actor] > 0.0 { p.targeted_log_odds } else { 0.0 }
}

/// A probability whose odds are multiplied by `exp(log_odds_ratio)`.
pub(super) fn at_odds_ratio(probability: f64, log_odds_ratio: f64) -> f64 {
    if log_odds_ratio == 0.0 {
        return probability;
    }
    let odds = probability * log_odds_ratio.exp();
    odds / (1.0 - probability + odds)
}

/// The signed rally around the government; each event dulls the next.
pub(super) fn rally(p: &StatesParameters, state: &mut StatesState, inputs: &StatesInputs) {
    let (rally_kept, memory_kept) = (kept(p.rally_half_life_months), kept(p.habituation_half_life_months));
    state.rally_points.iter_mut().for_each(|points| *points *= rally_kept);
    state.remembered_events.iter_mut().for_each(|events| *events *= memory_kept);
    if !inputs.backlash {
        return;
    }
    let n = state.rally_points.len();
    for event in inputs.events.iter().filter(|event| is_affront(event, n)) {
        let salient = relative_weight(p, event) * event.salience * (1.0 + event.count.max(0.0)).log2();
        let fresh = p.rally_habituation.powf(state.remembered_events[event.target]);
        state.rally_points[event.target] += p.rally_points * salient * fresh;
        state.remembered_events[event.target] += salient;
    }
}

/// Weight of an affront against that of force.
fn relative_weight(p: &StatesParameters, event: &StateEvent) -> f64 {
    -super::relations::impulse(p, event.goldstein)
}

/// Share of hardliners.
pub(super) fn hardliners(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
) {
    let n = baseline.actor_count();
    let returning = 1.0 - kept(p.hardliner_half_life_months);
    for (actor, start) in baseline.actors.iter().enumerate() {
        let hostility = match baseline.lead {
            Some(lead) if inputs.backlash => (-state.tension[lead * n + actor]).max(0.0),
            _ => 0.0,
        };
        let pressure = p.hardliner_response * hostility
            + p.hardliner_violence * (inputs.violence_ratio[actor] - 1.0).max(0.0)
            + p.hardliner_corruption * (inputs.corruption_ratio[actor] - 1.0).max(0.0);
        let share = state.hardliner_share[actor];
        let moved = share + returning * (start.hardliner_share - share) + pressure.min(1.0) * (1.0 - share);
        state.hardliner_share[actor] = moved.clamp(0.0, 1.0);
    }
}

/// Factionalism and the probability of instability within 24 months.
pub(super) fn report(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &StatesState,
    inputs: &StatesInputs,
    actor: usize,
    outputs: &mut StatesOutputs,
) {
    let start = &baseline.actors[actor];
    let factionalism = (start.factionalism
        + p.factionalism_hardliners * (state.hardliner_share[actor] - start.hardliner_share)
        + p.factionalism_violence * (inputs.violence_ratio[actor] - 1.0)
        + p.factionalism_corruption * (inputs.corruption_ratio[actor] - 1.0))
        .clamp(0.0, 1.0);
    let adverse = at_odds_ratio(
        start.regime.adverse_change_per_year(p),
        p.factionalism_log_odds * (factionalism - start.factionalism),
    );
    let irregular = at_odds_ratio(p.irregular_exit_per_month, targeted_log_odds(p, state, actor));
    let survival = (1.0 - adverse).powi(HORIZON_YEARS) * (1.0 - irregular).powi(HORIZON_MONTHS);
    outputs.factionalism[actor] = factionalism;
    outputs.instability_24_months[actor] = 1.0 - survival;
    outputs.stability_index[actor] = 100.0 * survival;
}
