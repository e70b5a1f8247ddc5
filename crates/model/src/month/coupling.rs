//! What each module reads, and from whom: the arrows of the picture, one function each.
//!
//! All ratios are against the calibrated baseline, so that without policy every function writes
//! exactly what it wrote the month before.

use super::accounts::{Force, Ledger};
use super::context::MonthContext;
use super::state::{Inputs, Outputs, State};
use crate::MONTHS_PER_YEAR;
use crate::calibration::{Calibration, Model};
use crate::demand::toxicity;
use crate::demand::{DemandBaseline, DemandInputs, DemandOutputs, DemandState};
use crate::development::{DevelopmentInputs, DevelopmentState};
use crate::elementary::powers;
use crate::groups::{GroupsInputs, GroupsOutputs, GroupsState};
use crate::interdiction::{self, InterdictionInputs, InterdictionOutputs, InterdictionState, Record};
use crate::justice::{JusticeInputs, JusticeOutputs, JusticeState};
use crate::market::{MarketBaseline, MarketInputs, MarketOutputs, MarketState};
use crate::parameter_set::Parameters;
use crate::policy::PolicyEffects;
use crate::production::{ProductionInputs, ProductionOutputs, ProductionState, Supply};
use crate::random::Purpose;
use crate::response::saturating;
use crate::states::{self, StateEvent, StatesInputs, StatesOutputs, StatesState};
use crate::trafficking::{TraffickingInputs, TraffickingOutputs, TraffickingState};

impl State {
    /// The baseline's state.
    #[must_use]
    pub fn new(model: &Model, p: &Parameters, baseline: &Calibration) -> Self {
        Self {
            production: ProductionState::new(&baseline.production),
            trafficking: TraffickingState::new(&p.trafficking, &baseline.trafficking),
            interdiction: InterdictionState::new(model.world.corridors.len()),
            markets: baseline.markets.iter().map(|market| MarketState::at_baseline(&p.market, market)).collect(),
            demand: baseline.demand.iter().map(|market| DemandState::at_baseline(&p.demand, market)).collect(),
            groups: GroupsState::new(&baseline.groups),
            justice: JusticeState::new(&baseline.justice),
            development: DevelopmentState::new(
                model.world.countries.iter().map(|country| country.state_capacity).collect(),
            ),
            states: StatesState::new(&baseline.states),
        }
    }
}

impl Outputs {
    /// The outputs of a month in which nothing has moved.
    #[must_use]
    pub fn new(model: &Model, p: &Parameters, baseline: &Calibration, state: &State) -> Self {
        let world = &model.world;
        let production = ProductionOutputs::new(world.regions.len());
        Self {
            ledger: Ledger::opening(&state.production, &state.markets),
            production,
            interdiction: InterdictionOutputs::new(
                model.pools.pools.len(),
                world.corridors.len(),
                world.countries.len(),
            ),
            trafficking: TraffickingOutputs::new(world, &model.pools),
            demand: baseline.demand.iter().map(resting_users).collect(),
            markets: baseline.markets.iter().map(|market| resting_market(p, market)).collect(),
            force: Force::none(world.countries.len()),
            groups: GroupsOutputs::new(&baseline.groups),
            justice: JusticeOutputs::new(&baseline.justice),
            states: StatesOutputs::new(&p.states, &baseline.states),
            revenue_ratio: vec![1.0; world.countries.len()],
            revenue_usd: baseline.country_revenue_usd.clone(),
            place_revenue_usd: vec![0.0; world.places.len()],
        }
    }

    /// Trafficking revenue that groups contest: the rise of value along the routes of a country.
    pub(crate) fn revenue(&mut self, s: MonthContext<'_>) {
        let (by_place_usd, by_country_usd) = (&mut self.place_revenue_usd, &mut self.revenue_usd);
        s.model.route_revenue(&self.trafficking.flow_kg, &self.trafficking.value_index, by_place_usd, by_country_usd);
        for ((ratio, now), before) in
            self.revenue_ratio.iter_mut().zip(&self.revenue_usd).zip(&s.baseline.country_revenue_usd)
        {
            *ratio = if *before > 0.0 { now / before } else { 1.0 };
        }
    }

