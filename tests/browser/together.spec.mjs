// What two partners write down together: messages, prompts, notes, goals; each in a tab of their own.
import { test, expect, open, problems } from './kit.mjs';
import { be, contacts, go, travel, width } from './partners.mjs';

const prompt = (page, title) => page.locator('.prompts > ul > li').filter({ has: page.getByLabel(title) });
const goal = (page, what) => page.locator('.goals > li').filter({ hasText: what });

/** Amina's tab and one of her partner's, both on a page of theirs. */
async function both(page, context, name) {
  await be(page, 'Amina Nehale');
  const other = await context.newPage();
  await be(other, 'Øyvind Solbakk');
  await expect(other.getByRole('heading', { level: 1, name: 'You and Amina Nehale' })).toBeVisible();
  for (const tab of [page, other]) await go(tab, name);
  return other;
}

test.describe('partners together', () => {
  test.use({ timezoneId: 'Africa/Windhoek' });

  test('the overview fits on one screen, and on two of a phone @phone', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await expect(page.locator('.tile')).toHaveCount(6);
    await expect(page.locator('.loading')).toHaveCount(0);
    const { bottom, height } = await page.evaluate(() => ({ bottom: Math.max(...[...document.querySelectorAll('.tile')].map(tile => tile.getBoundingClientRect().bottom)) + scrollY, height: innerHeight }));
    expect(bottom).toBeLessThanOrEqual(test.info().project.name === 'phone' ? 2 * height : height);
  });

  test('what is new since one was there is marked, until one looks', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    const badge = page.locator('.tile').filter({ has: page.getByRole('heading', { name: 'Messages' }) }).locator('.badge');
    await expect(badge).toHaveText('1 new');
    await other.getByLabel('Message *').fill('The kettle is on.');
    await other.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(badge).toHaveText('2 new');
    await go(page, 'Messages');
    await expect(page.getByText('The kettle is on.')).toBeVisible();
    await go(page, 'Overview');
    await expect(badge).toHaveCount(0);
    await page.reload();
    await expect(page.locator('.tile').first()).toBeVisible();
    await expect(badge).toHaveCount(0);
    // One's own is no news.
    await expect(other.locator('nav.tabs').getByRole('link', { name: 'Messages' })).toHaveText(/^Messages 1 new$/);
  });

  test('what is done most is done on the overview, and stands on its page @phone', async ({ page, context }) => {
    await be(page, 'Amina Nehale');
    const other = await context.newPage();
    await be(other, 'Øyvind Solbakk');
    await page.getByLabel('Message *').fill('The lift is out of order.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(other.locator('.tile .messages')).toContainText('The lift is out of order.');
    await page.getByRole('checkbox', { name: 'From the street to the desk' }).check();
    await expect(other.getByText('1 of 4 talked about')).toBeVisible();
    await page.getByRole('button', { name: 'We were in touch' }).click();
    await expect(page.getByLabel('How *')).toBeFocused();
    await page.getByRole('button', { name: 'Add a contact' }).click();
    await expect(page.locator('#contact-outcome')).toBeFocused();
    await expect(page.locator('#contact-outcome')).toContainText('The contact has been added.');
    await expect(other.getByText('You were in touch today.')).toBeVisible();
    // The heading of a tile leads to its page, and back leads to the overview.
    await page.getByRole('heading', { name: 'Messages' }).getByRole('link').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Messages' })).toBeFocused();
    await expect(page.locator('.messages > li')).toHaveCount(3);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'You and Øyvind Solbakk' })).toBeFocused();
    // An address of one of the pages leads there.
    await open(page, '/partner/goals');
    await expect(goal(page, 'A story hour')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
  });

  test('a message is there at once, and stays while it is typed @phone', async ({ page, context }) => {
    const other = await both(page, context, 'Messages');
    await expect(page.getByRole('heading', { name: 'Messages' })).toBeFocused();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Enter a message' })).toBeFocused();
    await page.getByLabel('Message *').fill('The steps have *nine* treads.');
    await page.reload();
    await expect(page.getByLabel('Message *')).toHaveValue('The steps have *nine* treads.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByLabel('Message *')).toHaveValue('');
    for (const tab of [page, other]) {
      await expect(tab.locator('.messages > li')).toHaveCount(3);
      await expect(tab.locator('.messages > li').last()).toContainText('The steps have nine treads.');
    }
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
  });

  test('a prompt is ticked off together @phone', async ({ page, context }) => {
    const other = await both(page, context, 'Topics');
    const box = tab => tab.getByRole('checkbox', { name: 'Who gets the quiet?' });
    await expect(page.getByText('0 of 4 talked about')).toBeVisible();
    await box(page).focus();
    await page.keyboard.press('Space');
    await expect(page.getByText('1 of 4 talked about')).toBeVisible();
    await expect(box(page)).toBeFocused();
    await expect(other.getByRole('checkbox', { name: 'Who gets the quiet? Amina Nehale' })).toBeChecked();
    await box(other).uncheck();
    await expect(box(page)).not.toBeChecked();
    await expect(page.getByText('0 of 4 talked about')).toBeVisible();
  });

  test('a note is one’s own until it is shared, and nothing is lost on the way', async ({ page, context }) => {
    const other = await both(page, context, 'Topics');
    const mine = prompt(page, 'Who is not there?');
    const theirs = prompt(other, 'Who is not there?');
    await mine.getByRole('button', { name: 'Write a note: Who is not there?' }).click();
    await expect(mine.getByLabel('Note *')).toBeFocused();
    await page.keyboard.type('The night shift of the harbour.');
    // The partner writes meanwhile, and what is being typed stays.
    await theirs.getByRole('button', { name: /Write a note/ }).click();
    await theirs.getByLabel('Note *').fill('Those who herd in the winter.');
    await theirs.getByLabel('Share it with my partner').check();
    await theirs.getByRole('button', { name: 'Save' }).click();
    await expect(mine.getByRole('listitem')).toHaveText([/Øyvind Solbakk.*Those who herd/]);
    await expect(mine.getByLabel('Note *')).toBeFocused();
    await page.reload();
    await expect(mine.getByLabel('Note *')).toHaveValue('The night shift of the harbour.');
    expect(await problems(page)).toEqual([]);
    await mine.getByRole('button', { name: 'Save' }).click();
    const own = mine.getByRole('listitem').filter({ hasText: 'harbour' });
    await expect(own).toContainText('only for you');
    expect(await other.content()).not.toMatch(/harbour/);
    await own.getByRole('button', { name: /^Edit/ }).click();
    await mine.getByLabel('Share it with my partner').check();
    await mine.getByRole('button', { name: 'Save' }).click();
    await expect(theirs.getByRole('listitem').filter({ hasText: 'harbour' })).toContainText('Amina Nehale');
    await expect(theirs.getByRole('listitem').filter({ hasText: 'harbour' }).getByRole('button')).toHaveCount(0);
    await own.getByRole('button', { name: /^Delete/ }).click();
    await expect(theirs.getByRole('listitem')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(theirs.getByRole('listitem')).toHaveCount(2);
  });

  test('what both wrote goes along into the open discussion, behind what was begun there', async ({ page }) => {
    await open(page, '/topics/getting-to-know-you');
    await page.getByLabel('Comment *').fill('Good morning!');
    await be(page, 'Amina Nehale');
    await go(page, 'Topics');
    await page.locator('summary').filter({ hasText: 'Getting to know you' }).click();
    await page.getByRole('link', { name: 'Share our answer in the discussion: What do you do?' }).click();
    await expect(page).toHaveURL(/getting-to-know-you#write-text$/);
    await expect(page.getByLabel('Comment *')).toHaveValue(/^Good morning!\n\n\*\*What do you do\?\*\*\n\nI am the children’s[^]*four hundred pupils/);
    await page.goBack();
    await page.locator('summary').filter({ hasText: 'Getting to know you' }).click();
    await page.getByRole('link', { name: 'Share our answer in the discussion: What do you do?' }).click();
    const text = await page.getByLabel('Comment *').inputValue();
    expect(text.match(/children’s/g)).toHaveLength(1);
    await expect(page.locator('section.comments').getByText('eleven thousand books')).toHaveCount(0);
  });

  test('a note about a contact is for oneself', async ({ page, context }) => {
    const other = await both(page, context, 'Contacts');
    const call = contacts(page).filter({ hasText: 'Our first call' });
    await expect(call).toContainText('charge the headset');
    await expect(contacts(other).filter({ hasText: 'Our first call' })).toBeVisible();
    expect(await other.content()).not.toMatch(/headset/);
    await call.getByRole('button', { name: /^Write a note/ }).click();
    await call.getByLabel('Note *').fill('He has a cat called Pi.');
    await expect(call.getByLabel('Share it with my partner')).toHaveCount(0);
    await call.getByRole('button', { name: 'Save' }).click();
    await expect(call.getByRole('listitem').filter({ hasText: 'called Pi' })).toContainText('only for you');
    expect(await other.content()).not.toMatch(/called Pi/);
  });

  test('a goal is one’s own or for both, and both tick off its steps @phone', async ({ page, context }) => {
    const other = await both(page, context, 'Goals');
    await expect(goal(other, 'A story hour')).toContainText('Amina Nehale');
    await expect(goal(other, 'county meeting')).toContainText('only for you');
    await expect(goal(page, 'county meeting')).toHaveCount(0);
    await expect(goal(other, 'A story hour').getByRole('button')).toHaveCount(0);
    await page.getByRole('button', { name: 'Set a goal' }).click();
    await expect(page.getByLabel('What I want to achieve *')).toBeFocused();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Enter what you want to achieve' })).toBeFocused();
    await page.getByLabel('What I want to achieve *').fill('A shelf for bicycles');
    await page.getByLabel('Target date').fill('2016-05-01');
    await page.getByLabel('Steps', { exact: true }).fill('Measure the wall\n\nAsk the mayor');
    expect(await problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(goal(page, 'A shelf for bicycles')).toContainText('only for you');
    expect(await other.content()).not.toMatch(/bicycles/);
    await goal(page, 'A shelf for bicycles').getByRole('button', { name: /^Edit/ }).click();
    await page.getByLabel('Share it with my partner').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await goal(other, 'A shelf for bicycles').getByLabel('Ask the mayor').check();
    await expect(goal(page, 'A shelf for bicycles').getByLabel('Ask the mayor')).toBeChecked();
    await goal(page, 'A shelf for bicycles').getByLabel('Measure the wall').focus();
    await page.keyboard.press('Space');
    await expect(goal(page, 'A shelf for bicycles').getByLabel('Measure the wall')).toBeFocused();
    await goal(page, 'A shelf for bicycles').getByRole('button', { name: 'Mark as reached' }).click();
    await expect(goal(other, 'A shelf for bicycles')).toContainText('Reached. Well done!');
    await goal(page, 'A shelf for bicycles').getByRole('button', { name: /^Delete/ }).click();
    await expect(goal(other, 'A shelf for bicycles')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(goal(other, 'A shelf for bicycles')).toContainText('Reached. Well done!');
    for (const step of ['Measure the wall', 'Ask the mayor']) await expect(goal(page, 'A shelf for bicycles').getByLabel(step)).toBeChecked();
    expect(await width(page)).toBe(0);
  });

  test('what is still to come is not there before its day', async ({ page }) => {
    await be(page, 'Amina Nehale');
    const tile = name => page.locator('.tile').filter({ has: page.getByRole('heading', { name }) });
    await expect(tile('Messages').locator('.messages > li')).toHaveCount(1);
    await expect(tile('Goals')).toContainText('A story hour');
    await travel(page, -12);
    await expect(tile('Messages')).toContainText('No messages yet.');
    await expect(tile('Topics')).toContainText('0 of 5 talked about');
    await expect(tile('Goals')).not.toContainText('A story hour');
    await travel(page, -5);
    await expect(tile('Topics')).toContainText('The first topic has not come out yet.');
  });
});
