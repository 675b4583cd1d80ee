// Demo mode: the time machine, the data in this browser, two tabs, and storage that fails.
import fs from 'node:fs';
import { test, expect, bar, open, openBar, post, hurry, kept, comment, commentForm, discussion, write, watch, FIRST } from './kit.mjs';

test.beforeEach(async ({ page }) => { await hurry(page); });

const today = page => bar(page).getByRole('slider', { name: /Today/ });

/** Moves the time machine by this many days from where the demo begins (29 February 2016). */
async function travel(page, days) {
  await openBar(page);
  const from = Number(await today(page).inputValue());
  await today(page).fill(String(from + days));
}

test('the time machine moves the site through the round @phone', async ({ page }) => {
  await open(page, '/');
  await expect(bar(page)).toContainText('29 February 2016, week 3');
  await travel(page, -60);
  await expect(page.getByText('Applications open on 11 January 2016')).toBeVisible();
  await travel(page, 20);
  await expect(page.getByText('Applications are open until 31 January 2016')).toBeVisible();
  await travel(page, 30);
  await expect(page.getByText('week 1 of 17')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Getting to know you' })).toBeVisible();
  await travel(page, 9);
  await expect(page.getByText('week 2 of 17')).toBeVisible();
  await travel(page, 14);
  await expect(page.getByText('week 4 of 17')).toBeVisible();
  await travel(page, 100);
  await expect(page.getByText('This round is over.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('This round is over.')).toBeVisible();
});

test('going back in time takes a topic away and forward brings it back', async ({ page }) => {
  await open(page, '/topics/who-are-library-spaces-for');
  await expect(discussion(page)).toBeVisible();
  await travel(page, -3);
  await expect(page.getByText('Not out yet')).toBeVisible();
  await expect(discussion(page)).toHaveCount(0);
  await travel(page, 4);
  await expect(discussion(page).getByRole('heading', { level: 2 }).first()).toHaveText(/\d+ comments/);
});

test('reset takes everything that was written, after being asked', async ({ page }) => {
  await open(page);
  await post(page, 'To be forgotten');
  await travel(page, 14);
  await openBar(page);
  await bar(page).getByText('Data', { exact: true }).click();
  await bar(page).getByRole('button', { name: 'Reset the demo' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reset the demo?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(comment(page, 'To be forgotten')).toBeVisible();
  await bar(page).getByRole('button', { name: 'Reset the demo' }).click();
  await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(comment(page, 'To be forgotten')).toHaveCount(0);
  await expect(bar(page)).toContainText('29 February 2016');
  expect(JSON.stringify(await kept(page))).not.toMatch(/forgotten|amina/);
});

test('an export comes back by import, without an e-mail address in it', async ({ page, browser }) => {
  await open(page);
  await post(page, 'To travel in a file');
  await openBar(page);
  await bar(page).getByText('Data', { exact: true }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), bar(page).getByRole('button', { name: 'Export to a file' }).click()]);
  const file = await download.path();
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain('To travel in a file');
  expect(text).not.toMatch(/amina@|"email"/);
  expect(JSON.parse(text).deskmates.schema).toBe(1);

  const other = await browser.newContext();
  const elsewhere = await other.newPage();
  const complaints = watch(elsewhere);
  await open(elsewhere);
  await bar(elsewhere).getByText('Data', { exact: true }).click();
  await bar(elsewhere).getByLabel('Import a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(comment(elsewhere, 'To travel in a file')).toBeVisible();
  await expect(bar(elsewhere)).toContainText('1 item was added.');
  await bar(elsewhere).getByLabel('Import a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"deskmates":{"schema":1},"records":{"comments":[{"id":"a"}]}}') });
  await expect(bar(elsewhere)).toContainText('Nothing was imported');
  await expect(bar(elsewhere)).toContainText('/records/comments/0');
  expect(complaints).toEqual([]);
  await other.close();
});

test('two tabs agree, and neither overwrites the other', async ({ page, context }) => {
  await open(page);
  const other = await context.newPage();
  await hurry(other);
  await open(other);
  await post(page, 'From the first tab');
  await expect(comment(other, 'From the first tab')).toBeVisible();
  await write(commentForm(page), { text: 'Again from the first' });
  await write(commentForm(other), { text: 'Being written in the second' });
  await commentForm(page).getByRole('button', { name: 'Post comment' }).click();
  await expect(comment(page, 'Again from the first')).toBeVisible();
  await expect(comment(other, 'Again from the first')).toBeVisible();
  await expect(commentForm(other).getByLabel('Comment *')).toHaveValue('Being written in the second');
  // Also for when that tab is closed.
  expect(Object.entries(await kept(page)).filter(([name]) => name.includes('draft:comment')).map(([, text]) => text).join()).toContain('Being written in the second');
  await post(other, 'From the second tab');
  await expect(comment(page, 'From the second tab')).toBeVisible();
  // Both change the same comment: the later is told, and keeps its words.
  await comment(page, 'From the first tab').getByRole('button', { name: 'Edit' }).click();
  await comment(other, 'From the first tab').getByRole('button', { name: 'Edit' }).click();
  const [here, there] = [page, other].map(tab => discussion(tab).locator('form.amend'));
  await there.getByLabel('Comment *').fill('Words of the second tab');
  await here.getByLabel('Comment *').fill('Words of the first tab');
  await here.getByRole('button', { name: 'Save' }).click();
  await expect(comment(page, 'Words of the first tab')).toBeVisible();
  await expect(there).toContainText('changed in another tab');
  await expect(there.locator('blockquote')).toHaveText('Words of the first tab');
  await expect(there.getByLabel('Comment *')).toHaveValue('Words of the second tab');
  await there.getByRole('button', { name: 'Save' }).click();
  await expect(comment(page, 'Words of the second tab')).toBeVisible();
});

test('a full storage is told, and the words stay in the form', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    // To the last byte, so that not even a draft fits.
    let size = 1_000_000;
    for (let i = 0; size >= 1;) {
      try { localStorage.setItem(`filler${i}`, 'x'.repeat(size)); i += 1; } catch { size = Math.floor(size / 2); }
    }
  });
  const form = commentForm(page);
  await write(form, { text: 'No room for this' });
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await form.getByRole('button', { name: 'Post comment' }).click();
  await expect(form.getByRole('alert')).toContainText('storage for this site is full');
  await expect(form.getByText('Your comment was not sent.')).toBeVisible();
  await expect(form.getByLabel('Comment *')).toHaveValue('No room for this');
  await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
});