    /// Enforcement looks back on the month: load on its assets, and where effort was rewarded.
    pub(crate) fn enforcement_learns(&self, s: MonthContext<'_>, state: &mut State) {
        let record = Record {
            now: &self.trafficking.pursued,
            before: &s.baseline.trafficking.pursued,
            baseline_effort_share: &s.baseline.corridor_effort_share,
        };
        interdiction::learn(
            &s.p.interdiction,
            s.switches.enforcement,
            &mut state.interdiction,
            &self.interdiction,
            record,
        );
    }

    /// A market receives this month's arrivals and serves what users want at last month's price.
    pub(crate) fn market_inputs(&self, state: &State, policy: &PolicyEffects, market: usize) -> MarketInputs {
        MarketInputs {
            arrivals_kg_per_month: self.trafficking.arrivals_kg[market],
            desired_consumption_kg_per_month: self.demand[market].desired_consumption_kg_per_month,
            precursor_availability_ratio: 1.0 - state.production.precursor_shortfall,
            supply_cost_ratio: self.trafficking.supply_cost_index[market] * policy.supply_cost_shock[market],
        }
    }
}

impl Inputs {
    /// The baseline's inputs.
    #[must_use]
    pub fn new(model: &Model, baseline: &Calibration) -> Self {
        let world = &model.world;
        Self {
            policy: PolicyEffects::none(world),
            production: ProductionInputs::neutral(world.regions.len()),
            interdiction: InterdictionInputs::neutral(world.corridors.len(), world.countries.len()),
            trafficking: TraffickingInputs {
                processed_kg: baseline.production.processed_kg().to_vec(),
                market_value_index: vec![1.0; world.markets.len()],
                lethal_pressure: vec![0.0; world.corridors.len()],
            },
            groups: GroupsInputs::at_rest(&baseline.groups),
            justice: JusticeInputs::at_rest(&baseline.justice),
            development: DevelopmentInputs::at_rest(world.countries.len()),
            states: StatesInputs::at_rest(&baseline.states),
        }
    }

    /// Production reads the value at the laboratory door, who controls the region, and force.
    pub(crate) fn read_production(&mut self, s: MonthContext<'_>, last: &Outputs) {
        let (read, policy) = (&mut self.production, &self.policy);
        for (position, region) in s.model.world.regions.iter().enumerate() {
            read.laboratory_value_index[position] = last.trafficking.value_index[region.place];
            read.group_control_ratio[position] =
                if region.group.is_some() { last.groups.member_ratio[region.country] } else { 1.0 };
        }
        for (watched, ways) in read.surveillance_ratio.iter_mut().zip(&s.baseline.region_ways_out) {
            // Deviations are averaged, so that a region at rest gives exactly one.
            *watched = 1.0
                + ways.iter().map(|&(corridor, share)| share * (search_ratio(s, policy, corridor) - 1.0)).sum::<f64>();
        }
        read.market_shortage_ratio = shortage(s, last);
        read.raids.copy_from_slice(&policy.raids);
        read.strikes.copy_from_slice(&policy.strikes);
        read.eradication_ha.copy_from_slice(&policy.eradication_ha);
        read.announced_households.copy_from_slice(&policy.households);
        read.precursor_control = policy.precursor_control;
        read.output_shock = policy.output_shock;
        read.farm_gate_shock = policy.farm_gate_shock;
    }

