//! What the checks compute from.

use crate::death_rates::DeathRates;
use crate::missing::Missing;
use crate::narcologic_runs::Ensembles;
use crate::reference::ReferenceFolder;
use counterflow_evidence::Evidence;
use counterflow_model::{Model, Parameters};
use std::sync::OnceLock;

/// What the checks compute from.
#[derive(Debug)]
pub struct CheckInputs {
    /// The evidence, for the grades of the inputs.
    pub evidence: Evidence,
    /// Central parameters.
    pub parameters: Parameters,
    /// The shipped world.
    pub model: Model,
    /// Reference data of original programs.
    pub reference: ReferenceFolder,
    /// Ensembles of NarcoLogic, which several checks share.
    pub(crate) ensembles: OnceLock<Result<Ensembles, Missing>>,
    /// Mean log time to balance of the largest number of states, which two checks share.
    pub(crate) largest_balance_time: OnceLock<Result<f64, Missing>>,
    /// Violent deaths of members without policy, which the rows of three states share.
    pub(crate) death_rates: OnceLock<Result<DeathRates, Missing>>,
    /// The same where violence does not deter recruits.
    pub(crate) death_rates_undeterred: OnceLock<Result<DeathRates, Missing>>,
}

impl CheckInputs {
    /// Inputs with the central parameters of the evidence.
    pub fn new(evidence: Evidence, model: Model, reference: ReferenceFolder) -> Self {
        let parameters = Parameters::of(&evidence, &evidence.central());
        Self {
            evidence,
            parameters,
            model,
            reference,
            ensembles: OnceLock::new(),
            largest_balance_time: OnceLock::new(),
            death_rates: OnceLock::new(),
            death_rates_undeterred: OnceLock::new(),
        }
    }
}
