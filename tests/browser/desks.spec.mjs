// Pictures of where people work: looking, sending, and what is never sent along.
import { deflateSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { test, expect, kept, open, problems } from './kit.mjs';
import { bar, width } from './partners.mjs';

/** A photo of red over blue, taken with the camera turned: with a place in EXIF and in XMP. 2400 × 1800 before it is turned. */
const PHOTO = fileURLToPath(new URL('../fixtures/photo-with-place.jpg', import.meta.url));

const cards = page => page.locator('.gallery > li');
const card = (page, words) => cards(page).filter({ hasText: words });
const large = page => page.getByRole('dialog', { name: 'Large picture' });
const chooser = page => page.getByLabel('Picture *', { exact: true });

/** Chooses whom this tab is, and goes to the desks. */
async function be(page, name) {
  await open(page, '/sign-in');
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Desks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Where we work' })).toBeVisible();
  await expect(card(page, 'Desmond Atwell').or(card(page, 'Thandiwe Mabuza')).first()).toBeVisible();
}

/** The desk that was sent here last, as this browser keeps it. */
async function sent(page) {
  const records = Object.entries(await kept(page)).filter(([name]) => name.includes(':record:desks:'));
  expect(records).toHaveLength(1);
  return JSON.parse(records[0][1]).value;
}

/** A PNG of one colour, made without drawing it: `width` × `height`, a bit for each pixel. */
function flat(width, height) {
  const crcs = Array.from({ length: 256 }, (_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n >>> 0; });
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const crc = (body.reduce((crc, byte) => crcs[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
    const number = n => { const four = Buffer.alloc(4); four.writeUInt32BE(n); return four; };
    return Buffer.concat([number(data.length), body, number(crc)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

test.describe('looking at desks', () => {
  test('a reader sees what is for everybody, and nothing else @phone', async ({ page }) => {
    await open(page, '/desks');
    await expect(cards(page)).toHaveCount(6);
    await expect(page.getByRole('main')).not.toContainText(/tide table|termite season|Solbakk|Nhung/);
    await expect(page.getByText('Participants can send a picture.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 2, name: 'A librarian’s commute' })).toBeVisible();
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
    // Nothing jumps when a picture comes: each has its size, and those that are far away are not loaded.
    for (const image of await page.locator('.gallery img').all()) {
      expect(await image.getAttribute('loading')).toBe('lazy');
      expect(Number(await image.getAttribute('width'))).toBeGreaterThan(0);
      expect((await image.getAttribute('alt')).length).toBeGreaterThan(20);
    }
  });

  test('a desk is seen by whom it is for', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await expect(cards(page)).toHaveCount(8);
    await expect(card(page, 'Øyvind Solbakk')).toContainText('only for you, their partner');
    await expect(card(page, 'Nguyễn Thị Hồng Nhung')).toContainText('for the programme');
    await be(page, 'Dana Whitlock');
    await expect(cards(page)).toHaveCount(7);
    await expect(page.getByRole('main')).not.toContainText(/tide table|Solbakk/);
    await be(page, 'A coordinator');
    await expect(cards(page)).toHaveCount(7);
    await expect(page.getByText('Participants can send a picture.')).toBeVisible();
  });

  test('one is seen large, by mouse, keyboard, finger and link @phone', async ({ page }) => {
    await open(page, '/desks');
    const first = card(page, 'Kateřina Dvořáčková').getByRole('link');
    await first.focus();
    await page.keyboard.press('Enter');
    await expect(large(page)).toContainText('Kateřina Dvořáčková');
    await expect(large(page)).toContainText('1 of 6');
    await expect(page).toHaveURL(/\/desks#desk-d07$/);
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await expect(large(page)).toContainText('Tama Rewiti');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(large(page)).toContainText('Grace Achieng’ Odera');
    await large(page).getByRole('button', { name: 'Next' }).click();
    await expect(large(page)).toContainText('Kateřina Dvořáčková');
    const swipe = async way => {
      const at = (type, x) => large(page).getByRole('img').dispatchEvent(type, { pointerType: 'touch', clientX: x, bubbles: true });
      await at('pointerdown', 200);
      await at('pointerup', 200 + way);
    };
    await swipe(-90);
    await expect(large(page)).toContainText('Tama Rewiti');
    await swipe(20);
    await expect(large(page)).toContainText('Tama Rewiti');
    await swipe(90);
    await expect(large(page)).toContainText('Kateřina Dvořáčková');
    // A busy browser tells late that one was closed; the next one stays open.
    await large(page).dispatchEvent('close');
    await expect(page).toHaveURL(/\/desks#desk-d07$/);
    await page.keyboard.press('Escape');
    await expect(large(page)).toBeHidden();
    await expect(first).toBeFocused();
    await expect(page).toHaveURL(/\/desks$/);
    await card(page, 'Thandiwe Mabuza').getByRole('link').click();
    await expect(large(page)).toContainText('CC0');
    await page.goBack();
    await expect(large(page)).toBeHidden();
    // A link leads to one.
    await page.goto('/desks#desk-d02');
    await page.reload();
    await expect(large(page)).toContainText('Amina Nehale');
    await large(page).getByRole('button', { name: 'Close' }).click();
    await expect(large(page)).toBeHidden();
    // What is not for a reader does not open by its link.
    await page.goto('/desks#desk-d03');
    await page.reload();
    await expect(cards(page)).toHaveCount(6);
    await expect(large(page)).toBeHidden();
  });

  test('in Arabic the right arrow goes back', async ({ page }) => {
    await open(page, '/desks');
    await page.getByLabel('Language').selectOption('ar');
    await expect(page.getByRole('heading', { level: 1, name: 'حيث نعمل' })).toBeVisible();
    await card(page, 'Tama Rewiti').getByRole('link').click();
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('ArrowRight');
    await expect(dialog).toContainText('Kateřina Dvořáčková');
    await page.keyboard.press('ArrowLeft');
    await expect(dialog).toContainText('Tama Rewiti');
    expect(await problems(page)).toEqual([]);
  });
});

test.describe('sending a desk', () => {
  test('a picture is sent upright and small, and says nothing of where it was taken @phone', async ({ page }) => {
    // What is to be taken out is in it.
    const before = (await readFile(PHOTO)).toString('latin1');
    for (const secret of ['Exif', 'SecretCam', 'GPSLatitude']) expect(before).toContain(secret);
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    await chooser(page).setInputFiles(PHOTO);
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    await expect(page.getByAltText('The picture you chose')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Enter a description of the picture');
    await page.getByLabel('Describe the picture *').fill('A red wall over a blue one.');
    await page.getByLabel('Its story').fill('The **paint** was a gift.');
    await page.getByLabel('Everybody, on the web').check();
    await page.getByLabel('CC BY 4.0: share').check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(card(page, 'The paint was a gift.')).toContainText('Amina Nehale');
    await expect(page.getByRole('status').getByText('Your picture has been added.')).toBeAttached();
    await expect(page.getByRole('button', { name: 'Send a picture' })).toBeVisible();
    const desk = await sent(page);
    expect(desk).toMatchObject({ by: 'p01', country: 'NA', width: 1200, height: 1600, seen_by: 'public', licence: 'CC-BY-4.0' });
    for (const [address, longest] of [[desk.picture, 1600], [desk.small, 640]]) {
      const bytes = Buffer.from(address.split(',')[1], 'base64').toString('latin1');
      expect(bytes.slice(0, 3)).toBe('\xff\xd8\xff');
      expect(bytes).not.toMatch(/Exif|SecretCam|GPS|xmpmeta|ns\.adobe|2016:02/);
      // Red is above: it was turned as the camera was held.
      const seen = await page.evaluate(async address => {
        const image = new Image();
        image.src = address;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(image, 0, 0);
        const at = share => [...context.getImageData(canvas.width / 2, canvas.height * share, 1, 1).data];
        return { size: [canvas.width, canvas.height], above: at(0.1), below: at(0.9) };
      }, address);
      expect(Math.max(...seen.size)).toBe(longest);
      expect(seen.above[0]).toBeGreaterThan(150);
      expect(seen.below[2]).toBeGreaterThan(150);
    }
    // It is one's own: to take along, and to take away with a way back.
    await page.getByRole('main').getByRole('link', { name: 'A red wall over a blue one.' }).click();
    await large(page).getByRole('button', { name: 'Delete' }).click();
    await expect(card(page, 'The paint was a gift.')).toHaveCount(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(card(page, 'The paint was a gift.')).toBeVisible();
    await card(page, 'Thandiwe Mabuza').getByRole('link').click();
    await expect(large(page).getByRole('button', { name: 'Delete' })).toHaveCount(0);
  });

  test('a picture is upright however its camera was held, and whatever browsers make of it', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    // What lies in the file is red and green above, blue and white below; that is how it is to be seen, from left to right.
    const upright = {
      1: 'red green blue white', 2: 'green red white blue', 3: 'white blue green red', 4: 'blue white red green',
      5: 'red blue green white', 6: 'blue red white green', 7: 'white green blue red', 8: 'green white red blue',
    };
    for (const [file, mimeType] of [['corners.jpg', 'image/jpeg'], ['corners.webp', 'image/webp']]) {
      const bytes = await readFile(new URL(`../fixtures/${file}`, import.meta.url));
      const at = bytes.indexOf(Buffer.from([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0])) + 9;
      for (const [orientation, corners] of Object.entries(upright)) {
        bytes[at] = Number(orientation);
        await chooser(page).setInputFiles({ name: file, mimeType, buffer: Buffer.from(bytes) });
        await expect(page.getByText(orientation > 4 ? '48 × 64 pixels' : '64 × 48 pixels')).toBeVisible();
        await expect.poll(() => page.getByAltText('The picture you chose').evaluate(async image => {
          // It may be taken away for the next one while it is decoded.
          if (!await image.decode().then(() => true, () => false)) return 'not there yet';
          const canvas = Object.assign(document.createElement('canvas'), { width: 4, height: 4 });
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.drawImage(image, 0, 0, 4, 4);
          const name = ([red, green, blue]) => ['red', 'green', 'blue'].find((_, i) => [red, green, blue].every((value, j) => (value > 100) === (i === j))) ?? 'white';
          return [[0, 0], [3, 0], [0, 3], [3, 3]].map(([x, y]) => name(context.getImageData(x, y, 1, 1).data)).join(' ');
        }), `${file} ${orientation}`).toBe(corners);
      }
    }
  });

  test('a browser that gives something else than the picture is told of, and nothing is sent', async ({ page }) => {
    await page.addInitScript(() => {
      const real = HTMLCanvasElement.prototype.toDataURL;
      HTMLCanvasElement.prototype.toDataURL = function (...all) {
        const canvas = Object.assign(document.createElement('canvas'), { width: this.width, height: this.height });
        const context = canvas.getContext('2d');
        const ways = {
          nothing: () => 'data:,',
          another: () => real.call(this, 'image/png'),
          stripes() {
            for (let x = 0; x < canvas.width; x += 6) context.fillRect(x, 0, 3, canvas.height);
            return real.apply(canvas, all);
          },
          white() {
            context.fillStyle = 'white';
            context.fillRect(0, 0, canvas.width, canvas.height);
            return real.apply(canvas, all);
          },
        };
        return ways[globalThis.way]?.() ?? real.apply(this, all);
      };
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...all) {
        const data = read.apply(this, all);
        if (globalThis.way === 'random') data.data.forEach((_, i) => { data.data[i] = i * 37 % 256; });
        return data;
      };
    });
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    for (const [way, words] of Object.entries({ nothing: /not enough memory/, another: /not enough memory/, stripes: /does not let pages read pictures/,
      white: /does not let pages read pictures/, random: /does not let pages read pictures/ })) {
      await page.evaluate(way => { globalThis.way = way; }, way);
      await chooser(page).setInputFiles(PHOTO);
      await expect(page.getByRole('alert'), way).toContainText(words);
      await expect(page.getByAltText('The picture you chose')).toHaveCount(0);
    }
    await page.evaluate(() => { globalThis.way = 'none'; });
    await chooser(page).setInputFiles(PHOTO);
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('what was begun is there after a reload, with its picture', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    await page.getByLabel('A librarian’s commute').check();
    await page.getByLabel('Its story').fill('Half an hour along the dry river.');
    await chooser(page).setInputFiles(PHOTO);
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    await page.reload();
    await expect(page.getByLabel('Its story')).toHaveValue('Half an hour along the dry river.');
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    await expect(page.getByLabel('A librarian’s commute')).toBeChecked();
    // Others on this machine do not see it.
    await be(page, 'Øyvind Solbakk');
    await expect(page.getByRole('button', { name: 'Send a picture' })).toBeVisible();
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.reload();
    await expect(page.getByRole('button', { name: 'Send a picture' })).toBeVisible();
  });

  test('a picture can be dropped in', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    const data = await page.evaluateHandle(base64 => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'desk.jpg', { type: 'image/jpeg' }));
      return transfer;
    }, (await readFile(PHOTO)).toString('base64'));
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: data });
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
  });
});

test.describe('sending what is no picture', () => {
  // Playwright itself asks for what an image could not load, for its trace; the page does not.
  test.use({ allowed: ["Connecting to 'blob:"] });

  test('what cannot be sent gets a clear word, and nothing is lost @phone', async ({ page }) => {
    await be(page, 'Amina Nehale');
    await page.getByRole('button', { name: 'Send a picture' }).click();
    await page.getByLabel('Its story').fill('x'.repeat(100_000));
    await chooser(page).setInputFiles(PHOTO);
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    for (const [name, mimeType, buffer, words] of [
      ['IMG_0001.HEIC', 'image/heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /HEIC/],
      ['notes.txt', 'text/plain', Buffer.from('no picture'), /cannot open that file/],
      ['cut.jpg', 'image/jpeg', (await readFile(PHOTO)).subarray(0, 20), /cannot open that file/],
      ['huge.png', 'image/png', flat(12_000, 9_000), /more than (64|100) million pixels/],
      ['half.jpg', 'image/jpeg', (await readFile(PHOTO)).subarray(0, 40_000), /A part of that picture is missing/],
      ['as-they-call-it.jpg', 'image/jpeg', Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'latin1'), /HEIC/],
    ]) {
      await chooser(page).setInputFiles({ name, mimeType, buffer });
      await expect(page.getByRole('alert')).toContainText(words);
    }
    await expect(page.getByText('1200 × 1600 pixels')).toBeVisible();
    await page.getByLabel('Describe the picture *').fill('A wall');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('Its story');
    await expect(page.getByLabel('Its story')).toHaveValue('x'.repeat(100_000));
    expect(await problems(page)).toEqual([]);
    expect(await width(page)).toBe(0);
  });
});

test('an export of the demo holds no desk that is not for everybody', async ({ page }) => {
  await be(page, 'Amina Nehale');
  await bar(page).getByText('Data', { exact: true }).click();
  const waiting = page.waitForEvent('download');
  await bar(page).getByRole('button', { name: 'Export to a file' }).click();
  const text = await readFile(await (await waiting).path(), 'utf8');
  expect(text).toContain('card catalogue');
  expect(text).not.toMatch(/tide table|termite season/);
});
