//! Random small worlds that satisfy what the parser demands of a world: layers of places from sources to
//! markets, prices that rise along every route, shares that sum to one.
#![allow(dead_code, reason = "each test binary uses a part")]

use counterflow_evidence::reader::YearMonth;
use counterflow_model::random::{Purpose, Stream};
use counterflow_model::world::{
    BaseFlow, ConflictPair, Corridor, Country, Group, Market, Mode, Organisation, Place, PlaceKind, Regime, Region,
    Role, Route, World,
};
use std::cell::Cell;

/// Uniform draws from one seed.
pub struct Dice {
    stream: Stream,
    drawn: Cell<u64>,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { stream: Stream { seed, member: 0 }, drawn: Cell::new(0) }
    }

    pub fn between(&self, low: f64, high: f64) -> f64 {
        self.drawn.set(self.drawn.get() + 1);
        low + (high - low) * self.stream.uniform(0, Purpose::NarcoLogic, self.drawn.get())
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&self, low: usize, high: usize) -> usize {
        low + (self.between(0.0, 1.0) * (high - low + 1) as f64) as usize
    }

    pub fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.whole(0, from.len() - 1)]
    }
}

/// A world from a seed.
pub fn world(seed: u64) -> World {
    let dice = Dice::new(seed);
    let producers = dice.whole(1, 3);
    let transits = dice.whole(1, 4);
    let mut countries = vec![country(&dice, "lead", Role::Lead), country(&dice, "power", Role::ExternalPower)];
    countries.extend((0..producers).map(|i| country(&dice, &format!("producer_{i}"), Role::Producer)));
    countries.extend((0..transits).map(|i| country(&dice, &format!("transit_{i}"), Role::Transit)));
    let partners: Vec<usize> = (2..countries.len()).collect();
    let mut places = Vec::new();
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); 5];
    let (mut regions, mut base_flows) = (Vec::new(), Vec::new());
    for &producer in &partners[..producers] {
        for part in 0..dice.whole(1, 2) {
            let id = format!("{}_{part}", countries[producer].id);
            layers[0].push(places.len());
            regions.push(region(&dice, &id, producer, places.len()));
            places.push(place(&dice, &format!("{id}_laboratories"), Some(producer), PlaceKind::Source, 0));
        }
    }
    for from in 0..regions.len() {
        let exported = if regions.len() > 1 { dice.between(0.0, 0.5) } else { 0.0 };
        base_flows.push(BaseFlow { from, to: from, share: 1.0 - exported });
        if exported > 0.0 {
            base_flows.push(BaseFlow { from, to: (from + 1) % regions.len(), share: exported });
        }
    }
    for (layer, kind) in [(1, PlaceKind::Coast), (2, PlaceKind::Sea), (3, PlaceKind::Transit)] {
        for part in 0..dice.whole(1, 3) {
            let home = (kind != PlaceKind::Sea).then(|| dice.pick(&partners));
            layers[layer].push(places.len());
            places.push(place(&dice, &format!("{kind:?}_{part}").to_lowercase(), home, kind, layer));
        }
    }
    let mut markets = Vec::new();
    for part in 0..dice.whole(1, 3) {
        layers[4].push(places.len());
        markets.push(market(&dice, &format!("market_{part}"), places.len()));
        places.push(place(&dice, &format!("market_{part}_place"), (part == 0).then_some(0), PlaceKind::Market, 4));
    }
    let corridors: Vec<Corridor> = (0..dice.whole(2, 4)).map(|i| corridor(&dice, i)).collect();
    let organisations: Vec<Organisation> = (0..dice.whole(1, 3))
        .map(|i| Organisation {
            id: format!("organisation_{i}"),
            name: format!("Rank {i}"),
            loss_tolerance: dice.between(0.05, 0.5),
        })
        .collect();
    let routes = routes(&dice, &places, &layers, corridors.len(), organisations.len());
    let groups: Vec<Group> = partners
        .iter()
        .flat_map(|&home| (0..dice.whole(1, 2)).map(move |part| (home, part)).collect::<Vec<_>>())
        .map(|(home, part)| group(&dice, &format!("{}_rank_{part}", countries[home].id), home))
        .collect();
    let mut conflict = Vec::new();
    for (a, one) in groups.iter().enumerate() {
        for (b, other) in groups.iter().enumerate().filter(|(b, _)| *b != a) {
            if one.country == other.country {
                conflict.push(ConflictPair { group: a, rival: b, weight: 1.0 });
            }
        }
    }
    let actors: Vec<usize> = (0..countries.len()).collect();
    let count = actors.len();
    let mut relations = vec![0.0; count * count];
    let mut land_borders = vec![false; count * count];
    for a in 0..count {
        for b in a + 1..count {
            let relation = dice.between(-0.5, 0.6);
            relations[a * count + b] = relation;
            relations[b * count + a] = relation;
            let border = dice.between(0.0, 1.0) < 0.3;
            land_borders[a * count + b] = border;
            land_borders[b * count + a] = border;
        }
    }
    World {
        name: format!("random {seed}"),
        about: String::new(),
        start: YearMonth { year: 2024, month: 1 },
        lead_state: 0,
        countries,
        actors,
        relations,
        land_borders,
        regions,
        base_flows,
        places,
        corridors,
        organisations,
        routes,
        markets,
        groups,
        conflict,
        published: Vec::new(),
        definitions: Vec::new(),
        outlines: Vec::new(),
    }
}

