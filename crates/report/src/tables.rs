//! Tidy result tables: one row per scenario, member, month, indicator and place.
//!
//! The Parquet file carries the units and definitions of its indicators and the run record as JSON
//! in its key-value metadata, so that a table found alone can still be read. Rows stream: a full
//! row group goes to disk and its memory is used again. The CSV file holds the same columns; its
//! metadata belong in a JSON file beside it ([`TidyMetadata::to_json`]).

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde::{Deserialize, Serialize};

use crate::data::{IndicatorInfo, RunRecord};
use crate::error::ReportError;

/// Columns of the tidy table, in file order.
pub const COLUMNS: [&str; 6] = ["scenario", "member", "month", "indicator", "where", "value"];

/// Metadata key under which the indicators stand in a Parquet file.
pub const INDICATORS_KEY: &str = "counterflow.indicators";
/// Metadata key under which the run record stands in a Parquet file.
pub const RUN_KEY: &str = "counterflow.run";

const SCHEMA: &str = "message counterflow {
    required binary scenario (UTF8);
    required int32 member;
    required binary month (UTF8);
    required binary indicator (UTF8);
    required binary where (UTF8);
    required double value;
}";

/// Rows held in memory before a row group is written: about 6 MB, and large enough to compress well.
const ROWS_PER_GROUP: usize = 131_072;

/// One value of a result table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TidyRow<'a> {
    /// Scenario identifier.
    pub scenario: &'a str,
    /// Member of the ensemble.
    pub member: u32,
    /// Month, `2024-01`.
    pub month: &'a str,
    /// Indicator identifier.
    pub indicator: &'a str,
    /// Where it is measured.
    pub place: &'a str,
    /// The value, in the unit of the indicator.
    pub value: f64,
}

/// What travels with a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TidyMetadata {
    /// Indicators with unit and definition.
    pub indicators: Vec<IndicatorInfo>,
    /// What reproduces the values.
    pub run: RunRecord,
}

impl TidyMetadata {
    /// The metadata as a JSON document, to lie beside a CSV file.
    ///
    /// # Errors
    /// When the data cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, ReportError> {
        Ok(serde_json::to_string_pretty(self)?)
    }

    fn key_values(&self) -> Result<Vec<KeyValue>, ReportError> {
        let indicators = serde_json::to_string(&self.indicators)?;
        let run = serde_json::to_string(&self.run)?;
        Ok(vec![KeyValue::new(INDICATORS_KEY.to_owned(), indicators), KeyValue::new(RUN_KEY.to_owned(), run)])
    }
}

/// Streams tidy rows into a Parquet file.
pub struct TidyWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    words: Words,
    group: Group,
    rows_per_group: usize,
}

impl<W: Write + Send> TidyWriter<W> {
    /// Starts a file; its metadata are written with the footer.
    ///
    /// # Errors
    /// When the stream refuses the header or the metadata cannot be written as JSON.
    pub fn create(sink: W, metadata: &TidyMetadata) -> Result<Self, ReportError> {
        Self::with_rows_per_group(sink, metadata, ROWS_PER_GROUP)
    }

