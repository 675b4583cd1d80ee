// Parts of the site on somebody else's page: another origin, other styles, other rules.
import fs from 'node:fs';
import http from 'node:http';
import { test as base, expect, write, problems } from './kit.mjs';
import { message } from './words.mjs';

const test = base.extend({
  /** Opens a page of a blog, on another origin than the site. */
  blog: async ({ page, baseURL }, use) => {
    const server = http.createServer((request, response) => {
      const isPage = request.url === '/a-post';
      response.writeHead(isPage ? 200 : 204, { 'content-type': 'text/html', ...server.headers });
      response.end(isPage ? server.page : '');
    });
    await new Promise(listening => server.listen(0, '127.0.0.1', listening));
    await use(async (body, { head = `<script type="module" src="${baseURL}/embed.js"></script>`, style = '', lang = 'en', dir = 'ltr', headers = {}, fragment = '' } = {}) => {
      server.headers = headers;
      server.page = `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
        `<title>A post</title>${head}${style}</head><body><main><h1>A post</h1>${body}</main></body></html>`;
      await page.goto(`http://127.0.0.1:${server.address().port}/a-post${fragment}`);
    });
    server.closeAllConnections();
    server.close();
  },
});

const COMMENTS = '<deskmates-comments topic="getting-to-know-you"><a href="/discussion">The discussion</a></deskmates-comments>';
const FAR = '<div style="block-size: 500vh">A long post.</div>';
const first = page => page.getByText('Hospital library, Cork.');
/** Waits until the program has taken over: nothing is disabled any more. */
const alive = widget => expect(widget.getByRole('button', { name: 'Post comment' })).toBeEnabled();
/** Scrolls as a reader does: on to the widget, and on to what it shows once that has come. An empty widget is no pixel high. */
const reach = async widget => {
  await widget.scrollIntoViewIfNeeded();
  const shown = widget.locator('.widget:not([hidden])');
  // The program may take its place in that moment.
  await expect(() => shown.scrollIntoViewIfNeeded({ timeout: 1000 })).toPass();
};

test('before a reader comes near, a page has loaded one small script', async ({ page, baseURL, blog }) => {
  const asked = [];
  page.on('request', request => { if (request.url().startsWith(baseURL)) asked.push(new URL(request.url()).pathname); });
  const idle = page.waitForLoadState('networkidle');
  await blog(FAR + COMMENTS);
  await idle;
  expect(asked).toEqual(['/embed.js']);
  await expect(page.getByRole('link', { name: 'The discussion' })).toBeAttached();
  await page.mouse.wheel(0, 10_000);
  await expect(first(page)).toBeVisible();
  await expect(page.getByRole('link', { name: 'The discussion' })).toHaveCount(0);
});

test.describe('the site itself', () => {
  test('runs in no frame of another page, and is read there', async ({ page, baseURL, blog }) => {
    await blog(`<iframe title="Site" src="${baseURL}/topics/getting-to-know-you"></iframe>`, { head: '' });
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('alert')).toContainText('does not run inside another page');
    await expect(frame.getByRole('link', { name: 'Open it in a tab of its own.' })).toHaveAttribute('href', `${baseURL}/topics/getting-to-know-you`);
    await expect(first(frame)).toBeAttached();
    await expect(frame.getByRole('button', { name: 'Post comment' })).toBeDisabled();
    await blog(`<iframe title="Site" src="${baseURL}/me"></iframe>`, { head: '' });
    await expect(frame.getByRole('alert')).toContainText('does not run inside another page');
  });

  test.describe('and Trusted Types', () => {
    test.use({ allowed: ['TrustedHTML', 'Trusted Type'] });
    test('let nothing become HTML but by the site’s own policy', async ({ page }) => {
      for (const path of ['/topics/getting-to-know-you', '/frame.html?widget=comments&topic=getting-to-know-you']) {
        await page.goto(path);
        const outcome = await page.evaluate(() => {
          try { document.body.insertAdjacentHTML('beforeend', '<b>made</b>'); return 'made'; } catch (error) { return error.name; }
        });
        expect(outcome).toBe('TypeError');
      }
    });
  });
});

