//! Zero-sum matrix games by the simplex method on a dense tableau.
//!
//! The row player maximises. Shifting all pay-offs to be positive makes the value positive; then
//! max sum y subject to A y <= 1, y >= 0 has the optimum 1 / value, y / sum y is the column player's
//! strategy, and the prices of the rows, normalised, are the row player's (Dantzig 1951). Pivots
//! follow Bland's rule (1977), so the method ends.

/// Optimal mixed strategies and value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MatrixGame {
    pub(crate) row_strategy: Vec<f64>,
    pub(crate) column_strategy: Vec<f64>,
    pub(crate) value: f64,
}

/// Reduced costs and pivots smaller than this are rounding.
const PIVOT_TOLERANCE: f64 = 1e-11;

/// Solves a game with at least one row and one column.
pub(crate) fn solve(payoff: &[Vec<f64>]) -> MatrixGame {
    let least = payoff.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let shift = 1.0 - least;
    let mut tableau = Tableau::new(payoff, shift);
    while let Some((row, column)) = tableau.entering_pair() {
        tableau.pivot(row, column);
    }
    tableau.strategies(shift)
}

/// Rows: constraints, then the objective. Columns: variables, slacks, right-hand side.
struct Tableau {
    cells: Vec<Vec<f64>>,
    basis: Vec<usize>,
    columns: usize,
}

impl Tableau {
    fn new(payoff: &[Vec<f64>], shift: f64) -> Self {
        let (rows, columns) = (payoff.len(), payoff[0].len());
        let mut cells = vec![vec![0.0; columns + rows + 1]; rows + 1];
        for (row, payoffs) in payoff.iter().enumerate() {
            for (column, value) in payoffs.iter().enumerate() {
                cells[row][column] = value + shift;
            }
            cells[row][columns + row] = 1.0;
            cells[row][columns + rows] = 1.0;
        }
        cells[rows][..columns].fill(-1.0);
        Self { cells, basis: (columns..columns + rows).collect(), columns }
    }

    fn rows(&self) -> usize {
        self.basis.len()
    }

    /// Bland's rule: the first improving column, the tightest row, ties by basic variable.
    fn entering_pair(&self) -> Option<(usize, usize)> {
        let width = self.columns + self.rows();
        let column = (0..width).find(|&column| self.cells[self.rows()][column] < -PIVOT_TOLERANCE)?;
        let limit = |row: usize| self.cells[row][width] / self.cells[row][column];
        (0..self.rows())
            .filter(|&row| self.cells[row][column] > PIVOT_TOLERANCE)
            .min_by(|&left, &right| limit(left).total_cmp(&limit(right)).then(self.basis[left].cmp(&self.basis[right])))
            .map(|row| (row, column))
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let scale = self.cells[row][column];
        self.cells[row].iter_mut().for_each(|cell| *cell /= scale);
        let pivot_row = self.cells[row].clone();
        for (other, cells) in self.cells.iter_mut().enumerate() {
            let factor = cells[column];
            if other != row && factor != 0.0 {
                cells.iter_mut().zip(&pivot_row).for_each(|(cell, pivot)| *cell -= factor * pivot);
            }
        }
        self.basis[row] = column;
    }

    fn strategies(&self, shift: f64) -> MatrixGame {
        let (rows, last) = (self.rows(), self.columns + self.rows());
        let mut column_strategy = vec![0.0; self.columns];
        for (row, &variable) in self.basis.iter().enumerate() {
            if variable < self.columns {
                column_strategy[variable] = self.cells[row][last].max(0.0);
            }
        }
        let mut row_strategy: Vec<f64> = (0..rows).map(|row| self.cells[rows][self.columns + row].max(0.0)).collect();
        let total: f64 = column_strategy.iter().sum();
        let priced: f64 = row_strategy.iter().sum();
        column_strategy.iter_mut().for_each(|share| *share /= total);
        row_strategy.iter_mut().for_each(|share| *share /= priced);
        MatrixGame { row_strategy, column_strategy, value: total.recip() - shift }
    }
}
