// What two partners have in the demo, each in a tab of their own.
import { test, expect, open, problems, watch } from './kit.mjs';
import { bar, be, contacts, go, travel, width } from './partners.mjs';

test.describe('partners', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('a participant finds their partner, and what would be good to do now @phone', async ({ page }) => {
    await open(page, '/');
    await bar(page).getByRole('link', { name: 'Choose who you are' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Choose who you are' })).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.getByRole('button', { name: /^Amina Nehale/ }).click();
    await expect(page.getByRole('button', { name: /^Amina Nehale/ })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('main').getByRole('link', { name: 'Go to your partner' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeVisible();
    await expect(page.getByRole('img', { name: 'In touch in 2 of 17 weeks' })).toBeVisible();
    await expect(page.locator('.who summary')).toHaveText(/Øyvind Solbakk · Norway · It is 11:00( AM)? there, 1 hour behind you\./);
    await expect(page.getByRole('heading', { name: 'A new topic is out' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Write to Øyvind Solbakk' })).toHaveAttribute('href', /^mailto:oyvind\.solbakk@example\.org/);
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
  });

  test('two taps note a contact, and the partner sees it at once in another tab', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    const complaints = watch(other);
    await be(other, 'Øyvind Solbakk');
    await expect(other.getByRole('heading', { level: 1, name: 'You and Amina Nehale' })).toBeVisible();
    await page.getByRole('button', { name: 'We were in touch' }).click();
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'The contact has been added.' })).toBeVisible();
    // The form has done its work, and goes.
    await expect(page.getByRole('button', { name: 'Add a contact' })).toHaveCount(0);
    await expect(other.getByText('You were in touch today.')).toBeVisible();
    await expect(other.getByRole('img', { name: 'In touch in 3 of 17 weeks' })).toBeVisible();
    await go(other, 'Contacts');
    await expect(contacts(other)).toHaveCount(4);
    // What the partner noted is not hers to change.
    await expect(contacts(other).filter({ hasText: 'February 29' }).or(contacts(other).filter({ hasText: '29 February' })).getByRole('button', { name: /Edit|Delete/ })).toHaveCount(0);
    expect(complaints).toEqual([]);
  });

  test('a contact is edited, and one that was removed comes back', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await go(page, 'Contacts');
    const call = contacts(page).filter({ hasText: 'Our first call' });
    await call.getByRole('button', { name: /^Edit: Video/ }).click();
    await expect(page.getByLabel('Day *')).toBeFocused();
    await expect(page.getByLabel('Minutes')).toHaveValue('40');
    await page.getByLabel('Minutes').fill('75');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Your changes are saved.' })).toBeVisible();
    await expect(call).toContainText('75 minutes');
    await call.getByRole('button', { name: /^Delete: Video/ }).click();
    await expect(call).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(call).toContainText('75 minutes');
    await page.reload();
    await expect(call).toContainText('75 minutes');
  });

  test('what is wrong is told, and nothing that was typed is lost', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'We were in touch' }).click();
    await page.getByLabel('Day *').fill('2016-03-01');
    await page.getByLabel('Minutes').fill('an hour');
    await page.getByLabel('Note for both of you').fill('x'.repeat(20_001));
    await page.getByRole('button', { name: 'Add a contact' }).click();
    const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
    await expect(summary).toBeFocused();
    await expect(summary.getByRole('link')).toHaveText([
      'Enter a day that is not in the future', 'Enter a whole number of minutes from 1 to 1,440, or leave it empty', /use 20,000 characters or fewer/,
    ]);
    expect(await problems(page)).toEqual([]);
    await page.reload();
    await expect(page.getByLabel('Minutes')).toHaveValue('an hour');
    await expect(page.getByLabel('Note for both of you')).toHaveValue('x'.repeat(20_001));
    await go(page, 'Contacts');
    await expect(page.getByLabel('Minutes')).toHaveValue('an hour');
    await expect(contacts(page)).toHaveCount(3);
  });

  test('the word about the time since the last contact becomes clearer', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await expect(page.getByRole('heading', { name: 'A new topic is out' })).toBeVisible();
    await travel(page, 2);
    await expect(page.getByRole('heading', { name: 'It has been a while' })).toBeVisible();
    await travel(page, 7);
    await expect(page.getByRole('heading', { name: 'You have not been in touch for some time' })).toBeVisible();
    await travel(page, -23);
    await expect(page.getByRole('heading', { name: 'Say hello' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Write to Øyvind Solbakk' })).toHaveAttribute('href', /Where%20do%20you%20work/);
    await go(page, 'Contacts');
    await expect(page.getByRole('heading', { name: '0 contacts so far' })).toBeVisible();
  });

  test('whoever arrives while the page is on its way has the focus on its heading when it comes', async ({ page }) => {
    let release;
    const held = new Promise(resolve => { release = resolve; });
    await page.route('**/demo/rounds.json', async route => { await held; await route.continue(); });
    await be(page, 'Amina Nehale');
    await expect(page.getByRole('main').getByText('Loading')).toBeAttached();
    release();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeFocused();
    await expect(page).toHaveTitle(/^Your partner · /);
  });

  test('a change of the agreement waits for the other’s yes, and what was before stays readable', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    const section = page => page.locator('.agreement');
    await go(page, 'Agreement');
    await expect(section(page)).toContainText('About once a week');
    await section(page).getByRole('button', { name: 'Propose a change' }).click();
    await page.getByLabel('How often *').selectOption('About every two weeks');
    await page.getByRole('group', { name: 'How', exact: true }).getByLabel('Letter').check();
    await page.getByRole('button', { name: 'Send proposal' }).click();
    await expect(section(page)).toContainText('Your proposal is waiting for an answer from Øyvind Solbakk');
    await expect(other.getByRole('heading', { name: 'A proposal is waiting for your answer' })).toBeVisible();
    await other.getByRole('link', { name: 'Read it' }).click();
    const proposal = section(other).locator('.card').filter({ hasText: 'Amina Nehale proposes' });
    await expect(proposal.locator('div').filter({ hasText: 'How often' })).toContainText('About every two weeks');
    await expect(proposal.locator('del')).toHaveText(['About once a week', 'E-mail · Video']);
    expect(await problems(other)).toEqual([]);
    await proposal.getByRole('button', { name: 'Accept' }).click();
    await expect(section(page).locator('.card')).toHaveCount(1);
    await expect(section(page).locator('.card')).toContainText('About every two weeks');
    await section(page).getByText('Earlier agreements').click();
    await expect(section(page).locator('details')).toContainText('About once a week');
    expect(await problems(page)).toEqual([]);
    // The word about the time since the last contact goes by what was agreed.
    await go(page, 'Overview');
    await travel(page, 4);
    await expect(page.getByRole('heading', { name: 'It has been a while' })).toHaveCount(0);
  });

  test('what both propose at the same time stands side by side, and a person makes one of it', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    for (const tab of [page, other]) await go(tab, 'Agreement');
    for (const [tab, hopes] of [[page, 'A visit to your reading room.'], [other, 'A letter by post at last.']]) {
      await tab.locator('.agreement').getByRole('button', { name: 'Propose a change' }).click();
      await tab.getByLabel('What we hope for').fill(hopes);
    }
    for (const tab of [page, other]) await tab.getByRole('button', { name: 'Send proposal' }).click();
    await expect(page.locator('.agreement')).toContainText('You have both sent a proposal.');
    await page.getByRole('button', { name: 'Combine both proposals' }).click();
    await expect(page.getByLabel('What we hope for')).toHaveValue('A visit to your reading room.\n\nA letter by post at last.');
    await page.getByRole('button', { name: 'Send proposal' }).click();
    await expect(other.getByText('A visit to your reading room.').first()).toBeVisible();
    await other.locator('.agreement').getByRole('button', { name: 'Accept' }).click();
    await expect(other.locator('.agreement .card')).toHaveCount(1);
    await expect(other.locator('.agreement .card')).toContainText('A letter by post at last.');
  });

  test('an agreement that is half written survives, and its faults are told', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await go(page, 'Agreement');
    await page.getByRole('button', { name: 'Propose a change' }).click();
    await page.getByLabel('Good times').fill('x'.repeat(2_001));
    for (const name of ['E-mail', 'Video']) await page.getByRole('group', { name: 'How', exact: true }).getByLabel(name).uncheck();
    await page.getByRole('button', { name: 'Send proposal' }).click();
    const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
    await expect(summary.getByRole('link')).toHaveText(['Choose at least one way to be in touch', /use 2,000 characters or fewer/]);
    await summary.getByRole('link').first().click();
    await expect(page.getByRole('group', { name: 'How', exact: true }).getByLabel('E-mail')).toBeFocused();
    expect(await problems(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Propose a change' }).click();
    await expect(page.getByLabel('Good times')).toHaveValue(/x{2001}$/);
  });

  test('both see when they can talk, and put a time into a calendar', async ({ page }) => {
    await be(page, 'Amina Nehale');
    const tile = page.locator('.tile').filter({ hasText: 'When to talk' });
    await expect(tile).toContainText('29 February 2016 at 16:00');
    await expect(tile).toContainText('For your partner: 29 February 2016 at 15:00');
    await go(page, 'When to talk');
    await expect(page.getByRole('img', { name: 'In the next two weeks you can both talk on 6 days.' })).toBeVisible();
    // In words, too, for who does not see it.
    await page.getByText('All of these hours as a list').click();
    await expect(page.getByRole('listitem').filter({ hasText: /^Mon 29, / })).toHaveText([/16:00 – /]);
    const times = page.getByRole('listitem').filter({ hasText: 'For your partner:' });
    await expect(times).toHaveCount(3);
    await expect(times.first()).toContainText(/29 February 2016 at 16:00/);
    await expect(times.first()).toContainText(/For your partner: 29 February 2016 at 15:00/);
    // Safari on iOS reads the file only after the click.
    await page.evaluate(() => {
      globalThis.takenBack = [];
      URL.revokeObjectURL = url => { globalThis.takenBack.push(url); };
    });
    const [download] = await Promise.all([page.waitForEvent('download'), times.first().getByRole('button').click()]);
    expect(await page.evaluate(() => globalThis.takenBack)).toEqual([]);
    expect(download.suggestedFilename()).toBe('deskmates.ics');
    const stream = await download.createReadStream();
    let text = '';
    for await (const piece of stream) text += piece;
    expect(text).toContain('DTSTART:20160229T140000Z\r\n');
    await expect(times.first().getByRole('link', { name: /Google/ })).toHaveAttribute('href', /dates=20160229T140000Z\/20160229T150000Z/);
    expect(await problems(page)).toEqual([]);
    // Where a reader's own colours hold, the picture says the same.
    await page.emulateMedia({ forcedColors: 'active' });
    const looks = await page.evaluate(() => ['both', 'mine', 'theirs', ''].map(kind => {
      const { backgroundColor, backgroundImage } = getComputedStyle(document.querySelector(`.tiles i[class="${kind}"]`));
      return `${backgroundColor} ${backgroundImage}`;
    }));
    expect(new Set(looks).size).toBe(4);
  });

  test('hours are given in a zone that exists, and the partner sees them', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    for (const tab of [page, other]) await go(tab, 'When to talk');
    await page.getByRole('button', { name: 'Edit my hours' }).click();
    await page.getByLabel('My time zone *').fill('Africa/Atlantis');
    await page.getByRole('group', { name: 'Tuesday' }).getByLabel('To').selectOption('9:00');
    await page.getByRole('button', { name: 'Save' }).click();
    const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
    await expect(summary.getByRole('link')).toHaveText([/Enter the time zone by its place/, /Tuesday: choose a start and a later end/]);
    expect(await problems(page)).toEqual([]);
    // What means one thing here and another there is asked about.
    for (const zone of ['EST', 'IST (GMT+5:30)', 'GMT+8']) {
      await page.getByLabel('My time zone *').fill(zone);
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(summary.getByRole('link')).toHaveCount(2);
    }
    await page.getByLabel('My time zone *').fill(' africa/WINDHOEK ');
    await page.getByRole('group', { name: 'Tuesday' }).getByLabel('To').selectOption('20:00');
    for (const day of ['Monday', 'Wednesday', 'Thursday', 'Saturday']) {
      for (const end of ['From', 'To']) await page.getByRole('group', { name: day }).getByLabel(end).selectOption('–');
    }
    await page.getByRole('button', { name: 'Save' }).click();
    // On Tuesdays her partner has no time.
    for (const tab of [page, other]) await expect(tab.getByRole('img', { name: 'you can both talk on 0 days' })).toBeVisible();
  });

  test('a concern goes to the coordinators, and the partner never sees it', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    await go(page, 'Is something wrong?');
    await page.getByText('Tell the coordinators').click();
    await page.getByLabel('My partner does not answer').check();
    await expect(page.getByText('A second, friendly message often helps')).toBeVisible();
    await page.getByLabel('Something that was said or done').check();
    await expect(page.getByText('A second, friendly message often helps')).toHaveCount(0);
    await page.getByRole('button', { name: 'Send to the coordinators' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'There is a problem' }).getByRole('link')).toHaveText(['Describe briefly what happened']);
    await page.getByLabel('In your own words').fill('The green umbrella was not funny.');
    expect(await problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send to the coordinators' }).click();
    await expect(page.getByText('write to you within 3 days')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'green umbrella' })).toBeVisible();
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    for (const name of ['Contacts', 'Is something wrong?', 'Overview']) {
      expect(await other.content()).not.toMatch(/umbrella/);
      await go(other, name);
    }
    expect(await other.content()).not.toMatch(/umbrella/);
  });

  test('who has no partner, and who is nobody, is told so', async ({ page }) => {
    await open(page, '/partner');
    await expect(page.getByText('This page is for participants.')).toBeVisible();
    await be(page, 'Dana Whitlock');
    await expect(page.getByText('You have no partner yet.')).toBeVisible();
    await open(page, '/sign-in');
    await page.getByRole('button', { name: 'A reader' }).click();
    await open(page, '/partner');
    await expect(page.getByText('This page is for participants.')).toBeVisible();
    expect(await problems(page)).toEqual([]);
  });

  test('nothing of it stands on a public page, in an address or in the console', async ({ page }) => {
    const said = [];
    const addresses = [];
    page.on('console', message => said.push(message.text()));
    page.on('request', request => addresses.push(request.url()));
    await be(page, 'Amina Nehale');
    await go(page, 'Contacts');
    await page.getByLabel('Note for both of you').fill('The blue cardigan is a secret.');
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await expect(contacts(page).filter({ hasText: 'blue cardigan' })).toBeVisible();
    addresses.push(page.url());
    for (const path of ['/', '/topics', '/topics/getting-to-know-you', '/rounds/2016A', '/join', '/about', '/privacy', '/desks']) {
      await open(page, path);
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0);
      expect(await page.content()).not.toMatch(/cardigan|acacia<|oyvind\.solbakk/);
    }
    expect(addresses.join('\n') + said.join('\n')).not.toMatch(/cardigan|solbakk/i);
  });

  test.describe('from right to left, in the dark', () => {
    test.use({ locale: 'ar', colorScheme: 'dark' });
    test('the page is whole @phone', async ({ page }) => {
      await open(page, '/sign-in');
      await page.getByRole('button', { name: /^Amina Nehale/ }).click();
      await open(page, '/partner');
      await expect(page.getByRole('heading', { name: 'صدر موضوع جديد' })).toBeVisible();
      expect(await problems(page)).toEqual([]);
      expect(await width(page)).toBe(0);
    });
  });
});
