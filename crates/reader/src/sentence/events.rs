//! What moves which way: every indicator with the nearest word of direction that can govern it, and every effect.

use super::Sentence;
use super::flags::{BARRIER, BE, BY, COMMA, Flags, HARD, JOINT, MODAL, NEGATION};
use crate::lexicon::{Common, Meaning, Part, Role, Subject, Way};
use crate::mentions::Mention;
use crate::statement::{Direction, Mark};
use std::ops::Range;

/// Words between a verb and the indicator it governs.
const REACH: usize = 7;
/// Words between a noun of direction and its indicator.
const NOUN_REACH: usize = 5;
/// Words between an adjective and its indicator.
const ADJECTIVE_REACH: usize = 3;
/// Cost of a comma in between, in words.
const COMMA_COST: usize = 6;
/// Words before a direction among which its negation stands.
const NEGATION_REACH: usize = 7;

/// Something that is said to move.
#[derive(Debug, Clone)]
pub struct Event {
    /// The indicator; none for another field.
    pub indicator: Option<u16>,
    /// Which way.
    pub way: Way,
    /// How the word of direction is used.
    pub part: Part,
    /// Whether it needs a cause of its own: the lever cannot be its subject.
    pub stands_alone: bool,
    /// Number of negations that deny it.
    pub negations: usize,
    /// Tokens of the word of direction.
    pub direction: Mention,
    /// Tokens from the first to the last word.
    pub span: Range<usize>,
    /// The indicator's own tokens.
    pub target: Option<Mention>,
    /// Words to mark.
    pub marks: Vec<(Mark, Range<usize>)>,
}

impl Event {
    /// The direction that it says; none for a change of which nobody says the way.
    pub fn direction(&self, common: &Common, indicator: &str) -> Option<Direction> {
        let rise_is_welcome = common.welcome_rise.iter().any(|known| known == indicator);
        let rises = match self.way {
            Way::Rise => Some(true),
            Way::Fall | Way::Prevent => Some(false),
            Way::Improve => Some(rise_is_welcome),
            Way::Worsen => Some(!rise_is_welcome),
            Way::Change | Way::NoEffect => None,
        };
        let is_denied = self.negations % 2 == 1;
        match (rises, is_denied) {
            (Some(true), false) => Some(Direction::Rise),
            (Some(false), false) => Some(Direction::Fall),
            (Some(true), true) => Some(Direction::NotRise),
            // A promised fall that does not come is no effect; a harm that does not come is its own statement.
            (Some(false), true) if rise_is_welcome => Some(Direction::NotFall),
            (Some(false), true) => Some(Direction::NoEffect),
            (None, denied) if self.way == Way::NoEffect || denied => Some(Direction::NoEffect),
            (None, _) => None,
        }
    }
}

/// The events of a sentence, in the order of their indicators.
pub fn of(sentence: &Sentence<'_>, flags: &Flags) -> Vec<Event> {
    let mut found: Vec<(usize, Event)> = Vec::new();
    for mention in sentence.mentions {
        match mention.meaning {
            Meaning::Effect(indicator, way, subject) => {
                found.push((0, effect(flags, mention, indicator, way, subject)))
            }
            Meaning::Indicator(indicator) => found.extend(governed(sentence, flags, mention, Some(indicator))),
            Meaning::Role(Role::OtherField) => found.extend(governed(sentence, flags, mention, None)),
            _ => {}
        }
    }
    // A word of direction governs the indicator nearest to it, in a row all that it can.
    if sentence.first_cell.is_none() {
        let all = found.clone();
        let is_nearest = |cost: usize, event: &Event| {
            all.iter().all(|(other, known)| known.direction != event.direction || *other >= cost)
        };
        found.retain(|(cost, event)| is_nearest(*cost, event));
    }
    found.into_iter().map(|(_, event)| event).collect()
}

fn effect(flags: &Flags, mention: &Mention, indicator: u16, way: Way, subject: Subject) -> Event {
    Event {
        indicator: Some(indicator),
        way,
        part: Part::Transitive,
        stands_alone: subject == Subject::Others,
        negations: negations(flags, mention.start, mention),
        direction: *mention,
        span: mention.tokens(),
        target: None,
        marks: vec![(Mark::Direction, mention.tokens())],
    }
}

