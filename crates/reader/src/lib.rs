//! Finds in a text what it says a policy will do.
//!
//! [`read`] takes a document apart ([`document`]), finds the words of a [`lexicon`] in every sentence, and joins lever,
//! indicator and direction by a small grammar ([`sentence`]). It knows no model: identifiers and places are the
//! lexicon's. It computes nothing, reads no file, and answers the same for the same text.
//!
//! A sentence is read only where a lever, an indicator and a direction stand in one clause, or as row and cell of a
//! table, and words tie them together. Swapping actors or places changes the places alone.

pub mod document;
pub mod lexicon;
mod mentions;
pub mod sentence;
pub mod statement;
mod tokens;

pub use document::Format;
use document::{Block, Kind as BlockKind};
use lexicon::{Lexicon, Lexicons, Meaning, fold};
use mentions::Mention;
use rayon::prelude::*;
use sentence::{Found, Sentence};
pub use statement::{Direction, Mark, Outcome, Place, Reason, Span, Statement};
use std::ops::Range;
use tokens::{Kind, Tokens};

/// Blocks that one task reads.
const BLOCKS_AT_ONCE: usize = 64;

/// A document that has been read.
#[derive(Debug)]
pub struct Document<'s> {
    /// Its blocks, in their order.
    pub blocks: Vec<Block<'s>>,
    /// Its statements, in their order.
    pub statements: Vec<Statement>,
}

/// Reads a document.
#[must_use]
pub fn read<'s>(source: &'s str, format: Format, lexicons: &Lexicons) -> Document<'s> {
    let blocks = document::blocks(source, format);
    let part =
        |(number, blocks): (usize, &[Block<'s>])| Reader::new(source, lexicons).blocks(number * BLOCKS_AT_ONCE, blocks);
    let parts: Vec<Vec<Statement>> = blocks.par_chunks(BLOCKS_AT_ONCE).enumerate().map(part).collect();
    let statements = parts.into_iter().flatten().collect();
    Document { blocks, statements }
}

/// Reads blocks one after the other with the same memory.
struct Reader<'l> {
    source: &'l str,
    lexicons: &'l Lexicons,
    tokens: Tokens,
    mentions: Vec<Mention>,
    before: Option<(usize, u16)>,
}

impl<'l> Reader<'l> {
    fn new(source: &'l str, lexicons: &'l Lexicons) -> Self {
        Self { source, lexicons, tokens: Tokens::default(), mentions: Vec::new(), before: None }
    }

    fn blocks(mut self, first: usize, blocks: &[Block<'_>]) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        for (number, block) in blocks.iter().enumerate() {
            let known = found.len();
            self.block(block, &mut found);
            found[known..].iter_mut().for_each(|statement| statement.block = first + number);
        }
        found
    }

    fn block(&mut self, block: &Block<'_>, found: &mut Vec<Statement>) {
        let Some((number, lexicon)) = language(&block.text, self.lexicons) else { return };
        self.tokens.read(&block.text, lexicon);
        let tokens = std::mem::take(&mut self.tokens);
        match &block.kind {
            BlockKind::Row(cells) => {
                let cell = cells.first().map_or(0, |cell| cell.end);
                let first_cell = tokens.all.partition_point(|token| token.start < cell);
                self.sentence(block, &tokens, 0..tokens.all.len(), Some(first_cell), (number, lexicon), found);
            }
            BlockKind::Text => {
                for range in sentences(&tokens) {
                    self.sentence(block, &tokens, range, None, (number, lexicon), found);
                }
            }
        }
        self.tokens = tokens;
    }

