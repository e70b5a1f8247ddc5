//! What the levers in force add to the baseline in one month.
//!
//! Every quantity is the *extra* over the base year, so that levers at their baseline effort leave
//! exact zeros and the model runs as if there were no policy. Extra effort beyond the largest
//! historical example is not bought: the rest of the budget stays unspent, and cost shows it.

use super::levers::{LEVERS, LeverId, LeverNumbers, LeverParameters};
use super::scenario::{Amount, LeverUse, Scenario, ShockKind};
use crate::world::{Role, World};
use counterflow_evidence::reader::YearMonth;

const MONTHS_PER_YEAR: f64 = 12.0;

/// An act of one state towards another that relations remember.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    /// Acting country.
    pub source: usize,
    /// Country acted on.
    pub target: usize,
    /// Goldstein weight.
    pub weight: f64,
    /// Number of acts this month.
    pub count: f64,
    /// Salience.
    pub salience: f64,
    /// Whether it is force against the target's will.
    pub unconsented_force: bool,
}

/// Extra effort in one month.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// Surveillance hours a year, by corridor.
    pub surveillance_hours_per_year: Vec<f64>,
    /// Patrol days a year, by corridor.
    pub patrol_days_per_year: Vec<f64>,
    /// Lethal strikes on vessels a month, by corridor.
    pub vessel_strikes: Vec<f64>,
    /// Raids a month, by region.
    pub raids: Vec<f64>,
    /// Raids a month, by country.
    pub country_raids: Vec<f64>,
    /// Strikes on production areas a month, by region.
    pub strikes: Vec<f64>,
    /// Strikes a month, by country.
    pub country_strikes: Vec<f64>,
    /// Strikes a month without the country's consent.
    pub unconsented_strikes: Vec<f64>,
    /// Hubs.
    pub hubs: f64,
    /// Agreements.
    pub agreements: f64,
    /// Joint operations a year.
    pub joint_operations_per_year: f64,
    /// Joint operations a year, by country.
    pub country_operations_per_year: Vec<f64>,
    /// Strength of precursor control, 0 to the largest cut.
    pub precursor_control: f64,
    /// Participants in community programmes a year, by country.
    pub participants_per_year: Vec<f64>,
    /// Prosecution teams, by country.
    pub justice_teams: Vec<f64>,
    /// Pupils reached a year, by market.
    pub pupils_per_year: Vec<f64>,
    /// Money for mass media a year, by market.
    pub media_usd_per_year: Vec<f64>,
    /// Treatment episodes a year, by market.
    pub treatment_episodes_per_year: Vec<f64>,
    /// Households in alternative development, by region.
    pub households: Vec<f64>,
    /// Missions a year, by country.
    pub missions_per_year: Vec<f64>,
    /// Acts between states.
    pub acts: Vec<Act>,
    /// Extra cost this month, by lever.
    pub cost_usd: [f64; LEVERS.len()],
    /// Factor on processed output.
    pub output_shock: f64,
    /// Factor on loss shares.
    pub loss_share_shock: f64,
    /// Factor on desired consumption, by market.
    pub demand_shock: Vec<f64>,
    /// Factor on farm-gate prices.
    pub farm_gate_shock: f64,
    /// Hectares sprayed or uprooted this month, by region.
    pub eradication_ha: Vec<f64>,
}

impl Drivers {
    /// The baseline's drivers: nothing extra.
    #[must_use]
    pub fn none(world: &World) -> Self {
        let corridors = || vec![0.0; world.corridors.len()];
        let regions = || vec![0.0; world.regions.len()];
        let countries = || vec![0.0; world.countries.len()];
        let markets = || vec![0.0; world.markets.len()];
        Self {
            surveillance_hours_per_year: corridors(),
            patrol_days_per_year: corridors(),
            vessel_strikes: corridors(),
            raids: regions(),
            country_raids: countries(),
            strikes: regions(),
            country_strikes: countries(),
            unconsented_strikes: countries(),
            hubs: 0.0,
            agreements: 0.0,
            joint_operations_per_year: 0.0,
            country_operations_per_year: countries(),
            precursor_control: 0.0,
            participants_per_year: countries(),
            justice_teams: countries(),
            pupils_per_year: markets(),
            media_usd_per_year: markets(),
            treatment_episodes_per_year: markets(),
            households: regions(),
            missions_per_year: countries(),
            acts: Vec::new(),
            cost_usd: [0.0; LEVERS.len()],
            output_shock: 1.0,
            loss_share_shock: 1.0,
            demand_shock: vec![1.0; world.markets.len()],
            farm_gate_shock: 1.0,
            eradication_ha: regions(),
        }
    }

