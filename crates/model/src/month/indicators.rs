//! Every series that a user sees: one declaration each, with unit, definition and source.

use crate::policy::LEVERS;
use crate::world::{Mode, World};
use std::collections::BTreeMap;

/// Over what an indicator is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One series for the world.
    World,
    /// By growing or processing region.
    Region,
    /// By country.
    Country,
    /// By country among those that have relations.
    Actor,
    /// By corridor.
    Corridor,
    /// By mode.
    Mode,
    /// By corridor and mode, `corridor/mode`.
    CorridorMode,
    /// By consumer market.
    Market,
    /// By armed group.
    Group,
    /// By pair of states, `a:b`.
    Dyad,
    /// By lever.
    Lever,
}

/// Whether the places of an indicator add up to a world series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Places add up; a series `world` holds the sum.
    Sum,
    /// No total.
    None,
}

/// One indicator's declaration.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Identifier.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is.
    pub definition: &'static str,
    /// Module that computes it; its documentation names the sources.
    pub module: &'static str,
    /// Scope.
    pub scope: Scope,
    /// Total.
    pub total: Total,
    /// Whether months add up (a flow) or not (a level).
    pub flow: bool,
}

impl Indicator {
    /// Where its equations and numbers come from.
    #[must_use]
    pub fn source(&self) -> String {
        // Accounts add up what the levers spend and the other modules report.
        let evidence = if self.module == "accounts" { "levers" } else { self.module };
        format!("Computed by the module {}; parameters and their sources: data/evidence/{evidence}.toml", self.module)
    }
}

macro_rules! indicators {
    ($( $variant:ident = $id:literal, $title:literal, $unit:literal, $scope:ident, $total:ident, $flow:literal, $module:literal, $definition:literal; )*) => {
        /// Handle of an indicator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant stands in INDICATORS with title and definition")]
        pub enum Series { $( $variant, )* }

        /// All indicators, in the order of their handles.
        pub static INDICATORS: &[Indicator] = &[ $( Indicator {
            id: $id, title: $title, unit: $unit, definition: $definition, module: $module,
            scope: Scope::$scope, total: Total::$total, flow: $flow,
        }, )* ];
    };
}

