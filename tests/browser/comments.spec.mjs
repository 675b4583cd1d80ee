// Talking in the open: comments, replies, drafts, and what an author can still do.
import { test, expect, open, post, write, hurry, kept, comment, commentForm, replyForm, discussion, FIRST, unpacked } from './kit.mjs';

test.beforeEach(async ({ page }) => { await hurry(page); });

test('a comment that was posted is still there after a reload @phone', async ({ page }) => {
  await open(page);
  await post(page, 'My desk is a **windowsill**.', { seen: 'My desk is a windowsill' });
  const mine = comment(page, 'My desk is a windowsill');
  await expect(mine).toContainText('sent');
  await expect(mine.locator('strong')).toHaveText('windowsill');
  await expect(discussion(page).getByRole('heading', { name: '17 comments' })).toBeVisible();
  await expect(page.locator('body')).not.toContainText('amina@example.org');
  await page.reload();
  await expect(comment(page, 'My desk is a windowsill')).toBeVisible();
  await expect(discussion(page).getByRole('heading', { name: '17 comments' })).toBeVisible();
});

test('a reply stands under its comment, and its permanent link finds it again @phone', async ({ page }) => {
  await open(page);
  const first = comment(page, 'Hospital library, Cork').first();
  await first.getByRole('button', { name: 'Reply to Siobhán K.' }).click();
  const form = replyForm(page);
  await expect(form.getByLabel('Name *', { exact: true })).toBeFocused();
  await write(form, { name: 'Bo', text: 'Which trolley?' });
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await form.getByRole('button', { name: 'Post comment' }).click();
  const reply = comment(page, 'Which trolley?');
  await expect(reply).toBeFocused();
  await expect(reply).toHaveClass(/depth-1/);
  await expect(reply).toContainText('In reply to Siobhán K.');
  const link = await reply.getByRole('link', { name: 'Permanent link to the comment by Bo' }).getAttribute('href');
  await page.goto('/about');
  await page.goto(link);
  await expect(comment(page, 'Which trolley?')).toBeInViewport();
  await expect(comment(page, 'Which trolley?')).toBeFocused();
});

test('conversations four and more deep stay readable @phone', async ({ page }) => {
  await open(page);
  await expect(page.locator('.depth-3').first()).toBeVisible();
  const deep = page.locator('.depth-3').filter({ has: page.locator('p.in-reply-to:not(.visually-hidden)') });
  expect(await deep.count()).toBeGreaterThan(0);
  await expect(page.getByText('This comment was deleted by its author.')).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
});

test('a draft survives a reload and goes when it is sent', async ({ page }) => {
  await open(page);
  await write(commentForm(page), { name: 'Carla', email: 'carla@example.org', text: 'Half a thought' });
  await page.reload();
  await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('Half a thought');
  await expect(commentForm(page).getByLabel('Name *', { exact: true })).toHaveValue('Carla');
  await open(page, '/topics/who-are-library-spaces-for');
  await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('');
  await open(page);
  await post(page, 'Half a thought, whole', { name: 'Carla', email: 'carla@example.org' });
  await page.reload();
  await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('');
});

test('what is missing is named, and the focus goes there @phone', async ({ page }) => {
  await open(page);
  const form = commentForm(page);
  await form.getByLabel('E-mail *').fill('not an address');
  await form.getByLabel('Website').fill('javascript:alert(1)');
  await form.getByRole('button', { name: 'Post comment' }).click();
  const summary = form.getByRole('alert');
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText([
    'Enter the name to show with your comment', 'E-mail: enter an address such as amina@example.org, without spaces and commas',
    'Website: enter a link that begins with https:// or http://, or leave it empty', 'Enter your comment']);
  await summary.getByRole('link', { name: 'Enter your comment' }).click();
  await expect(form.getByLabel('Comment *')).toBeFocused();
  await expect(form.getByLabel('Comment *')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('E-mail *')).toHaveAccessibleDescription(/enter an address such as amina@example.org/);
});

test('a preview shows what Markdown makes of the text, and ctrl+enter sends', async ({ page }) => {
  await open(page);
  const form = commentForm(page);
  await write(form, { text: '- one\n- *two*\n\nhttps://example.org/x' });
  await form.getByRole('button', { name: 'Preview' }).click();
  const preview = form.getByRole('region', { name: 'Preview' });
  await expect(preview.getByRole('listitem')).toHaveCount(2);
  await expect(preview.locator('em')).toHaveText('two');
  await expect(preview.getByRole('link')).toHaveAttribute('rel', /nofollow/);
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await form.getByLabel('Comment *').press('Control+Enter');
  await expect(comment(page, 'https://example.org/x')).toBeVisible();
});

test('a comment full of links waits for a moderator, and only its author sees it', async ({ page }) => {
  await open(page);
  await post(page, 'See https://a.example.org and https://b.example.org');
  const mine = comment(page, 'https://a.example.org');
  await expect(mine).toContainText('waiting for moderation');
  await expect(page.getByText('Your comment has been sent and is waiting for moderation.')).toBeAttached();
  // Another visitor's browser has the same record, not written there.
  await page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      if (key.includes('record:comments:')) localStorage.setItem(key, value.replace('"mine":true', '"mine":false'));
    }
  });
  await page.reload();
  await expect(comment(page, 'Hospital library, Cork').first()).toBeVisible();
  await expect(comment(page, 'https://a.example.org')).toHaveCount(0);
});

