//! Writes a month into its row, series by series.

use super::context::MonthContext;
use super::indicators::{Layout, Series};
use super::state::{Inputs, Outputs, State};
use crate::MONTHS_PER_YEAR;
use crate::groups::WEEKS_PER_MONTH;
use crate::trafficking::Passage;
use crate::world::{Mode, Role};

/// Sums that several series share, kept from month to month to spare allocations.
#[derive(Clone, Debug)]
pub struct Recorder {
    country_seized: Vec<f64>,
    country_members: Vec<f64>,
}

impl Recorder {
    /// Room for a world.
    #[must_use]
    pub fn new(countries: usize) -> Self {
        Self { country_seized: vec![0.0; countries], country_members: vec![0.0; countries] }
    }

    /// Fills `row` with the month's values.
    pub fn record(&mut self, s: MonthContext<'_>, state: &State, inputs: &Inputs, outputs: &Outputs, row: &mut [f64]) {
        self.add_up(s, state, outputs);
        production(s, state, outputs, row);
        self.flows(s, inputs, outputs, row);
        interdiction(s, outputs, row);
        market(s, state, outputs, row);
        self.society(s, state, outputs, row);
        states(s, state, outputs, row);
        accounts(s, inputs, outputs, row);
    }

    fn add_up(&mut self, s: MonthContext<'_>, state: &State, outputs: &Outputs) {
        let world = &s.model.world;
        self.country_seized.fill(0.0);
        self.country_members.fill(0.0);
        for (pool, seized) in s.model.pools.pools.iter().zip(&outputs.trafficking.pool_seized_kg) {
            if let Some(country) = pool.jurisdiction {
                self.country_seized[country] += seized;
            }
        }
        for (region, seized) in world.regions.iter().zip(&outputs.production.base_seized_kg) {
            self.country_seized[region.country] += seized;
        }
        for (group, members) in world.groups.iter().zip(&state.groups.members) {
            self.country_members[group.country] += members;
        }
    }

    fn flows(&self, s: MonthContext<'_>, inputs: &Inputs, outputs: &Outputs, row: &mut [f64]) {
        let layout = &s.model.layout;
        const MODES: usize = Mode::ALL.len();
        let passages = &outputs.trafficking.passages;
        let by_corridor =
            |value: fn(&Passage) -> f64| passages.chunks_exact(MODES).map(move |modes| modes.iter().map(value).sum());
        let by_mode = |value: fn(&Passage) -> f64| {
            let mut sums = [0.0; MODES];
            for modes in passages.chunks_exact(MODES) {
                sums.iter_mut().zip(modes).for_each(|(sum, passage)| *sum += value(passage));
            }
            sums
        };
        let mode_flow = by_mode(|passage| passage.flow_kg);
        let pursued = &outputs.trafficking.pursued.flow_kg;
        let known = pursued.iter().zip(&outputs.interdiction.funnel).map(|(kg, funnel)| kg * funnel.detection);
        layout.put(row, Series::KnownFlow, known);
        layout.put(
            row,
            Series::MaritimeFlow,
            [mode_flow[Mode::GoFast as usize] + mode_flow[Mode::LowProfile as usize]],
        );
        layout.put(row, Series::Flow, by_corridor(|passage| passage.flow_kg));
        layout.put(row, Series::ModeFlow, mode_flow);
        layout.put(row, Series::CorridorModeFlow, passages.iter().map(|passage| passage.flow_kg));
        layout.put(row, Series::Seized, by_corridor(|passage| passage.seized_kg));
        let mode_seized = by_mode(|passage| passage.seized_kg);
        layout.put(row, Series::ModeSeized, mode_seized);
        let seized_at_sea = mode_seized[Mode::GoFast as usize] + mode_seized[Mode::LowProfile as usize];
        layout.put(row, Series::SeizedPerPatrolDay, [per_patrol_day(s, inputs, seized_at_sea)]);
        layout.put(row, Series::CorridorModeSeized, passages.iter().map(|passage| passage.seized_kg));
        layout.put(row, Series::CountrySeized, self.country_seized.iter().copied());
        layout.put(row, Series::ConsignmentsSeized, by_corridor(|passage| passage.consignments));
        layout.put(row, Series::LostInTransit, [outputs.ledger.lost_kg]);
        layout.put(row, Series::Arrivals, outputs.trafficking.arrivals_kg.iter().copied());
        layout.put(row, Series::TraffickingRevenue, outputs.revenue_usd.iter().copied());
    }

