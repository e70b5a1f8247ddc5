//! The numbers that the interdiction module needs; values, ranges and sources stand in
//! `data/evidence/interdiction.toml`.

parameters! {
    /// Parameters of the interdiction module.
    InterdictionParameters in "interdiction" {
        /// Share of known events that enforcement can act on in the baseline.
        actionable_share: "share",
        /// Success given a responder in the baseline.
        success_share: "share",
        /// Elasticity of the actionable share to assets per known event.
        asset_elasticity: "1",
        /// Share of events that jurisdiction stops, recoverable by consent.
        jurisdiction_loss_share: "share",
        /// Response time in the baseline.
        response_hours: "hour",
        /// Largest cut of the response time by hubs.
        hub_response_cut: "share",
        /// Number of extra hubs at which 63 % of that cut is reached.
        hub_scale: "hub",
        /// Largest cut of the response time by multilateral task forces.
        task_force_response_cut: "share",
        /// Extra joint operations a year at which 63 % of the task-force effects is reached.
        task_force_scale_per_year: "operation/year",
        /// Largest gain of disruptions per asset-day by task forces.
        task_force_productivity_gain: "share",
        /// Largest cut of the information delay by regional coordination.
        coordination_delay_cut: "share",
        /// Agreements at which 63 % of the coordination effects is reached.
        coordination_scale: "agreement",
        /// Share of jurisdiction losses that coordination recovers at full cooperation.
        coordination_jurisdiction_gain: "share",
        /// Largest gain of the actionable share of cues by hubs.
        hub_actionable_gain: "share",
        /// Highest probability that a pursued consignment becomes known.
        highest_detection_share: "share",
        /// Share of finds on land, rivers and in ports that shared intelligence leads to.
        inspection_shared_intelligence_share: "share",
        /// Elasticity of the hazard of being found in a port to inspections there.
        port_inspection_elasticity: "1",
        /// Share of finds in containers that is made where they are loaded.
        port_departure_find_share: "share",
        /// Share of leaked cues that vetted staff keep.
        port_integrity_leak_cut: "share",
        /// Share of cues that are false in the baseline.
        false_cue_share: "share",
        /// Elasticity of the odds of a false cue to search effort.
        false_cue_elasticity: "1",
        /// Share of cues that leak in the baseline.
        leak_share: "share",
        /// Highest share of a pool that can be seized.
        highest_loss_share: "share",
        /// Sensitivity of detection to surveillance and patrols at sea and in the air.
        sea_air_search_weight: "1",
        /// Sensitivity of detection to surveillance on rivers.
        river_search_weight: "1",
        /// Sensitivity of finds on land to surveillance.
        land_search_weight: "1",
        /// Usual consignment on land.
        land_consignment_kg: "kg",
        /// Usual consignment on a river.
        river_consignment_kg: "kg",
        /// Usual consignment of a fast boat.
        go_fast_consignment_kg: "kg",
        /// Usual consignment of a low-profile vessel.
        low_profile_consignment_kg: "kg",
        /// Usual consignment of a light aircraft.
        air_consignment_kg: "kg",
        /// Usual consignment in a container.
        container_consignment_kg: "kg",
        /// Standard deviation of the log of the monthly swing of enforcement.
        enforcement_swing_log_sd: "1",
        /// Autocorrelation of that swing from month to month.
        enforcement_swing_autocorrelation: "1",
        /// Speed at which adaptive enforcement shifts effort towards success.
        enforcement_learning_per_month: "1",
        /// Persons arrested per consignment seized.
        arrests_per_consignment: "person/event",
    }
}
