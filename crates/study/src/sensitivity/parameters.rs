//! The model's uncertain parameters as inputs from 0 to 1.
//!
//! An input is the cumulative share of its parameter's distribution; every other parameter stays at
//! its value.

use crate::assess::drivers::can_drive;
use counterflow_evidence::record::Record;
use counterflow_evidence::{Draw, Evidence};

/// Some parameters of the evidence, each an input.
#[derive(Clone, Debug)]
pub struct ParameterInputs<'a> {
    evidence: &'a Evidence,
    positions: Vec<usize>,
    central: Draw,
}

impl<'a> ParameterInputs<'a> {
    /// The uncertain parameters that the month reads and `wanted` accepts, in the order of the
    /// evidence.
    #[must_use]
    pub fn new(evidence: &'a Evidence, wanted: impl Fn(&Record) -> bool) -> Self {
        let records = evidence.records();
        let positions = (0..records.len()).filter(|&position| can_drive(&records[position]) && wanted(&records[position])).collect();
        Self { evidence, positions, central: evidence.central() }
    }

    /// The parameters, in the order of the inputs.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &'a Record> + '_ {
        self.positions.iter().map(|&position| &self.evidence.records()[position])
    }

    /// The draw of some inputs.
    #[must_use]
    pub fn draw(&self, inputs: &[f64]) -> Draw {
        let mut draw = self.central.clone();
        for (&position, &share) in self.positions.iter().zip(inputs) {
            draw.values[position] = self.evidence.records()[position].quantile(share);
        }
        draw
    }
}
