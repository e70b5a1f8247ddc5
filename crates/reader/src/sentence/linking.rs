//! What is said to bring an event about: the subject before it, or a cause that is introduced as one.

use super::Sentence;
use super::events::Event;
use super::flags::{ANAPHOR, BARRIER, BE, BY, CAUSAL, CAUSE, EXCLUDED, Flags, HARD, JOINT, NEGATION, WITHDRAWAL};
use crate::lexicon::{Meaning, Part, Role, Way};
use crate::mentions::Mention;

/// Words between what introduces a cause and the lever.
const CAUSE_REACH: usize = 4;
/// Words between what excludes a lever and the lever.
const EXCLUDED_REACH: usize = 2;
/// Words between a verb that brings something about and its object.
const OBJECT_REACH: usize = 2;
/// Words between a lever and the verb that lowers it.
const WITHDRAWAL_REACH: usize = 3;

/// A lever, or a policy that the model does not have, with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The lever; none for another policy.
    pub lever: Option<u16>,
    /// Where it stands; none where the sentence before names it.
    pub mention: Option<Mention>,
    /// Whether words introduce it as a cause.
    pub by_cause: bool,
}

/// What brings an event about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// This does.
    Linked(Link),
    /// Less of this lever does.
    Less(u16),
    /// A lever stands in the sentence and nothing ties it to the event.
    Untied(u16),
    /// Nothing that is known.
    None,
}

/// What brings an event about.
pub fn cause(sentence: &Sentence<'_>, flags: &Flags, event: &Event) -> Cause {
    let mut best: Option<(usize, Link)> = None;
    let mut less = None;
    let mut untied = None;
    for mention in sentence.mentions {
        let lever = match mention.meaning {
            Meaning::Lever(lever) => Some(lever),
            Meaning::Role(Role::OtherPolicy) => None,
            _ => continue,
        };
        if overlaps(mention, event) {
            continue;
        }
        let Some((cost, by_cause)) = tie(sentence, flags, event, mention) else {
            untied = untied.or(lever);
            continue;
        };
        if let Some(lever) = lever.filter(|_| is_less(sentence, flags, mention, event)) {
            less = Some(lever);
            continue;
        }
        if best.is_none_or(|(known, _)| cost < known) {
            best = Some((cost, Link { lever, mention: Some(*mention), by_cause }));
        }
    }
    match (best, less, untied) {
        (Some((_, link)), _, _) => Cause::Linked(link),
        (None, Some(lever), _) => Cause::Less(lever),
        (None, None, untied) => match (referred(sentence, flags, event), untied) {
            (Some(link), _) => Cause::Linked(link),
            (None, Some(lever)) => Cause::Untied(lever),
            (None, None) => Cause::None,
        },
    }
}

fn overlaps(mention: &Mention, event: &Event) -> bool {
    mention.overlaps(&event.direction) || event.target.is_some_and(|target| mention.overlaps(&target))
}

/// Cost of tying a lever to an event, and whether words introduce it as a cause; none where nothing ties them.
fn tie(sentence: &Sentence<'_>, flags: &Flags, event: &Event, lever: &Mention) -> Option<(usize, bool)> {
    if let Some(cell) = sentence.first_cell {
        return (lever.start < cell && event.span.start >= cell).then_some((lever.start, true));
    }
    let window = lever.start.saturating_sub(EXCLUDED_REACH).max(sentence.range.start)..lever.start;
    if flags.any(window, EXCLUDED) {
        return None;
    }
    let introduced = introduced(sentence, flags, lever);
    if lever.end <= event.span.start {
        before(sentence, flags, event, lever, introduced.is_some())
    } else if lever.start >= event.span.end {
        let place = introduced?;
        let is_after = place >= event.span.end.saturating_sub(1);
        let is_cut_off = flags.any(event.span.end..place, HARD);
        (is_after && !is_cut_off).then(|| (2 * sentence.range.len() + lever.start - event.span.end, true))
    } else {
        // Inside the event: "the flow is, thanks to patrols, reduced".
        introduced.map(|_| (sentence.range.len(), true))
    }
}