test('a page that loads the next one into itself has its widgets each time, in the colours of the new body', async ({ page, blog }) => {
  await blog('<p>The first page.</p>');
  const swap = style => page.evaluate(([comments, style]) => {
    const body = document.createElement('body');
    body.innerHTML = comments;
    body.style = style;
    document.body.replaceWith(body);
  }, [COMMENTS, style]);
  for (const style of ['', 'color: black']) {
    await swap(style);
    await expect(first(page)).toBeVisible();
    await alive(page.locator('deskmates-comments'));
  }
  const theme = () => page.locator('deskmates-comments').evaluate(widget => widget.shadowRoot.querySelector('.widget').dataset.theme);
  expect(await theme()).toBe('light');
  await page.evaluate(() => { document.body.style = 'background: #111; color: #eee'; });
  await expect.poll(theme).toBe('dark');
});

test('a discussion is read before the program is there, and written in after @phone', async ({ page, baseURL, blog }) => {
  let release;
  const held = new Promise(done => { release = done; });
  await page.route(url => url.pathname.endsWith('.wasm'), async route => { await held; await route.continue(); });
  await page.addInitScript(() => {
    globalThis.told = [];
    for (const name of ['posted', 'count']) addEventListener(`deskmates:${name}`, event => globalThis.told.push([event.target.localName, name, event.detail]));
  });
  await blog(`<p><deskmates-count topic="getting-to-know-you">Comments</deskmates-count></p>${COMMENTS}`);
  const widget = page.locator('deskmates-comments');
  await expect(first(page)).toBeVisible();
  await expect(widget.getByRole('button', { name: 'Post comment' })).toBeDisabled();
  await expect(page.locator('deskmates-count .widget:not([hidden])')).toHaveText('16 comments');
  await page.evaluate(() => {
    globalThis.shifts = [];
    new PerformanceObserver(list => { for (const { value } of list.getEntries()) globalThis.shifts.push(value); }).observe({ type: 'layout-shift' });
  });
  release();
  await alive(widget);
  expect(await page.evaluate(() => new Promise(done => { requestAnimationFrame(() => setTimeout(() => done(globalThis.shifts))); })), 'nothing jumps').toEqual([]);
  await write(widget.getByRole('form', { name: 'Leave a comment' }), { text: 'From the blog.' });
  await page.evaluate(() => { const now = performance.now.bind(performance); performance.now = () => now() + 60_000; });
  await widget.getByRole('button', { name: 'Post comment' }).click();
  await expect(widget.getByRole('listitem').filter({ hasText: 'From the blog.' })).toBeVisible();
  await expect(page.locator('deskmates-count .widget:not([hidden])')).toHaveText('17 comments');
  await expect(page.getByRole('status').filter({ hasText: 'Your comment has been posted.' }), 'a screen reader says it').toHaveCount(1);
  const told = await page.evaluate(() => globalThis.told);
  expect(told).toContainEqual(['deskmates-comments', 'count', { topic: 'getting-to-know-you', count: 17 }]);
  expect(told.filter(([, name]) => name === 'posted')).toEqual([['deskmates-comments', 'posted', { topic: 'getting-to-know-you', id: expect.any(String) }]]);
});

