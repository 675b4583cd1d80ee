// What the programme knows of one: to see, and to take along.
import { readFile } from 'node:fs/promises';
import { test, expect, kept, open, problems, unpacked } from './kit.mjs';
import { be, go, travel, width } from './partners.mjs';

async function take(page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a file' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('my-data.json');
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

test.describe('one’s own data', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('everything of one’s own is there to read and in a file, and nothing of the partner’s @phone', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await go(page, 'Contacts');
    await page.getByLabel('Note for both of you').fill('The yellow kettle whistled.');
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My profile and my data' })).toBeVisible();
    await expect(page.getByText('1 picture that you shared with everybody')).toBeVisible();
    await page.getByText('Show all my data').click();
    await expect(page.locator('.person')).toContainText('Acacia Street Community Library');
    await expect(page.getByRole('heading', { name: '3 contacts that you added' })).toBeVisible();
    for (const words of ['yellow kettle', 'charge the headset', 'A story hour in two languages']) await expect(page.getByRole('main')).toContainText(words);
    await expect(page.getByRole('main')).not.toContainText(/county meeting|four hundred pupils|Kaldt lys/);
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
    const mine = await take(page);
    expect(mine.records.contacts.map(contact => contact.note)).toContain('The yellow kettle whistled.');
    expect(mine.records.participants.map(person => person.id)).toEqual(['p01']);
    expect(JSON.stringify(mine)).not.toMatch(/county meeting|four hundred pupils|Kaldt lys|solbakk/i);
    await be(page, 'Øyvind Solbakk');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await expect(page.getByText('None of this is on a public page.')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('county meeting');
    expect(JSON.stringify(await take(page))).not.toMatch(/yellow kettle|headset|nehale/i);
  });

  test('who takes no part has nothing here', async ({ page }) => {
    await open(page, '/me');
    await expect(page.getByText('This page is for participants.')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Choose who you are' }).click();
    await page.getByRole('button', { name: /^A coordinator/ }).click();
    await open(page, '/me');
    await expect(page.getByText('This page is for participants.')).toBeVisible();
    expect(await problems(page)).toEqual([]);
  });

  test('when a partnership is long over, one’s own is what is left', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
    // The slider of the time machine ends soon after the round; the shift that it keeps can be larger.
    await page.evaluate(() => {
      const [name] = Object.keys(localStorage).filter(name => name.endsWith(':clock'));
      localStorage.setItem(name, String(Math.round((Date.UTC(2016, 8, 20, 10) - Date.now()) / 1000)));
    });
    await page.reload();
    await expect(page.getByText('The partnership with Øyvind Solbakk has ended, and its pages are closed.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Messages' })).toHaveCount(0);
    await page.getByRole('main').getByRole('link', { name: 'My profile and my data' }).click();
    await expect(page.getByRole('main')).toContainText('charge the headset');
    expect((await take(page)).records.notes).toHaveLength(3);
  });

  test('one says who one is, and the partner sees it @phone', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await page.getByRole('button', { name: 'Edit your profile' }).click();
    await page.getByLabel('Workplace').fill('Omaruru Riverside Library');
    await page.getByLabel('Languages *').fill('English, Klingonish');
    await page.getByLabel('Contact detail 3: type').first().selectOption('chat');
    await page.getByLabel('Contact detail 3: address, number or name').fill('@amina_n');
    await page.getByRole('button', { name: 'Add a contact detail' }).first().click();
    await expect(page.getByLabel('Contact detail 4: type')).toBeFocused();
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.getByRole('alert')).toContainText('does not know one of the languages');
    // What was begun is there after a reload.
    await page.reload();
    await expect(page.getByLabel('Languages *')).toHaveValue('English, Klingonish');
    await expect(page.getByLabel('Contact detail 3: address, number or name')).toHaveValue('@amina_n');
    await page.getByLabel('Languages *').fill('English, afrikaans, luo');
    await page.getByLabel('Contact detail 1: address, number or name').first().fill('not an address');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.getByRole('alert')).toContainText('Enter an e-mail address');
    await page.getByLabel('Contact detail 1: address, number or name').first().fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.locator('.person')).toContainText('Omaruru Riverside Library');
    await expect(page.locator('.person')).toContainText(/English · Afrikaans · luo/i);
    await expect(page.locator('.person')).not.toContainText('amina.nehale@example.org');
    await expect(page.getByRole('button', { name: 'Edit your profile' })).toBeVisible();
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    await expect(other.locator('.person')).toContainText('Omaruru Riverside Library');
    await expect(other.locator('.person')).toContainText('@amina_n');
  });

  test('each time zone can be chosen once, under today’s name, and stays when it is left as it is', async ({ page }) => {
    await unpacked(page);
    await page.route('**/demo/participants.json', async route => {
      const all = await (await route.fetch()).json();
      Object.assign(all.find(({ id }) => id === 'p01'), { time_zone: 'Asia/Kolkata' });
      await route.fulfill({ json: all });
    });
    await be(page, 'Amina Nehale');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await page.getByRole('button', { name: 'Edit your profile' }).click();
    const zone = page.getByLabel('Time zone *');
    // Browsers list some zones under an older name, and Chromium lists no UTC.
    for (const name of ['UTC', 'Asia/Kolkata', 'Europe/Kyiv', 'Asia/Ho Chi Minh']) {
      await expect(zone.getByRole('option', { name, exact: true })).toHaveCount(1);
    }
    for (const name of ['Asia/Calcutta', 'Europe/Kiev', 'EST', 'GMT']) await expect(zone.getByRole('option', { name, exact: true })).toHaveCount(0);
    await page.getByLabel('Workplace').fill('Neem Tala College');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.locator('.person')).toContainText('Neem Tala College');
    expect((await take(page)).records.participants[0].time_zone).toBe('Asia/Kolkata');
    await page.getByRole('button', { name: 'Edit your profile' }).click();
    await zone.selectOption('UTC');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(page.getByRole('button', { name: 'Edit your profile' })).toBeVisible();
    expect((await take(page)).records.participants[0].time_zone).toBe('UTC');
  });

  test('what one tells the coordinators, the partner does not see', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await page.getByRole('combobox', { name: 'Contact detail 1: type' }).selectOption('phone');
    await page.getByLabel('Contact detail 1: address, number or name').fill('+264 555 0199');
    await page.getByLabel('News of the programme').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('status').getByText('Your settings are saved.')).toBeAttached();
    await page.reload();
    await expect(page.getByLabel('Contact detail 1: address, number or name')).toHaveValue('+264 555 0199');
    await expect(page.getByLabel('News of the programme')).toBeChecked();
    await expect(page.getByLabel('A new topic')).not.toBeChecked();
    expect(JSON.stringify(await take(page))).toContain('555 0199');
    await be(page, 'Øyvind Solbakk');
    await expect(page.getByRole('main')).toContainText('Acacia Street');
    await expect(page.getByRole('main')).not.toContainText('555 0199');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await expect(page.getByLabel('Contact detail 1: address, number or name')).toHaveValue('+47 555 01 023');
    await expect(page.getByRole('main')).not.toContainText('555 0199');
    expect(JSON.stringify(await take(page))).not.toContain('555 0199');
  });

  test('who asks for it is erased after two weeks, and can take it back until then @phone', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await go(page, 'Contacts');
    await page.getByLabel('Note for both of you').fill('The yellow kettle whistled.');
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await expect(page.getByText('The yellow kettle whistled.')).toBeVisible();
    await go(page, 'Messages');
    await page.getByLabel('Message *').fill('Half a thought');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    const ask = async () => {
      await page.getByRole('button', { name: 'Delete everything about me' }).click();
      await page.getByRole('button', { name: 'Delete in 14 days' }).click();
      await expect(page.getByText('Everything about you will be deleted on')).toBeVisible();
    };
    await page.getByRole('button', { name: 'Delete everything about me' }).click();
    expect(await problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await ask();
    await expect(page.getByText(/(14 March|March 14,) 2016/)).toBeVisible();
    await page.getByRole('button', { name: 'Cancel the deletion' }).click();
    await travel(page, 20);
    await expect(page.locator('.person')).toContainText('Amina Nehale');
    await ask();
    await travel(page, 13);
    await expect(page.locator('.person')).toContainText('Amina Nehale');
    await travel(page, 2);
    await expect(page.getByText('The programme no longer has any data about you.')).toBeVisible();
    // No word of theirs is left in this browser: no record, no draft.
    await expect.poll(async () => Object.values(await kept(page)).join()).not.toMatch(/yellow kettle|headset|Acacia Street|amina\.nehale|half a thought/i);
    // The partner keeps what is theirs: that they were in touch, with a dash for the name.
    await be(page, 'Øyvind Solbakk');
    await expect(page.getByRole('heading', { level: 1, name: 'You and —' })).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/yellow kettle|Acacia Street|Amina/);
    await go(page, 'Contacts');
    await expect(page.getByText(/\d contacts so far/)).toBeVisible();
    await expect(page.getByRole('main')).not.toContainText(/yellow kettle|Acacia Street|Amina/);
    await open(page, '/desks');
    await expect(page.locator('.gallery')).not.toHaveCount(0);
    await expect(page.getByRole('main')).not.toContainText('Amina Nehale');
  });

  test('the language is chosen there, too, and the focus stays on the choice', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await page.locator('#my-language').selectOption('ar');
    await expect(page.getByRole('heading', { level: 1, name: 'ملفي وبياناتي' })).toBeVisible();
    await expect(page.locator('#my-language')).toBeFocused();
    expect(await problems(page)).toEqual([]);
    expect(await page.locator('[id]').evaluateAll(all => all.map(e => e.id).filter((id, i, ids) => ids.indexOf(id) !== i))).toEqual([]);
  });
});
