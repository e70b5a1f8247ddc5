//! Numbers computed by SALib and EMA Workbench, for tests alone; `benches/study/peers.py` writes them.

/// A table: one list of cells per row, without remarks and heading.
pub struct Table(Vec<Vec<&'static str>>);

impl Table {
    /// Reads a file embedded in a test.
    pub fn of(text: &'static str) -> Self {
        Self(text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split(',').collect()).collect())
    }

    /// Cells, by row.
    pub fn rows(&self) -> &[Vec<&'static str>] {
        &self.0
    }

    /// A column of numbers.
    pub fn column(&self, column: usize) -> Vec<f64> {
        self.0.iter().map(|row| number(row[column]).expect("a number")).collect()
    }

    /// All numbers of the first columns, row by row.
    pub fn numbers(&self, columns: usize) -> Vec<f64> {
        self.0.iter().flat_map(|row| row[..columns].iter().map(|cell| number(cell).expect("a number"))).collect()
    }
}

/// A number; none for an empty cell.
pub fn number(cell: &str) -> Option<f64> {
    (!cell.is_empty()).then(|| cell.parse().expect("a number"))
}