    /// Interdiction reads effort, cooperation and leakage.
    pub(crate) fn read_interdiction(&mut self, s: MonthContext<'_>, state: &State, last: &Outputs) {
        let world = &s.model.world;
        let (read, policy) = (&mut self.interdiction, &self.policy);
        let days = s.baseline.patrol_yardstick_days_per_year.iter().zip(&policy.patrol_days_per_year);
        for (corridor, (&usual, &now)) in days.enumerate() {
            read.search_ratio[corridor] = search_ratio(s, policy, corridor);
            read.asset_ratio[corridor] = effort_ratio(usual, now);
        }
        read.hubs = policy.hubs;
        read.agreements = policy.agreements;
        read.task_force_operations_per_year = policy.joint_operations_per_year;
        read.loss_share_shock = policy.loss_share_shock;
        read.leak_ratio.copy_from_slice(&last.justice.leak_ratio);
        for (country, ratio) in read.port_find_ratio.iter_mut().enumerate() {
            *ratio = interdiction::port_find_ratio(&s.p.interdiction, port_inspections_ratio(s, policy, country));
        }
        for (actor, &country) in world.actors.iter().enumerate() {
            let before = s.baseline.states.cooperation()[actor];
            read.cooperation_ratio[country] = if before > 0.0 { state.states.cooperation[actor] / before } else { 1.0 };
            read.partner_multiplier[country] = last.states.partner_multiplier[actor];
        }
        for (corridor, partners) in s.baseline.corridor_partners.iter().enumerate() {
            let mean = |values: &[f64]| {
                // Deviations are averaged, so that a corridor at rest gives exactly one.
                1.0 + partners.iter().map(|&(country, weight)| weight * (values[country] - 1.0)).sum::<f64>()
            };
            read.corridor_cooperation_ratio[corridor] = mean(&read.cooperation_ratio);
            read.corridor_partner_multiplier[corridor] = mean(&read.partner_multiplier);
            let rise = |&(country, weight): &(usize, f64)| {
                let actor = s.model.actor_of_country[country]?;
                Some(weight * (state.states.cooperation[actor] - s.baseline.states.cooperation()[actor]))
            };
            read.corridor_cooperation_gain[corridor] = partners.iter().filter_map(rise).sum::<f64>().max(0.0);
        }
    }

    /// Trafficking reads what the laboratories made, last month's market prices, and danger at sea.
    pub(crate) fn read_trafficking(&mut self, s: MonthContext<'_>, now: &Outputs) {
        const PER_HUNDRED: f64 = 100.0;
        let read = &mut self.trafficking;
        read.processed_kg.copy_from_slice(&now.production.processed_kg);
        for ((index, market), cost) in
            read.market_value_index.iter_mut().zip(&now.markets).zip(&self.policy.supply_cost_shock)
        {
            // Where price is the cost of supply, it does not say where goods are short; consignments follow the cover.
            *index = match s.switches.supply {
                // What a kilogram leaves after a cost from outside is what those upstream can be paid from.
                Supply::Elastic | Supply::Limited => market.wholesale_price_ratio / cost,
                Supply::CostBased => {
                    let shortage = s.p.market.stock_cover_months / market.cover_months.max(f64::MIN_POSITIVE);
                    let limit = s.p.market.price_ratio_limit;
                    shortage.powf(s.p.market.price_response_to_cover).clamp(limit.recip(), limit)
                }
            };
        }
        for (corridor, pressure) in read.lethal_pressure.iter_mut().enumerate() {
            let consignments = s.baseline.corridor_sea_consignments[corridor];
            let strikes = self.policy.vessel_strikes[corridor];
            *pressure = if consignments > 0.0 { strikes / consignments * PER_HUNDRED } else { 0.0 };
        }
    }

    /// Users read last month's price, treatment, prevention, and how deadly the supply is.
    pub(crate) fn users(&self, s: MonthContext<'_>, last: &Outputs, month: usize, market: usize) -> DemandInputs {
        let (world, p, policy) = (&s.model.world, s.p, &self.policy);
        let cohort = |m: usize| world.markets[m].light_users * p.levers.demand_reduction.cohort_per_light_user;
        // The cost of a campaign is known for the lead state's market; a world without one takes its largest.
        let home = world.market(&world.countries[world.lead_state].id);
        let reference = home.map_or_else(|| (0..world.markets.len()).map(cohort).fold(0.0, f64::max), cohort);
        let full_exposure_usd = p.levers.demand_reduction.media_cost_per_full_exposure_usd * cohort(market) / reference
            * p.coupling.reference_cohort_share;
        DemandInputs {
            retail_price_ratio: last.markets[market].retail_price_ratio,
            treatment_episodes_extra_per_year: policy.treatment_episodes_per_year[market],
            pupils_reached_share: (policy.pupils_per_year[market] / cohort(market)).clamp(-1.0, 1.0),
            campaign_exposure: (policy.media_usd_per_year[market] / full_exposure_usd).clamp(-1.0, 1.0),
            demand_shock_ratio: policy.demand_shock[market],
            toxicity_ratio: policy.toxicity_shock[market]
                * toxicity::ratio(&p.demand, world.start, month, world.markets[market].synthetic_opioid_exposure),
        }
    }

