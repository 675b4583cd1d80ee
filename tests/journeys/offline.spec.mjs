// On the plane: the site and its backend are really gone.
import { test as base, expect, hurry, open, comment, commentForm, FIRST } from '../browser/kit.mjs';
import { onHosts, sites, stored } from './sites.mjs';

const test = base.extend({
  serviceWorkers: 'allow',
  // Without a network the browser says so in the console.
  allowed: [['Failed to load resource', 'net::ERR', 'ServiceWorker', 'Failed to fetch'], { option: true }],
  /** A site and its backend, on hosts that can go away. */
  away: async ({}, use) => {
    const hosts = [];
    await use(async name => {
      const { site, backend } = await onHosts(name);
      hosts.push(site, backend);
      return { url: site.url, go: () => hosts.forEach(host => host.stop()), comeBack: () => Promise.all(hosts.map(host => host.start())) };
    });
    hosts.forEach(host => host.stop());
  },
});

for (const name of Object.keys(sites)) {
  test(`${name}: what was read once is read on the plane, and what is written there is sent later`, async ({ page, away }) => {
    await hurry(page);
    const site = await away(name);
    await open(page, site.url + FIRST);
    const read = comment(page, 'Hospital library, Cork.').first();
    await expect(read).toBeVisible();
    // One visit is enough.
    await expect.poll(() => page.evaluate(async () => {
      const loaded = performance.getEntriesByType('resource').map(({ name }) => name).filter(name => !name.endsWith('/icon.svg'));
      // The worker keeps the site's own files without what stands behind their address.
      const file = url => url.startsWith(location.origin) ? url.split(/[?#]/)[0] : url;
      const kept = await Promise.all([location.href, ...loaded].map(url => caches.match(file(url), { ignoreVary: true })));
      return loaded.some(name => /comments/.test(name)) && kept.every(Boolean);
    })).toBe(true);
    site.go();
    await open(page, site.url + FIRST);
    await expect(read).toBeVisible();
    const text = `Written on the plane to ${name} at ${Date.now()}`;
    const form = commentForm(page);
    await form.getByLabel('Name *', { exact: true }).fill('Asha');
    if (name !== 'json-server') await form.getByLabel('E-mail *').fill(`asha${Date.now()}@example.org`);
    await form.getByLabel('Comment *').fill(text);
    await page.evaluate(() => { globalThis.lateBy = 60_000; });
    await form.getByRole('button', { name: 'Post comment' }).click();
    await expect(comment(page, text)).toContainText('waiting to be sent');
    await page.reload();
    await expect(comment(page, text)).toContainText('waiting to be sent');
    expect(await stored(name, text)).toBe(0);
    await site.comeBack();
    await page.reload();
    await expect.poll(() => stored(name, text)).toBe(1);
    await expect(comment(page, text)).not.toContainText('waiting to be sent');
  });
}
