//! How third states answer force: with words, suspensions that may be walked back, or by hosting and joining.
//!
//! For a state i, a use of force on the soil of h, and force at sea off the coast of i:
//!
//! ```text
//! noticed     x   = 1 - exp(-sum_e |g_e|/10 salience_e n_e / scale)
//! assent      s_i = logistic((a_i + R_Ui - R_Ui0 - solidarity max(R_ih, 0) - midpoint) / width)
//! alarm       q_i = 1 - (1 - x_i) prod_h (1 - near_ih x_h (1 - s_i)) (1 - x_sea (1 - s_i))    x_i: force on its own soil
//! backing     b_i = 1 - prod_h (1 - near_ih x_h s_i) (1 - x_sea s_i)
//! memory      m_i <- m_i 2^(-1/half-life), then m_i += q_i (1 - m_i)
//! announced   rate q_i (1 - m_i)(1 - restraint exports_i): a halt of cooperation, which binds with probability `binding`
//!             or is walked back within the month
//! suspended   u_i += (1 - u_i) bound, undone at the rate at which cooperation is rebuilt, by diplomacy faster, and by a
//!             new leader as relations are
//! joined      j_i <- j_i 2^(-1/half-life) + (1 - j_i) rate b_i (1 - u_i) legitimacy: hosts forces or joins operations
//! cooperation C_i = c (1 - depth u_i), then C_i += gain j_i (1 - C_i), with c what the relation alone would give
//! legitimacy  1 - mean m_i over the states that cooperate with the lead
//! ```
//!
//! Words follow in the month: of rejection from i to the lead by its alarm, of praise by its backing and of reproach
//! from the struck state to i by what i heard and assented to, both as long as i has not joined.
//!
//! `a` is alignment with the lead's use of force, `near` is 1 with a land border and falls with
//! distance otherwise. With consent of the host nothing of this happens: then force is cooperation.
//! Vessels at sea are private or stateless, so that force there is no act upon a state; the states
//! off whose coasts it happens judge it as third states do, and their own dead at sea count as an
//! affront in the share that does not assent.
//!
//! Sources: facts of 2005-2025 in `data/evidence/states.toml` (suspensions in Venezuela, Bolivia and
//! by the United Kingdom, Colombia's halt of November 2025 that was walked back); sizes are
//! assumptions. Known failures: governments change, alignment in the table does not; states outside
//! the region and its sea corridors (the United Kingdom, the Netherlands) see force at sea not at all.

use super::{
    Chance, Purpose, StatesBaseline, StatesInputs, StatesOutputs, StatesParameters, StatesState, kept, relations,
};

/// Range of the Goldstein scale.
const GOLDSTEIN_RANGE: f64 = 10.0;

/// How much of the month's force is noticed, 0 to 1, from its salient events.
fn noticed(p: &StatesParameters, salient_events: f64) -> f64 {
    1.0 - (-salient_events / p.notice_scale).exp()
}

/// Share of a state's politics that assents to force by the lead, in the territory of `host` or at sea.
pub(super) fn assent(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &StatesState,
    actor: usize,
    host: Option<usize>,
) -> f64 {
    let n = baseline.actor_count();
    let Some(lead) = baseline.lead else { return 0.0 };
    let warmed = state.relation[lead * n + actor] - baseline.relation[lead * n + actor];
    let friendship = host.map_or(0.0, |host| state.relation[actor * n + host].max(0.0));
    let leaning = baseline.actors[actor].alignment + warmed - p.solidarity * friendship - p.assent_midpoint;
    1.0 / (1.0 + (-leaning / p.assent_width).exp())
}

