/** What the API takes and answers. Generated from the server's types:
 * `cargo run -p counterflow-server --example generate_types` writes this file. */

/** One scenario. */
export interface AssessedScenario {
  /** Identifier, as in the scenario file. */
  id: string;
  /** Name for readers. */
  title: string;
  /** What the scenario does. */
  about: string;
  /** Public cost above the baseline. */
  cost_usd_per_year: number;
  /** What it changes at the end of the run, member by member. */
  outcomes: OutcomeChange[];
}

/** A parameter with its range, grade and weight in the results. */
export interface Assumption {
  /** Parameter identifier. */
  parameter: string;
  /** Name for readers. */
  title: string;
  /** Central value. */
  value: number;
  /** Unit of the value. */
  unit: string;
  /** Low end of the range. */
  low: number;
  /** High end of the range. */
  high: number;
  /** Evidence grade, A to D. */
  grade: string;
  /** Keys of the sources. */
  sources: string[];
  /** What a reader should know about the value. */
  note: string;
  /** Largest absolute rank correlation with a claim, 0 to 1. */
  importance: number;
}

/** One series. */
export interface Band {
  /** Indicator identifier. */
  indicator: string;
  /** Where it is measured. */
  place: string;
  /** Unit of the values. */
  unit: string;
  /** Share 0.5 of the members lies below, month by month. */
  median: number[];
  /** Share 0.025 of the members lies below, month by month. */
  p025: number[];
  /** Share 0.05 of the members lies below, month by month. */
  p05: number[];
  /** Share 0.1 of the members lies below, month by month. */
  p10: number[];
  /** Share 0.15 of the members lies below, month by month. */
  p15: number[];
  /** Share 0.2 of the members lies below, month by month. */
  p20: number[];
  /** Share 0.25 of the members lies below, month by month. */
  p25: number[];
  /** Share 0.3 of the members lies below, month by month. */
  p30: number[];
  /** Share 0.35 of the members lies below, month by month. */
  p35: number[];
  /** Share 0.4 of the members lies below, month by month. */
  p40: number[];
  /** Share 0.45 of the members lies below, month by month. */
  p45: number[];
  /** Share 0.55 of the members lies below, month by month. */
  p55: number[];
  /** Share 0.6 of the members lies below, month by month. */
  p60: number[];
  /** Share 0.65 of the members lies below, month by month. */
  p65: number[];
  /** Share 0.7 of the members lies below, month by month. */
  p70: number[];
  /** Share 0.75 of the members lies below, month by month. */
  p75: number[];
  /** Share 0.8 of the members lies below, month by month. */
  p80: number[];
  /** Share 0.85 of the members lies below, month by month. */
  p85: number[];
  /** Share 0.9 of the members lies below, month by month. */
  p90: number[];
  /** Share 0.95 of the members lies below, month by month. */
  p95: number[];
  /** Share 0.975 of the members lies below, month by month. */
  p975: number[];
}

/** The bands over the members so far. */
export interface BandPart {
  /** Members so far. */
  members: number;
  /** Members in the end. */
  of: number;
  /** Whether the bands are of differences from the baseline. */
  difference: boolean;
  /** Every month of the run. */
  months: string[];
  /** The series asked for. */
  series: Band[];
}

/** A check as `--json` prints it. */
export interface Check {
  /** Identifier. */
  id: string;
  /** What is compared. */
  what: string;
  /** Keys of the bibliography. */
  source: string[];
  /** The expectation as the page writes it. */
  published: string;
  /** Our numbers, or whether the statement holds; none where data are missing. */
  computed: ComputedValue | null;
  /** Unit. */
  unit: string;
  /** Tolerance in words. */
  tolerance: string;
  /** Where the expectation comes from. */
  basis: string;
  /** How it came out. */
  verdict: CheckVerdict;
  /** Whether it holds whatever the model's parameters are, and so is no evidence for the model. */
  invariant: boolean;
  /** Worst grade of the inputs. */
  grade: string;
  /** Why a check is wide or fails, or what it needs. */
  reason: string;
  /** What must be said beside the number; left out for most. */
  caution?: string;
}

/** How a check came out. */
export type CheckVerdict = 'holds' | 'known_failure' | 'fails' | 'needs_data';