    fn clear(&mut self) {
        for series in [
            &mut self.surveillance_hours_per_year,
            &mut self.patrol_days_per_year,
            &mut self.vessel_strikes,
            &mut self.raids,
            &mut self.country_raids,
            &mut self.strikes,
            &mut self.country_strikes,
            &mut self.unconsented_strikes,
            &mut self.country_operations_per_year,
            &mut self.participants_per_year,
            &mut self.justice_teams,
            &mut self.pupils_per_year,
            &mut self.media_usd_per_year,
            &mut self.treatment_episodes_per_year,
            &mut self.households,
            &mut self.missions_per_year,
            &mut self.eradication_ha,
        ] {
            series.fill(0.0);
        }
        self.demand_shock.fill(1.0);
        self.cost_usd.fill(0.0);
        self.acts.clear();
        (self.hubs, self.agreements, self.joint_operations_per_year, self.precursor_control) = (0.0, 0.0, 0.0, 0.0);
        (self.output_shock, self.loss_share_shock, self.farm_gate_shock) = (1.0, 1.0, 1.0);
    }
}

/// A scenario's levers, made ready for one world and one parameter draw.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    world: &'a World,
    p: &'a LeverParameters,
    scenario: &'a Scenario,
    prepared: Vec<Prepared>,
    laboratories: Vec<f64>,
    fields: Vec<f64>,
}

/// A lever in use with its extra effort and its targets' weights.
#[derive(Clone, Debug)]
struct Prepared {
    /// Extra effort a year at full ramp (may be negative).
    extra: f64,
    unit_cost_usd: f64,
    /// Target and its share of the effort.
    spread: Vec<(usize, f64)>,
    /// States that the lever's acts concern.
    concerned: Vec<(usize, f64)>,
}

impl<'a> Policy<'a> {
    /// Prepares the levers of a scenario.
    #[must_use]
    pub fn new(world: &'a World, p: &'a LeverParameters, scenario: &'a Scenario) -> Self {
        let prepared = scenario.levers.iter().map(|lever| prepare(world, p, lever)).collect();
        let (laboratories, fields) = (laboratory_weights(world), field_weights(world));
        Self { world, p, scenario, prepared, laboratories, fields }
    }

    /// Fills `drivers` with what the policy adds in `month` (0 is the world's first month).
    pub fn drive(&self, month: usize, drivers: &mut Drivers) {
        drivers.clear();
        let now = self.world.start.plus_months(month as i64);
        for (lever, prepared) in self.scenario.levers.iter().zip(&self.prepared) {
            let extra = prepared.extra * in_force(lever, now);
            // Exact zero at baseline effort: nothing may move, not even a rounding error.
            if extra != 0.0 {
                drivers.cost_usd[lever.id as usize] += extra * prepared.unit_cost_usd / MONTHS_PER_YEAR;
                self.apply(lever, prepared, extra, drivers);
            }
        }
        for shock in self.scenario.shocks.iter().filter(|shock| window(shock.from, shock.until, now)) {
            self.shock(shock.kind, shock.size, &shock.targets, drivers);
        }
    }

