//! Published totals against what the world amounts to in its base year.
//!
//! Published production, seizures and use contradict each other; a world carries the gap in named
//! uncertain parameters. For each published range this says what the calibrated baseline amounts to
//! and, where it lies outside, whether the named parameter explains that over its own range.
//!
//! ```text
//! potential = area x yield;  realised = potential x realised_share_of_potential
//! seizures as weighed = (seized on routes + base seized) / seizure_purity
//! consumption = arrivals in the baseline
//! ```
//!
//! Definitions of the quantities: the world's README, and its `definitions.toml` where they name places.

use crate::results::reconciliation::{ReconciledMarket, ReconciledTotal, ReconciliationResult};
use crate::session::Session;
use counterflow_evidence::diagnostics::Problem;
use counterflow_model::calibration::{Calibration, survey_consumption_kg_per_month};
use counterflow_model::policy::{Scenario, Switches};
use counterflow_model::world::{Measure, PlaceKind, Published, World};
use counterflow_model::{Hold, Model, Parameters, RunOptions, run};
use counterflow_study::series::MONTHS_PER_YEAR;
use std::collections::BTreeMap;

const KG_PER_TONNE: f64 = 1000.0;

/// Carrier of a gap between arrivals and surveys.
const UNDERREPORTING: &str = "underreporting";

/// How a published range and the model agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The model lies in the range.
    Within,
    /// The model lies outside, and the parameter named for it explains that over its own range.
    Carried,
    /// The model lies outside.
    Outside,
    /// The model computes no such quantity.
    NotComputed,
}

impl Agreement {
    /// Word in tables and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Agreement::Within => "within",
            Agreement::Carried => "carried",
            Agreement::Outside => "outside",
            Agreement::NotComputed => "not computed",
        }
    }
}

/// One published range and the model's value.
#[derive(Clone, Debug)]
pub struct PublishedTotal {
    /// What is published.
    pub published: Published,
    /// What the model amounts to.
    pub value: Option<f64>,
    /// The model's values over the range of the parameter that carries the gap.
    pub over_carrier: Option<(f64, f64)>,
    /// Verdict.
    pub verdict: Agreement,
}

/// Arrivals against surveys in one market.
#[derive(Clone, Debug)]
pub struct MarketBalance {
    /// Market.
    pub market: String,
    /// Survey-based consumption, tonnes a year.
    pub survey_t_per_year: f64,
    /// Arrivals, tonnes a year.
    pub arrivals_t_per_year: f64,
    /// Ratio of the two.
    pub underreporting: f64,
    /// Plausible range of the ratio.
    pub plausible: (f64, f64),
}

impl PublishedTotal {
    fn result(&self) -> ReconciledTotal {
        let published = &self.published;
        ReconciledTotal {
            quantity: published.quantity.clone(),
            unit: published.unit.clone(),
            year: published.year.clone(),
            published_low: published.low,
            published_high: published.high,
            model: self.value,
            verdict: self.verdict.word(),
            carried_by: published.carried_by.clone(),
            model_over_carrier: self.over_carrier.map(|(low, high)| [low, high]),
            source: published.source.clone(),
            note: published.note.clone(),
        }
    }
}

impl MarketBalance {
    fn result(&self) -> ReconciledMarket {
        ReconciledMarket {
            market: self.market.clone(),
            survey_t_per_year: self.survey_t_per_year,
            arrivals_t_per_year: self.arrivals_t_per_year,
            underreporting: self.underreporting,
            plausible: [self.plausible.0, self.plausible.1],
            is_plausible: self.is_plausible(),
        }
    }

    /// Whether the ratio is plausible.
    pub fn is_plausible(&self) -> bool {
        (self.plausible.0..=self.plausible.1).contains(&self.underreporting)
    }
}

/// The whole reconciliation.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// Published ranges.
    pub lines: Vec<PublishedTotal>,
    /// Markets.
    pub markets: Vec<MarketBalance>,
}

