// What anybody does on a site whose data is on a backend: the same on each.
import fs from 'node:fs';
import { test, expect, hurry, open, comment, commentForm, discussion, problems } from '../browser/kit.mjs';
import { sites, stored, blogPost } from './sites.mjs';

const FIRST = '/topics/getting-to-know-you';
// json-server keeps no addresses and moderates nothing; it says 404 in the console of a page for what is not there.
const moderates = name => name !== 'json-server';

async function send(page, name, text) {
  const form = commentForm(page);
  await form.getByLabel('Name *', { exact: true }).fill('Asha');
  if (moderates(name)) await form.getByLabel('E-mail *').fill(`asha${Date.now()}@example.org`);
  await form.getByLabel('Comment *').fill(text);
  await page.evaluate(() => { globalThis.lateBy = (globalThis.lateBy ?? 0) + 60_000; });
  await form.getByRole('button', { name: 'Post comment' }).click();
}

/** Has a comment stay on its way until it is let go: tells when it is `posted`. */
async function slowly(page) {
  let release;
  const held = new Promise(done => { release = done; });
  const isComment = request => ['POST', 'PUT'].includes(request.method()) && /comments/.test(request.url());
  const posted = page.waitForRequest(isComment);
  await page.route(url => /comments/.test(url.pathname), async (route, request) => {
    if (isComment(request)) await held;
    await route.fallback();
  });
  return { posted, release };
}

