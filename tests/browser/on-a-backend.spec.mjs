// What a page shows of what a backend says, and of what it did not take.
import { test, expect, comment, discussion, open, FIRST } from './kit.mjs';
import { SITE, backend } from './backend.mjs';
import { message as t } from './words.mjs';

test.use({ baseURL: SITE });

const label = (where, key) => where.getByLabel(`${t(key)} *`, { exact: true });
const button = (where, key) => where.getByRole('button', { name: t(key), exact: true });

async function sign_in(page) {
  await open(page, '/sign-in');
  await label(page, 'sign_in.user').fill('amina');
  await label(page, 'sign_in.password').fill('secret');
  await button(page, 'sign_in.send').click();
  await expect(page.locator('#signed-in')).toBeVisible();
}

test.describe('what was not taken', () => {
  test.use({ allowed: ['status of 4', 'status of 5', 'ERR_FAILED'] });

  test('says why in words, where it waited and was refused', async ({ page }) => {
    const behind = await backend(page);
    await page.clock.setFixedTime(new Date('2016-03-01T10:00:00Z'));
    await sign_in(page);
    await open(page, '/partner/messages');
    behind.answer = route => route.abort();
    await label(page, 'message_form.text').fill('Are you there?');
    await button(page, 'message_form.send').click();
    await expect(page.getByText(t('comments.waiting')).first()).toBeVisible();
    behind.answer = route => route.fulfill({ status: 403, json: {} });
    await page.clock.setFixedTime(new Date('2016-03-01T12:00:00Z'));
    await page.reload();
    await expect(page.getByText(t('comments.refused')).first()).toBeVisible();
    await expect(page.getByText(t('error.not_allowed')).first()).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText('not_allowed');
  });

  test('is the same entry of the waitlist at the second try, also where it cannot be kept meanwhile', async ({ page }) => {
    const behind = await backend(page);
    // A browser in which nothing more can be kept.
    await page.addInitScript(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
    await open(page, '/join');
    await label(page, 'join_form.name').fill('Asha');
    await label(page, 'join_form.email').fill('asha@example.org');
    await label(page, 'join_form.country').selectOption('NA');
    await page.getByRole('checkbox').check();
    behind.answer = route => route.fulfill({ status: 504, body: 'Gateway Timeout' });
    await button(page, 'join.send').click();
    await expect(page.getByRole('form').getByRole('alert')).toBeVisible();
    await expect(label(page, 'join_form.name')).toHaveValue('Asha');
    behind.answer = 'well';
    await button(page, 'join.send').click();
    await expect(page.getByText(t('join.done'))).toBeVisible();
    expect(behind.writes).toHaveLength(2);
    expect(behind.writes[1].body.id).toBe(behind.writes[0].body.id);
  });
});

for (const days of [-1, -400, 400]) {
  test(`a reader whose clock is ${days} days off sees what the backend gives`, async ({ page }) => {
    await page.addInitScript(off => {
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...all) { if (all.length) super(...all); else super(Real.now() + off); }
        static now() { return Real.now() + off; }
      };
    }, days * 86_400_000);
    // It has a topic since yesterday, with a comment of this hour.
    const now = Date.now();
    const behind = await backend(page, profile => { profile.resources.topics.withholds = true; });
    behind.rows('rounds').push({ ...behind.rows('rounds')[0], id: 'now', title: 'The round of today', start: new Date(now - 2 * 86_400_000).toISOString().slice(0, 10), end: new Date(now + 86_400_000).toISOString().slice(0, 10) });
    behind.rows('topics').push({ ...behind.rows('topics')[0], id: 'tn', slug: 'of-today', round: 'now', title: 'A topic of today', release: new Date(now - 43_200_000).toISOString() });
    behind.rows('comments').push({ id: 'cn', topic: 'tn', name: 'Asha', text: 'Said within the hour.', created: new Date(now - 600_000).toISOString() });
    await open(page, '/topics');
    await page.getByRole('link', { name: 'A topic of today' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'A topic of today' })).toBeVisible();
    await expect(comment(page, 'Said within the hour.')).toBeVisible();
    await expect(discussion(page).getByRole('heading', { name: '1 comment' })).toBeVisible();
    await expect(comment(page, 'Said within the hour.')).not.toContainText(/ in \d|tomorrow|next/);
  });
}

