/** The state of the page: what a link holds, and the scenario file that it stands for. */
import type { LeverUse, ShippedScenario, Tables, World } from './types';

export const PAGES = ['simulator', 'map', 'compare', 'claims', 'assumptions', 'validation'] as const;
export type Page = (typeof PAGES)[number];

export interface LeverSetting {
  id: string;
  /** Million USD a year on top of the base year. */
  budget: number;
  from: string;
  until: string;
  ramp: number;
  targets: string[];
  consent: boolean;
  lethal: boolean;
}

export const MAP_VIEWS = ['before', 'after', 'change'] as const;
/** Indicators by which the flow map shades countries. */
export const SHADINGS = ['coca_area', 'seized_by_country', 'violent_deaths', 'relation'] as const;

export interface MapSetting {
  view: (typeof MAP_VIEWS)[number];
  /** Position of the year; null is the last. */
  year: number | null;
  shading: string;
}

/** A claim as the reader types it. */
export interface ClaimSetting {
  /** The lever that is said to do it; empty for the whole mix. */
  lever: string;
  series: string;
  direction: 'rise' | 'fall';
  from: string;
  until: string;
}

export const CHART_VIEWS = ['chart', 'table', 'map'] as const;

/** How a chart is shown. */
export interface ChartView {
  view: (typeof CHART_VIEWS)[number];
  /** Month of its map, as a position in the run; null is the last. */
  month: number | null;
  /** Whether its map shows what the policy changes. */
  isChange: boolean;
}

/** What the reader looks for among the assumptions. */
export interface SearchSetting {
  text: string;
  module: string;
  grade: string;
}

export interface Settings {
  page: Page;
  until: string;
  levers: LeverSetting[];
  switches: Record<string, string>;
  parameters: Record<string, number>;
  charts: string[];
  /** By series; a chart that is not among them shows its lines. */
  chartViews: Record<string, ChartView>;
  compared: string[];
  map: MapSetting;
  /** Series to which the levers contribute. */
  wedge: string;
  claim: ClaimSetting;
  search: SearchSetting;
  /** Language of the texts. */
  language: string;
  /** Whose way of writing numbers is used. */
  locale: string;
}

/** Version of the link's format. */
export const LINK_VERSION = '1';
/** Identifier of the reader's scenario. */
export const OWN_ID = 'my-scenario';

const USD_PER_MILLION = 1e6;
const MONTH = /^\d{4}-\d{2}$/;
/** Digits of a budget in million USD: no slider moves by less. */
const BUDGET_DECIMALS = 3;

/** Charts of a first visit; the price is that of the lead state's market. */
function headlineCharts(world: World | undefined): string[] {
  const home = world?.markets.find((market) => market.id === world.lead_state) ?? world?.markets[0];
  return ['seized', 'consumption', ...(home ? [`retail_price@${home.id}`] : []), 'violent_deaths', 'civilian_deaths_from_force', 'mean_cooperation'];
}

/** Languages of the texts, each by its own name. */
export const LANGUAGES: Record<string, string> = { en: 'English', es: 'Español' };
/** Ways of writing numbers, each by an example. */
export const LOCALES: Record<string, string> = { en: '1,234.5', es: '1234,5', de: '1.234,5' };

/** Where a lever starts when a reader first moves it. */
export function newLever(tables: Tables, id: string, budget: number): LeverSetting {
  const examples = tables.scenarios.flatMap((scenario) => scenario.levers).filter((used) => used.id === id);
  const example = examples.find((used) => used.consent && !used.lethal_force) ?? examples[0];
  if (example) return { ...setting(example), budget };
  return { id, budget, from: tables.world.start, until: '', ramp: 0, targets: [], consent: true, lethal: false };
}

function setting(used: LeverUse): LeverSetting {
  return {
    id: used.id,
    budget: (used.budget_usd_per_year ?? 0) / USD_PER_MILLION,
    from: used.from,
    until: used.until ?? '',
    ramp: used.ramp_months,
    targets: [...used.targets],
    consent: used.consent,
    lethal: used.lethal_force,
  };
}

