// What everybody can rely on: assistive technology, the keyboard alone, large print, small fingers, both directions.
import { test, expect, open, openBar, post, hurry, comment, replyForm, discussion, problems, tabTo, FIRST } from './kit.mjs';

// Where something is on the screen is asked at once, so nothing is to glide there.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const LANGUAGES = { en: 'English', ar: 'Arabic' };

/** Has the site speak a language from the first moment. */
const speak = (page, language) => page.addInitScript(language => localStorage.setItem('deskmates/:language', language), language);

/** Opens a page and waits until nothing on it is still on its way. */
async function openWhole(page, path) {
  await open(page, path);
  await expect(page.locator('.loading')).toHaveCount(0);
}

/** The rules of axe that a theme can break: themes are the same page in other colours. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds in the light and in the dark. */
async function inBothThemes(page) {
  const found = [];
  for (const [colorScheme, rules] of [['light', undefined], ['dark', COLOURS]]) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await problems(page, rules)).map(problem => `${colorScheme}: ${problem}`));
  }
  return found;
}

for (const [language, name] of Object.entries(LANGUAGES)) {
  test.describe(`in ${name}, axe finds nothing`, () => {
    test.beforeEach(({ page }) => speak(page, language));

    for (const path of ['/', FIRST, '/join', '/topics', '/topics/books-and-reading', '/rounds/2016A', '/about', '/code-of-conduct', '/contact', '/privacy', '/desks']) {
      test(`on ${path}, in the light and in the dark${['/', FIRST, '/join'].includes(path) ? ' @phone' : ''}`, async ({ page }) => {
        await openWhole(page, path);
        expect(await inBothThemes(page)).toEqual([]);
      });
    }

    test.describe('where there is nothing', () => {
      test.use({ allowed: ['status of 404'] });
      test('on a page that is not there, in the light and in the dark', async ({ page }) => {
        await openWhole(page, '/nothing/here');
        expect(await inBothThemes(page)).toEqual([]);
      });
    });

    test('with a reply begun, an error summary shown and the demo’s data open @phone', async ({ page }) => {
      await openWhole(page, FIRST);
      await openBar(page);
      await page.getByRole('complementary').locator('summary').click();
      await discussion(page).locator('.actions').first().getByRole('button').click();
      const reply = discussion(page).getByRole('listitem').getByRole('form');
      await reply.locator('.buttons').getByRole('button').first().click();
      await expect(reply.getByRole('alert').getByRole('link')).toHaveCount(3);
      expect(await inBothThemes(page)).toEqual([]);
    });
  });
}

/** What has the focus shows it. */
const ring = page => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);

