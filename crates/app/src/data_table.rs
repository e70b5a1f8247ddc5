//! A table of the user's: CSV, or Parquet where the file's name ends in `.parquet`.

use counterflow_evidence::csv_reader::CsvTable;
use counterflow_evidence::diagnostics::{Problem, ProblemSink, Problems, SourceFile, code, nearest};
use counterflow_study::store::{Manifest, STUDY_KEY};
use parquet::basic::Type as Physical;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::TypePtr;
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use std::str::FromStr;

/// Faults of a column that are told.
const MOST_FAULTS: usize = 5;
/// Names of columns that are listed.
const MOST_NAMES: usize = 12;

/// Rows that are wanted: those with this text in this column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    column: String,
    text: String,
}

impl FromStr for Condition {
    type Err = String;

    /// Reads `scenario=military`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (column, text) = text.split_once('=').ok_or("a condition is COLUMN=TEXT, such as scenario=military")?;
        Ok(Self { column: column.to_owned(), text: text.to_owned() })
    }
}

/// The cells of a column.
#[derive(Debug)]
enum Cells {
    Texts(Vec<String>),
    /// Numbers of a Parquet file; NaN where a cell is empty.
    Numbers(Vec<f64>),
}

impl Cells {
    /// A cell as it is written.
    fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Cells::Texts(texts) => Cow::Borrowed(&texts[row]),
            Cells::Numbers(numbers) if numbers[row].is_nan() => Cow::Borrowed(""),
            // Numbers print so that reading them gives the same bits.
            Cells::Numbers(numbers) => Cow::Owned(numbers[row].to_string()),
        }
    }

    fn number(&self, row: usize) -> Option<f64> {
        let number = match self {
            Cells::Texts(texts) => texts[row].parse().ok()?,
            Cells::Numbers(numbers) => numbers[row],
        };
        number.is_finite().then_some(number)
    }

    fn only(&self, rows: &[usize]) -> Self {
        match self {
            Cells::Texts(texts) => Cells::Texts(rows.iter().map(|row| texts[*row].clone()).collect()),
            Cells::Numbers(numbers) => Cells::Numbers(rows.iter().map(|row| numbers[*row]).collect()),
        }
    }
}

/// A table, as far as a file holds it.
#[derive(Debug)]
pub struct DataTable {
    /// For places in messages; of a Parquet file, the name alone.
    file: SourceFile,
    names: Vec<String>,
    columns: Vec<Cells>,
    /// Line of each row; 0 in a Parquet file.
    lines: Vec<usize>,
    /// Inputs of the study that the table was exported from; none for other tables.
    study_inputs: Vec<String>,
}

impl DataTable {
    /// Reads a file; all its problems come at once.
    pub fn read(path: &Path) -> Result<Self, Problems> {
        let table = match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("parquet") => read_parquet(path)?,
            _ => read_csv(path)?,
        };
        if table.lines.is_empty() {
            return Err(Problem::new(code::CSV_EMPTY, "the table has no rows")
                .in_file(table.file.name)
                .expect("a header and rows of cells")
                .into());
        }
        Ok(table)
    }

    /// The rows that meet all conditions.
    pub fn only(self, conditions: &[Condition]) -> Result<Self, Problem> {
        let mut kept: Vec<usize> = (0..self.lines.len()).collect();
        for Condition { column, text } in conditions {
            let cells = &self.columns[self.position(column)?];
            kept.retain(|row| cells.text(*row) == *text);
            if kept.is_empty() {
                let problem = Problem::new(code::CSV_EMPTY, format!("no row is left with {column}={text}"));
                let known: Vec<Cow<'_, str>> = (0..self.lines.len()).map(|row| cells.text(row)).collect();
                let near = nearest(text, known.iter().map(AsRef::as_ref)).map(str::to_owned);
                return Err(self.at_file(problem.expect("conditions that some rows meet").suggest(near.as_deref())));
            }
        }
        Ok(Self {
            columns: self.columns.iter().map(|cells| cells.only(&kept)).collect(),
            lines: kept.iter().map(|row| self.lines[*row]).collect(),
            ..self
        })
    }

    /// Inputs of the study that the table was exported from; none for other tables.
    pub fn study_inputs(&self) -> &[String] {
        &self.study_inputs
    }

    /// Names of the columns in the order of the file.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Cells of a column as they are written.
    pub fn texts(&self, column: &str) -> Result<Vec<String>, Problem> {
        let cells = &self.columns[self.position(column)?];
        Ok((0..self.lines.len()).map(|row| cells.text(row).into_owned()).collect())
    }

    /// Finite numbers of a column.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, Problems> {
        let cells = &self.columns[self.position(column)?];
        let mut problems = Problems::default();
        let mut numbers = Vec::with_capacity(self.lines.len());
        for row in 0..self.lines.len() {
            match cells.number(row) {
                Some(number) => numbers.push(number),
                // A wrong column is wrong in every row.
                None if problems.len() == MOST_FAULTS => break,
                None => {
                    let cell = cells.text(row);
                    let found = if cell.is_empty() { "empty".to_owned() } else { format!("`{cell}`") };
                    problems.push(
                        self.at_row(
                            row,
                            Problem::new(code::CSV_NOT_A_NUMBER, format!("`{column}` is {found}"))
                                .expect("a finite number"),
                        ),
                    );
                }
            }
        }
        problems.into_result(numbers)
    }

    /// Puts a problem at a row.
    pub fn at_row(&self, row: usize, problem: Problem) -> Problem {
        match self.lines[row] {
            0 => Problem { message: format!("row {}: {}", row + 1, problem.message), ..problem }
                .in_file(self.file.name.clone()),
            line => problem.at(&self.file, line, 1),
        }
    }

    /// Puts a problem at the file.
    pub fn at_file(&self, problem: Problem) -> Problem {
        problem.in_file(self.file.name.clone())
    }

    /// The first names of the columns.
    fn listed(&self) -> String {
        let named = self.names[..self.names.len().min(MOST_NAMES)].join(", ");
        let others = self.names.len().saturating_sub(MOST_NAMES);
        if others == 0 { format!("one of {named}") } else { format!("one of {named} and {others} others") }
    }

    fn position(&self, column: &str) -> Result<usize, Problem> {
        self.names.iter().position(|name| name == column).ok_or_else(|| {
            let near = nearest(column, self.names.iter().map(String::as_str)).map(str::to_owned);
            let problem = Problem::new(code::CSV_MISSING_COLUMN, format!("the table has no column `{column}`"));
            self.at_file(problem.expect(self.listed()).suggest(near.as_deref()))
        })
    }
}

