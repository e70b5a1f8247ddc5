//! Unit cost, baseline and maximum of each lever, picked from the evidence by its id.

use super::{LeverId, LeverParameters};
use crate::world::World;

/// Cost, baseline and maximum of a lever for one parameter draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeverNumbers {
    /// USD per unit of effort (per year for a stock in force).
    pub unit_cost_usd: f64,
    /// Effort in the base year, everywhere.
    pub baseline: f64,
    /// Largest extra effort with a historical example.
    pub maximum_extra: f64,
}

impl LeverParameters {
    /// The numbers of one lever in one world.
    #[must_use]
    pub fn numbers(&self, id: LeverId, world: &World) -> LeverNumbers {
        let (unit_cost_usd, baseline, maximum_extra) = match id {
            LeverId::Surveillance => (
                self.surveillance_unit_cost_usd,
                world.corridors.iter().map(|c| c.surveillance_hours_per_year).sum(),
                self.surveillance_maximum_extra_per_year,
            ),
            LeverId::StrikeForce => (
                self.strike_force_unit_cost_usd,
                self.strike_force_baseline_per_year,
                self.strike_force_maximum_extra_per_year,
            ),
            LeverId::RegionalCoordination => (
                self.regional_coordination_unit_cost_usd,
                self.regional_coordination_baseline,
                self.regional_coordination_maximum_extra,
            ),
            LeverId::PrecursorControl => (
                self.precursor_control_unit_cost_usd,
                self.precursor_control_baseline_per_year,
                self.precursor_control_maximum_extra_per_year,
            ),
            LeverId::VesselPatrols => (
                self.vessel_patrols_unit_cost_usd,
                world.corridors.iter().map(|c| c.patrol_days_per_year).sum(),
                self.vessel_patrols_maximum_extra_per_year,
            ),
            LeverId::IntelligenceHubs => (
                self.intelligence_hubs_unit_cost_usd,
                self.intelligence_hubs_baseline,
                self.intelligence_hubs_maximum_extra,
            ),
            LeverId::ProductionStrikes => {
                (self.production_strikes_unit_cost_usd, 0.0, self.production_strikes_maximum_extra_per_year)
            }
            LeverId::TaskForces => (
                self.task_forces_unit_cost_usd,
                self.task_forces_baseline_per_year,
                self.task_forces_maximum_extra_per_year,
            ),
            LeverId::CommunityEngagement => (
                self.community_engagement_unit_cost_usd,
                self.community_engagement_baseline_per_year,
                self.community_engagement_maximum_extra_per_year,
            ),
            LeverId::JusticeReform => (
                self.justice_reform_unit_cost_usd,
                self.justice_reform_baseline_per_year,
                self.justice_reform_maximum_extra_per_year,
            ),
            LeverId::DemandReduction => (
                self.demand_reduction_unit_cost_usd,
                self.demand_reduction_baseline_per_year,
                self.demand_reduction_maximum_extra_per_year,
            ),
            LeverId::Treatment => (
                self.treatment_unit_cost_usd,
                world.markets.iter().map(|m| m.treatment_episodes_per_year).sum(),
                self.treatment_maximum_extra_per_year,
            ),
            LeverId::AlternativeDevelopment => (
                self.alternative_development_unit_cost_usd,
                self.alternative_development_baseline_per_year,
                self.alternative_development_maximum_extra_per_year,
            ),
            LeverId::Diplomacy => {
                (self.diplomacy_unit_cost_usd, self.diplomacy_baseline_per_year, self.diplomacy_maximum_extra_per_year)
            }
        };
        LeverNumbers { unit_cost_usd, baseline, maximum_extra }
    }
}
