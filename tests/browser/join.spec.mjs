// The waitlist.
import { test, expect, open, kept } from './kit.mjs';

async function fill(page, { name = 'Amina', email = 'amina@example.org', country = 'NA', consent = true } = {}) {
  await page.getByLabel('Name *').fill(name);
  await page.getByLabel('E-mail *').fill(email);
  await page.getByLabel('Country *').selectOption(country);
  await page.getByLabel('You may e-mail me when applications open').setChecked(consent);
}

const send = page => page.getByRole('button', { name: 'Join the waitlist' }).click();

test('somebody puts their name down, and takes it off again @phone', async ({ page }) => {
  await open(page, '/join');
  await fill(page);
  await send(page);
  await expect(page.getByRole('status').filter({ hasText: 'You are on the waitlist.' })).toBeVisible();
  await expect(page.locator('main')).not.toContainText('amina@example.org');
  await page.reload();
  await expect(page.getByText('Amina: on the waitlist since')).toBeVisible();
  await page.getByRole('button', { name: 'Leave the waitlist' }).click();
  await expect(page.getByText('on the waitlist since')).toHaveCount(0);
  expect(JSON.stringify(await kept(page))).not.toContain('amina');
});

test('who is on the list already is told so, in any spelling of the address', async ({ page }) => {
  await open(page, '/join');
  await fill(page);
  await send(page);
  await expect(page.getByText('You are on the waitlist.')).toBeVisible();
  await fill(page, { email: 'Amina@Example.org' });
  await send(page);
  await expect(page.getByText('You are already on the waitlist')).toBeVisible();
  await expect(page.getByText('on the waitlist since')).toHaveCount(1);
});

test('nobody else learns who is on the list', async ({ page }) => {
  await open(page, '/join');
  await fill(page);
  await send(page);
  await expect(page.getByText('You are on the waitlist.')).toBeVisible();
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      if (key.includes('record:waitlist:')) localStorage.setItem(key, value.replace('"mine":true', '"mine":false'));
    }
  });
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('on the waitlist since')).toHaveCount(0);
  await fill(page);
  await send(page);
  await expect(page.getByText('You are on the waitlist. We’ll')).toBeVisible();
  await expect(page.getByText('already')).toHaveCount(0);
});

test('what is missing is named, consent included, and what was typed survives a reload', async ({ page }) => {
  await open(page, '/join');
  await page.getByLabel('Name *').fill('Bo');
  await send(page);
  const summary = page.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([
    'Enter your e-mail address', 'Choose the country you live in', 'Tick the box to let us e-mail you']);
  await page.getByLabel('Country *').selectOption('PE');
  await page.reload();
  await expect(page.getByLabel('Name *')).toHaveValue('Bo');
  await expect(page.getByLabel('Country *')).toHaveValue('PE');
  await expect(page.getByLabel('You may e-mail me')).not.toBeChecked();
});

test('countries have their names in the language of the page, in its order', async ({ page }) => {
  await open(page, '/join');
  const names = await page.getByLabel('Country *').getByRole('option').allTextContents();
  expect(names).toHaveLength(251);
  expect(names.slice(1)).toEqual([...names.slice(1)].sort(new Intl.Collator('en').compare));
  for (const name of ['Namibia', 'Kosovo']) expect(names).toContain(name);
});
