//! Rows into the bytes of a Parquet file.

use super::error::StoreError;
use super::layout::{FAILURE, Layout};
use super::manifest::Manifest;
use super::rows::Rows;
use parquet::basic::{Compression, ConvertedType, Encoding, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Metadata key of what a table belongs to: in a part its study, with the units of its columns; in an
/// exported table the whole manifest.
pub const STUDY_KEY: &str = "counterflow.study";

/// Definition levels of a cell that is empty and of one that is not.
const EMPTY: i16 = 0;
const FILLED: i16 = 1;

/// Turns the rows of a part into a file.
pub(super) struct PartEncoder<'a> {
    layout: &'a Layout,
    schema: TypePtr,
    properties: WriterPropertiesPtr,
    words: Vec<Vec<ByteArray>>,
}

impl<'a> PartEncoder<'a> {
    /// An encoder of a study's parts; a shard's parts are those of the whole study.
    pub fn new(manifest: &'a Manifest) -> Result<Self, StoreError> {
        let columns = manifest.layout.inputs.iter().chain(&manifest.layout.outcomes);
        let units: BTreeMap<&str, &str> = columns.map(|column| (column.name.as_str(), column.unit.as_str())).collect();
        let about = serde_json::json!({"study": manifest.name, "depends_on": manifest.depends_on,
            "members": manifest.members, "units": units});
        Self::of_layout(&manifest.layout, about.to_string())
    }

    /// An encoder of the parts of the study's paths, where it keeps them. The unit of a path stands in its row.
    pub fn of_paths(manifest: &'a Manifest) -> Result<Option<Self>, StoreError> {
        let about =
            serde_json::json!({"study": manifest.name, "depends_on": manifest.depends_on, "members": manifest.members});
        manifest.paths.as_ref().map(|layout| Self::of_layout(layout, about.to_string())).transpose()
    }

    /// An encoder of any table; `about` goes into its metadata.
    pub fn of_layout(layout: &'a Layout, about: String) -> Result<Self, StoreError> {
        let words = layout
            .labels
            .iter()
            .map(|label| label.words.iter().map(|word| ByteArray::from(word.as_str())).collect())
            .collect();
        let schema = schema(layout).map_err(StoreError::parquet(Path::new("the table's columns")))?;
        Ok(Self { layout, schema, properties: properties(layout, about), words })
    }

    /// The bytes of a file with these rows.
    pub fn encode(&self, blocks: &[&Rows]) -> Result<Vec<u8>, StoreError> {
        let encoded = self.start(Vec::new()).and_then(|mut file| {
            self.write(blocks, &mut file)?;
            file.into_inner()
        });
        encoded.map_err(StoreError::parquet(Path::new("a part")))
    }

    /// Starts a file that takes several groups of rows.
    pub fn start<W: Write + Send>(&self, sink: W) -> Result<SerializedFileWriter<W>, ParquetError> {
        SerializedFileWriter::new(sink, Arc::clone(&self.schema), Arc::clone(&self.properties))
    }

    /// Adds a group of rows.
    pub fn write<W: Write + Send>(
        &self,
        blocks: &[&Rows],
        file: &mut SerializedFileWriter<W>,
    ) -> Result<(), ParquetError> {
        let mut group = file.next_row_group()?;
        let mut columns = Columns { blocks, group: &mut group };
        for key in 0..self.layout.keys.len() {
            columns.keys(key)?;
        }
        for (label, words) in self.words.iter().enumerate() {
            columns.labels(label, words)?;
        }
        columns.failures()?;
        for input in 0..self.layout.inputs.len() {
            columns.inputs(input)?;
        }
        for outcome in 0..self.layout.outcomes.len() {
            columns.outcomes(outcome)?;
        }
        group.close()?;
        Ok(())
    }
}

/// Writes one column after another.
struct Columns<'a, 'b, W: Write> {
    blocks: &'a [&'a Rows],
    group: &'a mut SerializedRowGroupWriter<'b, W>,
}

impl<W: Write + Send> Columns<'_, '_, W> {
    fn keys(&mut self, key: usize) -> Result<(), ParquetError> {
        let values: Vec<i32> =
            self.blocks.iter().flat_map(|rows| cells(&rows.keys, rows.count, key)).copied().collect();
        self.next(|column| match column {
            ColumnWriter::Int32ColumnWriter(typed) => typed.write_batch(&values, None, None),
            _ => Err(unexpected()),
        })
    }

    fn labels(&mut self, label: usize, words: &[ByteArray]) -> Result<(), ParquetError> {
        let word = |position: &u16| words.get(usize::from(*position)).cloned().unwrap_or_default();
        let values: Vec<ByteArray> =
            self.blocks.iter().flat_map(|rows| cells(&rows.labels, rows.count, label)).map(word).collect();
        self.next(|column| match column {
            ColumnWriter::ByteArrayColumnWriter(typed) => typed.write_batch(&values, None, None),
            _ => Err(unexpected()),
        })
    }

