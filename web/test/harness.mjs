// Starts the built server on a free port and a browser that may reach nothing else.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const binary = process.env.COUNTERFLOW ?? path.join(root, 'target/release/counterflow');
const browsers = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const browserPath = browsers.find((candidate) => candidate && existsSync(candidate));

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Runs the server until `stop`; answers its address. */
export async function startServer() {
  const server = spawn(binary, ['serve', '--port', '0'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const started = performance.now();
  const address = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (part) => {
      said += part;
      const found = /http:\/\/[^ ]+\//.exec(said);
      if (found) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  return { address, milliseconds: performance.now() - started, process: server, stop: () => server.kill() };
}

export async function startBrowser() {
  return chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
}

/** A page that records requests to other hosts and every message of the console. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('blob:') && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  return { page, faults, close: () => context.close() };
}

/** Waits until the bands of the last slider position are complete. */
export async function settled(page, members = 200) {
  await page.waitForFunction((wanted) => {
    const grid = document.querySelector('.results .grid');
    return grid && grid.getAttribute('data-stale') === 'false' && Number(grid.getAttribute('data-members')) === wanted;
  }, members, { timeout: 60000 });
}

/** Moves a slider as a hand does. */
export async function moveSlider(locator, share) {
  await locator.evaluate((input, part) => {
    input.value = String(Number(input.min) + part * (Number(input.max) - Number(input.min)));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, share);
}

export async function post(address, name, body) {
  const response = await fetch(`${address}api/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Runs the command and answers its standard output. */
export async function command(...words) {
  const child = spawn(binary, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (part) => (out += part));
  await new Promise((resolve, reject) => child.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`${words.join(' ')}: ${status}`)))));
  return out;
}

export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'counterflow-web-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
