//! Inside a state, the lead included: leaders, rally, hardliners, pressure on the opposition, sovereignty, willingness
//! to negotiate, factionalism, and the hazard of instability.

use super::{
    Chance, Purpose, StateEvent, StatesBaseline, StatesInputs, StatesOutputs, StatesParameters, StatesState, answers,
    kept, relations,
};

/// Months in the horizon of the stability index.
const HORIZON_MONTHS: i32 = 24;
/// The same in years.
const HORIZON_YEARS: i32 = 2;

/// Whether an event is hostile and against the will of its target.
fn is_affront(event: &&StateEvent, actors: usize) -> bool {
    !event.consented && event.goldstein < 0.0 && event.target < actors
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

/// The signed rally around the government of the target and of the lead; each event dulls the next.
pub(super) fn rally(p: &StatesParameters, baseline: &StatesBaseline, state: &mut StatesState, inputs: &StatesInputs) {
    let (rally_kept, memory_kept) = (kept(p.rally_half_life_months), kept(p.habituation_half_life_months));
    state.rally_points.iter_mut().for_each(|points| *points *= rally_kept);
    state.remembered_events.iter_mut().for_each(|events| *events *= memory_kept);
    if !inputs.backlash {
        return;
    }
    let n = state.rally_points.len();
    for event in inputs.events.iter().filter(|event| is_affront(event, n)) {
        let salient = salient_force(p, event.goldstein, event.salience, event.count);
        rally_one(p, state, (event.target, p.rally_points), salient);
        if baseline.lead == Some(event.source) {
            rally_one(p, state, (event.source, p.lead_rally_points), salient);
        }
    }
    let at_sea = &inputs.force_at_sea;
    let Some(lead) = baseline.lead.filter(|_| at_sea.total > 0.0) else { return };
    for actor in (0..n).filter(|&actor| at_sea.own[actor] > 0.0) {
        let against = 1.0 - answers::assent(p, baseline, state, actor, None);
        let salient = against * salient_force(p, at_sea.goldstein, at_sea.salience, at_sea.own[actor]);
        rally_one(p, state, (actor, p.rally_points), salient);
    }
    let salient = salient_force(p, at_sea.goldstein, at_sea.salience, at_sea.total);
    rally_one(p, state, (lead, p.lead_rally_points), salient);
}

/// Weight of acts against that of one fully salient use of force.
fn salient_force(p: &StatesParameters, goldstein: f64, salience: f64, count: f64) -> f64 {
    -relations::impulse(p, goldstein) * salience * (1.0 + count.max(0.0)).log2()
}

fn rally_one(p: &StatesParameters, state: &mut StatesState, (actor, points): (usize, f64), salient: f64) {
    let fresh = p.rally_habituation.powf(state.remembered_events[actor]);
    state.rally_points[actor] += points * salient * fresh;
    state.remembered_events[actor] += salient;
}

/// Tension of an actor with the lead as hardliners see it; the lead's own see the worst of all.
fn hostility(baseline: &StatesBaseline, state: &StatesState, actor: usize) -> f64 {
    let n = baseline.actor_count();
    let Some(lead) = baseline.lead else { return 0.0 };
    let with = |other: usize| (-state.tension[lead * n + other]).max(0.0);
    if actor == lead { (0..n).map(with).fold(0.0, f64::max) } else { with(actor) }
}

/// Pressure on the opposition, and what force on its soil takes from a state's sovereignty.
pub(super) fn pressure(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
    force_on_soil: &[f64],
) {
    let pressure_kept = kept(p.hardliner_half_life_months);
    let loss_kept = kept(p.sovereignty_half_life_months);
    for (actor, &force) in force_on_soil.iter().enumerate() {
        let abroad = baseline.lead != Some(actor) && inputs.backlash;
        let rise = if abroad { (p.opposition_response * hostility(baseline, state, actor)).min(1.0) } else { 0.0 };
        let (opposition, loss) = (&mut state.opposition_pressure[actor], &mut state.sovereignty_loss[actor]);
        *opposition *= pressure_kept;
        *opposition += rise * (1.0 - *opposition);
        *loss = loss_kept * *loss + (1.0 - loss_kept) * force;
    }
}

/// Willingness of an actor and the lead to negotiate, over that at the start: fewer hardliners on both sides,
/// no acute hostility.
pub(super) fn willingness(baseline: &StatesBaseline, state: &StatesState, actor: usize) -> f64 {
    let n = baseline.actor_count();
    let Some(lead) = baseline.lead.filter(|lead| *lead != actor) else { return 1.0 };
    let moderate = |who: usize| {
        let (now, start) = (1.0 - state.hardliner_share[who], 1.0 - baseline.actors[who].hardliner_share);
        if start > 0.0 { now / start } else { 1.0 }
    };
    moderate(actor) * moderate(lead) * state.tension[lead * n + actor].min(0.0).exp()
}

/// Share of hardliners.
pub(super) fn hardliners(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
) {
    let returning = 1.0 - kept(p.hardliner_half_life_months);
    for (actor, start) in baseline.actors.iter().enumerate() {
        let hostility = if inputs.backlash { hostility(baseline, state, actor) } else { 0.0 };
        let is_lead = baseline.lead == Some(actor);
        let response = if is_lead { p.lead_hardliner_response } else { p.hardliner_response };
        let pressure = response * hostility
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
