//! Embeds the built web app, or a page that says how to build it.
//!
//! Writes `assets.rs` with one table of (path below the root, content). A build without node still
//! gives a server whose API works.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Folder of the built web app, below the repository's root.
const BUILT: &str = "web/dist";
/// Folder of its sources, in which it appears.
const SOURCES: &str = "web";
/// The page that stands in for it.
const UNBUILT_PAGE: &str = "src/unbuilt.html";
/// The page of the root.
const PAGE: &str = "index.html";

fn main() -> Result<(), Box<dyn Error>> {
    let own = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let root = own.join("../..").canonicalize()?;
    let built = root.join(BUILT);
    println!("cargo::rerun-if-changed={}", own.join(UNBUILT_PAGE).display());
    // A path that is not there would make every build a new one; the folder above it shows when it comes.
    let watched = if built.is_dir() { built.clone() } else { root.join(SOURCES) };
    println!("cargo::rerun-if-changed={}", watched.display());
    let mut paths = Vec::new();
    if built.join(PAGE).is_file() {
        collect(&built, &mut paths)?;
    }
    let mut code = String::from("pub const ASSETS: &[(&str, &[u8])] = &[\n");
    for path in &paths {
        let name = path.strip_prefix(&built)?.to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    if paths.is_empty() {
        writeln!(code, "    ({PAGE:?}, include_bytes!({:?})),", own.join(UNBUILT_PAGE))?;
    }
    code.push_str("];\n");
    std::fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("assets.rs"), code)?;
    Ok(())
}

/// Files below a folder, in order of name.
fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        entries.push(entry?.path());
    }
    entries.sort();
    for path in entries {
        if path.is_dir() { collect(&path, paths)? } else { paths.push(path) }
    }
    Ok(())
}