/// What third states make of the month's force: alarm, backing, and the impulses of both.
pub(super) fn judge(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
    outputs: &mut StatesOutputs,
) {
    state.alarm.fill(0.0);
    state.backing.fill(0.0);
    outputs.force_on_soil.fill(0.0);
    let Some(lead) = baseline.lead else { return };
    let n = baseline.actor_count();
    let is_force = |event: &&super::StateEvent| {
        event.source == lead && event.target < n && !event.consented && event.goldstein <= p.material_weight
    };
    for event in inputs.events.iter().filter(is_force) {
        outputs.force_on_soil[event.target] -=
            event.goldstein / GOLDSTEIN_RANGE * event.salience * event.count.max(0.0);
    }
    outputs.force_on_soil.iter_mut().filter(|force| **force > 0.0).for_each(|force| *force = noticed(p, *force));
    let at_sea = &inputs.force_at_sea;
    let sea_weight = -at_sea.goldstein / GOLDSTEIN_RANGE * at_sea.salience;
    let is_quiet = outputs.force_on_soil.iter().all(|force| *force == 0.0) && at_sea.total == 0.0;
    if is_quiet {
        return;
    }
    for actor in (0..n).filter(|&actor| baseline.cooperates(actor)) {
        let (mut calm, mut reserve) = (1.0 - outputs.force_on_soil[actor], 1.0);
        for host in (0..n).filter(|&host| host != actor && outputs.force_on_soil[host] > 0.0) {
            let heard = baseline.nearness[actor * n + host] * outputs.force_on_soil[host];
            let assenting = assent(p, baseline, state, actor, Some(host));
            calm *= 1.0 - heard * (1.0 - assenting);
            reserve *= 1.0 - heard * assenting;
            if inputs.backlash {
                let reproach = p.answer_salience * heard * assenting * (1.0 - state.joined[actor]);
                add(p, state, (host, actor), p.reproach_weight, reproach);
            }
        }
        if at_sea.near[actor] > 0.0 {
            let heard = noticed(p, sea_weight * at_sea.near[actor]);
            let assenting = assent(p, baseline, state, actor, None);
            calm *= 1.0 - heard * (1.0 - assenting);
            reserve *= 1.0 - heard * assenting;
            let dead = at_sea.salience * (1.0 + at_sea.own[actor]).log2() * (1.0 - assenting);
            add(p, state, (lead, actor), at_sea.goldstein, dead);
        }
        if inputs.backlash {
            (state.alarm[actor], state.backing[actor]) = (1.0 - calm, 1.0 - reserve);
            // On its own soil the act itself is in the events of the month; words add nothing to it.
            let words = state.alarm[actor] - outputs.force_on_soil[actor].min(state.alarm[actor]);
            add(p, state, (actor, lead), p.alarm_weight, p.answer_salience * words);
            // Whoever hosts or joins already has said so.
            let praise = state.backing[actor] * (1.0 - state.joined[actor]);
            add(p, state, (actor, lead), p.backing_weight, p.answer_salience * praise);
        }
    }
}

fn add(p: &StatesParameters, state: &mut StatesState, (source, target): (usize, usize), goldstein: f64, strength: f64) {
    let n = state.cooperation.len();
    let relation = state.relation[source * n + target];
    state.impulse[source * n + target] += relations::felt(p, goldstein, relation) * strength;
}

/// Announced, bound and undone suspensions, hosting and joining, and what is left of cooperation.
pub(super) fn act(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    inputs: &StatesInputs,
    chance: Chance<'_>,
    outputs: &mut StatesOutputs,
) {
    let n = baseline.actor_count();
    let legitimacy = legitimacy(baseline, state);
    let memory_kept = kept(p.habituation_half_life_months);
    let joined_kept = kept(p.joining_half_life_months);
    for actor in (0..n).filter(|&actor| baseline.cooperates(actor)) {
        let (alarm, backing) = (state.alarm[actor], state.backing[actor]);
        let remembered = state.remembered_alarm[actor] * memory_kept;
        let restraint = 1.0 - p.trade_restraint * baseline.actors[actor].exports_to_lead_share;
        let announcing = (p.announcement_rate * alarm * (1.0 - remembered) * restraint).clamp(0.0, 1.0);
        let announced = chance.extent(announcing, actor, Purpose::Announcement);
        let bound = announced
            * chance.extent(if announced > 0.0 { p.suspension_binding } else { 0.0 }, actor, Purpose::Binding);
        let repair = baseline.lead.map_or(0.0, |lead| inputs.repair[lead * n + actor].max(0.0));
        let undone =
            1.0 - (1.0 - (p.rebuilding_rate * (1.0 + repair)).min(1.0)) * (1.0 - p.leader_reset * state.reset[actor]);
        let suspended = state.suspended[actor] * (1.0 - undone);
        let joined = state.joined[actor] * joined_kept;
        let joining = (p.joining_rate * backing * (1.0 - suspended) * legitimacy).clamp(0.0, 1.0);
        state.remembered_alarm[actor] = remembered + alarm * (1.0 - remembered);
        state.suspended[actor] = suspended + (1.0 - suspended) * bound;
        state.joined[actor] = joined + (1.0 - joined) * chance.extent(joining, actor, Purpose::Joining);
        outputs.suspensions_announced[actor] = announced;
        outputs.suspensions_walked_back[actor] = announced - bound;
        let left = state.arranged[actor] * (1.0 - p.suspension_depth * state.suspended[actor]);
        state.cooperation[actor] = left + p.joining_gain * state.joined[actor] * (1.0 - left);
    }
}

/// Legitimacy of the lead's use of force among the states that cooperate with it, 0 to 1.
pub(super) fn legitimacy(baseline: &StatesBaseline, state: &StatesState) -> f64 {
    let (mut sum, mut states) = (0.0, 0.0);
    for actor in (0..baseline.actor_count()).filter(|&actor| baseline.cooperates(actor)) {
        sum += state.remembered_alarm[actor];
        states += 1.0;
    }
    if states > 0.0 { 1.0 - sum / states } else { 1.0 }
}
