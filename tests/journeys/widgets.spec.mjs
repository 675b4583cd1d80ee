// Our discussions on a blog: WordPress with two of its themes, in a Custom HTML block, as an editor pastes it.
import { test, expect, hurry, problems } from '../browser/kit.mjs';
import { sites, stored, blogPost } from './sites.mjs';

/** What is pasted into the block. */
const block = site => `<!-- wp:html -->
<script type="module" src="${site}/embed.js"></script>
<deskmates-comments topic="getting-to-know-you">
  <a href="${site}/topics/getting-to-know-you">The discussion of this topic</a>
</deskmates-comments>
<!-- /wp:html -->`;

// Widgets of these sites are not finished: what is asked for and not there is said in the console.
test.use({ allowed: ['status of 404'] });

const THEMES = ['twentytwentyone', 'twentytwentythree'];

// The blog's own comments are switched off, and those that are kept elsewhere, or in the blog itself, stand in their place.
for (const [name, backend] of [['a discussion that is kept in PostgREST', 'postgrest'], ['the blog’s own comments', 'wordpress']]) {
  for (const theme of THEMES) {
    test(`${name}, on a blog that looks like ${theme} @phone`, async ({ page }) => {
      await hurry(page);
      const { link } = await blogPost(`With a widget (${backend}, ${theme})`, `<!-- wp:paragraph --><p>What we talk about this week.</p><!-- /wp:paragraph -->\n${block(sites[backend])}`, { comment_status: 'closed' });
      await page.goto(`${link}?theme=${theme}`);
      await expect(page.locator('body')).toHaveClass(/single/);
      expect(await page.content(), 'the blog has this look').toContain(`/themes/${theme}/`);
      await expect(page.locator('#commentform')).toHaveCount(0);
      const widget = page.locator('deskmates-comments');
      await widget.scrollIntoViewIfNeeded();
      await expect(widget.getByText('Hospital library, Cork.')).toBeVisible();
      const form = widget.getByRole('form', { name: 'Leave a comment' });
      await expect(form.getByRole('button', { name: 'Post comment' })).toBeEnabled();
      const [own, theirs] = await Promise.all([widget.getByText('Hospital library, Cork.'), page.getByText('What we talk about this week.')].map(text => text.evaluate(element => getComputedStyle(element).fontFamily)));
      expect(own, 'the type is that of the blog').toBe(theirs);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 'nothing stands out at the side').toBe(0);
      expect((await problems(page)).filter(problem => problem.includes('deskmates-comments'))).toEqual([]);
      const text = `From the blog, ${theme}, ${test.info().project.name}, ${Date.now()}`;
      await form.getByLabel('Name *', { exact: true }).fill('Asha');
      await form.getByLabel('E-mail *').fill(`asha${Date.now()}@example.org`);
      await form.getByLabel('Comment *').fill(text);
      await page.evaluate(() => { globalThis.lateBy = 60_000; });
      await form.getByRole('button', { name: 'Post comment' }).click();
      const posted = widget.getByRole('listitem').filter({ hasText: text });
      await expect(posted).toBeVisible();
      await expect(posted).toContainText('waiting for moderation');
      expect(await stored(backend, text)).toBe(1);
    });
  }
}
