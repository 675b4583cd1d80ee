// What a first topic costs on each backend: requests and bytes that go to the backend, and when the first
// comments stand, with an empty cache, on a desktop and on a throttled phone. Prints tables; asserts nothing.
//   SITES='{"postgrest":"http://…"}' node bench/backends.mjs LABEL [--runs 5]     (cargo xtask bench backends calls it)
import { chromium } from '@playwright/test';
import { parseArgs } from 'node:util';
import { FLAGS } from '../chromium.mjs';
import { PROFILES, median, visit } from './measure.mjs';

const { values: { runs }, positionals: [label = ''] } = parseArgs({ options: { runs: { type: 'string', default: '5' } }, allowPositionals: true });
const sites = JSON.parse(process.env.SITES);
const TOPIC = '/topics/getting-to-know-you';
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });

const load = (site, profile) => visit(browser, profile, async (page, { cdp }) => {
  const asked = new Map();
  let bytes = 0;
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => { if (/:410\d\//.test(request.url)) asked.set(requestId, request.method); });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (asked.has(requestId)) bytes += encodedDataLength; });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector('[data-comment]')) requestAnimationFrame(() => { globalThis.there = performance.now(); });
      else setTimeout(look, 8);
    };
    addEventListener('DOMContentLoaded', look);
  });
  await page.goto(site + TOPIC);
  await page.waitForFunction(() => globalThis.there, null, { timeout: 120_000 });
  const there = await page.evaluate(() => globalThis.there);
  await page.waitForLoadState('networkidle');
  return { there, requests: asked.size, bytes };
});

for (const [name, site] of Object.entries(sites)) {
  const seen = { desktop: [], phone: [] };
  for (let i = 0; i < Number(runs); i++) {
    for (const [kind, profile] of Object.entries(PROFILES)) seen[kind].push(await load(site, profile));
  }
  const of = (kind, what) => median(seen[kind].map(one => one[what]));
  console.log(`| ${label || name} | ${of('desktop', 'requests')} | ${(of('desktop', 'bytes') / 1000).toFixed(1)} | ${of('desktop', 'there').toFixed(0)} | ${of('phone', 'there').toFixed(0)} |`);
}
await browser.close();
