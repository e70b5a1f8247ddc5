//! Embeds the shipped data, scenarios and claims, so that the binary works in any folder.
//!
//! Writes `embedded.rs` with one table of (path as in the repository, text) per folder.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Name of the table, folder below the repository's root, endings of the files that count.
const FOLDERS: [(&str, &str, &[&str]); 6] = [
    ("EVIDENCE", "data/evidence", &["toml"]),
    ("LEXICON", "data/lexicon", &["toml"]),
    ("SCENARIOS", "scenarios", &["toml"]),
    ("CLAIMS", "claims", &["toml"]),
    ("HISTORY", "data/history", &["csv", "toml"]),
    ("HISTORY_LATER", "data/history/after_2012", &["csv", "toml"]),
];

/// Folder of the worlds, a folder each.
const WORLDS: (&str, &[&str]) = ("data/worlds", &["csv", "toml"]);

/// Name of the constant and path of single files.
const FILES: [(&str, &str); 2] = [("BIBLIOGRAPHY", "data/sources.bib"), ("SETTINGS", "data/data.toml")];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let mut code = String::new();
    watch(&root.join("crates/app/build.rs"));
    for (table, folder, endings) in FOLDERS {
        write_table(&mut code, table, &root, &[folder.to_owned()], endings)?;
    }
    watch(&root.join(WORLDS.0));
    write_table(&mut code, "WORLDS", &root, &worlds(&root)?, WORLDS.1)?;
    for (name, path) in FILES {
        watch(&root.join(path));
        writeln!(code, "const {name}: (&str, &str) = ({path:?}, include_str!({:?}));", root.join(path))?;
    }
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("embedded.rs"), code)?;
    record_commit(&root);
    Ok(())
}

/// Writes a table with the files of some folders below the root.
fn write_table(
    code: &mut String,
    table: &str,
    root: &Path,
    folders: &[String],
    endings: &[&str],
) -> Result<(), Box<dyn Error>> {
    writeln!(code, "const {table}: &[(&str, &str)] = &[")?;
    for folder in folders {
        watch(&root.join(folder));
        for path in files(&root.join(folder), endings)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            writeln!(code, "    ({:?}, include_str!({:?})),", format!("{folder}/{name}"), path)?;
        }
    }
    writeln!(code, "];")?;
    Ok(())
}

/// Folders of the worlds below the root, in order of name.
fn worlds(root: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(root.join(WORLDS.0))? {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(format!("{}/{}", WORLDS.0, path.file_name().unwrap_or_default().to_string_lossy()));
        }
    }
    folders.sort();
    Ok(folders)
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

/// Hands the commit to run records and the version, where the sources lie in a repository of their own: not where
/// they were unpacked inside somebody else's.
fn record_commit(root: &Path) {
    let git = |words: &[&str]| {
        let output = std::process::Command::new("git").args(words).current_dir(root).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let is_own = git(&["rev-parse", "--show-toplevel"]).is_some_and(|top| Path::new(&top) == root);
    let commit = git(&["rev-parse", "HEAD"]).filter(|_| is_own);
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|_| is_own) {
        watch(&root.join(log));
    }
    let version = env!("CARGO_PKG_VERSION");
    match commit {
        Some(commit) => {
            println!("cargo::rustc-env=COUNTERFLOW_VERSION={version} ({})", &commit[..commit.len().min(10)]);
            println!("cargo::rustc-env=COUNTERFLOW_COMMIT={commit}");
        }
        None => println!("cargo::rustc-env=COUNTERFLOW_VERSION={version}"),
    }
}
