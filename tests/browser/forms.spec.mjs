// Every form is sent in the same way, so every form passes the same checks.
import { fileURLToPath } from 'node:url';
import { test, expect, comment, commentForm, hurry, open, FIRST } from './kit.mjs';
import { SITE, backend } from './backend.mjs';
import { message as t } from './words.mjs';

const PHOTO = fileURLToPath(new URL('../fixtures/photo-with-place.jpg', import.meta.url));
const form = (page, key) => page.getByRole('form', { name: t(key), exact: true });
const button = (where, key) => where.getByRole('button', { name: t(key), exact: true });
const label = (where, key) => where.getByLabel(t(key), { exact: true }).or(where.getByLabel(`${t(key)} *`, { exact: true }));
const later = page => page.evaluate(() => { globalThis.lateBy = (globalThis.lateBy ?? 0) + 60_000; });

/** Goes to a page as Amina, who is signed in. */
async function as_amina(page, path) {
  await open(page, '/sign-in');
  await label(page, 'sign_in.user').fill('amina');
  await label(page, 'sign_in.password').fill('secret');
  await button(page, 'sign_in.send').click();
  await expect(page.locator('#signed-in')).toBeVisible();
  await open(page, path);
}

const comments = { begin: page => hurry(page), path: FIRST };
const partner = { begin: () => {}, path: '/partner', signed: true };

/**
 * The forms: how one comes to it (`reach` gives the form), what must be filled in, the field in which somebody types on, the
 * button that sends it, and what is written. `anew` opens it again where it closes.
 */
