// What tests of the partner's page do as people do it.
import { bar, expect, open, openBar } from './kit.mjs';

export { bar };

export const contacts = page => page.locator('.letters > li').filter({ has: page.getByText(/E-mail|Video|Chat|Phone|Letter/) });

/** Chooses whom this tab is, and goes to the partner's page. */
export async function be(page, name) {
  await open(page, '/sign-in');
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('main').getByRole('link', { name: 'Go to your partner' }).click();
}

/** Goes from one of the pages of a partnership to another. */
export async function go(page, name) {
  // Behind its name may stand how much is new there.
  const link = page.locator('nav.tabs a').filter({ has: page.locator('span:first-child').filter({ hasText: name }) });
  if (await link.getAttribute('aria-current')) return;
  await link.click();
  await expect(page.getByRole('heading', { level: 1 }).and(page.locator(':focus'))).toBeVisible();
  await expect(page.locator('nav.tabs [aria-current] > :first-child')).toHaveText(name);
}

/** Moves the demo's day by so many days. */
export async function travel(page, days) {
  await openBar(page);
  const slider = bar(page).getByRole('slider', { name: 'Today' });
  const day = async () => Number(await slider.inputValue());
  const goal = await day() + days;
  // What was pressed just before may still move the focus, and a key goes to where that is.
  while (await day() !== goal) await slider.press(await day() < goal ? 'ArrowRight' : 'ArrowLeft');
}

/** By how much the page is wider than the screen. */
export const width = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