/** A claim, the change that was found, and what drives it. */
export interface ClaimResult {
  /** Identifier, as in the claims file. */
  id: string;
  /** Lever the claim is about, if it is about a lever. */
  lever: string | null;
  /** Outcome the claim is about, if it is about an outcome. */
  outcome: string | null;
  /** Scenario in which it was tested. */
  scenario: string;
  /** The claim in words. */
  statement: string;
  /** Indicator it is measured by. */
  indicator: string;
  /** Where the indicator is measured. */
  place: string;
  /** Unit of baseline and change. */
  unit: string;
  /** Months over which it is measured, `2025-07..2028-06`. */
  window: string;
  /** Promised direction: `rise` or `fall`. */
  promised: string;
  /** How what the claim says follows from the lever. */
  follows: Follows;
  /** Promised benefit or predicted harm. */
  kind: Kind;
  /** Size of change that matters, in `unit`: that of the claims file, or its share of the baseline. */
  matters: number;
  /** That size as the claims file says it: `1 %` of the baseline, or an amount with its unit. */
  size: string;
  /** Levers that a scenario must use for the claim to apply to it. */
  needs: string[];
  /** Month in which the levers end for this claim, where it speaks of what lasts. */
  stops: string | null;
  /** Level without the lever. */
  baseline: number;
  /** Median change against the baseline. */
  median: number;
  /** Change that 5 % of the runs stay below. */
  p05: number;
  /** Change that 95 % of the runs stay below. */
  p95: number;
  /** Median change as a share of the baseline. */
  relative_median: number | null;
  /** Share of the runs that move in the promised direction. */
  share_in_promised_direction: number;
  /** How the claim fared. */
  verdict: ClaimVerdict;
  /** How it fared under each structural setting. */
  structures: StructureResult[];
  /** Change on expected values with central parameters, from which pathways are counted; none where it is smaller than what matters, or the claim is not emergent. */
  expected_change: number | null;
  /** Pathways through which that change comes, the largest share first. */
  pathways: Pathway[];
  /** Month of the window with the largest median effect; none if the median never moves. */
  peak_month: string | null;
  /** Largest median effect of a month; 0 if the median never moves. */
  peak_effect: number;
  /** Months, from the window's first to the end of the run, during which the effect lasts. */
  duration_months: number;
  /** Other indicators that moved beyond their noise. */
  side_effects: SideEffect[];
  /** Public cost per unit of effect. */
  cost_per_unit: number | null;
  /** Unit of `cost_per_unit`, for example `USD/kg`. */
  cost_unit: string;
  /** Evidence grade of what drives the result, A to D. */
  grade: string;
  /** Parameters that explain most of the spread. */
  drivers: InfluentialParameter[];
  /** Keys of the sources behind the coefficients. */
  sources: string[];
}

/** How a claim fared. */
export type ClaimVerdict = 'holds' | 'holds_under_some' | 'mixed' | 'fails' | 'no_effect';

