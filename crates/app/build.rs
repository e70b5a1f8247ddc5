//! Embeds the shipped data, scenarios and claims, so that the binary works in any folder.
//!
//! Writes `embedded.rs` with one table of (path as in the repository, text) per folder.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Name of the table, folder below the repository's root, endings of the files that count.
const FOLDERS: [(&str, &str, &[&str]); 4] = [
    ("EVIDENCE", "data/evidence", &["toml"]),
    ("WORLD", "data/world", &["csv", "toml"]),
    ("SCENARIOS", "scenarios", &["toml"]),
    ("CLAIMS", "claims", &["toml"]),
];

const BIBLIOGRAPHY: &str = "data/sources.bib";

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let mut code = String::new();
    watch(&root.join("crates/app/build.rs"));
    for (table, folder, endings) in FOLDERS {
        watch(&root.join(folder));
        writeln!(code, "const {table}: &[(&str, &str)] = &[")?;
        for path in files(&root.join(folder), endings)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            writeln!(code, "    ({:?}, include_str!({:?})),", format!("{folder}/{name}"), path)?;
        }
        writeln!(code, "];")?;
    }
    writeln!(
        code,
        "const BIBLIOGRAPHY: (&str, &str) = ({BIBLIOGRAPHY:?}, include_str!({:?}));",
        root.join(BIBLIOGRAPHY)
    )?;
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("embedded.rs"), code)?;
    record_commit(&root);
    Ok(())
}

/// Builds anew when a path changes. A path that is not there would make every build a new one.
fn watch(path: &Path) {
    if path.exists() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// Files of a folder in order of name; none where the folder does not exist.
fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| endings.iter().any(|known| ending == *known)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// Hands the commit to the run record, where the sources lie in a repository.
fn record_commit(root: &Path) {
    watch(&root.join(".git/logs/HEAD"));
    let asked = std::process::Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root).output();
    let Ok(answer) = asked else { return };
    let commit = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    if answer.status.success() && !commit.is_empty() {
        println!("cargo::rustc-env=COUNTERFLOW_COMMIT={commit}");
    }
}