    /// Like [`TidyWriter::create`], with row groups of another size.
    ///
    /// # Errors
    /// As [`TidyWriter::create`].
    pub fn with_rows_per_group(sink: W, metadata: &TidyMetadata, rows: usize) -> Result<Self, ReportError> {
        let schema = Arc::new(parse_message_type(SCHEMA)?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_key_value_metadata(Some(metadata.key_values()?))
            .build();
        let file = SerializedFileWriter::new(sink, schema, Arc::new(properties))?;
        Ok(Self { file, words: Words::default(), group: Group::default(), rows_per_group: rows.max(1) })
    }

    /// Adds rows; a full row group goes to the stream.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn append(&mut self, rows: &[TidyRow<'_>]) -> Result<(), ReportError> {
        for row in rows {
            self.group.push(row, &mut self.words);
            if self.group.value.len() >= self.rows_per_group {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Writes the last rows and the footer. A file that is not closed cannot be read.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn close(mut self) -> Result<(), ReportError> {
        self.flush()?;
        self.file.close()?;
        Ok(())
    }

    fn flush(&mut self) -> Result<(), ReportError> {
        if self.group.value.is_empty() {
            return Ok(());
        }
        let mut writer = self.file.next_row_group()?;
        self.group.write(&mut writer)?;
        writer.close()?;
        self.group.clear();
        Ok(())
    }
}

/// Texts seen before: scenario, month, indicator and place repeat in almost every row, and a shared
/// byte array costs a count instead of a copy.
#[derive(Default)]
struct Words(BTreeMap<String, ByteArray>);

impl Words {
    fn get(&mut self, text: &str) -> ByteArray {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let word = ByteArray::from(text);
        self.0.insert(text.to_owned(), word.clone());
        word
    }
}

/// The columns of the row group being filled.
#[derive(Default)]
struct Group {
    scenario: Vec<ByteArray>,
    member: Vec<i32>,
    month: Vec<ByteArray>,
    indicator: Vec<ByteArray>,
    place: Vec<ByteArray>,
    value: Vec<f64>,
}

impl Group {
    fn push(&mut self, row: &TidyRow<'_>, words: &mut Words) {
        self.scenario.push(words.get(row.scenario));
        // Parquet has no unsigned column here; two thousand million members are out of reach.
        self.member.push(i32::try_from(row.member).unwrap_or(i32::MAX));
        self.month.push(words.get(row.month));
        self.indicator.push(words.get(row.indicator));
        self.place.push(words.get(row.place));
        self.value.push(row.value);
    }

    fn clear(&mut self) {
        for texts in [&mut self.scenario, &mut self.month, &mut self.indicator, &mut self.place] {
            texts.clear();
        }
        self.member.clear();
        self.value.clear();
    }

    /// Writes the columns in schema order.
    fn write<W: Write + Send>(&self, writer: &mut SerializedRowGroupWriter<'_, W>) -> Result<(), ReportError> {
        let mut texts = [&self.scenario, &self.month, &self.indicator, &self.place].into_iter();
        while let Some(mut column) = writer.next_column()? {
            match column.untyped() {
                ColumnWriter::ByteArrayColumnWriter(typed) => {
                    let values: &[ByteArray] = texts.next().map_or(&[], Vec::as_slice);
                    typed.write_batch(values, None, None)?;
                }
                ColumnWriter::Int32ColumnWriter(typed) => {
                    typed.write_batch(&self.member, None, None)?;
                }
                ColumnWriter::DoubleColumnWriter(typed) => {
                    typed.write_batch(&self.value, None, None)?;
                }
                // The schema above holds no other type.
                _ => {}
            }
            column.close()?;
        }
        Ok(())
    }
}

/// Streams tidy rows into a CSV file.
pub struct TidyCsvWriter<W: Write> {
    file: csv::Writer<W>,
}

impl<W: Write> TidyCsvWriter<W> {
    /// Starts a file with its header.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn create(sink: W) -> Result<Self, ReportError> {
        let mut file = csv::Writer::from_writer(sink);
        file.write_record(COLUMNS)?;
        Ok(Self { file })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn append(&mut self, rows: &[TidyRow<'_>]) -> Result<(), ReportError> {
        for row in rows {
            let (member, value) = (row.member.to_string(), row.value.to_string());
            self.file.write_record([row.scenario, &member, row.month, row.indicator, row.place, &value])?;
        }
        Ok(())
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// When the stream cannot be written.
    pub fn close(mut self) -> Result<(), ReportError> {
        self.file.flush()?;
        Ok(())
    }
}

/// A table as CSV text.
///
/// # Errors
/// When a row has another number of cells than the header.
pub fn csv_text(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<String, ReportError> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(header)?;
    for row in rows {
        file.write_record(row)?;
    }
    let bytes = file.into_inner().map_err(|fault| ReportError::Stream(fault.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
