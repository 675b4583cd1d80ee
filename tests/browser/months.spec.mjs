// Four months of one pair, through the time machine, each in a tab of their own: from the first hello to the certificate.
import { test, expect, open, openBar, problems, tabTo } from './kit.mjs';
import { bar, be, contacts, go, width } from './partners.mjs';
import { speaker } from './words.mjs';

const next = page => page.locator('#next');

/** Moves the demo to a day of the round: the slider counts from a week before the applications. */
async function to(page, day) {
  await openBar(page);
  const slider = page.locator('.demo').getByRole('slider');
  const now = Number(await slider.inputValue());
  const today = await page.evaluate(() => document.querySelector('.demo output').textContent);
  const days = (new Date(`${day}T00:00:00Z`) - new Date('2016-02-29T00:00:00Z')) / 86_400_000;
  // Where it stands at the beginning is 29 February.
  page.first ??= now;
  await slider.fill(String(page.first + days));
  await expect.poll(() => page.evaluate(() => document.querySelector('.demo output').textContent)).not.toBe(today);
}

async function note(page, say, { how, words }) {
  await go(page, say('Contacts'));
  await page.locator('#contact-channel').selectOption(how);
  await page.getByLabel(say('Note for both of you')).fill(words);
  await page.getByRole('button', { name: say('Add a contact') }).click();
  await expect(noted(page, words)).toBeVisible();
}
/** A contact among those that are noted. */
const noted = (page, words) => page.locator('.letters > li').filter({ hasText: words });