impl Reconciliation {
    /// Reconciles the world of a session at central parameters.
    ///
    /// # Errors
    /// A carrier that names no parameter.
    pub fn new(session: &Session) -> Result<Self, Problem> {
        let model = &session.model;
        let central = amounts(session, &[])?;
        let markets = markets(model, &central.calibration);
        let mut over: BTreeMap<String, [Amounts; 2]> = BTreeMap::new();
        let mut lines = Vec::new();
        for published in &model.world.published {
            let carrier = &published.carried_by;
            if let Some(record) = session.evidence.get(carrier).filter(|_| !over.contains_key(carrier)) {
                let at = |value| amounts(session, &[(record.id(), value)]);
                over.insert(carrier.clone(), [at(record.low)?, at(record.high)?]);
            }
            lines.push(line(published, &central, over.get(carrier), &markets));
        }
        Ok(Self { lines, markets })
    }

    /// The reconciliation of a session's world as a result.
    pub fn result(&self, session: &Session) -> ReconciliationResult {
        ReconciliationResult {
            world: session.model.world.name.clone(),
            world_hash: session.world_hash.clone(),
            reconciled: !self.falls_short(),
            published: self.lines.iter().map(PublishedTotal::result).collect(),
            markets: self.markets.iter().map(MarketBalance::result).collect(),
        }
    }

    /// How many lines have a verdict.
    pub fn count(&self, verdict: Agreement) -> usize {
        self.lines.iter().filter(|line| line.verdict == verdict).count()
    }

    /// Whether a published total or a market is left unexplained.
    pub fn falls_short(&self) -> bool {
        self.count(Agreement::Outside) > 0 || self.markets.iter().any(|market| !market.is_plausible())
    }
}

fn line(
    published: &Published,
    central: &Amounts,
    over: Option<&[Amounts; 2]>,
    markets: &[MarketBalance],
) -> PublishedTotal {
    let value = central.value(&published.quantity);
    let over_carrier = over.and_then(|[low, high]| {
        let (a, b) = (low.value(&published.quantity)?, high.value(&published.quantity)?);
        Some((a.min(b), a.max(b)))
    });
    let overlaps = over_carrier.is_some_and(|(low, high)| low <= published.high && high >= published.low);
    let market = published.carried_by.strip_prefix(UNDERREPORTING).and_then(|rest| rest.strip_prefix(':'));
    let underreported =
        market.is_some_and(|id| markets.iter().any(|market| market.market == id && market.is_plausible()));
    let verdict = match value {
        None => Agreement::NotComputed,
        Some(value) if (published.low..=published.high).contains(&value) => Agreement::Within,
        Some(_) if overlaps || underreported => Agreement::Carried,
        Some(_) => Agreement::Outside,
    };
    PublishedTotal { published: published.clone(), value, over_carrier, verdict }
}

fn markets(model: &Model, calibration: &Calibration) -> Vec<MarketBalance> {
    let tonnes = |kg_per_month: f64| kg_per_month * MONTHS_PER_YEAR / KG_PER_TONNE;
    let arrivals = &calibration.trafficking.arrivals_kg;
    let one = |((market, arrivals), underreporting): ((&counterflow_model::world::Market, &f64), &f64)| MarketBalance {
        market: market.id.clone(),
        survey_t_per_year: tonnes(survey_consumption_kg_per_month(market)),
        arrivals_t_per_year: tonnes(*arrivals),
        underreporting: *underreporting,
        plausible: (market.underreporting_low, market.underreporting_high),
    };
    model.world.markets.iter().zip(arrivals).zip(&calibration.underreporting).map(one).collect()
}

/// Amounts of the base year by `quantity:place`, for one set of parameters.
struct Amounts {
    calibration: Calibration,
    values: BTreeMap<String, f64>,
}

