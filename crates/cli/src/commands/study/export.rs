//! `study export` and `study merge`.

use super::{ExportOptions, MergeOptions, report};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::part_name;
use counterflow_app::study_folder::{Sources, fault};
use counterflow_evidence::diagnostics::Problem;
use counterflow_study::store::{self, Shape, StoreError, Study, export_csv, export_parquet};
use std::fs::File;
use std::io::BufWriter;

/// Writes a study as one table; the file appears when it is complete.
pub fn export(options: &ExportOptions, context: &Context<'_>) -> Result<(), Failure> {
    let ending = options.out.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    if !["parquet", "csv"].contains(&ending.as_str()) {
        let problem = Problem::new("E0803", "the name does not tell the kind of table")
            .in_file(options.out.display().to_string());
        return Err(problem.expect("a name that ends in .parquet or .csv").into());
    }
    let study = Study::open(&options.folder).map_err(|error| fault(&error))?;
    warn_if_unfinished(&study, context)?;
    let part = part_name(&options.out);
    let unwritable = |error: std::io::Error| Failure::unwritable(&options.out, &error);
    let sink = BufWriter::new(File::create(&part).map_err(unwritable)?);
    let shape = match (options.paths, options.tidy) {
        (true, _) => Shape::Paths,
        (false, true) => Shape::Tidy,
        (false, false) => Shape::Wide,
    };
    let written = if ending == "csv" { export_csv(&study, shape, sink) } else { export_parquet(&study, shape, sink) };
    let written = written.and_then(|()| std::fs::rename(&part, &options.out).map_err(StoreError::Stream));
    written.map_err(|error| {
        // The first fault is the one to tell.
        let _ = std::fs::remove_file(&part);
        fault(&error).into()
    })
}

/// A damaged part must not be exported as if it were sound.
fn warn_if_unfinished(study: &Study, context: &Context<'_>) -> Result<(), Failure> {
    if let Some(damage) = study.damage().first() {
        return Err(fault(&StoreError::Unreadable { path: damage.path.clone(), reason: damage.reason.clone() }).into());
    }
    if !study.is_complete().map_err(|error| fault(&error))? {
        context.terminal.remark("The study is not complete: the table holds its finished parts.");
    }
    Ok(())
}

/// Joins shards and shows the summary of the whole.
pub fn merge(options: &MergeOptions, context: &Context<'_>) -> Result<(), Failure> {
    let files = match options.folders.first() {
        Some(first) if first.exists() => Sources::kept_in(first)?,
        _ => Vec::new(),
    };
    let study = store::merge(&options.folders, &options.out, &files).map_err(|error| fault(&error))?;
    report::show(&study, options.json, context)
}
