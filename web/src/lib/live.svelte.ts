/** The central run while a slider moves, and the bands once it rests. */
import * as api from './api';
import { changesAssumptions, toToml, type Settings, type Without } from './scenario';
import type { BandAnswer, RunAnswer, Tables } from './types';

/** Members of the bands; the command line's own default. */
export const MEMBERS = 200;
/** A slider that has moved twice within this time is being dragged. */
const DRAG_MS = 150;
/** The bands of a dragged slider wait until it has rested so long with its lines drawn; others come at once. */
const REST_MS = 40;

/** The lines of every chart: mine, and the defaults where assumptions were changed. */
export type LineName = 'policy' | 'baseline' | 'defaultPolicy' | 'defaultBaseline';

const WITHOUT: Record<LineName, Without> = {
  policy: {},
  baseline: { policy: true },
  defaultPolicy: { assumptions: true },
  defaultBaseline: { policy: true, assumptions: true },
};

export class Live {
  runs = $state.raw<Partial<Record<LineName, RunAnswer>>>({});
  band = $state.raw<BandAnswer | null>(null);
  /** Whether the bands belong to an earlier position of the sliders. */
  stale = $state(false);
  problem = $state<string | null>(null);
  /** Whether all members are in the bands, be they of an earlier position or not. */
  complete = $derived(this.band !== null && this.band.members === this.band.of);
  private wanted: string | null = null;
  private busy = false;
  private known = new Map<string, RunAnswer>();
  /** When the slider moved last, and whether it is dragged. */
  private moved = -Infinity;
  private dragged = false;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private stop: AbortController | null = null;

  /** Asks for the settings' paths; what was asked before and has not started is dropped. */
  ask(settings: Settings, tables: Tables): void {
    const series = [...settings.charts];
    const names: LineName[] = changesAssumptions(settings) ? ['policy', 'baseline', 'defaultPolicy', 'defaultBaseline'] : ['policy', 'baseline'];
    const asked = names.map((name): [LineName, string] => [name, toToml(settings, tables, WITHOUT[name])]);
    const key = JSON.stringify([asked, series]);
    if (key === this.wanted) return;
    this.wanted = key;
    this.stale = true;
    const now = performance.now();
    this.dragged = now - this.moved < DRAG_MS;
    this.moved = now;
    this.stop?.abort();
    clearTimeout(this.resting);
    if (series.length === 0) {
      this.runs = {};
      this.band = null;
      return;
    }
    void this.central(key, asked, series);
  }

  private async central(key: string, asked: [LineName, string][], series: string[]): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const answers = await Promise.all(asked.map(async ([name, toml]) => [name, await this.run(toml, series)] as const));
      this.runs = Object.fromEntries(answers);
      this.problem = null;
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = false;
    if (this.wanted === key) {
      this.resting = setTimeout(() => void this.bands(key, asked[0]?.[1] ?? '', series), this.dragged ? REST_MS : 0);
      return;
    }
    // The slider has moved on meanwhile: only its last position counts.
    if (this.wanted !== null) {
      const [latest, latestSeries] = JSON.parse(this.wanted) as [[LineName, string][], string[]];
      if (latestSeries.length > 0) void this.central(this.wanted, latest, latestSeries);
    }
  }

  private async run(toml: string, series: string[]): Promise<RunAnswer> {
    const key = JSON.stringify([toml, series]);
    const known = this.known.get(key);
    if (known) return known;
    const answer = await api.run({ id: 'my-scenario', toml }, series);
    const MOST_KEPT = 64;
    if (this.known.size >= MOST_KEPT) this.known.clear();
    this.known.set(key, answer);
    return answer;
  }

  private async bands(key: string, toml: string, series: string[]): Promise<void> {
    const stop = new AbortController();
    this.stop = stop;
    try {
      for await (const part of api.ensemble({ id: 'my-scenario', toml }, series, MEMBERS, stop.signal)) {
        if (this.wanted !== key) return;
        this.band = part;
        this.stale = false;
      }
    } catch (error) {
      if (!stop.signal.aborted) this.problem = error instanceof Error ? error.message : String(error);
    }
  }
}
