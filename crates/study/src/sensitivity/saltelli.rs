//! The design behind Sobol indices (Saltelli 2002; Saltelli et al. 2010).
//!
//! Two independent samples A and B of all inputs come from the two halves of one quasi-random
//! sequence. Each base sample gives a block of runs, in this order:
//!
//! ```text
//! A    AB_1 ... AB_g    [BA_1 ... BA_g]    B
//! ```
//!
//! where `AB_i` is A with the inputs of group `i` taken from B, `BA_i` the reverse, and the runs in
//! brackets are made for indices of the second order only.
//!
//! ```
//! use counterflow_study::sensitivity::groups::Groups;
//! use counterflow_study::sensitivity::saltelli::{Order, SobolDesign};
//! use counterflow_study::sensitivity::sequence::Scramble;
//! use counterflow_study::sensitivity::sobol::{Method, indices};
//!
//! let design = SobolDesign::new(Groups::alone(["x", "y"]), 1024, Order::Second, Scramble::None)?;
//! let outputs = design.evaluate(|u| 3.0 * u[0] + 4.0 * u[1]);
//! let found = indices(&outputs, &Method::default())?;
//! assert!((found.total[0].value - 9.0 / 25.0).abs() < 0.01);
//! # Ok::<(), counterflow_study::sensitivity::SensitivityError>(())
//! ```

use super::SensitivityError;
use super::error::check_outputs;
use super::groups::Groups;
use super::sequence::{Scramble, Sequence};
use rayon::prelude::*;

/// Up to which order a design can tell indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// First and total order: groups + 2 runs per base sample.
    First,
    /// Also pairs: 2 x groups + 2 runs per base sample.
    Second,
}

/// Where to run a model for Sobol indices.
#[derive(Clone, Debug)]
pub struct SobolDesign {
    groups: Groups,
    base_samples: usize,
    order: Order,
    /// A and B side by side: one row of twice the inputs per base sample.
    base: Vec<f64>,
}

/// Which run of a block.
#[derive(Clone, Copy)]
enum Run {
    A,
    AWithGroupOfB(usize),
    BWithGroupOfA(usize),
    B,
}

impl SobolDesign {
    /// A design of `base_samples` blocks; a power of two keeps the sequence balanced.
    ///
    /// # Errors
    /// No inputs, too many of them, or no samples.
    pub fn new(
        groups: Groups,
        base_samples: usize,
        order: Order,
        scramble: Scramble,
    ) -> Result<Self, SensitivityError> {
        const LEAST_SAMPLES: usize = 2;
        if groups.inputs() == 0 {
            return Err(SensitivityError::NoInputs);
        }
        if base_samples < LEAST_SAMPLES {
            return Err(SensitivityError::TooFew { of: "base samples", given: base_samples, least: LEAST_SAMPLES });
        }
        let base = Sequence::new(2 * groups.inputs(), scramble)?.points(base_samples)?;
        Ok(Self { groups, base_samples, order, base })
    }