for (const language of ['en', 'ar']) {
  const say = speaker(language);

  test.describe(language === 'en' ? 'four months' : 'four months in Arabic, from right to left', () => {
    test.use({ timezoneId: 'Africa/Windhoek' });

    test('a pair goes its way from the hello to the certificate @phone', async ({ page, context }) => {
      test.slow();
      await context.addInitScript(language => localStorage.setItem('deskmates/:language', language), language);
      const milestone = (tab, name) => tab.locator('.milestones li').filter({ hasText: say.beginning(name) });
      const enter = async (tab, name) => {
        await open(tab, '/sign-in');
        await tab.getByRole('button', { name: new RegExp(name) }).first().click();
        await tab.getByRole('main').getByRole('link', { name: say('Go to your partner') }).click();
        await expect(next(tab)).toBeVisible();
      };
      await enter(page, '^Amina Nehale');
      const other = await context.newPage();
      await enter(other, '^Øyvind Solbakk');
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');

      // The first week, before anything was written.
      for (const tab of [page, other]) await to(tab, '2016-02-15');
      await expect(next(page)).toHaveText(say('Say hello'));
      await expect(page.getByText(say('You may be in different time zones. Say which place a time is for (“10:00 in Windhoek”), and enter your hours under “When to talk”, which shows when you are both free.'))).toBeVisible();
      await note(page, say, { how: 'email', words: 'I wrote first.' });
      await go(other, say('Contacts'));
      await expect(noted(other, 'I wrote first.')).toBeVisible();
      await expect(milestone(other, 'Said hello')).toHaveClass(/reached/);
      await expect(milestone(other, 'First conversation')).not.toHaveClass(/reached/);

      // The agreement of the demo is of the next days; a topic, a call, half of the time.
      for (const tab of [page, other]) await to(tab, '2016-03-14');
      await note(other, say, { how: 'video', words: 'We compared our windows.' });
      await expect(milestone(page, 'First conversation')).toHaveClass(/reached/);
      await go(page, say('Overview'));
      await expect(next(page)).toHaveText(say('A new topic is out'));
      for (const tab of [page, other]) await go(tab, say('Topics'));
      await page.locator('.prompts[open] input').first().check();
      await expect(page.locator('.prompts[open] input:checked')).toHaveCount(1);
      await expect(other.locator('.prompts[open] input:checked')).toHaveCount(1);
      for (const tab of [page, other]) await to(tab, '2016-04-20');
      await note(page, say, { how: 'letter', words: 'A card with an acacia.' });
      await go(other, say('Contacts'));
      await expect(milestone(other, 'Half-way')).toHaveClass(/reached/);

      // The goodbye.
      for (const tab of [page, other]) await to(tab, '2016-06-06');
      await go(page, say('Saying goodbye'));
      await expect(page.getByRole('link', { name: say('Your certificate of participation') })).toHaveCount(0);
      await note(other, say, { how: 'video', words: 'Farvel, and see you in Tromsø.' });
      await go(page, say('Overview'));
      await expect(next(page)).toHaveText(say('Plan your goodbye'));
      await go(page, say('Contacts'));
      await expect(milestone(page, 'Goodbye')).toHaveClass(/reached/);
      expect(await width(page)).toBe(0);

      // It is over: nothing is written any more, everything is read, and one looks back.
      for (const tab of [page, other]) await to(tab, '2016-06-14');
      await expect(page.getByText(say.beginning('The partnership has ended, as planned. You can still read everything here until'))).toBeVisible();
      await expect(page.getByLabel(say('Message'))).toHaveCount(0);
      await expect(page.getByRole('button', { name: say('We were in touch') })).toHaveCount(0);
      await go(page, say('Contacts'));
      await expect(noted(page, 'Farvel')).toBeVisible();
      await expect(noted(page, 'Farvel').getByRole('button')).toHaveCount(0);
      for (const [name, gone] of [['Contacts', 'Add a contact'], ['Agreement', 'Propose a change'], ['Goals', 'Set a goal']]) {
        await go(page, say(name));
        await expect(page.getByRole('button', { name: say(gone) })).toHaveCount(0);
      }
      await go(page, say('Topics'));
      await expect(page.locator('.prompts input').first()).toBeAttached();
      await expect(page.locator('.prompts input:enabled')).toHaveCount(0);
      await go(page, say('Overview'));
      await page.getByRole('link', { name: say('Look back') }).click();
      await expect(page.getByRole('heading', { level: 1, name: say('Saying goodbye') })).toBeFocused();
      const form = page.locator('form:has(#reflection-rating)');
      await form.getByRole('button').click();
      await expect(page.getByRole('alert').getByRole('link')).toHaveText([say('Choose how it was'), say('Choose yes or no')]);
      await page.getByLabel(say('5: very good')).check();
      await page.getByLabel(say('What has changed for you?')).fill('I ask before I plan: purple lantern.');
      await page.getByRole('group', { name: say('Will you stay in touch?') }).getByLabel(say('Yes')).check();
      expect(await problems(page)).toEqual([]);
      await form.getByRole('button').click();
      await expect(page.getByText(say.beginning('You told the programme how it was on'))).toBeVisible();
      for (const tab of [page, other]) await go(tab, say('Contacts'));
      await expect(milestone(page, 'Looked back')).toHaveClass(/reached/);
      await expect(milestone(other, 'Looked back')).not.toHaveClass(/reached/);
      await go(other, say('Saying goodbye'));
      expect(await other.content()).not.toMatch(/purple lantern/);
      await go(page, say('Overview'));
      await expect(next(page)).toHaveText(say('The round is over'));

      await go(page, say('Saying goodbye'));
      await page.getByRole('link', { name: say('Your certificate of participation') }).click();
      await expect(page.getByRole('heading', { level: 1, name: say('Certificate of participation') })).toBeVisible();
      await expect(page.locator('.certificate')).toContainText('Amina Nehale');
      if (language === 'en') await expect(page.locator('.certificate')).toContainText('Norway');
      await expect(page.locator('.certificate')).not.toContainText('Solbakk');
      expect(await problems(page)).toEqual([]);
      expect(await width(page)).toBe(0);
      await page.emulateMedia({ media: 'print' });
      await expect(page.getByRole('button', { name: say('Print') })).toBeHidden();
      await expect(page.locator('.certificate')).toBeVisible();
      await page.emulateMedia({ media: 'screen' });

      await page.getByRole('link', { name: say('Back to your partner') }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Øyvind Solbakk' })).toBeVisible();

      // Once more: the form knows who one is.
      await go(page, say('Saying goodbye'));
      await page.locator('section:has(#reflection)').getByRole('link', { name: say('Join') }).click();
      await expect(page.locator('#join-name')).toHaveValue('Amina Nehale');
      await expect(page.locator('#join-email')).toHaveValue('amina.nehale@example.org');
      await expect(page.locator('#join-country')).toHaveValue('NA');
    });
  });
}

test.describe('four months', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('somebody without a mouse goes the whole way, in the dark', async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: 'dark' });
    const { keyboard } = page;
    const press = async (target, key = 'Enter') => {
      await tabTo(page, target);
      await keyboard.press(key);
    };
    await open(page, '/sign-in');
    await press(page.getByRole('button', { name: /^Amina Nehale/ }));
    await press(page.getByRole('main').getByRole('link', { name: 'Go to your partner' }));
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeFocused();
    // To the first day.
    await tabTo(page, bar(page).getByRole('slider', { name: 'Today' }), 'Shift+Tab');
    for (let day = 0; day < 14; day += 1) await keyboard.press('ArrowLeft');
    await expect(next(page)).toHaveText('Say hello');

    await press(page.getByRole('button', { name: 'We were in touch' }));
    await expect(page.getByLabel('How *')).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(page.getByLabel('How *')).toHaveValue('video');
    await tabTo(page, page.getByLabel('Note for both of you'));
    await keyboard.type('I wrote first.');
    await press(page.getByRole('button', { name: 'Add a contact' }));
    await expect(page.locator('#contact-outcome')).toBeFocused();
    await expect(page.locator('#contact-outcome')).toContainText('The contact has been added.');
    await press(page.locator('nav.tabs').getByRole('link', { name: 'Contacts' }));
    await expect(contacts(page).filter({ hasText: 'I wrote first.' })).toBeVisible();

    await press(page.locator('nav.tabs').getByRole('link', { name: 'Agreement' }));
    await press(page.getByRole('button', { name: 'Write an agreement' }));
    await expect(page.getByLabel('How often *')).toBeFocused();
    await press(page.getByRole('group', { name: 'How', exact: true }).getByLabel('E-mail'), 'Space');
    await tabTo(page, page.getByLabel('What we hope for'));
    await keyboard.type('A visit.');
    await press(page.getByRole('button', { name: 'Send proposal' }));
    await expect(page.locator('.agreement')).toContainText('is waiting for an answer from Øyvind Solbakk');

    await press(page.locator('nav.tabs').getByRole('link', { name: 'Messages' }));
    await tabTo(page, page.getByLabel('Message *'));
    await keyboard.type('Good morning!');
    await press(page.getByRole('button', { name: 'Send', exact: true }));
    await expect(page.locator('.messages')).toContainText('Good morning!');

    // To the end.
    await tabTo(page, bar(page).getByRole('slider', { name: 'Today' }), 'Shift+Tab');
    await keyboard.press('End');
    await press(page.locator('nav.tabs').getByRole('link', { name: 'Saying goodbye' }));
    await expect(page.getByRole('heading', { level: 1, name: 'Saying goodbye' })).toBeFocused();
    await press(page.locator('#reflection-rating'), 'Space');
    await keyboard.press('ArrowUp');
    await expect(page.locator('form:has(#reflection-rating) input:checked')).toHaveCount(1);
    await tabTo(page, page.getByLabel('What has changed for you?'));
    await keyboard.type('I ask before I plan.');
    await press(page.getByRole('group', { name: 'Will you stay in touch?' }).getByLabel('Yes'), 'Space');
    expect(await problems(page)).toEqual([]);
    await press(page.locator('form:has(#reflection-rating)').getByRole('button'));
    await expect(page.getByText('You told the programme how it was on')).toBeVisible();
    await press(page.getByRole('link', { name: 'Your certificate of participation' }));
    await expect(page.getByRole('heading', { level: 1, name: 'Certificate of participation' })).toBeFocused();
    await tabTo(page, page.getByRole('button', { name: 'Print' }));
  });

  test('who asks for the certificate too early, or has no partner, is told so', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await open(page, '/partner/certificate');
    await expect(page.getByText('You can get your certificate here when the round is over.')).toBeVisible();
    await be(page, 'Dana Whitlock');
    await expect(page.getByText('You have no partner yet.')).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'Round 2016A' })).toBeVisible();
    await open(page, '/partner/certificate');
    await expect(page.getByText('You can get your certificate here when the round is over.')).toBeVisible();
  });
});