indicators! {
    CocaArea = "coca_area", "Coca area", "ha", Region, Sum, false, "production", "Standing coca at the end of the month.";
    YieldPerHectare = "yield_per_hectare", "Potential yield", "kg/ha/year", Region, None, false, "production", "Pure product that a hectare's leaf could become in a year.";
    PotentialOutput = "potential_output", "Potential output", "kg/month", Region, Sum, true, "production", "Pure product that the month's leaf could become.";
    ProcessedOutput = "processed_output", "Processed output", "kg/month", Region, Sum, true, "production", "Pure product leaving the laboratories of the region.";
    LaboratoryCapacity = "laboratory_capacity", "Laboratory capacity", "kg/month", Region, Sum, false, "production", "Standing capacity at the end of the month.";
    LaboratoryDestroyed = "laboratory_capacity_destroyed", "Laboratory capacity destroyed", "kg/month", Region, Sum, true, "production", "Capacity destroyed in the month by raids and strikes.";
    PrecursorAvailability = "precursor_availability", "Precursor availability", "index", World, None, false, "production", "Availability of controlled chemicals, 1 in the base year.";
    DeliveredHouseholds = "households_assisted", "Households with delivered alternative development", "share", Region, None, false, "production", "Share of growing households with delivered assistance above the base year.";
    FarmGatePrice = "farm_gate_price", "Farm-gate price", "USD/kg", Region, None, false, "production", "Price of coca paste where it is grown.";
    FarmGatePriceIndex = "farm_gate_price_index", "Farm-gate price index", "index", Region, None, false, "production", "Price paid to growers, 1 in the base year.";
    ExportPrice = "export_price", "Price at the laboratory door", "USD/kg", Region, None, false, "trafficking", "Price of pure product where it leaves the laboratory.";
    Flow = "flow", "Flow", "kg/month", Corridor, None, true, "trafficking", "Pure product that set out on the corridor's routes; a kilogram that takes two legs of a corridor counts twice.";
    ModeFlow = "flow_by_mode", "Flow by mode", "kg/month", Mode, None, true, "trafficking", "Pure product that set out by this mode.";
    CorridorModeFlow = "flow_by_corridor_and_mode", "Flow by corridor and mode", "kg/month", CorridorMode, None, true, "trafficking", "Pure product that set out on the corridor by this mode.";
    MaritimeFlow = "maritime_flow", "Maritime flow", "kg/month", World, None, true, "trafficking", "Pure product that set out by fast boat or low-profile vessel.";
    Seized = "seized", "Seized", "kg/month", Corridor, Sum, true, "interdiction", "Pure product seized on the corridor.";
    ModeSeized = "seized_by_mode", "Seized by mode", "kg/month", Mode, None, true, "interdiction", "Pure product seized by mode.";
    CorridorModeSeized = "seized_by_corridor_and_mode", "Seized by corridor and mode", "kg/month", CorridorMode, None, true, "interdiction", "Pure product seized on the corridor by mode.";
    CountrySeized = "seized_by_country", "Seized by country", "kg/month", Country, None, true, "interdiction", "Pure product and base seized under the country's jurisdiction.";
    ConsignmentsSeized = "consignments_seized", "Consignments seized", "event/month", Corridor, Sum, true, "interdiction", "Whole consignments taken in the month.";
    Detection = "detection_probability", "Detection probability", "share", Corridor, None, false, "interdiction", "Probability that a consignment at sea or in the air becomes known.";
    KnownFlow = "known_flow", "Known flow", "kg/month", Corridor, None, true, "interdiction", "Flow by sea and air times detection probability.";
    DisruptedOfKnown = "disrupted_share_of_known", "Disrupted share of known flow", "share", Corridor, None, false, "interdiction", "Share of known events acted on with success.";
    ActionableShare = "actionable_share", "Actionable share of cues", "share", Corridor, None, false, "interdiction", "Share of known events that enforcement can act on.";
    FalseCues = "false_cue_share", "False cues", "share", Corridor, None, false, "interdiction", "Share of cues that turn out innocent.";
    ResponseTime = "response_time", "Response time", "hour", Corridor, None, false, "interdiction", "Time from cue to arrival.";
    JurisdictionLoss = "jurisdiction_loss_share", "Lost to jurisdiction", "share", Corridor, None, false, "interdiction", "Share of events stopped by borders and missing consent.";
    InformationDelay = "information_delay_index", "Information delay", "index", World, None, false, "interdiction", "Delay of shared information, 1 in the base year.";
    PartnerSupported = "partner_supported_share", "Partner-supported share of disruptions", "share", World, None, false, "states", "Share of disruptions with partner support, falling as cooperation falls.";
    SeizedPerPatrolDay = "seized_per_patrol_day", "Seized per patrol day", "kg/day", World, None, false, "interdiction", "Pure product seized at sea per patrol day in force.";
    LostInTransit = "lost_in_transit", "Lost in transit", "kg/month", World, None, true, "trafficking", "Jettisoned or spoiled on the way, and base that spoiled while it waited.";
    Arrivals = "arrivals", "Arrivals", "kg/month", Market, Sum, true, "trafficking", "Pure product that reached the market.";
    Stock = "stock", "Stock in the market", "kg", Market, Sum, false, "market", "Pure product held in the market.";
    WholesalePrice = "wholesale_price", "Wholesale price", "USD/kg", Market, None, false, "market", "Price of a pure kilogram in the market.";
    RetailPrice = "retail_price", "Retail price", "USD/kg", Market, None, false, "market", "Price of a pure kilogram bought by the gram.";
    Purity = "purity", "Retail purity", "share", Market, None, false, "market", "Pure share of what is sold.";
    LightUsers = "light_users", "Light users", "person", Market, Sum, false, "demand", "Past-year users who use less than weekly.";
    HeavyUsers = "heavy_users", "Heavy users", "person", Market, Sum, false, "demand", "Users who use weekly or several times a month; the need for treatment.";
    Initiation = "initiation", "Initiation", "person/month", Market, Sum, true, "demand", "People who use for the first time.";
    Consumption = "consumption", "Consumption", "kg/month", Market, Sum, true, "market", "Pure product consumed.";
    OverdoseDeaths = "overdose_deaths", "Overdose deaths", "person/month", Market, Sum, true, "demand", "Deaths by poisoning with cocaine involved.";
    TreatmentEpisodes = "treatment_episodes", "Treatment episodes", "episode/month", Market, Sum, true, "demand", "Episodes begun in the month.";
    Revenue = "retail_revenue", "Retail revenue", "USD/month", Market, Sum, true, "market", "Retail price times consumption.";
    TraffickingRevenue = "trafficking_revenue", "Trafficking revenue", "USD/month", Country, None, true, "trafficking", "Rise of value on the routes of the country, the revenue that groups contest.";
    Members = "group_members", "Members of armed groups", "person", Group, Sum, false, "groups", "Members at the end of the month.";
    CountryMembers = "group_members_by_country", "Members of armed groups by country", "person", Country, None, false, "groups", "Members at the end of the month.";
    Recruits = "recruits", "Recruits", "person/month", Group, Sum, true, "groups", "People recruited in the month.";
    RecruitsPerWeek = "recruits_per_week", "Recruits per week", "person/week", World, None, false, "groups", "Recruits of all groups per week.";
    Arrests = "arrests", "Members arrested", "person/month", Group, Sum, true, "groups", "Members arrested in the month.";
    Captures = "captures", "Leaders captured", "event/month", Country, Sum, true, "groups", "Leaders of groups captured.";
    ConflictDeaths = "conflict_deaths", "Members killed in conflict", "person/month", Group, Sum, true, "groups", "Members killed by other groups.";
    ViolentDeaths = "violent_deaths", "Violent deaths", "person/month", Country, Sum, true, "groups", "Homicides: the part unrelated to the trade is constant, the other follows conflict.";
    CivilianDeaths = "civilian_deaths_from_force", "Civilian deaths from force", "person/month", Country, Sum, true, "accounts", "Civilians killed by strikes, raids and lethal patrols; those at sea under `high_seas` are counted in the world total.";
    CivilianDeathsAtSea = "civilian_deaths_at_sea", "Civilian deaths at sea", "person/month", World, None, true, "accounts", "Part of the people killed in lethal strikes on vessels that is counted as civilians.";
    Convictions = "convictions_per_offence", "Convictions per offence", "share", Country, None, false, "justice", "Probability that an offence ends in a sanction.";
    Certainty = "perceived_certainty_index", "Perceived certainty of sanction", "index", Country, None, false, "justice", "What those who might offend expect, 1 in the base year.";
    Violations = "violation_share", "Violation share", "share", Country, None, false, "justice", "Share of those who could who violate.";
    Corruption = "corruption_index", "Corruption", "index", Country, None, false, "justice", "0 clean to 1 captured.";
    StateCapacity = "state_capacity", "State capacity", "index", Country, None, false, "development", "0 none to 1 full, on the scale of government effectiveness.";
    Poverty = "poverty_index", "Poverty", "index", Country, None, false, "development", "Poverty among households that grow coca and people at risk of being recruited, 1 in the base year.";
    Relation = "relation", "Relation", "index", Dyad, None, false, "states", "Structural relation of two states, -1 hostile to 1 friendly.";
    AcuteTension = "acute_tension", "Acute tone", "index", Dyad, None, false, "states", "Remembered tone of recent events; negative is tense.";
    Cooperation = "cooperation", "Operational cooperation", "share", Actor, None, false, "states", "Cooperation with the lead state, 0 none to 1 full.";
    MeanCooperation = "mean_cooperation", "Mean cooperation of partners", "share", World, None, false, "states", "Mean over producer and transit states.";
    Hardliners = "hardliner_share", "Hardliner share", "share", Actor, None, false, "states", "Share of the political class that favours confrontation.";
    Rally = "government_support", "Change in support for the government", "point", Actor, None, false, "states", "Percentage points of approval through rally, either sign.";
    Factionalism = "factionalism", "Factionalism", "index", Actor, None, false, "states", "0 to 1.";
    Instability = "instability_probability", "Instability within 24 months", "share", Actor, None, false, "states", "Probability of adverse regime change or irregular exit within 24 months.";
    Stability = "political_stability_index", "Political stability", "index", Actor, None, false, "states", "100 times (1 - probability of instability within 24 months).";
    RegionalTension = "regional_tension", "Regional tension", "index", World, None, false, "states", "50 times (1 - mean relation over the region's pairs): 0 harmony, 100 hostility.";
    DiplomaticTension = "diplomatic_tension", "Diplomatic tension with the lead state", "index", Actor, None, false, "states", "50 times (1 - relation), raised by acute tension.";
    ThirdPower = "third_power_alignment", "Third-power alignment", "index", Actor, None, false, "states", "Alignment of outside powers with the state against the lead state.";
    ThirdPowerEvents = "third_power_support_events", "Third-power support events", "event/month", Actor, Sum, true, "states", "Material support by outside powers.";
    SuspensionsAnnounced = "suspensions_announced", "Halts of cooperation announced", "event/month", Actor, Sum, true, "states", "Halts of cooperation with the lead state announced in the month, those that are walked back included.";
    SuspensionsWalkedBack = "suspensions_walked_back", "Halts of cooperation walked back", "event/month", Actor, Sum, true, "states", "Announced halts that were walked back within the month.";
    Suspended = "cooperation_suspended", "Cooperation suspended", "share", Actor, None, false, "states", "Extent to which announced halts that bind suspend cooperation, 0 not to 1 as deep as such halts go.";
    Joined = "hosting_and_joining", "Hosting and joining", "share", Actor, None, false, "states", "Extent to which the state hosts the lead's forces or joins its operations because it backs its use of force.";
    OppositionPressure = "opposition_pressure", "Pressure on the opposition", "index", Actor, None, false, "states", "Pressure on the opposition through tension with the lead state, 0 as in the base year to 100.";
    Sovereignty = "sovereignty_index", "Sovereignty", "index", Actor, None, false, "states", "100 less what force on the state's soil without its consent takes, as far as it is noticed and remembered.";
    NegotiationRoom = "negotiation_room", "Room for negotiation with the lead state", "share", Actor, None, false, "states", "(1 + relation)/2 times the willingness of both sides, which hardliners and acute hostility lower.";
    LeadLegitimacy = "lead_legitimacy", "Legitimacy of the lead state's use of force", "share", World, None, false, "states", "1 less the mean remembered alarm at it among the states that cooperate with the lead state.";
    Cost = "cost", "Extra public cost", "USD/month", Lever, Sum, true, "accounts", "Money spent above the base year.";
    Produced = "produced", "Base produced", "kg/month", World, None, true, "production", "Base made, as pure product; the left side of the kilogram balance.";
    BalanceError = "mass_balance_error", "Mass-balance error", "share", World, None, false, "accounts", "Produced less consumed, seized, lost and stock change, over produced.";
}

