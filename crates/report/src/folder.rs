//! Writes a report as a folder: the page, the same data as JSON, and the tables as CSV.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::csv_tables;
use crate::data::Report;
use crate::error::ReportError;
use crate::html;

/// File name of the page.
pub const PAGE: &str = "report.html";
/// File name of the report as JSON.
pub const JSON: &str = "report.json";
/// Folder of the CSV tables, beside the page.
pub const TABLES: &str = "tables";

type WriteTable = fn(&Report, BufWriter<File>) -> Result<(), ReportError>;

/// The CSV tables other than chart data: file name and writer.
const TABLE_WRITERS: [(&str, WriteTable); 6] = [
    ("claims.csv", csv_tables::write_claims),
    ("side-effects.csv", csv_tables::write_side_effects),
    ("displacement.csv", csv_tables::write_displacement),
    ("flows.csv", csv_tables::write_flows),
    ("assumptions.csv", csv_tables::write_assumptions),
    ("responses.csv", csv_tables::write_responses),
];

/// Writes page, JSON and tables into a folder, made if it does not exist; returns the files written.
///
/// # Errors
/// When a file cannot be written or a chart's data do not fit together.
pub fn write_folder(report: &Report, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let tables = folder.join(TABLES);
    fs::create_dir_all(&tables).map_err(|source| file_error(&tables, source))?;
    let mut written = vec![
        write_text(&folder.join(PAGE), &html::render(report)?)?,
        write_text(&folder.join(JSON), &serde_json::to_string_pretty(report)?)?,
    ];
    for (name, write) in TABLE_WRITERS {
        let path = tables.join(name);
        write(report, create(&path)?)?;
        written.push(path);
    }
    for scenario in &report.scenarios {
        let path = tables.join(csv_tables::chart_file_name(&scenario.id));
        csv_tables::write_charts(report, scenario, create(&path)?)?;
        written.push(path);
    }
    Ok(written)
}

fn write_text(path: &Path, text: &str) -> Result<PathBuf, ReportError> {
    fs::write(path, text).map_err(|source| file_error(path, source))?;
    Ok(path.to_owned())
}

fn create(path: &Path) -> Result<BufWriter<File>, ReportError> {
    File::create(path)
        .map(BufWriter::new)
        .map_err(|source| file_error(path, source))
}

fn file_error(path: &Path, source: std::io::Error) -> ReportError {
    ReportError::File {
        path: path.display().to_string(),
        source,
    }
}