    fn failures(&mut self) -> Result<(), ParquetError> {
        let mut levels = vec![EMPTY; self.blocks.iter().map(|rows| rows.len()).sum()];
        let mut values = Vec::new();
        let mut first = 0;
        for rows in self.blocks {
            for (row, reason) in &rows.failures {
                levels[first + row] = FILLED;
                values.push(ByteArray::from(reason.as_str()));
            }
            first += rows.count;
        }
        self.next(|column| match column {
            ColumnWriter::ByteArrayColumnWriter(typed) => typed.write_batch(&values, Some(&levels), None),
            _ => Err(unexpected()),
        })
    }

    fn inputs(&mut self, input: usize) -> Result<(), ParquetError> {
        let values: Vec<f64> =
            self.blocks.iter().flat_map(|rows| cells(&rows.inputs, rows.count, input)).copied().collect();
        self.next(|column| match column {
            ColumnWriter::DoubleColumnWriter(typed) => typed.write_batch(&values, None, None),
            _ => Err(unexpected()),
        })
    }

    fn outcomes(&mut self, outcome: usize) -> Result<(), ParquetError> {
        let all = || self.blocks.iter().flat_map(|rows| cells(&rows.outcomes, rows.count, outcome)).copied();
        let levels: Vec<i16> = all().map(|value| if value.is_nan() { EMPTY } else { FILLED }).collect();
        let values: Vec<f64> = all().filter(|value| !value.is_nan()).collect();
        self.next(|column| match column {
            ColumnWriter::DoubleColumnWriter(typed) => typed.write_batch(&values, Some(&levels), None),
            _ => Err(unexpected()),
        })
    }

    fn next(
        &mut self,
        write: impl FnOnce(&mut ColumnWriter<'_>) -> Result<usize, ParquetError>,
    ) -> Result<(), ParquetError> {
        let mut column = self.group.next_column()?.ok_or_else(unexpected)?;
        write(column.untyped())?;
        column.close()
    }
}

/// One column of a row-major list of `rows` rows.
fn cells<T>(values: &[T], rows: usize, column: usize) -> impl Iterator<Item = &T> {
    values.iter().skip(column).step_by((values.len() / rows.max(1)).max(1))
}

/// The schema is made from the layout, so that this cannot be met.
fn unexpected() -> ParquetError {
    ParquetError::General("the columns do not match the schema".to_owned())
}

fn schema(layout: &Layout) -> Result<TypePtr, ParquetError> {
    let field = |name: &str, physical, repetition| {
        let text = if physical == Physical::BYTE_ARRAY { ConvertedType::UTF8 } else { ConvertedType::NONE };
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_converted_type(text)
            .build()
            .map(Arc::new)
    };
    let mut fields = Vec::new();
    for key in &layout.keys {
        fields.push(field(key, Physical::INT32, Repetition::REQUIRED)?);
    }
    for label in &layout.labels {
        fields.push(field(&label.name, Physical::BYTE_ARRAY, Repetition::REQUIRED)?);
    }
    fields.push(field(FAILURE, Physical::BYTE_ARRAY, Repetition::OPTIONAL)?);
    for input in &layout.inputs {
        fields.push(field(&input.name, Physical::DOUBLE, Repetition::REQUIRED)?);
    }
    for outcome in &layout.outcomes {
        fields.push(field(&outcome.name, Physical::DOUBLE, Repetition::OPTIONAL)?);
    }
    Type::group_type_builder("counterflow").with_fields(fields).build().map(Arc::new)
}

/// Numbers rarely repeat, words and failures do; inputs repeat where a member has several rows.
fn properties(layout: &Layout, about: String) -> WriterPropertiesPtr {
    let path = |name: &str| ColumnPath::new(vec![name.to_owned()]);
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(vec![KeyValue::new(STUDY_KEY.to_owned(), about)]));
    for key in &layout.keys {
        builder = builder
            .set_column_dictionary_enabled(path(key), false)
            .set_column_encoding(path(key), Encoding::DELTA_BINARY_PACKED);
    }
    let plain = |builder: WriterPropertiesBuilder, name: &str| {
        builder
            .set_column_dictionary_enabled(path(name), false)
            .set_column_compression(path(name), Compression::UNCOMPRESSED)
    };
    let repeated = layout.rows_per_member > 1;
    for input in layout.inputs.iter().filter(|_| !repeated) {
        builder = plain(builder, &input.name);
    }
    for outcome in &layout.outcomes {
        builder = plain(builder, &outcome.name);
    }
    Arc::new(builder.build())
}