fn country(dice: &Dice, id: &str, role: Role) -> Country {
    const REGIMES: [Regime; 5] = [
        Regime::FullAutocracy,
        Regime::PartialAutocracy,
        Regime::FactionalPartialDemocracy,
        Regime::PartialDemocracy,
        Regime::FullDemocracy,
    ];
    Country {
        id: id.to_owned(),
        name: id.to_owned(),
        continent: "continent".to_owned(),
        latitude: dice.between(-20.0, 40.0),
        longitude: dice.between(-110.0, 10.0),
        population_million: dice.between(1.0, 200.0),
        homicides_per_year: dice.between(100.0, 20_000.0),
        drug_related_homicide_share: dice.between(0.05, 0.7),
        conviction_rate: dice.between(0.02, 0.6),
        corruption_index: dice.between(0.1, 0.9),
        state_capacity: dice.between(0.1, 0.9),
        regime: dice.pick(&REGIMES),
        hardliner_share: dice.between(0.05, 0.4),
        factionalism: dice.between(0.0, 1.0),
        leader_exit_per_month: dice.between(0.005, 0.03),
        role,
        alignment: Some(dice.between(-1.0, 1.0)),
        exports_to_lead_share: dice.between(0.0, 0.9),
    }
}

fn place(dice: &Dice, id: &str, country: Option<usize>, kind: PlaceKind, layer: usize) -> Place {
    const PRICES_USD_PER_KG: [(f64, f64); 5] =
        [(1_000.0, 2_000.0), (2_500.0, 4_000.0), (5_000.0, 7_000.0), (9_000.0, 14_000.0), (25_000.0, 60_000.0)];
    let (low, high) = PRICES_USD_PER_KG[layer];
    Place {
        id: id.to_owned(),
        name: id.to_owned(),
        country,
        kind,
        latitude: dice.between(-20.0, 40.0),
        longitude: dice.between(-110.0, 10.0),
        price_usd_per_kg: dice.between(low, high),
    }
}

fn region(dice: &Dice, id: &str, country: usize, place: usize) -> Region {
    Region {
        id: id.to_owned(),
        name: id.to_owned(),
        country,
        coca_area_ha: dice.between(500.0, 100_000.0),
        potential_kg_per_ha_year: dice.between(5.0, 12.0),
        lab_capacity_ratio: dice.between(1.1, 2.0),
        base_seizure_share: dice.between(0.0, 0.1),
        eradication_ha_per_year: dice.between(-10_000.0, 20_000.0).max(0.0),
        households: dice.between(500.0, 100_000.0),
        group: None,
        place,
    }
}

fn market(dice: &Dice, id: &str, place: usize) -> Market {
    let light_users = dice.between(1e5, 1e7);
    let wholesale_usd_per_kg = dice.between(20_000.0, 60_000.0);
    Market {
        id: id.to_owned(),
        name: id.to_owned(),
        place,
        light_users,
        heavy_users: light_users * dice.between(0.2, 0.6),
        grams_per_light_user_year: dice.between(5.0, 30.0),
        grams_per_heavy_user_year: dice.between(40.0, 150.0),
        user_growth_per_year: dice.between(-0.02, 0.04),
        wholesale_usd_per_kg,
        retail_usd_per_kg: wholesale_usd_per_kg * dice.between(2.0, 5.0),
        purity: dice.between(0.3, 0.8),
        overdose_deaths_per_year: dice.between(10.0, 30_000.0),
        treatment_episodes_per_year: dice.between(1e3, 1e6),
        underreporting_low: 0.1,
        underreporting_high: 100.0,
    }
}

fn corridor(dice: &Dice, number: usize) -> Corridor {
    Corridor {
        id: format!("corridor_{number}"),
        name: format!("Corridor {number}"),
        patrol_days_per_year: if number == 0 { 0.0 } else { dice.between(50.0, 2_000.0) },
        surveillance_hours_per_year: dice.between(100.0, 3_000.0),
    }
}

fn group(dice: &Dice, id: &str, country: usize) -> Group {
    let members = dice.between(200.0, 50_000.0);
    Group {
        id: id.to_owned(),
        name: id.to_owned(),
        country,
        members,
        effective_groups: dice.between(1.0, 50.0),
        arrests_per_week: members * dice.between(0.0002, 0.001),
        conflict_deaths_per_week: members * dice.between(0.0002, 0.001),
        dropout_per_week: members * dice.between(0.0001, 0.001),
    }
}

/// Every place has a way in and a way out; a few more routes skip layers.
fn routes(dice: &Dice, places: &[Place], layers: &[Vec<usize>], corridors: usize, organisations: usize) -> Vec<Route> {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for layer in 0..4 {
        for &from in &layers[layer] {
            ends.push((from, dice.pick(&layers[layer + 1])));
            let further = dice.whole(layer + 1, 4);
            ends.push((from, dice.pick(&layers[further])));
        }
        for &to in &layers[layer + 1] {
            ends.push((dice.pick(&layers[layer]), to));
        }
    }
    let mut routes: Vec<Route> = ends
        .into_iter()
        .enumerate()
        .map(|(number, (from, to))| Route {
            id: format!("{}>{}#{number}", places[from].id, places[to].id),
            from,
            to,
            mode: dice.pick(&Mode::ALL),
            corridor: dice.whole(0, corridors - 1),
            jurisdiction: places[from].country,
            distance_km: dice.between(10.0, 8_000.0),
            share: dice.between(0.05, 1.0),
            loss_share: dice.between(0.0, 0.4),
            capacity_kg_per_month: dice.between(1e3, 1e5),
            organisation: dice.whole(0, organisations - 1),
        })
        .collect();
    for place in 0..places.len() {
        let total: f64 = routes.iter().filter(|route| route.from == place).map(|route| route.share).sum();
        routes.iter_mut().filter(|route| route.from == place).for_each(|route| route.share /= total);
    }
    routes
}
