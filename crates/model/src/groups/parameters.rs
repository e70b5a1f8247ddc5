//! The numbers that the armed-groups module needs; values, ranges and sources stand in
//! `data/evidence/groups.toml`.

parameters! {
    /// Parameters of the armed-groups module.
    GroupsParameters in "groups" {
        /// Share of those asked who join whatever is offered (pi_f).
        join_share_always: "share",
        /// Share of those asked who weigh the offer (pi_v).
        join_share_choosing: "share",
        /// Probability of joining at the start.
        join_probability_at_start: "share",
        /// Weight of a dollar a year in the choice (B).
        join_sensitivity_to_wage: "year/USD",
        /// Weight of the weekly arrest risk in the choice (delta).
        join_sensitivity_to_arrest: "week",
        /// Weight of the weekly death risk in the choice (epsilon).
        join_sensitivity_to_death: "week",
        /// Wage in a group at the start (r).
        group_wage_usd_per_year: "USD/year",
        /// Legal wage (w).
        legal_wage_usd_per_year: "USD/year",
        /// Social programme at the start (v).
        programme_baseline_usd_per_year: "USD/year",
        /// Risk of arrest at the start.
        arrest_risk_per_week: "1/week",
        /// Risk of being killed at the start.
        death_risk_per_week: "1/week",
        /// Steepness of the choice; one is the published value.
        participation_steepness: "1",
        /// Fall in recruitment among covered youth where the state is strong.
        engagement_effect_strong_state: "share",
        /// The same where the state is weakest; negative means more recruits.
        engagement_effect_weak_state: "share",
        /// State capacity from which a programme has its full effect.
        engagement_full_capacity: "share",
        /// Half-life of a programme's protection once it ends.
        engagement_half_life_months: "month",
        /// Elasticity of conflict intensity to contested revenue of the month (chi).
        conflict_revenue_elasticity: "1",
        /// Elasticity of conflict intensity to established revenue, through rivals who enter.
        rival_entry_elasticity: "1",
        /// People whom groups can reach at the start, over those who keep groups at their size.
        recruitment_pool_ratio: "1",
        /// Elasticity of recruits to the people whom groups can reach (nu).
        recruitment_pool_elasticity: "1",
        /// Elasticity of the people whom groups can reach to established revenue (kappa).
        pool_revenue_elasticity: "1",
        /// Time in which recruits and rivals adjust to a change of revenue.
        revenue_adjustment_months: "month",
        /// Share of those arrested in raids on laboratories who are members of a group.
        raid_arrest_member_share: "share",
        /// Violent deaths that a removal adds in Mexico within the window.
        capture_extra_deaths: "person",
        /// Violent deaths by organised crime in Mexico to which that number belongs.
        capture_reference_deaths_per_week: "person/week",
        /// Window in which the extra deaths are counted.
        capture_window_weeks: "week",
        /// Half-life of the shock that follows a removal.
        capture_shock_half_life_weeks: "week",
        /// Share of the extra deaths that comes from fragments fighting each other.
        capture_fragment_share: "share",
        /// Probability that a removal splits the group.
        split_probability: "share",
        /// Groups that remain after a split.
        fragments_per_split: "1",
        /// Half-life with which fragments consolidate.
        consolidation_half_life_months: "month",
        /// Relative rise of recruitment per civilian death among 1,000 local people (lambda).
        revenge_recruitment: "1",
        /// Half-life of the memory of civilian harm.
        revenge_half_life_weeks: "week",
        /// Published recruitment, Mexico 2012-2022.
        published_recruitment_per_week: "1/week",
        /// Published arrests, Mexico 2012-2022.
        published_arrests_per_week: "person/week",
        /// Published conflict lethality, Mexico 2012-2022.
        published_lethality: "1/person/week",
        /// Published saturation, Mexico 2012-2022.
        published_saturation: "1/person/week",
        /// Published members of all groups in Mexico, January 2012.
        published_members_2012: "person",
        /// Members of the ten largest groups in January 2012.
        block_large_members_2012: "person",
        /// Conflict of the ten largest groups among each other.
        block_large_large_conflict: "1",
        /// Conflict that the ten largest suffer from the smaller groups.
        block_large_small_conflict: "1",
        /// Conflict that the smaller groups suffer from the ten largest.
        block_small_large_conflict: "1",
        /// Conflict of the smaller groups among each other.
        block_small_small_conflict: "1",
        /// Sum of squared size shares within the ten largest.
        block_large_concentration: "1",
        /// Sum of squared size shares within the smaller groups.
        block_small_concentration: "1",
    }
}
