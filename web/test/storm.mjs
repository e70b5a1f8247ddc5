// 10,000 malformed, 1,000 concurrent and 200 abandoned requests; prints what came of them: node test/storm.mjs
import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { startServer } from './harness.mjs';

const MALFORMED = 10_000;
const CONCURRENT = 1_000;
const ABANDONED = 200;
/** How long an abandoned ensemble is waited for. */
const PATIENCE_MS = 20;
const server = await startServer();
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const crowd = new http.Agent({ maxSockets: CONCURRENT });

/** Keys of a repeatable sequence: linear congruential generator of Numerical Recipes. */
let state = 1;
function random(below) {
  state = (state * 1664525 + 1013904223) % 2 ** 32;
  // The upper digits are the random ones.
  return Math.floor((state / 2 ** 32) * below);
}

function ask(method, path, body, using, headers = {}) {
  return new Promise((resolve) => {
    const began = performance.now();
    const request = http.request(new URL(path, server.address), { method, agent: using, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode, ms: performance.now() - began }));
      response.on('error', () => resolve({ status: 'cut', ms: performance.now() - began }));
    });
    request.on('error', (error) => resolve({ status: error.code, ms: performance.now() - began }));
    request.end(body);
  });
}

function count(answers) {
  const found = new Map();
  for (const { status } of answers) found.set(status, (found.get(status) ?? 0) + 1);
  return [...found].sort().map(([status, number]) => `${status}: ${number}`).join(', ');
}

const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]) / 1024;
const WHOLE = JSON.stringify({ scenario: { id: 'x', toml: 'name = "x"\nuntil = "2024-06"\n' }, series: ['seized@world'], members: 2 });
const PATHS = ['run', 'ensemble', 'compare', 'claims', 'map', 'levers', 'unknown'].map((name) => `/api/${name}`);

function malformed() {
  const body = Buffer.from(WHOLE);
  for (let fault = 0; fault < 3; fault++) body[random(body.length)] = random(256);
  const headers = [{}, { host: 'example.org' }, { origin: 'http://example.org' }, { 'content-type': 'text/plain' }][random(8)] ?? {};
  return ask(['POST', 'POST', 'POST', 'PUT'][random(4)], PATHS[random(PATHS.length)], body.subarray(0, random(body.length + 1)), agent, headers);
}

const files = () => readdirSync(`/proc/${server.process.pid}/fd`).length;
const standing = () => `${memory().toFixed(0)} MiB, ${files()} open files`;

/** Asks for an ensemble and leaves before it is done. */
function abandon() {
  return new Promise((resolve) => {
    const body = JSON.stringify({ scenario: { name: 'military' }, series: ['seized@world'] });
    const request = http.request(new URL('/api/ensemble', server.address), { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
    request.on('error', () => resolve());
    request.end(body);
    setTimeout(() => {
      request.destroy();
      resolve();
    }, PATIENCE_MS);
  });
}

async function malformedRound() {
  const answers = [];
  while (answers.length < MALFORMED) answers.push(...(await Promise.all(Array.from({ length: 100 }, malformed))));
  console.log(`${MALFORMED} malformed: ${count(answers)}; then ${standing()}`);
  return answers;
}

console.log(`at rest: ${standing()}`);
// The second round shows whether the first one's memory is kept or grows.
const answers = [...(await malformedRound()), ...(await malformedRound())];
const all = await Promise.all(Array.from({ length: CONCURRENT }, () => ask('POST', '/api/run', WHOLE.replace(',"members":2', ''), crowd)));
console.log(`${CONCURRENT} concurrent runs: ${count(all)}; slowest ${Math.max(...all.map((one) => one.ms)).toFixed(0)} ms; then ${standing()}`);
const ensembles = await Promise.all(Array.from({ length: CONCURRENT }, () => ask('POST', '/api/ensemble', WHOLE, crowd)));
console.log(`${CONCURRENT} concurrent ensembles: ${count(ensembles)}; slowest ${Math.max(...ensembles.map((one) => one.ms)).toFixed(0)} ms; then ${standing()}`);
await Promise.all(Array.from({ length: ABANDONED }, abandon));
const after = await ask('POST', '/api/ensemble', WHOLE, agent);
const last = await ask('GET', '/api/switches', '', agent);
agent.destroy();
crowd.destroy();
await new Promise((resolve) => setTimeout(resolve, 500));
console.log(`after ${ABANDONED} abandoned ensembles of 200: an ensemble ${after.status} in ${after.ms.toFixed(0)} ms, a table ${last.status} in ${last.ms.toFixed(1)} ms; then ${standing()}`);
server.stop();
const faults = [...answers, ...all, ...ensembles].filter(({ status }) => typeof status !== 'number' || status >= 500);
process.exitCode = faults.length > 0 || after.status !== 200 || last.status !== 200 ? 1 : 0;
