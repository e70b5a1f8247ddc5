//! The Everingham-Rydell transition matrix and its exact monthly root.
//!
//! ```text
//! L[t+1] = (1 - a - b) L[t] + f H[t] + I[t]
//! H[t+1] = b L[t] + (1 - f - g) H[t]                          one year
//! R = M^(1/12) = l2^(1/12) 1 + (l1^(1/12) - l2^(1/12)) / (l1 - l2) (M - l2 1)
//! e = (1 + R + ... + R^11)^-1 (1, 0) = (1 - R) (1 - M)^-1 (1, 0)   monthly entry per yearly initiate
//! ```
//!
//! l1 >= l2 are the eigenvalues of M, real because b f >= 0. The entry vector e makes twelve months
//! with constant initiation equal to one year, and both steady states equal. Its second component
//! is about -0.001: the yearly model counts no escalation in the year of initiation.
//!
//! Source: Everingham & Rydell 1994, RAND MR-332; root and entry derived. Domain: positive rates
//! with (1-a-b)(1-f-g) > b f, that is yearly rates well below 1.

use crate::MONTHS_PER_YEAR;

/// Annual transition rates between light use, heavy use and no use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnnualRates {
    /// Light to no use, a.
    pub light_quit: f64,
    /// Light to heavy use, b.
    pub light_to_heavy: f64,
    /// Heavy to light use, f.
    pub heavy_to_light: f64,
    /// Heavy to no use, g.
    pub heavy_quit: f64,
}

/// A real 2 x 2 matrix on (light, heavy), by rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix2(pub [[f64; 2]; 2]);

impl Matrix2 {
    /// The matrix times a vector.
    pub fn times(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.0.map(|[left, right]| left * x + right * y)
    }

    /// Eigenvalues, the larger first; real for matrices with non-negative off-diagonal entries.
    pub fn eigenvalues(&self) -> [f64; 2] {
        let [[a, b], [c, d]] = self.0;
        let spread = (0.25 * (a - d) * (a - d) + b * c).max(0.0).sqrt();
        [0.5 * (a + d) + spread, 0.5 * (a + d) - spread]
    }

    /// A function of the matrix, by Sylvester's formula; eigenvalues below zero count as zero.
    pub fn function(&self, of: impl Fn(f64) -> f64) -> Self {
        let [large, small] = self.eigenvalues().map(|value| value.max(0.0));
        // For (nearly) equal eigenvalues the slope is the derivative; this gap balances rounding
        // against truncation.
        let apart = large.max(small + f64::EPSILON.sqrt());
        let base = of(small);
        let slope = (of(apart) - base) / (apart - small);
        let [[a, b], [c, d]] = self.0;
        Self([[base + slope * (a - small), slope * b], [slope * c, base + slope * (d - small)]])
    }

    /// (1 - factor x this)^-1 v: what a unit impulse v accumulates to.
    pub fn accumulated(&self, factor: f64, [x, y]: [f64; 2]) -> [f64; 2] {
        let [[a, b], [c, d]] = self.0.map(|row| row.map(|entry| factor * entry));
        let determinant = (1.0 - a) * (1.0 - d) - b * c;
        [((1.0 - d) * x + b * y) / determinant, (c * x + (1.0 - a) * y) / determinant]
    }
}

impl AnnualRates {
    /// The one-year matrix M.
    pub fn annual(&self) -> Matrix2 {
        let light_stays = 1.0 - self.light_quit - self.light_to_heavy;
        let heavy_stays = 1.0 - self.heavy_to_light - self.heavy_quit;
        Matrix2([[light_stays, self.heavy_to_light], [self.light_to_heavy, heavy_stays]])
    }

    /// The exact monthly step.
    pub fn monthly(&self) -> MonthlyStep {
        let annual = self.annual();
        let root = annual.function(|eigenvalue| eigenvalue.powf(MONTHS_PER_YEAR.recip()));
        MonthlyStep { root, entry: annual.function(monthly_entry).times([1.0, 0.0]) }
    }
}

/// (1 - l^(1/12)) / (1 - l), which is 1/12 at l = 1, where nobody ever leaves.
fn monthly_entry(eigenvalue: f64) -> f64 {
    let log = eigenvalue.ln();
    if log == 0.0 { MONTHS_PER_YEAR.recip() } else { (log / MONTHS_PER_YEAR).exp_m1() / log.exp_m1() }
}

/// One month of the two-state chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthlyStep {
    /// R = M^(1/12).
    pub root: Matrix2,
    /// Monthly entry (light, heavy) per yearly initiate.
    pub entry: [f64; 2],
}

impl MonthlyStep {
    /// Light and heavy users a month later. Heavy users stop at zero, which binds only in a market
    /// with almost none.
    pub fn apply(&self, light: f64, heavy: f64, initiation_per_year: f64) -> (f64, f64) {
        let [moved_light, moved_heavy] = self.root.times([light, heavy]);
        (
            moved_light + self.entry[0] * initiation_per_year,
            (moved_heavy + self.entry[1] * initiation_per_year).max(0.0),
        )
    }
}
