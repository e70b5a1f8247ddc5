//! Which checks notice that every parameter of a module is 15 % smaller or larger: `make mutate`.
//!
//! `mutation [--data DIR] [--module NAME]...`: DIR holds reference data, as `counterflow validate --data` reads
//! them; without it checks that need them are left out. Prints a row per module as it is done, then the checks
//! that noticed nothing, by page, each with whether its page marks it as an invariant. Exit status 1 if a module
//! is noticed by no check, or if a check marked as an invariant notices one.

// A `Problem` is built once per fault of a file, never in a hot loop.
#![allow(clippy::result_large_err)]

mod shipped;

use counterflow_validation::mutation::{FACTORS, modules, mutant, statuses};
use counterflow_validation::{CheckStatus, ReferenceFolder, Suite};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Page of the coupled model.
const WHOLE_MODEL: &str = "whole-model.";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (mut reference, mut wanted) = (ReferenceFolder::none(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a value"))?;
        match argument.as_str() {
            "--data" => reference = ReferenceFolder::at(Path::new(&value)),
            "--module" => wanted.push(value),
            _ => return Err(format!("unknown option {argument}; --data DIR and --module NAME are known").into()),
        }
    }
    let (evidence, model) = shipped::shipped()?;
    let suite = Suite::load()?;
    let ids = suite.ids();
    let before = statuses(&suite, evidence.clone(), &model, &reference);
    let data = before.iter().filter(|status| **status == CheckStatus::NeedsData).count();
    println!("{} checks, {data} of them without their data.\n", ids.len());
    println!("| module | parameters scaled by | checks that notice | of the whole model | for example |");
    println!("|---|---|---|---|---|");
    let (mut biting, mut unnoticed) = (BTreeSet::new(), Vec::new());
    for module in modules(&evidence).into_iter().filter(|module| wanted.is_empty() || wanted.contains(module)) {
        let mut notices = 0;
        for factor in FACTORS {
            let mutant = mutant((&suite, &evidence), (&model, &reference), &before, &module, factor);
            let names: Vec<&str> = mutant.noticed.iter().map(|position| ids[*position].as_str()).collect();
            let whole = names.iter().filter(|id| id.starts_with(WHOLE_MODEL)).count();
            let example = names.iter().rev().take(2).map(|id| format!("`{id}`")).collect::<Vec<String>>().join(", ");
            println!("| {module} | {factor} | {} | {whole} | {example} |", names.len());
            notices += names.len();
            biting.extend(mutant.noticed);
        }
        if notices == 0 {
            unnoticed.push(module);
        }
    }
    let mut wrong = Vec::new();
    println!("\nChecks that notice nothing (i: marked as invariant):");
    for (position, id) in ids.iter().enumerate() {
        let marked = suite.is_invariant(position);
        match (biting.contains(&position), marked) {
            (true, true) => wrong.push(id.as_str()),
            (false, _) if before[position] != CheckStatus::NeedsData => {
                println!("{}{id}", if marked { "i " } else { "  " });
            }
            _ => {}
        }
    }
    println!("\nMarked as invariant, and not: {}", if wrong.is_empty() { "none".to_owned() } else { wrong.join(", ") });
    println!(
        "Modules that no check notices: {}",
        if unnoticed.is_empty() { "none".into() } else { unnoticed.join(", ") }
    );
    Ok(if unnoticed.is_empty() && wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
