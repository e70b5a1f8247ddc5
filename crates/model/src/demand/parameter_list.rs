//! The numbers of the demand module; values, ranges and sources in the evidence file `demand`.
//!
//! Three groups: the population and its answers to price and programmes; the published LHY model,
//! also used by endogenous initiation; the RAND study, and the reference market of the module alone.

use super::transitions::AnnualRates;

parameters! {
    /// Parameters of the demand module.
    DemandParameters in "demand" {
        /// Light users who stop, a.
        light_quit_per_year: "1/year",
        /// Light users who become heavy users, b.
        light_to_heavy_per_year: "1/year",
        /// Heavy users who become light users, f.
        heavy_to_light_per_year: "1/year",
        /// Heavy users who stop, g.
        heavy_quit_per_year: "1/year",
        /// Pure cocaine per light user-year, k_L.
        light_use_g_per_year: "g/person/year",
        /// Pure cocaine per heavy user-year, k_H.
        heavy_use_g_per_year: "g/person/year",
        /// Short-run price elasticity of use per light user.
        light_short_run_elasticity: "1",
        /// Short-run price elasticity of use per heavy user.
        heavy_short_run_elasticity: "1",
        /// Long-run over short-run elasticity of use per user, rho.
        long_run_to_short_run_ratio: "1",
        /// Half-life with which use per user moves to its long-run answer.
        habit_half_life_months: "month",
        /// Time over which the growth of users that the world starts with fades.
        user_growth_fade_years: "year",
        /// Price elasticity of initiation, e_I.
        initiation_price_elasticity: "1",
        /// Share abstinent while in treatment.
        treatment_abstinent_share: "share",
        /// Mean duration of the in-treatment effect, d.
        treatment_effect_years: "year",
        /// Share of treated heavy users who leave heavy use afterwards, x.
        treatment_exit_share: "share",
        /// Part of those who leave heavy use that goes to light use; the rest stops.
        treatment_exit_to_light_share: "share",
        /// Rate at which those who stopped after treatment return to heavy use.
        relapse_per_year: "1/year",
        /// Fall of a fully reached cohort's initiation through school prevention.
        prevention_effect_share: "share",
        /// Mean time from the school programme to the age of initiation.
        prevention_delay_years: "year",
        /// Relative change of initiation under a full-coverage media campaign; may be positive.
        campaign_effect_share: "share",
        /// Social cost per gram consumed.
        social_cost_usd_per_g: "USD/g",
        /// Highest share of deaths with cocaine that involve synthetic opioids.
        toxicity_share_highest: "share",
        /// Year in which half of that share is reached.
        toxicity_midpoint_year: "year",
        /// Time in which the odds of the share rise by a factor e.
        toxicity_rise_years: "year",
        /// Year up to which the path is on record; it is held from there on.
        toxicity_last_year: "year",
        /// LHY: innovators, tau.
        lhy_innovators_per_year: "person/year",
        /// LHY: initiates per light user without deterrence, s.
        lhy_contact_per_year: "1/year",
        /// LHY: deterrence by the drug's reputation, q.
        lhy_deterrence: "1",
        /// LHY: least initiates per light user, the floor of s exp(-qY/L).
        lhy_contact_floor_per_year: "1/year",
        /// LHY: forgetting of the reputation, delta.
        lhy_forgetting_per_year: "1/year",
        /// LHY: light users who stop, continuous rate a.
        lhy_light_quit_per_year: "1/year",
        /// LHY: light users who become heavy users, continuous rate b.
        lhy_light_to_heavy_per_year: "1/year",
        /// LHY: heavy users who stop, continuous rate g.
        lhy_heavy_quit_per_year: "1/year",
        /// RAND: cost per treatment episode, 1992.
        rand_treatment_cost_usd: "USD/event",
        /// RAND: discount rate.
        rand_discount_per_year: "1/year",
        /// RAND: horizon.
        rand_horizon_years: "year",
        /// RAND: price elasticity of demand.
        rand_demand_elasticity: "1",
        /// RAND: elasticity of supply with respect to average cost.
        rand_supply_elasticity: "1",
        /// RAND: cost to suppliers per dollar of source-country control.
        rand_source_country_cost_ratio: "1",
        /// RAND: cost to suppliers per dollar of interdiction.
        rand_interdiction_cost_ratio: "1",
        /// RAND: cost to suppliers per dollar of domestic enforcement.
        rand_domestic_cost_ratio: "1",
        /// RAND: consumption in the United States, pure, 1992.
        rand_consumption_kg_per_year: "kg/year",
        /// RAND: retail price in the United States, pure, 1992.
        rand_retail_price_usd_per_kg: "USD/kg",
        /// RAND: cost of 1 % of consumption by source-country control.
        rand_source_country_usd_per_percent: "USD",
        /// RAND: cost of 1 % of consumption by interdiction.
        rand_interdiction_usd_per_percent: "USD",
        /// RAND: cost of 1 % of consumption by domestic enforcement.
        rand_domestic_usd_per_percent: "USD",
        /// RAND: cost of 1 % of consumption by treatment.
        rand_treatment_usd_per_percent: "USD",
        /// Light users of the reference market, used when the module runs alone.
        reference_light_users: "person",
        /// Heavy users of the reference market.
        reference_heavy_users: "person",
        /// Initiation in the reference market.
        reference_initiation_per_year: "person/year",
        /// Treatment episodes in the reference market.
        reference_treatment_episodes_per_year: "event/year",
        /// Overdose deaths in the reference market.
        reference_overdose_deaths_per_year: "person/year",
    }
}

impl DemandParameters {
    /// The four annual rates without extra treatment.
    pub fn annual_rates(&self) -> AnnualRates {
        AnnualRates {
            light_quit: self.light_quit_per_year,
            light_to_heavy: self.light_to_heavy_per_year,
            heavy_to_light: self.heavy_to_light_per_year,
            heavy_quit: self.heavy_quit_per_year,
        }
    }
}
