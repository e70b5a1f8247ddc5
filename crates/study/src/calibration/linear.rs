//! The little linear algebra that the fit needs: products, Cholesky factors and eigenvectors of matrices of some
//! hundred rows.
//!
//! Sums run in a fixed order, so results are the same bytes on any number of threads.

use rayon::prelude::*;

/// A matrix, stored row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// A matrix from a function of row and column.
    pub fn from_fn(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        let values = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { rows, columns, values: values.map(|(row, column)| entry(row, column)).collect() }
    }

    /// A matrix from rows of one length.
    pub(super) fn from_rows(rows: impl Iterator<Item = Vec<f64>>) -> Self {
        let rows: Vec<Vec<f64>> = rows.collect();
        Self { rows: rows.len(), columns: rows.first().map_or(0, Vec::len), values: rows.concat() }
    }

    /// A matrix from values row by row; none if they do not fill it.
    #[must_use]
    pub fn from_values(rows: usize, columns: usize, values: Vec<f64>) -> Option<Self> {
        (values.len() == rows.checked_mul(columns)?).then_some(Self { rows, columns, values })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// A row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// A column, copied.
    #[must_use]
    pub fn column(&self, column: usize) -> Vec<f64> {
        (0..self.rows).map(|row| self.row(row)[column]).collect()
    }

    /// All values, row by row.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Rows and columns exchanged.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |row, column| self.row(column)[row])
    }

    /// The product with another matrix that has as many rows as this one has columns.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let row_of_product = |row: &[f64]| {
            let mut sums = vec![0.0; other.columns];
            for (weight, line) in row.iter().zip(other.values.chunks_exact(other.columns.max(1))) {
                add_scaled(&mut sums, *weight, line);
            }
            sums
        };
        let values: Vec<Vec<f64>> = (0..self.rows).into_par_iter().map(|row| row_of_product(self.row(row))).collect();
        Self { rows: self.rows, columns: other.columns, values: values.concat() }
    }

    /// Means of the columns over the rows.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        let mut means = vec![0.0; self.columns];
        (0..self.rows).for_each(|row| add_scaled(&mut means, 1.0 / self.rows as f64, self.row(row)));
        means
    }

    /// The matrix less a row, taken off each of its rows.
    #[must_use]
    pub fn less(&self, row: &[f64]) -> Self {
        let mut centred = self.clone();
        (0..self.rows).for_each(|at| add_scaled(centred.row_mut(at), -1.0, row));
        centred
    }
}

/// `sums += weight * row`.
pub(super) fn add_scaled(sums: &mut [f64], weight: f64, row: &[f64]) {
    sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
}

/// Scalar product.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The lower triangular factor `L` of a positive definite matrix `L L'`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    factor: Matrix,
}

impl Cholesky {
    /// The factor of a symmetric matrix, of which the lower triangle is read; none if it is not positive definite.
    #[must_use]
    pub fn new(matrix: &Matrix) -> Option<Self> {
        let mut factor = Matrix::zeros(matrix.rows, matrix.rows);
        for row in 0..matrix.rows {
            for column in 0..=row {
                let rest = matrix.row(row)[column] - dot(&factor.row(row)[..column], &factor.row(column)[..column]);
                factor.row_mut(row)[column] = match column == row {
                    true if rest > 0.0 && rest.is_finite() => rest.sqrt(),
                    true => return None,
                    false => rest / factor.row(column)[column],
                };
            }
        }
        Some(Self { factor })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.factor.rows
    }

    /// `L x`: correlated numbers from independent ones.
    #[must_use]
    pub fn correlate(&self, independent: &[f64]) -> Vec<f64> {
        (0..self.rows()).map(|row| dot(&self.factor.row(row)[..=row], independent)).collect()
    }

    /// `L^-1 x`: independent numbers from correlated ones.
    #[must_use]
    pub fn whiten(&self, correlated: &[f64]) -> Vec<f64> {
        let mut whitened: Vec<f64> = Vec::with_capacity(correlated.len());
        for (row, value) in correlated.iter().enumerate() {
            let line = self.factor.row(row);
            whitened.push((value - dot(&line[..row], &whitened)) / line[row]);
        }
        whitened
    }

    /// `(L L')^-1 x`.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut solution = self.whiten(right);
        for row in (0..solution.len()).rev() {
            let line = self.factor.row(row);
            solution[row] /= line[row];
            let value = solution[row];
            add_scaled(&mut solution[..row], -value, &line[..row]);
        }
        solution
    }

    /// Logarithm of the determinant of `L L'`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        (0..self.rows()).map(|row| 2.0 * self.factor.row(row)[row].ln()).sum()
    }
}