test('a blocked storage is told, and the site still reads', async ({ page }) => {
  await page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
  });
  await open(page);
  await expect(page.getByRole('article')).toContainText('Let the conversations begin!');
  const form = commentForm(page);
  await write(form, { text: 'Nowhere to keep this' });
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await form.getByRole('button', { name: 'Post comment' }).click();
  await expect(form.getByRole('alert')).toContainText('does not let the site store data');
  await expect(form.getByLabel('Comment *')).toHaveValue('Nowhere to keep this');
  // It is there as long as the site is.
  await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
  await page.goBack();
  await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('Nowhere to keep this');
});

test('a damaged record is told, can be saved, and harms nothing else', async ({ page }) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem('done')) return;
    sessionStorage.setItem('done', '1');
    localStorage.setItem('deskmates/:record:comments:broken', '{"schema":1,"revision":1,');
    localStorage.setItem('deskmates/:record:comments:newer', '{"schema":99,"revision":1,"mine":true,"value":{}}');
  });
  await open(page);
  await expect(bar(page).getByRole('alert')).toContainText('2 items saved in this browser cannot be read');
  await expect(discussion(page).getByRole('heading', { name: '16 comments' })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent('download'), bar(page).getByRole('button', { name: 'Save a copy' }).click()]);
  expect(fs.readFileSync(await download.path(), 'utf8')).toContain('"schema":99');
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await expect(bar(page).getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(discussion(page)).toBeVisible();
  await expect(bar(page).getByRole('alert')).toHaveCount(0);
});

test('the site works under a sub-path, with data of its own @phone', async ({ page }) => {
  await open(page, '/some/path/topics/getting-to-know-you');
  await post(page, 'Under a sub-path');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Topics' }).click();
  await expect(page).toHaveURL(/\/some\/path\/topics$/);
  await page.getByRole('link', { name: 'Getting to know you', exact: true }).click();
  await expect(comment(page, 'Under a sub-path')).toBeVisible();
  await page.reload();
  await expect(comment(page, 'Under a sub-path')).toBeVisible();
  await expect.poll(() => page.evaluate(() => [...document.images].every(image => image.complete && image.naturalWidth > 0))).toBe(true);
  await open(page, FIRST);
  await expect(comment(page, 'Under a sub-path')).toHaveCount(0);
});
