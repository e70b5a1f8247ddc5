//! Every series that a user sees: one declaration each, with unit, definition, source and
//! how to read it from a month, so that declaring and recording cannot part.

use super::observation::{Observation, at_sea, fill};
use crate::MONTHS_PER_YEAR;
use crate::groups::WEEKS_PER_MONTH;

/// Place name of totals and of world series.
pub const WORLD: &str = "world";

/// Over what an indicator is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One series for the world.
    World,
    /// By growing or processing region.
    Region,
    /// By country.
    Country,
    /// By state of the trade: producers and transit states, not consumers, the lead state or outside powers.
    TradeState,
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
    /// Writes the month's values, one for each place, and says how many there were.
    values: fn(&Observation<'_>, &mut [f64]) -> usize,
    /// What the total counts beside the places.
    pub(super) beyond_places: fn(&Observation<'_>) -> f64,
}

impl Indicator {
    /// Writes a month's values to its places, without the total, and says how many values there were: as many as
    /// places, or the declaration is wrong.
    pub fn read(&self, month: &Observation<'_>, places: &mut [f64]) -> usize {
        (self.values)(month, places)
    }

    /// Where its equations and numbers come from.
    #[must_use]
    pub fn source(&self) -> String {
        // Accounts add up what the levers spend and the other modules report.
        let evidence = if self.module == "accounts" { "levers" } else { self.module };
        format!("Computed by the module {}; parameters and their sources: data/evidence/{evidence}.toml", self.module)
    }
}

/// A row declares one indicator: handle, identifier, title, unit, scope, total, whether months add up, module,
/// definition, and how its values are read from a month, in the order of its places.
macro_rules! indicators {
    ($(
        $variant:ident = $id:literal, $title:literal, $unit:literal, $scope:ident, $total:ident, $flow:literal,
        $module:literal, $definition:literal, |$now:ident| $values:expr $(, beyond [$beyond:expr])?;
    )*) => {
        /// Handle of an indicator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant stands in INDICATORS with title and definition")]
        pub enum Series { $( $variant, )* }

        /// All indicators, in the order of their handles.
        pub static INDICATORS: &[Indicator] = &[ $( Indicator {
            id: $id, title: $title, unit: $unit, definition: $definition, module: $module,
            scope: Scope::$scope, total: Total::$total, flow: $flow,
            values: |$now, places| fill(places, $values),
            beyond_places: |$now| { let _ = $now; 0.0 $( + $beyond )? },
        }, )* ];
    };
}

indicators! {
    CocaArea = "coca_area", "Coca area", "ha",
        Region, Sum, false, "production", "Standing coca at the end of the month.",
        |now| now.state.production.area_ha.iter().copied();
    YieldPerHectare = "yield_per_hectare", "Potential yield", "kg/ha/year",
        Region, None, false, "production", "Pure product that a hectare's leaf could become in a year.",
        |now| now.potential_kg_per_ha_year();
    PotentialOutput = "potential_output", "Potential output", "kg/month",
        Region, Sum, true, "production", "Pure product that the month's leaf could become.",
        |now| now.outputs.production.potential_kg.iter().copied();
    ProcessedOutput = "processed_output", "Processed output", "kg/month",
        Region, Sum, true, "production", "Pure product leaving the laboratories of the region.",
        |now| now.outputs.production.processed_kg.iter().copied();
    LaboratoryCapacity = "laboratory_capacity", "Laboratory capacity", "kg/month",
        Region, Sum, false, "production", "Standing capacity at the end of the month.",
        |now| now.state.production.capacity_kg_per_month.iter().copied();
    LaboratoryDestroyed = "laboratory_capacity_destroyed", "Laboratory capacity destroyed", "kg/month",
        Region, Sum, true, "production", "Capacity destroyed in the month by raids and strikes.",
        |now| now.outputs.production.destroyed_kg_per_month.iter().copied();
    PrecursorAvailability = "precursor_availability", "Precursor availability", "index",
        World, None, false, "production", "Availability of controlled chemicals, 1 in the base year.",
        |now| [1.0 - now.state.production.precursor_shortfall];
    DeliveredHouseholds = "households_assisted", "Households with delivered alternative development", "share",
        Region, None, false, "production", "Share of growing households with delivered assistance above the base year.",
        |now| now.state.production.delivered_share.iter().copied();
    FarmGatePrice = "farm_gate_price", "Farm-gate price", "USD/kg",
        Region, None, false, "production", "Price of coca paste where it is grown.",
        |now| now.farm_gate_price_usd_per_kg();
    FarmGatePriceIndex = "farm_gate_price_index", "Farm-gate price index", "index",
        Region, None, false, "production", "Price paid to growers, 1 in the base year.",
        |now| now.outputs.production.farm_gate_index.iter().copied();
    ExportPrice = "export_price", "Price at the laboratory door", "USD/kg",
        Region, None, false, "trafficking", "Price of pure product where it leaves the laboratory.",
        |now| now.laboratory_door_price_usd_per_kg();
    Flow = "flow", "Flow", "kg/month",
        Corridor, None, true, "trafficking",
        "Pure product that set out on the corridor's routes; a kilogram that takes two legs of a corridor counts \
         twice.",
        |now| now.by_corridor(|passage| passage.flow_kg);
    ModeFlow = "flow_by_mode", "Flow by mode", "kg/month",
        Mode, None, true, "trafficking", "Pure product that set out by this mode.",
        |now| now.sums.mode_flow_kg;
    CorridorModeFlow = "flow_by_corridor_and_mode", "Flow by corridor and mode", "kg/month",
        CorridorMode, None, true, "trafficking", "Pure product that set out on the corridor by this mode.",
        |now| now.outputs.trafficking.passages.iter().map(|passage| passage.flow_kg);
    MaritimeFlow = "maritime_flow", "Maritime flow", "kg/month",
        World, None, true, "trafficking", "Pure product that set out by fast boat or low-profile vessel.",
        |now| [at_sea(&now.sums.mode_flow_kg)];
    Seized = "seized", "Seized", "kg/month",
        Corridor, Sum, true, "interdiction", "Pure product seized on the corridor.",
        |now| now.by_corridor(|passage| passage.seized_kg);
    ModeSeized = "seized_by_mode", "Seized by mode", "kg/month",
        Mode, None, true, "interdiction", "Pure product seized by mode.",
        |now| now.sums.mode_seized_kg;
    ModeLossShare = "loss_share_by_mode", "Share lost by mode", "share",
        Mode, None, false, "interdiction", "Seized over what set out by this mode.",
        |now| now.loss_share_by_mode();
    CorridorModeSeized = "seized_by_corridor_and_mode", "Seized by corridor and mode", "kg/month",
        CorridorMode, None, true, "interdiction", "Pure product seized on the corridor by mode.",
        |now| now.outputs.trafficking.passages.iter().map(|passage| passage.seized_kg);
    CountrySeized = "seized_by_country", "Seized by country", "kg/month",
        Country, None, true, "interdiction", "Pure product and base seized under the country's jurisdiction.",
        |now| now.sums.country_seized_kg.iter().copied();
    ConsignmentsSeized = "consignments_seized", "Consignments seized", "event/month",
        Corridor, Sum, true, "interdiction", "Whole consignments taken in the month.",
        |now| now.by_corridor(|passage| passage.consignments);
    Detection = "detection_probability", "Detection probability", "share",
        Corridor, None, false, "interdiction", "Probability that a consignment at sea or in the air becomes known.",
        |now| now.funnel().map(|funnel| funnel.detection);
    KnownFlow = "known_flow", "Known flow", "kg/month",
        Corridor, None, true, "interdiction", "Flow by sea and air times detection probability.",
        |now| now.known_flow_kg();
    DisruptedOfKnown = "disrupted_share_of_known", "Disrupted share of known flow", "share",
        Corridor, None, false, "interdiction", "Share of known events acted on with success.",
        |now| now.funnel().map(|funnel| funnel.disrupted_of_known);
    ActionableShare = "actionable_share", "Actionable share of cues", "share",
        Corridor, None, false, "interdiction", "Share of known events that enforcement can act on.",
        |now| now.funnel().map(|funnel| funnel.actionable);
    FalseCues = "false_cue_share", "False cues", "share",
        Corridor, None, false, "interdiction", "Share of cues that turn out innocent.",
        |now| now.funnel().map(|funnel| funnel.false_cues);
    ResponseTime = "response_time", "Response time", "hour",
        Corridor, None, false, "interdiction", "Time from cue to arrival.",
        |now| now.funnel().map(|funnel| funnel.response_hours);
    JurisdictionLoss = "jurisdiction_loss_share", "Lost to jurisdiction", "share",
        Corridor, None, false, "interdiction", "Share of events stopped by borders and missing consent.",
        |now| now.funnel().map(|funnel| funnel.jurisdiction_loss);
    InformationDelay = "information_delay_index", "Information delay", "index",
        World, None, false, "interdiction", "Delay of shared information, 1 in the base year.",
        |now| [now.outputs.interdiction.information_delay_ratio];
    PartnerSupported = "partner_supported_share", "Partner-supported share of disruptions", "share",
        World, None, false, "states", "Share of disruptions with partner support, falling as cooperation falls.",
        |now| [now.outputs.states.mean_partner_multiplier * now.p.states.partner_share];
    SeizedPerPatrolDay = "seized_per_patrol_day", "Seized per patrol day", "kg/day",
        World, None, false, "interdiction", "Pure product seized at sea per patrol day in force.",
        |now| [now.seized_kg_per_patrol_day()];
    LostInTransit = "lost_in_transit", "Lost in transit", "kg/month",
        World, None, true, "trafficking", "Jettisoned or spoiled on the way, and base that spoiled while it waited.",
        |now| [now.outputs.ledger.lost_kg];
    Arrivals = "arrivals", "Arrivals", "kg/month",
        Market, Sum, true, "trafficking", "Pure product that reached the market.",
        |now| now.outputs.trafficking.arrivals_kg.iter().copied();
    Stock = "stock", "Stock in the market", "kg",
        Market, Sum, false, "market", "Pure product held in the market.",
        |now| now.state.markets.iter().map(|market| market.stock_kg);
    WholesalePrice = "wholesale_price", "Wholesale price", "USD/kg",
        Market, None, false, "market", "Price of a pure kilogram in the market.",
        |now| now.state.markets.iter().map(|market| market.wholesale_price_usd_per_kg);
    RetailPrice = "retail_price", "Retail price", "USD/kg",
        Market, None, false, "market", "Price of a pure kilogram bought by the gram.",
        |now| now.state.markets.iter().map(|market| market.retail_price_usd_per_kg);
    Purity = "purity", "Retail purity", "share",
        Market, None, false, "market", "Pure share of what is sold.",
        |now| now.state.markets.iter().map(|market| market.purity_share);
    LightUsers = "light_users", "Light users", "person",
        Market, Sum, false, "demand", "Past-year users who use less than weekly.",
        |now| now.outputs.demand.iter().map(|users| users.light_users);
    HeavyUsers = "heavy_users", "Heavy users", "person",
        Market, Sum, false, "demand", "Users who use weekly or several times a month; the need for treatment.",
        |now| now.outputs.demand.iter().map(|users| users.heavy_users);
    Initiation = "initiation", "Initiation", "person/month",
        Market, Sum, true, "demand", "People who use for the first time.",
        |now| now.outputs.demand.iter().map(|users| users.initiation_per_year / MONTHS_PER_YEAR);
    Consumption = "consumption", "Consumption", "kg/month",
        Market, Sum, true, "market", "Pure product consumed.",
        |now| now.outputs.markets.iter().map(|market| market.consumption_kg_per_month);
    OverdoseDeaths = "overdose_deaths", "Overdose deaths", "person/month",
        Market, Sum, true, "demand", "Deaths by poisoning with cocaine involved.",
        |now| now.outputs.demand.iter().map(|users| users.overdose_deaths_per_month);
    TreatmentEpisodes = "treatment_episodes", "Treatment episodes", "episode/month",
        Market, Sum, true, "demand", "Episodes begun in the month.",
        |now| now.outputs.demand.iter().map(|users| users.treatment_episodes_per_month);
    Revenue = "retail_revenue", "Retail revenue", "USD/month",
        Market, Sum, true, "market", "Retail price times consumption.",
        |now| now.outputs.markets.iter().map(|market| market.revenue_usd_per_month);
    TraffickingRevenue = "trafficking_revenue", "Trafficking revenue", "USD/month",
        Country, None, true, "trafficking",
        "Rise of value on the routes of the country, the revenue that groups contest.",
        |now| now.outputs.revenue_usd.iter().copied();
    Members = "group_members", "Members of armed groups", "person",
        Group, Sum, false, "groups", "Members at the end of the month.",
        |now| now.state.groups.members.iter().copied();
    CountryMembers = "group_members_by_country", "Members of armed groups by country", "person",
        Country, None, false, "groups", "Members at the end of the month.",
        |now| now.sums.country_members.iter().copied();
    Recruits = "recruits", "Recruits", "person/month",
        Group, Sum, true, "groups", "People recruited in the month.",
        |now| now.outputs.groups.recruits.iter().copied();
    RecruitsPerWeek = "recruits_per_week", "Recruits per week", "person/week",
        World, None, false, "groups", "Recruits of all groups per week.",
        |now| [now.outputs.groups.recruits.iter().sum::<f64>() / WEEKS_PER_MONTH];
    Arrests = "arrests", "Members arrested", "person/month",
        Group, Sum, true, "groups", "Members arrested in the month.",
        |now| now.outputs.groups.arrests.iter().copied();
    Captures = "captures", "Leaders captured", "event/month",
        Country, Sum, true, "groups", "Leaders of groups captured.",
        |now| now.outputs.force.captures.iter().copied();
    ConflictDeaths = "conflict_deaths", "Members killed in conflict", "person/month",
        Group, Sum, true, "groups", "Members killed by other groups.",
        |now| now.outputs.groups.conflict_deaths.iter().copied();
    Concentration = "group_concentration", "Concentration of armed power", "index",
        TradeState, None, false, "groups",
        "Sum of squared shares of a country's groups and their fragments in its members: 1 a single group, near 0 many \
         alike, 0 none.",
        |now| now.concentration();
    ViolentDeaths = "violent_deaths", "Violent deaths", "person/month",
        TradeState, Sum, true, "groups",
        "Homicides in producer and transit states: the part unrelated to the trade is constant, the other follows \
         conflict.",
        |now| now.violent_deaths();
    CivilianDeaths = "civilian_deaths_from_force", "Civilian deaths from force", "person/month",
        Country, Sum, true, "accounts",
        "Civilians killed by strikes, raids and lethal patrols; those at sea under `high_seas` are counted in the \
         world total.",
        |now| now.outputs.force.civilian_deaths.iter().copied(),
        beyond [now.outputs.force.civilian_deaths_at_sea];
    CivilianDeathsAtSea = "civilian_deaths_at_sea", "Civilian deaths at sea", "person/month",
        World, None, true, "accounts",
        "Part of the people killed in lethal strikes on vessels that is counted as civilians.",
        |now| [now.outputs.force.civilian_deaths_at_sea];
    Convictions = "convictions_per_offence", "Convictions per offence", "share",
        Country, None, false, "justice", "Probability that an offence ends in a sanction.",
        |now| now.outputs.justice.convictions_per_offence.iter().copied();
    Certainty = "perceived_certainty_index", "Perceived certainty of sanction", "index",
        Country, None, false, "justice", "What those who might offend expect, 1 in the base year.",
        |now| now.outputs.justice.certainty_ratio.iter().copied();
    Violations = "violation_share", "Violation share", "share",
        Country, None, false, "justice", "Share of those who could who violate.",
        |now| now.outputs.justice.violation_share.iter().copied();
    Corruption = "corruption_index", "Corruption", "index",
        Country, None, false, "justice", "0 clean to 1 captured.",
        |now| now.outputs.justice.corruption_index.iter().copied();
    StateCapacity = "state_capacity", "State capacity", "index",
        Country, None, false, "development", "0 none to 1 full, on the scale of government effectiveness.",
        |now| now.state.development.capacity.iter().copied();
    Poverty = "poverty_index", "Poverty", "index",
        Country, None, false, "development", "Poverty among households that grow coca and people at risk of being \
            recruited, 1 in the base year.",
        |now| now.state.development.poverty.iter().copied();
    Relation = "relation", "Relation", "index",
        Dyad, None, false, "states", "Structural relation of two states, -1 hostile to 1 friendly.",
        |now| now.dyads(&now.state.states.relation);
    AcuteTension = "acute_tension", "Acute tone", "index",
        Dyad, None, false, "states", "Remembered tone of recent events; negative is tense.",
        |now| now.dyads(&now.state.states.tension);
    Cooperation = "cooperation", "Operational cooperation", "share",
        Actor, None, false, "states", "Cooperation with the lead state, 0 none to 1 full.",
        |now| now.state.states.cooperation.iter().copied();
    MeanCooperation = "mean_cooperation", "Mean cooperation of partners", "share",
        World, None, false, "states", "Mean over producer and transit states.",
        |now| [now.mean_cooperation()];
    Hardliners = "hardliner_share", "Hardliner share", "share",
        Actor, None, false, "states", "Share of the political class that favours confrontation.",
        |now| now.state.states.hardliner_share.iter().copied();
    Rally = "government_support", "Change in support for the government", "point",
        Actor, None, false, "states", "Percentage points of approval through rally, either sign.",
        |now| now.state.states.rally_points.iter().copied();
    Factionalism = "factionalism", "Factionalism", "index",
        Actor, None, false, "states", "0 to 1.",
        |now| now.outputs.states.factionalism.iter().copied();
    Instability = "instability_probability", "Instability within 24 months", "share",
        Actor, None, false, "states", "Probability of adverse regime change or irregular exit within 24 months.",
        |now| now.outputs.states.instability_24_months.iter().copied();
    Stability = "political_stability_index", "Political stability", "index",
        Actor, None, false, "states", "100 times (1 - probability of instability within 24 months).",
        |now| now.outputs.states.stability_index.iter().copied();
    RegionalTension = "regional_tension", "Regional tension", "index",
        World, None, false, "states", "50 times (1 - mean relation over the region's pairs): 0 harmony, 100 hostility.",
        |now| [now.outputs.states.regional_tension];
    DiplomaticTension = "diplomatic_tension", "Diplomatic tension with the lead state", "index",
        Actor, None, false, "states", "50 times (1 - relation), raised by acute tension.",
        |now| now.outputs.states.diplomatic_tension.iter().copied();
    ThirdPower = "third_power_alignment", "Third-power alignment", "index",
        Actor, None, false, "states", "Alignment of outside powers with the state against the lead state.",
        |now| now.outputs.states.alignment.iter().copied();
    ThirdPowerEvents = "third_power_support_events", "Third-power support events", "event/month",
        Actor, Sum, true, "states", "Material support by outside powers.",
        |now| now.outputs.states.support_events.iter().copied();
    SuspensionsAnnounced = "suspensions_announced", "Halts of cooperation announced", "event/month",
        Actor, Sum, true, "states", "Halts of cooperation with the lead state announced in the month, those that are \
            walked back included.",
        |now| now.outputs.states.suspensions_announced.iter().copied();
    SuspensionsWalkedBack = "suspensions_walked_back", "Halts of cooperation walked back", "event/month",
        Actor, Sum, true, "states", "Announced halts that were walked back within the month.",
        |now| now.outputs.states.suspensions_walked_back.iter().copied();
    Suspended = "cooperation_suspended", "Cooperation suspended", "share",
        Actor, None, false, "states", "Extent to which announced halts that bind suspend cooperation, 0 not to 1 as \
            deep as such halts go.",
        |now| now.state.states.suspended.iter().copied();
    Joined = "hosting_and_joining", "Hosting and joining", "share",
        Actor, None, false, "states", "Extent to which the state hosts the lead's forces or joins its operations \
            because it backs its use of force.",
        |now| now.state.states.joined.iter().copied();
    OppositionPressure = "opposition_pressure", "Pressure on the opposition", "index",
        Actor, None, false, "states", "Pressure on the opposition through tension with the lead state, 0 as in the \
            base year to 100.",
        |now| now.state.states.opposition_pressure.iter().map(|pressure| 100.0 * pressure);
    Sovereignty = "sovereignty_index", "Sovereignty", "index",
        Actor, None, false, "states", "100 less what force on the state's soil without its consent takes, as far as it \
            is noticed and remembered.",
        |now| now.state.states.sovereignty_loss.iter().map(|loss| 100.0 * (1.0 - loss));
    NegotiationRoom = "negotiation_room", "Room for negotiation with the lead state", "share",
        Actor, None, false, "states", "(1 + relation)/2 times the willingness of both sides, which hardliners and \
            acute hostility lower.",
        |now| now.outputs.states.negotiation_room.iter().copied();
    LeadLegitimacy = "lead_legitimacy", "Legitimacy of the lead state's use of force", "share",
        World, None, false, "states", "1 less the mean remembered alarm at it among the states that cooperate with the \
            lead state.",
        |now| [now.outputs.states.legitimacy];
    Cost = "cost", "Extra public cost", "USD/month",
        Lever, Sum, true, "accounts", "Money spent above the base year.",
        |now| now.inputs.policy.cost_usd;
    PortDelay = "port_delay_cost", "Cost of delay in ports", "USD/month",
        World, None, true, "accounts", "What extra inspections of containers cost licit trade in delay.",
        |now| [now.port_delay_cost_usd_per_month()];
    Produced = "produced", "Base produced", "kg/month",
        World, None, true, "production", "Base made, as pure product; the left side of the kilogram balance.",
        |now| [now.outputs.ledger.produced_kg];
    BalanceError = "mass_balance_error", "Mass-balance error", "share",
        World, None, false, "accounts", "Produced less consumed, seized, lost and stock change, over produced.",
        |now| [now.outputs.ledger.relative_error];
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
