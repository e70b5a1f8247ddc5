/** The texts in the reader's language. A component that reads one follows when the language changes. */
import { store } from '../lib/store.svelte';
import type { Tables } from '../lib/types';
import { en, type Words } from './en';
import { es } from './es';

const TEXTS: Record<string, Words> = { en, es };

const current = (): Words => TEXTS[store.settings.language] ?? en;

export const words: Words = new Proxy(en, { get: (_, key) => Reflect.get(current(), key) });

/** A unit such as `kg/month` in the reader's language. */
export const unitWords = (unit: string): string => unit.split('/').map((part) => current().declared.units[part] ?? part).join('/');

/** What the server declares of levers, indicators and switches in the reader's language; evidence is English. */
export function translated(tables: Tables): Tables {
  const { leverTitles, indicatorTitles, declared } = current();
  return {
    ...tables,
    levers: tables.levers.map((lever) => ({ ...lever, ...declared.levers[lever.id], title: leverTitles[lever.id] ?? lever.title })),
    indicators: tables.indicators.map((indicator) => ({ ...indicator, title: indicatorTitles[indicator.id] ?? indicator.title, definition: declared.indicators[indicator.id] ?? indicator.definition })),
    switches: tables.switches.map((one) => ({ ...one, about: declared.switches[one.id] ?? one.about })),
  };
}
