/** What the API answers, under the names that the pages use; the types themselves are generated. */
import type * as api from './types.generated';

export type { Check, SideEffect, Spread } from './types.generated';

export type Lever = api.LeverEntry;
export type Indicator = api.IndicatorEntry;
export type SwitchInfo = api.SwitchEntry;
export type LeverUse = api.LeverInUse;
export type ShippedScenario = api.ScenarioDetail;
export type Parameter = api.ParameterEntry;
export type Source = api.SourceEntry;
export type Place = api.PlaceEntry;
export type World = api.WorldTables;
export type RunAnswer = api.VersionedRunResult;
export type BandAnswer = api.BandPart;
export type MapAnswer = api.VersionedFlowMap;
export type CompareAnswer = api.VersionedComparison;
export type ClaimResult = Omit<api.ClaimResult, 'promised'> & { promised: 'rise' | 'fall' };
export type ClaimsAnswer = Omit<api.VersionedAssessment, 'claims'> & { claims: ClaimResult[] };
export type ChecksPart = api.VersionedChecksPart;

/** Whatever has an identifier and a name for readers. */
export interface Named {
  id: string;
  name: string;
}

export interface Tables {
  levers: Lever[];
  indicators: Indicator[];
  switches: SwitchInfo[];
  scenarios: ShippedScenario[];
  world: World;
}

/** A series of bands, by quantile. */
export type BandSeries = api.Band;

/** The middle of the members and the ends of the intervals that hold 10, 20, ... 90 and 95 % of them. */
export type Quantile = Exclude<keyof api.Band, 'indicator' | 'place' | 'unit'>;

/** One number of the contributions: central in the first part, spread over members in the others. */
export type WedgeValue = Partial<api.Spread> & { central?: number };

export type WedgesAnswer = Omit<api.ContributionsPart, 'levers' | 'remainder' | 'all'> & {
  levers: (Omit<api.LeverContribution, 'alone' | 'contribution'> & { alone: WedgeValue; contribution: WedgeValue })[];
  remainder: WedgeValue;
  all: WedgeValue;
};