test.describe('when something does not come', () => {
  test.use({ allowed: ['Failed to load resource', 'Failed to fetch', 'Deskmates:'] });

  test('without the script, what the page’s author wrote stays', async ({ page, baseURL, blog }) => {
    await page.route('**/embed.js', route => route.abort());
    await blog(COMMENTS);
    await expect(page.getByRole('link', { name: 'The discussion' })).toBeVisible();
  });

  test('without the site, too', async ({ page, baseURL, blog }) => {
    const failed = page.waitForEvent('requestfailed', request => request.url().endsWith('/config.json'));
    await page.route(url => url.href.startsWith(baseURL) && !url.pathname.endsWith('/embed.js'), route => route.abort());
    await blog(COMMENTS);
    await failed;
    await expect(page.getByRole('link', { name: 'The discussion' })).toBeVisible();
  });

  test('without what was finished and without the program it is told, and the page around gets no error', async ({ page, blog }) => {
    const errors = [];
    page.on('pageerror', error => errors.push(String(error)));
    const failed = page.waitForEvent('requestfailed', request => request.url().endsWith('.wasm'));
    await page.route(url => /\/widgets\/|\.wasm$|\/deskmates-embed-.*\.js$/.test(url.pathname), route => route.abort());
    await blog(COMMENTS);
    await failed;
    await expect(page.locator('deskmates-comments').getByRole('alert')).toContainText('There was no answer');
    await expect(page.getByRole('link', { name: 'The discussion' })).toBeVisible();
    expect(errors).toEqual([]);
  });

  test('without the program, what was finished stays to be read', async ({ page, baseURL, blog }) => {
    const failed = page.waitForEvent('requestfailed');
    await page.route(url => url.pathname.endsWith('.wasm'), route => route.abort());
    await blog(COMMENTS);
    await failed;
    await expect(first(page)).toBeVisible();
    await expect(page.locator('deskmates-comments').getByRole('alert')).toContainText('Reload the page to try again.');
  });

  test('a later widget asks again for what did not come', async ({ page, baseURL, blog }) => {
    const failed = page.waitForEvent('console', message => message.text().startsWith('Deskmates:'));
    await page.route('**/config.json', route => route.abort());
    await blog(`${COMMENTS}${FAR}${COMMENTS}`);
    await failed;
    await page.unroute('**/config.json');
    const later = page.locator('deskmates-comments').last();
    await later.scrollIntoViewIfNeeded();
    await alive(later);
  });

  test('without what was said since, what was finished stays to be read, and is asked for again', async ({ page, baseURL, blog }) => {
    await page.route('**/demo/comments/**', route => route.abort());
    await blog(COMMENTS);
    const widget = page.locator('deskmates-comments');
    await expect(widget.getByRole('alert')).toContainText('There was no answer');
    await expect(first(page)).toBeVisible();
    await page.unrouteAll();
    await widget.getByRole('button', { name: 'Try again' }).click();
    await alive(widget);
    await expect(widget.getByRole('alert')).toHaveCount(0);
  });
});

test('a widget that is moved within its page before it is seen works all the same', async ({ page, baseURL, blog }) => {
  // Near enough to be there, too far to be seen.
  await blog(`<div id="after" style="block-size: 150vh">A post.</div>${COMMENTS}`);
  const widget = page.locator('deskmates-comments');
  await expect(first(page)).toBeAttached();
  await widget.evaluate(element => document.querySelector('main').append(element));
  await widget.scrollIntoViewIfNeeded();
  await alive(widget);
  await expect(widget.getByText('Demo: Data stays in this browser.')).toBeVisible();
});