const FORMS = [
  {
    name: 'a comment', ...comments, reach: page => commentForm(page), field: 'comment_form.text', send: 'comment_form.send', writes: 'all_comments',
    async fill(form, page) {
      await label(form, 'comment_form.name').fill('Asha');
      await label(form, 'comment_form.email').fill('asha@example.org');
      await later(page);
    },
  },
  {
    name: 'a reply', ...comments, field: 'comment_form.text', send: 'comment_form.send', writes: 'all_comments',
    async reach(page) {
      await comment(page, 'Hospital library, Cork').first().getByRole('button', { name: /^Reply/ }).click();
      return form(page, 'comment_form.reply_title');
    },
    async fill(form, page) {
      await label(form, 'comment_form.name').fill('Asha');
      await label(form, 'comment_form.email').fill('asha@example.org');
      await later(page);
    },
  },
  {
    // Where nobody signs in, whoever wrote a comment in this browser may change it.
    name: 'a comment that is edited', ...comments, profile: profile => { delete profile.signIn; profile.resources = { rounds: profile.resources.rounds, topics: profile.resources.topics, comments: profile.resources.comments }; }, field: 'comment_form.text', send: 'comments.save', writes: 'all_comments', updates: true,
    async reach(page, behind) {
      const first = commentForm(page);
      await FORMS[0].fill(first, page);
      await label(first, FORMS[0].field).fill('Mine');
      await button(first, 'comment_form.send').click();
      await button(comment(page, 'Mine'), 'comments.edit').click();
      behind.writes.length = 0;
      return form(page, 'comments.edit');
    },
    async fill() {},
  },
  {
    name: 'the waitlist', begin: () => {}, path: '/join', reach: page => form(page, 'join.title'), field: 'join_form.name', send: 'join.send', writes: 'waitlist',
    async fill(form) {
      await label(form, 'join_form.email').fill('asha@example.org');
      await label(form, 'join_form.country').selectOption('NA');
      await form.getByRole('checkbox').check();
    },
  },
  { name: 'a message', ...partner, path: '/partner/messages', reach: page => form(page, 'messages.title'), field: 'message_form.text', send: 'message_form.send', writes: 'messages', async fill() {} },
  {
    name: 'a note', ...partner, path: '/partner/topics', field: 'note_form.text', send: 'note_form.send', writes: 'notes',
    async reach(page) {
      await page.getByRole('button', { name: t('notes.write_about').replace('{what}', 'Who gets the quiet?') }).click();
      return page.getByRole('form', { name: t('notes.write_about').replace('{what}', 'Who gets the quiet?') });
    },
    async fill() {},
  },
  {
    name: 'a goal', ...partner, path: '/partner/goals', field: 'goal_form.what', send: 'goal_form.send', writes: 'goals',
    async reach(page) {
      await button(page, 'goals.set').click();
      return form(page, 'goal_form.title');
    },
    async fill() {},
  },
  {
    name: 'hours', ...partner, path: '/partner/hours', field: 'hours_form.zone', valid: 'Africa/Windhoek', send: 'hours_form.send', writes: 'hours',
    async reach(page) {
      await button(page, 'hours.change').or(button(page, 'hours.give')).click();
      return form(page, 'hours_form.title');
    },
    async fill() {},
  },
  {
    name: 'an agreement', ...partner, path: '/partner/agreement', field: 'agreement_form.hopes', send: 'agreement_form.send', writes: 'agreements',
    async reach(page) {
      await button(page, 'agreement.change').click();
      return form(page, 'agreement_form.title');
    },
    async fill() {},
  },
  {
    name: 'a yes', ...partner, path: '/partner/agreement', send: 'agreement.yes', writes: 'agreements',
    before(behind) {
      const rows = behind.rows('agreements');
      rows.push({ ...rows[0], id: 'a9', by: 'p02', at: '2016-02-20T10:00:00Z', replaces: 'a1', terms: { ...rows[0].terms, hopes: 'A visit.' } });
    },
    reach: page => page.getByRole('form', { name: t('agreement.proposed').replace('{name}', 'Øyvind Solbakk') }),
    async fill() {},
  },
  { name: 'a contact', ...partner, path: '/partner/contacts', reach: page => form(page, 'contact_form.title'), field: 'contact_form.note', send: 'contact_form.send', writes: 'contacts', async fill() {} },
  {
    name: 'a concern', ...partner, path: '/partner/concern', field: 'concern_form.text', send: 'concern_form.send', writes: 'concerns',
    async reach(page) {
      await page.getByText(t('concern.open'), { exact: true }).click();
      return form(page, 'concern.open');
    },
    fill: form => form.getByLabel(t('concern.mismatch'), { exact: true }).check(),
  },
  {
    name: 'a reflection', ...partner, path: '/partner/goodbye', on: '2016-06-05T10:00:00Z', reach: page => form(page, 'reflection.title'), field: 'reflection_form.changed', send: 'reflection_form.send', writes: 'reflections',
    async fill(form) {
      await form.getByLabel(t('reflection.rating_4'), { exact: true }).check();
      await form.getByLabel(t('reflection.yes'), { exact: true }).check();
    },
  },
  {
    name: 'a profile', ...partner, path: '/me', field: 'profile_form.workplace', send: 'profile_form.send', writes: 'participants', updates: true,
    async reach(page) {
      await button(page, 'profile_form.open').click();
      return form(page, 'profile_form.title');
    },
    async fill() {},
  },
  {
    name: 'settings', ...partner, path: '/me', reach: page => form(page, 'settings.title'), field: form => form.getByLabel(t('channels.at').replace('{n}', '1')), send: 'settings_form.send', writes: 'settings',
    fill: form => form.getByRole('combobox').first().selectOption('phone'),
  },
  {
    name: 'a desk', ...partner, path: '/desks', field: 'desk_form.story', send: 'desk_form.send', writes: 'desks',
    async reach(page) {
      await button(page, 'desks.send').click();
      return form(page, 'desk_form.title');
    },
    async fill(form, page) {
      await label(form, 'desk_form.picture').setInputFiles(PHOTO);
      await expect(page.getByText('1200 × 1600')).toBeVisible();
      await label(form, 'desk_form.alt').fill('A wall');
    },
  },
  {
    name: 'signing in', begin: () => {}, path: '/sign-in', reach: page => form(page, 'sign_in.title'), field: 'sign_in.user', send: 'sign_in.send', writes: 'rpc/sign_in', hasNoId: true, refused: 'sign_in.wrong',
    fill: form => label(form, 'sign_in.password').fill('secret'),
  },
  {
    name: 'the check of a backend', begin: () => {}, path: '/coordinate/check', reach: page => page.getByRole('form', { name: /^PostgREST/ }), field: 'check_form.user', send: 'check.try', busy: 'check.trying', hasNoId: true, cannotFail: true, writes: 'rpc/sign_in',
    async fill() {},
  },
];

