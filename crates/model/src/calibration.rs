//! One parameter draw turned into a baseline in which every module stands still.
//!
//! Published totals contradict each other. Nothing is bent here: production, routes and seizures are
//! taken as the world states them, and the ratio between what reaches a market and what surveys say
//! is consumed there comes out as that market's under-reporting, to be judged in `world check`.

use crate::MONTHS_PER_YEAR;
use crate::demand::{DemandBaseline, UserDynamics};
use crate::groups::{ArrestRule, Conflict, GroupStart, GroupsBaseline, WEEKS_PER_MONTH};
use crate::interdiction::{InterdictionBaseline, Pools};
use crate::justice::{CountryJustice, JusticeBaseline};
use crate::market::{MarketBaseline, PriceRule};
use crate::month::layout::Layout;
use crate::parameter_set::Parameters;
use crate::policy::Switches;
use crate::policy::levers::port_control::container_shares;
use crate::production::{ProductionBaseline, Supply};
use crate::states::{ActorRole, RegimeClass, StateActor, StatesBaseline};
use crate::tables::{TableKeys, Tables};
use crate::trafficking::{LoopError, Network, TraffickingBaseline};
use crate::world::{Country, Group, Market, Mode, Regime, Role, Route, World};
use counterflow_evidence::stable_hash;

const GRAMS_PER_KG: f64 = 1000.0;
/// A world with everything about it that no parameter changes.
#[derive(Clone, Debug)]
pub struct Model {
    /// The world.
    pub world: World,
    /// Its network in sweep order.
    pub network: Network,
    /// Its pools of consignments.
    pub pools: Pools,
    /// Where each series lies in a row.
    pub layout: Layout,
    /// Position of each country among the states that have relations.
    pub actor_of_country: Vec<Option<usize>>,
    /// Stable number of each of these states for random draws.
    pub actor_entity: Vec<u64>,
    /// Stable numbers of the rows of tables that are drawn.
    table_keys: TableKeys,
    /// What each route adds to the revenue of the countries at its ends.
    revenue: Vec<RevenueLink>,
}

/// The place that a route leads to, and the part of its rise of value that each of its ends counts.
#[derive(Clone, Copy, Debug)]
struct RevenueLink {
    to: usize,
    part: f64,
}

impl Model {
    /// Prepares a world.
    ///
    /// # Errors
    /// A loop among the routes; a parsed world has none.
    pub fn new(mut world: World) -> Result<Self, LoopError> {
        let network = Network::new(&mut world)?;
        let pools = Pools::new(&world, &network.layer_of_route);
        let layout = Layout::new(&world);
        let actor_of_country = (0..world.countries.len()).map(|country| world.actor(country)).collect();
        let actor_entity = world.actors.iter().map(|&country| stable_hash(&world.countries[country].id)).collect();
        let revenue = world.routes.iter().map(|route| RevenueLink::new(&world, route)).collect();
        let table_keys = TableKeys::new(&world);
        Ok(Self { world, network, pools, layout, actor_of_country, actor_entity, table_keys, revenue })
    }
}

impl Model {
    /// Adds each route's rise of value to the countries at its two ends, half to each; all of it to the
    /// one end that lies in a country of the world, where the other does not. `by_place_usd` is room for
    /// the sums of places.
    pub(crate) fn route_revenue(
        &self,
        flow_kg: &[f64],
        value_index: &[f64],
        by_place_usd: &mut [f64],
        by_country_usd: &mut [f64],
    ) {
        let price_usd_per_kg = |place: usize| self.world.places[place].price_usd_per_kg * value_index[place];
        by_place_usd.fill(0.0);
        for (place, routes) in self.network.routes_out() {
            let from_usd_per_kg = price_usd_per_kg(place);
            let mut revenue_of_place_usd = 0.0;
            for (link, flow) in self.revenue[routes.clone()].iter().zip(&flow_kg[routes]) {
                let rise_usd_per_kg = price_usd_per_kg(link.to) - from_usd_per_kg;
                let revenue_usd = flow * rise_usd_per_kg.max(0.0) * link.part;
                revenue_of_place_usd += revenue_usd;
                by_place_usd[link.to] += revenue_usd;
            }
            by_place_usd[place] += revenue_of_place_usd;
        }
        by_country_usd.fill(0.0);
        for (place, revenue_usd) in self.world.places.iter().zip(by_place_usd) {
            if let Some(country) = place.country {
                by_country_usd[country] += *revenue_usd;
            }
        }
    }
}