    /// Groups read revenue, justice, programmes, captures, the harm done by force, state capacity and legal income.
    pub(crate) fn read_groups(&mut self, s: MonthContext<'_>, state: &State, now: &Outputs) {
        let (world, p, policy, read) = (&s.model.world, s.p, &self.policy, &mut self.groups);
        read.backlash = s.switches.backlash;
        read.recruit_deterrence = s.switches.recruit_deterrence;
        for (position, group) in world.groups.iter().enumerate() {
            let country = group.country;
            let revenue = now.revenue_ratio[country] * port_access_value(s, policy, country);
            read.conflict_revenue_ratio[position] = revenue;
            let members = group.members * s.baseline.tables.group_size_ratio[country];
            let share = members / s.baseline.country_members[country];
            read.captures[position] = now.force.captures[country] * share;
            let population = s.baseline.population_thousand[country];
            read.civilian_deaths_per_thousand[position] =
                if population > 0.0 { now.force.civilian_deaths[country] / population } else { 0.0 };
            read.strike_effect[position] = strike_effect(s, policy, now, country);
        }
        powers(&read.conflict_revenue_ratio, p.coupling.group_wage_revenue_elasticity, &mut read.wage_ratio);
        for country in 0..world.countries.len() {
            let at_risk = s.baseline.country_members[country] * p.levers.community_engagement.at_risk_per_member;
            read.engagement_coverage[country] =
                if at_risk > 0.0 { (policy.participants_per_year[country] / at_risk).clamp(-1.0, 1.0) } else { 0.0 };
            read.recruitment_ratio[country] = now.justice.deterrence_ratio[country];
            read.incapacitation_ratio[country] = incapacitation(s, policy, now, country);
            read.state_capacity_gain[country] = state.development.capacity_gain(country);
            let income = state.development.legal_income_usd_per_year(&p.development, country);
            read.programme_usd_per_year[country] = income;
            read.programme_share[country] = if income == 0.0 { 0.0 } else { 1.0 };
        }
    }

    /// Justice reads reform, what groups can pay, and how large they are.
    pub(crate) fn read_justice(&mut self, s: MonthContext<'_>, now: &Outputs) {
        let (world, levers, read) = (&s.model.world, &s.p.levers, &mut self.justice);
        for (country, state) in world.countries.iter().enumerate() {
            let teams = self.policy.justice_teams[country];
            let density = if state.population_million > 0.0 { teams / state.population_million } else { 0.0 };
            let reform = saturating(density, levers.justice_reform.justice_reform_scale_per_million);
            read.capacity_target_ratio[country] =
                (1.0 + levers.justice_reform.justice_reform_capacity_gain * reform).max(0.0);
            read.anti_corruption[country] =
                (levers.justice_reform.justice_reform_corruption_cut * reform).clamp(0.0, 1.0);
            read.revenue_ratio[country] = now.revenue_ratio[country] * port_access_value(s, &self.policy, country);
            read.group_size_ratio[country] = now.groups.member_ratio[country];
        }
    }

    /// Development reads what reform has built, and whom development and programmes reach.
    pub(crate) fn read_development(&mut self, s: MonthContext<'_>, state: &State) {
        let read = &mut self.development;
        read.justice_capacity_ratio.copy_from_slice(&state.justice.capacity_ratio);
        read.engaged_share.copy_from_slice(&self.groups.engagement_coverage);
        read.delivered_share.fill(0.0);
        for (region, share) in s.model.world.regions.iter().zip(&state.production.delivered_share) {
            let growers = s.baseline.country_households[region.country];
            if growers > 0.0 {
                read.delivered_share[region.country] += share * region.households / growers;
            }
        }
    }