/** Comes to a form with the backend behind it. */
async function reached(page, one) {
  const behind = await backend(page, one.profile);
  await page.clock.setFixedTime(new Date(one.on ?? '2016-03-01T10:00:00Z'));
  await one.begin(page);
  one.before?.(behind);
  if (one.signed) await as_amina(page, one.path); else await open(page, one.path);
  const there = await one.reach(page, behind);
  await expect(there).toBeVisible();
  await one.fill(there, page);
  behind.writes.length = 0;
  const field = typeof one.field === 'function' ? one.field(there) : one.field && label(there, one.field);
  const writes = () => behind.writes.filter(({ path }) => !one.writes || path === one.writes);
  return { behind, form: there, field, writes, press: button(there, one.send) };
}

const words = one => one.valid ?? 'Twenty past nine';

for (const one of FORMS) {
  test.describe(one.name, () => {
    test.use({ baseURL: SITE, allowed: ['status of 4'] });

    test('is sent once, says that it is on its way, and leaves alone who goes on', async ({ page }) => {
      const { behind, form, field, writes, press } = await reached(page, one);
      await field?.fill(words(one));
      const release = behind.hold();
      await press.click();
      await expect(form.getByRole('status').filter({ hasText: t(one.busy ?? 'load.sending') })).toBeVisible();
      await expect.poll(() => behind.writes.length + behind.reads.length).toBeGreaterThan(0);
      const before = writes().length;
      await press.click();
      if (field) {
        await field.press('End');
        await field.pressSequentially('!');
        await field.press('Enter');
      }
      const language = page.getByRole('contentinfo').getByRole('combobox', { name: 'Language', exact: true });
      await language.focus();
      release();
      await expect(form.getByRole('status').filter({ hasText: t(one.busy ?? 'load.sending') })).toHaveCount(0, { timeout: 45_000 });
      await expect(form.getByRole('alert')).toHaveCount(0);
      if (before) expect(writes()).toHaveLength(before);
      if (one.writes) await expect.poll(() => writes().length).toBe(1);
      await expect(language).toBeFocused();
      if (field && !one.hasNoId) expect((await field.inputValue()).trimEnd()).toBe(`${words(one)}!`);
    });

    if (one.cannotFail) return;

    test('keeps its words and its id when it is refused, and says why', async ({ page }) => {
      const { behind, form, field, writes, press } = await reached(page, one);
      // As a password manager fills it in: nobody is told.
      await field?.evaluate((element, text) => {
        const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), 'value');
        set.call(element, text);
      }, words(one));
      behind.answer = 'no';
      await press.click();
      await expect(form.getByRole('alert').filter({ hasText: one.refused ? t(one.refused) : 'Not on Sundays.' })).toBeVisible();
      if (field) await expect(field).toHaveValue(words(one));
      behind.answer = 'well';
      await press.click();
      await expect.poll(() => writes().length).toBe(2);
      const [first, second] = writes();
      if (field) expect(JSON.stringify(first.body)).toContain(words(one));
      if (!one.hasNoId && !one.updates) {
        expect(first.body.id).toBeTruthy();
        expect(second.body.id).toBe(first.body.id);
      }
    });

    test('can be left while it is on its way, whatever the answer', async ({ page }) => {
      const { behind, form, field, press } = await reached(page, one);
      await field?.fill(words(one));
      const release = behind.hold();
      await press.click();
      await expect(form.getByRole('status').filter({ hasText: t('load.sending') })).toBeVisible();
      behind.answer = 'no';
      await page.getByRole('contentinfo').getByRole('link', { name: 'About' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
      const answered = page.waitForResponse(response => response.request().method() !== 'GET' && response.url().includes('/backend/'));
      release();
      await answered;
      // The program still runs: it answers a click.
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Join' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('join.title'));
    });
  });
}
