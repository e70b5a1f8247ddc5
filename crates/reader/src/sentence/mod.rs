//! One sentence, or one row of a table: which lever is said to move which indicator, and which way.
//!
//! 1. `events`: every indicator with the word of direction that governs it, and every effect.
//! 2. `linking`: the lever, or the policy of another field, that is said to bring it about.
//! 3. `guards`: what makes a statement none: questions, duties, the past, other drugs.

mod events;
mod flags;
mod guards;
mod linking;

use crate::lexicon::{Common, Lexicon, Meaning, Role};
use crate::mentions::Mention;
use crate::statement::{Direction, Mark, Outcome, Reason};
use crate::tokens::Tokens;
use events::Event;
use flags::Flags;
use linking::{Cause, Link};
use std::ops::Range;

/// A sentence with all that is known of its words.
pub struct Sentence<'a> {
    /// Words of its language.
    pub lexicon: &'a Lexicon,
    /// What languages share.
    pub common: &'a Common,
    /// Tokens of its block.
    pub tokens: &'a Tokens,
    /// Its own tokens.
    pub range: Range<usize>,
    /// What the lexicon finds in it.
    pub mentions: &'a [Mention],
    /// Where its first cell ends, in tokens, if it is a row.
    pub first_cell: Option<usize>,
    /// The lever of the sentence before.
    pub before: Option<u16>,
}

/// What a sentence says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whether it is read.
    pub outcome: Outcome,
    /// The lever.
    pub lever: Option<u16>,
    /// The indicator.
    pub indicator: Option<String>,
    /// The direction.
    pub direction: Option<Direction>,
    /// Places, the likeliest first.
    pub places: Vec<u16>,
    /// Matched words, in tokens.
    pub marks: Vec<(Mark, Range<usize>)>,
}

/// What a sentence says; nothing where it is no statement, not even nearly.
#[must_use]
pub fn read(sentence: &Sentence<'_>) -> Vec<Found> {
    let is_of = |test: fn(&Mention) -> bool| sentence.mentions.iter().any(test);
    let has_lever = is_of(|mention| matches!(mention.meaning, Meaning::Lever(_)));
    let may_refer = sentence.before.is_some() && is_of(|mention| mention.role() == Some(Role::Anaphor));
    let has_other = is_of(|mention| mention.role() == Some(Role::OtherPolicy));
    if !(has_lever || may_refer || has_other) {
        return Vec::new();
    }
    let flags = Flags::of(sentence);
    let mut found: Vec<Found> = Vec::new();
    for event in events::of(sentence, &flags) {
        let Some(one) = judge(sentence, &flags, &event) else { continue };
        // The same statement twice in a sentence is one.
        let same = |known: &Found| known.lever == one.lever && known.indicator == one.indicator;
        if !found.iter().any(same) {
            found.push(one);
        }
    }
    // What is read speaks for the sentence; of what is not, one reason is enough.
    if found.iter().any(|one| one.outcome == Outcome::Read) {
        found.retain(|one| one.outcome == Outcome::Read);
    } else {
        found.truncate(1);
    }
    if found.is_empty() && has_lever {
        found.extend(near_miss(sentence));
    }
    found
}

/// One event with its cause and the reasons against it.
fn judge(sentence: &Sentence<'_>, flags: &Flags, event: &Event) -> Option<Found> {
    let guard = guards::of(sentence, flags, event);
    let cause = linking::cause(sentence, flags, event);
    let (lever, reason) = match (&cause, guard) {
        (Cause::Linked(Link { lever: Some(lever), .. }), guard) => (Some(*lever), guard),
        (Cause::Linked(Link { lever: None, .. }), _) => (None, Some(Reason::OtherPolicy)),
        (Cause::Less(lever), guard) => (Some(*lever), guard.or(Some(Reason::LessOfLever))),
        (Cause::Untied(lever), guard) => (Some(*lever), guard.or(Some(Reason::NotTied))),
        (Cause::None, _) => return None,
    };
    let is_tied_by_cause = matches!(&cause, Cause::Linked(link) if link.by_cause);
    let reason = reason.or_else(|| guards::past(sentence, flags, event, &cause, is_tied_by_cause));
    let reason = if event.indicator.is_none() { reason.or(Some(Reason::OtherField)) } else { reason };
    let indicator = event.indicator.map(|indicator| name(sentence, indicator, lever));
    let direction = indicator.as_deref().and_then(|indicator| event.direction(sentence.common, indicator));
    let reason = reason.or_else(|| direction.is_none().then_some(Reason::NoMovement));
    let mut marks = event.marks.clone();
    if let Cause::Linked(Link { mention: Some(mention), lever, .. }) = &cause {
        marks.push((if lever.is_some() { Mark::Lever } else { Mark::Reason }, mention.tokens()));
    }
    Some(Found {
        outcome: reason.map_or(Outcome::Read, Outcome::Left),
        lever,
        indicator,
        direction: direction.filter(|_| event.indicator.is_some()),
        places: places(sentence, event),
        marks,
    })
}

/// An indicator's identifier; a general word means one by the lever.
fn name(sentence: &Sentence<'_>, indicator: u16, lever: Option<u16>) -> String {
    let name = sentence.lexicon.indicators.get(usize::from(indicator)).cloned().unwrap_or_default();
    let lever = lever.and_then(|lever| sentence.lexicon.levers.get(usize::from(lever)));
    match sentence.common.general.get(&name) {
        Some(general) => lever.and_then(|lever| general.of.get(lever)).unwrap_or(&general.default).clone(),
        None => name,
    }
}

/// Places of the sentence: those after the movement first, the nearest of them before the others.
fn places(sentence: &Sentence<'_>, event: &Event) -> Vec<u16> {
    let mut found: Vec<(usize, u16)> = Vec::new();
    for mention in sentence.mentions {
        if let Meaning::Place(place) = mention.meaning {
            let far = sentence.range.len();
            let distance = if mention.start >= event.span.start {
                mention.start.saturating_sub(event.span.end)
            } else {
                far + event.span.start.saturating_sub(mention.end)
            };
            found.push((distance, place));
        }
    }
    found.sort_unstable();
    found.dedup_by_key(|(_, place)| *place);
    found.into_iter().map(|(_, place)| place).collect()
}

/// A lever beside an indicator or a direction, and no statement all the same.
fn near_miss(sentence: &Sentence<'_>) -> Option<Found> {
    let lever = sentence.mentions.iter().find_map(|mention| match mention.meaning {
        Meaning::Lever(lever) => Some((lever, *mention)),
        _ => None,
    })?;
    let (_, beside) = sentence.mentions.iter().find_map(|mention| match mention.meaning {
        Meaning::Indicator(indicator) if !mention.overlaps(&lever.1) => Some((indicator, *mention)),
        _ => None,
    })?;
    Some(Found {
        outcome: Outcome::Left(Reason::NoMovement),
        lever: Some(lever.0),
        indicator: None,
        direction: None,
        places: Vec::new(),
        marks: vec![(Mark::Lever, lever.1.tokens()), (Mark::Indicator, beside.tokens())],
    })
}
