// Pages that are there before the program is: what a reader has without it, and how it takes over.
import { test as base } from '@playwright/test';
import { test, expect, comment, hurry, open, post, problems, taken, FIRST } from './kit.mjs';
import { width } from './partners.mjs';

const PAGES = ['/', '/topics', FIRST, '/rounds/2016A', '/join', '/about', '/privacy', '/contact', '/code-of-conduct'];

/** The program itself; what starts it has its name behind a question mark. */
const PROGRAM = url => url.pathname.endsWith('.wasm');

/** Holds the program back until it is let go. */
async function hold(page) {
  let release;
  const held = new Promise(resolve => { release = resolve; });
  await page.route(PROGRAM, async route => { await held; await route.continue(); });
  return release;
}

/**
 * The page as it stands before the program; what the kit's page would wait for does not come. A page is parsed before it has its style,
 * and seen after.
 */
async function before(page, path = FIRST) {
  await page.evaluate(path => { location.href = path; }, path);
  await page.waitForFunction(path => location.href.endsWith(path) && document.querySelector('[data-finished]') &&
    [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet), path);
}

base.describe('without a program', () => {
  base.use({ javaScriptEnabled: false });

  for (const path of PAGES) {
    base(`${path} reads whole`, async ({ page }) => {
      const answer = await page.goto(path);
      expect(answer.status()).toBe(200);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('.skeleton')).toHaveCount(0);
      await expect(page.locator('noscript p[lang=en]')).toBeVisible();
      await expect(page.locator('noscript p[lang=en]')).toContainText('Deskmates needs JavaScript in your browser.');
      expect(await page.locator('main').innerText()).not.toMatch(/Loading|\{\w+\}/);
      await expect(page).toHaveTitle(/Deskmates$/);
    });
  }

  base('the first topic has its prompts, its picture and what was said about it, and links lead on', async ({ page }) => {
    await page.goto(FIRST);
    await expect(page.getByText('Let the conversations begin!')).toBeVisible();
    await expect(page.getByRole('main').getByRole('img').first()).toBeVisible();
    await expect(page.locator('[data-comment]').first()).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Topics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeVisible();
    await page.getByRole('link', { name: 'Getting to know you' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Getting to know you' })).toBeVisible();
  });
});

test.describe('before the program', () => {
  test('everything can be read, and nothing can be written yet @phone', async ({ page }) => {
    await open(page, '/about');
    const release = await hold(page);
    await before(page);
    await expect(page.locator('[data-finished]').getByRole('heading', { level: 1, name: 'Getting to know you' })).toBeVisible();
    for (const control of await page.locator('[data-finished] :is(button, input, select, textarea)').all()) await expect(control).toBeDisabled();
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
    release();
    await taken(page);
    await expect(page.getByLabel('Comment *')).toBeEnabled();
  });

  test('somebody who reads in another language has the page in theirs', async ({ page }) => {
    await open(page, '/about');
    await page.getByLabel('Language').selectOption('ar');
    // Its words have come, and the choice is kept.
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    const release = await hold(page);
    const words = page.waitForResponse('**/finished/ar/**');
    await page.route('**/finished/ar/**', async route => {
      // It is not seen in this one first.
      expect(await page.locator('[data-finished] h1').isVisible()).toBe(false);
      await route.continue();
    });
    await before(page);
    await words;
    const finished = page.locator('[data-finished]');
    await expect(finished.getByRole('heading', { level: 1, name: 'Getting to know you' })).toBeVisible();
    await expect(finished.getByRole('link', { name: 'المواضيع' }).first()).toBeVisible();
    for (const control of await finished.locator('button, input, select, textarea').all()) await expect(control).toBeDisabled();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    expect(await problems(page)).toEqual([]);
    release();
    await taken(page);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  });

  test.describe('that does not come', () => {
    test.use({ allowed: ['Failed to load resource', 'TypeError', 'CompileError', 'wasm', 'net::'] });
    test('the page says so, and stays', async ({ page }) => {
      await page.route(PROGRAM, route => route.abort());
      await page.goto(FIRST);
      await expect(page.getByRole('alert')).toContainText('This page could not be loaded.');
      await expect(page.getByText('Let the conversations begin!')).toBeVisible();
    });

    // Safari before 16 does not know the word in the policy that lets WebAssembly run.
    test('the page says so, and stays, also where a browser runs no WebAssembly under its policy', async ({ page }) => {
      await page.route(`**${FIRST}`, async route => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replaceAll("'wasm-unsafe-eval'", '') });
      });
      await page.goto(FIRST);
      await expect(page.getByRole('alert')).toContainText('try a newer browser');
      await expect(page.getByText('Hospital library, Cork.')).toBeVisible();
    });
  });
});

