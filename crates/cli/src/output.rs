//! Standard output, files, and what the terminal can show.

use crate::arguments::{Color, Global};
use crate::failure::Failure;
use counterflow_report::png::png;
use counterflow_report::text::Style;
use serde_json::{Map, Value};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Columns of text where no terminal says otherwise.
const DEFAULT_WIDTH: usize = 100;

/// What the terminal can show and the user wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// Whether results are coloured.
    pub color_results: bool,
    /// Whether messages are coloured.
    pub color_messages: bool,
    /// Whether remarks and progress are hidden.
    pub quiet: bool,
    /// Whether remarks on the data are shown.
    pub verbose: bool,
}

impl Terminal {
    /// From the global options and the streams at hand.
    pub fn new(global: &Global) -> Self {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = |is_terminal: bool| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && !no_color,
        };
        Self {
            width: width(),
            color_results: color(std::io::stdout().is_terminal()),
            color_messages: color(std::io::stderr().is_terminal()),
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// How tables of results look.
    pub fn style(&self) -> Style {
        Style { width: self.width, color: self.color_results }
    }

    /// A remark that `--quiet` hides.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// A remark for those who asked for more.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }
}

fn width() -> usize {
    let from_environment = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|width| *width > 0);
    let from_terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    from_environment.or_else(from_terminal).unwrap_or(DEFAULT_WIDTH)
}

/// Prints text to standard output.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::of_output(&error))
}

/// An object with the version of the program before its fields.
pub fn versioned(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let mut object = Map::new();
    object.insert("counterflow".to_owned(), env!("CARGO_PKG_VERSION").into());
    object.extend(fields.into_iter().map(|(key, value)| (key.to_owned(), value)));
    Value::Object(object)
}

/// Data as a JSON value.
pub fn to_json(data: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(data).map_err(|error| Failure::unwritable(Path::new("JSON"), &error))
}

/// A value as JSON text over several lines.
pub fn json_text(value: &Value) -> String {
    // Alternate form is serde_json's indented form.
    format!("{value:#}\n")
}

/// Prints a value as JSON.
pub fn print_json(value: &Value) -> Result<(), Failure> {
    print(&json_text(value))
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
