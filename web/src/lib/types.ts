/** What the API answers, as far as the pages use it. */

export interface Lever {
  id: string;
  title: string;
  about: string;
  decided_by: string;
  unit: string;
  targets: 'country' | 'corridor' | 'market' | null;
  unit_cost_usd: number;
  baseline: number;
  maximum_extra: number;
  can_lack_consent: boolean;
  can_be_lethal: boolean;
  claim: string;
  mechanism: string;
  side_effects: string;
  example: string;
  /** Parameters through which it acts, its own first. */
  moves: string[];
}

export interface Indicator {
  id: string;
  title: string;
  unit: string;
  definition: string;
  module: string;
  by: string;
  has_total: boolean;
  flow: boolean;
  places: string[];
}

export interface SwitchInfo {
  id: string;
  about: string;
  settings: string[];
  default: string;
}

export interface LeverUse {
  id: string;
  effort: number | null;
  budget_usd_per_year: number | null;
  from: string;
  until: string | null;
  ramp_months: number;
  targets: string[];
  consent: boolean;
  lethal_force: boolean;
}

export interface ShippedScenario {
  id: string;
  name: string;
  about: string;
  until: string;
  levers: LeverUse[];
  switches: Record<string, string>;
  parameters: Record<string, number>;
}

export interface Parameter {
  id: string;
  module: string;
  title: string;
  value: number;
  unit: string;
  low: number;
  high: number;
  distribution: string;
  grade: string;
  sources: string[];
  note: string;
}

export interface Source {
  key: string;
  citation: string;
  url: string | null;
  doi: string | null;
}

export interface Named {
  id: string;
  name: string;
}

export interface Place extends Named {
  kind: string;
  latitude: number;
  longitude: number;
}

export interface World {
  world: string;
  about: string;
  world_hash: string;
  /** By part of the data, digits that change when the part does. */
  fingerprints: Record<string, string>;
  start: string;
  /** The state whose policy is studied. */
  lead_state: string;
  /** ISO 3166-1 numeric codes of the outlines that a state or market is shaded by. */
  outlines: Record<string, string[]>;
  places: Place[];
  routes: { id: string; from: string; to: string; corridor: string; mode: string }[];
  countries: (Named & { latitude: number; longitude: number; role: string })[];
  regions: (Named & { country: string; latitude: number; longitude: number })[];
  corridors: Named[];
  markets: Named[];
  groups: Named[];
}

export interface Tables {
  levers: Lever[];
  indicators: Indicator[];
  switches: SwitchInfo[];
  scenarios: ShippedScenario[];
  world: World;
}

export interface RunAnswer {
  run: { command: string; world_hash: string; evidence_hash: string };
  months: string[];
  series: { indicator: string; place: string; unit: string; values: number[] }[];
}

/** The middle of the members and the ends of the intervals that hold 10, 20, ... 90 and 95 % of them. */
export type Quantile =
  | 'median'
  | 'p025' | 'p05' | 'p10' | 'p15' | 'p20' | 'p25' | 'p30' | 'p35' | 'p40' | 'p45'
  | 'p55' | 'p60' | 'p65' | 'p70' | 'p75' | 'p80' | 'p85' | 'p90' | 'p95' | 'p975';

export interface BandSeries extends Record<Quantile, number[]> {
  indicator: string;
  place: string;
}

export interface BandAnswer {
  members: number;
  of: number;
  months: string[];
  series: BandSeries[];
}

export interface MapAnswer {
  years: string[];
  routes: string[];
  before: number[][];
  after: number[][];
}

export interface Spread {
  median: number;
  p05: number;
  p95: number;
}

export interface CompareAnswer {
  run: { command: string };
  window: [string, string];
  indicators: {
    indicator: string;
    title: string;
    place: string;
    unit: string;
    scenarios: { scenario: string; level: Spread; change: (Spread & { relative: Spread | null }) | null }[];
  }[];
}

/** One number of the contributions: central in the first part, spread over members in the others. */
export interface WedgeValue extends Partial<Spread> {
  central?: number;
}

export interface WedgesAnswer {
  members: number;
  of: number;
  unit: string;
  window: [string, string];
  levers: { id: string; alone: WedgeValue; contribution: WedgeValue; cost_usd_per_year?: number | null }[];
  remainder: WedgeValue;
  all: WedgeValue;
}

export interface SideEffect extends Spread {
  indicator: string;
  place: string;
  title: string;
  unit: string;
  wanted: boolean;
}

export interface ClaimResult extends Spread {
  id: string;
  lever: string | null;
  statement: string;
  indicator: string;
  place: string;
  unit: string;
  window: string;
  promised: 'rise' | 'fall';
  kind: 'benefit' | 'harm';
  follows: 'input' | 'derived' | 'emergent';
  /** Size that matters, as a claims file says it. */
  size: string;
  needs: string[];
  stops: string | null;
  baseline: number;
  relative_median: number | null;
  share_in_promised_direction: number;
  verdict: 'holds' | 'holds_under_some' | 'mixed' | 'fails' | 'no_effect';
  peak_month: string | null;
  duration_months: number;
  side_effects: SideEffect[];
  cost_per_unit: number | null;
  cost_unit: string;
  grade: string;
  drivers: { parameter: string; title: string; grade: string; correlation: number }[];
  sources: string[];
}

export interface ClaimsAnswer {
  run: { command: string };
  claims: ClaimResult[];
  sources: { key: string; citation: string; url: string | null }[];
}

/** Some checks; `position` is that of the first among all, whose number is `of`. */
export interface ChecksPart {
  checks: Check[];
  position?: number;
  of?: number;
}

export interface Check {
  id: string;
  what: string;
  source: string[];
  published: string;
  computed: unknown;
  unit: string;
  tolerance: string;
  verdict: 'holds' | 'known_failure' | 'fails' | 'needs_data';
  grade: string;
  reason: string;
  caution?: string;
}