    fn apply(&self, lever: &LeverUse, prepared: &Prepared, extra: f64, drivers: &mut Drivers) {
        let spread = &prepared.spread;
        let add = |series: &mut Vec<f64>, amount: f64| {
            for &(target, share) in spread {
                series[target] += amount * share;
            }
        };
        match lever.id {
            LeverId::Surveillance => add(&mut drivers.surveillance_hours_per_year, extra),
            LeverId::VesselPatrols => {
                add(&mut drivers.patrol_days_per_year, extra);
                if lever.lethal_force {
                    let strikes = self.p.lethal_strikes_per_patrol_day * extra.max(0.0) / MONTHS_PER_YEAR;
                    add(&mut drivers.vessel_strikes, strikes);
                }
            }
            LeverId::StrikeForce => {
                add(&mut drivers.country_raids, extra / MONTHS_PER_YEAR);
                self.over_regions(&self.laboratories, spread, extra / MONTHS_PER_YEAR, &mut drivers.raids);
            }
            LeverId::ProductionStrikes => {
                add(&mut drivers.country_strikes, extra / MONTHS_PER_YEAR);
                if !lever.consent {
                    add(&mut drivers.unconsented_strikes, extra / MONTHS_PER_YEAR);
                }
                self.over_regions(&self.laboratories, spread, extra / MONTHS_PER_YEAR, &mut drivers.strikes);
            }
            LeverId::RegionalCoordination => drivers.agreements += extra,
            LeverId::IntelligenceHubs => drivers.hubs += extra,
            LeverId::TaskForces => {
                drivers.joint_operations_per_year += extra;
                add(&mut drivers.country_operations_per_year, extra);
            }
            LeverId::PrecursorControl => {
                let reach = crate::interdiction::saturating(extra, self.p.precursor_control_scale_per_year);
                drivers.precursor_control += self.p.precursor_control_strength * reach;
            }
            LeverId::CommunityEngagement => add(&mut drivers.participants_per_year, extra),
            LeverId::JusticeReform => add(&mut drivers.justice_teams, extra),
            LeverId::DemandReduction => {
                let money = extra * prepared.unit_cost_usd * self.p.demand_reduction_media_share;
                add(&mut drivers.media_usd_per_year, money);
                add(&mut drivers.pupils_per_year, extra * (1.0 - self.p.demand_reduction_media_share));
            }
            LeverId::Treatment => add(&mut drivers.treatment_episodes_per_year, extra),
            LeverId::AlternativeDevelopment => self.over_regions(&self.fields, spread, extra, &mut drivers.households),
            LeverId::Diplomacy => add(&mut drivers.missions_per_year, extra),
        }
        if extra > 0.0 {
            self.acts(lever, &prepared.concerned, extra, drivers);
        }
    }

    /// Shares a country's effort among its regions: by laboratories where force is used, by coca
    /// area where help is given.
    fn over_regions(&self, weights: &[f64], spread: &[(usize, f64)], amount: f64, series: &mut [f64]) {
        for &(country, share) in spread {
            let here = || (0..weights.len()).filter(move |&region| self.world.regions[region].country == country);
            let total: f64 = here().map(|region| weights[region]).sum();
            if total <= 0.0 {
                continue;
            }
            for region in here() {
                series[region] += amount * share * weights[region] / total;
            }
        }
    }

    fn acts(&self, lever: &LeverUse, concerned: &[(usize, f64)], extra: f64, drivers: &mut Drivers) {
        let p = self.p;
        let lead = self.world.lead_state;
        let monthly = extra / MONTHS_PER_YEAR;
        let (weight, salience, count) = match (lever.id, lever.consent) {
            (LeverId::ProductionStrikes | LeverId::StrikeForce, false) => {
                (p.force_without_consent_weight, p.force_salience, monthly)
            }
            (LeverId::ProductionStrikes | LeverId::StrikeForce, true) => {
                (p.force_with_consent_weight, p.cooperation_salience, monthly.min(1.0))
            }
            // Force at sea is no act upon a state; what states make of it, the states module judges.
            (LeverId::VesselPatrols, _) if lever.lethal_force => return,
            (LeverId::VesselPatrols, false) => (p.boarding_without_consent_weight, p.lethal_patrol_salience, 1.0),
            (LeverId::VesselPatrols, true) => (p.force_with_consent_weight, p.cooperation_salience, 1.0),
            (LeverId::Surveillance, false) => (p.surveillance_without_consent_weight, p.lethal_patrol_salience, 1.0),
            (LeverId::Surveillance, true) | (LeverId::IntelligenceHubs, _) => {
                (p.shared_intelligence_weight, p.cooperation_salience, 1.0)
            }
            (LeverId::RegionalCoordination, _) => (p.agreement_weight, p.cooperation_salience, 1.0),
            (LeverId::TaskForces, _) => (p.force_with_consent_weight, p.cooperation_salience, 1.0),
            (LeverId::JusticeReform, _) => (p.judicial_cooperation_weight, p.cooperation_salience, 1.0),
            (LeverId::AlternativeDevelopment, _) => (p.economic_aid_weight, p.cooperation_salience, 1.0),
            (LeverId::PrecursorControl, _) => (p.economic_cooperation_weight, p.cooperation_salience, 1.0),
            (LeverId::Diplomacy, _) => (p.negotiation_weight, p.diplomacy_salience, 1.0),
            (LeverId::CommunityEngagement | LeverId::DemandReduction | LeverId::Treatment, _) => return,
        };
        let unconsented = weight < 0.0 && !matches!(lever.id, LeverId::Surveillance);
        for &(target, share) in concerned {
            // Force counts where it falls; routine cooperation is felt by every partner.
            let count = if weight < 0.0 { count * share } else { count };
            let act = Act { source: lead, target, weight, count, salience, unconsented_force: unconsented };
            drivers.acts.push(act);
        }
    }