/** Claims on a scenario. */
export interface ClaimsRequest {
  /** The scenario. */
  scenario: ScenarioRequest;
  /** Text of a claims file; the shipped claims of the levers in use if left out. */
  claims?: string | null;
  /** Seed of the random draws. */
  seed?: number;
  /** Members of the ensemble. */
  members?: number;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** A comparison. */
export interface CompareRequest {
  /** The scenarios; the first is compared with. */
  scenarios: ScenarioRequest[];
  /** Seed of the random draws. */
  seed?: number;
  /** Members of the ensemble. */
  members?: number;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** One indicator in all scenarios. */
export interface ComparedIndicator {
  /** Indicator identifier. */
  indicator: string;
  /** Name for readers. */
  title: string;
  /** Where it is measured. */
  place: string;
  /** Unit; flows count per year. */
  unit: string;
  /** The scenarios in the order asked for. */
  scenarios: ComparedScenario[];
}

/** One indicator in one scenario. */
export interface ComparedScenario {
  /** Scenario identifier. */
  scenario: string;
  /** Level over the window. */
  level: Spread;
  /** Change by policy: against the first scenario under this scenario's assumptions; none for the first itself. */
  change: PairedChange | null;
  /** What the scenario's assumptions change by themselves: the first scenario under them, against the first. In a further case, for its first scenario: against the first case. None where assumptions are the same. */
  assumptions: PairedChange | null;
  /** Level by year; empty where paths were not asked for. */
  level_by_year: Spread[];
  /** Change by policy, by year; empty for the first scenario and where paths were not asked for. */
  change_by_year: PairedChange[];
}

/** The scenarios in another world or under another assumption. */
export interface ComparisonCase {
  /** What the case is called. */
  label: string;
  /** Name of the world. */
  world: string;
  /** Hash of the world. */
  world_hash: string;
  /** What each scenario but the first differs in. */
  differences: ScenarioDifference[];
  /** The indicators that this world has. */
  indicators: ComparedIndicator[];
}

/** Our side as JSON. */
export type ComputedValue = number | number[] | boolean;

/** Contributions: in the first part on central parameters and expected values, then over the members so far. */
export interface ContributionsPart {
  /** Members so far; none in the first part. */
  members: number;
  /** Members in the end. */
  of: number;
  /** Indicator identifier. */
  indicator: string;
  /** Where it is measured. */
  place: string;
  /** Unit as recorded; effects on flows count per year. */
  unit: string;
  /** First and last month over which an effect is averaged. */
  window: [string, string];
  /** The levers in use, each once. */
  levers: LeverContribution[];
  /** What is left of the whole effect beyond the levers alone. */
  remainder: LeverEffect;
  /** Effect of all levers together. */
  all: LeverEffect;
}

/** Contributions of levers. */
export interface ContributionsRequest {
  /** The scenario. */
  scenario: ScenarioRequest;
  /** The series, `indicator@place`. */
  series: string;
  /** Parameters set for this question, by `module.name`. */
  set?: Record<string, number>;
  /** Seed of the random draws. */
  seed?: number;
  /** Members of the ensemble. */
  members?: number;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** A corridor in the calibrated base year. */
export interface CorridorEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** Flow into it. */
  flow_kg_per_month: number;
  /** Share of the flow that is seized. */
  loss_share: number;
  /** Patrol effort. */
  patrol_days_per_year: number;
  /** Surveillance effort. */
  surveillance_hours_per_year: number;
}

/** A country. */
export interface CountryEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** Degrees north of a rough centre. */
  latitude: number;
  /** Degrees east of a rough centre. */
  longitude: number;
  /** Role in the trade. */
  role: string;
}

/** What moved from where to where, per year. */
export interface Displacement {
  /** Scenario identifier. */
  scenario: string;
  /** `corridor`, `mode`, `region` or `market`. */
  dimension: string;
  /** Rows: where flow was lost. */
  from: string[];
  /** Columns: where it appeared. */
  to: string[];
  /** One row per `from`, one column per `to`. */
  kg_per_year: number[][];
}

/** Where members take their parameters from. */
export type DrawsFrom = 'prior' | 'posterior';

/** An ensemble. */
export interface EnsembleRequest {
  /** The scenario. */
  scenario: ScenarioRequest;
  /** Series, `indicator@place`, or `indicator` for all its places. */
  series: string[];
  /** Parameters set for this question, by `module.name`. */
  set?: Record<string, number>;
  /** Seed of the random draws. */
  seed?: number;
  /** Members of the ensemble. */
  members?: number;
  /** Bands of differences from the same scenario without its levers. */
  difference?: boolean;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** What a change amounts to. */
export type Finding = 'works' | 'backfires' | 'unclear' | 'no_effect';

/** How what a claim says follows from the lever. */
export type Follows = 'input' | 'derived' | 'emergent';

/** An armed group. */
export interface GroupEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** Identifier of its country. */
  country: string;
  /** Members, persons. */
  members: number;
}

/** How the model answers to one shock, and whether it comes back. */
export interface ImpulseResponse {
  /** Identifier of the shock. */
  shock: string;
  /** Name for readers. */
  title: string;
  /** One path per indicator, month by month from the first month of the shock. */
  series: ResponseSeries[];
  /** Month, counted from the first month of the shock, from which every path stays within 5 % of its undisturbed value. */
  back_within_5_percent_month: number | null;
  /** Why the shock is not expected to fade, where that is so. */
  exempt_reason: string | null;
}

/** An indicator and its places. */
export interface IndicatorEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  title: string;
  /** Unit of the values. */
  unit: string;
  /** What is counted, and how. */
  definition: string;
  /** Where the definition or the comparison values come from. */
  source: string;
  /** Module of the model. */
  module: string;
  /** Kind of place. */
  by: string;
  /** Whether its places add up to a series of the world. */
  has_total: boolean;
  /** Whether months add up. */
  flow: boolean;
  /** Its places. */
  places: string[];
}

