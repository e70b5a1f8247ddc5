//! Plans: where scarce effort or money does most, tried in the simulator.

use super::OrderedMap;
use counterflow_report::RunRecord;
use schemars::JsonSchema;
use serde::Serialize;

/// The line that every plan ends with.
pub const SCOPE: &str =
    "Aggregate analysis of corridors, countries and markets; it says nothing of sites, vessels or persons.";

/// Effort on a place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Effort {
    /// Identifier of the place.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Effort a year on top of the base year's.
    pub effort: f64,
    /// Unit of effort.
    pub unit: String,
}

/// One value: the change that the plan makes, everything else equal.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanValue {
    /// `none`, `once` or `full`.
    pub reaction: &'static str,
    /// `fixed` or `adaptive`.
    pub enforcement: &'static str,
    /// Level without the plan, central parameters, expected values.
    pub without: f64,
    /// Change by the plan, likewise.
    pub change: f64,
    /// Median of the members' changes.
    pub median: f64,
    /// 5 % of the members' changes lie below.
    pub p05: f64,
    /// 95 % of the members' changes lie below.
    pub p95: f64,
    /// Unit of all of them.
    pub unit: String,
}

impl PlanValue {
    /// Level with the plan, central parameters, expected values.
    pub fn with(&self) -> f64 {
        self.without + self.change
    }
}

/// What a search proved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementSearch {
    /// How placements were looked for.
    pub method: &'static str,
    /// Placements tried.
    pub tried: usize,
    /// Placements that there are, where the search would have tried them all.
    pub all: Option<usize>,
    /// Whether time was over before the search had ended.
    pub stopped: bool,
    /// Level of the objective with the plan.
    pub value: f64,
    /// Level that no other placement betters, where that is proven.
    pub bound: Option<f64>,
    /// Distance of the two as a share.
    pub gap: Option<f64>,
    /// What the value is checked by.
    pub certificate: &'static str,
    /// What the search proves, in words.
    pub explanation: String,
}

/// What is asked of a placement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementQuestion {
    /// Lever whose effort is placed.
    pub lever: String,
    /// Effort or money, as asked.
    pub amount: String,
    /// Series that is lowered or raised.
    pub objective: String,
    /// Whether it is raised.
    pub maximise: bool,
    /// Scenario in force besides.
    pub scenario: String,
    /// First month of the effort.
    pub from: String,
    /// First and last month that count.
    pub window: [String; 2],
}

/// One placement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementResult {
    /// What was asked.
    pub question: PlacementQuestion,
    /// What reproduces the answer.
    pub run: RunRecord,
    /// Effort by place.
    pub placement: Vec<Effort>,
    /// What the search proved.
    pub search: PlacementSearch,
    /// Three reactions, each with fixed and adaptive enforcement.
    pub values: Vec<PlanValue>,
    /// The answer in a few lines.
    pub in_short: Vec<String>,
    /// What the answer is about, and what not.
    pub scope: &'static str,
}

/// A placement at every review.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReviewedPlacementResult {
    /// What was asked.
    pub question: PlacementQuestion,
    /// What reproduces the answer.
    pub run: RunRecord,
    /// The placements, from their first month on.
    pub stages: Vec<PlacementStage>,
    /// Whether time was over before the search had ended.
    pub stopped: bool,
    /// Three reactions, each with fixed and adaptive enforcement.
    pub values: Vec<PlanValue>,
    /// The answer in a few lines.
    pub in_short: Vec<String>,
    /// What the answer is about, and what not.
    pub scope: &'static str,
}

/// A placement from one review to the next.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementStage {
    /// First month.
    pub from: String,
    /// Effort by place.
    pub placement: Vec<Effort>,
    /// What the search proved.
    pub search: PlacementSearch,
}

/// The best placement and its values by amount.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FrontierResult {
    /// What was asked.
    pub question: PlacementQuestion,
    /// What reproduces the answer.
    pub run: RunRecord,
    /// One entry per amount.
    pub frontier: Vec<FrontierPoint>,
    /// Larger amounts that were not reached in time.
    pub amounts_left_out: usize,
    /// The answer in a few lines.
    pub in_short: Vec<String>,
    /// What the answer is about, and what not.
    pub scope: &'static str,
}

/// One amount.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FrontierPoint {
    /// Effort a year on top of the base year's.
    pub effort: f64,
    /// What it costs at the central unit cost.
    pub cost_usd_per_year: f64,
    /// Effort by place.
    pub placement: Vec<Effort>,
    /// Three reactions, each with fixed and adaptive enforcement.
    pub values: Vec<PlanValue>,
    /// What the search proved.
    pub search: PlacementSearch,
}

/// A randomised weekly schedule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScheduleResult {
    /// What was asked.
    pub question: PlacementQuestion,
    /// What reproduces the answer.
    pub run: RunRecord,
    /// Placements and how often each is drawn.
    pub mixture: Vec<PlacementOdds>,
    /// Mean effort by place.
    pub mean_placement: Vec<Effort>,
    /// The weeks drawn.
    pub weeks: Vec<PlacementWeek>,
    /// What the search proved.
    pub search: PlacementSearch,
    /// Values of the mixture's mean: three reactions, each with fixed and adaptive enforcement.
    pub values: Vec<PlanValue>,
    /// The answer in a few lines.
    pub in_short: Vec<String>,
    /// What the answer is about, and what not.
    pub scope: &'static str,
}

/// A placement and how often it is drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementOdds {
    /// Probability in a week.
    pub probability: f64,
    /// Effort in such a week, as an annual rate.
    pub placement: Vec<Effort>,
}