impl RevenueLink {
    fn new(world: &World, route: &Route) -> Self {
        const HALF: f64 = 0.5;
        let both_ends = world.places[route.from].country.is_some() && world.places[route.to].country.is_some();
        Self { to: route.to, part: if both_ends { HALF } else { 1.0 } }
    }
}

/// What is held still for experiments on one part of the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hold {
    /// Users stay as they are.
    pub users: bool,
    /// Members of armed groups stay as they are.
    pub groups: bool,
}

/// The baseline of one parameter draw.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The world's tables of this draw.
    pub tables: Tables,
    /// Production.
    pub production: ProductionBaseline,
    /// Interdiction.
    pub interdiction: InterdictionBaseline,
    /// Trafficking.
    pub trafficking: TraffickingBaseline,
    /// Markets.
    pub markets: Vec<MarketBaseline>,
    /// Users by market.
    pub demand: Vec<DemandBaseline>,
    /// Armed groups.
    pub groups: GroupsBaseline,
    /// Justice.
    pub justice: JusticeBaseline,
    /// States.
    pub states: StatesBaseline,
    /// Ratio of arrivals to survey-based consumption, by market.
    pub underreporting: Vec<f64>,
    /// Flow by corridor.
    pub corridor_flow_kg: Vec<f64>,
    /// Volume-weighted loss share by corridor.
    pub corridor_loss_share: Vec<f64>,
    /// Share of mobile effort by corridor.
    pub corridor_effort_share: Vec<f64>,
    /// Partner states of each corridor and their share of its flow.
    pub corridor_partners: Vec<Vec<(usize, f64)>>,
    /// Consignments a month by corridor, at sea.
    pub corridor_sea_consignments: Vec<f64>,
    /// What extra patrol days a year count against, by corridor; see `yardstick`.
    pub patrol_yardstick_days_per_year: Vec<f64>,
    /// What extra surveillance hours a year count against, by corridor.
    pub surveillance_yardstick_hours_per_year: Vec<f64>,
    /// Corridors that leave each region's laboratories, and their share of what leaves.
    pub region_ways_out: Vec<Vec<(usize, f64)>>,
    /// Share of each country in what containers can carry.
    pub container_share: Vec<f64>,
    /// Trafficking revenue by country.
    pub country_revenue_usd: Vec<f64>,
    /// Population by country, in thousands.
    pub population_thousand: Vec<f64>,
    /// Members of armed groups by country.
    pub country_members: Vec<f64>,
    /// Households that grow coca, by country.
    pub country_households: Vec<f64>,
    /// Members arrested a month by country.
    pub country_arrests_per_month: Vec<f64>,
    /// Whether group populations are held.
    pub hold: Hold,
}

/// Survey-based consumption of a market.
#[must_use]
pub fn survey_consumption_kg_per_month(market: &Market) -> f64 {
    (market.light_users * market.grams_per_light_user_year + market.heavy_users * market.grams_per_heavy_user_year)
        / GRAMS_PER_KG
        / MONTHS_PER_YEAR
}