/** What an indicator measures. */
export interface IndicatorInfo {
  /** Identifier, as in the tidy tables. */
  id: string;
  /** Name for readers. */
  title: string;
  /** Unit of the values. */
  unit: string;
  /** What is counted, and how. */
  definition: string;
  /** Where the definition or the comparison values come from. */
  source: string;
  /** True when values add up over months (deaths, spending), false for states (users, price). */
  cumulative: boolean;
}

/** A parameter that explains part of the spread of a result. */
export interface InfluentialParameter {
  /** Parameter identifier. */
  parameter: string;
  /** Name for readers. */
  title: string;
  /** Evidence grade, A to D. */
  grade: string;
  /** Rank correlation with the change, -1 to 1. */
  correlation: number;
}

/** Whether a claim promises something welcome or predicts something unwelcome. */
export type Kind = 'benefit' | 'harm';

/** One lever. */
export interface LeverContribution {
  /** Lever identifier. */
  id: string;
  /** Effect of the lever by itself. */
  alone: LeverEffect;
  /** Its Shapley value. */
  contribution: LeverEffect;
  /** What the lever costs; only in the first part. */
  cost_usd_per_year?: number | null;
}

/** An effect against the same world without levers. */
export type LeverEffect = {
  /** The effect. */
  central: number;
} | Spread;

/** A lever with its central numbers. */
export interface LeverEntry {
  /** Key in scenario files. */
  id: string;
  /** Title. */
  title: string;
  /** What it means, in one paragraph. */
  about: string;
  /** Who decides on it. */
  decided_by: string;
  /** Unit of effort as a scenario writes it. */
  unit: string;
  /** Names of the unit, the usual plural first. */
  units: string[];
  /** Whether effort is a flow per year. */
  per_year: boolean;
  /** Key of the lever's targets; none where it acts everywhere. */
  targets: TargetKey | null;
  /** Cost of a unit of effort. */
  unit_cost_usd: number;
  /** Effort in the base year, everywhere. */
  baseline: number;
  /** The same by target; empty where there is none, or where it lies nowhere in particular. */
  baseline_by_place: PlaceEffort[];
  /** Largest extra effort with a historical example. */
  maximum_extra: number;
  /** Whether `consent = false` is possible. */
  can_lack_consent: boolean;
  /** Whether `lethal_force = true` is possible. */
  can_be_lethal: boolean;
  /** What the coverage promises. */
  claim: string;
  /** What it moves in the model. */
  mechanism: string;
  /** Side effects that show when they occur. */
  side_effects: string;
  /** Historical example of a large effort. */
  example: string;
  /** Parameters through which it acts, its own first. */
  moves: string[];
}

/** A lever in use. */
export interface LeverInUse {
  /** Key of the lever. */
  id: string;
  /** Level of effort; none where a change of it or money is given. */
  effort: number | null;
  /** Effort on top of the base year's; none where it is not given so. */
  extra_effort: number | null;
  /** Effort on top of the base year's as a share of that at the targets; none where it is not given so. */
  share_of_baseline: number | null;
  /** Money on top of the baseline; none where effort is given. */
  budget_usd_per_year: number | null;
  /** First month in force. */
  from: string;
  /** Last month in force; none for the end of the run. */
  until: string | null;
  /** Months until full effort. */
  ramp_months: number;
  /** Identifiers of its targets; none for everywhere. */
  targets: string[];
  /** Whether the states concerned consent. */
  consent: boolean;
  /** Whether lethal force is authorised. */
  lethal_force: boolean;
}

/** A map. */
export interface MapRequest {
  /** The scenario. */
  scenario: ScenarioRequest;
  /** Parameters set for this question, by `module.name`. */
  set?: Record<string, number>;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** A market in the base year. */
export interface MarketEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** What reaches it. */
  arrivals_kg_per_month: number;
  /** Light users, persons. */
  light_users: number;
  /** Heavy users, persons. */
  heavy_users: number;
  /** Wholesale price. */
  wholesale_usd_per_kg: number;
  /** Retail price of pure cocaine. */
  retail_usd_per_kg: number;
  /** Purity at retail, a share. */
  purity: number;
}

/** Nothing: an empty object. */
export type NoRequest = Record<string, unknown>;

/** A claim that says nothing of a scenario, and why. */
export interface NotApplicable {
  /** Identifier of the claim. */
  claim: string;
  /** The claim in words. */
  statement: string;
  /** Scenario at hand. */
  scenario: string;
  /** What of the scenario does not fit. */
  reason: string;
}

