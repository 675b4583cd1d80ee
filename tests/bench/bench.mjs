// Loading times in a real browser: the first topic against the same page as plain
// HTML, on a desktop and on a throttled phone, interleaved, as medians; and how the
// page answers with two thousand comments. Prints tables; asserts nothing.
//   node bench/bench.mjs [--runs 5]        (cargo xtask bench builds, serves and calls it)
import { chromium } from '@playwright/test';
import { taken, unpacked } from '../browser/kit.mjs';
import { FLAGS } from '../chromium.mjs';
import { PROFILES, median, ms, visit } from './measure.mjs';
import http from 'node:http';
import { brotliCompressSync } from 'node:zlib';
import { parseArgs } from 'node:util';

const { values: { runs } } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const SITE = process.env.SITE;
const TOPIC = '/topics/getting-to-know-you';
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });

/** A visit that notes its long tasks. */
const noted = (profile, act) => visit(browser, profile, async (page, measured) => {
  await page.addInitScript(() => {
    globalThis.tasks = [];
    new PerformanceObserver(list => { for (const task of list.getEntries()) globalThis.tasks.push(task.duration); }).observe({ type: 'longtask', buffered: true });
  });
  return act(page, measured);
});

/** When the first content, the largest, and the last words of the topic are there, and when the program has taken over. */
const load = (url, profile) => noted(profile, async (page, { bytes }) => {
  await page.addInitScript(() => {
    new PerformanceObserver(list => { globalThis.largest = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
    const look = () => {
      if (document.querySelector('article.topic')?.textContent.includes('Let the conversations begin!')) requestAnimationFrame(() => { globalThis.whole = performance.now(); });
      else setTimeout(look, 8);
    };
    const wait = () => {
      if (globalThis.whole && !document.querySelector('[data-finished]')) globalThis.ready = performance.now();
      else setTimeout(wait, 8);
    };
    look();
    wait();
  });
  await page.goto(url);
  await page.waitForFunction(() => globalThis.ready);
  const painted = await page.evaluate(() => {
    const first = performance.getEntriesByName('first-contentful-paint')[0].startTime;
    const { largest, ready, tasks } = globalThis;
    // What is in the document is not seen before anything is painted.
    return { first, largest, ready, whole: Math.max(first, globalThis.whole), blocking: tasks.reduce((sum, task) => sum + Math.max(0, task - 50), 0) };
  });
  return { ...painted, bytes: bytes() };
});

/** What the program put on the page, as a page of plain HTML with the same style sheet and picture. */
async function plainHtml() {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(SITE + TOPIC);
  await page.getByText('Let the conversations begin!').first().waitFor();
  await taken(page);
  const html = await page.evaluate(() => {
    document.querySelectorAll('script, link[rel=modulepreload], link[rel=preload]').forEach(element => element.remove());
    return document.documentElement.outerHTML.replaceAll('<!---->', '');
  });
  await page.close();
  return `<!doctype html>${html}`;
}

/** Serves the plain page, compressed, and everything else from the site. */
function serve(html) {
  const body = brotliCompressSync(Buffer.from(html));
  const server = http.createServer(async (request, response) => {
    if (request.url === TOPIC) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'br' });
      return response.end(body);
    }
    const answer = await fetch(SITE + request.url);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type'), 'content-encoding': 'br' });
    response.end(brotliCompressSync(Buffer.from(await answer.arrayBuffer())));
  }).listen(0, '127.0.0.1');
  return new Promise(resolve => server.once('listening', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() })));
}

/** Two thousand comments: the first fifty, then more on request. */
const many = profile => noted(profile, async page => {
  const comments = Array.from({ length: 2000 }, (_, i) => ({
    id: `m${i}`, topic: 't1', parent: i % 2 ? `m${i - 1}` : undefined, name: `Person ${i}`, state: 'published',
    created: new Date(Date.UTC(2016, 1, 15, 9) + i * 60_000).toISOString(),
    text: `Number ${i}: **my desk** is next to the door, and the door is next to the street. `.repeat(4) + `See https://example.org/${i}` }));
  await unpacked(page);
  await page.route('**/demo/comments/getting-to-know-you.json', route => route.fulfill({ json: comments }));
  await page.goto(SITE + TOPIC);
  await page.waitForFunction(() => document.querySelectorAll('[data-comment]').length === 50);
  const start = await page.evaluate(() => { const longest = Math.max(0, ...globalThis.tasks); globalThis.tasks = []; return longest; });
  const shown = [];
  for (let n = 100; n <= 400; n += 50) {
    shown.push(await page.evaluate(async n => {
      const begun = performance.now();
      [...document.querySelectorAll('.more button')].at(0).click();
      while (document.querySelectorAll('[data-comment]').length < n) await new Promise(requestAnimationFrame);
      await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - begun;
    }, n));
  }
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.tasks));
  return { start, shown: median(shown), longest };
});

try {
  const plain = await serve(await plainHtml());
  for (const [name, profile] of Object.entries(PROFILES)) {
    const subjects = { 'the same as plain HTML': [plain.url + TOPIC, []], Deskmates: [SITE + TOPIC, []] };
    for (let run = 0; run < Number(runs); run += 1) {
      for (const [url, samples] of Object.values(subjects)) samples.push(await load(url, profile));
    }
    console.log(`\n### ${name}: the first topic, cold (medians of ${runs})\n\n| | first content, ms | × plain | whole topic, ms | × plain | can be written in, ms | blocking, ms | KB moved |\n|---|--:|--:|--:|--:|--:|--:|--:|`);
    const of = (samples, key) => median(samples.map(sample => sample[key]));
    const [, base] = subjects['the same as plain HTML'];
    for (const [subject, [, samples]] of Object.entries(subjects)) {
      const ratio = key => (of(samples, key) / of(base, key)).toFixed(2);
      console.log(`| ${subject} | ${ms(of(samples, 'first'))} | ${ratio('first')} | ${ms(of(samples, 'whole'))} | ${ratio('whole')} | ${ms(of(samples, 'ready'))} | ${ms(of(samples, 'blocking'))} | ${(of(samples, 'bytes') / 1024).toFixed(1)} |`);
    }
    const samples = [];
    for (let run = 0; run < Number(runs); run += 1) samples.push(await many(profile));
    console.log(`\n${name}, 2,000 comments: longest task until the first 50 stand ${ms(of(samples, 'start'))} ms; 50 more are shown in ${ms(of(samples, 'shown'))} ms, longest task ${ms(of(samples, 'longest'))} ms`);
  }
  plain.stop();
} finally {
  await browser.close();
}
