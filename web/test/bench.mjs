// Slider to redrawn chart over 200 moves, the bands, the first load and the start of the server.
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { gzipSync } from 'node:zlib';
import { openPage, settled, startBrowser, startServer } from './harness.mjs';

const MOVES = 200;
const STARTS = 10;
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const print = (what, milliseconds) => console.log(`${what.padEnd(56)} ${milliseconds.toFixed(1)} ms`);

/** Parent and processor time so far of a process; the clock ticks a hundred times a second on Linux. */
const CLOCK_TICKS_PER_MS = 0.1;
function statistics(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_MS };
}
const processorMs = (pid) => statistics(pid).ms;

/** Processor time so far of what this script has started and what that has started, but for the server. */
function browserMs() {
  const known = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      known.set(Number(pid), statistics(pid));
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (pid) => pid === process.pid || (known.has(pid) && isOurs(known.get(pid).parent));
  return [...known].filter(([pid]) => pid !== process.pid && pid !== server.process.pid && isOurs(pid)).reduce((sum, [, { ms }]) => sum + ms, 0);
}

console.log(`${os.cpus().length} processors, load ${os.loadavg()[0].toFixed(1)}: times on a busy machine are longer than on an idle one`);
const starts = [];
for (let start = 0; start < STARTS; start++) {
  const server = await startServer();
  starts.push(server.milliseconds);
  server.stop();
}
print(`server start, median of ${STARTS}`, quantile(starts, 0.5));
print(`server start, longest of ${STARTS}`, Math.max(...starts));

const server = await startServer();
const browser = await startBrowser();
const { page, close } = await openPage(browser, server.address);
const sizes = [];
const measure = async (response) => {
  const body = await response.body().catch(() => Buffer.alloc(0));
  sizes.push({ url: response.url(), bytes: body.length, gzip: gzipSync(body).length });
};
page.on('response', measure);
const began = performance.now();
await page.goto(server.address);
await page.waitForSelector('[data-line=policy]');
print('first load until the first chart', performance.now() - began);
await settled(page);
// From here on, weighing answers would take the time of what is measured.
page.off('response', measure);
const all = sizes.reduce((sum, one) => sum + one.gzip, 0);
const assets = sizes.filter(({ url }) => !url.includes('/api/'));
console.log(`first load, pages and scripts: ${assets.reduce((sum, one) => sum + one.bytes, 0)} bytes, ${assets.reduce((sum, one) => sum + one.gzip, 0)} as gzip; with all data asked for ${all} as gzip`);

/** Milliseconds that the page's own thread has worked so far. */
const session = await page.context().newCDPSession(page);
await session.send('Performance.enable');
const pageMs = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value * 1000;

const [serverBefore, pageBefore] = [processorMs(server.process.pid), await pageMs()];
// Measured in the page: from the input event to the frame after the one that holds the new path.
const measured = await page.evaluate(async (moves) => {
  const slider = document.querySelector('#lever-vessel_patrols');
  const line = () => document.querySelector('[data-series="seized"] [data-line=policy]')?.getAttribute('d');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  for (let move = 0; move < moves; move++) {
    const before = line();
    const start = performance.now();
    slider.value = String(Number(slider.max) * (0.05 + 0.9 * (((move * 7) % moves) / moves)));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    while (line() === before && performance.now() - start < 2000) await frame();
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times;
}, MOVES);
print(`slider to redrawn chart, median of ${MOVES}`, quantile(measured, 0.5));
print(`slider to redrawn chart, 95th percentile of ${MOVES}`, quantile(measured, 0.95));

print('processor time of the server for a move', (processorMs(server.process.pid) - serverBefore) / MOVES);
print('time of the page’s thread for a move', ((await pageMs()) - pageBefore) / MOVES);

/** From the slider's move to the frames after those that hold the first band and that of all members. */
async function bandTimes(share) {
  const grid = document.querySelector('.results .grid');
  const slider = document.querySelector('#lever-vessel_patrols');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (isReached) => {
    while (!isReached(grid.dataset)) await frame();
    await frame();
    return performance.now() - start;
  };
  const start = performance.now();
  slider.value = String(Number(slider.max) * share);
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await until(({ stale }) => stale === 'true');
  return [await until(({ stale }) => stale === 'false'), await until(({ stale, members }) => stale === 'false' && members === '200')];
}

const BANDS = 9;
/** Between two moves, so that the second is not taken for a drag. */
const PAUSE_MS = 500;
const [firsts, wholes, costs, browserCosts] = [[], [], [], []];
for (let round = 0; round < BANDS; round++) {
  await page.waitForTimeout(PAUSE_MS);
  const [serverBefore, othersBefore] = [processorMs(server.process.pid), browserMs()];
  const [first, whole] = await page.evaluate(bandTimes, 0.1 + 0.1 * round);
  firsts.push(first);
  wholes.push(whole);
  costs.push(processorMs(server.process.pid) - serverBefore);
  browserCosts.push(browserMs() - othersBefore);
}
print(`slider to first band, median of ${BANDS}`, quantile(firsts, 0.5));
print(`slider to band of 200 members, median of ${BANDS}`, quantile(wholes, 0.5));
print(`slider to band of 200 members, shortest of ${BANDS}`, Math.min(...wholes));
print(`processor time of the server for it, median of ${BANDS}`, quantile(costs, 0.5));
print(`processor time of the browser for it, median of ${BANDS}`, quantile(browserCosts, 0.5));
await close();
await browser.close();
server.stop();
