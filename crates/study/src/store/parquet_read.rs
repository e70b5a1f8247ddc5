//! Columns of a part.

use super::error::StoreError;
use super::layout::Layout;
use super::rows::Rows;
use parquet::column::reader::ColumnReader;
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A part's file, read column by column.
pub(super) struct PartReader<'a> {
    path: PathBuf,
    layout: &'a Layout,
    file: SerializedFileReader<File>,
}

/// A column's values without the empty cells, and which cells are filled.
struct Cells<T> {
    values: Vec<T>,
    filled: Vec<bool>,
}

impl<'a> PartReader<'a> {
    /// Opens a part of a study with this layout.
    pub fn open(path: &Path, layout: &'a Layout) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(StoreError::file(path))?;
        let file = SerializedFileReader::new(file).map_err(StoreError::parquet(path))?;
        let reader = Self { path: path.to_owned(), layout, file };
        let schema = reader.file.metadata().file_metadata().schema_descr();
        let names: Vec<&str> = schema.columns().iter().map(|column| column.name()).collect();
        if names == layout.names() {
            Ok(reader)
        } else {
            Err(StoreError::unreadable(path, "its columns are not the study's"))
        }
    }

    /// An outcome of every row; NaN where the cell is empty.
    pub fn outcome(&self, outcome: usize) -> Result<Vec<f64>, StoreError> {
        let first = self.layout.keys.len() + self.layout.labels.len() + 1 + self.layout.inputs.len();
        self.numbers(first + outcome)
    }

    /// Why rows failed, by row.
    pub fn failures(&self) -> Result<Vec<(usize, String)>, StoreError> {
        let cells = self.texts(self.layout.keys.len() + self.layout.labels.len())?;
        let rows = cells.filled.iter().enumerate().filter(|(_, filled)| **filled).map(|(row, _)| row);
        Ok(rows.zip(cells.values).collect())
    }

    /// All rows.
    pub fn rows(&self) -> Result<Rows, StoreError> {
        let (keys, labels, inputs, outcomes) =
            (self.layout.keys.len(), self.layout.labels.len(), self.layout.inputs.len(), self.layout.outcomes.len());
        let key_columns = (0..keys).map(|key| self.whole(key)).collect::<Result<Vec<_>, _>>()?;
        let label_columns = (0..labels).map(|label| self.label(label)).collect::<Result<Vec<_>, _>>()?;
        let first = keys + labels + 1;
        let input_columns =
            (first..first + inputs).map(|column| self.numbers(column)).collect::<Result<Vec<_>, _>>()?;
        let outcome_columns = (0..outcomes).map(|outcome| self.outcome(outcome)).collect::<Result<Vec<_>, _>>()?;
        let count = usize::try_from(self.file.metadata().file_metadata().num_rows()).unwrap_or(0);
        Ok(Rows {
            count,
            keys: row_major(&key_columns, count),
            labels: row_major(&label_columns, count),
            failures: self.failures()?,
            inputs: row_major(&input_columns, count),
            outcomes: row_major(&outcome_columns, count),
        })
    }

    fn label(&self, label: usize) -> Result<Vec<u16>, StoreError> {
        let places: BTreeMap<&String, u16> = self.layout.labels[label].words.iter().zip(0..).collect();
        let position = |text: &String| places.get(text).copied();
        let cells = self.texts(self.layout.keys.len() + label)?;
        let positions: Option<Vec<u16>> = cells.values.iter().map(position).collect();
        positions.ok_or_else(|| {
            StoreError::unreadable(&self.path, format!("`{}` holds an unknown word", self.layout.labels[label].name))
        })
    }

    fn whole(&self, column: usize) -> Result<Vec<i32>, StoreError> {
        let cells = self.read(column, |reader, rows, cells| match reader {
            ColumnReader::Int32ColumnReader(typed) => append(typed, rows, cells),
            _ => Err(wrong_type()),
        })?;
        Ok(cells.values)
    }

    fn numbers(&self, column: usize) -> Result<Vec<f64>, StoreError> {
        let cells = self.read(column, |reader, rows, cells| match reader {
            ColumnReader::DoubleColumnReader(typed) => append(typed, rows, cells),
            _ => Err(wrong_type()),
        })?;
        let mut values = cells.values.into_iter();
        Ok(cells
            .filled
            .iter()
            .map(|filled| if *filled { values.next().unwrap_or(f64::NAN) } else { f64::NAN })
            .collect())
    }

    fn texts(&self, column: usize) -> Result<Cells<String>, StoreError> {
        let cells: Cells<ByteArray> = self.read(column, |reader, rows, cells| match reader {
            ColumnReader::ByteArrayColumnReader(typed) => append(typed, rows, cells),
            _ => Err(wrong_type()),
        })?;
        let text = |bytes: &ByteArray| String::from_utf8_lossy(bytes.data()).into_owned();
        Ok(Cells { values: cells.values.iter().map(text).collect(), filled: cells.filled })
    }

    fn read<T>(
        &self,
        column: usize,
        append: impl Fn(ColumnReader, usize, &mut Cells<T>) -> Result<(), ParquetError>,
    ) -> Result<Cells<T>, StoreError> {
        let mut cells = Cells { values: Vec::new(), filled: Vec::new() };
        for group in 0..self.file.num_row_groups() {
            let read = self.file.get_row_group(group).and_then(|group| {
                let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
                append(group.get_column_reader(column)?, rows, &mut cells)
            });
            read.map_err(StoreError::parquet(&self.path))?;
        }
        Ok(cells)
    }
}

fn append<D: DataType>(
    mut reader: parquet::column::reader::ColumnReaderImpl<D>,
    rows: usize,
    cells: &mut Cells<D::T>,
) -> Result<(), ParquetError> {
    let mut levels: Vec<i16> = Vec::new();
    let (read, _, _) = reader.read_records(rows, Some(&mut levels), None, &mut cells.values)?;
    match levels.is_empty() {
        true => cells.filled.extend(std::iter::repeat_n(true, read)),
        false => cells.filled.extend(levels.iter().map(|level| *level > 0)),
    }
    Ok(())
}

fn row_major<T: Copy>(columns: &[Vec<T>], rows: usize) -> Vec<T> {
    (0..rows).flat_map(|row| columns.iter().filter_map(move |column| column.get(row)).copied()).collect()
}

fn wrong_type() -> ParquetError {
    ParquetError::General("a column has another type than the study's".to_owned())
}
