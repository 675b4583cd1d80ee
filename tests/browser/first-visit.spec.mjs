// What a first visit to the first topic asks for, and under which rules.
import fs from 'node:fs';
import { test, expect, open, FIRST } from './kit.mjs';

test('the budget counts every file that a first visit asks for, once', async ({ page, baseURL }) => {
  const asked = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname.slice(1)));
  const idle = page.waitForLoadState('networkidle');
  await open(page);
  await idle;
  const { files } = JSON.parse(fs.readFileSync(new URL('../budget.json', import.meta.url)));
  const patterns = files.map(file => new RegExp(`^${file.replaceAll('.', '\\.').replace('*', '[0-9a-f]*')}$`));
  const site = asked.map(path => (path === FIRST.slice(1) ? `${path}.html` : path));
  expect(site.filter(path => !patterns.some(pattern => pattern.test(path))), 'files that the budget does not count').toEqual([]);
  expect(site.length, 'no file is asked for twice').toBe(new Set(site).size);
  // The icon, the manifest and the worker are the browser's own affair.
  const missing = files.filter((file, i) => !site.some(path => patterns[i].test(path)));
  expect(missing.filter(file => !['icon.svg', 'manifest.json', 'sw.js'].includes(file)), 'files that nothing asks for').toEqual([]);
});

test('the Content-Security-Policy allows this site, WebAssembly and nothing else', async ({ page }) => {
  await open(page);
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  // A picture that somebody is about to send is shown before it is sent.
  const pictures = "img-src 'self' blob: data:;";
  expect(policy).toContain(pictures);
  expect(policy.replace(pictures, '')).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|\*|https?:|data:|blob:/);
  // What the page brings along is data, which runs nowhere.
  expect(await page.locator('script:not([src]):not([type="application/json"])').count()).toBe(0);
});

const FILE = /\/(deskmates|part-\w+)(?:-[0-9a-f]{16})(?:_bg)?\.wasm$/;
/** The WebAssembly that a page asks for from now on, by its name without the hash of the build. */
const asked = page => {
  const loaded = [];
  page.on('request', request => {
    const [, name] = new URL(request.url()).pathname.match(FILE) ?? [];
    if (name) loaded.push(name);
  });
  return loaded;
};

for (const [path, part] of Object.entries({
  '/': '', '/join': 'join', '/sign-in': 'account', '/me': 'account', '/partner': 'partner', '/partner/messages': 'partner', '/partner/certificate': 'partner', '/desks': 'desks', '/embed': 'on_your_blog',
})) {
  // Which page is in which part, two places say: site_map.rs, and xtask, which names its files in the page.
  test(`on ${path} come the program and the part that the page is in, both from the first bytes, and nothing twice`, async ({ page }) => {
    const loaded = asked(page);
    await open(page, path);
    const preloaded = await page.locator('link[rel=preload][as=fetch]').evaluateAll(links => links.map(link => new URL(link.href).pathname));
    expect(loaded.toSorted()).toEqual(preloaded.map(path => path.match(FILE)[1]).toSorted());
    expect(loaded.filter(name => name === 'deskmates')).toHaveLength(1);
    if (part) expect(loaded).toContain(`part-${part}`);
    else expect(loaded).toHaveLength(1);
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/not found/i);
  });
}

test('from a topic to the partner, to oneself and back, the page is never loaded anew', async ({ page }) => {
  await open(page, '/sign-in');
  await page.getByRole('button', { name: /^Amina/ }).click();
  await open(page);
  const loaded = asked(page);
  await page.evaluate(() => { globalThis.isSame = true; });
  const go = async (link, title) => {
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    expect(await page.evaluate(() => globalThis.isSame)).toBe(true);
  };
  await go(page.getByRole('complementary', { name: 'Demo' }).getByRole('link', { name: 'Your partner' }), /^You and/);
  await go(page.getByRole('main').getByRole('link', { name: 'My profile and my data' }), 'My profile and my data');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^You and/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Getting to know you');
  expect(await page.evaluate(() => globalThis.isSame)).toBe(true);
  expect(loaded, 'nothing came twice').toEqual([...new Set(loaded)]);
});

test.describe('a part that does not come', () => {
  test.use({ allowed: ['Failed to load resource', 'Failed to fetch', 'net::ERR'] });

  test('says so in its place and comes when asked again, and the rest of the page works', async ({ page }) => {
    await open(page);
    await page.route('**/part-*.wasm', route => route.abort());
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Desks' }).click();
    const told = page.getByRole('main').getByRole('alert');
    await expect(told).toContainText('There was no answer for this part of the site');
    await told.getByRole('button', { name: 'Try again' }).click();
    await expect(told).toBeVisible();
    await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
    await page.goBack();
    await expect(told).toBeVisible();
    await page.unroute('**/part-*.wasm');
    await told.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(told).toHaveCount(0);
  });

  test('is read as it comes from a host that does not know WebAssembly', async ({ page }) => {
    await page.route('**/part-*.wasm', async route => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
    });
    await open(page, '/desks');
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/not found/i);
  });
});
