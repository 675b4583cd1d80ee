// A page that its reader's browser translates stays up to date: readers in 84 countries translate.
import { test, expect, open, hurry, discussion } from './kit.mjs';
import { be, go } from './partners.mjs';
import { translate } from './translator.mjs';

test('a discussion is read, sorted and written in while the browser translates it', async ({ page }) => {
  await hurry(page);
  await open(page);
  const count = discussion(page).getByRole('heading', { level: 2 }).first();
  await expect(count).toHaveText('16 comments');
  await translate(page);
  await expect(count).toHaveText('16 COMMENTS');
  await page.getByRole('button', { name: /newest first/i }).click();
  await expect(discussion(page).getByRole('listitem').first()).not.toContainText('SIOBHÁN K.');
  // A form with a field missing, then without.
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  const form = page.getByRole('form', { name: /leave a comment/i });
  await form.getByRole('button', { name: /post comment/i }).click();
  await expect(form.getByRole('alert')).toContainText('ENTER YOUR COMMENT');
  await form.getByLabel(/^name/i).first().fill('Asha');
  await form.getByLabel(/^e-mail/i).fill('asha@example.org');
  await form.getByLabel(/^comment/i).fill('Written on a translated page');
  await form.getByRole('button', { name: /post comment/i }).click();
  const mine = discussion(page).getByRole('listitem').filter({ hasText: 'WRITTEN ON A TRANSLATED PAGE' });
  await expect(mine).toHaveCount(1);
  await expect(form.getByRole('alert')).toHaveCount(0);
  await expect(count).toHaveText('17 COMMENTS');
  await mine.getByRole('button', { name: /reply/i }).click();
  const reply = page.getByRole('form', { name: /leave a reply/i });
  await expect(reply).toHaveCount(1);
  await reply.getByRole('button', { name: /cancel/i }).click();
  await expect(reply).toHaveCount(0);
  await mine.getByRole('button', { name: /^delete/i }).first().click();
  await mine.getByRole('button', { name: /^delete/i }).last().click();
  await expect(count).toHaveText('16 COMMENTS');
  // Another page, another language, and back.
  await page.getByRole('link', { name: 'ABOUT' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ABOUT');
  await page.goBack();
  await expect(count).toHaveText('16 COMMENTS');
  await page.getByLabel('LANGUAGE').selectOption('ar');
  await expect(count).toHaveText('16 تعليقًا');
});

test('a partner’s page is used while the browser translates it', async ({ page }) => {
  await be(page, 'Amina Nehale');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Øyvind');
  await go(page, 'Contacts');
  const before = parseInt(await page.getByText(/^\d+ contacts so far/).textContent(), 10);
  await translate(page);
  await page.getByRole('button', { name: /^add a contact$/i }).click();
  await expect(page.getByText(`${before + 1} CONTACTS SO FAR`)).toHaveCount(1);
  await expect(page.getByText(`${before} CONTACTS SO FAR`)).toHaveCount(0);
  await page.locator('nav.tabs').getByRole('link', { name: /^when to talk/i }).click();
  await page.getByRole('button', { name: /^edit my hours$/i }).click();
  await page.getByLabel(/my time zone/i).fill('EST');
  await page.getByRole('form', { name: /hours/i }).getByRole('button', { name: /^save$/i }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'ENTER THE TIME ZONE BY ITS PLACE' })).toHaveCount(1);
});