    /// States read the month's acts, violence, corruption, and diplomacy.
    pub(crate) fn read_states(&mut self, s: MonthContext<'_>, now: &Outputs) {
        let (world, policy, read) = (&s.model.world, &self.policy, &mut self.states);
        read.backlash = s.switches.backlash;
        read.events.clear();
        for act in &policy.acts {
            let actor = |country: usize| s.model.actor_of_country[country];
            let (Some(source), Some(target)) = (actor(act.source), actor(act.target)) else { continue };
            read.events.push(StateEvent {
                source,
                target,
                goldstein: act.weight,
                count: act.count,
                salience: act.salience,
                consented: !act.unconsented_force,
            });
        }
        self.read_force_at_sea(s);
        let (policy, read) = (&self.policy, &mut self.states);
        let joint = saturating(policy.agreements, s.p.interdiction.coordination_scale);
        let ceiling = 1.0 + s.p.coupling.coordination_ceiling_gain * joint;
        let lead = s.baseline.states.lead();
        let count = world.actors.len();
        for (actor, &country) in world.actors.iter().enumerate() {
            read.violence_ratio[actor] = now.groups.conflict_death_ratio[country];
            read.corruption_ratio[actor] = now.justice.corruption_ratio[country];
            read.cooperation_ceiling_ratio[actor] = ceiling;
            if let Some(lead) = lead.filter(|&lead| lead != actor) {
                let effort =
                    saturating(policy.missions_per_year[country], s.p.levers.diplomacy.diplomacy_scale_per_year);
                let repair = effort.max(0.0) * now.states.willingness[actor];
                read.repair[actor * count + lead] = repair;
                read.repair[lead * count + actor] = repair;
            }
        }
    }

    /// Strikes on vessels are seen by the producer and transit states at the ends of a corridor's routes; the dead
    /// are shared out as the corridor's flow is.
    fn read_force_at_sea(&mut self, s: MonthContext<'_>) {
        let (strikes, read) = (&self.policy.vessel_strikes, &mut self.states.force_at_sea);
        let p = &s.p.levers.vessel_patrols;
        (read.goldstein, read.salience) = (p.lethal_patrol_weight, p.lethal_patrol_salience);
        read.total = strikes.iter().sum();
        read.near.fill(0.0);
        read.own.fill(0.0);
        for (partners, &count) in s.baseline.corridor_partners.iter().zip(strikes).filter(|(_, count)| **count > 0.0) {
            for &(country, weight) in partners {
                if let Some(actor) = s.model.actor_of_country[country] {
                    read.near[actor] += count;
                    read.own[actor] += count * weight;
                }
            }
        }
    }
}

/// A market's users in a month in which nothing has moved.
fn resting_users(baseline: &DemandBaseline) -> DemandOutputs {
    DemandOutputs {
        light_users: baseline.light_users,
        heavy_users: baseline.heavy_users,
        initiation_per_year: baseline.initiation_per_year,
        desired_consumption_kg_per_month: baseline.desired_consumption_kg_per_month,
        heavy_consumption_share: 0.0,
        overdose_deaths_per_month: baseline.overdose_deaths_per_year / MONTHS_PER_YEAR,
        treatment_episodes_per_month: baseline.treatment_episodes_per_year / MONTHS_PER_YEAR,
        treated_share_per_year: 0.0,
        social_cost_usd_per_month: 0.0,
    }
}

/// A market in a month in which nothing has moved.
fn resting_market(p: &Parameters, baseline: &MarketBaseline) -> MarketOutputs {
    MarketOutputs {
        consumption_kg_per_month: baseline.consumption_kg_per_month,
        unmet_demand_kg_per_month: 0.0,
        stock_change_kg: 0.0,
        cover_months: p.market.stock_cover_months,
        wholesale_price_ratio: 1.0,
        retail_price_ratio: 1.0,
        street_price_usd_per_kg: baseline.retail_price_usd_per_kg * baseline.purity_share,
        revenue_usd_per_month: baseline.retail_price_usd_per_kg * baseline.consumption_kg_per_month,
    }
}

/// Usual cover over cover, the mean over markets by what they usually consume.
fn shortage(s: MonthContext<'_>, last: &Outputs) -> f64 {
    let usual = s.p.market.stock_cover_months;
    let (mut log, mut kg) = (0.0, 0.0);
    for (market, now) in s.baseline.markets.iter().zip(&last.markets) {
        let limit = s.p.market.price_ratio_limit;
        let short = (usual / now.cover_months.max(f64::MIN_POSITIVE)).clamp(limit.recip(), limit);
        log += market.consumption_kg_per_month * short.ln();
        kg += market.consumption_kg_per_month;
    }
    (log / kg).exp()
}