/** Change of one indicator over the last months of the run, within members. */
export interface OutcomeChange {
  /** Indicator identifier. */
  indicator: string;
  /** Where it is measured. */
  place: string;
  /** Unit; flows count per year. */
  unit: string;
  /** Direction that public policy would welcome: `rise` or `fall`. */
  welcome: string;
  /** Median level without the policy. */
  baseline: number;
  /** Median change. */
  median: number;
  /** 5 % of the members lie below. */
  p05: number;
  /** 95 % of the members lie below. */
  p95: number;
  /** Median, 5 % and 95 % as shares of each member's baseline; none where it may be zero or has no natural zero. */
  relative: [number, number, number] | null;
  /** What the change amounts to. */
  finding: Finding;
  /** Structural settings whose median has the sign of the median of all. */
  structures_agree: number;
  /** Structural settings in all. */
  structures: number;
}

/** Differences within members. */
export interface PairedChange {
  /** Median. */
  median: number;
  /** 5 % of the members lie below. */
  p05: number;
  /** 95 % of the members lie below. */
  p95: number;
  /** As shares of the first scenario's level; none where it may be zero or has no natural zero. */
  relative: Spread | null;
}

/** A parameter with its provenance. */
export interface ParameterEntry {
  /** `module.name`. */
  id: string;
  /** Module and file. */
  module: string;
  /** Key in the module. */
  name: string;
  /** Title. */
  title: string;
  /** Value in the unit that the model reads. */
  value: number;
  /** That unit. */
  unit: string;
  /** Low end of the range. */
  low: number;
  /** High end of the range. */
  high: number;
  /** Name of the distribution within the range; `fixed` for none. */
  distribution: string;
  /** Evidence grade, A to D. */
  grade: string;
  /** Keys of the sources. */
  sources: string[];
  /** What a reader should know about the value. */
  note: string;
  /** File. */
  file: string;
  /** Line in it. */
  line: number;
}

/** How much of a change vanishes when one pathway is knocked out. */
export interface Pathway {
  /** Identifier of the knock-out. */
  id: string;
  /** What is knocked out. */
  title: string;
  /** Change without the pathway. */
  change_without: number;
  /** Share of the change that vanishes: 1 all of it, 0 none, below 0 where the pathway works against it. */
  share: number;
}

/** Effort of the base year at a target. */
export interface PlaceEffort {
  /** Identifier of the target. */
  place: string;
  /** Effort, in the lever's unit. */
  effort: number;
}

/** A place. */
export interface PlaceEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** Identifier of its country; none at sea. */
  country: string | null;
  /** Kind of place. */
  kind: string;
  /** Degrees north of a representative point. */
  latitude: number;
  /** Degrees east of a representative point. */
  longitude: number;
}

/** One problem of a file, a name or a value. */
export interface ProblemEntry {
  /** Code of the kind of fault. */
  code: string;
  /** File as the user knows it; empty where the input is no file. */
  file: string;
  /** Line, counted from 1; 0 where unknown. */
  line: number;
  /** Column in characters, counted from 1; 0 where unknown. */
  column: number;
  /** What is wrong. */
  message: string;
  /** What would be right. */
  expected: string | null;
  /** The nearest valid name. */
  suggestion: string | null;
}

/** Problems of a refused request. */
export interface Problems {
  /** Every problem. */
  problems: RequestProblem[];
}

/** A growing region. */
export interface RegionEntry {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** Identifier of its country. */
  country: string;
  /** Degrees north of a representative point. */
  latitude: number;
  /** Degrees east of a representative point. */
  longitude: number;
}

/** A relation with the lead state. */
export interface RelationEntry {
  /** Identifier of the other state. */
  country: string;
  /** From -1 (hostile) to 1 (friendly). */
  relation: number;
}

/** What is wrong with a request. */
export type RequestProblem = ProblemEntry | {
  /** What is wrong. */
  message: string;
};

/** Path of one indicator after a shock. */
export interface ResponseSeries {
  /** Indicator identifier. */
  indicator: string;
  /** Unit of the indicator. */
  unit: string;
  /** Deviation from the undisturbed path as a share of it, per month. */
  values_relative: number[];
}

/** A route. */
export interface RouteEntry {
  /** Identifier. */
  id: string;
  /** Identifier of the first place. */
  from: string;
  /** Identifier of the second place. */
  to: string;
  /** Identifier of its corridor. */
  corridor: string;
  /** Mode of transport. */
  mode: string;
}