/// Where each series of a world lies in a month's row.
#[derive(Clone, Debug)]
pub struct Layout {
    starts: Vec<usize>,
    places: Vec<Vec<String>>,
    width: usize,
    index: BTreeMap<(&'static str, String), usize>,
}

/// Place name of totals and of world series.
pub const WORLD: &str = "world";

impl Layout {
    /// The layout for a world.
    #[must_use]
    pub fn new(world: &World) -> Self {
        let mut layout = Self { starts: Vec::new(), places: Vec::new(), width: 0, index: BTreeMap::new() };
        for indicator in INDICATORS {
            let mut places = places_of(world, indicator.scope);
            if indicator.total == Total::Sum {
                places.push(WORLD.to_owned());
            }
            layout.starts.push(layout.width);
            for (position, place) in places.iter().enumerate() {
                layout.index.insert((indicator.id, place.clone()), layout.width + position);
            }
            layout.width += places.len();
            layout.places.push(places);
        }
        layout
    }

    /// Number of series.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Writes an indicator's values by place, and their total where there is one.
    pub fn put(&self, row: &mut [f64], series: Series, values: impl IntoIterator<Item = f64>) {
        let indicator = series as usize;
        let start = self.starts[indicator];
        let mut sum = 0.0;
        let mut count = 0;
        for value in values {
            row[start + count] = value;
            sum += value;
            count += 1;
        }
        if INDICATORS[indicator].total == Total::Sum {
            row[start + count] = sum;
            count += 1;
        }
        debug_assert_eq!(count, self.places[indicator].len(), "{}", INDICATORS[indicator].id);
    }

