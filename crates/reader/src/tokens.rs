//! The words and signs of a block, with the words of the lexicon that each matches.

use crate::lexicon::{Atom, Lexicon, fold};
use std::ops::Range;

/// Longest word that is looked up; longer ones are in no lexicon.
const WORD_MOST: usize = 32;
/// Years that a text may name.
const YEARS: Range<u32> = 1900..2100;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word,
    /// A number; whether it is a year.
    Number(bool),
    /// `,`, a dash or a bracket.
    Comma,
    /// `;` or `:`.
    Semicolon,
    /// `.` or `!` at the end of a sentence.
    Stop,
    /// `?` or `¿`.
    Question,
}

/// A word or sign.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte in the block.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Whether its ending is that of a past form.
    pub is_past: bool,
    /// Whether its ending is that of a participle of the present.
    pub is_participle: bool,
    first_atom: u32,
    atoms: u16,
}

/// The tokens of a block.
#[derive(Debug, Default)]
pub struct Tokens {
    /// In their order.
    pub all: Vec<Token>,
    atoms: Vec<Atom>,
}

impl Tokens {
    /// Words of the lexicon that a token matches.
    #[must_use]
    pub fn atoms(&self, token: usize) -> &[Atom] {
        self.all.get(token).map_or(&[], |token| {
            let first = token.first_atom as usize;
            &self.atoms[first..first + usize::from(token.atoms)]
        })
    }

    /// Empties it, keeping its memory.
    pub fn clear(&mut self) {
        self.all.clear();
        self.atoms.clear();
    }

    /// Reads a block.
    pub fn read(&mut self, text: &str, lexicon: &Lexicon) {
        self.clear();
        let mut scanner = Scanner { text, at: 0 };
        while let Some((start, word)) = scanner.next_part() {
            match word {
                Part::Word(word) => self.push_word(text, start..scanner.at, &word, lexicon),
                Part::Sign(kind) => self.push(start..scanner.at, kind, [false; 2], 0),
            }
        }
    }

    fn push(&mut self, range: Range<usize>, kind: Kind, [is_past, is_participle]: [bool; 2], atoms: usize) {
        let first_atom = u32::try_from(self.atoms.len() - atoms).unwrap_or(0);
        let atoms = u16::try_from(atoms).unwrap_or(u16::MAX);
        self.all.push(Token { start: range.start, end: range.end, kind, is_past, is_participle, first_atom, atoms });
    }

    fn push_word(&mut self, text: &str, range: Range<usize>, word: &Folded, lexicon: &Lexicon) {
        let source = &text[range.clone()];
        if let Some(kind) = number(source) {
            return self.push(range, kind, [false; 2], 0);
        }
        let before = self.atoms.len();
        // The state, not the pronoun.
        let is_state = source == "US" || source.starts_with("U.S");
        lexicon.find(if is_state { &USA } else { word.symbols() }, &mut self.atoms);
        let ends = |endings: &[String]| endings.iter().any(|ending| source.ends_with(ending.as_str()));
        let forms = [ends(&lexicon.past_endings), ends(&lexicon.participle_endings)];
        self.push(range, Kind::Word, forms, self.atoms.len() - before);
    }
}

/// "usa", folded.
const USA: [u8; 3] = [20, 18, 0];

fn number(word: &str) -> Option<Kind> {
    let first = word.bytes().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    let is_year = word.len() == 4 && word.parse().is_ok_and(|year: u32| YEARS.contains(&year));
    Some(Kind::Number(is_year))
}

/// A word without case and accents.
struct Folded {
    letters: [u8; WORD_MOST],
    length: usize,
}

impl Folded {
    fn push(&mut self, symbol: u8) {
        if let Some(place) = self.letters.get_mut(self.length) {
            *place = symbol;
        }
        self.length += 1;
    }

    fn symbols(&self) -> &[u8] {
        // Nothing in a lexicon is so long; one letter alone matches nothing by mistake.
        self.letters.get(..self.length).unwrap_or(&[])
    }
}

enum Part {
    Word(Folded),
    Sign(Kind),
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            // None inside a letter.
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    /// The next word or sign that counts, with its start.
    fn next_part(&mut self) -> Option<(usize, Part)> {
        loop {
            let start = self.at;
            let letter = self.peek(start)?;
            if fold(letter).is_some() {
                return Some((start, Part::Word(self.word())));
            }
            self.at += letter.len_utf8();
            let sign = match letter {
                ',' | '(' | ')' | '—' | '–' | '|' | '…' => Kind::Comma,
                ';' | ':' => Kind::Semicolon,
                '.' | '!' if self.ends_sentence(start) => Kind::Stop,
                '?' | '¿' => Kind::Question,
                _ => continue,
            };
            return Some((start, Part::Sign(sign)));
        }
    }

    /// Reads letters, apostrophes between them and the points of abbreviations such as U.S.
    fn word(&mut self) -> Folded {
        let mut word = Folded { letters: [0; WORD_MOST], length: 0 };
        while let Some(letter) = self.peek(self.at) {
            if let Some(symbol) = fold(letter) {
                word.push(symbol);
                self.at += letter.len_utf8();
                continue;
            }
            let next = self.at + letter.len_utf8();
            let goes_on = self.peek(next).is_some_and(|letter| fold(letter).is_some());
            match letter {
                '\'' | '’' if goes_on => {
                    let after = self.peek(next + 1).is_some_and(|letter| fold(letter).is_some());
                    if matches!(self.peek(next), Some('s' | 'S')) && !after {
                        self.at = next + 1;
                        break;
                    }
                    self.at = next;
                }
                '.' if word.length == 1 && goes_on && !self.peek(next).is_some_and(|digit| digit.is_ascii_digit()) => {
                    self.abbreviation(&mut word);
                    break;
                }
                // Numbers keep their points and commas.
                '.' | ',' if goes_on && self.peek(self.at - 1).is_some_and(|digit| digit.is_ascii_digit()) => {
                    self.at = next;
                }
                _ => break,
            }
        }
        word
    }

    /// Reads the rest of an abbreviation of single letters with points.
    fn abbreviation(&mut self, word: &mut Folded) {
        while self.peek(self.at) == Some('.') {
            let Some(letter) = self.peek(self.at + 1) else { return };
            let Some(symbol) = fold(letter) else { break };
            word.push(symbol);
            self.at += 1 + letter.len_utf8();
        }
        // Its last point, where the sentence goes on.
        if self.peek(self.at) == Some('.') && !self.ends_sentence(self.at) {
            self.at += 1;
        }
    }

    /// Whether a point ends a sentence: a capital, digit or quotation follows, or nothing, and no abbreviation stands
    /// before it.
    fn ends_sentence(&self, point: usize) -> bool {
        let after = self.text[point + 1..].trim_start_matches(['"', '”', '»', '’', ')', ']']);
        let rest = after.trim_start();
        if rest.is_empty() {
            return true;
        }
        if rest.len() == after.len() {
            return false;
        }
        let before = self.text[..point].rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let is_short = before.chars().count() == 1 && before.chars().all(char::is_uppercase);
        let begins = rest
            .starts_with(|letter: char| letter.is_uppercase() || letter.is_numeric() || "\"“«¿¡‘(-".contains(letter));
        begins && !is_short && !ABBREVIATIONS.contains(&before)
    }
}

/// Words whose point ends no sentence.
const ABBREVIATIONS: [&str; 18] = [
    "Mr", "Mrs", "Ms", "Dr", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Sgt", "St", "vs", "Sr", "Sra", "EE", "No",
    "approx",
];
