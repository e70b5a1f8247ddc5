//! The numbers of the levers; values, ranges and sources stand in `data/evidence/levers.toml`.

parameters! {
    /// Unit costs, baselines, maxima and effect sizes of the levers.
    LeverParameters in "levers" {
        /// Cost of a surveillance flight hour.
        surveillance_unit_cost_usd: "USD/hour",
        /// Largest extra effort with a historical example.
        surveillance_maximum_extra_per_year: "hour/year",
        /// Cost of a raid on a laboratory.
        strike_force_unit_cost_usd: "USD/event",
        /// Raids in the base year; production rebuilds against the same number.
        strike_force_baseline_per_year: "event/year",
        /// Largest extra effort.
        strike_force_maximum_extra_per_year: "event/year",
        /// Cost of an agreement of regional coordination and its joint work.
        regional_coordination_unit_cost_usd: "USD/agreement/year",
        /// Agreements in force in the base year.
        regional_coordination_baseline: "agreement",
        /// Largest extra effort.
        regional_coordination_maximum_extra: "agreement",
        /// Cost of a precursor operation (inspection, tracing, seizure).
        precursor_control_unit_cost_usd: "USD/operation",
        /// Precursor operations in the base year.
        precursor_control_baseline_per_year: "operation/year",
        /// Largest extra effort.
        precursor_control_maximum_extra_per_year: "operation/year",
        /// Largest cut of precursor availability.
        precursor_control_strength: "share",
        /// Extra operations a year at which 63 % of it is reached.
        precursor_control_scale_per_year: "operation/year",
        /// Cost of a patrol day of a large vessel with aircraft and boarding team.
        vessel_patrols_unit_cost_usd: "USD/day",
        /// Largest extra effort.
        vessel_patrols_maximum_extra_per_year: "day/year",
        /// Lethal strikes on vessels per extra patrol day, where lethal force is authorised.
        lethal_strikes_per_patrol_day: "event/day",
        /// People killed per lethal strike on a vessel.
        deaths_per_vessel_strike: "person/event",
        /// Share of them counted as civilians.
        civilian_share_of_vessel_deaths: "share",
        /// Cost of an intelligence hub.
        intelligence_hubs_unit_cost_usd: "USD/hub/year",
        /// Hubs in the base year.
        intelligence_hubs_baseline: "hub",
        /// Largest extra effort.
        intelligence_hubs_maximum_extra: "hub",
        /// Cost of a strike on a production area.
        production_strikes_unit_cost_usd: "USD/event",
        /// Largest extra effort.
        production_strikes_maximum_extra_per_year: "event/year",
        /// Civilians killed per strike on a production area.
        civilian_deaths_per_production_strike: "person/event",
        /// Civilians killed per raid.
        civilian_deaths_per_raid: "person/event",
        /// Cost of a joint operation.
        task_forces_unit_cost_usd: "USD/operation",
        /// Joint operations in the base year.
        task_forces_baseline_per_year: "operation/year",
        /// Largest extra effort.
        task_forces_maximum_extra_per_year: "operation/year",
        /// Group members arrested per joint operation.
        arrests_per_joint_operation: "person/operation",
        /// Leaders captured per joint operation.
        captures_per_joint_operation: "event/operation",
        /// Group members arrested per raid.
        arrests_per_raid: "person/event",
        /// Leaders captured per raid.
        captures_per_raid: "event/event",
        /// Cost of a participant in a community programme for a year.
        community_engagement_unit_cost_usd: "USD/person",
        /// Participants in the base year.
        community_engagement_baseline_per_year: "person/year",
        /// Largest extra effort.
        community_engagement_maximum_extra_per_year: "person/year",
        /// People at risk of being recruited, per member of an armed group.
        at_risk_per_member: "1",
        /// Cost of a prosecution and court team for a year.
        justice_reform_unit_cost_usd: "USD/team",
        /// Teams in the base year.
        justice_reform_baseline_per_year: "team/year",
        /// Largest extra effort.
        justice_reform_maximum_extra_per_year: "team/year",
        /// Largest rise of sanction capacity.
        justice_reform_capacity_gain: "share",
        /// Extra teams per million people at which 63 % of it is reached.
        justice_reform_scale_per_million: "team/million",
        /// Largest fall of the corruption index.
        justice_reform_corruption_cut: "1",
        /// Cost of reaching a pupil with school prevention.
        demand_reduction_unit_cost_usd: "USD/pupil",
        /// Pupils reached in the base year.
        demand_reduction_baseline_per_year: "pupil/year",
        /// Largest extra effort.
        demand_reduction_maximum_extra_per_year: "pupil/year",
        /// Share of the money that goes into mass media.
        demand_reduction_media_share: "share",
        /// Cost of mass-media exposure of one full cohort.
        media_cost_per_full_exposure_usd: "USD/year",
        /// Pupils in a cohort per light user of a market.
        cohort_per_light_user: "1",
        /// Cost of a treatment episode.
        treatment_unit_cost_usd: "USD/episode",
        /// Largest extra effort.
        treatment_maximum_extra_per_year: "episode/year",
        /// Cost of a household in alternative development for a year.
        alternative_development_unit_cost_usd: "USD/household",
        /// Households in the base year.
        alternative_development_baseline_per_year: "household/year",
        /// Largest extra effort.
        alternative_development_maximum_extra_per_year: "household/year",
        /// Cost of a diplomatic mission or a year's institutional adviser team.
        diplomacy_unit_cost_usd: "USD/mission",
        /// Missions in the base year.
        diplomacy_baseline_per_year: "mission/year",
        /// Largest extra effort.
        diplomacy_maximum_extra_per_year: "mission/year",
        /// Extra missions a year and country at which 63 % of the repair effort is reached.
        diplomacy_scale_per_year: "mission/year",
        /// Weight of an attack on another state's soil.
        force_without_consent_weight: "point",
        /// Weight of military cooperation.
        force_with_consent_weight: "point",
        /// Weight of a lethal strike on a vessel of another state.
        lethal_patrol_weight: "point",
        /// Weight of surveillance felt as a show of force.
        surveillance_without_consent_weight: "point",
        /// Weight of boarding without flag consent.
        boarding_without_consent_weight: "point",
        /// Weight of shared intelligence.
        shared_intelligence_weight: "point",
        /// Weight of a formal agreement.
        agreement_weight: "point",
        /// Weight of judicial cooperation.
        judicial_cooperation_weight: "point",
        /// Weight of economic aid.
        economic_aid_weight: "point",
        /// Weight of economic cooperation on precursors.
        economic_cooperation_weight: "point",
        /// Weight of negotiation.
        negotiation_weight: "point",
        /// Salience of an attack on another state's soil.
        force_salience: "1",
        /// Salience of a lethal strike on a vessel.
        lethal_patrol_salience: "1",
        /// Salience of a routine act of cooperation.
        cooperation_salience: "1",
        /// Salience of a diplomatic mission.
        diplomacy_salience: "1",
    }
}
