/** Outlines of countries for the maps; which of them a place stands for is the world's to say.
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
