// Pictures of every page at desktop and phone width, light and dark: node test/screenshots.mjs [FOLDER]
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DESKTOP, openPage, PHONE, root, settled, startBrowser, startServer } from './harness.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'out/screenshots'));
const STATE = 'v=1&l=surveillance~200~2025-07~~6~eastern_pacific.western_caribbean~&l=vessel_patrols~200~2025-07~~6~eastern_pacific.western_caribbean~l&l=task_forces~100~2025-07~~12~~';
const READY = { simulator: null, map: 'path.route', compare: '[data-members="50"] [data-wedge]', claims: '[data-members="100"] [data-claim]', assumptions: '[data-parameter]', validation: '[data-complete=true]' };

await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();
const looks = [['desktop', DESKTOP], ['phone', PHONE]].flatMap(([width, viewport]) => ['light', 'dark'].map((colorScheme) => [`${width}-${colorScheme}`, { viewport, colorScheme }]));
for (const [look, options] of looks) {
  for (const [name, selector] of Object.entries(READY)) {
    const { page, close } = await openPage(browser, server.address, options);
    await page.goto(`${server.address}#/${name}?${STATE}`);
    if (selector) await page.waitForSelector(selector, { timeout: 90000 });
    else await settled(page);
    if (name === 'compare') await page.waitForSelector('[data-members="100"] [data-row]', { timeout: 90000 });
    if (name === 'map') await page.locator('#shading').selectOption('violent_deaths');
    if (name === 'simulator') await page.locator('[data-series=violent_deaths]').getByRole('button', { name: 'Map' }).click();
    if (name === 'validation') await page.locator('[data-paper] summary').first().click();
    await page.waitForTimeout(300);
    const file = path.join(folder, `${name}-${look}.png`);
    await page.screenshot({ path: file, fullPage: true });
    console.log(file);
    await close();
  }
}
await browser.close();
server.stop();
