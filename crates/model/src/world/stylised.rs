//! A made-up world of one source country and one market, for modules that run alone.

use super::{
    BaseFlow, Corridor, Country, Market, Mode, Organisation, Place, PlaceKind, Regime, Region, Role, Route, World,
};
use counterflow_evidence::reader::YearMonth;

/// One growing and processing region of the stylised world.
#[derive(Clone, Copy, Debug)]
pub struct StylisedRegion {
    /// Coca area.
    pub coca_area_ha: f64,
    /// Potential pure product per hectare and year.
    pub potential_kg_per_ha_year: f64,
    /// Laboratory capacity over normal laboratory input.
    pub lab_capacity_ratio: f64,
    /// Households that grow coca.
    pub households: f64,
}

/// One of the parallel routes to the market, each a corridor of its own.
#[derive(Clone, Copy, Debug)]
pub struct StylisedRoute {
    /// How it is travelled.
    pub mode: Mode,
    /// Share of what leaves the source.
    pub share: f64,
    /// Share seized in the baseline.
    pub loss_share: f64,
    /// Monthly volume it can carry.
    pub capacity_kg_per_month: f64,
}

/// Price at the laboratory door and in the market.
#[derive(Clone, Copy, Debug)]
pub struct StylisedPrices {
    /// At the laboratory door.
    pub source_usd_per_kg: f64,
    /// In the market, wholesale.
    pub market_usd_per_kg: f64,
}

/// Regions ship through one door over parallel routes to one market.
#[must_use]
pub fn stylised(
    regions: &[StylisedRegion],
    routes: &[StylisedRoute],
    prices: StylisedPrices,
    loss_tolerance: f64,
) -> World {
    World {
        name: "Stylised".to_owned(),
        about: "One source country, parallel routes, one market.".to_owned(),
        start: YearMonth { year: 1, month: 1 },
        lead_state: 0,
        countries: vec![country()],
        actors: Vec::new(),
        relations: Vec::new(),
        land_borders: Vec::new(),
        regions: regions.iter().enumerate().map(|(position, region)| region_of(position, region)).collect(),
        base_flows: (0..regions.len()).map(|region| BaseFlow { from: region, to: region, share: 1.0 }).collect(),
        places: vec![
            place("source", Some(0), PlaceKind::Source, prices.source_usd_per_kg),
            place("market", None, PlaceKind::Market, prices.market_usd_per_kg),
        ],
        corridors: (0..routes.len()).map(corridor).collect(),
        organisations: vec![Organisation {
            id: "organisation".to_owned(),
            name: "Organisation".to_owned(),
            loss_tolerance,
        }],
        routes: routes.iter().enumerate().map(|(position, route)| route_of(position, route)).collect(),
        markets: vec![market(prices.market_usd_per_kg)],
        groups: Vec::new(),
        conflict: Vec::new(),
        published: Vec::new(),
        definitions: Vec::new(),
        outlines: Vec::new(),
    }
}

fn country() -> Country {
    Country {
        id: "source_country".to_owned(),
        name: "Source country".to_owned(),
        continent: String::new(),
        latitude: 0.0,
        longitude: 0.0,
        population_million: 0.0,
        homicides_per_year: 0.0,
        drug_related_homicide_share: 0.0,
        conviction_rate: 0.0,
        corruption_index: 0.0,
        state_capacity: 0.0,
        regime: Regime::PartialDemocracy,
        hardliner_share: 0.0,
        factionalism: 0.0,
        leader_exit_per_month: 0.0,
        role: Role::Producer,
        alignment: None,
        exports_to_lead_share: 0.0,
    }
}

fn region_of(position: usize, region: &StylisedRegion) -> Region {
    Region {
        id: format!("region_{}", position + 1),
        name: format!("Region {}", position + 1),
        country: 0,
        coca_area_ha: region.coca_area_ha,
        potential_kg_per_ha_year: region.potential_kg_per_ha_year,
        lab_capacity_ratio: region.lab_capacity_ratio,
        base_seizure_share: 0.0,
        eradication_ha_per_year: 0.0,
        households: region.households,
        group: None,
        place: 0,
    }
}

fn place(id: &str, country: Option<usize>, kind: PlaceKind, price_usd_per_kg: f64) -> Place {
    Place { id: id.to_owned(), name: id.to_owned(), country, kind, latitude: 0.0, longitude: 0.0, price_usd_per_kg }
}

fn corridor(position: usize) -> Corridor {
    let number = position + 1;
    Corridor {
        id: format!("corridor_{number}"),
        name: format!("Corridor {number}"),
        patrol_days_per_year: 1.0,
        surveillance_hours_per_year: 1.0,
    }
}

fn route_of(position: usize, route: &StylisedRoute) -> Route {
    Route {
        id: format!("route_{}", position + 1),
        from: 0,
        to: 1,
        mode: route.mode,
        corridor: position,
        jurisdiction: None,
        distance_km: 1.0,
        share: route.share,
        loss_share: route.loss_share,
        capacity_kg_per_month: route.capacity_kg_per_month,
        organisation: 0,
    }
}

fn market(wholesale_usd_per_kg: f64) -> Market {
    Market {
        id: "market".to_owned(),
        name: "Market".to_owned(),
        place: 1,
        light_users: 0.0,
        heavy_users: 0.0,
        grams_per_light_user_year: 0.0,
        grams_per_heavy_user_year: 0.0,
        user_growth_per_year: 0.0,
        wholesale_usd_per_kg,
        retail_usd_per_kg: wholesale_usd_per_kg,
        purity: 1.0,
        overdose_deaths_per_year: 0.0,
        treatment_episodes_per_year: 0.0,
        underreporting_low: 1.0,
        underreporting_high: 1.0,
    }
}
