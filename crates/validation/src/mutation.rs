//! Mutation: which checks notice that every parameter of a module is another.
//!
//! All values of a module and their ranges are scaled together, and every check is judged again. A check whose
//! status changes bites; one that no module's change moves cannot tell a good model from a bad one, and stands on
//! its page among the invariants.

use crate::inputs::CheckInputs;
use crate::reference::ReferenceFolder;
use crate::suite::{CheckStatus, Suite};
use counterflow_evidence::Evidence;
use counterflow_model::Model;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Factors on all parameters of a module.
pub const FACTORS: [f64; 2] = [0.85, 1.15];

/// What the checks said of one changed module.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Module.
    pub module: String,
    /// Factor on its parameters.
    pub factor: f64,
    /// Positions of the checks whose status changed.
    pub noticed: Vec<usize>,
}

/// Modules of the evidence, in its order.
#[must_use]
pub fn modules(evidence: &Evidence) -> Vec<String> {
    let mut modules: Vec<String> = evidence.records().iter().map(|record| record.module.clone()).collect();
    modules.dedup();
    let mut once = Vec::new();
    modules.into_iter().for_each(|module| {
        if !once.contains(&module) {
            once.push(module);
        }
    });
    once
}

/// Status of every check, in the order of the pages.
#[must_use]
pub fn statuses(suite: &Suite, evidence: Evidence, model: &Model, reference: &ReferenceFolder) -> Vec<CheckStatus> {
    let inputs = CheckInputs::new(evidence, model.clone(), reference.clone());
    let status = |position| suite.check(&inputs, position).map_or(CheckStatus::Fails, |result| result.status);
    // Plain threads: some checks share results behind a lock and compute them on a pool, which would wait for itself.
    let (begun, found) = (AtomicUsize::new(0), Mutex::new(vec![CheckStatus::Fails; suite.len()]));
    let work = || {
        loop {
            // Checks at the end of the chain take longest; those begun first keep no core waiting at the end.
            let Some(position) = (suite.len() - 1).checked_sub(begun.fetch_add(1, Ordering::Relaxed)) else { return };
            let status = status(position);
            found.lock().unwrap_or_else(PoisonError::into_inner)[position] = status;
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Scales a module by a factor and says which checks notice.
#[must_use]
pub fn mutant(
    (suite, evidence): (&Suite, &Evidence),
    (model, reference): (&Model, &ReferenceFolder),
    before: &[CheckStatus],
    module: &str,
    factor: f64,
) -> Mutant {
    let after = statuses(suite, evidence.scaled(module, factor), model, reference);
    let noticed = before.iter().zip(&after).enumerate().filter(|(_, (before, after))| before != after);
    Mutant { module: module.to_owned(), factor, noticed: noticed.map(|(position, _)| position).collect() }
}