test('a discussion goes on where the backend does not count', async ({ page }) => {
  const behind = await backend(page, profile => { delete profile.total; for (const kind of Object.values(profile.resources)) delete kind.total; });
  const topic = behind.rows('topics')[0];
  behind.rows('comments').splice(0, Infinity, ...Array.from({ length: 250 }, (_, i) => ({ id: `c${i}`, topic: topic.id, name: 'Asha', text: `Number ${i}.`,
    created: new Date(Date.UTC(2016, 1, 16) + i * 60_000).toISOString() })));
  await open(page, `/topics/${topic.slug}`);
  await expect(discussion(page).getByRole('heading', { name: 'More than 100 comments' })).toBeVisible();
  for (const n of [100, 150, 200, 250]) {
    await page.getByRole('button', { name: 'Show 50 more' }).click();
    await expect(page.locator('[data-comment]')).toHaveCount(n);
  }
  await expect(page.getByRole('button', { name: 'Show 50 more' })).toHaveCount(0);
  await expect(discussion(page).getByRole('heading', { name: '250 comments', exact: true })).toBeVisible();
});

test('once all comments are here, there are no more to show, whatever a backend counts', async ({ page }) => {
  // It gives the comments on every topic, whatever is asked.
  const behind = await backend(page);
  behind.ignores = 'comments';
  const all = behind.rows('comments');
  const { id } = behind.rows('topics').find(({ slug }) => FIRST.endsWith(slug));
  const other = all.find(one => one.topic !== id);
  all.push(...Array.from({ length: 200 }, (_, i) => ({ ...other, parent: null, id: `other${i}` })));
  const count = all.filter(one => one.topic === id && !['removed', 'held'].includes(one.state)).length;
  await open(page, FIRST);
  await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
  // There are more pages, with nothing on this topic in them.
  const more = discussion(page).getByRole('button', { name: /^Show \d+ more/ });
  await expect(async () => {
    if (await more.isVisible()) await more.click();
    await expect(more).toHaveCount(0, { timeout: 1000 });
  }).toPass();
  await expect(discussion(page).getByRole('heading', { name: new RegExp(`^${count} `) })).toBeVisible();
});

test('odd comments are shown as well as they can be, and all others as ever', async ({ page }) => {
  const behind = await backend(page);
  const all = behind.rows('comments');
  const { id } = behind.rows('topics').find(({ slug }) => FIRST.endsWith(slug));
  const good = all.find(one => one.topic === id && !one.parent);
  const odd = (name, change) => all.push({ ...good, id: `odd-${name}`, text: `The ${name} one.`, ...change });
  odd('linked', { link: 'undefined' });
  odd('timeless', { created: '-0001-11-30T00:00:00' });
  odd('nameless', { name: '  ' });
  odd('long', { name: 'Cheap reading glasses '.repeat(9) });
  odd('hidden', { state: 'spam' });
  odd('removed', { state: 'removed', name: '—', text: '' });
  odd('answering', { parent: 'odd-removed' });
  const count = all.filter(one => one.topic === id && !['removed', 'held', 'spam'].includes(one.state)).length;
  await open(page, FIRST);
  await expect(discussion(page).getByRole('heading', { name: new RegExp(`^${count} `) })).toBeVisible();
  await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
  await expect(comment(page, 'The linked one.').getByRole('link', { name: good.name, exact: true })).toHaveCount(0);
  await expect(comment(page, 'The timeless one.').locator('header').first().locator('time')).toHaveCount(0);
  await expect(comment(page, 'The nameless one.')).toContainText(t('comments.anonymous'));
  await expect(comment(page, 'The long one.')).toContainText('…');
  await expect(page.getByText('The hidden one.')).toHaveCount(0);
  await expect(comment(page, 'The answering one.').first()).toContainText(t('comments.removed_one'));
});