    fn shock(&self, kind: ShockKind, size: f64, targets: &[usize], drivers: &mut Drivers) {
        match kind {
            ShockKind::Output => drivers.output_shock *= size,
            ShockKind::LossShare => drivers.loss_share_shock *= size,
            ShockKind::FarmGatePrice => drivers.farm_gate_shock *= size,
            ShockKind::Demand => {
                for (market, factor) in drivers.demand_shock.iter_mut().enumerate() {
                    if targets.is_empty() || targets.contains(&market) {
                        *factor *= size;
                    }
                }
            }
            ShockKind::Eradication => {
                let here = |country: usize| targets.is_empty() || targets.contains(&country);
                let regions = || self.world.regions.iter().enumerate().filter(|(_, region)| here(region.country));
                let total: f64 = regions().map(|(_, region)| region.coca_area_ha).sum();
                for (position, region) in regions().filter(|_| total > 0.0) {
                    drivers.eradication_ha[position] += size / MONTHS_PER_YEAR * region.coca_area_ha / total;
                }
            }
        }
    }
}

/// States that an act concerns: the targets, or the states of the targeted corridors.
fn concerned(world: &World, lever: LeverId, spread: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let is_partner = |country: usize| {
        matches!(world.countries[country].role, Role::Producer | Role::Transit) && world.actor(country).is_some()
    };
    match lever {
        LeverId::Surveillance | LeverId::VesselPatrols => {
            let corridors: Vec<usize> = spread.iter().map(|&(corridor, _)| corridor).collect();
            let mut states: Vec<usize> = world
                .routes
                .iter()
                .filter(|route| corridors.contains(&route.corridor))
                .flat_map(|route| [world.places[route.from].country, world.places[route.to].country])
                .flatten()
                .filter(|&country| is_partner(country))
                .collect();
            states.sort_unstable();
            states.dedup();
            states.into_iter().map(|country| (country, 1.0)).collect()
        }
        LeverId::PrecursorControl => (0..world.countries.len())
            .filter(|&country| world.countries[country].role == Role::Producer && is_partner(country))
            .map(|country| (country, 1.0))
            .collect(),
        _ => spread
            .iter()
            .copied()
            .filter(|&(country, _)| world.actor(country).is_some() && country != world.lead_state)
            .collect(),
    }
}

/// Base that a region's fields can make.
fn field_weights(world: &World) -> Vec<f64> {
    world.regions.iter().map(|region| region.coca_area_ha * region.potential_kg_per_ha_year).collect()
}

/// Base that reaches a region's laboratories.
fn laboratory_weights(world: &World) -> Vec<f64> {
    let fields = field_weights(world);
    let mut weights = vec![0.0; world.regions.len()];
    for flow in &world.base_flows {
        weights[flow.to] += fields[flow.from] * flow.share;
    }
    weights
}

fn window(from: YearMonth, until: Option<YearMonth>, now: YearMonth) -> bool {
    now >= from && until.is_none_or(|until| now <= until)
}

/// Share of the full amount that is in force, 0 to 1.
fn in_force(lever: &LeverUse, now: YearMonth) -> f64 {
    if !window(lever.from, lever.until, now) {
        return 0.0;
    }
    if lever.ramp_months <= 0.0 {
        return 1.0;
    }
    let elapsed = now.months_since(lever.from) as f64 + 1.0;
    (elapsed / lever.ramp_months).min(1.0)
}

