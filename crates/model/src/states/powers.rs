//! Third powers: who leans on whom when relations with the lead sour.

use super::{ActorRole, Chance, Purpose, StatesBaseline, StatesOutputs, StatesParameters, StatesState, relations};

/// Alignment of a state with an external power against the lead, `max(0, R_hP) max(0, -R_Uh)`.
pub(super) fn alignment(baseline: &StatesBaseline, relation: &[f64], host: usize, power: usize) -> f64 {
    let n = baseline.actor_count();
    let is_power = baseline.actors[power].role == ActorRole::ExternalPower;
    let Some(lead) = baseline.lead.filter(|_| is_power && baseline.cooperates(host)) else { return 0.0 };
    relation[host * n + power].max(0.0) * (-relation[lead * n + host]).max(0.0)
}

/// Alignment with the external power that is closest.
pub(super) fn largest_alignment(baseline: &StatesBaseline, relation: &[f64], host: usize) -> f64 {
    let one = |&power: &usize| alignment(baseline, relation, host, power);
    baseline.powers.iter().map(one).fold(0.0, f64::max)
}

/// Adds the support events of external powers to the impulses of the month.
///
/// Their probability follows the alignment above its start, more where the state stands against the lead's
/// use of force and not at all where it stands wholly with it; an aligned state of the baseline world
/// gets its usual support, which its relations at the start already contain.
pub(super) fn add_support(
    p: &StatesParameters,
    baseline: &StatesBaseline,
    state: &mut StatesState,
    chance: Chance<'_>,
    outputs: &mut StatesOutputs,
) {
    outputs.support_events.fill(0.0);
    let n = baseline.actor_count();
    let Some(lead) = baseline.lead else { return };
    for &power in &baseline.powers {
        for host in 0..n {
            let at = host * n + power;
            let excess = alignment(baseline, &state.relation, host, power) - baseline.alignment[at];
            let leaning = 1.0 - baseline.actors[host].alignment;
            // The published rate is stated per tenth of alignment.
            let probability = (10.0 * p.support_rate * leaning * excess).clamp(0.0, 1.0);
            let events = chance.extent(probability, at, Purpose::Support);
            outputs.support_events[host] += events;
            state.impulse[power * n + host] += events * relations::impulse(p, p.support_weight);
            state.impulse[power * n + lead] += events * relations::impulse(p, p.support_affront);
        }
    }
}