test('the author can edit a comment for fifteen minutes and then no more', async ({ page }) => {
  await page.clock.install();
  await open(page);
  await post(page, 'Frist version');
  const mine = comment(page, 'Frist version');
  await expect(mine).toContainText('for 15 more minutes');
  await mine.getByRole('button', { name: 'Edit' }).click();
  const box = discussion(page).locator('form.amend').getByLabel('Comment *');
  await expect(box).toBeFocused();
  await box.fill('First version');
  await discussion(page).getByRole('button', { name: 'Save' }).click();
  await expect(comment(page, 'First version')).toContainText('edited');
  await page.clock.fastForward('16:00');
  await expect(comment(page, 'First version').getByRole('button', { name: 'Edit' })).toHaveCount(0);
  await expect(comment(page, 'First version').getByRole('button', { name: 'Delete' })).toBeVisible();
});

test('words in an edit that comes too late are not lost', async ({ page }) => {
  await page.clock.install();
  await open(page);
  await post(page, 'A short word');
  await comment(page, 'A short word').getByRole('button', { name: 'Edit' }).click();
  const amend = discussion(page).locator('form.amend');
  await amend.getByLabel('Comment *').fill('A much longer word');
  await page.clock.fastForward('16:00');
  await amend.getByRole('button', { name: 'Save' }).click();
  await expect(amend.getByRole('alert')).toContainText('15 minutes');
  await expect(amend.getByLabel('Comment *')).toHaveValue('A much longer word');
});

test('the author can delete a comment, after being asked', async ({ page }) => {
  await open(page);
  await post(page, 'Regretted at once');
  await comment(page, 'Regretted at once').getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your comment?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(comment(page, 'Regretted at once')).toBeVisible();
  await comment(page, 'Regretted at once').getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(comment(page, 'Regretted at once')).toHaveCount(0);
  await page.reload();
  await expect(discussion(page).getByRole('heading', { name: '16 comments' })).toBeVisible();
  expect(JSON.stringify(await kept(page))).not.toMatch(/Regretted|amina/);
});

test('simple robots are turned away and people keep their words', async ({ page }) => {
  await open(page);
  const form = commentForm(page);
  await write(form, { text: 'Too quick' });
  await form.getByRole('button', { name: 'Post comment' }).click();
  await expect(form.getByRole('alert')).toContainText('filled in too quickly');
  await expect(form.getByLabel('Comment *')).toHaveValue('Too quick');
  await page.evaluate(() => { globalThis.lateBy = 60_000; });
  await page.locator('.trap input').first().evaluate(input => { input.value = 'robot'; input.dispatchEvent(new Event('input', { bubbles: true })); });
  await form.getByRole('button', { name: 'Post comment' }).click();
  await expect(form.getByRole('alert')).toContainText('a hidden field was filled in');
  await expect(comment(page, 'Too quick')).toHaveCount(0);
});

test('the newest conversation can come first', async ({ page }) => {
  await open(page);
  const first = discussion(page).getByRole('listitem').first();
  await expect(first).toContainText('Siobhán K.');
  await page.getByRole('button', { name: 'Newest first' }).click();
  await expect(first).not.toContainText('Siobhán K.');
  await expect(page.getByRole('button', { name: 'Newest first' })).toHaveAttribute('aria-pressed', 'true');
});

test('a person who wants to be remembered is', async ({ page }) => {
  await open(page);
  await commentForm(page).getByLabel('Save my name and e-mail').check();
  await post(page, 'Remember me', { name: 'Dora', email: 'dora@example.org' });
  await open(page, '/topics/who-are-library-spaces-for');
  await expect(commentForm(page).getByLabel('Name *', { exact: true })).toHaveValue('Dora');
  await expect(commentForm(page).getByLabel('Comment *')).toHaveValue('');
});

test('two thousand comments: fifty at first, more on request @phone', async ({ page }) => {
  const many = Array.from({ length: 2000 }, (_, i) => ({ id: `m${i}`, topic: 't1', name: `Person ${i}`, text: `Number ${i}.`,
    created: new Date(Date.UTC(2016, 1, 16) + i * 1000).toISOString(), state: 'published' }));
  await unpacked(page);
  await page.route('**/demo/comments/getting-to-know-you.json', route => route.fulfill({ json: many }));
  await open(page);
  await expect(discussion(page).getByRole('heading', { name: '2,000 comments' })).toBeVisible();
  const shown = page.locator('[data-comment]');
  await expect(shown).toHaveCount(50);
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await expect(shown).toHaveCount(100);
  await expect(shown.nth(50)).toBeFocused();
  await page.goto(`${FIRST}#comment-m1234`);
  await page.reload();
  await expect(comment(page, 'Number 1234.')).toBeInViewport();
  await expect(shown).toHaveCount(50);
  await page.getByRole('button', { name: 'Show 50 earlier' }).click();
  await expect(shown).toHaveCount(100);
  await expect(comment(page, 'Number 1150.')).toBeAttached();
  await post(page, 'The last of two thousand and one');
  await expect(shown).toHaveCount(1);
});