/** Everything needed to run the assessment again and get the same bytes. */
export interface RunRecord {
  /** Version of the program. */
  version: string;
  /** Commit the program was built from, where known. */
  git_commit: string | null;
  /** Seed of the random draws. */
  seed: number;
  /** Where members take their parameters from: `prior`, or `posterior` as fitted to history. */
  draws: string;
  /** Runs per scenario. */
  members: number;
  /** Simulated months per run. */
  months: number;
  /** First simulated month. */
  start: string;
  /** Hash of the world. */
  world_hash: string;
  /** Hash of the parameters and their ranges. */
  evidence_hash: string;
  /** Scenario identifier and hash of its file. */
  scenario_hashes: [string, string][];
  /** Structural switches and their settings. */
  switches: [string, string][];
  /** Command line that reproduces the report. */
  command: string;
}

/** One run. */
export interface RunRequest {
  /** The scenario. */
  scenario: ScenarioRequest;
  /** Series, `indicator@place`, or `indicator` for all its places. */
  series?: string[];
  /** Parameters set for this question, by `module.name`. */
  set?: Record<string, number>;
  /** Seed of the random draws. */
  seed?: number;
  /** Member of the ensemble: 0 has central parameters. */
  member?: number;
  /** Runs on expected values, without random draws of events. */
  expected?: boolean;
  /** Where members take their parameters from; left out, the posterior where the world has one. */
  draws?: DrawsFrom | null;
}

/** One series of a run. */
export interface RunSeries {
  /** Indicator identifier. */
  indicator: string;
  /** Name for readers. */
  title: string;
  /** Unit of the values. */
  unit: string;
  /** Where it is measured. */
  place: string;
  /** What is counted, and how. */
  definition: string;
  /** Where the definition or the comparison values come from. */
  source: string;
  /** A value per month. */
  values: number[];
}

/** A scenario with its levers spelled out. */
export interface ScenarioDetail {
  /** Identifier. */
  id: string;
  /** Name for readers. */
  name: string;
  /** What it does. */
  about: string;
  /** Last month. */
  until: string;
  /** Hash of its file and of its bases. */
  hash: string;
  /** Levers in use. */
  levers: LeverInUse[];
  /** Number of shocks. */
  shocks: number;
  /** Structural switches and their settings. */
  switches: Record<string, string>;
  /** Parameters that it sets. */
  parameters: Record<string, number>;
}

/** What a scenario differs in from the first. */
export interface ScenarioDifference {
  /** Scenario identifier. */
  scenario: string;
  /** Levers that only one of the two uses; shocks of a scenario without levers. */
  policy: string[];
  /** Switches, parameters and other shocks. What they change is no effect of policy. */
  assumptions: string[];
}

/** A scenario at hand by name, or a scenario file as text. */
export interface ScenarioRequest {
  /** Name of a scenario at hand. */
  name?: string | null;
  /** Text of a scenario file. */
  toml?: string | null;
  /** Identifier of a scenario given as text: small letters, digits, hyphens. */
  id?: string | null;
}

/** An indicator that moved although the claim does not mention it. */
export interface SideEffect {
  /** Indicator identifier. */
  indicator: string;
  /** Where it is measured. */
  place: string;
  /** Name for readers. */
  title: string;
  /** Unit of the change. */
  unit: string;
  /** Median change against the baseline. */
  median: number;
  /** Change that 5 % of the runs stay below. */
  p05: number;
  /** Change that 95 % of the runs stay below. */
  p95: number;
  /** Share of the runs whose change has the sign of the median. */
  share_same_sign: number;
  /** True when public policy would welcome the change. */
  wanted: boolean;
}

/** Everything needed to run a scenario again and get the same bytes. */
export interface SingleRunRecord {
  /** Version of the program. */
  version: string;
  /** Commit the program was built from, where known. */
  git_commit: string | null;
  /** Seed of the random draws. */
  seed: number;
  /** Where the member takes its parameters from: `prior`, or `posterior` as fitted to history. */
  draws: string;
  /** Command line that reproduces the run. */
  command: string;
  /** Simulated months. */
  months: number;
  /** First simulated month. */
  start: string;
  /** Hash of the world. */
  world_hash: string;
  /** Hash of the parameters and their ranges. */
  evidence_hash: string;
  /** Scenario identifier and hash of its file. */
  scenario_hashes: [string, string][];
  /** Structural switches and their settings. */
  switches: [string, string][];
  /** Name of the world. */
  world: string;
  /** Scenario identifier. */
  scenario: string;
  /** Name of the scenario for readers. */
  name: string;
  /** Last simulated month. */
  until: string;
  /** Member of the ensemble: 0 has central parameters. */
  member: number;
  /** Whether the run is on expected values, without random draws of events. */
  expected: boolean;
  /** Parameters that the scenario or the request sets. */
  parameters: Record<string, number>;
}

