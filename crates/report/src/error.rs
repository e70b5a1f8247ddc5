//! What can go wrong while a report is written.

/// A failure to write a report, a chart or a table.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file could not be created or written.
    #[error("cannot write {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A stream could not be written.
    #[error("cannot write the table: {0}")]
    Stream(#[from] std::io::Error),
    /// A Parquet table could not be written.
    #[error("cannot write the Parquet table: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A CSV table could not be written.
    #[error("cannot write the CSV table: {0}")]
    Csv(#[from] csv::Error),
    /// Data could not be turned into JSON, or the embedded map could not be read.
    #[error("JSON problem: {0}")]
    Json(#[from] serde_json::Error),
    /// A chart could not be drawn.
    #[error("cannot draw the chart of {chart}: {reason}")]
    Chart {
        /// Which chart.
        chart: String,
        /// What the drawing library said.
        reason: String,
    },
    /// A list of a chart has another length than its months.
    #[error("chart {indicator} at {place}: {months} months but {values} values in `{list}`")]
    Length {
        /// Indicator of the chart.
        indicator: String,
        /// Place of the chart.
        place: String,
        /// Which list.
        list: &'static str,
        /// Number of months.
        months: usize,
        /// Number of values.
        values: usize,
    },
}
