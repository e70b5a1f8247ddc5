//! A study as one table.

use super::error::StoreError;
use super::layout::{Column, FAILURE, Label, Layout, OUTCOME, UNIT, VALUE};
use super::parquet_read::PartReader;
use super::parquet_write::PartEncoder;
use super::rows::{Row, Rows};
use super::study::Study;
use parquet::errors::ParquetError;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Form of an exported table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One row per member and scenario, one column per input and outcome.
    Wide,
    /// One row per member, scenario and outcome.
    Tidy,
    /// One row per member, scenario, series and month, in a study that keeps paths.
    Paths,
}

/// What an export reads and writes.
struct Source {
    files: Vec<PathBuf>,
    /// Columns of the files.
    layout: Layout,
    shape: Shape,
}

impl Source {
    fn new(study: &Study, shape: Shape) -> Result<Self, StoreError> {
        if shape != Shape::Paths {
            return Ok(Self { files: study.part_files(), layout: study.manifest().layout.clone(), shape });
        }
        let layout =
            study.manifest().paths.clone().ok_or_else(|| StoreError::NoPaths { path: study.folder().to_owned() })?;
        Ok(Self { files: study.paths_files(), layout, shape })
    }

    /// The rows to write, part by part.
    fn parts(&self) -> impl Iterator<Item = Result<Rows, StoreError>> {
        self.files
            .iter()
            .map(|path| Ok(shaped(PartReader::open(path, &self.layout)?.rows()?, &self.layout, self.shape)))
    }
}

/// Writes the finished parts as one Parquet table, one part in memory at a time.
///
/// # Errors
/// A part that cannot be read, or a stream that cannot be written.
pub fn export_parquet<W: Write + Send>(study: &Study, shape: Shape, sink: W) -> Result<(), StoreError> {
    let source = Source::new(study, shape)?;
    let layout = layout_of(&source.layout, shape);
    let about = serde_json::to_string(&study.manifest().whole())
        .map_err(|error| StoreError::unreadable(study.folder(), error))?;
    let encoder = PartEncoder::of_layout(&layout, about)?;
    let fault = |error: ParquetError| StoreError::parquet(Path::new("the exported table"))(error);
    let mut file = encoder.start(sink).map_err(fault)?;
    for rows in source.parts() {
        encoder.write(&[&rows?], &mut file).map_err(fault)?;
    }
    file.close().map_err(fault)?;
    Ok(())
}

/// Writes the finished parts as one CSV table, one part in memory at a time.
///
/// # Errors
/// A part that cannot be read, or a stream that cannot be written.
pub fn export_csv<W: Write>(study: &Study, shape: Shape, sink: W) -> Result<(), StoreError> {
    let source = Source::new(study, shape)?;
    let layout = layout_of(&source.layout, shape);
    let mut file = csv::Writer::from_writer(sink);
    file.write_record(layout.names()).map_err(stream)?;
    for rows in source.parts() {
        let rows = rows?;
        for row in 0..rows.len() {
            file.write_record(texts(&rows, row, &layout)).map_err(stream)?;
        }
    }
    file.flush()?;
    Ok(())
}

fn stream(error: csv::Error) -> StoreError {
    StoreError::Stream(error.into())
}

fn layout_of(stored: &Layout, shape: Shape) -> Layout {
    let wide = stored.clone();
    if shape != Shape::Tidy {
        return wide;
    }
    let words = |name: &str, of: fn(&Column) -> &String| Label {
        name: name.to_owned(),
        words: wide.outcomes.iter().map(of).cloned().collect(),
    };
    let value = Column {
        name: VALUE.to_owned(),
        unit: String::new(),
        definition: format!("Value of the outcome, in the unit of the column `{UNIT}`."),
    };
    let more = [words(OUTCOME, |column| &column.name), words(UNIT, |column| &column.unit)];
    Layout {
        labels: wide.labels.iter().cloned().chain(more).collect(),
        inputs: Vec::new(),
        rows_per_member: wide.rows_per_member * wide.outcomes.len(),
        outcomes: vec![value],
        keys: wide.keys,
    }
}

fn shaped(wide: Rows, layout: &Layout, shape: Shape) -> Rows {
    if shape != Shape::Tidy {
        return wide;
    }
    let mut tidy = Rows::default();
    let mut failures = wide.failures.iter().peekable();
    for row in 0..wide.len() {
        let failure = failures.next_if(|(failed, _)| *failed == row).map(|(_, reason)| reason.as_str());
        let labels = slice(&wide.labels, row, layout.labels.len());
        for (outcome, value) in slice(&wide.outcomes, row, layout.outcomes.len()).iter().enumerate() {
            let position = u16::try_from(outcome).unwrap_or(u16::MAX);
            let labels: Vec<u16> = labels.iter().copied().chain([position, position]).collect();
            tidy.push(Row {
                keys: slice(&wide.keys, row, layout.keys.len()),
                labels: &labels,
                failure,
                inputs: &[],
                outcomes: &[*value],
            });
        }
    }
    tidy
}

fn slice<T>(values: &[T], row: usize, width: usize) -> &[T] {
    &values[row * width..(row + 1) * width]
}

/// The cells of a row; an empty cell is an empty text.
fn texts(rows: &Rows, row: usize, layout: &Layout) -> Vec<String> {
    let number = |value: &f64| if value.is_nan() { String::new() } else { value.to_string() };
    let word = |(label, position): (&Label, &u16)| label.words.get(usize::from(*position)).cloned().unwrap_or_default();
    let failure = rows
        .failures
        .binary_search_by_key(&row, |(failed, _)| *failed)
        .map_or(String::new(), |found| rows.failures[found].1.clone());
    let keys = slice(&rows.keys, row, layout.keys.len()).iter().map(i32::to_string);
    let labels = layout.labels.iter().zip(slice(&rows.labels, row, layout.labels.len())).map(word);
    let inputs = slice(&rows.inputs, row, layout.inputs.len()).iter().map(number);
    let outcomes = slice(&rows.outcomes, row, layout.outcomes.len()).iter().map(number);
    keys.chain(labels).chain([failure]).chain(inputs).chain(outcomes).collect()
}

/// Whether a name is taken by a column that every table may have.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    [FAILURE, OUTCOME, UNIT, VALUE].contains(&name)
}
