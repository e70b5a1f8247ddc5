//! The data of a report: what the program hands over and what `--json` prints.
//!
//! Every type is plain data. Shares lie in 0..1, changes carry the unit of their indicator, months
//! are written `2025-07`, hashes are SHA-256 in hexadecimal. A value that does not exist for a row
//! (for example the relative change of an indicator whose baseline is zero) is `None`, or a NaN
//! where the field is a plain number; both print as "not available".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One finished assessment: scenarios, verdicts, map, assumptions and the record that reproduces it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Heading of the report.
    pub title: String,
    /// What reproduces the numbers.
    pub run: RunRecord,
    /// What the scenarios say that their writers may not mean, a sentence each.
    #[serde(default)]
    pub warnings: Vec<String>,
    /// The scenarios, in the order of the report.
    pub scenarios: Vec<ScenarioResult>,
    /// The claims with their verdicts.
    pub claims: Vec<ClaimResult>,
    /// Claims that say nothing of a scenario at hand, and why.
    pub not_applicable: Vec<NotApplicable>,
    /// The structural settings over which the members are spread, member `i` in setting `i` modulo their
    /// number; the scenario's own first.
    pub structures: Vec<Structure>,
    /// Every indicator that occurs in the report.
    pub indicators: Vec<IndicatorInfo>,
    /// What left one place and appeared in another, per scenario and dimension.
    pub displacement: Vec<Displacement>,
    /// Places and yearly flows before and after.
    pub map: FlowMap,
    /// Parameters with their ranges, grades and influence on the results.
    pub assumptions: Vec<Assumption>,
    /// How the model answers to single shocks.
    pub responses: Vec<ImpulseResponse>,
    /// The sources that claims and assumptions cite.
    pub sources: Vec<SourceInfo>,
    /// Remarks on method and limits, one paragraph each.
    pub notes: Vec<String>,
}

/// Everything needed to run the assessment again and get the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RunRecord {
    /// Version of the program.
    pub version: String,
    /// Commit the program was built from, where known.
    pub git_commit: Option<String>,
    /// Seed of the random draws.
    pub seed: u64,
    /// Where members take their parameters from: `prior`, or `posterior` as fitted to history.
    pub draws: String,
    /// Runs per scenario.
    pub members: usize,
    /// Simulated months per run.
    pub months: usize,
    /// First simulated month.
    pub start: String,
    /// Hash of the world.
    pub world_hash: String,
    /// Hash of the parameters and their ranges.
    pub evidence_hash: String,
    /// Scenario identifier and hash of its file.
    pub scenario_hashes: Vec<(String, String)>,
    /// Structural switches and their settings.
    pub switches: Vec<(String, String)>,
    /// Command line that reproduces the report.
    pub command: String,
}

/// What an indicator measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorInfo {
    /// Identifier, as in the tidy tables.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// What is counted, and how.
    pub definition: String,
    /// Where the definition or the comparison values come from.
    pub source: String,
    /// True when values add up over months (deaths, spending), false for states (users, price).
    pub cumulative: bool,
}

/// One scenario and its charts against the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioResult {
    /// Identifier, as in the scenario file.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// What the scenario does, in a sentence or two.
    pub about: String,
    /// Public cost above the baseline, per year: the mean from the policy's first month to the end of the
    /// run, so that a ramp lowers it.
    pub cost_usd_per_year: f64,
    /// What it changes at the end of the run, member by member, whatever anybody claims.
    #[serde(default)]
    pub outcomes: Vec<OutcomeChange>,
    /// Paths of the headline indicators.
    pub charts: Vec<ChartSeries>,
}

/// Change of one indicator over the last months of the run, within members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeChange {
    /// Indicator identifier.
    pub indicator: String,
    /// Where it is measured.
    pub place: String,
    /// Unit; flows count per year.
    pub unit: String,
    /// Direction that public policy would welcome: `rise` or `fall`.
    pub welcome: String,
    /// Median level without the policy.
    pub baseline: f64,
    /// Median change.
    pub median: f64,
    /// 5 % of the members lie below.
    pub p05: f64,
    /// 95 % of the members lie below.
    pub p95: f64,
    /// Median, 5 % and 95 % as shares of each member's baseline; none where it may be zero or has no natural zero.
    pub relative: Option<[f64; 3]>,
    /// What the change amounts to.
    pub finding: Finding,
    /// Structural settings whose median has the sign of the median of all.
    pub structures_agree: usize,
    /// Structural settings in all.
    pub structures: usize,
}