impl Calibration {
    /// Calibrates a model for one draw.
    #[must_use]
    pub fn new(model: &Model, p: &Parameters, switches: &Switches, hold: Hold) -> Self {
        let world = &model.world;
        let raids = p.levers.strike_force.strike_force_baseline_per_year;
        let production = ProductionBaseline::new(&p.production, world, p.world.realised_share_of_potential, raids);
        let tables = Tables::drawn(&p.world, world, &model.network, &model.table_keys, production.processed_kg());
        let trafficking = TraffickingBaseline::with_shares(
            &p.trafficking,
            world,
            &model.network,
            &tables.route_share,
            production.processed_kg(),
            p.world.in_transit_loss_share,
        );
        let arrivals = &trafficking.arrivals_kg;
        let markets = world.markets.iter().zip(arrivals).map(|(m, &kg)| market_baseline(m, kg, switches)).collect();
        let demand =
            world.markets.iter().zip(arrivals).map(|(m, &kg)| demand_baseline(p, m, kg, switches, hold)).collect();
        let underreporting =
            world.markets.iter().zip(arrivals).map(|(m, kg)| kg / survey_consumption_kg_per_month(m)).collect();
        let by_corridor = |values: &[f64]| {
            let mut sums = vec![0.0; world.corridors.len()];
            for (route, value) in world.routes.iter().zip(values) {
                sums[route.corridor] += value;
            }
            sums
        };
        let corridor_flow_kg = by_corridor(&trafficking.flow_kg);
        let corridor_seized_kg = by_corridor(&trafficking.seized_kg);
        let corridor_loss_share = corridor_seized_kg
            .iter()
            .zip(&corridor_flow_kg)
            .map(|(seized, flow)| if *flow > 0.0 { seized / flow } else { 0.0 })
            .collect();
        let mut country_revenue_usd = vec![0.0; world.countries.len()];
        let neutral = vec![1.0; world.places.len()];
        model.route_revenue(
            &trafficking.flow_kg,
            &neutral,
            &mut vec![0.0; world.places.len()],
            &mut country_revenue_usd,
        );
        let sea_consignments = consignments(model, p, &trafficking.flow_kg, Mode::is_vessel);
        let all_consignments = consignments(model, p, &trafficking.flow_kg, |_| true);
        let patrol_days = world.corridors.iter().map(|corridor| corridor.patrol_days_per_year);
        let surveillance_hours = world.corridors.iter().map(|corridor| corridor.surveillance_hours_per_year);
        Self {
            corridor_effort_share: effort_shares(world),
            corridor_partners: partners(world, &trafficking.flow_kg),
            patrol_yardstick_days_per_year: yardstick(&patrol_days.collect::<Vec<_>>(), &sea_consignments),
            surveillance_yardstick_hours_per_year: yardstick(
                &surveillance_hours.collect::<Vec<_>>(),
                &all_consignments,
            ),
            corridor_sea_consignments: sea_consignments,
            region_ways_out: ways_out(world),
            container_share: container_shares(world),
            population_thousand: national_population(world),
            country_members: over_groups(world, &tables, |group| group.members),
            country_households: households(world),
            country_arrests_per_month: over_groups(world, &tables, |group| group.arrests_per_week * WEEKS_PER_MONTH),
            groups: groups_baseline(world, p, &tables),
            justice: justice_baseline(world, p),
            states: states_baseline(world, p, &tables, &trafficking.flow_kg),
            production,
            markets,
            demand,
            underreporting,
            corridor_flow_kg,
            corridor_loss_share,
            interdiction: InterdictionBaseline::new(&p.interdiction, &model.pools, trafficking.pursued.loss_share())
                .after_earlier_legs(&p.interdiction, &lost_on_earlier_legs(model, &trafficking)),
            trafficking,
            country_revenue_usd,
            tables,
            hold,
        }
    }
}

