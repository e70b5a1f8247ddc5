//! A month as its indicators see it, and the sums that several of them share.

use super::state::{Inputs, Outputs, State};
use crate::MONTHS_PER_YEAR;
use crate::groups::balance::{self, Share};
use crate::interdiction::{Funnel, Pools};
use crate::parameter_set::Parameters;
use crate::tables::Tables;
use crate::trafficking::Passage;
use crate::world::{Mode, Role, World};

const MODES: usize = Mode::ALL.len();

/// A month that is over. Every iterator of its functions follows the order of the places of its indicator.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// World.
    pub world: &'a World,
    /// Parameters of the draw.
    pub p: &'a Parameters,
    /// The world's tables of the draw.
    pub tables: &'a Tables,
    /// State at the end of the month.
    pub state: &'a State,
    /// What the modules read.
    pub inputs: &'a Inputs,
    /// What they reported.
    pub outputs: &'a Outputs,
    /// Sums that several indicators share.
    pub sums: &'a Sums,
}

/// Sums that several indicators share, kept from month to month to spare allocations.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Seized under each country's jurisdiction, kg/month.
    pub country_seized_kg: Vec<f64>,
    /// Members of armed groups by country, persons.
    pub country_members: Vec<f64>,
    /// Concentration of members by country, index.
    pub country_concentration: Vec<f64>,
    /// Set out by each mode, kg/month.
    pub mode_flow_kg: [f64; MODES],
    /// Seized by mode, kg/month.
    pub mode_seized_kg: [f64; MODES],
}

impl Sums {
    /// Room for a world's countries.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let by_country = || vec![0.0; world.countries.len()];
        Self {
            country_seized_kg: by_country(),
            country_members: by_country(),
            country_concentration: by_country(),
            mode_flow_kg: [0.0; MODES],
            mode_seized_kg: [0.0; MODES],
        }
    }

    /// Adds up a month.
    pub fn add_up(&mut self, world: &World, pools: &Pools, state: &State, outputs: &Outputs) {
        self.country_seized_kg.fill(0.0);
        self.country_members.fill(0.0);
        for (pool, seized) in pools.pools.iter().zip(&outputs.trafficking.pool_seized_kg) {
            if let Some(country) = pool.jurisdiction {
                self.country_seized_kg[country] += seized;
            }
        }
        for (region, seized) in world.regions.iter().zip(&outputs.production.base_seized_kg) {
            self.country_seized_kg[region.country] += seized;
        }
        for (group, members) in world.groups.iter().zip(&state.groups.members) {
            self.country_members[group.country] += members;
        }
        let shares = world.groups.iter().enumerate().map(|(position, group)| Share {
            country: group.country,
            effective_groups: group.effective_groups,
            fragments: state.groups.fragments[position],
            members: state.groups.members[position],
        });
        balance::concentration(shares, &self.country_members, &mut self.country_concentration);
        (self.mode_flow_kg, self.mode_seized_kg) = ([0.0; MODES], [0.0; MODES]);
        for modes in outputs.trafficking.passages.chunks_exact(MODES) {
            for (mode, passage) in modes.iter().enumerate() {
                self.mode_flow_kg[mode] += passage.flow_kg;
                self.mode_seized_kg[mode] += passage.seized_kg;
            }
        }
    }
}

/// The part of a sum by mode that goes by fast boat or low-profile vessel.
pub(super) fn at_sea(by_mode: &[f64; MODES]) -> f64 {
    by_mode[Mode::GoFast as usize] + by_mode[Mode::LowProfile as usize]
}

