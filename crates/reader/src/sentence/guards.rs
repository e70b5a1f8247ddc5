//! What makes a statement none.

use super::Sentence;
use super::events::Event;
use super::flags::{BE, CAUSAL, CAUSE, Flags, JOINT, MODAL, NORMATIVE, PAST, PAST_TIME, QUESTION};
use super::linking::Cause;
use crate::lexicon::{Part, Role};
use crate::statement::Reason;

/// Words before a verb among which its auxiliaries stand.
const AUXILIARY_REACH: usize = 4;

/// Questions, duties, other drugs.
pub fn of(sentence: &Sentence<'_>, flags: &Flags, event: &Event) -> Option<Reason> {
    if sentence.mentions.iter().any(|mention| mention.role() == Some(Role::OtherDrug)) {
        return Some(Reason::OtherDrug);
    }
    let last = sentence.range.end;
    let asks = flags.any(sentence.range.start..event.span.end, QUESTION) || last > 0 && flags.has(last - 1, QUESTION);
    if asks {
        return Some(Reason::Question);
    }
    if sentence.first_cell.is_none() && flags.any(sentence.range.clone(), NORMATIVE) {
        return Some(Reason::Normative);
    }
    event.indicator.is_none().then_some(Reason::OtherField)
}

/// The past: a verb that tells what has happened, unless a cause is named as one and no date is.
pub fn past(
    sentence: &Sentence<'_>,
    flags: &Flags,
    event: &Event,
    cause: &Cause,
    is_tied_by_cause: bool,
) -> Option<Reason> {
    if sentence.first_cell.is_some() {
        return None;
    }
    let is_verb = matches!(event.part, Part::Transitive | Part::Intransitive | Part::Both);
    let tells = is_verb && is_past(sentence, flags, event.direction.start);
    let first = match cause {
        Cause::Linked(link) => link.mention.map_or(sentence.range.start, |mention| mention.end),
        _ => sentence.range.start,
    };
    let brought_about =
        (first..event.span.start).any(|token| flags.has(token, CAUSAL) && is_past(sentence, flags, token));
    let has_date = flags.any(sentence.range.clone(), PAST_TIME);
    let is_past = tells || brought_about || !is_verb && has_date && !flags.any(sentence.range.clone(), MODAL);
    let is_accepted = !has_date && (is_tied_by_cause || brought_about && !tells);
    (is_past && !is_accepted).then_some(Reason::Past)
}

/// Whether a verb stands in a past tense.
fn is_past(sentence: &Sentence<'_>, flags: &Flags, verb: usize) -> bool {
    let first = verb.saturating_sub(AUXILIARY_REACH).max(sentence.range.start);
    let auxiliaries = first..verb;
    if flags.any(auxiliaries.clone(), MODAL) {
        return false;
    }
    let near = verb.saturating_sub(2).max(sentence.range.start)..verb;
    if flags.any(near.clone(), BE) {
        return near.clone().any(|token| flags.has(token, BE) && flags.has(token, PAST));
    }
    // "means reduced flow", "of reduced flow": an adjective.
    let is_adjective = verb > first && flags.has(verb - 1, CAUSAL | JOINT | CAUSE);
    flags.has(verb, PAST) && !is_adjective
}