test.describe('as the program takes over', () => {
  test('nothing jumps, nothing flashes, and nothing is fetched that is there @phone', async ({ page }) => {
    await page.addInitScript(() => {
      globalThis.shifts = [];
      globalThis.headings = new Set();
      new PerformanceObserver(list => { for (const { value } of list.getEntries()) globalThis.shifts.push(value); }).observe({ type: 'layout-shift', buffered: true });
      const look = () => {
        if (document.querySelector('h1')) globalThis.seen = true;
        if (globalThis.seen) globalThis.headings.add(document.querySelector('h1')?.textContent);
        requestAnimationFrame(look);
      };
      look();
    });
    const asked = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname.slice(1)));
    await open(page);
    await expect(page.getByLabel('Comment *')).toBeEnabled();
    expect(await page.evaluate(() => [...globalThis.headings])).toEqual(['Getting to know you']);
    expect(await page.evaluate(() => globalThis.shifts)).toEqual([]);
    const brought = await page.locator('script[data-file]').evaluateAll(scripts => scripts.map(script => script.dataset.file));
    expect(brought).toContain('demo/topics.json');
    expect(asked.filter(path => brought.includes(path))).toEqual([]);
  });

  test.describe('for who reads the same English', () => {
    // Dates follow the reader's own kind of English, and the site is built in that of the United States.
    test.use({ locale: 'en-US' });
    for (const path of PAGES) {
      test(`${path} looks as it did before`, async ({ page }) => {
        await open(page, '/partner');
        const release = await hold(page);
        await before(page, path);
        await page.locator('[data-finished] h1').waitFor();
        const look = () => page.evaluate(() => [...document.querySelectorAll('body :is(h1, h2, h3, p, li, a, img, label, time, footer)')].filter(element => element.checkVisibility()).map(element => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return `${element.tagName} ${[x, y, width, height].map(Math.round)} ${element.textContent.slice(0, 60).trim()}`;
        }));
        await page.evaluate(() => document.fonts.ready);
        // What is not in view is laid out, too.
        await page.locator('[data-comment]').evaluateAll(all => all.forEach(({ style }) => { style.contentVisibility = 'visible'; }));
        const finished = await look();
        release();
        await taken(page);
        expect(await look()).toEqual(finished);
      });
    }
  });

  test('who is on a link stays on it, and who came for a comment is at it', async ({ page }) => {
    await open(page, '/about');
    const release = await hold(page);
    await before(page);
    const link = page.getByRole('main').getByRole('link', { name: 'Round 2016A' }).first();
    await link.focus();
    await page.mouse.wheel(0, 400);
    await page.waitForFunction(() => scrollY >= 400);
    release();
    await taken(page);
    await expect(link).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(400);
    const id = await page.locator('[data-comment]').nth(3).getAttribute('id');
    await page.goto('/about');
    await page.goto(`${FIRST}#${id}`);
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
  });

  test('who reads a comment goes on reading it there @phone', async ({ page }) => {
    await open(page, '/about');
    const release = await hold(page);
    await before(page, `${FIRST}#comment-c012`);
    const read = page.locator('#comment-c012');
    await expect(read).toBeInViewport();
    const top = () => read.evaluate(element => Math.round(element.getBoundingClientRect().top));
    const there = await top();
    release();
    await taken(page);
    expect(Math.abs(await top() - there)).toBeLessThanOrEqual(1);
  });

  test('who came for a comment and has read on since is left there @phone', async ({ page }) => {
    await open(page, '/about');
    const release = await hold(page);
    await before(page, `${FIRST}#comment-c012`);
    await expect(page.locator('#comment-c012')).toBeInViewport();
    await page.evaluate(() => document.querySelector('#comment-c002').scrollIntoView());
    const read = page.locator('#comment-c002');
    const top = () => read.evaluate(element => Math.round(element.getBoundingClientRect().top));
    const there = await top();
    release();
    await taken(page);
    // The program points at what the address says in the frame after that.
    await page.evaluate(() => new Promise(done => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    expect(Math.abs(await top() - there)).toBeLessThanOrEqual(1);
    await expect(page.locator('[data-seen]')).toHaveCount(0);
    await page.locator('#comment-c012').getByRole('link', { name: /Permanent link/ }).click();
    await expect(page.locator('#comment-c012')).toBeFocused();
  });

  test('who came for a comment that was not there when the site was built is at it', async ({ page }) => {
    await hurry(page);
    await open(page);
    await post(page, 'Written after the site was built.');
    const id = await comment(page, 'Written after the site was built.').getAttribute('id');
    await page.goto('/about');
    await page.goto(`${FIRST}#${id}`);
    await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
  });
});

