//! One module of the model alone, without the rest of the chain.

use crate::failure::Failure;
use crate::results::module::{
    ModuleDescription, ModuleEntry, ModuleInputEntry, ModuleList, ModuleParameter, ModuleRun, ModuleSeriesEntry,
};
use counterflow_evidence::diagnostics::{Problem, Problems, nearest};
use counterflow_evidence::{Evidence, Record};
use counterflow_model::Parameters;
use counterflow_model::alone::{InputValues, MODULES, Module, ModuleInput, ModuleSeries};

/// The modules that run alone.
pub fn modules() -> ModuleList {
    let entry = |module: &Module| ModuleEntry { name: module.name, about: module.about, inputs: module.inputs.len() };
    ModuleList { modules: MODULES.iter().map(entry).collect() }
}

/// A module by its name.
///
/// # Errors
/// A name that no module has.
pub fn find(name: &str) -> Result<&'static Module, Problem> {
    MODULES.iter().find(|module| module.name == name).ok_or_else(|| {
        let names: Vec<&str> = MODULES.iter().map(|module| module.name).collect();
        Problem::new("E0801", format!("unknown module `{name}`"))
            .expect(names.join(", "))
            .suggest(nearest(name, names.iter().copied()))
    })
}

/// Inputs and parameters of a module.
pub fn describe(module: &Module, evidence: &Evidence) -> ModuleDescription {
    let input = |input: &ModuleInput| ModuleInputEntry {
        name: input.name,
        unit: input.unit,
        default: input.default,
        about: input.about,
    };
    let parameter = |record: &Record| ModuleParameter {
        id: record.id(),
        title: record.title.clone(),
        unit: record.unit.clone(),
        value: record.value,
        grade: record.grade.letter().to_string(),
    };
    ModuleDescription {
        module: module.name,
        about: module.about,
        inputs: module.inputs.iter().map(input).collect(),
        parameters: parameters(evidence, module).map(parameter).collect(),
    }
}

/// Runs a module with the inputs and parameters that are set.
///
/// # Errors
/// Keys that are neither an input nor a parameter of the module, and values outside their range.
pub fn run(
    module: &'static Module,
    set: Vec<(String, f64)>,
    months: u16,
    evidence: &Evidence,
    evidence_hash: String,
) -> Result<ModuleRun, Failure> {
    let settings = Settings::sort(set, module, evidence)?;
    let draw = evidence.with_overrides(&evidence.central(), &settings.parameters)?;
    let inputs =
        InputValues::new(module.inputs, &settings.inputs).map_err(|key| unknown_key(&key, &key, module, evidence))?;
    let entry =
        |series: ModuleSeries| ModuleSeriesEntry { name: series.name, unit: series.unit, values: series.values };
    let series = (module.run)(&Parameters::of(evidence, &draw), &inputs, usize::from(months));
    Ok(ModuleRun {
        module: module.name,
        months,
        evidence_hash,
        inputs: module.inputs.iter().map(|input| (input.name, inputs.get(input.name))).collect(),
        parameters: settings.parameters.into_iter().collect(),
        series: series.into_iter().map(entry).collect(),
    })
}

fn parameters<'a>(evidence: &'a Evidence, module: &'a Module) -> impl Iterator<Item = &'a Record> {
    evidence.records().iter().filter(|record| record.module == module.name)
}

/// What a run sets: inputs of the module and parameters by `module.name`.
#[derive(Debug, Default)]
struct Settings {
    inputs: Vec<(String, f64)>,
    parameters: Vec<(String, f64)>,
}

impl Settings {
    fn sort(set: Vec<(String, f64)>, module: &Module, evidence: &Evidence) -> Result<Self, Problems> {
        let mut settings = Self::default();
        let mut problems = Problems::default();
        for (key, value) in set {
            let name = key.strip_prefix(module.name).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&key);
            let id = format!("{}.{name}", module.name);
            if module.inputs.iter().any(|input| input.name == key) {
                settings.inputs.push((key, value));
            } else if evidence.get(&id).is_some() {
                settings.parameters.push((id, value));
            } else {
                problems.push(unknown_key(&key, name, module, evidence));
            }
        }
        problems.into_result(settings)
    }
}

fn unknown_key(key: &str, name: &str, module: &Module, evidence: &Evidence) -> Problem {
    let inputs = module.inputs.iter().map(|input| input.name);
    let near = nearest(name, inputs.chain(parameters(evidence, module).map(|record| record.name.as_str())));
    let expected = format!("an input or a parameter of the module (`counterflow module show {}`)", module.name);
    Problem::new("E0801", format!("`{}` has no input or parameter `{key}`", module.name)).expect(expected).suggest(near)
}
