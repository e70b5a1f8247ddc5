//! Writes a report as a folder: the page, the same data as JSON, the run record, and the tables as CSV.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use crate::csv_tables;
use crate::csv_tables::TABLES;
use crate::data::{Report, RunRecord};
use crate::error::ReportError;
use crate::html;

/// File name of the page.
pub const PAGE: &str = "report.html";
/// File name of the report as JSON.
pub const JSON: &str = "report.json";
/// File name of the run record.
pub const RUN_RECORD: &str = "run.json";
/// File name of the table of members, which the caller streams.
pub const MEMBERS: &str = "members.parquet";

type WriteTable = fn(&Report, BufWriter<File>) -> Result<(), ReportError>;

/// The CSV tables other than chart data: file name and writer.
const TABLE_WRITERS: [(&str, WriteTable); 8] = [
    ("claims.csv", csv_tables::write_claims),
    ("structures.csv", csv_tables::write_structures),
    ("pathways.csv", csv_tables::write_pathways),
    ("side-effects.csv", csv_tables::write_side_effects),
    ("displacement.csv", csv_tables::write_displacement),
    ("flows.csv", csv_tables::write_flows),
    ("assumptions.csv", csv_tables::write_assumptions),
    ("responses.csv", csv_tables::write_responses),
];

/// Writes page, JSON, run record and tables into a folder, made if it does not exist; returns the files written.
///
/// # Errors
/// When a file cannot be written or a chart's data do not fit together.
pub fn write_folder(report: &Report, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let tables = folder.join(TABLES);
    fs::create_dir_all(&tables).map_err(|source| file_error(&tables, source))?;
    let mut written = vec![
        write_text(&folder.join(PAGE), &html::render(report)?)?,
        write_text(&folder.join(JSON), &serde_json::to_string(report)?)?,
        write_text(&folder.join(RUN_RECORD), &serde_json::to_string_pretty(&report.run)?)?,
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

/// Whether a folder holds an earlier report and nothing else, so that it may be replaced.
///
/// # Errors
/// When the folder cannot be read.
pub fn is_earlier_report(folder: &Path) -> std::io::Result<bool> {
    const PARTS: [&str; 5] = [PAGE, JSON, RUN_RECORD, MEMBERS, TABLES];
    for entry in fs::read_dir(folder)? {
        if !PARTS.iter().any(|part| entry.as_ref().is_ok_and(|entry| entry.file_name() == *part)) {
            return Ok(false);
        }
    }
    let record = fs::read_to_string(folder.join(RUN_RECORD)).unwrap_or_default();
    Ok(serde_json::from_str::<RunRecord>(&record).is_ok())
}

fn write_text(path: &Path, text: &str) -> Result<PathBuf, ReportError> {
    fs::write(path, text).map_err(|source| file_error(path, source))?;
    Ok(path.to_owned())
}

fn create(path: &Path) -> Result<BufWriter<File>, ReportError> {
    File::create(path).map(BufWriter::new).map_err(|source| file_error(path, source))
}

fn file_error(path: &Path, source: std::io::Error) -> ReportError {
    ReportError::File { path: path.display().to_string(), source }
}
