// How soon a discussion can be read, in ours and in other comment systems: the same comments, interleaved, in headless Chromium, on
// a desktop and on a throttled phone. Prints tables of medians, with the ratio to static HTML; asserts nothing.
//   node side_by_side.mjs [--runs 5] [--sizes 20,200,2000]        (cargo xtask bench side-by-side builds, serves and calls it)
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { FLAGS } from '../chromium.mjs';
import { PROFILES, median, ms, visit } from './measure.mjs';
import { STEP, systems } from './systems.mjs';

const { values: { runs, sizes } } = parseArgs({ options: { runs: { type: 'string', default: '5' }, sizes: { type: 'string', default: '20,200,2000' } } });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });

/** Opens a page until one can write in it; gives when one could read, and write, in ms, and what it took. */
const load = (system, url, n, profile) => visit(browser, profile, async (page, { bytes }) => {
  await page.addInitScript(({ shown, usable, wanted }) => {
    globalThis.blocking = 0;
    new PerformanceObserver(list => { for (const { duration } of list.getEntries()) globalThis.blocking += Math.max(0, duration - 50); }).observe({ type: 'longtask', buffered: true });
    const holds = expression => { try { return eval(expression); } catch { return false; } };
    const painted = then => requestAnimationFrame(() => setTimeout(then));
    const look = () => {
      if (!globalThis.read && holds(shown) >= wanted) painted(() => { globalThis.read ??= performance.now(); globalThis.blockingUntilRead ??= globalThis.blocking; });
      if (globalThis.read && (!usable || holds(usable))) painted(() => { globalThis.written ??= performance.now(); });
      else setTimeout(look, 4);
    };
    look();
  }, { shown: system.shown, usable: system.usable, wanted: system.isOurs ? Math.min(n, STEP) : n });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction('globalThis.read', null, { timeout: 90_000, polling: 50 }).catch(error => {
    throw new Error(`${system.name} does not show ${n} comments`, { cause: error });
  });
  const bytesUntilRead = bytes();
  await page.waitForFunction('globalThis.written', null, { timeout: 90_000, polling: 50 });
  const { read, written, blockingUntilRead } = await page.evaluate(() => ({ read: globalThis.read, written: globalThis.written, blockingUntilRead: globalThis.blockingUntilRead }));
  // Long tasks are told a little later than they end.
  const blocking = await page.evaluate(() => new Promise(done => { setTimeout(() => done(globalThis.blocking), 100); }));
  return { read, written, blocking, blockingUntilRead, bytes: bytesUntilRead, bytesInAll: bytes() };
  // What is looked for is an expression, which the policy of our own page would not let run.
}, { viewport: { width: 390, height: 844 }, bypassCSP: true });

try {
  for (const n of sizes.split(',').map(Number)) {
    const running = [];
    for (const system of systems) running.push({ system, ...await system.start(n), samples: Object.fromEntries(Object.keys(PROFILES).map(name => [name, []])) });
    for (const [name, profile] of Object.entries(PROFILES)) {
      for (let run = 0; run < Number(runs); run += 1) {
        for (const { system, url, samples } of running) samples[name].push(await load(system, url, n, profile));
      }
      console.log(`\n### ${n} comments, ${name} (medians of ${runs})\n\n| | can be read, ms | × static | blocked until then, ms | can be written in, ms | blocked in all, ms | KB until read | KB in all |\n| --- | --: | --: | --: | --: | --: | --: | --: |`);
      const of = ({ samples }, key) => median(samples[name].map(sample => sample[key]));
      const [base] = running.map(one => of(one, 'read'));
      for (const one of running) {
        console.log(`| ${one.system.name} | ${ms(of(one, 'read'))} | ${(of(one, 'read') / base).toFixed(2)} | ${ms(of(one, 'blockingUntilRead'))} | ${ms(of(one, 'written'))} | ${ms(of(one, 'blocking'))} | ${(of(one, 'bytes') / 1024).toFixed(1)} | ${(of(one, 'bytesInAll') / 1024).toFixed(1)} |`);
      }
    }
    for (const { stop } of running) stop();
  }
} finally {
  await browser.close();
}