/// Share of each pool's volume that earlier legs of its corridor have lost at sea and in the air.
fn lost_on_earlier_legs(model: &Model, trafficking: &TraffickingBaseline) -> Vec<f64> {
    let over_pools = |kg: &[f64]| {
        let mut sums = vec![0.0; model.pools.pools.len()];
        model.pools.of_route.iter().zip(kg).for_each(|(pool, kg)| sums[*pool] += kg);
        sums
    };
    let (left, before) = (over_pools(&trafficking.flow_kg), over_pools(&trafficking.flow_without_earlier_legs_kg));
    left.iter().zip(before).map(|(left, before)| if before > 0.0 { 1.0 - left / before } else { 0.0 }).collect()
}

fn market_baseline(market: &Market, arrivals_kg: f64, switches: &Switches) -> MarketBaseline {
    MarketBaseline {
        consumption_kg_per_month: arrivals_kg,
        wholesale_price_usd_per_kg: market.wholesale_usd_per_kg,
        retail_price_usd_per_kg: market.retail_usd_per_kg,
        purity_share: market.purity,
        pass_through: switches.pass_through,
        price_rule: match switches.supply {
            Supply::Elastic | Supply::Limited => PriceRule::StockCover,
            Supply::CostBased => PriceRule::CostOfSupply,
        },
    }
}

fn demand_baseline(
    p: &Parameters,
    market: &Market,
    arrivals_kg: f64,
    switches: &Switches,
    hold: Hold,
) -> DemandBaseline {
    let users = DemandBaseline {
        light_users: market.light_users,
        heavy_users: market.heavy_users,
        initiation_per_year: 0.0,
        light_to_heavy_per_year: p.demand.light_to_heavy_per_year,
        initiation_growth_per_year: 0.0,
        light_use_g_per_year: market.grams_per_light_user_year,
        heavy_use_g_per_year: market.grams_per_heavy_user_year,
        desired_consumption_kg_per_month: arrivals_kg,
        overdose_deaths_per_year: market.overdose_deaths_per_year,
        treatment_episodes_per_year: market.treatment_episodes_per_year,
        initiation_rule: switches.initiation,
        user_dynamics: if hold.users { UserDynamics::Held } else { UserDynamics::Free },
    };
    users.on_its_path(&p.demand, market.user_growth_per_year)
}

fn effort_shares(world: &World) -> Vec<f64> {
    let total: f64 = world.corridors.iter().map(|c| c.patrol_days_per_year).sum();
    world.corridors.iter().map(|c| if total > 0.0 { c.patrol_days_per_year / total } else { 0.0 }).collect()
}

/// Producer and transit states at the ends of a corridor's routes, weighted by flow.
fn partners(world: &World, flow_kg: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let mut weights = vec![vec![0.0; world.countries.len()]; world.corridors.len()];
    for (route, flow) in world.routes.iter().zip(flow_kg) {
        for country in [world.places[route.from].country, world.places[route.to].country].into_iter().flatten() {
            let partner = matches!(world.countries[country].role, Role::Producer | Role::Transit);
            if partner && world.actor(country).is_some() {
                weights[route.corridor][country] += flow;
            }
        }
    }
    weights
        .into_iter()
        .map(|row| {
            let total: f64 = row.iter().sum();
            row.into_iter()
                .enumerate()
                .filter(|(_, weight)| *weight > 0.0)
                .map(|(c, weight)| (c, weight / total))
                .collect()
        })
        .collect()
}

/// Effort of the base year by corridor, against which extra effort counts. Where there was none, what the
/// other corridors had for each of their consignments, so that a first patrol acts as one more does elsewhere;
/// zero where there are no consignments either, and nothing to act on.
fn yardstick(effort_per_year: &[f64], consignments: &[f64]) -> Vec<f64> {
    let watched = || effort_per_year.iter().zip(consignments).filter(|(effort, _)| **effort > 0.0);
    let effort: f64 = watched().map(|(effort, _)| effort).sum();
    let passed: f64 = watched().map(|(_, passed)| passed).sum();
    let usual = if passed > 0.0 { effort / passed } else { 0.0 };
    let one = |(effort, passed): (&f64, &f64)| if *effort > 0.0 { *effort } else { usual * passed };
    effort_per_year.iter().zip(consignments).map(one).collect()
}

