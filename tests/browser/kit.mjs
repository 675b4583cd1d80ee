// What every test in the browser has at hand: a page that must not complain,
// and ways to do what people do on this site.
import { test as base, expect } from '@playwright/test';
import AxeBuilder from './axe.mjs';

export { expect };

/** A page on which any console error or uncaught exception fails the test, unless it is in `allowed`. */
export const test = base.extend({
  allowed: [[], { option: true }],
  page: async ({ page, allowed }, use) => {
    const complaints = watch(page);
    for (const way of ['goto', 'reload']) {
      const go = page[way].bind(page);
      page[way] = async (...where) => {
        const answer = await go(...where);
        await taken(page);
        return answer;
      };
    }
    await use(page);
    const forbidden = complaints.filter(line => !allowed.some(pattern => new RegExp(pattern).test(line)));
    expect(forbidden, 'the console stays empty').toEqual([]);
  },
});

/** Collects what a page complains about. */
export function watch(page) {
  const complaints = [];
  // Playwright's own word for what its configuration says is no complaint of the page's.
  const isComplaint = message => ['error', 'warning'].includes(message.type()) && message.text() !== 'Service Worker registration blocked by Playwright';
  page.on('console', message => { if (isComplaint(message)) complaints.push(message.text()); });
  page.on('pageerror', error => complaints.push(String(error)));
  return complaints;
}

export const FIRST = '/topics/getting-to-know-you';

/** Waits until the program has taken over what stands on the page before it, or has said that it cannot, or what is away. */
export const taken = page => page.waitForFunction(() => !document.querySelector('[data-finished]') || document.querySelector('[data-finished] :is(#boot-failed:not([hidden]), [data-away])'));

/** Has pages ask for the files that they bring along, so that a test can answer in the place of the site. */
export const unpacked = page => page.route('**/*', async route => {
  if (route.request().resourceType() !== 'document') return route.fallback();
  const response = await route.fetch();
  return route.fulfill({ response, body: (await response.text()).replace(/ data-files="[^"]*"/, '') });
});

/** Opens a page and waits until it is there. */
export async function open(page, path = FIRST) {
  await page.goto(path);
  await taken(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The bar of the demo; on a narrow screen it is a line that opens. */
export const bar = page => page.locator('.demo');
export async function openBar(page) {
  const more = bar(page).locator('> button');
  if (await more.isVisible() && await more.getAttribute('aria-expanded') !== 'true') await more.click();
}

/** The discussion; a comment in it by a part of its text. */
export const discussion = page => page.locator('section.comments');
export const comment = (page, text) => discussion(page).getByRole('listitem').filter({ hasText: text });

/** The simple defence against robots looks at the time since the form appeared. Tests move that clock instead of waiting. */
export async function hurry(page) {
  await page.addInitScript(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + (globalThis.lateBy ?? 0);
  });
  return { later: () => page.evaluate(() => { globalThis.lateBy = (globalThis.lateBy ?? 0) + 60_000; }) };
}

/** Fills in the form for a comment or a reply. */
export async function write(form, { name = 'Amina', email = 'amina@example.org', text }) {
  await form.getByLabel('Name *', { exact: true }).fill(name);
  await form.getByLabel('E-mail *').fill(email);
  await form.getByLabel('Comment *').fill(text);
}

export const commentForm = page => page.getByRole('form', { name: 'Leave a comment' });
export const replyForm = page => page.getByRole('form', { name: 'Leave a reply' });

/** Posts a comment as a person does, and waits until it stands there (as `seen`, where Markdown changes it). */
export async function post(page, text, { seen = text, ...more } = {}) {
  const form = commentForm(page);
  await write(form, { text, ...more });
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await form.getByRole('button', { name: 'Post comment' }).click();
  await expect(comment(page, seen)).toBeVisible();
}

/** The keys and values that this site keeps in the browser. */
export const kept = page => page.evaluate(() => Object.fromEntries(Object.entries(localStorage)));

/** What axe finds on the page, by all its rules or by these; nothing is what a page is to have. */
export async function problems(page, rules) {
  const { violations } = await new AxeBuilder({ page }).analyze(rules);
  return violations.map(v => `${v.id}: ${v.help}\n${v.nodes.map(n => `  ${n.target} ${n.failureSummary}`).join('\n')}`);
}

/** Goes on with Tab until this has the focus, as who has no mouse does. */
export async function tabTo(page, target, key = 'Tab') {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press(key);
    if (await target.evaluate(element => element === document.activeElement)) return;
  }
  throw new Error('200 times Tab, and the focus never came there');
}
