//! The numbers that the states module needs; values, ranges and sources stand in
//! `data/evidence/states.toml`.

parameters! {
    /// Parameters of the states module.
    StatesParameters in "states" {
        /// Reciprocity within the month (rho).
        reciprocity: "1",
        /// Share of acute tension left after a month (phi).
        tension_persistence: "1",
        /// Weight of verbal conflict against material events (zeta).
        verbal_weight: "1",
        /// Goldstein weight from which a hostile event is material.
        material_weight: "1",
        /// Damage to a relation per unit of hostile tension (gamma_minus).
        damage_rate: "1/month",
        /// Gain of a relation per unit of friendly tension (gamma_plus).
        gain_rate: "1/month",
        /// Restoring rate of a relation (kappa).
        restoring_rate: "1/month",
        /// Share of the gap that a new leader closes (delta).
        leader_reset: "share",
        /// Probability that a new leader resets (pi).
        leader_reset_probability: "share",
        /// Strength of the triadic term (beta).
        triadic_rate: "1/month",
        /// Scarring rate (epsilon).
        scarring_rate: "1/month",
        /// Largest fall of a target by scarring.
        scarring_floor: "1",
        /// Relation at which half of full cooperation is sought.
        cooperation_midpoint: "1",
        /// Width of the cooperation curve.
        cooperation_width: "1",
        /// Highest cooperation that present arrangements allow.
        cooperation_ceiling: "share",
        /// Speed at which cooperation is suspended.
        suspension_rate: "1/month",
        /// Probability that an announced suspension binds.
        suspension_binding: "share",
        /// Share of cooperation that a bound suspension ends.
        suspension_depth: "share",
        /// Suspensions announced per unit of alarm.
        announcement_rate: "1/month",
        /// Share by which full dependence on exports to the lead lowers announcements.
        trade_restraint: "share",
        /// Decisions to host or join per unit of backing.
        joining_rate: "1/month",
        /// Share of the room above arranged cooperation that hosting or joining fills.
        joining_gain: "share",
        /// Half-life of hosting and joining without further backing.
        joining_half_life_months: "month",
        /// Salient events of force a month of which 63 % is noticed.
        notice_scale: "event/month",
        /// Leaning at which half of a state's politics assents to the lead's force.
        assent_midpoint: "1",
        /// Width of the assent curve.
        assent_width: "1",
        /// Weight of friendship with the struck state against assent.
        solidarity: "1",
        /// Distance at which a state without land border hears 37 % of force.
        alarm_distance_km: "km",
        /// Goldstein weight of a third state's rejection.
        alarm_weight: "point",
        /// Goldstein weight of a third state's endorsement.
        backing_weight: "point",
        /// Goldstein weight of what a struck state does to those who back the lead.
        reproach_weight: "point",
        /// Salience of a third state's words.
        answer_salience: "1",
        /// Speed at which cooperation is rebuilt.
        rebuilding_rate: "1/month",
        /// Share of the lead's disruptions that partners support (p).
        partner_share: "share",
        /// Share of these that the lead would achieve alone (psi).
        partner_substitution: "share",
        /// Rally per fully salient event, in points; sign open (Delta).
        rally_points: "point",
        /// Rally for the lead's own government per fully salient use of force; sign open.
        lead_rally_points: "point",
        /// Half-life of a rally.
        rally_half_life_months: "month",
        /// Factor on a rally for each remembered earlier event.
        rally_habituation: "1",
        /// Half-life of the memory of earlier events.
        habituation_half_life_months: "month",
        /// Hardliners' response to tension with the lead (theta).
        hardliner_response: "1/month",
        /// The same of the lead's hardliners, to tension with the state where it is worst.
        lead_hardliner_response: "1/month",
        /// Half-life of an excess of hardliners.
        hardliner_half_life_months: "month",
        /// Hardliners' response to violence above the start.
        hardliner_violence: "1/month",
        /// Hardliners' response to corruption above the start.
        hardliner_corruption: "1/month",
        /// Rise of pressure on the opposition with tension with the lead.
        opposition_response: "1/month",
        /// Half-life of the loss of sovereignty by force on a state's soil.
        sovereignty_half_life_months: "month",
        /// Effect of hardliners on the lead's relation (chi).
        hardliner_relation: "1",
        /// Effect of hardliners on factionalism (omega_F).
        factionalism_hardliners: "1",
        /// Effect of violence above the start on factionalism (omega_V).
        factionalism_violence: "1",
        /// Effect of corruption above the start on factionalism (omega_C).
        factionalism_corruption: "1",
        /// Log odds ratio of adverse regime change per unit of factionalism.
        factionalism_log_odds: "1",
        /// Adverse regime changes, full autocracies.
        adverse_change_full_autocracy: "1/year",
        /// Adverse regime changes, partial autocracies.
        adverse_change_partial_autocracy: "1/year",
        /// Adverse regime changes, factionalised partial democracies.
        adverse_change_factional_partial_democracy: "1/year",
        /// Adverse regime changes, partial democracies.
        adverse_change_partial_democracy: "1/year",
        /// Adverse regime changes, full democracies.
        adverse_change_full_democracy: "1/year",
        /// Irregular leader exits.
        irregular_exit_per_month: "1/month",
        /// Log odds ratio of leader exit while the state is a target of force (b_tg).
        targeted_log_odds: "1",
        /// Months for which a state counts as a target of force.
        targeted_months: "month",
        /// Third-power support per unit of alignment (g0).
        support_rate: "1/month",
        /// Goldstein weight of support to the state.
        support_weight: "1",
        /// Goldstein weight of that support as the lead sees it.
        support_affront: "1",
        /// Change of group activity by strikes without the state's consent.
        strike_effect_unconsented: "share",
        /// Change of group activity by strikes in full cooperation.
        strike_effect_cooperative: "share",
    }
}
