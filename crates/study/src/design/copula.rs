//! Correlated parameters by a Gaussian copula.
//!
//! With `z` the normal quantiles of the shares and `L` the Cholesky factor of the correlation matrix,
//! the correlated shares are `F(L z)`, `F` the normal distribution function. A rank correlation
//! (Spearman) `s` between two parameters needs the normal correlation `2 sin(pi s / 6)` (Pearson 1907;
//! Kruskal 1958, "Ordinal measures of association"). Every parameter keeps its own distribution. The
//! strata of a Latin hypercube stay exact for uncorrelated parameters and for the first of a
//! correlated group only.

use statrs::distribution::{ContinuousCDF, Normal};
use std::f64::consts::PI;

/// Why correlations cannot hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the correlations contradict each other: no joint distribution has them all")]
pub struct CopulaError;

/// Correlations between some parameters of a design.
#[derive(Clone, Debug)]
pub struct Copula {
    /// Positions of the parameters concerned.
    positions: Vec<usize>,
    /// Rows of the lower triangular factor.
    factor: Vec<Vec<f64>>,
    normal: Normal,
}

impl Copula {
    /// Pairs of positions with their rank correlations; pairs that are not named are uncorrelated.
    ///
    /// # Errors
    /// Correlations that no joint distribution has.
    pub fn new(pairs: &[(usize, usize, f64)]) -> Result<Self, CopulaError> {
        let mut positions: Vec<usize> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        positions.sort_unstable();
        positions.dedup();
        let mut matrix: Vec<Vec<f64>> = (0..positions.len())
            .map(|row| (0..positions.len()).map(|column| f64::from(u8::from(row == column))).collect())
            .collect();
        for (a, b, rank_correlation) in pairs {
            let place = |position: &usize| positions.binary_search(position).unwrap_or_default();
            let correlation = 2.0 * (PI * rank_correlation / 6.0).sin();
            matrix[place(a)][place(b)] = correlation;
            matrix[place(b)][place(a)] = correlation;
        }
        Ok(Self { positions, factor: cholesky(&matrix).ok_or(CopulaError)?, normal: Normal::standard() })
    }

    /// Correlates the shares of a point; a central value stays what it is.
    pub fn apply(&self, shares: &mut [Option<f64>]) {
        let of = |position: &usize| Some(self.normal.inverse_cdf(shares[*position]?));
        let Some(scores) = self.positions.iter().map(of).collect::<Option<Vec<f64>>>() else { return };
        for (position, row) in self.positions.iter().zip(&self.factor) {
            let score: f64 = row.iter().zip(&scores).map(|(weight, score)| weight * score).sum();
            shares[*position] = Some(self.normal.cdf(score));
        }
    }
}

/// Lower triangular factor of a positive definite matrix.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut factor: Vec<Vec<f64>> = Vec::new();
    for (row, values) in matrix.iter().enumerate() {
        let mut line: Vec<f64> = Vec::new();
        for (column, value) in values.iter().take(row + 1).enumerate() {
            let other = if column == row { &line } else { &factor[column] };
            let inner: f64 = line.iter().zip(other).map(|(a, b)| a * b).sum();
            let rest = value - inner;
            let entry = match column == row {
                true if rest > 0.0 => rest.sqrt(),
                true => return None,
                false => rest / factor[column][column],
            };
            line.push(entry);
        }
        factor.push(line);
    }
    Some(factor)
}