    fn sentence(
        &mut self,
        block: &Block<'_>,
        tokens: &Tokens,
        range: Range<usize>,
        first_cell: Option<usize>,
        (number, lexicon): (usize, &Lexicon),
        found: &mut Vec<Statement>,
    ) {
        mentions::find(tokens, range.clone(), lexicon, &mut self.mentions);
        let before = self.before.filter(|(language, _)| *language == number).map(|(_, lever)| lever);
        let sentence = Sentence {
            lexicon,
            common: &self.lexicons.common,
            tokens,
            range: range.clone(),
            mentions: &self.mentions,
            first_cell,
            before,
        };
        let bytes = |range: Range<usize>| {
            let start = tokens.all.get(range.start).map_or(0, |token| token.start);
            let end = tokens.all.get(range.end.saturating_sub(1)).map_or(start, |token| token.end);
            Span { source: whole_letters(self.source, block.in_source(start..end)), block: start..end }
        };
        let whole = sentence::read(&sentence);
        found.extend(whole.into_iter().map(|one| told(one, &sentence, bytes(range.clone()), bytes)));
        let named = self.mentions.iter().rev().find_map(|mention| match mention.meaning {
            Meaning::Lever(lever) => Some(lever),
            _ => None,
        });
        self.before = match named {
            Some(lever) => Some((number, lever)),
            None => self.before,
        };
    }
}

/// A finding as a statement.
fn told(found: Found, sentence: &Sentence<'_>, span: Span, bytes: impl Fn(Range<usize>) -> Span) -> Statement {
    let place = |place: &u16| {
        let key = sentence.lexicon.places.get(usize::from(*place))?;
        Some(Place { ids: sentence.common.places.get(key)?.clone() })
    };
    let mut marks: Vec<(Mark, Span)> = found.marks.iter().map(|(mark, range)| (*mark, bytes(range.clone()))).collect();
    let places = sentence.mentions.iter().filter(|mention| matches!(mention.meaning, Meaning::Place(_)));
    marks.extend(places.map(|mention| (Mark::Place, bytes(mention.tokens()))));
    marks.sort_by_key(|(_, span)| (span.source.start, span.source.end));
    Statement {
        block: 0,
        span,
        language: sentence.lexicon.language.clone(),
        outcome: found.outcome,
        lever: found.lever.and_then(|lever| sentence.lexicon.levers.get(usize::from(lever)).cloned()),
        indicator: found.indicator,
        direction: found.direction,
        places: found.places.iter().filter_map(place).collect(),
        marks,
    }
}

/// The sentences of a block, in tokens.
fn sentences(tokens: &Tokens) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.all.iter().enumerate() {
        let opens = token.kind == Kind::Question && at + 1 < tokens.all.len() && is_opening(tokens, at);
        if opens {
            if start < at {
                found.push(start..at);
            }
            start = at;
        } else if matches!(token.kind, Kind::Stop | Kind::Question) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.all.len() {
        found.push(start..tokens.all.len());
    }
    found
}

/// `¿`, which is two bytes long, opens a question; `?` ends one.
fn is_opening(tokens: &Tokens, at: usize) -> bool {
    tokens.all.get(at).is_some_and(|token| token.end - token.start > 1)
}

/// A range of a text without halves of letters: an entity or a sign of Markdown may be longer or shorter than its text.
fn whole_letters(text: &str, range: Range<usize>) -> Range<usize> {
    let start = (0..=range.start.min(text.len())).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or(0);
    let end = (range.end.min(text.len())..=text.len()).find(|byte| text.is_char_boundary(*byte)).unwrap_or(text.len());
    start..end.max(start)
}

/// The language with most function words in the first words of a block.
fn language<'l>(text: &str, lexicons: &'l Lexicons) -> Option<(usize, &'l Lexicon)> {
    const WORDS: usize = 60;
    let mut counts = vec![0_usize; lexicons.languages.len()];
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS) {
        let folded: Vec<u8> = word.chars().filter_map(fold).collect();
        for (count, lexicon) in counts.iter_mut().zip(&lexicons.languages) {
            *count += usize::from(lexicon.is_function_word(&folded));
        }
    }
    let most = counts.iter().max().copied()?;
    let number = counts.iter().position(|count| *count == most)?;
    lexicons.languages.get(number).map(|lexicon| (number, lexicon))
}