/// What a change amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The interval lies on the side that public policy would welcome.
    Works,
    /// The interval lies on the other side.
    Backfires,
    /// The interval includes zero.
    Unclear,
    /// Most members change by less than counts.
    NoEffect,
}

/// Path of one indicator over all members of an ensemble, with the baseline beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChartSeries {
    /// Indicator identifier.
    pub indicator: String,
    /// Where it is measured.
    pub place: String,
    /// Months of the points, `2024-01`.
    pub months: Vec<String>,
    /// Median of the baseline members.
    pub baseline_median: Vec<f64>,
    /// Median of the scenario members.
    pub median: Vec<f64>,
    /// 5 % of the members lie below.
    pub p05: Vec<f64>,
    /// 25 % of the members lie below.
    pub p25: Vec<f64>,
    /// 75 % of the members lie below.
    pub p75: Vec<f64>,
    /// 95 % of the members lie below.
    pub p95: Vec<f64>,
}

/// A structural setting and how many members run in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Structure {
    /// `default`, or the switch that differs from it, `pass_through = additive`.
    pub setting: String,
    /// Runs per scenario.
    pub members: usize,
}

/// A claim that says nothing of a scenario, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotApplicable {
    /// Identifier of the claim.
    pub claim: String,
    /// The claim in words.
    pub statement: String,
    /// Scenario at hand.
    pub scenario: String,
    /// What of the scenario does not fit.
    pub reason: String,
}

/// How what a claim says follows from the lever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// The lever moves the indicator by definition: no finding.
    Input,
    /// The chain from lever to indicator stays within one module.
    Derived,
    /// Through the coupled model; only these count in headlines.
    Emergent,
}

impl Follows {
    /// All of them, what says least first.
    pub const ALL: [Self; 3] = [Self::Input, Self::Derived, Self::Emergent];

    /// Word in files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Derived => "derived",
            Self::Emergent => "emergent",
        }
    }
}

/// Whether a claim promises something welcome or predicts something unwelcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A promised benefit.
    Benefit,
    /// A predicted harm.
    Harm,
}

impl Kind {
    /// Word in files and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Benefit => "benefit",
            Self::Harm => "harm",
        }
    }
}

/// How a claim fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ClaimVerdict")]
pub enum Verdict {
    /// The promised direction and size appear under every structural setting.
    Holds,
    /// They appear under some structural settings and not under others.
    HoldsUnderSome,
    /// Runs disagree on the direction.
    Mixed,
    /// The opposite direction appears in nearly all runs.
    Fails,
    /// Most runs change by less than the size that matters.
    NoEffect,
}

impl Verdict {
    /// All verdicts, in the order of legends and tallies.
    pub const ALL: [Self; 5] = [Self::Holds, Self::HoldsUnderSome, Self::Mixed, Self::NoEffect, Self::Fails];

    /// Word for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Holds => "Holds",
            Self::HoldsUnderSome => "Holds under some structures",
            Self::Mixed => "Mixed",
            Self::Fails => "Fails",
            Self::NoEffect => "No effect",
        }
    }
}

