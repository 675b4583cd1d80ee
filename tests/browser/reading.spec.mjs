// What a reader sees and where the links lead.
import { test, expect, open, FIRST, discussion } from './kit.mjs';

test('the start page says what the programme is and where the round stands @phone', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('International Librarians Network');
  await expect(page.getByText('week 3 of 17')).toBeVisible();
  await expect(page.getByText('The next topic comes out in 14 days.')).toBeVisible();
  await page.getByRole('link', { name: 'Library spaces: who are they for?' }).click();
  await expect(page).toHaveURL(/\/topics\/who-are-library-spaces-for$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Library spaces: who are they for?');
});

test('the first topic stands there whole @phone', async ({ page }) => {
  await open(page);
  await expect(page).toHaveTitle('Getting to know you · Deskmates');
  const article = page.getByRole('article');
  await expect(article.getByRole('figure')).toContainText('Welcome Sign Mosaic in Warm Tones by Margaret Almon. CC BY-ND 2.0');
  await expect(article.getByRole('img')).toHaveAttribute('alt', /mosaic/i);
  await expect(article.getByRole('link', { name: 'CC BY-ND 2.0' })).toHaveAttribute('href', 'https://creativecommons.org/licenses/by-nd/2.0/');
  for (const prompt of ['What do you do?', 'What does your workspace look like?', 'What is your career path?',
    'What are your hopes and expectations for the new partnership?', 'Have you participated in the ILN before?']) {
    await expect(article.getByRole('heading', { name: prompt })).toBeVisible();
  }
  await expect(article.getByText('How often* would you like to be in contact')).toBeVisible();
  await expect(article.getByText('*We recommend you are in contact a least once a week')).toBeVisible();
  await expect(article.getByRole('heading', { name: 'Open discussion forums' })).toBeVisible();
  await expect(article.getByText('Let the conversations begin!')).toBeVisible();
  await expect(article.getByRole('link', { name: 'Discussion topics', exact: true })).toBeVisible();
  await expect(discussion(page).getByRole('heading', { name: '16 comments' })).toBeVisible();
  await article.getByRole('link', { name: 'put your name down' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join the next round');
});

test('a prompt has a link of its own that leads back to it', async ({ page }) => {
  await open(page);
  const link = page.getByRole('link', { name: 'Link to “What is your career path?”' });
  const href = await link.getAttribute('href');
  await link.click();
  await expect(page).toHaveURL(href);
  await page.goto('/about');
  await page.goto(href);
  await expect(page.getByRole('heading', { name: 'What is your career path?' })).toBeInViewport();
});

test('topics that are not out show their title and date and nothing else', async ({ page }) => {
  await open(page, '/topics');
  const coming = page.getByRole('listitem').filter({ hasText: 'Comes out on' });
  await expect(coming).toHaveCount(6);
  await expect(coming.getByRole('link')).toHaveCount(0);
  await open(page, '/topics/books-and-reading');
  await expect(page.getByText('Not out yet')).toBeVisible();
  await expect(page.locator('main')).not.toContainText('shelf');
  await expect(discussion(page)).toHaveCount(0);
});

test('previous and next topic, round, tags and earlier rounds are a click away', async ({ page }) => {
  await open(page, '/topics/who-are-library-spaces-for');
  await page.getByRole('link', { name: /Previous topic/ }).click();
  await expect(page).toHaveURL(new RegExp(`${FIRST}$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('link', { name: 'Round 2016A' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Round 2016A' })).toBeVisible();
  await expect(page.getByText('15 February 2016')).toHaveCount(2);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Topics' }).click();
  await expect(page.getByText('860 people from 84 countries')).toBeVisible();
  await page.getByRole('list', { name: 'Categories and tags' }).getByRole('link', { name: 'welcometomydesk' }).click();
  await expect(page).toHaveTitle('Topics: welcometomydesk · Deskmates');
  await expect(page.getByRole('listitem').filter({ hasText: 'Getting to know you' })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveTitle('Topics · Deskmates');
  await expect(page.getByRole('heading', { level: 1, name: 'Topics', exact: true })).toBeVisible();
});

for (const [path, title] of [['about', 'About'], ['code-of-conduct', 'Code of conduct'], ['contact', 'Contact'], ['privacy', 'Privacy']]) {
  test(`the programme's own text at /${path}`, async ({ page }) => {
    await open(page, `/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(new RegExp(title, 'i'));
    await expect(page.locator('main p').first()).toBeVisible();
    await expect(page.getByRole('contentinfo').getByRole('link', { name: title })).toHaveAttribute('aria-current', 'page');
  });
}

test.describe('where there is nothing', () => {
  test.use({ allowed: ['status of 404'] });
  for (const path of ['/nothing/here', '/topics/no-such-topic', '/topics/Bad_Slug', '/rounds/1999Z']) {
    test(`${path} helps on @phone`, async ({ page }) => {
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
      await page.getByRole('link', { name: 'See all topics' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Topics');
    });
  }
});

test('sharing copies the link where the system has no way of its own', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.addInitScript(() => { delete Navigator.prototype.share; });
  await open(page);
  await page.getByRole('button', { name: 'Share this topic' }).click();
  await expect(page.getByText('The link is copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Getting to know you #interlibnet #welcometomydesk http.*getting-to-know-you$/);
});

test('the page prints without its controls', async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('form')).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(page.getByText('Let the conversations begin!')).toBeVisible();
});
