// Reading and commenting, in each of the three engines.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { By, until } from 'selenium-webdriver';
import { engines } from './drivers.mjs';

for (const [name, start] of Object.entries(engines)) {
  test(`reading in ${name}`, { timeout: 180_000 }, async t => {
    const { driver, stop } = await start();
    t.after(stop);
    await driver.get(`${process.env.SITE}/`);
    const heading = await driver.wait(until.elementLocated(By.css('h1')), 20_000);
    assert.equal(await heading.getText(), 'Deskmates');
  });
}