fn read_csv(path: &Path) -> Result<DataTable, Problems> {
    let file = SourceFile::read(path)?;
    let sink = ProblemSink::default();
    let table = CsvTable::parse_any(&file, &sink);
    let names: Vec<String> = table.columns().into_iter().map(str::to_owned).collect();
    let column = |name: &String| Cells::Texts(table.rows().map(|row| row.text(name).unwrap_or_default()).collect());
    let columns = names.iter().map(column).collect();
    let lines = table.rows().map(|row| row.line()).collect();
    sink.into_result(())?;
    Ok(DataTable { names, columns, lines, file, study_inputs: Vec::new() })
}

fn read_parquet(path: &Path) -> Result<DataTable, Problems> {
    let name = path.display().to_string();
    let unreadable = |fault: &dyn std::fmt::Display| {
        Problem::new(code::UNREADABLE, format!("cannot read the file: {fault}")).in_file(name.clone())
    };
    let file = File::open(path).map_err(|fault| unreadable(&fault))?;
    let reader = SerializedFileReader::new(file).map_err(|fault| unreadable(&fault).expect("a Parquet file"))?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let names: Vec<String> = fields.iter().map(|field| field.name().to_owned()).collect();
    let empty = |is_number: bool| if is_number { Cells::Numbers(Vec::new()) } else { Cells::Texts(Vec::new()) };
    let is_number = |field: &TypePtr| field.is_primitive() && matches!(field.get_physical_type(), Physical::DOUBLE);
    let mut columns: Vec<Cells> = fields.iter().map(|field| empty(is_number(field))).collect();
    let mut rows = 0;
    for row in reader.get_row_iter(None).map_err(|fault| unreadable(&fault))? {
        let row = row.map_err(|fault| unreadable(&fault))?;
        for ((_, field), cells) in row.get_column_iter().zip(&mut columns) {
            match (cells, field) {
                (Cells::Numbers(numbers), Field::Double(number)) => numbers.push(*number),
                (Cells::Numbers(numbers), _) => numbers.push(f64::NAN),
                (Cells::Texts(texts), field) => texts.push(text_of(field)),
            }
        }
        rows += 1;
    }
    Ok(DataTable {
        file: SourceFile::new(name, ""),
        names,
        columns,
        lines: vec![0; rows],
        study_inputs: inputs_of_study(&reader),
    })
}

/// Inputs by the manifest that `study export` writes into a table.
fn inputs_of_study(reader: &SerializedFileReader<File>) -> Vec<String> {
    let metadata = reader.metadata().file_metadata().key_value_metadata();
    let about =
        metadata.into_iter().flatten().find(|entry| entry.key == STUDY_KEY).and_then(|entry| entry.value.as_deref());
    let manifest: Option<Manifest> = about.and_then(|about| serde_json::from_str(about).ok());
    manifest.map_or_else(Vec::new, |manifest| manifest.layout.inputs.into_iter().map(|input| input.name).collect())
}

/// Truth is 0 or 1.
fn text_of(field: &Field) -> String {
    match field {
        Field::Float(number) => f64::from(*number).to_string(),
        Field::Bool(truth) => u8::from(*truth).to_string(),
        Field::Str(text) => text.clone(),
        Field::Null => String::new(),
        other => other.to_string(),
    }
}