test.describe('a topic that is not open to everybody', () => {
  test.use({ allowed: ['status of 403'] });

  test('says so, and offers neither a form nor to sign in', async ({ page }) => {
    await backend(page);
    const refuse = route => route.fulfill({ status: 403, headers: { 'access-control-allow-origin': '*' }, json: { message: 'Not for you.' } });
    await page.route(url => /\/backend\/(all_)?comments$/.test(url.pathname), refuse);
    await open(page);
    await expect(page.getByText(t('comments.not_public'))).toBeVisible();
    await expect(discussion(page).getByRole('form')).toHaveCount(0);
    await expect(discussion(page).getByRole('link', { name: t('account.sign_in') })).toHaveCount(0);
  });
});

test('who is in several partnerships chooses between them', async ({ page }) => {
  const behind = await backend(page);
  behind.rows('partnerships').push({ id: 's99', round: '2016A', participants: ['p01', 'p05'] });
  const [first, second] = ['p02', 'p05'].map(id => behind.rows('participants').find(person => person.id === id).name);
  const you_and = name => page.getByRole('heading', { level: 1, name: t('partner.you_and').replace('{name}', name) });
  await page.clock.setFixedTime(new Date('2016-03-01T10:00:00Z'));
  await sign_in(page);
  await open(page, '/partner');
  await expect(you_and(first)).toBeVisible();
  const which = page.getByLabel(t('partner.which'), { exact: true });
  await expect(which.getByRole('option')).toHaveText([new RegExp(first), new RegExp(second)]);
  await which.focus();
  await which.selectOption({ index: 1 });
  await expect(you_and(second)).toBeVisible();
  await expect(which).toBeFocused();
  // It stays so in this tab.
  await page.reload();
  await expect(you_and(second)).toBeVisible();
  await expect(which.locator('option:checked')).toHaveText(new RegExp(second));
  await which.selectOption({ index: 0 });
  await expect(you_and(first)).toBeVisible();
});

test.describe('a profile', () => {
  test.use({ allowed: ['profiles/postgrest.json'] });

  /** The files with the rules of profiles that a page asks for. */
  const rules = page => {
    const asked = [];
    page.on('request', request => { if (/part-live-rules/.test(request.url())) asked.push(request.url()); });
    return asked;
  };

  test('that is good costs its readers no rules', async ({ page }) => {
    const asked = rules(page);
    await backend(page);
    await open(page, FIRST);
    await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
    expect(asked).toEqual([]);
  });

  test('that cannot be read is told with everything that is wrong with it', async ({ page }) => {
    const asked = rules(page);
    await backend(page, profile => {
      profile.pagging = profile.page;
      profile.request.timeout = 'soon';
    });
    await open(page, '/topics');
    const told = page.getByRole('alert').first();
    await expect(told).toContainText('profiles/postgrest.json');
    await expect(told).toContainText('/pagging');
    await expect(told).toContainText('/request/timeout');
    expect(asked).toHaveLength(1);
  });

  test('that would send passwords in the open is not used', async ({ page }) => {
    const behind = await backend(page, profile => { profile.base = 'http://far.example/backend'; });
    await open(page, '/topics');
    await expect(page.getByRole('alert').first()).toContainText('https://, because people sign in');
    expect(behind.reads).toEqual([]);
  });

  test('that breaks another rule is used all the same, and the check says so', async ({ page }) => {
    await backend(page, profile => { profile.resources.comments.fields.mood = { at: '/mood' }; });
    await open(page, FIRST);
    await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
    await open(page, '/coordinate/check');
    await expect(page.getByRole('alert').first()).toContainText('/resources/comments/fields/mood');
  });
});
