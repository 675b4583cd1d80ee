// Four months of one pair, through the time machine, each in a tab of their own: from the first hello to the certificate.
import { test, expect, open, problems, tabTo } from './kit.mjs';
import { bar, be, contacts, width } from './partners.mjs';

const round = page => page.getByRole('heading', { level: 2 }).first();

/** Moves the demo to a day of the round: the slider counts from a week before the applications. */
async function to(page, day) {
  const slider = bar(page).getByRole('slider', { name: 'Today' });
  const now = Number(await slider.inputValue());
  const today = await page.evaluate(() => document.querySelector('.demo output').textContent);
  const days = (new Date(`${day}T00:00:00Z`) - new Date('2016-02-29T00:00:00Z')) / 86_400_000;
  // Where it stands at the beginning is 29 February.
  page.first ??= now;
  await slider.fill(String(page.first + days));
  await expect.poll(() => page.evaluate(() => document.querySelector('.demo output').textContent)).not.toBe(today);
}

async function note(page, { how, words }) {
  await page.getByLabel('How *').selectOption(how);
  await page.getByLabel('Note for both of you').fill(words);
  await page.getByRole('button', { name: 'Note it' }).click();
  await expect(contacts(page).filter({ hasText: words })).toBeVisible();
}

test.describe('four months', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('a pair goes its way from the hello to the certificate @phone', async ({ page, context }) => {
    test.slow();
    const milestone = (tab, name) => tab.locator('.milestones li').filter({ hasText: name });
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    await expect(round(other)).toBeVisible();

    // The first week, before anything was written.
    for (const tab of [page, other]) await to(tab, '2016-02-15');
    await expect(round(page)).toHaveText('Say hello');
    await expect(page.getByText('Say where a time is meant')).toBeVisible();
    await note(page, { how: 'E-mail', words: 'I wrote first.' });
    await expect(contacts(other).filter({ hasText: 'I wrote first.' })).toBeVisible();
    await expect(milestone(other, 'Said hello')).toHaveClass(/reached/);
    await expect(milestone(other, 'First conversation')).not.toHaveClass(/reached/);

    // The agreement of the demo is of the next days; a topic, a call, half of the time.
    for (const tab of [page, other]) await to(tab, '2016-03-14');
    await note(other, { how: 'Video', words: 'We compared our windows.' });
    await expect(milestone(page, 'First conversation')).toHaveClass(/reached/);
    await expect(round(page)).toHaveText('A new topic is out');
    await page.getByRole('checkbox', { name: /.+/ }).and(page.locator('.prompts[open] input')).first().check();
    await expect(page.locator('.prompts[open]').getByText('1 of 4 talked about')).toBeVisible();
    for (const tab of [page, other]) await to(tab, '2016-04-20');
    await note(page, { how: 'Letter', words: 'A card with an acacia.' });
    await expect(milestone(other, 'Half-way')).toHaveClass(/reached/);

    // The goodbye.
    for (const tab of [page, other]) await to(tab, '2016-06-06');
    await expect(page.getByRole('heading', { name: 'Saying goodbye' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Your certificate' })).toHaveCount(0);
    await note(other, { how: 'Video', words: 'Farvel, and see you in Tromsø.' });
    await expect(round(page)).toHaveText('Plan your goodbye');
    await expect(milestone(page, 'Goodbye')).toHaveClass(/reached/);

    // It is over: nothing is written any more, everything is read, and one looks back.
    for (const tab of [page, other]) await to(tab, '2016-06-14');
    await expect(page.getByText('You can still read everything here until')).toBeVisible();
    await expect(contacts(page).filter({ hasText: 'Farvel' })).toBeVisible();
    for (const gone of ['Note it', 'Propose a change', 'Set a goal']) await expect(page.getByRole('button', { name: gone })).toHaveCount(0);
    await expect(page.getByLabel('Message *')).toHaveCount(0);
    await expect(page.locator('.prompts input:enabled')).toHaveCount(0);
    await expect(contacts(page).getByRole('button')).toHaveCount(0);
    await page.getByRole('button', { name: 'Look back' }).click();
    await expect(page.getByRole('heading', { name: 'Saying goodbye' })).toBeFocused();
    await page.getByRole('button', { name: 'Send it to the coordinators' }).and(page.locator('form:has(#reflection-rating) button')).click();
    await expect(page.getByRole('alert').getByRole('link')).toHaveText(['Choose how it was', 'Choose yes or no']);
    await page.getByLabel('5: very good').check();
    await page.getByLabel('What has changed for you?').fill('I ask before I plan: purple lantern.');
    await page.getByRole('group', { name: 'Will you stay in touch?' }).getByLabel('Yes').check();
    expect(await problems(page)).toEqual([]);
    await page.locator('form:has(#reflection-rating)').getByRole('button').click();
    await expect(page.getByText('You told the programme on')).toBeVisible();
    await expect(milestone(page, 'Looked back')).toHaveClass(/reached/);
    await expect(milestone(other, 'Looked back')).not.toHaveClass(/reached/);
    expect(await other.content()).not.toMatch(/purple lantern/);
    await expect(round(page)).toHaveText('The round is over');

    await page.getByRole('link', { name: 'Your certificate of participation' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Certificate of participation' })).toBeVisible();
    await expect(page.locator('.certificate')).toContainText('Amina Nehale');
    await expect(page.locator('.certificate')).toContainText('Norway');
    await expect(page.locator('.certificate')).not.toContainText('Solbakk');
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByRole('button', { name: 'Print it' })).toBeHidden();
    await expect(page.locator('.certificate')).toBeVisible();
    await page.emulateMedia({ media: 'screen' });

    await page.getByRole('link', { name: 'Back to your partner' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeVisible();

    // Once more: the form knows who one is.
    await page.locator('section:has(#reflection)').getByRole('link', { name: 'Join', exact: true }).click();
    await expect(page.getByLabel('Name *')).toHaveValue('Amina Nehale');
    await expect(page.getByLabel('E-mail *')).toHaveValue('amina.nehale@example.org');
    await expect(page.getByLabel('Country *')).toHaveValue('NA');
  });

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
    await press(page.getByRole('main').getByRole('link', { name: 'To your partner' }));
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeFocused();
    // To the first day.
    await tabTo(page, bar(page).getByRole('slider', { name: 'Today' }), 'Shift+Tab');
    for (let day = 0; day < 14; day += 1) await keyboard.press('ArrowLeft');
    await expect(round(page)).toHaveText('Say hello');

    await tabTo(page, page.getByLabel('How *'));
    await keyboard.press('ArrowDown');
    await expect(page.getByLabel('How *')).toHaveValue('video');
    await tabTo(page, page.getByLabel('Note for both of you'));
    await keyboard.type('I wrote first.');
    await press(page.getByRole('button', { name: 'Note it' }));
    await expect(contacts(page).filter({ hasText: 'I wrote first.' })).toBeVisible();

    await tabTo(page, page.getByRole('button', { name: 'Write down an agreement' }).last(), 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(page.getByLabel('How often *')).toBeFocused();
    await press(page.getByRole('group', { name: 'How', exact: true }).getByLabel('E-mail'), 'Space');
    await tabTo(page, page.getByLabel('What we hope for'));
    await keyboard.type('A visit.');
    await press(page.getByRole('button', { name: 'Propose it' }));
    await expect(page.locator('.agreement')).toContainText('waits for a yes from Øyvind Solbakk');

    await tabTo(page, page.getByLabel('Message *'), 'Shift+Tab');
    await keyboard.type('Good morning!');
    await press(page.getByRole('button', { name: 'Send it', exact: true }));
    await expect(page.locator('.messages')).toContainText('Good morning!');

    // To the end.
    await tabTo(page, bar(page).getByRole('slider', { name: 'Today' }), 'Shift+Tab');
    await keyboard.press('End');
    await expect(page.getByText('You can still read everything here until')).toBeVisible();
    await press(page.getByRole('button', { name: 'Look back' }));
    await expect(page.getByRole('heading', { name: 'Saying goodbye' })).toBeFocused();
    await press(page.locator('#reflection-rating'), 'Space');
    await keyboard.press('ArrowUp');
    await expect(page.locator('form:has(#reflection-rating) input:checked')).toHaveCount(1);
    await tabTo(page, page.getByLabel('What has changed for you?'));
    await keyboard.type('I ask before I plan.');
    await press(page.getByRole('group', { name: 'Will you stay in touch?' }).getByLabel('Yes'), 'Space');
    expect(await problems(page)).toEqual([]);
    await press(page.locator('form:has(#reflection-rating)').getByRole('button'));
    await expect(page.getByText('You told the programme on')).toBeVisible();
    await press(page.getByRole('link', { name: 'Your certificate of participation' }));
    await expect(page.getByRole('heading', { level: 1, name: 'Certificate of participation' })).toBeFocused();
    await tabTo(page, page.getByRole('button', { name: 'Print it' }));
  });

  test('who asks for the certificate too early, or has no partner, is told so', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await open(page, '/partner/certificate');
    await expect(page.getByText('The certificate is here when the round is over.')).toBeVisible();
    await be(page, 'Dana Whitlock');
    await expect(page.getByText('You have no partner yet.')).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'Round 2016A' })).toBeVisible();
    await open(page, '/partner/certificate');
    await expect(page.getByText('The certificate is here when the round is over.')).toBeVisible();
  });
});