    fn society(&self, s: MonthContext<'_>, state: &State, outputs: &Outputs, row: &mut [f64]) {
        let (layout, world) = (&s.model.layout, &s.model.world);
        let groups = &outputs.groups;
        layout.put(row, Series::Members, state.groups.members.iter().copied());
        layout.put(row, Series::CountryMembers, self.country_members.iter().copied());
        layout.put(row, Series::Recruits, groups.recruits.iter().copied());
        layout.put(row, Series::RecruitsPerWeek, [groups.recruits.iter().sum::<f64>() / WEEKS_PER_MONTH]);
        layout.put(row, Series::Arrests, groups.arrests.iter().copied());
        layout.put(row, Series::Captures, outputs.force.captures.iter().copied());
        layout.put(row, Series::ConflictDeaths, groups.conflict_deaths.iter().copied());
        let violent = world.countries.iter().zip(&groups.conflict_death_ratio).map(|(country, ratio)| {
            crate::groups::violent_deaths(
                country.homicides_per_year / MONTHS_PER_YEAR,
                country.drug_related_homicide_share,
                *ratio,
            )
        });
        layout.put(row, Series::ViolentDeaths, violent);
        layout.put(row, Series::Convictions, outputs.justice.convictions_per_offence.iter().copied());
        layout.put(row, Series::Certainty, outputs.justice.certainty_ratio.iter().copied());
        layout.put(row, Series::Violations, outputs.justice.violation_share.iter().copied());
        layout.put(row, Series::Corruption, outputs.justice.corruption_index.iter().copied());
        layout.put(row, Series::StateCapacity, state.development.capacity.iter().copied());
        layout.put(row, Series::Poverty, state.development.poverty.iter().copied());
    }
}

fn production(s: MonthContext<'_>, state: &State, outputs: &Outputs, row: &mut [f64]) {
    let (layout, world) = (&s.model.layout, &s.model.world);
    let made = &outputs.production;
    layout.put(row, Series::CocaArea, state.production.area_ha.iter().copied());
    let per_hectare = made.potential_kg.iter().zip(&state.production.area_ha);
    layout.put(
        row,
        Series::YieldPerHectare,
        per_hectare.map(|(kg, ha)| if *ha > 0.0 { kg * MONTHS_PER_YEAR / ha } else { 0.0 }),
    );
    layout.put(row, Series::PotentialOutput, made.potential_kg.iter().copied());
    layout.put(row, Series::ProcessedOutput, made.processed_kg.iter().copied());
    layout.put(row, Series::LaboratoryCapacity, state.production.capacity_kg_per_month.iter().copied());
    layout.put(row, Series::LaboratoryDestroyed, made.destroyed_kg_per_month.iter().copied());
    layout.put(row, Series::PrecursorAvailability, [1.0 - state.production.precursor_shortfall]);
    layout.put(row, Series::DeliveredHouseholds, state.production.delivered_share.iter().copied());
    let paste_usd_per_kg = s.p.production.farm_gate_price_usd_per_kg;
    layout.put(row, Series::FarmGatePrice, made.farm_gate_index.iter().map(|index| paste_usd_per_kg * index));
    layout.put(row, Series::FarmGatePriceIndex, made.farm_gate_index.iter().copied());
    let at_door = world
        .regions
        .iter()
        .map(|region| world.places[region.place].price_usd_per_kg * outputs.trafficking.value_index[region.place]);
    layout.put(row, Series::ExportPrice, at_door);
}

fn interdiction(s: MonthContext<'_>, outputs: &Outputs, row: &mut [f64]) {
    let layout = &s.model.layout;
    let funnel = &outputs.interdiction.funnel;
    layout.put(row, Series::Detection, funnel.iter().map(|f| f.detection));
    layout.put(row, Series::DisruptedOfKnown, funnel.iter().map(|f| f.disrupted_of_known));
    layout.put(row, Series::ActionableShare, funnel.iter().map(|f| f.actionable));
    layout.put(row, Series::FalseCues, funnel.iter().map(|f| f.false_cues));
    layout.put(row, Series::ResponseTime, funnel.iter().map(|f| f.response_hours));
    layout.put(row, Series::JurisdictionLoss, funnel.iter().map(|f| f.jurisdiction_loss));
    layout.put(row, Series::InformationDelay, [outputs.interdiction.information_delay_ratio]);
    layout.put(row, Series::PartnerSupported, [outputs.states.mean_partner_multiplier * s.p.states.partner_share]);
}

fn market(s: MonthContext<'_>, state: &State, outputs: &Outputs, row: &mut [f64]) {
    let layout = &s.model.layout;
    layout.put(row, Series::Stock, state.markets.iter().map(|market| market.stock_kg));
    layout.put(row, Series::WholesalePrice, state.markets.iter().map(|market| market.wholesale_price_usd_per_kg));
    layout.put(row, Series::RetailPrice, state.markets.iter().map(|market| market.retail_price_usd_per_kg));
    layout.put(row, Series::Purity, state.markets.iter().map(|market| market.purity_share));
    layout.put(row, Series::Consumption, outputs.markets.iter().map(|market| market.consumption_kg_per_month));
    layout.put(row, Series::Revenue, outputs.markets.iter().map(|market| market.revenue_usd_per_month));
    layout.put(row, Series::LightUsers, outputs.demand.iter().map(|users| users.light_users));
    layout.put(row, Series::HeavyUsers, outputs.demand.iter().map(|users| users.heavy_users));
    layout.put(row, Series::Initiation, outputs.demand.iter().map(|users| users.initiation_per_year / MONTHS_PER_YEAR));
    layout.put(row, Series::OverdoseDeaths, outputs.demand.iter().map(|users| users.overdose_deaths_per_month));
    layout.put(row, Series::TreatmentEpisodes, outputs.demand.iter().map(|users| users.treatment_episodes_per_month));
}

