//! All parameters of one draw, by module.

use crate::contest::ContestParameters;
use crate::demand::DemandParameters;
use crate::development::DevelopmentParameters;
use crate::groups::GroupsParameters;
use crate::interdiction::InterdictionParameters;
use crate::justice::JusticeParameters;
use crate::market::MarketParameters;
use crate::narcologic::NarcoLogicParameters;
use crate::policy::LeverParameters;
use crate::production::ProductionParameters;
use crate::states::StatesParameters;
use crate::trafficking::TraffickingParameters;
use counterflow_evidence::{Declaration, Draw, Evidence};

parameters! {
    /// Parameters that close the world's mass balance.
    WorldParameters in "world" {
        /// Share of potential production that is made.
        realised_share_of_potential: "share",
        /// Pure share of seizures as weighed.
        seizure_purity: "share",
        /// Share of a route's volume lost in transit.
        in_transit_loss_share: "share",
        /// Names a draw of the world's tables; 0 is the tables as they stand.
        table_draw: "1",
        /// Standard deviation of the log of group sizes, by country.
        group_size_log_sd: "1",
        /// Standard deviation of the log odds that a homicide is tied to the trade, by country.
        homicide_share_log_sd: "1",
        /// Standard deviation of relations, by pair of states.
        relation_sd: "1",
        /// Standard deviation of the log of route shares before they are closed, by corridor, mode and states.
        route_share_log_sd: "1",
    }
}

parameters! {
    /// Parameters of the couplings between modules.
    CouplingParameters in "coupling" {
        /// Elasticity of the wage in a group to trafficking revenue.
        group_wage_revenue_elasticity: "1",
        /// Strikes a month at which the effect on group activity is fully felt.
        strike_salience_per_month: "event/month",
        /// Share of a cohort that full media exposure is priced for.
        reference_cohort_share: "share",
        /// Largest rise of the ceiling of cooperation through agreements.
        coordination_ceiling_gain: "share",
    }
}

/// All parameters of one draw.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// Closure of the mass balance.
    pub world: WorldParameters,
    /// Couplings.
    pub coupling: CouplingParameters,
    /// Production.
    pub production: ProductionParameters,
    /// Trafficking.
    pub trafficking: TraffickingParameters,
    /// Interdiction.
    pub interdiction: InterdictionParameters,
    /// Market.
    pub market: MarketParameters,
    /// Demand.
    pub demand: DemandParameters,
    /// Armed groups.
    pub groups: GroupsParameters,
    /// Justice.
    pub justice: JusticeParameters,
    /// Slow causes.
    pub development: DevelopmentParameters,
    /// States.
    pub states: StatesParameters,
    /// Levers.
    pub levers: LeverParameters,
    /// Contest model.
    pub contest: ContestParameters,
    /// NarcoLogic.
    pub narcologic: NarcoLogicParameters,
}

impl Parameters {
    /// Every parameter that the model reads.
    #[must_use]
    pub fn declarations() -> Vec<Declaration> {
        [
            WorldParameters::DECLARATIONS,
            CouplingParameters::DECLARATIONS,
            ProductionParameters::DECLARATIONS,
            TraffickingParameters::DECLARATIONS,
            InterdictionParameters::DECLARATIONS,
            MarketParameters::DECLARATIONS,
            DemandParameters::DECLARATIONS,
            GroupsParameters::DECLARATIONS,
            JusticeParameters::DECLARATIONS,
            DevelopmentParameters::DECLARATIONS,
            StatesParameters::DECLARATIONS,
            &LeverParameters::declarations(),
            ContestParameters::DECLARATIONS,
            NarcoLogicParameters::DECLARATIONS,
        ]
        .concat()
    }

    /// The parameters of a draw.
    #[must_use]
    pub fn of(evidence: &Evidence, draw: &Draw) -> Self {
        Self::from_values(&|module, name| evidence.value(draw, module, name))
    }

    /// The parameters from a function of module and name.
    #[must_use]
    pub fn from_values(value: &dyn Fn(&str, &str) -> f64) -> Self {
        Self {
            world: WorldParameters::from_values(value),
            coupling: CouplingParameters::from_values(value),
            production: ProductionParameters::from_values(value),
            trafficking: TraffickingParameters::from_values(value),
            interdiction: InterdictionParameters::from_values(value),
            market: MarketParameters::from_values(value),
            demand: DemandParameters::from_values(value),
            groups: GroupsParameters::from_values(value),
            justice: JusticeParameters::from_values(value),
            development: DevelopmentParameters::from_values(value),
            states: StatesParameters::from_values(value),
            levers: LeverParameters::from_values(value),
            contest: ContestParameters::from_values(value),
            narcologic: NarcoLogicParameters::from_values(value),
        }
    }
}
