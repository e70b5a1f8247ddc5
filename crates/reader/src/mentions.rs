//! Where the patterns of the lexicon stand in a sentence; of those that overlap the one with most words counts.

use crate::lexicon::{GAP, Lexicon, Meaning, Role, Slot};
use crate::tokens::{Kind, Tokens};
use std::ops::Range;

/// Words that one pattern may cover.
const SPAN_MOST: usize = 60;

/// A pattern found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What it means.
    pub meaning: Meaning,
    /// Its first token.
    pub start: usize,
    /// The token after its last.
    pub end: usize,
    /// Which tokens from the first on are the pattern's own words.
    words: u64,
}

impl Mention {
    /// Its tokens.
    #[must_use]
    pub fn tokens(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether a token is one of the pattern's own words.
    #[must_use]
    pub fn covers(&self, token: usize) -> bool {
        token >= self.start && token < self.end && self.words >> (token - self.start) & 1 == 1
    }

    /// Whether both have words in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        (self.start.max(other.start)..self.end.min(other.end)).any(|token| self.covers(token) && other.covers(token))
    }

    /// Its role, where it has one.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self.meaning {
            Meaning::Role(role) => Some(role),
            _ => None,
        }
    }
}

/// Finds the patterns in some tokens; in the order of their first words.
pub fn find(tokens: &Tokens, range: Range<usize>, lexicon: &Lexicon, found: &mut Vec<Mention>) {
    found.clear();
    for at in range.clone() {
        for atom in tokens.atoms(at) {
            for &number in lexicon.beginning_with(*atom) {
                let pattern = &lexicon.patterns[number as usize];
                let start = Position { token: at + 1, words: 1 };
                let ends_gap = |token: usize| {
                    matches!(pattern.meaning, Meaning::Lever(_))
                        && tokens.atoms(token).iter().any(|atom| lexicon.ends_gap(*atom))
                };
                let text = Text { tokens, start: at, end: range.end, ends_gap: &ends_gap };
                if let Some(end) = rest(&pattern.slots[1..], &text, start) {
                    found.push(Mention { meaning: pattern.meaning, start: at, end: end.token, words: end.words });
                }
            }
        }
    }
    keep_longest(found, range);
}

#[derive(Clone, Copy)]
struct Position {
    token: usize,
    words: u64,
}

/// What a pattern is matched in.
struct Text<'a> {
    tokens: &'a Tokens,
    /// First token of the match.
    start: usize,
    /// The token after the last that it may take.
    end: usize,
    /// Whether no gap goes over a token.
    ends_gap: &'a dyn Fn(usize) -> bool,
}

/// Matches the slots after the first one; where they end.
fn rest(slots: &[Slot], text: &Text<'_>, at: Position) -> Option<Position> {
    let Some((slot, others)) = slots.split_first() else { return Some(at) };
    match slot {
        Slot::Words(atoms) => {
            let place = at.token - text.start;
            let is_within = at.token < text.end && place < SPAN_MOST;
            let fits = is_within && text.tokens.atoms(at.token).iter().any(|atom| atoms.contains(atom));
            let next = |place: usize| Position { token: at.token + 1, words: at.words | 1 << place };
            if fits { rest(others, text, next(place)) } else { None }
        }
        Slot::Gap => {
            for skipped in 0..=GAP {
                let next = Position { token: at.token + skipped, ..at };
                let over = next.token.wrapping_sub(1);
                let is_open = skipped == 0
                    || over < text.end
                        && text.tokens.all.get(over).is_some_and(|token| is_word(token.kind))
                        && !(text.ends_gap)(over);
                if !is_open {
                    return None;
                }
                if let Some(found) = rest(others, text, next) {
                    return Some(found);
                }
            }
            None
        }
    }
}

fn is_word(kind: Kind) -> bool {
    matches!(kind, Kind::Word | Kind::Number(_))
}

/// Drops what shares a word with a longer pattern; of equal ones all stay.
fn keep_longest(found: &mut Vec<Mention>, range: Range<usize>) {
    found.sort_by_key(|mention| (std::cmp::Reverse(mention.words.count_ones()), mention.start));
    let mut taken = vec![0_u32; range.len()];
    found.retain(|mention| {
        let length = mention.words.count_ones();
        let own = || (mention.start..mention.end).filter(|token| mention.covers(*token));
        if own().any(|token| taken[token - range.start] > length) {
            return false;
        }
        own().for_each(|token| taken[token - range.start] = length);
        true
    });
    found.sort_by_key(|mention| (mention.start, mention.end));
    found.dedup_by(|a, b| a.meaning == b.meaning && a.start == b.start && a.end == b.end);
}