test.describe('with the keyboard alone', () => {
  test.beforeEach(async ({ page }) => { await hurry(page); });

  test('the first Tab offers a way past the navigation, and Enter takes it', async ({ page }) => {
    await openWhole(page, FIRST);
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await expect(skip).not.toBeInViewport();
    await page.keyboard.press('Tab');
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('main').getByRole('link').first()).toBeFocused();
  });

  test('a reader changes theme and language', async ({ page }) => {
    await openWhole(page, '/');
    await tabTo(page, page.getByLabel('Theme'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByLabel('Theme')).toHaveValue('dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await tabTo(page, page.getByLabel('Language'), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.getByLabel('اللغة')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByLabel('Language')).toBeFocused();
  });

  test('a reader travels in time', async ({ page }) => {
    await openWhole(page, FIRST);
    const today = page.getByRole('slider', { name: /Today/ });
    await tabTo(page, today);
    await expect(today).toHaveAttribute('aria-valuetext', '29 February 2016, week 3');
    await page.keyboard.press('ArrowRight');
    await expect(today).toHaveAttribute('aria-valuetext', '1 March 2016, week 3');
    await expect(page.getByRole('status').or(page.locator('output')).filter({ hasText: '1 March 2016' })).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(today).toHaveAttribute('aria-valuetext', '28 February 2016, week 2');
    await expect(today).toBeFocused();
  });

  test('a reader opens the demo’s data, and thinks better of a reset', async ({ page }) => {
    await openWhole(page, '/');
    const bar = page.getByRole('complementary', { name: 'Demo' });
    await tabTo(page, bar.locator('summary'));
    await page.keyboard.press('Enter');
    await tabTo(page, bar.getByLabel('Import a file'));
    const reset = bar.getByRole('button', { name: 'Reset the demo' });
    await tabTo(page, reset);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Reset the demo?' }).getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(reset).toBeFocused();
  });

  test('a reader replies', async ({ page }) => {
    await openWhole(page, FIRST);
    await tabTo(page, page.getByRole('button', { name: 'Reply to Siobhán K.' }).first());
    await page.keyboard.press('Enter');
    const form = replyForm(page);
    await expect(form.getByLabel('Name *', { exact: true })).toBeFocused();
    await page.keyboard.type('Bo');
    await tabTo(page, form.getByLabel('E-mail *'));
    await page.keyboard.type('bo@example.org');
    await tabTo(page, form.getByLabel('Comment *'));
    await page.keyboard.type('Which trolley?');
    await page.evaluate(() => { globalThis.lateBy = 60_000; });
    await tabTo(page, form.getByRole('button', { name: 'Post comment' }));
    await page.keyboard.press('Enter');
    await expect(comment(page, 'Which trolley?').last()).toBeFocused();
  });

  test('a reader who gives up a reply goes on where it began', async ({ page }) => {
    await openWhole(page, FIRST);
    const button = page.getByRole('button', { name: 'Reply to Siobhán K.' }).first();
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await tabTo(page, replyForm(page).getByRole('button', { name: 'Cancel' }));
    await page.keyboard.press('Enter');
    await expect(replyForm(page)).toHaveCount(0);
    await expect(button).toBeFocused();
  });

  test('an author keeps a comment with Escape, and deletes it with Enter', async ({ page }) => {
    await openWhole(page, FIRST);
    await post(page, 'Regretted at once');
    const mine = comment(page, 'Regretted at once');
    await expect(mine).toBeFocused();
    const remove = mine.getByRole('button', { name: 'Delete' });
    const dialog = page.getByRole('dialog', { name: 'Delete your comment?' });
    await tabTo(page, remove);
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(remove).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, dialog.getByRole('button', { name: 'Delete' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(mine).toHaveCount(0);
    await expect(discussion(page).getByRole('heading', { name: '16 comments' })).toBeFocused();
  });

  test('an author edits a comment and stays with it', async ({ page }) => {
    await openWhole(page, FIRST);
    await post(page, 'Frist version');
    const edit = comment(page, 'Frist version').getByRole('button', { name: 'Edit' });
    await tabTo(page, edit);
    await page.keyboard.press('Enter');
    const amend = discussion(page).locator('form.amend');
    await expect(amend.getByLabel('Comment *')).toBeFocused();
    await tabTo(page, amend.getByRole('button', { name: 'Cancel' }));
    await page.keyboard.press('Enter');
    await expect(edit).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('First version');
    await tabTo(page, amend.getByRole('button', { name: 'Save' }));
    await page.keyboard.press('Enter');
    await expect(comment(page, 'First version')).toBeFocused();
  });

  test('whatever has the focus shows it, and none of it hides', async ({ page }) => {
    for (const path of ['/', FIRST, '/join']) {
      await openWhole(page, path);
      const stops = [];
      const first = await page.evaluateHandle(() => document.querySelector('a[href]'));
      for (let presses = 0; presses < 200; presses += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(start => {
          const at = document.activeElement;
          if (at === document.body) return null;
          const shows = e => getComputedStyle(e).outlineStyle !== 'none' && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
          const box = at.getBoundingClientRect();
          const inView = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
          // A file input lies unseen over its label, which shows the focus for it.
          return { what: at.outerHTML.slice(0, 120), shown: shows(at) || shows(at.closest('label') ?? at), inView, again: at === start };
        }, first);
        if (!stop || stop.again && stops.length) break;
        stops.push(stop);
      }
      expect(stops.length).toBeGreaterThan(10);
      expect(stops.filter(stop => !stop.shown || !stop.inView), path).toEqual([]);
    }
  });
});

/** The controls of a page that a person sees: no hidden ones, and not those that only a screen reader is to find. */
const controls = page => page.locator('a, button, summary, input, select, textarea, label.file').evaluateAll(all => all
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, .skip, .trap') && !e.matches('[type="file"]'))
  .map(e => {
    const { left, right, width, height } = e.getBoundingClientRect();
    const text = e.closest('p, dd, figcaption, li, td')?.textContent.trim() ?? '';
    return { what: e.outerHTML.slice(0, 160), left: Math.round(left), right: Math.round(right), width, height,
      isButton: e.matches('button, select, summary, label.file'), inText: e.matches('a') && text.length > e.textContent.trim().length };
  }));

/** What only participants have, or have more of: of each page the button that opens a form, and a field of it. */
const PARTICIPANTS = {
  '/partner': ['.now button', '#contact-day'],
  '/partner/topics': ['[id^=note-][id$=-new]', '[id^=note-][id$=-text]'],
  '/partner/hours': ['#hours button.quiet', '#hours-zone'],
  '/partner/agreement': ['.agreement button.quiet', '#agreement-hopes'],
  '/partner/contacts': ['#contacts ~ ol button', '#contact-day'],
  '/partner/goals': ['.goals ~ p button', '#goal-what'],
  '/me': ['section:has(#profile) > p button', '#profile-name'],
  '/desks': ['#desks-send button', '#desk-alt'],
};

/** Opens one of these pages as a participant, with its forms. */
async function openAsAmina(page, path) {
  await page.addInitScript(() => sessionStorage.setItem('deskmates/:who', 'p01'));
  await openWhole(page, path);
  const [button, field] = PARTICIPANTS[path];
  await page.locator(button).first().click();
  await expect(page.locator(field).first()).toBeVisible();
}

for (const [what, size] of [['200 %', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }], ['400 %', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }]]) {
  test.describe(`at ${what} of a desktop’s size`, () => {
    test.use(size);
    for (const path of ['/', FIRST, '/join']) {
      for (const language of Object.keys(LANGUAGES)) {
        test(`nothing on ${path} is cut off or off to the side in ${LANGUAGES[language]}`, async ({ page }) => {
          await speak(page, language);
          await openWhole(page, path);
          await openBar(page);
          await page.getByRole('complementary').locator('summary').click();
          const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(await wide()).toBe(0);
          const { width } = size.viewport;
          expect((await controls(page)).filter(c => c.left < 0 || c.right > width)).toEqual([]);
        });
      }
    }

    for (const path of Object.keys(PARTICIPANTS)) {
      for (const language of Object.keys(LANGUAGES)) {
        test(`nothing on ${path} is cut off or off to the side in ${LANGUAGES[language]}, with its forms open`, async ({ page }) => {
          await speak(page, language);
          await openAsAmina(page, path);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
          const { width } = size.viewport;
          expect((await controls(page)).filter(c => c.left < 0 || c.right > width)).toEqual([]);
        });
      }
    }

    test('a dialog fits, with its buttons', async ({ page }) => {
      await openWhole(page, '/');
      await openBar(page);
      await page.getByText('Data', { exact: true }).click();
      await page.getByRole('button', { name: 'Reset the demo' }).click();
      const dialog = page.getByRole('dialog');
      for (const part of [dialog.getByRole('heading'), ...await dialog.getByRole('button').all()]) {
        await part.scrollIntoViewIfNeeded();
        await expect(part).toBeInViewport({ ratio: 1 });
      }
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  for (const path of Object.keys(PARTICIPANTS)) {
    test(`everything to press on ${path} is large enough for a finger`, async ({ page }) => {
      await openAsAmina(page, path);
      const all = await controls(page);
      expect(all.length).toBeGreaterThan(30);
      expect(all.filter(c => !c.inText && (c.width < 24 || c.height < 24)), 'at least 24 × 24').toEqual([]);
      expect(all.filter(c => c.isButton && c.height < 44), 'buttons at least 44 high').toEqual([]);
    });
  }

  test('everything to press on a topic is large enough for a finger', async ({ page }) => {
    await hurry(page);
    await openWhole(page, FIRST);
    await post(page, 'Mine, with all its buttons');
    await openBar(page);
    await page.getByText('Data', { exact: true }).click();
    await page.getByRole('button', { name: 'Reply to Siobhán K.' }).first().click();
    await replyForm(page).getByRole('button', { name: 'Post comment' }).click();
    await expect(replyForm(page).getByRole('alert')).toBeVisible();
    const all = await controls(page);
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(c => !c.inText && (c.width < 24 || c.height < 24)), 'at least 24 × 24').toEqual([]);
    expect(all.filter(c => c.isButton && c.height < 44), 'buttons at least 44 high').toEqual([]);
  });
});

test.describe('the side that a reader begins from', () => {
  for (const [language, direction, side] of [['en', 'ltr', 'left'], ['ar', 'rtl', 'right']]) {
    test(`is the ${side} in ${LANGUAGES[language]}, for the page and for conversations @phone`, async ({ page }) => {
      await speak(page, language);
      await openWhole(page, FIRST);
      await expect(page.locator('html')).toHaveAttribute('dir', direction);
      const edge = depth => page.locator(`.depth-${depth} > header`).first().evaluate((header, side) => {
        const thread = header.closest('.thread').getBoundingClientRect();
        const own = header.getBoundingClientRect();
        return { begins: Math.abs(own[side] - thread[side]), ends: Math.abs(own[side === 'left' ? 'right' : 'left'] - thread[side === 'left' ? 'right' : 'left']) };
      }, side);
      const edges = [await edge(0), await edge(1), await edge(2), await edge(3)];
      expect(edges.map(e => Math.round(e.ends))).toEqual([0, 0, 0, 0]);
      expect(edges[0].begins).toBe(0);
      for (const depth of [1, 2, 3]) expect(edges[depth].begins).toBeGreaterThan(edges[depth - 1].begins);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  }
});
