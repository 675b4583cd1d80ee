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

for (const [path, program] of Object.entries({
  '/': 'deskmates-', '/sign-in': 'deskmates-partner', '/partner': 'deskmates-partner', '/partner/certificate': 'deskmates-partner',
  '/me': 'deskmates-oneself', '/desks': 'deskmates-oneself', '/embed': 'deskmates-oneself',
})) {
  // Which page is in which program, four places say: route.rs, bundle.rs, boot.js, and xtask, which names it in the page.
  test(`one program is loaded on ${path}, the one that the page fetched ahead and that has the page`, async ({ page }) => {
    const loaded = [];
    page.on('request', request => {
      const { pathname } = new URL(request.url());
      if (pathname.endsWith('.wasm')) loaded.push(pathname);
    });
    await open(page, path);
    expect(loaded).toHaveLength(1);
    expect(loaded[0]).toContain(program);
    expect(await page.locator('link[rel=preload][as=fetch]').first().evaluate(link => new URL(link.href).pathname)).toBe(loaded[0]);
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/not found/i);
  });
}