fn prepare(world: &World, p: &LeverParameters, lever: &LeverUse) -> Prepared {
    let numbers = p.numbers(lever.id, world);
    let everywhere = default_spread(world, lever.id);
    let chosen: Vec<(usize, f64)> = if lever.targets.is_empty() {
        everywhere.clone()
    } else {
        lever
            .targets
            .iter()
            .map(|&target| {
                (target, everywhere.iter().find(|(place, _)| *place == target).map_or(0.0, |(_, share)| *share))
            })
            .collect()
    };
    let covered: f64 = chosen.iter().map(|(_, share)| share).sum();
    let extra = extra_effort(lever.amount, numbers, covered, lever.targets.is_empty());
    let spread = normalised(chosen);
    let concerned = concerned(world, lever.id, &spread);
    Prepared { extra, unit_cost_usd: numbers.unit_cost_usd, spread, concerned }
}

/// Effort above the baseline's share of the targets, within what history has seen.
fn extra_effort(amount: Amount, numbers: LeverNumbers, covered: f64, everywhere: bool) -> f64 {
    let extra = match amount {
        Amount::Effort(level) => {
            let baseline = if everywhere { numbers.baseline } else { numbers.baseline * covered };
            if level == baseline { 0.0 } else { level - baseline }
        }
        Amount::BudgetUsdPerYear(usd) => usd / numbers.unit_cost_usd,
    };
    extra.min(numbers.maximum_extra)
}

/// Shares that sum to one; equal shares where the world gives the targets no weight.
fn normalised(mut spread: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let total: f64 = spread.iter().map(|(_, share)| share).sum();
    let count = spread.len() as f64;
    for (_, share) in &mut spread {
        *share = if total > 0.0 { *share / total } else { 1.0 / count };
    }
    spread
}

/// Where a lever's effort lies when the scenario names no target.
fn default_spread(world: &World, id: LeverId) -> Vec<(usize, f64)> {
    let spread: Vec<(usize, f64)> = match id {
        LeverId::Surveillance => world.corridors.iter().map(|c| c.surveillance_hours_per_year).enumerate().collect(),
        LeverId::VesselPatrols => world.corridors.iter().map(|c| c.patrol_days_per_year).enumerate().collect(),
        LeverId::StrikeForce | LeverId::ProductionStrikes => by_regions(world, &laboratory_weights(world)),
        LeverId::AlternativeDevelopment => by_regions(world, &field_weights(world)),
        LeverId::CommunityEngagement => {
            by_country(world, |country| world.groups.iter().filter(|g| g.country == country).map(|g| g.members).sum())
        }
        LeverId::JusticeReform => by_country(world, |country| {
            let state = &world.countries[country];
            if matches!(state.role, Role::Producer | Role::Transit) { state.population_million } else { 0.0 }
        }),
        LeverId::RegionalCoordination | LeverId::IntelligenceHubs | LeverId::TaskForces | LeverId::Diplomacy => {
            by_country(world, |country| {
                let partner = matches!(world.countries[country].role, Role::Producer | Role::Transit);
                if partner && world.actor(country).is_some() { 1.0 } else { 0.0 }
            })
        }
        LeverId::DemandReduction | LeverId::Treatment => {
            // A market's health system acts at home; the lead state's market when none is named.
            let home = world.market(&world.countries[world.lead_state].id);
            world
                .markets
                .iter()
                .enumerate()
                .map(|(m, market)| (m, if Some(m) == home || home.is_none() { market.heavy_users } else { 0.0 }))
                .collect()
        }
        LeverId::PrecursorControl => Vec::new(),
    };
    let positive = spread.into_iter().filter(|(_, share)| *share > 0.0).collect();
    normalised(positive)
}

fn by_country(world: &World, weight: impl Fn(usize) -> f64) -> Vec<(usize, f64)> {
    (0..world.countries.len()).map(|country| (country, weight(country))).collect()
}

fn by_regions(world: &World, weights: &[f64]) -> Vec<(usize, f64)> {
    by_country(world, |country| {
        world
            .regions
            .iter()
            .zip(weights)
            .filter(|(region, _)| region.country == country)
            .map(|(_, weight)| weight)
            .sum()
    })
}
