// The second visit, visits without a network, and a new version of the site. The network is really off: the server is gone.
import { forward } from './host.mjs';
import { test as base, expect, hurry, open, post, comment, FIRST } from './kit.mjs';

const test = base.extend({
  serviceWorkers: 'allow',
  /** The site on a host of its own, which can go away, and change what it has. */
  host: async ({ baseURL }, use) => {
    const host = await forward(baseURL.replace(/\/$/, ''));
    await use(host);
    host.stop();
  },
});
// Without a network the browser says so in the console, about the worker's own script.
test.use({ allowed: ['Failed to load resource', 'Failed to fetch', 'net::ERR', 'ServiceWorker'] });

/** Waits until this page is kept, with all that it names. The icon is the browser's own affair. */
const kept = page => expect.poll(() => page.evaluate(async () => {
  const named = [...document.querySelectorAll('link:is([rel=stylesheet], [rel=preload], [rel=modulepreload]), script[src], img')].map(({ href, src }) => href ?? src);
  const all = await Promise.all([location.href, ...named].map(url => caches.match(url.split(/[?#]/)[0], { ignoreVary: true })));
  return Boolean(navigator.serviceWorker.controller) && named.length > 4 && all.every(Boolean);
})).toBe(true);

test('a second visit starts from this browser, and costs nothing', async ({ page, host }) => {
  await open(page, host.url + FIRST);
  await kept(page);
  const missed = [];
  page.on('response', response => { if (!response.fromServiceWorker()) missed.push(response.url()); });
  host.stop();
  await open(page, host.url + FIRST);
  await expect(page.getByLabel('Comment *')).toBeEnabled();
  expect(await page.getByRole('article').getByRole('img').evaluate(img => img.decode().then(() => img.naturalWidth))).toBeGreaterThan(0);
  expect(missed).toEqual([]);
});

test('what was read can be read without a network, and written in @phone', async ({ page, host }) => {
  await hurry(page);
  await open(page, host.url + FIRST);
  await kept(page);
  // From page to page within the program, too.
  await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
  const about = await page.getByRole('main').innerText();
  host.stop();
  await open(page, host.url + FIRST);
  await post(page, 'Written on the plane.');
  await page.reload();
  await expect(comment(page, 'Written on the plane.')).toBeVisible();
  await open(page, `${host.url}/about`);
  expect(await page.getByRole('main').innerText()).toBe(about);
  // One of a part that was never loaded says so in its place; the rest is there.
  await page.goto(`${host.url}/desks`);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('There was no answer for this part of the site');
  await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
});

test('a part that was once loaded is there without a network', async ({ page, host }) => {
  await open(page, host.url + FIRST);
  await kept(page);
  await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Desks' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where we work');
  host.stop();
  await open(page, `${host.url}/desks`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where we work');
});

test.describe('a new version', () => {
  const NEW = 'The conversations have begun!';
  const NEXT = 'e'.repeat(16);
  /** The host has a new build, all files of which have other names. Gives the hash of the old one. */
  const renew = async host => {
    const [, build] = (await (await fetch(host.url + FIRST)).text()).match(/data-js="deskmates-([0-9a-f]{16})/);
    host.path = path => path.replace(NEXT, build);
    host.change = (path, text) => {
      const renamed = text.replaceAll(build, NEXT);
      if (path === '/sw.js') return renamed.replace(/(files:|["'`])[0-9a-f]{16}/, `$1${'f'.repeat(16)}`);
      return renamed.replaceAll('Let the conversations begin!', NEW);
    };
    return build;
  };

  /** The new version has come, and waits. */
  const arrived = page => page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    while (worker.state !== 'installed') await new Promise(change => worker.addEventListener('statechange', change, { once: true }));
  });

  test('waits while a page is open, changes nothing under it, and comes when the last one is closed', async ({ page, context, host }) => {
    await open(page, host.url + FIRST);
    await kept(page);
    const other = await context.newPage();
    await other.goto(`${host.url}/about`);
    await open(other, `${host.url}/desks`);
    await expect(other.locator('.gallery img').first()).toBeVisible();
    const build = await renew(host);
    await arrived(page);
    await other.close();
    await open(page, host.url + FIRST);
    await expect(page.getByLabel('Comment *')).toBeEnabled();
    await expect(page.getByText('Let the conversations begin!')).toBeVisible();
    await page.close();
    const next = await context.newPage();
    await open(next, host.url + FIRST);
    await expect(next.getByText(NEW)).toBeVisible();
    const versions = await next.evaluate(() => caches.keys());
    expect(versions.filter(name => name.includes(':files:'))).toHaveLength(1);
    // All that the old version had, the new one has, by its new name.
    const names = await next.evaluate(async files => (await (await caches.open(files)).keys()).map(({ url }) => url), versions.find(name => name.includes(':files:')));
    expect(names.filter(url => url.includes(build))).toEqual([]);
    for (const name of [`deskmates-${NEXT}.js`, `deskmates-${NEXT}_bg.wasm`, `part-desks-${NEXT}.wasm`]) expect(names).toContain(`${host.url}/${name}`);
    host.stop();
    await open(next, host.url + FIRST);
    await expect(next.getByText(NEW)).toBeVisible();
    await expect(next.getByLabel('Comment *')).toBeEnabled();
    await open(next, `${host.url}/about`);
    await expect(next.getByRole('heading', { level: 1 })).toHaveText(/About/);
    await open(next, `${host.url}/desks`);
    await expect(next.locator('.gallery').first()).toHaveCSS('display', 'grid');
  });
});

test.describe('a host that answers what it does not have with its start page', () => {
  test.use({ allowed: ['WebAssembly', 'Failed to load resource', 'ServiceWorker'] });

  test('does not spoil the next visit', async ({ page, host }) => {
    host.path = path => /part-desks|desks\.en\.json/.test(path) ? '/404.html' : path;
    await open(page, host.url + FIRST);
    await kept(page);
    await page.goto(`${host.url}/desks`);
    await expect(page.getByRole('alert').first()).toBeVisible();
    host.path = path => path;
    await open(page, `${host.url}/desks`);
    await expect(page.locator('.gallery img').first()).toBeVisible();
  });
});

test('it can be installed: name, icons and where it starts', async ({ page, host }) => {
  await open(page, host.url + FIRST);
  const manifest = await page.evaluate(async () => {
    const { href } = document.querySelector('link[rel=manifest]');
    const said = await (await fetch(href)).json();
    const icons = await Promise.all(said.icons.map(async ({ src, sizes }) => {
      const picture = await createImageBitmap(await (await fetch(new URL(src, href))).blob()).catch(() => null);
      return [sizes, picture && `${picture.width}x${picture.height}`];
    }));
    return { name: said.name, start: new URL(said.start_url, href).pathname, scope: new URL(said.scope, href).pathname, display: said.display, icons };
  });
  expect(manifest).toEqual({ name: 'Deskmates', start: '/', scope: '/', display: 'standalone', icons: [['any', null], ['192x192', '192x192'], ['512x512', '512x512']] });
});