/// An indicator with the word of direction that governs it, and the cost of joining them.
fn governed(
    sentence: &Sentence<'_>,
    flags: &Flags,
    target: &Mention,
    indicator: Option<u16>,
) -> Option<(usize, Event)> {
    let directions = sentence.mentions.iter().filter_map(|mention| match mention.role() {
        Some(Role::Direction(way, part)) => Some((mention, way, part)),
        _ => None,
    });
    let same_cell = |mention: &Mention| match sentence.first_cell {
        Some(cell) => (mention.start < cell) == (target.start < cell),
        None => true,
    };
    let fitting = directions.clone().filter(|(mention, _, _)| same_cell(mention)).filter_map(|(mention, way, part)| {
        fit(sentence, flags, mention, part, target).map(|cost| (cost, mention, way, part))
    });
    let (cost, mention, way, part) = fitting.min_by_key(|(cost, mention, _, _)| (*cost, mention.start))?;
    let held_back = directions
        .filter(|(other, way, _)| *way == Way::Prevent && other.end <= mention.start && mention.start - other.end <= 3)
        .filter(|(other, _, _)| !flags.any(other.end..mention.start, BARRIER | HARD | COMMA))
        .count();
    let span = mention.start.min(target.start)..mention.end.max(target.end);
    let negation_marks = negation_marks(flags, span.start.min(mention.start), mention);
    let subject_first = target.end <= mention.start && matches!(part, Part::Intransitive | Part::Both);
    let is_bare = matches!(part, Part::Noun | Part::Adjective) || is_attribute(sentence, flags, mention, part, target);
    let event = Event {
        indicator,
        way,
        part,
        stands_alone: subject_first || is_bare,
        negations: negations(flags, mention.start, mention) + held_back,
        direction: *mention,
        span,
        target: Some(*target),
        marks: [(Mark::Indicator, target.tokens()), (Mark::Direction, mention.tokens())]
            .into_iter()
            .chain(negation_marks)
            .collect(),
    };
    Some((cost, event))
}

/// Cost of joining a word of direction to an indicator, in half words; none where grammar does not allow it.
fn fit(sentence: &Sentence<'_>, flags: &Flags, direction: &Mention, part: Part, target: &Mention) -> Option<usize> {
    if direction.overlaps(target) {
        return None;
    }
    if direction.start < target.start && target.start < direction.end {
        return Some(0);
    }
    let is_before = direction.end <= target.start;
    let between = if is_before { direction.end..target.start } else { target.end..direction.start };
    let words = between.len();
    let barriers = if is_before { BARRIER | HARD | BY } else { BARRIER | HARD };
    if flags.any(between.clone(), barriers) || words > REACH {
        return None;
    }
    let extra = COMMA_COST * flags.count(between.clone(), COMMA);
    let joined = || flags.any(direction.end..(direction.end + 2).min(target.start.max(direction.end)), JOINT);
    let fits = match (part, is_before) {
        (Part::Transitive, true) => true,
        (Part::Transitive, false) => is_passive(flags, direction, between.clone()) && words <= REACH,
        (Part::Both, true) => true,
        (Part::Intransitive, true) => {
            joined() && words <= NOUN_REACH || words == 0 && is_participle(sentence, direction)
        }
        (Part::Intransitive | Part::Both, false) => true,
        (Part::Noun, true) => joined() && words <= NOUN_REACH,
        (Part::Noun, false) => words == 0,
        (Part::Adjective, true) => words <= ADJECTIVE_REACH,
        (Part::Adjective, false) => flags.any(between.clone(), BE) && words <= ADJECTIVE_REACH + 1,
    };
    let attributive = part == Part::Intransitive && is_before && !joined();
    fits.then_some(2 * words + extra + usize::from(!is_before) + if attributive { 8 } else { 0 })
}

/// "is reduced", "be cut", or "reduced by".
fn is_passive(flags: &Flags, direction: &Mention, between: Range<usize>) -> bool {
    flags.any(between, BE) || flags.has(direction.end, BY)
}

/// "Escalating tensions": a participle that tells of its noun, not of what a subject does to it.
fn is_attribute(sentence: &Sentence<'_>, flags: &Flags, direction: &Mention, part: Part, target: &Mention) -> bool {
    let ends_so = sentence.tokens.all.get(direction.start).is_some_and(|token| token.is_participle);
    let is_verb = direction.start > sentence.range.start && flags.has(direction.start - 1, BE | JOINT | BY);
    matches!(part, Part::Intransitive | Part::Both) && direction.end == target.start && ends_so && !is_verb
}

/// A form that stands before a noun: "rising".
fn is_participle(sentence: &Sentence<'_>, direction: &Mention) -> bool {
    direction.end - direction.start == 1
        && sentence.tokens.all.get(direction.start).is_some_and(|token| token.end - token.start > 5)
}

/// Negations in front of a word, and within its own gaps.
fn negations(flags: &Flags, start: usize, mention: &Mention) -> usize {
    let within = mention.tokens().filter(|token| !mention.covers(*token) && flags.has(*token, NEGATION)).count();
    usize::from(!before(flags, start).is_empty()) + within
}

fn negation_marks(flags: &Flags, start: usize, mention: &Mention) -> Vec<(Mark, Range<usize>)> {
    let first = start.min(mention.start);
    before(flags, first.max(mention.start)).into_iter().map(|token| (Mark::Negation, token..token + 1)).collect()
}

/// Words of a negation in front of a word: in its clause, near it, or at the head of the clause ("neither … nor").
fn before(flags: &Flags, start: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut distance = 0;
    let mut at = start;
    while at > 0 {
        at -= 1;
        if flags.has(at, HARD) || distance > 2 * NEGATION_REACH {
            break;
        }
        // "did not want to be named said that …": a clause of its own further away.
        if flags.has(at, NEGATION) && (distance < NEGATION_REACH || !flags.any(at..start, BARRIER | MODAL)) {
            found.push(at);
        }
        distance += 1;
    }
    found
}
