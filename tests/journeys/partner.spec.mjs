// What only partners have, on the backends that keep it.
import { fileURLToPath } from 'node:url';
import { test, expect, open, problems } from '../browser/kit.mjs';
import { go } from '../browser/partners.mjs';
import { accounts, onHosts, sites } from './sites.mjs';

/** A photo that was taken with the camera turned, with a place in it: 2400 × 1800 before it is turned. */
const PHOTO = fileURLToPath(new URL('../fixtures/photo-with-place.jpg', import.meta.url));

/** The round of the demo programme, which the backends are filled with, is under way: the browser's clock says so. */
const during = page => page.clock.setFixedTime(new Date('2016-03-01T10:00:00Z'));

async function signIn(page, { user, password }, at = '') {
  await open(page, `${at}/sign-in`);
  await page.getByLabel('User name or e-mail *').fill(user);
  await page.getByLabel('Password *').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Goes from the page that says that one is signed in to one's partner, and on to one of the pages there. */
async function toPartner(page, name) {
  await page.getByRole('main').getByRole('link', { name: 'Your partner' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^You and/ })).toBeVisible();
  if (name) await go(page, name);
  await expect(page.locator('.loading')).toHaveCount(0);
}

/** That a text is on none of the pages about a partnership. */
async function nowhere(page, names, texts) {
  for (const name of ['Overview', ...names]) {
    await go(page, name);
    await expect(page.locator('.loading')).toHaveCount(0);
    for (const text of texts) expect(await page.content()).not.toContain(text);
  }
}

/** In a browser of their own: what this person sees, or a visitor who is not signed in. */
async function elsewhere(browser, name, who, looks) {
  const context = await browser.newContext({ baseURL: sites[name], locale: 'en-GB' });
  const there = await context.newPage();
  await during(there);
  if (who) {
    await signIn(there, who);
    await expect(there.getByText('You are signed in as')).toBeVisible();
  }
  await looks(there);
  await context.close();
}