/** A publication or data set. */
export interface SourceEntry {
  /** Key by which it is cited. */
  key: string;
  /** Author, year and title. */
  citation: string;
  /** Where it can be read, where known. */
  url: string | null;
  /** Digital object identifier, where known. */
  doi: string | null;
  /** Note, where there is one. */
  note: string | null;
}

/** A publication or data set that evidence cites. */
export interface SourceInfo {
  /** Key by which it is cited. */
  key: string;
  /** Author, year and title. */
  citation: string;
  /** Where it can be read, where known. */
  url: string | null;
}

/** The median and the interval that holds 90 % of the members. */
export interface Spread {
  /** Median. */
  median: number;
  /** 5 % of the members lie below. */
  p05: number;
  /** 95 % of the members lie below. */
  p95: number;
}

/** A structural setting and how many members run in it. */
export interface Structure {
  /** `default`, or the switch that differs from it, `pass_through = additive`. */
  setting: string;
  /** Runs per scenario. */
  members: number;
}

/** How a claim fared under one structural setting. */
export interface StructureResult {
  /** The setting. */
  setting: string;
  /** Runs in it. */
  members: number;
  /** Median change. */
  median: number;
  /** Share of the runs that move in the promised direction. */
  share_in_promised_direction: number;
  /** Verdict of these runs alone. */
  verdict: ClaimVerdict;
  /** Whether the claim counts as holding here, chance allowed for. */
  holds: boolean;
}

/** A switch and its settings. */
export interface SwitchEntry {
  /** Key in scenario files. */
  id: string;
  /** What it decides. */
  about: string;
  /** Settings, the default first. */
  settings: string[];
  /** The default. */
  default: string;
}

/** Where a lever can be aimed. */
export type TargetKey = 'country' | 'corridor' | 'market';

/** Scenarios, verdicts, displacement, assumptions and the record that reproduces them. */
export interface VersionedAssessment {
  /** Version of the program. */
  counterflow: string;
  /** Heading of the report. */
  title: string;
  /** What reproduces the numbers. */
  run: RunRecord;
  /** What the scenarios say that their writers may not mean. */
  warnings: string[];
  /** The scenarios, in the order of the report. */
  scenarios: AssessedScenario[];
  /** The claims with their verdicts. */
  claims: ClaimResult[];
  /** Claims that say nothing of a scenario at hand, and why. */
  not_applicable: NotApplicable[];
  /** The structural settings over which the members are spread. */
  structures: Structure[];
  /** Every indicator that occurs. */
  indicators: IndicatorInfo[];
  /** What left one place and appeared in another, per scenario and dimension. */
  displacement: Displacement[];
  /** Parameters with their ranges, grades and influence on the results. */
  assumptions: Assumption[];
  /** How the model answers to single shocks. */
  responses: ImpulseResponse[];
  /** The sources that claims and assumptions cite. */
  sources: SourceInfo[];
  /** Remarks on method and limits. */
  notes: string[];
}

/** Checks with their verdicts. */
export interface VersionedChecks {
  /** Version of the program. */
  counterflow: string;
  /** The checks, in the order of the pages. */
  checks: Check[];
}

/** One check as it is done. */
export interface VersionedChecksPart {
  /** Version of the program. */
  counterflow: string;
  /** The check; all of them where they were known before. */
  checks: Check[];
  /** Position of the first among all; left out where all come at once. */
  position?: number | null;
  /** How many there are; left out where all come at once. */
  of?: number | null;
}

/** Scenarios against the first of them. */
export interface VersionedComparison {
  /** Version of the program. */
  counterflow: string;
  /** What reproduces the comparison. */
  run: RunRecord;
  /** First and last month that is compared. */
  window: [string, string];
  /** Years of the paths; none where paths were not asked for. */
  years: string[];
  /** What the scenarios say that their writers may not mean. */
  warnings: Warning[];
  /** What each scenario but the first differs in. */
  differences: ScenarioDifference[];
  /** The indicators: the headlines, or those asked for. */
  indicators: ComparedIndicator[];
  /** Further worlds and assumptions, each compared within itself. */
  cases: ComparisonCase[];
}

