//! Standard output and files.

use crate::failure::Failure;
use counterflow_app::results::Versioned;
use counterflow_evidence::diagnostics::Problem;
use counterflow_report::pdf::pdf;
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

/// Writes a chart in the kind of file that its name ends in: drawing, page for print, or pixels.
pub fn deliver_chart(svg: &str, path: &Path) -> Result<(), Failure> {
    match ChartFile::of(path) {
        Some(ChartFile::Pixels) => write_file(path, &png(svg)?),
        Some(ChartFile::Print) => write_file(path, &pdf(svg)?),
        Some(ChartFile::Drawing) => write_file(path, svg.as_bytes()),
        None => Err(Problem::new("E0803", "the name does not tell the kind of picture")
            .in_file(path.display().to_string())
            .expect(CHART_ENDINGS)
            .into()),
    }
}

/// What a chart's file name may end in.
const CHART_ENDINGS: &str = "a name that ends in .svg, .png or .pdf";

/// Kinds of chart files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ChartFile {
    Drawing,
    Pixels,
    Print,
}

impl ChartFile {
    fn of(path: &Path) -> Option<Self> {
        match ending(path).as_str() {
            "svg" => Some(Self::Drawing),
            "png" => Some(Self::Pixels),
            "pdf" => Some(Self::Print),
            _ => None,
        }
    }
}

/// The path of a chart's file, refused where its name does not tell the kind of picture.
pub fn chart_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    if ChartFile::of(&path).is_some() { Ok(path) } else { Err(format!("expected {CHART_ENDINGS}")) }
}

/// How a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table to read.
    Table,
    /// JSON.
    Json,
    /// CSV.
    Csv,
    /// A chart.
    Chart,
}

impl Format {
    /// The format asked for, or the one that the name of the file tells.
    pub fn choose(json: bool, csv: bool, file: Option<&Path>) -> Result<Self, Problem> {
        let asked = if json {
            Some((Self::Json, "--json"))
        } else if csv {
            Some((Self::Csv, "--csv"))
        } else {
            None
        };
        let Some(path) = file else { return Ok(asked.map_or(Self::Table, |(format, _)| format)) };
        let ending = ending(path);
        let told = match ending.as_str() {
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "svg" | "png" | "pdf" => Some(Self::Chart),
            "txt" | "md" | "" => Some(Self::Table),
            _ => None,
        };
        let refused = |message: String, expected: &str| {
            Err(Problem::new("E0803", message).in_file(path.display().to_string()).expect(expected))
        };
        match (asked, told) {
            // A name without an ending, or that of a plain text, says nothing against a format.
            (Some((format, _)), Some(Self::Table)) => Ok(format),
            (Some((format, _)), Some(told)) if format == told => Ok(format),
            (Some((Self::Json, option)), _) => {
                refused(format!("`{option}` does not write .{ending} files"), "a name that ends in .json")
            }
            (Some((_, option)), _) => {
                refused(format!("`{option}` does not write .{ending} files"), "a name that ends in .csv")
            }
            (None, Some(told)) => Ok(told),
            (None, None) => refused(
                format!("nothing is written as .{ending}"),
                "a name that ends in .txt, .csv, .json, .svg, .png or .pdf",
            ),
        }
    }
}

/// The ending of a file's name in small letters; empty where there is none.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_the_one_asked_for_or_that_of_the_name() {
        let choose = |json, csv, name: &str| Format::choose(json, csv, Some(Path::new(name))).ok();
        assert_eq!(choose(true, false, "x.json"), Some(Format::Json));
        assert_eq!(choose(true, false, "x"), Some(Format::Json));
        assert_eq!(choose(false, true, "x.txt"), Some(Format::Csv));
        assert_eq!(choose(false, false, "x.CSV"), Some(Format::Csv));
        assert_eq!(choose(false, false, "x.pdf"), Some(Format::Chart));
        assert_eq!(choose(false, false, "x.txt"), Some(Format::Table));
        for (json, csv, name) in
            [(true, false, "x.csv"), (false, true, "x.json"), (false, true, "x.svg"), (false, false, "x.xlsx")]
        {
            assert_eq!(choose(json, csv, name), None, "{name}");
        }
        assert_eq!(Format::choose(false, false, None), Ok(Format::Table));
    }
}
