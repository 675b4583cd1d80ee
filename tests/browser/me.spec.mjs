// What the programme knows of one: to see, and to take along.
import { readFile } from 'node:fs/promises';
import { test, expect, open, problems } from './kit.mjs';
import { be, width } from './partners.mjs';

async function take(page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save it as a file' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('my-data.json');
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

test.describe('one’s own data', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('everything of one’s own is there to read and in a file, and nothing of the partner’s @phone', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByLabel('Note for both of you').fill('The yellow kettle whistled.');
    await page.getByRole('button', { name: 'Note it' }).click();
    await page.getByRole('link', { name: 'My profile and my data' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'My profile and my data' })).toBeVisible();
    await expect(page.getByText('nothing of this is on a public page')).toBeVisible();
    await expect(page.locator('.person')).toContainText('Acacia Street Community Library');
    await expect(page.getByRole('heading', { name: '3 contacts that you noted' })).toBeVisible();
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
    await expect(page.getByRole('main')).toContainText('county meeting');
    expect(JSON.stringify(await take(page))).not.toMatch(/yellow kettle|headset|nehale/i);
  });

  test('who takes no part has nothing here', async ({ page }) => {
    await open(page, '/me');
    await expect(page.getByText('This page is for participants.')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Be somebody' }).click();
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
});
