//! Where in the space of inputs the cases of interest lie: scenario discovery by PRIM and by trees.
//!
//! - [`prim`]: the patient rule induction method: peeling, pasting, the trajectory of boxes.
//! - [`cart`]: classification trees, whose leaves are boxes that fill the space.
//! - [`validate`]: how boxes of a trajectory fare on cases that they were not made from, how often
//!   their limits come back in resamples, and which box to report.
//! - [`quasi_p`]: how likely each limit of a box is by chance.
//!
//! All read a [`Cases`]: numbers by input and case, and which cases are of interest.

pub mod cart;
mod error;
pub mod prim;
pub mod quasi_p;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_peers;
pub mod validate;

pub use error::DiscoveryError;

/// Inputs and outcome of some cases.
///
/// ```
/// use counterflow_study::discovery::Cases;
/// use counterflow_study::discovery::prim::{Options, trajectory};
///
/// let price: Vec<f64> = (0..100).map(f64::from).collect();
/// let interest: Vec<bool> = price.iter().map(|price| *price >= 80.0).collect();
/// let cases = Cases::new(vec![price], interest)?;
/// let boxes = trajectory(&cases, &Options::default())?;
/// let last = boxes.last().expect("at least the whole space");
/// // A peel cuts off about 5 % of the cases, so that the limit may lie one peel inside the edge.
/// assert!(last.density == 1.0 && last.coverage >= 0.95);
/// # Ok::<(), counterflow_study::discovery::DiscoveryError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cases {
    /// By input, case.
    inputs: Vec<Vec<f64>>,
    of_interest: Vec<bool>,
}

impl Cases {
    /// Cases with their inputs, by input, and whether each is of interest.
    ///
    /// # Errors
    /// No inputs, inputs of another length than the outcome, inputs that are not finite, or no cases
    /// of interest, or nothing else.
    pub fn new(inputs: Vec<Vec<f64>>, of_interest: Vec<bool>) -> Result<Self, DiscoveryError> {
        if inputs.is_empty() {
            return Err(DiscoveryError::NoInputs);
        }
        for (input, values) in inputs.iter().enumerate() {
            if values.len() != of_interest.len() {
                return Err(DiscoveryError::Length { input, given: values.len(), expected: of_interest.len() });
            }
            if let Some(case) = values.iter().position(|value| !value.is_finite()) {
                return Err(DiscoveryError::NotFinite { input, case, value: values[case] });
            }
        }
        let cases = Self { inputs, of_interest };
        match cases.count_of_interest() {
            0 => Err(DiscoveryError::NothingOfInterest { cases: cases.count() }),
            all if all == cases.count() => Err(DiscoveryError::AllOfInterest { cases: all }),
            _ => Ok(cases),
        }
    }

    /// Number of cases.
    #[must_use]
    pub fn count(&self) -> usize {
        self.of_interest.len()
    }

    /// Number of cases of interest.
    #[must_use]
    pub fn count_of_interest(&self) -> usize {
        self.of_interest.iter().filter(|interest| **interest).count()
    }

    /// Inputs, by input, case.
    #[must_use]
    pub fn inputs(&self) -> &[Vec<f64>] {
        &self.inputs
    }

    /// Whether each case is of interest.
    #[must_use]
    pub fn of_interest(&self) -> &[bool] {
        &self.of_interest
    }

    /// Some of the cases.
    ///
    /// # Errors
    /// Cases that are all alike.
    pub fn part(&self, chosen: &[usize]) -> Result<Self, DiscoveryError> {
        let of = |values: &Vec<f64>| chosen.iter().map(|&case| values[case]).collect();
        Self::new(self.inputs.iter().map(of).collect(), chosen.iter().map(|&case| self.of_interest[case]).collect())
    }
}
