//! The world: who grows, ships, buys, fights and governs, at the level of regions, corridors and markets.
//!
//! A world is a folder of CSV and TOML files (`data/worlds/README.md` lists files and columns). It is
//! parsed and checked here from text that the caller has read; once a [`World`] exists, the model
//! cannot fail on it.

mod check;
pub mod definitions;
mod parse;
pub mod stylised;

use counterflow_evidence::reader::YearMonth;
pub use definitions::{Definition, Measure};

/// A state, or a bloc that acts as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Part of the world, for grouping.
    pub continent: String,
    /// Rough centroid.
    pub latitude: f64,
    /// Rough centroid.
    pub longitude: f64,
    /// Population in million.
    pub population_million: f64,
    /// Homicides a year in the base year.
    pub homicides_per_year: f64,
    /// Share of homicides tied to the drug trade.
    pub drug_related_homicide_share: f64,
    /// Convictions per offence in the base year.
    pub conviction_rate: f64,
    /// Corruption index, 0 clean to 1 captured.
    pub corruption_index: f64,
    /// Capacity of the state, 0 to 1.
    pub state_capacity: f64,
    /// Regime class of the instability hazard.
    pub regime: Regime,
    /// Share of the political class that favours confrontation.
    pub hardliner_share: f64,
    /// Factionalism, 0 to 1.
    pub factionalism: f64,
    /// Probability that the leader leaves in a month.
    pub leader_exit_per_month: f64,
    /// Part played in the model.
    pub role: Role,
    /// With the lead state's use of force against trafficking, -1 against to 1 with it; where the table
    /// is silent, a state is as much with it as its relation with the lead is friendly.
    pub alignment: Option<f64>,
    /// Share of its goods exports that goes to the lead state.
    pub exports_to_lead_share: f64,
}

/// Regime classes of the instability hazard (Goldstone et al. 2010).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Full autocracy.
    FullAutocracy,
    /// Partial autocracy.
    PartialAutocracy,
    /// Factionalised partial democracy.
    FactionalPartialDemocracy,
    /// Partial democracy.
    PartialDemocracy,
    /// Full democracy.
    FullDemocracy,
}

/// The part a state plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Grows coca.
    Producer,
    /// On a route.
    Transit,
    /// Mainly a market.
    Consumer,
    /// The outside state whose policy is studied.
    Lead,
    /// A power outside the region.
    ExternalPower,
}

/// A region that grows or processes coca.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Country, as an index into [`World::countries`].
    pub country: usize,
    /// Coca area at the start.
    pub coca_area_ha: f64,
    /// Potential pure product per hectare and year.
    pub potential_kg_per_ha_year: f64,
    /// Laboratory capacity over normal laboratory input.
    pub lab_capacity_ratio: f64,
    /// Share of base seized in the region.
    pub base_seizure_share: f64,
    /// Hectares sprayed or uprooted in the base year, which its area and yield already bear.
    pub eradication_ha_per_year: f64,
    /// Households that grow coca.
    pub households: f64,
    /// Controlling group, as an index into [`World::groups`].
    pub group: Option<usize>,
    /// The region's source place, as an index into [`World::places`].
    pub place: usize,
}

/// Where base made in one region is processed.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseFlow {
    /// Growing region.
    pub from: usize,
    /// Processing region.
    pub to: usize,
    /// Share of the growing region's base.
    pub share: f64,
}

/// A node of the trafficking network: a stretch of coast, a sea area, a port region, a border zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Country, none at sea.
    pub country: Option<usize>,
    /// What it is.
    pub kind: PlaceKind,
    /// Rough centroid.
    pub latitude: f64,
    /// Rough centroid.
    pub longitude: f64,
    /// Price of pure product there in the base year.
    pub price_usd_per_kg: f64,
}

/// Kinds of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// Laboratory door of a processing region.
    Source,
    /// Stretch of coast.
    Coast,
    /// Inland transit region.
    Transit,
    /// Sea area.
    Sea,
    /// Port region.
    Port,
    /// Land border.
    Border,
    /// Consumer market.
    Market,
}

/// How a route is travelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Road.
    Land,
    /// River.
    River,
    /// Fast open boat.
    GoFast,
    /// Low-profile or semi-submersible vessel.
    LowProfile,
    /// Light aircraft.
    Air,
    /// Shipping container or other licit cargo.
    Container,
}