/** A first visit: the run ends where the scenario without levers does. */
export function defaults(tables: Tables | null): Settings {
  const until = tables?.scenarios.find((scenario) => scenario.levers.length === 0)?.until ?? '';
  return { page: 'simulator', until, levers: [], switches: {}, parameters: {}, charts: headlineCharts(tables?.world), chartViews: {}, compared: ['baseline', OWN_ID, 'multilateral'], ...views(tables), language: 'en', locale: 'en' };
}

const MONTHS_PER_YEAR = 12;
/** The window of a reader's own claim at first: the third to the fifth year. */
const [CLAIM_FROM, CLAIM_UNTIL] = [2 * MONTHS_PER_YEAR, 5 * MONTHS_PER_YEAR - 1];

/** The month that many months after another, both as year-month; nothing after nothing. */
export function plusMonths(month: string, months: number): string {
  const [year = NaN, number = NaN] = month.split('-').map(Number);
  const count = year * MONTHS_PER_YEAR + number - 1 + months;
  if (!Number.isFinite(count)) return '';
  return `${String(Math.floor(count / MONTHS_PER_YEAR)).padStart(4, '0')}-${String((count % MONTHS_PER_YEAR) + 1).padStart(2, '0')}`;
}

/** What the pages besides the simulator show at first. */
function views(tables: Tables | null): Pick<Settings, 'map' | 'wedge' | 'claim' | 'search'> {
  const start = tables?.world.start ?? '';
  return {
    map: { view: 'after', year: null, shading: '' },
    wedge: 'consumption@world',
    claim: { lever: '', series: 'seized@world', direction: 'rise', from: plusMonths(start, CLAIM_FROM), until: plusMonths(start, CLAIM_UNTIL) },
    search: { text: '', module: '', grade: '' },
  };
}

/** A chart that shows its lines. */
export const LINES: ChartView = { view: 'chart', month: null, isChange: false };

/** The series, and behind `~` the first letter of the view if it is not that of the lines, then the map's month and `c`. */
function packedChart(series: string, { view, month, isChange }: ChartView = LINES): string {
  if (view === 'chart') return series;
  return `${series}~${view.charAt(0)}${view === 'map' ? `${month ?? ''}${isChange ? 'c' : ''}` : ''}`;
}

function unpackedChart(text: string): [string, ChartView] | null {
  const found = /^([^~]+)(?:~([tm])(\d{0,3})(c?))?$/.exec(text);
  if (!found) return null;
  const [, series = '', letter, month = '', change] = found;
  const view = CHART_VIEWS.find((known) => known.charAt(0) === letter) ?? 'chart';
  return [series, { view, month: month === '' ? null : Number(month), isChange: change === 'c' }];
}

/** The text comes last, as it may hold any sign. */
const packedSearch = ({ text, module, grade }: SearchSetting): string => [module, grade, text].join('~');

function unpackedSearch(text: string): SearchSetting {
  const [module = '', grade = '', ...rest] = text.split('~');
  return { module, grade, text: rest.join('~') };
}

const packedMap = ({ view, year, shading }: MapSetting): string => [view, year ?? '', shading].join('~');
const packedClaim = ({ lever, series, direction, from, until }: ClaimSetting): string => [lever, series, direction, from, until].join('~');

function unpackedMap(text: string): MapSetting | null {
  const [view = '', year = '', shading = ''] = text.split('~');
  const known = MAP_VIEWS.find((one) => one === view);
  const isShading = shading === '' || SHADINGS.some((one) => one === shading);
  if (!known || !isShading || !/^\d{0,3}$/.test(year)) return null;
  return { view: known, year: year === '' ? null : Number(year), shading };
}

function unpackedClaim(text: string, tables: Tables): ClaimSetting | null {
  const [lever = '', series = '', direction = '', from = '', until = ''] = text.split('~');
  const isLever = lever === '' || tables.levers.some((known) => known.id === lever);
  if (!isLever || !isSeries(series, tables) || !MONTH.test(from) || !MONTH.test(until)) return null;
  if (direction !== 'rise' && direction !== 'fall') return null;
  return { lever, series, direction, from, until };
}

/** The levers of a shipped scenario; assumptions and charts stay. */
export function withPreset(settings: Settings, preset: ShippedScenario): Settings {
  return { ...settings, until: preset.until, levers: preset.levers.map(setting) };
}