/// Consignments a month by corridor, of the modes that `is_counted` picks, at their usual sizes.
fn consignments(model: &Model, p: &Parameters, flow_kg: &[f64], is_counted: impl Fn(Mode) -> bool) -> Vec<f64> {
    let mut counts = vec![0.0; model.world.corridors.len()];
    for (route, flow) in model.world.routes.iter().zip(flow_kg) {
        if is_counted(route.mode) {
            counts[route.corridor] += flow / crate::interdiction::consignment_kg(&p.interdiction, route.mode);
        }
    }
    counts
}

fn over_groups(world: &World, tables: &Tables, value: impl Fn(&Group) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; world.countries.len()];
    for group in &world.groups {
        sums[group.country] += value(group) * tables.group_size_ratio[group.country];
    }
    sums
}

fn households(world: &World) -> Vec<f64> {
    let mut sums = vec![0.0; world.countries.len()];
    for region in &world.regions {
        sums[region.country] += region.households;
    }
    sums
}

/// Corridors of the routes out of each region's laboratories, weighted by their shares in the base year.
fn ways_out(world: &World) -> Vec<Vec<(usize, f64)>> {
    let of = |place: usize| {
        let mut shares = vec![0.0; world.corridors.len()];
        for route in world.routes.iter().filter(|route| route.from == place) {
            shares[route.corridor] += route.share;
        }
        shares.into_iter().enumerate().filter(|(_, share)| *share > 0.0).collect()
    };
    world.regions.iter().map(|region| of(region.place)).collect()
}

/// Groups are national blocks here, so harm is counted against the national population.
fn national_population(world: &World) -> Vec<f64> {
    const THOUSANDS_PER_MILLION: f64 = 1000.0;
    world.countries.iter().map(|country| country.population_million * THOUSANDS_PER_MILLION).collect()
}

fn groups_baseline(world: &World, p: &Parameters, tables: &Tables) -> GroupsBaseline {
    let size = |group: &Group| tables.group_size_ratio[group.country];
    let groups = world
        .groups
        .iter()
        .map(|group| GroupStart {
            members: group.members * size(group),
            recruitment_per_week: 0.0, // set by `with_pool`
            arrests_per_week: group.arrests_per_week * size(group),
            conflict_deaths_per_week: group.conflict_deaths_per_week * size(group),
            dropouts_per_week: group.dropout_per_week * size(group),
            country: group.country,
        })
        .collect();
    let pairs: Vec<(usize, usize, f64)> =
        world.conflict.iter().map(|pair| (pair.group, pair.rival, pair.weight)).collect();
    let capacity = world.countries.iter().map(|country| country.state_capacity).collect();
    let conflict = Conflict::from_pairs(world.groups.len(), &pairs);
    GroupsBaseline::new(&p.groups, groups, conflict, ArrestRule::CountryTotal, capacity).with_pool(&p.groups)
}

fn justice_baseline(world: &World, p: &Parameters) -> JusticeBaseline {
    let countries = world
        .countries
        .iter()
        .map(|country| CountryJustice {
            conviction_rate: country.conviction_rate,
            corruption_index: country.corruption_index,
        })
        .collect();
    JusticeBaseline::new(&p.justice, countries)
}

