// Files of the programme that are wrong or missing: the reader is told which and where, and the rest goes on.
import fs from 'node:fs';
import { test, expect, open, post, hurry, comment, commentForm, discussion, unpacked, FIRST } from './kit.mjs';

const shipped = path => JSON.parse(fs.readFileSync(new URL(`../../public/${path}`, import.meta.url), 'utf8'));

/** Answers a file of the site with this instead. */
const answer = (page, path, body) => page.route(`**/${path}`, route => route.fulfill({ body: typeof body === 'string' ? body : JSON.stringify(body), contentType: 'application/json' }));

/** The file as it is shipped, with something in it changed. */
function changed(path, change) {
  const file = shipped(path);
  change(file);
  return file;
}

test.beforeEach(({ page }) => unpacked(page));

const alert = page => page.getByRole('main').getByRole('alert');

/** What has nothing to do with a wrong file of topics or rounds works on. */
async function worksElsewhere(page) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'About' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
  await expect(page.getByRole('main').getByRole('paragraph').first()).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Join' }).click();
  await expect(page.getByLabel('E-mail *')).toBeVisible();
  await expect(alert(page)).toHaveCount(0);
}

test.describe('topics', () => {
  for (const [what, file, words] of [
    ['that are not JSON', '[{"id": "t1",', ['line 1 column 13']],
    ['that are a web page', '<!doctype html><title>Moved</title>', ['line 1 column 1']],
    ['that are no list', '{}', ['expected a list']],
    ['all without a title', changed('demo/topics.json', topics => { topics.forEach(topic => { delete topic.title; }); }), ['t1', 'title']],
    ['all with dates in words', changed('demo/topics.json', topics => { topics.forEach(topic => { topic.release = '15 February 2016'; }); }), ['t1/release']],
  ]) {
    test(`${what} are named with their place, and the rest of the site works`, async ({ page }) => {
      await answer(page, 'demo/topics.json', file);
      for (const path of ['/', '/topics', '/rounds/2016A', FIRST]) {
        await page.goto(path);
        for (const word of ['demo/topics.json', ...words]) await expect(alert(page)).toContainText(word);
        await expect(alert(page).getByRole('button', { name: 'Try again' })).toBeVisible();
      }
      await worksElsewhere(page);
    });
  }

  for (const [what, change] of [
    ['without a title', topic => { delete topic.title; }],
    ['without an id', topic => { delete topic.id; }],
    ['with a date in words', topic => { topic.release = '15 February 2016'; }],
  ]) {
    test(`one ${what} is left out, and all others are shown`, async ({ page }) => {
      const [first, second] = shipped('demo/topics.json');
      await answer(page, 'demo/topics.json', changed('demo/topics.json', topics => change(topics[1])));
      await open(page, '/topics');
      await expect(page.getByRole('main').getByText(first.title, { exact: true }).first()).toBeVisible();
      await expect(page.getByRole('main').getByText(second.title, { exact: true })).toHaveCount(0);
      await expect(alert(page)).toHaveCount(0);
      await open(page, FIRST);
      await expect(page.getByRole('article')).toContainText('Let the conversations begin!');
    });
  }
});

test.describe('comments', () => {
  for (const [what, change, count] of [
    ['has no text', comment => { delete comment.text; }, 16],
    ['has a date in words', comment => { comment.created = 'yesterday'; }, 16],
    ['is in a state that there is not', comment => { comment.state = 'liked'; }, 15],
  ]) {
    test(`of which one ${what} are shown`, async ({ page }) => {
      const path = 'demo/comments/getting-to-know-you.json';
      await answer(page, path, changed(path, comments => change(comments[2])));
      await open(page);
      await expect(discussion(page).getByRole('heading', { name: `${count} comments` })).toBeVisible();
      await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
      await expect(alert(page)).toHaveCount(0);
    });
  }

  for (const [what, file, words] of [
    ['that are not JSON', '[{"id": "c001",', ['line 1 column 15']],
    ['of which all have dates in words', changed('demo/comments/getting-to-know-you.json', comments => { comments.forEach(comment => { comment.created = 'yesterday'; }); }), ['c001/created']],
  ]) {
    test(`${what} leave the topic readable, and come back once the file is right`, async ({ page }) => {
      await answer(page, 'demo/comments/getting-to-know-you.json', file);
      await open(page);
      const why = discussion(page).getByRole('alert');
      for (const word of ['demo/comments/getting-to-know-you.json', ...words]) await expect(why).toContainText(word);
      await expect(page.getByRole('article')).toContainText('Let the conversations begin!');
      await expect(page.getByRole('main').getByRole('alert')).toHaveCount(1);
      // The same words stand there before and after: it is tried again only when the file has come again.
      const came = page.waitForResponse('**/demo/comments/getting-to-know-you.json');
      await why.getByRole('button', { name: 'Try again' }).click();
      await came;
      await expect(why).toContainText('demo/comments/getting-to-know-you.json');
      await page.unroute('**/demo/comments/getting-to-know-you.json');
      await why.getByRole('button', { name: 'Try again' }).click();
      await expect(discussion(page).getByRole('heading', { name: '16 comments' })).toBeVisible();
      await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
      await expect(why).toHaveCount(0);
    });
  }

  test('that cannot be read do not keep anybody from writing one', async ({ page }) => {
    await hurry(page);
    await answer(page, 'demo/comments/getting-to-know-you.json', '[');
    await open(page);
    await expect(discussion(page).getByRole('alert')).toBeVisible();
    await commentForm(page).getByLabel('Comment *').fill('Half a thought');
    await page.unroute('**/demo/comments/getting-to-know-you.json');
    await discussion(page).getByRole('button', { name: 'Try again' }).click();
    await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('Half a thought');
    await post(page, 'A whole thought');
    await expect(discussion(page).getByRole('heading', { name: '17 comments' })).toBeVisible();
  });
});

