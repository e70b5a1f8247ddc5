//! The run record: what reproduces a result.

use crate::session::{Named, Session};
use counterflow_evidence::diagnostics::{ProblemSink, SourceFile};
use counterflow_evidence::reader::Toml;
use counterflow_report::RunRecord;
use sha2::{Digest, Sha256};

/// The record of an ensemble over some scenarios.
pub fn run_record(session: &Session, scenarios: &[Named], seed: u64, members: u32) -> RunRecord {
    let months = scenarios.iter().map(|named| counterflow_model::run::months(&session.model, &named.scenario)).max();
    let switches = scenarios.first().map(|named| named.scenario.switches).unwrap_or_default();
    RunRecord {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        git_commit: option_env!("COUNTERFLOW_COMMIT").map(str::to_owned),
        seed,
        members: members as usize,
        months: months.unwrap_or(0),
        start: session.model.world.start.to_string(),
        world_hash: session.world_hash.clone(),
        evidence_hash: session.evidence_hash.clone(),
        scenario_hashes: scenarios.iter().map(|named| (named.scenario.id.clone(), named.hash.clone())).collect(),
        switches: switches.settings().into_iter().map(|(id, setting)| (id.to_owned(), setting.to_owned())).collect(),
        command: command_line(),
    }
}

/// Options with a value that change no number.
const WITHOUT_EFFECT: [&str; 4] = ["--threads", "--out", "--html", "--color"];

/// The command as the user typed it, without options that change no number.
fn command_line() -> String {
    let typed: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    std::iter::once("counterflow".to_owned()).chain(telling(&typed)).collect::<Vec<String>>().join(" ")
}

/// The words that tell, those with spaces in quotes.
fn telling(typed: &[String]) -> Vec<String> {
    let quoted = |word: &String| {
        if word.contains([' ', '\'', '"', '$', '*']) {
            format!("'{}'", word.replace('\'', r"'\''"))
        } else {
            word.clone()
        }
    };
    let mut words = Vec::new();
    let mut rest = typed.iter();
    while let Some(word) = rest.next() {
        let option = word.split_once('=').map_or(word.as_str(), |(option, _)| option);
        if !WITHOUT_EFFECT.contains(&option) {
            words.push(quoted(word));
        } else if option == word {
            rest.next();
        }
    }
    words
}

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
    fn the_recorded_command_leaves_out_what_changes_no_number() {
        let typed = ["assess", "--threads", "2", "--seed", "3", "--out=my folder", "--claims", "my claims.toml"]
            .map(str::to_owned);
        assert_eq!(telling(&typed), ["assess", "--seed", "3", "--claims", "'my claims.toml'"]);
    }

    #[test]
    fn folders_do_not_change_the_hash_of_files() {
        assert_eq!(sha256(&[SourceFile::new("x/a", "1")]), sha256(&[SourceFile::new("y/a", "1")]));
        assert_ne!(sha256(&[SourceFile::new("a", "b")]), sha256(&[SourceFile::new("ab", "")]));
    }
}
