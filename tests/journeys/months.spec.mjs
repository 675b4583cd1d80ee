// Four months of one pair on the backends that keep them, each in a browser of their own: from the first hello to the
// certificate. What one writes the other reads when the page is loaded again. The browsers' clocks go through the round.
import { test, expect, problems } from '../browser/kit.mjs';
import { contacts, go, width } from '../browser/partners.mjs';
import { sites, accounts } from './sites.mjs';

const next = page => page.locator('#next');
const milestone = (page, name) => page.locator('.milestones li').filter({ hasText: name });

async function note(page, how, words) {
  await go(page, 'Contacts');
  await page.getByLabel('How *').selectOption(how);
  await page.getByLabel('Note for both of you').fill(words);
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await expect(contacts(page).filter({ hasText: words })).toBeVisible();
}

for (const name of ['postgrest', 'pocketbase']) {
  test(`${name}: a pair goes its way from the hello to the certificate`, async ({ browser }) => {
    test.slow();
    // Who they are: nobody else of the journeys is these two.
    const people = [accounts(name).leaving, accounts(name).left_behind];
    const [one, two] = await Promise.all(people.map(async ({ user, password }) => {
      const page = await (await browser.newContext({ baseURL: sites[name], locale: 'en-GB' })).newPage();
      await page.clock.setFixedTime(new Date('2016-02-15T10:00:00Z'));
      await page.goto('/sign-in');
      await page.getByLabel('User name or e-mail *').fill(user);
      await page.getByLabel('Password *').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText('You are signed in as')).toBeVisible();
      return page;
    }));
    /** Both look on a day. */
    const on = async (day, name) => {
      for (const page of [one, two]) {
        await page.clock.setFixedTime(new Date(`${day}T10:00:00Z`));
        await page.goto('/partner');
        await expect(next(page)).toBeVisible();
        if (name) await go(page, name);
        await expect(page.locator('.loading')).toHaveCount(0);
      }
    };

    await on('2016-02-15');
    await expect(next(one)).toHaveText('Say hello');
    await note(one, 'E-mail', 'I wrote first.');
    await on('2016-02-17', 'Contacts');
    await expect(contacts(two).filter({ hasText: 'I wrote first.' })).toBeVisible();
    for (const page of [one, two]) await expect(milestone(page, 'Said hello')).toHaveClass(/reached/);

    // The agreement: one proposes, the other says yes.
    for (const page of [one, two]) await go(page, 'Agreement');
    await one.locator('.agreement').getByRole('button', { name: 'Write an agreement' }).click();
    await one.getByRole('group', { name: 'How', exact: true }).getByLabel('E-mail').check();
    await one.getByLabel('What we hope for').fill('A visit to your reading room.');
    await one.getByRole('button', { name: 'Send proposal' }).click();
    await expect(one.locator('.agreement')).toContainText('is waiting for an answer');
    await on('2016-02-18', 'Agreement');
    await two.locator('.agreement').getByRole('button', { name: 'Accept' }).click();
    await expect(two.locator('.agreement')).toContainText('You both agreed on');
    for (const page of [one, two]) {
      await go(page, 'When to talk');
      await page.getByRole('button', { name: 'Add my hours' }).click();
      for (const [end, hour] of [['From', '17:00'], ['To', '20:00']]) await page.getByRole('group', { name: 'Monday' }).getByLabel(end).selectOption(hour);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(page.getByRole('button', { name: 'Edit my hours' })).toBeVisible();
    }
    for (const page of [one, two]) await go(page, 'Messages');
    await two.getByLabel('Message *').fill('I have put Mondays down.');
    await two.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(two.locator('.messages')).toContainText('I have put Mondays down.');
    // Whoever comes back to the tab sees what was written meanwhile.
    await expect(one.locator('.messages')).not.toContainText('I have put Mondays down.');
    await one.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
    await expect(one.locator('.messages')).toContainText('I have put Mondays down.');

    // The first talk, a topic, half of the time.
    await on('2016-03-14', 'Contacts');
    await expect(milestone(one, 'Agreement')).toHaveClass(/reached/);
    await go(one, 'When to talk');
    await expect(one.getByRole('button', { name: /^Download calendar file/ }).first()).toBeVisible();
    await note(two, 'Video', 'We compared our windows.');
    await go(one, 'Topics');
    await one.locator('.prompts[open] input').first().check();
    await expect(one.locator('.prompts[open]')).toContainText('1 of');
    await go(one, 'Goals');
    await one.getByRole('button', { name: 'Set a goal' }).click();
    await one.getByLabel('What I want to achieve *').fill('A story hour in two languages');
    await one.getByLabel('Share it with my partner').check();
    await one.getByRole('button', { name: 'Save' }).click();
    await expect(one.locator('.goals')).toContainText('A story hour in two languages');
    await on('2016-04-20', 'Contacts');
    await expect(milestone(one, 'First conversation')).toHaveClass(/reached/);
    await go(two, 'Goals');
    await expect(two.locator('.goals')).toContainText('A story hour in two languages');
    await note(one, 'Letter', 'A card with an acacia.');
    await on('2016-04-21', 'Contacts');
    await expect(milestone(two, 'Half-way')).toHaveClass(/reached/);

    // The goodbye.
    await on('2016-06-06');
    await go(one, 'Saying goodbye');
    await note(two, 'Video', 'Farewell, and see you.');
    await on('2016-06-07', 'Contacts');
    await expect(milestone(one, 'Goodbye')).toHaveClass(/reached/);

    // It is over: everything is read, nothing is written but what one tells the coordinators.
    await on('2016-06-14');
    await expect(one.getByText('You can still read everything here until')).toBeVisible();
    await go(one, 'Contacts');
    await expect(contacts(one).filter({ hasText: 'Farewell' })).toBeVisible();
    await expect(one.getByRole('button', { name: 'Add a contact' })).toHaveCount(0);
    await go(one, 'Saying goodbye');
    await one.getByLabel('5: very good').check();
    await one.getByLabel('What has changed for you?').fill('I ask before I plan: purple lantern.');
    await one.getByRole('group', { name: 'Will you stay in touch?' }).getByLabel('Yes').check();
    await one.locator('form:has(#reflection-rating)').getByRole('button').click();
    await expect(one.getByText('You told the programme how it was on')).toBeVisible();
    expect(await problems(one)).toEqual([]);
    await on('2016-06-15', 'Contacts');
    await expect(milestone(one, 'Looked back')).toHaveClass(/reached/);
    await expect(milestone(two, 'Looked back')).not.toHaveClass(/reached/);
    expect(await two.content()).not.toContain('purple lantern');
    await go(two, 'Saying goodbye');
    expect(await two.content()).not.toContain('purple lantern');
    await go(one, 'Saying goodbye');
    await one.getByRole('link', { name: 'Your certificate of participation' }).click();
    await expect(one.getByRole('heading', { level: 1, name: 'Certificate of participation' })).toBeVisible();
    expect(await problems(one)).toEqual([]);
    expect(await width(one)).toBe(0);
    for (const page of [one, two]) await page.context().close();
  });
}
