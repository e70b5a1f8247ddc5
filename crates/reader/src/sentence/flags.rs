//! What each word of a sentence does, as bits.

use super::Sentence;
use crate::lexicon::Role;
use crate::tokens::Kind;
use std::ops::Range;

/// Another clause begins.
pub const BARRIER: u32 = 1;
/// Another statement begins.
pub const HARD: u32 = 1 << 1;
/// A form of "to be".
pub const BE: u32 = 1 << 2;
/// A negation.
pub const NEGATION: u32 = 1 << 3;
/// A modal verb.
pub const MODAL: u32 = 1 << 4;
/// A duty.
pub const NORMATIVE: u32 = 1 << 5;
/// "whether".
pub const QUESTION: u32 = 1 << 6;
/// "lead to".
pub const CAUSAL: u32 = 1 << 7;
/// "because of".
pub const CAUSE: u32 = 1 << 8;
/// "instead of".
pub const EXCLUDED: u32 = 1 << 9;
/// "in", "of".
pub const JOINT: u32 = 1 << 10;
/// "by".
pub const BY: u32 = 1 << 11;
/// "last year".
pub const PAST_TIME: u32 = 1 << 12;
/// A past form.
pub const PAST: u32 = 1 << 13;
/// A comma.
pub const COMMA: u32 = 1 << 14;
/// "they".
pub const ANAPHOR: u32 = 1 << 15;
/// "withdraw".
pub const WITHDRAWAL: u32 = 1 << 16;
/// A number.
pub const NUMBER: u32 = 1 << 17;
/// A word of the lexicon.
pub const IDIOM: u32 = 1 << 18;

/// The bits of a sentence's words.
pub struct Flags {
    first: usize,
    bits: Vec<u32>,
}

impl Flags {
    /// From its mentions and signs.
    pub fn of(sentence: &Sentence<'_>) -> Self {
        let first = sentence.range.start;
        let mut bits: Vec<u32> = sentence.range.clone().map(|at| sign(sentence, at)).collect();
        for mention in sentence.mentions {
            let Some(bit) = mention.role().map(bit) else { continue };
            for token in mention.tokens().filter(|token| mention.covers(*token)) {
                if let Some(place) = bits.get_mut(token - first) {
                    *place |= bit;
                }
            }
        }
        Self { first, bits }
    }

    /// Whether a word has any of the bits.
    pub fn has(&self, token: usize, bits: u32) -> bool {
        token.checked_sub(self.first).and_then(|at| self.bits.get(at)).is_some_and(|own| own & bits != 0)
    }

    /// Whether any word of a range has any of the bits.
    pub fn any(&self, range: Range<usize>, bits: u32) -> bool {
        range.into_iter().any(|token| self.has(token, bits))
    }

    /// The last word of a range with any of the bits.
    pub fn last(&self, range: Range<usize>, bits: u32) -> Option<usize> {
        range.rev().find(|token| self.has(*token, bits))
    }

    /// How many words of a range have any of the bits.
    pub fn count(&self, range: Range<usize>, bits: u32) -> usize {
        range.filter(|token| self.has(*token, bits)).count()
    }
}

fn sign(sentence: &Sentence<'_>, at: usize) -> u32 {
    let Some(token) = sentence.tokens.all.get(at) else { return 0 };
    let past = if token.is_past { PAST } else { 0 };
    match token.kind {
        Kind::Word => past,
        Kind::Number(is_year) => NUMBER | if is_year { PAST_TIME } else { 0 },
        Kind::Comma => COMMA,
        Kind::Semicolon => HARD,
        Kind::Stop => HARD,
        Kind::Question => QUESTION,
    }
}

fn bit(role: Role) -> u32 {
    match role {
        Role::Negation => NEGATION,
        Role::Modal => MODAL,
        Role::Normative => NORMATIVE,
        Role::Question => QUESTION,
        Role::Causal => CAUSAL,
        Role::Cause => CAUSE,
        Role::Excluded => EXCLUDED,
        Role::Barrier => BARRIER,
        Role::HardBarrier => HARD,
        Role::Be => BE,
        Role::Joint => JOINT,
        Role::By => BY,
        Role::PastTime => PAST_TIME,
        Role::Past => PAST,
        Role::Anaphor => ANAPHOR,
        Role::Withdrawal => WITHDRAWAL,
        Role::Idiom | Role::NoNegation => IDIOM,
        Role::Direction(..) | Role::OtherPolicy | Role::OtherField | Role::OtherDrug => 0,
    }
}
