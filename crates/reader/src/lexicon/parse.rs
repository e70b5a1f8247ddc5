//! Reading the lexicon's files.

use super::pattern::Slot;
use super::roles::{Meaning, Part, ROLES, Role, Subject, Way};
use super::{Common, General, Lexicon, Pattern};
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, nearest};
use counterflow_evidence::reader::{TableReader, Toml};

/// Name of the file without a language.
const COMMON: &str = "common";

/// The words of all languages.
#[derive(Debug, Clone, Default)]
pub struct Lexicons {
    /// What they share.
    pub common: Common,
    /// The languages, in the order of their names.
    pub languages: Vec<Lexicon>,
}

impl Lexicons {
    /// Reads `common.toml` and the languages.
    ///
    /// # Errors
    /// All problems of all files.
    pub fn parse(files: &[SourceFile]) -> Result<Self, Problems> {
        let sink = ProblemSink::default();
        let mut found = Self::default();
        for file in files.iter().filter(|file| file.stem() == COMMON) {
            match Toml::parse(file) {
                Ok(toml) => found.common = common(&toml.root(&sink)),
                Err(problem) => sink.push(problem),
            }
        }
        for file in files.iter().filter(|file| file.stem() != COMMON) {
            match Toml::parse(file) {
                Ok(toml) => found.languages.push(language(&toml.root(&sink), &found.common)),
                Err(problem) => sink.push(problem),
            }
        }
        if found.languages.is_empty() && sink.is_empty() {
            let problem = Problem::new("E0903", "the lexicon holds no language");
            sink.push(problem.expect("a file such as en.toml in the folder `lexicon` of the data"));
        }
        found.languages.sort_by(|a, b| a.language.cmp(&b.language));
        sink.into_result(found)
    }
}

fn common(root: &TableReader<'_>) -> Common {
    let mut found = Common { welcome_rise: root.strings("welcome_rise").unwrap_or_default(), ..Common::default() };
    if let Some(general) = root.table("general") {
        for key in general.keys() {
            let Some(table) = general.table(key) else { continue };
            let mut one = General { default: table.required_string("default"), ..General::default() };
            for lever in table.keys().into_iter().filter(|key| *key != "default") {
                one.of.insert(lever.to_owned(), table.required_string(lever));
            }
            found.general.insert(key.to_owned(), one);
        }
    }
    if let Some(places) = root.table("places") {
        for key in places.keys() {
            found.places.insert(key.to_owned(), places.strings(key).unwrap_or_default());
        }
    }
    root.finish(&[]);
    found
}

fn language(root: &TableReader<'_>, common: &Common) -> Lexicon {
    let mut builder = Builder { lexicon: Lexicon { language: root.required_string("language"), ..Lexicon::default() } };
    for word in root.strings("function_words").unwrap_or_default() {
        if let Err(message) = builder.lexicon.function_words.parse(&format!("={word}")) {
            root.report(root.problem("function_words", "E0901", message).expect("words"));
        }
    }
    builder.lexicon.participle_endings = root.strings("participle_endings").unwrap_or_default();
    builder.lexicon.past_endings = root.strings("past_endings").unwrap_or_default();
    builder.section(root, "levers", |lexicon, key| Some(Meaning::Lever(position(&mut lexicon.levers, key))));
    builder
        .section(root, "indicators", |lexicon, key| Some(Meaning::Indicator(position(&mut lexicon.indicators, key))));
    builder.section(root, "general", |lexicon, key| {
        common.general.contains_key(key).then(|| Meaning::Indicator(position(&mut lexicon.indicators, key)))
    });
    builder.section(root, "effects", |lexicon, key| effect(lexicon, key, Subject::Lever));
    builder.section(root, "effects_of_others", |lexicon, key| effect(lexicon, key, Subject::Others));
    builder.section(root, "places", |lexicon, key| {
        common.places.contains_key(key).then(|| Meaning::Place(position(&mut lexicon.places, key)))
    });
    builder.section(root, "words", |_, key| {
        ROLES.iter().find(|(name, _)| *name == key).map(|(_, role)| Meaning::Role(*role))
    });
    root.finish(&[]);
    builder.finish()
}

/// `INDICATOR rise` or `INDICATOR fall`.
fn effect(lexicon: &mut Lexicon, key: &str, subject: Subject) -> Option<Meaning> {
    let (indicator, way) = key.split_once(' ')?;
    let way = match way {
        "rise" => Way::Rise,
        "fall" => Way::Fall,
        _ => return None,
    };
    Some(Meaning::Effect(position(&mut lexicon.indicators, indicator), way, subject))
}

/// Place of an identifier in a list, to which it is added where it is not there.
fn position(list: &mut Vec<String>, key: &str) -> u16 {
    let found = list.iter().position(|known| known == key).unwrap_or_else(|| {
        list.push(key.to_owned());
        list.len() - 1
    });
    u16::try_from(found).unwrap_or(u16::MAX)
}

struct Builder {
    lexicon: Lexicon,
}

impl Builder {
    /// Reads a table of lists of patterns; `meaning` knows the keys.
    fn section(&mut self, root: &TableReader<'_>, name: &str, meaning: impl Fn(&mut Lexicon, &str) -> Option<Meaning>) {
        let Some(table) = root.table(name) else { return };
        for key in table.keys() {
            let Some(meaning) = meaning(&mut self.lexicon, key) else {
                let problem = table.problem(key, "E0902", format!("unknown key `{key}` in [{name}]"));
                let near = nearest(key, ROLES.iter().map(|(name, _)| *name));
                table.report(problem.expect("a key that common.toml or the reader knows").suggest(near));
                continue;
            };
            for text in table.strings(key).unwrap_or_default() {
                match self.lexicon.words.parse(&text) {
                    Ok(all) => {
                        self.lexicon.patterns.extend(all.into_iter().map(|slots| Pattern { slots, meaning }));
                    }
                    Err(message) => table.report(
                        table.problem(key, "E0901", message).expect("words, `a|b`, `begin*`, `perhaps?` and `..`"),
                    ),
                }
            }
        }
    }

    fn finish(mut self) -> Lexicon {
        self.lexicon.by_first = vec![Vec::new(); self.lexicon.words.len()];
        self.lexicon.ends_gap = vec![false; self.lexicon.words.len()];
        for pattern in &self.lexicon.patterns {
            let Meaning::Role(role) = pattern.meaning else { continue };
            let is_verb = match role {
                Role::Modal | Role::Be | Role::HardBarrier => true,
                Role::Direction(_, part) => !matches!(part, Part::Noun | Part::Adjective),
                _ => false,
            };
            if let (true, [Slot::Words(atoms)]) = (is_verb, pattern.slots.as_slice()) {
                atoms.iter().for_each(|atom| self.lexicon.ends_gap[*atom as usize] = true);
            }
        }
        for (number, pattern) in self.lexicon.patterns.iter().enumerate() {
            if let Some(Slot::Words(atoms)) = pattern.slots.first() {
                for atom in atoms {
                    self.lexicon.by_first[*atom as usize].push(u32::try_from(number).unwrap_or(u32::MAX));
                }
            }
        }
        self.lexicon
    }
}