/// A claim, the change that was found, and what drives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimResult {
    /// Identifier, as in the claims file.
    pub id: String,
    /// Lever the claim is about, if it is about a lever.
    pub lever: Option<String>,
    /// Outcome the claim is about, if it is about an outcome.
    pub outcome: Option<String>,
    /// Scenario in which it was tested.
    pub scenario: String,
    /// The claim in words.
    pub statement: String,
    /// Indicator it is measured by.
    pub indicator: String,
    /// Where the indicator is measured.
    pub place: String,
    /// Unit of baseline and change.
    pub unit: String,
    /// Months over which it is measured, `2025-07..2028-06`.
    pub window: String,
    /// Promised direction: `rise` or `fall`.
    pub promised: String,
    /// How what the claim says follows from the lever.
    pub follows: Follows,
    /// Promised benefit or predicted harm.
    pub kind: Kind,
    /// Size of change that matters, in `unit`: that of the claims file, or its share of the baseline.
    pub matters: f64,
    /// That size as the claims file says it: `1 %` of the baseline, or an amount with its unit.
    pub size: String,
    /// Levers that a scenario must use for the claim to apply to it.
    pub needs: Vec<String>,
    /// Month in which the levers end for this claim, where it speaks of what lasts.
    pub stops: Option<String>,
    /// Level without the lever.
    pub baseline: f64,
    /// Median change against the baseline.
    pub median: f64,
    /// Change that 5 % of the runs stay below.
    pub p05: f64,
    /// Change that 95 % of the runs stay below.
    pub p95: f64,
    /// Median change as a share of the baseline.
    pub relative_median: Option<f64>,
    /// Share of the runs that move in the promised direction.
    pub share_in_promised_direction: f64,
    /// How the claim fared.
    pub verdict: Verdict,
    /// How it fared under each structural setting.
    pub structures: Vec<StructureResult>,
    /// Change on expected values with central parameters, from which pathways are counted; none where it
    /// is smaller than what matters, or the claim is not emergent.
    pub expected_change: Option<f64>,
    /// Pathways through which that change comes, the largest share first.
    pub pathways: Vec<Pathway>,
    /// Month of the window with the largest median effect; none if the median never moves.
    pub peak_month: Option<String>,
    /// Largest median effect of a month; 0 if the median never moves.
    pub peak_effect: f64,
    /// Months, from the window's first to the end of the run, during which the effect lasts.
    pub duration_months: u32,
    /// Other indicators that moved beyond their noise.
    pub side_effects: Vec<SideEffect>,
    /// Public cost per unit of effect.
    pub cost_per_unit: Option<f64>,
    /// Unit of `cost_per_unit`, for example `USD/kg`.
    pub cost_unit: String,
    /// Evidence grade of what drives the result, A to D.
    pub grade: char,
    /// Parameters that explain most of the spread.
    pub drivers: Vec<Driver>,
    /// Keys of the sources behind the coefficients.
    pub sources: Vec<String>,
}

/// How a claim fared under one structural setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StructureResult {
    /// The setting.
    pub setting: String,
    /// Runs in it.
    pub members: usize,
    /// Median change.
    pub median: f64,
    /// Share of the runs that move in the promised direction.
    pub share_in_promised_direction: f64,
    /// Verdict of these runs alone.
    pub verdict: Verdict,
    /// Whether the claim counts as holding here, chance allowed for.
    pub holds: bool,
}

/// How much of a change vanishes when one pathway is knocked out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pathway {
    /// Identifier of the knock-out.
    pub id: String,
    /// What is knocked out.
    pub title: String,
    /// Change without the pathway.
    pub change_without: f64,
    /// Share of the change that vanishes: 1 all of it, 0 none, below 0 where the pathway works against it.
    pub share: f64,
}

/// An indicator that moved although the claim does not mention it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SideEffect {
    /// Indicator identifier.
    pub indicator: String,
    /// Where it is measured.
    pub place: String,
    /// Name for readers.
    pub title: String,
    /// Unit of the change.
    pub unit: String,
    /// Median change against the baseline.
    pub median: f64,
    /// Change that 5 % of the runs stay below.
    pub p05: f64,
    /// Change that 95 % of the runs stay below.
    pub p95: f64,
    /// Share of the runs whose change has the sign of the median.
    pub share_same_sign: f64,
    /// True when public policy would welcome the change.
    pub wanted: bool,
}

/// A parameter that explains part of the spread of a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "InfluentialParameter")]
pub struct Driver {
    /// Parameter identifier.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// Evidence grade, A to D.
    pub grade: char,
    /// Rank correlation with the change, -1 to 1.
    pub correlation: f64,
}

/// What moved from where to where, per year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Displacement {
    /// Scenario identifier.
    pub scenario: String,
    /// `corridor`, `mode`, `region` or `market`.
    pub dimension: String,
    /// Rows: where flow was lost.
    pub from: Vec<String>,
    /// Columns: where it appeared.
    pub to: Vec<String>,
    /// One row per `from`, one column per `to`.
    pub kg_per_year: Vec<Vec<f64>>,
}

/// Places and yearly flows before and after each scenario.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FlowMap {
    /// Regions, transit areas and markets; never sites.
    pub places: Vec<MapPlace>,
    /// Flows between places.
    pub routes: Vec<MapRoute>,
}

