/** From paths to the points of a drawing; no document is touched. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { BandSeries } from './types';

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

/** The bands from the widest to the narrowest; each is drawn over the one before. */
export const BANDS = [
  ['p025', 'p975'],
  ['p10', 'p90'],
  ['p25', 'p75'],
] as const;

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

export function bandPath({ x, y }: Scales, low: number[], high: number[]): string {
  return area<number>().x((_, index) => x(index)).y0((value) => y(value)).y1((_, index) => y(high[index] ?? 0))(low) ?? '';
}

export function bandEnds(band: BandSeries | undefined): number[][] {
  return band ? [band.p025, band.p975] : [];
}
