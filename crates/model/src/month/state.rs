//! What a month hands on: the state that it changes, what its modules read, and what they report.

use super::accounts::{Force, Ledger};
use crate::demand::{DemandOutputs, DemandState};
use crate::groups::{GroupsInputs, GroupsOutputs, GroupsState};
use crate::interdiction::{InterdictionInputs, InterdictionOutputs, InterdictionState};
use crate::justice::{JusticeInputs, JusticeOutputs, JusticeState};
use crate::market::{MarketOutputs, MarketState};
use crate::policy::PolicyEffects;
use crate::production::{ProductionInputs, ProductionOutputs, ProductionState};
use crate::states::{StatesInputs, StatesOutputs, StatesState};
use crate::trafficking::{TraffickingInputs, TraffickingOutputs, TraffickingState};

/// The state that a month changes.
#[derive(Clone, Debug)]
pub struct State {
    /// Production.
    pub production: ProductionState,
    /// Trafficking.
    pub trafficking: TraffickingState,
    /// Interdiction.
    pub interdiction: InterdictionState,
    /// Markets.
    pub markets: Vec<MarketState>,
    /// Users by market.
    pub demand: Vec<DemandState>,
    /// Armed groups.
    pub groups: GroupsState,
    /// Justice.
    pub justice: JusticeState,
    /// States.
    pub states: StatesState,
}

/// What a month reads.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Policy of the month.
    pub policy: PolicyEffects,
    /// Production.
    pub production: ProductionInputs,
    /// Interdiction.
    pub interdiction: InterdictionInputs,
    /// Trafficking.
    pub trafficking: TraffickingInputs,
    /// Armed groups.
    pub groups: GroupsInputs,
    /// Justice.
    pub justice: JusticeInputs,
    /// States.
    pub states: StatesInputs,
}

/// What a month reports.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// Production.
    pub production: ProductionOutputs,
    /// Interdiction.
    pub interdiction: InterdictionOutputs,
    /// Trafficking.
    pub trafficking: TraffickingOutputs,
    /// Users by market.
    pub demand: Vec<DemandOutputs>,
    /// Markets.
    pub markets: Vec<MarketOutputs>,
    /// Force and its victims.
    pub force: Force,
    /// Armed groups.
    pub groups: GroupsOutputs,
    /// Justice.
    pub justice: JusticeOutputs,
    /// States.
    pub states: StatesOutputs,
    /// Kilograms of the month.
    pub ledger: Ledger,
    /// Trafficking revenue over the baseline's, by country.
    pub revenue_ratio: Vec<f64>,
    /// Trafficking revenue by country.
    pub revenue_usd: Vec<f64>,
    /// The same by place.
    pub place_revenue_usd: Vec<f64>,
}
