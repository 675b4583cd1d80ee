// What tests of the partner's page do as people do it.
import { expect, open } from './kit.mjs';

export const bar = page => page.getByRole('complementary', { name: 'Demo' });
export const contacts = page => page.locator('.letters > li').filter({ has: page.getByText(/E-mail|Video|Chat|Phone|Letter/) });

/** Chooses whom this tab is, and goes to the partner's page. */
export async function be(page, name) {
  await open(page, '/sign-in');
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('main').getByRole('link', { name: 'Go to your partner' }).click();
}

/** Moves the demo's day by so many days. */
export async function travel(page, days) {
  const slider = bar(page).getByRole('slider', { name: 'Today' });
  await slider.focus();
  for (let i = 0; i < Math.abs(days); i++) await page.keyboard.press(days > 0 ? 'ArrowRight' : 'ArrowLeft');
}

/** By how much the page is wider than the screen. */
export const width = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