/// A lever before the event: its subject, or in a clause of condition or cause.
fn before(
    sentence: &Sentence<'_>,
    flags: &Flags,
    event: &Event,
    lever: &Mention,
    is_introduced: bool,
) -> Option<(usize, bool)> {
    let between = lever.end..event.span.start;
    // "Drones help the navy find …": what is helped is no cause of its own.
    let first = lever.start.saturating_sub(OBJECT_REACH).max(sentence.range.start);
    let is_object = !is_introduced && first > sentence.range.start && flags.any(first..lever.start, CAUSAL);
    let distance = between.len() + if is_object { sentence.range.len() } else { 0 };
    if let Some(barrier) = flags.last(between.clone(), HARD) {
        // "…; they only move it elsewhere".
        let refers = flags.any(barrier + 1..(barrier + 3).min(event.span.start + 1), ANAPHOR);
        return refers.then_some((distance, false));
    }
    let raises = |mention: &Mention| {
        matches!(mention.role(), Some(Role::Direction(Way::Rise, Part::Transitive | Part::Both)))
            && mention.start >= lever.end
            && mention.end <= event.span.start
    };
    let brings_about = flags.any(between.clone(), CAUSAL)
        || flags.any(event.span.clone(), CAUSAL)
        || sentence.mentions.iter().any(raises);
    if event.stands_alone && !is_introduced && !brings_about {
        return None;
    }
    // "Officials say that patrols …" has its barrier before the lever; one after it begins another clause, unless that
    // clause is the lever's own ("patrols, which …, would").
    Some((distance, is_introduced || brings_about))
}

/// Where the words stand that introduce a lever as a cause.
fn introduced(sentence: &Sentence<'_>, flags: &Flags, lever: &Mention) -> Option<usize> {
    let first = lever.start.saturating_sub(CAUSE_REACH).max(sentence.range.start);
    let place = flags.last(first..lever.start, CAUSE | BY)?;
    (!flags.any(place + 1..lever.start, HARD)).then_some(place)
}

/// Whether the sentence speaks of less of a lever.
fn is_less(sentence: &Sentence<'_>, flags: &Flags, lever: &Mention, event: &Event) -> bool {
    let first = lever.start.saturating_sub(WITHDRAWAL_REACH).max(sentence.range.start);
    let lowers = |token: usize| flags.has(token, WITHDRAWAL) && !event.direction.covers(token);
    if (first..lever.start).any(lowers) && !flags.any(first..lever.start, NEGATION) {
        return true;
    }
    let falls = |mention: &Mention| {
        matches!(mention.role(), Some(Role::Direction(Way::Fall | Way::Prevent, _))) && *mention != event.direction
    };
    sentence.mentions.iter().filter(|mention| falls(mention) && !mention.overlaps(lever)).any(|mention| {
        let is_object = mention.end <= lever.start
            && lever.start - mention.end <= 2
            && !flags.any(mention.end..lever.start, BARRIER | HARD | BY | CAUSE);
        let is_subject = lever.end <= mention.start
            && mention.start - lever.end <= WITHDRAWAL_REACH
            && flags.any(lever.end..mention.start, BE)
            && !flags.any(lever.end..mention.start, NEGATION);
        let governs_the_event =
            event.target.is_some_and(|target| mention.end <= target.start && target.start - mention.end <= 2);
        (is_object || is_subject) && !governs_the_event
    }) || (lever.end..lever.end + WITHDRAWAL_REACH + 1).any(|token| lowers(token) && flags.any(lever.end..token, BE))
}

/// The lever of the sentence before, where a word at the head of this one stands for it.
fn referred(sentence: &Sentence<'_>, flags: &Flags, event: &Event) -> Option<Link> {
    let lever = sentence.before?;
    let head = sentence.range.start..event.span.start;
    let place = flags.last(head.clone(), ANAPHOR)?;
    let is_cut_off = flags.any(place..event.span.start, HARD | BARRIER)
        || flags.any(head, JOINT | CAUSE) && event.part == Part::Noun;
    (!is_cut_off && !event.stands_alone).then_some(Link { lever: Some(lever), mention: None, by_cause: false })
}
