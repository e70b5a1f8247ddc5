/** From paths to the points of a drawing; no document is touched. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { BandSeries, Quantile } from './types';

export const WIDTH = 480;
export const HEIGHT = 240;
export const MARGIN = { top: 8, right: 10, bottom: 22, left: 48 };

const TICKS = 4;
const MONTHS_PER_YEAR = 12;
/** Years between labels of the time axis. */
const YEARS_PER_LABEL = 3;

export interface Scales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

/** The intervals that hold 95, 90, 80, ... 10 % of the members, from the widest to the narrowest. */
const INTERVALS: [Quantile, Quantile][] = [
  ['p025', 'p975'], ['p05', 'p95'], ['p10', 'p90'], ['p15', 'p85'], ['p20', 'p80'],
  ['p25', 'p75'], ['p30', 'p70'], ['p35', 'p65'], ['p40', 'p60'], ['p45', 'p55'],
];
/** The intervals that are read as numbers, by the percentage of members that they hold. */
export const READ: [number, Quantile, Quantile][] = [[50, 'p25', 'p75'], [80, 'p10', 'p90'], [95, 'p025', 'p975']];

/** The ends of an axis that holds every path; zero belongs to it unless all values are far from it. */
export function ends(paths: number[][]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const path of paths) {
    for (const value of path) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (!Number.isFinite(low)) [low, high] = [0, 1];
  const FAR_FROM_ZERO = 0.5;
  if (low > 0 && low < FAR_FROM_ZERO * high) low = 0;
  if (low === high) [low, high] = low === 0 ? [0, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  const nice = scaleLinear().domain([low, high]).nice(TICKS).domain();
  return [nice[0] ?? low, nice[1] ?? high];
}

export function scales(low: number, high: number, months: number): Scales {
  return {
    x: scaleLinear([0, Math.max(months - 1, 1)], [MARGIN.left, WIDTH - MARGIN.right]),
    y: scaleLinear([low, high], [HEIGHT - MARGIN.bottom, MARGIN.top]),
  };
}

export const yTicks = ({ y }: Scales): number[] => y.ticks(TICKS);

/** Januaries with a label, as positions in the run. */
export function xTicks(months: string[]): number[] {
  return months.flatMap((month, index) => (month.endsWith('-01') && (index / MONTHS_PER_YEAR) % YEARS_PER_LABEL === 0 ? [index] : []));
}

export function linePath({ x, y }: Scales, values: number[]): string {
  return line<number>().x((_, index) => x(index)).y((value) => y(value))(values) ?? '';
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
const middle = (one: number[], other: number[]): number[] => one.map((value, index) => (value + (other[index] ?? value)) / 2);

/**
 * The areas of a band from the widest to the narrowest. Drawn over each other, each as thin as a veil, they
 * darken towards the middle by the share of members that lie farther out; about five in a hundred lie between
 * two of them, so that no edge shows. A band that is still to be refined has half as many.
 */
export function shades({ x, y }: Scales, band: BandSeries, isFine: boolean): string[] {
  const across = band.median.map((_, index) => tenths(x(index)));
  const drawn = (quantile: Quantile): number[] => band[quantile].map((value) => y(value));
  const intervals = INTERVALS.map(([low, high]): [number[], number[]] => [drawn(low), drawn(high)]);
  if (!isFine) return intervals.map(([low, high]) => outline(across, low, high));
  const median = drawn('median');
  const layers = intervals.flatMap(([low, high], position) => {
    const [lower, upper] = intervals[position + 1] ?? [median, median];
    // Between 95 and 90 % there is no room for another.
    return position === 0 ? [[low, high] as const] : [[low, high] as const, [middle(low, lower), middle(high, upper)] as const];
  });
  return layers.map(([low, high]) => outline(across, low, high));
}

function outline(across: number[], low: number[], high: number[]): string {
  const there = low.map((value, index) => `${across[index]},${tenths(value)}`);
  const back = high.map((value, index) => `${across[index]},${tenths(value)}`).reverse();
  return `M${there.join('L')}L${back.join('L')}Z`;
}

export function bandEnds(band: BandSeries | undefined): number[][] {
  return band ? [band.p025, band.p975] : [];
}
