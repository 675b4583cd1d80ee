// The page that makes the lines for a blog.
import { test, expect, open, problems } from './kit.mjs';

const lines = page => page.getByRole('region', { name: 'Code to paste' });

test('the lines for a discussion, with how it looks @phone', async ({ page, baseURL }) => {
  await open(page);
  await page.getByRole('contentinfo').getByRole('link', { name: 'On your blog' }).click();
  await expect(page).toHaveURL(/\/embed$/);
  const { pathname } = new URL(baseURL);
  const site = baseURL.replace(/\/$/, '') + (pathname === '/' ? '/' : '');
  await expect(lines(page)).toContainText(`<script type="module" src="${site}embed.js"></script>`);
  await expect(lines(page)).toContainText(/<deskmates-comments topic="[\w-]+">\s*<a href=".+\/topics\/[\w-]+">The discussion of a topic<\/a>\s*<\/deskmates-comments>/);
  await page.getByLabel('Topic').selectOption('Getting to know you');
  await expect(lines(page)).toContainText('topic="getting-to-know-you"');
  await page.locator('iframe').scrollIntoViewIfNeeded();
  const preview = page.frameLocator('iframe');
  await expect(preview.getByText('Hospital library, Cork.')).toBeVisible();
  await page.getByLabel('What to show').selectOption('The topics of a round');
  await expect(lines(page)).toContainText(/<deskmates-schedule>\s*<a href/);
  await page.getByLabel('Round').selectOption('Round 2016A');
  await expect(lines(page)).toContainText('<deskmates-schedule round="2016A">');
  await expect(preview.getByRole('heading', { name: 'Round 2016A' })).toBeVisible();
  await page.getByLabel('What to show').selectOption('The waitlist');
  await page.getByLabel('In a frame').check();
  await expect(lines(page)).toContainText(`<iframe title="The waitlist" src="${site}frame.html?widget=waitlist" sandbox=`);
  expect(await problems(page)).toEqual([]);
  // A number stands within a line.
  await page.getByLabel('What to show').selectOption('How many comments a topic has');
  await expect(page.getByLabel('In a frame')).toHaveCount(0);
  await expect(lines(page)).toContainText('<deskmates-count');
  // What was tried is no way to go back through.
  await page.goBack();
  await expect(page).not.toHaveURL(/\/embed$/);
});

test('the lines can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, '/embed');
  await expect(lines(page)).toContainText('topic=');
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await lines(page).textContent());
  // Of other lines it would not be true.
  await page.getByLabel('What to show').selectOption('The waitlist');
  await expect(page.getByText('Copied.')).toHaveCount(0);
});

test.describe('what is not finished yet', () => {
  // It is asked for all the same.
  test.use({ allowed: ['status of 404'] });

  test('a post can be made ready before its topic is out, and in another language', async ({ page }) => {
    await open(page, '/embed');
    await page.getByLabel('Topic').selectOption('What now?');
    await expect(lines(page)).toContainText('topic="what-now"');
    await page.locator('iframe').scrollIntoViewIfNeeded();
    await expect(page.frameLocator('iframe').getByText('comes out')).toBeVisible();
    await page.getByRole('contentinfo').getByLabel('Language').selectOption('ar');
    await expect(page.locator('pre.lines')).toContainText('نقاش موضوع');
    await page.locator('input[type=checkbox]').check();
    await expect(page.locator('pre.lines')).toContainText('&amp;lang=ar"');
    await expect(page.frameLocator('iframe').locator('html')).toHaveAttribute('dir', 'rtl');
  });
});
