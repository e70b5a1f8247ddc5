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
        let positions = (0..records.len())
            .filter(|&position| can_drive(&records[position]) && wanted(&records[position]))
            .collect();
        Self { evidence, positions, central: evidence.central() }
    }

    /// The parameters, in the order of the inputs.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &'a Record> + '_ {
        self.positions.iter().map(|&position| &self.evidence.records()[position])
    }

    /// The inputs at which every parameter takes its value, by bisection.
    #[must_use]
    pub fn centre(&self) -> Vec<f64> {
        // Halving an interval of one as often as a number has bits leaves nothing to halve.
        const HALVINGS: u32 = f64::MANTISSA_DIGITS;
        let of = |record: &Record| {
            let (low, high) = (0..HALVINGS).fold((0.0, 1.0), |(low, high), _| {
                let middle = (low + high) / 2.0;
                if record.quantile(middle) < record.value { (middle, high) } else { (low, middle) }
            });
            // A value at the low end of its range is met there and nowhere above.
            if record.quantile(low) == record.value { low } else { high }
        };
        self.records().map(of).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study_file::shipped::Shipped;

    /// At the centre every parameter has its value, and at the ends those of its range.
    #[test]
    fn prop_centre_and_ends_are_the_parameters_own() {
        let shipped = Shipped::load();
        let inputs = ParameterInputs::new(&shipped.evidence, |_| true);
        let [low, middle, high] =
            [vec![0.0; inputs.records().len()], inputs.centre(), vec![1.0; inputs.records().len()]]
                .map(|point| inputs.draw(&point));
        for (position, record) in inputs.positions.iter().zip(inputs.records()) {
            let close = |found: f64, expected: f64| (found - expected).abs() <= 1e-9 * expected.abs();
            assert!(
                close(middle.values[*position], record.value),
                "{}: {} is not {}",
                record.id(),
                middle.values[*position],
                record.value
            );
            assert!(
                close(low.values[*position], record.low) && close(high.values[*position], record.high),
                "{}",
                record.id()
            );
        }
    }
}
