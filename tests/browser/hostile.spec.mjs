// Comments by people who mean harm: nothing of theirs runs, leads astray, or keeps others from talking.
import fs from 'node:fs';
import { test, expect, open, post, hurry, discussion, unpacked } from './kit.mjs';

const read = path => JSON.parse(fs.readFileSync(new URL(path, import.meta.url), 'utf8'));

// Fifty more comments come into view twenty times here: no need to watch the page glide there.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

// Half a thousand comments, all of them looked at: 40 seconds on a slow machine.
test.describe.configure({ timeout: 180_000 });

/** A payload of the list: a text, or `{prefix, repeat, times, suffix}` for one that is long. */
const text = one => typeof one === 'string' ? one : text(one.prefix ?? '') + one.repeat.repeat(one.times) + text(one.suffix ?? '');
const own = read('../fixtures/hostile.json').map(text);

/** What a name may be: 1 to 80 characters that somebody can see. */
const isName = text => [...text].length <= 80 && /[^\s\p{C}]/u.test(text);

/** Opens the topic with each of these as a comment, and as its author's name where it can be one, and shows them all. */
async function flood(page, texts) {
  const dialogs = [];
  page.on('dialog', dialog => { dialogs.push(dialog.message()); return dialog.dismiss(); });
  const outside = [];
  page.on('request', request => { if (!request.url().startsWith(test.info().project.use.baseURL)) outside.push(request.url()); });
  const comments = texts.map((text, i) => ({ id: `h${i}`, topic: 't1', name: isName(text) ? text : `Person ${i}`, text,
    created: new Date(Date.UTC(2016, 1, 16) + i * 1000).toISOString(), state: 'published' }));
  // JSON.stringify writes half a character as the escape that it came as, so that UTF-8 cannot repair it on the way.
  const body = JSON.stringify(comments);
  await unpacked(page);
  await page.route('**/demo/comments/getting-to-know-you.json', route => route.fulfill({ body, contentType: 'application/json' }));
  await hurry(page);
  await open(page);
  for (let there = 50; there < texts.length; there += 50) {
    await expect(page.locator('[data-comment]')).toHaveCount(there);
    await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
  }
  await expect(page.locator('[data-comment]')).toHaveCount(texts.length);
  await expect(page.getByRole('button', { name: /^Show \d+ more$/ })).toHaveCount(0);
  return { dialogs, outside };
}

/** What stands in the comments and must not, each with the comment that it stands in. */
const foul = page => discussion(page).evaluate(section => {
  const all = [...section.querySelectorAll('*')];
  const links = all.filter(e => e.matches('a'));
  const leadsOut = link => link.closest('.prose') || link.origin !== location.origin;
  const kinds = 'script, iframe, frame, object, embed, form, input, button, style, link, meta, base, svg, math, img, video, audio, dialog, [style], [id], [name]';
  const seen = elements => elements.map(e => `${e.closest('[data-comment]')?.id}: ${e.outerHTML.slice(0, 200)}`).slice(0, 9);
  return {
    elements: seen([...section.querySelectorAll('.comment .prose')].flatMap(one => [...one.querySelectorAll(kinds)])),
    forms: seen(all.filter(e => e.matches('form') && e.parentElement !== section)),
    handlers: seen(all.filter(e => e.getAttributeNames().some(name => name.startsWith('on')))),
    schemes: seen(links.filter(link => !/^https?:/i.test(link.href))),
    followed: seen(links.filter(link => leadsOut(link) && !link.relList.contains('nofollow'))),
    nested: seen([...section.querySelectorAll('a a')]),
    turning: section.innerHTML.match(/.{0,20}[\u202a-\u202e\u2066-\u2069].{0,20}/g) ?? [],
    wide: seen([...section.querySelectorAll('.comment')].filter(e => e.scrollWidth > e.clientWidth)),
    hacked: globalThis.hacked,
    sideways: document.documentElement.scrollWidth > innerWidth,
  };
});

const CLEAN = { elements: [], forms: [], handlers: [], schemes: [], followed: [], nested: [], turning: [], wide: [], hacked: undefined, sideways: false };

async function staysWhole(page, texts) {
  const { dialogs, outside } = await flood(page, texts);
  expect(await foul(page)).toEqual(CLEAN);
  await post(page, 'And people talk on');
  expect(dialogs).toEqual([]);
  expect(outside, 'the page asks nobody else for anything').toEqual([]);
}

test('nothing that our own list of hostile comments tries comes true @phone', async ({ page }) => {
  await staysWhole(page, own.filter(text => text.isWellFormed()));
});

test('half a character in one comment does not take the others away @phone', async ({ page }) => {
  await staysWhole(page, ['A comment like any other', ...own.filter(text => !text.isWellFormed())]);
});

test('nothing that the large collection of hostile texts tries comes true @phone', async ({ page }) => {
  const collection = '../../../shared/corpora/hostile-html.json';
  const isThere = fs.existsSync(new URL(collection, import.meta.url));
  if (!isThere) test.info().annotations.push({ type: 'not there', description: `${collection}: only our own list was tried` });
  await staysWhole(page, isThere ? read(collection).payloads : own.filter(text => text.isWellFormed()));
});
