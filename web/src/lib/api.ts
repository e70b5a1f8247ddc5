/** Asks the server that the page came from, and nobody else. */
import type { BandAnswer, ChecksPart, ClaimsAnswer, CompareAnswer, Indicator, Lever, MapAnswer, Parameter, RunAnswer, ShippedScenario, Source, SwitchInfo, Tables, WedgesAnswer, World } from './types';

export type ScenarioRequest = { name: string } | { id: string; toml: string };

interface Problem {
  message: string;
  expected?: string;
  suggestion?: string | null;
  line?: number | null;
}

/** A request that the server refused, with all its reasons. */
export class Refused extends Error {
  constructor(public readonly problems: Problem[]) {
    super(problems.map((problem) => problem.message + (problem.suggestion ? ` (${problem.suggestion}?)` : '')).join('; '));
  }
}

const TOKEN = 'counterflow-token';

/** The token of a server that other machines can reach comes as `#token=...` and leaves the address. */
function token(): string | null {
  const given = /^#token=([^&]+)$/.exec(location.hash);
  if (given?.[1]) {
    sessionStorage.setItem(TOKEN, decodeURIComponent(given[1]));
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(TOKEN);
}

const secret = token();
const authorization: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {};

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body = (await response.json().catch(() => null)) as { problems?: Problem[] } | null;
  throw new Refused(body?.problems ?? [{ message: `${response.status} ${response.statusText}` }]);
}

async function table<T>(name: string): Promise<T> {
  return (await checked(await fetch(`/api/${name}`, { headers: authorization }))).json() as Promise<T>;
}

function post(name: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...authorization };
  return fetch(`/api/${name}`, { method: 'POST', headers, body: JSON.stringify(body), signal: signal ?? null }).then(checked);
}

async function ask<T>(name: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await post(name, body, signal)).json() as Promise<T>;
}

export async function tables(): Promise<Tables> {
  const [levers, indicators, switches, scenarios, worlds] = await Promise.all([
    table<{ levers: Lever[] }>('levers'),
    table<{ indicators: Indicator[] }>('indicators'),
    table<{ switches: SwitchInfo[] }>('switches'),
    table<{ scenarios: ShippedScenario[] }>('scenarios'),
    table<{ worlds: World[] }>('worlds'),
  ]);
  const world = worlds.worlds[0];
  if (!world) throw new Error('the server holds no world');
  return { levers: levers.levers, indicators: indicators.indicators, switches: switches.switches, scenarios: scenarios.scenarios, world };
}

let evidenceOnce: Promise<{ parameters: Parameter[]; sources: Source[] }> | null = null;

/** The evidence is large, so that it is asked for when it is first shown. */
export function evidence(): Promise<{ parameters: Parameter[]; sources: Source[] }> {
  evidenceOnce ??= table<{ parameters: Parameter[]; sources: Source[] }>('evidence');
  return evidenceOnce;
}

/** Published results beside the model's own: one by one the first time, all at once later. */
export const checks = (signal: AbortSignal): AsyncGenerator<ChecksPart> => parts('checks', {}, signal);

/** The central run: central parameters, expected values. */
export const run = (scenario: ScenarioRequest, series: string[], signal?: AbortSignal): Promise<RunAnswer> =>
  ask('run', { scenario, series, expected: true }, signal);

export const map = (scenario: ScenarioRequest, signal?: AbortSignal): Promise<MapAnswer> => ask('map', { scenario }, signal);

export const compare = (scenarios: ScenarioRequest[], members: number, signal?: AbortSignal): Promise<CompareAnswer> =>
  ask('compare', { scenarios, members }, signal);

export const claims = (scenario: ScenarioRequest, own: string | null, members: number, signal?: AbortSignal): Promise<ClaimsAnswer> =>
  ask('claims', own === null ? { scenario, members } : { scenario, claims: own, members }, signal);

/** The bands, part by part, each over more members than the one before. */
export const ensemble = (scenario: ScenarioRequest, series: string[], members: number, signal: AbortSignal): AsyncGenerator<BandAnswer> =>
  parts('ensemble', { scenario, series, members }, signal);

/** What each lever contributes: the central run first, then the spread over more and more members. */
export const wedges = (scenario: ScenarioRequest, series: string, members: number, signal: AbortSignal): AsyncGenerator<WedgesAnswer> =>
  parts('wedges', { scenario, series, members }, signal);

async function* parts<T>(name: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const response = await post(name, body, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return;
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as T;
  }
}