    /// Position of a series by indicator id and place.
    #[must_use]
    pub fn find(&self, indicator: &str, place: &str) -> Option<usize> {
        let known = INDICATORS.iter().find(|known| known.id == indicator)?;
        self.index.get(&(known.id, place.to_owned())).copied()
    }

    /// Position of the total of an indicator.
    #[must_use]
    pub fn total(&self, series: Series) -> usize {
        let indicator = series as usize;
        self.starts[indicator] + self.places[indicator].len() - 1
    }

    /// First position of an indicator.
    #[must_use]
    pub fn start(&self, series: Series) -> usize {
        self.starts[series as usize]
    }

    /// Indicator and places of every series, in the order of the row.
    pub fn series(&self) -> impl Iterator<Item = (&'static Indicator, &str)> {
        INDICATORS
            .iter()
            .zip(&self.places)
            .flat_map(|(indicator, places)| places.iter().map(move |place| (indicator, place.as_str())))
    }

    /// Places of an indicator.
    #[must_use]
    pub fn places(&self, indicator: &str) -> Option<&[String]> {
        let position = INDICATORS.iter().position(|known| known.id == indicator)?;
        Some(&self.places[position])
    }
}

fn places_of(world: &World, scope: Scope) -> Vec<String> {
    let country = |&actor: &usize| world.countries[actor].id.clone();
    match scope {
        Scope::World => vec![WORLD.to_owned()],
        Scope::Region => world.regions.iter().map(|region| region.id.clone()).collect(),
        Scope::Country => world.countries.iter().map(|country| country.id.clone()).collect(),
        Scope::Actor => world.actors.iter().map(country).collect(),
        Scope::Corridor => world.corridors.iter().map(|corridor| corridor.id.clone()).collect(),
        Scope::Mode => Mode::ALL.iter().map(|mode| mode.id().to_owned()).collect(),
        Scope::CorridorMode => world
            .corridors
            .iter()
            .flat_map(|corridor| Mode::ALL.iter().map(move |mode| format!("{}/{}", corridor.id, mode.id())))
            .collect(),
        Scope::Market => world.markets.iter().map(|market| market.id.clone()).collect(),
        Scope::Group => world.groups.iter().map(|group| group.id.clone()).collect(),
        Scope::Dyad => dyads(world),
        Scope::Lever => LEVERS.iter().map(|lever| lever.key.to_owned()).collect(),
    }
}

fn dyads(world: &World) -> Vec<String> {
    let id = |actor: usize| &world.countries[world.actors[actor]].id;
    let count = world.actors.len();
    (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b))).map(|(a, b)| format!("{}:{}", id(a), id(b))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_unit_definition_and_a_unique_id() {
        let mut ids: Vec<&str> = INDICATORS.iter().map(|indicator| indicator.id).collect();
        assert!(INDICATORS.iter().all(|i| !i.unit.is_empty() && i.definition.ends_with('.')));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), INDICATORS.len());
    }
}