impl Amounts {
    /// A quantity; places joined by `+` are summed.
    fn value(&self, id: &str) -> Option<f64> {
        match id.split_once(':') {
            None => self.values.get(id).copied(),
            Some((quantity, places)) => {
                places.split('+').map(|place| self.values.get(&format!("{quantity}:{place}")).copied()).sum()
            }
        }
    }

    fn add(&mut self, quantity: &str, place: &str, amount: f64) {
        *self.values.entry(format!("{quantity}:{place}")).or_default() += amount;
    }

    /// Adds to a place and to the world.
    fn add_both(&mut self, quantity: &str, place: &str, amount: f64) {
        self.add(quantity, place, amount);
        self.add(quantity, "world", amount);
    }
}

fn amounts(session: &Session, overrides: &[(String, f64)]) -> Result<Amounts, Problem> {
    let draw = session.evidence.with_overrides(&session.evidence.central(), overrides)?;
    let p = Parameters::of(&session.evidence, &draw);
    let model = &session.model;
    let calibration = Calibration::new(model, &p, &Switches::default(), Hold::default());
    let mut amounts = Amounts { calibration, values: BTreeMap::new() };
    growing(&mut amounts, &model.world, &p);
    seizures(&mut amounts, &model.world, &p);
    people_and_prices(&mut amounts, &model.world);
    for definition in &model.world.definitions {
        defined(&mut amounts, model, &p, &definition.name, &definition.measure);
    }
    Ok(amounts)
}

fn growing(amounts: &mut Amounts, world: &World, p: &Parameters) {
    for region in &world.regions {
        let country = &world.countries[region.country].id;
        let potential_kg = region.coca_area_ha * region.potential_kg_per_ha_year;
        let base_seized_kg = potential_kg * p.world.realised_share_of_potential * region.base_seizure_share;
        amounts.add_both("coca_area", country, region.coca_area_ha);
        amounts.add_both("potential_production", country, potential_kg / KG_PER_TONNE);
        amounts.add_both("seizures_as_weighed", country, base_seized_kg / p.world.seizure_purity / KG_PER_TONNE);
    }
}

fn seizures(amounts: &mut Amounts, world: &World, p: &Parameters) {
    let seized = amounts.calibration.trafficking.seized_kg.clone();
    for (route, kg_per_month) in world.routes.iter().zip(seized) {
        let tonnes = kg_per_month * MONTHS_PER_YEAR / p.world.seizure_purity / KG_PER_TONNE;
        let jurisdiction = route.jurisdiction.map(|country| &world.countries[country]);
        amounts.add_both("seizures_as_weighed", jurisdiction.map_or("high_seas", |country| &country.id), tonnes);
        for definition in &world.definitions {
            if let Measure::Sum { countries } = &definition.measure
                && route.jurisdiction.is_some_and(|country| countries.contains(&country))
            {
                amounts.add("seizures_as_weighed", &definition.name, tonnes);
            }
        }
    }
}

fn people_and_prices(amounts: &mut Amounts, world: &World) {
    let arrivals = amounts.calibration.trafficking.arrivals_kg.clone();
    for (market, kg_per_month) in world.markets.iter().zip(arrivals) {
        amounts.add("consumption", &market.id, kg_per_month * MONTHS_PER_YEAR / KG_PER_TONNE);
        amounts.add("wholesale_price", &market.id, market.wholesale_usd_per_kg);
        amounts.add("retail_price", &market.id, market.retail_usd_per_kg);
        amounts.add_both("heavy_users", &market.id, market.heavy_users);
        amounts.add_both("users", &market.id, market.light_users + market.heavy_users);
    }
    for group in &world.groups {
        amounts.add_both("members", &world.countries[group.country].id, group.members);
    }
    for (position, country) in world.countries.iter().enumerate() {
        amounts.add_both("homicides", &country.id, country.homicides_per_year);
        let at_shore = |kind| matches!(kind, PlaceKind::Coast | PlaceKind::Port);
        let prices: Vec<f64> = world
            .places
            .iter()
            .filter(|place| place.country == Some(position) && at_shore(place.kind))
            .map(|place| place.price_usd_per_kg)
            .collect();
        if !prices.is_empty() {
            amounts.add("export_price", &country.id, prices.iter().sum::<f64>() / prices.len() as f64);
        }
    }
}