fn states_baseline(world: &World, p: &Parameters, tables: &Tables, flow_kg: &[f64]) -> StatesBaseline {
    // Cooperation with a state weighs as much as the volume that passes through it.
    let mut passing = vec![0.0; world.countries.len()];
    for (route, flow) in world.routes.iter().zip(flow_kg) {
        if let Some(country) = world.places[route.from].country {
            passing[country] += flow;
        }
    }
    let actors = world
        .actors
        .iter()
        .map(|&country| {
            let state = &world.countries[country];
            StateActor {
                role: match state.role {
                    Role::Lead => ActorRole::Lead,
                    Role::Producer | Role::Transit => ActorRole::Region,
                    Role::Consumer => ActorRole::Partner,
                    Role::ExternalPower => ActorRole::ExternalPower,
                },
                regime: match state.regime {
                    Regime::FullAutocracy => RegimeClass::FullAutocracy,
                    Regime::PartialAutocracy => RegimeClass::PartialAutocracy,
                    Regime::FactionalPartialDemocracy => RegimeClass::FactionalPartialDemocracy,
                    Regime::PartialDemocracy => RegimeClass::PartialDemocracy,
                    Regime::FullDemocracy => RegimeClass::FullDemocracy,
                },
                hardliner_share: state.hardliner_share,
                factionalism: state.factionalism,
                leader_exit_per_month: state.leader_exit_per_month,
                cooperation_weight: passing[country],
                alignment: state.alignment.unwrap_or_else(|| relation_with_lead(world, tables, country)),
                exports_to_lead_share: state.exports_to_lead_share,
            }
        })
        .collect();
    let count = world.actors.len();
    let pairs: Vec<(usize, usize, f64)> = (0..count)
        .flat_map(|a| (a + 1..count).map(move |b| (a, b)))
        .map(|(a, b)| (a, b, tables.relations[a * count + b]))
        .collect();
    StatesBaseline::new(&p.states, actors, &pairs).with_nearness(nearness(world, p.states.alarm_distance_km))
}

/// Relation of a state with the lead at the start, 1 for the lead itself and 0 for states without relations.
fn relation_with_lead(world: &World, tables: &Tables, country: usize) -> f64 {
    match (world.actor(world.lead_state), world.actor(country)) {
        (Some(lead), Some(actor)) if lead != actor => tables.relations[lead * world.actors.len() + actor],
        (_, Some(_)) => 1.0,
        _ => 0.0,
    }
}

/// How much of force in one state another hears: all with a land border, less with distance otherwise.
fn nearness(world: &World, distance_km: f64) -> Vec<f64> {
    let count = world.actors.len();
    let mut near = vec![0.0; count * count];
    for (a, &one) in world.actors.iter().enumerate() {
        for (b, &other) in world.actors.iter().enumerate().filter(|(b, _)| *b != a) {
            let borders = world.land_borders[a * count + b];
            let km = great_circle_km(&world.countries[one], &world.countries[other]);
            near[a * count + b] = if borders { 1.0 } else { (-km / distance_km).exp() };
        }
    }
    near
}

/// Distance of two centroids by the spherical law of haversines.
fn great_circle_km(one: &Country, other: &Country) -> f64 {
    // The metre was made so that a quarter of a meridian has ten thousand kilometres.
    const QUARTER_MERIDIAN_KM: f64 = 10.0 * 1000.0;
    let half_angle_squared = |degrees: f64| (0.5 * degrees.to_radians()).sin().powi(2);
    let haversine = half_angle_squared(other.latitude - one.latitude)
        + one.latitude.to_radians().cos()
            * other.latitude.to_radians().cos()
            * half_angle_squared(other.longitude - one.longitude);
    2.0 * haversine.clamp(0.0, 1.0).sqrt().asin() / std::f64::consts::FRAC_PI_2 * QUARTER_MERIDIAN_KM
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 and 10 days for 3 and 1 consignments are 10 days for each.
    #[test]
    fn a_corridor_without_effort_counts_against_what_others_have_for_a_consignment() {
        assert_eq!(yardstick(&[30.0, 10.0, 0.0, 0.0], &[3.0, 1.0, 2.0, 0.0]), [30.0, 10.0, 20.0, 0.0]);
        assert_eq!(yardstick(&[0.0, 0.0], &[3.0, 1.0]), [0.0, 0.0]);
        assert_eq!(yardstick(&[5.0], &[0.0]), [5.0]);
    }
}
