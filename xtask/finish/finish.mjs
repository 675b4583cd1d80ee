// Writes finished pages: runs the site's own program on each page that is named, in a browser without a window (jsdom),
// and puts what came of it into the page's file, with the files that it was made from. What stands there in another language
// is in `finished/LANGUAGE/PAGE.html`, where boot.js looks for it.
//   node finish.mjs FOLDER BASE PAGE...        (JSDOM: the folder of the package; LANGUAGES: all that there are, with spaces between)
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atHome, beBrowser } from './browser.mjs';
import { feed, robots, sitemap, whole } from './feeds.mjs';
import * as head from './head.mjs';
import { disable, settled, unmark, wrong } from './still.mjs';

const { JSDOM } = createRequire(path.join(process.env.JSDOM, 'package.json'))('jsdom');
const [folder, base, ...pages] = process.argv.slice(2);
/** Stands for an address that is not known. Nobody sees it: what leaves a page is a path. */
const SOMEWHERE = 'https://here.invalid';

const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
const { site, address, programme: { name: programme } } = config;
const where = page => new URL(page === 'index' ? base : `${base}${page}`, address ?? SOMEWHERE).href;
const at = name => path.join(folder, name);
const topics = [];
const inSitemap = [];
const languages = process.env.LANGUAGES.split(' ');

// A page that is in a part of the program has a skeleton that names it. They are read before the first is finished.
const skeletons = new Map();
for (const page of ['index', ...pages]) skeletons.set(page, await readFile(at(`${page}.html`), 'utf8').catch(() => null));
const skeletonOf = page => skeletons.get(page) ?? skeletons.get('index');

// It grows while it is gone through.
for (const page of pages) {
  try {
    await finish(page);
  } catch (error) {
    // A demo has all that it needs. A backend may be away: then its readers wait for the program.
    if (config.data.mode === 'demo') throw new Error(`${page} cannot be finished`, { cause: error });
    console.error(`==> ${page} is not finished and keeps its skeleton: ${error.message}`);
  }
}
if (address) {
  const { window } = new JSDOM();
  const about = { title: site, author: programme, page: where('topics'), at: where('topics.atom'), since: new Date().toISOString() };
  await writeFile(at('topics.atom'), feed(window, { ...about, entries: topics }));
  await writeFile(at('sitemap.xml'), sitemap(window, inSitemap));
  await writeFile(at('robots.txt'), robots(where('sitemap.xml')));
}
// The programs are still running.
process.exit(0);

/** Writes a page, and its feed if it has one. */
async function finish(page) {
  const { window } = new JSDOM(skeletonOf(page), { url: where(page), pretendToBeVisual: true });
  const { document } = window;
  const { files, isQuiet } = await run(window, page);
  pages.push(...linked(document).filter(page => !pages.includes(page)));
  const found = head.read(document);
  const feeds = [];
  if (address) {
    feeds.push({ title: site, href: where('topics.atom') });
    if (found.topic) feeds.push({ title: found.title, href: where(`${page}.atom`) });
  }
  const still = stand(document);
  head.write(still, found, { site, programme, address: address && where(page), feeds });
  bring(still, files);
  await mkdir(path.dirname(at(page)), { recursive: true });
  for (const language of languages) if (language !== still.documentElement.lang) await translate(page, language);
  await writeFile(at(`${page}.html`), `<!doctype html>\n${still.documentElement.outerHTML}\n`);
  if (!address) return;
  if (found.topic) {
    topics.push({ address: where(page), title: found.title, name: programme, created: found.released, content: whole([...found.topic.querySelectorAll('.prose')]) });
    await writeFile(at(`${page}.atom`), await discussion(window, found, page, isQuiet));
  }
  // What a topic will say is not told before it is released.
  if (found.topic || !page.startsWith('topics/')) inSitemap.push(where(page));
}

/** Writes what stands on a page for readers of another language. */
async function translate(page, language) {
  const { window } = new JSDOM(skeletonOf(page), { url: where(page), pretendToBeVisual: true });
  window.document.documentElement.lang = language;
  await run(window, page);
  const file = at(`finished/${language}/${page}.html`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, stand(window.document).getElementById('app').innerHTML);
}

/** Runs the program on a page until it stands there whole. Gives the files that it was made from. */
async function run(window, page) {
  const { document } = window;
  // What index.html says to those for whom no program runs.
  const words = [...document.querySelectorAll('#app noscript, #boot-failed, #boot-framed')];
  const browser = beBrowser(window, folder, new URL(base, document.baseURI).href, config);
  const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
  // One of its own for each page, and a module whatever Node thinks of the file's name.
  const source = `${atHome(await readFile(at(js), 'utf8'), new URL(js, document.baseURI).href)}//${page} ${document.documentElement.lang}`;
  const glue = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  await glue.default({ module_or_path: await readFile(at(wasm)) });
  await settled(() => browser.isQuiet() && document.querySelector('main :is(h1, [role=alert])') && !document.querySelector('main .loading'));
  const why = wrong(document.querySelector('main'));
  if (why) throw new Error(why);
  document.getElementById('app').append(...words);
  return browser;
}

/**
 * The topics and rounds that a page itself leads to. Those on backends are known only when it is there. What people wrote may
 * lead to pages that there are not.
 */
function linked(document) {
  const names = [...document.querySelectorAll('main a[href]')].filter(link => !link.closest('.prose, .comments')).map(link => new URL(link.href))
    .filter(url => url.origin === document.location.origin).map(({ pathname }) => pathname.slice(base.length)).filter(name => /^(topics|rounds)\/[\w-]+$/.test(name));
  return [...new Set(names)];
}

/** Puts files at the end of the page, for the program to take from there. */
function bring(document, files) {
  const names = [];
  for (const [name, text] of files) {
    const isJson = name.endsWith('.json');
    // Nothing in it may end the element. JSON can say so; another text that would is left to be fetched.
    if (!isJson && /<[/!s]/i.test(text)) continue;
    const script = document.createElement('script');
    script.type = isJson ? 'application/json' : 'text/plain';
    script.dataset.file = name;
    script.textContent = isJson ? text.replaceAll('<', '\\u003c') : text;
    document.body.append('\n    ', script);
    names.push(name);
  }
  document.querySelector('script[data-wasm]').dataset.files = names.join(' ');
}

/** The feed of what was said about a topic: the newest comments, as the page shows them to who asks for those. */
async function discussion(window, { title, released }, page, isQuiet) {
  const { document } = window;
  const newest = document.querySelector('.comments .order button[aria-pressed=false]');
  if (newest) {
    newest.click();
    await settled(() => isQuiet() && newest.getAttribute('aria-pressed') === 'true');
  }
  const entries = head.comments(document).map(comment => ({ ...comment, content: whole([comment.prose]) }));
  return feed(window, { title: `${title} · ${site}`, author: programme, page: where(page), since: released, at: where(`${page}.atom`), entries });
}

/** A page that stands still, of one that is at work. */
function stand(document) {
  // A property is not written out; an attribute is.
  document.querySelectorAll('option').forEach(option => option.toggleAttribute('selected', option.selected));
  document.querySelectorAll('input').forEach(input => {
    input.toggleAttribute('checked', input.checked);
    if (input.type === 'range') input.setAttribute('value', input.value);
  });
  const still = document.cloneNode(true);
  const app = still.getElementById('app');
  app.setAttribute('data-finished', '');
  unmark(still);
  for (const space of still.head.childNodes) if (space.nodeType === 3) space.data = '\n';
  disable(app);
  return still;
}
