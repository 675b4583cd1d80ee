import { defineConfig } from '@playwright/test';
import { FLAGS } from './chromium.mjs';

// `browser`: the demo. `journeys`: sites on real backends.
const folder = process.env.FOLDER ?? 'browser';

export default defineConfig({
  testDir: folder,
  outputDir: `.results/${folder}`,
  reporter: [['line'], ['json', { outputFile: `.results/${folder}.json` }]],
  // A test that passes only when it is tried again is a defect. It is named at the end of the run, and does not hide what else there is.
  retries: 1,
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.SITE,
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: { executablePath: process.env.CHROMIUM, args: FLAGS },
    trace: 'retain-on-failure',
    // It would answer in the place of those tests that answer for the site; offline.spec.mjs is about it.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 800 } } },
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }, grep: /@phone/ },
  ],
});