test.describe('what programs read of a published site', () => {
  const SITE = 'https://programme.example/some/path/';
  const xml = (page, path) => page.evaluate(async path => {
    const text = await (await fetch(path)).text();
    // The page allows a policy of this name, and no text without one.
    const trusted = trustedTypes.createPolicy('deskmates', { createHTML: text => text }).createHTML(text);
    const read = new DOMParser().parseFromString(trusted, 'application/xml');
    const all = name => [...read.querySelectorAll(name)].map(element => element.textContent);
    return { broken: read.querySelector('parsererror')?.textContent, root: read.documentElement.nodeName, all: Object.fromEntries(['loc', 'id', 'title', 'updated', 'content'].map(name => [name, all(name)])) };
  }, path);

  test('a topic says what it is, where it is, and where to follow it', async ({ page }) => {
    await page.goto(`/some/path${FIRST}`);
    const content = selector => page.locator(selector).getAttribute('content');
    expect(await content('meta[name=description]')).toMatch(/^Welcome to a\(nother\) new round.{60,200}$/);
    expect(await content('meta[property="og:title"]')).toBe('Getting to know you');
    expect(await content('meta[property="og:type"]')).toBe('article');
    expect(await content('meta[property="og:url"]')).toBe(`${SITE}topics/getting-to-know-you`);
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `${SITE}topics/getting-to-know-you`);
    const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
    expect(data).toMatchObject({ '@type': 'DiscussionForumPosting', headline: 'Getting to know you', datePublished: '2016-02-15T08:00:00Z' });
    expect(data.comment.length).toBe(await page.locator('[data-comment] > .prose').count());
    const feeds = await page.locator('link[rel=alternate]').evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(feeds).toEqual([`${SITE}topics.atom`, `${SITE}topics/getting-to-know-you.atom`]);
    // Who goes on to another page and shares it does not share this one.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Topics' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Topics' })).toBeVisible();
    await expect(page.locator('link[rel=canonical]')).toHaveCount(0);
  });

  test('the sitemap has the public pages, but no topic before its time', async ({ page }) => {
    await page.goto('/some/path/about');
    const { broken, root, all: { loc } } = await xml(page, '/some/path/sitemap.xml');
    expect({ broken, root }).toEqual({ root: 'urlset' });
    expect(loc).toEqual(expect.arrayContaining([SITE, `${SITE}topics`, `${SITE}topics/getting-to-know-you`, `${SITE}rounds/2016A`, `${SITE}about`]));
    expect(loc.filter(address => /partner|sign-in|\/me$|404|index/.test(address))).toEqual([]);
    const topics = await (await page.request.get('/some/path/demo/topics.json')).json();
    const coming = topics.filter(topic => topic.release > '2016-03').map(topic => `${SITE}topics/${topic.slug}`);
    expect(coming.length).toBeGreaterThan(0);
    expect(loc.filter(address => coming.includes(address))).toEqual([]);
    expect(await (await page.request.get('/some/path/robots.txt')).text()).toContain(`Sitemap: ${SITE}sitemap.xml`);
  });

  test('feeds tell of topics, and of what is said about each', async ({ page }) => {
    await page.goto('/some/path/about');
    const topics = await xml(page, '/some/path/topics.atom');
    expect(topics.broken).toBeUndefined();
    expect(topics.all.title).toEqual(expect.arrayContaining(['Deskmates', 'Getting to know you', 'Library spaces: who are they for?']));
    expect(topics.all.id).toContain(`${SITE}topics/getting-to-know-you`);
    const { broken, all } = await xml(page, '/some/path/topics/getting-to-know-you.atom');
    expect(broken).toBeUndefined();
    const comments = await (await page.request.get('/some/path/demo/comments/getting-to-know-you.json')).json();
    const shown = comments.filter(comment => comment.created < '2016-02-29T10' && comment.state === 'published').toSorted((one, other) => Date.parse(other.created) - Date.parse(one.created));
    expect(all.id.slice(1)).toEqual(shown.map(comment => `${SITE}topics/getting-to-know-you#comment-${comment.id}`));
    expect(all.updated[0]).toBe(shown[0].created);
    expect(all.content.join(' ')).toContain('<strong>NO</strong>');
    expect(all.content.join(' ')).not.toContain('<!--');
  });

  test('pages of one’s own are not for search engines', async ({ page }) => {
    for (const path of ['partner', 'me', 'sign-in', 'nothing-here']) {
      const html = await (await page.request.get(`/some/path/${path}`)).text();
      expect(html, path).toContain('<meta name="robots" content="noindex">');
    }
  });
});
