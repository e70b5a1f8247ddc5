//! What is at hand: levers, indicators, switches, scenarios.

use super::OrderedMap;
use schemars::JsonSchema;
use serde::Serialize;

/// The levers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverList {
    /// In the order of their identifiers.
    pub levers: Vec<LeverEntry>,
}

/// A lever with its central numbers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverEntry {
    /// Key in scenario files.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// What it means, in one paragraph.
    pub about: &'static str,
    /// Who decides on it.
    pub decided_by: &'static str,
    /// Unit of effort as a scenario writes it.
    pub unit: String,
    /// Names of the unit, the usual plural first.
    pub units: &'static [&'static str],
    /// Whether effort is a flow per year.
    pub per_year: bool,
    /// Key of the lever's targets; none where it acts everywhere.
    pub targets: Option<TargetKey>,
    /// Cost of a unit of effort.
    pub unit_cost_usd: f64,
    /// Effort in the base year, everywhere.
    pub baseline: f64,
    /// The same by target; empty where there is none, or where it lies nowhere in particular.
    pub baseline_by_place: Vec<PlaceEffort>,
    /// Largest extra effort with a historical example.
    pub maximum_extra: f64,
    /// Whether `consent = false` is possible.
    pub can_lack_consent: bool,
    /// Whether `lethal_force = true` is possible.
    pub can_be_lethal: bool,
    /// What the coverage promises.
    pub claim: &'static str,
    /// What it moves in the model.
    pub mechanism: &'static str,
    /// Side effects that show when they occur.
    pub side_effects: &'static str,
    /// Historical example of a large effort.
    pub example: &'static str,
    /// Parameters through which it acts, its own first.
    pub moves: Vec<String>,
}

/// Effort of the base year at a target.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlaceEffort {
    /// Identifier of the target.
    pub place: String,
    /// Effort, in the lever's unit.
    pub effort: f64,
}

/// Where a lever can be aimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetKey {
    /// Countries.
    Country,
    /// Corridors.
    Corridor,
    /// Markets.
    Market,
}

/// The indicators.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IndicatorList {
    /// In the order of a run's row.
    pub indicators: Vec<IndicatorEntry>,
}

/// An indicator and its places.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IndicatorEntry {
    /// Identifier.
    pub id: &'static str,
    /// Name for readers.
    pub title: &'static str,
    /// Unit of the values.
    pub unit: &'static str,
    /// What is counted, and how.
    pub definition: &'static str,
    /// Where the definition or the comparison values come from.
    pub source: String,
    /// Module of the model.
    pub module: &'static str,
    /// Kind of place.
    pub by: &'static str,
    /// Whether its places add up to a series of the world.
    pub has_total: bool,
    /// Whether months add up.
    pub flow: bool,
    /// Its places.
    pub places: Vec<String>,
}

/// The structural switches.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SwitchList {
    /// The switches.
    pub switches: Vec<SwitchEntry>,
}

/// A switch and its settings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SwitchEntry {
    /// Key in scenario files.
    pub id: &'static str,
    /// What it decides.
    pub about: &'static str,
    /// Settings, the default first.
    pub settings: &'static [&'static str],
    /// The default.
    pub default: &'static str,
}

/// The scenarios at hand.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioList {
    /// The scenarios.
    pub scenarios: Vec<ScenarioEntry>,
}

/// The scenarios at hand, spelled out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioDetails {
    /// The scenarios.
    pub scenarios: Vec<ScenarioDetail>,
}

/// A scenario and the levers that it uses.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioEntry {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// What it does.
    pub about: String,
    /// Last month.
    pub until: String,
    /// Levers in use.
    pub levers: Vec<&'static str>,
    /// Hash of its file and of its bases.
    pub hash: String,
}

/// A scenario with its levers spelled out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScenarioDetail {
    /// Identifier.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// What it does.
    pub about: String,
    /// Last month.
    pub until: String,
    /// Hash of its file and of its bases.
    pub hash: String,
    /// Levers in use.
    pub levers: Vec<LeverInUse>,
    /// Number of shocks.
    pub shocks: usize,
    /// Structural switches and their settings.
    pub switches: OrderedMap<String>,
    /// Parameters that it sets.
    pub parameters: OrderedMap<f64>,
}

/// A lever in use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverInUse {
    /// Key of the lever.
    pub id: &'static str,
    /// Level of effort; none where a change of it or money is given.
    pub effort: Option<f64>,
    /// Effort on top of the base year's; none where it is not given so.
    pub extra_effort: Option<f64>,
    /// Effort on top of the base year's as a share of that at the targets; none where it is not given so.
    pub share_of_baseline: Option<f64>,
    /// Money on top of the baseline; none where effort is given.
    pub budget_usd_per_year: Option<f64>,
    /// First month in force.
    pub from: String,
    /// Last month in force; none for the end of the run.
    pub until: Option<String>,
    /// Months until full effort.
    pub ramp_months: f64,
    /// Identifiers of its targets; none for everywhere.
    pub targets: Vec<String>,
    /// Whether the states concerned consent.
    pub consent: bool,
    /// Whether lethal force is authorised.
    pub lethal_force: bool,
}
