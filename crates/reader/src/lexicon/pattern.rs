//! Patterns of the lexicon: words in order, with alternatives, beginnings and gaps.
//!
//! `vessel|naval patrol` two words, the first one of two; `reduc*` any word that begins so; `the?` a word that may be
//! left out; `..` up to [`GAP`] other words; `=us` a word that has no plural; `take_out|destroy` a phrase among
//! alternatives. Case and accents do not count.

use super::trie::{Atom, Trie};
use std::collections::BTreeMap;

/// Words that `..` may stand for.
pub const GAP: usize = 4;

/// One place of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Any of these words.
    Words(Vec<Atom>),
    /// Up to [`GAP`] words.
    Gap,
}

/// The words of all patterns, each once.
#[derive(Debug, Clone, Default)]
pub struct Words {
    known: BTreeMap<String, Atom>,
    /// The tree that finds them.
    pub trie: Trie,
}

impl Words {
    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    fn atom(&mut self, word: &str) -> Atom {
        if let Some(known) = self.known.get(word) {
            return *known;
        }
        let atom = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.insert(word.to_owned(), atom);
        if let Some(beginning) = word.strip_suffix('*') {
            self.trie.add_beginning(beginning, atom);
        } else if let Some(only) = word.strip_prefix('=') {
            self.trie.add_whole(only, atom);
        } else {
            for form in plurals(word) {
                self.trie.add_whole(&form, atom);
            }
        }
        atom
    }

    /// Reads a pattern; words that may be left out make several.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(&mut self, text: &str) -> Result<Vec<Vec<Slot>>, String> {
        let mut patterns: Vec<Vec<Slot>> = vec![Vec::new()];
        for word in text.split_whitespace() {
            let (word, may_lack) = word.strip_suffix('?').map_or((word, false), |word| (word, true));
            let ways = self.ways(word)?;
            let longer = patterns
                .iter()
                .flat_map(|pattern| ways.iter().map(|way| pattern.iter().chain(way).cloned().collect::<Vec<Slot>>()));
            let longer: Vec<Vec<Slot>> = longer.collect();
            if may_lack {
                patterns.extend(longer);
            } else {
                patterns = longer;
            }
        }
        let begins_and_ends_with_words = |pattern: &Vec<Slot>| {
            matches!(pattern.first(), Some(Slot::Words(_))) && matches!(pattern.last(), Some(Slot::Words(_)))
        };
        if patterns.iter().all(begins_and_ends_with_words) {
            Ok(patterns)
        } else {
            Err(format!("`{text}` does not begin and end with a word"))
        }
    }

    /// The ways in which one place of a pattern can be filled: any of its single words, or one of its phrases.
    fn ways(&mut self, word: &str) -> Result<Vec<Vec<Slot>>, String> {
        if word == ".." {
            return Ok(vec![vec![Slot::Gap]]);
        }
        let (mut singles, mut ways) = (Vec::new(), Vec::new());
        for one in word.split('|') {
            let mut phrase = Vec::new();
            for part in one.split('_') {
                if part.trim_matches(['*', '=']).is_empty() || part.contains(['.', ',']) {
                    return Err(format!("`{one}` is no word"));
                }
                phrase.push(self.atom(part));
            }
            match phrase.as_slice() {
                [only] => singles.push(*only),
                _ => ways.push(phrase.into_iter().map(|atom| Slot::Words(vec![atom])).collect()),
            }
        }
        if !singles.is_empty() {
            ways.push(vec![Slot::Words(singles)]);
        }
        Ok(ways)
    }
}

/// A word with its plurals, in English and Spanish.
fn plurals(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned(), format!("{word}s"), format!("{word}es")];
    if let Some(stem) = word.strip_suffix('y') {
        forms.push(format!("{stem}ies"));
    }
    if let Some(stem) = word.strip_suffix('z') {
        forms.push(format!("{stem}ces"));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_may_be_left_out_makes_two_patterns() {
        let mut words = Words::default();
        assert_eq!(words.parse("keep the? young|youth .. out").map(|all| all.len()), Ok(2));
        assert_eq!(words.len(), 5);
    }

    #[test]
    fn a_phrase_among_alternatives_is_a_pattern_of_its_own() {
        let mut words = Words::default();
        let found = words.parse("destroy|take_out|wreck lab").unwrap_or_default();
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<usize>>(), [3, 2]);
    }

    #[test]
    fn patterns_begin_and_end_with_a_word() {
        let mut words = Words::default();
        for wrong in ["", ".. out", "out ..", "a || b", "*", "the?"] {
            assert!(words.parse(wrong).is_err(), "{wrong}");
        }
    }
}