fn states(s: MonthContext<'_>, state: &State, outputs: &Outputs, row: &mut [f64]) {
    let (layout, world) = (&s.model.layout, &s.model.world);
    let count = world.actors.len();
    put_dyads(layout, row, Series::Relation, &state.states.relation, count);
    put_dyads(layout, row, Series::AcuteTension, &state.states.tension, count);
    layout.put(row, Series::Cooperation, state.states.cooperation.iter().copied());
    let partner = |country: usize| matches!(world.countries[country].role, Role::Producer | Role::Transit);
    let partners = || world.actors.iter().zip(&state.states.cooperation).filter(|(country, _)| partner(**country));
    let sum: f64 = partners().map(|(_, cooperation)| *cooperation).sum();
    layout.put(row, Series::MeanCooperation, [sum / partners().count().max(1) as f64]);
    layout.put(row, Series::Hardliners, state.states.hardliner_share.iter().copied());
    layout.put(row, Series::Rally, state.states.rally_points.iter().copied());
    layout.put(row, Series::Factionalism, outputs.states.factionalism.iter().copied());
    layout.put(row, Series::Instability, outputs.states.instability_24_months.iter().copied());
    layout.put(row, Series::Stability, outputs.states.stability_index.iter().copied());
    layout.put(row, Series::DiplomaticTension, outputs.states.diplomatic_tension.iter().copied());
    layout.put(row, Series::ThirdPower, outputs.states.alignment.iter().copied());
    layout.put(row, Series::ThirdPowerEvents, outputs.states.support_events.iter().copied());
    layout.put(row, Series::RegionalTension, [outputs.states.regional_tension]);
    layout.put(row, Series::SuspensionsAnnounced, outputs.states.suspensions_announced.iter().copied());
    layout.put(row, Series::SuspensionsWalkedBack, outputs.states.suspensions_walked_back.iter().copied());
    layout.put(row, Series::Suspended, state.states.suspended.iter().copied());
    layout.put(row, Series::Joined, state.states.joined.iter().copied());
    let percent = |share: &f64| 100.0 * share;
    layout.put(row, Series::OppositionPressure, state.states.opposition_pressure.iter().map(percent));
    layout.put(row, Series::Sovereignty, state.states.sovereignty_loss.iter().map(|loss| 100.0 * (1.0 - loss)));
    layout.put(row, Series::NegotiationRoom, outputs.states.negotiation_room.iter().copied());
    layout.put(row, Series::LeadLegitimacy, [outputs.states.legitimacy]);
}

/// Writes the half of a symmetric matrix above its diagonal, row by row.
fn put_dyads(layout: &Layout, row: &mut [f64], series: Series, matrix: &[f64], count: usize) {
    let mut at = layout.start(series);
    for (a, values) in matrix.chunks_exact(count.max(1)).enumerate() {
        let half = &values[a + 1..];
        row[at..at + half.len()].copy_from_slice(half);
        at += half.len();
    }
}

/// Kilograms seized at sea for each day of patrol, at the month's rate.
fn per_patrol_day(s: MonthContext<'_>, inputs: &Inputs, seized_at_sea_kg: f64) -> f64 {
    let at_rest: f64 = s.model.world.corridors.iter().map(|corridor| corridor.patrol_days_per_year).sum();
    let days = at_rest + inputs.policy.patrol_days_per_year.iter().sum::<f64>();
    if days > 0.0 { seized_at_sea_kg * MONTHS_PER_YEAR / days } else { 0.0 }
}

fn accounts(s: MonthContext<'_>, inputs: &Inputs, outputs: &Outputs, row: &mut [f64]) {
    let layout = &s.model.layout;
    layout.put(row, Series::Cost, inputs.policy.cost_usd);
    layout.put(row, Series::CivilianDeaths, outputs.force.civilian_deaths.iter().copied());
    row[layout.total(Series::CivilianDeaths)] += outputs.force.civilian_deaths_at_sea;
    layout.put(row, Series::CivilianDeathsAtSea, [outputs.force.civilian_deaths_at_sea]);
    layout.put(row, Series::Produced, [outputs.ledger.produced_kg]);
    layout.put(row, Series::BalanceError, [outputs.ledger.relative_error]);
}
