//! Swings: the outcome with one input at a time at the ends of its range, all others at their centre
//! (the tornado diagram of decision analysis: Howard 1988, "Decision analysis: practice and promise").
//!
//! It asks least runs of all methods and shows directions, but no interaction: an input that matters
//! only together with another has no swing.

use super::SensitivityError;
use super::error::check_outputs;

/// Outcomes at the ends of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Outcome at the low end.
    pub at_low: f64,
    /// Outcome at the high end.
    pub at_high: f64,
}

/// Outcomes at the ends of every input.
#[derive(Clone, Debug, PartialEq)]
pub struct Swings {
    /// Outcome at the centre.
    pub centre: f64,
    /// By input.
    pub inputs: Vec<Swing>,
}

impl Swings {
    /// Distance between the largest and the smallest outcome that an input alone brings about.
    #[must_use]
    pub fn width(&self, input: usize) -> f64 {
        let Swing { at_low, at_high } = self.inputs[input];
        at_low.max(at_high).max(self.centre) - at_low.min(at_high).min(self.centre)
    }
}

/// Rows of inputs: the centre, then each input at 0 and at 1.
#[must_use]
pub fn points(centre: &[f64]) -> Vec<f64> {
    let moved = |input: usize, end: f64| {
        let mut row = centre.to_vec();
        row[input] = end;
        row
    };
    let ends = (0..centre.len()).flat_map(|input| [moved(input, 0.0), moved(input, 1.0)]);
    std::iter::once(centre.to_vec()).chain(ends).flatten().collect()
}

/// Reads the outputs of the rows of [`points`].
///
/// # Errors
/// No inputs, outputs of another design, or outputs that are not finite.
pub fn swings(inputs: usize, outputs: &[f64]) -> Result<Swings, SensitivityError> {
    let expected = 2 * inputs + 1;
    if inputs == 0 {
        return Err(SensitivityError::NoInputs);
    }
    check_outputs(outputs, expected)?;
    let inputs = outputs[1..].chunks_exact(2).map(|ends| Swing { at_low: ends[0], at_high: ends[1] }).collect();
    Ok(Swings { centre: outputs[0], inputs })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// f = 3 a - 2 b + 4 a c at the centre (0.5, 0.2, 0): by hand.
    #[test]
    fn val_swings_of_a_small_function_are_those_by_hand() {
        let points = points(&[0.5, 0.2, 0.0]);
        let outputs: Vec<f64> = points.chunks_exact(3).map(|x| 3.0 * x[0] - 2.0 * x[1] + 4.0 * x[0] * x[2]).collect();
        let found = swings(3, &outputs).expect("swings");
        assert!((found.centre - 1.1).abs() < 1e-12);
        let expected = [(-0.4, 2.6), (1.5, -0.5), (1.1, 3.1)];
        for (input, (low, high)) in expected.into_iter().enumerate() {
            assert!(
                (found.inputs[input].at_low - low).abs() < 1e-12 && (found.inputs[input].at_high - high).abs() < 1e-12,
                "{input}"
            );
        }
        assert!((found.width(0) - 3.0).abs() < 1e-12 && (found.width(2) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn outputs_of_another_design_are_refused() {
        assert!(matches!(swings(2, &[1.0; 4]), Err(SensitivityError::OutputCount { given: 4, expected: 5 })));
        assert!(matches!(swings(0, &[1.0]), Err(SensitivityError::NoInputs)));
        assert!(swings(1, &[1.0, f64::NAN, 2.0]).is_err());
    }
}
