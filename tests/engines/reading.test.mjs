// Reading and commenting, in each of the three engines: the first topic, a
// comment, a reload, a reply, the other language, the other theme, and the
// discussion as a widget.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { By, Key, until } from 'selenium-webdriver';
import { engines } from './drivers.mjs';

const SOON = 20_000;

/** A reader in front of one browser: what they see and do, by the words on the page. */
function reader(driver) {
  const find = (xpath, within = driver) => driver.wait(until.elementLocated(By.xpath(xpath)), SOON)
    .then(() => within.findElement(By.xpath(xpath)));
  const form = title => `//form[.//*[self::h2 or self::h3][normalize-space()='${title}']]`;
  return {
    find,
    sees: words => find(`//*[contains(normalize-space(.), "${words}")]`),
    heading: async words => driver.wait(until.elementLocated(By.xpath(`//*[self::h1 or self::h2][normalize-space()="${words}"]`)), SOON),
    async write(title, fields) {
      // The page can be read before the program is there that takes what is written.
      await driver.wait(() => driver.executeScript(() => !document.querySelector('[data-finished]')), SOON, 'the program has taken over');
      for (const [label, text] of Object.entries(fields)) {
        const field = await find(`${form(title)}//*[@id=//label[starts-with(normalize-space(), '${label}')]/@for and ancestor::form[.//*[normalize-space()='${title}']]]`);
        await field.clear();
        await field.sendKeys(text);
      }
      // People need longer to write than the simple defence against robots asks for; a driver does not.
      await driver.executeScript(() => { const now = performance.now.bind(performance); performance.now = () => now() + 60_000; });
    },
    async press(xpath) {
      const button = await find(xpath);
      await driver.executeScript(element => element.scrollIntoView({ block: 'center' }), button);
      await button.click();
    },
    comment: text => find(`//li[@data-comment][.//p[normalize-space()="${text}"]]`),
    async choose(id, value) {
      const select = await find(`//footer//select[option[@value='${value}']]`);
      await select.findElement(By.css(`option[value='${value}']`)).click();
    },
    form,
  };
}

for (const [name, start] of Object.entries(engines)) {
  test(`reading and commenting in ${name}`, { timeout: 240_000 }, async t => {
    const { driver, stop } = await start();
    t.after(stop);
    const me = reader(driver);
    const root = () => driver.findElement(By.css('html'));

    await driver.get(`${process.env.SITE}/topics/getting-to-know-you`);
    await me.heading('Getting to know you');
    await me.sees('Let the conversations begin!');
    await me.heading('16 comments');

    await me.write('Leave a comment', { Name: 'Amina', 'E-mail': 'amina@example.org', Comment: `Posted in ${name}` });
    await me.press(`${me.form('Leave a comment')}//button[normalize-space()='Post comment']`);
    await me.comment(`Posted in ${name}`);
    await driver.navigate().refresh();
    await me.heading('17 comments');
    const mine = await me.comment(`Posted in ${name}`);
    assert.match(await mine.getText(), /Amina/);
    assert.doesNotMatch(await driver.findElement(By.css('body')).getText(), /amina@example/);

    await me.press(`//li[@data-comment][.//p[normalize-space()="Posted in ${name}"]]//button[normalize-space()='Reply']`);
    await me.write('Leave a reply', { Name: 'Bo', 'E-mail': 'bo@example.org', Comment: 'An answer' });
    await driver.actions().keyDown(Key.CONTROL).keyDown(Key.ENTER).keyUp(Key.ENTER).keyUp(Key.CONTROL).perform();
    const reply = await me.comment('An answer');
    assert.match(await reply.getAttribute('class'), /depth-1/);
    const link = await reply.findElement(By.xpath(".//header//a[contains(., 'Permanent link')]")).getAttribute('href');
    await driver.get(`${process.env.SITE}/about`);
    await me.find('//main//h1');
    await driver.get(link);
    await driver.wait(async () => driver.executeScript(() => document.activeElement?.textContent.includes('An answer') ?? false), SOON, 'the permanent link leads to the reply');

    await me.choose('language', 'ar');
    // Engines differ in the digits that they write Arabic with.
    const eighteen = await driver.executeScript(() => new Intl.NumberFormat('ar').format(18));
    await me.heading(`${eighteen} تعليقًا`);
    assert.equal(await (await root()).getAttribute('dir'), 'rtl');
    await me.choose('language', 'en');
    await me.heading('18 comments');

    const paper = () => driver.executeScript(() => getComputedStyle(document.body).backgroundColor);
    await me.choose('theme', 'light');
    const light = await paper();
    await me.choose('theme', 'dark');
    assert.notEqual(await paper(), light);
    await driver.navigate().refresh();
    await me.heading('18 comments');
    assert.notEqual(await paper(), light);

    // The page for an <iframe> is one of those that have a widget.
    await driver.get(`${process.env.SITE}/frame.html?widget=comments&topic=getting-to-know-you&theme=dark`);
    const inWidget = script => driver.executeScript(`const root = document.querySelector('deskmates-comments')?.shadowRoot; return ${script}`);
    await driver.wait(() => inWidget("root && !root.querySelector('[data-finished]') && root.querySelector('#comments')?.textContent === '18 comments'"), SOON, 'the program shows the discussion, with what was posted');
    assert.equal(await inWidget("root.querySelector('.widget').dataset.theme"), 'dark');
    assert.ok(await inWidget("[...root.querySelectorAll('button')].every(button => !button.disabled)"));
  });
}