impl<'a> Observation<'a> {
    /// Potential yield by region, kg/ha/year.
    pub(super) fn potential_kg_per_ha_year(self) -> impl Iterator<Item = f64> + 'a {
        let per_hectare = self.outputs.production.potential_kg.iter().zip(&self.state.production.area_ha);
        per_hectare.map(|(kg, ha)| if *ha > 0.0 { kg * MONTHS_PER_YEAR / ha } else { 0.0 })
    }

    /// Price of coca paste by region, USD/kg.
    pub(super) fn farm_gate_price_usd_per_kg(self) -> impl Iterator<Item = f64> + 'a {
        let at_rest = self.p.production.farm_gate_price_usd_per_kg;
        self.outputs.production.farm_gate_index.iter().map(move |index| at_rest * index)
    }

    /// Price at the laboratory door by region, USD/kg.
    pub(super) fn laboratory_door_price_usd_per_kg(self) -> impl Iterator<Item = f64> + 'a {
        let (places, value_index) = (&self.world.places, &self.outputs.trafficking.value_index);
        self.world.regions.iter().map(|region| places[region.place].price_usd_per_kg * value_index[region.place])
    }

    /// Sum over the modes of each corridor.
    pub(super) fn by_corridor(self, value: fn(&Passage) -> f64) -> impl Iterator<Item = f64> + 'a {
        self.outputs.trafficking.passages.chunks_exact(MODES).map(move |modes| modes.iter().map(value).sum())
    }

    /// The pursuit at sea and in the air, by corridor.
    pub(super) fn funnel(self) -> impl Iterator<Item = &'a Funnel> {
        self.outputs.interdiction.funnel.iter()
    }

    /// Flow by sea and air that becomes known, by corridor, kg/month.
    pub(super) fn known_flow_kg(self) -> impl Iterator<Item = f64> + 'a {
        self.outputs.trafficking.pursued.flow_kg.iter().zip(self.funnel()).map(|(kg, funnel)| kg * funnel.detection)
    }

    /// Kilograms seized at sea for each day of patrol, at the month's rate.
    pub(super) fn seized_kg_per_patrol_day(self) -> f64 {
        let at_rest: f64 = self.world.corridors.iter().map(|corridor| corridor.patrol_days_per_year).sum();
        let days = at_rest + self.inputs.policy.patrol_days_per_year.iter().sum::<f64>();
        if days > 0.0 { at_sea(&self.sums.mode_seized_kg) * MONTHS_PER_YEAR / days } else { 0.0 }
    }

    /// Seized over what set out, by mode.
    pub(super) fn loss_share_by_mode(self) -> impl Iterator<Item = f64> + 'a {
        let passed = self.sums.mode_flow_kg.iter().zip(&self.sums.mode_seized_kg);
        passed.map(|(flow_kg, seized_kg)| if *flow_kg > 0.0 { seized_kg / flow_kg } else { 0.0 })
    }

    /// What extra inspections of containers cost licit trade, USD/month; nothing where there are fewer.
    pub(super) fn port_delay_cost_usd_per_month(self) -> f64 {
        let extra: f64 = self.inputs.policy.port_inspections_per_year.iter().sum();
        extra.max(0.0) * self.p.levers.port_control.port_delay_cost_usd / MONTHS_PER_YEAR
    }

    /// Concentration of armed power by state of the trade, index.
    pub(super) fn concentration(self) -> impl Iterator<Item = f64> + 'a {
        self.world.trade_states().map(move |country| self.sums.country_concentration[country])
    }

    /// Homicides by state of the trade, persons/month.
    pub(super) fn violent_deaths(self) -> impl Iterator<Item = f64> + 'a {
        let ratios = &self.outputs.groups.conflict_death_ratio;
        self.world.trade_states().map(move |position| {
            let country = &self.world.countries[position];
            crate::groups::violent_deaths(
                country.homicides_per_year / MONTHS_PER_YEAR,
                self.tables.drug_related_homicide_share[position],
                ratios[position],
            )
        })
    }

    /// The half of a symmetric matrix of states above its diagonal, row by row.
    pub(super) fn dyads(self, matrix: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        let rows = matrix.chunks_exact(self.world.actors.len().max(1)).enumerate();
        rows.flat_map(|(actor, values)| values[actor + 1..].iter().copied())
    }

    /// Mean cooperation of producer and transit states with the lead state, a share.
    pub(super) fn mean_cooperation(self) -> f64 {
        let is_partner = |country: usize| matches!(self.world.countries[country].role, Role::Producer | Role::Transit);
        let all = self.world.actors.iter().zip(&self.state.states.cooperation);
        let partners = || all.clone().filter(|(country, _)| is_partner(**country));
        let sum: f64 = partners().map(|(_, cooperation)| *cooperation).sum();
        sum / partners().count().max(1) as f64
    }
}

/// Writes values to their places and says how many there were, also beyond the places.
pub(super) fn fill(places: &mut [f64], values: impl IntoIterator<Item = f64>) -> usize {
    let mut count = 0;
    values.into_iter().for_each(|value| {
        if let Some(place) = places.get_mut(count) {
            *place = value;
        }
        count += 1;
    });
    count
}