for (const [name, site] of Object.entries(sites)) {
  test.describe(name, () => {
    test.use({ baseURL: site });

    test('its topics and comments are read @phone', async ({ page }) => {
      await open(page, '/topics');
      await expect(page.getByRole('link', { name: 'Getting to know you', exact: true })).toBeVisible();
      await expect(page.getByRole('link', { name: 'Books and reading', exact: true })).toBeVisible();
      await page.getByRole('link', { name: 'Getting to know you', exact: true }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Getting to know you' })).toBeVisible();
      await expect(page.getByText('Welcome to a(nother) new round')).toBeVisible();
      await expect(discussion(page).getByRole('heading', { name: /^\d+ comments$/ })).toBeVisible();
      await expect(comment(page, 'Hospital library, Cork.').first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      expect(await problems(page)).toEqual([]);
    });

    test('the clock is the real one: rounds are over', async ({ page }) => {
      await open(page, '/');
      await expect(page.getByText('This is a demo')).toHaveCount(0);
    });

    test('a comment arrives, and its author sees what becomes of it @phone', async ({ page }) => {
      await hurry(page);
      await open(page, FIRST);
      const text = `Sent to ${name} at ${Date.now()}`;
      await send(page, name, text);
      const own = comment(page, text);
      await expect(own).toBeVisible();
      await expect(own.getByText(moderates(name) ? 'waiting for moderation' : 'sent', { exact: true })).toBeVisible();
      await expect.poll(() => stored(name, text)).toBe(1);
      await page.reload();
      await expect(comment(page, text)).toBeVisible();
      await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('');
    });

    test('what is typed while a comment is on its way stays', async ({ page }) => {
      await hurry(page);
      await open(page, FIRST);
      const { posted, release } = await slowly(page);
      const text = `On a slow network to ${name} at ${Date.now()}`;
      await send(page, name, text);
      await posted;
      const field = commentForm(page).getByLabel('Comment *');
      await field.press('End');
      await field.pressSequentially(' And more.');
      release();
      await expect(comment(page, text)).toBeVisible();
      await expect.poll(() => stored(name, text)).toBe(1);
      await expect(field).toHaveValue(`${text} And more.`);
      await page.reload();
      await expect(field).toHaveValue(`${text} And more.`);
    });

    test('who leaves while a comment is on its way finds it sent, once, and the form empty', async ({ page }) => {
      await hurry(page);
      await open(page, FIRST);
      const { posted, release } = await slowly(page);
      const text = `Sent in passing to ${name} at ${Date.now()}`;
      await send(page, name, text);
      await posted;
      await expect(commentForm(page).getByRole('status').filter({ hasText: 'Sending' })).toBeVisible();
      await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
      release();
      await expect.poll(() => stored(name, text)).toBe(1);
      await expect(page.getByRole('status').filter({ hasText: 'Your comment' })).toHaveCount(1);
      await page.goBack();
      await expect(comment(page, text)).toBeVisible();
      await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('');
    });

    test.describe('without a network', () => {
      test.use({ allowed: ['ERR_INTERNET_DISCONNECTED'] });

      test('a comment waits, and goes out when the network is back', async ({ page, context }) => {
        await hurry(page);
        await open(page, FIRST);
        await expect(comment(page, 'Hospital library, Cork.').first()).toBeVisible();
        const text = `Written on a train to ${name} at ${Date.now()}`;
        await context.setOffline(true);
        await send(page, name, text);
        await expect(comment(page, text).getByText('waiting to be sent')).toBeVisible();
        expect(await stored(name, text)).toBe(0);
        await context.setOffline(false);
        await expect(comment(page, text).getByText(moderates(name) ? 'waiting for moderation' : 'sent', { exact: true })).toBeVisible();
        await expect.poll(() => stored(name, text)).toBe(1);
      });

      test('a comment that waits can be taken back to edit it, or discarded', async ({ page, context }) => {
        await hurry(page);
        await open(page, FIRST);
        await expect(comment(page, 'Hospital library, Cork.').first()).toBeVisible();
        await context.setOffline(true);
        for (const [what, text] of [['Edit', `To edit ${Date.now()}`], ['Discard', `To discard ${Date.now()}`]]) {
          await send(page, name, text);
          const own = comment(page, text);
          await own.getByRole('button', { name: what, exact: true }).click();
          if (what === 'Discard') {
            await page.getByRole('dialog', { name: 'Discard your comment?' }).getByRole('button', { name: 'Cancel' }).click();
            await expect(own).toBeVisible();
            await own.getByRole('button', { name: what, exact: true }).click();
            await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
          }
          await expect(own).toHaveCount(0);
          await expect(commentForm(page).getByLabel('Comment *')).toHaveValue(what === 'Edit' ? text : '');
          await commentForm(page).getByLabel('Comment *').fill('');
        }
        await context.setOffline(false);
      });

      test('a comment that waits survives that its tab is closed', async ({ page, context }) => {
        await hurry(page);
        await open(page, FIRST);
        await expect(comment(page, 'Hospital library, Cork.').first()).toBeVisible();
        await context.setOffline(true);
        const text = `Closed before it was sent to ${name} at ${Date.now()}`;
        await send(page, name, text);
        await expect(comment(page, text).getByText('waiting to be sent')).toBeVisible();
        await page.close();
        await context.setOffline(false);
        const later = await context.newPage();
        await open(later, FIRST);
        await expect(comment(later, text).getByText(moderates(name) ? 'waiting for moderation' : 'sent', { exact: true })).toBeVisible();
        await expect.poll(() => stored(name, text)).toBe(1);
      });
    });

    test.describe('when the backend says no', () => {
      test.use({ allowed: ['status of 4', 'status of 5'] });

      test('the words stay in the form, with the reason', async ({ page }) => {
        await hurry(page);
        await open(page, FIRST);
        await page.route(url => /comments/.test(url.pathname), (route, request) =>
          ['POST', 'PUT'].includes(request.method())
            ? route.fulfill({ status: 400, headers: { 'access-control-allow-origin': '*' }, json: { message: 'No comments on Sundays.' } })
            : route.fallback());
        const text = `Not on a Sunday ${Date.now()}`;
        await send(page, name, text);
        await expect(commentForm(page).getByRole('alert').filter({ hasText: 'It was not accepted' })).toBeVisible();
        await expect(commentForm(page).getByLabel('Comment *')).toHaveValue(text);
        await expect(comment(page, text)).toHaveCount(0);
        await page.unrouteAll();
        await commentForm(page).getByRole('button', { name: 'Post comment' }).click();
        await expect(comment(page, text)).toBeVisible();
        await expect.poll(() => stored(name, text)).toBe(1);
      });
    });

    const hasWaitlist = !['json-server', 'wordpress'].includes(name);

    test('the waitlist takes a name', async ({ page }) => {
      test.skip(!hasWaitlist, `${name} keeps no waitlist`);
      await open(page, '/join');
      const email = `asha${Date.now()}@example.org`;
      await page.getByLabel('Name *').fill('Asha');
      await page.getByLabel('E-mail *').fill(email);
      await page.getByLabel('Country *').selectOption('NA');
      await page.getByLabel('You may e-mail me when applications open').check();
      await page.getByRole('button', { name: 'Join the waitlist' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'You are on the waitlist.' })).toBeVisible();
      await page.reload();
      await expect(page.getByText('Asha: on the waitlist since')).toBeVisible();
      expect(JSON.stringify(await page.evaluate(() => ({ ...localStorage })))).not.toContain(email);
    });

    test('where there is no waitlist, that is said', async ({ page }) => {
      test.skip(hasWaitlist, `${name} has a waitlist`);
      await open(page, '/join');
      await expect(page.getByText('This site has no waitlist.')).toBeVisible();
      await expect(page.getByLabel('E-mail *')).toHaveCount(0);
    });

    test.describe('a backend that is away', () => {
      test.use({ allowed: ['ERR_FAILED', 'ERR_CONNECTION_REFUSED'] });

      test('is told, and asked again', async ({ page }) => {
        const elsewhere = url => /^410\d$/.test(url.port);
        await page.route(elsewhere, route => route.abort());
        await page.goto('/topics');
        await expect(page.getByRole('alert').first()).toContainText('There was no answer');
        const topic = page.getByRole('link', { name: 'Getting to know you', exact: true });
        // What was there when the site was built can be read all the same.
        if (name === 'json-server') await expect(topic).toBeVisible();
        await page.unrouteAll();
        await page.getByRole('button', { name: 'Try again' }).first().click();
        await expect(topic).toBeVisible();
        await expect(page.getByRole('alert').filter({ visible: true })).toHaveCount(0);
      });
    });
  });
}

test.describe('a blog', () => {
  // A static host does not know the address of a post that was written after the site was built, and says 404 with the page.
  test.use({ baseURL: sites.wordpress, allowed: ['status of 404'] });

  test('keeps what its posts mean: gallery, caption, list, quote, table, embed @phone', async ({ page }) => {
    const outside = [];
    page.on('request', request => { if (!/^http:\/\/127\.0\.0\.1/.test(request.url())) outside.push(request.url()); });
    const fixture = fs.readFileSync(new URL('../fixtures/wordpress-post.html', import.meta.url), 'utf8');
    const content = fixture.replaceAll('https://blog.example.org/', 'http://127.0.0.1:4102/');
    await page.route('**/wp-content/uploads/**', route => route.fulfill({ path: 'fixtures/tile.png' }));
    const { slug } = await blogPost('A post with everything', content);
    await open(page, `/topics/${slug}`);
    const article = page.locator('article.topic');
    for (const element of ['figure', 'figcaption', 'blockquote', 'li', 'table', 'h2']) {
      await expect(article.locator(element).first()).toBeAttached();
    }
    expect(await article.locator('iframe, script, style, form').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await problems(page)).toEqual([]);
    expect(outside).toEqual([]);
  });

  test('cannot run anything here, whatever is in its posts', async ({ page }) => {
    const text = one => typeof one === 'string' ? one : text(one.prefix ?? '') + one.repeat.repeat(one.times) + text(one.suffix ?? '');
    const payloads = JSON.parse(fs.readFileSync(new URL('../fixtures/hostile.json', import.meta.url))).map(text);
    const outside = [];
    page.on('request', request => { if (!/^http:\/\/127\.0\.0\.1/.test(request.url())) outside.push(request.url()); });
    page.on('dialog', dialog => { outside.push(dialog.message()); return dialog.dismiss(); });
    // As the blog would answer if its editor allowed everything.
    await page.route('**/wp-json/wp/v2/posts?*', async route => {
      const answer = await route.fetch();
      const posts = await answer.json();
      const first = posts.find(post => post.slug === 'getting-to-know-you');
      first.content.rendered = payloads.join('\n<hr>\n');
      first.title.rendered = `Getting to know you ${payloads.slice(0, 3).join(' ')}`;
      await route.fulfill({ response: answer, json: posts });
    });
    await open(page, FIRST);
    await expect(page.locator('article.topic .prose').first()).not.toBeEmpty();
    const article = page.locator('article.topic');
    expect(await article.locator('script, style, iframe, object, embed, form, svg, math, link, meta, base').count()).toBe(0);
    const bad = await article.locator('a').evaluateAll(links => links.map(a => a.href).filter(href => !/^(https?|mailto):/.test(href)));
    expect(bad).toEqual([]);
    expect(outside).toEqual([]);
    expect(await page.evaluate(() => globalThis.hacked)).toBeUndefined();
  });
});

test.describe('the check of the backends', () => {
  test.use({ baseURL: sites.postgrest, allowed: ['status of 4'] });

  test('says in plain words that all is well @phone', async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, '/coordinate/check');
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('heading', { name: 'What must stay private' })).toBeVisible({ timeout: 90_000 });
    await expect(page.getByText('Bad', { exact: true })).toHaveCount(0);
    expect(await page.getByText('Good', { exact: true }).count()).toBeGreaterThan(10);
    expect(await problems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  });
});

test.describe('the check of a backend that keeps nothing to itself', () => {
  test.use({ baseURL: sites['json-server'], allowed: ['status of [45]'] });

  test('says what is bad, and what to change', async ({ page }) => {
    test.setTimeout(120_000);
    await open(page, '/coordinate/check');
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByText('Bad', { exact: true }).first()).toBeVisible({ timeout: 90_000 });
  });
});
