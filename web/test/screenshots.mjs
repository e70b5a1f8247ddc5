// Pictures of every page at desktop and phone width: node test/screenshots.mjs [FOLDER]
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DESKTOP, openPage, PHONE, root, settled, startBrowser, startServer } from './harness.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'out/screenshots'));
const STATE = 'v=1&l=surveillance~200~2025-07~~6~eastern_pacific.western_caribbean~&l=vessel_patrols~200~2025-07~~6~eastern_pacific.western_caribbean~l&l=task_forces~100~2025-07~~12~~';
const READY = { simulator: null, map: 'path.route', compare: '[data-wedge]', claims: '[data-claim]', assumptions: '[data-parameter]', validation: '[data-paper]' };

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();
for (const [width, options] of [['desktop', { viewport: DESKTOP }], ['phone', { viewport: PHONE, colorScheme: 'dark' }]]) {
  for (const [name, selector] of Object.entries(READY)) {
    const { page, close } = await openPage(browser, server.address, options);
    await page.goto(`${server.address}#/${name}?${STATE}`);
    if (selector) await page.waitForSelector(selector, { timeout: 90000 });
    else await settled(page);
    if (name === 'compare') await page.waitForSelector('[data-row]', { timeout: 90000 });
    if (name === 'map') await page.getByRole('button', { name: 'What moved' }).click();
    if (name === 'validation') await page.locator('[data-paper] summary').first().click();
    await page.waitForTimeout(300);
    const file = path.join(folder, `${name}-${width}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await close();
  }
}
await browser.close();
server.stop();
