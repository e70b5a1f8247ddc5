//! The world that a scenario was written for: `world = "2006"` in its file, or in that of its base.
//!
//! A scenario without the key runs on any world. One with it runs on that world and on worlds that build on it
//! without a start of their own; elsewhere it is refused, E0511, because its dates and efforts mean another year.

use crate::hashes::base_of;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, SourceFile};
use counterflow_evidence::reader::Toml;

/// A world that a scenario names, with the place where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedWorld {
    /// Name of the world.
    pub world: String,
    file: String,
    line: usize,
}

impl NamedWorld {
    /// What is said where the scenario is asked for on another world.
    pub fn refusal(&self, scenario: &str, running: &str) -> Problem {
        let message = format!("the scenario `{scenario}` is of the world `{}`, this is `{running}`", self.world);
        let file = SourceFile::new(self.file.clone(), "");
        let expected = format!("--world {0}, or a world that builds on {0}", self.world);
        Problem::new("E0511", message).at(&file, self.line, 1).expect(expected)
    }
}

/// The world that a scenario or the nearest of its bases names.
pub fn named_world(files: &[SourceFile], stem: &str) -> Option<NamedWorld> {
    let mut next = Some(stem.to_owned());
    let mut seen: Vec<String> = Vec::new();
    while let Some(name) = next.take().filter(|name| !seen.contains(name)) {
        let file = files.iter().find(|file| file.stem() == name)?;
        if let Some(found) = own_world(file) {
            return Some(found);
        }
        next = base_of(file);
        seen.push(name);
    }
    None
}

/// The world that a file itself names. A file that cannot be read is reported where it is parsed.
fn own_world(file: &SourceFile) -> Option<NamedWorld> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(file).ok()?;
    let root = toml.root(&sink);
    let world = root.string("world")?;
    Some(NamedWorld { world, file: file.name.clone(), line: root.line_of("world") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_base_that_names_a_world_counts_and_a_circle_ends() {
        let file = |name: &str, text: &str| SourceFile::new(name, text);
        let files = [
            file("old.toml", "name = \"Old\"\nworld = \"2006\""),
            file("child.toml", "base = \"old\""),
            file("own.toml", "base = \"old\"\nworld = \"2024\""),
            file("any.toml", "name = \"Any\""),
            file("a.toml", "base = \"b\""),
            file("b.toml", "base = \"a\""),
        ];
        let world = |stem: &str| named_world(&files, stem).map(|named| (named.world, named.line));
        assert_eq!(world("old"), Some(("2006".to_owned(), 2)));
        assert_eq!(world("child"), Some(("2006".to_owned(), 2)));
        assert_eq!(world("own"), Some(("2024".to_owned(), 2)));
        assert_eq!((world("any"), world("a"), world("nowhere")), (None, None, None));
    }
}
