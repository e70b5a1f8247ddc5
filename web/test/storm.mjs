// 10,000 malformed and 1,000 concurrent requests; prints what came of them: node test/storm.mjs
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { startServer } from './harness.mjs';

const MALFORMED = 10_000;
const CONCURRENT = 1_000;
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

const before = memory();
const answers = [];
while (answers.length < MALFORMED) answers.push(...(await Promise.all(Array.from({ length: 100 }, malformed))));
console.log(`${MALFORMED} malformed: ${count(answers)}`);
const between = memory();
const all = await Promise.all(Array.from({ length: CONCURRENT }, () => ask('POST', '/api/run', WHOLE.replace(',"members":2', ''), crowd)));
console.log(`${CONCURRENT} concurrent: ${count(all)}; slowest ${Math.max(...all.map((one) => one.ms)).toFixed(0)} ms`);
const last = await ask('GET', '/api/switches', '', agent);
console.log(`afterwards: ${last.status} in ${last.ms.toFixed(1)} ms; memory ${before.toFixed(0)} -> ${between.toFixed(0)} -> ${memory().toFixed(0)} MiB`);
agent.destroy();
server.stop();
const faults = [...answers, ...all].filter(({ status }) => typeof status !== 'number' || status >= 500);
process.exitCode = faults.length > 0 || last.status !== 200 ? 1 : 0;
