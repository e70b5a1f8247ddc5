/** Outlines of countries for the maps, and which of them a place of the world stands for.
 *
 *  Outlines: Natural Earth, 1:110 million, public domain, through the package world-atlas. They show where a
 *  country lies and say nothing about boundaries. */
import { geoPath } from 'd3-geo';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { feature } from 'topojson-client';
import atlas from 'world-atlas/countries-110m.json';
import { projection } from './geo';

interface Shape {
  /** ISO 3166-1 numeric code. */
  code: string;
  path: string;
}

const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const draw = geoPath(projection).digits(1);

export const shapes: Shape[] = feature(topology, topology.objects.countries).features.flatMap((country) => {
  const path = draw(country);
  return path ? [{ code: String(country.id), path }] : [];
});

/** ISO 3166-1 numeric codes of the world's states. */
const STATES: Record<string, string[]> = {
  united_states: ['840'],
  colombia: ['170'],
  peru: ['604'],
  bolivia: ['068'],
  ecuador: ['218'],
  venezuela: ['862'],
  brazil: ['076'],
  guyana: ['328'],
  paraguay: ['600'],
  argentina: ['032'],
  chile: ['152'],
  panama: ['591'],
  costa_rica: ['188'],
  nicaragua: ['558'],
  honduras: ['340'],
  el_salvador: ['222'],
  guatemala: ['320'],
  mexico: ['484'],
  dominican_republic: ['214'],
  jamaica: ['388'],
  trinidad_and_tobago: ['780'],
  senegal: ['686'],
  spain: ['724'],
  belgium: ['056'],
  netherlands: ['528'],
  australia: ['036'],
  russia: ['643'],
  china: ['156'],
};

/** Subregions, as the UN Office on Drugs and Crime groups countries; states of their own stand apart. */
const SUBREGIONS: Record<string, string[]> = {
  western_central_europe: ['040', '203', '208', '233', '246', '250', '276', '300', '348', '352', '372', '380', '428', '440', '442', '578', '616', '620', '703', '705', '752', '756', '826'],
  south_america: ['032', '068', '076', '152', '170', '218', '328', '600', '604', '740', '858', '862'],
};

/** Codes of the countries that a place stands for; none for places that are no countries. */
export const codesOf = (place: string): string[] => STATES[place] ?? SUBREGIONS[place] ?? [];