/// Eigenvalues of a symmetric matrix, largest first, and its eigenvectors as rows of a matrix, by cyclic Jacobi
/// rotations (Golub and Van Loan 2013, "Matrix computations", 8.5).
#[must_use]
pub fn symmetric_eigen(matrix: &Matrix) -> (Vec<f64>, Matrix) {
    const MOST_SWEEPS: usize = 60;
    let count = matrix.rows;
    let mut rest = matrix.clone();
    let mut vectors = Matrix::from_fn(count, count, |row, column| f64::from(u8::from(row == column)));
    let negligible = f64::EPSILON * dot(&matrix.values, &matrix.values).sqrt() / count.max(1) as f64;
    for _ in 0..MOST_SWEEPS {
        let mut turned = false;
        for p in 0..count {
            for q in p + 1..count {
                turned |= rotate(&mut rest, &mut vectors, (p, q), negligible);
            }
        }
        if !turned {
            break;
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| rest.row(*b)[*b].total_cmp(&rest.row(*a)[*a]));
    let values = order.iter().map(|&at| rest.row(at)[at]).collect();
    (values, Matrix::from_fn(count, count, |row, column| vectors.row(order[row])[column]))
}

/// Turns the plane of two coordinates so that their off-diagonal entry vanishes; says whether there was one.
fn rotate(rest: &mut Matrix, vectors: &mut Matrix, (p, q): (usize, usize), negligible: f64) -> bool {
    let entry = rest.row(p)[q];
    if entry.abs() <= negligible {
        return false;
    }
    let half_cotangent = (rest.row(q)[q] - rest.row(p)[p]) / (2.0 * entry);
    let tangent = half_cotangent.signum() / (half_cotangent.abs() + half_cotangent.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
    let rows = |of: &mut Matrix| {
        for column in 0..of.columns {
            let (a, b) = turn(of.row(p)[column], of.row(q)[column]);
            (of.row_mut(p)[column], of.row_mut(q)[column]) = (a, b);
        }
    };
    rows(rest);
    for row in 0..rest.rows {
        let line = rest.row_mut(row);
        (line[p], line[q]) = turn(line[p], line[q]);
    }
    rows(vectors);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(rows: usize) -> Matrix {
        Matrix::from_fn(rows, rows, |row, column| {
            (-(row.abs_diff(column) as f64) / 3.0).exp() + f64::from(u8::from(row == column)) * (1.0 + row as f64)
        })
    }

    #[test]
    fn a_factor_solves_whitens_and_correlates() {
        let matrix = spread(12);
        let cholesky = Cholesky::new(&matrix).unwrap();
        let x: Vec<f64> = (0..12).map(|i| f64::from(i).sin()).collect();
        let product: Vec<f64> = (0..12).map(|row| dot(matrix.row(row), &x)).collect();
        let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(close(&cholesky.solve(&product), &x));
        assert!(close(&cholesky.whiten(&cholesky.correlate(&x)), &x));
        // Determinant of [[2, 1], [1, 3]] is 5.
        let two = Matrix::from_values(2, 2, vec![2.0, 1.0, 1.0, 3.0]).unwrap();
        assert!((Cholesky::new(&two).unwrap().log_determinant() - 5.0_f64.ln()).abs() < 1e-14);
        let indefinite = Matrix::from_values(2, 2, vec![1.0, 2.0, 2.0, 1.0]).unwrap();
        assert_eq!(Cholesky::new(&indefinite), None);
    }

    /// Eigenvalues of the second difference matrix of order n are 2 - 2 cos(k pi / (n + 1)).
    #[test]
    fn val_eigenvalues_of_second_differences() {
        let count = 9;
        let matrix = Matrix::from_fn(count, count, |row, column| match row.abs_diff(column) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        });
        let (values, vectors) = symmetric_eigen(&matrix);
        for (rank, value) in values.iter().enumerate() {
            let k = (count - rank) as f64;
            let exact = 2.0 - 2.0 * (k * std::f64::consts::PI / (count as f64 + 1.0)).cos();
            assert!((value - exact).abs() < 1e-12, "{value} {exact}");
            let image: Vec<f64> = (0..count).map(|row| dot(matrix.row(row), vectors.row(rank))).collect();
            assert!(image.iter().zip(vectors.row(rank)).all(|(a, b)| (a - value * b).abs() < 1e-12));
        }
        assert_eq!(symmetric_eigen(&spread(4)).1.rows(), 4);
    }

    #[test]
    fn products_and_means() {
        let a = Matrix::from_values(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        assert_eq!(a.times(&a.transposed()).values(), [14.0, 32.0, 32.0, 77.0]);
        assert_eq!(a.means(), [2.5, 3.5, 4.5]);
        assert_eq!(a.less(&a.means()).column(0), [-1.5, 1.5]);
        assert_eq!(Matrix::from_values(2, 2, vec![1.0]), None);
    }
}
