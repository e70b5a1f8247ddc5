/** Values of an indicator by country. */
import type { Indicator, World } from './types';

const BY_STATE = new Set(['country', 'producer or transit state', 'state with relations', 'market']);
const BY_PAIR = 'pair of states (a:b)';
const MONTHS_PER_YEAR = 12;

interface Path {
  place: string;
  values: number[];
}

/** Whether a map of countries can show the indicator: its places are states or pairs of them, or add up to them. */
export function isMappable(indicator: Indicator): boolean {
  return BY_STATE.has(indicator.by) || indicator.by === BY_PAIR || (indicator.by === 'region' && indicator.has_total);
}

/** The state that a place lies in or, for a pair with the lead state, the other one. */
function stateOf(place: string, indicator: Indicator, world: World): string | null {
  if (indicator.by === 'region') return world.regions.find((region) => region.id === place)?.country ?? null;
  if (indicator.by !== BY_PAIR) return place;
  const [one = '', other = ''] = place.split(':');
  return one === world.lead_state ? other : other === world.lead_state ? one : null;
}

/** Value by state in a month, added up over its regions; sums over the world are left out. */
export function byState(paths: Path[], indicator: Indicator, world: World, valueOf: (values: number[]) => number): Map<string, number> {
  const found = new Map<string, number>();
  for (const path of paths) {
    const state = stateOf(path.place, indicator, world);
    if (state !== null && (world.outlines[state] ?? []).length > 0) found.set(state, (found.get(state) ?? 0) + valueOf(path.values));
  }
  return found;
}

/** A year of a path: the sum of a flow, the last level of anything else. */
export function ofYear(values: number[], year: number, isFlow: boolean): number {
  const months = values.slice(year * MONTHS_PER_YEAR, (year + 1) * MONTHS_PER_YEAR);
  return isFlow ? months.reduce((sum, value) => sum + value, 0) : (months.at(-1) ?? 0);
}

export function difference(after: Map<string, number>, before: Map<string, number>): Map<string, number> {
  return new Map([...after].map(([state, value]) => [state, value - (before.get(state) ?? 0)]));
}