/** Every parameter and every source. */
export interface VersionedEvidenceTables {
  /** Version of the program. */
  counterflow: string;
  /** The parameters. */
  parameters: ParameterEntry[];
  /** The sources. */
  sources: SourceEntry[];
}

/** The flows of a scenario and of its baseline, on expected values and central parameters. */
export interface VersionedFlowMap {
  /** Version of the program. */
  counterflow: string;
  /** Scenario identifier. */
  scenario: string;
  /** Unit of the flows. */
  unit: string;
  /** Years of the run; the last may be a part, named by its last month. */
  years: string[];
  /** Identifiers of the routes. */
  routes: string[];
  /** By year, by route, without the levers. */
  before: number[][];
  /** By year, by route, in the scenario. */
  after: number[][];
}

/** The indicators. */
export interface VersionedIndicatorList {
  /** Version of the program. */
  counterflow: string;
  /** In the order of a run's row. */
  indicators: IndicatorEntry[];
}

/** The levers. */
export interface VersionedLeverList {
  /** Version of the program. */
  counterflow: string;
  /** In the order of their identifiers. */
  levers: LeverEntry[];
}

/** One run: what reproduces it, its months, its series. */
export interface VersionedRunResult {
  /** Version of the program. */
  counterflow: string;
  /** What reproduces the run. */
  run: SingleRunRecord;
  /** What the scenario says that its writer may not mean. */
  warnings: Warning[];
  /** Every month of the run. */
  months: string[];
  /** Series, each with a value per month. */
  series: RunSeries[];
}

/** The scenarios at hand, spelled out. */
export interface VersionedScenarioDetails {
  /** Version of the program. */
  counterflow: string;
  /** The scenarios. */
  scenarios: ScenarioDetail[];
}

/** The structural switches. */
export interface VersionedSwitchList {
  /** Version of the program. */
  counterflow: string;
  /** The switches. */
  switches: SwitchEntry[];
}

/** The worlds at hand. */
export interface VersionedWorldList {
  /** Version of the program. */
  counterflow: string;
  /** The worlds. */
  worlds: WorldTables[];
}

/** One warning. */
export interface Warning {
  /** Kind: `W0101` effort below the base year, `W0102` more than history has seen, `W0103` effort that acts on nothing, `W0104` a lever twice, `W0105` a lever after the end of the run, `W0106` a parameter outside its range. */
  code: string;
  /** Scenario identifier. */
  scenario: string;
  /** What is so, and what to write instead. */
  message: string;
}

/** How many of what there are. */
export interface WorldCounts {
  /** Countries. */
  countries: number;
  /** Growing regions. */
  regions: number;
  /** Places. */
  places: number;
  /** Routes. */
  routes: number;
  /** Corridors. */
  corridors: number;
  /** Trafficking organisations. */
  organisations: number;
  /** Consumer markets. */
  markets: number;
  /** Armed groups. */
  groups: number;
  /** States with relations. */
  actors: number;
}

/** A world with what a map and a list of targets need. */
export interface WorldTables {
  /** Name. */
  world: string;
  /** What it stands for. */
  about: string;
  /** Hash of its files. */
  world_hash: string;
  /** First month. */
  start: string;
  /** Identifier of the state whose relations are told. */
  lead_state: string;
  /** How many of what there are. */
  counts: WorldCounts;
  /** The corridors. */
  corridors: CorridorEntry[];
  /** The markets. */
  markets: MarketEntry[];
  /** The armed groups. */
  groups: GroupEntry[];
  /** Relation of each other state with the lead state. */
  relations_with_lead: RelationEntry[];
  /** Regions, transit areas and markets; never sites. */
  places: PlaceEntry[];
  /** Routes between places. */
  routes: RouteEntry[];
  /** Countries. */
  countries: CountryEntry[];
  /** Growing regions. */
  regions: RegionEntry[];
  /** ISO 3166-1 numeric codes of the outlines that a state or market is shaded by. */
  outlines: Record<string, string[]>;
  /** By part of the data, four digits that change when the part does. */
  fingerprints: Record<string, string>;
}
