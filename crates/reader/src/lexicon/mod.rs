//! The words that the reader knows: levers, indicators, effects, places, and what makes a sentence a statement.
//!
//! Files: `common.toml` (what does not depend on the language) and one for each language. Codes of problems:
//! E0901 a pattern that is none, E0902 an unknown key, E0903 no file of a language.

mod parse;
mod pattern;
mod roles;
mod trie;

pub use parse::Lexicons;
pub use pattern::{GAP, Slot};
pub use roles::{Meaning, Part, Role, Subject, Way};
pub use trie::{Atom, fold};

use std::collections::BTreeMap;

/// What does not depend on the language.
#[derive(Debug, Clone, Default)]
pub struct Common {
    /// Indicators whose rise is welcome; of all others it is the fall.
    pub welcome_rise: Vec<String>,
    /// General words: which indicator they mean, by lever.
    pub general: BTreeMap<String, General>,
    /// Identifiers of a place in the model, by its key, the fitting one of each kind.
    pub places: BTreeMap<String, Vec<String>>,
}

/// A general word, such as "the trade".
#[derive(Debug, Clone, Default)]
pub struct General {
    /// What it means where the lever says nothing else.
    pub default: String,
    /// What it means of a lever.
    pub of: BTreeMap<String, String>,
}

/// A pattern with its meaning.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its words.
    pub slots: Vec<Slot>,
    /// What it means.
    pub meaning: Meaning,
}

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// `en`, `es`.
    pub language: String,
    /// Identifiers of levers.
    pub levers: Vec<String>,
    /// Identifiers of indicators, and general words.
    pub indicators: Vec<String>,
    /// Keys of places.
    pub places: Vec<String>,
    /// Words that tell the language.
    pub(crate) function_words: pattern::Words,
    /// Endings of past forms.
    pub past_endings: Vec<String>,
    /// Endings of participles of the present.
    pub participle_endings: Vec<String>,
    /// The patterns.
    pub patterns: Vec<Pattern>,
    words: pattern::Words,
    /// Patterns by their first word.
    by_first: Vec<Vec<u32>>,
    /// Words that the gaps of a lever's pattern do not skip: verbs that say what it does.
    ends_gap: Vec<bool>,
}

impl Lexicon {
    /// Adds the lexicon's words that a folded word matches.
    pub fn find(&self, word: &[u8], found: &mut Vec<Atom>) {
        self.words.trie.find(word, found);
    }

    /// Patterns that begin with a word.
    #[must_use]
    pub fn beginning_with(&self, atom: Atom) -> &[u32] {
        self.by_first.get(atom as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether a lever's pattern ends before a word: "raids will cut laboratory capacity" has no raid on a laboratory.
    #[must_use]
    pub fn ends_gap(&self, atom: Atom) -> bool {
        self.ends_gap.get(atom as usize).copied().unwrap_or(false)
    }

    /// Whether a folded word tells the language.
    #[must_use]
    pub fn is_function_word(&self, word: &[u8]) -> bool {
        let mut found = Vec::new();
        self.function_words.trie.find(word, &mut found);
        !found.is_empty()
    }
}