test.describe('a configuration', () => {
  /** What may be there in a moment does not take away what was finished. */
  const staysToBeRead = async page => {
    await page.goto(FIRST);
    await expect(alert(page)).toBeVisible();
    await expect(page.getByText('Let the conversations begin!')).toBeVisible();
  };
  const cannotOpen = async page => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This site cannot be opened');
  };

  for (const [what, file, words] of [
    ['that is not JSON', '{"site": Deskmates}', ['line 1 column 10']],
    ['without hashtags', changed('config.json', config => { delete config.programme.hashtags; }), ['/programme', 'hashtags']],
    ['with a number for its name', changed('config.json', config => { config.site = 7; }), ['/site', 'expected a string']],
    ['with data in a place that there is not', changed('config.json', config => { config.data.mode = 'sql'; }), ['/data/mode', '"demo"']],
    ['with a day in words', changed('config.json', config => { config.data.today = 'yesterday'; }), ['/data/today']],
  ]) {
    test(`${what} is named with its place`, async ({ page }) => {
      await answer(page, 'config.json', file);
      await cannotOpen(page);
      for (const word of ['config.json', ...words]) await expect(alert(page)).toContainText(word);
      await expect(alert(page)).not.toContainText('the rest of the site works');
    });
  }

  test.describe('that the host refuses', () => {
    test.use({ allowed: ['status of 500'] });
    test('is named with what the host said', async ({ page }) => {
      await page.route('**/config.json', route => route.fulfill({ status: 500, body: 'Internal Server Error' }));
      await staysToBeRead(page);
      await expect(alert(page)).toHaveText(/The request for config\.json failed \(status 500\)\. Nothing you wrote is lost/);
    });
  });

  test.describe('that never comes', () => {
    test.use({ allowed: ['ERR_INTERNET_DISCONNECTED'] });
    test('is named, and the network with it', async ({ page }) => {
      await page.route('**/config.json', route => route.abort('internetdisconnected'));
      await staysToBeRead(page);
      await expect(alert(page)).toContainText('There was no answer for config.json. The connection or the server may be down.');
      await page.unroute('**/config.json');
      await page.getByRole('link', { name: 'Try again' }).click();
      await expect(page.getByLabel('Comment *')).toBeEnabled();
    });
  });
});

test.describe('a language file that is missing', () => {
  test.use({ allowed: ['status of 404', '^locales/en\\.json was answered with status 404$'] });
  test('leaves the words that are kept ready, in every language', async ({ page }) => {
    await page.route('**/locales/en.json', route => route.fulfill({ status: 404, body: '' }));
    await page.goto(FIRST);
    await expect(page.getByRole('alert')).toContainText('This page could not be loaded. Check your internet connection');
    await expect(page.getByRole('alert')).toContainText('تعذّر تحميل هذه الصفحة');
    await expect(page.getByText('Deskmates', { exact: true })).toBeVisible();
  });

  test.describe('when the reader asks for it', () => {
    test.use({ allowed: ['status of 404'] });
    test('leaves the page in the language that it is in', async ({ page }) => {
      await page.route('**/locales/ar.json', route => route.fulfill({ status: 404, body: '' }));
      await open(page);
      await page.getByLabel('Language').selectOption('ar');
      await expect(page.getByText('The request for locales/ar.json failed (status 404).')).toBeAttached();
      await expect(page.getByRole('heading', { name: '16 comments' })).toBeVisible();
      await expect(page.getByLabel('Language')).toHaveValue('en');
      await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
    });
  });
});

test.describe('rounds that are missing', () => {
  test.use({ allowed: ['status of 404'] });
  test('are named where they would stand, and topics can still be talked about', async ({ page }) => {
    await hurry(page);
    await page.route('**/demo/rounds.json', route => route.fulfill({ status: 404, body: '' }));
    for (const path of ['/', '/topics', '/rounds/2016A']) {
      await page.goto(path);
      await expect(alert(page)).toContainText('The request for demo/rounds.json failed (status 404).');
    }
    await open(page);
    await expect(alert(page)).toHaveCount(0);
    await expect(page.getByRole('slider')).toHaveCount(0);
    await post(page, 'No rounds, and yet we talk');
    await worksElsewhere(page);
    await page.unroute('**/demo/rounds.json');
    await page.goto('/topics');
    await expect(page.getByRole('heading', { name: 'Round 2016A' })).toBeVisible();
  });
});

test.describe('a text of the programme that is missing', () => {
  test.use({ allowed: ['status of 404'] });
  test('is named, and comes once it is there', async ({ page }) => {
    await page.route('**/pages/about.md', route => route.fulfill({ status: 404, body: '' }));
    await page.goto('/about');
    await expect(alert(page)).toContainText('The request for pages/about.md failed (status 404).');
    await page.unroute('**/pages/about.md');
    await alert(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/About/);
  });
});
