//! Hashes of the files that decide over a result.

use counterflow_evidence::diagnostics::{ProblemSink, SourceFile};
use counterflow_evidence::reader::Toml;
use sha2::{Digest, Sha256};

/// SHA-256 over names and texts of files; folders do not count.
pub fn sha256(files: &[SourceFile]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
        for part in [name, &file.text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
    }
    hexadecimal(&hash.finalize())
}

/// SHA-256 of a scenario's text, followed by the texts of its bases.
pub fn scenario_hash(files: &[SourceFile], stem: &str) -> String {
    let mut hash = Sha256::new();
    let mut next = Some(stem.to_owned());
    let mut seen: Vec<String> = Vec::new();
    while let Some(name) = next.take().filter(|name| !seen.contains(name)) {
        if let Some(file) = files.iter().find(|file| file.stem() == name) {
            hash.update(file.text.as_bytes());
            next = base_of(file);
        }
        seen.push(name);
    }
    hexadecimal(&hash.finalize())
}

/// The base that a scenario file names.
pub fn base_of(file: &SourceFile) -> Option<String> {
    let sink = ProblemSink::default();
    let toml = Toml::parse(file).ok()?;
    toml.root(&sink).string("base")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vector of FIPS 180-4 for "abc".
    #[test]
    fn val_a_scenario_without_base_has_the_hash_of_its_file() {
        let files = [SourceFile::new("x/a.toml", "abc")];
        assert_eq!(scenario_hash(&files, "a"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_changed_base_changes_the_hash_and_a_cycle_ends() {
        let of = |base: &str| {
            scenario_hash(&[SourceFile::new("a.toml", "base = \"b\""), SourceFile::new("b.toml", base)], "a")
        };
        assert_ne!(of("name = \"1\""), of("name = \"2\""));
        assert_ne!(of("base = \"a\""), of(""));
    }

    #[test]
    fn folders_do_not_change_the_hash_of_files() {
        assert_eq!(sha256(&[SourceFile::new("x/a", "1")]), sha256(&[SourceFile::new("y/a", "1")]));
        assert_ne!(sha256(&[SourceFile::new("a", "b")]), sha256(&[SourceFile::new("ab", "")]));
    }
}
