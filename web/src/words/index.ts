/** The texts in the reader's language. A component that reads one follows when the language changes. */
import { store } from '../lib/store.svelte';
import type { Tables } from '../lib/types';
import { en, type Words } from './en';
import { es } from './es';

const TEXTS: Record<string, Words> = { en, es };

const current = (): Words => TEXTS[store.settings.language] ?? en;

export const words: Words = new Proxy(en, { get: (_, key) => Reflect.get(current(), key) });

/** Titles of levers and indicators in the reader's language; what else the server declares is English. */
export function translated(tables: Tables): Tables {
  const { leverTitles, indicatorTitles } = current();
  return {
    ...tables,
    levers: tables.levers.map((lever) => ({ ...lever, title: leverTitles[lever.id] ?? lever.title })),
    indicators: tables.indicators.map((indicator) => ({ ...indicator, title: indicatorTitles[indicator.id] ?? indicator.title })),
  };
}
