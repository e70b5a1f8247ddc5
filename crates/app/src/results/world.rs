//! What a world is made of.

use super::OrderedMap;
use schemars::JsonSchema;
use serde::Serialize;

/// A world summed up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorldSummary {
    /// Name.
    pub world: String,
    /// What it stands for.
    pub about: String,
    /// Hash of its files.
    pub world_hash: String,
    /// First month.
    pub start: String,
    /// Identifier of the state whose relations are told.
    pub lead_state: String,
    /// How many of what there are.
    pub counts: WorldCounts,
    /// The corridors.
    pub corridors: Vec<CorridorEntry>,
    /// The markets.
    pub markets: Vec<MarketEntry>,
    /// The armed groups.
    pub groups: Vec<GroupEntry>,
    /// Relation of each other state with the lead state.
    pub relations_with_lead: Vec<RelationEntry>,
}

/// How many of what there are.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct WorldCounts {
    /// Countries.
    pub countries: usize,
    /// Growing regions.
    pub regions: usize,
    /// Places.
    pub places: usize,
    /// Routes.
    pub routes: usize,
    /// Corridors.
    pub corridors: usize,
    /// Trafficking organisations.
    pub organisations: usize,
    /// Consumer markets.
    pub markets: usize,
    /// Armed groups.
    pub groups: usize,
    /// States with relations.
    pub actors: usize,
}

/// A corridor in the calibrated base year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorridorEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Flow into it.
    pub flow_kg_per_month: f64,
    /// Share of the flow that is seized.
    pub loss_share: f64,
    /// Patrol effort.
    pub patrol_days_per_year: f64,
    /// Surveillance effort.
    pub surveillance_hours_per_year: f64,
}

/// A market in the base year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MarketEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// What reaches it.
    pub arrivals_kg_per_month: f64,
    /// Light users, persons.
    pub light_users: f64,
    /// Heavy users, persons.
    pub heavy_users: f64,
    /// Wholesale price.
    pub wholesale_usd_per_kg: f64,
    /// Retail price of pure cocaine.
    pub retail_usd_per_kg: f64,
    /// Purity at retail, a share.
    pub purity: f64,
}

/// An armed group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Identifier of its country.
    pub country: String,
    /// Members, persons.
    pub members: f64,
}

/// A relation with the lead state.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelationEntry {
    /// Identifier of the other state.
    pub country: String,
    /// From -1 (hostile) to 1 (friendly).
    pub relation: f64,
}

/// The worlds at hand, by name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorldsAtHand {
    /// The worlds, in the order of their names.
    pub worlds: Vec<WorldAtHandEntry>,
}

/// A world at hand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorldAtHandEntry {
    /// Name that `--world` takes.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// What it stands for.
    pub about: String,
    /// First month.
    pub start: String,
    /// Whether it runs when no world is named.
    pub default: bool,
}

/// The worlds at hand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorldList {
    /// The worlds.
    pub worlds: Vec<WorldTables>,
}

/// A world with what a map and a list of targets need.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WorldTables {
    /// Summed up.
    #[serde(flatten)]
    pub summary: WorldSummary,
    /// Regions, transit areas and markets; never sites.
    pub places: Vec<PlaceEntry>,
    /// Routes between places.
    pub routes: Vec<RouteEntry>,
    /// Countries.
    pub countries: Vec<CountryEntry>,
    /// Growing regions.
    pub regions: Vec<RegionEntry>,
    /// ISO 3166-1 numeric codes of the outlines that a state or market is shaded by.
    pub outlines: OrderedMap<Vec<String>>,
    /// By part of the data, four digits that change when the part does.
    pub fingerprints: OrderedMap<String>,
}

/// A place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlaceEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Identifier of its country; none at sea.
    pub country: Option<String>,
    /// Kind of place.
    pub kind: String,
    /// Degrees north of a representative point.
    pub latitude: f64,
    /// Degrees east of a representative point.
    pub longitude: f64,
}

/// A route.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RouteEntry {
    /// Identifier.
    pub id: String,
    /// Identifier of the first place.
    pub from: String,
    /// Identifier of the second place.
    pub to: String,
    /// Identifier of its corridor.
    pub corridor: String,
    /// Mode of transport.
    pub mode: &'static str,
}

/// A country.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountryEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Degrees north of a rough centre.
    pub latitude: f64,
    /// Degrees east of a rough centre.
    pub longitude: f64,
    /// Role in the trade.
    pub role: String,
}

/// A growing region.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegionEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Identifier of its country.
    pub country: String,
    /// Degrees north of a representative point.
    pub latitude: f64,
    /// Degrees east of a representative point.
    pub longitude: f64,
}