impl Mode {
    /// All modes, in the order of their indices.
    pub const ALL: [Mode; 6] = [Mode::Land, Mode::River, Mode::GoFast, Mode::LowProfile, Mode::Air, Mode::Container];

    /// Identifier in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Mode::Land => "land",
            Mode::River => "river",
            Mode::GoFast => "go_fast",
            Mode::LowProfile => "low_profile",
            Mode::Air => "air",
            Mode::Container => "container",
        }
    }

    /// Whether consignments go by boat.
    #[must_use]
    pub fn is_vessel(self) -> bool {
        matches!(self, Mode::GoFast | Mode::LowProfile)
    }

    /// Whether enforcement must find and catch consignments on the way; others are inspected where they pass.
    #[must_use]
    pub fn is_pursued(self) -> bool {
        self.is_vessel() || self == Mode::Air
    }
}

/// A corridor: a family of routes that enforcement treats as one theatre.
#[derive(Clone, Debug, PartialEq)]
pub struct Corridor {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Patrol days a year in the base year.
    pub patrol_days_per_year: f64,
    /// Surveillance flight hours a year in the base year.
    pub surveillance_hours_per_year: f64,
}

/// A trafficking organisation: owns part of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// Identifier.
    pub id: String,
    /// Name for people (a rank label).
    pub name: String,
    /// Relative rise of losses that it bears before it spreads its routes.
    pub loss_tolerance: f64,
}

/// A directed route between two places.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// Identifier, unique (`from>to:mode`, with the row number where that repeats).
    pub id: String,
    /// Place it leaves.
    pub from: usize,
    /// Place it reaches.
    pub to: usize,
    /// How it is travelled.
    pub mode: Mode,
    /// Corridor it belongs to.
    pub corridor: usize,
    /// State whose consent enforcement needs; none on the high seas.
    pub jurisdiction: Option<usize>,
    /// Length.
    pub distance_km: f64,
    /// Share of what reaches `from` that takes this route in the baseline.
    pub share: f64,
    /// Share of the volume seized in the baseline.
    pub loss_share: f64,
    /// Monthly volume it can carry.
    pub capacity_kg_per_month: f64,
    /// Organisation that runs it.
    pub organisation: usize,
}

/// A consumer market.
#[derive(Clone, Debug, PartialEq)]
pub struct Market {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its place in the network.
    pub place: usize,
    /// Light users at the start.
    pub light_users: f64,
    /// Heavy users at the start.
    pub heavy_users: f64,
    /// Pure grams a light user consumes in a year, from surveys.
    pub grams_per_light_user_year: f64,
    /// Pure grams a heavy user consumes in a year, from surveys.
    pub grams_per_heavy_user_year: f64,
    /// People who start in a year.
    pub user_growth_per_year: f64,
    /// Wholesale price, pure.
    pub wholesale_usd_per_kg: f64,
    /// Retail price, pure.
    pub retail_usd_per_kg: f64,
    /// Purity at retail.
    pub purity: f64,
    /// Overdose deaths a year with cocaine involved.
    pub overdose_deaths_per_year: f64,
    /// Treatment episodes a year.
    pub treatment_episodes_per_year: f64,
    /// Lowest plausible ratio of true to survey-based consumption.
    pub underreporting_low: f64,
    /// Highest plausible ratio of true to survey-based consumption.
    pub underreporting_high: f64,
}

/// An armed group or a block of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Identifier.
    pub id: String,
    /// Name for people (a rank label).
    pub name: String,
    /// Country.
    pub country: usize,
    /// Members at the start.
    pub members: f64,
    /// How many groups of equal size the row stands for: one over the sum of squared size shares.
    pub effective_groups: f64,
    /// Members arrested per week at the start.
    pub arrests_per_week: f64,
    /// Members killed in conflict per week at the start.
    pub conflict_deaths_per_week: f64,
    /// Members who leave per week at the start.
    pub dropout_per_week: f64,
}

/// How strongly one group loses members to another.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictPair {
    /// Group that loses members.
    pub group: usize,
    /// Group that inflicts the loss.
    pub rival: usize,
    /// Weight S of the published conflict matrix.
    pub weight: f64,
}

