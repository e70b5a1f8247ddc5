// Slider to redrawn chart over 200 moves, the bands, the first load and the start of the server.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { gzipSync } from 'node:zlib';
import { openPage, settled, startBrowser, startServer } from './harness.mjs';

const MOVES = 200;
const STARTS = 10;
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const print = (what, milliseconds) => console.log(`${what.padEnd(56)} ${milliseconds.toFixed(1)} ms`);

/** Processor time of the server so far; the clock ticks a hundred times a second on Linux. */
const CLOCK_TICKS_PER_MS = 0.1;
function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_MS;
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
page.on('response', async (response) => {
  const body = await response.body().catch(() => Buffer.alloc(0));
  sizes.push({ url: response.url(), bytes: body.length, gzip: gzipSync(body).length });
});
const began = performance.now();
await page.goto(server.address);
await page.waitForSelector('[data-line=policy]');
print('first load until the first chart', performance.now() - began);
await settled(page);
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

const BANDS = 5;
const [firsts, wholes, costs] = [[], [], []];
for (let round = 0; round < BANDS; round++) {
  const [start, before] = [performance.now(), processorMs(server.process.pid)];
  await page.locator('#lever-vessel_patrols').evaluate((slider, share) => {
    slider.value = String(Number(slider.max) * share);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, 0.3 + 0.1 * round);
  await page.waitForFunction(() => document.querySelector('.results .grid')?.getAttribute('data-stale') === 'true');
  await page.waitForFunction(() => document.querySelector('.results .grid')?.getAttribute('data-stale') === 'false');
  firsts.push(performance.now() - start);
  await settled(page);
  wholes.push(performance.now() - start);
  costs.push(processorMs(server.process.pid) - before);
}
print(`slider to first band, median of ${BANDS}`, quantile(firsts, 0.5));
print(`slider to band of 200 members, median of ${BANDS}`, quantile(wholes, 0.5));
print(`slider to band of 200 members, shortest of ${BANDS}`, Math.min(...wholes));
print(`processor time of the server for it, median of ${BANDS}`, quantile(costs, 0.5));
await close();
await browser.close();
server.stop();