    /// The groups, one index each.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.groups.inputs()
    }

    /// Number of blocks.
    #[must_use]
    pub fn base_samples(&self) -> usize {
        self.base_samples
    }

    /// Up to which order indices can be told.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// Runs of a block.
    #[must_use]
    pub fn block(&self) -> usize {
        match self.order {
            Order::First => self.groups.count() + 2,
            Order::Second => 2 * self.groups.count() + 2,
        }
    }

    /// Number of runs.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.base_samples * self.block()
    }

    /// Inputs of all runs, row by row.
    #[must_use]
    pub fn points(&self) -> Vec<f64> {
        let mut points = Vec::with_capacity(self.runs() * self.inputs());
        for sample in 0..self.base_samples {
            for run in 0..self.block() {
                let start = points.len();
                let (rows, group) = self.source(sample, run);
                points.extend_from_slice(rows.0);
                self.exchange(&mut points[start..], rows.1, group);
            }
        }
        points
    }

    /// Inputs of one run; `row` has a place for each.
    pub fn write_run(&self, run: usize, row: &mut [f64]) {
        let (rows, group) = self.source(run / self.block(), run % self.block());
        row.copy_from_slice(rows.0);
        self.exchange(row, rows.1, group);
    }

    /// Runs a model on every row, on the threads of the surrounding pool.
    pub fn evaluate(&self, model: impl Fn(&[f64]) -> f64 + Sync) -> Outputs<'_> {
        let one = |row: &mut Vec<f64>, run: usize| {
            self.write_run(run, row);
            model(row)
        };
        let values = (0..self.runs()).into_par_iter().map_init(|| vec![0.0; self.inputs()], one).collect();
        Outputs { design: self, values }
    }

    /// Outputs found elsewhere, in the order of [`SobolDesign::points`].
    ///
    /// # Errors
    /// Another number of outputs than the design has runs.
    pub fn with_outputs(&self, values: Vec<f64>) -> Result<Outputs<'_>, SensitivityError> {
        if values.len() == self.runs() {
            Ok(Outputs { design: self, values })
        } else {
            Err(SensitivityError::OutputCount { given: values.len(), expected: self.runs() })
        }
    }

    /// The row that a run copies, the row it takes a group from, and that group.
    fn source(&self, sample: usize, run: usize) -> ((&[f64], &[f64]), Option<usize>) {
        let width = 2 * self.inputs();
        let (a, b) = self.base[sample * width..(sample + 1) * width].split_at(self.inputs());
        match self.kind(run) {
            Run::A => ((a, b), None),
            Run::AWithGroupOfB(group) => ((a, b), Some(group)),
            Run::BWithGroupOfA(group) => ((b, a), Some(group)),
            Run::B => ((b, a), None),
        }
    }

    fn kind(&self, run: usize) -> Run {
        let groups = self.groups.count();
        if run == 0 {
            Run::A
        } else if run + 1 == self.block() {
            Run::B
        } else if run <= groups {
            Run::AWithGroupOfB(run - 1)
        } else {
            Run::BWithGroupOfA(run - 1 - groups)
        }
    }

    fn exchange(&self, row: &mut [f64], other: &[f64], group: Option<usize>) {
        let Some(group) = group else { return };
        if self.groups.count() == self.inputs() {
            // Each input alone: the group is the input.
            row[group] = other[group];
            return;
        }
        for (input, _) in self.groups.of_input().iter().enumerate().filter(|(_, of)| **of == group) {
            row[input] = other[input];
        }
    }
}

/// Outputs of a model together with the design that they belong to.
#[derive(Clone, Debug)]
pub struct Outputs<'d> {
    design: &'d SobolDesign,
    values: Vec<f64>,
}

impl Outputs<'_> {
    /// The design.
    #[must_use]
    pub fn design(&self) -> &SobolDesign {
        self.design
    }

    /// One output per run.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The outputs by kind of run, standardised; the first `base_samples` blocks only.
    pub(super) fn columns(&self, base_samples: usize) -> Result<Columns, SensitivityError> {
        check_outputs(&self.values, self.design.runs())?;
        let block = self.design.block();
        let used = &self.values[..base_samples * block];
        let (mean, deviation) = moments(used);
        // Outputs that differ by no more than rounding of their level hold no variance.
        if deviation <= f64::EPSILON * mean.abs() {
            return Err(SensitivityError::Constant { value: mean });
        }
        let column = |run: usize| {
            used.iter().skip(run).step_by(block).map(|value| (value - mean) / deviation).collect::<Vec<f64>>()
        };
        let groups = self.design.groups.count();
        let second = self.design.order == Order::Second;
        Ok(Columns {
            a: column(0),
            b: column(block - 1),
            ab: (1..=groups).map(column).collect(),
            ba: (1..=groups).filter(|_| second).map(|group| column(groups + group)).collect(),
            mean,
            deviation,
        })
    }
}

/// Standardised outputs by kind of run. Standardising takes the level out of the products, whose
/// error it would dominate (Sobol et al. 2007).
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub a: Vec<f64>,
    pub b: Vec<f64>,
    pub ab: Vec<Vec<f64>>,
    /// Empty without second order.
    pub ba: Vec<Vec<f64>>,
    pub mean: f64,
    pub deviation: f64,
}

fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}