/// One row of the reconciliation of published totals.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Quantity, for example `coca_area:colombia`.
    pub quantity: String,
    /// Unit.
    pub unit: String,
    /// Year of the figure.
    pub year: String,
    /// Lowest published figure.
    pub low: f64,
    /// Highest published figure.
    pub high: f64,
    /// Parameter that carries a gap.
    pub carried_by: String,
    /// Source keys.
    pub source: String,
    /// Note.
    pub note: String,
}

/// Outlines that a map shades for a state or a market.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlines {
    /// Identifier of a country or market.
    pub place: String,
    /// ISO 3166-1 numeric codes of the countries.
    pub codes: Vec<String>,
}

/// A validated world.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    /// Name.
    pub name: String,
    /// What it stands for.
    pub about: String,
    /// First month.
    pub start: YearMonth,
    /// The outside state whose policy is studied.
    pub lead_state: usize,
    /// States and blocs.
    pub countries: Vec<Country>,
    /// States that have relations, as indices into `countries`.
    pub actors: Vec<usize>,
    /// Relation of each pair of actors, a symmetric matrix over `actors`, row by row.
    pub relations: Vec<f64>,
    /// Whether each pair of actors shares a land border, in the same order.
    pub land_borders: Vec<bool>,
    /// Growing and processing regions.
    pub regions: Vec<Region>,
    /// Base flows, grouped by growing region.
    pub base_flows: Vec<BaseFlow>,
    /// Places.
    pub places: Vec<Place>,
    /// Corridors.
    pub corridors: Vec<Corridor>,
    /// Organisations.
    pub organisations: Vec<Organisation>,
    /// Routes.
    pub routes: Vec<Route>,
    /// Consumer markets.
    pub markets: Vec<Market>,
    /// Armed groups.
    pub groups: Vec<Group>,
    /// Conflict pairs, ordered.
    pub conflict: Vec<ConflictPair>,
    /// Published totals.
    pub published: Vec<Published>,
    /// What some of them mean in this world.
    pub definitions: Vec<Definition>,
    /// Outlines for maps.
    pub outlines: Vec<Outlines>,
}

/// Files that make a world, all required. `efforts.toml` holds evidence: what each lever does in the base year.
pub const WORLD_FILES: [&str; 16] = [
    "world.toml",
    "countries.csv",
    "relations.csv",
    "regions.csv",
    "base_flows.csv",
    "places.csv",
    "corridors.csv",
    "organisations.csv",
    "routes.csv",
    "markets.csv",
    "groups.csv",
    "conflict.csv",
    "published.csv",
    "definitions.toml",
    "outlines.csv",
    EFFORTS_FILE,
];

/// The file with the levers' efforts in the base year, which [`counterflow_evidence::Evidence`] reads.
pub const EFFORTS_FILE: &str = "efforts.toml";

impl World {
    /// Position of a country.
    #[must_use]
    pub fn country(&self, id: &str) -> Option<usize> {
        self.countries.iter().position(|c| c.id == id)
    }

    /// Position of a corridor.
    #[must_use]
    pub fn corridor(&self, id: &str) -> Option<usize> {
        self.corridors.iter().position(|c| c.id == id)
    }

    /// Position of a market.
    #[must_use]
    pub fn market(&self, id: &str) -> Option<usize> {
        self.markets.iter().position(|m| m.id == id)
    }

    /// Position of a region.
    #[must_use]
    pub fn region(&self, id: &str) -> Option<usize> {
        self.regions.iter().position(|r| r.id == id)
    }

    /// Positions of the states of the trade: where it is produced and through which it passes. Consumers, the
    /// lead state and outside powers are not among them.
    pub fn trade_states(&self) -> impl Iterator<Item = usize> + '_ {
        let of_the_trade = |country: &Country| matches!(country.role, Role::Producer | Role::Transit);
        self.countries
            .iter()
            .enumerate()
            .filter(move |(_, country)| of_the_trade(country))
            .map(|(position, _)| position)
    }

    /// Position of a country among the actors that have relations.
    #[must_use]
    pub fn actor(&self, country: usize) -> Option<usize> {
        self.actors.iter().position(|&actor| actor == country)
    }
}
