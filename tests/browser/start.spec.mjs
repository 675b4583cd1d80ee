import { test, expect } from '@playwright/test';

test('the program starts and shows a page @phone', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
