import { defineConfig } from '@playwright/test';
import { FLAGS } from './chromium.mjs';

// `browser`: the demo. `journeys`: sites on real backends.
const folder = process.env.FOLDER ?? 'browser';

export default defineConfig({
  testDir: folder,
  outputDir: `.results/${folder}`,
  reporter: [['dot'], ['json', { outputFile: `.results/${folder}.json` }]],
  // What passes only when it is tried again is told from what never does, and has failed unless unsteady.json names the cause.
  retries: 1,
  forbidOnly: true,
  workers: 2,
  fullyParallel: true,
  // What computes gives way to browsers (xtask/src/suites/plan.rs), but two cores are two cores. How fast a page is, is bench's to say.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: process.env.SITE,
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: { executablePath: process.env.CHROMIUM, args: FLAGS },
    // Of the try that failed, not of the next; pictures and copies of the page in between took a quarter of all time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    // It would answer in the place of those tests that answer for the site; offline.spec.mjs is about it.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }, grep: /@phone/ },
  ],
});