test('a link to a comment leads to it, and each comment has one', async ({ page, baseURL, blog }) => {
  await blog(FAR + COMMENTS, { fragment: '#comment-c012' });
  const widget = page.locator('deskmates-comments');
  await alive(widget);
  const comment = widget.locator('#comment-c012');
  await expect(comment).toBeInViewport();
  const link = widget.locator('#comment-c001').getByRole('link', { name: /Permanent link/ });
  expect(await link.getAttribute('href')).toBe(`${page.url().split('#')[0]}#comment-c001`);
  await link.click();
  await expect(page).toHaveURL(/#comment-c001$/);
  await expect(widget.locator('#comment-c001')).toBeFocused();
});

test('a number alone does not cost a program, until there is one for something else', async ({ page, baseURL, blog }) => {
  const programs = [];
  page.on('request', request => { if (request.url().includes('_bg.wasm')) programs.push(request.url()); });
  const idle = page.waitForLoadState('networkidle');
  await blog(`<p><deskmates-count topic="getting-to-know-you"></deskmates-count></p>${FAR}${COMMENTS}`);
  await expect(page.locator('deskmates-count .widget:not([hidden])')).toHaveText('16 comments');
  await idle;
  expect(programs).toEqual([]);
  await page.locator('deskmates-comments').scrollIntoViewIfNeeded();
  await alive(page.locator('deskmates-comments'));
  await page.evaluate(() => scrollTo(0, 0));
  await expect(page.locator('deskmates-count [data-finished]')).toHaveCount(0);
  await expect(page.locator('deskmates-count .widget:not([hidden])')).toHaveText('16 comments');
});

test('a link to a prompt leads to it, under the title of its page', async ({ page, baseURL, blog }) => {
  await blog(`${FAR}<deskmates-topic topic="getting-to-know-you"></deskmates-topic>${FAR}`, { fragment: '#career' });
  const widget = page.locator('deskmates-topic');
  await expect(widget.locator('#career')).toBeInViewport();
  await expect(widget.locator('[data-finished]')).toHaveCount(0);
  await widget.getByRole('link', { name: 'Link to “What do you do?”' }).click();
  await expect(page).toHaveURL(/#work$/);
  await expect(widget.locator('#work')).toBeFocused();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A post');
  await expect(widget.getByRole('heading', { level: 2, name: 'Getting to know you' })).toBeVisible();
  await expect(widget.getByRole('heading', { level: 3, name: 'What do you do?' })).toBeVisible();
});

test('what stands on the page itself is not taken for ours', async ({ page, baseURL, blog }) => {
  await blog(`<h2 id="comments">What the blog’s own readers say</h2>${FAR}${COMMENTS}<p><a href="#work">To the page’s own heading</a></p>${FAR}<h2 id="work">Work</h2>
    <deskmates-topic topic="getting-to-know-you"></deskmates-topic>`, { fragment: '#comments' });
  await expect(page.locator('h2#comments').first()).toBeInViewport();
  await reach(page.locator('deskmates-topic'));
  await expect(page.locator('deskmates-topic [data-finished]')).toHaveCount(0);
  await page.locator('deskmates-comments').scrollIntoViewIfNeeded();
  await alive(page.locator('deskmates-comments'));
  await page.getByRole('link', { name: 'To the page’s own heading' }).click();
  await expect(page.getByRole('heading', { name: 'Work', exact: true })).toBeInViewport();
  await expect(page.locator('deskmates-topic').locator('#work')).not.toBeFocused();
});

test('all kinds of widgets share one program, and show what the site shows', async ({ page, baseURL, blog }) => {
  const programs = [];
  page.on('request', request => { if (request.url().includes('_bg.wasm')) programs.push(request.url()); });
  await blog(`
    <deskmates-schedule></deskmates-schedule><deskmates-schedule round="2015B"></deskmates-schedule><deskmates-topic topic="getting-to-know-you"></deskmates-topic>
    <deskmates-waitlist></deskmates-waitlist><deskmates-desks call="librariancommute"></deskmates-desks>
    <deskmates-comments topic="getting-to-know-you"></deskmates-comments><deskmates-comments topic="who-are-library-spaces-for"></deskmates-comments>`);
  for (const widget of await page.locator('main > :not(h1)').all()) {
    await reach(widget);
  }
  await expect(page.locator('deskmates-schedule').first(), 'there is space between two').not.toHaveCSS('margin-bottom', '0px');
  await expect(page.locator('deskmates-schedule').first().getByRole('link', { name: 'Getting to know you' })).toHaveAttribute('href', `${baseURL}/topics/getting-to-know-you`);
  await expect(page.locator('deskmates-topic').getByRole('heading', { name: 'Getting to know you', exact: true })).toBeVisible();
  await expect(page.locator('deskmates-topic').getByRole('img')).toHaveJSProperty('complete', true);
  await expect(page.locator('deskmates-desks').getByRole('heading', { level: 2 })).toHaveText('A librarian’s commute');
  const join = page.locator('deskmates-waitlist');
  await join.getByRole('button', { name: 'Join the waitlist' }).click();
  await expect(join.getByRole('alert')).toBeVisible();
  // The focus goes to what is in the same widget, also where another has the same ids.
  const [one, other] = await page.locator('deskmates-comments').all();
  for (const widget of [other, one]) {
    await alive(widget);
    await widget.getByRole('button', { name: 'Post comment' }).click();
    await widget.getByRole('alert').getByRole('link').first().click();
    await expect(widget.getByLabel('Name *', { exact: true })).toBeFocused();
  }
  expect(programs).toHaveLength(1);
});

test.describe('a call that is new', () => {
  test.use({ allowed: ['status of 404'] });

  test('says that nobody has answered it yet', async ({ page, blog }) => {
    // Nothing of it was finished when the site was built.
    await page.route('**/config.json', async route => {
      const answer = await route.fetch();
      const config = await answer.json();
      config.programme.calls.push({ id: 'windows', title: 'From my window', hashtag: '#windows', about: 'What do you see?' });
      await route.fulfill({ response: answer, json: config });
    });
    await blog('<deskmates-desks call="windows"></deskmates-desks>');
    await expect(page.locator('deskmates-desks').getByRole('heading', { name: 'From my window' })).toBeVisible();
    await expect(page.locator('deskmates-desks')).toContainText(message('desks.none'));
  });
});

test('a desk is seen large on the page that shows it', async ({ page, baseURL, blog }) => {
  await blog('<deskmates-desks></deskmates-desks>');
  const picture = page.locator('deskmates-desks').getByRole('img').first();
  await expect(page.locator('deskmates-desks .widget')).toHaveCount(1);
  await picture.click();
  await expect(page).toHaveURL(/a-post#desk-/);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(/a-post$/);
});

test.describe('a mistake in the page is told in the widget’s place', () => {
  test.use({ allowed: ['status of 404'] });
  for (const [markup, words] of [
    ['<deskmates-comments>', 'needs the attribute topic'],
    ['<deskmates-comments topics="getting-to-know-you">', 'has no attribute “topics”'],
    ['<deskmates-count topic="Getting to know you">', '“Getting to know you” is not a valid value for the attribute topic'],
    ['<deskmates-topic topic="no-such-topic">', 'There is no topic “no-such-topic”'],
    ['<deskmates-schedule round="1999Z">', 'There is no round “1999Z”'],
  ]) {
    test(markup, async ({ page, baseURL, blog }) => {
      await blog(`${markup}${markup.replace(/<([\w-]+).*/, '</$1>')}`);
      await expect(page.getByRole('alert')).toContainText(words);
    });
  }
});

/** What pages do to what is on them. */
const HOSTS = {
  'a page without style': '',
  'a page that unsets everything': '<style>* { all: unset } style, script, title, head { display: none } main, h1, p, div { display: block }</style>',
  'a page of 2012': `<style>html { font-size: 62.5% } body { font: 1.4rem/1.2 Georgia; color: #444; background: #e6e6e6; text-align: justify; letter-spacing: .05em }
    a { color: #21759b !important } p, li { margin: 0 0 24px 24px !important; text-indent: 2em } button, input { float: left; text-transform: uppercase; background: red !important }
    ol { list-style: upper-roman } h2 { font-size: 9px; text-transform: uppercase } header { position: fixed } .comment { display: none } section { columns: 3 }</style>`,
  'a page of Bootstrap': `<style>${fs.readFileSync(new URL('../node_modules/bootstrap/dist/css/bootstrap.min.css', import.meta.url), 'utf8').replaceAll('</', '<\\/')}</style>`,
};
for (const [name, head] of Object.entries(HOSTS)) {
  test(`${name} neither breaks a widget nor is broken by it @phone`, async ({ page, baseURL, blog }) => {
    const own = '<p id="own">A word of the page. <button>Its button</button></p>';
    await blog(own + COMMENTS, { style: head });
    const looks = () => page.locator('#own, #own button').evaluateAll(all => all.map(element => [...getComputedStyle(element)].map(property => getComputedStyle(element)[property]).join()));
    const before = await looks();
    const widget = page.locator('deskmates-comments');
    await widget.scrollIntoViewIfNeeded();
    await alive(widget);
    expect(await looks()).toEqual(before);
    const look = await widget.getByText('Hospital library, Cork.').evaluate(element => {
      const { letterSpacing, textTransform, textAlign, textIndent, marginLeft, fontSize, columnCount } = getComputedStyle(element);
      const host = getComputedStyle(document.querySelector('deskmates-comments')).fontSize;
      return { letterSpacing, textTransform, textAlign, textIndent, marginLeft, columnCount, size: parseFloat(fontSize) / parseFloat(host) };
    });
    expect(look).toEqual({ letterSpacing: 'normal', textTransform: 'none', textAlign: 'start', textIndent: '0px', marginLeft: '0px', columnCount: 'auto', size: expect.closeTo(1.125, 2) });
    const button = await widget.getByRole('button', { name: 'Post comment' }).evaluate(element => getComputedStyle(element).backgroundColor);
    expect(button).toBe('rgb(11, 90, 94)');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, 'nothing stands out at the side').toBeLessThanOrEqual(0);
  });
}

for (const [color, theme] of [['oklch(0.95 0.01 80)', 'dark'], ['#eee', 'dark'], ['color(display-p3 0.9 0.9 0.9)', 'dark'], ['#222c', 'light'], ['oklch(0.3 0.05 200)', 'light'], ['hsl(0 0% 10%)', 'light']]) {
  test(`letters in ${color} are on a ${theme} page`, async ({ page, baseURL, blog }) => {
    await blog(COMMENTS, { style: `<style>body { color: ${color} }</style>` });
    await expect(page.locator('deskmates-comments .widget:not([hidden])')).toHaveAttribute('data-theme', theme);
  });
}

test('what is dark, what is written from the right and what it is to look like follows the page', async ({ page, baseURL, blog }) => {
  await blog(COMMENTS, { lang: 'ar', dir: 'rtl', style: '<style>body { background: #102030; color: #eee; transition: color .2s } body.day { background: #fff; color: #222 } deskmates-comments { --deskmates-accent: rgb(255, 200, 0) }</style>' });
  const widget = page.locator('deskmates-comments');
  await expect(widget.getByRole('heading', { level: 2 }).first()).toHaveText('16 تعليقًا');
  await expect(widget.locator('.widget:not([hidden])')).toHaveAttribute('data-theme', 'dark');
  await expect(widget.locator('.widget:not([hidden])')).toHaveCSS('direction', 'rtl');
  await expect(widget.getByRole('button', { pressed: true })).toHaveCSS('background-color', 'rgb(255, 200, 0)');
  await page.evaluate(() => document.body.classList.add('day'));
  await expect(widget.locator('.widget:not([hidden])')).toHaveAttribute('data-theme', 'light');
});

test('a page with a strict policy needs one line for it', async ({ page, baseURL, blog }) => {
  // docs/embedding.md gives it.
  const policy = `default-src 'self'; script-src ${baseURL} 'wasm-unsafe-eval'; style-src ${baseURL}; img-src ${baseURL}; connect-src ${baseURL}`;
  await blog('<deskmates-topic topic="getting-to-know-you"></deskmates-topic>' + COMMENTS, { headers: { 'content-security-policy': policy } });
  const widget = page.locator('deskmates-comments');
  await widget.scrollIntoViewIfNeeded();
  await alive(widget);
});

test('axe finds nothing, and the keyboard gets everywhere', async ({ page, baseURL, blog }) => {
  await blog(COMMENTS + '<deskmates-waitlist></deskmates-waitlist><deskmates-schedule></deskmates-schedule>');
  const widget = page.locator('deskmates-comments');
  await alive(widget);
  expect(await problems(page)).toEqual([]);
  const reply = widget.getByRole('button', { name: 'Reply to Siobhán K.' });
  for (let presses = 0; presses < 100 && !(await reply.evaluate(button => button.getRootNode().activeElement === button)); presses += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(widget.getByRole('form', { name: 'Leave a reply' }).getByLabel('Name *', { exact: true })).toBeFocused();
});

test.describe('in an <iframe>, for a page that runs no script of others', () => {
  const framed = (baseURL, query) => `<iframe title="Discussion" src="${baseURL}/frame.html?${query}" sandbox="allow-scripts allow-same-origin allow-forms allow-popups" style="inline-size: 100%; block-size: 20rem; border: 0"></iframe>`;

  test('a widget is read and used, and tells how high it is', async ({ page, baseURL, blog }) => {
    const headers = { 'content-security-policy': `default-src 'self'; frame-src ${baseURL}; style-src 'unsafe-inline'; script-src 'none'` };
    await page.addInitScript(() => addEventListener('message', event => { globalThis.height = event.data.deskmates?.height; }));
    await blog(framed(baseURL, 'widget=comments&topic=getting-to-know-you'), { headers, head: '' });
    const frame = page.frameLocator('iframe');
    await alive(frame);
    await expect(frame.getByText('Hospital library, Cork.')).toBeVisible();
    const height = await page.frame({ url: /frame\.html/ }).evaluate(() => document.documentElement.getBoundingClientRect().height);
    await page.waitForFunction(height => Math.abs(globalThis.height - height) < 2, height);
    expect(height).toBeGreaterThan(2_000);
    expect(await frame.locator('deskmates-comments').evaluate(element => getComputedStyle(element).direction)).toBe('ltr');
  });

  test.describe('what there is not', () => {
    test.use({ allowed: ['status of 404'] });

    test('is told', async ({ page, baseURL, blog }) => {
      await blog(framed(baseURL, 'widget=Guestbook'), { head: '' });
      await expect(page.frameLocator('iframe').getByRole('alert')).toContainText('There is no widget “deskmates-guestbook”');
    });
  });

  test('it can be dark, and written from the right', async ({ page, baseURL, blog }) => {
    await blog(framed(baseURL, 'widget=comments&topic=getting-to-know-you&lang=ar&theme=dark'), { head: '' });
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('heading', { level: 2 }).first()).toHaveText('16 تعليقًا');
    await expect(frame.locator('.widget:not([hidden])')).toHaveAttribute('data-theme', 'dark');
    await expect(frame.locator('.widget:not([hidden])')).toHaveCSS('direction', 'rtl');
  });
});
