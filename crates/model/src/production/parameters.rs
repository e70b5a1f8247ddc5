//! The numbers of the production module; values, ranges and sources in the evidence file `production`.

parameters! {
    /// Parameters of the production module.
    ProductionParameters in "production" {
        /// Exponent of the value at the laboratory door in the farm-gate price, theta.
        farm_gate_exponent: "1",
        /// Price of coca paste where it is grown, in the base year; shown, and moves nothing.
        farm_gate_price_usd_per_kg: "USD/kg",
        /// Growth of planted area per log point of the farm-gate index, kappa.
        planting_response_per_year: "1/year",
        /// Growth of planted area that no profit exceeds.
        planting_growth_limit_per_year: "1/year",
        /// Pull of scarce land and labour on the world's planted area, rho.
        land_scarcity_per_year: "1/year",
        /// Pull of idle land and labour on a region that lags behind the others, sigma.
        regional_return_per_year: "1/year",
        /// Time constant with which planted area becomes harvested area.
        maturity_months: "month",
        /// Elasticity of what a harvested hectare yields to the farm-gate index, eta.
        utilisation_elasticity: "1",
        /// Log of the yield ratio that picking harder approaches.
        utilisation_limit_log: "1",
        /// Limited supply: long-run elasticity of coca area to the farm-gate index.
        area_supply_elasticity: "1",
        /// Limited supply: time for area to follow its target.
        area_adjustment_months: "month",
        /// Elasticity of planted area to the membership of the controlling group.
        group_control_elasticity: "1",
        /// Hectares that disappear for good per extra hectare sprayed.
        net_area_effect_of_eradication: "ha/ha",
        /// Share of the yield that a sprayed hectare loses at once.
        spray_yield_loss_share: "share",
        /// Time constant with which sprayed fields recover.
        spray_recovery_months: "month",
        /// Sharpness of the smooth minimum in laboratory output.
        smooth_minimum_sharpness: "1",
        /// Precursor-limited throughput over laboratory input in the baseline.
        precursor_slack_ratio: "1",
        /// Monthly survival of base that waits for a laboratory.
        waiting_base_survival_per_month: "share",
        /// Time constant with which laboratories and precursor supply follow the leaf that there is.
        laboratory_investment_months: "month",
        /// Time constant with which destroyed laboratory capacity is rebuilt.
        laboratory_rebuild_months: "month",
        /// Cost of rebuilding capacity, per kg/month destroyed.
        laboratory_cost_usd_per_kg: "USD/kg",
        /// Public cost of spraying or uprooting a hectare.
        eradication_cost_usd_per_ha: "USD/ha",
        /// Published marginal cost of a kilogram less in retail markets by eradication.
        mejia_restrepo_eradication_usd_per_kg: "USD/kg",
        /// The same by interdiction in the source country.
        mejia_restrepo_interdiction_usd_per_kg: "USD/kg",
        /// Capacity lost per raid on a laboratory.
        capacity_per_raid_kg_per_month: "kg/month",
        /// Elasticity of what raids find in a region to surveillance over it.
        find_elasticity_to_surveillance: "1",
        /// Capacity lost per strike on a production area.
        capacity_per_strike_kg_per_month: "kg/month",
        /// Weight of the share lately destroyed in the choice of where to build.
        relocation_sensitivity: "1",
        /// Memory of laboratory operators for destruction.
        relocation_memory_months: "month",
        /// Time constant of substitution and re-use of precursors where substitutes exist.
        precursor_substitution_months: "month",
        /// Rise of planted area while alternative development is announced, per share of households.
        announcement_effect: "1",
        /// Fall of planted area once alternative development is delivered, per share of households.
        alternative_development_effect: "1",
        /// Time from announcement to delivery of alternative development.
        alternative_development_delay_months: "month",
    }
}
