// Language, theme, and what is said on arriving at a page.
import { test, expect, open, post, hurry, comment, commentForm, FIRST } from './kit.mjs';

test('the page changes to Arabic, right to left, and back, and remembers @phone', async ({ page }) => {
  const asked = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname));
  await open(page);
  expect(asked).not.toContain('/locales/ar.json');
  await page.getByLabel('Language').selectOption('ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.getByRole('heading', { name: '16 تعليقًا' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Getting to know you');
  await expect(page.getByRole('article').locator('.prose').first()).toHaveAttribute('lang', 'en');
  await expect(page.getByLabel('اللغة')).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: '16 تعليقًا' })).toBeVisible();
  await page.getByLabel('اللغة').selectOption('en');
  await expect(page.getByRole('heading', { name: '16 comments' })).toBeVisible();
});

test('a change of language keeps what was being written', async ({ page }) => {
  await open(page);
  await commentForm(page).getByLabel('Comment *').fill('In the middle of a');
  await page.getByLabel('Language').selectOption('ar');
  await expect(page.getByRole('form').getByLabel('التعليق')).toHaveValue('In the middle of a');
});

test('a comment in Arabic reads from right to left on an English page', async ({ page }) => {
  await hurry(page);
  await open(page);
  await post(page, 'صباح الخير من عمّان', { name: 'ليلى حداد' });
  const direction = await comment(page, 'صباح الخير من عمّان').locator('.prose p').evaluate(p => getComputedStyle(p).direction);
  expect(direction).toBe('rtl');
});

test('a list has its marks on the side where its items begin, whatever the page reads', async ({ page }) => {
  await hurry(page);
  await open(page);
  await page.getByLabel('Language').selectOption('ar');
  // The page is built anew in the other language; what is typed before goes into the old form.
  await expect(page.getByRole('button', { name: 'معاينة' })).toBeVisible();
  await page.locator('#write-text').fill('- a lamp\n- two cats');
  await page.getByRole('button', { name: 'معاينة' }).click();
  const list = page.locator('.preview ul');
  await expect(list).toHaveCSS('direction', 'ltr');
  await page.locator('#write-text').fill('- مصباح\n- قطتان');
  await expect(list).toHaveCSS('direction', 'rtl');
});

test.describe('a reader whose browser speaks Arabic', () => {
  test.use({ locale: 'ar-EG' });
  test('gets Arabic from the first moment', async ({ page }) => {
    await page.goto(FIRST);
    await expect(page.getByRole('link', { name: 'المواضيع' }).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  });
});

test('the theme can be chosen and stays chosen', async ({ page }) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page);
  const light = await paper();
  await page.getByLabel('Theme').selectOption('dark');
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.reload();
  await expect(page.getByLabel('Theme')).toHaveValue('dark');
  expect(await paper()).toBe(dark);
  await page.getByLabel('Theme').selectOption('system');
  expect(await paper()).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await paper()).toBe(dark);
});

test('going to another page tells its title and moves the focus to its heading', async ({ page }) => {
  await open(page, '/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'About' }).click();
  await expect(page).toHaveTitle(/^About.* · Deskmates$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(page).toHaveTitle('Deskmates');
});