for (const name of ['postgrest', 'pocketbase']) {
  test.describe(name, () => {
    test.use({ baseURL: sites[name], allowed: ['status of 40[01]'] });

    test('a partner signs in, notes a contact, and the other partner reads it @phone', async ({ page, browser }) => {
      const { partner, other_partner: other, stranger } = accounts(name);
      await during(page);
      await open(page, '/partner');
      await expect(page.getByText('This page is for participants.')).toBeVisible();
      await signIn(page, { ...partner, password: 'not the password' });
      await expect(page.getByRole('alert').filter({ hasText: 'Those sign-in details are not correct' })).toBeVisible();
      await signIn(page, partner);
      await expect(page.getByText('You are signed in as p01.')).toBeVisible();
      expect(await problems(page)).toEqual([]);
      await toPartner(page, 'Contacts');
      const note = `We talked about lifts at ${Date.now()}`;
      await page.getByLabel('How *').selectOption('Video');
      await page.getByLabel('Note for both of you').fill(note);
      await page.getByRole('button', { name: 'Add a contact' }).click();
      await expect(page.getByRole('status').filter({ hasText: 'The contact has been added.' })).toBeVisible();
      await expect(page.getByRole('listitem').filter({ hasText: note })).toBeVisible();
      expect(await problems(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);

      for (const [who, times] of [[other, 1], [stranger, 0]]) {
        await elsewhere(browser, name, who, async there => {
          await toPartner(there, 'Contacts');
          await expect(there.getByRole('heading', { name: /contacts? so far/ })).toBeVisible();
          await expect(there.getByText(note)).toHaveCount(times);
        });
      }

      await page.getByRole('listitem').filter({ hasText: note }).getByRole('button', { name: 'Delete' }).click();
      await expect(page.getByText(note)).toHaveCount(0);
      await page.reload();
      await expect(page.getByRole('heading', { name: /contacts? so far/ })).toBeVisible();
      await open(page, '/sign-in');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await open(page, '/partner');
      await expect(page.getByText('This page is for participants.')).toBeVisible();
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toMatch(/token|lifts/);
    });

    // Of what one partner proposes the last counts, and both projects would be the same partner: on the desktop alone.
    test('what one partner proposes is agreed on when the other accepts', async ({ page, browser }) => {
      const { partner, other_partner: other, stranger } = accounts(name);
      await during(page);
      await signIn(page, partner);
      await toPartner(page, 'Agreement');
      const hopes = `A visit to your reading room at ${Date.now()}`;
      const proposal = page => page.locator('.agreement .card').filter({ hasText: hopes });
      // When this is tried once more, there is a proposal already.
      await page.locator('.agreement').getByRole('button', { name: /^(Write an agreement|Propose a change|Edit my proposal)$/ }).last().click();
      await page.getByLabel('What we hope for').fill(hopes);
      await page.getByRole('button', { name: 'Send proposal' }).click();
      await expect(proposal(page)).toContainText('is waiting for an answer from Øyvind Solbakk');
      await elsewhere(browser, name, stranger, async there => {
        await toPartner(there);
        await nowhere(there, ['Agreement'], [hopes]);
      });
      await elsewhere(browser, name, other, async there => {
        await toPartner(there, 'Agreement');
        await proposal(there).getByRole('button', { name: 'Accept' }).click();
        await expect(proposal(there)).toContainText('You both agreed on');
      });
      await page.reload();
      await expect(proposal(page)).toContainText('You both agreed on');
    });

    test('hours, messages, notes and goals: what is for both, the other partner reads @phone', async ({ page, browser }) => {
      const { partner, other_partner: other, stranger } = accounts(name);
      await during(page);
      await signIn(page, partner);
      await toPartner(page, 'When to talk');
      await page.getByRole('button', { name: /(Add|Edit) my hours/ }).click();
      for (const [end, hour] of [['From', '17:00'], ['To', '20:00']]) await page.getByRole('group', { name: 'Monday' }).getByLabel(end).selectOption(hour);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('button', { name: 'Edit my hours' })).toBeVisible();

      // A message, a note of one's own and a goal: what is for both, the other reads.
      await go(page, 'Messages');
      const message = `The lift is mended, at ${Date.now()}`;
      await page.getByLabel('Message *').fill(message);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await expect(page.locator('.messages > li').filter({ hasText: message })).toBeVisible();
      const [alone, ours] = ['Alone', 'Together'].map(word => `${word} at ${Date.now()}`);
      await go(page, 'Topics');
      const prompt = page.locator('.prompts > ul > li').filter({ has: page.getByLabel('Who gets the quiet?') });
      for (const text of [alone, ours]) {
        await prompt.getByRole('button', { name: /^Write a note/ }).click();
        await prompt.getByLabel('Note *').fill(text);
        if (text === ours) await prompt.getByLabel('Share it with my partner').check();
        await prompt.getByRole('button', { name: 'Save' }).click();
        await expect(prompt.getByRole('listitem').filter({ hasText: text })).toBeVisible();
      }
      const goal = `A second reader, at ${Date.now()}`;
      await go(page, 'Goals');
      await page.getByRole('button', { name: 'Set a goal' }).click();
      await page.getByLabel('What I want to achieve *').fill(goal);
      await page.getByLabel('Steps', { exact: true }).fill('Ask around');
      await page.getByLabel('Share it with my partner').check();
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.locator('.goals > li').filter({ hasText: goal })).toBeVisible();

      await elsewhere(browser, name, stranger, async there => {
        await toPartner(there);
        await nowhere(there, ['Messages', 'Topics', 'Goals'], [message, ours, goal, alone]);
      });
      await elsewhere(browser, name, other, async there => {
        await toPartner(there);
        for (const [page, text] of [['Messages', message], ['Topics', ours], ['Goals', goal]]) {
          await go(there, page);
          await expect(there.getByText(text)).toHaveCount(1);
          expect(await there.content()).not.toContain(alone);
        }
        const step = there.locator('.goals > li').filter({ hasText: goal }).getByLabel('Ask around');
        await step.check();
        await there.reload();
        await expect(step).toBeChecked();
      });
      await page.reload();
      await expect(page.locator('.goals > li').filter({ hasText: goal }).getByLabel('Ask around')).toBeChecked();
    });

    test('what is ticked is stored, also when its page is left before the backend was reached', async ({ page }) => {
      const { site, backend } = await onHosts(name);
      const goal = `Leave at once, at ${Date.now()}`;
      const step = page.locator('.goals > li').filter({ hasText: goal }).getByLabel('Ask around');
      await during(page);
      await signIn(page, accounts(name).partner, site.url);
      await toPartner(page, 'Goals');
      await page.getByRole('button', { name: 'Set a goal' }).click();
      await page.getByLabel('What I want to achieve *').fill(goal);
      await page.getByLabel('Steps', { exact: true }).fill('Ask around');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(step).toBeVisible();
      // A slow line: the browser asks whether it may change the goal, and waits for the answer.
      let answer;
      const isAsked = new Promise(asked => {
        backend.before = ({ method, headers }) => {
          if (method !== 'OPTIONS' || headers['access-control-request-method'] === 'GET') return;
          asked();
          return new Promise(done => { answer = done; });
        };
      });
      await step.check();
      await isAsked;
      await page.goto('about:blank');
      backend.before = () => {};
      answer();
      await expect(async () => {
        await page.goto(`${site.url}/partner/goals`);
        await expect(step).toBeChecked({ timeout: 3000 });
      }).toPass();
      site.stop();
      backend.stop();
    });

    test('a participant says who they are and shows their desk, and others see what is for them @phone', async ({ page, browser }) => {
      const { partner, other_partner: other, stranger } = accounts(name);
      await during(page);
      await signIn(page, partner);
      await expect(page.getByText('You are signed in as p01.')).toBeVisible();

      const card = (page, words) => page.locator('.gallery > li').filter({ has: page.getByAltText(words) });
      const [everybodys, partners] = ['A wall for everybody', 'A wall for one'].map(words => `${words}, at ${Date.now()}`);
      await open(page, '/desks');
      for (const [alt, audience] of [[everybodys, 'Everybody, on the web'], [partners, 'My partner']]) {
        await page.getByRole('button', { name: 'Send a picture' }).click();
        await page.getByLabel('Picture *', { exact: true }).setInputFiles(PHOTO);
        await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
        await page.getByLabel('Describe the picture *').fill(alt);
        await page.getByLabel(audience).check();
        await page.getByRole('button', { name: 'Send', exact: true }).click();
        await expect(card(page, alt)).toBeVisible();
      }
      expect(await problems(page)).toEqual([]);

      const workplace = `Library of ${Date.now()}`;
      const phone = `+264 ${Date.now()}`;
      await open(page, '/me');
      await page.getByRole('button', { name: 'Edit your profile' }).click();
      await page.getByLabel('Workplace').fill(workplace);
      await page.getByRole('button', { name: 'Save', exact: true }).first().click();
      await expect(page.locator('.person')).toContainText(workplace);
      // Of what one tells the coordinators the last word holds, and both projects are the same partner in the same minute:
      // one of them tells it.
      if (test.info().project.name === 'desktop') {
        await page.getByRole('combobox', { name: 'Contact detail 1: type' }).selectOption('phone');
        await page.getByLabel('Contact detail 1: address, number or name').fill(phone);
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await expect(page.getByRole('status').getByText('Your settings are saved.')).toBeAttached();
        await page.reload();
        await expect(page.getByLabel('Contact detail 1: address, number or name')).toHaveValue(phone);
      }
      expect(await problems(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);

      for (const [who, sees] of [[other, [everybodys, partners]], [stranger, [everybodys]], [null, [everybodys]]]) {
        await elsewhere(browser, name, who, async there => {
          await open(there, '/desks');
          for (const alt of [everybodys, partners]) await expect(card(there, alt)).toHaveCount(sees.includes(alt) ? 1 : 0);
          const image = card(there, everybodys).getByRole('img');
          await image.scrollIntoViewIfNeeded();
          await expect.poll(() => image.evaluate(image => image.naturalWidth), 'the picture comes from the backend').toBe(480);
          if (who === other) {
            await open(there, '/partner');
            await expect(there.locator('.person')).toContainText(workplace);
            expect(await there.content()).not.toContain(phone);
          }
        });
      }
      await open(page, '/desks');
      await card(page, everybodys).getByRole('link').click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await expect(card(page, everybodys)).toHaveCount(0);
      await page.reload();
      await expect(card(page, partners)).toBeVisible();
      await expect(card(page, everybodys)).toHaveCount(0);
    });

    test('who signs out says what becomes of what they have begun', async ({ page }) => {
      const { partner } = accounts(name);
      await during(page);
      const begin = async words => {
        await page.getByRole('main').getByRole('link', { name: 'Your partner' }).click();
        await page.getByLabel('Message *').fill(words);
        await open(page, '/sign-in');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await expect(page.getByText('can stay in this browser until you come back')).toBeVisible();
      };
      const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      await signIn(page, partner);
      await begin('Half a thought');
      expect(await problems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign out and keep them' }).click();
      await expect(page.getByLabel('Password *')).toBeVisible();
      expect(await kept()).toContain('Half a thought');
      await signIn(page, partner);
      await page.getByRole('main').getByRole('link', { name: 'Your partner' }).click();
      await expect(page.getByLabel('Message *')).toHaveValue('Half a thought');
      await open(page, '/sign-in');
      await begin('Half another');
      await page.getByRole('button', { name: 'Sign out and delete them' }).click();
      await expect(page.getByLabel('Password *')).toBeVisible();
      await expect.poll(kept).not.toMatch(/Half|token/);
    });

    test('when a session ends while somebody writes, they sign in again and go on', async ({ page }) => {
      const { partner } = accounts(name);
      await during(page);
      await signIn(page, partner);
      await expect(page.getByText('You are signed in as p01.')).toBeVisible();
      await toPartner(page, 'Goals');
      const [sent, begun] = ['Sent', 'Begun'].map(word => `${word} as the session ended, at ${Date.now()}`);
      await page.getByRole('button', { name: 'Set a goal' }).click();
      await page.getByLabel('What I want to achieve *').fill(begun);
      await go(page, 'Messages');
      // From now on the backend knows nobody's session.
      const ended = route => ('authorization' in route.request().headers()
        ? route.fulfill({ status: 401, headers: { 'access-control-allow-origin': '*' }, contentType: 'application/json', body: '{"code":"PGRST301","message":"JWT expired"}' })
        : route.continue());
      const backend = name === 'postgrest' ? 'http://127.0.0.1:4103/**' : 'http://127.0.0.1:4104/**';
      await page.route(backend, ended);
      await page.getByLabel('Message *').fill(sent);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      // It says so, and what was written is kept.
      const word = page.getByRole('alert').filter({ hasText: 'Sign in first. What you wrote is kept here.' });
      await expect(word).toBeVisible();
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain(sent);
      await page.unroute(backend, ended);
      await word.getByRole('link', { name: 'Sign in' }).click();
      await page.getByLabel('User name or e-mail *').fill(partner.user);
      await page.getByLabel('Password *').fill(partner.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await toPartner(page, 'Goals');
      await expect(page.getByLabel('What I want to achieve *')).toHaveValue(begun);
      await go(page, 'Messages');
      await expect(page.locator('.messages > li').filter({ hasText: sent })).toHaveCount(1);
      // It went out once.
      await page.reload();
      await expect(page.locator('.messages > li').filter({ hasText: sent })).toHaveCount(1);
      await expect(page.locator('.messages > li').filter({ hasText: sent })).not.toContainText('waiting');
    });
  });
}

test.describe('a link that signs in', () => {
  test.use({ baseURL: sites.pocketbase, allowed: ['status of 40[01]'] });

  test('fills in its token, and does not stay in the address', async ({ page }) => {
    const { partner } = accounts('pocketbase');
    await during(page);
    // The profile as it is for people who are sent a token instead of having a password.
    await page.route('**/profiles/pocketbase.json', async route => {
      const answer = await route.fetch();
      const profile = await answer.json();
      const { call, refresh, ...rest } = profile.signIn;
      profile.signIn = { ...rest, asks: 'token', read: { id: '/record/participant', role: '/record/role' } };
      await route.fulfill({ response: answer, json: profile });
    });
    const { token } = await (await fetch('http://127.0.0.1:4104/api/collections/users/auth-with-password', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ identity: partner.user, password: partner.password }),
    })).json();
    await open(page, '/sign-in#token=no-such-token');
    await expect(page.getByRole('alert').filter({ hasText: 'Those sign-in details are not correct' })).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in$/);
    await open(page, `/sign-in#token=${encodeURIComponent(token)}`);
    await expect(page.getByText('You are signed in as p01.')).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in$/);
    await page.getByRole('main').getByRole('link', { name: 'Your partner' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeVisible();
  });
});