/// A region, transit area or market.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapPlace {
    /// Identifier used by the routes.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Degrees north of a representative point.
    pub latitude: f64,
    /// Degrees east of a representative point.
    pub longitude: f64,
    /// What kind of place it is, for example `source`, `transit` or `market`.
    pub kind: String,
}

/// Flow between two places by one mode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapRoute {
    /// Identifier of the first place.
    pub from: String,
    /// Identifier of the second place.
    pub to: String,
    /// Corridor the route belongs to.
    pub corridor: String,
    /// Mode of transport.
    pub mode: String,
    /// Median yearly flow in the baseline.
    pub kg_per_year_before: f64,
    /// Scenario identifier and median yearly flow in it.
    pub kg_per_year_after: Vec<(String, f64)>,
}

/// A parameter with its range, grade and weight in the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assumption {
    /// Parameter identifier.
    pub parameter: String,
    /// Name for readers.
    pub title: String,
    /// Central value.
    pub value: f64,
    /// Unit of the value.
    pub unit: String,
    /// Low end of the range.
    pub low: f64,
    /// High end of the range.
    pub high: f64,
    /// Evidence grade, A to D.
    pub grade: char,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// What a reader should know about the value.
    pub note: String,
    /// Largest absolute rank correlation with a claim, 0 to 1.
    pub importance: f64,
}

/// A publication or data set that evidence cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SourceInfo {
    /// Key by which it is cited.
    pub key: String,
    /// Author, year and title.
    pub citation: String,
    /// Where it can be read, where known.
    pub url: Option<String>,
}

/// How the model answers to one shock, and whether it comes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImpulseResponse {
    /// Identifier of the shock.
    pub shock: String,
    /// Name for readers.
    pub title: String,
    /// One path per indicator, month by month from the first month of the shock.
    pub series: Vec<ResponseSeries>,
    /// Month, counted from the first month of the shock, from which every path stays within 5 % of its
    /// undisturbed value.
    pub back_within_5_percent_month: Option<u32>,
    /// Why the shock is not expected to fade, where that is so.
    pub exempt_reason: Option<String>,
}

/// Path of one indicator after a shock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResponseSeries {
    /// Indicator identifier.
    pub indicator: String,
    /// Unit of the indicator.
    pub unit: String,
    /// Deviation from the undisturbed path as a share of it, per month.
    pub values_relative: Vec<f64>,
}

impl ClaimResult {
    /// The structural settings under which the claim does not hold.
    pub fn fails_under(&self) -> impl Iterator<Item = &str> {
        self.structures.iter().filter(|one| !one.holds).map(|one| one.setting.as_str())
    }
}

impl Report {
    /// The entry of an indicator, if the report describes it.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&IndicatorInfo> {
        self.indicators.iter().find(|info| info.id == id)
    }

    /// The name of an indicator, or its identifier where the report does not describe it.
    #[must_use]
    pub fn indicator_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.indicator(id).map_or(id, |info| info.title.as_str())
    }

    /// The name of a scenario, or its identifier where the report does not hold it.
    #[must_use]
    pub fn scenario_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.scenarios.iter().find(|scenario| scenario.id == id).map_or(id, |scenario| scenario.title.as_str())
    }

    /// Assumptions for display: grade D first, then by importance.
    #[must_use]
    pub fn ranked_assumptions(&self) -> Vec<&Assumption> {
        let mut ranked: Vec<&Assumption> = self.assumptions.iter().collect();
        ranked.sort_by(|a, b| b.grade.cmp(&a.grade).then(b.importance.total_cmp(&a.importance)));
        ranked
    }

    /// The claims that count in headlines.
    pub fn emergent(&self) -> impl Iterator<Item = &ClaimResult> {
        self.claims.iter().filter(|claim| claim.follows == Follows::Emergent)
    }

    /// Number of claims per verdict, in the order of [`Verdict::ALL`].
    #[must_use]
    pub fn tally<'a>(&self, claims: impl Iterator<Item = &'a ClaimResult>) -> [(Verdict, usize); 5] {
        let mut counts = Verdict::ALL.map(|verdict| (verdict, 0));
        for claim in claims {
            for (verdict, count) in &mut counts {
                *count += usize::from(*verdict == claim.verdict);
            }
        }
        counts
    }
}