/// A quantity whose definition names places of the world. What cannot be measured is left out.
fn defined(amounts: &mut Amounts, model: &Model, p: &Parameters, name: &str, measure: &Measure) {
    let world = &model.world;
    let single = match measure {
        Measure::ShareByCorridor { corridors, from } => {
            let by_corridor = departures_by_corridor(amounts, world, corridors, from);
            let departing: f64 = by_corridor.values().sum();
            for (corridor, flow) in by_corridor.into_iter().filter(|_| departing > 0.0) {
                amounts.add(name, &world.corridors[corridor].id, flow / departing);
            }
            None
        }
        Measure::SeizedOverDepartures { corridors, from } => {
            let departing: f64 = departures_by_corridor(amounts, world, corridors, from).values().sum();
            let seized = &amounts.calibration.trafficking.seized_kg;
            let on_corridors = world.routes.iter().zip(seized).filter(|(route, _)| corridors.contains(&route.corridor));
            let seized: f64 = on_corridors.map(|(_, kg)| kg).sum();
            (departing > 0.0).then(|| seized / departing)
        }
        Measure::ShareOfDepartures { from, part } => {
            let leaving = departures(amounts, world, from);
            let all: f64 = leaving.iter().map(|(_, flow)| flow).sum();
            let of_part = leaving.iter().filter(|(country, _)| part.contains(country));
            let of_part: f64 = of_part.map(|(_, flow)| flow).sum();
            (all > 0.0).then(|| of_part / all)
        }
        Measure::DisruptedShareOfKnown { corridors } => disrupted_share(model, p, corridors),
        Measure::Sum { .. } => None,
    };
    if let Some(value) = single {
        amounts.values.insert(name.to_owned(), value);
    }
}

/// Country that a flow leaves and its size, for each route from `countries` to anywhere else.
fn departures(amounts: &Amounts, world: &World, countries: &[usize]) -> Vec<(usize, f64)> {
    let country_of = |place: usize| world.places[place].country.filter(|country| countries.contains(country));
    let flows = world.routes.iter().zip(&amounts.calibration.trafficking.flow_kg);
    let leaving = flows.filter(|(route, _)| country_of(route.to).is_none());
    leaving.filter_map(|(route, flow)| Some((country_of(route.from)?, *flow))).collect()
}

/// What leaves `countries` to anywhere else, by corridor.
fn departures_by_corridor(
    amounts: &Amounts,
    world: &World,
    corridors: &[usize],
    countries: &[usize],
) -> BTreeMap<usize, f64> {
    let among = |place: usize| world.places[place].country.is_some_and(|country| countries.contains(&country));
    let mut found = BTreeMap::new();
    for (route, flow) in world.routes.iter().zip(&amounts.calibration.trafficking.flow_kg) {
        if corridors.contains(&route.corridor) && among(route.from) && !among(route.to) {
            *found.entry(route.corridor).or_default() += flow;
        }
    }
    found
}

/// Disrupted share of known flow on `corridors`, in the first month on expected values.
fn disrupted_share(model: &Model, p: &Parameters, corridors: &[usize]) -> Option<f64> {
    let first = run(model, p, &Scenario::baseline(model.world.start), RunOptions::default());
    let value = |indicator, corridor| Some(first.value(0, model.layout.find(indicator, corridor)?));
    let (mut known, mut disrupted) = (0.0, 0.0);
    for &corridor in corridors {
        let corridor = &model.world.corridors[corridor].id;
        let flow = value("known_flow", corridor)?;
        known += flow;
        disrupted += flow * value("disrupted_share_of_known", corridor)?;
    }
    (known > 0.0).then(|| disrupted / known)
}
