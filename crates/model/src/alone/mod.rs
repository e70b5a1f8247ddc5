//! One module alone: the contract behind `counterflow module list|show|run`.
//!
//! A module card names the inputs that a user may set and runs the module for some months on its
//! own, without the rest of the chain. Parameters of the module are set through the same keys, as
//! `module.parameter`; the caller has put them into the parameter struct before `run` is called.

pub mod contest;
pub mod demand;
pub mod groups;
pub mod interdiction;
pub mod justice;
pub mod market;
pub mod narcologic;
pub mod production;
pub mod states;
pub mod trafficking;

use crate::parameter_set::Parameters;

/// Runs a module alone: parameters, inputs, months.
pub type RunAlone = fn(&Parameters, &InputValues<'_>, usize) -> Vec<ModuleSeries>;

/// A module that can run alone.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Name, also that of its parameters.
    pub name: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// What a user may set beside its parameters.
    pub inputs: &'static [ModuleInput],
    /// Runs it for a number of months.
    pub run: RunAlone,
}

/// All of them, in the order of the chain, then the two that stand beside it.
pub const MODULES: &[Module] = &[
    Module {
        name: "production",
        about: "Fields, laboratories and precursors of two equal regions, one of them under pressure.",
        inputs: production::INPUTS,
        run: production::run,
    },
    Module {
        name: "trafficking",
        about: "Route choice between two corridors to one market.",
        inputs: trafficking::INPUTS,
        run: trafficking::run,
    },
    Module {
        name: "interdiction",
        about: "The way from a cue to a seizure in one corridor, by mode.",
        inputs: interdiction::INPUTS,
        run: |p, inputs, months| interdiction::run(&p.interdiction, inputs, months),
    },
    Module {
        name: "market",
        about: "Stock and prices of one market under a shock of arrivals.",
        inputs: market::INPUTS,
        run: |p, inputs, months| market::run(&p.market, inputs, months),
    },
    Module {
        name: "demand",
        about: "Light and heavy users of one market.",
        inputs: demand::INPUTS,
        run: |p, inputs, months| demand::run(&p.demand, inputs, months),
    },
    Module {
        name: "groups",
        about: "Members, recruits and losses of armed groups.",
        inputs: groups::INPUTS,
        run: |p, inputs, months| groups::run(&p.groups, inputs, months),
    },
    Module {
        name: "justice",
        about: "Sanctions and corruption in one country.",
        inputs: justice::INPUTS,
        run: |p, inputs, months| justice::run(&p.justice, inputs, months),
    },
    Module {
        name: "states",
        about: "Relations of a lead state, a host and an outside power under events.",
        inputs: states::INPUTS,
        run: |p, inputs, months| states::run(&p.states, inputs, months),
    },
    Module {
        name: "contest",
        about: "Land and route contest in closed form, a cross-check of production.",
        inputs: contest::INPUTS,
        run: |p, inputs, months| contest::run(&p.contest, inputs, months),
    },
    Module {
        name: "narcologic",
        about: "NarcoLogic, the published rival model, on a made-up grid.",
        inputs: narcologic::INPUTS,
        run: |p, inputs, months| narcologic::run(&p.narcologic, inputs, months),
    },
];

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
