//! One module alone: the contract behind `counterflow module list|show|run`.
//!
//! A module card names the inputs that a user may set and runs the module for some months on its
//! own, without the rest of the chain. Parameters of the module are set through the same keys, as
//! `module.parameter`; the caller has put them into the parameter struct before `run` is called.

/// An input of a module run alone, beside its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleInput {
    /// Key for `--set key=value`.
    pub name: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// Value when the user sets nothing.
    pub default: f64,
    /// One sentence.
    pub about: &'static str,
}

/// One monthly series that a module run alone prints.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleSeries {
    /// Name, for example `heavy_users`.
    pub name: String,
    /// Unit of the values.
    pub unit: &'static str,
    /// One value per month, the first at the end of month 1.
    pub values: Vec<f64>,
}

impl ModuleSeries {
    /// A series from its parts.
    pub fn new(name: impl Into<String>, unit: &'static str, values: Vec<f64>) -> Self {
        Self { name: name.into(), unit, values }
    }
}

/// Values of the inputs, in the order in which the module lists them.
#[derive(Clone, Debug)]
pub struct InputValues<'a> {
    inputs: &'a [ModuleInput],
    values: Vec<f64>,
}

impl<'a> InputValues<'a> {
    /// Defaults, with `overrides` applied; an unknown key is returned as the error.
    pub fn new(inputs: &'a [ModuleInput], overrides: &[(String, f64)]) -> Result<Self, String> {
        let mut values: Vec<f64> = inputs.iter().map(|input| input.default).collect();
        for (key, value) in overrides {
            let position = inputs.iter().position(|input| input.name == key).ok_or_else(|| key.clone())?;
            values[position] = *value;
        }
        Ok(Self { inputs, values })
    }

    /// The value of the input called `name`; NaN if the module never declared it.
    pub fn get(&self, name: &str) -> f64 {
        self.inputs.iter().position(|input| input.name == name).map_or(f64::NAN, |i| self.values[i])
    }
}