function packed(lever: LeverSetting): string {
  const flags = (lever.consent ? '' : 'f') + (lever.lethal ? 'l' : '');
  return [lever.id, round(lever.budget), lever.from, lever.until, lever.ramp, lever.targets.join('.'), flags].join('~');
}

function unpacked(text: string): LeverSetting | null {
  const [id = '', budget = '', from = '', until = '', ramp = '', targets = '', flags = ''] = text.split('~');
  const numbers = [Number(budget), Number(ramp)];
  if (!id || budget === '' || !numbers.every((number) => Number.isFinite(number) && number >= 0)) return null;
  if (!MONTH.test(from) || (until !== '' && !MONTH.test(until))) return null;
  return { id, budget: Number(budget), from, until, ramp: Number(ramp), targets: targets ? targets.split('.') : [], consent: !flags.includes('f'), lethal: flags.includes('l') };
}

const FINGERPRINT = 4;

/** What the data of a link were: digits by part of the data, in the order of their names. */
function packedData(tables: Tables): string {
  return Object.entries(tables.world.fingerprints).map(([, digits]) => digits).join('');
}

/** The parts of the data that are not those of a link; one that is not there any more has no name. */
function changedData(data: string, tables: Tables): string[] {
  const parts = Object.entries(tables.world.fingerprints);
  if (data.length !== parts.length * FINGERPRINT) return ['*'];
  return parts.flatMap(([part, digits], position) => (data.slice(position * FINGERPRINT, (position + 1) * FINGERPRINT) === digits ? [] : [part]));
}

/** The part of the address after `#`. */
export function toLink(settings: Settings, tables: Tables | null): string {
  const query = new URLSearchParams({ v: LINK_VERSION, t: settings.until });
  if (tables) query.set('d', packedData(tables));
  settings.levers.forEach((lever) => query.append('l', packed(lever)));
  Object.entries(settings.switches).forEach(([id, value]) => query.append('s', `${id}~${value}`));
  Object.entries(settings.parameters).forEach(([id, value]) => query.append('p', `${id}~${value}`));
  query.set('c', settings.charts.map((series) => packedChart(series, settings.chartViews[series])).join(','));
  query.set('k', settings.compared.join(','));
  const first = views(tables);
  if (packedMap(settings.map) !== packedMap(first.map)) query.set('m', packedMap(settings.map));
  if (settings.wedge !== first.wedge) query.set('w', settings.wedge);
  if (packedClaim(settings.claim) !== packedClaim(first.claim)) query.set('o', packedClaim(settings.claim));
  if (packedSearch(settings.search) !== packedSearch(first.search)) query.set('f', packedSearch(settings.search));
  if (settings.language !== 'en') query.set('g', settings.language);
  if (settings.locale !== settings.language) query.set('n', settings.locale);
  return `#/${settings.page}?${query.toString().replaceAll('%7E', '~').replaceAll('%2C', ',').replaceAll('%40', '@').replaceAll('%3A', ':')}`;
}

