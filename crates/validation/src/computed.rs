//! What a check computes, and what it has at hand.

use crate::inputs::CheckInputs;
pub use crate::missing::Missing;
use crate::page::Page;
use counterflow_model::Parameters;

/// Our side of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// One number or several.
    Numbers(Vec<f64>),
    /// Whether a statement holds.
    Holds(bool),
}

impl Value {
    /// Whether every number is a number.
    pub fn is_finite(&self) -> bool {
        match self {
            Self::Numbers(numbers) => !numbers.is_empty() && numbers.iter().all(|number| number.is_finite()),
            Self::Holds(_) => true,
        }
    }
}

/// Result of a check.
pub type Computed = Result<Value, Missing>;

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Numbers(vec![number])
    }
}

impl From<bool> for Value {
    fn from(holds: bool) -> Self {
        Self::Holds(holds)
    }
}

impl From<Vec<f64>> for Value {
    fn from(numbers: Vec<f64>) -> Self {
        Self::Numbers(numbers)
    }
}

impl<const N: usize> From<[f64; N]> for Value {
    fn from(numbers: [f64; N]) -> Self {
        Self::Numbers(numbers.to_vec())
    }
}

/// What a check has at hand.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Parameters, world, reference data.
    pub inputs: &'a CheckInputs,
    /// The page whose row is computed.
    pub page: &'a Page,
}

impl<'a> Case<'a> {
    /// The model's central parameters.
    pub fn parameters(&self) -> &'a Parameters {
        &self.inputs.parameters
    }

    /// Values that the page quotes under this name.
    pub fn inputs(&self, name: &str) -> Result<&'a [f64], Missing> {
        self.page.inputs(name).ok_or_else(|| Missing::Unusable(format!("the page quotes no input `{name}`")))
    }

    /// The single value that the page quotes under this name.
    pub fn input(&self, name: &str) -> Result<f64, Missing> {
        match self.inputs(name)? {
            [value] => Ok(*value),
            _ => Err(Missing::Unusable(format!("the page quotes several values for `{name}`"))),
        }
    }

    /// As many values as asked for, quoted under this name.
    pub fn array<const N: usize>(&self, name: &str) -> Result<[f64; N], Missing> {
        let values = self.inputs(name)?;
        values.try_into().map_err(|_| Missing::Unusable(format!("the page does not quote {N} values for `{name}`")))
    }
}
