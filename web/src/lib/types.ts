/** What the API answers, under the names that the pages use. The types themselves are generated. */
import type {
  Assessment, Band, BandPart, Check, ChecksPart, Comparison, ContributionsPart, FlowMap, IndicatorEntry, LeverEffect, LeverEntry,
  LeverInUse, ParameterEntry, PlaceEntry, QuantileName, RunResult, ScenarioDetail, SourceEntry, SwitchEntry, WorldTables,
} from './types.generated';
export type { Check, ClaimResult, SideEffect, Spread } from './types.generated';