/** The settings of a link, what of it could not be kept, and which data have changed since it was made. */
export function fromLink(hash: string, tables: Tables): { settings: Settings; lost: string[]; changed: string[] } {
  const settings = defaults(tables);
  const lost: string[] = [];
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const page = PAGES.find((known) => known === path);
  if (page) settings.page = page;
  const given = new URLSearchParams(query);
  const keep = <T>(text: string, value: T | null | undefined): T[] => {
    if (value !== null && value !== undefined) return [value];
    lost.push(text);
    return [];
  };
  const version = given.get('v');
  if (version !== null && version !== LINK_VERSION) lost.push(`v=${version}`);
  const until = given.get('t');
  if (until !== null) keep(until, MONTH.test(until) ? until : null).forEach((month) => (settings.until = month));
  settings.levers = given.getAll('l').flatMap((text) => {
    const lever = unpacked(text);
    return keep(text, lever && tables.levers.some((known) => known.id === lever.id) ? lever : null);
  });
  given.getAll('s').forEach((text) => {
    const [id = '', value = ''] = text.split('~');
    const known = tables.switches.find((one) => one.id === id)?.settings.includes(value);
    keep(text, known ? value : null).forEach(() => (settings.switches[id] = value));
  });
  given.getAll('p').forEach((text) => {
    const [id = '', value = ''] = text.split('~');
    const number = Number(value);
    keep(text, id && value !== '' && Number.isFinite(number) ? number : null).forEach(() => (settings.parameters[id] = number));
  });
  const list = (name: string): string[] | null => given.get(name)?.split(',').filter(Boolean) ?? null;
  const charts = list('c')?.flatMap((text) => {
    const chart = unpackedChart(text);
    return keep(text, chart && isSeries(chart[0], tables) ? chart : null);
  });
  if (charts) {
    settings.charts = charts.map(([series]) => series);
    settings.chartViews = Object.fromEntries(charts.filter(([, { view }]) => view !== 'chart'));
  }
  const scenarios = new Set([OWN_ID, ...tables.scenarios.map((scenario) => scenario.id)]);
  settings.compared = list('k')?.flatMap((id) => keep(id, scenarios.has(id) ? id : null)) ?? settings.compared;
  const one = <T>(name: string, read: (text: string) => T | null): T | null => {
    const text = given.get(name);
    return text === null ? null : (keep(text, read(text))[0] ?? null);
  };
  settings.map = one('m', unpackedMap) ?? settings.map;
  settings.wedge = one('w', (text) => (isSeries(text, tables) ? text : null)) ?? settings.wedge;
  settings.claim = one('o', (text) => unpackedClaim(text, tables)) ?? settings.claim;
  settings.search = one('f', unpackedSearch) ?? settings.search;
  const oneOf = (known: Record<string, string>, asked: string | null): string | null => (asked !== null && asked in known ? asked : null);
  settings.language = oneOf(LANGUAGES, given.get('g')) ?? settings.language;
  // Numbers follow the language unless the reader wants others.
  settings.locale = oneOf(LOCALES, given.get('n')) ?? settings.language;
  const data = given.get('d');
  return { settings, lost, changed: data === null ? [] : changedData(data, tables) };
}

/** Indicator and place of a series. */
export function partsOf(series: string): [string, string] {
  const [indicator = '', place = 'world'] = series.split('@');
  return [indicator, place];
}

export function isSeries(series: string, tables: Tables): boolean {
  const [id, place] = partsOf(series);
  return tables.indicators.find((indicator) => indicator.id === id)?.places.includes(place) ?? false;
}

function round(number: number): number {
  return Number(number.toFixed(BUDGET_DECIMALS));
}

/** What a scenario file of the settings leaves out. */
export interface Without {
  policy?: boolean;
  assumptions?: boolean;
}

/** The scenario file: what the server is asked, and what a reader downloads. */
export function toToml(settings: Settings, tables: Tables, without: Without = {}): string {
  const lines = ['name  = "My scenario"', 'about = "Made in the web app."', `until = ${JSON.stringify(settings.until)}`];
  for (const lever of without.policy ? [] : settings.levers.filter((one) => one.budget > 0)) {
    const info = tables.levers.find((known) => known.id === lever.id);
    lines.push('', '[[lever]]', `id     = ${JSON.stringify(lever.id)}`, `budget = "${round(lever.budget)} million USD/year"`, `from   = ${JSON.stringify(lever.from)}`);
    if (lever.until) lines.push(`until  = ${JSON.stringify(lever.until)}`);
    if (lever.ramp > 0) lines.push(`ramp   = "${lever.ramp} months"`);
    if (info?.targets && lever.targets.length > 0) lines.push(`${info.targets} = ${JSON.stringify(lever.targets)}`);
    if (info?.can_lack_consent && !lever.consent) lines.push('consent = false');
    if (info?.can_be_lethal && lever.lethal) lines.push('lethal_force = true');
  }
  const section = (title: string, entries: [string, string | number][]): void => {
    if (entries.length > 0 && !without.assumptions) lines.push('', `[${title}]`, ...entries.map(([id, value]) => `${JSON.stringify(id)} = ${tomlValue(value)}`));
  };
  section('switches', Object.entries(settings.switches));
  section('parameters', Object.entries(settings.parameters));
  return lines.join('\n') + '\n';
}

/** TOML tells whole numbers from others, and a parameter is a number with a point. */
function tomlValue(value: string | number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

export function changesAssumptions(settings: Settings): boolean {
  return Object.keys(settings.switches).length > 0 || Object.keys(settings.parameters).length > 0;
}