/// Effort over what it counts against. Without a yardstick nothing passes, and effort has nothing to act on.
fn effort_ratio(yardstick: f64, extra: f64) -> f64 {
    if extra == 0.0 || yardstick <= 0.0 { 1.0 } else { (1.0 + extra / yardstick).max(0.0) }
}

/// Surveillance of a corridor over the baseline's.
fn search_ratio(s: MonthContext<'_>, policy: &PolicyEffects, corridor: usize) -> f64 {
    let usual = s.baseline.surveillance_yardstick_hours_per_year[corridor];
    effort_ratio(usual, policy.surveillance_hours_per_year[corridor])
}

/// Inspections of containers in a state over the baseline's, which lie where containers go.
fn port_inspections_ratio(s: MonthContext<'_>, policy: &PolicyEffects, country: usize) -> f64 {
    let usual = s.p.levers.port_control.port_control_baseline_per_year * s.baseline.container_share[country];
    effort_ratio(usual, policy.port_inspections_per_year[country])
}

/// What a way through a state's ports is worth to groups over the baseline: fewer doors that open are dearer, and
/// fought over.
fn port_access_value(s: MonthContext<'_>, policy: &PolicyEffects, country: usize) -> f64 {
    let vetted = interdiction::vetted_share(port_inspections_ratio(s, policy, country));
    1.0 + s.p.levers.port_control.port_access_value_gain * vetted
}

/// Arrests of members over the baseline's: what justice can hold, and what raids and joint operations add.
/// Most who are arrested at laboratories are labourers, not members.
fn incapacitation(s: MonthContext<'_>, policy: &PolicyEffects, now: &Outputs, country: usize) -> f64 {
    let arrests_per_month = s.baseline.country_arrests_per_month[country];
    let members_per_raid = s.p.levers.strike_force.arrests_per_raid * s.p.groups.raid_arrest_member_share;
    let extra = policy.country_raids[country] * members_per_raid
        + policy.country_operations_per_year[country] / MONTHS_PER_YEAR
            * s.p.levers.task_forces.arrests_per_joint_operation;
    let added = if arrests_per_month > 0.0 { extra / arrests_per_month } else { 0.0 };
    (now.justice.incapacitation_ratio[country] + added).max(0.0)
}

/// Strikes change the activity of the host's groups, up or down with its consent.
fn strike_effect(s: MonthContext<'_>, policy: &PolicyEffects, now: &Outputs, country: usize) -> f64 {
    let strikes = policy.country_strikes[country];
    if strikes == 0.0 {
        return 0.0;
    }
    let effect = s.model.actor_of_country[country].map_or(0.0, |actor| now.states.strike_effect[actor]);
    effect * saturating(strikes, s.p.coupling.strike_salience_per_month)
}

/// The states module's draws, keyed by the names of the states and not by their positions.
pub(crate) fn state_uniform(s: MonthContext<'_>, month: u16, entity: u64, purpose: states::Purpose) -> f64 {
    let Some(stream) = s.stream else { return 0.5 };
    let count = s.model.world.actors.len() as u64;
    let name = |actor: u64| s.model.actor_entity.get(actor as usize).copied().unwrap_or(0);
    match purpose {
        states::Purpose::LeaderExit => stream.uniform(month, Purpose::LeaderExit, name(entity)),
        states::Purpose::LeaderReset => stream.uniform(month, Purpose::LeaderReset, name(entity)),
        states::Purpose::Announcement => stream.uniform(month, Purpose::SuspensionAnnounced, name(entity)),
        states::Purpose::Binding => stream.uniform(month, Purpose::SuspensionBinds, name(entity)),
        states::Purpose::Joining => stream.uniform(month, Purpose::Joining, name(entity)),
        states::Purpose::Support => {
            let pair = name(entity / count).rotate_left(1) ^ name(entity % count);
            stream.uniform(month, Purpose::ThirdPower, pair)
        }
    }
}