/// One week of a schedule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlacementWeek {
    /// Counted from 1.
    pub week: u16,
    /// Effort in it, as an annual rate.
    pub placement: Vec<Effort>,
}

/// Portfolios of levers that no other dominates.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioResult {
    /// What was asked.
    pub question: PortfolioQuestion,
    /// What reproduces the answer.
    pub run: RunRecord,
    /// What the search looked at, and what that proves.
    pub search: PortfolioSearch,
    /// The portfolios found, from the cheapest to the dearest.
    pub portfolios: Vec<JudgedPortfolio>,
    /// Every lever that a good portfolio spends on, the most frequent first.
    pub levers: Vec<LeverStanding>,
    /// The compromise and the best of each objective.
    pub picks: Vec<PortfolioPick>,
    /// The answer in a few lines.
    pub in_short: Vec<String>,
    /// What the answer is about, and what not.
    pub scope: &'static str,
}

/// What is asked of portfolios.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioQuestion {
    /// Money on top of the base year's.
    pub budget_usd_per_year: f64,
    /// Money of one step.
    pub step_usd_per_year: f64,
    /// Levers that may receive money.
    pub levers: Vec<&'static str>,
    /// What is lowered and raised.
    pub objectives: Vec<PortfolioObjective>,
    /// Scenario in force besides.
    pub scenario: String,
    /// Uncertain states in which portfolios are searched.
    pub states: u16,
    /// Portfolios of a generation.
    pub population: u16,
    /// Generations of the search.
    pub generations: u16,
}

/// An objective.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioObjective {
    /// Series.
    pub objective: String,
    /// Whether it should rise.
    pub raise: bool,
    /// Unit of its values.
    pub unit: String,
}

/// What a search of portfolios looked at, and what that proves.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioSearch {
    /// How portfolios were looked for.
    pub method: &'static str,
    /// Different portfolios evaluated.
    pub tried: usize,
    /// Whether time was over before the last generation.
    pub stopped: bool,
    /// Whether no portfolio in these steps was left out: the only proof there is.
    pub exact: bool,
    /// What the values are checked by.
    pub certificate: &'static str,
    /// What the search proves, in words.
    pub explanation: String,
}

/// A portfolio tried on every member.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JudgedPortfolio {
    /// Steps of money by lever, for comparison.
    #[serde(skip)]
    pub steps: Vec<usize>,
    /// Money by lever.
    pub spending: Vec<LeverSpending>,
    /// Money in all.
    pub cost_usd_per_year: f64,
    /// What it does to each objective.
    pub effects: Vec<PortfolioEffect>,
    /// Undominated among those tried on every member.
    pub robust: bool,
    /// Robust, and better than nothing on every objective even in the worse half.
    pub good: bool,
    /// Objectives for comparison; smaller is better.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// Money on a lever.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverSpending {
    /// Lever.
    pub lever: &'static str,
    /// Money on top of the base year's.
    pub usd_per_year: f64,
}

/// What a portfolio does to one objective over all members.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioEffect {
    /// Series.
    pub objective: String,
    /// Title for readers.
    #[serde(skip)]
    pub title: String,
    /// Unit of the changes.
    pub unit: String,
    /// Mean change over the worse half of the members.
    pub worse_half: f64,
    /// Median change.
    pub median: f64,
    /// 5 % of the members' changes lie below.
    pub p05: f64,
    /// 95 % of the members' changes lie below.
    pub p95: f64,
    /// Share of members in which the change is for the better or none.
    pub share_no_worse: f64,
}

/// How a lever stands in the good portfolios.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LeverStanding {
    /// Lever.
    pub lever: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Share of the good portfolios that spend on it.
    pub share_of_good: f64,
    /// Least money among those that do.
    pub least_usd_per_year: f64,
    /// Most money among those that do.
    pub most_usd_per_year: f64,
    /// Whether every good portfolio spends on it.
    pub in_every_good: bool,
}

/// A portfolio in full.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioPick {
    /// Why it was picked.
    pub why: String,
    /// Position among the portfolios.
    pub portfolio: usize,
    /// Six values of each objective.
    pub values: Vec<Vec<PlanValue>>,
}

/// Answers to a question on a network or a table of the user's own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionResult {
    /// An answer, or one per budget.
    pub answers: Vec<QuestionAnswer>,
    /// What the bounds prove.
    pub explanation: String,
    /// How the values were computed again.
    pub certificate: String,
    /// Nothing: the answers are short.
    pub in_short: Vec<String>,
    /// What the answer says nothing of.
    pub scope: &'static str,
}

/// One answer: value, bound, what is chosen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionAnswer {
    /// Budget, where there is an answer for several.
    pub budget: Option<usize>,
    /// What the value measures.
    pub what: &'static str,
    /// Value of the choice.
    pub value: f64,
    /// No choice is better than this.
    pub bound: f64,
    /// Relative distance of the two.
    pub gap: f64,
    /// Whether the distance is small enough to count as proven.
    pub proven: bool,
    /// How sure an estimate is; none of an answer that is no estimate.
    #[serde(flatten)]
    pub sampled: Option<SampledEntry>,
    /// What is chosen, by kind: arcs or other items by name.
    #[serde(flatten)]
    pub lists: OrderedMap<Vec<String>>,
}

/// How sure value and bound are that may have been sampled.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct SampledEntry {
    /// Whether all outcomes were weighed.
    pub exact: bool,
    /// Standard error of the value.
    pub value_standard_error: f64,
    /// Whether time was over before all samples were solved.
    pub stopped: bool,
    /// Standard error of the bound.
    pub bound_standard_error: f64,
}
