//! Standard output and files.

use crate::failure::Failure;
use counterflow_app::results::Versioned;
use counterflow_report::png::png;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Prints text to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::of_output(&error))
}

/// Prints data as JSON over several lines.
pub fn print_json(data: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(data).map_err(|error| Failure::unwritable(Path::new("JSON"), &error))?;
    print(&(text + "\n"))
}

/// Prints a result with the version of the program as JSON.
pub fn print_result(result: impl Serialize) -> Result<(), Failure> {
    print_json(&Versioned::new(result))
}

/// A result with the version of the program as JSON on one line.
pub fn result_line(result: impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string(&Versioned::new(result));
    Ok(text.map_err(|error| Failure::unwritable(Path::new("JSON"), &error))? + "\n")
}

/// Prints text, or writes it to a file where one is named.
pub fn deliver(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    match file {
        None => print(text),
        Some(path) => write_file(path, text.as_bytes()),
    }
}

/// Writes a chart: as pixels where the file's name ends in `.png`, as an SVG drawing otherwise.
pub fn deliver_chart(svg: &str, path: &Path) -> Result<(), Failure> {
    match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("png") => write_file(path, &png(svg)?),
        _ => write_file(path, svg.as_bytes()),
    }
}

/// Writes a file under a temporary name and renames it, so that no half-written file is ever seen.
fn write_file(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let part = part_name(path);
    let written = std::fs::write(&part, content).and_then(|()| std::fs::rename(&part, path));
    written.map_err(|error| {
        // The first fault is the one to tell; the part file may not even exist.
        let _ = std::fs::remove_file(&part);
        Failure::unwritable(path, &error)
    })
}

/// A name beside `path` that no other run uses.
pub fn part_name(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
