/** The schematic map: routes as curves, and where places lie in the drawing. */
import { geoMercator } from 'd3-geo';
import type { MapAnswer, World } from './types';

export const MAP_WIDTH = 900;
export const MAP_HEIGHT = 642;

/** Corners that the drawing must hold, in degrees. */
const CORNERS = [[-118, -34], [28, 56]] as const;
/** How far a route bends away from the straight line, as a share of its length. */
const BEND = 0.12;

/** Clipped a little beyond the drawing, so that no outline runs along its edge. */
const BEYOND = 20;
export const projection = geoMercator()
  .fitExtent([[0, 0], [MAP_WIDTH, MAP_HEIGHT]], { type: 'MultiPoint', coordinates: CORNERS.map(([longitude, latitude]) => [longitude, latitude]) })
  .clipExtent([[-BEYOND, -BEYOND], [MAP_WIDTH + BEYOND, MAP_HEIGHT + BEYOND]]);

export function point(longitude: number, latitude: number): [number, number] {
  return projection([longitude, latitude]) ?? [0, 0];
}

const round = (value: number): string => value.toFixed(1);

export interface Flow {
  id: string;
  from: string;
  to: string;
  corridor: string;
  path: string;
  /** Tonnes a year, by year. */
  before: number[];
  after: number[];
}

const KG_PER_MONTH_TO_TONNES_PER_YEAR = 12 / 1000;

/** Routes between the same places add up, whatever their mode. */
export function flows(world: World, answer: MapAnswer): Flow[] {
  const places = new Map(world.places.map((place) => [place.id, place]));
  const found = new Map<string, Flow>();
  world.routes.forEach((route, index) => {
    const [from, to] = [places.get(route.from), places.get(route.to)];
    if (!from || !to) return;
    const id = `${route.from}>${route.to}>${route.corridor}`;
    const years = answer.years.length;
    const flow = found.get(id) ?? { id, from: from.name, to: to.name, corridor: route.corridor, path: curve(point(from.longitude, from.latitude), point(to.longitude, to.latitude)), before: Array(years).fill(0), after: Array(years).fill(0) };
    for (let year = 0; year < years; year++) {
      flow.before[year] = (flow.before[year] ?? 0) + (answer.before[year]?.[index] ?? 0) * KG_PER_MONTH_TO_TONNES_PER_YEAR;
      flow.after[year] = (flow.after[year] ?? 0) + (answer.after[year]?.[index] ?? 0) * KG_PER_MONTH_TO_TONNES_PER_YEAR;
    }
    found.set(id, flow);
  });
  return [...found.values()];
}

function curve([x1, y1]: [number, number], [x2, y2]: [number, number]): string {
  const middle = [(x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND];
  return `M${round(x1)},${round(y1)}Q${middle.map(round).join(',')} ${round(x2)},${round(y2)}`;
}
